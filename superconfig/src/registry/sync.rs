//! The primitives that the registry synchronises with, in one place: `--cfg shuttle` swaps them for ones whose
//! interleavings a test chooses (`tests/tests/registry_model.rs`).

#[cfg(not(shuttle))]
pub(super) use std::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering, fence},
    },
    thread,
};

#[cfg(shuttle)]
pub(super) use shuttle::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering, fence},
    },
    thread,
};

#[cfg(shuttle)]
pub use shuttle::{thread::LocalKey, thread_local};
#[cfg(not(shuttle))]
pub use std::{thread::LocalKey, thread_local};

/// Locks, whatever happened to a thread that held the lock: everything that is locked here is complete at any time.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Where an operation begins that is not on one of the primitives above, so that a test may let others go first.
#[inline]
pub(super) fn step() {
    #[cfg(shuttle)]
    thread::sleep(std::time::Duration::ZERO);
}
