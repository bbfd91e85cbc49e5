//! `nested` and `flatten` on structs that do not derive `SuperConfig`.

use superconfig::SuperConfig;

struct Database {
    url: String,
}

struct Tls {
    cert: String,
}

struct Common {
    region: String,
}

#[derive(SuperConfig)]
struct Config {
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(flatten)]
    common: Common,
}

fn main() {
    let _ = Config::builder();
}
