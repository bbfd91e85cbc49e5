//! Delivering news to subscribers: on a thread of its own, so that one who takes his time keeps no config from being published.

use std::{
    any::Any,
    cell::Cell,
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle, ThreadId},
};

use crate::{problem::plain, registry::registry};

/// Who has news for subscribers.
pub(super) trait Deliver: Send + Sync {
    /// Tells each subscriber what is new since it was told last.
    fn deliver(&self);
}

/// Runs only while somebody subscribes.
#[derive(Default)]
pub(super) struct Post {
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Arc<dyn Deliver>>,
    /// How many watchers have subscribers.
    users: usize,
    thread: Option<Carrier>,
}

struct Carrier {
    id: ThreadId,
    thread: JoinHandle<()>,
    /// It looks at the queue no more.
    ended: bool,
}

thread_local! {
    static CALLS_THE_PROGRAM: Cell<bool> = const { Cell::new(false) };
}

/// Says that this thread calls functions of the program for a reloader. Such a thread never waits for one that calls subscribers: the
/// subscriber may be waiting for it.
pub(super) fn calls_the_program() {
    CALLS_THE_PROGRAM.set(true);
}

/// Whether a subscriber's end may be waited for here.
pub(super) fn may_wait() -> bool {
    !CALLS_THE_PROGRAM.get() && !registry().is_held_here()
}

/// What a panic said.
pub(super) fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    plain(text.unwrap_or_else(|| "for a reason that is no text".to_owned()))
}

/// Logs that somebody panicked, even if it was the logger.
pub(super) fn told_of(who: &str, panic: &(dyn Any + Send)) {
    let message = message(panic);
    drop(catch_unwind(|| log::error!(target: "superconfig", "{who} panicked: {message}")));
}

impl Post {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to deliver for one more.
    pub(super) fn open(self: &Arc<Self>) {
        let mut state = self.lock();
        state.users += 1;
        self.begin(&mut state);
    }

    /// Has the thread run. If the system gives none, the next news asks again.
    fn begin(self: &Arc<Self>, state: &mut State) {
        if state.thread.as_ref().is_some_and(|carrier| !carrier.ended) {
            return;
        }
        let post = Arc::clone(self);
        match thread::Builder::new().name("superconfig-notify".to_owned()).spawn(move || post.run()) {
            Ok(thread) => {
                let carrier = Carrier { id: thread.thread().id(), thread, ended: false };
                if let Some(previous) = state.thread.replace(carrier) {
                    // Has let go of everything and is about to end.
                    drop(previous.thread.join());
                }
            }
            Err(error) => {
                log::error!(target: "superconfig", "subscribers to changes are not told of them: no thread: {error}");
            }
        }
    }

    /// Delivers for one fewer. With the last one the thread has ended when this returns, unless this is no thread that
    /// [may wait](may_wait) for it.
    pub(super) fn close(&self, user: &dyn Deliver) {
        let mut state = self.lock();
        state.users -= 1;
        let past = state.queue.iter().position(|it| ptr::addr_eq(Arc::as_ptr(it), user));
        let past = past.and_then(|at| state.queue.remove(at));
        let ended = if state.users == 0 && may_wait() { state.thread.take() } else { None };
        drop(state);
        drop(past);
        self.arrived.notify_all();
        if let Some(carrier) = ended {
            drop(carrier.thread.join());
        }
    }

    /// Has somebody deliver soon; once, however often it is asked for before.
    pub(super) fn send(self: &Arc<Self>, deliver: Arc<dyn Deliver>) {
        let mut state = self.lock();
        if state.users > 0 && !state.queue.iter().any(|other| Arc::ptr_eq(other, &deliver)) {
            state.queue.push_back(deliver);
            self.begin(&mut state);
            drop(state);
            self.arrived.notify_all();
        }
    }

    fn run(&self) {
        calls_the_program();
        let here = thread::current().id();
        let mut state = self.lock();
        loop {
            let users = state.users;
            // Somebody waits for the end, and another one may have taken over.
            let Some(carrier) = state.thread.as_mut().filter(|carrier| carrier.id == here) else { return };
            if users == 0 {
                carrier.ended = true;
                return;
            }
            state = match state.queue.pop_front() {
                Some(deliver) => {
                    drop(state);
                    let delivered = catch_unwind(AssertUnwindSafe(|| {
                        deliver.deliver();
                        drop(deliver);
                    }));
                    if let Err(panic) = delivered {
                        told_of("what a subscriber to changes left behind", &*panic);
                    }
                    self.lock()
                }
                None => self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}
