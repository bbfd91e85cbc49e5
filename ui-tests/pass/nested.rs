#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Pool {
    size: u32,
}

#[derive(SuperConfig)]
struct Database {
    url: String,
    #[config(nested, rename = "connections", alias = "conns")]
    pool: Pool,
}

mod tls {
    #[derive(superconfig::SuperConfig)]
    pub struct Tls {
        pub cert: String,
    }
}

#[derive(SuperConfig)]
struct Config {
    #[config(nested)]
    database: Database,
    /// The same type twice.
    #[config(nested)]
    replica: Database,
    #[config(nested, deprecated = "the proxy does it")]
    tls: Option<tls::Tls>,
    #[config(nested, env = false)]
    hidden: std::option::Option<Pool>,
}

fn main() {
    let _ = Config::builder();
}
