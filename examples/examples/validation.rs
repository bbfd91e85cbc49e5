//! Rules on single settings, on several together and on the whole, and the one report of all that break one.
//!
//! ```sh
//! cargo run --example validation
//! cargo run --example validation -- --broken
//! ```

use std::time::Duration;

use superconfig::{Error, Format, Invalid, SuperConfig, field};

#[derive(Debug, SuperConfig)]
#[config(name = "ferry", validate = Ferry::check, at_most_one_of("captain", "autopilot"))]
struct Ferry {
    /// How many may come aboard.
    #[config(default = 80, range = 1..=500)]
    seats: u32,
    /// How many of them are kept for crew.
    #[config(default = 4)]
    crew: u32,
    #[config(default = "20m", range = "5m"..="2h")]
    crossing: Duration,
    #[config(one_of = ["diesel", "electric"])]
    engine: String,
    #[config(required_if(engine = "electric"))]
    charger: Option<String>,
    #[config(pattern = "^[A-Z]{2}-[0-9]+$")]
    registration: String,
    #[config(non_empty)]
    ports: Vec<String>,
    captain: Option<String>,
    autopilot: Option<String>,
}

impl Ferry {
    fn check(&self) -> Result<(), Invalid> {
        if self.crew >= self.seats {
            return Err(Invalid::at(field!(Ferry, crew), format!("{} seats leave none for passengers", self.seats)));
        }
        Ok(())
    }
}

const GOOD: &str = "engine = 'electric'\ncharger = 'quay 2'\nregistration = 'HH-17'\nports = ['north', 'south']\n";
const BROKEN: &str =
    "seats = 900\nengine = 'electrc'\nregistration = '17'\nports = []\ncaptain = 'Ada'\nautopilot = 'on'\n";

fn main() -> Result<(), Error> {
    let text = if std::env::args().any(|argument| argument == "--broken") { BROKEN } else { GOOD };
    let ferry = Ferry::builder().with_str(Format::Toml, text).with_env().load()?;
    println!("{} with {} seats crosses in {:?}", ferry.registration, ferry.seats - ferry.crew, ferry.crossing);
    println!("{} ports, {} engine, charged at {:?}", ferry.ports.len(), ferry.engine, ferry.charger);
    println!("steered by {:?}", ferry.captain.as_ref().or(ferry.autopilot.as_ref()));
    Ok(())
}
