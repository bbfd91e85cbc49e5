//! Measurements as a Markdown table.

use crate::measure::{Samples, Spread};
use crate::probe::Allocations;
use crate::workload::Workload;

/// One table: everything in the order of the contenders. `instructions` may be empty.
///
/// # Panics
///
/// If no contender is hand-written.
#[must_use]
pub fn table(workload: &Workload, samples: &[Samples], allocations: &[Allocations], instructions: &[u64]) -> String {
    let medians: Vec<f64> = samples.iter().map(|one| Spread::of(one.iter().copied()).median).collect();
    let by_hand = (0..medians.len()).filter(|index| workload.contenders[*index].is_by_hand());
    let best = by_hand.min_by(|a, b| medians[*a].total_cmp(&medians[*b])).expect("somebody writes by hand");

    let mut head = vec!["", "us", "ratio", "middle half", "allocations", "bytes"];
    let mut rule = vec!["---:"; head.len()];
    rule[0] = "---";
    if !instructions.is_empty() {
        head.push("k instructions");
        rule.push("---:");
    }
    let mut lines = vec![format!("### {}", workload.title), String::new(), row(&head), row(&rule)];
    for (index, contender) in workload.contenders.iter().enumerate() {
        let ratio = Spread::of(samples[index].iter().zip(&samples[best]).map(|(one, hand)| one / hand));
        let mut cells = vec![
            contender.name().to_owned(),
            format!("{:.2}", medians[index] * 1e6),
            format!("{:.2}", ratio.median),
            format!("{:.2}–{:.2}", ratio.low, ratio.high),
            allocations[index].count.to_string(),
            allocations[index].bytes.to_string(),
        ];
        cells.extend(instructions.get(index).map(|count| count.div_ceil(1000).to_string()));
        lines.push(row(&cells));
    }
    lines.join("\n") + "\n"
}

fn row(cells: &[impl AsRef<str>]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |", cells.join(" | "))
}
