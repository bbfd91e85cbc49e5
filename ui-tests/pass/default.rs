#![deny(warnings)]
#![allow(dead_code)]

use std::{
    borrow::Cow,
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use superconfig::{ByteSize, SecretString, SuperConfig};

const WORKERS: usize = 4;

#[derive(Clone, Copy, Default, serde::Deserialize)]
enum Level {
    #[default]
    Info,
    Debug,
}

#[derive(SuperConfig)]
struct Config {
    #[config(default = 255)]
    largest: u8,
    #[config(default = -128)]
    smallest: i8,
    #[config(default = 0xFFFF_u64)]
    suffixed: u64,
    #[config(default = 1)]
    whole: f64,
    #[config(default = -0.5)]
    ratio: f32,
    #[config(default = true)]
    on: bool,
    #[config(default = 'x')]
    letter: char,
    #[config(default = "text")]
    text: String,
    #[config(default = "text")]
    boxed: Box<str>,
    #[config(default = "text")]
    cow: Cow<'static, str>,
    #[config(default = "/var/lib/shop")]
    directory: PathBuf,
    #[config(default = "changeme")]
    password: SecretString,
    #[config(default = "1h 30m")]
    timeout: Duration,
    #[config(default = "10MiB")]
    limit: ByteSize,
    #[config(default = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[config(default = "::1")]
    peer: IpAddr,
    #[config(default)]
    labels: HashMap<String, String>,
    #[config(default = vec!["a".to_owned(), "b".to_owned()])]
    tags: Vec<String>,
    #[config(default = WORKERS * 2)]
    workers: usize,
    #[config(default = Level::Debug)]
    level: Level,
    #[config(default = if WORKERS < 8 { Level::Info } else { Level::Debug })]
    chosen: Level,
    #[config(default = 3)]
    wrapped: Option<u8>,
    #[config(default = Some(3))]
    spelt_out: Option<u8>,
    #[config(default = None)]
    nothing: Option<u8>,
}

fn main() {
    let _ = Config::builder();
}
