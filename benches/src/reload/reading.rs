//! What readers notice of reloads: the same loop while nothing happens and while a config is reloaded all the time.

use std::{
    fmt::{Display, Formatter, Result},
    fs,
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;
use superconfig::{ConfigReader, SuperConfig, reload::Reloader};

use super::{Config, Place, builder, header, line, text};
use crate::measure::{Effort, Samples, Spread, interleaved};

/// How often it is reloaded.
const EVERY: Duration = Duration::from_millis(2);

/// How long one slice takes; most of them are not interrupted by anything else.
const SLICE: Duration = Duration::from_micros(100);

const NAMES: [&str; 4] = ["`AppConfig::get`", "`AppConfig::current`", "`ConfigReader::get`", "`ArcSwap::load`"];

/// The plain thing to compare with.
const SWAP: usize = 3;

/// What happens meanwhile.
const NOTHING: u8 = 0;
const RELOAD: u8 = 1;
const STORE: u8 = 2;
const END: u8 = 3;

/// Seconds of one read by row, while nothing happens and while it is replaced.
pub struct Readings {
    quiet: Vec<Samples>,
    busy: Vec<Samples>,
    reloads: u64,
}

/// How the rows read.
struct Readers<'a> {
    reader: ConfigReader<Config>,
    swap: &'a ArcSwap<Config>,
}

impl Readers<'_> {
    fn slice(&mut self, row: usize, count: u32) -> f64 {
        fn time(count: u32, mut read: impl FnMut() -> u32) -> f64 {
            let start = Instant::now();
            for _ in 0..count {
                black_box(black_box(&mut read)());
            }
            start.elapsed().as_secs_f64() / f64::from(count)
        }
        match row {
            0 => time(count, || Config::get().workers),
            1 => time(count, || Config::current().workers),
            2 => time(count, || self.reader.get().workers),
            _ => time(count, || self.swap.load().workers),
        }
    }

    /// The middle of many slices.
    fn turn(&mut self, row: usize, turn: Duration) -> f64 {
        let warm = self.slice(row, 1000).max(1e-10);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let count = (SLICE.as_secs_f64() / warm) as u32 + 1;
        let start = Instant::now();
        let mut slices = Vec::new();
        while start.elapsed() < turn {
            slices.push(self.slice(row, count));
        }
        Spread::of(slices).median
    }
}

impl Readings {
    /// Gives each row so many turns under both conditions.
    ///
    /// # Errors
    /// If the disk says no.
    ///
    /// # Panics
    /// If a reload fails.
    pub fn measure(effort: Effort) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        let place = Place::new()?;
        let watcher = builder(&place.file).watch_in(&Reloader::builder().without_events().build())?;
        let swap = ArcSwap::from_pointee(builder(&place.file).extract()?);
        let other = Arc::new(builder(&place.file).extract()?);
        let happens = AtomicU8::new(NOTHING);
        let samples = thread::scope(|scope| {
            scope.spawn(|| {
                for number in 2.. {
                    thread::sleep(EVERY);
                    match happens.load(Ordering::Relaxed) {
                        RELOAD => {
                            fs::write(&place.file, text(number)).expect("there is room");
                            watcher.reload_now().expect("it was loaded before");
                        }
                        STORE => swap.store(Arc::clone(&other)),
                        END => return,
                        _ => {}
                    }
                }
            });
            let mut readers = Readers { reader: Config::reader(), swap: &swap };
            let samples = interleaved(NAMES.len() * 2, effort.rounds, |cell| {
                let row = cell % NAMES.len();
                let busy = if row == SWAP { STORE } else { RELOAD };
                happens.store(if cell < NAMES.len() { NOTHING } else { busy }, Ordering::Relaxed);
                // What happened until now is over.
                thread::sleep(EVERY * 2);
                readers.turn(row, effort.turn)
            });
            happens.store(END, Ordering::Relaxed);
            samples
        });
        let mut quiet = samples;
        let busy = quiet.split_off(NAMES.len());
        Ok(Self { quiet, busy, reloads: watcher.status().reloads() })
    }
}

impl Display for Readings {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let columns =
            ["ns", "ns while reloading", "ratio", "middle half", "× `ArcSwap::load`", "the same while replaced"];
        header(f, "Reading while it is reloaded every 2 ms", &columns)?;
        let nanos = |samples: &Samples| format!("{:.2}", Spread::of(samples.iter().map(|it| it * 1e9)).median);
        let ratio = |above: &Samples, below: &Samples| Spread::of(above.iter().zip(below).map(|(it, by)| it / by));
        for (row, name) in NAMES.iter().enumerate() {
            let (quiet, busy) = (&self.quiet[row], &self.busy[row]);
            let spread = ratio(busy, quiet);
            line(
                f,
                name,
                &[
                    nanos(quiet),
                    nanos(busy),
                    format!("{:.3}", spread.median),
                    format!("{:.3}–{:.3}", spread.low, spread.high),
                    format!("{:.2}", ratio(quiet, &self.quiet[SWAP]).median),
                    format!("{:.2}", ratio(busy, &self.busy[SWAP]).median),
                ],
            )?;
        }
        writeln!(f, "\n{} reloads happened meanwhile.\n", self.reloads)
    }
}
