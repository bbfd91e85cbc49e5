//! Editing users' files.

use std::{collections::BTreeMap, fs, time::Duration};

use superconfig::{Color, ProblemKind, SecretString, SuperConfig, edit::Edit};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
#[allow(dead_code)]
struct Shop {
    #[config(default = 8080, alias = "bind_port")]
    port: u16,
    #[config(default = 0.5)]
    ratio: f64,
    #[config(default = false)]
    debug: bool,
    #[config(default = "localhost")]
    host: String,
    #[config(default = "30s")]
    timeout: Duration,
    tags: Vec<String>,
    labels: BTreeMap<String, String>,
    #[config(secret)]
    key: Option<SecretString>,
    #[config(sources = "env")]
    token: Option<String>,
    #[config(nested, alias = "db")]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(nested)]
    servers: BTreeMap<String, Server>,
    #[config(nested)]
    replicas: Vec<Server>,
    #[config(nested)]
    storage: Storage,
    #[config(flatten)]
    common: Common,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Common {
    #[config(default = 1)]
    workers: u16,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Database {
    #[config(default = "db.local")]
    url: String,
    #[config(default = 10, range = 1..=500, alias = "pool")]
    pool_size: u32,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Tls {
    cert: String,
    #[config(default = 443)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Server {
    #[config(default = "::1", alias = "address")]
    host: String,
    #[config(default = 80)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[config(tag = "type")]
#[allow(dead_code)]
enum Storage {
    #[config(default)]
    Memory,
    Disk {
        #[config(default = "/var")]
        path: String,
    },
    Bucket {
        #[config(default = 1)]
        path: u32,
    },
}

/// What the text becomes when these values are set.
#[track_caller]
fn set(text: &str, values: &[(&str, &str)]) -> String {
    let scene = Scene::new();
    let mut edit = open(&scene, text);
    for (path, value) in values {
        edit.set(path, value).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    edit.write().expect("the file is as it was");
    fs::read_to_string(scene.path("project/shop.toml")).expect("the file")
}

#[track_caller]
fn open(scene: &Scene, text: &str) -> Edit {
    scene.file("project/shop.toml", text);
    scene.builder::<Shop>().edit("shop.toml").expect("a file in order")
}

#[test]
fn a_value_is_replaced_and_nothing_else() {
    let text = "\u{feff}# shop\r\n\r\n  port   =  8080 # the port\r\nhost = 'a'\r\n# unknown\r\n[database]\r\npool_size=10\r\n";
    assert_eq!(set(text, &[("port", "9")]), text.replace("8080", "9"));
    assert_eq!(set(text, &[("host", "b")]), text.replace("'a'", "'b'"));
    assert_eq!(set(text, &[("database.pool-size", "11")]), text.replace("=10", "=11"));
}

#[test]
fn a_new_key_stands_behind_the_others_of_its_table() {
    let text = "port = 1\n# end\n\n# the database\n[database]\nurl = \"x\"\n\n[tls]\ncert = \"c\"\n";
    assert_eq!(set(text, &[("debug", "yes")]), text.replace("port = 1\n", "port = 1\ndebug = true\n"));
    assert_eq!(set(text, &[("database.pool_size", "5")]), text.replace("\"x\"\n", "\"x\"\npool_size = 5\n"));
    assert_eq!(set("", &[("port", "5")]), "port = 5\n");
    assert_eq!(set("", &[("database.pool_size", "5")]), "[database]\npool_size = 5\n");
    assert_eq!(set("port = 1", &[("debug", "1")]), "port = 1\ndebug = true");
}
