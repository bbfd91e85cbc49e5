use std::collections::HashMap;

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Section {
    url: String,
}

#[derive(SuperConfig)]
struct Config {
    #[config(nested)]
    number: u16,
    #[config(nested)]
    text: Option<String>,
    #[config(nested)]
    list: Vec<Section>,
    #[config(nested)]
    map: HashMap<String, Section>,
    #[config(nested)]
    twice_optional: Option<Option<Section>>,
    #[config(nested = true)]
    value: Section,
    #[config(nested, default)]
    defaulted: Section,
    #[config(nested, profile(prod = Section { url: String::new() }))]
    profiled: Section,
    #[config(nested, secret)]
    secret: Section,
    #[config(parse = str::parse, nested)]
    parsed: Section,
    #[config(nested, deserialize_with = read)]
    deserialized: Section,
    #[config(nested, with = module)]
    with: Section,
    #[config(nested)]
    #[config(flatten)]
    flat: Section,
}

fn main() {}
