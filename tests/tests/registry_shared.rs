//! Counted handles, and entries that expire.

use std::{
    sync::{Arc, Weak},
    thread,
    time::Duration,
};

use superconfig::{ConfigRegistry, RegistryError, SuperConfig, registry};

/// As short as a time can be: whatever was not read since expires.
const AT_ONCE: Duration = Duration::ZERO;
const NEVER: Duration = Duration::from_secs(1_000_000);

#[test]
fn an_entry_goes_with_its_last_shared_handle() {
    let registry = ConfigRegistry::new();
    let shared = registry.create_shared(1);
    let (plain, second) = (shared.handle(), shared.clone());
    let third = registry.share(&plain).unwrap();
    assert_eq!(shared.count(), 3);
    drop(shared);
    drop(third);
    assert_eq!(*registry.read(&plain).unwrap(), 1);
    drop(second);
    assert_eq!(registry.read(&plain).unwrap_err(), RegistryError::HandleNotFound { id: plain.id() });
    assert!(registry.share(&plain).is_err());
    assert_eq!(registry.stats().deletes, 1);
}

#[test]
fn plain_handles_are_not_counted() {
    let registry = ConfigRegistry::new();
    let plain = registry.create(1);
    let copy = plain;
    let shared = registry.share(&plain).unwrap();
    registry.delete(&copy).unwrap();
    assert!(!registry.contains(&plain));
    drop(shared);
    // Nothing else goes with it.
    let other = registry.create(2);
    assert!(registry.contains(&other));
}

#[test]
fn an_entry_whose_shared_handles_are_gone_does_not_come_back() {
    let registry = ConfigRegistry::new();
    registry.keep_history(10);
    let shared = registry.create_shared(1);
    let (there, plain) = (registry.generation(), shared.handle());
    registry.delete(&plain).unwrap();
    registry.rollback_to(there).unwrap();
    assert!(registry.contains(&plain), "a shared handle is there that will end it");
    drop(shared);
    assert!(!registry.contains(&plain));
    registry.rollback_to(there).unwrap();
    assert!(!registry.contains(&plain));
}

#[test]
fn the_entry_of_a_config_type_stays_without_its_shared_handles() {
    #[derive(SuperConfig)]
    struct Stays {
        #[config(default = 1)]
        x: u16,
    }
    Stays::builder().load().unwrap();
    let shared = registry().share(&Stays::handle()).unwrap();
    registry().delete(&Stays::handle()).unwrap();
    Stays::builder().with_text("x = 2").load().unwrap();
    drop(shared);
    assert_eq!(Stays::get().x, 2);
}

#[test]
fn a_shared_handle_may_outlive_its_registry() {
    let registry = ConfigRegistry::new();
    let shared = registry.create_shared(Arc::new(()));
    let value: Weak<()> = Arc::downgrade(&registry.read(&shared.handle()).unwrap());
    drop(registry);
    assert!(value.upgrade().is_none());
    drop(shared.clone());
    drop(shared);
}

#[test]
fn nothing_expires_unless_asked_for() {
    let registry = ConfigRegistry::new();
    let handle = registry.create(1);
    for _ in 0..3 {
        assert_eq!(registry.sweep(), 0);
    }
    assert!(registry.contains(&handle));
}

#[test]
fn what_nobody_reads_expires() {
    let registry = ConfigRegistry::new();
    registry.expire_after(Some(AT_ONCE));
    let (unread, read, shared) = (registry.create(1), registry.create(2), registry.create_shared(3));
    registry.read(&read).unwrap();
    assert_eq!(registry.sweep(), 1, "only the unread one");
    assert!(!registry.contains(&unread) && registry.contains(&read));
    // A read through any door counts, also one that the thread remembers.
    registry.read(&read).unwrap();
    assert_eq!(registry.sweep(), 0);
    registry.current(&read).unwrap();
    assert_eq!(registry.sweep(), 0);
    let mut reader = registry.reader(&read).unwrap();
    assert_eq!(registry.sweep(), 0);
    reader.get();
    assert_eq!(registry.sweep(), 0);
    assert!(reader.is_live() && registry.is_valid(&read) && registry.contains(&read), "asking is not reading");
    assert_eq!(registry.sweep(), 1);
    assert!(!registry.contains(&read));
    assert_eq!(*reader.get(), 2, "who reads keeps what he reads");
    let plain = shared.handle();
    assert!(registry.contains(&plain), "a shared handle holds it");
    drop(shared);
    assert!(registry.is_empty());
    assert_eq!(registry.stats().deletes, 3);
}

#[test]
fn one_entry_may_expire_and_not_the_others() {
    let registry = ConfigRegistry::new();
    let (mortal, other) = (registry.create(1), registry.create(2));
    registry.expire_entry_after(&mortal, Some(AT_ONCE)).unwrap();
    assert_eq!(registry.sweep(), 1);
    assert!(!registry.contains(&mortal) && registry.contains(&other));
    registry.expire_after(Some(AT_ONCE));
    registry.expire_entry_after(&other, Some(NEVER)).unwrap();
    assert_eq!(registry.sweep(), 0);
    registry.expire_entry_after(&other, None).unwrap();
    registry.expire_after(None);
    assert_eq!(registry.sweep(), 0);
    registry.expire_after(Some(AT_ONCE));
    assert_eq!(registry.sweep(), 1);
}

#[test]
fn what_is_published_anew_is_in_use() {
    let registry = ConfigRegistry::new();
    let hour = Duration::from_secs(3600);
    let handle = registry.create(1);
    registry.expire_entry_after(&handle, Some(hour)).unwrap();
    registry.update(&handle, 2).unwrap();
    assert_eq!(registry.sweep(), 0);
    assert_eq!(*registry.read(&handle).unwrap(), 2);
}

#[test]
fn the_sweeper_sweeps_and_ends_with_the_registry() {
    let registry = ConfigRegistry::new();
    registry.expire_after(Some(AT_ONCE));
    let value = Arc::new(());
    registry.create(Arc::clone(&value));
    registry.start_sweeper(Duration::from_millis(1)).unwrap();
    while !registry.is_empty() {
        thread::yield_now();
    }
    // Starting another ends the first; dropping the registry waits for the thread to end.
    registry.start_sweeper(NEVER).unwrap();
    drop(registry);
    assert_eq!(Arc::strong_count(&value), 1);
}

#[test]
fn the_sweeper_goes_on_when_a_value_panics_and_stops_when_told() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("in drop");
        }
    }
    let registry = ConfigRegistry::new();
    registry.expire_after(Some(AT_ONCE));
    registry.start_sweeper(Duration::ZERO).unwrap();
    for _ in 0..2 {
        // Several that expire together, so that one panic does not meet another.
        let made = registry.transaction(|tx| (0..5).try_for_each(|_| tx.create(Panics).map(drop)));
        made.unwrap();
        while !registry.is_empty() {
            thread::yield_now();
        }
    }
    registry.stop_sweeper();
    registry.stop_sweeper();
    registry.create(1);
    assert_eq!(registry.len(), 1);
}

#[test]
fn a_registry_may_end_in_its_own_sweeper() {
    #[allow(dead_code, reason = "they are held")]
    struct Holds(Arc<ConfigRegistry>, Arc<()>);
    let (registry, alive) = (ConfigRegistry::arc_new(), Arc::new(()));
    registry.expire_after(Some(AT_ONCE));
    registry.create(Holds(Arc::clone(&registry), Arc::clone(&alive)));
    registry.start_sweeper(Duration::from_millis(1)).unwrap();
    drop(registry);
    while Arc::strong_count(&alive) > 1 {
        thread::yield_now();
    }
}
