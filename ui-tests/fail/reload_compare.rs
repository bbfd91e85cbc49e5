//! What cannot be shown cannot be compared.

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(reload = "reject")]
    name: Name,
}

#[derive(SuperConfig)]
struct Around {
    #[config(nested, reload = "reject")]
    section: Option<Section>,
}

#[derive(SuperConfig)]
struct Section {
    #[config(secret)]
    name: Name,
}

#[derive(serde::Deserialize)]
struct Name(String);

fn main() {}
