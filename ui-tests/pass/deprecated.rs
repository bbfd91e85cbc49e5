#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(deprecated)]
    threads: Option<u8>,
    #[config(deprecated = "use `workers`")]
    processes: Option<u8>,
    #[config(deprecated(since = "2.0", use = "workers"))]
    fibers: Option<u8>,
    #[config(deprecated(use = "workers",))]
    tasks: Option<u8>,
    #[config(deprecated(since = "2.0"))]
    jobs: Option<u8>,
    /// Deprecated for the code, not for the file.
    #[deprecated]
    #[config(default = 1)]
    old: u8,
    workers: u8,
}

fn main() {
    let _ = Config::builder();
}
