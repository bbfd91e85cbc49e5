//! Reloading on `SIGHUP`. A signal goes to the whole process, so each test runs in one of its own.
#![cfg(unix)]

use std::{
    fs,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use superconfig::{
    SuperConfig,
    reload::{Reloader, WatchOptions, reload_on_sighup},
};
use superconfig_tests::{child::in_child, watching::eventually};

fn send(signal: &str) {
    let kill = format!("kill -{signal} {}", std::process::id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

fn signal_threads() -> usize {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    tasks
        .filter_map(|task| fs::read_to_string(task.path().join("comm")).ok())
        .filter(|name| name.starts_with("superconfig-sig"))
        .count()
}

/// So that nothing but a signal reloads.
fn never() -> WatchOptions {
    let long = Duration::from_secs(3600);
    WatchOptions::new().without_events().poll_interval(long).poll_interval_without_events(long)
}

#[derive(SuperConfig)]
struct First {
    #[config(default = 1)]
    port: u16,
}

#[derive(SuperConfig)]
struct Second {
    #[config(default = 1, range = 0..=9)]
    port: u16,
}

#[test]
fn one_signal_reloads_all_in_one_commit() {
    in_child("one_signal_reloads_all_in_one_commit", &[&[]], || {
        let directory = tempfile::tempdir().unwrap();
        let (first_file, second_file) = (directory.path().join("a.toml"), directory.path().join("b.toml"));
        let write = |first: u16, second: u16| {
            fs::write(&second_file, format!("port = {second}")).unwrap();
            fs::write(&first_file, format!("port = {first}")).unwrap();
        };
        write(2, 2);
        let first = First::builder().with_file(&first_file).with_watch_options(never()).watch().unwrap();
        let guard = reload_on_sighup().unwrap();
        // Those that come later, too.
        let second = Second::builder().with_file(&second_file).with_watch_options(never()).watch().unwrap();
        write(3, 3);
        send("HUP");
        eventually(|| first.config().port == 3 && second.config().port == 3);
        assert_eq!(first.status().generation(), second.status().generation());

        // It is told what is wrong, and the other one is not kept from changing.
        let errors = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&errors);
        second.on_error(move |error| sink.lock().unwrap().push(error.to_string()));
        write(4, 10);
        send("HUP");
        eventually(|| first.config().port == 4 && errors.lock().unwrap().len() == 1);
        assert!(errors.lock().unwrap()[0].contains("b.toml:1"), "{errors:?}");
        assert!(second.status().error().is_some() && second.config().port == 3);
        // It is reloaded whether anything changed or not.
        send("HUP");
        eventually(|| second.status().failures() == 2);

        drop(guard);
        eventually(|| signal_threads() == 0);
        write(5, 5);
        // It has no effect any more, and does not end the process either.
        send("HUP");
        first.reload_now().unwrap();
        assert_eq!((first.config().port, second.config().port), (5, 3));
        let again = reload_on_sighup().unwrap();
        send("HUP");
        eventually(|| second.config().port == 5);
        drop((first, second));
        // Nobody watches: nothing to do, and later there is again.
        send("HUP");
        let first = First::builder().with_file(&first_file).with_watch_options(never()).watch().unwrap();
        write(6, 6);
        send("HUP");
        eventually(|| first.config().port == 6);
        again.keep();
    });
}

#[test]
fn a_flood_of_signals_is_no_flood_of_reloads() {
    in_child("a_flood_of_signals_is_no_flood_of_reloads", &[&[]], || {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.toml");
        fs::write(&file, "port = 0").unwrap();
        let reloader = Reloader::new();
        let watcher = First::builder().with_file(&file).with_watch_options(never()).watch_in(&reloader).unwrap();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let held = Arc::new(Mutex::new(()));
        let gate = Arc::clone(&held);
        watcher.try_apply(move |_, _, _| -> Result<(), String> {
            count.fetch_add(1, Ordering::SeqCst);
            drop(gate.lock());
            Ok(())
        });
        // Not SIGHUP, of a reloader of one's own.
        let usr1 = signal_hook::consts::SIGUSR1;
        let _guard = reloader.reload_on_signal(usr1).unwrap();
        let closed = held.lock().unwrap();
        fs::write(&file, "port = 1").unwrap();
        send("USR1");
        eventually(|| asked.load(Ordering::SeqCst) == 1);
        fs::write(&file, "port = 2").unwrap();
        for _ in 0..1000 {
            signal_hook::low_level::raise(usr1).unwrap();
        }
        drop(closed);
        eventually(|| watcher.config().port == 2);
        // Of the thousand, one or those few that came while it was served.
        watcher.reload_now().unwrap();
        assert_eq!((watcher.status().reloads(), asked.load(Ordering::SeqCst)), (2, 2));
    });
}

#[test]
fn a_signal_that_cannot_be_handled_is_refused() {
    for signal in [signal_hook::consts::SIGKILL, signal_hook::consts::SIGSEGV, -1, 0, 127, 128, i32::MAX] {
        let error = Reloader::new().reload_on_signal(signal).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn everything_is_reloaded_on_request() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("a.toml");
    fs::write(&file, "port = 2").unwrap();
    let reloader = Reloader::new();
    reloader.reload_all().unwrap();
    let first = First::builder().with_file(&file).with_watch_options(never()).watch_in(&reloader).unwrap();
    let second = Second::builder().with_file(&file).with_watch_options(never()).watch_in(&reloader).unwrap();
    fs::write(&file, "port = 3").unwrap();
    reloader.reload_all().unwrap();
    assert_eq!((first.config().port, second.config().port), (3, 3));
    fs::write(&file, "port = 30").unwrap();
    let errors = reloader.reload_all().unwrap_err();
    assert_eq!(errors.iter().map(|error| error.problems()[0].path()).collect::<Vec<_>>(), ["port"]);
    assert_eq!((first.config().port, second.config().port), (30, 3));
    // Not while it does so.
    let (told, own) = (Arc::new(Mutex::new(Vec::new())), reloader.clone());
    let sink = Arc::clone(&told);
    first.try_apply(move |_, _, _| -> Result<(), String> {
        sink.lock().unwrap().extend(own.reload_all().unwrap_err().iter().map(ToString::to_string));
        Ok(())
    });
    fs::write(&file, "port = 4").unwrap();
    reloader.reload_all().unwrap();
    assert!(told.lock().unwrap()[0].contains("nothing can be reloaded"), "{told:?}");
}
