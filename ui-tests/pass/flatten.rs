#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Deepest {
    depth: u8,
}

#[derive(SuperConfig)]
struct Common {
    name: String,
    #[config(flatten)]
    deepest: Deepest,
}

#[derive(SuperConfig)]
struct Config {
    port: u16,
    #[config(flatten)]
    common: Common,
}

fn main() {
    let _ = Config::builder();
}
