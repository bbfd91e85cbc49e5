#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(name = "my-shop")]
struct Named {
    port: u16,
}

/// Called like the package.
#[derive(SuperConfig)]
struct Unnamed {
    port: u16,
}

fn main() {
    let _ = (Named::builder(), Unnamed::builder());
}
