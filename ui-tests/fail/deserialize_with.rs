use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(deserialize_with)]
    alone: u8,
    #[config(deserialize_with = "not a path")]
    text: u8,
    #[config(deserialize_with = 5)]
    number: u8,
    #[config(deserialize_with = |d| u8::deserialize(d))]
    closure: u8,
    #[config(deserialize_with = read())]
    call: u8,
    #[config(deserialize_with = read, with = module)]
    both: u8,
    #[config(deserialize_with = read, parse = str::parse)]
    parsed: u8,
}

fn main() {}
