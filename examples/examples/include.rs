//! A file that includes others: they rank just below it, each is read once.
//!
//! `cargo run --example include` says which file gave what; put a `mine.toml` beside `shop.toml` and it counts, too;
//! `cargo run --example include -- --circle` loads files that include each other, and shows the report.

#![allow(dead_code)] // the fields are only printed here

use std::{net::SocketAddr, path::Path};

use superconfig::{ByteSize, SuperConfig};

/// Settings of the shop service.
#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct AppConfig {
    listen: SocketAddr,
    #[config(default = 1)]
    workers: u16,
    #[config(default = "1MiB")]
    max_body: ByteSize,
}

fn main() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("include");
    let circle = std::env::args().any(|argument| argument == "--circle");
    let directory = if circle { directory.join("circle") } else { directory };
    match AppConfig::builder().with_file(directory.join("shop.toml")).extract_snapshot() {
        Ok(snapshot) => {
            println!("{:#?}", snapshot.value());
            for (path, origin) in snapshot.origins() {
                println!("{path:<10} {origin}");
            }
        }
        Err(error) => {
            error.eprint();
            std::process::exit(1);
        }
    }
}
