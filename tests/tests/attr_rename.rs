//! `rename`.
#![allow(missing_docs)]

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(rename = "maxIdle")]
    idle: u16,
    #[config(nested, rename = "db")]
    database: Database,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(default = "a")]
    url: String,
}

#[test]
fn the_key_replaces_the_name_of_the_field_in_files_and_in_the_environment() {
    let config =
        Config::builder().with_str(Format::Toml, "maxIdle = 1\ndb.url = 'b'").extract().expect("these are the keys");
    assert_eq!((config.idle, config.database.url.as_str()), (1, "b"));

    let config = Config::builder()
        .with_env_vars([("SHOP_MAX_IDLE", "2"), ("SHOP_DB_URL", "c")])
        .extract()
        .expect("these are the names");
    assert_eq!((config.idle, config.database.url.as_str()), (2, "c"));
}

#[test]
fn the_name_of_the_field_is_no_key() {
    let error = Config::builder().with_str(Format::Toml, "maxIdle = 1\nidle = 2").extract().expect_err("no key");
    assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::UnknownKey, "idle"));
}
