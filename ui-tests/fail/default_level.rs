//! A level of one's own is not one of `log`.

use superconfig::SuperConfig;

#[derive(serde::Deserialize)]
enum Level {
    Info,
}

#[derive(SuperConfig)]
struct Config {
    #[config(default = "info")]
    own: Level,
    #[config(default = Level::Info)]
    fine: Level,
}

fn main() {}
