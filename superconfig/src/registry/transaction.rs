//! Several changes that happen together or not at all.

use std::{any::Any, sync::Arc};

use super::{
    ConfigHandle, ConfigRegistry, RegistryError,
    core::{Change, Committed, Core, When},
    place::{Entry, Place, Published},
    sync::Ordering,
};
use crate::load::Snapshot;

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
                Err(error) => (Err(error), Ok(Done::default())),
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
