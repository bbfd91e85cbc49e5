#![deny(warnings)]
#![allow(dead_code)]

use std::num::ParseIntError;

use superconfig::SuperConfig;

struct Hex(u32);

impl Hex {
    fn read(text: &str) -> Result<Self, ParseIntError> {
        u32::from_str_radix(text, 16).map(Hex)
    }
}

fn yes(text: &str) -> Result<bool, &'static str> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("write yes or no"),
    }
}

#[derive(SuperConfig)]
struct Config {
    #[config(parse = Hex::read)]
    color: Hex,
    #[config(parse = "yes", default = true)]
    shiny: bool,
    #[config(parse = Hex::read)]
    shade: Option<Hex>,
    #[config(parse = str::parse)]
    port: u16,
}

fn main() {
    let _ = Config::builder();
}
