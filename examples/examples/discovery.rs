//! Where files are looked for, what was found there, and why something was not taken.
//!
//! `cargo run --example discovery`

use std::path::{Path, PathBuf};

use superconfig::{FileOutcome, GlobOrder, SuperConfig};

/// Settings of an orchard.
#[derive(Debug, SuperConfig)]
#[config(name = "orchard")]
struct Orchard {
    #[config(default = 1)]
    trees: u32,
    #[config(default = "none")]
    gate: String,
    #[config(nested)]
    water: Water,
}

#[derive(Debug, SuperConfig)]
struct Water {
    #[config(default = 0)]
    litres: u32,
}

fn main() -> Result<(), superconfig::Error> {
    let builder = Orchard::builder()
        .with_base_dir(directory())
        .with_env_of([("HOME", "/nonexistent")])
        .with_profile("summer")
        .with_discovery()
        .with_dir("conf.d")
        .with_glob_order("${ORCHARD_EXTRA:-extra}/**/*.{toml,yaml}", GlobOrder::Modified)
        .with_optional_file("~/orchard.toml");

    println!("What is there:");
    let files = builder.discovered_files();
    for file in files.iter().filter(|file| *file.outcome() != FileOutcome::Absent) {
        println!("  {file}");
    }
    println!(
        "{} more places have nothing.\n",
        files.iter().filter(|file| *file.outcome() == FileOutcome::Absent).count()
    );

    let orchard = builder.extract()?;
    println!("{} trees, gate {}, {} litres", orchard.trees, orchard.gate, orchard.water.litres);
    Ok(())
}

/// The example's files, by the shortest name.
fn directory() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("discovery");
    let working = std::env::current_dir().unwrap_or_default();
    own.strip_prefix(&working).map(Path::to_owned).unwrap_or(own)
}
