//! The ways to read: guards, a thread's own reference, readers to keep, generations.

use std::{
    sync::{Arc, Barrier},
    thread,
};

use superconfig::{ConfigGuard, ConfigReader, ConfigRegistry, Current, RegistryError, SuperConfig};

#[test]
fn each_publish_raises_the_generation() {
    let registry = ConfigRegistry::new();
    assert_eq!(registry.generation(), 0);
    let (a, b) = (registry.create(1), registry.create(2));
    let (_, first) = registry.read_versioned(&a).unwrap();
    assert_eq!(registry.read_versioned(&b).unwrap().1, first + 1);
    let third = registry.update(&a, 3).unwrap();
    assert_eq!((third, registry.generation()), (first + 2, first + 2));
    let (value, generation) = registry.read_versioned(&a).unwrap();
    assert_eq!((*value, generation), (3, third));
    assert_eq!(registry.read_versioned(&b).unwrap().1, first + 1, "only what was published has a new one");
}

#[test]
fn a_guard_is_the_config() {
    #[derive(Debug, SuperConfig)]
    struct Guarded {
        #[config(default = 1)]
        x: u16,
    }
    fn is_send<T: Send + Sync + 'static>(value: T) -> T {
        value
    }
    Guarded::builder().load().unwrap();
    let guard = is_send(Guarded::get());
    let first = ConfigGuard::generation(&guard);
    Guarded::builder().with_text("x = 2").load().unwrap();
    assert_eq!((guard.x, Guarded::get().x), (1, 2), "it stays as it is");
    assert!(ConfigGuard::generation(&Guarded::get()) > first);
    assert_eq!(format!("{guard:?}"), "Guarded { x: 1 }");
    assert_eq!(thread::spawn(move || guard.x).join().unwrap(), 1);
    let kept: Arc<Guarded> = ConfigGuard::into_arc(Guarded::get());
    assert!(Arc::ptr_eq(&kept, &ConfigGuard::arc(&Guarded::get())));
    assert!(Arc::ptr_eq(&kept, &Current::arc(&Guarded::current())));
    // More guards at a time than any thread keeps cheaply.
    let many: Vec<_> = (0..100).map(|_| Guarded::get()).collect();
    assert!(many.iter().all(|guard| guard.x == 2));
}

#[test]
fn a_reader_sees_what_is_newest_each_time() {
    let registry = ConfigRegistry::new();
    let handle = registry.create("a");
    let mut reader = registry.reader(&handle).unwrap();
    let first = reader.generation();
    assert_eq!(*reader.get(), "a");
    registry.update(&handle, "b").unwrap();
    let mut other = reader.clone();
    assert_eq!((*reader.get(), *other.get()), ("b", "b"));
    assert!(reader.generation() > first && reader.is_live());
    registry.delete(&handle).unwrap();
    assert!(!reader.is_live());
    assert_eq!((*reader.get(), *reader.get()), ("b", "b"), "it goes on showing what it saw last");
    let moved = thread::spawn(move || *reader.get());
    assert_eq!(moved.join().unwrap(), "b");
}

#[test]
fn a_reader_follows_an_entry_that_comes_back() {
    let registry = ConfigRegistry::new();
    registry.keep_history(5);
    let handle = registry.create(1);
    let mut reader: ConfigReader<i32> = registry.reader(&handle).unwrap();
    let there = registry.generation();
    registry.delete(&handle).unwrap();
    assert_eq!(*reader.get(), 1);
    registry.rollback_to(there).unwrap();
    registry.update(&handle, 2).unwrap();
    assert_eq!(*reader.get(), 2);
    assert!(reader.is_live());
}

#[test]
fn a_thread_reads_its_own_reference_again_and_again() {
    let registry = ConfigRegistry::new();
    let handle = registry.create(1);
    let (one, two) = (registry.current(&handle).unwrap(), registry.current(&handle).unwrap());
    assert!(Arc::ptr_eq(&Current::arc(&one), &Current::arc(&two)));
    registry.update(&handle, 2).unwrap();
    assert_eq!((*one, *registry.current(&handle).unwrap()), (1, 2));
    assert!(Current::generation(&registry.current(&handle).unwrap()) > Current::generation(&one));
    registry.delete(&handle).unwrap();
    assert_eq!(registry.current(&handle).unwrap_err(), RegistryError::HandleNotFound { id: handle.id() });
    assert_eq!((*one, *one.clone()), (1, 1));
}

#[test]
fn more_entries_than_a_thread_remembers_are_all_read_right() {
    let registry = ConfigRegistry::new();
    let handles: Vec<_> = (0..3_000_u32).map(|n| registry.create(n)).collect();
    for round in 0..2 {
        for (n, handle) in (0_u32..).zip(&handles) {
            assert_eq!(*registry.read(handle).unwrap(), n, "round {round}");
            assert_eq!(*registry.current(handle).unwrap(), n, "round {round}");
        }
    }
}

#[test]
fn what_another_thread_published_is_seen_at_once() {
    let registry = ConfigRegistry::arc_new();
    let handle = registry.create(0_u64);
    let turn = Arc::new(Barrier::new(2));
    let (writer, pace) = (Arc::clone(&registry), Arc::clone(&turn));
    let writer = thread::spawn(move || {
        for n in 1..=500 {
            writer.update(&handle, n).unwrap();
            pace.wait();
            pace.wait();
        }
    });
    let mut reader = registry.reader(&handle).unwrap();
    for n in 1..=500 {
        turn.wait();
        assert_eq!((*registry.read(&handle).unwrap(), *registry.current(&handle).unwrap(), *reader.get()), (n, n, n));
        turn.wait();
    }
    writer.join().unwrap();
}

#[test]
fn a_value_may_read_the_registry_while_it_is_dropped() {
    struct Curious(Arc<ConfigRegistry>, superconfig::ConfigHandle<u32>);
    impl Drop for Curious {
        fn drop(&mut self) {
            assert_eq!(*self.0.read(&self.1).unwrap(), 7);
            self.0.update_with(&self.1, |n| *n).unwrap();
            self.0.create(());
        }
    }
    let (registry, other) = (ConfigRegistry::arc_new(), ConfigRegistry::new());
    let plain = registry.create(7);
    // In the registry that it reads itself, and in another.
    let there = other.create(Curious(Arc::clone(&registry), plain));
    drop(other.current(&there).unwrap());
    let here = registry.create(Some(Curious(Arc::clone(&registry), plain)));
    drop(registry.current(&here).unwrap());
    registry.update(&here, None).unwrap();
    assert!(registry.current(&here).unwrap().is_none());
    registry.transaction(|tx| tx.update(&here, Some(Curious(Arc::clone(&registry), plain)))).unwrap();
    registry.delete(&here).unwrap();
    drop(other);
    superconfig::release_current();
    assert_eq!(*registry.read(&plain).unwrap(), 7);
}
