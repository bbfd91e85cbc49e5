//! The variable of a former name is one like any other.

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(nested, alias = "db")]
    database: Database,
    #[config(default = "u")]
    db_url: String,
}

#[derive(SuperConfig)]
struct Database {
    url: String,
}

fn main() {}
