//! The process environment that every load sees: 60 variables that mean nothing to it, and the overrides.
//!
//! Changing the environment of a running process is unsafe, so a benchmark starts itself anew with the right one, and
//! what was started refuses to measure in any other.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::process::Command;

use crate::workload::Workload;

/// What Valgrind adds for the program it runs.
const VALGRIND: [&str; 5] = ["GLIBCPP_FORCE_NEW", "GLIBCXX_FORCE_NEW", "LD_LIBRARY_PATH", "LD_PRELOAD", "PWD"];

/// Gives the child exactly the variables of the workload.
pub fn replace(command: &mut Command, workload: &Workload) {
    command.env_clear().envs(expected(workload));
}

/// Checks that this process has exactly the variables of the workload.
///
/// # Errors
///
/// With some of the variables that are missing, superfluous or different.
pub fn verify(workload: &Workload) -> Result<(), String> {
    compare(workload, &env::vars_os().collect())
}

/// Like [`verify`], under Valgrind, which cannot run a program without adding variables of its own.
///
/// # Errors
///
/// As [`verify`].
pub fn verify_under_valgrind(workload: &Workload) -> Result<(), String> {
    let expected = expected(workload);
    let added = |name: &OsString| VALGRIND.iter().any(|known| name == known) && !expected.contains_key(name);
    let mut actual: BTreeMap<_, _> = env::vars_os().filter(|(name, _)| !added(name)).collect();
    if let Some(value) = expected.get(&OsString::from("PWD")) {
        actual.insert("PWD".into(), value.clone());
    }
    compare(workload, &actual)
}

fn compare(workload: &Workload, actual: &BTreeMap<OsString, OsString>) -> Result<(), String> {
    let expected = expected(workload);
    let mut wrong: Vec<_> = expected.iter().filter(|(name, value)| actual.get(*name) != Some(value)).collect();
    wrong.extend(actual.iter().filter(|(name, _)| !expected.contains_key(*name)));
    if wrong.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = wrong.iter().take(5).map(|(name, _)| name.display().to_string()).collect();
    let (id, count, names) = (workload.id, wrong.len(), names.join(", "));
    Err(format!("{id}: {count} variables are not as the benchmark sets them, such as {names}"))
}

fn expected(workload: &Workload) -> BTreeMap<OsString, OsString> {
    let unrelated = include_str!("../data/unrelated.env").lines();
    let pair = |line: &str| {
        let (name, value) = line.split_once('=').expect("each line is NAME=value");
        (name.into(), value.into())
    };
    unrelated.chain(workload.overrides.lines()).map(pair).collect()
}
