//! The process-wide, typed store of published configs. It knows nothing of loading.

mod cell;
mod handle;

pub use cell::{Cell, cell_of};
pub use handle::ConfigHandle;

use std::{
    any::Any,
    num::NonZeroU64,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use dashmap::DashMap;

/// Why the registry could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// No entry has this id.
    #[error("there is no configuration with handle {id}")]
    HandleNotFound {
        /// The id of the handle.
        id: u64,
    },
    /// The entry is of another type than the handle.
    #[error("the handle is for {expected}, but the configuration is a {found}")]
    WrongType {
        /// The type of the handle.
        expected: &'static str,
        /// The type of the entry.
        found: &'static str,
    },
    /// The type is registered, but has not been loaded.
    #[error("{type_name} is registered but not loaded yet")]
    NotLoaded {
        /// The type of the entry.
        type_name: &'static str,
    },
}

/// The published configs of a process, by handle.
pub struct ConfigRegistry {
    entries: DashMap<NonZeroU64, Entry>,
    next: AtomicU64,
}

struct Entry {
    type_name: &'static str,
    /// A `&'static Cell<T>`.
    cell: Box<dyn Any + Send + Sync>,
}

impl std::fmt::Debug for ConfigRegistry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConfigRegistry({} configs)", self.len())
    }
}

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
pub fn registry() -> &'static ConfigRegistry {
    static REGISTRY: LazyLock<ConfigRegistry> =
        LazyLock::new(|| ConfigRegistry { entries: DashMap::new(), next: AtomicU64::new(1) });
    &REGISTRY
}

impl ConfigRegistry {
    /// The config behind a handle.
    ///
    /// # Errors
    /// If there is no such entry, it is of another type, or it has not been loaded.
    pub fn read<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Result<Arc<T>, RegistryError> {
        let entry = self.entries.get(&handle.number()).ok_or(RegistryError::HandleNotFound { id: handle.id() })?;
        let type_name = entry.type_name;
        let cell: &'static Cell<T> = entry
            .cell
            .downcast_ref::<&'static Cell<T>>()
            .ok_or_else(|| RegistryError::WrongType { expected: std::any::type_name::<T>(), found: type_name })?;
        drop(entry);
        cell.get().ok_or(RegistryError::NotLoaded { type_name })
    }

    /// Whether there is an entry for a handle, of whatever type.
    #[must_use]
    pub fn contains<T>(&self, handle: &ConfigHandle<T>) -> bool {
        self.entries.contains_key(&handle.number())
    }

    /// How many configs are registered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is registered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Enters a cell under an id that was never used before.
    fn enter<T: Send + Sync + 'static>(&self, cell: &'static Cell<T>) -> ConfigHandle<T> {
        let id = NonZeroU64::new(self.next.fetch_add(1, Ordering::Relaxed)).expect("ids start at 1 and only grow");
        self.entries.insert(id, Entry { type_name: std::any::type_name::<T>(), cell: Box::new(cell) });
        ConfigHandle::new(id)
    }
}
