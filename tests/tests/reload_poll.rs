//! Looking at files in intervals, and what cannot be looked at twice.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use superconfig::{
    SuperConfig,
    reload::{ManualClock, Reloader, WatchOptions},
};
use superconfig_tests::{
    child::in_child,
    watching::{Timed, eventually, quick},
};
use tempfile::TempDir;

fn timed() -> Timed {
    let clock = ManualClock::new();
    Timed::new(clock.clone(), Reloader::builder().clock(clock).without_events().build())
}

/// Reloads what it finds changed without looking twice.
fn at_once() -> WatchOptions {
    WatchOptions::new().debounce(Duration::ZERO)
}

fn file(directory: &TempDir) -> PathBuf {
    directory.path().join("c.toml")
}

#[test]
fn intervals_are_as_asked_for_give_or_take_a_tenth() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = tempfile::tempdir().unwrap();
    let timed = timed();
    fs::write(file(&directory), "port = 2").unwrap();
    let seconds = Duration::from_secs;
    let other = || at_once().without_events();
    // The shorter one, where there are no events.
    for (options, interval) in [
        (at_once(), seconds(2)),
        (other().poll_interval_without_events(seconds(100)).poll_interval(seconds(200)), seconds(100)),
        (other().poll_interval_without_events(seconds(100)).poll_interval(seconds(50)), seconds(50)),
        (other().poll_interval_without_events(Duration::ZERO), Duration::from_millis(10)),
    ] {
        let builder = Config::builder().with_file(file(&directory)).with_watch_options(options);
        let watcher = builder.watch_in(&timed.reloader).unwrap();
        for _ in 0..5 {
            let port = watcher.config().port + 1;
            fs::write(file(&directory), format!("port = {port}")).unwrap();
            timed.pass(interval * 89 / 100);
            assert_eq!(watcher.config().port, port - 1, "{interval:?}");
            timed.pass(interval * 22 / 100);
            assert_eq!(watcher.config().port, port, "{interval:?}");
        }
    }
}

#[test]
fn contents_count_and_not_dates() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = tempfile::tempdir().unwrap();
    let timed = timed();
    fs::write(file(&directory), "port = 2").unwrap();
    let watcher =
        Config::builder().with_file(file(&directory)).with_watch_options(at_once()).watch_in(&timed.reloader).unwrap();
    let generation = watcher.status().generation();
    let metadata = fs::metadata(file(&directory)).unwrap();
    // Of the same size and date.
    fs::write(file(&directory), "port = 3").unwrap();
    let date = |date| File::options().write(true).open(file(&directory)).unwrap().set_modified(date).unwrap();
    date(metadata.modified().unwrap());
    assert_eq!(fs::metadata(file(&directory)).unwrap().modified().unwrap(), metadata.modified().unwrap());
    timed.pass(Duration::from_secs(3));
    assert_eq!((watcher.config().port, watcher.status().reloads()), (3, 1));
    assert!(watcher.status().generation() > generation);
    // Another date, another file, the same text.
    let generation = watcher.status().generation();
    date(metadata.modified().unwrap() - Duration::from_secs(1000));
    timed.pass(Duration::from_secs(3));
    fs::write(directory.path().join("new"), "port = 3").unwrap();
    fs::rename(directory.path().join("new"), file(&directory)).unwrap();
    timed.pass(Duration::from_secs(3));
    assert_eq!((watcher.status().generation(), watcher.status().reloads()), (generation, 1));
}

/// Makes a pipe, unless the machine has no such thing.
fn pipe(path: &Path) -> bool {
    let made = Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success());
    if !made {
        println!("skipped: there is no `mkfifo` here");
    }
    made
}

#[test]
fn a_pipe_is_read_once() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
        #[config(default = 1)]
        size: u16,
    }

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("pipe");
    if !pipe(&path) {
        return;
    }
    fs::write(file(&directory), "size = 2").unwrap();
    let writer = thread::spawn({
        let path = path.clone();
        move || fs::write(path, "port = 2")
    });
    let builder = Config::builder().with_file(&path).with_file(file(&directory)).with_watch_options(quick());
    let watcher = builder.watch().unwrap();
    writer.join().unwrap().unwrap();
    for size in 3..6 {
        fs::write(file(&directory), format!("size = {size}")).unwrap();
        eventually(|| watcher.config().size == size);
        watcher.reload_now().unwrap();
        assert_eq!(watcher.config().port, 2);
    }
    // A file that takes its place is one.
    fs::write(directory.path().join("new"), "port = 7").unwrap();
    fs::rename(directory.path().join("new"), &path).unwrap();
    eventually(|| watcher.config().port == 7);
    fs::write(&path, "port = 8").unwrap();
    eventually(|| watcher.config().port == 8);
}

#[test]
fn a_pipe_that_holds_too_much_is_refused() {
    #[derive(Debug, SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("pipe");
    if !pipe(&path) {
        return;
    }
    let writer = thread::spawn({
        let path = path.clone();
        // It ends when nobody reads any more.
        move || fs::write(path, vec![b'#'; 17 << 20])
    });
    let error = Config::builder().with_file(&path).watch().unwrap_err();
    assert!(error.problems()[0].message().ends_with("it is larger than 16 MiB"), "{error}");
    assert!(writer.join().unwrap().is_err());
}

#[test]
fn a_pipe_in_the_place_of_a_file_keeps_nobody_waiting() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("pipe");
    if !pipe(&path) {
        return;
    }
    fs::write(file(&directory), "port = 2").unwrap();
    let watcher = Config::builder().with_file(file(&directory)).with_watch_options(quick()).watch().unwrap();
    fs::rename(&path, file(&directory)).unwrap();
    eventually(|| watcher.status().error().is_some());
    let error = watcher.reload_now().unwrap_err();
    let expected = "the file cannot be read: it is not a regular file, and such are read only when the program starts";
    assert_eq!(error.problems()[0].message(), expected);
    assert_eq!(watcher.config().port, 2);
    fs::write(directory.path().join("new"), "port = 3").unwrap();
    fs::rename(directory.path().join("new"), file(&directory)).unwrap();
    eventually(|| watcher.config().port == 3 && watcher.status().error().is_none());
}

#[test]
#[cfg_attr(windows, ignore = "its files have no numbers")]
fn what_a_shell_substitutes_is_read_once() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
        #[config(default = 1)]
        size: u16,
    }

    let shell: &[&str] = &["bash", "-c", r#"exec "$0" "$@" 3< <(printf 'port = 2')"#];
    in_child("what_a_shell_substitutes_is_read_once", &[shell], || {
        let directory = tempfile::tempdir().unwrap();
        fs::write(file(&directory), "size = 2").unwrap();
        let builder = Config::builder().with_file("/dev/fd/3").with_file(file(&directory));
        let watcher = builder.with_watch_options(quick()).watch().unwrap();
        for size in 3..6 {
            fs::write(file(&directory), format!("size = {size}")).unwrap();
            eventually(|| watcher.config().size == size);
            watcher.reload_now().unwrap();
            assert_eq!((watcher.config().port, watcher.status().failures()), (2, 0));
        }
    });
}

#[test]
fn an_entry_of_another_kind_is_noticed() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = tempfile::tempdir().unwrap();
    if !pipe(&file(&directory)) {
        return;
    }
    let timed = timed();
    let builder = Config::builder().with_glob(directory.path().join("*.toml")).with_watch_options(at_once());
    let other = directory.path().join("new");
    fs::write(&other, "port = 2").unwrap();
    // Beside what is read, a pipe is a problem.
    assert!(builder.watch_in(&timed.reloader).is_err());
    fs::rename(&other, file(&directory)).unwrap();
    let watcher = builder.watch_in(&timed.reloader).unwrap();
    assert_eq!(watcher.config().port, 2);
    assert!(pipe(&other));
    fs::rename(&other, file(&directory)).unwrap();
    timed.pass(Duration::from_secs(3));
    assert!(watcher.status().error().is_some());
    fs::write(&other, "port = 3").unwrap();
    fs::rename(&other, file(&directory)).unwrap();
    timed.pass(Duration::from_secs(3));
    assert_eq!(watcher.config().port, 3);
}
