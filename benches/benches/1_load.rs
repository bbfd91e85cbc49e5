//! Loading a configuration from a file and the environment, all contenders side by side.

use std::env;
use std::process::{Command, ExitCode};
use std::time::Duration;

use superconfig_benches::measure::{self, Effort};
use superconfig_benches::options::{Options, exit_code};
use superconfig_benches::workload::{Contender, Workload};
use superconfig_benches::{environment, probe, report};

const ALLOCATIONS: &str = env!("CARGO_BIN_EXE_allocations");

const EFFORT: Effort = Effort { rounds: 151, turn: Duration::from_millis(3) };

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["--run", id, options @ ..] => Options::parse(options, EFFORT).and_then(|options| run(id, &options)),
        ["--loads", id, contender, loads] => load(id, contender, loads),
        options => Options::parse(options, EFFORT).and_then(|parsed| start(&parsed, options)),
    };
    exit_code(result)
}

/// Starts this program anew for each workload, in its environment.
fn start(options: &Options<'_>, words: &[&str]) -> Result<(), String> {
    let mut chosen = Workload::all();
    chosen.retain(|workload| options.asks_for(workload.id));
    if chosen.is_empty() {
        return Err(format!("no workload like {}", options.filters.join(", ")));
    }
    for workload in &chosen {
        let mut child = Command::new(env::current_exe().map_err(|problem| problem.to_string())?);
        child.args(["--run", workload.id]).args(words);
        environment::replace(&mut child, workload);
        let status = child.status().map_err(|problem| problem.to_string())?;
        if !status.success() {
            return Err(format!("{} failed", workload.id));
        }
    }
    Ok(())
}

/// Measures one workload and prints its table.
fn run(id: &str, options: &Options<'_>) -> Result<(), String> {
    let workload = find(id)?;
    environment::verify(&workload)?;
    check(&workload)?;
    if !options.bench {
        println!("{id}: {} contenders agree", workload.contenders.len());
        return Ok(());
    }
    let samples = measure::rounds(&workload.contenders, &workload.path(), options.effort);
    let allocations = probe::allocations(ALLOCATIONS, &workload);
    let mut instructions = vec![];
    if options.instructions {
        let program = env::current_exe().map_err(|problem| problem.to_string())?;
        let program = program.to_str().ok_or("this program lies at a path that is not Unicode")?;
        let count = |contender| probe::instructions(program, &workload, contender);
        instructions = workload.contenders.iter().map(count).collect();
    }
    println!("{}", report::table(&workload, &samples, &allocations, &instructions));
    Ok(())
}

/// Checks that all contenders load the same, and that the environment had its effect.
fn check(workload: &Workload) -> Result<(), String> {
    let path = workload.path();
    let show = |contender: &Contender| {
        contender.show(&path).map_err(|problem| format!("{}: {}: {problem}", workload.id, contender.name()))
    };
    let first = show(&workload.contenders[0])?;
    for line in workload.overrides.lines() {
        let value = line.split_once('=').map_or("", |(_, value)| value);
        if !first.contains(value) {
            return Err(format!("{}: {line} had no effect", workload.id));
        }
    }
    for contender in &workload.contenders[1..] {
        let other = show(contender)?;
        if let Some((expected, got)) = first.lines().zip(other.lines()).find(|(one, other)| one != other) {
            return Err(format!("{}: {}: {got} instead of {expected}", workload.id, contender.name()));
        }
        if first != other {
            return Err(format!("{}: {}: not as long as it should be", workload.id, contender.name()));
        }
    }
    Ok(())
}

/// Only loads, for an observer outside.
fn load(id: &str, contender: &str, loads: &str) -> Result<(), String> {
    let workload = find(id)?;
    environment::verify_under_valgrind(&workload)?;
    let contender = workload.contenders.iter().find(|one| one.name() == contender).ok_or("no such contender")?;
    let loads = loads.parse().map_err(|_| "not a number of loads")?;
    contender.batch(&workload.path(), loads).map(drop).map_err(|problem| problem.to_string())
}

fn find(id: &str) -> Result<Workload, String> {
    Workload::find(id).ok_or_else(|| format!("no workload {id}"))
}
