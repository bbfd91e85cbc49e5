//! Sections: plain, optional, flattened, and inside each other.

use superconfig::{Error, Format, ProblemKind, SuperConfig};
use superconfig_tests::{lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default = "shop")]
    title: String,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(nested)]
    relaxed: Option<Relaxed>,
    #[config(nested)]
    a: A,
    #[config(flatten)]
    log: Log,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    cert: String,
    #[config(default = 3)]
    depth: u8,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Relaxed {
    #[config(default = 1)]
    x: u8,
    y: Option<u8>,
}

#[derive(Debug, SuperConfig)]
struct A {
    #[config(nested)]
    b: B,
    #[config(nested)]
    maybe: Option<B>,
}

#[derive(Debug, SuperConfig)]
struct B {
    #[config(nested)]
    c: C,
}

#[derive(Debug, SuperConfig)]
struct C {
    #[config(default = 1)]
    leaf: u8,
    #[config(default)]
    items: Vec<u8>,
}

#[derive(Debug, SuperConfig)]
struct Log {
    #[config(default = "info")]
    level: String,
    #[config(nested)]
    sink: Sink,
}

#[derive(Debug, SuperConfig)]
struct Sink {
    #[config(default = "out")]
    to: String,
}

fn read(format: Format, text: &str) -> Result<Shop, Error> {
    Shop::builder().with_str(format, text).extract()
}

#[test]
fn an_optional_section_is_there_once_anything_in_it_is_set() {
    assert!(read(Format::Toml, "").unwrap().tls.is_none());
    assert_eq!(read(Format::Toml, "[tls]\ncert = 'c'").unwrap().tls.unwrap().depth, 3);
    assert_eq!(read(Format::Toml, "tls.cert = 'c'").unwrap().tls.unwrap().cert, "c");
    assert_eq!(read(Format::Json, r#"{"tls": {"cert": "c"}}"#).unwrap().tls.unwrap().cert, "c");
    assert_eq!(read(Format::Yaml, "tls:\n  cert: c").unwrap().tls.unwrap().cert, "c");
    let shop = Shop::builder().with_env_vars([("SHOP_RELAXED_Y", "2")]).extract().unwrap();
    assert_eq!(shop.relaxed, Some(Relaxed { x: 1, y: Some(2) }));
}

#[test]
fn an_empty_table_is_a_section_with_its_defaults() {
    for (format, text) in [
        (Format::Toml, "[relaxed]"),
        (Format::Toml, "relaxed = {}"),
        (Format::Json, r#"{"relaxed": {}}"#),
        (Format::Yaml, "relaxed: {}"),
    ] {
        assert_eq!(read(format, text).unwrap().relaxed, Some(Relaxed { x: 1, y: None }), "{text}");
    }
    let error = read(Format::Toml, "[tls]").unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::Missing, "tls.cert"));
}

#[test]
fn an_optional_section_is_complete_or_a_problem() {
    let error = Shop::builder().with_env_vars([("SHOP_TLS_DEPTH", "1")]).extract().unwrap_err();
    assert_eq!(lines(&error), ["missing: tls.cert: nothing sets it and it has no default"]);
    // One source may begin what another one ends.
    let builder = Shop::builder().with_str(Format::Toml, "tls.depth = 1").with_env_vars([("SHOP_TLS_CERT", "c")]);
    let tls = builder.extract().unwrap().tls.unwrap();
    assert_eq!((tls.cert.as_str(), tls.depth), ("c", 1));
}

#[test]
fn sections_nest_three_deep() {
    for (format, text) in [
        (Format::Toml, "[a.b.c]\nleaf = 2\nitems = [1]\n[a.maybe.c]\nleaf = 3"),
        (Format::Toml, "a = { b = { c = { leaf = 2, items = [1] } }, maybe.c.leaf = 3 }"),
        (Format::Json, r#"{"a": {"b": {"c": {"leaf": 2, "items": [1]}}, "maybe": {"c": {"leaf": 3}}}}"#),
        (Format::Yaml, "a:\n  b:\n    c:\n      leaf: 2\n      items:\n      - 1\n  maybe: {c: {leaf: 3}}\n"),
    ] {
        let a = read(format, text).unwrap().a;
        assert_eq!((a.b.c.leaf, a.b.c.items.as_slice(), a.maybe.unwrap().c.leaf), (2, &[1][..], 3), "{text}");
    }
    let shop = Shop::builder().with_env_vars([("SHOP_A_B_C_LEAF", "4"), ("SHOP_A_MAYBE_C_ITEMS", "1,2")]).extract();
    let a = shop.unwrap().a;
    assert_eq!((a.b.c.leaf, a.maybe.unwrap().c.items), (4, vec![1, 2]));
}

#[test]
fn problems_deep_down_have_the_whole_path() {
    for (format, text) in [
        (Format::Toml, "a.b.c.leaf = 300\na.b.c.items = [1, 'x']\na.b.d = 1"),
        (Format::Json, r#"{"a": {"b": {"c": {"leaf": 300, "items": [1, "x"]}, "d": 1}}}"#),
        (Format::Yaml, "a:\n  b:\n    c:\n      leaf: 300\n      items: [1, x]\n    d: 1\n"),
    ] {
        let error = read(format, text).unwrap_err();
        let paths: Vec<_> = error.problems().iter().map(superconfig::Problem::path).collect();
        assert_eq!(paths, ["a.b.c.leaf", "a.b.c.items[1]", "a.b.d"], "{error}");
    }
}

#[test]
fn flattened_keys_stand_among_their_neighbours() {
    for (format, text) in [
        (Format::Toml, "level = 'debug'\nsink.to = 'err'\ntitle = 't'"),
        (Format::Json, r#"{"level": "debug", "sink": {"to": "err"}, "title": "t"}"#),
        (Format::Yaml, "level: debug\nsink: {to: err}\ntitle: t"),
    ] {
        let shop = read(format, text).unwrap();
        assert_eq!((shop.log.level.as_str(), shop.log.sink.to.as_str(), shop.title.as_str()), ("debug", "err", "t"));
    }
    let shop = Shop::builder().with_env_vars([("SHOP_LEVEL", "warn"), ("SHOP_SINK_TO", "file")]).extract().unwrap();
    assert_eq!((shop.log.level.as_str(), shop.log.sink.to.as_str()), ("warn", "file"));
    let error = read(Format::Toml, "levle = 'x'\nsink.too = 1\nlog.level = 'x'").unwrap_err();
    let helps: Vec<_> = error.problems().iter().filter_map(superconfig::Problem::help).collect();
    assert_eq!(helps[..2], ["did you mean 'level'?", "did you mean 'to'?"], "{error}");
}

#[test]
fn a_value_where_a_section_belongs_is_a_problem() {
    for (format, text) in [
        (Format::Toml, "a = 1\ntls = 'x'\nrelaxed = [1]"),
        (Format::Json, r#"{"a": 1, "tls": "x", "relaxed": [1]}"#),
        (Format::Yaml, "a: 1\ntls: x\nrelaxed: [1]"),
    ] {
        let error = read(format, text).unwrap_err();
        let kinds: Vec<_> = error.problems().iter().map(superconfig::Problem::kind).collect();
        assert_eq!(kinds, [ProblemKind::WrongType; 3], "{error}");
        assert!(error.problems()[0].help().unwrap().contains("'b'"), "{error}");
    }
}
