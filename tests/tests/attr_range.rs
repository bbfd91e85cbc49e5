//! `range`.

use std::{num::NonZeroU16, ops::RangeInclusive, time::Duration};

use superconfig::{ByteSize, Format, Origin, ProblemKind, SuperConfig};
use superconfig_tests::{lines, only};

const PORTS: RangeInclusive<u16> = 1024..=49151;
const LARGEST: i64 = 100;

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Config {
    #[config(default = 10, range = 1..=500)]
    pool: u32,
    #[config(default = 0.5, range = 0..1)]
    ratio: f64,
    #[config(range = "1s"..="5m")]
    timeout: Option<Duration>,
    #[config(range = "1KiB"..)]
    buffer: Option<ByteSize>,
    #[config(range = PORTS)]
    port: Option<u16>,
    #[config(range = ..=LARGEST)]
    balance: Option<i64>,
    #[config(range = 'a'..='f')]
    letter: Option<char>,
    #[config(range = 2..=8)]
    workers: Option<NonZeroU16>,
    #[config(default = start(), range = 1..=9)]
    computed: u8,
}

fn start() -> u8 {
    5
}

#[test]
fn what_lies_inside_is_taken() {
    for (text, env) in [
        ("pool = 1\nratio = 0.0\ntimeout = '1s'\nport = 1024\nbalance = -5\nletter = 'a'\nworkers = 2", "1KiB"),
        ("pool = 500\nratio = 0.99\ntimeout = '5m'\nport = 49151\nbalance = 100\nletter = 'f'\nworkers = 8", "2GiB"),
    ] {
        let builder = Config::builder().with_str(Format::Toml, text).with_env_vars([("SHOP_BUFFER", env)]);
        builder.extract().unwrap();
    }
    let config = Config::builder().extract().unwrap();
    assert_eq!((config.pool, config.timeout, config.computed), (10, None, 5));
}

#[test]
fn what_lies_outside_is_a_problem_each() {
    let text = "pool = 501\nratio = 1\ntimeout = '6m'\nbuffer = '1kB'\nport = 80\nbalance = 101\nletter = 'g'\nworkers = 1\ncomputed = 0";
    let error = Config::builder().with_str(Format::Toml, text).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "invalid: pool: expected a value from 1 to 500, found 501",
            "invalid: ratio: expected a value from 0 to below 1, found 1.0",
            "invalid: timeout: expected a value from 1s to 5m, found 6m",
            "invalid: buffer: expected a value of at least 1KiB, found 1000 B",
            "invalid: port: expected a value in PORTS, found 80",
            "invalid: balance: expected a value of at most LARGEST, found 101",
            "invalid: letter: expected a value from 'a' to 'f', found 'g'",
            "invalid: workers: expected a value from 2 to 8, found 1",
            "invalid: computed: expected a value from 1 to 9, found 0",
        ]
    );
    assert_eq!(error.problems()[8].origin().unwrap().to_string(), "<text>:9:12");
}

#[test]
fn only_the_value_that_wins_counts() {
    let builder = Config::builder().with_str(Format::Toml, "pool = 0").with_env_vars([("SHOP_POOL", "7")]);
    assert_eq!(builder.extract().unwrap().pool, 7);
    let builder = Config::builder().with_str(Format::Toml, "pool = 7").with_env_vars([("SHOP_POOL", "0")]);
    let error = builder.extract().unwrap_err();
    assert_eq!(only(&error).origin(), Some(&Origin::Environment("SHOP_POOL".to_owned())));
}

#[test]
fn a_value_of_another_type_is_one_problem() {
    let error = Config::builder().with_str(Format::Json, r#"{"pool": "many"}"#).extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::WrongType);
    // The valid one that it would have replaced is not looked at either.
    let builder = Config::builder().with_str(Format::Json, r#"{"pool": 0}"#).with_env_vars([("SHOP_POOL", "many")]);
    assert_eq!(only(&builder.extract().unwrap_err()).kind(), ProblemKind::WrongType);
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Defaults {
    #[config(default = wrong(), profile(prod = 5, eu = wrong() + 1), range = 1..=9)]
    number: u8,
}

fn wrong() -> u8 {
    77
}

#[test]
fn a_default_that_is_computed_is_checked_when_it_is_used() {
    let error = Defaults::builder().extract().unwrap_err();
    let problem = only(&error);
    assert_eq!(problem.message(), "its default is invalid: expected a value from 1 to 9, found 77");
    assert_eq!(problem.origin(), Some(&Origin::Default));
    assert_eq!(Defaults::builder().with_profile("prod").extract().unwrap().number, 5);
    let error = Defaults::builder().with_profile("eu").extract().unwrap_err();
    assert_eq!(only(&error).origin(), Some(&Origin::ProfileDefault("eu".to_owned())));
    assert_eq!(Defaults::builder().with_str(Format::Toml, "number = 1").extract().unwrap().number, 1);
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Tree {
    #[config(nested)]
    list: Vec<Item>,
    #[config(nested)]
    map: std::collections::BTreeMap<String, Item>,
    #[config(nested)]
    tls: Option<Item>,
    #[config(flatten)]
    flat: Flat,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Item {
    #[config(alias = "size", range = ..10)]
    width: u8,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Flat {
    #[config(default = 1, range = 1..)]
    depth: u8,
}

#[test]
fn every_section_is_held_to_it_in_every_format() {
    for (format, text, places) in [
        (
            Format::Toml,
            "depth = 0\nlist = [{width = 1}, {width = 10}]\nmap.a.width = 11\ntls = { width = 12 }",
            ["2:31", "3:15", "4:17", "1:9"],
        ),
        (
            Format::Json,
            "{\"depth\": 0,\n\"list\": [{\"width\": 1}, {\"width\": 10}],\n\"map\": {\"a\": {\"width\": 11}}, \"tls\": {\"width\": 12}}",
            ["2:34", "3:24", "3:47", "1:11"],
        ),
        (
            Format::Yaml,
            "depth: 0\nlist: [{width: 1}, {width: 10}]\nmap: {a: {width: 11}}\ntls:\n  width: 12",
            ["2:28", "3:18", "5:10", "1:8"],
        ),
    ] {
        let error = Tree::builder().with_str(format, text).extract().unwrap_err();
        let mut found: Vec<_> =
            error.problems().iter().map(|it| format!("{} {}", it.path(), it.origin().unwrap())).collect();
        found.sort();
        let [list, map, tls, depth] = places;
        let expected = [("depth", depth), ("list[1].width", list), ("map.a.width", map), ("tls.width", tls)];
        let expected: Vec<_> = expected.iter().map(|(path, place)| format!("{path} <text>:{place}")).collect();
        assert_eq!(found, expected, "{format}");
    }
}

#[test]
fn a_former_key_is_the_place_where_it_was_used() {
    let error = Tree::builder().with_str(Format::Yaml, "tls: { size: 12 }").extract().unwrap_err();
    assert_eq!(only(&error).origin().unwrap().to_string(), "<text>:1:14");
}

#[test]
fn where_a_list_was_put_together_the_place_is_still_right() {
    let builder = Tree::builder().with_str(Format::Toml, "list = [{ width = 1 }]");
    let error = builder.with_str(Format::Toml, "\nlist_add = [{ width = 99 }]").extract().unwrap_err();
    let problem = only(&error);
    assert_eq!((problem.path(), problem.origin().unwrap().to_string().as_str()), ("list[1].width", "<text 2>:2:23"));
}

#[test]
fn of_very_many_only_some_are_listed() {
    let items = vec!["{\"width\": 99}"; 1000].join(",");
    let error = Tree::builder().with_str(Format::Json, format!("{{\"list\": [{items}]}}")).extract().unwrap_err();
    assert_eq!(error.problems().len(), 101);
    assert!(error.problems().iter().any(|it| it.message() == "900 more are not listed"), "{error}");
}
