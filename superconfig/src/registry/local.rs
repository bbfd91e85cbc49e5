//! What each thread remembers of the entries that it read by handle: a small table of lines, so that a second read of an
//! entry asks no shared index and writes no memory that other threads look at.
//!
//! A line holds its value weakly and so keeps no value alive, only the room that it stood in, which is why large ones are not
//! remembered. Unless the thread asked for [`Current`], which is a plain reference's speed bought with one rule: a thread is a
//! reader of what it asked for last, until it asks again, ends, or [lets go](release_current).

use std::{
    any::Any,
    cell::RefCell,
    rc::Rc,
    sync::{Arc, Weak},
};

use super::{
    Current, RegistryError,
    core::{Core, place_of, typed},
    guard::Held,
    place::{Place, stamp_of},
    stats::{Bump, ThreadCounters, timed},
    sync::thread_local,
};

/// How many entries a thread remembers; a power of two. Ids that are a multiple of this apart want the same slot, which goes to the one
/// that is read more often.
const LINES: usize = 1024;

/// The size of the largest value that is remembered without being held, in bytes: its room is given back only when something else
/// is remembered in its slot.
const LARGEST: usize = 4096;

thread_local! {
    static THREAD: RefCell<Thread> = RefCell::new(Thread::default());
}

#[derive(Default)]
struct Thread {
    /// Each where the id of its entry says. Empty until the first read.
    slots: Vec<Slot>,
    /// What is counted, for each registry by its number.
    counters: Vec<(u64, Arc<ThreadCounters>)>,
}

#[derive(Default)]
struct Slot {
    /// The id of the entry that it is taken by; 0 for none.
    id: u64,
    /// That entry's `Line<T>`.
    line: Option<Box<dyn Any>>,
    /// Whether it served a read since another entry last wanted its slot.
    used: bool,
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
    /// Whether the entry is in this registry, and nothing newer was published there.
    fn is_fresh(&self, core: &Core) -> bool {
        let meta = &self.place.meta;
        meta.registry == core.number && meta.stamp() == self.stamp
    }
}

/// How a value is read: counted, or held by the thread.
pub(super) trait Reading<T>: Sized {
    /// Whether the thread is to hold the value from now on.
    const HOLDS: bool;
    /// Of what was looked up.
    fn new(value: Arc<T>, generation: u64) -> Self;
    /// Of what the thread remembers; `None` if that has lost its value.
    fn again(value: &Weak<T>, generation: u64, held: &mut Option<Rc<Held<T>>>) -> Option<Self>;
    /// What the thread is to hold from now on.
    fn held(&self) -> Option<Rc<Held<T>>>;
}

impl<T> Reading<T> for (Arc<T>, u64) {
    const HOLDS: bool = false;

    fn new(value: Arc<T>, generation: u64) -> Self {
        (value, generation)
    }

    fn again(value: &Weak<T>, generation: u64, _: &mut Option<Rc<Held<T>>>) -> Option<Self> {
        Some((value.upgrade()?, generation))
    }

    fn held(&self) -> Option<Rc<Held<T>>> {
        None
    }
}

impl<T> Reading<T> for Current<T> {
    const HOLDS: bool = true;

    fn new(value: Arc<T>, generation: u64) -> Self {
        Current(Rc::new(Held { value, generation }))
    }

    fn again(value: &Weak<T>, generation: u64, held: &mut Option<Rc<Held<T>>>) -> Option<Self> {
        match held {
            Some(held) => Some(Current(Rc::clone(held))),
            None => first(value, generation, held),
        }
    }

    fn held(&self) -> Option<Rc<Held<T>>> {
        Some(Rc::clone(&self.0))
    }
}

/// Holds what the thread only remembered so far.
#[cold]
#[inline(never)]
fn first<T>(value: &Weak<T>, generation: u64, held: &mut Option<Rc<Held<T>>>) -> Option<Current<T>> {
    let now = held.insert(Rc::new(Held { value: value.upgrade()?, generation }));
    Some(Current(Rc::clone(now)))
}

/// Reads an entry by its id, by the thread's own line for it if that is fresh.
pub(super) fn read<T: Send + Sync + 'static, R: Reading<T>>(core: &Core, id: u64) -> Result<R, RegistryError> {
    if core.settings.detailed() {
        return timed(|| read_counted(core, id), |nanos| with_counters(core, |counters| counters.took(nanos)));
    }
    read_counted(core, id)
}

fn read_counted<T: Send + Sync + 'static, R: Reading<T>>(core: &Core, id: u64) -> Result<R, RegistryError> {
    let known = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        let slot = thread.slots.get_mut(at(id)).filter(|slot| slot.id == id)?;
        let line = slot.line.as_mut()?.downcast_mut::<Line<T>>()?;
        if !line.is_fresh(core) {
            return None;
        }
        let value = R::again(&line.value, line.generation, &mut line.held)?;
        slot.used = true;
        line.counters.reads.bump();
        Some(value)
    });
    match known {
        Ok(Some(value)) => Ok(value),
        _ => look_up(core, id),
    }
}

/// Reads an entry through the index, and remembers it if there is room.
#[cold]
#[inline(never)]
fn look_up<T: Send + Sync + 'static, R: Reading<T>>(core: &Core, id: u64) -> Result<R, RegistryError> {
    let room = (R::HOLDS || size_of::<T>() <= LARGEST) && has_room(id);
    let found = core.with_entry(id, |entry| {
        let place = place_of::<T>(&**entry)?;
        let snapshot = place.load();
        let snapshot = snapshot.as_ref().ok_or_else(|| place.absent())?;
        let (value, generation) = (Arc::clone(snapshot.value()), snapshot.generation());
        let weak = room.then(|| Arc::downgrade(&value));
        let read = R::new(value, generation);
        let line = weak.map(|value| Line {
            place: typed(Arc::clone(entry)).expect("its type was looked at just now"),
            stamp: stamp_of(generation),
            generation,
            value,
            held: read.held(),
            counters: with_counters(core, Arc::clone),
        });
        Ok((read, line))
    });
    with_counters(core, |counters| {
        counters.reads.bump();
        counters.misses.bump();
        if found.is_err() {
            counters.failures.bump();
        }
    });
    match found {
        Ok((read, line)) => {
            match line {
                Some(line) => put(id, Box::new(line)),
                // What it remembers of the entry is not true any more.
                None => forget(id),
            }
            Ok(read)
        }
        Err(error) => {
            forget(id);
            Err(error)
        }
    }
}

/// Whether a slot is to be had for an entry: its own, or one that was not used since this was last asked.
fn has_room(id: u64) -> bool {
    let room = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        Some(thread.slots.get_mut(at(id)).is_none_or(|slot| slot.id == id || !std::mem::take(&mut slot.used)))
    });
    matches!(room, Ok(Some(true)))
}

fn put(id: u64, line: Box<dyn Any>) {
    let former = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        if thread.slots.is_empty() {
            thread.slots.resize_with(LINES, Slot::default);
        }
        Some(std::mem::replace(&mut thread.slots[at(id)], Slot { id, line: Some(line), used: false }))
    });
    // With the table free again: what a value does when it is dropped is its own affair.
    drop(former);
}

fn forget(id: u64) {
    let former = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        thread.slots.get_mut(at(id)).filter(|slot| slot.id == id).map(std::mem::take)
    });
    drop(former);
}

#[allow(clippy::cast_possible_truncation)] // the low bits are what is wanted
fn at(id: u64) -> usize {
    id as usize % LINES
}

/// Does something with what this thread counts for a registry, which is kept for the next time.
fn with_counters<R>(core: &Core, then: impl FnOnce(&Arc<ThreadCounters>) -> R) -> R {
    let mut then = Some(then);
    let known = THREAD.try_with(|thread| {
        let thread = thread.try_borrow().ok()?;
        let (_, counters) = thread.counters.iter().find(|(number, _)| *number == core.number)?;
        then.take().map(|then| then(counters))
    });
    match (known, then) {
        (Ok(Some(done)), _) => done,
        (_, Some(then)) => then(&new_counters(core)),
        (_, None) => unreachable!("it is taken only to give something"),
    }
}

fn new_counters(core: &Core) -> Arc<ThreadCounters> {
    let counters = core.counters.of_thread();
    let _ = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        // Of registries that are gone nobody asks any more, once no line is left that remembers an entry of theirs.
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
/// by a [`Current`] stay until that is dropped. The thread also forgets what it remembers of entries that it only read; that held no value,
/// but some memory: 32 KiB, and for each of at most 1024 entries the room of its value up to 4 KiB.
pub fn release_current() {
    let lines = THREAD.try_with(|thread| thread.try_borrow_mut().map(|mut thread| std::mem::take(&mut thread.slots)));
    drop(lines);
}
