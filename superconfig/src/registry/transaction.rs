//! Several changes that happen together or not at all.

use std::{collections::HashMap, sync::Arc};

use super::{
    ConfigHandle, ConfigRegistry, RegistryError,
    core::{Change, Committed, Core, When, check, typed},
    place::{Entry, Place, Published, value_of},
};
use crate::load::Snapshot;

/// # Several changes at once
impl ConfigRegistry {
    /// Commits what the closure prepares, if it returns `Ok`: all of it in one moment, as [`Self::snapshot`] sees it. If it returns an
    /// error or panics, nothing of it has happened.
    ///
    /// Others who want to change the registry wait until the closure is done, so what it reads through the transaction
    /// stays true. Readers never wait. A closure that calls the registry itself, and not the transaction, changes it at once
    /// and for good; if that was an entry of the transaction, the transaction fails with [`RegistryError::Conflict`].
    ///
    /// A closure must not wait for another thread that wants to change the same registry: each would wait for the other for good.
    /// Nor should two registries' transactions change each other.
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
        // Older than the turn, so that whatever it holds in the end is dropped after it, come what may.
        let mut work = Work::default();
        let turn = self.shared.turn.take();
        let result = body(&mut Transaction { core: &self.shared, work: &mut work });
        let committed = if result.is_ok() { work.commit(&self.shared) } else { Ok(None) };
        drop(turn);
        self.told(committed.and(result))
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
    /// Names, times to live and shared handles stay as they are. An entry that had shared handles and has none any more does not come
    /// back, since nobody would end it.
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
    work: &'r mut Work,
}

/// What a transaction has prepared, and what it leaves behind.
#[derive(Default)]
struct Work {
    touched: Vec<Touched>,
    /// Where in `touched` an id is.
    positions: HashMap<u64, usize>,
    /// What was prepared and then replaced.
    vain: Vec<Arc<dyn Published>>,
    changes: Vec<Change>,
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

impl std::fmt::Debug for Transaction<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Transaction({} entries)", self.work.touched.len())
    }
}

impl Transaction<'_> {
    /// The value as this transaction has left it.
    ///
    /// # Errors
    /// If there is no such entry, it is of another type, it has no value, or the transaction deleted it.
    pub fn read<T: Send + Sync + 'static>(&mut self, handle: &ConfigHandle<T>) -> Result<Arc<T>, RegistryError> {
        let (place, at) = self.touch(*handle)?;
        match &self.work.touched[at].wish {
            Wish::Delete => Err(place.absent()),
            Wish::Publish(next) => Ok(value_of(&**next)),
            Wish::Keep => place.load_full().map(|snapshot| Arc::clone(snapshot.value())).ok_or_else(|| place.absent()),
        }
    }

    /// Puts another value in place of the present one. If this transaction put one there before, that is dropped when all is done.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn update<T: Send + Sync + 'static>(
        &mut self,
        handle: &ConfigHandle<T>,
        value: impl Into<Arc<T>>,
    ) -> Result<(), RegistryError> {
        let (place, at) = self.touch(*handle)?;
        if matches!(self.work.touched[at].wish, Wish::Delete) {
            return Err(place.absent());
        }
        self.work.wish(at, Wish::Publish(Arc::new(Snapshot::of(value.into()))));
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
        self.work.touch(Touched { entry: place, found: None, wish });
        Ok(handle)
    }

    /// Deletes an entry.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn delete<T: Send + Sync + 'static>(&mut self, handle: &ConfigHandle<T>) -> Result<Arc<T>, RegistryError> {
        let value = self.read(handle)?;
        let (_, at) = self.touch(*handle)?;
        self.work.wish(at, Wish::Delete);
        Ok(value)
    }

    /// Finds an entry and notes which generation it has, the first time.
    fn touch<T: Send + Sync + 'static>(
        &mut self,
        handle: ConfigHandle<T>,
    ) -> Result<(Arc<Place<T>>, usize), RegistryError> {
        if let Some(at) = self.work.positions.get(&handle.id()) {
            return Ok((typed(Arc::clone(&self.work.touched[*at].entry))?, *at));
        }
        let place = self.core.find::<T>(handle.id())?;
        let found = place.load_full().ok_or_else(|| place.absent())?.generation();
        let at = self.work.touch(Touched { entry: Arc::clone(&place) as _, found: Some(found), wish: Wish::Keep });
        Ok((place, at))
    }
}

impl Work {
    fn touch(&mut self, touched: Touched) -> usize {
        let at = self.touched.len();
        self.positions.insert(touched.entry.meta().id.get(), at);
        self.touched.push(touched);
        at
    }

    fn wish(&mut self, at: usize, wish: Wish) {
        let former = std::mem::replace(&mut self.touched[at].wish, wish);
        if let Wish::Publish(former) = former {
            self.vain.push(former);
        }
    }

    /// Carries everything out, or nothing, for who has the turn.
    fn commit(&mut self, core: &Core) -> Result<Option<Committed>, RegistryError> {
        // What was only read must still be so. With the turn taken, only the closure itself can have changed it.
        for Touched { entry, found, wish } in &self.touched {
            if matches!(wish, Wish::Keep) {
                check(&**entry, found.map_or(When::Always, When::At))?;
            }
        }
        for Touched { entry, found, wish } in self.touched.drain(..) {
            let when = found.map_or(When::Always, When::At);
            match (wish, found) {
                // What was created and deleted again was never there.
                (Wish::Keep, _) | (Wish::Delete, None) => {}
                (Wish::Delete, Some(_)) => self.changes.push(Change::delete(entry, when)),
                (Wish::Publish(next), _) => self.changes.push(Change { entry, snapshot: Some(next), when }),
            }
        }
        if self.changes.is_empty() { Ok(None) } else { core.commit_now(&mut self.changes).map(Some) }
    }
}
