#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(sources = "env | secrets")]
    password: String,
    #[config(sources = "files|env|dotenv|secrets|args|code")]
    any: Option<u8>,
    #[config(sources = "args", default = false)]
    dry_run: bool,
    #[config(sources = "env | files", env = false)]
    in_files: u8,
}

fn main() {
    let _ = Config::builder();
}
