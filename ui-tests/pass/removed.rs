#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(removed(bind = "use `listen` instead", "max-conns" = "it follows from `workers`"))]
#[config(removed(r#loop = "there is only one"))]
struct Config {
    listen: String,
    #[config(nested)]
    store: Store,
    #[config(flatten)]
    logging: Logging,
}

#[derive(SuperConfig)]
#[config(removed(Ftp = "use `Sftp`"))]
enum Store {
    Sftp { host: String },
    Disk,
}

/// A name that is gone may be the tag's value, and a key of a variant.
#[derive(SuperConfig)]
#[config(tag = "type", removed(path = "use `disk`"))]
enum Tagged {
    Disk { path: String },
}

#[derive(SuperConfig)]
#[config(removed(verbose = "use `level`"))]
struct Logging {
    level: u8,
    #[config(flatten)]
    tagged: Tagged,
}

fn main() {
    let _ = Config::builder();
}
