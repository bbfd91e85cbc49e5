use std::collections::{BTreeMap, HashMap};

use superconfig::{SecretString, SuperConfig};

#[derive(SuperConfig)]
struct Config {
    #[config(reload = "restart")]
    setting: String,
    #[config(default = 1, reload = "reject")]
    number: u16,
    #[config(secret, reload = "restart")]
    secret: Option<SecretString>,
    /// Kept, though it cannot be compared.
    #[config(reload = "restart")]
    opaque: Opaque,
    #[config(nested, reload = "restart")]
    section: Section,
    #[config(nested, reload = "restart")]
    optional: Option<Box<Section>>,
    #[config(nested, reload = "restart")]
    list: Option<Vec<Section>>,
    #[config(nested, reload = "restart")]
    map: HashMap<String, Section>,
    #[config(nested, reload = "reject")]
    others: BTreeMap<String, Others>,
    #[config(nested, reload = "restart")]
    r#enum: Choice,
    #[config(nested)]
    generic: Generic<u8, Section>,
}

#[derive(Clone, serde::Deserialize)]
struct Opaque(#[allow(dead_code)] u8);

#[derive(SuperConfig, Clone)]
struct Section {
    a: u8,
}

/// Not `Clone`, since nobody keeps it.
#[derive(SuperConfig)]
struct Others {
    #[config(reload = "reject")]
    a: u8,
}

#[derive(SuperConfig, Clone)]
enum Choice {
    #[config(default)]
    Unit,
    Named {
        #[config(reload = "restart")]
        r#type: String,
        #[config(nested, reload = "restart")]
        sections: Vec<Section>,
    },
    Wrapper(Section),
}

#[derive(SuperConfig)]
struct Generic<T: Clone, S: Clone> {
    #[config(reload = "restart")]
    value: Vec<T>,
    #[config(nested, reload = "restart")]
    section: S,
}

fn main() {
    let _ = Config::builder;
}
