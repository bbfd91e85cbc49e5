//! `deserialize_with`.
#![allow(missing_docs)]

use serde::{Deserialize, Deserializer, de::Error as _};
use superconfig::{Format, Origin, ProblemKind, SuperConfig};

/// Implements nothing that a config could read.
#[derive(Debug, PartialEq)]
struct Percent(u8);

fn percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Percent, D::Error> {
    match u8::deserialize(deserializer)? {
        value @ 0..=100 => Ok(Percent(value)),
        value => Err(D::Error::custom(format_args!("{value} is more than a hundred"))),
    }
}

fn maybe<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let value = u8::deserialize(deserializer)?;
    Ok((value > 0).then_some(value))
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(deserialize_with = percent, default = Percent(50))]
    share: Percent,
    #[config(deserialize_with = "maybe")]
    level: Option<u8>,
}

#[test]
fn the_function_reads_files_and_variables() {
    let config = Config::builder().with_str(Format::Toml, "share = 10\nlevel = 3").extract().expect("both fit");
    assert_eq!((config.share, config.level), (Percent(10), Some(3)));
    let config = Config::builder().with_env_vars([("SHOP_SHARE", "20"), ("SHOP_LEVEL", "4")]).extract();
    let config = config.expect("both fit");
    assert_eq!((config.share, config.level), (Percent(20), Some(4)));
}

#[test]
fn without_a_value_it_is_not_called() {
    let config = Config::builder().extract().expect("there are defaults");
    assert_eq!((config.share, config.level), (Percent(50), None));
}

#[test]
fn it_decides_about_the_whole_option() {
    let config = Config::builder().with_str(Format::Toml, "level = 0").extract().expect("the function says none");
    assert_eq!(config.level, None);
}

#[test]
fn its_errors_are_problems_at_the_value() {
    let error = Config::builder().with_str(Format::Toml, "share = 101").extract().expect_err("too much");
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::WrongType, "share"));
    assert!(problem.message().contains("101 is more than a hundred"), "{problem}");
    assert!(matches!(problem.origin(), Some(Origin::Text { location: Some(at), .. }) if at.line == 1), "{problem}");
}
