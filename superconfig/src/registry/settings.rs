//! How a registry is set: what it was made with, and what can be changed while it runs. And the errors that it collected.

use std::{
    sync::atomic::{AtomicU8, AtomicU64, Ordering},
    time::Duration,
};

use super::{RegistryError, RuntimeFlags, StartupFlags, Verbosity};

/// Read often, written rarely; nothing else depends on when a change is seen.
pub(super) struct Settings {
    pub(super) startup: StartupFlags,
    runtime: AtomicU64,
    verbosity: AtomicU8,
    /// In nanoseconds, all ones for never.
    expire_after: AtomicU64,
}

impl Settings {
    pub(super) fn new(startup: StartupFlags) -> Self {
        let (runtime, verbosity) = (RuntimeFlags::default().bits(), Verbosity::default() as u8);
        let expire_after = AtomicU64::new(u64::MAX);
        Self { startup, runtime: AtomicU64::new(runtime), verbosity: AtomicU8::new(verbosity), expire_after }
    }

    pub(super) fn detailed(&self) -> bool {
        self.startup.contains(StartupFlags::DETAILED_STATS)
    }

    pub(super) fn runtime(&self) -> RuntimeFlags {
        RuntimeFlags::from_bits_retain(self.runtime.load(Ordering::Relaxed))
    }

    pub(super) fn enable(&self, flags: RuntimeFlags) {
        self.runtime.fetch_or(flags.bits(), Ordering::Relaxed);
    }

    pub(super) fn disable(&self, flags: RuntimeFlags) {
        self.runtime.fetch_and(!flags.bits(), Ordering::Relaxed);
    }

    pub(super) fn verbosity(&self) -> Verbosity {
        self.verbosity.load(Ordering::Relaxed).into()
    }

    pub(super) fn set_verbosity(&self, verbosity: Verbosity) {
        self.verbosity.store(verbosity as u8, Ordering::Relaxed);
    }

    pub(super) fn expire_after(&self) -> Option<Duration> {
        let nanos = self.expire_after.load(Ordering::Relaxed);
        (nanos != u64::MAX).then(|| Duration::from_nanos(nanos))
    }

    pub(super) fn set_expire_after(&self, after: Option<Duration>) {
        let nanos = |after: Duration| u64::try_from(after.as_nanos()).unwrap_or(u64::MAX);
        self.expire_after.store(after.map_or(u64::MAX, nanos), Ordering::Relaxed);
    }
}

/// What the `try_…` methods collected.
#[derive(Default)]
pub(super) struct Errors {
    pub(super) kept: Vec<RegistryError>,
    /// How many came after the table was full.
    pub(super) more: u64,
}

impl Errors {
    /// The first ones tell most, and a loop may cause millions.
    const MOST: usize = 100;

    pub(super) fn collect(&mut self, error: RegistryError) {
        if self.kept.len() < Self::MOST {
            self.kept.push(error);
        } else {
            self.more += 1;
        }
    }
}
