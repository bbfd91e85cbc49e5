//! `<NAME>_CONFIG` and `<NAME>_PROFILE` choose the files; only a struct that is loaded itself must leave them alone.

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(name = "shop", profile_key = false)]
struct Key {
    profile: String,
}

#[derive(SuperConfig)]
#[config(name = "shop", env_prefix = "STORE")]
struct Absolute {
    #[config(env = "STORE_CONFIG")]
    other: String,
}

#[derive(SuperConfig)]
#[config(name = "shop", env_prefix = "")]
struct Plain {
    #[config(nested)]
    shop: Section,
}

/// Fine inside another.
#[derive(SuperConfig)]
struct Section {
    config: String,
}

fn main() {
    let _ = Key::builder();
    let _ = Absolute::load();
    let _ = Plain::builder();
}
