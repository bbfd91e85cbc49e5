//! Tests that need a process of their own, since they change what belongs to a whole process: its user, its mounts, its environment.

use std::{
    env,
    process::{Command, Stdio},
};

const CHILD: &str = "SUPERCONFIG_TESTS_CHILD";
const DONE: &str = "the child is done";

/// Does the work of a test in a process of its own, which the first of these commands that works begins: its words stand before
/// those of the test, so `&[]` is a plain process. If none works, that is said, and nothing is tested.
///
/// # Panics
/// If the work fails.
pub fn in_child(test: &str, ways: &[&[&str]], work: impl FnOnce()) {
    if env::var_os(CHILD).is_some() {
        work();
        println!("{DONE}");
        return;
    }
    let program = env::current_exe().expect("the program of the tests").into_os_string();
    let command = |way: &[&str]| {
        let mut words = way.iter().map(Into::into).chain([program.clone()]);
        let mut command = Command::new(words.next().expect("at least the program"));
        command.args(words).env(CHILD, "1").stdin(Stdio::null());
        command
    };
    let works = |way: &&&[&str]| {
        let probe = command(way).arg("--list").stdout(Stdio::null()).stderr(Stdio::null()).status();
        probe.is_ok_and(|status| status.success())
    };
    let Some(way) = ways.iter().find(works) else {
        println!("skipped: none of {ways:?} works here");
        return;
    };
    let output = command(way).args(["--exact", test, "--nocapture", "--test-threads=1"]).output();
    let output = output.expect("it worked a moment ago");
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains(DONE), "{way:?}: {}\n{said}\n{errors}", output.status);
}
