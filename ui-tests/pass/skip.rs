#![deny(warnings)]
#![allow(dead_code)]

use std::sync::OnceLock;

use superconfig::SuperConfig;

#[derive(Default)]
struct Unreadable;

#[derive(SuperConfig)]
struct Config {
    port: u16,
    #[config(skip)]
    cache: OnceLock<String>,
    #[config(skip, default = 7)]
    seed: u64,
    #[config(skip)]
    state: Unreadable,
}

fn main() {
    let _ = Config::builder();
}
