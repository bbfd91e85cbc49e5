//! Handles that keep their entry: it goes when the last of them does.

use std::{
    fmt,
    sync::{Arc, Weak},
};

use super::{
    ConfigHandle, RegistryError,
    core::{Change, Core, When},
    place::{Entry, Place},
    sync::Ordering,
};

/// A handle that is counted: when the last one of an entry is dropped, the entry is deleted.
///
/// Made by [`ConfigRegistry::create_shared`](super::ConfigRegistry::create_shared) and
/// [`ConfigRegistry::share`](super::ConfigRegistry::share). Plain [handles](ConfigHandle) are not counted: they neither keep an
/// entry nor are they in the way of its end. The entry of a [config type itself](crate::SuperConfig::handle) stays when its last shared
/// handle goes; until then it does not expire. An entry whose shared handles are gone is not brought back by a rollback.
///
/// ```
/// use superconfig::ConfigRegistry;
///
/// let registry = ConfigRegistry::new();
/// let tenant = registry.create_shared("tenant a");
/// let (plain, other) = (tenant.handle(), tenant.clone());
/// drop(tenant);
/// assert!(registry.contains(&plain));
/// drop(other);
/// assert!(!registry.contains(&plain));
/// ```
pub struct SharedConfigHandle<T: Send + Sync + 'static> {
    place: Arc<Place<T>>,
    /// The registry may end first.
    core: Weak<Core>,
}

impl<T: Send + Sync + 'static> SharedConfigHandle<T> {
    /// One more for an entry that is there.
    pub(super) fn of(core: &Arc<Core>, id: u64) -> Result<Self, RegistryError> {
        // Nobody deletes it in between: the last one going also waits for its turn.
        let _turn = core.turn.take();
        let place = core.find::<T>(id)?;
        if place.is_empty() {
            return Err(place.absent());
        }
        Ok(Self::new(core, place))
    }

    pub(super) fn new(core: &Arc<Core>, place: Arc<Place<T>>) -> Self {
        place.meta.share();
        Self { place, core: Arc::downgrade(core) }
    }

    /// The plain handle, which is not counted.
    #[must_use]
    pub fn handle(&self) -> ConfigHandle<T> {
        ConfigHandle::new(self.place.meta.id)
    }

    /// How many shared handles the entry has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.place.meta.shared.load(Ordering::Relaxed)
    }
}

impl<T: Send + Sync + 'static> Clone for SharedConfigHandle<T> {
    fn clone(&self) -> Self {
        // It cannot be 0 meanwhile, since this one is counted.
        self.place.meta.shared.fetch_add(1, Ordering::Relaxed);
        Self { place: Arc::clone(&self.place), core: Weak::clone(&self.core) }
    }
}

impl<T: Send + Sync + 'static> Drop for SharedConfigHandle<T> {
    fn drop(&mut self) {
        if self.place.meta.shared.fetch_sub(1, Ordering::AcqRel) != 1 || self.place.meta.permanent {
            return;
        }
        let Some(core) = self.core.upgrade() else { return };
        let turn = core.turn.take();
        // Somebody may have shared it anew before it was this thread's turn.
        if self.place.meta.shared.load(Ordering::Acquire) > 0 {
            return;
        }
        let entry = Arc::clone(&self.place) as Arc<dyn Entry>;
        let mut change = [Change::delete(entry, When::Present)];
        let committed = core.commit_now(&mut change);
        drop(turn);
        // If it was deleted before, there is nothing to do.
        drop(committed);
    }
}

impl<T: Send + Sync + 'static> fmt::Debug for SharedConfigHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedConfigHandle({})", self.place.meta.id)
    }
}
