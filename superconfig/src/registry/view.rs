//! Looking at a registry as a whole: a consistent view of its values, and what is known of its entries.

use std::{
    any::{Any, TypeId},
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    ConfigHandle, ConfigRegistry, HeapSize, RegistryError, Stats,
    core::{Measures, Present, typed},
    place::{Published, lock_about},
    sync::lock,
};
use crate::{load::Snapshot, order};

/// # What is known of entries
impl ConfigRegistry {
    /// Gives an entry a name, for [`Self::descriptions`]. Also that of a config type that is not loaded yet.
    ///
    /// # Errors
    /// If there is no such entry, or it is of another type.
    pub fn set_name<T: Send + Sync + 'static>(
        &self,
        handle: &ConfigHandle<T>,
        name: impl Into<Arc<str>>,
    ) -> Result<(), RegistryError> {
        let place = self.told(self.shared.find::<T>(handle.id()))?;
        lock_about(&*place).name = Some(name.into());
        Ok(())
    }

    /// Counts what values of a type say that they hold, besides their size, in [`Self::stats`] and [`Self::descriptions`]: for all
    /// entries of that type, now and later.
    pub fn measure<T: HeapSize + Send + Sync + 'static>(&self) {
        let heap_size = |snapshot: &dyn Published| {
            let snapshot: Option<&Snapshot<T>> = (snapshot as &dyn Any).downcast_ref();
            snapshot.map_or(0, |snapshot| snapshot.value().heap_size())
        };
        let mut measures = lock(&self.shared.measures);
        measures.retain(|measure| measure.0 != TypeId::of::<T>());
        measures.push((TypeId::of::<T>(), heap_size));
    }

    /// What happened here, and what is held. Takes time in proportion to the number of entries.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let entries = self.shared.entries();
        let measures = lock(&self.shared.measures).clone();
        let bytes = entries.iter().map(|present| present.bytes(&measures)).sum();
        self.shared.counters.stats(entries.len(), bytes)
    }
}

/// All configs of a registry at one moment; see [`ConfigRegistry::snapshot`](super::ConfigRegistry::snapshot).
///
/// Its values stay as they are, and are held as long as it lives; the names in its descriptions are those of now.
pub struct RegistrySnapshot {
    generation: u64,
    /// By their ids.
    entries: Vec<Present>,
    measures: Measures,
}

impl RegistrySnapshot {
    pub(super) fn new(generation: u64, mut entries: Vec<Present>, measures: Measures) -> Self {
        order::sort_by_key(&mut entries, Present::id);
        Self { generation, entries, measures }
    }

    /// The commit that it comes right after.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The config behind a handle, as it was then.
    ///
    /// # Errors
    /// If it was not there then, or is of another type.
    pub fn read<T: Send + Sync + 'static>(&self, handle: &ConfigHandle<T>) -> Result<Arc<T>, RegistryError> {
        let missing = || RegistryError::HandleNotFound { id: handle.id() };
        let at = self.entries.binary_search_by_key(&handle.id(), Present::id).map_err(|_| missing())?;
        let Present { entry, snapshot } = &self.entries[at];
        typed::<T>(Arc::clone(entry))?;
        let snapshot = (Arc::clone(snapshot) as Arc<dyn Any + Send + Sync>).downcast::<Snapshot<T>>();
        snapshot.map(|snapshot| Arc::clone(snapshot.value())).map_err(|_| missing())
    }

    /// How many configs there were.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there was none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What is known of each, by id.
    pub fn descriptions(&self) -> impl Iterator<Item = Description> + use<'_> {
        let now = Instant::now();
        self.entries.iter().map(move |present| Description::new(present, &self.measures, now))
    }
}

impl std::fmt::Debug for RegistrySnapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RegistrySnapshot({} configs at generation {})", self.len(), self.generation)
    }
}

/// What is known of one config in a registry, without its value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Description {
    /// The id of its handle.
    pub id: u64,
    /// Its Rust type.
    pub type_name: &'static str,
    /// The name that it was given, see [`ConfigRegistry::set_name`](super::ConfigRegistry::set_name), or that of the config
    /// that was loaded, such as `shop`, or `shop.telemetry` for what is mounted there.
    pub name: Option<String>,
    /// The generation under which its value was published.
    pub generation: u64,
    /// How long ago that was.
    pub age: Duration,
    /// Bytes of the value; see [`Stats::bytes`](super::Stats::bytes).
    pub bytes: usize,
    /// What it was loaded from, the most important source last: files, `environment`. Empty if it was not loaded.
    pub sources: Vec<String>,
}

impl Description {
    fn new(present: &Present, measures: &Measures, now: Instant) -> Self {
        let Present { entry, snapshot } = present;
        let (loaded, sources) = snapshot.load().unzip();
        let given = lock_about(&**entry).name.as_deref().map(str::to_owned);
        Self {
            id: present.id(),
            type_name: entry.type_name(),
            name: given.or(loaded),
            generation: snapshot.generation(),
            age: now.saturating_duration_since(snapshot.published()),
            bytes: present.bytes(measures),
            sources: sources.unwrap_or_default(),
        }
    }
}
