//! What the benchmarks of loading share: each workload in a process of its own, with the environment that belongs to it.

use std::env;
use std::process::{Command, ExitCode};

use crate::environment;
use crate::measure::{self, Effort, Samples, Spread};
use crate::options::{Options, exit_code};
use crate::probe::{self, Allocations};
use crate::workload::{Contender, Offer, Workload};

/// What one benchmark of loading measures and how it tells.
pub struct Loading<'a> {
    /// Tables in order: what stands above each, and what is measured for it.
    pub tables: &'a [(&'a str, &'a [Offer])],
    /// How long to measure.
    pub effort: Effort,
    /// The program that counts allocations.
    pub allocations: &'a str,
    /// Prints one workload.
    pub print: fn(&Outcome<'_>) -> String,
}

/// What came out of one workload, each list in the order of the contenders.
pub struct Outcome<'a> {
    /// What was loaded.
    pub workload: &'a Workload,
    /// Seconds of one load in each round.
    pub samples: Vec<Samples>,
    /// What one load asks for.
    pub allocations: Vec<Allocations>,
    /// Instructions of one load; may be empty.
    pub instructions: Vec<u64>,
}

impl Outcome<'_> {
    /// Seconds of one load of that row.
    #[must_use]
    pub fn median(&self, row: usize) -> f64 {
        Spread::of(self.samples[row].iter().copied()).median
    }

    /// How many times as long that row takes as the fastest hand-written one in the same round.
    ///
    /// # Panics
    /// If no contender is hand-written.
    #[must_use]
    pub fn ratio(&self, row: usize) -> Spread {
        let rows = 0..self.samples.len();
        let by_hand = rows.filter(|row| self.workload.contenders[*row].is_by_hand());
        let best = by_hand.min_by(|one, other| self.median(*one).total_cmp(&self.median(*other)));
        let best = &self.samples[best.expect("somebody writes by hand")];
        Spread::of(self.samples[row].iter().zip(best).map(|(one, best)| one / best))
    }
}

impl Loading<'_> {
    /// Does what the command line says.
    #[must_use]
    pub fn main(&self) -> ExitCode {
        let arguments: Vec<String> = env::args().skip(1).collect();
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let result = match words.as_slice() {
            ["--run", id, options @ ..] => {
                Options::parse(options, self.effort).and_then(|options| self.run(id, &options))
            }
            ["--loads", id, contender, loads] => load(id, contender, loads),
            options => Options::parse(options, self.effort).and_then(|parsed| self.start(&parsed, options)),
        };
        exit_code(result)
    }

    /// Starts this program anew for each workload, in its environment.
    fn start(&self, options: &Options<'_>, words: &[&str]) -> Result<(), String> {
        let mut any = false;
        for (head, offers) in self.tables {
            let mut chosen = offers.iter().filter(|offer| options.asks_for(offer.id)).peekable();
            if options.bench && chosen.peek().is_some() && !head.is_empty() {
                println!("{head}");
            }
            for offer in chosen {
                any = true;
                eprintln!("{}", offer.id);
                let workload = find(offer.id)?;
                let mut child = Command::new(env::current_exe().map_err(|problem| problem.to_string())?);
                child.args(["--run", offer.id]).args(words);
                environment::replace(&mut child, &workload);
                let status = child.status().map_err(|problem| problem.to_string())?;
                if !status.success() {
                    return Err(format!("{} failed", offer.id));
                }
            }
        }
        if any { Ok(()) } else { Err(format!("no workload like {}", options.filters.join(", "))) }
    }

    /// Measures one workload and prints what came out.
    fn run(&self, id: &str, options: &Options<'_>) -> Result<(), String> {
        let workload = find(id)?;
        environment::verify(&workload)?;
        check(&workload)?;
        if !options.bench {
            println!("{id}: {} contenders agree", workload.contenders.len());
            return Ok(());
        }
        let samples = measure::rounds(&workload.contenders, &workload.path(), options.effort);
        let allocations = probe::allocations(self.allocations, &workload);
        let mut instructions = vec![];
        if options.instructions {
            let program = env::current_exe().map_err(|problem| problem.to_string())?;
            let program = program.to_str().ok_or("this program lies at a path that is not Unicode")?;
            let count = |contender| probe::instructions(program, &workload, contender);
            instructions = workload.contenders.iter().map(count).collect();
        }
        println!("{}", (self.print)(&Outcome { workload: &workload, samples, allocations, instructions }));
        Ok(())
    }
}

/// Checks that all contenders load the same, and that the environment and every file had its effect.
fn check(workload: &Workload) -> Result<(), String> {
    let path = workload.path();
    let show = |contender: &Contender| {
        contender.show(&path).map_err(|problem| format!("{}: {}: {problem}", workload.id, contender.name()))
    };
    let first = show(&workload.contenders[0])?;
    if let Some(value) = workload.expected().find(|value| !first.contains(value)) {
        return Err(format!("{}: {value} had no effect", workload.id));
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
