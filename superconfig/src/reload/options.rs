//! When a watcher looks.

use std::time::Duration;

/// When a watched config is looked at again; see [`Builder::with_watch_options`](crate::Builder::with_watch_options).
///
/// ```
/// use std::time::Duration;
/// use superconfig::{SuperConfig, reload::WatchOptions};
///
/// #[derive(SuperConfig)]
/// struct AppConfig {
///     #[config(default = 8080)]
///     port: u16,
/// }
///
/// let options = WatchOptions::new().debounce(Duration::from_millis(20)).poll_interval(Duration::from_secs(5));
/// let watcher = AppConfig::builder().with_watch_options(options).watch()?;
/// assert_eq!(watcher.config().port, 8080);
/// # Ok::<(), superconfig::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct WatchOptions {
    pub(super) debounce: Duration,
    pub(super) longest_wait: Duration,
    pub(super) poll_interval: Duration,
    pub(super) poll_interval_without_events: Duration,
    pub(super) events: bool,
    pub(super) fresh_environment: bool,
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self {
            debounce: Duration::from_millis(100),
            longest_wait: Duration::from_secs(1),
            poll_interval: Duration::from_secs(30),
            poll_interval_without_events: Duration::from_secs(2),
            events: true,
            fresh_environment: false,
        }
    }
}

impl WatchOptions {
    /// The ones that a watcher has unless it is given others.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn reads_environment(&self) -> bool {
        self.fresh_environment
    }

    /// How long all must be quiet before files are read again; 100 ms. Programs write files in several steps, and who deploys a
    /// config writes several files.
    pub fn debounce(mut self, debounce: Duration) -> Self {
        self.debounce = debounce;
        self
    }

    /// How long constant change can put that off, from the first change on; one second, and never less than the
    /// [debounce](Self::debounce).
    pub fn longest_wait(mut self, longest_wait: Duration) -> Self {
        self.longest_wait = longest_wait;
        self
    }

    /// How often the files are looked at although the system says nothing, give or take a tenth; 30 seconds, at least 10 ms. A file of
    /// which nothing is new costs being read.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }

    /// The same where the system cannot say anything: on network mounts, where it has no more room for watches, or
    /// [without events](Self::without_events); 2 seconds, at least 10 ms.
    pub fn poll_interval_without_events(mut self, interval: Duration) -> Self {
        self.poll_interval_without_events = interval;
        self
    }

    /// Looks at intervals only and does not ask the system for events.
    pub fn without_events(mut self) -> Self {
        self.events = false;
        self
    }

    /// Reads the process's environment anew at each reload. Otherwise it stays what it was when the watcher began. Nobody tells of a
    /// variable that changes: it counts when something else changed, or at [`reload_now`](super::Watcher::reload_now). Variables
    /// that were [handed over](crate::Builder::with_env_vars) stand in for the process's and are never read anew.
    pub fn fresh_environment(mut self) -> Self {
        self.fresh_environment = true;
        self
    }
}
