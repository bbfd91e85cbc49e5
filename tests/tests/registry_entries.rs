//! Entries of a registry: making, reading, changing, deleting them, and what is known of them.

use std::{collections::HashSet, sync::Arc};

use superconfig::{
    ConfigHandle, ConfigRegistry, Format, HeapSize, RegistryError, SuperConfig, registry, release_current,
};

#[derive(Debug, PartialEq, SuperConfig)]
#[config(name = "tenant")]
struct Tenant {
    #[config(default = 5)]
    seats: u32,
}

/// A handle with another's id.
fn forged<T>(id: u64) -> ConfigHandle<T> {
    serde_json::from_value(id.into()).unwrap()
}

#[test]
fn values_of_any_types_stand_side_by_side() {
    struct NotEvenDebug(Box<dyn Fn(u32) -> u32 + Send + Sync>);
    let registry = ConfigRegistry::new();
    assert!(registry.is_empty());
    let text = registry.create("text".to_owned());
    let number = registry.create(7_u8);
    let function = registry.create(NotEvenDebug(Box::new(|x| x + 1)));
    assert_eq!(registry.len(), 3);
    assert_eq!(*registry.read(&text).unwrap(), "text");
    assert_eq!(*registry.read(&number).unwrap(), 7);
    assert_eq!((registry.read(&function).unwrap().0)(1), 2);
    assert!(Arc::ptr_eq(&registry.read(&text).unwrap(), &registry.read(&text).unwrap()), "one value, not copies");
}

#[test]
fn an_update_is_seen_by_all_who_read_afterwards_and_by_nobody_who_reads_already() {
    let registry = ConfigRegistry::new();
    let handle = registry.create(1_u32);
    let before = registry.read(&handle).unwrap();
    let (first, second) = (registry.update(&handle, 2).unwrap(), registry.update(&handle, 3).unwrap());
    assert!(first < second);
    assert_eq!((*before, *registry.read(&handle).unwrap()), (1, 3));
    // What is in an `Arc` already need not be copied.
    let shared = Arc::new(4);
    registry.update(&handle, Arc::clone(&shared)).unwrap();
    assert!(Arc::ptr_eq(&shared, &registry.read(&handle).unwrap()));
    registry.update_with(&handle, |value| value * 10).unwrap();
    assert_eq!(*registry.read(&handle).unwrap(), 40);
}

#[test]
fn what_is_deleted_is_gone_and_its_id_is_never_given_again() {
    let registry = ConfigRegistry::new();
    let handle = registry.create("a".to_owned());
    assert_eq!(*registry.read(&handle).unwrap(), "a");
    let last = registry.delete(&handle).unwrap();
    assert_eq!(*last, "a");
    let gone = RegistryError::HandleNotFound { id: handle.id() };
    assert_eq!(registry.read(&handle).unwrap_err(), gone);
    assert_eq!(registry.update(&handle, "b".to_owned()).unwrap_err(), gone);
    assert_eq!(registry.update_with(&handle, String::clone).unwrap_err(), gone);
    assert_eq!(registry.delete(&handle).unwrap_err(), gone);
    assert!(!registry.contains(&handle) && !registry.is_valid(&handle));
    assert!(registry.is_empty());
    let mut ids = HashSet::from([handle.id()]);
    assert!((0..100).all(|n| ids.insert(registry.create(n).id())));
}

#[test]
fn a_handle_of_another_type_or_from_elsewhere_changes_nothing() {
    let (registry, other) = (ConfigRegistry::new(), ConfigRegistry::new());
    let number = registry.create(1_u32);
    let text: ConfigHandle<String> = forged(number.id());
    let wrong = RegistryError::WrongType { expected: "alloc::string::String", found: "u32" };
    // Once with nothing remembered, once after this thread has read the entry.
    for _ in 0..2 {
        assert_eq!(registry.read(&text).unwrap_err(), wrong);
        assert_eq!(registry.current(&text).unwrap_err(), wrong);
        assert_eq!(registry.reader(&text).unwrap_err(), wrong);
        assert_eq!(registry.update(&text, String::new()).unwrap_err(), wrong);
        assert_eq!(registry.update_with(&text, String::clone).unwrap_err(), wrong);
        assert_eq!(registry.delete(&text).unwrap_err(), wrong);
        assert_eq!(registry.share(&text).unwrap_err(), wrong);
        assert_eq!(registry.set_name(&text, "x").unwrap_err(), wrong);
        assert!(registry.contains(&text) && !registry.is_valid(&text));
        assert_eq!(*registry.read(&number).unwrap(), 1);
    }
    let missing = RegistryError::HandleNotFound { id: number.id() };
    assert_eq!(other.read(&number).unwrap_err(), missing);
    assert_eq!(other.update(&number, 2).unwrap_err(), missing);
    assert_eq!(other.delete(&number).unwrap_err(), missing);
    assert_eq!(*registry.read(&number).unwrap(), 1);
    assert!(missing.to_string().contains(&number.id().to_string()), "{missing}");
    assert_eq!(wrong.to_string(), "the handle is for alloc::string::String, but the configuration is a u32");
}

#[test]
fn clearing_deletes_everything_in_one_commit() {
    let registry = ConfigRegistry::new();
    let handles: Vec<_> = (0..10).map(|n| registry.create(n)).collect();
    let before = registry.generation();
    registry.clear();
    assert_eq!(registry.generation(), before + 1);
    assert!(registry.is_empty());
    assert!(handles.iter().all(|handle| registry.read(handle).is_err()));
    registry.clear();
    assert_eq!(registry.generation(), before + 1, "nothing to clear is no commit");
}

#[test]
fn configs_of_one_type_are_registered_side_by_side() {
    let registry = ConfigRegistry::new();
    let load = |seats: &str| Tenant::builder().with_str(Format::Toml, seats).register_in(&registry).unwrap();
    let (a, b) = (load("seats = 1"), load("seats = 2"));
    assert_eq!((registry.read(&a).unwrap().seats, registry.read(&b).unwrap().seats), (1, 2));
    assert!(Tenant::try_get().is_none(), "the type's own place has nothing to do with it");
    assert!(Tenant::builder().with_str(Format::Toml, "seats = -1").register_in(&registry).is_err());
    assert_eq!(registry.len(), 2);
}

#[test]
fn deleting_what_a_type_has_loaded_leaves_it_unloaded() {
    #[derive(Debug, SuperConfig)]
    struct Reloaded {
        #[config(default = 1)]
        x: u16,
    }
    Reloaded::builder().load().unwrap();
    let handle = Reloaded::handle();
    assert_eq!(registry().delete(&handle).unwrap().x, 1);
    assert!(Reloaded::try_get().is_none());
    assert!(matches!(registry().read(&handle), Err(RegistryError::NotLoaded { .. })));
    assert!(matches!(registry().update(&handle, Reloaded { x: 2 }), Err(RegistryError::NotLoaded { .. })));
    assert!(!registry().contains(&handle));
    Reloaded::builder().with_text("x = 3").load().unwrap();
    assert_eq!(Reloaded::handle(), handle);
    assert_eq!((Reloaded::get().x, registry().read(&handle).unwrap().x), (3, 3));
    // Both doors lead to one value, whichever way it was changed.
    registry().update(&handle, Reloaded { x: 4 }).unwrap();
    assert_eq!((Reloaded::get().x, Reloaded::current().x, Reloaded::reader().get().x), (4, 4, 4));
    assert_eq!(Reloaded::snapshot().unwrap().origins().count(), 0, "it was not loaded");
}

#[test]
fn entries_are_described() {
    let registry = ConfigRegistry::new();
    let number = registry.create(1_u64);
    let tenant = Tenant::builder().with_text("seats = 2").with_env_vars([("TENANT_SEATS", "3")]);
    let tenant = tenant.register_in(&registry).unwrap();
    registry.set_name(&number, "the answer").unwrap();
    let descriptions = registry.descriptions();
    let [first, second] = descriptions.as_slice() else { panic!("{descriptions:?}") };
    assert_eq!((first.id, first.type_name, first.name.as_deref()), (number.id(), "u64", Some("the answer")));
    assert_eq!((first.bytes, first.sources.len()), (8, 0));
    assert_eq!((second.id, second.name.as_deref()), (tenant.id(), Some("tenant")));
    assert!(second.type_name.ends_with("Tenant"));
    assert_eq!(second.sources, ["<text>", "environment"]);
    assert!(first.generation < second.generation);
    assert!(first.age >= second.age);
    assert_eq!(second.generation, registry.read_versioned(&tenant).unwrap().1);
    registry.set_name(&tenant, "acme").unwrap();
    assert_eq!(registry.descriptions()[1].name.as_deref(), Some("acme"));
}

#[test]
fn sizes_are_what_is_known_of_them() {
    struct Table(Vec<u64>);
    impl HeapSize for Table {
        fn heap_size(&self) -> usize {
            self.0.capacity() * size_of::<u64>()
        }
    }
    let registry = ConfigRegistry::new();
    let table = registry.create(Table(Vec::with_capacity(100)));
    assert_eq!(registry.stats().bytes, size_of::<Table>());
    registry.measure::<Table>();
    assert_eq!(registry.stats().bytes, size_of::<Table>() + 800);
    registry.update(&table, Table(Vec::new())).unwrap();
    assert_eq!(registry.stats().bytes, size_of::<Table>());
}

#[test]
fn values_go_when_the_registry_goes_whoever_remembers_them() {
    let value = Arc::new(());
    let registry = ConfigRegistry::new();
    let handle = registry.create(Arc::clone(&value));
    registry.read(&handle).unwrap();
    let kept = registry.read(&handle).unwrap();
    drop(registry);
    assert_eq!(Arc::strong_count(&value), 2, "who reads keeps what he reads");
    drop(kept);
    assert_eq!(Arc::strong_count(&value), 1);
}

#[test]
fn a_replaced_value_lives_as_long_as_its_readers() {
    let registry = ConfigRegistry::new();
    let value = Arc::new(());
    let handle = registry.create(Some(Arc::clone(&value)));
    let read = registry.read(&handle).unwrap();
    registry.update(&handle, None).unwrap();
    assert_eq!(Arc::strong_count(&value), 2);
    drop(read);
    assert_eq!(Arc::strong_count(&value), 1);

    // A thread that asked for its own reference is a reader until it lets go.
    registry.update(&handle, Some(Arc::clone(&value))).unwrap();
    drop(registry.current(&handle).unwrap());
    registry.update(&handle, None).unwrap();
    assert_eq!(Arc::strong_count(&value), 2);
    release_current();
    assert_eq!(Arc::strong_count(&value), 1);

    registry.update(&handle, Some(Arc::clone(&value))).unwrap();
    drop(registry.current(&handle).unwrap());
    registry.update(&handle, None).unwrap();
    assert!(registry.current(&handle).unwrap().is_none(), "asking again is letting go");
    assert_eq!(Arc::strong_count(&value), 1);

    // However it asks, and however large the value is.
    let large = registry.create((Some(Arc::clone(&value)), [0_u8; 10_000]));
    drop(registry.current(&large).unwrap());
    registry.update(&large, (None, [1; 10_000])).unwrap();
    assert_eq!(registry.read(&large).unwrap().1, [1; 10_000]);
    assert_eq!(Arc::strong_count(&value), 1);
}
