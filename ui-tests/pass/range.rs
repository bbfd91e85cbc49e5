use std::{ops::RangeInclusive, time::Duration};
use superconfig::{ByteSize, SuperConfig};

const PORTS: RangeInclusive<u16> = 1..=9;
const LEAST: u16 = 1;

#[derive(SuperConfig)]
struct Config<T: PartialOrd + Default> {
    #[config(range = 1..=500, default = 500, profile(prod = 1))]
    literal: u32,
    #[config(range = "1s"..="5m", default = "300s")]
    duration: Duration,
    #[config(range = .."1MiB", default = "1KiB")]
    size: Option<ByteSize>,
    #[config(range = 0..1, default = 0.5)]
    float: f32,
    #[config(range = -5..=-1)]
    negative: Option<i8>,
    #[config(range = PORTS)]
    constant: Option<u16>,
    #[config(range = LEAST..(LEAST + 9))]
    computed: Option<u16>,
    #[config(range = 'a'..='z')]
    letter: Option<char>,
    #[config(range = T::default()..)]
    generic: Option<T>,
    #[config(range = Mode::Low..=Mode::High)]
    mode: Option<Mode>,
}

/// Can be compared, but not printed.
#[derive(PartialEq, PartialOrd, serde::Deserialize)]
enum Mode {
    Low,
    High,
}

fn main() {
    let _ = Config::<u8>::builder;
}
