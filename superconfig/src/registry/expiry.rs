//! Entries that nobody reads any more: dropping them, only if asked for.
//!
//! Readers note no time. The sweeper marks an entry (see `place.rs`); the next reader finds the mark and takes it off; a later sweep
//! that finds it still there knows that nobody has read since. So an entry lives as long as was asked for, and then until the second
//! sweep at most.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Weak},
    time::{Duration, Instant},
};

use super::{
    ConfigHandle, ConfigRegistry, RegistryError,
    core::{Change, Committed, Core, Present, When},
    place::{Entry, lock_about},
    sync::{Condvar, Mutex, Ordering, lock, thread},
    turn,
};
use crate::gather::Gather as _;

/// # Expiry
///
/// Nothing expires unless asked for.
impl ConfigRegistry {
    /// Lets every entry expire that nobody reads or replaces for that long and that has no shared handle; `None` ends it. Reading is
    /// every call that gives the value of one entry; keeping an `Arc`, a guard or a reader is not, nor is looking at a
    /// [snapshot](Self::snapshot) of all. The entries of config types
    /// themselves are excepted, see [`Self::expire_entry_after`]. It takes a [`Self::sweep`] or a
    /// [sweeper](Self::start_sweeper) to drop them.
    pub fn expire_after(&self, unread: Option<Duration>) {
        self.shared.settings.set_expire_after(unread);
        if unread.is_some() {
            self.shared.entries().iter().for_each(|present| watch(&*present.entry));
        }
    }

    /// Lets one entry expire when nobody reads or replaces it for that long, whatever holds for the others; `None` leaves it to
    /// [`Self::expire_after`], and [`Duration::MAX`] excepts it from that.
    ///
    /// # Errors
    /// If there is no such entry, or it is of another type.
    pub fn expire_entry_after<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
        unread: Option<Duration>,
    ) -> Result<(), RegistryError> {
        let place = self.told(self.shared.find::<T>(handle.id()))?;
        lock_about(&*place).expire_after = unread;
        watch(&*place);
        Ok(())
    }

    /// Drops what has expired; gives how many that were. An entry that was read since the last sweep stays until it has
    /// gone unread for its time, counted from this one.
    pub fn sweep(&self) -> usize {
        let (expired, _committed) = take_expired(&self.shared, self.shared.turn.take());
        expired.len()
    }

    /// Sweeps at intervals of at least a millisecond, in a thread that ends with the registry, with [`Self::stop_sweeper`], or when
    /// another one is started.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start_sweeper(&self, every: Duration) -> std::io::Result<()> {
        let sweeper = Sweeper::start(&self.shared, every)?;
        let former = lock(&self.sweeper).replace(sweeper);
        drop(former);
        Ok(())
    }

    /// Ends the thread that sweeps, if there is one, and waits for its end.
    pub fn stop_sweeper(&self) {
        let sweeper = lock(&self.sweeper).take();
        drop(sweeper);
    }
}

/// Takes out what expired, for who has the turn, which is given up. What is given is left to be dropped.
fn take_expired(core: &Core, turn: turn::Held<'_>) -> (Vec<Change>, Option<Committed>) {
    let now = Instant::now();
    let everywhere = core.settings.expire_after();
    let expired = core.entries().into_iter().filter(|present| expires(present, everywhere, now));
    let mut changes: Vec<Change> = expired.map(|present| Change::delete(present.entry, When::Present)).gather();
    let committed = if changes.is_empty() { None } else { core.commit_now(&mut changes).ok() };
    drop(turn);
    (changes, committed)
}

/// Asks readers from now on.
pub(super) fn watch(entry: &dyn Entry) {
    let mut about = lock_about(entry);
    (about.seen, about.watched) = (Instant::now(), true);
    entry.meta().watch();
}

fn expires(Present { entry, snapshot }: &Present, everywhere: Option<Duration>, now: Instant) -> bool {
    let meta = entry.meta();
    let mut about = lock_about(&**entry);
    let everywhere = everywhere.filter(|_| !meta.permanent);
    let Some(after) = about.expire_after.or(everywhere) else { return false };
    let shared = meta.shared.load(Ordering::Acquire) > 0;
    // What was not watched may have been read a moment ago.
    let used = shared || !about.watched || !meta.is_unseen();
    about.seen = if used { now } else { about.seen.max(snapshot.published()) };
    about.watched = true;
    let expired = !used && now.saturating_duration_since(about.seen) >= after;
    if !expired {
        meta.watch();
    }
    expired
}

/// A thread that sweeps now and then, until it is dropped.
pub(super) struct Sweeper {
    stop: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Sweeper {
    pub(super) fn start(core: &Arc<Core>, every: Duration) -> std::io::Result<Self> {
        let stop = Arc::new((Mutex::new(false), Condvar::new()));
        let (signal, core) = (Arc::clone(&stop), Arc::downgrade(core));
        let builder = thread::Builder::new().name("superconfig-sweep".to_owned());
        let every = every.max(Duration::from_millis(1));
        let thread = builder.spawn(move || run(&signal, &core, every))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

fn run((stopped, signal): &(Mutex<bool>, Condvar), core: &Weak<Core>, every: Duration) {
    let mut stop = lock(stopped);
    let mut wait = every;
    loop {
        let waited = signal.wait_timeout_while(stop, wait, |stop| !*stop);
        stop = waited.unwrap_or_else(std::sync::PoisonError::into_inner).0;
        let core = if *stop { None } else { core.upgrade() };
        let Some(core) = core else { return };
        drop(stop);
        wait = every;
        match core.turn.try_take() {
            Some(turn) => {
                let (expired, committed) = take_expired(&core, turn);
                expired.into_iter().for_each(drop_safely);
                drop_safely(committed);
            }
            // Somebody is changing something, and may be waiting for this thread to end.
            None => wait = every.min(Duration::from_millis(10)),
        }
        drop(core);
        stop = lock(stopped);
    }
}

/// Drops values of which one may panic: that ends itself, not the sweeping.
fn drop_safely<V>(values: V) {
    if catch_unwind(AssertUnwindSafe(|| drop(values))).is_err() {
        log::warn!(target: "superconfig", "an expired value panicked when it was dropped");
    }
}

impl Drop for Sweeper {
    fn drop(&mut self) {
        *lock(&self.stop.0) = true;
        self.stop.1.notify_all();
        // A value that the sweeper drops may be what held the registry; a thread cannot wait for itself.
        if let Some(thread) = self.thread.take().filter(|it| it.thread().id() != thread::current().id()) {
            // If a value panicked while it was dropped, that was told by then.
            let _ = thread.join();
        }
    }
}
