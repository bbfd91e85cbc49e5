//! Flags, errors that are collected, statistics, and what a load reports.

use std::cell::RefCell;

use log::{LevelFilter, Log, Metadata, Record};
use superconfig::{
    ConfigRegistry, ProblemKind, RegistryError, RuntimeFlags, SecretString, StartupFlags, SuperConfig, Verbosity,
};
use superconfig_tests::{Scene, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code, reason = "only its name matters")]
struct Shop {
    #[config(default = 1)]
    port: u16,
    #[config(default = "hunter2".to_owned().into())]
    key: SecretString,
}

#[test]
fn flags_are_switched_and_unknown_ones_refused_by_name() {
    let registry = ConfigRegistry::new();
    assert_eq!(registry.runtime_flags(), RuntimeFlags::ARRAY_MERGE);
    registry.disable(RuntimeFlags::ARRAY_MERGE).unwrap();
    registry.enable(RuntimeFlags::STRICT_MODE).unwrap().enable(RuntimeFlags::FORMAT_FALLBACK).unwrap();
    assert_eq!(registry.runtime_flags(), RuntimeFlags::STRICT_MODE | RuntimeFlags::FORMAT_FALLBACK);
    registry.disable(RuntimeFlags::STRICT_MODE).unwrap();
    assert_eq!(registry.runtime_flags(), RuntimeFlags::FORMAT_FALLBACK);

    let unknown = RuntimeFlags::STRICT_MODE | RuntimeFlags::from_bits_retain(1 << 40 | 1 << 9);
    let error = registry.enable(unknown).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown run-time flag bit 9, bit 40; there is ARRAY_MERGE, STRICT_MODE, ENV_EXPANSION, FORMAT_FALLBACK"
    );
    assert_eq!(registry.disable(unknown).unwrap_err(), error);
    assert_eq!(registry.runtime_flags(), RuntimeFlags::FORMAT_FALLBACK, "nothing was changed");

    let error = ConfigRegistry::with_startup_flags(StartupFlags::from_bits_retain(1 << 9)).unwrap_err();
    assert_eq!(error.to_string(), "unknown start-up flag bit 9; there is DETAILED_STATS");
    let both = RuntimeFlags::STRICT_MODE | RuntimeFlags::FORMAT_FALLBACK;
    assert_eq!("strict_mode | FORMAT_FALLBACK".parse(), Ok(both));
    let error = "strict_mod".parse::<RuntimeFlags>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown run-time flag strict_mod; there is ARRAY_MERGE, STRICT_MODE, ENV_EXPANSION, FORMAT_FALLBACK"
    );
    assert_eq!("".parse(), Ok(StartupFlags::empty()));
}

#[test]
fn a_registry_in_an_arc_is_made_in_one_line() {
    let registry = ConfigRegistry::arc_new().arc_enable(RuntimeFlags::STRICT_MODE).unwrap();
    assert_eq!(registry.runtime_flags(), RuntimeFlags::default() | RuntimeFlags::STRICT_MODE);
    let registry = registry.arc_disable(RuntimeFlags::STRICT_MODE).unwrap();
    assert_eq!(registry.runtime_flags(), RuntimeFlags::default());
    assert!(registry.arc_enable(RuntimeFlags::from_bits_retain(1 << 50)).is_err());
}

#[test]
fn errors_are_collected_if_one_likes() {
    let registry = ConfigRegistry::new();
    let (stranger, own) = (ConfigRegistry::new().create(1), registry.create(1));
    registry.try_enable(RuntimeFlags::from_bits_retain(1 << 60)).try_enable(RuntimeFlags::STRICT_MODE);
    assert_eq!(registry.runtime_flags(), RuntimeFlags::default() | RuntimeFlags::STRICT_MODE);
    registry.try_disable(RuntimeFlags::STRICT_MODE);
    assert_eq!(registry.try_read(&own).as_deref(), Some(&1));
    assert!(registry.try_read(&stranger).is_none() && registry.try_delete(&stranger).is_none());
    assert!(registry.try_current(&stranger).is_none() && registry.try_current(&own).is_some());
    assert!(registry.try_reader(&stranger).is_none() && registry.try_reader(&own).is_some());
    assert!(registry.try_share(&stranger).is_none());
    assert!(!registry.try_update(&stranger, 2) && registry.try_update(&own, 2));
    assert!(!registry.try_update_with(&stranger, |n| *n) && registry.try_update_with(&own, |n| *n + 1));
    assert!(registry.try_transaction(|tx| tx.update(&stranger, 1)).is_none());
    assert_eq!(registry.try_transaction(|tx| tx.read(&own)).as_deref(), Some(&3));
    assert!(!registry.try_rollback_to(0));
    let errors = registry.errors();
    assert!(matches!(errors[0], RegistryError::UnknownFlag { .. }));
    assert_eq!(errors.len(), 10);
    assert!(registry.has_errors());
    assert_eq!(registry.catch(), errors);
    assert!(!registry.has_errors() && registry.errors().is_empty() && registry.catch().is_empty());
    for _ in 0..1_000 {
        registry.try_read(&stranger);
    }
    assert_eq!((registry.errors().len(), registry.errors_left_out()), (100, 900));
    assert_eq!(registry.catch().len(), 100);
    assert_eq!(registry.errors_left_out(), 0);
    assert_eq!(registry.stats().failures, 1_010);
}

#[test]
fn what_happens_is_counted() {
    let registry = ConfigRegistry::new();
    let (a, b) = (registry.create([0_u8; 100]), registry.create(0_u64));
    registry.update(&b, 1).unwrap();
    registry.update_with(&b, |n| n + 1).unwrap();
    for _ in 0..10 {
        registry.read(&a).unwrap();
        registry.current(&b).unwrap();
    }
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..100).for_each(|_| drop(registry.read(&a).unwrap())));
        }
    });
    registry.delete(&b).unwrap();
    registry.read(&b).unwrap_err();
    let stats = registry.stats();
    assert_eq!((stats.handles, stats.creates, stats.updates, stats.deletes), (1, 2, 2, 1));
    assert_eq!((stats.reads, stats.failures, stats.bytes), (421, 1, 100));
    assert!(stats.detail.is_none(), "only if asked for");
    assert_eq!(ConfigRegistry::new().stats().reads, 0, "each registry counts for itself");
}

#[test]
fn details_are_counted_if_asked_for_at_the_start() {
    let registry = ConfigRegistry::with_startup_flags(StartupFlags::DETAILED_STATS).unwrap();
    assert_eq!(registry.startup_flags(), StartupFlags::DETAILED_STATS);
    let handle = registry.create(1);
    let none = registry.stats().detail.unwrap();
    assert_eq!((none.hits, none.worst.as_nanos()), (0, 0));
    assert!(none.hit_ratio().abs() < f64::EPSILON);
    for _ in 0..100 {
        registry.read(&handle).unwrap();
    }
    registry.update(&handle, 2).unwrap();
    std::thread::scope(|scope| scope.spawn(|| drop(registry.read(&handle).unwrap())).join().unwrap());
    let detail = registry.stats().detail.unwrap();
    assert_eq!(detail.hits, 99, "each thread's first look is none");
    assert!((detail.hit_ratio() - 99.0 / 101.0).abs() < 1e-9);
    assert!(detail.worst.as_nanos() > 0 && detail.average <= detail.worst);
}

#[test]
fn reads_are_counted_once_while_values_are_replaced() {
    let registry = ConfigRegistry::with_startup_flags(StartupFlags::DETAILED_STATS).unwrap();
    let handle = registry.create(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| (0..20_000).for_each(|_| drop(registry.read(&handle).unwrap())));
        }
        for n in 0..5_000 {
            registry.update(&handle, n).unwrap();
        }
    });
    assert_eq!(registry.stats().reads, 60_000);
}

#[test]
fn statistics_that_are_taken_while_threads_read_make_sense() {
    let registry = ConfigRegistry::with_startup_flags(StartupFlags::DETAILED_STATS).unwrap();
    let gone = registry.create(1);
    registry.delete(&gone).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| (0..20_000).for_each(|_| drop(registry.read(&gone))));
        for _ in 0..5_000 {
            let detail = registry.stats().detail.unwrap();
            assert!((0.0..=1.0).contains(&detail.hit_ratio()), "{detail:?}");
        }
    });
    assert_eq!(registry.stats().failures, 20_000);
}

#[test]
fn strict_mode_makes_warnings_problems() {
    let registry = ConfigRegistry::new();
    registry.set_verbosity(Verbosity::Silent);
    let builder = Shop::builder().with_env_vars([("SHOP_PROT", "1")]);
    builder.register_in(&registry).unwrap();
    registry.enable(RuntimeFlags::STRICT_MODE).unwrap();
    let error = builder.register_in(&registry).unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::UnknownKey);
    assert_eq!(registry.len(), 1);
    registry.disable(RuntimeFlags::STRICT_MODE).unwrap();
    builder.register_in(&registry).unwrap();
}

#[test]
fn a_file_in_another_format_is_read_if_asked_for() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "{\"port\": 2}").file("project/broken.toml", "port = = 3");
    scene.file("project/flow.yaml", "{port: 4}").file("project/list.json", "port: [");
    let registry = ConfigRegistry::new();
    registry.set_verbosity(0);
    let file = |name: &str| scene.builder::<Shop>().with_file(name);
    let error = file("shop.toml").register_in(&registry).unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Syntax);

    registry.enable(RuntimeFlags::FORMAT_FALLBACK).unwrap();
    let handle = file("shop.toml").register_in(&registry).unwrap();
    assert_eq!(registry.read(&handle).unwrap().port, 2);
    let warnings = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = std::sync::Arc::clone(&warnings);
    let told = file("shop.toml").on_warning(move |warning| heard.lock().unwrap().push(warning.to_string()));
    told.register_in(&registry).unwrap();
    let warning = scene.relative(&warnings.lock().unwrap().concat());
    assert!(warning.contains("it is not TOML, as its name says, and was read as JSON"), "{warning}");
    assert!(warning.contains("shop.toml") && warning.contains("rename it, or write it in TOML"), "{warning}");
    // What is what its name says, or nothing at all, is read as before.
    let handle = file("flow.yaml").register_in(&registry).unwrap();
    assert_eq!(registry.read(&handle).unwrap().port, 4);
    assert!(file("broken.toml").register_in(&registry).is_err());
    assert!(file("list.json").register_in(&registry).is_err());
    registry.enable(RuntimeFlags::STRICT_MODE).unwrap();
    assert_eq!(only(&file("shop.toml").register_in(&registry).unwrap_err()).kind(), ProblemKind::Ambiguous);
}

thread_local! {
    static HEARD: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

struct Ears;

impl Log for Ears {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "superconfig"
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            HEARD.with_borrow_mut(|heard| heard.push(format!("{} {}", record.level(), record.args())));
        }
    }

    fn flush(&self) {}
}

#[test]
fn verbosity_decides_what_a_load_reports() {
    static EARS: Ears = Ears;
    log::set_logger(&EARS).unwrap();
    log::set_max_level(LevelFilter::Trace);
    let registry = ConfigRegistry::new();
    assert_eq!(registry.verbosity(), Verbosity::Info);
    let builder = Shop::builder().with_text("port = 2\nkey = 'hunter3'").with_env_vars([("SHOP_PROT", "1")]);
    let heard_at = |verbosity: u8| {
        registry.set_verbosity(verbosity);
        builder.register_in(&registry).unwrap();
        HEARD.take()
    };
    assert_eq!(heard_at(0), [""; 0]);
    let at_info = heard_at(1);
    assert_eq!(at_info.len(), 2, "{at_info:?}");
    assert!(at_info[0].starts_with("WARN ") && at_info[0].contains("SHOP_PROT"), "{at_info:?}");
    assert_eq!(at_info[1], "INFO loaded shop from 2 sources");
    let at_debug = heard_at(2);
    // A warning is told once.
    assert_eq!(at_debug[..1], at_info[1..]);
    assert_eq!(at_debug[1..], ["DEBUG shop: read <text>", "DEBUG shop: read environment"]);
    let at_trace = heard_at(3);
    assert_eq!(at_trace[..3], at_debug);
    assert_eq!(at_trace[3], "TRACE shop: port is from <text>:1:8");
    assert_eq!(at_trace.len(), 5, "{at_trace:?}");
    assert!(!at_trace.concat().contains("hunter"), "{at_trace:?}");
    assert_eq!(Verbosity::from(200), Verbosity::Trace);

    registry.set_verbosity(1);
    Shop::builder().with_text("port = 'x'").register_in(&registry).unwrap_err();
    assert_eq!(HEARD.take(), ["WARN the configuration of shop has 1 problem and was not loaded"]);
    registry.set_verbosity(Verbosity::Silent);
    Shop::builder().with_text("port = 'x'").register_in(&registry).unwrap_err();
    assert!(HEARD.take().is_empty());
    // Whoever asked for warnings himself gets them, and the log does not.
    builder.clone().on_warning(|_| ()).register_in(&registry).unwrap();
    assert!(HEARD.take().is_empty());
}
