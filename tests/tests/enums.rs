//! Enums as the types of settings, through serde.
#![allow(missing_docs, clippy::needless_pass_by_value)] // builders are made to be passed along

use serde::Deserialize;
use superconfig::{Builder, Format, ProblemKind, SuperConfig};
use superconfig_tests::{lines, only};

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    ReadOnly,
    ReadWrite,
    #[serde(rename = "1")]
    One,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Storage {
    InMemory,
    Disk { path: String, limit: u32 },
    Named(String),
    Pair(u8, String),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Auth {
    None,
    Token { token: String },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Port {
    Number(u16),
    Name(String),
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    mode: Option<Mode>,
    modes: Option<Vec<Mode>>,
    storage: Option<Storage>,
    auth: Option<Auth>,
    port: Option<Port>,
    #[config(secret)]
    hidden: Option<Mode>,
}

fn extract(builder: Builder<Config>) -> Config {
    builder.extract().expect("the values fit")
}

fn toml(text: &str) -> Builder<Config> {
    Config::builder().with_str(Format::Toml, text)
}

fn json(text: &str) -> Builder<Config> {
    Config::builder().with_str(Format::Json, text)
}

fn yaml(text: &str) -> Builder<Config> {
    Config::builder().with_str(Format::Yaml, text)
}

fn variable(name: &str, value: &str) -> Builder<Config> {
    Config::builder().with_env_vars([(name, value)])
}

#[test]
fn variants_have_the_names_that_serde_gives_them_in_every_source() {
    for builder in [
        toml("mode = 'read-only'"),
        json(r#"{"mode": "read-only"}"#),
        yaml("mode: read-only"),
        variable("SHOP_MODE", "read-only"),
    ] {
        assert_eq!(extract(builder).mode, Some(Mode::ReadOnly));
    }
    let wrong_case = toml("mode = 'ReadOnly'").extract().expect_err("that is the Rust name");
    assert_eq!(only(&wrong_case).kind(), ProblemKind::WrongType);
}

#[test]
fn lists_of_variants_are_lists() {
    for builder in [
        toml("modes = ['read-only', 'read-write']"),
        json(r#"{"modes": ["read-only", "read-write"]}"#),
        yaml("modes: [read-only, read-write]"),
        variable("SHOP_MODES", "read-only, read-write"),
        Config::builder().with_env_vars([("SHOP_MODES__0", "read-only"), ("SHOP_MODES__1", "read-write")]),
    ] {
        assert_eq!(extract(builder).modes, Some(vec![Mode::ReadOnly, Mode::ReadWrite]));
    }
}

#[test]
fn variants_with_fields_are_tables_or_json_in_a_variable() {
    let disk = Storage::Disk { path: "/srv".to_owned(), limit: 10 };
    for builder in [
        toml("[storage.disk]\npath = '/srv'\nlimit = 10"),
        toml("storage = { disk = { path = '/srv', limit = 10 } }"),
        json(r#"{"storage": {"disk": {"path": "/srv", "limit": 10}}}"#),
        yaml("storage:\n  disk:\n    path: /srv\n    limit: 10"),
        variable("SHOP_STORAGE", r#"{"disk": {"path": "/srv", "limit": 10}}"#),
        variable("SHOP_STORAGE__disk", r#"{"path": "/srv", "limit": 10}"#),
    ] {
        assert_eq!(extract(builder).storage.as_ref(), Some(&disk));
    }
    for builder in [toml("storage = 'in_memory'"), variable("SHOP_STORAGE", "in_memory")] {
        assert_eq!(extract(builder).storage, Some(Storage::InMemory));
    }
    let pair = extract(variable("SHOP_STORAGE", r#"{"pair": [7, "7"]}"#)).storage;
    assert_eq!(pair, Some(Storage::Pair(7, "7".to_owned())));
}

#[test]
fn tagged_enums_are_tables_with_their_tag() {
    let token = Auth::Token { token: "0123".to_owned() };
    for builder in [
        toml("[auth]\ntype = 'token'\ntoken = '0123'"),
        json(r#"{"auth": {"type": "token", "token": "0123"}}"#),
        yaml("auth:\n  type: token\n  token: '0123'"),
        variable("SHOP_AUTH", r#"{"type": "token", "token": "0123"}"#),
        Config::builder().with_env_vars([("SHOP_AUTH__type", "token"), ("SHOP_AUTH__token", "0123")]),
    ] {
        assert_eq!(extract(builder).auth.as_ref(), Some(&token));
    }
    assert_eq!(extract(variable("SHOP_AUTH__type", "none")).auth, Some(Auth::None));
}

#[test]
fn strings_that_look_like_numbers_stay_strings() {
    for builder in [
        toml("storage = { named = '007' }"),
        json(r#"{"storage": {"named": "007"}}"#),
        yaml("storage:\n  named: '007'"),
        variable("SHOP_STORAGE", r#"{"named": "007"}"#),
        variable("SHOP_STORAGE__named", "007"),
    ] {
        assert_eq!(extract(builder).storage, Some(Storage::Named("007".to_owned())));
    }
    for builder in [toml("mode = '1'"), json(r#"{"mode": "1"}"#), yaml("mode: '1'"), variable("SHOP_MODE", "1")] {
        assert_eq!(extract(builder).mode, Some(Mode::One));
    }
    // A file says whether it is a number; text in a variable is a string to whoever takes anything.
    assert_eq!(extract(toml("port = 80")).port, Some(Port::Number(80)));
    assert_eq!(extract(toml("port = '80'")).port, Some(Port::Name("80".to_owned())));
    assert_eq!(extract(variable("SHOP_PORT", "80")).port, Some(Port::Name("80".to_owned())));
}

#[test]
fn a_number_where_a_variant_has_that_name_wants_quotes() {
    for builder in [toml("mode = 1"), json(r#"{"mode": 1}"#), yaml("mode: 1")] {
        let error = builder.extract().expect_err("a number is no variant");
        let message = "expected one of `read-only`, `read-write`, `1`, found the integer 1: write it in quotes";
        assert_eq!(only(&error).message(), message);
    }
}

#[test]
fn an_unknown_variant_is_told_which_there_are_and_which_was_meant() {
    for builder in [
        toml("mode = 'read_only'"),
        json(r#"{"mode": "read_only"}"#),
        yaml("mode: read_only"),
        variable("SHOP_MODE", "read_only"),
    ] {
        let error = builder.extract().expect_err("it is spelt otherwise");
        let expected = "wrong type: mode: expected one of `read-only`, `read-write`, `1`, found the string \
                        \"read_only\": did you mean `read-only`?";
        assert_eq!(lines(&error), [expected]);
    }
    let error = toml("mode = 'nothing like it'").extract().expect_err("it is no variant");
    assert!(!error.to_string().contains("did you mean"), "{error}");
    let error = toml("storage = { dsik = { path = '/srv', limit = 1 } }").extract().expect_err("it is no variant");
    assert!(only(&error).message().ends_with("did you mean `disk`?"), "{error}");
}

#[test]
fn what_a_secret_should_have_been_is_said_without_it() {
    assert_eq!(extract(toml("hidden = 'read-only'")).hidden, Some(Mode::ReadOnly));
    for builder in [toml("hidden = 'read_only'"), variable("SHOP_HIDDEN", "read_only"), toml("hidden = 1")] {
        let error = builder.extract().expect_err("it is no variant");
        assert_eq!(
            only(&error).message().split(", found").next(),
            Some("expected one of `read-only`, `read-write`, `1`")
        );
        assert!(!error.to_string().contains("read_only") && !error.to_string().contains("did you mean"), "{error}");
    }
}

#[test]
fn two_variants_at_once_are_refused() {
    let error = toml("storage = { named = 'a', pair = [1, 'b'] }").extract().expect_err("it is one or the other");
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::WrongType, "storage"));
}
