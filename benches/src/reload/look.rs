//! What it takes to look at files that have not changed.

use std::{
    error::Error,
    fmt::{Display, Formatter},
    fs,
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

use superconfig::{
    SuperConfig,
    reload::{Clock, Reloader, WatchOptions, Watcher},
};

use super::{Config, TEXT, header, line, micros};
use crate::measure::{Samples, Spread, interleaved};

const FILES: [usize; 4] = [1, 10, 100, 1000];

const INTERVAL: Duration = Duration::from_secs(30);

/// Seconds of one look, by how many files there are, without and with directories that the system watches.
pub struct Looks([Vec<Samples>; 2]);

/// Stands still until told to go on, and says when the reloader waits again.
#[derive(Clone, Default)]
struct Stopped(Arc<State>);

#[derive(Default)]
struct State {
    now: Mutex<Option<Instant>>,
    /// How often the reloader began to wait for something to come.
    waits: Mutex<u64>,
    waiting: Condvar,
    changed: Mutex<Vec<Box<dyn Fn() + Send + Sync>>>,
}

impl Clock for Stopped {
    fn now(&self) -> Instant {
        *self.0.now.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now)
    }

    fn until(&self, moment: Instant) -> Option<Duration> {
        if moment <= self.now() {
            return Some(Duration::ZERO);
        }
        *self.0.waits.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.waiting.notify_all();
        None
    }

    fn on_change(&self, changed: Box<dyn Fn() + Send + Sync>) {
        self.0.changed.lock().unwrap_or_else(PoisonError::into_inner).push(changed);
    }
}

impl Stopped {
    /// Lets time pass and waits until the reloader has done what is to be done.
    fn advance(&self, time: Duration) {
        let waits = *self.0.waits.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.now();
        *self.0.now.lock().unwrap_or_else(PoisonError::into_inner) = Some(now + time);
        self.0.changed.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|changed| changed());
        let mut count = self.0.waits.lock().unwrap_or_else(PoisonError::into_inner);
        while *count == waits {
            count = self.0.waiting.wait(count).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

struct Watched {
    clock: Stopped,
    _directory: tempfile::TempDir,
    _watcher: Watcher<Config>,
}

impl Watched {
    fn new(files: usize, events: bool) -> Result<Self, Box<dyn Error>> {
        let directory = tempfile::tempdir()?;
        let mut builder = Config::builder();
        for file in 0..files {
            let file = directory.path().join(format!("{file:03}.toml"));
            fs::write(&file, TEXT)?;
            builder = builder.with_file(file);
        }
        let clock = Stopped::default();
        let options = WatchOptions::new().poll_interval(INTERVAL).poll_interval_without_events(INTERVAL);
        let options = if events { options } else { options.without_events() };
        let reloader = Reloader::builder().clock(clock.clone()).build();
        let watcher = builder.with_watch_options(options).watch_in(&reloader)?;
        Ok(Self { clock, _directory: directory, _watcher: watcher })
    }
}

impl Looks {
    /// Looks so often.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn measure(rounds: usize) -> Result<Self, Box<dyn Error>> {
        let mut all = Vec::new();
        for events in [false, true] {
            for files in FILES {
                all.push(Watched::new(files, events)?);
            }
        }
        let mut without = interleaved(all.len(), rounds, |at| {
            let start = Instant::now();
            // The interval is prolonged by a tenth at most.
            all[at].clock.advance(INTERVAL * 2);
            start.elapsed().as_secs_f64()
        });
        let with = without.split_off(FILES.len());
        Ok(Self([without, with]))
    }
}

impl Display for Looks {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let columns = ["without events", "middle half", "with events", "middle half", "for each file"];
        header(f, "One look at files that have not changed, µs", &columns)?;
        for (at, files) in FILES.iter().enumerate() {
            let [without, with] = self.0.each_ref().map(|samples| Spread::of(samples[at].iter().copied()));
            let half = |spread: Spread| format!("{}–{}", micros(spread.low), micros(spread.high));
            #[allow(clippy::cast_precision_loss)]
            let each = micros(with.median / *files as f64);
            let cells = [micros(without.median), half(without), micros(with.median), half(with), each];
            line(f, format_args!("{files} files"), &cells)?;
        }
        writeln!(f)
    }
}
