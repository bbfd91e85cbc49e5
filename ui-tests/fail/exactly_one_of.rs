use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(exactly_one_of("url", "sokcet"), exactly_one_of("url"), exactly_one_of("url", "required"), exactly_one_of)]
struct Config {
    url: Option<String>,
    socket: Option<String>,
    required: String,
}

#[derive(SuperConfig)]
#[config(exactly_one_of("A", "B"))]
enum Choice {
    A,
    B,
}

fn main() {}
