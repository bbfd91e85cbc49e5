//! Measurements of the registry as Markdown tables, and whether they are as expected.

use std::fmt::{Display, Formatter, Result};

use super::{PLAIN, Row, Turn, USUAL};
use crate::measure::{Samples, Spread};
use crate::probe::Allocations;

/// Everything that was measured. Rows are found by their names, which differ.
pub struct Tables<'a> {
    /// The rows of reading, in order.
    pub reading: &'a [Row],
    /// The rows of writing, in order.
    pub writing: &'a [Row],
    /// How many threads there were where it was not one.
    pub cores: usize,
    /// Seconds of one operation in each round.
    pub samples: Vec<(&'static str, Turn, Samples)>,
    /// What 1,000 operations ask for.
    pub allocations: Vec<(&'static str, Allocations)>,
    /// Instructions of one operation; may be empty.
    pub instructions: Vec<(&'static str, u64)>,
}

/// Threads, and whether one more of them writes.
type Condition = (usize, bool);

impl Display for Tables<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for condition in self.conditions().into_iter().filter(|_| !self.reading.is_empty()) {
            writeln!(f, "### Reading, {}\n", title(condition))?;
            self.read_table(f, condition)?;
        }
        if !self.writing.is_empty() {
            writeln!(f, "### Writing\n")?;
            self.write_table(f)?;
        }
        writeln!(f, "### Memory and instructions of one operation\n")?;
        self.cost_table(f)?;
        writeln!(f, "### Expectations\n")?;
        self.expectations(f)?;
        let several =
            || self.samples.iter().filter(|(_, turn, _)| turn.threads > 1).flat_map(|(_, _, samples)| samples);
        let void = several().filter(|seconds| seconds.is_nan()).count();
        writeln!(
            f,
            "\n{void} of {} turns of several threads do not count: they were not run side by side.",
            several().count()
        )
    }
}

impl Tables<'_> {
    fn conditions(&self) -> [Condition; 4] {
        [(1, false), (self.cores, false), (1, true), (self.cores, true)]
    }

    fn samples(&self, name: &str, (threads, writer): Condition) -> Option<&Samples> {
        let found =
            self.samples.iter().find(|(row, turn, _)| (*row, turn.threads, turn.writer) == (name, threads, writer));
        found.map(|(_, _, samples)| samples)
    }

    fn spread(&self, name: &str, condition: Condition) -> Option<Spread> {
        spread_of(self.samples(name, condition)?.iter().map(|seconds| seconds * 1e9))
    }

    /// The median in nanoseconds.
    fn nanos(&self, name: &str, condition: Condition) -> Option<f64> {
        self.spread(name, condition).map(|spread| spread.median)
    }

    /// How many times as long one took as the other in the same round, in the middle.
    fn ratio(&self, (above, there): (&str, Condition), (below, here): (&str, Condition)) -> Option<f64> {
        let (above, below) = (self.samples(above, there)?, self.samples(below, here)?);
        spread_of(above.iter().zip(below).map(|(above, below)| above / below)).map(|spread| spread.median)
    }

    fn read_table(&self, f: &mut Formatter<'_>, condition: Condition) -> Result {
        header(f, &["ns", "middle half", "× plain reference", "usual design ÷ this"])?;
        for row in self.reading {
            let spread = self.spread(row.name, condition);
            // Nobody can replace what is behind a plain reference: it is compared as it is without a writer.
            let plain = self.ratio((row.name, condition), (PLAIN, (condition.0, false)));
            let usual = row.usual.and_then(|usual| self.ratio((usual, condition), (row.name, condition)));
            let half = spread.map(|spread| format!("{:.2}–{:.2}", spread.low, spread.high));
            let cells =
                [number(self.nanos(row.name, condition)), half.unwrap_or("-".into()), number(plain), number(usual)];
            line(f, row.name, &cells)?;
        }
        writeln!(f)
    }

    fn write_table(&self, f: &mut Formatter<'_>) -> Result {
        let [one, all, ..] = self.conditions();
        let title = format!("ns, {}", title(all));
        header(f, &["ns, 1 thread", "usual design ÷ this", &title, "usual design ÷ this"])?;
        for row in self.writing {
            let cells = [one, all].map(|condition| {
                let usual = row.usual.and_then(|usual| self.ratio((usual, condition), (row.name, condition)));
                let nanos = self.nanos(row.name, condition).map_or("-".into(), |nanos| format!("{nanos:.0}"));
                [nanos, number(usual)]
            });
            line(f, row.name, cells.as_flattened())?;
        }
        writeln!(f)
    }

    fn cost_table(&self, f: &mut Formatter<'_>) -> Result {
        header(f, &["allocations", "bytes", "instructions"])?;
        for row in self.reading.iter().chain(self.writing) {
            let asked = self.allocations.iter().find(|(name, _)| *name == row.name);
            let [count, bytes] = asked.map_or([0, 0], |(_, asked)| [asked.count, asked.bytes]);
            let instructions = self.instructions.iter().find(|(name, _)| *name == row.name);
            let cells = [
                format!("{}.{:02}", count / 1000, count % 1000 / 10),
                ((bytes + 500) / 1000).to_string(),
                instructions.map_or("-".into(), |(_, count)| count.to_string()),
            ];
            line(f, row.name, &cells)?;
        }
        writeln!(f)
    }

    fn expectations(&self, f: &mut Formatter<'_>) -> Result {
        let conditions = self.conditions();
        let titles = conditions.map(title);
        header(f, &[&titles[0], &titles[1], &titles[2], &titles[3], "met"])?;
        for expected in EXPECTATIONS {
            let found = conditions.map(|condition| self.judge(expected, condition));
            let judged = || found.iter().flatten();
            let met = match judged().filter(|(met, _)| !met).count() {
                0 if judged().next().is_none() => "-".into(),
                0 => "yes".into(),
                missed => format!("**no** in {missed} of {}", judged().count()),
            };
            let mut cells = found.map(|found| found.map_or("-".into(), |(_, shown)| shown)).to_vec();
            cells.push(met);
            line(f, expected.says, &cells)?;
        }
        Ok(())
    }

    /// Whether it is as expected, with the numbers; `None` where it was not measured.
    fn judge(&self, expected: &Expectation, condition: Condition) -> Option<(bool, String)> {
        let alone = (condition.0, false);
        let this = (expected.row, condition);
        let nanos = self.nanos(expected.row, condition)?;
        let (ratio, other, met): (f64, f64, fn(f64, f64) -> bool) = match expected.than {
            // The base has no writer.
            Than::Plain => (self.ratio(this, (PLAIN, alone))?, self.nanos(PLAIN, alone)?, |ratio, most| ratio <= most),
            Than::Slow(base) => {
                (self.ratio((base, condition), this)?, self.nanos(base, condition)?, |ratio, least| ratio >= least)
            }
            Than::OneThread => {
                let one = (1, condition.1);
                let several = condition.0 > 1;
                let ratio = several.then(|| self.ratio(this, (expected.row, one))).flatten()?;
                (ratio, self.nanos(expected.row, one)?, |ratio, most| ratio <= most)
            }
            Than::Nanos => return Some((nanos < expected.limit, format!("{nanos:.2} ns"))),
        };
        Some((met(ratio, expected.limit), format!("{ratio:.2} ({nanos:.2} ns, {other:.2} ns)")))
    }
}

struct Expectation {
    says: &'static str,
    row: &'static str,
    than: Than,
    limit: f64,
}

enum Than {
    /// At most so many times the plain reference.
    Plain,
    /// At least so many times as fast as that row.
    Slow(&'static str),
    /// At most so many times what one thread takes.
    OneThread,
    /// Less than so many nanoseconds.
    Nanos,
}

const fn expect(says: &'static str, row: &'static str, than: Than, limit: f64) -> Expectation {
    Expectation { says, row, than, limit }
}

const EXPECTATIONS: &[Expectation] = &[
    expect("`ConfigReader::get` ≤ 2 × `&'static T`", "`ConfigReader::get`", Than::Plain, 2.0),
    expect("`AppConfig::current` ≤ 3 ns", "`AppConfig::current`", Than::Nanos, 3.0),
    expect("`AppConfig::get` ≤ 1.1 × `Arc::clone`", "`AppConfig::get`", Than::Slow("`Arc::clone`"), 1.0 / 1.1),
    expect("`registry.read` ≤ 2 × `Arc::clone`", "`registry.read`", Than::Slow("`Arc::clone`"), 0.5),
    expect("`registry.read` ≥ 1.4 × as fast as the usual design", "`registry.read`", Than::Slow(USUAL), 1.4),
    expect("`registry.current` ≥ 3 × as fast as the usual design", "`registry.current`", Than::Slow(USUAL), 3.0),
    expect("`registry.current` flat: all cores ≤ 1.25 × 1 thread", "`registry.current`", Than::OneThread, 1.25),
    expect("`registry.create` < 1000 ns", "`registry.create`", Than::Nanos, 1000.0),
    expect("`registry.update` < 1000 ns", "`registry.update`", Than::Nanos, 1000.0),
];

/// Of the rounds that count.
fn spread_of(values: impl Iterator<Item = f64>) -> Option<Spread> {
    let values: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    (!values.is_empty()).then(|| Spread::of(values))
}

fn title((threads, writer): Condition) -> String {
    let threads = if threads == 1 { "1 thread".to_owned() } else { format!("{threads} threads") };
    if writer { threads + " and a writer" } else { threads }
}

fn number(number: Option<f64>) -> String {
    number.map_or("-".into(), |number| format!("{number:.2}"))
}

fn header(f: &mut Formatter<'_>, cells: &[&str]) -> Result {
    writeln!(f, "| | {} |\n| ---{} |", cells.join(" | "), " | ---:".repeat(cells.len()))
}

fn line(f: &mut Formatter<'_>, name: &str, cells: &[String]) -> Result {
    writeln!(f, "| {name} | {} |", cells.join(" | "))
}
