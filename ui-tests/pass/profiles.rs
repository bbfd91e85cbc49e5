#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(profiles = ["dev", "eu-west", "prod",])]
struct Config {
    #[config(default = 1)]
    port: u16,
}

fn main() {
    let _ = Config::builder();
}
