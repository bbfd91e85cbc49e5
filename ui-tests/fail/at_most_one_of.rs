use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(at_most_one_of("url", "sokcet"), at_most_one_of("url"), at_most_one_of("url", "required"), at_most_one_of)]
struct Config {
    url: Option<String>,
    socket: Option<String>,
    required: String,
}

#[derive(SuperConfig)]
#[config(at_most_one_of("A", "B"))]
enum Choice {
    A,
    B,
}

fn main() {}
