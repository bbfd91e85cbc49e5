//! The registry's own code under [shuttle], which runs a model over and over and chooses which thread goes on at each step.
//!
//! Only with the configuration `shuttle`, which swaps the primitives of `registry/sync.rs`:
//!
//! ```text
//! RUSTFLAGS="--cfg shuttle" cargo test -p superconfig-tests --test registry_model --target-dir target/shuttle
//! ```
//!
//! What is chosen are orders of steps, and each step is seen by all at once: that an ordering is `Relaxed` shows nowhere here.
//! All threads are coroutines of one thread of the system. `arc_swap` and `papaya` go on using `std`'s atomics in it, so each of
//! their operations is one step between two of the registry's own (`sync::step` puts others before it): that they are
//! linearizable is their business and is taken for granted.
#![cfg(shuttle)]

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use shuttle::{
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    thread,
};
use superconfig::{ConfigGuard, ConfigHandle, ConfigRegistry, Current, RegistryError, SuperConfig};

/// Tries orders at random, and then such with few switches, which find what needs one thread to stop for long.
fn explore(model: impl Fn() + Send + Sync + Clone + 'static) {
    shuttle::check_random(model.clone(), 2000);
    shuttle::check_pct(model, 1000, 3);
}

/// A thread of the model that has the registry.
fn with<R: Send + 'static>(
    registry: &Arc<ConfigRegistry>,
    body: impl FnOnce(&ConfigRegistry) -> R + Send + 'static,
) -> thread::JoinHandle<R> {
    let registry = Arc::clone(registry);
    thread::spawn(move || body(&registry))
}

/// Reads through every door by handle; none gives anything older than what was told before.
fn read_all(registry: &ConfigRegistry, handle: ConfigHandle<u64>, told: &AtomicU64) {
    let mut reader = registry.reader(&handle).unwrap();
    for _ in 0..2 {
        let least = told.load(SeqCst);
        reader.get();
        assert!(reader.generation() >= least, "reader: {} after {least}", reader.generation());
        let least = told.load(SeqCst);
        let (_, read) = registry.read_versioned(&handle).unwrap();
        assert!(read >= least, "read: {read} after {least}");
        let least = told.load(SeqCst);
        let current = Current::generation(&registry.current(&handle).unwrap());
        assert!(current >= least, "current: {current} after {least}");
    }
}

#[test]
fn who_was_told_of_a_generation_by_its_publisher_reads_nothing_older() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let (handle, told) = (registry.create(0_u64), Arc::new(AtomicU64::new(0)));
        let tell = Arc::clone(&told);
        let publisher = with(&registry, move |registry| {
            for value in 1..3_u64 {
                tell.store(registry.update(&handle, value).unwrap(), SeqCst);
            }
        });
        // Marks the entry, which readers take off again, in the very number that they compare.
        let marker =
            with(&registry, move |registry| registry.expire_entry_after(&handle, Some(Duration::MAX)).unwrap());
        read_all(&registry, handle, &told);
        publisher.join().unwrap();
        marker.join().unwrap();
        assert_eq!(*registry.read(&handle).unwrap(), 2);
    });
}

#[test]
fn who_was_told_of_a_generation_by_another_reader_reads_nothing_older() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let (handle, told) = (registry.create(0_u64), Arc::new(AtomicU64::new(0)));
        let tell = Arc::clone(&told);
        let publisher = with(&registry, move |registry| registry.update(&handle, 1_u64).unwrap());
        let witness = with(&registry, move |registry| {
            tell.store(registry.reader(&handle).unwrap().generation(), SeqCst);
        });
        read_all(&registry, handle, &told);
        publisher.join().unwrap();
        witness.join().unwrap();
    });
}

#[test]
fn one_thread_never_goes_back_whichever_door_it_reads_through() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let handle = registry.create(0_u64);
        let publisher = with(&registry, move |registry| registry.update(&handle, 1_u64).unwrap());
        let (_, first) = registry.read_versioned(&handle).unwrap();
        let fresh = registry.reader(&handle).unwrap().generation();
        let (_, last) = registry.read_versioned(&handle).unwrap();
        assert!(first <= fresh && fresh <= last, "{first}, {fresh}, {last}");
        publisher.join().unwrap();
    });
}

#[test]
fn the_static_door_gives_nothing_older_than_what_was_told() {
    #[derive(SuperConfig)]
    #[config(name = "shop")]
    struct Shop {
        #[config(default = 1)]
        x: u16,
    }
    // Its registry outlives the runs of the model; every run leaves it at rest.
    shuttle::check_random(
        || {
            Shop::builder().load().unwrap();
            let told = Arc::new(AtomicU64::new(0));
            let tell = Arc::clone(&told);
            let publisher = thread::spawn(move || {
                Shop::builder().load().unwrap();
                tell.store(ConfigGuard::generation(&Shop::get()), SeqCst);
            });
            let mut reader = Shop::reader();
            for _ in 0..3 {
                let least = told.load(SeqCst);
                assert!(ConfigGuard::generation(&Shop::get()) >= least);
                assert!(Current::generation(&Shop::current()) >= least);
                assert_eq!(reader.get().x, 1);
                assert!(reader.generation() >= least);
            }
            publisher.join().unwrap();
        },
        500,
    );
}

#[test]
fn a_reader_that_is_kept_finds_what_was_deleted_and_brought_back() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        registry.keep_history(10);
        let handle = registry.create(0_u64);
        let before = registry.generation();
        let mut reader = registry.reader(&handle).unwrap();
        let changer = with(&registry, move |registry| {
            registry.delete(&handle).unwrap();
            registry.rollback_to(before).unwrap()
        });
        for _ in 0..3 {
            assert_eq!(*reader.get(), 0);
        }
        let back = changer.join().unwrap();
        reader.get();
        assert_eq!(reader.generation(), back);
        assert_eq!(registry.read_versioned(&handle).unwrap().1, back);
    });
}

#[test]
fn who_starts_after_a_delete_finds_nothing() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let (handle, gone) = (registry.create(0_u64), Arc::new(AtomicBool::new(false)));
        let tell = Arc::clone(&gone);
        let deleter = with(&registry, move |registry| {
            registry.delete(&handle).unwrap();
            tell.store(true, SeqCst);
        });
        for _ in 0..3 {
            let gone = gone.load(SeqCst);
            let (read, current) = (registry.read(&handle).is_ok(), registry.current(&handle).is_ok());
            assert!(!(gone && (read || current || registry.contains(&handle))));
        }
        deleter.join().unwrap();
    });
}

#[test]
fn changes_made_from_the_present_value_are_never_lost() {
    let model = || {
        let registry = ConfigRegistry::arc_new();
        let handle = registry.create(0_u64);
        let increment = move |registry: &ConfigRegistry| registry.update_with(&handle, |value| value + 1).unwrap();
        let other = with(&registry, increment);
        let mine = increment(&registry);
        assert_ne!(mine, other.join().unwrap());
        assert_eq!(*registry.read(&handle).unwrap(), 2);
        assert_eq!(registry.generation(), 3);
    };
    explore(model);
    shuttle::check_dfs(model, Some(5000));
}

#[test]
fn a_snapshot_never_has_half_a_transaction() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let (a, b) = (registry.create(5_i64), registry.create(5_i64));
        let transfer = move |registry: &ConfigRegistry, amount: i64| {
            registry.transaction(|tx| {
                tx.update_with(&a, |value| value - amount)?;
                tx.update_with(&b, |value| value + amount)
            })
        };
        let one = with(&registry, move |registry| transfer(registry, 1).unwrap());
        let two = with(&registry, move |registry| transfer(registry, 3).unwrap());
        for _ in 0..2 {
            let whole = registry.snapshot();
            assert_eq!(*whole.read(&a).unwrap() + *whole.read(&b).unwrap(), 10);
        }
        one.join().unwrap();
        two.join().unwrap();
        assert_eq!(*registry.read(&b).unwrap(), 9);
    });
}

#[test]
fn an_entry_lives_as_long_as_a_share_of_it() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let first = registry.create_shared(0_u64);
        let (handle, second) = (first.handle(), first.clone());
        let one = thread::spawn(move || drop(first));
        let two = thread::spawn(move || drop(second));
        match registry.share(&handle) {
            Ok(share) => {
                assert!(registry.is_valid(&handle));
                one.join().unwrap();
                two.join().unwrap();
                assert!(registry.is_valid(&handle) && registry.read(&handle).is_ok());
                assert_eq!(share.count(), 1);
                drop(share);
            }
            Err(error) => {
                assert_eq!(error, RegistryError::HandleNotFound { id: handle.id() });
                one.join().unwrap();
                two.join().unwrap();
            }
        }
        assert!(!registry.contains(&handle));
        assert!(registry.is_empty());
    });
}

#[test]
fn a_sweep_drops_nothing_that_is_shared() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let handle = registry.create(0_u64);
        registry.expire_entry_after(&handle, Some(Duration::ZERO)).unwrap();
        let sharer = with(&registry, move |registry| registry.share(&handle));
        let dropped = registry.sweep();
        let share = sharer.join().unwrap();
        assert_eq!(share.is_ok(), registry.is_valid(&handle));
        assert_eq!(share.is_err(), dropped == 1);
    });
}

#[test]
fn what_was_read_since_the_last_sweep_outlives_the_next() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let handle = registry.create(0_u64);
        // Less than two sweeps are apart: what counts is whether anybody read.
        registry.expire_entry_after(&handle, Some(Duration::from_nanos(1))).unwrap();
        registry.read(&handle).unwrap();
        assert_eq!(registry.sweep(), 0);
        let updater = with(&registry, move |registry| registry.update(&handle, 1_u64).unwrap());
        let reader = with(&registry, move |registry| registry.read(&handle).unwrap());
        reader.join().unwrap();
        updater.join().unwrap();
        assert_eq!(registry.sweep(), 0);
        assert!(registry.is_valid(&handle));
    });
}

#[test]
fn a_sweep_drops_nothing_that_was_read_before_it() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let handle = registry.create(0_u64);
        registry.expire_entry_after(&handle, Some(Duration::from_nanos(1))).unwrap();
        registry.read(&handle).unwrap();
        registry.sweep();
        let read = Arc::new(AtomicBool::new(false));
        let tell = Arc::clone(&read);
        let reader = with(&registry, move |registry| {
            tell.store(registry.read(&handle).is_ok(), SeqCst);
        });
        let was_read = read.load(SeqCst);
        let dropped = registry.sweep();
        assert!(!(was_read && dropped > 0));
        assert_eq!(registry.is_valid(&handle), dropped == 0);
        reader.join().unwrap();
    });
}

/// Counts its own end in an entry of the registry.
struct Restless {
    registry: Weak<ConfigRegistry>,
    ends: ConfigHandle<u64>,
}

impl Drop for Restless {
    fn drop(&mut self) {
        if let Some(registry) = self.registry.upgrade() {
            registry.update_with(&self.ends, |ends| ends + 1).unwrap();
        }
    }
}

#[test]
fn a_value_may_change_the_registry_when_it_is_dropped() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        let ends = registry.create(0_u64);
        let restless = {
            let registry = Arc::downgrade(&registry);
            move || Restless { registry: Weak::clone(&registry), ends }
        };
        let handle = registry.create(restless());
        let next = restless.clone();
        let updater = with(&registry, move |registry| registry.update(&handle, next()).unwrap());
        registry
            .transaction(|tx| {
                tx.update(&handle, restless())?;
                // Dropped before it was ever seen, inside the turn.
                tx.update(&handle, restless())
            })
            .unwrap();
        updater.join().unwrap();
        drop(registry.delete(&handle).unwrap());
        assert_eq!(*registry.read(&ends).unwrap(), 4);
    });
}

/// Takes a lock of its own when it is dropped.
struct Logged(Arc<Mutex<u32>>);

impl Drop for Logged {
    fn drop(&mut self) {
        *self.0.lock().unwrap() += 1;
    }
}

#[test]
fn a_value_may_take_a_lock_when_it_is_dropped_that_others_hold_while_they_wait_for_their_turn() {
    explore(|| {
        let (registry, log) = (ConfigRegistry::arc_new(), Arc::new(Mutex::new(0)));
        let (handle, other) = (registry.create(Logged(Arc::clone(&log))), registry.create(0_u64));
        let held = Arc::clone(&log);
        let holder = with(&registry, move |registry| {
            let held = held.lock().unwrap();
            registry.update(&other, 1_u64).unwrap();
            drop(held);
        });
        registry.update(&handle, Logged(Arc::clone(&log))).unwrap();
        registry.update_with(&handle, |logged| Logged(Arc::clone(&logged.0))).unwrap();
        registry.transaction(|tx| tx.update(&handle, Logged(Arc::clone(&log)))).unwrap();
        let failed: Result<(), _> = registry.transaction(|tx| {
            tx.update(&handle, Logged(Arc::clone(&log)))?;
            Err(RegistryError::aborted("to see that nothing stays locked"))
        });
        failed.unwrap_err();
        registry.expire_entry_after(&handle, Some(Duration::ZERO)).unwrap();
        assert_eq!(registry.sweep(), 1);
        drop(registry.create_shared(Logged(Arc::clone(&log))));
        registry.keep_history(2);
        let generation = registry.generation();
        let last = registry.create(Logged(Arc::clone(&log)));
        registry.rollback_to(generation).unwrap();
        registry.keep_history(0);
        assert!(!registry.contains(&last));
        holder.join().unwrap();
        assert_eq!(*log.lock().unwrap(), 7);
    });
}

#[test]
fn delete_update_and_rollback_happen_one_after_another() {
    explore(|| {
        let registry = ConfigRegistry::arc_new();
        registry.keep_history(10);
        let handle = registry.create(0_u64);
        let before = registry.generation();
        let delete = with(&registry, move |registry| registry.delete(&handle).is_ok());
        let update = with(&registry, move |registry| registry.update_with(&handle, |value| value + 1).ok());
        let back = registry.rollback_to(before).unwrap();
        let (deleted, updated) = (delete.join().unwrap(), update.join().unwrap());
        match registry.read(&handle) {
            Ok(value) if *value == 0 => assert!(updated.is_none_or(|updated| updated < back)),
            Ok(value) => {
                assert_eq!(*value, 1);
                assert!(updated.is_some_and(|updated| updated > back || back == before));
            }
            Err(_) => assert!(deleted),
        }
        assert_eq!(registry.len(), usize::from(registry.contains(&handle)));
        registry.rollback_to(before).unwrap();
        assert_eq!(*registry.read(&handle).unwrap(), 0);
        assert_eq!(registry.len(), 1);
    });
}
