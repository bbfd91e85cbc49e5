//! Warnings as data: who gets them, how often, and which are left out.
#![allow(missing_docs)]

use std::{cell::RefCell, sync::Arc};

use log::{LevelFilter, Log, Metadata, Record};
use superconfig::{Builder, ConfigRegistry, Format, Problem, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code, reason = "what was noticed is looked at")]
struct Shop {
    #[config(default = "a", alias = "bind")]
    listen: String,
    #[config(default = 1, deprecated(since = "2.0", use = "workers"))]
    threads: u8,
    #[config(nested)]
    database: Database,
}

#[derive(Debug, SuperConfig)]
#[config(allow_unknown, removed(timeout = "the server decides"))]
#[allow(dead_code, reason = "what was noticed is looked at")]
struct Database {
    #[config(default = "u", alias = "dsn")]
    url: String,
    #[config(default = 1, alias = "conns")]
    pool_size: u32,
}

const TEXT: &str = "bind = 'x'\nthreads = 2\n[database]\ndsn = 'x'\nconns = 3\ntimeout = 5\ntelemetry = 1\n";

/// A load with warnings of all kinds that a text and variables bring.
fn shop() -> Builder<Shop> {
    Shop::builder().with_str(Format::Toml, TEXT).with_env_vars([("SHOP_A_TMP", "1"), ("SHOP_THREADS", "4")])
}

fn told(warnings: &[Problem]) -> Vec<String> {
    warnings.iter().map(|warning| format!("{}: {}", warning.kind(), warning.path())).collect()
}

const ALL: [&str; 8] = [
    "deprecated: listen",
    "deprecated: threads",
    "deprecated: database.url",
    "deprecated: database.pool_size",
    "removed: database.timeout",
    "unknown key: database.telemetry",
    "unknown key: ",
    "deprecated: threads",
];

#[test]
fn the_snapshot_the_report_and_the_error_have_them() {
    let builder = shop();
    assert_eq!(told(builder.extract_snapshot().unwrap().warnings()), ALL);
    let (_, report) = builder.extract_with_report().unwrap();
    assert_eq!((told(report.warnings()), report.suppressed_warnings()), (ALL.map(str::to_owned).to_vec(), 0));
    let error = builder.with_env_vars([("SHOP_DATABASE_POOL_SIZE", "x")]).extract_with_report().unwrap_err();
    assert_eq!((told(error.warnings()), lines(&error).len()), (ALL.map(str::to_owned).to_vec(), 1));
    assert_eq!(error.load_report().unwrap().warnings(), error.warnings());
}

#[test]
fn strictly_they_are_problems() {
    let error = shop().strict().extract().unwrap_err();
    assert_eq!((told(error.problems()), error.warnings().len()), (ALL.map(str::to_owned).to_vec(), 0));
}

/// How many of `ALL` are left with a pattern.
fn left(patterns: &[&str]) -> Vec<String> {
    let builder = patterns.iter().fold(shop(), |builder, pattern| builder.suppress_warnings(*pattern));
    let snapshot = builder.extract_snapshot().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(snapshot.warnings().len() + snapshot.suppressed_warnings(), ALL.len());
    // What is left out is no problem either.
    if snapshot.warnings().is_empty() {
        builder.strict().extract().expect("nothing is left");
    } else {
        let error = builder.strict().extract().unwrap_err();
        assert_eq!(told(error.problems()), told(snapshot.warnings()));
    }
    told(snapshot.warnings())
}

#[test]
fn patterns_leave_some_out() {
    let without = |out: &[usize]| -> Vec<String> {
        let kept = ALL.iter().enumerate().filter(|(index, _)| !out.contains(index));
        kept.map(|(_, told)| (*told).to_owned()).collect()
    };
    assert_eq!(left(&["*"]), without(&[0, 1, 2, 3, 4, 5, 6, 7]));
    assert_eq!(left(&["deprecated"]), without(&[0, 1, 2, 3, 7]));
    assert_eq!(left(&["deprecated:*"]), without(&[0, 1, 2, 3, 7]));
    assert_eq!(left(&["deprecated:database.*"]), without(&[2, 3]));
    assert_eq!(left(&["deprecated:database"]), ALL);
    assert_eq!(left(&["*:database.*"]), without(&[2, 3, 4, 5]));
    assert_eq!(left(&["unknown key:database.telemetry"]), without(&[5]));
    assert_eq!(left(&["unknown_key:SHOP_*_TMP"]), without(&[6]));
    assert_eq!(left(&["Unknown-Key"]), without(&[5, 6]));
    assert_eq!(left(&["deprecated:SHOP_THREADS"]), without(&[7]));
    assert_eq!(left(&["deprecated:*former name"]), without(&[0, 2, 3]));
    assert_eq!(left(&["deprecated : database.*_s*e"]), without(&[3]));
    assert_eq!(left(&["removed:*timeout*", "deprecated:listen"]), without(&[0, 4]));
    // Neither do parts overlap, nor is a case ignored where names have one.
    assert_eq!(left(&["deprecated:listen*listen"]), ALL);
    assert_eq!(left(&["deprecated:LISTEN"]), ALL);
}

#[test]
fn a_pattern_that_cannot_match_is_a_problem() {
    for (pattern, help) in [
        ("depricated", "did you mean \"deprecated\"?"),
        (
            "unknown:telemetry",
            "write the kind of warning first, as in \"deprecated:database.*\", \"unknown key\" or \"*\"",
        ),
        ("unknown keys:x", "did you mean \"unknown key:x\"?"),
        ("", "write the kind of warning first, as in \"deprecated:database.*\", \"unknown key\" or \"*\""),
        ("deprecated:", "write what they are about behind the `:`, or only \"deprecated\""),
    ] {
        let error = Shop::builder().suppress_warnings(pattern).extract().unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::Invalid);
        assert_eq!(only(&error).message(), format!("{pattern:?} is no pattern for warnings to suppress"));
        assert_eq!(only(&error).help(), Some(help));
    }
}

#[test]
fn problems_are_never_left_out() {
    let builder = Shop::builder().with_str(Format::Toml, "threads = 'x'\nnone = 1").suppress_warnings("*");
    let error = builder.extract().unwrap_err();
    let kinds: Vec<_> = error.problems().iter().map(Problem::kind).collect();
    assert_eq!((kinds, error.warnings().len()), (vec![ProblemKind::WrongType, ProblemKind::UnknownKey], 0));
}

#[test]
fn the_report_counts_what_was_left_out() {
    let text = |builder: Builder<Shop>| builder.extract_with_report().unwrap().1.to_string();
    assert!(text(shop().suppress_warnings("*")).ends_with("\n8 warnings are suppressed"));
    assert!(text(shop().suppress_warnings("deprecated:listen")).ends_with("\n1 warning is suppressed"));
    assert!(!text(shop()).contains("suppressed"));
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
        if self.enabled(record.metadata()) && record.level() == log::Level::Warn {
            HEARD.with_borrow_mut(|heard| heard.push(record.args().to_string()));
        }
    }

    fn flush(&self) {}
}

#[test]
fn each_is_told_once_by_a_process() {
    static EARS: Ears = Ears;
    log::set_logger(&EARS).unwrap();
    log::set_max_level(LevelFilter::Warn);
    let scene = Scene::new();
    scene.file("project/shop.toml", TEXT);
    let (registry, builder) = (ConfigRegistry::new(), || scene.builder::<Shop>().with_file("shop.toml"));
    let heard = |builder: &Builder<Shop>| {
        builder.register_in(&registry).unwrap();
        HEARD.take().len()
    };
    registry.set_verbosity(0);
    assert_eq!(heard(&builder()), 0, "who is silent has told nothing");
    registry.set_verbosity(1);
    assert_eq!(heard(&builder().suppress_warnings("deprecated")), 2);
    assert_eq!(heard(&builder()), 4, "those that were left out before");
    assert_eq!(heard(&builder()), 0);
    // A line further down it is the same, in another file it is not.
    scene.file("project/shop.toml", format!("# A comment.\n{TEXT}")).file("project/other.toml", "bind = 'x'\n");
    assert_eq!(heard(&builder()), 0);
    assert_eq!(heard(&builder().with_file("other.toml")), 1);
    // Whoever asked for them gets those of each load, and the data have them.
    let seen = Arc::new(std::sync::Mutex::new(0));
    let counter = Arc::clone(&seen);
    let counting = builder().on_warning(move |_| *counter.lock().unwrap() += 1).suppress_warnings("removed");
    counting.register_in(&registry).unwrap();
    counting.register_in(&registry).unwrap();
    assert_eq!((*seen.lock().unwrap(), HEARD.take().len()), (10, 0));
    assert_eq!(builder().extract_snapshot().unwrap().warnings().len(), 6);
    // It is bounded: what is forgotten is told again.
    for number in 0..1024 {
        let name = format!("SHOP_NOTHING_{number}");
        assert_eq!(heard(&scene.builder::<Shop>().with_env_vars([(name, "1")])), 1);
    }
    assert_eq!(heard(&builder()), 6);
}
