//! A load equals a naive model: a map from path to value, which knows the rules and nothing of the library. Sources, their
//! order, profiles, operators and mistakes are made up at random; values, origins and problems are compared.
//!
//! `SUPERCONFIG_MODEL_CASES=100000` runs more of them, and `SUPERCONFIG_MODEL_SEED=5` that one alone.
#![allow(missing_docs)]
#![allow(
    clippy::needless_for_each,
    clippy::single_match_else,
    clippy::struct_excessive_bools,
    clippy::items_after_statements,
    reason = "plain and short goes first here"
)]

#[path = "model/case.rs"]
mod case;
#[path = "model/naive.rs"]
mod naive;
#[path = "model/said.rs"]
mod said;
#[path = "model/schema.rs"]
mod schema;
#[path = "model/write.rs"]
mod write;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use case::{Coded, Config, check, coded, taken_back};
use serde::Serialize;
use superconfig::{SuperConfig, field};

#[derive(Debug, Serialize, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod", "eu"])]
struct Shop {
    #[config(default = false)]
    verbose: bool,
    #[config(default = 80, profile(prod = 443, eu = 8443))]
    port: u16,
    name: String,
    #[config(profile(dev = "hi"))]
    motd: Option<String>,
    limit: Option<u16>,
    #[config(default = texts(&["a", "b", "a"]), profile(prod = texts(&["p"])))]
    tags: Vec<String>,
    numbers: Option<Vec<u16>>,
    #[config(profile(prod = vec![1], dev = vec![2]))]
    wanted: Vec<u16>,
    #[config(default = texts(&["d"]), merge = "append")]
    appended: Vec<String>,
    #[config(default = vec![1], profile(eu = vec![2, 3]), merge = "prepend")]
    prepended: Vec<u16>,
    #[config(default = vec![1, 2], merge = "unique")]
    distinct: Vec<u16>,
    #[config(default = BTreeSet::from([1]))]
    sorted: BTreeSet<u16>,
    #[config(default = HashSet::from(["a".to_owned()]), merge = "append")]
    grown: HashSet<String>,
    #[config(default = BTreeMap::from([("k".to_owned(), 1)]))]
    labels: BTreeMap<String, u16>,
    #[config(default, merge = "replace")]
    weights: HashMap<String, u16>,
    #[config(default)]
    extra: Vec<u16>,
    #[config(default = 7)]
    extra_add: u16,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[serde(flatten)]
    top: Top,
}

#[derive(Debug, Serialize, SuperConfig)]
struct Database {
    #[config(default = "db")]
    url: String,
    #[config(default = 10, profile(prod = 50, dev = 2))]
    pool_size: u16,
    #[config(default)]
    hosts: Vec<String>,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Debug, Serialize, SuperConfig)]
struct Limits {
    #[config(default = 10, profile(prod = 100))]
    max_users: u16,
    #[config(default)]
    bans: HashSet<String>,
    #[serde(flatten)]
    deep: Deep,
}

#[derive(Debug, Serialize, SuperConfig)]
struct Deep {
    #[config(default = texts(&["i"]))]
    deep_tags: Vec<String>,
    deep_limit: Option<u16>,
}

#[derive(Debug, Serialize, SuperConfig)]
struct Top {
    #[config(default = vec![9])]
    top_list: Vec<u16>,
}

#[derive(Debug, Serialize, SuperConfig)]
struct Tls {
    key: String,
    #[config(default = 443, profile(dev = 1))]
    port: u16,
    #[config(nested)]
    inner: Option<Box<Inner>>,
}

#[derive(Debug, Serialize, SuperConfig)]
struct Inner {
    #[config(default = 1)]
    depth: u16,
}

#[derive(Debug, Serialize, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod", "eu"])]
struct Fleet {
    #[config(nested)]
    replicas: Vec<Server>,
    #[config(nested, merge = "prepend")]
    front: Vec<Server>,
    #[config(nested, merge = "append")]
    back: Vec<Deep>,
    #[config(nested)]
    servers: BTreeMap<String, Server>,
    #[config(nested)]
    regions: HashMap<String, Region>,
}

#[derive(Debug, Serialize, SuperConfig)]
struct Server {
    #[config(default = "localhost")]
    host: String,
    #[config(default = 80, profile(prod = 443))]
    port: u16,
    #[config(default = texts(&["t"]))]
    tags: Vec<String>,
    #[config(default = vec![1], merge = "append")]
    sizes: Vec<u16>,
    #[config(nested)]
    tls: Option<Tls>,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Debug, Serialize, SuperConfig)]
struct Region {
    #[config(default = "Rome", profile(eu = "Bonn"))]
    city: String,
    #[config(default)]
    labels: BTreeMap<String, u16>,
    #[config(nested)]
    servers: Vec<Server>,
    #[config(nested)]
    zones: BTreeMap<String, Deep>,
}

#[derive(Debug, Serialize, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod", "eu"])]
struct Vault {
    #[config(nested)]
    store: Storage,
    #[config(nested)]
    spare: Option<Storage>,
    #[config(nested)]
    mirrors: Vec<Storage>,
    #[config(nested)]
    named: BTreeMap<String, Storage>,
    #[config(nested)]
    auth: Auth,
    #[config(nested)]
    logins: HashMap<String, Auth>,
    #[config(nested, merge = "append")]
    chain: Vec<Auth>,
}

#[derive(Debug, Serialize, SuperConfig)]
#[serde(rename_all = "kebab-case")]
enum Storage {
    Memory,
    LocalDisk {
        #[config(default = "/var")]
        path: String,
        #[config(default = texts(&["t"]))]
        tags: Vec<String>,
    },
    S3(S3),
}

#[derive(Debug, Serialize, SuperConfig)]
struct S3 {
    bucket: String,
    #[config(default = 3, profile(prod = 9))]
    retries: u8,
}

#[derive(Debug, Serialize, SuperConfig)]
#[config(tag = "type", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
enum Auth {
    #[config(default)]
    Nobody,
    Basic {
        user: String,
        #[config(default = texts(&["r"]))]
        roles: Vec<String>,
    },
    Token(Token),
}

#[derive(Debug, Serialize, SuperConfig)]
struct Token {
    user: Option<String>,
    #[config(default = 60)]
    lifetime: u32,
    #[serde(flatten)]
    deep: Deep,
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

impl Config for Shop {
    const FIELDS: schema::Fields = schema::SHOP;
    const CODED: &[Coded<Self>] = &[
        |dice, builder| coded(builder, field!(Shop, port), "port", dice.pick(&[1, 2, 3])),
        |dice, builder| coded(builder, field!(Shop, motd), "motd", dice.chance(50).then(|| "code".to_owned())),
        |dice, builder| coded(builder, field!(Shop, limit), "limit", dice.chance(50).then_some(5)),
        |_, builder| coded(builder, field!(Shop, tags), "tags", texts(&["code"])),
        |_, builder| coded(builder, field!(Shop, appended), "appended", texts(&["code"])),
        |_, builder| coded(builder, field!(Shop, sorted), "sorted", BTreeSet::from([5, 4])),
        |_, builder| coded(builder, field!(Shop, labels), "labels", BTreeMap::from([("code".to_owned(), 1)])),
        |_, builder| coded(builder, field!(Shop, database.pool_size), "database.pool_size", 6),
        |_, builder| coded(builder, field!(Shop, tls?.key), "tls.key", "code".to_owned()),
        |_, builder| taken_back(builder, field!(Shop, port), "port"),
        |_, builder| taken_back(builder, field!(Shop, name), "name"),
        |_, builder| taken_back(builder, field!(Shop, prepended), "prepended"),
        |_, builder| taken_back(builder, field!(Shop, labels), "labels"),
        |_, builder| taken_back(builder, field!(Shop, database.hosts), "database.hosts"),
        |_, builder| taken_back(builder, field!(Shop, database), "database"),
        |_, builder| taken_back(builder, field!(Shop, tls), "tls"),
    ];
}

impl Config for Fleet {
    const FIELDS: schema::Fields = schema::FLEET;
    const CODED: &[Coded<Self>] = &[
        |_, builder| taken_back(builder, field!(Fleet, replicas), "replicas"),
        |_, builder| taken_back(builder, field!(Fleet, servers), "servers"),
    ];
}

impl Config for Vault {
    const FIELDS: schema::Fields = schema::VAULT;
    const FOLLOWED: bool = false;
    const CODED: &[Coded<Self>] = &[
        |_, builder| taken_back(builder, field!(Vault, store), "store"),
        |_, builder| taken_back(builder, field!(Vault, auth), "auth"),
    ];
}

#[test]
fn settings_of_every_shape_equal_the_model() {
    check::<Shop>(0);
}

#[test]
fn sections_in_collections_equal_the_model() {
    check::<Fleet>(0);
}

#[test]
fn enums_equal_the_model() {
    check::<Vault>(0);
}

#[test]
fn mistakes_are_all_told_and_nothing_else() {
    check::<Shop>(4);
    check::<Fleet>(3);
    check::<Vault>(3);
}
