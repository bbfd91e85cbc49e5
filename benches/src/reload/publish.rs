//! The publish step alone: one commit of one config or several.

use std::{
    fmt::{Display, Formatter, Result},
    sync::Arc,
    time::Instant,
};

use superconfig::{ConfigHandle, ConfigRegistry};

use super::{Config, builder, header, line};
use crate::measure::{Effort, Samples, Spread, interleaved};

const COUNTS: [usize; 4] = [1, 2, 5, 20];

/// Seconds of one commit, by how many configs it has.
pub struct Publishing(Vec<(String, Samples)>);

impl Publishing {
    /// Measures commits.
    ///
    /// # Errors
    /// If the disk says no.
    ///
    /// # Panics
    /// If a commit fails.
    pub fn measure(effort: Effort) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        let place = super::Place::new()?;
        let value: Arc<Config> = Arc::new(builder(&place.file).extract()?);
        let registry = ConfigRegistry::new();
        let handles: Vec<ConfigHandle<Arc<Config>>> =
            (0..COUNTS[COUNTS.len() - 1]).map(|_| registry.create(Arc::clone(&value))).collect();
        let samples = interleaved(COUNTS.len(), effort.rounds, |row| {
            let handles = &handles[..COUNTS[row]];
            let (start, mut commits) = (Instant::now(), 0_u32);
            while start.elapsed() < effort.turn {
                for _ in 0..16 {
                    let commit = registry.transaction(|tx| {
                        handles.iter().try_for_each(|handle| tx.update(handle, Arc::clone(&value)).map(drop))
                    });
                    commit.expect("the handles are valid");
                }
                commits += 16;
            }
            start.elapsed().as_secs_f64() / f64::from(commits)
        });
        let names =
            COUNTS.iter().map(|count| if *count == 1 { "1 config".to_owned() } else { format!("{count} configs") });
        Ok(Self(names.zip(samples).collect()))
    }
}

impl Display for Publishing {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        header(f, "One commit, ns", &["ns", "middle half", "ns for each"])?;
        for ((name, samples), count) in self.0.iter().zip(COUNTS) {
            let spread = Spread::of(samples.iter().map(|seconds| seconds * 1e9));
            #[allow(clippy::cast_precision_loss)]
            let each = spread.median / count as f64;
            let half = format!("{:.0}–{:.0}", spread.low, spread.high);
            line(f, name, &[format!("{:.0}", spread.median), half, format!("{each:.0}")])?;
        }
        writeln!(f)
    }
}
