#![deny(warnings)]
#![allow(dead_code)]

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    num::NonZeroU8,
    time::{Duration, SystemTime},
};
use superconfig::{ByteSize, SecretString, SuperConfig};

#[derive(SuperConfig)]
struct Config<T: 'static + Send + Sync + serde::de::DeserializeOwned> {
    #[config(example = "10.0.0.1:80")]
    address: SocketAddr,
    #[config(example = "30s", default = "5s", range = "1s"..="1m")]
    duration: Duration,
    #[config(example = "10MiB")]
    size: Option<ByteSize>,
    #[config(example = -1_000i16)]
    negative: i16,
    #[config(example = 1)]
    float: f32,
    #[config(example = 3)]
    non_zero: NonZeroU8,
    #[config(example = true)]
    truth: bool,
    #[config(example = 'x')]
    letter: char,
    #[config(example = "b", one_of = ["a", "b"])]
    choice: String,
    #[config(example = "eu, us")]
    list: Vec<String>,
    #[config(example = 5)]
    numbers: Vec<u8>,
    #[config(example = "team=core")]
    map: BTreeMap<String, String>,
    #[config(example = "0190a3c1-key")]
    secret: SecretString,
    #[config(example = "2026-12-31T23:59:59Z")]
    time: SystemTime,
    #[config(example = "fast")]
    mode: Mode,
    /// Its own reader decides what it means.
    #[config(example = "0xff", parse = hex)]
    parsed: u32,
    #[config(example = "anything")]
    generic: T,
}

fn hex(text: &str) -> Result<u32, std::num::ParseIntError> {
    u32::from_str_radix(text.trim_start_matches("0x"), 16)
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Fast,
}

fn main() {
    let _ = Config::<u8>::builder;
}
