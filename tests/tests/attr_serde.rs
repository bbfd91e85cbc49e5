//! `#[serde(…)]` on structs that serde serializes as well.
#![allow(missing_docs)]

use serde::{Deserialize, Serialize};
use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Info,
    Debug,
}

fn level() -> Level {
    Level::Info
}

mod millis {
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
    pub(crate) fn serialize<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(value * 1000)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        u64::deserialize(deserializer).map(|millis| millis / 1000)
    }
}

#[derive(Debug, PartialEq, Serialize, SuperConfig)]
struct Common {
    region: String,
}

#[derive(Debug, PartialEq, Serialize, SuperConfig)]
#[config(name = "shop")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Config {
    pool_size: u32,
    #[serde(rename = "type", alias = "kind")]
    flavour: String,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    direction: String,
    #[serde(default)]
    port: u16,
    #[serde(default = "level")]
    level: Level,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip)]
    cache: Option<String>,
    #[serde(with = "millis")]
    timeout: u64,
    #[serde(flatten)]
    common: Common,
    #[serde(rename = "serdes", default)]
    #[config(rename = "ours", default = 7)]
    both: u8,
}

const TEXT: &str = "poolSize = 1\ntype = 'a'\nin = 'b'\ntimeout = 2000\nregion = 'eu'\n";

#[test]
fn keys_defaults_and_readers_are_serdes() {
    let config = Config::builder().with_str(Format::Toml, TEXT).extract().expect("these are the keys");
    let expected = Config {
        pool_size: 1,
        flavour: "a".to_owned(),
        direction: "b".to_owned(),
        port: 0,
        level: Level::Info,
        tags: Vec::new(),
        cache: None,
        timeout: 2,
        common: Common { region: "eu".to_owned() },
        both: 7,
    };
    assert_eq!(config, expected);
}

#[test]
fn what_is_written_in_config_wins() {
    let text = format!("{TEXT}ours = 8");
    assert_eq!(Config::builder().with_str(Format::Toml, text).extract().expect("the key is `ours`").both, 8);
    let error = Config::builder().with_str(Format::Toml, format!("{TEXT}serdes = 8")).extract().expect_err("no key");
    assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::UnknownKey, "serdes"));
}

#[test]
fn the_environment_follows_the_keys() {
    let config = Config::builder()
        .with_str(Format::Toml, TEXT)
        .with_env_vars([("SHOP_POOL_SIZE", "5"), ("SHOP_TYPE", "c"), ("SHOP_LEVEL", "debug"), ("SHOP_TIMEOUT", "9000")])
        .extract()
        .expect("the values fit");
    assert_eq!((config.pool_size, config.flavour.as_str()), (5, "c"));
    assert_eq!((config.level, config.timeout), (Level::Debug, 9));
}

#[test]
fn an_alias_binds_with_a_warning() {
    let snapshot = Config::builder()
        .with_str(Format::Toml, TEXT.replace("type", "kind"))
        .extract_snapshot()
        .expect("an alias is accepted");
    assert_eq!(snapshot.value().flavour, "a");
    assert_eq!(snapshot.warnings()[0].kind(), ProblemKind::Deprecated);
}

#[test]
fn a_skipped_field_is_no_key() {
    let text = format!("{TEXT}cache = 'x'");
    let error = Config::builder().with_str(Format::Toml, text).extract().expect_err("`cache` is no key");
    assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::UnknownKey, "cache"));
}

#[test]
fn serde_still_serializes_in_its_own_way() {
    let config = Config::builder().with_str(Format::Toml, TEXT).extract().expect("these are the keys");
    let json = serde_json::to_string(&config).expect("it is serializable");
    assert!(json.contains(r#""out":"b""#) && json.contains(r#""timeout":2000"#), "{json}");
    assert!(json.contains(r#""region":"eu""#) && !json.contains("tags"), "{json}");
}

#[derive(Debug, Serialize, SuperConfig)]
#[config(name = "shop")]
#[serde(default)]
struct Whole {
    port: u16,
    host: String,
    #[config(default = 3)]
    own: u8,
}

impl Default for Whole {
    fn default() -> Self {
        Self { port: 80, host: "localhost".to_owned(), own: 2 }
    }
}

#[test]
fn the_default_of_the_struct_stands_in_for_missing_settings() {
    let config = Whole::builder().with_str(Format::Toml, "port = 1").extract().expect("the rest has a default");
    assert_eq!((config.port, config.host.as_str(), config.own), (1, "localhost", 3));
}
