//! What holds no path.

use std::{ffi::OsString, path::PathBuf};

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(relative_path)]
    text: String,
    #[config(relative_path)]
    numbers: Option<Vec<u16>>,
    #[config(relative_path)]
    os: OsString,
    #[config(relative_path)]
    fine: Option<Vec<PathBuf>>,
}

fn main() {}
