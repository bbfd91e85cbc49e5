//! Making, changing and deleting entries one by one.

use std::sync::Arc;

use super::{
    ConfigHandle, ConfigRegistry, RegistryError, SharedConfigHandle,
    core::{Change, When, check},
    place::{Place, value_of},
};
use crate::{gather::Gather as _, load::Snapshot};

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
        self.told(result.map(|(generation, _)| generation))
    }

    /// Puts a value made from the present one in its place; gives its generation. Whatever others do at the same time, no
    /// change is lost.
    ///
    /// No lock is held while `change` runs. If somebody else was faster, it runs again, as often as that happens; so it must not change
    /// this very entry itself, which would be faster each time.
    ///
    /// # Errors
    /// Like [`Self::read`]; then nothing was changed.
    pub fn update_with<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
        change: impl FnMut(&T) -> T,
    ) -> Result<u64, RegistryError> {
        let result = self.shared.find::<T>(handle.id()).and_then(|place| self.update_place(&place, change));
        self.told(result)
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
                result => return result.map(|(generation, _)| generation),
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
            let (_, [deleted]) = self.shared.commit([Change::delete(Arc::clone(&place) as _, When::Present)])?;
            deleted.snapshot.as_deref().map(value_of).ok_or_else(|| place.absent())
        });
        self.told(result)
    }

    /// Deletes everything, in one commit. All handles are invalid then, shared ones too, unless a
    /// [rollback](Self::rollback_to) or a load brings their entries back.
    pub fn clear(&self) {
        let turn = self.shared.turn.take();
        let entries = self.shared.entries();
        if entries.is_empty() {
            return;
        }
        let changes = entries.into_iter().map(|present| Change::delete(present.entry, When::Always));
        let mut changes: Vec<Change> = changes.gather();
        let committed = self.shared.commit_now(&mut changes);
        drop(turn);
        debug_assert!(committed.is_ok(), "nothing is asked of the entries");
    }

    /// Whether there is a value for a handle, of whatever type; [`Self::is_valid`] also looks at the type.
    #[must_use]
    pub fn contains<T>(&self, handle: &ConfigHandle<T>) -> bool {
        self.shared.entry(handle.id()).is_ok_and(|entry| entry.meta().is_present())
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
        let handle = place.handle();
        self.enter(place);
        handle
    }

    /// Whether others have to wait for this thread to change something.
    #[cfg(feature = "watch")]
    pub(crate) fn is_held_here(&self) -> bool {
        self.shared.turn.is_mine()
    }

    /// A place with a handle of its own, which nobody finds before something is published there.
    #[cfg(feature = "watch")]
    pub(crate) fn empty_place<T: Send + Sync + 'static>(&self) -> Arc<Place<T>> {
        self.shared.place(None)
    }

    /// Lets a place be found that was made with its value.
    fn enter<T: Send + Sync + 'static>(&self, place: Arc<Place<T>>) {
        let entered = self.shared.commit([Change::enter(place)]);
        debug_assert!(entered.is_ok(), "nothing is asked of a new entry");
    }

    /// Publishes what was loaded together in one commit. What has to stand somewhere already and does not is left out.
    pub(crate) fn publish(&self, mut changes: Vec<Change>) {
        let turn = self.shared.turn.take();
        let left_out: Vec<Change> =
            changes.extract_if(.., |change| check(&*change.entry, change.when).is_err()).gather();
        let committed = (!changes.is_empty()).then(|| self.shared.commit_now(&mut changes));
        drop(turn);
        debug_assert!(committed.as_ref().is_none_or(Result::is_ok), "nobody else changes anything meanwhile");
        drop((left_out, committed, changes));
    }

    /// Counts a failure.
    pub(super) fn told<R>(&self, result: Result<R, RegistryError>) -> Result<R, RegistryError> {
        if result.is_err() {
            self.shared.counters.failed();
        }
        result
    }
}
