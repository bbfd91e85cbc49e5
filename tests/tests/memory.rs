//! What a loaded process holds: the snapshot, and nothing else.
//!
//! One test in a program of its own, since others beside it would be counted, too.
#![allow(missing_docs)]

use std::{alloc::System, fs, path::Path};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use superconfig::SuperConfig;
use superconfig_tests as _;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[derive(Clone, Debug, PartialEq, SuperConfig)]
#[config(name = "shop")]
struct AppConfig {
    name: String,
    #[config(default = 8080)]
    port: u16,
    hosts: Vec<String>,
    #[config(nested)]
    database: Database,
}

#[derive(Clone, Debug, PartialEq, SuperConfig)]
struct Database {
    url: String,
    user: Option<String>,
}

const MANY: usize = 1 << 20;

/// Of a snapshot of a few settings: the struct, who set what, and what the sources are called.
const BESIDE: i64 = 2048;

/// Bytes that `make` allocates and whoever has what it makes still holds.
fn held<T>(make: impl FnOnce() -> T) -> (i64, T) {
    let region = Region::new(ALLOCATOR);
    let thing = make();
    let change = region.change();
    // What grew or shrank is among what was allocated and freed.
    let [allocated, freed] =
        [change.bytes_allocated, change.bytes_deallocated].map(|bytes| i64::try_from(bytes).expect("a small number"));
    (allocated - freed, thing)
}

/// Whether a file of a mebibyte leaves as much behind as one of a hundred bytes.
fn each_way_to_load(file: &Path, text: &str) {
    let padded = format!("# {}\n{text}", "x".repeat(MANY));
    let builder = || AppConfig::builder().with_file(file).with_env_vars([("SHOP_PORT", "9090")]);
    let extract = || builder().extract().expect("it is valid");
    let snapshot = || builder().extract_snapshot().expect("it is valid");
    let publish = || builder().load().expect("it is valid");

    fs::write(file, text).expect("a temporary file can be written");
    // What is made once for all loads to come.
    drop((extract(), snapshot(), publish(), AppConfig::get()));

    let (copied, copy) = held(|| extract().clone());
    let (value, config) = held(extract);
    assert_eq!(copy, config);
    assert!(value <= copied, "a config holds {value} bytes, and a copy of it {copied}");

    let (small, first) = held(snapshot);
    let beside = small - value;
    println!("{}: a value of {value} bytes, {beside} beside it", file.display());
    assert!(beside <= BESIDE, "{beside} bytes beside the {value} of the value");
    let (nothing, ()) = held(|| drop(snapshot()));
    assert_eq!(nothing, 0, "bytes that are left of a snapshot that was dropped");
    let (nothing, ()) = held(|| drop(publish()));
    assert_eq!(nothing, 0, "bytes more than those of the config that was replaced");

    fs::write(file, padded).expect("a temporary file can be written");
    let (large, second) = held(snapshot);
    assert_eq!(**first.value(), **second.value());
    assert_eq!(large, small, "bytes that a snapshot of a large file holds");
    let (nothing, ()) = held(|| drop(publish()));
    assert_eq!(nothing, 0, "bytes more than those of the config from a small file");
}

#[test]
fn a_loaded_config_keeps_no_text() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    // Four hosts, since a list makes room for four at first, and a copy of it for no more than there are.
    let texts = [
        ("shop.toml", "name = \"shop\"\nhosts = [\"a\", \"b\", \"c\", \"d\"]\n[database]\nurl = \"db://shop\"\n"),
        ("shop.yaml", "name: shop\nhosts: [a, b, c, d]\ndatabase:\n  url: db://shop\n"),
    ];
    for (name, text) in texts {
        each_way_to_load(&directory.path().join(name), text);
    }
}
