//! What the log says of watched configs.

use std::{
    fs,
    sync::{Mutex, Once},
};

use superconfig::{SuperConfig, field};
use superconfig_tests::watching::{eventually, quick};

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Log;

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        LINES.lock().unwrap().push(format!("{} {}", record.level(), record.args()));
    }

    fn flush(&self) {}
}

/// What was said of one config.
fn lines(name: &str) -> Vec<String> {
    static SET: Once = Once::new();
    SET.call_once(|| {
        log::set_logger(&Log).unwrap();
        log::set_max_level(log::LevelFilter::Info);
    });
    LINES.lock().unwrap().iter().filter(|line| line.contains(name)).cloned().collect()
}

#[test]
fn each_reload_is_said_once() {
    #[derive(SuperConfig)]
    #[config(name = "said-once")]
    struct Config {
        #[config(default = 1)]
        port: u16,
        #[config(default = 1, reload = "restart")]
        threads: u16,
    }

    assert!(lines("said-once").is_empty());
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("c.toml");
    fs::write(&file, "").unwrap();
    let watcher = Config::builder().with_file(&file).with_watch_options(quick()).watch().unwrap();
    let write = |text: &str| {
        let looks = watcher.status().looks();
        fs::write(directory.path().join("new"), text).unwrap();
        fs::rename(directory.path().join("new"), &file).unwrap();
        eventually(|| watcher.status().looks() > looks);
    };
    write("port = 2\nthreads = 2");
    write("port = 3\nthreads = 2");
    write("port = 'x'\nthreads = 2");
    write("port = 3\nthreads = 2");
    watcher.reload_now().unwrap();
    let report = "ERROR said-once was not reloaded, what was running goes on:";
    let lines: Vec<String> = lines("said-once").iter().map(|line| line.lines().next().unwrap().to_owned()).collect();
    assert_eq!(
        lines,
        [
            "INFO loaded said-once from 1 source",
            "INFO reloaded said-once: port",
            "WARN said-once: threads changed and waits for a restart of the program",
            "INFO reloaded said-once: port",
            report,
            "INFO reloaded said-once: no setting differs",
            "INFO reloaded said-once: nothing has changed",
        ]
    );
}

#[test]
fn two_watchers_of_one_place_are_warned_of() {
    #[derive(SuperConfig)]
    #[config(name = "watched-twice")]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let warnings = || lines("watched-twice").iter().filter(|line| line.starts_with("WARN")).count();
    let builder = Config::builder();
    let first = builder.watch().unwrap();
    // One after another, and beside others of the type, they are fine.
    drop(first);
    let first = builder.watch().unwrap();
    let tenants = [builder.register_watched().unwrap(), builder.register_watched().unwrap()];
    assert_eq!(warnings(), 0);
    let second = builder.clone().with_value(field!(Config, port), 2).watch().unwrap();
    assert_eq!(warnings(), 1, "{:?}", lines("watched-twice"));
    assert_eq!((first.config().port, second.config().port, Config::get().port), (1, 2, 2));
    drop(tenants);
}

#[test]
fn what_cannot_be_shown_may_differ() {
    #[derive(PartialEq, Clone)]
    struct Opaque(String);

    #[derive(SuperConfig)]
    #[config(name = "said-opaque")]
    struct Config {
        #[config(default = Opaque(String::new()), parse = opaque)]
        key: Opaque,
    }

    fn opaque(text: &str) -> Result<Opaque, String> {
        if text.is_empty() { Err("a key has letters".to_owned()) } else { Ok(Opaque(text.to_owned())) }
    }

    assert!(lines("said-opaque").is_empty());
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("c.toml");
    fs::write(&file, "key = 'a'").unwrap();
    let watcher = Config::builder().with_file(&file).watch().unwrap();
    fs::write(&file, "key = 'b'").unwrap();
    watcher.reload_now().unwrap();
    assert!(watcher.config().key == Opaque("b".to_owned()));
    let lines = lines("said-opaque");
    assert_eq!(lines[1], "INFO reloaded said-opaque: no setting that can be shown differs");
}
