//! Two settings that one variable would set.

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Pool {
    size: u32,
}

#[derive(SuperConfig)]
struct Database {
    #[config(nested)]
    pool: Pool,
    #[config(default = 10)]
    pool_size: u32,
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Deep {
    #[config(nested)]
    database: Option<Inner>,
    database_pool_size: u32,
}

#[derive(SuperConfig)]
struct Inner {
    #[config(nested)]
    pool: Pool,
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Absolute {
    #[config(env = "PORT")]
    http: u16,
    #[config(env = "PORT")]
    https: u16,
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct AbsoluteAndJoined {
    port: u16,
    #[config(env = "SHOP_PORT")]
    other: u16,
}

/// Keys that differ, names that do not.
#[derive(SuperConfig)]
#[config(name = "shop")]
struct Case {
    #[config(rename = "poolSize")]
    one: u16,
    #[config(rename = "pool-size")]
    other: u16,
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct ThroughFlatten {
    #[config(flatten)]
    flat: Inner,
    pool_size: u16,
}

fn main() {}
