#![deny(warnings)]
#![allow(dead_code)]

use serde::{Deserialize, Serialize};
use superconfig::SuperConfig;

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Info,
    Debug,
}

fn level() -> Level {
    Level::Info
}

fn no_tags(tags: &[String]) -> bool {
    tags.is_empty()
}

mod millis {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(*value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        u64::deserialize(deserializer)
    }
}

#[derive(Serialize, Deserialize, SuperConfig)]
struct Common {
    region: String,
}

#[derive(Serialize, Deserialize, SuperConfig)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Section {
    pool_size: u32,
}

#[derive(Serialize, Deserialize, SuperConfig)]
#[serde(rename_all(serialize = "PascalCase", deserialize = "camelCase"), expecting = "a table", bound = "")]
struct Config {
    #[serde(rename = "type", alias = "kind")]
    r#type: String,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    direction: String,
    #[serde(default)]
    port: u16,
    #[serde(default = "level")]
    level: Level,
    #[serde(default, skip_serializing_if = "no_tags")]
    tags: Vec<String>,
    #[serde(skip)]
    cache: Option<String>,
    #[serde(skip_deserializing)]
    state: u8,
    #[serde(with = "millis")]
    timeout: u64,
    #[serde(serialize_with = "millis::serialize", deserialize_with = "millis::deserialize")]
    interval: u64,
    #[serde(flatten)]
    common: Common,
    #[config(nested)]
    #[serde(default = "section")]
    section: Section,
}

fn section() -> Section {
    Section { pool_size: 1 }
}

#[derive(Serialize, Deserialize, SuperConfig)]
#[serde(default)]
struct Whole {
    port: u16,
    host: String,
}

impl Default for Whole {
    fn default() -> Self {
        Self { port: 80, host: "localhost".to_owned() }
    }
}

fn main() {
    let _ = (Config::builder(), Whole::builder());
}
