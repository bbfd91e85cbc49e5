//! Expressions that rustc has to judge, each blamed where it stands.

use superconfig::SuperConfig;

struct NoDefault;

#[derive(SuperConfig)]
struct Config {
    #[config(default = vec![1, 2])]
    names: Vec<String>,
    #[config(default = "fast")]
    level: Level,
    #[config(default = port())]
    port: u16,
    #[config(default = 1u8)]
    suffix: u16,
    #[config(default = missing())]
    missing: u16,
    #[config(default = port())]
    optional: Option<u32>,
    #[config(skip)]
    skipped: NoDefault,
    #[config(default)]
    bare: Level,
}

#[derive(serde::Deserialize)]
enum Level {
    Fast,
}

fn port() -> u32 {
    8080
}

fn main() {}
