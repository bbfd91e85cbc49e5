//! Variables and other settings in the strings of a file.
//!
//! `HOST=example.com cargo run --example substitution` puts the variable in; `SHOP_PORT=443` changes a setting, and with it what refers to
//! it. Without `HOST` it is `localhost`.

use superconfig::{ExposeSecret, Format, SecretString, SuperConfig};

#[derive(SuperConfig)]
#[config(name = "shop")]
struct AppConfig {
    host: String,
    #[config(default = 8080)]
    port: u16,
    /// Refers to the two above, wherever they come from.
    url: String,
    #[config(nested)]
    database: Database,
    /// Stays as it is written.
    #[config(expand = false)]
    template: String,
}

#[derive(SuperConfig)]
struct Database {
    password: SecretString,
    /// What refers to a secret is one itself; anything else is refused.
    url: SecretString,
}

const FILE: &str = r#"
host = "${HOST:-localhost}"
url = "http://${host}:${port}/"
template = "Dear ${name},"

[database]
password = "hunter2"
url = "postgres://shop:${database.password}@${host}/shop"
"#;

fn main() -> Result<(), superconfig::Error> {
    let config = AppConfig::builder().with_str(Format::Toml, FILE).with_env().with_expansion().extract()?;
    println!("{} at {}, template {:?}", config.host, config.url, config.template);
    println!("the port is {}", config.port);
    let length = config.database.url.expose_secret().len();
    println!("the URL of the database has {length} characters, {} of them its password's", {
        config.database.password.expose_secret().len()
    });
    Ok(())
}
