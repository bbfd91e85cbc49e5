use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(one_of = ["a", "b"], default = "c")]
    text: String,
    #[config(one_of = [1, 2], profile(prod = 3))]
    number: u8,
    #[config(one_of = ["1", 2])]
    wrong: u8,
    #[config(one_of = [1, 300])]
    large: u8,
    #[config(one_of = [])]
    none: u8,
    #[config(one_of = [1, 1])]
    twice: u8,
    #[config(one_of = 1)]
    value: u8,
    #[config(one_of)]
    nothing: u8,
}

#[derive(SuperConfig)]
struct Incomparable {
    #[config(one_of = [Mode::A])]
    mode: Mode,
}

#[derive(serde::Deserialize)]
enum Mode {
    A,
}

fn main() {}
