#![deny(warnings)]
#![allow(dead_code)]

use superconfig::{SecretString, SuperConfig};

#[derive(SuperConfig)]
struct Config {
    #[config(secret)]
    pin: u32,
    #[config(secret, env = "API_KEY")]
    api_key: Option<String>,
    /// Secret by its type, and said so.
    #[config(secret)]
    password: SecretString,
}

fn main() {
    let _ = Config::builder();
}
