//! A struct that is loaded itself has no field where its files hold profiles.

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Field {
    #[config(nested)]
    profile: Section,
}

#[derive(SuperConfig)]
#[config(name = "shop", profile_key = "overlay")]
struct Alias {
    #[config(alias = "overlay")]
    port: u16,
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Flattened {
    #[config(flatten)]
    section: Section,
}

/// Fine inside another.
#[derive(SuperConfig)]
struct Section {
    profile: String,
}

fn main() {
    let _ = Field::builder();
    let _ = Alias::builder();
    let _ = Flattened::load();
}
