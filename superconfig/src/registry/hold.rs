//! What each thread holds of the configs of types: a reference for each, found without looking into any table. Generated code has the
//! `static` for it, since only there is the type known; the thread lists those that hold something in `local.rs`.

use std::{any::Any, cell::Cell, mem, rc::Rc};

use super::{
    Current,
    guard::Held,
    local,
    place::{Place, stamp_of},
    sync::LocalKey,
};

/// What a thread holds of the config of one type. The derive emits one thread-local `static` for each.
pub struct Local<T> {
    /// Of what is held; 0 if that is nothing.
    stamp: Cell<u64>,
    held: Cell<Option<Rc<Held<T>>>>,
    /// Whether the thread lists it among what it holds.
    listed: Cell<bool>,
}

impl<T> std::fmt::Debug for Local<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.stamp.get() == 0 { "Local(nothing)" } else { "Local(held)" })
    }
}

impl<T> Default for Local<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Local<T> {
    /// Of a thread that did not ask yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { stamp: Cell::new(0), held: Cell::new(None), listed: Cell::new(false) }
    }

    /// What is held, if it is of this stamp.
    #[inline]
    fn get(&self, stamp: u64) -> Option<Current<T>> {
        if self.stamp.get() != stamp {
            return None;
        }
        let held = self.held.take()?;
        let again = Rc::clone(&held);
        // It was taken from there just now, which is more than the compiler sees: there is nothing to drop.
        mem::forget(self.held.replace(Some(held)));
        Some(Current(again))
    }
}

/// Reads the config of a type; `None` if nothing stands there.
#[inline]
pub(super) fn current<T: Send + Sync + 'static>(
    place: &Place<T>,
    local: &'static LocalKey<Local<T>>,
) -> Option<Current<T>> {
    match local.try_with(|local| local.get(place.meta.stamp())) {
        Ok(Some(current)) => Some(current),
        _ => hold(place, local),
    }
}

/// Looks what stands there, and holds that from now on.
#[cold]
#[inline(never)]
fn hold<T: Send + Sync + 'static>(place: &Place<T>, local: &'static LocalKey<Local<T>>) -> Option<Current<T>> {
    let current = Current::of(place);
    let id = place.meta.id.get();
    // What the thread holds because it asked by handle.
    local::forget(id);
    let former = local.try_with(|it| {
        if !it.listed.get() {
            it.listed.set(local::list(id, local));
        }
        // A thread that can list nothing any more is ending; it holds nothing anew.
        let held = current.as_ref().filter(|_| it.listed.get()).map(|current| Rc::clone(&current.0));
        it.stamp.set(held.as_ref().map_or(0, |held| stamp_of(held.generation)));
        it.held.replace(held)
    });
    // With everything in its place: what a value does when it is dropped is its own affair.
    drop(former);
    current
}

/// A [`Local`] of any type.
pub(super) trait Release {
    /// Takes what the thread holds, unless it is of this stamp.
    fn release_older(&'static self, stamp: u64) -> Option<Rc<dyn Any>>;
    /// Takes what the thread holds, which lists it no more.
    fn release(&'static self) -> Option<Rc<dyn Any>>;
}

impl<T: 'static> Release for LocalKey<Local<T>> {
    fn release_older(&'static self, stamp: u64) -> Option<Rc<dyn Any>> {
        let held = self.try_with(|local| {
            if local.stamp.get() == stamp {
                return None;
            }
            local.stamp.set(0);
            local.held.take()
        });
        held.ok().flatten().map(|held| held as Rc<dyn Any>)
    }

    fn release(&'static self) -> Option<Rc<dyn Any>> {
        let _ = self.try_with(|local| local.listed.set(false));
        self.release_older(0)
    }
}
