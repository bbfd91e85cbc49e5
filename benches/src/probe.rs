//! Counts that need a process of their own, because counting would disturb the clock.

use std::process::Command;

use crate::workload::{Contender, Workload};

/// What one load asks of the allocator.
#[derive(Clone, Copy, Debug)]
pub struct Allocations {
    /// Calls that allocate or grow.
    pub count: u64,
    /// What those calls asked for; growing counts by how much.
    pub bytes: u64,
}

/// Runs the program that counts allocations, which prints a line for each contender, in their order.
///
/// # Panics
///
/// If the program cannot be run, or prints something else.
#[must_use]
pub fn allocations(program: &str, workload: &Workload) -> Vec<Allocations> {
    allocations_of(program, workload.id)
}

/// The same of whatever the program knows by that name.
///
/// # Panics
///
/// Likewise.
#[must_use]
pub fn allocations_of(program: &str, what: &str) -> Vec<Allocations> {
    let output = Command::new(program).arg(what).output().expect("the counting program was built");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("it prints numbers");
    let number = |word: Option<&str>| word.and_then(|word| word.parse().ok()).expect("two numbers a line");
    let counts = text.lines().map(str::split_whitespace);
    counts.map(|mut words| Allocations { count: number(words.next()), bytes: number(words.next()) }).collect()
}

/// Instructions of one load, outside the kernel, by Valgrind.
///
/// `program`, called with `--loads`, the workload, the contender and a number, makes so many loads.
///
/// # Panics
///
/// If Valgrind is not installed.
#[must_use]
pub fn instructions(program: &str, workload: &Workload, contender: &Contender) -> u64 {
    // Enough to even out what differs from load to load.
    let loads = if workload.units < 1000 { 20 } else { 4 };
    instructions_of(program, &["--loads", workload.id, contender.name()], loads)
}

/// Instructions of one operation, outside the kernel, by Valgrind: many less one, so that start-up cancels out.
///
/// `program`, called with the arguments and a number, does it so many times.
///
/// # Panics
///
/// If Valgrind is not installed.
#[must_use]
pub fn instructions_of(program: &str, arguments: &[&str], times: u64) -> u64 {
    let prepare = |valgrind: &mut Command| {
        valgrind.arg(program).args(arguments);
    };
    superconfig_instructions::instructions(times, prepare).unwrap_or_else(|problem| panic!("{problem}"))
}
