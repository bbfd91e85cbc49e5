use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(conflicts_with = "sokcet")]
    url: Option<String>,
    #[config(conflicts_with = "required")]
    socket: Option<String>,
    required: String,
}

fn main() {}
