//! `skip`.
#![allow(missing_docs)]

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, Default, PartialEq)]
struct Unreadable;

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(skip)]
    state: Unreadable,
    #[config(skip, default = 7)]
    seed: u64,
    /// Comes after the skipped ones, so their places must not shift its own.
    port: u16,
}

#[test]
fn a_skipped_field_has_its_default_and_no_origin() {
    let snapshot = Config::builder().with_str(Format::Toml, "port = 1").extract_snapshot().expect("`port` is set");
    let config = snapshot.value();
    assert_eq!((&config.state, config.seed, config.port), (&Unreadable, 7, 1));
    assert_eq!(snapshot.origins().count(), 1);
}

#[test]
fn no_source_can_set_it() {
    let error = Config::builder().with_str(Format::Toml, "port = 1\nseed = 2").extract().expect_err("`seed` is no key");
    assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::UnknownKey, "seed"));
    let config = Config::builder().with_env_vars([("SHOP_PORT", "1"), ("SHOP_SEED", "2")]).extract();
    assert_eq!(config.expect("a variable that sets nothing is a warning").seed, 7);
}
