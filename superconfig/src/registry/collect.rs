//! The doors that never fail but collect what went wrong, for those who look at it in one place.

use std::sync::Arc;

use super::{
    ConfigHandle, ConfigReader, ConfigRegistry, Current, RegistryError, RuntimeFlags, SharedConfigHandle, Transaction,
    sync::lock,
};

/// # Collecting errors
///
/// Each does what the method without `try_` does, and never fails: an error is kept for [`ConfigRegistry::errors`]. (A type's own
/// [`try_get`](crate::SuperConfig::try_get) keeps nothing.)
impl ConfigRegistry {
    fn collect<R>(&self, result: Result<R, RegistryError>) -> Option<R> {
        result.map_err(|error| lock(&self.shared.errors).collect(error)).ok()
    }

    /// [`Self::enable`].
    pub fn try_enable(&self, flags: RuntimeFlags) -> &Self {
        self.collect(self.enable(flags));
        self
    }

    /// [`Self::disable`].
    pub fn try_disable(&self, flags: RuntimeFlags) -> &Self {
        self.collect(self.disable(flags));
        self
    }

    /// [`Self::read`].
    pub fn try_read<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Option<Arc<T>> {
        self.collect(self.read(handle))
    }

    /// [`Self::current`].
    pub fn try_current<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Option<Current<T>> {
        self.collect(self.current(handle))
    }

    /// [`Self::reader`].
    pub fn try_reader<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Option<ConfigReader<T>> {
        self.collect(self.reader(handle))
    }

    /// [`Self::share`].
    pub fn try_share<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Option<SharedConfigHandle<T>> {
        self.collect(self.share(handle))
    }

    /// [`Self::update`]; whether it was done.
    pub fn try_update<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>, value: impl Into<Arc<T>>) -> bool {
        self.collect(self.update(handle, value)).is_some()
    }

    /// [`Self::update_with`]; whether it was done.
    pub fn try_update_with<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
        change: impl FnMut(&T) -> T,
    ) -> bool {
        self.collect(self.update_with(handle, change)).is_some()
    }

    /// [`Self::delete`].
    pub fn try_delete<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Option<Arc<T>> {
        self.collect(self.delete(handle))
    }

    /// [`Self::transaction`].
    pub fn try_transaction<R>(&self, body: impl FnOnce(&mut Transaction<'_>) -> Result<R, RegistryError>) -> Option<R> {
        self.collect(self.transaction(body))
    }

    /// [`Self::rollback_to`]; whether it was done.
    pub fn try_rollback_to(&self, generation: u64) -> bool {
        self.collect(self.rollback_to(generation)).is_some()
    }

    /// What was collected so far, the oldest first. At most a hundred are kept; [`Self::errors_left_out`] says how many
    /// came after.
    #[must_use]
    pub fn errors(&self) -> Vec<RegistryError> {
        lock(&self.shared.errors).kept.clone()
    }

    /// Whether anything was collected.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !lock(&self.shared.errors).kept.is_empty()
    }

    /// How many errors were dropped because a hundred were kept already.
    #[must_use]
    pub fn errors_left_out(&self) -> u64 {
        lock(&self.shared.errors).more
    }

    /// Takes everything that was collected; nothing is left.
    #[must_use]
    pub fn catch(&self) -> Vec<RegistryError> {
        std::mem::take(&mut *lock(&self.shared.errors)).kept
    }
}
