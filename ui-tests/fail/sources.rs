use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Section {}

#[derive(SuperConfig)]
struct Config {
    #[config(sources = "evn | secrets")]
    misspelt: u8,
    #[config(sources = "env, secrets")]
    commas: u8,
    #[config(sources = "remote")]
    nowhere: u8,
    #[config(sources = "")]
    empty: u8,
    #[config(sources = "env | secrets | env")]
    repeated: u8,
    #[config(sources = "env", sources = "args")]
    twice: u8,
    #[config(sources)]
    alone: u8,
    #[config(sources = env)]
    no_string: u8,
    #[config(sources = "env | dotenv", env = false)]
    unreachable: u8,
    #[config(nested, sources = "env")]
    section: Section,
    #[config(flatten, sources = "env")]
    flat: Section,
    #[config(skip, sources = "env")]
    skipped: u8,
}

fn main() {}
