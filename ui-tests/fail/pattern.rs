use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(pattern = "[a-z")]
    broken: String,
    #[config(pattern = "(?=a)")]
    unsupported: String,
    #[config(pattern)]
    nothing: String,
    #[config(pattern = REGEX)]
    path: String,
    #[config(nested, pattern = "a")]
    section: Section,
}

#[derive(SuperConfig)]
struct Number {
    #[config(pattern = "^[0-9]$")]
    number: u16,
}

#[derive(SuperConfig)]
struct Section {}

const REGEX: &str = "a";

fn main() {}
