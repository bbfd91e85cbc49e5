//! Readers of the wrong type, blamed where they are named.

use superconfig::SuperConfig;

fn another<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    serde::Deserialize::deserialize(deserializer)
}

fn no_deserializer(text: &str) -> Result<u8, std::num::ParseIntError> {
    text.parse()
}

fn no_result(_: &str) -> u8 {
    0
}

mod module {}

#[derive(SuperConfig)]
struct Config {
    #[config(deserialize_with = another)]
    another: u8,
    #[config(deserialize_with = no_deserializer)]
    no_deserializer: u8,
    #[config(deserialize_with = missing)]
    missing: u8,
    #[config(with = module)]
    module: u8,
    #[config(parse = another_type)]
    another_type: u8,
    #[config(parse = no_result)]
    no_result: u8,
    #[config(parse = no_text)]
    no_text: u8,
}

fn another_type(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}

fn no_text(number: u8) -> Result<u8, String> {
    Ok(number)
}

fn main() {}
