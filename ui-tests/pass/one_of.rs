use std::{net::IpAddr, time::Duration};
use superconfig::{SecretString, SuperConfig};

#[derive(SuperConfig)]
struct Config {
    #[config(one_of = ["a", "b"], default = "b")]
    text: String,
    #[config(one_of = ["a", "b",])]
    secret: Option<SecretString>,
    #[config(one_of = [1, 2, LARGEST], default = 1)]
    number: u8,
    #[config(one_of = ["1s", "1m"], default = "60s")]
    duration: Duration,
    #[config(one_of = ["::1", "127.0.0.1"])]
    address: Option<IpAddr>,
    #[config(one_of = [Mode::A])]
    mode: Mode,
    #[config(one_of = [vec![1], vec![2, 3]])]
    list: Vec<u8>,
}

const LARGEST: u8 = 9;

/// Can be compared, but not printed.
#[derive(PartialEq, serde::Deserialize)]
enum Mode {
    A,
}

fn main() {
    let _ = Config::builder;
}
