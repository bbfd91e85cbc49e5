use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(parse)]
    alone: u8,
    #[config(parse = 5)]
    number: u8,
    #[config(parse = |text| text.parse())]
    closure: u8,
    #[config(parse = str::parse::<u8>)]
    fine: u8,
    #[config(parse = read(5))]
    call: u8,
    #[config(parse = str::parse, parse = str::parse)]
    twice: u8,
}

fn main() {}
