//! What is kept is cloned, what is refused is compared.

use std::sync::Mutex;

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(reload = "restart")]
    name: Name,
    #[config(nested, reload = "restart")]
    section: Section,
    #[config(nested, reload = "restart")]
    list: Vec<Section>,
    #[config(nested, reload = "reject")]
    fine: Section,
}

#[derive(SuperConfig)]
enum Choice {
    First {
        #[config(default, parse = parse, reload = "restart")]
        lock: Mutex<u8>,
    },
    Second,
}

#[derive(serde::Deserialize, serde::Serialize)]
struct Name(String);

#[derive(SuperConfig)]
struct Section {
    a: u8,
}

fn parse(_: &str) -> Result<Mutex<u8>, String> {
    Ok(Mutex::new(0))
}

fn main() {}
