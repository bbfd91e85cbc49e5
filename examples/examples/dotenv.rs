//! Settings from a `.env` file, as developers keep them beside a repository.
//!
//! `cargo run --example dotenv` reads `examples/dotenv/.env`; what the real environment sets wins over it:
//! `SHOP_PORT=9000 cargo run --example dotenv`.

use superconfig::{SecretString, SuperConfig};

/// Settings of the shop service.
#[derive(SuperConfig)]
#[config(name = "shop")]
struct AppConfig {
    #[config(default = 8080)]
    port: u16,
    greeting: String,
    #[config(nested)]
    database: Database,
}

#[derive(SuperConfig)]
struct Database {
    /// The variable has a name of its own, which other programs know, too.
    #[config(env = "DATABASE_URL")]
    url: String,
    #[allow(dead_code)] // nobody prints it
    password: SecretString,
}

fn main() -> Result<(), superconfig::Error> {
    let builder = AppConfig::builder()
        .with_base_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/dotenv"))
        .with_discovery()
        .with_dotenv()
        .with_env();
    let snapshot = builder.extract_snapshot()?;
    let config = snapshot.value();
    println!("{} on {}, database {}", config.greeting, config.port, config.database.url);
    for (path, origin) in snapshot.origins() {
        println!("{path:18} {origin}");
    }
    Ok(())
}
