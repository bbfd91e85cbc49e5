//! Real threads on one registry: no value is torn, lost, read after its end, or dropped twice. Which orders the threads take
//! is up to the machine; `registry_model.rs` tries orders on purpose. Also passes under Miri, with fewer rounds:
//! `MIRIFLAGS=-Zmiri-disable-isolation cargo +nightly miri test -p superconfig-tests --test registry_stress`.

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use superconfig::{
    ConfigHandle, ConfigRegistry, Current, RegistryError, SharedConfigHandle, SuperConfig, release_current,
};

const THREADS: u64 = 8;

/// So many rounds; fewer in an interpreter that checks each step.
const fn rounds(many: u64) -> u64 {
    if cfg!(miri) { many / 50 } else { many }
}

/// Numbers that look random and are the same in each run: `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }
}

/// A number that is written down several times, so that a torn value shows, and that counts how many of it there are.
struct Whole {
    copies: [u64; 9],
    text: String,
    alive: Arc<AtomicUsize>,
}

impl Whole {
    fn new(number: u64, alive: &Arc<AtomicUsize>) -> Self {
        alive.fetch_add(1, SeqCst);
        Self { copies: [number; 9], text: number.to_string(), alive: Arc::clone(alive) }
    }

    fn number(&self) -> u64 {
        let number = self.copies[0];
        assert!(self.copies == [number; 9] && self.text == number.to_string(), "{:?}, {}", self.copies, self.text);
        number
    }

    fn next(&self) -> Self {
        Self::new(self.number() + 1, &self.alive)
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        self.number();
        // Dropped once more than created it would go below zero.
        assert!(self.alive.fetch_sub(1, SeqCst) > 0);
        self.copies = [u64::MAX, 0, 0, 0, 0, 0, 0, 0, 0];
    }
}

/// Runs one body on each of the threads, with dice of its own, until all are done.
fn on_all_threads(body: impl Fn(u64, Dice) + Sync) {
    thread::scope(|scope| {
        // Joined by hand: a scope alone ends before what its threads remember is dropped.
        let threads: Vec<_> = (0..THREADS)
            .map(|me| {
                let body = &body;
                scope.spawn(move || body(me, Dice(me)))
            })
            .collect();
        for thread in threads {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
}

#[test]
fn everything_at_once_tears_nothing_and_drops_every_value_once() {
    let (registry, alive) = (ConfigRegistry::new(), Arc::new(AtomicUsize::new(0)));
    let kept: Vec<ConfigHandle<Whole>> = (0..4).map(|number| registry.create(Whole::new(number, &alive))).collect();
    on_all_threads(|me, mut dice| {
        let mut own: Vec<ConfigHandle<Whole>> = Vec::new();
        let mut shares: Vec<SharedConfigHandle<Whole>> = Vec::new();
        let mut reader = registry.reader(&kept[0]).unwrap();
        for step in 0..rounds(400) {
            let any = kept[dice.roll(kept.len())];
            let value = || Whole::new(me << 32 | step, &alive);
            match dice.roll(14) {
                0 => own.push(registry.create(value())),
                1 => _ = own.pop().map(|handle| registry.delete(&handle).unwrap().number()),
                2 => _ = registry.read(&any).unwrap().number(),
                3 => _ = registry.read_versioned(&any).unwrap().0.number(),
                4 => _ = registry.current(&any).unwrap().number(),
                5 => _ = reader.get().number(),
                6 => _ = registry.reader(&any).unwrap().get().number(),
                7 => _ = registry.update(&any, value()).unwrap(),
                8 => _ = registry.update_with(&any, Whole::next).unwrap(),
                9 => {
                    let made = registry.transaction(|tx| {
                        tx.update_with(&any, Whole::next)?;
                        tx.create(value())
                    });
                    own.push(made.unwrap());
                }
                10 => {
                    let whole = registry.snapshot();
                    for handle in &kept {
                        whole.read(handle).unwrap().number();
                    }
                }
                11 => {
                    let share = registry.create_shared(value());
                    shares.extend([share.clone(), share]);
                }
                12 => drop(shares.pop()),
                _ => assert_eq!(registry.sweep(), 0),
            }
        }
        for handle in shares.iter().map(SharedConfigHandle::handle).chain(own.iter().copied()) {
            registry.read(&handle).unwrap().number();
        }
        drop(shares);
        for handle in own {
            registry.delete(&handle).unwrap();
        }
    });
    assert_eq!((registry.len(), alive.load(SeqCst)), (kept.len(), kept.len()));
    drop(registry);
    assert_eq!(alive.load(SeqCst), 0);
}

#[test]
fn increments_add_up() {
    let (registry, alive) = (ConfigRegistry::new(), Arc::new(AtomicUsize::new(0)));
    let counter = registry.create(Whole::new(0, &alive));
    on_all_threads(|_, mut dice| {
        for _ in 0..rounds(300) {
            match dice.roll(2) {
                0 => _ = registry.update_with(&counter, Whole::next).unwrap(),
                _ => registry.transaction(|tx| tx.update_with(&counter, Whole::next)).unwrap(),
            }
        }
    });
    assert_eq!(registry.read(&counter).unwrap().number(), THREADS * rounds(300));
    assert_eq!(registry.generation(), THREADS * rounds(300) + 1);
    assert_eq!(alive.load(SeqCst), 1);
}

/// What a closure panics with on purpose, past the hook that would print it.
struct Meant;

#[test]
fn transfers_keep_the_sum_even_if_some_fail_half_way() {
    let registry = ConfigRegistry::new();
    let accounts: Vec<ConfigHandle<i64>> = (0..6).map(|_| registry.create(100)).collect();
    let sum = |registry: &ConfigRegistry| -> i64 {
        let whole = registry.snapshot();
        accounts.iter().map(|account| *whole.read(account).unwrap()).sum()
    };
    on_all_threads(|me, mut dice| {
        for step in 0..rounds(200) {
            let (from, to) = (accounts[dice.roll(6)], accounts[dice.roll(6)]);
            let fate = dice.roll(4);
            let transfer = || {
                registry.transaction(|tx| {
                    tx.update_with(&from, |amount| amount - 7)?;
                    match fate {
                        0 => return Err(RegistryError::aborted("half-way")),
                        1 => std::panic::resume_unwind(Box::new(Meant)),
                        _ => {}
                    }
                    tx.update_with(&to, |amount| amount + 7)
                })
            };
            match catch_unwind(AssertUnwindSafe(transfer)) {
                Ok(result) => assert_eq!(result.is_err(), fate == 0),
                Err(panic) => assert!(panic.is::<Meant>() && fate == 1),
            }
            if (step + me) % 4 == 0 {
                assert_eq!(sum(&registry), 600);
            }
        }
    });
    assert_eq!(sum(&registry), 600);
}

#[test]
fn no_reader_goes_back_or_misses_an_entry_that_is_only_replaced() {
    let (registry, alive) = (ConfigRegistry::new(), Arc::new(AtomicUsize::new(0)));
    let entry = registry.create(Whole::new(0, &alive));
    // The highest generation that anybody has published or read.
    let (told, writers) = (AtomicU64::new(0), THREADS / 4);
    on_all_threads(|me, mut dice| {
        if me < writers {
            for number in 0..rounds(400) {
                let generation = registry.update(&entry, Whole::new(number, &alive)).unwrap();
                told.fetch_max(generation, SeqCst);
            }
            return;
        }
        let mut reader = registry.reader(&entry).unwrap();
        for _ in 0..rounds(3000) {
            let least = told.load(SeqCst);
            let generation = match dice.roll(4) {
                0 => registry.read_versioned(&entry).unwrap().1,
                1 => Current::generation(&registry.current(&entry).unwrap()),
                2 => registry.reader(&entry).unwrap().generation(),
                _ => {
                    reader.get().number();
                    reader.generation()
                }
            };
            assert!(generation >= least, "{generation} after {least}");
            told.fetch_max(generation, SeqCst);
        }
    });
    assert_eq!(told.load(SeqCst), registry.generation());
    drop(registry);
    assert_eq!(alive.load(SeqCst), 0);
}

#[test]
fn ids_never_repeat() {
    let (one, two) = (ConfigRegistry::new(), ConfigRegistry::new());
    let ids = Mutex::new(HashSet::new());
    on_all_threads(|_, mut dice| {
        let mut own = Vec::new();
        for _ in 0..rounds(300) {
            let registry = [&one, &two][dice.roll(2)];
            let handle = match dice.roll(3) {
                0 => registry.create(()),
                1 => registry.create_shared(()).handle(),
                _ => registry.transaction(|tx| tx.create(())).unwrap(),
            };
            own.push(handle.id());
            if dice.roll(2) == 0 {
                _ = registry.delete(&handle);
            }
        }
        let mut ids = ids.lock().unwrap();
        assert!(own.into_iter().all(|id| ids.insert(id)));
    });
}

#[test]
fn who_starts_after_a_delete_reads_nothing() {
    const ENTRIES: u64 = rounds(200);
    let (registry, alive) = (ConfigRegistry::new(), Arc::new(AtomicUsize::new(0)));
    let entries: Vec<_> =
        (0..ENTRIES).map(|number| (registry.create(Whole::new(number, &alive)), AtomicBool::new(false))).collect();
    on_all_threads(|me, mut dice| {
        for round in 0..ENTRIES {
            let (handle, gone) = &entries[usize::try_from(round).unwrap()];
            // Some know the entry from before, and some do not.
            if dice.roll(2) == 0 {
                _ = registry.current(handle);
            }
            if me == round % THREADS {
                registry.delete(handle).unwrap().number();
                gone.store(true, SeqCst);
            }
            let gone = gone.load(SeqCst);
            let found = match dice.roll(5) {
                0 => registry.read(handle).is_ok(),
                1 => registry.current(handle).is_ok(),
                2 => registry.reader(handle).is_ok(),
                3 => registry.update_with(handle, Whole::next).is_ok(),
                _ => registry.snapshot().read(handle).is_ok(),
            };
            assert!(!(gone && found));
        }
    });
    assert!(registry.is_empty());
    release_current();
    assert_eq!(alive.load(SeqCst), 0);
}

#[derive(Debug)]
struct Other;

#[test]
fn handles_of_the_wrong_type_change_nothing() {
    let registry = ConfigRegistry::new();
    let right = registry.create(5_u64);
    let wrong: ConfigHandle<Other> = serde_json::from_str(&right.id().to_string()).unwrap();
    on_all_threads(|me, mut dice| {
        for _ in 0..rounds(300) {
            if me == 0 {
                registry.update_with(&right, |value| value + 1).unwrap();
            }
            let error = match dice.roll(6) {
                0 => registry.read(&wrong).unwrap_err(),
                1 => registry.update(&wrong, Other).unwrap_err(),
                2 => registry.delete(&wrong).unwrap_err(),
                3 => registry.share(&wrong).map(|_| ()).unwrap_err(),
                4 => registry.transaction(|tx| tx.update(&wrong, Other)).unwrap_err(),
                _ => registry.update_with(&wrong, |_| Other).unwrap_err(),
            };
            assert!(matches!(error, RegistryError::WrongType { .. }), "{error}");
            assert!(*registry.current(&right).unwrap() >= 5);
        }
    });
    assert_eq!((*registry.read(&right).unwrap(), registry.len()), (5 + rounds(300), 1));
}

#[test]
fn the_last_share_takes_its_entry_along_and_no_other_does() {
    let (registry, alive) = (ConfigRegistry::new(), Arc::new(AtomicUsize::new(0)));
    let latest = Mutex::new(registry.create_shared(Whole::new(0, &alive)));
    on_all_threads(|me, mut dice| {
        for number in 0..rounds(200) {
            let handle = latest.lock().unwrap().handle();
            match registry.share(&handle) {
                Ok(share) => {
                    let another = share.clone();
                    drop(share);
                    registry.read(&handle).unwrap().number();
                    drop(another);
                }
                Err(error) => assert_eq!(error, RegistryError::HandleNotFound { id: handle.id() }),
            }
            if dice.roll(4) == 0 {
                let next = registry.create_shared(Whole::new(me + number, &alive));
                let former = std::mem::replace(&mut *latest.lock().unwrap(), next);
                drop(former);
            }
        }
    });
    assert_eq!(registry.len(), 1);
    drop(latest);
    assert!(registry.is_empty());
    assert_eq!(alive.load(SeqCst), 0);
}

#[test]
fn a_rollback_among_changes_brings_all_of_a_generation_back() {
    let (registry, alive) = (ConfigRegistry::new(), Arc::new(AtomicUsize::new(0)));
    registry.keep_history(50);
    let pair = [0, 0].map(|number| registry.create(Whole::new(number, &alive)));
    let first = registry.generation();
    on_all_threads(|_, mut dice| {
        for _ in 0..rounds(150) {
            match dice.roll(4) {
                0 => {
                    // What others commit meanwhile may push it out of what is kept.
                    let back = registry.generation().saturating_sub(dice.roll(10) as u64).max(first);
                    match registry.rollback_to(back) {
                        Ok(_) | Err(RegistryError::GenerationNotKept { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
                1 => {
                    let whole = registry.snapshot();
                    let [a, b] = pair.map(|handle| whole.read(&handle).unwrap().number());
                    assert_eq!(a, b);
                }
                2 => drop(registry.create_shared(Whole::new(7, &alive))),
                _ => {
                    let both =
                        registry.transaction(|tx| pair.iter().try_for_each(|it| tx.update_with(it, Whole::next)));
                    both.unwrap();
                }
            }
        }
    });
    // Shared entries that were brought back have no share any more.
    assert!(registry.len() >= 2);
    drop(registry);
    release_current();
    assert_eq!(alive.load(SeqCst), 0);
}

#[test]
fn what_is_read_between_any_two_sweeps_stays() {
    let registry = ConfigRegistry::new();
    let (used, idle) = (registry.create(1_u64), registry.create(2_u64));
    let pinned = registry.create_shared(3_u64);
    // The thread that sweeps reads before each time; the others write, which must not take that back.
    registry.expire_after(Some(Duration::from_micros(1)));
    on_all_threads(|me, mut dice| {
        for _ in 0..rounds(300) {
            if me == 0 {
                registry.read(&used).unwrap();
                registry.sweep();
            } else {
                match dice.roll(3) {
                    0 => _ = registry.update(&used, 1_u64).unwrap(),
                    1 => _ = registry.read(&used).unwrap(),
                    _ => _ = registry.update_with(&pinned.handle(), |value| value + 1).unwrap(),
                }
            }
        }
    });
    assert!(registry.is_valid(&used) && registry.is_valid(&pinned.handle()));
    assert!(!registry.contains(&idle));
}

#[test]
fn static_and_plain_doors_agree_while_loads_publish() {
    #[derive(SuperConfig)]
    #[config(name = "stress")]
    struct Pair {
        a: u64,
        b: u64,
    }
    let load = |number: u64| Pair::builder().with_text(format!("a = {number}\nb = {number}")).load().unwrap();
    load(0);
    on_all_threads(|me, _| {
        for number in 0..20 {
            if me < 2 {
                load(number);
            }
            let (get, current) = (Pair::get(), Pair::current());
            let read = superconfig::registry().read(&Pair::handle()).unwrap();
            assert!(get.a == get.b && current.a == current.b && read.a == read.b);
        }
    });
}
