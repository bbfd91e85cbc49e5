#![deny(warnings)]
#![allow(dead_code)]

use serde::{Deserialize, Deserializer};
use superconfig::SuperConfig;

/// Implements nothing that a config could read.
struct Percent(f64);

fn percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Percent, D::Error> {
    f64::deserialize(deserializer).map(|value| Percent(value / 100.0))
}

mod read {
    use serde::Deserialize;

    pub fn optional<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
        Option::deserialize(deserializer)
    }
}

#[derive(SuperConfig)]
struct Config {
    #[config(deserialize_with = percent)]
    ratio: Percent,
    #[config(deserialize_with = "percent", default = Percent(0.5))]
    quoted: Percent,
    #[config(deserialize_with = read::optional)]
    level: Option<u8>,
}

fn main() {
    let _ = Config::builder();
}
