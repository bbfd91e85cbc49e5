//! Configs that are watched together: what one of them waits for, how it says so, and when it waits no more.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use superconfig::SuperConfig;
use superconfig_tests::watching::{eventually, quick};
use tempfile::TempDir;

fn write(directory: &TempDir, name: &str, text: &str) {
    std::fs::write(directory.path().join(name), text).unwrap();
}

macro_rules! configs {
    ($directory:ident, $routes:ident, $backends:ident) => {
        #[derive(SuperConfig)]
        struct Routes {
            #[config(default = 1)]
            count: u16,
        }

        #[derive(SuperConfig)]
        struct Backends {
            #[config(default = 1)]
            count: u16,
        }

        let $directory = tempfile::tempdir().unwrap();
        write(&$directory, "routes.toml", "count = 1");
        write(&$directory, "backends.toml", "count = 1");
        let file = |name| $directory.path().join(name);
        let $routes = Routes::builder().with_file(file("routes.toml")).with_watch_options(quick()).watch().unwrap();
        let backends = Backends::builder().with_file(file("backends.toml")).with_watch_options(quick());
        let $backends = backends.watch_with(&$routes).unwrap();
    };
}

#[test]
fn one_that_waits_for_another_says_so() {
    configs!(directory, routes, backends);
    let told = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&told);
    routes.on_error(move |error| {
        assert!(error.to_string().contains("backends.toml:1"), "{error}");
        count.fetch_add(1, Ordering::SeqCst);
    });

    // Nothing of this one's own waits.
    write(&directory, "backends.toml", "count = 'x'");
    eventually(|| backends.status().failures() == 1);
    assert!(routes.status().error().is_none());
    assert_eq!(routes.status().failures(), 0);

    write(&directory, "routes.toml", "count = 2");
    eventually(|| routes.status().failures() == 1);
    assert!(routes.status().error().unwrap().to_string().contains("backends.toml:1"));
    eventually(|| told.load(Ordering::SeqCst) == 1);
    assert_eq!(Routes::get().count, 1);

    // It is taken back, so what is running is what the files say.
    write(&directory, "routes.toml", "count = 1");
    eventually(|| routes.status().error().is_none());
    assert!(backends.status().error().is_some());

    write(&directory, "routes.toml", "count = 3");
    eventually(|| routes.status().error().is_some());
    write(&directory, "backends.toml", "count = 3");
    eventually(|| backends.status().error().is_none());
    assert!(routes.status().error().is_none());
    assert_eq!((Routes::get().count, Backends::get().count), (3, 3));
}

#[test]
fn one_that_waits_for_another_is_published_when_that_is_watched_no_more() {
    configs!(directory, routes, backends);
    write(&directory, "backends.toml", "count = 'x'");
    eventually(|| backends.status().failures() == 1);
    write(&directory, "routes.toml", "count = 2");
    eventually(|| backends.status().failures() == 2);
    assert_eq!(Routes::get().count, 1);
    drop(backends);
    eventually(|| Routes::get().count == 2);
    eventually(|| routes.status().error().is_none());
}
