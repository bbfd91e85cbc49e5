//! One struct, three places for what a profile changes, and a group that activates two profiles at once.
//!
//! `SHOP_PROFILE=prod cargo run --example profiles` activates metrics and prod, `SHOP_PROFILE=prod,eu` eu on top;
//! `SHOP_PROFILE=prdo` is refused, and without a profile it is `dev`, which this program asks for itself.

#![allow(dead_code)] // the fields are only printed here

use std::{net::SocketAddr, path::Path};

use superconfig::SuperConfig;

/// Settings of the shop service. Activating `prod` also activates `metrics`, right below it.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles(dev, eu, metrics, prod = ["metrics"]))]
struct AppConfig {
    /// What a profile changes may stand beside the default …
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"))]
    listen: SocketAddr,
    /// … or in `[profile.eu]` in `shop.toml` …
    greeting: String,
    /// … or in `shop.metrics.toml`.
    metrics: Option<SocketAddr>,
    #[config(nested)]
    database: Database,
}

#[derive(Debug, SuperConfig)]
struct Database {
    /// There is no default: it must come from a profile or from somewhere else.
    #[config(profile(dev = "postgres://localhost/shop"))]
    url: String,
    #[config(default = 10)]
    pool_size: u32,
}

fn main() {
    // A service has its files in the working directory and needs no `with_base_dir`.
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let builder = AppConfig::builder().with_base_dir(directory).with_discovery().with_env();
    let builder = builder.select_profile(|choice| match choice.active() {
        [] => vec!["dev".to_owned()],
        active => active.to_vec(),
    });
    match builder.load() {
        Ok(config) => {
            let snapshot = AppConfig::snapshot().expect("it was just loaded");
            println!("active: {}", snapshot.profiles().join(", "));
            println!("{config:#?}");
        }
        Err(error) => {
            error.eprint();
            std::process::exit(1);
        }
    }
}
