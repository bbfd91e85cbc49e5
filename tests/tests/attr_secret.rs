//! `secret`.
#![allow(missing_docs)]

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(secret)]
    pin: u32,
    #[config(default = 0)]
    port: u16,
}

#[test]
fn a_secret_is_read_like_anything_else() {
    let config = Config::builder().with_env_vars([("SHOP_PIN", "1234")]).extract().expect("the value fits");
    assert_eq!((config.pin, config.port), (1234, 0));
}

#[test]
fn a_report_never_shows_it() {
    for builder in [
        Config::builder().with_str(Format::Toml, "pin = 'hunter2'"),
        Config::builder().with_str(Format::Json, "{\"pin\": \"hunter2\"}"),
        Config::builder().with_str(Format::Yaml, "pin: hunter2"),
        Config::builder().with_env_vars([("SHOP_PIN", "hunter2")]),
    ] {
        let error = builder.extract().expect_err("it is no number");
        assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::WrongType, "pin"));
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn what_is_not_secret_is_shown() {
    let error = Config::builder().with_str(Format::Toml, "pin = 1\nport = 'hunter2'").extract().expect_err("no number");
    assert!(error.to_string().contains("hunter2"), "{error}");
}
