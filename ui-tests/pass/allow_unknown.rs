#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(allow_unknown)]
struct Config {
    port: u16,
}

fn main() {
    let _ = Config::builder();
}
