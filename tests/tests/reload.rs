//! Hot reload on a real file system: who is told what, and what stays when something is wrong.

use std::{
    fs,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use superconfig::{
    Origin, ProblemKind, SuperConfig, field, registry,
    reload::{self, ManualClock, Reloader, Watcher},
};
use superconfig_tests::watching::{eventually, quick};
use tempfile::TempDir;

fn directory() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn write(directory: &TempDir, name: &str, text: &str) {
    fs::write(directory.path().join(name), text).unwrap();
}

#[test]
fn a_change_is_published_and_told() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
        #[config(default = "a")]
        name: String,
    }

    let directory = directory();
    write(&directory, "c.toml", "port = 2");
    let builder =
        Config::builder().with_file(directory.path().join("c.toml")).with_env_vars([("SUPERCONFIG_TESTS_NAME", "env")]);
    let watcher = builder.with_watch_options(quick()).watch().unwrap();
    assert_eq!((watcher.config().port, Config::get().port), (2, 2));

    let told = Arc::new(Mutex::new(Vec::new()));
    let (of_all, of_port, of_name) = (told.clone(), told.clone(), told.clone());
    watcher.on_change(move |old, new, changes| {
        let change = changes.iter().next().unwrap();
        assert!(matches!(change.new_origin(), Some(Origin::File { .. })));
        of_all.lock().unwrap().push(format!("{} {} {}", old.port, new.port, change.path()));
    });
    watcher
        .on_change_of(field!(Config, port), move |old, new| of_port.lock().unwrap().push(format!("port {old} {new}")));
    watcher.on_change_of(field!(Config, name), move |_, _| of_name.lock().unwrap().push("name".to_owned()));
    let mut receiver = watcher.receiver();
    assert!(receiver.try_recv().is_none());

    // The environment keeps its rank.
    write(&directory, "c.toml", "port = 3\nname = 'file'");
    eventually(|| told.lock().unwrap().len() == 2);
    assert_eq!(*told.lock().unwrap(), ["2 3 port", "port 2 3"]);
    assert_eq!((Config::get().port, &*Config::get().name), (3, "env"));
    let reloaded = receiver.recv().unwrap();
    assert_eq!((reloaded.old().value().port, reloaded.new().value().port, reloaded.changes().len()), (2, 3, 1));
    assert!(receiver.try_recv().is_none());
    assert_eq!((watcher.status().reloads(), watcher.status().failures()), (1, 0));
}

#[test]
fn what_is_wrong_is_told_and_changes_nothing() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1, range = 1..=9)]
        port: u16,
    }

    let directory = directory();
    write(&directory, "c.toml", "port = 2");
    let builder = Config::builder().with_file(directory.path().join("c.toml")).with_watch_options(quick());
    let watcher = builder.watch().unwrap();
    let errors = Arc::new(Mutex::new(Vec::new()));
    let sink = errors.clone();
    watcher.on_error(move |error| sink.lock().unwrap().push(error.to_string()));

    for bad in ["port = 10", "port =", "prt = 2"] {
        let failures = watcher.status().failures();
        write(&directory, "c.toml", bad);
        eventually(|| watcher.status().failures() == failures + 1);
        assert_eq!(Config::get().port, 2);
        assert!(watcher.status().error().is_some());
        eventually(|| !errors.lock().unwrap().is_empty());
        let told = std::mem::take(&mut *errors.lock().unwrap());
        assert!(told[0].contains("c.toml:1"), "{}", told[0]);
    }
    fs::remove_file(directory.path().join("c.toml")).unwrap();
    eventually(|| watcher.status().failures() == 4);
    write(&directory, "c.toml", "port = 4");
    eventually(|| Config::get().port == 4);
    eventually(|| watcher.status().error().is_none());
    assert_eq!(watcher.status().last_failure().unwrap().error().problems()[0].kind(), ProblemKind::Unreadable);
}

#[test]
fn no_change_is_no_reload() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = directory();
    write(&directory, "c.toml", "port = 2");
    let clock = ManualClock::new();
    let reloader = Reloader::builder().clock(clock.clone()).without_events().build();
    let watcher = Config::builder().with_file(directory.path().join("c.toml")).watch_in(&reloader).unwrap();
    let generation = watcher.status().generation();
    write(&directory, "c.toml", "port = 2");
    let looks = watcher.status().looks();
    clock.advance(Duration::from_secs(60));
    eventually(|| watcher.status().looks() > looks);
    assert_eq!((watcher.status().reloads(), watcher.status().generation()), (0, generation));

    // Half of a file is not taken for all of it, although nobody tells of changes.
    write(&directory, "c.toml", "");
    let looks = watcher.status().looks();
    clock.advance(Duration::from_secs(60));
    clock.advance(Duration::from_millis(99));
    write(&directory, "c.toml", "port = 3");
    clock.advance(Duration::from_millis(99));
    eventually(|| {
        clock.advance(Duration::from_millis(50));
        watcher.status().looks() > looks
    });
    assert_eq!((watcher.config().port, watcher.status().reloads()), (3, 1));
    assert!(watcher.status().generation() > generation);
}

#[test]
fn a_subscriber_may_panic_and_reload_and_unsubscribe() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = directory();
    write(&directory, "c.toml", "port = 2");
    let builder = Config::builder().with_file(directory.path().join("c.toml")).with_watch_options(quick());
    let watcher = Arc::new(builder.watch().unwrap());
    watcher.on_change(|_, _, _| panic!("oh"));
    let calls = Arc::new(AtomicUsize::new(0));
    let (count, again) = (calls.clone(), Arc::downgrade(&watcher));
    watcher.on_change(move |_, new, _| {
        count.fetch_add(1, Ordering::SeqCst);
        // Within it all of this works.
        let watcher = again.upgrade().unwrap();
        assert!(watcher.reload_now().unwrap().is_empty());
        assert_eq!(watcher.config().port, new.port);
        watcher.on_error(|_| {}).cancel();
    });
    for port in 3..6_u16 {
        write(&directory, "c.toml", &format!("port = {port}"));
        eventually(|| calls.load(Ordering::SeqCst) == usize::from(port) - 2);
    }
    let subscription = watcher.on_change(|_, _, _| unreachable!());
    subscription.cancel();
    write(&directory, "c.toml", "port = 6");
    eventually(|| calls.load(Ordering::SeqCst) == 4);
    eventually(|| Arc::strong_count(&watcher) == 1);
}

#[test]
fn those_who_refuse_are_asked_first() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = directory();
    write(&directory, "c.toml", "port = 2");
    let builder = Config::builder().with_file(directory.path().join("c.toml")).with_watch_options(quick());
    let watcher = builder.watch().unwrap();
    watcher.try_apply(|old, new, _| if new.port < old.port { Err("only upwards") } else { Ok(()) });
    watcher.try_apply(|_, new, _| -> Result<(), String> {
        assert!(new.port != 7, "seven");
        Ok(())
    });
    write(&directory, "c.toml", "port = 1");
    let error = watcher.reload_now().unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Refused);
    assert_eq!(error.problems()[0].message(), "the program refused the change: only upwards");
    write(&directory, "c.toml", "port = 7");
    let error = watcher.reload_now().unwrap_err();
    assert!(error.to_string().contains("panicked: seven"), "{error}");
    assert_eq!(Config::get().port, 2);
    write(&directory, "c.toml", "port = 8");
    watcher.reload_now().unwrap();
    assert_eq!(Config::get().port, 8);
}

#[test]
fn configs_that_go_together_change_together() {
    #[derive(SuperConfig)]
    struct First {
        #[config(default = 1)]
        a: u16,
        #[config(default = 1)]
        b: u16,
    }

    #[derive(SuperConfig)]
    struct Second {
        #[config(default = 1)]
        a: u16,
        #[config(default = 1, range = 0..=5)]
        b: u16,
    }

    let directory = directory();
    write(&directory, "c.toml", "a = 1\nb = 1");
    let file = directory.path().join("c.toml");
    let first = First::builder().with_file(&file).with_watch_options(quick()).watch().unwrap();
    let second = Second::builder().with_file(&file).with_watch_options(quick()).watch_with(&first).unwrap();
    write(&directory, "c.toml", "a = 2\nb = 2");
    eventually(|| second.config().a == 2);
    assert_eq!(first.status().generation(), second.status().generation());

    write(&directory, "c.toml", "a = 3\nb = 9");
    eventually(|| second.status().failures() == 1);
    assert_eq!((first.config().a, second.config().a), (2, 2));
    assert_eq!(first.reload_now().unwrap_err().problems()[0].path(), "b");
    assert_eq!((first.config().b, first.snapshot().value().a), (2, 2));
    // Both say that what runs is not what the sources say, until nobody is in the way any more.
    assert_eq!(first.status().error().unwrap().problems()[0].path(), "b");
    drop(second);
    eventually(|| first.config().a == 3);
    assert_eq!((first.config().b, first.status().error().is_none()), (9, true));
}

#[test]
fn who_has_nothing_new_does_not_fail_with_another() {
    #[derive(SuperConfig)]
    struct Idle {
        #[config(default = 1)]
        a: u16,
    }

    #[derive(SuperConfig)]
    struct Busy {
        #[config(default = 1)]
        a: u16,
    }

    let directory = directory();
    write(&directory, "idle.toml", "a = 1");
    write(&directory, "busy.toml", "a = 1");
    let file = |name| directory.path().join(name);
    let idle = Idle::builder().with_file(file("idle.toml")).with_watch_options(quick()).watch().unwrap();
    let busy = Busy::builder().with_file(file("busy.toml")).with_watch_options(quick()).watch_with(&idle).unwrap();
    write(&directory, "busy.toml", "a = 'x'");
    busy.reload_now().unwrap_err();
    assert!(busy.status().error().is_some());
    assert!(idle.status().error().is_none());
    assert_eq!((idle.status().failures(), idle.config().a), (0, 1));
    idle.reload_now().unwrap_err();
    write(&directory, "idle.toml", "a = 2");
    idle.reload_now().unwrap_err();
    assert!(idle.status().error().is_some());
    write(&directory, "idle.toml", "a = 1");
    idle.reload_now().unwrap_err();
    assert!(idle.status().error().is_none());
    write(&directory, "idle.toml", "a = 2");
    write(&directory, "busy.toml", "a = 2");
    busy.reload_now().unwrap();
    assert_eq!((idle.config().a, busy.config().a), (2, 2));
    assert!(idle.status().error().is_none());
}

/// None of them has to stay on its thread.
#[test]
fn all_of_it_goes_anywhere() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    fn check<R: Send + Sync + 'static>() {}
    assert_eq!(Config::builder().watch().unwrap().config().port, 1);
    check::<Watcher<Config>>();
    check::<reload::Subscription>();
    check::<reload::Receiver<Config>>();
    check::<reload::Reloaded<Config>>();
    check::<reload::Status>();
    check::<Reloader>();
    check::<reload::Hints>();
}

fn threads() -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    tasks.filter_map(|task| fs::read_to_string(task.path().join("comm")).ok()).collect()
}

#[test]
fn a_relative_path_and_the_base_directory() {
    #[derive(SuperConfig)]
    #[config(name = "reloadapp")]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = directory();
    let builder = Config::builder().with_base_dir(&directory).with_env_of([("HOME", "/nowhere")]).with_discovery();
    let watcher = builder.with_watch_options(quick()).watch().unwrap();
    assert_eq!(watcher.config().port, 1);
    // It appears, in a directory that appears.
    fs::create_dir(directory.path().join("config")).unwrap();
    write(&directory, "config/reloadapp.yaml", "port: 5");
    eventually(|| watcher.config().port == 5);
    fs::remove_dir_all(directory.path().join("config")).unwrap();
    eventually(|| watcher.config().port == 1);
    fs::create_dir(directory.path().join("config")).unwrap();
    write(&directory, "config/reloadapp.yaml", "port: 6");
    eventually(|| watcher.config().port == 6);
    assert!(Path::new("/proc/self/task").exists() == threads().iter().any(|name| name.starts_with("superconfig")));
}

#[test]
fn each_tenant_has_a_handle_of_its_own() {
    #[derive(SuperConfig)]
    struct Tenant {
        seats: u32,
    }

    let directory = directory();
    write(&directory, "small.toml", "seats = 1");
    write(&directory, "large.toml", "seats = 100");
    let watch = |name| {
        let builder = Tenant::builder().with_file(directory.path().join(name)).with_watch_options(quick());
        builder.register_watched().unwrap()
    };
    let (small, large) = (watch("small.toml"), watch("large.toml"));
    assert_ne!(small.handle(), large.handle());
    let seats = |watcher: &Watcher<Tenant>| registry().read(&watcher.handle()).map(|tenant| tenant.seats);
    assert_eq!((seats(&small).unwrap(), seats(&large).unwrap()), (1, 100));
    write(&directory, "large.toml", "seats = 200");
    eventually(|| seats(&large).unwrap() == 200);
    assert_eq!(seats(&small).unwrap(), 1);

    // What was deleted does not come back.
    registry().delete(&small.handle()).unwrap();
    write(&directory, "small.toml", "seats = 2");
    small.reload_now().unwrap();
    assert!(seats(&small).is_err());
    // Not even if that happens while the change is being looked at.
    let handle = large.handle();
    large.try_apply(move |_, new, _| if new.seats == 300 { registry().delete(&handle).map(drop) } else { Ok(()) });
    write(&directory, "large.toml", "seats = 300");
    large.reload_now().unwrap();
    assert!(seats(&large).is_err());
    assert_eq!((large.config().seats, large.status().error().is_none()), (200, true));
    drop(large);
    let large = watch("large.toml");
    let handle = large.handle();
    drop(large);
    assert_eq!(registry().read(&handle).unwrap().seats, 300);
}

#[test]
fn within_a_transaction_nobody_waits_for_a_reload() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = directory();
    write(&directory, "c.toml", "port = 2");
    let builder = Config::builder().with_file(directory.path().join("c.toml")).with_watch_options(quick());
    let watcher = builder.watch().unwrap();
    // It would wait for the transaction as well.
    watcher.on_change(|_, _, _| _ = registry().create(0));
    write(&directory, "c.toml", "port = 3");
    let error = registry().transaction(|_| {
        let error = watcher.reload_now().unwrap_err();
        assert!(builder.watch().is_err());
        drop(watcher);
        Ok(error)
    });
    assert!(error.unwrap().problems()[0].message().contains("transaction"), "it says why");
    // All goes on.
    let watcher = builder.watch().unwrap();
    assert_eq!(watcher.config().port, 3);
    watcher.reload_now().unwrap();
}
