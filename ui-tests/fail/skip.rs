use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(skip = true)]
    value: u8,
    #[config(skip, nested)]
    nested: Section,
    #[config(skip, flatten)]
    flattened: Section,
    #[config(skip, profile(prod = 1))]
    profiled: u8,
    #[config(secret, skip)]
    secret: u8,
    #[config(skip, rename = "a")]
    renamed: u8,
    #[config(skip, alias = "a")]
    aliased: u8,
    #[config(skip, env = "A")]
    env: u8,
    #[config(skip, parse = str::parse)]
    parsed: u8,
    #[config(skip, with = module)]
    with: u8,
    #[config(skip, deserialize_with = read)]
    deserialized: u8,
    #[config(skip, deprecated)]
    deprecated: u8,
    #[config(skip, default = 300)]
    too_large: u8,
}

fn main() {}
