//! Measurements as Markdown tables.

use crate::loading::Outcome;

/// The table of one workload.
#[must_use]
pub fn table(outcome: &Outcome<'_>) -> String {
    let mut head = vec!["", "us", "ratio", "middle half", "allocations", "bytes"];
    let mut rule = vec!["---:"; head.len()];
    rule[0] = "---";
    if !outcome.instructions.is_empty() {
        head.push("k instructions");
        rule.push("---:");
    }
    let mut lines = vec![format!("### {}", outcome.workload.title), String::new(), row(&head), row(&rule)];
    for (index, contender) in outcome.workload.contenders.iter().enumerate() {
        let mut cells = vec![contender.name().to_owned()];
        cells.extend(time(outcome, index));
        cells.push(outcome.allocations[index].count.to_string());
        cells.push(outcome.allocations[index].bytes.to_string());
        cells.extend(outcome.instructions.get(index).map(|count| count.div_ceil(1000).to_string()));
        lines.push(row(&cells));
    }
    lines.join("\n") + "\n"
}

/// The rows of one workload, in a table of several: what each setting or file costs.
#[must_use]
pub fn rows_by_unit(outcome: &Outcome<'_>) -> String {
    let units = outcome.workload.units;
    let each = |count: u64| count.div_ceil(u64::from(units));
    let rows = outcome.workload.contenders.iter().enumerate().map(|(index, contender)| {
        let mut cells = vec![units.to_string(), contender.name().to_owned()];
        cells.extend(time(outcome, index));
        cells.push(format!("{:.0}", outcome.median(index) * 1e9 / f64::from(units)));
        let allocations = outcome.allocations[index].count;
        cells.push(format!(
            "{}.{:02}",
            allocations / u64::from(units),
            allocations % u64::from(units) * 100 / u64::from(units)
        ));
        cells.push(outcome.instructions.get(index).map_or("-".into(), |count| each(*count).to_string()));
        row(&cells)
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// Microseconds of one load, the ratio, and the middle half of that.
fn time(outcome: &Outcome<'_>, index: usize) -> [String; 3] {
    let ratio = outcome.ratio(index);
    [
        format!("{:.2}", outcome.median(index) * 1e6),
        format!("{:.2}", ratio.median),
        format!("{:.2}–{:.2}", ratio.low, ratio.high),
    ]
}

fn row(cells: &[impl AsRef<str>]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |", cells.join(" | "))
}
