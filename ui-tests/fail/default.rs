//! Literals that a setting's type cannot be.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use superconfig::{ByteSize, SuperConfig};

#[derive(SuperConfig)]
struct Config {
    #[config(default = 300)]
    too_large: u8,
    #[config(default = -1)]
    negative: u16,
    #[config(default = -129)]
    too_small: Option<i8>,
    #[config(default = "8080")]
    quoted: u16,
    #[config(default = "http")]
    no_number: u16,
    #[config(default = 0.5)]
    half: u32,
    #[config(default = true)]
    truth: u32,
    #[config(default = "0.5")]
    quoted_ratio: f64,
    #[config(default = "half")]
    ratio: f64,
    #[config(default = "yes")]
    yes: bool,
    #[config(default = 0)]
    zero: bool,
    #[config(default = "x")]
    letter: char,
    #[config(default = 80)]
    text: String,
    #[config(default = true)]
    directory: PathBuf,
    #[config(default = "30z")]
    unit: Duration,
    #[config(default = 30)]
    no_unit: Duration,
    #[config(default = "10 apples")]
    size: ByteSize,
    #[config(default = 1024)]
    bytes: ByteSize,
    #[config(default = "localhost:8080")]
    name: SocketAddr,
    #[config(default = "127.0.0.1")]
    no_port: SocketAddr,
    #[config(default = "::1")]
    six: Ipv4Addr,
    #[config(default = )]
    empty: u8,
    #[config(default("5"))]
    parentheses: u8,
    #[config(default: 5)]
    colon: u8,
}

fn main() {}
