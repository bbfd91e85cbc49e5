#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

struct Millis(u64);

mod millis {
    use serde::{Deserialize, Deserializer};

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<super::Millis, D::Error> {
        u64::deserialize(deserializer).map(super::Millis)
    }
}

#[derive(SuperConfig)]
struct Config {
    #[config(with = millis)]
    timeout: Millis,
    #[config(with = "crate::millis", default = Millis(5))]
    quoted: Millis,
}

fn main() {
    let _ = Config::builder();
}
