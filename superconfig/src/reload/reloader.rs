//! Who watches: the process's reloader, or one of a test's own.

use std::{
    fmt, io,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use super::{
    clock::{Clock, SystemClock},
    events::{EventSource, Hints, SystemEvents},
    hub::{Hub, MakeSource},
    mounts::Mounts,
};
use crate::problem::Error;

/// Watches any number of configs on one thread, which runs while there is one. The process has [one](reloader()), which
/// [`watch`](crate::SuperConfig::watch) uses; another is for tests, with a clock and events of their own.
#[derive(Clone)]
pub struct Reloader {
    pub(super) hub: Arc<Hub>,
}

impl fmt::Debug for Reloader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reloader")
    }
}

/// The reloader of this process.
#[must_use]
pub fn reloader() -> &'static Reloader {
    static RELOADER: OnceLock<Reloader> = OnceLock::new();
    RELOADER.get_or_init(Reloader::new)
}

impl Default for Reloader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reloader {
    /// One with the system's clock and events.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Reloads everything that it watches at once, whether anything changed or not, in one commit, for programs that are told to: by an
    /// operator, or by a signal that they handle themselves.
    ///
    /// # Errors
    /// The report of each config that could not be reloaded, also of one that had to wait for another that
    /// [it goes with](crate::Builder::watch_with). Within a function that is called [while a config is being
    /// made](super::Watcher::try_apply), or in a transaction, it does nothing but say so.
    pub fn reload_all(&self) -> Result<(), Vec<Error>> {
        let refused = |reason: &str| {
            Err(vec![Error::refused("everything that is watched", format!("nothing can be reloaded: {reason}"))])
        };
        if let Some(reason) = self.hub.why_not_here() {
            return refused(reason);
        }
        match self.hub.reload_all() {
            Ok(errors) if errors.is_empty() => Ok(()),
            Ok(errors) => Err(errors),
            Err(error) => refused(&error.to_string()),
        }
    }

    /// One with another clock or other events.
    ///
    /// ```
    /// use std::time::Duration;
    /// use superconfig::{SuperConfig, reload::{ManualClock, Reloader}};
    ///
    /// #[derive(SuperConfig)]
    /// struct AppConfig {
    ///     #[config(default = 8080)]
    ///     port: u16,
    /// }
    ///
    /// let clock = ManualClock::new();
    /// let reloader = Reloader::builder().clock(clock.clone()).without_events().build();
    /// let watcher = AppConfig::builder().watch_in(&reloader)?;
    /// clock.advance(Duration::from_secs(60)); // the files are looked at
    /// assert_eq!(watcher.status().failures(), 0);
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn builder() -> ReloaderBuilder {
        let (clock, events) = (Arc::new(SystemClock), Some(Box::new(system) as MakeSource));
        ReloaderBuilder { clock, events, mount_table: Mounts::system_table() }
    }
}

fn system(hints: Hints) -> io::Result<Box<dyn EventSource>> {
    Ok(Box::new(SystemEvents::new(hints)?))
}

/// Makes a [`Reloader`].
#[must_use]
pub struct ReloaderBuilder {
    clock: Arc<dyn Clock>,
    events: Option<MakeSource>,
    mount_table: Option<PathBuf>,
}

impl fmt::Debug for ReloaderBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReloaderBuilder")
    }
}

impl ReloaderBuilder {
    /// What it takes for the time, instead of the system's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Who says what changes, instead of the system; called when files begin to be watched. If it fails, files are looked at
    /// [in shorter intervals](super::WatchOptions::poll_interval_without_events), and it is called again each time until it does not.
    pub fn events<S: EventSource + 'static>(
        mut self,
        make: impl Fn(Hints) -> io::Result<S> + Send + Sync + 'static,
    ) -> Self {
        self.events = Some(Box::new(move |hints| Ok(Box::new(make(hints)?))));
        self
    }

    /// Nobody says what changes; files are looked at in intervals.
    pub fn without_events(mut self) -> Self {
        self.events = None;
        self
    }

    /// Where it is read what is mounted, instead of `/proc/self/mountinfo`, in that form; see
    /// [what is watched](super#what-is-watched) for what it means. On systems that have no such table nothing is known of mounts.
    pub fn mount_table(mut self, path: impl Into<PathBuf>) -> Self {
        self.mount_table = Some(path.into());
        self
    }

    /// Done.
    #[must_use]
    pub fn build(self) -> Reloader {
        Reloader { hub: Hub::new(self.clock, self.events, self.mount_table) }
    }
}
