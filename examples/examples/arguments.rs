//! Settings from the command line, without a parser.
//!
//! `cargo run --example arguments -- --database.pool-size=50 --verbose --labels.team=red`, and with anything misspelt for the
//! report.

use std::collections::BTreeMap;

use superconfig::SuperConfig;

/// Settings of the shop service.
#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct AppConfig {
    #[config(default = false)]
    verbose: bool,
    #[config(default)]
    labels: BTreeMap<String, String>,
    #[config(nested)]
    database: Database,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(default = "postgres://localhost/shop")]
    url: String,
    #[config(default = 10, profile(prod = 100))]
    pool_size: u32,
}

fn main() -> Result<(), superconfig::Error> {
    let config = AppConfig::builder()
        .with_discovery()
        .with_env()
        // Other words of the command line would be problems; `with_known_args` leaves them to the program.
        .with_args(std::env::args_os().skip(1))
        .extract()?;
    println!("verbose {}, labels {:?}", config.verbose, config.labels);
    println!("{} with {} connections", config.database.url, config.database.pool_size);
    Ok(())
}
