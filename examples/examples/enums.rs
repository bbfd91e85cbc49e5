//! Enums as settings: any that serde reads, from any source.
//!
//! `SHOP_LEVEL=warn SHOP_CACHE='{"redis": {"url": "redis://c"}}' cargo run --example enums`; a variant with fields is JSON in a variable.
//! `SHOP_LEVEL=loud` is refused with the variants that there are.

use serde::Deserialize;
use superconfig::{Format, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct AppConfig {
    #[config(default = Level::Info, profile(dev = Level::Debug))]
    level: Level,
    cache: Cache,
    #[config(default)]
    methods: Vec<Method>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Debug,
    Info,
    Warn,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Cache {
    None,
    InMemory(u64),
    Redis { url: String },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Method {
    Get,
    Post,
}

fn main() -> Result<(), superconfig::Error> {
    let file = "cache = { in-memory = 64 }\nmethods = ['GET']";
    let config = AppConfig::builder().with_str(Format::Toml, file).with_env().extract()?;
    match &config.cache {
        Cache::None => println!("no cache"),
        Cache::InMemory(mebibytes) => println!("a cache of {mebibytes} MiB"),
        Cache::Redis { url } => println!("a cache at {url}"),
    }
    println!("{:?} {:?}", config.level, config.methods);
    Ok(())
}
