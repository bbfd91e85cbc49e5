//! The doors for reading by handle.

use std::sync::Arc;

use super::{ConfigHandle, ConfigReader, ConfigRegistry, Current, Description, RegistryError, RegistrySnapshot, local};
use crate::gather::Gather as _;

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
    /// [`release_current`](crate::release_current) for what the thread then holds.
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

    /// Everything as it is at one moment between two commits: never half a transaction. Writers wait while it is taken. (Of one config,
    /// [`SuperConfig::snapshot`](crate::SuperConfig::snapshot) gives the value with its origins.)
    #[must_use]
    pub fn snapshot(&self) -> RegistrySnapshot {
        self.shared.view()
    }

    /// What is known of each config, by id.
    #[must_use]
    pub fn descriptions(&self) -> Vec<Description> {
        self.snapshot().descriptions().gather()
    }

    /// The number of the last commit; 0 before the first.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.shared.generation()
    }
}
