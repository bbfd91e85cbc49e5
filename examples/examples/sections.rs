//! Sections in lists, maps and enums, each with its own defaults.
//!
//! `SHOP_SERVERS__alpha__PORT=1 SHOP_REPLICAS__2__HOST=c cargo run --example sections` sets one setting of an element and adds another
//! element; `SHOP_STORAGE=memory` chooses another variant.

#![allow(dead_code)] // the fields are only printed here

use std::{collections::BTreeMap, path::Path};

use superconfig::SuperConfig;

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct AppConfig {
    /// `[[replicas]]`: a later file replaces the list.
    #[config(nested)]
    replicas: Vec<Server>,
    /// `[servers.alpha]`: entries merge by key, setting by setting.
    #[config(nested)]
    servers: BTreeMap<String, Server>,
    #[config(nested)]
    storage: Storage,
    /// There once something in it is set.
    #[config(nested)]
    tls: Option<Box<Tls>>,
}

#[derive(Debug, SuperConfig)]
struct Server {
    host: String,
    #[config(default = 80)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(default = "cert.pem")]
    cert: String,
}

/// `[storage.s3]` with its settings, or `storage = "memory"`.
#[derive(Debug, SuperConfig)]
#[config(rename_all = "snake_case")]
enum Storage {
    Memory,
    Disk { path: String },
    S3 { bucket: String, retries: Option<u8> },
}

fn main() -> Result<(), superconfig::Error> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("sections");
    let snapshot = AppConfig::builder().with_base_dir(directory).with_discovery().with_env().extract_snapshot()?;
    println!("{:#?}", snapshot.value());
    for (path, origin) in snapshot.origins() {
        println!("{path:<22} {origin}");
    }
    Ok(())
}
