//! Types that no setting can have, one message each.

use std::collections::HashMap;

use superconfig::SuperConfig;

struct Endpoint {
    url: String,
}

struct Level;

struct Limits;

struct Id;

#[derive(SuperConfig)]
struct Config {
    endpoint: Endpoint,
    level: Option<Level>,
    limits: HashMap<String, Limits>,
    #[config(default = Vec::new())]
    ids: Vec<Id>,
}

fn main() {}
