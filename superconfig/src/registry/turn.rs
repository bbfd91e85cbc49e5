//! Whose turn it is to change the registry: a lock that who has it may take again.
//!
//! It is held while the closure of a transaction runs, so foreign code may come back to the registry under it: a `Drop`, a load,
//! a direct `update`. On the same thread that goes ahead instead of waiting for itself.

use std::sync::TryLockError;

use super::sync::{AtomicU64, Mutex, MutexGuard, Ordering, lock, thread_local};

#[derive(Default)]
pub(super) struct Turn {
    lock: Mutex<()>,
    /// The number of the thread that has it; 0 for none.
    holder: AtomicU64,
}

/// The turn, until it is dropped. `None` where the thread had it already.
pub(super) struct Held<'t>(Option<(&'t Turn, MutexGuard<'t, ()>)>);

impl Turn {
    pub(super) fn take(&self) -> Held<'_> {
        let me = thread_number();
        // Only this thread writes its own number here, so no other ordering is needed to recognise it.
        if self.holder.load(Ordering::Relaxed) == me {
            return Held(None);
        }
        let guard = lock(&self.lock);
        self.holder.store(me, Ordering::Relaxed);
        Held(Some((self, guard)))
    }

    /// Whether this thread has it.
    #[cfg(feature = "watch")]
    pub(super) fn is_mine(&self) -> bool {
        self.holder.load(Ordering::Relaxed) == thread_number()
    }

    /// The turn, if nobody has it. Who has it may be waiting for this very thread to end.
    pub(super) fn try_take(&self) -> Option<Held<'_>> {
        let guard = match self.lock.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(guard)) => guard.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        self.holder.store(thread_number(), Ordering::Relaxed);
        Some(Held(Some((self, guard))))
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some((turn, _)) = &self.0 {
            turn.holder.store(0, Ordering::Relaxed);
        }
    }
}

/// A number that no other thread has, and none had before.
fn thread_number() -> u64 {
    static NUMBERS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    thread_local! {
        static NUMBER: u64 = NUMBERS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
    // A number has nothing to drop, so it is there as long as the thread.
    NUMBER.with(|number| *number)
}
