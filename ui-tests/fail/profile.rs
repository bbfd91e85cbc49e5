use std::net::SocketAddr;

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(profiles = ["dev", "prod"])]
struct Config {
    #[config(default = 1, profile(prd = 2))]
    misspelt: u8,
    #[config(default = 1, profile(staging = 2))]
    undeclared: u8,
    #[config(profile(dev = 1, dev = 2))]
    twice: u8,
    #[config(profile(dev = 1), profile(dev = 2))]
    twice_apart: u8,
    #[config(profile(prod = 300))]
    too_large: u8,
    #[config(profile(prod = "0.0.0.0"))]
    no_port: SocketAddr,
    #[config(profile)]
    alone: u8,
    #[config(profile = "prod")]
    assigned: u8,
    #[config(profile())]
    empty: u8,
    #[config(profile(prod))]
    no_value: u8,
    #[config(profile(prod = ))]
    no_value_either: u8,
    #[config(profile("prod", 1))]
    comma: u8,
}

fn main() {}
