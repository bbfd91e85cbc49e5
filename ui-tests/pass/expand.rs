use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(expand)]
    text: String,
    #[config(expand = true)]
    list: Vec<String>,
    #[config(expand = false)]
    plain: Option<u16>,
}

fn main() {
    let _ = Config::builder;
}
