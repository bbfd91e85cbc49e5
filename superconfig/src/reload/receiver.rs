//! Waiting for changes.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    desk::{Desk, Reloaded},
    part::compare,
};
use crate::{config::SuperConfig, load::Snapshot};

/// Waits for changes, on whatever thread; from [`Watcher::receiver`](super::Watcher::receiver). Whoever looks rarely gets all that
/// changed meanwhile as one change, so nothing piles up.
pub struct Receiver<T> {
    pub(super) desk: Arc<Desk<T>>,
    pub(super) last: Arc<Snapshot<T>>,
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Receiver of {}", std::any::type_name::<T>())
    }
}

impl<T: SuperConfig> Receiver<T> {
    /// Waits for a change; nothing once the watcher is gone.
    pub fn recv(&mut self) -> Option<Reloaded<T>> {
        self.next(None)
    }

    /// Waits for a change, but no longer than that; nothing if there was none, or the watcher is gone.
    pub fn recv_timeout(&mut self, time: Duration) -> Option<Reloaded<T>> {
        // A time that never comes is no limit.
        self.next(Instant::now().checked_add(time))
    }

    /// What changed since it was asked last, if anything did.
    pub fn try_recv(&mut self) -> Option<Reloaded<T>> {
        self.next(Some(Instant::now()))
    }

    /// Whether the watcher is gone, so that nothing will change any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.desk.is_closed()
    }

    fn next(&mut self, until: Option<Instant>) -> Option<Reloaded<T>> {
        loop {
            let new = self.desk.wait(&self.last, until)?;
            let old = std::mem::replace(&mut self.last, Arc::clone(&new));
            if let Some(changes) = compare(&old, &new) {
                return Some(Reloaded { old, new, changes });
            }
        }
    }
}
