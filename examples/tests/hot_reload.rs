//! The service is configured anew while it runs, in a process of its own.

mod program;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

/// A program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Reads on to a line that contains this.
#[track_caller]
fn read_to(lines: &Receiver<String>, part: &str) {
    let mut read = Vec::new();
    while !read.last().is_some_and(|line: &String| line.contains(part)) {
        let line = lines.recv_timeout(Duration::from_secs(20));
        read.push(line.unwrap_or_else(|_| panic!("{part}\nis not in\n{}", read.join("\n"))));
    }
}

#[test]
fn it_follows_its_file_and_outlives_mistakes() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("greeter.toml");
    let mut command = Command::new(program::path("hot_reload"));
    let command = command
        .arg(&file)
        .env_clear()
        .env("GREETER_INTERVAL", "5ms")
        .stdout(Stdio::piped())
        .current_dir(program::root());
    let mut program = Running(command.spawn().unwrap());
    let output = BufReader::new(program.0.stdout.take().unwrap());
    let (sender, lines) = channel();
    thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    // Not in place, so that it is never read half written.
    let write = |text: &str| {
        let new = directory.path().join("new");
        fs::write(&new, text).unwrap();
        fs::rename(new, &file).unwrap();
    };

    read_to(&lines, "INFO: Hello, world!");
    write("greeting = 'Hej'");
    read_to(&lines, "greeting");
    read_to(&lines, "INFO: Hej, world!");
    write("greeting = ''");
    read_to(&lines, "ERROR: greeter was not reloaded, what was running goes on:");
    read_to(&lines, "greeter.toml:1:12");
    read_to(&lines, "INFO: Hej, world!");
    write("greeting = 'Hej'\nlog_level = 'debug'");
    read_to(&lines, "DEBUG: resting for 5ms");
    write("serve = false");
    read_to(&lines, "healthy: ");
    assert!(program.0.wait().unwrap().success());
}

#[test]
fn it_asks_for_a_file() {
    let output = program::run("hot_reload", &[], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.starts_with(b"which file is it to follow? cargo run --example hot_reload -- "));
}
