use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(length = 1..=3, default = "abcd")]
    default: String,
    #[config(length = 1.., default)]
    empty: Vec<u8>,
    #[config(length = "1"..)]
    text: String,
    #[config(length)]
    nothing: String,
    #[config(nested, length = 1..)]
    section: Section,
    #[config(flatten, length = 1..)]
    flat: Flat,
}

#[derive(SuperConfig)]
struct Number {
    #[config(length = 1..)]
    number: u16,
}

#[derive(SuperConfig)]
struct Section {}

#[derive(SuperConfig)]
struct Flat {}

fn main() {}
