#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(profile_key = "overlay")]
struct Another {
    #[config(nested)]
    profile: Section,
}

#[derive(SuperConfig)]
#[config(profile_key = false)]
struct Without {
    #[config(nested)]
    profile: Section,
    overlay: u16,
}

/// Not loaded itself.
#[derive(SuperConfig)]
struct Section {
    profile: String,
}

fn main() {
    let _ = Another::builder();
    let _ = Without::builder();
}
