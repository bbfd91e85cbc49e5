//! The static place of one config type. Reading it touches no map and takes no lock.

use std::{
    any::{Any, TypeId},
    fmt,
    sync::{Arc, LazyLock, OnceLock},
};

use arc_swap::ArcSwapOption;
use dashmap::DashMap;

use super::{ConfigHandle, registry};
use crate::load::Snapshot;

/// Where the published config of a type stands. The derive emits one `static` for each type.
pub struct Cell<T: 'static> {
    current: ArcSwapOption<Snapshot<T>>,
    handle: OnceLock<ConfigHandle<T>>,
}

impl<T> fmt::Debug for Cell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.current.load().is_some() { "Cell(loaded)" } else { "Cell(empty)" })
    }
}

impl<T> Cell<T> {
    /// A cell that nothing was published in.
    #[must_use]
    pub const fn new() -> Self {
        Self { current: ArcSwapOption::const_empty(), handle: OnceLock::new() }
    }
}

impl<T> Default for Cell<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Send + Sync + 'static> Cell<T> {
    pub(crate) fn get(&self) -> Option<Arc<T>> {
        self.current.load().as_ref().map(|snapshot| Arc::clone(snapshot.value()))
    }

    pub(crate) fn snapshot(&self) -> Option<Arc<Snapshot<T>>> {
        self.current.load_full()
    }

    pub(crate) fn handle(&'static self) -> ConfigHandle<T> {
        *self.handle.get_or_init(|| registry().enter(self))
    }

    /// Swaps a complete snapshot in and enters the type in the registry.
    pub(crate) fn publish(&'static self, snapshot: Snapshot<T>) -> Arc<T> {
        let value = Arc::clone(snapshot.value());
        self.current.store(Some(Arc::new(snapshot)));
        self.handle();
        value
    }
}

/// The cell of a generic type, for which no `static` can be written: one per type, made when it is first asked for.
///
/// # Panics
/// Never: a cell is found under the id of its own type.
#[must_use]
pub fn cell_of<T: Send + Sync + 'static>() -> &'static Cell<T> {
    static CELLS: LazyLock<DashMap<TypeId, &'static (dyn Any + Send + Sync)>> = LazyLock::new(DashMap::new);
    let cell: &'static (dyn Any + Send + Sync) =
        *CELLS.entry(TypeId::of::<T>()).or_insert_with(|| Box::leak(Box::new(Cell::<T>::new())));
    cell.downcast_ref().expect("the cell was entered under the id of its own type")
}
