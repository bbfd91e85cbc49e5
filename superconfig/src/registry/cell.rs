//! The static door to one config type. Reading through it touches no map and takes no lock; only that of a generic type, for which no
//! `static` can be written, is found in a list of all such, which takes no lock once it stands there.

use std::{
    any::{Any, TypeId},
    fmt,
    mem::ManuallyDrop,
    sync::{Arc, OnceLock},
};

use super::{ConfigGuard, ConfigHandle, Current, Local, LocalKey, hold, local, place::Place, registry};
use crate::load::Snapshot;

/// Where the published config of a type is found. The derive emits one `static` for each type.
pub struct Cell<T: 'static> {
    /// An entry of the process's registry, made when it is first needed. It is never dropped, and says so: otherwise each static
    /// would have the user's crate compile how to drop it, with all of arc-swap, also for structs that are only sections.
    place: ManuallyDrop<OnceLock<Arc<Place<T>>>>,
}

impl<T: Send + Sync> fmt::Debug for Cell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.get().is_some() { "Cell(loaded)" } else { "Cell(empty)" })
    }
}

impl<T> Cell<T> {
    /// A cell that nothing was published in.
    #[must_use]
    pub const fn new() -> Self {
        Self { place: ManuallyDrop::new(OnceLock::new()) }
    }
}

impl<T> Default for Cell<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Send + Sync + 'static> Cell<T> {
    /// Whether there is something to get. The list of linked-in configs asks this of every type, so it asks what is no different for
    /// each: the user's crate compiles nothing of arc-swap for structs that are only sections.
    pub(crate) fn is_loaded(&self) -> bool {
        self.place.get().is_some_and(|place| place.meta.is_present())
    }

    pub(crate) fn get(&self) -> Option<ConfigGuard<T>> {
        self.place.get().and_then(|place| ConfigGuard::of(place))
    }

    /// What the thread holds: by its own `static` for the type, or by its table if the type has none.
    #[inline]
    pub(crate) fn current(&self, local: Option<&'static LocalKey<Local<T>>>) -> Option<Current<T>> {
        let place = self.place.get()?;
        match local {
            Some(local) => hold::current(place, local),
            None => local::current(place),
        }
    }

    pub(crate) fn snapshot(&self) -> Option<Arc<Snapshot<T>>> {
        self.place.get()?.load_full()
    }

    pub(crate) fn handle(&self) -> ConfigHandle<T> {
        self.place().handle()
    }

    pub(crate) fn place(&self) -> &Arc<Place<T>> {
        self.place.get_or_init(|| registry().shared.enter_permanent())
    }
}

/// The cell of a generic type, for which no `static` can be written: one per type, made when it is first asked for.
///
/// # Panics
/// Never: a cell is found under the id of its own type.
#[must_use]
pub fn cell_of<T: Send + Sync + 'static>() -> &'static Cell<T> {
    let cell = listed(TypeId::of::<T>(), || Box::leak(Box::new(Cell::<T>::new())));
    cell.downcast_ref().expect("the cell was entered under the id of its own type")
}

type AnyCell = &'static (dyn Any + Send + Sync);

/// The cell of a generic type, and the way to those that were asked for later. Few types are generic, so who seeks one passes few others.
struct Listed {
    of: TypeId,
    cell: AnyCell,
    next: OnceLock<&'static Listed>,
}

fn listed(of: TypeId, cell: fn() -> AnyCell) -> AnyCell {
    static FIRST: OnceLock<&'static Listed> = OnceLock::new();
    let mut way = &FIRST;
    loop {
        let listed = way.get_or_init(|| Box::leak(Box::new(Listed { of, cell: cell(), next: OnceLock::new() })));
        if listed.of == of {
            return listed.cell;
        }
        way = &listed.next;
    }
}
