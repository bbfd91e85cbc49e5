//! The effective configuration as a file, and that a load of the file gives it again.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use superconfig::{Builder, Format, SecretString, SuperConfig};
use superconfig_tests::Scene;

const FORMATS: [Format; 3] = [Format::Toml, Format::Yaml, Format::Json];

/// Settings of the shop service.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct Shop {
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"))]
    listen: std::net::SocketAddr,
    #[config(nested)]
    database: Database,
    #[config(default = "30s")]
    timeout: std::time::Duration,
    #[config(default)]
    labels: BTreeMap<String, String>,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(nested)]
    replicas: Vec<Replica>,
    #[config(nested)]
    tenants: BTreeMap<String, Replica>,
    #[config(nested)]
    storage: Storage,
    nickname: Option<String>,
    api_key: SecretString,
}

#[derive(Debug, SuperConfig)]
struct Database {
    url: String,
    #[config(default = 10, range = 1..=500)]
    pool_size: u32,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(default = "/etc/tls.pem")]
    cert: std::path::PathBuf,
}

#[derive(Debug, SuperConfig)]
struct Replica {
    #[config(default = "localhost")]
    host: String,
    #[config(default = 1)]
    weight: u8,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "kebab-case")]
enum Storage {
    #[config(default)]
    Discard,
    S3 {
        bucket: String,
    },
}

fn shop(scene: &Scene) -> Builder<Shop> {
    scene
        .file(
            "project/shop.toml",
            "api_key = 'hunter2-hunter2'\n\n[database]\nurl = 'db://localhost'\n\n[labels]\nteam = 'red'\n\n[tls]\n\n\
             [[replicas]]\nhost = 'one'\n[[replicas]]\n\n[tenants.'a.b']\nweight = 3\n",
        )
        .file("project/shop.prod.toml", "# Production.\nstorage.s3.bucket = 'shop'\ndatabase.pool_size = 50\n");
    scene
        .builder()
        .with_discovery()
        .with_env_vars([("SHOP_TIMEOUT", "1h"), ("SHOP_DATABASE_POOL_SIZE", "10")])
        .with_profile("prod")
}

#[test]
fn it_is_a_file_of_each_format_with_the_origin_of_each_line() {
    let scene = Scene::new();
    let dump = shop(&scene).dump().unwrap().relative_to(scene.path("project"));
    for format in FORMATS {
        println!("{}", dump.as_format(format));
        println!("{}", dump.clone().with_origins().as_format(format));
        println!("{}", dump.clone().with_origins().only_changed().as_format(format));
    }
}
