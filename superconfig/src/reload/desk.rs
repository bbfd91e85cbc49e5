//! What a watcher, its subscribers and the reloader's thread share about one config.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::SystemTime,
};

use super::{
    part::compare,
    post::{Deliver, Post, may_wait, message, told_of},
    status::{Failure, Status},
};
use crate::{
    config::SuperConfig,
    inspect::{Change, Diff},
    load::Snapshot,
    problem::Error,
};

pub(super) struct Desk<T> {
    /// What is running, as far as this watcher published it. There from the first load on.
    news: Mutex<News<T>>,
    published: Condvar,
    /// The same for those who wait in async code.
    #[cfg(feature = "tokio")]
    pub(super) bell: tokio::sync::watch::Sender<()>,
    subscribers: Mutex<Vec<Arc<Subscriber<T>>>>,
    vetoes: Mutex<Vec<Veto<T>>>,
    /// Held while subscribers are told.
    telling: Mutex<()>,
    closed: AtomicBool,
    /// Whether the post delivers for this one.
    open: Mutex<bool>,
    pub(super) post: Arc<Post>,
}

struct News<T> {
    latest: Option<Arc<Snapshot<T>>>,
    status: Status,
    /// Counts errors, so that each is told of once.
    errors: u64,
}

type Veto<T> = Box<dyn FnMut(&T, &T, &Diff) -> Result<(), String> + Send>;

struct Subscriber<T> {
    cancelled: AtomicBool,
    /// Only the thread that tells it looks at this.
    told: Mutex<Told<T>>,
}

struct Told<T> {
    /// What it was told of last.
    last: Option<Arc<Snapshot<T>>>,
    errors: u64,
    tell: Tell<T>,
}

type OnChange<T> = Box<dyn FnMut(&T, &T, &Diff) + Send>;

enum Tell<T> {
    Change(OnChange<T>),
    Error(Box<dyn FnMut(&Error) + Send>),
}

impl<T> Clone for Reloaded<T> {
    fn clone(&self) -> Self {
        Self { old: Arc::clone(&self.old), new: Arc::clone(&self.new), changes: self.changes.clone() }
    }
}

/// What one or several reloads changed.
pub struct Reloaded<T> {
    pub(super) old: Arc<Snapshot<T>>,
    pub(super) new: Arc<Snapshot<T>>,
    pub(super) changes: Diff,
}

impl<T> Reloaded<T> {
    /// What was running before.
    #[must_use]
    pub fn old(&self) -> &Arc<Snapshot<T>> {
        &self.old
    }

    /// What is running now.
    #[must_use]
    #[allow(clippy::new_ret_no_self)] // the other one of `old`
    pub fn new(&self) -> &Arc<Snapshot<T>> {
        &self.new
    }

    /// What differs. It may be empty if a setting is of a type that cannot be shown, of which nobody can say whether it differs.
    #[must_use]
    pub fn changes(&self) -> &Diff {
        &self.changes
    }
}

impl<T> fmt::Debug for Reloaded<T> {
    /// What differs, without secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reloaded:\n{}", self.changes)
    }
}

fn lock<G>(mutex: &Mutex<G>) -> MutexGuard<'_, G> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: SuperConfig> Desk<T> {
    pub(super) fn new(post: Arc<Post>) -> Self {
        let status = Status {
            generation: 0,
            looks: 0,
            reloads: 0,
            failures: 0,
            last_success: SystemTime::now(),
            last_failure: None,
            failing: false,
            pending_restart: Vec::new(),
        };
        Self {
            news: Mutex::new(News { latest: None, status, errors: 0 }),
            published: Condvar::new(),
            #[cfg(feature = "tokio")]
            bell: tokio::sync::watch::Sender::new(()),
            subscribers: Mutex::default(),
            vetoes: Mutex::default(),
            telling: Mutex::new(()),
            closed: AtomicBool::new(false),
            open: Mutex::new(false),
            post,
        }
    }

    pub(super) fn status(&self) -> Status {
        lock(&self.news).status.clone()
    }

    pub(super) fn latest(&self) -> Option<Arc<Snapshot<T>>> {
        lock(&self.news).latest.clone()
    }

    /// Whether the watcher is gone.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// A snapshot was published, or what is running is found to be what the sources say.
    pub(super) fn succeeded(self: &Arc<Self>, snapshot: Option<Arc<Snapshot<T>>>, pending_restart: Vec<Change>) {
        let mut news = lock(&self.news);
        let is_news = snapshot.is_some();
        if let Some(snapshot) = snapshot {
            news.status.generation = snapshot.generation();
            news.status.reloads += u64::from(news.latest.is_some());
            news.latest = Some(snapshot);
        }
        news.status.last_success = SystemTime::now();
        news.status.failing = false;
        news.status.pending_restart = pending_restart;
        drop(news);
        if is_news {
            self.ring();
        }
    }

    pub(super) fn looked(&self) {
        lock(&self.news).status.looks += 1;
    }

    pub(super) fn failed(self: &Arc<Self>, error: &Error) {
        let mut news = lock(&self.news);
        news.status.failures += 1;
        news.status.failing = true;
        news.status.last_failure = Some(Failure { at: SystemTime::now(), error: error.clone() });
        news.errors += 1;
        drop(news);
        self.ring();
    }

    fn ring(self: &Arc<Self>) {
        self.wake();
        self.post.send(Arc::clone(self) as Arc<dyn Deliver>);
    }

    /// Lets whoever waits for news look again.
    fn wake(&self) {
        self.published.notify_all();
        #[cfg(feature = "tokio")]
        self.bell.send_replace(());
    }

    /// What is running now, if it is not this snapshot; nothing if nothing will come after it.
    #[cfg(feature = "tokio")]
    pub(super) fn after(&self, last: &Arc<Snapshot<T>>) -> Poll<Option<Arc<Snapshot<T>>>> {
        self.newer(&lock(&self.news), last)
    }

    fn newer(&self, news: &News<T>, last: &Arc<Snapshot<T>>) -> Poll<Option<Arc<Snapshot<T>>>> {
        match news.latest.as_ref().filter(|latest| !Arc::ptr_eq(latest, last)) {
            Some(latest) => Poll::Ready(Some(Arc::clone(latest))),
            None if self.is_closed() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }

    /// Waits for what comes after a snapshot, or for the end, or as long as it may take.
    pub(super) fn wait(&self, last: &Arc<Snapshot<T>>, until: Option<std::time::Instant>) -> Option<Arc<Snapshot<T>>> {
        let mut news = lock(&self.news);
        loop {
            if let Poll::Ready(newer) = self.newer(&news, last) {
                return newer;
            }
            news = match until.map(|until| until.saturating_duration_since(std::time::Instant::now())) {
                None => self.published.wait(news).unwrap_or_else(PoisonError::into_inner),
                Some(time) if time.is_zero() => return None,
                Some(time) => self.published.wait_timeout(news, time).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
    }

    pub(super) fn on_change(self: &Arc<Self>, tell: impl FnMut(&T, &T, &Diff) + Send + 'static) -> Subscription {
        self.subscribe(Tell::Change(Box::new(tell)))
    }

    pub(super) fn on_error(self: &Arc<Self>, tell: impl FnMut(&Error) + Send + 'static) -> Subscription {
        self.subscribe(Tell::Error(Box::new(tell)))
    }

    fn subscribe(self: &Arc<Self>, tell: Tell<T>) -> Subscription {
        // Before anybody can ring for this one.
        let mut open = lock(&self.open);
        if !std::mem::replace(&mut *open, true) {
            self.post.open();
        }
        drop(open);
        let news = lock(&self.news);
        let told = Mutex::new(Told { last: news.latest.clone(), errors: news.errors, tell });
        let subscriber = Arc::new(Subscriber { cancelled: AtomicBool::new(false), told });
        // While the news is held, so that nothing comes between.
        lock(&self.subscribers).push(Arc::clone(&subscriber));
        drop(news);
        let desk = Arc::downgrade(self);
        let cancel = move || {
            if let Some(desk) = desk.upgrade() {
                desk.cancel(&subscriber);
            }
        };
        Subscription { cancel: Box::new(cancel) }
    }

    fn cancel(&self, subscriber: &Arc<Subscriber<T>>) {
        subscriber.cancelled.store(true, Ordering::Release);
        let removed: Vec<_> = lock(&self.subscribers).extract_if(.., |other| Arc::ptr_eq(other, subscriber)).collect();
        drop(removed);
        self.wait_for_telling();
    }

    /// Waits for who is being told something, unless that is who asks, or may be waiting for who asks.
    fn wait_for_telling(&self) {
        if may_wait() {
            drop(lock(&self.telling));
        }
    }

    pub(super) fn try_apply(&self, veto: Veto<T>) {
        lock(&self.vetoes).push(veto);
    }

    /// Asks all who may refuse a config.
    pub(super) fn approve(&self, old: &T, new: &T, changes: &Diff) -> Result<(), Vec<String>> {
        let mut vetoes = std::mem::take(&mut *lock(&self.vetoes));
        let refusals: Vec<String> = (vetoes.iter_mut())
            .filter_map(|veto| match catch_unwind(AssertUnwindSafe(|| veto(old, new, changes))) {
                Ok(result) => result.err(),
                Err(panic) => Some(format!("panicked: {}", message(&*panic))),
            })
            .collect();
        let mut now = lock(&self.vetoes);
        // Those that were added meanwhile come behind.
        vetoes.append(&mut now);
        if !self.is_closed() {
            *now = vetoes;
        }
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// Ends all subscriptions; no subscriber is called after this, unless it is a subscriber who does this.
    pub(super) fn close(&self) {
        let news = lock(&self.news);
        self.closed.store(true, Ordering::Release);
        drop(news);
        self.wake();
        let subscribers = std::mem::take(&mut *lock(&self.subscribers));
        drop(subscribers);
        self.wait_for_telling();
        let vetoes = std::mem::take(&mut *lock(&self.vetoes));
        drop(vetoes);
        let open = std::mem::take(&mut *lock(&self.open));
        if open {
            self.post.close(self);
        }
    }
}

/// Two snapshots and what differs, for the next subscriber who asks about the same two.
struct Compared<T> {
    old: Arc<Snapshot<T>>,
    new: Arc<Snapshot<T>>,
    diff: Option<Diff>,
}

impl<T: SuperConfig> Deliver for Desk<T> {
    fn deliver(&self) {
        let telling = lock(&self.telling);
        let mut compared = None;
        let subscribers = lock(&self.subscribers).clone();
        for subscriber in &subscribers {
            if subscriber.cancelled.load(Ordering::Acquire) || self.is_closed() {
                continue;
            }
            let told = catch_unwind(AssertUnwindSafe(|| self.tell(&mut lock(&subscriber.told), &mut compared)));
            if let Err(panic) = told {
                told_of(&format!("a subscriber to changes of {}", T::SCHEMA.name), &*panic);
            }
        }
        // Those that were cancelled end here, before whoever cancelled them goes on.
        for subscriber in subscribers {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(subscriber))) {
                told_of(&format!("the end of a subscription to changes of {}", T::SCHEMA.name), &*panic);
            }
        }
        drop(telling);
    }
}

impl<T: SuperConfig> Desk<T> {
    /// Tells a subscriber what is new to it.
    fn tell(&self, told: &mut Told<T>, compared: &mut Option<Compared<T>>) {
        let news = lock(&self.news);
        let error = news.status.last_failure.as_ref().filter(|_| news.errors > told.errors);
        let (latest, error, errors) = (news.latest.clone(), error.map(|failure| failure.error.clone()), news.errors);
        drop(news);
        told.errors = errors;
        let last = std::mem::replace(&mut told.last, latest.clone());
        match &mut told.tell {
            Tell::Error(tell) => error.iter().for_each(tell),
            Tell::Change(tell) => {
                let (Some(old), Some(new)) = (last, latest) else { return };
                let known = compared.take();
                let known = known.filter(|known| Arc::ptr_eq(&known.old, &old) && Arc::ptr_eq(&known.new, &new));
                let known = compared.insert(known.unwrap_or_else(|| {
                    let diff = compare(&old, &new);
                    Compared { old, new, diff }
                }));
                if let Some(diff) = &known.diff {
                    tell(known.old.value(), known.new.value(), diff);
                }
            }
        }
    }
}

/// A subscription to changes or errors. It lasts as long as the watcher, whether this is kept or not, unless it is
/// [cancelled](Self::cancel).
pub struct Subscription {
    cancel: Box<dyn FnOnce() + Send + Sync>,
}

impl Subscription {
    /// Ends it. When this returns, the function is not running and will not be called again. Only if a function that is called by a
    /// reloader does this, such as that very one, it may still be running.
    pub fn cancel(self) {
        (self.cancel)();
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription")
    }
}
