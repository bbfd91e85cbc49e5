//! Interleaved rounds: every contender runs once in each, so that a slow moment hits all of them alike.

use std::path::Path;
use std::time::Duration;

use crate::workload::Contender;

/// Time of one load or other operation in seconds, for each round.
pub type Samples = Vec<f64>;

/// How much to measure.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How often every contender has its turn.
    pub rounds: usize,
    /// What one contender's turn in one round should take.
    pub turn: Duration,
}

/// Runs all rounds; the result has the order of the contenders.
///
/// # Panics
///
/// If a load fails.
#[must_use]
pub fn rounds(contenders: &[Contender], path: &Path, effort: Effort) -> Vec<Samples> {
    let loads: Vec<u32> = contenders.iter().map(|contender| loads_in(contender, path, effort.turn)).collect();
    interleaved(contenders.len(), effort.rounds, |index| seconds(&contenders[index], path, loads[index]))
}

/// Gives each of so many contenders one turn in each round.
pub fn interleaved(count: usize, rounds: usize, mut turn_of: impl FnMut(usize) -> f64) -> Vec<Samples> {
    let mut samples = vec![Samples::with_capacity(rounds); count];
    for round in 0..rounds {
        for turn in 0..count {
            // Another one begins each time, and every second round runs backwards: no fixed place, no fixed neighbour.
            let turn = if round % 2 == 0 { turn } else { count - 1 - turn };
            let index = (round + turn) % count;
            samples[index].push(turn_of(index));
        }
    }
    samples
}

/// How many loads fill one turn; finding that out also warms up.
fn loads_in(contender: &Contender, path: &Path, turn: Duration) -> u32 {
    let mut loads: u32 = 1;
    loop {
        let elapsed = seconds(contender, path, loads) * f64::from(loads);
        if elapsed >= turn.as_secs_f64() || loads >= 1 << 20 {
            return loads;
        }
        loads = (loads + loads.div_ceil(4)).max(1);
    }
}

fn seconds(contender: &Contender, path: &Path, loads: u32) -> f64 {
    let elapsed = contender
        .batch(path, loads)
        .unwrap_or_else(|problem| panic!("{} cannot load {}: {problem}", contender.name(), path.display()));
    elapsed.as_secs_f64() / f64::from(loads)
}

/// The middle of the values, and the quarters below and above it.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// A quarter of the values is below.
    pub low: f64,
    /// Half of the values is below.
    pub median: f64,
    /// A quarter of the values is above.
    pub high: f64,
}

impl Spread {
    /// Sorts the values and picks.
    ///
    /// # Panics
    ///
    /// If there are no values.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let last = values.len() - 1;
        Self { low: values[last / 4], median: values[last / 2], high: values[last - last / 4] }
    }
}
