//! `default`.
#![allow(missing_docs)]

use std::{collections::HashMap, net::SocketAddr, path::PathBuf, time::Duration};

use superconfig::{ByteSize, ExposeSecret, Format, Origin, ProblemKind, SecretString, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(default = 255)]
    largest: u8,
    #[config(default = -128)]
    smallest: i8,
    #[config(default = 1)]
    ratio: f64,
    #[config(default = "text")]
    text: String,
    #[config(default = "/srv")]
    directory: PathBuf,
    #[config(default = "changeme")]
    password: SecretString,
    #[config(default = "1h 30m")]
    timeout: Duration,
    #[config(default = "1KiB")]
    limit: ByteSize,
    #[config(default = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[config(default)]
    labels: HashMap<String, String>,
    #[config(default = vec!["a".to_owned(), "b".to_owned()])]
    tags: Vec<String>,
    #[config(default = 3)]
    wrapped: Option<u8>,
}

#[test]
fn settings_that_nobody_sets_have_their_default() {
    let config = Config::builder().extract().expect("everything has a default");
    assert_eq!((config.largest, config.smallest), (255, -128));
    assert!((config.ratio - 1.0).abs() < f64::EPSILON);
    assert_eq!(config.text, "text");
    assert_eq!(config.directory, PathBuf::from("/srv"));
    assert_eq!(config.password.expose_secret(), "changeme");
    assert_eq!(config.timeout, Duration::from_secs(5400));
    assert_eq!(config.limit.as_u64(), 1024);
    assert_eq!(config.listen, SocketAddr::from(([127, 0, 0, 1], 8080)));
    assert!(config.labels.is_empty());
    assert_eq!(config.tags, ["a", "b"]);
    assert_eq!(config.wrapped, Some(3));
}

#[test]
fn a_source_wins_over_the_default() {
    let snapshot = Config::builder()
        .with_str(Format::Toml, "largest = 1\ntags = ['c']")
        .with_env_vars([("SHOP_TIMEOUT", "5s")])
        .extract_snapshot()
        .expect("the values fit");
    let config = snapshot.value();
    assert_eq!((config.largest, config.timeout), (1, Duration::from_secs(5)));
    assert_eq!(config.tags, ["c"], "a list is replaced, not extended");
    let origin = |path: &str| snapshot.origins().find(|(at, _)| at == path).map(|(_, origin)| origin);
    assert!(matches!(origin("largest"), Some(Origin::Text { .. })));
    assert_eq!(origin("timeout"), Some(Origin::Environment("SHOP_TIMEOUT".to_owned())));
    assert_eq!(origin("smallest"), Some(Origin::Default));
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Required {
    port: u16,
    host: Option<String>,
}

#[test]
fn without_a_default_a_setting_is_required_unless_it_is_an_option() {
    let error = Required::builder().extract().expect_err("`port` is required");
    let missing: Vec<_> = error.problems().iter().map(|problem| (problem.kind(), problem.path())).collect();
    assert_eq!(missing, [(ProblemKind::Missing, "port")]);

    let config = Required::builder().with_str(Format::Toml, "port = 1").extract().expect("`port` is set");
    assert_eq!((config.port, config.host), (1, None));
}
