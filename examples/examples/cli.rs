//! The whole of `main` in one line: a flag for each setting, and `config …` to ask.
//!
//! `cargo run --example cli -- --port 80`, `cargo run --example cli -- config explain`, `cargo run --example cli -- config --help`. A
//! program that has a command line of its own mounts `config` in it, as the quickstart does.

use std::{process::ExitCode, sync::Arc, time::Duration};

use superconfig::{SuperConfig, cli};

/// Sells things.
#[derive(SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct AppConfig {
    /// The port of the HTTP server.
    #[config(default = 8080, profile(prod = 443), range = 1..)]
    port: u16,
    #[config(nested, alias = "db")]
    database: Database,
}

#[derive(SuperConfig)]
struct Database {
    /// How many connections there may be.
    #[config(default = 10, alias = "pool", range = 1..=500)]
    pool_size: u32,
    /// How long to wait for one.
    #[config(default = "5s")]
    timeout: Duration,
}

fn main() -> ExitCode {
    cli::main(|config: Arc<AppConfig>| {
        let Database { pool_size, timeout } = &config.database;
        println!("port {}, {pool_size} connections, waiting {timeout:?}", config.port);
    })
}
