#![deny(warnings)]
#![allow(dead_code)]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    path::{Path, PathBuf},
    sync::Arc,
};

use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(relative_path)]
    one: PathBuf,
    #[config(relative_path, default = "data", profile(prod = "/srv"))]
    defaulted: Box<Path>,
    #[config(relative_path, secret, env = "KEY_FILE")]
    optional: Option<Arc<Path>>,
    #[config(relative_path)]
    list: Vec<PathBuf>,
    #[config(relative_path)]
    queue: VecDeque<PathBuf>,
    #[config(relative_path)]
    set: Option<BTreeSet<PathBuf>>,
    #[config(relative_path)]
    hashed: HashSet<PathBuf>,
    #[config(relative_path)]
    array: [PathBuf; 2],
    #[config(relative_path)]
    map: BTreeMap<String, Vec<PathBuf>>,
    #[config(relative_path)]
    hash_map: HashMap<String, PathBuf>,
}

fn main() {
    let _ = Config::builder();
}
