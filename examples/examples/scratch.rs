use std::{net::SocketAddr, time::Duration, collections::HashMap};
use superconfig::{SecretString, SuperConfig};

/// Settings of the shop service.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "staging", "prod"])]
struct AppConfig {
    /// Address the HTTP server binds.
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"))]
    listen: SocketAddr,

    /// How long a request may take.
    #[config(default = "30s")]
    timeout: Duration,

    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(default)]
    labels: HashMap<String, String>,

    /// Key for the payment provider.
    #[config(secret)]
    api_key: SecretString,
}

#[derive(Debug, SuperConfig)]
struct Tls { cert: std::path::PathBuf, #[config(default = 3)] depth: u8 }

#[derive(Debug, SuperConfig)]
struct Database {
    /// Connection URL.
    url: String,
    #[config(default = 10)]
    pool_size: u32,
    replicas: Vec<String>,
}

fn main() -> Result<(), superconfig::Error> {
    let config = AppConfig::load()?;
    println!("{config:#?}");
    for (p, o) in AppConfig::snapshot().unwrap().origins() { println!("{p:25} {o}"); }
    Ok(())
}
