//! Secrets from a mounted directory, and a setting that takes its value from nowhere else.
//!
//! `cargo run --example secrets` reads `examples/secrets/mounted`; with `-- --leak` somebody has put a password into a file.

use superconfig::{ExposeSecret as _, Format, SecretString, SuperConfig};

/// Settings of the shop service.
#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct AppConfig {
    #[config(nested)]
    database: Database,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(default = "postgres://localhost/shop")]
    url: String,
    /// In a file of the repository it would be everybody's.
    #[config(sources = "secrets | env")]
    password: SecretString,
}

fn main() -> Result<(), superconfig::Error> {
    // `AppConfig::load()` reads `/run/secrets` and `$CREDENTIALS_DIRECTORY` by itself.
    let mounted = concat!(env!("CARGO_MANIFEST_DIR"), "/secrets/mounted");
    let mut builder = AppConfig::builder().with_optional_secrets_dir(mounted).with_env();
    if std::env::args().any(|argument| argument == "--leak") {
        builder = builder.with_str(Format::Toml, "[database]\npassword = 'not-a-real-password'");
    }
    let snapshot = builder.extract_snapshot()?;
    let database = &snapshot.value().database;
    println!("{} with a password of {} letters", database.url, database.password.expose_secret().len());
    println!("{database:?}");
    for (path, origin) in snapshot.origins() {
        println!("{path:18} {origin}");
    }
    Ok(())
}
