//! What tests of watched configs share.

use std::{
    thread,
    time::{Duration, Instant},
};

use superconfig::{
    Builder, SuperConfig,
    reload::{ManualClock, Reloader, WatchOptions, Watcher},
};

/// Waits for something that happens on another thread.
///
/// # Panics
/// If it does not happen.
#[track_caller]
pub fn eventually(what: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !what() {
        assert!(Instant::now() < until, "it never happened");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Reloads soon after an event, and never without one.
pub fn quick() -> WatchOptions {
    WatchOptions::new().debounce(Duration::from_millis(5)).poll_interval(Duration::from_secs(3600))
}

/// A reloader whose time passes when the test says so.
#[derive(Debug)]
pub struct Timed {
    /// Its time.
    pub clock: ManualClock,
    /// It.
    pub reloader: Reloader,
    other: Watcher<Nothing>,
}

/// A config without sources.
#[derive(Debug, SuperConfig)]
struct Nothing {
    /// Nobody sets it.
    #[config(default = 1)]
    setting: u8,
}

impl Timed {
    /// One with that clock.
    ///
    /// # Panics
    /// If the reloader cannot run.
    #[must_use]
    pub fn new(clock: ManualClock, reloader: Reloader) -> Self {
        let other = Nothing::builder().watch_in(&reloader).expect("defaults");
        assert_eq!(other.config().setting, 1);
        Self { clock, reloader, other }
    }

    /// Lets time pass, and returns when all has been done that was due by then.
    ///
    /// # Panics
    /// If the reloader does not run any more.
    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
        // What is due is done after what is asked for, so by the second time it is.
        for _ in 0..2 {
            self.other.reload_now().expect("defaults");
        }
    }
}

/// A config that is reloaded because of the system's events, and only while somebody [waits](Self::until) for it: whatever is done in
/// between is done at one moment, however long it takes.
#[derive(Debug)]
pub struct Live<T: SuperConfig> {
    /// Its guard.
    pub watcher: Watcher<T>,
    /// Its time.
    pub time: Timed,
}

impl<T: SuperConfig> Live<T> {
    /// Watches what a builder loads.
    ///
    /// # Panics
    /// If it cannot be loaded.
    #[must_use]
    pub fn new(builder: Builder<T>) -> Self {
        let clock = ManualClock::new();
        let time = Timed::new(clock.clone(), Reloader::builder().clock(clock).build());
        let watcher = builder.with_watch_options(quick()).watch_in(&time.reloader).expect("a config to watch");
        Self { watcher, time }
    }

    /// Lets time pass until something is so.
    ///
    /// # Panics
    /// If it never is.
    #[track_caller]
    pub fn until(&self, what: impl Fn(&Watcher<T>) -> bool) {
        let until = Instant::now() + Duration::from_secs(20);
        while !what(&self.watcher) {
            let status = self.watcher.status();
            assert!(Instant::now() < until, "it never was so: {status}, {:?}", status.error());
            thread::sleep(Duration::from_millis(1));
            self.time.pass(Duration::from_millis(5));
        }
    }
}
