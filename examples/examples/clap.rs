//! A flag for each setting through clap, with one line.
//!
//! `cargo run --example clap -- --help`, then `cargo run --example clap -- --database-pool-size 50 --no-color`. A program that has a
//! clap command already gives it the flags with `AppConfig::augment(command)` and reads them with `with_arg_matches`.

use std::net::SocketAddr;

use superconfig::{SecretString, SuperConfig};

/// Sells things.
#[derive(SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct AppConfig {
    /// Address the HTTP server binds.
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"))]
    listen: SocketAddr,
    /// Print in colour.
    #[config(default = true)]
    color: bool,
    /// Key for the payment provider.
    #[allow(dead_code)] // nobody prints it
    api_key: Option<SecretString>,
    #[config(nested)]
    database: Database,
}

#[derive(SuperConfig)]
struct Database {
    /// How many connections there may be.
    #[config(default = 10)]
    pool_size: u32,
}

fn main() -> Result<(), superconfig::Error> {
    let config = AppConfig::load_with_args()?;
    println!("listening on {}", config.listen);
    println!("{} connections, colour {}", config.database.pool_size, config.color);
    Ok(())
}
