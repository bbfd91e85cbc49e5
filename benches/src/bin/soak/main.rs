//! Hot reload under change and load for as long as it is told, in seconds: `soak 600`. Prints what the process holds, and fails if that
//! grows, or if anybody sees what must not be seen.
//!
//! `change.rs` changes files, `observe.rs` reads, subscribes and waits, `sample.rs` asks the system. Every now and then all
//! changes pause; then what was written last must be what is running, and a sample is taken.

mod change;
mod observe;
mod sample;

use std::{
    env,
    fmt::Display,
    process::ExitCode,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use superconfig::{
    Error, SuperConfig, registry,
    reload::{Status, WatchOptions, Watcher},
};

use crate::{
    change::{Mount, Plain},
    observe::Counts,
    sample::Sample,
};

/// Two files of one mount.
#[derive(SuperConfig, Debug)]
pub(crate) struct Pair {
    pub(crate) first: u64,
    pub(crate) second: u64,
    #[config(nested)]
    pub(crate) limits: Limits,
}

#[derive(SuperConfig, Debug, PartialEq)]
pub(crate) struct Limits {
    #[config(default = 10)]
    connections: u64,
    #[config(default = "30s")]
    patience: Duration,
    #[config(default = "round-robin")]
    order: String,
}

/// One file of a mount, together with [`Backends`], another file of the same.
#[derive(SuperConfig, Debug)]
pub(crate) struct Routes {
    pub(crate) first: u64,
}

#[derive(SuperConfig, Debug)]
pub(crate) struct Backends {
    pub(crate) second: u64,
}

/// A file that is written in every way there is.
#[derive(SuperConfig, Debug)]
pub(crate) struct Alone {
    pub(crate) number: u64,
    #[config(default = "")]
    text: String,
}

/// Watched for a short time, again and again.
#[derive(SuperConfig, Debug)]
pub(crate) struct Guest {
    pub(crate) first: u64,
    pub(crate) second: u64,
}

/// How many samples are taken, at equal distances, and how many of them while it is warming up.
const SAMPLES: u32 = 24;
const WARM: usize = 6;

/// How long the last change may take to be seen.
const PATIENCE: Duration = Duration::from_secs(10);

/// What everybody shares.
pub(crate) struct Soak {
    pub(crate) done: AtomicBool,
    /// Whoever changes something holds it for reading; whoever holds it for writing has all quiet.
    quiet: RwLock<()>,
    pub(crate) faults: Faults,
    pub(crate) counts: Counts,
    /// Mounts as the kubelet makes them, and a plain directory.
    pub(crate) pair: Mount,
    pub(crate) routes: Mount,
    pub(crate) plain: Plain,
}

impl Soak {
    fn goes_on(&self) -> bool {
        !self.done.load(Ordering::Relaxed)
    }

    /// Does something unless all is quiet.
    pub(crate) fn step<R>(&self, step: impl FnOnce() -> R) -> R {
        let _moving = self.quiet.read().unwrap_or_else(PoisonError::into_inner);
        step()
    }
}

/// What was seen and must not be.
#[derive(Clone, Default)]
pub(crate) struct Faults(Arc<AtomicU64>);

impl Faults {
    pub(crate) fn add(&self, fault: impl Display) {
        // Where one thing is wrong, it may well be wrong a million times.
        if self.0.fetch_add(1, Ordering::Relaxed) < 20 {
            eprintln!("{fault}");
        }
    }

    pub(crate) fn unless(&self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.add(fault());
        }
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let seconds = match words.as_slice() {
        [] => Some(600),
        [seconds] => seconds.parse().ok().filter(|seconds| *seconds > 0),
        _ => None,
    };
    let Some(seconds) = seconds else {
        eprintln!("soak [SECONDS]");
        return ExitCode::FAILURE;
    };
    match run(Duration::from_secs(seconds)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Says whether all was well.
fn run(time: Duration) -> Result<bool, Box<dyn std::error::Error>> {
    // Failures are meant to happen.
    registry().set_verbosity(0);
    let directory = tempfile::tempdir()?;
    let soak = Soak {
        done: AtomicBool::new(false),
        quiet: RwLock::new(()),
        faults: Faults::default(),
        counts: Counts::default(),
        pair: Mount::new(directory.path().join("pair"))?,
        routes: Mount::new(directory.path().join("routes"))?,
        plain: Plain::new(directory.path().join("plain"))?,
    };
    let before = Sample::take();
    let watchers = Watchers::new(&soak)?;
    let samples = thread::scope(|scope| {
        // Before anything changes, so that they miss nothing.
        observe::spawn(scope, &soak, &watchers);
        change::spawn(scope, &soak);
        let start = Instant::now();
        println!("{}", Sample::HEADER);
        let mut samples = Vec::new();
        for turn in 1..=SAMPLES {
            thread::sleep((start + time * turn / SAMPLES).saturating_duration_since(Instant::now()));
            let _all_quiet = soak.quiet.write().unwrap_or_else(PoisonError::into_inner);
            watchers.settle(&soak);
            let sample = Sample::settled();
            println!("{}", sample.line(start.elapsed(), watchers.totals()));
            samples.push(sample);
        }
        soak.done.store(true, Ordering::Relaxed);
        samples
    });
    println!("\n{}\n{}", watchers.statuses(), soak.counts);
    drop(watchers);
    let (warm, rest) = samples.split_at(WARM);
    for fault in sample::judge(warm, rest) {
        soak.faults.add(fault);
    }
    let after = Sample::take();
    soak.faults.unless(after.threads == before.threads && after.watches == 0, || {
        format!("left behind: {} threads instead of {}, {} watches", after.threads, before.threads, after.watches)
    });
    let faults = soak.faults.0.load(Ordering::Relaxed);
    println!("{}", if faults == 0 { "all is well".to_owned() } else { format!("{faults} faults") });
    Ok(faults == 0)
}

pub(crate) struct Watchers {
    pub(crate) pair: Watcher<Pair>,
    /// The same files, looked at in intervals only.
    pub(crate) polled: Watcher<Pair>,
    pub(crate) routes: Watcher<Routes>,
    /// Goes with `routes`.
    pub(crate) backends: Watcher<Backends>,
    pub(crate) alone: Watcher<Alone>,
}

/// How all of them look; so quick that a run of minutes has thousands of reloads.
pub(crate) fn options() -> WatchOptions {
    WatchOptions::new().debounce(Duration::from_millis(2)).longest_wait(Duration::from_millis(20))
}

impl Watchers {
    fn new(soak: &Soak) -> Result<Self, Error> {
        let [first, second] = soak.pair.files();
        let pair = Pair::builder().with_file(first).with_file(second);
        let [first, second] = soak.routes.files();
        let routes = Routes::builder().with_file(first).with_watch_options(options()).watch()?;
        let backends = Backends::builder().with_file(second).with_watch_options(options()).watch_with(&routes)?;
        let polling = options().without_events().poll_interval_without_events(Duration::from_millis(50));
        let alone = Alone::builder().with_file(soak.plain.file()).with_watch_options(options()).watch()?;
        Ok(Self {
            polled: pair.clone().with_watch_options(polling).watch()?,
            pair: pair.with_watch_options(options()).watch()?,
            routes,
            backends,
            alone,
        })
    }

    /// Waits until what was written last is running.
    fn settle(&self, soak: &Soak) {
        let (pair, routes, plain) = (soak.pair.latest(), soak.routes.latest(), soak.plain.latest());
        let shown = || {
            let snapshots = [self.pair.snapshot(), self.polled.snapshot()];
            snapshots.iter().all(|it| (it.value().first, it.value().second) == (pair, pair))
                && (self.routes.config().first, self.backends.config().second) == (routes, routes)
                && self.alone.config().number == plain
                && self.is_healthy()
        };
        let until = Instant::now() + PATIENCE;
        while !shown() && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
        soak.faults.unless(shown(), || format!("not seen: {pair}, {routes}, {plain}\n{}", self.statuses()));
    }

    fn is_healthy(&self) -> bool {
        self.pair.status().error().is_none()
            && self.polled.status().error().is_none()
            && self.routes.status().error().is_none()
            && self.backends.status().error().is_none()
            && self.alone.status().error().is_none()
    }

    /// Reloads and failures of all.
    pub(crate) fn totals(&self) -> [u64; 2] {
        let all = [
            self.pair.status(),
            self.polled.status(),
            self.routes.status(),
            self.backends.status(),
            self.alone.status(),
        ];
        [all.iter().map(Status::reloads).sum(), all.iter().map(Status::failures).sum()]
    }

    fn statuses(&self) -> String {
        let Self { pair, polled, routes, backends, alone } = self;
        format!("{pair:?}\n{polled:?} by polling\n{routes:?}\n{backends:?}\n{alone:?}")
    }
}
