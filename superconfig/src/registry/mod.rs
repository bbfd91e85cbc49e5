//! The process-wide, typed store of published configs. It knows nothing of loading but the snapshot that it holds.
//!
//! `place.rs` is one entry and says how readers learn of what is new; `core.rs` is the index and the one way to change anything;
//! `local.rs` is what a thread remembers; the rest are doors.

mod cell;
mod collect;
mod core;
mod error;
mod expiry;
mod flags;
mod guard;
mod handle;
mod local;
mod place;
mod settings;
mod shared;
mod stats;
mod sync;
mod transaction;
mod turn;
mod view;

pub use cell::{Cell, cell_of};
pub use error::RegistryError;
pub use flags::{RuntimeFlags, StartupFlags, Verbosity};
pub use guard::{ConfigGuard, ConfigReader, Current};
pub use handle::ConfigHandle;
pub use local::release_current;
pub use shared::SharedConfigHandle;
pub use stats::{Detail, Stats};
pub use transaction::Transaction;
pub use view::{Description, RegistrySnapshot};

pub(crate) use core::{Change, When};
pub(crate) use place::Published;

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use self::{
    core::Core,
    place::{Place, lock_about},
    settings::{Errors, Settings},
    sync::{Mutex, Ordering, lock},
};
use crate::load::Snapshot;

/// Configs of any types, side by side, each behind a typed [handle](ConfigHandle).
///
/// The process has [one](registry()), where every [load](crate::SuperConfig::load) publishes; [`ConfigRegistry::new`] makes others,
/// and the handles of one mean nothing to another. What is stored need not be a config: any `T: Send + Sync + 'static` will do.
///
/// ```
/// use superconfig::ConfigRegistry;
///
/// struct Tenant { seats: u32 }
///
/// let registry = ConfigRegistry::new();
/// let (a, b) = (registry.create(Tenant { seats: 5 }), registry.create(Tenant { seats: 7 }));
/// registry.update_with(&a, |tenant| Tenant { seats: tenant.seats + 1 })?;
/// assert_eq!(registry.read(&a)?.seats, 6);
///
/// let before = registry.generation();
/// registry.keep_history(10);
/// registry.transaction(|tx| {
///     let moved = tx.read(&b)?.seats;
///     tx.update_with(&a, |tenant| Tenant { seats: tenant.seats + moved })?;
///     tx.delete(&b)?;
///     Ok(())
/// })?;
/// assert_eq!(registry.read(&a)?.seats, 13);
///
/// registry.rollback_to(before)?;
/// assert_eq!((registry.read(&a)?.seats, registry.read(&b)?.seats), (6, 7));
/// # Ok::<(), superconfig::RegistryError>(())
/// ```
///
/// # Reading
///
/// | | gives | cost |
/// |---|---|---|
/// | [`AppConfig::get`](crate::SuperConfig::get) | a [guard](ConfigGuard) | no memory written that others see |
/// | [`AppConfig::current`](crate::SuperConfig::current), [`current`](Self::current) | the thread's own [reference](Current) | about a plain reference |
/// | [`AppConfig::reader`](crate::SuperConfig::reader), [`reader`](Self::reader) | a [`ConfigReader`] for a loop | a plain reference and one comparison |
/// | [`read`](Self::read) | an `Arc` | an `Arc`'s count, which cores contend for |
/// | [`snapshot`](Self::snapshot) | everything at one moment | in proportion to the number of entries; writers wait |
///
/// No reader ever waits: neither for a writer nor for another reader. A value that is replaced lives exactly as long as those who
/// read it; for `current` that includes the [thread](release_current).
///
/// # Changing
///
/// Every change is a commit with a number of its own, its *generation*, which is also that of each value that it publishes.
/// Commits happen one after another. While the closure of a [transaction](Self::transaction) runs, other threads that want to
/// change the registry wait; readers do not.
///
/// # Two ways with errors
///
/// Methods return errors. Those called `try_…` never do: they collect them, up to a hundred, for [`errors`](Self::errors) and
/// [`catch`](Self::catch).
pub struct ConfigRegistry {
    shared: Arc<Core>,
    sweeper: Mutex<Option<expiry::Sweeper>>,
}

/// A type that knows how much memory it holds besides its own size; see [`ConfigRegistry::measure`].
pub trait HeapSize {
    /// Bytes on the heap that are this value's alone.
    fn heap_size(&self) -> usize;
}

static REGISTRY: OnceLock<ConfigRegistry> = OnceLock::new();

/// The registry of this process.
///
/// ```
/// use superconfig::SuperConfig;
///
/// #[derive(SuperConfig)]
/// struct Limits {
///     #[config(default = 10)]
///     connections: u32,
/// }
///
/// Limits::builder().load()?;
/// let limits = superconfig::registry().read(&Limits::handle()).unwrap();
/// assert_eq!(limits.connections, 10);
/// # Ok::<(), superconfig::Error>(())
/// ```
#[must_use]
#[inline]
pub fn registry() -> &'static ConfigRegistry {
    REGISTRY.get_or_init(ConfigRegistry::new)
}

impl std::fmt::Debug for ConfigRegistry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConfigRegistry({} configs)", self.len())
    }
}

impl Default for ConfigRegistry {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for ConfigRegistry {
    /// Threads may remember entries for a while; values do not wait for them.
    fn drop(&mut self) {
        drop(lock(&self.sweeper).take());
        self.shared.keep(0);
        self.clear();
    }
}

/// # Making one
impl ConfigRegistry {
    /// A registry of its own, beside that of the process.
    #[must_use]
    pub fn new() -> Self {
        Self::with_settings(StartupFlags::empty())
    }

    /// Like [`Self::new`], in an `Arc`.
    #[must_use]
    pub fn arc_new() -> Arc<Self> {
        Arc::new(Self::new())
    }

    /// A registry with flags that cannot be changed later.
    ///
    /// # Errors
    /// If a flag does not exist.
    pub fn with_startup_flags(flags: StartupFlags) -> Result<Self, RegistryError> {
        flags.known().map(Self::with_settings)
    }

    fn with_settings(flags: StartupFlags) -> Self {
        Self { shared: Arc::new(Core::new(Settings::new(flags))), sweeper: Mutex::new(None) }
    }

    /// Makes this the [registry of the process](registry()). Only before anything was loaded or asked for.
    ///
    /// # Errors
    /// If the process's registry is in use already.
    pub fn install(self) -> Result<&'static Self, RegistryError> {
        REGISTRY.set(self).map_err(|_| RegistryError::AlreadyInUse)?;
        Ok(registry())
    }
}

/// # Entries
impl ConfigRegistry {
    /// Adds a value; its handle is valid until the entry is deleted.
    pub fn create<T: Send + Sync + 'static>(&self, value: T) -> ConfigHandle<T> {
        self.publish_new(Snapshot::of(Arc::new(value)))
    }

    /// Adds a value that goes when the last shared handle does.
    pub fn create_shared<T: Send + Sync + 'static>(&self, value: T) -> SharedConfigHandle<T> {
        let place = self.shared.place(Some(Snapshot::of(Arc::new(value))));
        // Counted before anybody can find it.
        let handle = SharedConfigHandle::new(&self.shared, Arc::clone(&place));
        self.enter(place);
        handle
    }

    /// Makes a counted handle to an entry: from then on the entry goes when the last shared handle does.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn share<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
    ) -> Result<SharedConfigHandle<T>, RegistryError> {
        self.told(SharedConfigHandle::of(&self.shared, handle.id()))
    }

    /// Puts another value in place of the present one, for all who read from now on; gives its generation.
    ///
    /// # Errors
    /// Like [`Self::read`]; then nothing was changed.
    pub fn update<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
        value: impl Into<Arc<T>>,
    ) -> Result<u64, RegistryError> {
        let result = self
            .shared
            .find::<T>(handle.id())
            .and_then(|place| self.shared.commit([Change::publish(place, Snapshot::of(value.into()), When::Present)]));
        self.updated(result)
    }

    /// Puts a value made from the present one in its place; gives its generation. Whatever others do at the same time, no
    /// change is lost.
    ///
    /// No lock is held while `change` runs. If somebody else was faster, it runs once more.
    ///
    /// # Errors
    /// Like [`Self::read`]; then nothing was changed.
    pub fn update_with<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
        change: impl FnMut(&T) -> T,
    ) -> Result<u64, RegistryError> {
        let result = self.shared.find::<T>(handle.id()).and_then(|place| self.update_place(&place, change));
        self.updated(result)
    }

    fn update_place<T: Send + Sync + 'static>(
        &self,
        place: &Arc<Place<T>>,
        mut change: impl FnMut(&T) -> T,
    ) -> Result<u64, RegistryError> {
        loop {
            let present = place.load_full().ok_or_else(|| place.absent())?;
            let next = Snapshot::of(Arc::new(change(present.value())));
            match self.shared.commit([Change::publish(Arc::clone(place), next, When::At(present.generation()))]) {
                Err(RegistryError::Conflict { .. }) => {}
                result => return result,
            }
        }
    }

    /// Deletes an entry and gives its last value. A type's [own entry](crate::SuperConfig::handle) stays, without a value, until
    /// the next load.
    ///
    /// # Errors
    /// Like [`Self::read`]; then nothing was changed.
    pub fn delete<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Result<Arc<T>, RegistryError> {
        let result = self.shared.find::<T>(handle.id()).and_then(|place| {
            // With the turn taken the value cannot change between the two.
            let turn = self.shared.turn.take();
            let last = place.load_full().ok_or_else(|| place.absent())?;
            let mut change = [Change::delete(place, When::Present)];
            let committed = self.shared.commit_now(&mut change);
            drop(turn);
            committed.map(|_| Arc::clone(last.value()))
        });
        if result.is_ok() {
            self.shared.counters.deletes.fetch_add(1, Ordering::Relaxed);
        }
        self.told(result)
    }

    /// Deletes everything, in one commit. Plain and shared handles are then invalid.
    pub fn clear(&self) {
        let turn = self.shared.turn.take();
        let entries = self.shared.entries();
        let count = entries.len();
        if count == 0 {
            return;
        }
        let changes = entries.into_iter().map(|present| Change::delete(present.entry, When::Always));
        let mut changes: Vec<Change> = changes.collect();
        let committed = self.shared.commit_now(&mut changes);
        drop(turn);
        if committed.is_ok() {
            self.shared.counters.deletes.fetch_add(count as u64, Ordering::Relaxed);
        }
    }

    /// Whether there is a value for a handle, of whatever type; [`Self::is_valid`] also looks at the type.
    #[must_use]
    pub fn contains<T>(&self, handle: &ConfigHandle<T>) -> bool {
        self.shared.entry(handle.id()).is_ok_and(|entry| entry.current().is_some())
    }

    /// Whether [`Self::read`] would give a value.
    #[must_use]
    pub fn is_valid<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> bool {
        self.shared.find::<T>(handle.id()).is_ok_and(|place| !place.is_empty())
    }

    /// How many configs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Publishes a snapshot in a new entry.
    pub(crate) fn publish_new<T: Send + Sync + 'static>(&self, snapshot: Snapshot<T>) -> ConfigHandle<T> {
        let place = self.shared.place(Some(snapshot));
        let handle = ConfigHandle::new(place.meta.id);
        self.enter(place);
        handle
    }

    /// Lets a place be found that was made with its value.
    fn enter<T: Send + Sync + 'static>(&self, place: Arc<Place<T>>) {
        let entered = self.shared.commit([Change::enter(place)]);
        debug_assert!(entered.is_ok(), "nothing is asked of a new entry");
        self.shared.counters.creates.fetch_add(1, Ordering::Relaxed);
    }

    /// Publishes what was loaded together in one commit, whatever stands there.
    pub(crate) fn publish(&self, mut changes: Vec<Change>) {
        let turn = self.shared.turn.take();
        let counters = &self.shared.counters;
        let (updates, creates): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|change| change.replaces());
        counters.creates.fetch_add(creates.len() as u64, Ordering::Relaxed);
        counters.updates.fetch_add(updates.len() as u64, Ordering::Relaxed);
        let committed = self.shared.commit_now(&mut changes);
        drop(turn);
        debug_assert!(committed.is_ok(), "nothing is asked of the entries");
    }

    fn updated(&self, result: Result<u64, RegistryError>) -> Result<u64, RegistryError> {
        if result.is_ok() {
            self.shared.counters.updates.fetch_add(1, Ordering::Relaxed);
        }
        self.told(result)
    }

    /// Counts a failure.
    fn told<R>(&self, result: Result<R, RegistryError>) -> Result<R, RegistryError> {
        if result.is_err() {
            self.shared.counters.failed();
        }
        result
    }
}

/// # Reading
impl ConfigRegistry {
    /// The config behind a handle.
    ///
    /// # Errors
    /// If there is no such entry, it is of another type, or it is that of a config type that was not loaded.
    pub fn read<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Result<Arc<T>, RegistryError> {
        self.read_versioned(handle).map(|(value, _)| value)
    }

    /// The config behind a handle and the generation under which it was published.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn read_versioned<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
    ) -> Result<(Arc<T>, u64), RegistryError> {
        local::read(&self.shared, handle.id())
    }

    /// The config behind a handle, as this thread's own reference: nothing is counted that other threads see. See
    /// [`release_current`] for what the thread then holds.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn current<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Result<Current<T>, RegistryError> {
        local::read(&self.shared, handle.id())
    }

    /// A reader to keep, for hot loops.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn reader<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Result<ConfigReader<T>, RegistryError> {
        let place = self.shared.find::<T>(handle.id());
        self.told(place.and_then(|place| ConfigReader::of(&place).ok_or_else(|| place.absent())))
    }

    /// Everything as it is at one moment between two commits: never half a transaction. Writers wait while it is taken.
    #[must_use]
    pub fn snapshot(&self) -> RegistrySnapshot {
        let (generation, entries) = self.shared.view();
        RegistrySnapshot::new(generation, entries)
    }

    /// What is known of each config, by id.
    #[must_use]
    pub fn descriptions(&self) -> Vec<Description> {
        self.snapshot().descriptions().collect()
    }

    /// The number of the last commit; 0 before the first.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.shared.generation()
    }
}

/// # Several changes at once
impl ConfigRegistry {
    /// Commits what the closure prepares, if it returns `Ok`: all of it in one moment, as [`Self::snapshot`] sees it. If it returns an
    /// error or panics, nothing has happened.
    ///
    /// Others who want to change the registry wait until the closure is done, so what it reads through the transaction
    /// stays true. Readers never wait. A closure that calls the registry itself, and not the transaction, changes it at once
    /// and for good; if that was an entry of the transaction, the transaction fails with [`RegistryError::Conflict`].
    ///
    /// ```
    /// use superconfig::{ConfigRegistry, RegistryError};
    ///
    /// let registry = ConfigRegistry::new();
    /// let (a, b) = (registry.create(3_u32), registry.create(4_u32));
    /// let error = registry.transaction(|tx| {
    ///     tx.update(&a, 0)?;
    ///     if *tx.read(&b)? > 3 {
    ///         return Err(RegistryError::aborted("b is too large"));
    ///     }
    ///     Ok(())
    /// });
    /// assert!(error.is_err());
    /// assert_eq!(*registry.read(&a)?, 3);
    /// # Ok::<(), RegistryError>(())
    /// ```
    ///
    /// # Errors
    /// Those of the closure, and [`RegistryError::Conflict`].
    pub fn transaction<R>(
        &self,
        body: impl FnOnce(&mut Transaction<'_>) -> Result<R, RegistryError>,
    ) -> Result<R, RegistryError> {
        let turn = self.shared.turn.take();
        let mut transaction = Transaction::new(&self.shared);
        let result = body(&mut transaction);
        // What is replaced, or was prepared in vain, goes when the turn is given up.
        let (result, left) = match result {
            Ok(result) => match transaction.commit() {
                Ok(done) => (Ok(result), Ok(done)),
                Err(error) => (Err(error), Ok(transaction::Done::default())),
            },
            Err(error) => (Err(error), Err(transaction)),
        };
        drop(turn);
        drop(left);
        self.told(result)
    }

    /// Keeps what is needed to take the next commits back, that many of them; 0, as it is at first, keeps nothing. Former
    /// values live as long as they are kept.
    pub fn keep_history(&self, commits: usize) {
        self.shared.keep(commits);
    }

    /// The oldest generation that [`Self::rollback_to`] can go back to.
    #[must_use]
    pub fn oldest_generation(&self) -> u64 {
        self.shared.oldest()
    }

    /// Brings every entry back to what it was at a generation: replaced values, deleted entries (under their old handles), and
    /// created ones go. It is a commit itself, and can be taken back as any other; gives its generation.
    ///
    /// # Errors
    /// If that generation is not [kept](Self::keep_history); then nothing was changed.
    pub fn rollback_to(&self, generation: u64) -> Result<u64, RegistryError> {
        self.told(self.shared.roll_back(generation))
    }
}

/// # What is known of entries
impl ConfigRegistry {
    /// Gives an entry a name, for [`Self::descriptions`].
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn set_name<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
        name: impl Into<Arc<str>>,
    ) -> Result<(), RegistryError> {
        let place = self.told(self.shared.find::<T>(handle.id()))?;
        lock_about(&*place).name = Some(name.into());
        Ok(())
    }

    /// Counts what the values of an entry say that they hold, besides their size, in [`Self::stats`] and
    /// [`Self::descriptions`].
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn measure<T: HeapSize + Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Result<(), RegistryError> {
        self.told(self.shared.find::<T>(handle.id())).map(|place| place.measure(T::heap_size))
    }

    /// What happened here, and what is held. Takes time in proportion to the number of entries.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let entries = self.shared.entries();
        let bytes = entries.iter().map(|present| present.entry.bytes(&*present.snapshot)).sum();
        self.shared.counters.stats(entries.len(), bytes)
    }
}

/// # Expiry
///
/// Nothing expires unless asked for.
impl ConfigRegistry {
    /// Lets every entry expire that nobody reads for that long and that has no shared handle; `None` ends it. The entries of config types
    /// themselves are excepted, see [`Self::expire_entry_after`]. It takes a [`Self::sweep`] or a
    /// [sweeper](Self::start_sweeper) to drop them.
    pub fn expire_after(&self, unread: Option<Duration>) {
        self.shared.settings.set_expire_after(unread);
        if unread.is_some() {
            self.shared.entries().iter().for_each(|present| expiry::watch(&*present.entry));
        }
    }

    /// Lets one entry expire when nobody reads it for that long, whatever holds for the others; `None` leaves it to
    /// [`Self::expire_after`].
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn expire_entry_after<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
        unread: Option<Duration>,
    ) -> Result<(), RegistryError> {
        let place = self.told(self.shared.find::<T>(handle.id()))?;
        lock_about(&*place).expire_after = unread;
        expiry::watch(&*place);
        Ok(())
    }

    /// Drops what has expired; gives how many that were. An entry that was read since the last sweep stays until it has
    /// gone unread for its time, counted from this one.
    pub fn sweep(&self) -> usize {
        expiry::sweep(&self.shared, self.shared.turn.take())
    }

    /// Sweeps at intervals, in a thread that ends with the registry or when another one is started.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start_sweeper(&self, every: Duration) -> std::io::Result<()> {
        let sweeper = expiry::Sweeper::start(&self.shared, every)?;
        let former = lock(&self.sweeper).replace(sweeper);
        drop(former);
        Ok(())
    }
}

/// # Flags
impl ConfigRegistry {
    /// Switches flags on.
    ///
    /// # Errors
    /// If one does not exist; then nothing was changed.
    pub fn enable(&self, flags: RuntimeFlags) -> Result<&Self, RegistryError> {
        self.shared.settings.enable(self.told(flags.known())?);
        Ok(self)
    }

    /// Switches flags off.
    ///
    /// # Errors
    /// Like [`Self::enable`].
    pub fn disable(&self, flags: RuntimeFlags) -> Result<&Self, RegistryError> {
        self.shared.settings.disable(self.told(flags.known())?);
        Ok(self)
    }

    /// Like [`Self::enable`], for a registry in an `Arc`: `ConfigRegistry::arc_new().arc_enable(flags)?`.
    ///
    /// # Errors
    /// Like [`Self::enable`].
    pub fn arc_enable(self: Arc<Self>, flags: RuntimeFlags) -> Result<Arc<Self>, RegistryError> {
        self.enable(flags)?;
        Ok(self)
    }

    /// Like [`Self::disable`], for a registry in an `Arc`.
    ///
    /// # Errors
    /// Like [`Self::enable`].
    pub fn arc_disable(self: Arc<Self>, flags: RuntimeFlags) -> Result<Arc<Self>, RegistryError> {
        self.disable(flags)?;
        Ok(self)
    }

    /// The run-time flags that are on.
    #[must_use]
    pub fn runtime_flags(&self) -> RuntimeFlags {
        self.shared.settings.runtime()
    }

    /// The flags that it was made with.
    #[must_use]
    pub fn startup_flags(&self) -> StartupFlags {
        self.shared.settings.startup
    }

    /// How much loads report.
    #[must_use]
    pub fn verbosity(&self) -> Verbosity {
        self.shared.settings.verbosity()
    }

    /// Says how much loads report; a number from 0 to 3 will do as well.
    pub fn set_verbosity(&self, verbosity: impl Into<Verbosity>) {
        self.shared.settings.set_verbosity(verbosity.into());
    }
}
