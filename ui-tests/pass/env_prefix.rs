#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(name = "shop", env_prefix = "STORE")]
struct Prefixed {
    port: u16,
}

#[derive(SuperConfig)]
#[config(name = "shop", env_prefix = "")]
struct Plain {
    port: u16,
    /// Reserved is `SHOP_CONFIG`.
    config: String,
}

fn main() {
    let _ = (Prefixed::builder(), Plain::builder());
}
