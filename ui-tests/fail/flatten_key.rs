//! Keys that meet through `flatten`.

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Common {
    name: String,
    #[config(alias = "zone")]
    region: String,
}

#[derive(SuperConfig)]
struct Deep {
    #[config(flatten)]
    common: Common,
}

#[derive(SuperConfig)]
struct Other {
    name: u8,
}

#[derive(SuperConfig)]
struct SameKey {
    name: String,
    #[config(flatten)]
    common: Common,
}

#[derive(SuperConfig)]
struct AliasAndKey {
    #[config(flatten)]
    deep: Deep,
    #[config(rename = "zone", env = "TIME_ZONE")]
    time_zone: String,
}

#[derive(SuperConfig)]
struct TwoFlattened {
    #[config(flatten)]
    common: Common,
    #[config(flatten)]
    other: Other,
}

fn main() {}
