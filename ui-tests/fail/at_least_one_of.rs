use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(at_least_one_of("url", "sokcet"), at_least_one_of("url"), at_least_one_of("url", "required"), at_least_one_of)]
struct Config {
    url: Option<String>,
    socket: Option<String>,
    required: String,
}

#[derive(SuperConfig)]
#[config(at_least_one_of("A", "B"))]
enum Choice {
    A,
    B,
}

fn main() {}
