use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(reload = "restrat")]
    misspelt: String,
    #[config(reload = "sometimes")]
    unknown: String,
    #[config(reload = "live")]
    needless: String,
    #[config(reload)]
    empty: String,
    #[config(reload = restart)]
    word: String,
    #[config(reload = "restart", reload = "reject")]
    twice: String,
    #[config(relaod = "restart")]
    keyword: String,
    #[config(immutable)]
    elsewhere: String,
    #[config(flatten, reload = "restart")]
    flattened: Section,
    #[config(skip, reload = "reject")]
    skipped: String,
}

#[derive(SuperConfig)]
struct Section {
    a: u8,
}

#[derive(SuperConfig)]
#[config(reload = "restart")]
struct Whole {
    a: u8,
}

#[derive(SuperConfig)]
struct Wrapper(#[config(reload = "restart")] Section);

#[derive(SuperConfig)]
enum Choice {
    #[config(reload = "restart")]
    First { a: u8 },
    Second,
}

fn main() {}
