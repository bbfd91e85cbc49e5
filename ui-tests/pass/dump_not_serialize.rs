//! Only what is dumped must be shown: secrets are not, and nothing else asks for it.
#![deny(warnings)]
#![allow(dead_code)]

use std::{collections::BTreeMap, time::Duration};

use superconfig::{SecretBox, SecretBytes, SecretString, SuperConfig};

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Undumped {
    mode: Option<Unshown>,
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(default)]
    durations: BTreeMap<String, Vec<Duration>>,
    mode: Option<Mode>,
    modes: Option<Vec<Mode>>,
    #[config(secret)]
    unshown: Option<Unshown>,
    #[config(secret, parse = parse)]
    level: Option<Level>,
    token: Option<SecretString>,
    bytes: Option<SecretBytes>,
    number: Option<SecretBox<u32>>,
    tokens: Option<Vec<SecretString>>,
    #[config(skip)]
    skipped: Option<Level>,
    #[config(nested)]
    generic: Generic<Mode>,
}

#[derive(SuperConfig)]
struct Generic<T: serde::Serialize> {
    value: Option<T>,
}

#[derive(serde::Serialize, serde::Deserialize)]
enum Mode {
    Fast,
}

#[derive(serde::Deserialize)]
enum Unshown {
    Fast,
}

struct Level;

fn parse(_: &str) -> Result<Level, String> {
    Ok(Level)
}

fn main() {
    let nothing: [(&str, &str); 0] = [];
    let _ = Undumped::builder().with_env_of(nothing).extract();
    let _ = Config::builder().dump();
    let _ = Config::builder().extract_snapshot().map(|snapshot| snapshot.dump());
    let _ = Config::dump;
}
