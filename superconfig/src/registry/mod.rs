//! The process-wide, typed store of published configs. It knows nothing of loading but the snapshot that it holds.
//!
//! `place.rs` is one entry and says how readers learn of what is new; `core.rs` is the index and the one way to change anything;
//! `local.rs` is what a thread remembers, `hold.rs` what it holds of the configs of types; the rest are doors.

mod cell;
mod collect;
mod core;
mod entries;
mod error;
mod expiry;
mod flags;
mod guard;
mod handle;
mod hold;
mod local;
mod place;
mod read;
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
pub use hold::Local;
pub use local::release_current;
pub use shared::SharedConfigHandle;
pub use stats::{Detail, Stats};
pub use sync::{LocalKey, thread_local};
pub use transaction::Transaction;
pub use view::{Description, RegistrySnapshot};

pub(crate) use core::{Change, When};
#[cfg(feature = "watch")]
pub(crate) use place::Place;
pub(crate) use place::Published;

use std::sync::{Arc, OnceLock};

use self::{
    core::Core,
    settings::{Errors, Settings},
    sync::{Mutex, lock},
};

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
/// Replacing a value costs about half a microsecond where two threads read, and some 70 ns more for each further thread that ever did:
/// the writer looks whether that one is reading right now, so that the reader need not say.
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

/// The flags of the process's registry, without bringing it into use.
pub(crate) fn flags_of_process() -> RuntimeFlags {
    REGISTRY.get().map(ConfigRegistry::runtime_flags).unwrap_or_default()
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

    /// Makes this the [registry of the process](registry()). Only before anything was loaded, or any handle was asked for.
    ///
    /// # Errors
    /// If the process's registry is in use already. This one is gone then, with all that is in it.
    pub fn install(self) -> Result<&'static Self, RegistryError> {
        REGISTRY.set(self).map_err(|_| RegistryError::AlreadyInUse)?;
        Ok(registry())
    }
}
