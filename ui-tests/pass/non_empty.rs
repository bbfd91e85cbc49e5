use std::collections::BTreeMap;
use superconfig::{SecretString, SuperConfig};

#[derive(SuperConfig)]
struct Config<T> {
    #[config(non_empty, default = "a")]
    text: String,
    #[config(non_empty)]
    secret: SecretString,
    #[config(non_empty)]
    list: Option<Vec<T>>,
    #[config(non_empty, default)]
    optional: Option<Vec<u8>>,
    #[config(nested, non_empty)]
    named: BTreeMap<String, Section>,
}

#[derive(SuperConfig)]
struct Section {}

fn main() {
    let _ = Config::<u8>::builder;
}
