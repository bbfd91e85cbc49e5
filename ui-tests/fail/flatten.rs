use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Common {
    region: String,
}

#[derive(SuperConfig)]
struct Config {
    #[config(flatten)]
    number: u16,
    #[config(flatten)]
    rest: std::collections::HashMap<String, String>,
    #[config(flatten)]
    optional: Option<Common>,
    #[config(flatten, rename = "key")]
    renamed: Common,
    #[config(flatten, alias = "key")]
    aliased: Common,
    #[config(flatten, env = "KEY")]
    env: Common,
    #[config(flatten, default)]
    defaulted: Common,
    #[config(flatten, profile(prod = common()))]
    profiled: Common,
    #[config(flatten, secret)]
    secret: Common,
    #[config(flatten, deprecated)]
    deprecated: Common,
    #[config(flatten, parse = str::parse)]
    parsed: Common,
    #[config(flatten, with = module)]
    with: Common,
    #[config(flatten, deserialize_with = read)]
    deserialized: Common,
    #[config(flatten = true)]
    value: Common,
}

fn main() {}
