use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(deprecated = 5)]
    number: u8,
    #[config(deprecated = other)]
    unquoted: u8,
    #[config(deprecated("use `other`"))]
    parentheses: u8,
    #[config(deprecated, deprecated = "use `other`")]
    twice: u8,
    #[config(depricated)]
    misspelt: u8,
}

fn main() {}
