//! Several changes that happen together, views of everything at one moment, and taking commits back.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread,
};

use superconfig::{ConfigRegistry, RegistryError};

#[test]
fn a_transaction_happens_as_one() {
    let registry = ConfigRegistry::new();
    let (a, b) = (registry.create(1), registry.create("b".to_owned()));
    let before = registry.generation();
    let created = registry
        .transaction(|tx| {
            tx.update(&a, 2)?;
            assert_eq!(*tx.read(&a)?, 2, "it sees what it prepared");
            assert_eq!(*registry.read(&a)?, 1, "and nobody else does");
            tx.update_with(&a, |a| a * 10)?;
            assert_eq!(*tx.delete(&b)?, "b");
            assert_eq!(tx.read(&b).unwrap_err(), RegistryError::HandleNotFound { id: b.id() });
            assert_eq!(tx.update(&b, String::new()).unwrap_err(), RegistryError::HandleNotFound { id: b.id() });
            let created = tx.create(3.5)?;
            assert!(!registry.contains(&created));
            tx.update(&created, 4.5)?;
            let vain = tx.create(())?;
            tx.delete(&vain)?;
            Ok(created)
        })
        .unwrap();
    assert_eq!(registry.generation(), before + 1, "one commit");
    assert_eq!((*registry.read(&a).unwrap(), *registry.read(&created).unwrap()), (20, 4.5));
    assert!(!registry.contains(&b));
    assert_eq!(registry.len(), 2);
    assert_eq!(registry.read_versioned(&a).unwrap().1, registry.read_versioned(&created).unwrap().1);
    let stats = registry.stats();
    assert_eq!((stats.creates, stats.updates, stats.deletes), (3, 1, 1));
}

#[test]
fn a_transaction_that_fails_or_panics_has_not_happened() {
    let registry = ConfigRegistry::new();
    let (a, b) = (registry.create(1), registry.create(2));
    let before = registry.generation();
    let error = registry.transaction(|tx| {
        tx.update(&a, 10)?;
        tx.delete(&b)?;
        tx.create(3)?;
        Err::<(), _>(RegistryError::aborted("the quota is used up"))
    });
    assert_eq!(error.unwrap_err().to_string(), "the transaction was given up: the quota is used up");
    let panic = catch_unwind(AssertUnwindSafe(|| {
        registry.transaction(|tx| {
            tx.update(&a, 10)?;
            tx.delete(&b)?;
            panic!("half-way");
            #[allow(unreachable_code)]
            Ok(())
        })
    }));
    assert!(panic.is_err());
    let error = registry.transaction(|tx| {
        tx.update(&a, 10)?;
        let stranger = ConfigRegistry::new().create(0);
        tx.update(&stranger, 1)
    });
    assert!(matches!(error, Err(RegistryError::HandleNotFound { .. })));
    assert_eq!((*registry.read(&a).unwrap(), *registry.read(&b).unwrap(), registry.len()), (1, 2, 2));
    assert_eq!(registry.generation(), before);
    registry.transaction(|tx| tx.update(&a, 5)).unwrap();
    assert_eq!(*registry.read(&a).unwrap(), 5, "it goes on working");
}

#[test]
fn a_transaction_has_its_registry_to_itself() {
    let registry = ConfigRegistry::arc_new();
    let (a, b) = (registry.create(0), registry.create(0));
    let (started, begun) = mpsc::channel();
    let other = Arc::clone(&registry);
    let writer = thread::spawn(move || {
        begun.recv().unwrap();
        other.update(&a, 100).unwrap();
    });
    registry
        .transaction(|tx| {
            let seen = *tx.read(&a)?;
            started.send(()).unwrap();
            // The other one waits; readers do not.
            thread::scope(|scope| scope.spawn(|| assert_eq!(*registry.read(&a).unwrap(), 0)).join().unwrap());
            tx.update(&b, seen + 1)
        })
        .unwrap();
    writer.join().unwrap();
    assert_eq!((*registry.read(&a).unwrap(), *registry.read(&b).unwrap()), (100, 1));
}

#[test]
fn going_behind_a_transaction_s_back_is_noticed() {
    let registry = ConfigRegistry::new();
    let (a, b) = (registry.create(1), registry.create(1));
    let error = registry.transaction(|tx| {
        tx.update(&a, 2)?;
        registry.update(&a, 3)?;
        tx.update(&b, 2)
    });
    assert_eq!(error.unwrap_err(), RegistryError::Conflict { id: a.id() });
    assert_eq!((*registry.read(&a).unwrap(), *registry.read(&b).unwrap()), (3, 1));
    let error = registry.transaction(|tx| {
        tx.read(&a)?;
        registry.delete(&a)?;
        tx.update(&a, 2)
    });
    assert_eq!(error.unwrap_err(), RegistryError::HandleNotFound { id: a.id() });
    // What the transaction does not touch may change meanwhile.
    let c = registry.create(0);
    registry
        .transaction(|tx| {
            registry.update(&c, 1)?;
            registry.transaction(|inner| inner.update_with(&c, |c| c + 1))?;
            tx.update(&b, 5)
        })
        .unwrap();
    assert_eq!((*registry.read(&b).unwrap(), *registry.read(&c).unwrap()), (5, 2));
}

#[test]
fn a_snapshot_stays_as_it_is() {
    let registry = ConfigRegistry::new();
    let (a, b) = (registry.create(1), registry.create("b"));
    let snapshot = registry.snapshot();
    registry.update(&a, 2).unwrap();
    registry.delete(&b).unwrap();
    let late = registry.create(3);
    assert_eq!((*snapshot.read(&a).unwrap(), *snapshot.read(&b).unwrap()), (1, "b"));
    assert_eq!(snapshot.read(&late).unwrap_err(), RegistryError::HandleNotFound { id: late.id() });
    let wrong: superconfig::ConfigHandle<u8> = serde_json::from_value(a.id().into()).unwrap();
    assert!(matches!(snapshot.read(&wrong), Err(RegistryError::WrongType { .. })));
    assert_eq!((snapshot.len(), snapshot.is_empty()), (2, false));
    assert_eq!(snapshot.generation() + 3, registry.generation());
    assert_eq!(snapshot.descriptions().map(|it| it.id).collect::<Vec<_>>(), [a.id(), b.id()]);
}

#[test]
fn commits_are_taken_back_as_far_as_they_are_kept() {
    let registry = ConfigRegistry::new();
    let a = registry.create(1);
    let early = registry.generation();
    registry.update(&a, 2).unwrap();
    let now = registry.generation();
    let error = registry.rollback_to(early).unwrap_err();
    assert_eq!(error, RegistryError::GenerationNotKept { generation: early, oldest: now, newest: now });

    registry.keep_history(3);
    let b = registry.create("b");
    registry.transaction(|tx| tx.update(&a, 3).and_then(|()| tx.delete(&b))).unwrap();
    let c = registry.create("c");
    assert_eq!(registry.oldest_generation(), now);
    registry.rollback_to(now + 1).unwrap();
    assert_eq!((*registry.read(&a).unwrap(), *registry.read(&b).unwrap()), (2, "b"), "the old handles are valid again");
    assert!(!registry.contains(&c));
    assert_eq!(registry.generation(), now + 4, "it is a commit of its own");
    assert_eq!(registry.len(), 2);
    // The rollback itself is taken back.
    registry.rollback_to(now + 3).unwrap();
    assert_eq!((*registry.read(&a).unwrap(), *registry.read(&c).unwrap()), (3, "c"));
    assert!(!registry.contains(&b));

    assert!(registry.rollback_to(now).is_err(), "only three are kept");
    assert!(registry.rollback_to(u64::MAX).is_err(), "the future is not known");
    let present = registry.generation();
    assert_eq!(registry.rollback_to(present).unwrap(), present, "there is nothing to take back");
    let stats = registry.stats();
    assert_eq!(stats.creates - stats.deletes, stats.handles as u64, "rollbacks are counted: {stats:?}");
    registry.keep_history(0);
    assert!(registry.rollback_to(present - 1).is_err());
}

#[test]
fn history_holds_values_and_lets_them_go() {
    let registry = ConfigRegistry::new();
    let value = Arc::new(());
    let handle = registry.create(Some(Arc::clone(&value)));
    registry.keep_history(2);
    registry.update(&handle, None).unwrap();
    assert_eq!(Arc::strong_count(&value), 2);
    registry.update(&handle, None).unwrap();
    assert_eq!(Arc::strong_count(&value), 2);
    registry.update(&handle, None).unwrap();
    assert_eq!(Arc::strong_count(&value), 1, "two commits are kept, not three");
    registry.update(&handle, Some(Arc::clone(&value))).unwrap();
    registry.update(&handle, None).unwrap();
    assert_eq!(Arc::strong_count(&value), 2);
    registry.keep_history(0);
    assert_eq!(Arc::strong_count(&value), 1);
}

#[test]
fn dropping_a_value_may_wait_for_a_thread_that_writes() {
    /// Like a config that holds a watcher: its end waits for a thread, and that one is about to publish.
    struct Watched(Option<thread::JoinHandle<()>>);
    impl Drop for Watched {
        fn drop(&mut self) {
            self.0.take().unwrap().join().unwrap();
        }
    }
    let registry = ConfigRegistry::arc_new();
    let count = registry.create(0);
    let watched = || {
        let (registry, (go, wait)) = (Arc::clone(&registry), mpsc::channel::<()>());
        let thread = thread::spawn(move || {
            let _ = wait.recv();
            registry.update_with(&count, |n| n + 1).unwrap();
        });
        (Watched(Some(thread)), go)
    };
    let (first, go) = watched();
    let handle = registry.create(Some(first));
    drop(go);
    registry.update(&handle, None).unwrap();
    let (second, go) = watched();
    registry.update(&handle, Some(second)).unwrap();
    registry.transaction(|tx| tx.delete(&handle).map(|_| drop(go))).unwrap();
    assert_eq!(*registry.read(&count).unwrap(), 2);

    // What a transaction prepared in vain goes after it, too: staged twice, given up, in conflict, in a panic, returned.
    let (plain, place) = (registry.create(0), registry.create(None));
    let (first, go) = watched();
    let (second, and_go) = watched();
    let error = registry.transaction(|tx| {
        tx.update(&place, Some(first))?;
        tx.update(&place, Some(second))?;
        tx.update(&place, None)?;
        drop((go, and_go));
        Err::<(), _>(RegistryError::aborted("no"))
    });
    assert!(matches!(error, Err(RegistryError::Aborted { .. })));
    let (first, go) = watched();
    let (result, and_go) = watched();
    let error = registry.transaction(|tx| {
        tx.read(&plain)?;
        tx.update(&place, Some(first))?;
        registry.update(&plain, 1)?;
        drop((go, and_go));
        Ok(result)
    });
    assert!(matches!(error, Err(RegistryError::Conflict { .. })));
    let (first, go) = watched();
    let panic = catch_unwind(AssertUnwindSafe(|| {
        registry.transaction(|tx| {
            tx.update(&place, Some(first))?;
            drop(go);
            panic!("half-way");
            #[allow(unreachable_code)]
            Ok(())
        })
    }));
    assert!(panic.is_err());
    assert_eq!(*registry.read(&count).unwrap(), 7);
}

#[test]
fn what_a_transaction_only_read_must_still_be_so() {
    let registry = ConfigRegistry::new();
    let (a, b) = (registry.create(1), registry.create(1));
    let error = registry.transaction(|tx| {
        let seen = *tx.read(&a)?;
        registry.update(&a, 50)?;
        tx.update(&b, seen)
    });
    assert_eq!(error.unwrap_err(), RegistryError::Conflict { id: a.id() });
    assert_eq!(*registry.read(&b).unwrap(), 1);
    let error = registry.transaction(|tx| tx.read(&a).and_then(|_| registry.delete(&a)));
    assert_eq!(error.unwrap_err(), RegistryError::HandleNotFound { id: a.id() });
}

#[test]
fn a_large_transaction_is_one_commit() {
    let registry = ConfigRegistry::new();
    let before = registry.generation();
    let handles: Vec<_> = (0..2_000).map(|n| registry.create(n)).collect();
    registry.transaction(|tx| handles.iter().try_for_each(|handle| tx.update_with(handle, |n| n + 1))).unwrap();
    assert_eq!(registry.generation(), before + 2_001);
    assert!((1..).zip(&handles).all(|(n, handle)| *registry.read(handle).unwrap() == n));
}
