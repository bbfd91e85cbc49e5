//! Several changes that happen together or not at all.

use std::{any::Any, sync::Arc};

use super::{
    ConfigHandle, RegistryError,
    core::{Change, Committed, Core, When},
    place::{Entry, Place, Published},
    sync::Ordering,
};
use crate::load::Snapshot;

/// Changes that are prepared and not yet to be seen by anybody; see
/// [`ConfigRegistry::transaction`](super::ConfigRegistry::transaction).
pub struct Transaction<'r> {
    core: &'r Core,
    touched: Vec<Touched>,
}

/// What the transaction knows and wants of one entry.
struct Touched {
    entry: Arc<dyn Entry>,
    /// The generation that it found; `None` for what it creates.
    found: Option<u64>,
    wish: Wish,
}

enum Wish {
    Keep,
    /// A `Snapshot<T>` that nobody else has yet.
    Publish(Arc<dyn Published>),
    Delete,
}

/// What is dropped when the turn is over.
#[derive(Default)]
pub(super) struct Done {
    _changes: Vec<Change>,
    _committed: Option<Committed>,
}

impl std::fmt::Debug for Transaction<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Transaction({} entries)", self.touched.len())
    }
}

impl<'r> Transaction<'r> {
    pub(super) fn new(core: &'r Core) -> Self {
        Self { core, touched: Vec::new() }
    }

    /// The value as this transaction has left it.
    ///
    /// # Errors
    /// If there is no such entry, it is of another type, it has no value, or the transaction deleted it.
    pub fn read<T: Send + Sync + 'static>(&mut self, handle: &ConfigHandle<T>) -> Result<Arc<T>, RegistryError> {
        let (place, at) = self.touch(*handle)?;
        match &self.touched[at].wish {
            Wish::Delete => Err(RegistryError::HandleNotFound { id: handle.id() }),
            Wish::Publish(next) => Ok(value_of(&**next)),
            Wish::Keep => place.load_full().map(|snapshot| Arc::clone(snapshot.value())).ok_or_else(|| place.absent()),
        }
    }

    /// Puts another value in place of the present one.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn update<T: Send + Sync + 'static>(
        &mut self,
        handle: &ConfigHandle<T>,
        value: impl Into<Arc<T>>,
    ) -> Result<(), RegistryError> {
        let (_, at) = self.touch(*handle)?;
        self.refuse_deleted(at)?;
        self.touched[at].wish = Wish::Publish(Arc::new(Snapshot::of(value.into())));
        Ok(())
    }

    /// Puts a value made from the present one in its place.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn update_with<T: Send + Sync + 'static>(
        &mut self,
        handle: &ConfigHandle<T>,
        change: impl FnOnce(&T) -> T,
    ) -> Result<(), RegistryError> {
        let value = self.read(handle)?;
        self.update(handle, change(&value))
    }

    /// Creates an entry, which nobody but this transaction finds until it is committed.
    ///
    /// # Errors
    /// None at present; a transaction's steps all give a `Result`.
    pub fn create<T: Send + Sync + 'static>(&mut self, value: T) -> Result<ConfigHandle<T>, RegistryError> {
        let place = self.core.place::<T>(None);
        let handle = ConfigHandle::new(place.meta.id);
        let wish = Wish::Publish(Arc::new(Snapshot::of(Arc::new(value))));
        self.touched.push(Touched { entry: place, found: None, wish });
        Ok(handle)
    }

    /// Deletes an entry.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn delete<T: Send + Sync + 'static>(&mut self, handle: &ConfigHandle<T>) -> Result<Arc<T>, RegistryError> {
        let value = self.read(handle)?;
        let (_, at) = self.touch(*handle)?;
        self.touched[at].wish = Wish::Delete;
        Ok(value)
    }

    /// Carries everything out, or nothing.
    pub(super) fn commit(self) -> Result<Done, RegistryError> {
        let counters = &self.core.counters;
        let (mut creates, mut updates, mut deletes) = (0, 0, 0);
        let mut changes = Vec::with_capacity(self.touched.len());
        for Touched { entry, found, wish } in self.touched {
            let when = found.map_or(When::Always, When::At);
            match (wish, found) {
                // What was created and deleted again was never there.
                (Wish::Keep, _) | (Wish::Delete, None) => {}
                (Wish::Delete, Some(_)) => {
                    deletes += 1;
                    changes.push(Change::delete(entry, when));
                }
                (Wish::Publish(next), _) => {
                    *(if found.is_some() { &mut updates } else { &mut creates }) += 1;
                    changes.push(Change { entry, snapshot: Some(next), when });
                }
            }
        }
        if changes.is_empty() {
            return Ok(Done::default());
        }
        let committed = self.core.commit_now(&mut changes)?;
        counters.creates.fetch_add(creates, Ordering::Relaxed);
        counters.updates.fetch_add(updates, Ordering::Relaxed);
        counters.deletes.fetch_add(deletes, Ordering::Relaxed);
        Ok(Done { _changes: changes, _committed: Some(committed) })
    }

    /// Finds an entry and notes which generation it has, the first time.
    fn touch<T: Send + Sync + 'static>(
        &mut self,
        handle: ConfigHandle<T>,
    ) -> Result<(Arc<Place<T>>, usize), RegistryError> {
        if let Some(at) = self.touched.iter().position(|touched| touched.entry.meta().id == handle.number()) {
            return Ok((super::core::typed(Arc::clone(&self.touched[at].entry))?, at));
        }
        let place = self.core.find::<T>(handle.id())?;
        let found = place.load_full().ok_or_else(|| place.absent())?.generation();
        self.touched.push(Touched { entry: Arc::clone(&place) as _, found: Some(found), wish: Wish::Keep });
        Ok((place, self.touched.len() - 1))
    }

    fn refuse_deleted(&self, at: usize) -> Result<(), RegistryError> {
        let Touched { entry, wish, .. } = &self.touched[at];
        if matches!(wish, Wish::Delete) {
            return Err(RegistryError::HandleNotFound { id: entry.meta().id.get() });
        }
        Ok(())
    }
}

fn value_of<T: Send + Sync + 'static>(snapshot: &dyn Published) -> Arc<T> {
    let snapshot: &Snapshot<T> =
        (snapshot as &dyn Any).downcast_ref().expect("the type was checked when it was staged");
    Arc::clone(snapshot.value())
}
