//! One process, one registry: the application's configuration, those of three libraries in the same files, and a table of
//! tenants that changes while the program runs.
//!
//! ```console
//! cargo run --example registry
//! ```

#![allow(unreachable_pub, reason = "the modules stand for libraries")]

use std::time::Duration;

use superconfig::{
    ByteSize, ConfigHandle, ConfigRegistry, Error, Format, RegistryError, SuperConfig, registered, registry,
};

/// The application. `mounts` takes in the sections of the libraries.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", mounts)]
struct AppConfig {
    /// Address that the service binds.
    #[config(default = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
}

/// A library that traces. It knows nothing of the application, nor of its files.
mod tracing_library {
    use superconfig::SuperConfig;

    #[derive(Debug, SuperConfig)]
    #[config(mount = "telemetry")]
    pub struct Telemetry {
        /// Where spans are sent.
        #[config(default = "http://localhost:4317")]
        pub endpoint: String,
        /// The share of requests that is traced, from 0 to 1.
        #[config(default = 0.1)]
        pub sample: f64,
    }

    pub fn describe() -> String {
        let telemetry = Telemetry::get();
        format!("{} of the requests to {}", telemetry.sample, telemetry.endpoint)
    }
}

/// A library that caches.
mod cache_library {
    use super::{ByteSize, Duration, SuperConfig};

    #[derive(Debug, SuperConfig)]
    #[config(mount = "cache")]
    pub struct Cache {
        #[config(default = "64MiB")]
        pub size: ByteSize,
        #[config(default = "5m")]
        pub ttl: Duration,
    }
}

/// A library that sends mail.
mod mail_library {
    use super::SuperConfig;

    #[derive(Debug, SuperConfig)]
    #[config(mount = "mail")]
    pub struct Mail {
        pub relay: String,
        #[config(default = 25)]
        pub port: u16,
    }
}

/// One of many: each tenant has an entry of its own.
#[derive(Debug, SuperConfig)]
#[config(name = "tenant")]
struct Tenant {
    #[config(default = 5)]
    seats: u32,
    #[config(default = false)]
    beta: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    load_everything()?;
    tenants()?;
    Ok(())
}

fn load_everything() -> Result<(), Error> {
    println!("== Linked in: what this program could load");
    for config in registered() {
        let state = if config.is_loaded() { "loaded" } else { "not loaded" };
        println!(
            "{:<28} {state}{}",
            short(config.type_name()),
            config.mount().map(|key| format!(", in [{key}]")).unwrap_or_default()
        );
    }

    // One load for all of them: one report if anything is wrong, and then nothing is published.
    AppConfig::builder()
        .with_file(concat!(env!("CARGO_MANIFEST_DIR"), "/registry/shop.toml"))
        .with_env_vars([("SHOP_TELEMETRY_SAMPLE", "0.5")])
        .load()?;

    println!("\n== Loaded: the application's file holds the libraries' sections");
    println!("listening on {}", AppConfig::get().listen);
    println!("tracing {}", tracing_library::describe());
    let (cache, mail) = (cache_library::Cache::get(), mail_library::Mail::get());
    println!("caching {} for {:?}, mailing through {}:{}", cache.size, cache.ttl, mail.relay, mail.port);
    Ok(())
}

fn tenants() -> Result<(), Box<dyn std::error::Error>> {
    println!("\n== A table of tenants");
    let registry = registry();
    let tenant = |settings: &str| Tenant::builder().with_str(Format::Toml, settings).register();
    let (acme, bolt) = (tenant("seats = 40")?, tenant("seats = 3\nbeta = true")?);
    registry.set_name(&acme, "acme")?;
    registry.set_name(&bolt, "bolt")?;
    show(registry, &[acme, bolt])?;

    println!("\n== A transaction: acme takes bolt over");
    registry.keep_history(16);
    let before = registry.generation();
    registry.transaction(|tx| {
        let seats = tx.delete(&bolt)?.seats;
        tx.update_with(&acme, |acme| Tenant { seats: acme.seats + seats, beta: acme.beta })
    })?;
    show(registry, &[acme, bolt])?;

    println!("\n== One that fails changes nothing");
    let refused = registry.transaction(|tx| {
        tx.update_with(&acme, |acme| Tenant { seats: acme.seats * 100, beta: acme.beta })?;
        let seats = tx.read(&acme)?.seats;
        if seats > 1_000 { Err(RegistryError::aborted(format_args!("{seats} seats are too many"))) } else { Ok(()) }
    });
    println!("{}", refused.expect_err("4300 are too many"));
    show(registry, &[acme, bolt])?;

    println!("\n== A rollback to where it was before");
    registry.rollback_to(before)?;
    show(registry, &[acme, bolt])?;

    println!("\n== What the registry knows");
    for entry in registry.descriptions() {
        let name = entry.name.unwrap_or_default();
        println!(
            "{:<28} {name:<10} generation {:<3} {}",
            short(entry.type_name),
            entry.generation,
            entry.sources.len()
        );
    }
    Ok(())
}

/// The tenants as they are at one moment.
fn show(registry: &ConfigRegistry, tenants: &[ConfigHandle<Tenant>]) -> Result<(), RegistryError> {
    let now = registry.snapshot();
    for description in now.descriptions() {
        if let Some(handle) = tenants.iter().find(|handle| handle.id() == description.id) {
            let (name, tenant) = (description.name.unwrap_or_default(), now.read(handle)?);
            println!("{name:<6} {:>3} seats{}", tenant.seats, if tenant.beta { ", beta" } else { "" });
        }
    }
    Ok(())
}

fn short(type_name: &str) -> &str {
    type_name.split_once("::").map_or(type_name, |(_, rest)| rest)
}
