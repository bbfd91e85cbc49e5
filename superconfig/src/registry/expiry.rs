//! Entries that nobody reads any more: dropping them, only if asked for.
//!
//! Readers note no time. The sweeper marks an entry (see `place.rs`); the next reader finds the mark and takes it off; a later sweep
//! that finds it still there knows that nobody has read since. So an entry lives at least as long as was asked, and
//! at most until the second sweep after that.

use std::{
    sync::{Arc, Weak},
    time::{Duration, Instant},
};

use super::{
    core::{Change, Core, Present, When},
    place::{Entry, lock_about},
    sync::{Condvar, Mutex, Ordering, lock, thread},
    turn,
};

/// Deletes what expired; gives how many that were. For who has the turn, which is given up before values are dropped.
pub(super) fn sweep(core: &Core, turn: turn::Held<'_>) -> usize {
    let now = Instant::now();
    let everywhere = core.settings.expire_after();
    let expired = core.entries().into_iter().filter(|present| expires(present, everywhere, now));
    let mut changes: Vec<Change> = expired.map(|present| Change::delete(present.entry, When::Present)).collect();
    let count = changes.len();
    if count == 0 {
        return 0;
    }
    let committed = core.commit_now(&mut changes);
    drop(turn);
    committed.map_or(0, |_| {
        core.counters.deletes.fetch_add(count as u64, Ordering::Relaxed);
        count
    })
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
        let thread = builder.spawn(move || run(&signal, &core, every))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

fn run((stopped, signal): &(Mutex<bool>, Condvar), core: &Weak<Core>, every: Duration) {
    let mut stop = lock(stopped);
    loop {
        let waited = signal.wait_timeout_while(stop, every, |stop| !*stop);
        stop = waited.unwrap_or_else(std::sync::PoisonError::into_inner).0;
        let core = if *stop { None } else { core.upgrade() };
        let Some(core) = core else { return };
        drop(stop);
        if let Some(turn) = core.turn.try_take() {
            sweep(&core, turn);
        }
        drop(core);
        stop = lock(stopped);
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
