use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use superconfig::SuperConfig;

/// Can be read, but not compared.
#[derive(serde::Deserialize)]
struct Opaque;

#[derive(SuperConfig)]
struct Config<T> {
    #[config(merge = "append")]
    list: Vec<String>,
    #[config(merge = "prepend")]
    deque: Option<VecDeque<u16>>,
    #[config(merge = "unique")]
    sets: HashSet<String>,
    #[config(merge = "append")]
    sorted: BTreeSet<u16>,
    #[config(merge = "replace")]
    map: HashMap<String, u16>,
    #[config(merge = "append")]
    opaque: Vec<Opaque>,
    #[config(merge = "append")]
    generic: Vec<T>,
    #[config(merge = u16::max)]
    largest: u16,
    #[config(merge = join)]
    text: Option<String>,
    #[config(nested, merge = "append")]
    sections: Vec<Section>,
}

#[derive(SuperConfig)]
struct Section {
    a: u8,
}

fn join(old: String, new: String) -> String {
    old + &new
}

fn main() {
    let _ = Config::<u8>::builder;
}
