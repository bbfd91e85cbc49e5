//! Publishing a config and reading it back. Each test has a config type of its own, since there is one place per type.

use std::sync::{Arc, Mutex};

use superconfig::{ConfigGuard, ConfigHandle, Format, ProblemKind, RegistryError, SuperConfig, registry};

macro_rules! config {
    ($name:ident) => {
        #[derive(Debug, PartialEq, SuperConfig)]
        #[config(name = "shop")]
        struct $name {
            #[config(default = 1)]
            x: u16,
        }
    };
}

#[test]
fn before_the_first_load_there_is_nothing() {
    config!(Never);
    assert!(Never::try_get().is_none());
    assert!(Never::snapshot().is_none());
    let error = registry().read(&Never::handle()).unwrap_err();
    assert!(matches!(error, RegistryError::NotLoaded { .. }), "{error}");
    assert!(error.to_string().contains("Never"), "{error}");
}

#[test]
#[should_panic(expected = "Absent is not loaded, or was deleted: call Absent::load() first")]
fn getting_what_is_not_loaded_says_what_to_do() {
    config!(Absent);
    let _ = Absent::get();
}

#[test]
fn a_load_publishes_and_extracting_does_not() {
    config!(Published);
    assert_eq!(Published::builder().with_text("x = 2").extract().unwrap().x, 2);
    assert!(Published::try_get().is_none());
    let config = Published::builder().with_text("x = 3").load().unwrap();
    assert!(Arc::ptr_eq(&config, &ConfigGuard::into_arc(Published::get())));
    assert!(Arc::ptr_eq(&config, &registry().read(&Published::handle()).unwrap()));
    assert!(Arc::ptr_eq(&config, Published::snapshot().unwrap().value()));
    assert_eq!(Published::get().x, 3);
    assert!(registry().contains(&Published::handle()));
    assert!(!registry().is_empty());
}

#[test]
fn a_failed_load_keeps_what_was_there() {
    config!(Kept);
    let first = Kept::builder().with_text("x = 2").load().unwrap();
    let error = Kept::builder().with_text("x = 70000").load().unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::WrongType);
    assert!(Arc::ptr_eq(&first, &ConfigGuard::into_arc(Kept::get())));
    let second = Kept::builder().with_text("x = 5").load().unwrap();
    assert_eq!((first.x, Kept::get().x), (2, 5));
    assert!(Arc::ptr_eq(&second, &ConfigGuard::into_arc(Kept::get())));
}

#[test]
fn a_handle_is_a_small_typed_integer() {
    config!(One);
    config!(Two);
    struct NotCopy(#[allow(dead_code, reason = "only its lack of `Copy` matters")] String);
    fn is_copy<T: Copy>() {}
    is_copy::<ConfigHandle<NotCopy>>();
    assert_eq!(size_of::<ConfigHandle<NotCopy>>(), 8);
    assert_eq!(size_of::<Option<ConfigHandle<NotCopy>>>(), 8);
    let (one, two) = (One::handle(), Two::handle());
    assert_eq!(one, One::handle());
    assert_ne!(one.id(), two.id());
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(json, one.id().to_string());
    assert_eq!(serde_json::from_str::<ConfigHandle<One>>(&json).unwrap(), one);
    assert!(serde_json::from_str::<ConfigHandle<One>>("0").is_err());
    assert_eq!(format!("{one:?}"), format!("ConfigHandle({json})"));
}

#[test]
fn wrong_handles_are_told_apart() {
    config!(Right);
    config!(Wrong);
    Right::builder().load().unwrap();
    let id = Right::handle().id().to_string();
    let wrong: ConfigHandle<Wrong> = serde_json::from_str(&id).unwrap();
    let error = registry().read(&wrong).unwrap_err();
    assert!(matches!(error, RegistryError::WrongType { .. }), "{error}");
    assert!(error.to_string().contains("Wrong") && error.to_string().contains("Right"), "{error}");
    let nobody: ConfigHandle<Right> = serde_json::from_str("18446744073709551615").unwrap();
    assert_eq!(registry().read(&nobody).unwrap_err(), RegistryError::HandleNotFound { id: u64::MAX });
    assert!(!registry().contains(&nobody));
    assert_eq!(registry().read(&Right::handle()).unwrap().x, 1);
}

#[test]
fn warnings_of_a_load_go_to_whoever_asked_for_them() {
    config!(Warned);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let builder = Warned::builder().with_env_vars([("SHOP_Y", "1")]);
    let builder = builder.on_warning(move |warning| ears.lock().unwrap().push(warning.to_string()));
    builder.load().unwrap();
    assert_eq!(heard.lock().unwrap().len(), 1);
    assert_eq!(Warned::snapshot().unwrap().warnings().len(), 1);
}

#[test]
fn readers_never_see_half_a_config() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Pair {
        a: u32,
        b: u32,
    }
    let load = |n: u32| Pair::builder().with_str(Format::Toml, format!("a = {n}\nb = {n}")).load().unwrap();
    load(0);
    std::thread::scope(|scope| {
        let reader = || {
            let mut last = 0;
            while last < 200 {
                let pair = Pair::get();
                assert_eq!(pair.a, pair.b);
                assert!(pair.a >= last);
                last = pair.a;
            }
        };
        for _ in 0..3 {
            scope.spawn(reader);
        }
        for n in 1..=200 {
            load(n);
        }
    });
}

#[test]
#[should_panic(expected = "so the config of the application that has #[config(mounts)] loads it")]
fn getting_what_is_mounted_nowhere_says_what_is_missing() {
    let _ = superconfig_tests::library::Settings::get();
}
