use std::path::PathBuf;
use superconfig::{SecretString, SuperConfig};

#[derive(SuperConfig)]
struct Config<T> {
    #[config(pattern = "^[a-z]+$", default = "a")]
    text: String,
    #[config(pattern = r"\.toml$")]
    path: Option<PathBuf>,
    #[config(pattern = r"^\p{Lu}")]
    secret: SecretString,
    other: T,
}

fn main() {
    let _ = Config::<u8>::builder;
}
