//! One entry: the place where the snapshots of one config stand, one after another.
//!
//! # The stamp
//!
//! Beside the snapshot stands a number that changes whenever a reader should look again: the generation of what was
//! published last, and two bits. One says that the sweeper wants to know whether anybody reads, the other that a writer is
//! about to publish. A reader that remembers the stamp of what it read last needs one relaxed load to know that nothing is
//! newer: what a thread was told of by any other means, it also sees in the stamp.
//!
//! Writers announce, publish, and stamp, in this order. A reader that sees a stamp finds that snapshot or a later one. And what
//! anybody has read was announced before, so whoever hears of it from a reader does not take what it remembers for new, even
//! if the writer has not come to stamp yet.

use std::{
    any::{Any, TypeId, type_name},
    num::NonZeroU64,
    sync::Arc,
    time::{Duration, Instant},
};

use arc_swap::ArcSwapOption;

use super::{
    ConfigHandle, RegistryError,
    sync::{AtomicBool, AtomicU64, AtomicUsize, Mutex, MutexGuard, Ordering, lock, step},
};
use crate::load::Snapshot;

/// The place of the snapshots of one config.
pub(crate) struct Place<T> {
    pub(super) meta: Meta,
    current: ArcSwapOption<Snapshot<T>>,
}

/// What is known of an entry whatever its type.
pub(super) struct Meta {
    pub(super) id: NonZeroU64,
    /// The number of the registry that it is in.
    pub(super) registry: u64,
    /// Of a static cell: it stays when its value goes.
    pub(super) permanent: bool,
    stamp: AtomicU64,
    /// Whether a value stands there, for who does not know its type.
    present: AtomicBool,
    /// How many shared handles there are.
    pub(super) shared: AtomicUsize,
    /// Whether there ever was one.
    counted: AtomicBool,
    pub(super) about: Mutex<About>,
}

/// What changes rarely.
pub(super) struct About {
    pub(super) name: Option<Arc<str>>,
    /// How long it may go unread, if that was said of this entry.
    pub(super) expire_after: Option<Duration>,
    /// When it was last known to be in use.
    pub(super) seen: Instant,
    /// Whether readers were asked to say that they read.
    pub(super) watched: bool,
}

const UNSEEN: u64 = 1;
const CHANGING: u64 = 2;

impl Meta {
    pub(super) fn new(id: NonZeroU64, registry: u64, permanent: bool) -> Self {
        let about = About { name: None, expire_after: None, seen: Instant::now(), watched: false };
        let (stamp, shared) = (AtomicU64::new(0), AtomicUsize::new(0));
        Self {
            id,
            registry,
            permanent,
            stamp,
            present: AtomicBool::new(false),
            shared,
            counted: AtomicBool::new(false),
            about: Mutex::new(about),
        }
    }

    /// What a reader compares with.
    #[inline]
    pub(super) fn stamp(&self) -> u64 {
        self.stamp.load(Ordering::Relaxed)
    }

    /// Says that somebody reads, if the sweeper wants to know. Comes before the snapshot is looked at.
    #[inline]
    fn touch(&self) {
        if self.stamp.load(Ordering::Acquire) & UNSEEN != 0 {
            self.stamp.fetch_and(!UNSEEN, Ordering::AcqRel);
        }
    }

    pub(super) fn is_present(&self) -> bool {
        self.present.load(Ordering::Acquire)
    }

    /// Counts one more shared handle.
    pub(super) fn share(&self) {
        self.counted.store(true, Ordering::Relaxed);
        self.shared.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether it had shared handles and has none any more.
    pub(super) fn is_abandoned(&self) -> bool {
        !self.permanent && self.counted.load(Ordering::Relaxed) && self.shared.load(Ordering::Acquire) == 0
    }

    /// Asks readers to say that they read.
    pub(super) fn watch(&self) {
        self.stamp.fetch_or(UNSEEN, Ordering::AcqRel);
    }

    /// Whether nobody has read since [`Self::watch`].
    pub(super) fn is_unseen(&self) -> bool {
        self.stamp.load(Ordering::Acquire) & UNSEEN != 0
    }
}

/// The stamp of a snapshot that somebody reads.
pub(super) const fn stamp_of(generation: u64) -> u64 {
    generation << 2
}

impl<T: Send + Sync + 'static> Place<T> {
    pub(super) fn new(meta: Meta, snapshot: Option<Snapshot<T>>) -> Self {
        Self { meta, current: ArcSwapOption::from(snapshot.map(Arc::new)) }
    }

    /// The snapshot that stands here, held without counting it. Costs no lock and no write that other cores see.
    pub(super) fn load(&self) -> arc_swap::Guard<Option<Arc<Snapshot<T>>>> {
        self.meta.touch();
        step();
        self.current.load()
    }

    /// The handle that leads here.
    pub(crate) fn handle(&self) -> ConfigHandle<T> {
        ConfigHandle::new(self.meta.id)
    }

    /// The snapshot that stands here, counted.
    pub(crate) fn load_full(&self) -> Option<Arc<Snapshot<T>>> {
        self.meta.touch();
        step();
        self.current.load_full()
    }

    /// Whether nothing stands here. Asking is not reading.
    pub(super) fn is_empty(&self) -> bool {
        step();
        self.current.load().is_none()
    }

    /// Why there is nothing to read.
    pub(super) fn absent(&self) -> RegistryError {
        absent(self)
    }
}

/// Why there is nothing to read in an entry.
pub(super) fn absent(entry: &dyn Entry) -> RegistryError {
    let meta = entry.meta();
    if meta.permanent {
        RegistryError::NotLoaded { type_name: entry.type_name() }
    } else {
        RegistryError::HandleNotFound { id: meta.id.get() }
    }
}

/// What changes rarely about an entry.
pub(super) fn lock_about(entry: &dyn Entry) -> MutexGuard<'_, About> {
    lock(&entry.meta().about)
}

/// A [`Place`] of any type.
pub(super) trait Entry: Any + Send + Sync {
    fn meta(&self) -> &Meta;
    fn type_name(&self) -> &'static str;
    fn current(&self) -> Option<Arc<dyn Published>>;
    /// The generation of what stands here.
    fn generation(&self) -> Option<u64>;
    /// Says under which generation it stands here what the place was made with. Before anybody can find it.
    fn begin(&self, generation: u64);
    /// Lets `next`, which is of the entry's own type, stand here from `generation` on; gives what stood here. Only for who
    /// holds the ledger.
    fn put(&self, next: Option<Arc<dyn Published>>, generation: u64) -> Option<Arc<dyn Published>>;
    /// The size of a value, without what it holds on the heap.
    fn size(&self) -> usize;
    /// The type of its values.
    fn value_type(&self) -> TypeId;
}

impl<T: Send + Sync + 'static> Entry for Place<T> {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn type_name(&self) -> &'static str {
        type_name::<T>()
    }

    fn current(&self) -> Option<Arc<dyn Published>> {
        step();
        self.current.load_full().map(|snapshot| snapshot as Arc<dyn Published>)
    }

    fn generation(&self) -> Option<u64> {
        step();
        self.current.load().as_ref().map(|snapshot| snapshot.generation())
    }

    fn begin(&self, generation: u64) {
        if let Some(snapshot) = &*self.current.load() {
            snapshot.stamp(generation);
        }
        self.meta.stamp.store(stamp_of(generation), Ordering::Relaxed);
        self.meta.present.store(true, Ordering::Release);
    }

    fn put(&self, next: Option<Arc<dyn Published>>, generation: u64) -> Option<Arc<dyn Published>> {
        let present = next.is_some();
        let next = next.map(|next| (next as Arc<dyn Any + Send + Sync>).downcast::<Snapshot<T>>());
        // What is stored below takes this along to whoever reads it.
        self.meta.stamp.fetch_or(CHANGING, Ordering::Relaxed);
        step();
        let before = match next.transpose() {
            Ok(next) => self.current.swap(next),
            Err(_) => unreachable!("types are checked before anything is staged"),
        };
        // In one step with looking at the sweeper's mark: a reader may take it off at any moment, and that must not be lost.
        let stamp = |before| Some(stamp_of(generation) | (before & UNSEEN));
        let _ = self.meta.stamp.fetch_update(Ordering::Release, Ordering::Relaxed, stamp);
        self.meta.present.store(present, Ordering::Release);
        before.map(|before| before as Arc<dyn Published>)
    }

    fn size(&self) -> usize {
        size_of::<T>()
    }

    fn value_type(&self) -> TypeId {
        TypeId::of::<T>()
    }
}

/// A [`Snapshot`] of any type.
pub(crate) trait Published: Any + Send + Sync {
    fn generation(&self) -> u64;
    /// When it was made to be published.
    fn published(&self) -> Instant;
    /// Says under which generation it is published, before anybody can find it.
    fn stamp(&self, generation: u64);
    /// The same value, to be published once more.
    fn again(&self) -> Arc<dyn Published>;
    /// The name of the config, and the sources that the value was loaded from.
    fn load(&self) -> Option<(String, Vec<String>)>;
}

/// The value of a snapshot that stood or will stand in a place of its type.
pub(super) fn value_of<T: Send + Sync + 'static>(snapshot: &dyn Published) -> Arc<T> {
    let snapshot: &Snapshot<T> =
        (snapshot as &dyn Any).downcast_ref().expect("types are checked before anything is staged");
    Arc::clone(snapshot.value())
}
