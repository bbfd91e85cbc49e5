//! `allow_unknown`.
#![allow(missing_docs)]

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
struct Strict {
    #[config(default = 1)]
    size: u8,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop", allow_unknown)]
struct Config {
    port: u16,
    #[config(nested)]
    strict: Strict,
}

#[test]
fn unknown_keys_are_warnings() {
    let snapshot = Config::builder()
        .with_str(Format::Toml, "port = 1\nprot = 2\n[other]\na = 1")
        .extract_snapshot()
        .expect("unknown keys are allowed");
    assert_eq!((snapshot.value().port, snapshot.value().strict.size), (1, 1));
    let warnings: Vec<_> = snapshot.warnings().iter().map(|warning| (warning.kind(), warning.path())).collect();
    assert_eq!(warnings, [(ProblemKind::UnknownKey, "prot"), (ProblemKind::UnknownKey, "other")]);
}

#[test]
fn it_does_not_reach_into_sections() {
    let error = Config::builder().with_str(Format::Toml, "port = 1\nstrict.sise = 2").extract().expect_err("unknown");
    assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::UnknownKey, "strict.sise"));
}
