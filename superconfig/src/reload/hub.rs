//! The one thread of a reloader: it waits for changes and for what watchers ask, and reloads.

use std::{
    collections::{BTreeSet, VecDeque},
    io,
    mem::take,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Sender, channel},
    },
    thread::{self, JoinHandle, ThreadId},
    time::Instant,
};

use super::{
    clock::Clock,
    events::{EventSource, Hints},
    post::{Post, calls_the_program, told_of},
    watch::{Watch, Watched},
};
use crate::{inspect::Diff, problem::Error, registry::registry};

/// More hints than that are one: that anything may have changed.
const MOST_HINTS: usize = 1024;

pub(super) type MakeSource = Box<dyn Fn(Hints) -> io::Result<Box<dyn EventSource>> + Send + Sync>;

pub(super) struct Hub {
    inbox: Mutex<Inbox>,
    arrived: Condvar,
    pub(super) clock: Arc<dyn Clock>,
    /// Held while the thread's end is waited for, so that all who removed a watcher wait.
    ending: Mutex<()>,
    /// Nothing if nobody is to say what changes.
    pub(super) make_source: Option<MakeSource>,
    /// Where the system says what is mounted.
    pub(super) mount_table: Option<PathBuf>,
    pub(super) post: Arc<Post>,
}

#[derive(Default)]
struct Inbox {
    hints: BTreeSet<PathBuf>,
    /// Anything may have changed.
    lost: bool,
    requests: VecDeque<Request>,
    /// The thread, if it runs, or has not been waited for.
    thread: Option<(ThreadId, JoinHandle<()>)>,
    /// The one before, which may not have ended quite yet; this one waits for that.
    previous: Option<JoinHandle<()>>,
    /// The thread looks at the inbox at least once more.
    running: bool,
}

pub(super) enum Request {
    /// Loads for the first time, and watches if that succeeds.
    Add(Box<Watched>, Sender<Result<(), Error>>),
    /// Watches no more.
    Remove(u64, Sender<()>),
    /// Reloads whether anything changed or not.
    Reload(u64, Sender<Result<Diff, Error>>),
    /// The same with all, for somebody who waits or for nobody.
    ReloadAll(Option<Sender<Vec<Error>>>),
}

impl Hub {
    pub(super) fn new(
        clock: Arc<dyn Clock>,
        make_source: Option<MakeSource>,
        mount_table: Option<PathBuf>,
    ) -> Arc<Self> {
        let hub = Arc::new(Self {
            inbox: Mutex::default(),
            arrived: Condvar::new(),
            clock,
            make_source,
            ending: Mutex::new(()),
            mount_table,
            post: Arc::new(Post::default()),
        });
        let weak = Arc::downgrade(&hub);
        hub.clock.on_change(Box::new(move || {
            if let Some(hub) = weak.upgrade() {
                drop(hub.lock());
                hub.arrived.notify_all();
            }
        }));
        hub
    }

    fn lock(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something changed at a path, or nobody knows where.
    pub(super) fn hint(&self, path: Option<PathBuf>) {
        let mut inbox = self.lock();
        match path {
            Some(path) if inbox.hints.len() < MOST_HINTS => _ = inbox.hints.insert(path),
            _ => inbox.lost = true,
        }
        drop(inbox);
        self.arrived.notify_all();
    }

    /// Why this thread cannot wait for the hub's: it is that one, or the other would wait for it.
    pub(super) fn why_not_here(&self) -> Option<&'static str> {
        if self.lock().thread.as_ref().is_some_and(|(id, _)| *id == thread::current().id()) {
            Some("a reload is under way on this thread")
        } else {
            registry().is_held_here().then_some("a transaction of the registry is under way on this thread")
        }
    }

    /// A number for a watcher.
    pub(super) fn number() -> u64 {
        static NUMBERS: AtomicU64 = AtomicU64::new(1);
        NUMBERS.fetch_add(1, Ordering::Relaxed)
    }

    /// Sends a request to the thread, which is begun if it does not run.
    ///
    /// # Errors
    /// If the system gives no thread.
    fn send(self: &Arc<Self>, request: Request) -> io::Result<()> {
        let mut inbox = self.lock();
        inbox.requests.push_back(request);
        if !inbox.running {
            let hub = Arc::clone(self);
            match thread::Builder::new().name("superconfig-reload".to_owned()).spawn(move || hub.run()) {
                Ok(thread) => {
                    let previous = inbox.thread.replace((thread.thread().id(), thread));
                    inbox.previous = previous.map(|(_, thread)| thread);
                }
                Err(error) => {
                    inbox.requests.pop_back();
                    return Err(error);
                }
            }
            inbox.running = true;
        }
        drop(inbox);
        self.arrived.notify_all();
        Ok(())
    }

    /// Asks for something and waits for the answer.
    pub(super) fn ask<A>(self: &Arc<Self>, request: impl FnOnce(Sender<A>) -> Request) -> io::Result<A> {
        let (sender, answer) = channel();
        self.send(request(sender))?;
        answer.recv().map_err(|_| io::Error::other("something panicked meanwhile, see the log"))
    }

    /// Reloads all soon, if any are watched; once, however often it is asked for before.
    #[cfg(all(unix, feature = "signal"))]
    pub(super) fn reload_soon(&self) {
        let mut inbox = self.lock();
        let is_asked_for = inbox.requests.iter().any(|request| matches!(request, Request::ReloadAll(None)));
        if inbox.running && !is_asked_for {
            inbox.requests.push_back(Request::ReloadAll(None));
            drop(inbox);
            self.arrived.notify_all();
        }
    }

    /// Reloads all; gives what is wrong. Not for the hub's own thread.
    pub(super) fn reload_all(self: &Arc<Self>) -> io::Result<Vec<Error>> {
        if self.lock().running { self.ask(|answer| Request::ReloadAll(Some(answer))) } else { Ok(Vec::new()) }
    }

    /// Ends the watching for one; with the last one the thread has ended when this returns, unless this one cannot wait for it.
    pub(super) fn remove(self: &Arc<Self>, id: u64) {
        if self.why_not_here().is_some() {
            let (sender, _) = channel();
            drop(self.send(Request::Remove(id, sender)));
            return;
        }
        // Where no thread runs, nothing is watched.
        if self.lock().running {
            drop(self.ask(|sender| Request::Remove(id, sender)));
        }
        let _all_wait = self.ending.lock().unwrap_or_else(PoisonError::into_inner);
        let mut inbox = self.lock();
        let ended = if inbox.running { None } else { inbox.thread.take() };
        drop(inbox);
        if let Some((_, thread)) = ended {
            drop(thread.join());
        }
    }

    fn run(self: Arc<Self>) {
        let previous = self.lock().previous.take();
        drop(previous.map(JoinHandle::join));
        calls_the_program();
        // Whatever becomes of this thread, the next request begins another.
        let ending = Ending(&self);
        let mut watch = Watch::new(Arc::clone(&self));
        let mut removed = Vec::new();
        while let Some(arrived) = self.wait(watch.next(), watch.is_empty()) {
            watch.hints(&arrived.hints, arrived.lost);
            for request in arrived.requests {
                serve(&mut watch, request, &mut removed);
            }
            if unharmed(|| watch.run()).is_none() {
                watch.calm();
            }
            if !watch.is_empty() {
                removed.clear();
            }
        }
        drop(watch);
        drop(ending);
        // Those who wait for the end hear of it by being forgotten, and then wait for the thread.
        drop(removed);
    }

    /// Waits until something arrives or a moment has come; nothing if nobody watches any more.
    fn wait(&self, next: Option<Instant>, idle: bool) -> Option<Inbox> {
        let mut inbox = self.lock();
        loop {
            if inbox.lost || !inbox.hints.is_empty() || !inbox.requests.is_empty() {
                let (hints, lost) = (take(&mut inbox.hints), take(&mut inbox.lost));
                return Some(Inbox { hints, lost, requests: take(&mut inbox.requests), ..Inbox::default() });
            }
            if idle {
                inbox.running = false;
                return None;
            }
            inbox = match next.map(|next| (next, self.clock.until(next))) {
                Some((next, _)) if next <= self.clock.now() => return Some(Inbox::default()),
                Some((_, Some(time))) => {
                    self.arrived.wait_timeout(inbox, time).unwrap_or_else(PoisonError::into_inner).0
                }
                _ => self.arrived.wait(inbox).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

/// Does what was asked for. Whoever was to hear of it and hears nothing knows that there was a panic.
fn serve(watch: &mut Watch, request: Request, removed: &mut Vec<Sender<()>>) {
    match request {
        Request::Add(watched, answer) => {
            let id = watched.id;
            match unharmed(|| watch.add(*watched)) {
                Some(result) => drop(answer.send(result)),
                None => _ = unharmed(|| watch.remove(id)),
            }
        }
        Request::Remove(id, answer) => {
            unharmed(|| watch.remove(id));
            removed.push(answer);
        }
        Request::Reload(id, answer) => {
            if let Some(result) = unharmed(|| watch.reload(id)) {
                drop(answer.send(result));
            }
        }
        Request::ReloadAll(answer) => {
            if let (Some(errors), Some(answer)) = (unharmed(|| watch.reload_all()), answer) {
                drop(answer.send(errors));
            }
        }
    }
}

/// Does something in which code of the program runs, such as its logger: a panic there ends no watching.
fn unharmed<R>(act: impl FnOnce() -> R) -> Option<R> {
    catch_unwind(AssertUnwindSafe(act)).map_err(|panic| told_of("the reloader's thread", &*panic)).ok()
}

struct Ending<'h>(&'h Hub);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let mut inbox = self.0.lock();
        if inbox.thread.as_ref().is_some_and(|(id, _)| *id == thread::current().id()) {
            inbox.running = false;
            if thread::panicking() {
                inbox.requests.clear();
            }
        }
    }
}
