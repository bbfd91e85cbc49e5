use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(non_empty, default = "")]
    text: String,
    #[config(non_empty, default)]
    list: Vec<u8>,
    #[config(non_empty = true, default = "a")]
    value: String,
    #[config(nested, non_empty)]
    section: Option<Section>,
    #[config(skip, non_empty)]
    skipped: String,
}

#[derive(SuperConfig)]
struct Number {
    #[config(non_empty)]
    number: u16,
}

#[derive(SuperConfig)]
struct Section {}

fn main() {}
