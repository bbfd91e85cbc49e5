#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Section {
    key: String,
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(env = "PORT")]
    port: u16,
    #[config(env = false)]
    feature: bool,
    #[config(nested, env = "PAYMENT")]
    provider: Section,
    #[config(nested, env = false)]
    hidden: Section,
    /// Would be `SHOP_CONFIG`, which is reserved.
    #[config(env = "SHOP_CONFIG_MODE")]
    config: String,
    /// The same keys under different names.
    #[config(nested)]
    pool: Pool,
    #[config(env = "SHOP_POOLS")]
    pool_size: u32,
}

#[derive(SuperConfig)]
struct Pool {
    size: u32,
}

fn main() {
    let _ = Config::builder();
}
