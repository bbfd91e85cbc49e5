//! Every lint is on.
#![deny(warnings, unused, deprecated, missing_docs, unreachable_pub, missing_debug_implementations)]
#![deny(missing_copy_implementations, single_use_lifetimes, trivial_casts, unused_qualifications, unused_results)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::cargo)]
#![forbid(unsafe_code)]

use std::{net::SocketAddr, time::Duration};

use superconfig::{SecretString, SuperConfig};

/// A section.
#[derive(Debug, SuperConfig)]
pub struct Section {
    /// Where it is.
    pub url: String,
    /// How much there is of it.
    #[config(default = 10, alias = "size")]
    pub pool_size: u32,
}

/// Everything.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["prod"], rename_all = "kebab-case")]
pub struct Config {
    /// The address.
    #[config(default = "127.0.0.1:80", profile(prod = "0.0.0.0:443"))]
    pub listen: SocketAddr,
    /// How long.
    #[config(default = "1s")]
    pub timeout: Duration,
    /// A secret.
    pub password: SecretString,
    /// A list.
    #[config(default = Vec::new())]
    pub tags: Vec<String>,
    /// Gone soon.
    #[deprecated]
    #[config(deprecated = "use `tags`", default)]
    pub labels: Vec<String>,
    /// There.
    #[config(nested)]
    pub section: Section,
    /// There or not.
    #[config(nested)]
    pub optional: Option<Section>,
    /// One of several.
    #[config(nested)]
    pub storage: Storage,
    /// Read by hand.
    #[config(parse = str::parse)]
    pub parsed: u8,
    /// Not read.
    #[config(skip, default = 7)]
    pub skipped: u8,
}

/// One of several.
#[derive(Debug, SuperConfig)]
#[config(tag = "type", rename_all = "kebab-case")]
pub enum Storage {
    /// Here.
    Local {
        /// Where exactly.
        path: String,
    },
    /// Nowhere.
    #[config(default)]
    Off,
}

/// Of a library.
#[derive(Debug, SuperConfig)]
#[config(mount = "telemetry")]
pub struct Telemetry {
    /// Where it goes.
    pub endpoint: String,
}

/// Takes it in.
#[derive(Debug, SuperConfig)]
#[config(name = "host", mounts)]
pub struct Host {
    /// Where it goes.
    pub endpoint: String,
}

/// With a parameter.
#[derive(Debug, SuperConfig)]
pub struct Generic<T> {
    /// The items.
    pub items: Vec<T>,
}

fn main() {
    drop((Config::builder(), Generic::<u8>::builder(), Host::builder()));
}
