//! What all doors to a registry share: the index of its entries, and the one way to change them.
//!
//! Every change, of one entry or of many, is a commit: prepared beforehand, checked and carried out under the ledger's lock,
//! which is never held while foreign code runs. Readers take no part in this. A commit has a number, the generation, and so has
//! what it publishes.

use std::{
    any::{Any, TypeId, type_name},
    collections::{self, VecDeque},
    hash::{BuildHasherDefault, Hasher},
    num::NonZeroU64,
    sync::{
        Arc,
        atomic::{AtomicU64 as Counter, Ordering::Relaxed},
    },
};

use papaya::HashMap;

use super::{
    Errors, RegistryError, RegistrySnapshot, Settings,
    place::{Entry, Meta, Place, Published, absent},
    stats::Counters,
    sync::{AtomicU64, AtomicUsize, Mutex, Ordering, lock},
    turn::Turn,
};
use crate::{gather::Gather as _, load::Snapshot};

pub(super) struct Core {
    /// Tells registries apart; ids are never given twice in a process, whatever the registry.
    pub(super) number: u64,
    index: HashMap<u64, Arc<dyn Entry>, BuildHasherDefault<IdHasher>>,
    /// Who may change something; held while the closure of a transaction runs.
    pub(super) turn: Turn,
    ledger: Mutex<Ledger>,
    generation: AtomicU64,
    /// How many entries have a value.
    live: AtomicUsize,
    pub(super) settings: Settings,
    pub(super) errors: Mutex<Errors>,
    pub(super) counters: Counters,
    /// How to tell what values hold on the heap, by their type.
    pub(super) measures: Mutex<Measures>,
}

pub(super) type Measures = Vec<(TypeId, fn(&dyn Published) -> usize)>;

/// What was committed.
#[derive(Default)]
struct Ledger {
    generation: u64,
    /// How many commits can be taken back.
    keep: usize,
    /// The newest last; without gaps up to the present generation.
    history: VecDeque<Commit>,
}

/// What takes one commit back.
struct Commit {
    generation: u64,
    before: Vec<Before>,
}

/// What stood in an entry before a commit.
struct Before {
    entry: Arc<dyn Entry>,
    snapshot: Option<Arc<dyn Published>>,
}

/// An entry and what stands there.
pub(super) struct Present {
    pub(super) entry: Arc<dyn Entry>,
    pub(super) snapshot: Arc<dyn Published>,
}

impl Present {
    pub(super) fn id(&self) -> u64 {
        self.entry.meta().id.get()
    }

    /// The size of the value, and what it holds besides if that is known of its type.
    pub(super) fn bytes(&self, measures: &Measures) -> usize {
        let of = self.entry.value_type();
        let measure = measures.iter().find(|measure| measure.0 == of);
        self.entry.size() + measure.map_or(0, |(_, heap_size)| heap_size(&*self.snapshot))
    }
}

/// What a commit does with one entry.
pub(crate) struct Change {
    pub(super) entry: Arc<dyn Entry>,
    /// What will stand there; once it is committed, what stood there. It is dropped with no lock held: what a value does then is
    /// its own affair.
    pub(super) snapshot: Option<Arc<dyn Published>>,
    pub(super) when: When,
}

/// What must be so, or nothing is committed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Always,
    /// The entry is new and was made with its value, which nobody can find yet.
    New,
    /// There is a value.
    Present,
    /// There is the value of this generation.
    At(u64),
}

impl Core {
    pub(super) fn new(settings: Settings) -> Self {
        static NUMBERS: Counter = Counter::new(1);
        let counters = Counters::new(settings.detailed());
        Self {
            number: NUMBERS.fetch_add(1, Relaxed),
            index: HashMap::default(),
            turn: Turn::default(),
            ledger: Mutex::default(),
            generation: AtomicU64::new(0),
            live: AtomicUsize::new(0),
            settings,
            errors: Mutex::default(),
            counters,
            measures: Mutex::default(),
        }
    }

    /// A place under an id that was never used before; not in the index yet.
    pub(super) fn place<T: Send + Sync + 'static>(&self, snapshot: Option<Snapshot<T>>) -> Arc<Place<T>> {
        Arc::new(Place::new(self.meta(false), snapshot))
    }

    fn meta(&self, permanent: bool) -> Meta {
        static IDS: Counter = Counter::new(1);
        let id = NonZeroU64::new(IDS.fetch_add(1, Relaxed)).expect("ids start at 1, and 2^64 are never used up");
        Meta::new(id, self.number, permanent)
    }

    /// Enters the place of a static cell, which has no value yet.
    pub(super) fn enter_permanent<T: Send + Sync + 'static>(&self) -> Arc<Place<T>> {
        let place = Arc::new(Place::<T>::new(self.meta(true), None));
        self.index.pin().insert(place.meta.id.get(), Arc::clone(&place) as Arc<dyn Entry>);
        place
    }

    /// The place that a handle of type `T` is for.
    pub(super) fn find<T: Send + Sync + 'static>(&self, id: u64) -> Result<Arc<Place<T>>, RegistryError> {
        typed(self.entry(id)?)
    }

    pub(super) fn entry(&self, id: u64) -> Result<Arc<dyn Entry>, RegistryError> {
        self.with_entry(id, |entry| Ok(Arc::clone(entry)))
    }

    /// Looks an entry up without counting that somebody has it.
    pub(super) fn with_entry<R>(
        &self,
        id: u64,
        then: impl FnOnce(&Arc<dyn Entry>) -> Result<R, RegistryError>,
    ) -> Result<R, RegistryError> {
        self.index.pin().get(&id).ok_or(RegistryError::HandleNotFound { id }).and_then(then)
    }

    pub(super) fn len(&self) -> usize {
        self.live.load(Ordering::Relaxed)
    }

    /// How many commits there were.
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Entries with their snapshots. They belong together only if nothing is committed meanwhile.
    pub(super) fn entries(&self) -> Vec<Present> {
        let index = self.index.pin();
        let present =
            |entry: &Arc<dyn Entry>| entry.current().map(|snapshot| Present { entry: Arc::clone(entry), snapshot });
        index.values().filter_map(present).gather()
    }

    /// All entries at one moment between two commits.
    pub(super) fn view(&self) -> RegistrySnapshot {
        let measures = lock(&self.measures).clone();
        let ledger = lock(&self.ledger);
        let (generation, entries) = (ledger.generation, self.entries());
        drop(ledger);
        RegistrySnapshot::new(generation, entries, measures)
    }

    /// Carries all changes out, or none; gives the generation, and the changes with what stood in their entries. Waits for its turn.
    pub(super) fn commit<C: AsMut<[Change]>>(&self, mut changes: C) -> Result<(u64, C), RegistryError> {
        let turn = self.turn.take();
        let committed = self.commit_now(changes.as_mut());
        drop(turn);
        committed.map(|committed| (committed.generation, changes))
    }

    /// Like [`Self::commit`], for who has the turn, and gives it up before dropping `changes` and what this returns.
    pub(super) fn commit_now(&self, changes: &mut [Change]) -> Result<Committed, RegistryError> {
        let mut ledger = lock(&self.ledger);
        changes.iter().try_for_each(|change| check(&*change.entry, change.when))?;
        Ok(self.apply(&mut ledger, changes))
    }

    /// Brings back what stood in every entry at a generation.
    pub(super) fn roll_back(&self, to: u64) -> Result<u64, RegistryError> {
        let turn = self.turn.take();
        let rolled_back = self.roll_back_now(to);
        drop(turn);
        rolled_back.map(|(committed, _)| committed.generation)
    }

    fn roll_back_now(&self, to: u64) -> Result<(Committed, Vec<Change>), RegistryError> {
        let mut ledger = lock(&self.ledger);
        let (oldest, newest) = (oldest(&ledger), ledger.generation);
        if !(oldest..=newest).contains(&to) {
            return Err(RegistryError::GenerationNotKept { generation: to, oldest, newest });
        }
        let mut changes = Vec::new();
        let mut positions = collections::HashMap::new();
        for commit in ledger.history.iter().rev().take_while(|commit| commit.generation > to) {
            for Before { entry, snapshot } in &commit.before {
                let snapshot = snapshot.as_ref().map(|snapshot| snapshot.again());
                // Nobody would end what came back without its shared handles.
                if snapshot.is_some() && entry.meta().is_abandoned() {
                    continue;
                }
                let change = Change { entry: Arc::clone(entry), snapshot, when: When::Always };
                let id = entry.meta().id.get();
                if let Some(at) = positions.get(&id) {
                    changes[*at] = change;
                } else {
                    positions.insert(id, changes.len());
                    changes.push(change);
                }
            }
        }
        if changes.is_empty() {
            return Ok((Committed { generation: newest, forgotten: None }, Vec::new()));
        }
        Ok((self.apply(&mut ledger, &mut changes), changes))
    }

    /// How many of the next commits can be taken back.
    pub(super) fn keep(&self, commits: usize) {
        let mut ledger = lock(&self.ledger);
        ledger.keep = commits;
        let surplus = ledger.history.len().saturating_sub(commits);
        let forgotten: Vec<Commit> = ledger.history.drain(..surplus).gather();
        drop(ledger);
        drop(forgotten);
    }

    pub(super) fn oldest(&self) -> u64 {
        oldest(&lock(&self.ledger))
    }

    fn apply(&self, ledger: &mut Ledger, changes: &mut [Change]) -> Committed {
        ledger.generation += 1;
        let generation = ledger.generation;
        for Change { entry, snapshot, when } in &mut *changes {
            let comes = snapshot.is_some() || *when == When::New;
            if *when == When::New {
                entry.begin(generation);
            } else {
                let next = snapshot.take().inspect(|next| next.stamp(generation));
                *snapshot = entry.put(next, generation);
            }
            match (snapshot.is_some(), comes) {
                (false, true) => self.enter(entry),
                (true, true) => _ = self.counters.updates.fetch_add(1, Ordering::Relaxed),
                (true, false) => self.leave(&**entry),
                (false, false) => {}
            }
        }
        self.generation.store(generation, Ordering::Release);
        let mut forgotten = None;
        if ledger.keep > 0 {
            let before =
                |change: &Change| Before { entry: Arc::clone(&change.entry), snapshot: change.snapshot.clone() };
            ledger.history.push_back(Commit { generation, before: changes.iter().map(before).gather() });
            if ledger.history.len() > ledger.keep {
                forgotten = ledger.history.pop_front();
            }
        }
        Committed { generation, forgotten }
    }

    /// Lets an entry be found that has a value now.
    fn enter(&self, entry: &Arc<dyn Entry>) {
        self.live.fetch_add(1, Ordering::Relaxed);
        self.counters.creates.fetch_add(1, Ordering::Relaxed);
        if self.settings.expire_after().is_some() {
            super::expiry::watch(&**entry);
        }
        self.index.pin().insert(entry.meta().id.get(), Arc::clone(entry));
    }

    /// Lets an entry not be found that has no value any more.
    fn leave(&self, entry: &dyn Entry) {
        self.live.fetch_sub(1, Ordering::Relaxed);
        self.counters.deletes.fetch_add(1, Ordering::Relaxed);
        if !entry.meta().permanent {
            self.index.pin().remove(&entry.meta().id.get());
        }
    }
}

/// What a commit did besides its changes.
#[must_use]
pub(super) struct Committed {
    pub(super) generation: u64,
    /// What the history has no room for any more. Dropped like what is replaced.
    #[allow(dead_code, reason = "only dropped")]
    forgotten: Option<Commit>,
}

/// The place of an entry, if it is of this type.
pub(super) fn typed<T: Send + Sync + 'static>(entry: Arc<dyn Entry>) -> Result<Arc<Place<T>>, RegistryError> {
    let found = entry.type_name();
    let place = (entry as Arc<dyn Any + Send + Sync>).downcast::<Place<T>>();
    place.map_err(|_| RegistryError::WrongType { expected: type_name::<T>(), found })
}

/// Like [`typed`], of what somebody else has.
pub(super) fn place_of<T: Send + Sync + 'static>(entry: &dyn Entry) -> Result<&Place<T>, RegistryError> {
    let wrong = || RegistryError::WrongType { expected: type_name::<T>(), found: entry.type_name() };
    (entry as &dyn Any).downcast_ref().ok_or_else(wrong)
}

fn oldest(ledger: &Ledger) -> u64 {
    ledger.history.front().map_or(ledger.generation, |commit| commit.generation - 1)
}

/// Whether an entry is as it must be.
pub(super) fn check(entry: &dyn Entry, when: When) -> Result<(), RegistryError> {
    let wanted = match when {
        When::Always | When::New => return Ok(()),
        When::Present => None,
        When::At(generation) => Some(generation),
    };
    match entry.generation() {
        None => Err(absent(entry)),
        Some(there) if wanted.is_some_and(|wanted| wanted != there) => {
            Err(RegistryError::Conflict { id: entry.meta().id.get() })
        }
        Some(_) => Ok(()),
    }
}

impl Change {
    pub(crate) fn publish<T: Send + Sync + 'static>(
        place: Arc<Place<T>>,
        snapshot: impl Into<Arc<Snapshot<T>>>,
        when: When,
    ) -> Self {
        Self { entry: place, snapshot: Some(snapshot.into()), when }
    }

    /// Of a place that was made with its value.
    pub(super) fn enter(entry: Arc<dyn Entry>) -> Self {
        Self { entry, snapshot: None, when: When::New }
    }

    pub(super) fn delete(entry: Arc<dyn Entry>, when: When) -> Self {
        Self { entry, snapshot: None, when }
    }
}

/// Ids are numbers that differ; spreading their bits is all that a table wants.
#[derive(Default)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
