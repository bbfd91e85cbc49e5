//! Lists that several sources have a say in: replaced, added to, taken from, or put together by a rule of their own.
//!
//! `cargo run --example lists`

use std::path::{Path, PathBuf};

use superconfig::{SuperConfig, field};

/// Settings of a printing press.
#[derive(Debug, SuperConfig)]
#[config(name = "press")]
struct Press {
    /// The last source wins, unless it says `formats_add` or `formats_remove`.
    #[config(default = vec!["a4".to_owned()])]
    formats: Vec<String>,
    /// Every source adds those that are not there yet.
    #[config(default, merge = "unique")]
    proofreaders: Vec<String>,
    /// Every source adds to what is in the struct.
    #[config(default = vec!["white".to_owned()], merge = "append")]
    inks: Vec<String>,
    #[config(nested)]
    machines: Vec<Machine>,
}

#[derive(Debug, SuperConfig)]
struct Machine {
    name: String,
    #[config(default = 1)]
    colours: u8,
}

fn main() -> Result<(), superconfig::Error> {
    let builder = Press::builder()
        .with_base_dir(directory())
        .with_file("press.toml")
        .with_file("press.local.toml")
        .with_env_vars([
            ("PRESS_FORMATS__ADD", "business card"),
            ("PRESS_FORMATS__REMOVE", "a5"),
            ("PRESS_PROOFREADERS", "cleo, ben"),
            ("PRESS_MACHINES__0__COLOURS", "4"),
        ]);
    let press = builder.clone().extract()?;
    println!("formats: {}", press.formats.join(", "));
    println!("proofreaders: {}", press.proofreaders.join(", "));
    println!("inks: {}", press.inks.join(", "));
    for machine in press.machines {
        println!("machine: {} with {} colours", machine.name, machine.colours);
    }
    let plain = builder.with_unset(field!(Press, formats)).extract()?;
    println!("formats, once unset: {}", plain.formats.join(", "));
    Ok(())
}

/// The example's files.
fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lists")
}
