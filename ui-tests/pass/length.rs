use std::{borrow::Cow, collections::{BTreeMap, HashMap, HashSet, VecDeque}, path::PathBuf};
use superconfig::{SecretString, SuperConfig};

#[derive(SuperConfig)]
struct Config<T: Eq + std::hash::Hash> {
    #[config(length = 1..=3, default = "äöü")]
    text: String,
    #[config(length = ..=3)]
    boxed: Option<Box<str>>,
    #[config(length = 8..)]
    secret: SecretString,
    #[config(length = 1..)]
    path: PathBuf,
    #[config(length = 1..)]
    cow: Cow<'static, str>,
    #[config(length = 1..5)]
    list: Vec<T>,
    #[config(length = 1..)]
    deque: VecDeque<u8>,
    #[config(length = LENGTH)]
    set: HashSet<T>,
    #[config(length = 1..)]
    map: HashMap<String, u8>,
    #[config(nested, length = 1..=2)]
    sections: Vec<Section>,
    #[config(nested, length = 1..)]
    named: Option<BTreeMap<String, Section>>,
}

const LENGTH: std::ops::RangeTo<usize> = ..5;

#[derive(SuperConfig)]
struct Section {}

fn main() {
    let _ = Config::<u8>::builder;
}
