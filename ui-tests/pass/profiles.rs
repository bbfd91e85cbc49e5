#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(profiles = ["dev", "eu-west", "prod",])]
struct Config {
    #[config(default = 1)]
    port: u16,
}

fn main() {
    let _ = Config::builder();
}

#[derive(SuperConfig)]
#[config(profiles(base, r#type, "eu-west", metrics = ["base"], prod = ["metrics", "eu-west"],))]
struct Groups {
    #[config(default = 1, profile(prod = 2, "type" = 3))]
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles())]
struct Nothing {
    port: u16,
}
