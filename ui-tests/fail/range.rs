use std::time::Duration;
use superconfig::{ByteSize, SuperConfig};

#[derive(SuperConfig)]
struct Config {
    #[config(range = 1..=500, default = 501)]
    default: u32,
    #[config(range = 1..=500, profile(prod = 0))]
    profile: u32,
    #[config(range = "1s"..="5m", default = "6m")]
    duration: Duration,
    #[config(range = .."1KiB", default = "1KiB")]
    size: Option<ByteSize>,
    #[config(range = 0..=1, default = -0.5)]
    float: f64,
    #[config(range = 1..=300)]
    too_large: u8,
    #[config(range = 5..=1)]
    backwards: u8,
    #[config(range = ..)]
    unbounded: u8,
    #[config(range = 5)]
    value: u8,
    #[config(range)]
    nothing: u8,
    #[config(range = 1..5, range = 1..5)]
    twice: u8,
    #[config(nested, range = 1..)]
    section: Section,
}

#[derive(SuperConfig)]
struct Unordered {
    #[config(range = Mode::A..=Mode::B)]
    mode: Mode,
}

#[derive(serde::Deserialize)]
enum Mode {
    A,
    B,
}

#[derive(SuperConfig)]
struct Section {}

fn main() {}
