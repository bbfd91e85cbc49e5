use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(with)]
    alone: u8,
    #[config(with = 5)]
    number: u8,
    #[config(with = "")]
    empty: u8,
    #[config(with = module, with = module)]
    twice: u8,
    #[config(with = module, parse = str::parse)]
    parsed: u8,
}

fn main() {}
