//! What a registry counts. Reads are counted by each thread for itself and added up when somebody asks, so that counting
//! slows no reader.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::sync::{AtomicU64, Mutex, Ordering, lock};

/// What happened in a registry; see [`ConfigRegistry::stats`](super::ConfigRegistry::stats).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Stats {
    /// How many configs there are now.
    pub handles: usize,
    /// How often an entry got a value that had none: created, loaded for the first time, brought back by a rollback.
    pub creates: u64,
    /// How many reads by handle there were: `read`, `read_versioned`, `current`, also those that failed. Nothing else is counted, a type's
    /// own doors least of all: they touch nothing.
    pub reads: u64,
    /// How many values were replaced.
    pub updates: u64,
    /// How often an entry lost its value: deleted, expired, or taken back.
    pub deletes: u64,
    /// How many calls of the registry gave an error. Loads that fail do not reach it.
    pub failures: u64,
    /// Bytes held by the present values: the size of each, and what types report that were
    /// [measured](super::ConfigRegistry::measure). Former values that readers or the history hold are not in it.
    pub bytes: usize,
    /// With [`StartupFlags::DETAILED_STATS`](super::StartupFlags::DETAILED_STATS) only.
    pub detail: Option<Detail>,
}

/// How long reads by handle took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Detail {
    /// How many reads were served from the thread's own memory.
    pub hits: u64,
    /// How long a read took on average, failed ones included.
    pub average: Duration,
    /// How long the slowest read took.
    pub worst: Duration,
    reads: u64,
}

impl Detail {
    /// The share of reads that the thread's own memory served, from 0 to 1; 0 if there was no read.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // a share
    pub fn hit_ratio(&self) -> f64 {
        if self.reads == 0 { 0.0 } else { self.hits as f64 / self.reads as f64 }
    }
}

/// What one thread counts; only that thread writes it.
#[derive(Debug, Default)]
pub(super) struct ThreadCounters {
    pub(super) reads: AtomicU64,
    pub(super) misses: AtomicU64,
    pub(super) failures: AtomicU64,
    nanos: AtomicU64,
    worst: AtomicU64,
}

impl ThreadCounters {
    /// Notes how long a read took.
    pub(super) fn took(&self, nanos: u64) {
        self.nanos.store(self.nanos.load(Ordering::Relaxed).saturating_add(nanos), Ordering::Relaxed);
        self.worst.store(self.worst.load(Ordering::Relaxed).max(nanos), Ordering::Relaxed);
    }
}

pub(super) trait Bump {
    fn bump(&self);
}

impl Bump for AtomicU64 {
    /// One more. Not for numbers that several threads write.
    #[inline]
    fn bump(&self) {
        self.store(self.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
    }
}

/// What a registry counts.
#[derive(Debug, Default)]
pub(super) struct Counters {
    detailed: bool,
    pub(super) creates: AtomicU64,
    pub(super) updates: AtomicU64,
    pub(super) deletes: AtomicU64,
    failures: AtomicU64,
    threads: Mutex<Threads>,
}

#[derive(Debug, Default)]
struct Threads {
    live: Vec<Arc<ThreadCounters>>,
    /// What threads counted that are gone.
    past: Sum,
}

#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    reads: u64,
    misses: u64,
    failures: u64,
    nanos: u64,
    worst: u64,
}

impl Sum {
    fn add(&mut self, thread: &ThreadCounters) {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        self.reads += count(&thread.reads);
        self.misses += count(&thread.misses);
        self.failures += count(&thread.failures);
        self.nanos += count(&thread.nanos);
        self.worst = self.worst.max(count(&thread.worst));
    }
}

impl Threads {
    /// Threads that are gone have dropped their own `Arc`; their count cannot change any more.
    fn fold(&mut self) {
        let Self { live, past } = self;
        live.retain(|thread| {
            let gone = Arc::strong_count(thread) == 1;
            if gone {
                super::sync::fence(Ordering::Acquire);
                past.add(thread);
            }
            !gone
        });
    }
}

impl Counters {
    pub(super) fn new(detailed: bool) -> Self {
        Self { detailed, ..Self::default() }
    }

    /// Counters for one more thread.
    pub(super) fn of_thread(&self) -> Arc<ThreadCounters> {
        let counters = Arc::default();
        let mut threads = lock(&self.threads);
        threads.fold();
        threads.live.push(Arc::clone(&counters));
        counters
    }

    pub(super) fn failed(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn stats(&self, handles: usize, bytes: usize) -> Stats {
        let mut threads = lock(&self.threads);
        threads.fold();
        let mut sum = threads.past;
        threads.live.iter().for_each(|thread| sum.add(thread));
        drop(threads);
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let detail = self.detailed.then(|| Detail {
            // The threads count on meanwhile, and a miss may be seen before its read.
            hits: sum.reads.saturating_sub(sum.misses),
            average: Duration::from_nanos(sum.nanos.checked_div(sum.reads).unwrap_or(0)),
            worst: Duration::from_nanos(sum.worst),
            reads: sum.reads,
        });
        Stats {
            handles,
            creates: count(&self.creates),
            reads: sum.reads,
            updates: count(&self.updates),
            deletes: count(&self.deletes),
            failures: count(&self.failures) + sum.failures,
            bytes,
            detail,
        }
    }
}

/// Runs a read and tells how many nanoseconds it took.
#[cold]
pub(super) fn timed<R>(read: impl FnOnce() -> R, tell: impl FnOnce(u64)) -> R {
    let start = Instant::now();
    let result = read();
    tell(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX));
    result
}
