//! Whether loading and reading take more instructions than they used to: `cargo run --release -p superconfig-instructions`.
//!
//! Counts are held against `counts.toml`; 5 % more is a failure. With `-- --update` the table is written anew. Instructions
//! hardly depend on what else the machine does, but they do on the compiler and on the C library.

mod model;
mod operation;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use superconfig_instructions::instructions;

use self::operation::Operation;

/// By how much a count may grow.
const TOLERANCE: f64 = 0.05;

const UNRELATED: &str = include_str!("../../data/unrelated.env");

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["--run", name, times] => run(name, times),
        [] => check(),
        ["--update"] => update(),
        _ => Err("nothing but `--update` can be asked for".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Does one thing so many times, for Valgrind.
fn run(name: &str, times: &str) -> Result<(), String> {
    let times = times.parse().map_err(|_| "not a number of times")?;
    let operation = Operation::find(name).ok_or("no such operation")?;
    (operation.run)(times).map_err(|problem| problem.to_string())
}

/// Counts one operation in the benchmarks' environment.
fn count(operation: &Operation) -> Result<u64, String> {
    let program = env::current_exe().map_err(|problem| problem.to_string())?;
    let pair = |line: &'static str| line.split_once('=').expect("each line is NAME=value");
    instructions(operation.times, |valgrind| {
        valgrind.env_clear().envs(UNRELATED.lines().chain(operation.overrides.lines()).map(pair));
        valgrind.arg(&program).args(["--run", operation.name]);
    })
    .map_err(|problem| format!("{}: {problem}", operation.name))
}

fn check() -> Result<(), String> {
    let table = table()?;
    let (mut grown, mut shrunk) = (0, 0);
    println!("| | instructions | before | change |\n| --- | ---: | ---: | ---: |");
    for operation in Operation::ALL {
        let before = *table.get(operation.name).ok_or_else(|| format!("{} is not in the table", operation.name))?;
        let now = count(operation)?;
        let change = growth(before, now);
        let mark = if change > TOLERANCE { " **too many**" } else { "" };
        println!("| {} | {now} | {before} | {:+.1} %{mark} |", operation.name, change * 100.0);
        grown += usize::from(change > TOLERANCE);
        shrunk += usize::from(change < -TOLERANCE);
    }
    if grown > 0 {
        return Err(format!("\n{grown} took over {:.0} % more than the table says", TOLERANCE * 100.0));
    }
    if shrunk > 0 {
        println!("\n{shrunk} became faster; `-- --update` keeps it that way");
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn growth(before: u64, now: u64) -> f64 {
    now as f64 / before as f64 - 1.0
}

fn update() -> Result<(), String> {
    let compiler = Command::new("rustc").arg("-V").output().map_err(|problem| problem.to_string())?;
    let compiler = String::from_utf8_lossy(&compiler.stdout);
    let mut text = format!(
        "# Instructions of one operation, outside the kernel, with {} on {}.\n\
         # Written by `cargo run --release -p superconfig-instructions -- --update`.\n",
        compiler.trim(),
        env::consts::ARCH,
    );
    for operation in Operation::ALL {
        let line = format!("{} = {}\n", operation.name, count(operation)?);
        print!("{line}");
        text += &line;
    }
    fs::write(path(), text).map_err(|problem| problem.to_string())
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("counts.toml")
}

fn table() -> Result<BTreeMap<String, u64>, String> {
    let text = fs::read_to_string(path()).map_err(|problem| format!("counts.toml: {problem}"))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, count) = line.split_once(" = ").ok_or_else(|| format!("counts.toml: not a count: {line}"))?;
            let count = count.parse().map_err(|problem| format!("counts.toml: {name}: {problem}"))?;
            Ok((name.to_owned(), count))
        })
        .collect()
}

#[test]
fn the_table_has_every_operation_and_no_other() {
    let mut names: Vec<&str> = Operation::ALL.iter().map(|operation| operation.name).collect();
    names.sort_unstable();
    assert_eq!(table().expect("it is well formed").keys().collect::<Vec<_>>(), names);
}

#[test]
fn every_operation_works() {
    for operation in Operation::ALL {
        (operation.run)(2).unwrap_or_else(|problem| panic!("{}: {problem}", operation.name));
    }
}
