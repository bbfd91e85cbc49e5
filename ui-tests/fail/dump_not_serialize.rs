//! A config is dumped only if each of its values can be shown, or is secret.

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Nested {
    #[config(nested)]
    database: Database,
}

#[derive(SuperConfig)]
struct Database {
    mode: Mode,
}

#[derive(serde::Deserialize)]
enum Mode {
    Fast,
    Safe,
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Collections {
    #[config(nested)]
    replicas: Vec<Replica>,
}

#[derive(SuperConfig)]
struct Replica {
    #[config(nested)]
    by_name: std::collections::HashMap<String, Leaf>,
}

#[derive(SuperConfig)]
struct Leaf {
    #[config(rename = "in")]
    modes: Option<Vec<Mode>>,
}

#[derive(SuperConfig)]
#[config(name = "shop", tag = "type")]
enum Tagged {
    Basic {
        #[config(parse = parse)]
        level: Level,
    },
}

struct Level;

fn parse(_: &str) -> Result<Level, String> {
    Ok(Level)
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Generic<T> {
    value: T,
}

fn main() {
    let _ = Nested::builder().dump();
    let _ = Collections::dump();
    let _ = Generic::<u8>::builder().dump();
    let _ = Tagged::builder().extract_snapshot().unwrap().dump();
}
