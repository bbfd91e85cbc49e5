//! `one_of`.

use std::time::Duration;

use superconfig::{Format, SecretString, SuperConfig};
use superconfig_tests::{lines, only};

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Fast,
    Safe,
    Odd,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Config {
    #[config(one_of = ["tcp", "unix"], default = "tcp")]
    network: String,
    #[config(one_of = [1, 2, 4])]
    channels: Option<u8>,
    #[config(one_of = ["1s", "1m"])]
    tick: Option<Duration>,
    #[config(one_of = [Mode::Fast, Mode::Safe])]
    mode: Option<Mode>,
    #[config(one_of = ["hunter1", "hunter2"])]
    key: Option<SecretString>,
}

#[test]
fn what_is_in_the_list_is_taken() {
    let text = "network = 'unix'\nchannels = 4\ntick = '60s'\nmode = 'safe'\nkey = 'hunter2'";
    let config = Config::builder().with_str(Format::Toml, text).extract().unwrap();
    assert_eq!((config.network.as_str(), config.channels, config.mode), ("unix", Some(4), Some(Mode::Safe)));
}

#[test]
fn what_is_not_is_a_problem_that_names_the_list() {
    let text = "network = 'unx'\nchannels = 3\ntick = '2s'\nmode = 'odd'\nkey = 'hunter3'";
    let error = Config::builder().with_str(Format::Toml, text).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "invalid: network: expected one of \"tcp\", \"unix\", found \"unx\"",
            "invalid: channels: expected one of 1, 2, 4, found 3",
            "invalid: tick: expected one of \"1s\", \"1m\", found 2s",
            "invalid: mode: expected one of Mode::Fast, Mode::Safe, found Odd",
            "invalid: key: it is none of the values that it may have",
        ]
    );
    assert_eq!(error.problems()[0].help(), Some("did you mean 'unix'?"));
    assert!(!error.to_string().contains("hunter"), "{error}");
}

#[test]
fn an_alias_shows_no_secret_that_it_stands_for() {
    let text = "key: &key hunter2\nnetwork: *key";
    let error = Config::builder().with_str(Format::Yaml, text).extract().unwrap_err();
    assert_eq!(only(&error).path(), "network");
    assert!(!error.to_string().contains("hunter"), "{error}");
}

#[test]
fn a_long_value_is_cut_off() {
    let error = Config::builder().with_env_vars([("SHOP_NETWORK", "x".repeat(5000))]).extract().unwrap_err();
    assert!(only(&error).message().len() < 150, "{error}");
}
