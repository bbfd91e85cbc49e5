use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(deprecated = 5)]
    number: u8,
    #[config(deprecated = other)]
    unquoted: u8,
    #[config(deprecated("use `other`"))]
    parentheses: u8,
    #[config(deprecated, deprecated = "use `other`")]
    twice: u8,
    #[config(depricated)]
    misspelt: u8,
    #[config(deprecated())]
    nothing: u8,
    #[config(deprecated(since = 2.0))]
    no_text: u8,
    #[config(deprecated(since))]
    no_value: u8,
    #[config(deprecated(since = "", use = " "))]
    empty: u8,
    #[config(deprecated(since = "1", since = "2"))]
    since_twice: u8,
    #[config(deprecated(note = "use `other`"))]
    note: u8,
    #[config(deprecated(since = "1" use = "other"))]
    no_comma: u8,
}

fn main() {}
