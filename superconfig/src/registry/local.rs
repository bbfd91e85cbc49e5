//! What each thread remembers of the entries that it read by handle: a small table of lines, so that a second read of an
//! entry asks no shared index and writes no memory that other threads look at.
//!
//! A line holds its value weakly and so keeps nothing alive, unless the thread asked for [`Current`], which is a plain reference's
//! speed bought with one rule: a thread is a reader of what it asked for last, until it asks again, ends, or
//! [lets go](release_current).

use std::{
    any::Any,
    cell::RefCell,
    rc::Rc,
    sync::{Arc, Weak},
};

use super::{
    Current, RegistryError,
    core::Core,
    guard::Held,
    place::{Place, stamp_of},
    stats::{Bump, ThreadCounters},
    sync::thread_local,
};

/// How many entries a thread remembers; a power of two. Two whose ids are this far apart take turns.
const LINES: usize = 512;

thread_local! {
    static THREAD: RefCell<Thread> = RefCell::new(Thread::default());
}

#[derive(Default)]
struct Thread {
    /// `Line`s of many types, each where its id says. Empty until the first read.
    lines: Vec<Option<Box<dyn Any>>>,
    /// What is counted, for each registry by its number.
    counters: Vec<(u64, Arc<ThreadCounters>)>,
}

/// An entry as the thread saw it last.
struct Line<T> {
    place: Arc<Place<T>>,
    stamp: u64,
    generation: u64,
    value: Weak<T>,
    held: Option<Rc<Held<T>>>,
    counters: Arc<ThreadCounters>,
}

impl<T: Send + Sync + 'static> Line<T> {
    /// Whether this is the line of an entry, and nothing newer was published there.
    fn is_fresh(&self, core: &Core, id: u64) -> bool {
        let meta = &self.place.meta;
        meta.id.get() == id && meta.registry == core.number && meta.stamp() == self.stamp
    }

    fn read<R: Reading<T>>(&mut self) -> Option<R> {
        R::of(&self.value, self.generation, &mut self.held)
    }
}

/// How a value is read: counted, or held by the thread.
pub(super) trait Reading<T>: Sized {
    /// From a line that is fresh; `None` if it has lost its value.
    fn of(value: &Weak<T>, generation: u64, held: &mut Option<Rc<Held<T>>>) -> Option<Self>;
}

impl<T> Reading<T> for (Arc<T>, u64) {
    fn of(value: &Weak<T>, generation: u64, _: &mut Option<Rc<Held<T>>>) -> Option<Self> {
        Some((value.upgrade()?, generation))
    }
}

impl<T> Reading<T> for Current<T> {
    fn of(value: &Weak<T>, generation: u64, held: &mut Option<Rc<Held<T>>>) -> Option<Self> {
        let held = match held {
            Some(held) => held,
            None => held.insert(Rc::new(Held { value: value.upgrade()?, generation })),
        };
        Some(Current(Rc::clone(held)))
    }
}

/// Reads an entry by its id, by the thread's own line for it if that is fresh.
pub(super) fn read<T: Send + Sync + 'static, R: Reading<T>>(core: &Core, id: u64) -> Result<R, RegistryError> {
    if core.settings.detailed() {
        return super::stats::timed(|| thread_counters(core), || read_counted(core, id));
    }
    read_counted(core, id)
}

fn read_counted<T: Send + Sync + 'static, R: Reading<T>>(core: &Core, id: u64) -> Result<R, RegistryError> {
    let known = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        let line = thread.lines.get_mut(at(id))?.as_mut()?.downcast_mut::<Line<T>>()?;
        if !line.is_fresh(core, id) {
            return None;
        }
        line.counters.reads.bump();
        line.read()
    });
    match known {
        Ok(Some(value)) => Ok(value),
        _ => look_up(core, id),
    }
}

/// Reads an entry through the index, and remembers it.
#[cold]
#[inline(never)]
fn look_up<T: Send + Sync + 'static, R: Reading<T>>(core: &Core, id: u64) -> Result<R, RegistryError> {
    let counters = thread_counters(core);
    counters.reads.bump();
    counters.misses.bump();
    let found = core.find::<T>(id).and_then(|place| match place.load_full() {
        Some(snapshot) => Ok((place, snapshot)),
        None => Err(place.absent()),
    });
    let (place, snapshot) = match found {
        Ok(found) => found,
        Err(error) => {
            counters.failures.bump();
            remember(id, None);
            return Err(error);
        }
    };
    let value = Arc::clone(snapshot.value());
    let generation = snapshot.generation();
    drop(snapshot);
    let mut line =
        Line { place, stamp: stamp_of(generation), generation, value: Arc::downgrade(&value), held: None, counters };
    let read = line.read().expect("the value is held right here");
    drop(value);
    remember(id, Some(Box::new(line)));
    Ok(read)
}

fn remember(id: u64, line: Option<Box<dyn Any>>) {
    let former = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        if thread.lines.is_empty() {
            thread.lines.resize_with(LINES, || None);
        }
        std::mem::replace(&mut thread.lines[at(id)], line)
    });
    // With the table free again: what a value does when it is dropped is its own affair.
    drop(former);
}

#[allow(clippy::cast_possible_truncation)] // the low bits are what is wanted
fn at(id: u64) -> usize {
    id as usize % LINES
}

/// What this thread counts for a registry.
pub(super) fn thread_counters(core: &Core) -> Arc<ThreadCounters> {
    let known = THREAD.try_with(|thread| {
        let thread = thread.try_borrow().ok()?;
        thread.counters.iter().find(|(number, _)| *number == core.number).map(|(_, counters)| Arc::clone(counters))
    });
    if let Ok(Some(counters)) = known {
        return counters;
    }
    let counters = core.counters.of_thread();
    let _ = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        // Of registries that are gone nobody asks any more.
        thread.counters.retain(|(_, counters)| Arc::strong_count(counters) > 1);
        thread.counters.push((core.number, Arc::clone(&counters)));
        Some(())
    });
    counters
}

/// Lets go of every value that this thread holds because it asked for it with `current`.
///
/// A thread that used [`SuperConfig::current`](crate::SuperConfig::current) or
/// [`ConfigRegistry::current`](super::ConfigRegistry::current) is a reader of what it was given last, so that the next time is as
/// cheap as a plain reference. An idle thread that should keep no old snapshot alive calls this. Values that are still held
/// by a [`Current`] stay until that is dropped.
pub fn release_current() {
    let lines = THREAD.try_with(|thread| thread.try_borrow_mut().map(|mut thread| std::mem::take(&mut thread.lines)));
    drop(lines);
}
