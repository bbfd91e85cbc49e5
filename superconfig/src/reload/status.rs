//! How a watched config fares.

use std::{fmt, time::SystemTime};

use crate::{inspect::Change, problem::Error};

/// How a watched config fares; from [`Watcher::status`](super::Watcher::status). It is as it was then and does not change.
#[derive(Debug, Clone)]
pub struct Status {
    pub(super) generation: u64,
    pub(super) looks: u64,
    pub(super) reloads: u64,
    pub(super) failures: u64,
    pub(super) last_success: SystemTime,
    pub(super) last_failure: Option<Failure>,
    pub(super) failing: bool,
    pub(super) pending_restart: Vec<Change>,
}

/// A reload that changed nothing because something was wrong.
#[derive(Debug, Clone)]
pub struct Failure {
    pub(super) at: SystemTime,
    pub(super) error: Error,
}

impl Status {
    /// The number of the commit that published what is running; see [`Snapshot::generation`](crate::Snapshot::generation).
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// How often its files were looked at, whether anything had changed or not.
    #[must_use]
    pub fn looks(&self) -> u64 {
        self.looks
    }

    /// How many reloads succeeded, the first load not counted.
    #[must_use]
    pub fn reloads(&self) -> u64 {
        self.reloads
    }

    /// How many failed.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// When the last load or reload succeeded.
    #[must_use]
    pub fn last_success(&self) -> SystemTime {
        self.last_success
    }

    /// The last reload that failed, also if others succeeded since.
    #[must_use]
    pub fn last_failure(&self) -> Option<&Failure> {
        self.last_failure.as_ref()
    }

    /// What is wrong with the sources as they are now, so that something older is running; nothing if all is well.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.last_failure.as_ref().filter(|_| self.failing).map(|failure| &failure.error)
    }

    /// The settings whose new values wait for a restart of the program: what is running, and what is in the sources.
    #[must_use]
    pub fn pending_restart(&self) -> &[Change] {
        &self.pending_restart
    }
}

impl Failure {
    /// When it was.
    #[must_use]
    pub fn at(&self) -> SystemTime {
        self.at
    }

    /// Everything that was wrong.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

impl fmt::Display for Status {
    /// One line for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (state, count) = (if self.failing { "failing" } else { "healthy" }, self.pending_restart.len());
        let counted = |count, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let (reloads, failures) = (counted(self.reloads, "reload"), counted(self.failures, "failure"));
        write!(f, "{state}: generation {}, {reloads}, {failures}", self.generation)?;
        match count {
            0 => Ok(()),
            1 => write!(f, ", 1 setting waits for a restart"),
            _ => write!(f, ", {count} settings wait for a restart"),
        }
    }
}
