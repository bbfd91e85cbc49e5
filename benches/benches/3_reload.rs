//! Hot reload: how soon a change is seen, and what it costs those who read, and those who wait.

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use superconfig::registry;
use superconfig_benches::measure::Effort;
use superconfig_benches::options::{Options, exit_code};
use superconfig_benches::probe;
use superconfig_benches::reload::{self, Latencies, Looks, Publishing, Readings};

const ALLOCATIONS: &str = env!("CARGO_BIN_EXE_allocations");

const EFFORT: Effort = Effort { rounds: 401, turn: Duration::from_micros(2500) };

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["--reloads", count] => reloads(count),
        options => Options::parse(options, EFFORT).map_err(Into::into).and_then(|options| run(&options)),
    };
    exit_code(result)
}

fn run(options: &Options<'_>) -> Result<(), Box<dyn Error>> {
    registry().set_verbosity(0);
    if !options.bench {
        // That a reload is seen is what it waits for.
        Latencies::measure(2)?;
        println!("reload: changes are seen");
        return Ok(());
    }
    let effort = options.effort;
    if options.asks_for("latency") {
        println!("{}", Latencies::measure(effort.rounds)?);
    }
    if options.asks_for("publish") {
        println!("{}", Publishing::measure(effort)?);
    }
    if options.asks_for("reading") {
        println!("{}", Readings::measure(Effort { rounds: effort.rounds / 4 + 1, turn: effort.turn * 4 })?);
    }
    if options.asks_for("look") {
        println!("{}", Looks::measure(effort.rounds / 4 + 1)?);
    }
    if options.asks_for("memory") {
        memory();
    }
    if options.instructions {
        let program = env::current_exe()?;
        let program = program.to_str().ok_or("this program lies at a path that is not Unicode")?;
        println!("{} instructions for one reload", probe::instructions_of(program, &["--reloads"], 50));
    }
    Ok(())
}

fn memory() {
    println!("### Memory\n\n| | calls | bytes |\n| --- | ---: | ---: |");
    let names =
        ["one watched config holds", "a snapshot of it alone holds", "one load allocates", "one reload allocates"];
    for (name, asked) in names.iter().zip(probe::allocations_of(ALLOCATIONS, "reload")) {
        println!("| {name} | {} | {} |", asked.count, asked.bytes);
    }
    println!();
}

/// Only reloads, for an observer outside.
fn reloads(count: &str) -> Result<(), Box<dyn Error>> {
    registry().set_verbosity(0);
    let count = count.parse()?;
    let watched = reload::watched(1)?;
    for number in 0..count {
        watched.reload(number + 2)?;
    }
    Ok(())
}
