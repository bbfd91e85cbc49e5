use std::{net::SocketAddr, time::Duration};
use superconfig::{ByteSize, SuperConfig};

#[derive(SuperConfig)]
struct Config {
    #[config(example = "10.0.0.1")]
    address: SocketAddr,
    #[config(example = 30)]
    duration: Duration,
    #[config(example = "much")]
    size: Option<ByteSize>,
    #[config(example = 300)]
    small: u8,
    #[config(example = "8080")]
    quoted: u16,
    #[config(example = 5)]
    text: String,
    #[config(example = "yes")]
    truth: bool,
    #[config(example = 501, range = 1..=500)]
    range: u32,
    #[config(example = "c", one_of = ["a", "b"])]
    choice: String,
    #[config(example = "ab", length = 3..)]
    short: String,
    #[config(example = Duration::from_secs(5))]
    expression: Duration,
    #[config(example = ["eu", "us"])]
    list: Vec<String>,
    #[config(example = b"eu")]
    bytes: Vec<u8>,
    #[config(example = "")]
    empty: String,
    #[config(example)]
    nothing: u8,
    #[config(example = 1, example = 2)]
    twice: u8,
    #[config(examples = 1)]
    misspelt: u8,
    #[config(skip, example = 1)]
    skipped: u8,
    #[config(nested, example = "x")]
    section: Section,
    #[config(flatten, example = "x")]
    flat: Section,
}

#[derive(SuperConfig)]
struct Section {}

#[derive(SuperConfig)]
enum Variants {
    #[config(example = "x")]
    One,
}

fn main() {}
