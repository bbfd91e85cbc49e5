//! Structs without settings.
#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Empty {}

#[derive(SuperConfig)]
struct OnlySkipped {
    #[config(skip)]
    cache: u8,
}

#[derive(SuperConfig)]
pub(crate) struct Visible {
    pub port: u16,
    pub(crate) host: String,
}

fn main() {
    let _ = (Empty::builder(), OnlySkipped::builder(), Visible::builder());
}
