//! A service's whole configuration: one struct, two files, the environment.
//!
//! `cargo run --example quickstart` loads it and says where each value came from;
//! `cargo run --example quickstart -- --broken` loads files that are wrong in six ways and shows the report;
//! `cargo run --example quickstart -- config explain database.pool_size` asks for one value, and `… config --help` says what else.

#![allow(dead_code)] // most fields are only printed here

use std::{
    collections::BTreeMap,
    ffi::OsString,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Arg, ArgAction, Command};
use superconfig::{ByteSize, SecretString, SuperConfig, cli};

/// Settings of the shop service.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct AppConfig {
    /// Shown on the front page.
    #[config(example = "Welcome!")]
    motd: Option<String>,
    /// What can be paid in.
    #[config(default = vec!["EUR".to_owned()])]
    currencies: Vec<String>,
    /// Serve only signed-in customers.
    #[config(default = false)]
    members_only: bool,
    #[config(nested)]
    server: Server,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    payment: Payment,
    #[config(nested)]
    log: Log,
}

#[derive(Debug, SuperConfig)]
struct Server {
    /// Address the HTTP server binds.
    #[config(default = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How long a request may take.
    #[config(default = "30s")]
    request_timeout: Duration,
    /// How long a connection may be idle.
    #[config(default = "1m", profile(prod = "15s"))]
    idle_timeout: Duration,
    #[config(default = "1MiB")]
    max_body: ByteSize,
    #[config(default = 4, profile(prod = 32))]
    workers: u16,
    #[config(nested)]
    tls: Option<Tls>,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(example = "/etc/shop/tls/cert.pem")]
    certificate: PathBuf,
    #[config(example = "/etc/shop/tls/key.pem")]
    key: PathBuf,
}

#[derive(Debug, SuperConfig)]
struct Database {
    /// Connection URL; without a password, which comes separately.
    #[config(example = "postgres://localhost/shop")]
    url: String,
    /// Also read from the usual variable.
    #[config(env = "PGPASSWORD")]
    password: Option<SecretString>,
    #[config(default = 10)]
    pool_size: u32,
    #[config(default = "5s")]
    connect_timeout: Duration,
    #[config(default)]
    replicas: Vec<String>,
    #[config(default)]
    options: BTreeMap<String, String>,
}

#[derive(Debug, SuperConfig)]
struct Payment {
    #[config(example = "https://pay.example/v2")]
    endpoint: String,
    /// Key for the payment provider.
    api_key: SecretString,
    #[config(default = 3)]
    retries: u8,
}

#[derive(Debug, SuperConfig)]
struct Log {
    #[config(default = "info", profile(dev = "debug"))]
    level: String,
    #[config(default = "text")]
    format: String,
    file: Option<PathBuf>,
}

fn main() -> ExitCode {
    let broken = Arg::new("broken").long("broken").action(ArgAction::SetTrue).global(true);
    let broken = broken.help("Load files that are wrong in six ways");
    let matches = Command::new("quickstart").arg(broken).subcommand(cli::command()).get_matches();
    let directory = directory(matches.get_flag("broken"));
    // A service just calls `AppConfig::load()`. The example looks into a directory of its own, and pretends that a few
    // variables are set, so that there is something to see; set them yourself and yours are taken.
    let variables = variables(matches.get_flag("broken"));
    let builder = AppConfig::builder().with_base_dir(&directory).with_discovery().with_env_vars(variables);
    if let Some(("config", matches)) = matches.subcommand() {
        return cli::run(&builder, matches);
    }
    match builder.load() {
        Ok(config) => show(&config, &directory),
        Err(error) => {
            error.eprint();
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn show(config: &AppConfig, directory: &Path) {
    println!("{config:#?}\n");
    println!("Where each value came from:\n");
    let snapshot = AppConfig::snapshot().expect("it was just loaded");
    for (path, origin) in snapshot.origins() {
        println!("  {path:<26} {origin}");
    }
    println!("\nFrom anywhere in the program: AppConfig::get().server.workers is {}", AppConfig::get().server.workers);
    println!("\nNow break it:");
    println!("  SHOP_DATABASE_POOL_SIZE=many SHOP_SERVER_WORKRES=8 cargo run --example quickstart");
    println!("  misspell a key in {}", directory.join("shop.toml").display());
    println!("  cargo run --example quickstart -- --broken");
    println!("\nAsk it:");
    println!("  cargo run --example quickstart -- config explain database.pool_size");
    println!("  cargo run --example quickstart -- config show --origins");
    println!("  cargo run --example quickstart -- config --help");
}

/// The example's files, by the shortest name.
fn directory(broken: bool) -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("quickstart");
    let working = std::env::current_dir().unwrap_or_default();
    let own = own.strip_prefix(&working).map(Path::to_owned).unwrap_or(own);
    if broken { own.join("broken") } else { own }
}

/// The process's variables, and the example's own where the process has none of that name.
fn variables(broken: bool) -> Vec<(OsString, OsString)> {
    let pretended: &[(&str, &str)] = if broken {
        &[
            ("SHOP_PROFILE", "prod"),
            ("SHOP_DATABASE_URL", "postgres://localhost/shop"),
            ("SHOP_PAYMENT_RETRIES", "1000"),
        ]
    } else {
        &[
            ("SHOP_PROFILE", "prod"),
            ("SHOP_DATABASE_POOL_SIZE", "50"),
            ("SHOP_PAYMENT_API_KEY", "not-a-real-key"),
            ("SHOP_DATABASE_OPTIONS__application_name", "shop-eu"),
        ]
    };
    let mut variables: Vec<(OsString, OsString)> = std::env::vars_os().collect();
    for (name, value) in pretended {
        if std::env::var_os(name).is_none() {
            variables.push((name.into(), value.into()));
        }
    }
    variables
}
