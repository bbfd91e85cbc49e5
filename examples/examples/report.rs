//! What a load did: its sources in order, and how many settings each of them supplied in the end.
//!
//! `cargo run --example report`, and `cargo run --example report -- --broken` for a load that fails.

use std::path::Path;

use superconfig::{Format, SuperConfig};

/// Settings of a lighthouse.
#[derive(Debug, SuperConfig)]
#[config(name = "lighthouse")]
struct Lighthouse {
    #[config(default = 12)]
    flashes: u32,
    #[config(default = "white")]
    color: String,
    #[config(alias = "keeper_name")]
    keeper: String,
    #[config(default = true)]
    fog_horn: bool,
}

fn main() {
    let broken = std::env::args().any(|argument| argument == "--broken");
    let builder = Lighthouse::builder()
        .with_base_dir(Path::new("examples"))
        .with_optional_file("lighthouse.toml")
        .with_str(Format::Toml, "keeper_name = 'Ida'\ncolor = 'green'")
        .with_env_vars([("LIGHTHOUSE_COLOR", "red"), ("LIGHTHOUSE_FLASHES", if broken { "many" } else { "7" })]);

    match builder.load_with_report() {
        Ok((config, report)) => {
            println!("{} shows {} {} times\n", config.keeper, config.color, config.flashes);
            println!("{report}\n");
            for source in report.sources().iter().filter(|source| source.is_taken()) {
                println!("{} gave {:?}", source.name(), source.settings());
            }
            println!("the horn is {}", if config.fog_horn { "on" } else { "off" });
        }
        Err(error) => {
            error.eprint();
            if let Some(report) = error.load_report() {
                eprintln!("\nBy then:\n{report}");
            }
            std::process::exit(1);
        }
    }
}
