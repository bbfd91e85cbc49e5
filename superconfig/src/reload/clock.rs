//! The time that a reloader goes by.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// What a [`Reloader`](super::Reloader) takes for the time. The system's, or in tests a [`ManualClock`].
pub trait Clock: Send + Sync {
    /// The present.
    fn now(&self) -> Instant;

    /// How long to wait for a moment, in the system's time; `None` to wait until [`Self::on_change`]'s function is called.
    fn until(&self, moment: Instant) -> Option<Duration>;

    /// Hands over what is to be called when the time was changed.
    fn on_change(&self, changed: Box<dyn Fn() + Send + Sync>) {
        let _ = changed;
    }
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn until(&self, moment: Instant) -> Option<Duration> {
        Some(moment.saturating_duration_since(Instant::now()))
    }
}

/// A clock that stands still until it is told to go on, so that a test of what happens later need not wait for it.
///
/// ```
/// use std::time::Duration;
/// use superconfig::reload::{Clock, ManualClock};
///
/// let clock = ManualClock::new();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now() - before, Duration::from_secs(60));
/// ```
#[derive(Clone)]
pub struct ManualClock(Arc<Manual>);

struct Manual {
    now: Mutex<Instant>,
    changed: Mutex<Vec<Box<dyn Fn() + Send + Sync>>>,
}

impl ManualClock {
    /// A clock that shows the present, and goes on showing it.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Manual { now: Mutex::new(Instant::now()), changed: Mutex::default() }))
    }

    /// Lets time pass.
    pub fn advance(&self, time: Duration) {
        *self.0.now.lock().unwrap_or_else(PoisonError::into_inner) += time;
        let changed = self.0.changed.lock().unwrap_or_else(PoisonError::into_inner);
        changed.iter().for_each(|changed| changed());
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ManualClock")
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        *self.0.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn until(&self, moment: Instant) -> Option<Duration> {
        (moment <= self.now()).then_some(Duration::ZERO)
    }

    fn on_change(&self, changed: Box<dyn Fn() + Send + Sync>) {
        self.0.changed.lock().unwrap_or_else(PoisonError::into_inner).push(changed);
    }
}
