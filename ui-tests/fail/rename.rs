use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(rename = "")]
    empty: u8,
    #[config(rename = "database.url")]
    dot: u8,
    #[config(rename)]
    alone: u8,
    #[config(rename = key)]
    unquoted: u8,
    #[config(rename = 5)]
    number: u8,
    #[config(rename("key"))]
    parentheses: u8,
    #[config(rename = "same")]
    one: u8,
    #[config(rename = "same")]
    other: u8,
    name: u8,
    #[config(rename = "name")]
    another_name: u8,
    #[config(rename = "a", rename = "b")]
    twice: u8,
}

fn main() {}
