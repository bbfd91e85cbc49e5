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
    let output = Command::new(program).arg(workload.id).output().expect("the counting program was built");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("it prints numbers");
    let number = |word: Option<&str>| word.and_then(|word| word.parse().ok()).expect("two numbers a line");
    let counts = text.lines().map(str::split_whitespace);
    counts.map(|mut words| Allocations { count: number(words.next()), bytes: number(words.next()) }).collect()
}

/// Instructions of one load, outside the kernel, by Valgrind: many loads less one load, so that start-up cancels out.
///
/// `program`, called with `--loads`, the workload, the contender and a number, makes so many loads.
///
/// # Panics
///
/// If Valgrind is not installed.
#[must_use]
pub fn instructions(program: &str, workload: &Workload, contender: &Contender) -> u64 {
    const LOADS: u64 = 20;
    let run = |loads: u64| {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", program, "--loads"])
            .args([workload.id, contender.name(), &loads.to_string()])
            .output()
            .expect("valgrind is installed");
        let text = String::from_utf8_lossy(&output.stderr);
        let count = text.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse::<u64>().ok());
        count.unwrap_or_else(|| panic!("valgrind failed:\n{text}"))
    };
    // Not from zero: the first load also fills caches, such as the standard library's.
    (run(1 + LOADS) - run(1)) / LOADS
}
