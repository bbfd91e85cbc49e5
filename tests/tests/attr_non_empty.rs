//! `non_empty`.

use std::collections::HashMap;

use superconfig::{Format, SuperConfig};
use superconfig_tests::lines;

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Config {
    #[config(non_empty)]
    name: String,
    #[config(non_empty, default = vec![1])]
    ports: Vec<u16>,
    #[config(non_empty)]
    labels: Option<HashMap<String, String>>,
    #[config(non_empty, secret)]
    token: Option<String>,
    #[config(nested, non_empty)]
    items: Option<Vec<Item>>,
}

#[derive(Debug, SuperConfig)]
struct Item {}

#[test]
fn something_is_enough() {
    let config = Config::builder().with_env_vars([("SHOP_NAME", " ")]).extract().unwrap();
    assert_eq!((config.name.as_str(), config.ports.len(), config.items.is_none()), (" ", 1, true));
}

#[test]
fn nothing_is_a_problem() {
    let text = "name: ''\nports: []\nlabels: {}\ntoken: ''\nitems: []\n";
    let error = Config::builder().with_str(Format::Yaml, text).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "invalid: name: it is empty, and needs at least one character",
            "invalid: ports: it is empty, and needs at least one element",
            "invalid: labels: it is empty, and needs at least one entry",
            "invalid: token: it is empty, and needs at least one character",
            "invalid: items: it is empty, and needs at least one section",
        ]
    );
    let error = Config::builder().with_env_vars([("SHOP_NAME", "")]).extract().unwrap_err();
    assert_eq!(lines(&error), ["invalid: name: it is empty, and needs at least one character"]);
}
