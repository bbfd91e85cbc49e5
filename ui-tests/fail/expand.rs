use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(expand = "yes")]
    text: String,
    #[config(nested, expand)]
    section: Section,
    #[config(skip, expand)]
    skipped: String,
}

#[derive(SuperConfig)]
struct Section {
    a: u8,
}

fn main() {}
