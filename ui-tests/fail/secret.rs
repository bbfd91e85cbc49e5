use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(secret = true)]
    value: String,
    #[config(secret("yes"))]
    parentheses: String,
    #[config(secret, secret)]
    twice: String,
    #[config(secrte)]
    misspelt: String,
    #[config(sensitive)]
    elsewhere: String,
}

fn main() {}
