//! Reading and replacing a published config: the registry beside what is usually built by hand.

use std::env;
use std::process::ExitCode;
use std::thread::available_parallelism;
use std::time::Duration;

use superconfig_benches::measure::{self, Effort};
use superconfig_benches::options::{Options, exit_code};
use superconfig_benches::probe;
use superconfig_benches::registry::{FIRST, PLAIN, Row, Tables, Turn};

const ALLOCATIONS: &str = env!("CARGO_BIN_EXE_allocations");

const EFFORT: Effort = Effort { rounds: 101, turn: Duration::from_micros(2500) };

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["--repeat", name, count] => repeat(name, count),
        options => Options::parse(options, EFFORT).and_then(|options| run(&options)),
    };
    exit_code(result)
}

/// Keeps the rows that are asked for, and those that they are compared with.
fn choose(options: &Options<'_>, rows: &mut Vec<Row>) {
    let asked = |row: &Row| options.asks_for(row.name);
    let bases: Vec<_> = rows.iter().filter(|row| asked(row)).filter_map(|row| row.usual).collect();
    let any = rows.iter().any(asked);
    rows.retain(|row| asked(row) || bases.contains(&row.name) || any && row.name == PLAIN);
}

fn run(options: &Options<'_>) -> Result<(), String> {
    let (mut reading, mut writing) = (Row::reading(), Row::writing());
    let all: Vec<&str> = reading.iter().chain(&writing).map(|row| row.name).collect();
    if !options.bench {
        check(&reading, &writing)?;
        println!("registry: {} contenders agree", reading.len());
        return Ok(());
    }
    let program = env::current_exe().map_err(|problem| problem.to_string())?;
    let program = program.to_str().ok_or("this program lies at a path that is not Unicode")?;
    let allocations = all.iter().copied().zip(probe::allocations_of(ALLOCATIONS, "registry")).collect();
    choose(options, &mut reading);
    choose(options, &mut writing);
    if reading.is_empty() && writing.is_empty() {
        return Err(format!("no row like {}", options.filters.join(", ")));
    }

    let cores = available_parallelism().map_err(|problem| problem.to_string())?.get();
    let turns = |writer| [1, cores].map(|threads| Turn { threads, writer, warm: 0, count: 1 });
    let mut cells: Vec<(&Row, Turn)> = vec![];
    for row in &reading {
        cells.extend(turns(false).map(|turn| (row, turn)));
        cells.extend(turns(true).into_iter().filter(|_| row.replaceable).map(|turn| (row, turn)));
    }
    cells.extend(writing.iter().flat_map(|row| turns(false).map(|turn| (row, turn))));
    for (row, turn) in &mut cells {
        *turn = turn.filling(options.effort.turn, row);
    }
    let samples = measure::interleaved(cells.len(), options.effort.rounds, |index| {
        let (row, turn) = &cells[index];
        turn.seconds(row)
    });

    let mut tables =
        Tables { reading: &reading, writing: &writing, cores, samples: vec![], allocations, instructions: vec![] };
    tables.samples.extend(cells.into_iter().zip(samples).map(|((row, turn), samples)| (row.name, turn, samples)));
    if options.instructions {
        let count = |row: &Row| (row.name, probe::instructions_of(program, &["--repeat", row.name], 2000));
        tables.instructions.extend(reading.iter().chain(&writing).map(count));
    }
    println!("{tables}");
    Ok(())
}

/// Checks that every reader, also one made before, sees what is published, in one thread and in two; and that writers work.
fn check(reading: &[Row], writing: &[Row]) -> Result<(), String> {
    /// More than there are configs in any row.
    const CHANGES: u64 = 1500;
    for threads in [1, 2] {
        let turn = Turn { threads, writer: false, warm: 3, count: 4 };
        for row in reading {
            let (seen, ()) = turn.run(row, |publish| publish(CHANGES));
            let newest = if row.replaceable { CHANGES + FIRST - 1000.. } else { FIRST.. };
            if let Some(wrong) = seen.iter().find(|seen| seen.before != FIRST || !newest.contains(&seen.after)) {
                return Err(format!("{}: read {} and then {}", row.name, wrong.before, wrong.after));
            }
        }
        for row in writing {
            turn.run(row, |_| ());
        }
    }
    Ok(())
}

/// Only does one thing over and over, for an observer outside.
fn repeat(name: &str, count: &str) -> Result<(), String> {
    let count = count.parse().map_err(|_| "not a number of times")?;
    let turn = Turn { threads: 1, writer: false, warm: 2000, count };
    let (reading, writing) = (Row::reading(), Row::writing());
    let row = reading.iter().chain(&writing).find(|row| row.name == name).ok_or("no such row")?;
    turn.run(row, |_| ());
    Ok(())
}
