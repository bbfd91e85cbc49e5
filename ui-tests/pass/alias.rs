#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(alias = "bind", alias = "address")]
    listen: String,
    #[config(alias("conns", "connections"))]
    pool_size: u32,
    /// Said to both libraries.
    #[config(alias = "old")]
    #[serde(alias = "old", alias = "older")]
    new: u32,
}

fn main() {
    let _ = Config::builder();
}
