use std::collections::HashMap;
use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(merge = "apend")]
    misspelt: Vec<String>,
    #[config(merge = "append")]
    scalar: u16,
    #[config(merge = "append")]
    map: HashMap<String, u16>,
    #[config(merge)]
    nothing: Vec<String>,
    #[config(merge = wrong)]
    function: u16,
    #[config(nested, merge = "append")]
    section: Section,
    #[config(nested, merge = "unique")]
    sections: Vec<Section>,
    #[config(flatten, merge = "append")]
    flat: Flat,
}

#[derive(SuperConfig)]
struct Section {
    a: u8,
}

#[derive(SuperConfig)]
struct Flat {
    b: u8,
}

fn wrong(old: u16, _new: &str) -> u16 {
    old
}

fn main() {}
