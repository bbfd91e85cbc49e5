use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(alias = "listen")]
    listen: u8,
    #[config(alias = "bind", alias = "bind")]
    address: u8,
    #[config(alias = "bind")]
    host: u8,
    #[config(alias = "address")]
    port: u8,
    #[config(alias = "")]
    empty: u8,
    #[config(alias = "a.b")]
    dot: u8,
    #[config(alias)]
    alone: u8,
    #[config(alias = old)]
    unquoted: u8,
    #[config(alias(old, older))]
    unquoted_list: u8,
    #[config(alias = ["old", "older"])]
    list: u8,
    #[config(alias())]
    none: u8,
    #[config(alias = "later")]
    sooner: u8,
    later: u8,
}

fn main() {}
