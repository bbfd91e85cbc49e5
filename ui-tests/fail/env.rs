use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(env = "")]
    empty: u8,
    #[config(env = "A=B")]
    equals: u8,
    #[config(env = "A\0B")]
    nul: u8,
    #[config(env = true)]
    on: u8,
    #[config(env)]
    alone: u8,
    #[config(env = PORT)]
    unquoted: u8,
    #[config(env("PORT"))]
    parentheses: u8,
    #[config(env = "A", env = false)]
    twice: u8,
}

fn main() {}
