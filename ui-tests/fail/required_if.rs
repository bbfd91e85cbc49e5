use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    mode: String,
    level: u8,
    #[config(required_if(mdoe = "tls"))]
    misspelt: Option<String>,
    #[config(required_if(level = "3"))]
    text: Option<String>,
    #[config(required_if(level = 300))]
    large: Option<String>,
    #[config(required_if(mode = "tls"))]
    always: String,
    #[config(required_if(mode = "tls", level = 3))]
    both: Option<String>,
    #[config(required_if(section = 1))]
    of_section: Option<String>,
    #[config(required_if = "mode")]
    text_alone: Option<String>,
    #[config(required_if(mode))]
    no_value: Option<String>,
    #[config(nested)]
    section: Section,
}

#[derive(SuperConfig)]
struct Incomparable {
    mode: Mode,
    #[config(required_if(mode = Mode::A))]
    other: Option<u8>,
}

#[derive(serde::Deserialize)]
enum Mode {
    A,
}

#[derive(SuperConfig)]
struct Section {}

fn main() {}
