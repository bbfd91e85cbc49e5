//! One contender's turn: so many threads do the same thing so often, while another one publishes, or none does.

use std::hint::black_box;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{AppConfig, FIRST, Row};

/// How often a writer publishes.
const EVERY: Duration = Duration::from_millis(1);

/// For which share of their time all threads of a turn must be at it.
const TOGETHER: f64 = 0.8;

/// How often a turn is tried for that.
const TRIES: usize = 5;

/// What a turn consists of.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// How many threads do it, besides the writer.
    pub threads: usize,
    /// Whether a writer publishes meanwhile.
    pub writer: bool,
    /// How often each thread does it before the clock starts.
    pub warm: u32,
    /// How often each thread does it on the clock.
    pub count: u32,
}

/// What one thread saw.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// The limit read last before the clock started.
    pub before: u64,
    /// The limit read last.
    pub after: u64,
    /// When its clock started.
    pub start: Instant,
    /// How long it took on the clock.
    pub elapsed: Duration,
}

impl Turn {
    /// Makes the contender anew, so that no turn has memory laid out like another's, and lets it run. `between` is called once every
    /// thread is warm and before any goes on; what it is given publishes that many values.
    ///
    /// # Panics
    ///
    /// If a thread panics.
    pub fn run<R>(&self, row: &Row, between: impl FnOnce(&dyn Fn(u64)) -> R) -> (Vec<Seen>, R) {
        let stage = (row.stage)();
        let stage = &*stage;
        let barrier = Barrier::new(self.threads + usize::from(self.writer) + 1);
        let work = Work { turn: self, barrier: &barrier };
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            let threads: Vec<_> = (0..self.threads).map(|_| scope.spawn(|| stage.run(&work))).collect();
            if self.writer {
                scope.spawn(|| {
                    work.meet();
                    work.meet();
                    let limits = FIRST + 1..;
                    for limit in limits.take_while(|_| !done.load(Ordering::Relaxed)) {
                        stage.publish(AppConfig::with_limit(limit));
                        thread::sleep(EVERY);
                    }
                });
            }
            work.meet();
            let publish = |count| (0..count).for_each(|more| stage.publish(AppConfig::with_limit(FIRST + 1 + more)));
            let result = between(&publish);
            work.meet();
            let seen = threads.into_iter().map(|thread| thread.join().expect("no contender panics")).collect();
            done.store(true, Ordering::Relaxed);
            (seen, result)
        })
    }

    /// Seconds that one operation took, on the average of the threads; not a number if the system would not run them side by side.
    #[must_use]
    pub fn seconds(&self, row: &Row) -> f64 {
        for _ in 0..TRIES {
            let (seen, ()) = self.run(row, |_| ());
            let average = average(&seen);
            if side_by_side(&seen) >= average.mul_f64(TOGETHER) {
                return average.as_secs_f64() / f64::from(self.count);
            }
        }
        f64::NAN
    }

    /// This, as often as fills the time.
    ///
    /// # Panics
    ///
    /// If the operation takes no time at all.
    #[must_use]
    pub fn filling(self, time: Duration, row: &Row) -> Self {
        let mut turn = Self { warm: 12, count: 100, ..self };
        loop {
            let (seen, ()) = turn.run(row, |_| ());
            let elapsed = average(&seen).as_nanos().max(1);
            let fitting = u128::from(turn.count) * time.as_nanos() / elapsed;
            // What took too short a time says little of how many fit, so that must be found out step by step.
            let count = fitting.clamp(1, u128::from(turn.count) * 8);
            let found = count == fitting;
            turn.count = u32::try_from(count).expect("so many fit in no turn");
            turn.warm = turn.count / 8;
            if found {
                return turn;
            }
        }
    }
}

fn average(seen: &[Seen]) -> Duration {
    let threads = u32::try_from(seen.len()).expect("not so many threads");
    seen.iter().map(|seen| seen.elapsed).sum::<Duration>() / threads
}

/// How long all threads were on the clock. Where other programs keep a core busy, one thread may well be through before the
/// next one gets to run; then nothing was contended for, and the time says nothing.
fn side_by_side(seen: &[Seen]) -> Duration {
    let last_start = seen.iter().map(|seen| seen.start).max();
    let first_end = seen.iter().map(|seen| seen.start + seen.elapsed).min();
    last_start.zip(first_end).map_or(Duration::ZERO, |(start, end)| end.saturating_duration_since(start))
}

/// What the threads of one turn share.
pub(super) struct Work<'t> {
    turn: &'t Turn,
    barrier: &'t Barrier,
}

impl Work<'_> {
    /// Does it over and over. The operation and what it gives go through a black box each time, so that no contender is hoisted
    /// out of the loop; this costs all of them the same.
    pub(super) fn time(&self, mut operation: impl FnMut() -> u64) -> Seen {
        let mut before = 0;
        for _ in 0..self.turn.warm {
            before = black_box(black_box(&mut operation)());
        }
        // Everybody is warm; then everybody starts.
        self.meet();
        self.meet();
        let mut after = 0;
        let start = Instant::now();
        for _ in 0..self.turn.count {
            after = black_box(black_box(&mut operation)());
        }
        Seen { before, after, start, elapsed: start.elapsed() }
    }

    fn meet(&self) {
        self.barrier.wait();
    }
}

/// A contender of any type, made and ready.
pub(super) trait Stage: Sync {
    fn run(&self, work: &Work<'_>) -> Seen;
    fn publish(&self, config: AppConfig);
}

pub(super) struct Staged<S> {
    pub(super) state: S,
    pub(super) run: fn(&S, &Work<'_>) -> Seen,
    pub(super) publish: fn(&S, AppConfig),
}

impl<S: Sync> Stage for Staged<S> {
    fn run(&self, work: &Work<'_>) -> Seen {
        (self.run)(&self.state, work)
    }

    fn publish(&self, config: AppConfig) {
        (self.publish)(&self.state, config);
    }
}
