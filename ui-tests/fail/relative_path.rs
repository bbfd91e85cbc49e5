use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Section {}

#[derive(SuperConfig)]
struct Config {
    #[config(relative_path = "data")]
    value: std::path::PathBuf,
    #[config(relative_path, relative_path)]
    twice: std::path::PathBuf,
    #[config(relativ_path)]
    misspelt: std::path::PathBuf,
    #[config(nested, relative_path)]
    section: Section,
    #[config(relative_path, flatten)]
    flattened: Section,
    #[config(skip, relative_path)]
    skipped: std::path::PathBuf,
}

fn main() {}
