//! Delivering news to subscribers: on a thread of its own, so that one who takes his time keeps no config from being published.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle, ThreadId},
};

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
    thread: Option<(ThreadId, JoinHandle<()>)>,
}

impl Post {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to deliver for one more.
    ///
    /// # Panics
    /// If the system gives no thread.
    pub(super) fn open(self: &Arc<Self>) {
        let mut state = self.lock();
        state.users += 1;
        if state.users == 1 {
            let post = Arc::clone(self);
            let thread = thread::Builder::new().name("superconfig-notify".to_owned()).spawn(move || post.run());
            let thread = thread.expect("the system gives a thread for the subscribers of a config");
            // One that could not wait for its own end has ended by now, or will.
            state.thread = Some((thread.thread().id(), thread));
        }
    }

    /// Delivers for one fewer. With the last one the thread has ended when this returns, unless this is that thread.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.users -= 1;
        let ended = if state.users == 0 { state.thread.take() } else { None };
        drop(state);
        self.arrived.notify_all();
        if let Some((id, thread)) = ended
            && id != thread::current().id()
        {
            drop(thread.join());
        }
    }

    /// Whether this is the thread that delivers.
    pub(super) fn is_here(&self) -> bool {
        self.lock().thread.as_ref().is_some_and(|(id, _)| *id == thread::current().id())
    }

    /// Has somebody deliver soon; once, however often it is asked for before.
    pub(super) fn send(&self, deliver: Arc<dyn Deliver>) {
        let mut state = self.lock();
        if state.users > 0 && !state.queue.iter().any(|other| Arc::ptr_eq(other, &deliver)) {
            state.queue.push_back(deliver);
            drop(state);
            self.arrived.notify_all();
        }
    }

    fn run(&self) {
        let here = thread::current().id();
        let mut state = self.lock();
        loop {
            // Another one has taken over, or nobody needs it.
            if state.thread.as_ref().is_some_and(|(id, _)| *id != here) || state.users == 0 {
                return;
            }
            state = match state.queue.pop_front() {
                Some(deliver) => {
                    drop(state);
                    deliver.deliver();
                    drop(deliver);
                    self.lock()
                }
                None => self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}
