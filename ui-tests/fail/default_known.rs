//! Literals that a well-known type of another crate, or one that has no zero, cannot be.

use std::{
    num::{NonZero, NonZeroI8, NonZeroU16},
    path::Path,
    time::SystemTime,
};

use superconfig::{Base64, SecretBytes, SuperConfig};

#[derive(SuperConfig)]
struct Config {
    #[config(default = 0)]
    zero: NonZeroU16,
    #[config(default = 0x0)]
    zero_in_hexadecimal: Option<NonZero<u64>>,
    #[config(default = 65_536)]
    too_large: NonZeroU16,
    #[config(default = -129)]
    too_small: NonZeroI8,
    #[config(default = 4u16)]
    typed: NonZeroU16,
    #[config(default = "4")]
    quoted: NonZero<u16>,
    #[config(default = "warning")]
    level: log::LevelFilter,
    #[config(default = "off", profile(prod = 3))]
    never: log::Level,
    #[config(default = 5)]
    path: Box<Path>,
    #[config(default = "2026-12-31T23:59:59Z")]
    time: SystemTime,
    #[config(default = "https://example.com")]
    url: url::Url,
    #[config(default = "3q2+7w==")]
    key: Base64,
    #[config(default = "changeme")]
    secret: SecretBytes,
}

fn main() {}
