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
    hold::Release,
    place::{Place, stamp_of},
    registry,
    stats::{Bump, ThreadCounters, timed},
    sync::thread_local,
};
use crate::gather::Gather as _;

/// How many entries a thread remembers; a power of two. Ids that are a multiple of this apart want the same slot, which goes to the one
/// that is read more often.
const LINES: usize = 1024;

/// The size of the largest value that is remembered without being held, in bytes: its room is given back only when something else
/// is remembered in its slot.
const LARGEST: usize = 4096;

thread_local! {
    static THREAD: RefCell<Thread> = const { RefCell::new(Thread::new()) };
}

struct Thread {
    /// Each where the id of its entry says. Made at the first read that finds something.
    slots: Option<Box<[Slot; LINES]>>,
    /// What is counted, for each registry by its number.
    counters: Vec<(u64, Arc<ThreadCounters>)>,
    /// What the thread holds of types, by the ids of their entries.
    types: Vec<(u64, &'static dyn Release)>,
}

impl Thread {
    const fn new() -> Self {
        Self { slots: None, counters: Vec::new(), types: Vec::new() }
    }

    /// The slot that an entry has.
    #[inline]
    fn slot(&mut self, id: u64) -> Option<&mut Slot> {
        self.slots.as_mut().map(|slots| &mut slots[at(id)]).filter(|slot| slot.id == id)
    }
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
pub(super) struct Line<T> {
    place: Arc<Place<T>>,
    stamp: u64,
    generation: u64,
    value: Weak<T>,
    held: Option<Rc<Held<T>>>,
    counters: Arc<ThreadCounters>,
}

/// How a value is read: counted, or held by the thread.
pub(super) trait Reading<T>: Sized {
    /// Whether the thread is to hold the value from now on.
    const HOLDS: bool;
    /// Of what was looked up.
    fn new(value: Arc<T>, generation: u64) -> Self;
    /// Of what the thread remembers; `None` if that has lost its value, or is not held as it must be.
    fn again(line: &Line<T>) -> Option<Self>;
    fn generation(&self) -> u64;
    /// What the thread is to hold from now on.
    fn held(&self) -> Option<Rc<Held<T>>>;
}

impl<T> Reading<T> for (Arc<T>, u64) {
    const HOLDS: bool = false;

    fn new(value: Arc<T>, generation: u64) -> Self {
        (value, generation)
    }

    #[inline]
    fn again(line: &Line<T>) -> Option<Self> {
        Some((line.value.upgrade()?, line.generation))
    }

    fn generation(&self) -> u64 {
        self.1
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

    #[inline]
    fn again(line: &Line<T>) -> Option<Self> {
        line.held.as_ref().map(|held| Current(Rc::clone(held)))
    }

    fn generation(&self) -> u64 {
        self.0.generation
    }

    fn held(&self) -> Option<Rc<Held<T>>> {
        Some(Rc::clone(&self.0))
    }
}

/// Reads the entry of a config type that has no [`Local`](super::Local), without counting it; `None` if nothing stands there.
pub(super) fn current<T: Send + Sync + 'static>(place: &Arc<Place<T>>) -> Option<Current<T>> {
    let held =
        with_line(
            place.meta.id.get(),
            |line: &Line<T>| {
                if line.stamp == place.meta.stamp() { Reading::again(line) } else { None }
            },
        );
    held.or_else(|| {
        let found = look(&registry().shared, place, || Arc::clone(place));
        remember(place.meta.id.get(), found).ok()
    })
}

/// Reads an entry by its id, by the thread's own line for it if that is fresh.
#[inline]
pub(super) fn read<T: Send + Sync + 'static, R: Reading<T>>(core: &Core, id: u64) -> Result<R, RegistryError> {
    if core.settings.detailed() {
        return timed(|| read_counted(core, id), |nanos| with_counters(core, |counters| counters.took(nanos)));
    }
    read_counted(core, id)
}

#[inline]
fn read_counted<T: Send + Sync + 'static, R: Reading<T>>(core: &Core, id: u64) -> Result<R, RegistryError> {
    let known = with_line(id, |line: &Line<T>| {
        let meta = &line.place.meta;
        // Another registry's entry is none of this one.
        if meta.registry != core.number || meta.stamp() != line.stamp {
            return None;
        }
        let value = R::again(line)?;
        line.counters.reads.bump();
        Some(value)
    });
    match known {
        Some(value) => Ok(value),
        None => look_up(core, id),
    }
}

/// Does something with what this thread remembers of an entry, if that is of this type; says whether it was of use.
#[inline]
fn with_line<T: 'static, R>(id: u64, then: impl FnOnce(&Line<T>) -> Option<R>) -> Option<R> {
    let known = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        let slot = thread.slot(id)?;
        let result = then(slot.line.as_ref()?.downcast_ref()?)?;
        slot.used = true;
        Some(result)
    });
    known.ok().flatten()
}

/// Reads an entry through the index, and remembers it if there is room.
#[cold]
#[inline(never)]
fn look_up<T: Send + Sync + 'static, R: Reading<T>>(core: &Core, id: u64) -> Result<R, RegistryError> {
    let found = core.with_entry(id, |entry| {
        let counted = || typed(Arc::clone(entry)).expect("its type was looked at just now");
        look(core, place_of::<T>(&**entry)?, counted)
    });
    with_counters(core, |counters| {
        counters.reads.bump();
        counters.misses.bump();
        if found.is_err() {
            counters.failures.bump();
        }
    });
    let_go(id, found.as_ref().map_or(0, |(read, _): &(R, _)| stamp_of(read.generation())));
    remember(id, found)
}

/// What stands in a place, and how to remember that, if there is room for it.
fn look<T: Send + Sync + 'static, R: Reading<T>>(
    core: &Core,
    place: &Place<T>,
    counted: impl FnOnce() -> Arc<Place<T>>,
) -> Result<(R, Option<Line<T>>), RegistryError> {
    let room = (R::HOLDS || size_of::<T>() <= LARGEST) && has_room(place.meta.id.get());
    let snapshot = place.load();
    let snapshot = snapshot.as_ref().ok_or_else(|| place.absent())?;
    let (value, generation) = (Arc::clone(snapshot.value()), snapshot.generation());
    let weak = room.then(|| Arc::downgrade(&value));
    let read = R::new(value, generation);
    let line = weak.map(|value| Line {
        place: counted(),
        stamp: stamp_of(generation),
        generation,
        value,
        held: read.held(),
        counters: with_counters(core, Arc::clone),
    });
    Ok((read, line))
}

/// Remembers what was found, or nothing of the entry: what the thread remembers is not true any more.
fn remember<T: Send + Sync + 'static, R>(
    id: u64,
    found: Result<(R, Option<Line<T>>), RegistryError>,
) -> Result<R, RegistryError> {
    match found {
        Ok((read, line)) => {
            match line {
                Some(line) => put(id, Box::new(line)),
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
        let Some(slots) = &mut thread.slots else { return Some(true) };
        let slot = &mut slots[at(id)];
        Some(slot.id == id || !std::mem::take(&mut slot.used))
    });
    matches!(room, Ok(Some(true)))
}

fn put(id: u64, line: Box<dyn Any>) {
    let former = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        let slots = thread.slots.get_or_insert_with(no_slots);
        Some(std::mem::replace(&mut slots[at(id)], Slot { id, line: Some(line), used: false }))
    });
    // With the table free again: what a value does when it is dropped is its own affair.
    drop(former);
}

pub(super) fn forget(id: u64) {
    let former = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        thread.slot(id).map(std::mem::take)
    });
    drop(former);
}

/// Lets go of what the thread holds of a type, unless it is of this stamp: it asked anew.
fn let_go(id: u64, stamp: u64) {
    let local = THREAD.try_with(|thread| {
        let thread = thread.try_borrow().ok()?;
        thread.types.iter().find(|(of, _)| *of == id).map(|(_, local)| *local)
    });
    if let Ok(Some(local)) = local {
        drop(local.release_older(stamp));
    }
}

fn no_slots() -> Box<[Slot; LINES]> {
    let slots: Vec<Slot> = std::iter::repeat_with(Slot::default).take(LINES).gather();
    slots.try_into().unwrap_or_else(|_| unreachable!("they are so many"))
}

#[inline]
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

/// Lists what the thread holds of a type. Not while the thread ends.
pub(super) fn list(id: u64, local: &'static dyn Release) -> bool {
    let listed = THREAD.try_with(|thread| {
        thread.try_borrow_mut().ok()?.types.push((id, local));
        Some(())
    });
    matches!(listed, Ok(Some(())))
}

/// Lets go of every value that this thread holds because it asked for it with `current`.
///
/// A thread that used [`SuperConfig::current`](crate::SuperConfig::current) or
/// [`ConfigRegistry::current`](super::ConfigRegistry::current) is a reader of what it was given last, so that the next time is as
/// cheap as a plain reference. An idle thread that should keep no old snapshot alive calls this. Values that are still held
/// by a [`Current`] stay until that is dropped. The thread also forgets what it remembers of entries that it only read; that held no value,
/// but some memory: 32 KiB, and for each of at most 1024 entries the room of its value up to 4 KiB.
pub fn release_current() {
    let taken = THREAD.try_with(|thread| {
        let mut thread = thread.try_borrow_mut().ok()?;
        Some((thread.slots.take(), std::mem::take(&mut thread.types)))
    });
    if let Ok(Some((lines, types))) = taken {
        let held: Vec<_> = types.into_iter().filter_map(|(_, local)| local.release()).gather();
        drop((lines, held));
    }
}
