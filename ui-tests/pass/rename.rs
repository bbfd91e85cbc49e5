#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(rename = "type")]
    kind: String,
    /// What another field was called.
    #[config(rename = "kind")]
    port: u16,
    #[config(rename = "größe")]
    size: u16,
    #[config(rename = "with space")]
    spaced: u16,
}

fn main() {
    let _ = Config::builder();
}
