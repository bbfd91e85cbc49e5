//! `nested`.
#![allow(missing_docs)]

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
struct Pool {
    #[config(default = 10)]
    size: u32,
}

#[derive(Debug, SuperConfig)]
struct Database {
    url: String,
    #[config(nested)]
    pool: Pool,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    cert: String,
    #[config(default = 3)]
    depth: u8,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
}

const URL: &str = "[database]\nurl = 'a'\n";

#[test]
fn a_section_is_a_table_and_part_of_the_environment_name() {
    let config = Config::builder()
        .with_str(Format::Toml, URL)
        .with_env_vars([("SHOP_DATABASE_POOL_SIZE", "20")])
        .extract()
        .expect("the values fit");
    assert_eq!((config.database.url.as_str(), config.database.pool.size), ("a", 20));
}

#[test]
fn sources_fill_a_section_setting_by_setting() {
    let config = Config::builder()
        .with_str(Format::Toml, URL)
        .with_str(Format::Toml, "database.pool.size = 5")
        .extract()
        .expect("the values fit");
    assert_eq!((config.database.url.as_str(), config.database.pool.size), ("a", 5));
}

#[test]
fn an_optional_section_is_there_once_it_is_mentioned() {
    let with = |text: &str| Config::builder().with_str(Format::Toml, format!("{URL}{text}")).extract();
    assert!(with("").expect("nobody mentions `tls`").tls.is_none());
    let tls = with("[tls]\ncert = 'c'").expect("`tls` is complete").tls.expect("it is mentioned");
    assert_eq!((tls.cert.as_str(), tls.depth), ("c", 3));
    let error = with("[tls]\ndepth = 1").expect_err("`tls` is there, so `cert` is required");
    assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::Missing, "tls.cert"));
}

#[test]
fn a_value_where_a_section_belongs_is_a_problem() {
    let error = Config::builder().with_str(Format::Toml, "database = 'a'").extract().expect_err("it is no table");
    assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::WrongType, "database"));
}
