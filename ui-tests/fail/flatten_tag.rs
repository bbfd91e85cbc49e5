//! Keys that meet through a flattened enum with a tag.

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(tag = "kind")]
enum Kind {
    Disk { path: String },
    Memory,
}

#[derive(SuperConfig)]
#[config(tag = "origin")]
enum Origin {
    File { path: String },
    Web,
}

#[derive(SuperConfig)]
struct SettingOfVariant {
    #[config(flatten)]
    kind: Kind,
    path: String,
}

#[derive(SuperConfig)]
struct Tag {
    kind: String,
    #[config(flatten)]
    what: Kind,
}

#[derive(SuperConfig)]
struct TwoEnums {
    #[config(flatten)]
    kind: Kind,
    #[config(flatten)]
    origin: Origin,
}

fn main() {}
