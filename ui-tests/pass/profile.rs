#![deny(warnings)]
#![allow(dead_code)]

use std::{net::SocketAddr, time::Duration};

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(profiles = ["dev", "prod", "eu-west"])]
struct Config {
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"))]
    listen: SocketAddr,
    #[config(profile(dev = "1s", prod = "30s", "eu-west" = Duration::from_secs(5)))]
    timeout: Duration,
    #[config(profile(dev = 1), profile(prod = 2))]
    workers: Option<u8>,
}

/// Without a declaration any name is accepted.
#[derive(SuperConfig)]
struct Undeclared {
    #[config(default = 1, profile(staging = 2))]
    workers: u8,
}

fn main() {
    let _ = (Config::builder(), Undeclared::builder());
}
