//! `length`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use superconfig::{Format, SecretString, SuperConfig};
use superconfig_tests::{lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Config {
    #[config(default = "größe", length = 1..=5)]
    name: String,
    #[config(default, length = ..3)]
    tags: Vec<String>,
    #[config(length = 2..)]
    set: Option<BTreeSet<u8>>,
    #[config(length = 2..=2)]
    labels: Option<HashMap<String, u8>>,
    #[config(length = 8.., secret)]
    pin: Option<String>,
    #[config(length = 8..)]
    key: Option<SecretString>,
    #[config(length = LENGTH)]
    path: Option<std::path::PathBuf>,
    #[config(nested, length = 1..=2)]
    replicas: Vec<Replica>,
    #[config(nested, length = 1..)]
    servers: Option<BTreeMap<String, Replica>>,
}

const LENGTH: std::ops::Range<usize> = 1..4;

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Replica {
    #[config(default = 1)]
    port: u16,
}

#[test]
fn characters_elements_and_sections_are_counted() {
    let good = "name = 'äöüß!'\ntags = ['a', 'b']\nset = [1, 2]\nlabels = {a = 1, b = 2}\npin = '12345678'\npath = 'abc'\n\
                key = '12345678'\n[[replicas]]\n[[replicas]]\n[servers.a]\n";
    Config::builder().with_str(Format::Toml, good).extract().unwrap();
    let bad = "name = 'äöüßäö'\ntags = ['a', 'b', 'c']\nset = [1, 1]\nlabels = {a = 1}\npin = 'hunter2'\nkey = 'hunter3'\n\
               path = 'abcd'\nservers = {}\n[[replicas]]\n[[replicas]]\n[[replicas]]\n";
    let error = Config::builder().with_str(Format::Toml, bad).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "invalid: name: expected a length from 1 to 5, found 6 characters",
            "invalid: tags: expected a length below 3, found 3 elements",
            "invalid: set: expected a length of at least 2, found 1 element",
            "invalid: labels: expected a length of 2, found 1 entry",
            "invalid: pin: expected a length of at least 8",
            "invalid: key: expected a length of at least 8",
            "invalid: path: expected a length in LENGTH, found 4 characters",
            "invalid: servers: expected a length of at least 1, found 0 sections",
            "invalid: replicas: expected a length from 1 to 2, found 3 sections",
        ]
    );
    assert!(!error.to_string().contains("hunter"), "{error}");
    let replicas = error.problems().last().unwrap();
    assert_eq!(replicas.origin().unwrap().to_string(), "<text>:9:1");
}

#[test]
fn a_collection_of_sections_that_nobody_mentions_is_empty() {
    let error = Config::builder().extract().unwrap_err();
    assert_eq!(only(&error).message(), "expected a length from 1 to 2, found 0 sections");
    assert_eq!(only(&error).path(), "replicas");
}
