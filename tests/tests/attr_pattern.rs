//! `pattern`.

use superconfig::{Format, SecretString, SuperConfig};
use superconfig_tests::lines;

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Config {
    #[config(pattern = "^[a-z][a-z0-9-]*$", default = "shop")]
    name: String,
    #[config(pattern = r"\d")]
    somewhere: Option<Box<str>>,
    #[config(pattern = r"^\p{Lu}+$", length = ..4)]
    code: Option<String>,
    #[config(pattern = "^sk-")]
    key: Option<SecretString>,
}

#[test]
fn what_matches_is_taken() {
    let text = "name = 'a-1'\nsomewhere = 'a1b'\ncode = 'ÄÖ'\nkey = 'sk-1'";
    let config = Config::builder().with_str(Format::Toml, text).extract().unwrap();
    assert_eq!((config.name.as_str(), config.code.as_deref()), ("a-1", Some("ÄÖ")));
}

#[test]
fn what_does_not_is_a_problem() {
    let text = "name = 'A'\nsomewhere = 'ab'\ncode = 'abcdef'\nkey = 'hunter2'";
    let error = Config::builder().with_str(Format::Toml, text).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "invalid: name: expected text that matches ^[a-z][a-z0-9-]*$, found \"A\"",
            "invalid: somewhere: expected text that matches \\d, found \"ab\"",
            // One rule at a time, in the order in which they stand.
            "invalid: code: expected text that matches ^\\p{Lu}+$, found \"abcdef\"",
            "invalid: key: expected text that matches ^sk-",
        ]
    );
    assert!(!error.to_string().contains("hunter"), "{error}");
}
