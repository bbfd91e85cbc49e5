//! A config that has changed, and a file that has not: what was renamed, what is on its way out, and what is gone.
//!
//! `cargo run --example renames`

use superconfig::{Format, SuperConfig};

/// Settings of a ferry, in their third version.
#[derive(Debug, SuperConfig)]
#[config(name = "ferry", removed(coal = "the engine takes `fuel`"))]
struct Ferry {
    #[config(alias = "seats")]
    passengers: u32,
    #[config(default = "diesel")]
    fuel: String,
    #[config(deprecated(since = "2.0", use = "route.stops"))]
    harbours: Option<u8>,
    #[config(nested, alias = "line")]
    route: Route,
}

#[derive(Debug, SuperConfig)]
struct Route {
    #[config(default = 2)]
    stops: u8,
}

/// As it was written for the first version.
const OLD: &str = "seats = 120\nharbours = 3\n\n[line]\nstops = 4\n";

fn main() -> Result<(), superconfig::Error> {
    let builder = Ferry::builder().with_str(Format::Toml, OLD);

    // The variable of a former name works, too.
    let snapshot = builder.clone().with_env_vars([("FERRY_LINE_STOPS", "5")]).extract_snapshot()?;
    let ferry = snapshot.value();
    println!("{} passengers, {} stops, {}", ferry.passengers, ferry.route.stops, ferry.fuel);
    println!("harbours: {:?}", ferry.harbours);
    for warning in snapshot.warnings() {
        println!("  {}: {}", warning.path(), warning.message());
    }

    // Where nobody can do anything about it.
    let quiet = builder.clone().suppress_warnings("deprecated:harbours").extract_snapshot()?;
    println!("{} warnings, {} suppressed", quiet.warnings().len(), quiet.suppressed_warnings());

    // Both names at once: the new one wins. What is gone is explained.
    let both = builder.with_str(Format::Toml, "seats = 1\npassengers = 80\ncoal = '3 t'\n");
    if let Err(error) = both.extract() {
        println!("\n{error}");
    }
    Ok(())
}
