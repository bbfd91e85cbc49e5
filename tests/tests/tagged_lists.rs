//! Collections of enums with a tag: long ones, with the tag anywhere, and from variables.

use std::{collections::BTreeMap, fmt::Write as _};

use superconfig::{Format, SuperConfig};
use superconfig_tests::lines;

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct App {
    #[config(nested)]
    sinks: Vec<Sink>,
    #[config(nested)]
    named: BTreeMap<String, Sink>,
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "type", rename_all = "snake_case")]
enum Sink {
    File {
        path: String,
    },
    Net {
        #[config(default = 1)]
        port: u16,
        #[config(default)]
        peers: Vec<String>,
    },
}

#[test]
fn a_variable_holds_a_whole_collection() {
    let variables = [("SHOP_SINKS", r#"[{"path": "a", "type": "file"}]"#), ("SHOP_NAMED", r#"{"n": {"type": "net"}}"#)];
    let app = App::builder().with_env_vars(variables).extract().unwrap();
    assert_eq!(app.sinks, [Sink::File { path: "a".to_owned() }]);
    assert_eq!(app.named["n"], Sink::Net { port: 1, peers: Vec::new() });
    let error = App::builder().with_env_vars([("SHOP_SINKS", "{"), ("SHOP_NAMED", "x")]).extract().unwrap_err();
    let expected = "expected sections in JSON, or single settings of them in variables of their own";
    for (line, path) in lines(&error).iter().zip(["sinks", "named"]) {
        assert!(line.starts_with(&format!("wrong type: {path}: {expected}: ")), "{line}");
    }
}

#[test]
fn the_tag_may_stand_last_in_each_of_many() {
    let count = 4_000;
    let (mut json, mut yaml) = ("{\"sinks\": [".to_owned(), "sinks:\n".to_owned());
    for number in 0..count {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(json, "{comma}\n{{\"port\": {number}, \"type\": \"net\"}}");
        let _ = writeln!(yaml, "- port: {number}\n  type: net");
    }
    json.push_str("]}");
    for (format, text) in [(Format::Json, json), (Format::Yaml, yaml)] {
        let sinks = App::builder().with_str(format, text).extract().unwrap().sinks;
        assert_eq!(sinks.len(), count, "{format}");
        assert_eq!(sinks[count - 1], Sink::Net { port: 3_999, peers: Vec::new() }, "{format}");
    }
}

#[test]
fn a_syntax_error_further_on_does_not_hide_the_tag() {
    for (format, text) in [
        (Format::Json, "{\"sinks\": [{\"port\": 1, \"type\": \"net\"}, }"),
        (Format::Yaml, "sinks:\n- port: 1\n  type: net\n- [\n"),
    ] {
        let error = App::builder().with_str(format, text).extract().unwrap_err();
        let kinds: Vec<_> = error.problems().iter().map(|it| it.kind().to_string()).collect();
        assert_eq!(kinds, ["syntax"], "{error}");
    }
}

#[test]
fn variables_make_an_element_whatever_their_order() {
    let mut variables = vec![
        ("SHOP_SINKS__0__PORT", "7"),
        ("SHOP_SINKS__0__PEERS__0", "p"),
        ("SHOP_SINKS__0__TYPE", "net"),
        ("SHOP_SINKS__1__PATH", "x"),
        ("SHOP_SINKS__1__TYPE", "file"),
    ];
    for _ in 0..variables.len() {
        variables.rotate_left(1);
        let snapshot = App::builder().with_env_vars(variables.clone()).extract_snapshot().unwrap();
        let expected = [Sink::Net { port: 7, peers: vec!["p".to_owned()] }, Sink::File { path: "x".to_owned() }];
        assert_eq!(snapshot.value().sinks, expected);
        assert!(snapshot.warnings().is_empty(), "{:?}", snapshot.warnings());
        // Also where a file says otherwise.
        let text = "[[sinks]]\ntype = 'file'\npath = 'a'";
        let builder = App::builder().with_str(Format::Toml, text).with_env_vars(variables.clone());
        assert_eq!(builder.extract().unwrap().sinks, expected);
    }
}

#[test]
fn a_key_of_another_variant_is_told_from_a_misspelt_one() {
    let error = App::builder().with_str(Format::Toml, "[[sinks]]\ntype = 'net'\npath = 'a'").extract().unwrap_err();
    assert_eq!(error.problems()[0].help(), Some("it belongs to 'file', which 'type' does not say"));
}

#[test]
fn what_is_known_at_the_end_comes_last() {
    let error = App::builder().with_str(Format::Json, r#"{"sinks": [null, {"type": "fil"}]}"#).extract().unwrap_err();
    let paths: Vec<_> = error.problems().iter().map(superconfig::Problem::path).collect();
    assert_eq!(paths, ["sinks[1].type", "sinks[0]"]);
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)] // `pin` is only there for its name
struct Defaulted {
    #[config(nested)]
    mode: Mode,
    #[config(nested)]
    spare: Option<Mode>,
    pin: Option<u16>,
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "kind")]
enum Mode {
    #[config(default)]
    Slow {
        #[config(default = 1)]
        wait: u16,
    },
    Quick {
        #[config(default = 2)]
        limit: u16,
    },
}

#[test]
fn variables_without_a_tag_speak_of_the_variant_that_it_is_by_default() {
    let load = |variables: &[(&'static str, &'static str)]| {
        let text = Defaulted::builder().with_env_vars(variables.iter().copied()).extract_snapshot().unwrap();
        (text.value().mode == Mode::Slow { wait: 5 }, text.value().spare.is_some(), text.warnings().len())
    };
    assert_eq!(load(&[("SHOP_MODE_WAIT", "5")]), (true, false, 0));
    assert_eq!(load(&[("SHOP_MODE_WAIT", "5"), ("SHOP_SPARE_WAIT", "6")]), (true, true, 0));
    assert_eq!(load(&[("SHOP_MODE_LIMIT", "5")]), (false, false, 1));
    assert_eq!(load(&[("SHOP_MODE_WAIT", "5"), ("SHOP_MODE_KIND", "Quick")]), (false, false, 1));
}

#[test]
fn a_key_that_belongs_to_the_top_is_not_advised_as_itself() {
    let error = Defaulted::builder().with_str(Format::Toml, "[mode]\npin = 1").extract().unwrap_err();
    let help = "there is one of this name, but at the top, outside of any section";
    assert_eq!(error.problems()[0].help(), Some(help));
}
