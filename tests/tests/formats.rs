//! What each format may hold, and what becomes of it.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use superconfig::{ByteSize, Error, Format, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Fast,
    Safe,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Point {
    x: i32,
    y: i32,
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(name = "shop")]
struct Values {
    text: Option<String>,
    flag: Option<bool>,
    small: Option<u8>,
    signed: Option<i64>,
    wide: Option<u128>,
    ratio: Option<f64>,
    letter: Option<char>,
    path: Option<PathBuf>,
    listen: Option<SocketAddr>,
    ip: Option<IpAddr>,
    wait: Option<Duration>,
    size: Option<ByteSize>,
    words: Option<Vec<String>>,
    numbers: Option<Vec<u16>>,
    grid: Option<Vec<Vec<u8>>>,
    labels: Option<BTreeMap<String, String>>,
    mode: Option<Mode>,
    point: Option<Point>,
    points: Option<Vec<Point>>,
}

fn read(format: Format, text: &str) -> Result<Values, Error> {
    Values::builder().with_str(format, text).extract()
}

fn check_all(values: &Values) {
    assert_eq!(values.text.as_deref(), Some("hello \"you\"\n\tü"));
    assert_eq!(values.flag, Some(true));
    assert_eq!(values.small, Some(255));
    assert_eq!(values.signed, Some(-5));
    assert_eq!(values.wide, Some(9_223_372_036_854_775_808));
    assert_eq!(values.ratio, Some(1.5));
    assert_eq!(values.letter, Some('x'));
    assert_eq!(values.path, Some(PathBuf::from("/var/lib")));
    assert_eq!(values.listen, "127.0.0.1:80".parse().ok());
    assert_eq!(values.ip, "::1".parse().ok());
    assert_eq!(values.wait, Some(Duration::from_secs(90)));
    assert_eq!(values.size, Some(ByteSize::mib(10)));
    assert_eq!(values.words, Some(vec!["a".to_owned(), "b c".to_owned()]));
    assert_eq!(values.numbers, Some(vec![1, 2]));
    assert_eq!(values.grid, Some(vec![vec![1], vec![], vec![2, 3]]));
    let labels = BTreeMap::from([("team".to_owned(), "core".to_owned()), ("a.b".to_owned(), "c".to_owned())]);
    assert_eq!(values.labels, Some(labels));
    assert_eq!(values.mode, Some(Mode::Safe));
    assert_eq!(values.point, Some(Point { x: 1, y: -1 }));
    assert_eq!(values.points, Some(vec![Point { x: 1, y: 2 }, Point { x: 3, y: 4 }]));
}

const TOML: &str = r#"
text = "hello \"you\"\n\tü"
flag = true
small = 0xff
signed = -5
wide = 9_223_372_036_854_775_808
ratio = 1.5
letter = 'x'
path = "/var/lib"
listen = "127.0.0.1:80"
ip = "::1"
wait = "1m 30s"
size = "10 MiB"
words = [
    "a",
    'b c', # and a comma
]
numbers = [1, 2]
grid = [[1], [], [2, 3]]
mode = "safe"
point = { x = 1, y = -1 }

[labels]
team = "core"
"a.b" = "c"

[[points]]
x = 1
y = 2

[[points]]
x = 3
y = 4
"#;

const JSON: &str = r#"{
    "$schema": "https://example.org/shop.json",
    "text": "hello \"you\"\n\t\u00fc", "flag": true, "small": 255, "signed": -5, "wide": 9223372036854775808,
    "ratio": 1.5, "letter": "x", "path": "/var/lib", "listen": "127.0.0.1:80", "ip": "::1", "wait": "PT1M30S",
    "size": 10485760, "words": ["a", "b c"], "numbers": [1, 2], "grid": [[1], [], [2, 3]],
    "labels": {"team": "core", "a.b": "c"}, "mode": "safe", "point": {"x": 1, "y": -1},
    "points": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]
}"#;

const YAML: &str = r#"
---
text: "hello \"you\"\n\tü"
flag: true
small: 0xff
signed: -5
wide: 9223372036854775808
ratio: 1.5
letter: x
path: /var/lib
listen: 127.0.0.1:80
ip: ::1
wait: 1m 30s
size: 10MiB
words:
  - a
  - b c
numbers: [1, 2]
grid:
- [1]
- []
- - 2
  - 3
labels:
  team: core
  a.b: c
mode: safe
point: {x: 1, y: -1}
points:
  - x: 1
    y: 2
  - {x: 3, y: 4}
"#;

#[test]
fn toml_has_every_type() {
    check_all(&read(Format::Toml, TOML).unwrap());
}

#[test]
fn json_has_every_type() {
    check_all(&read(Format::Json, JSON).unwrap());
}

#[test]
fn yaml_has_every_type() {
    check_all(&read(Format::Yaml, YAML).unwrap());
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    for (format, text) in [(Format::Toml, TOML), (Format::Json, JSON), (Format::Yaml, YAML)] {
        check_all(&read(format, &format!("\u{feff}{text}")).unwrap());
        check_all(&read(format, &text.replace('\n', "\r\n")).unwrap());
        check_all(&read(format, &format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap());
    }
}

#[test]
fn places_count_neither_the_byte_order_mark_nor_the_carriage_return() {
    for (format, text, column) in [
        (Format::Toml, "flag = 'maybe'\r\nsmall = 'x'\r\n", (8, 9)),
        (Format::Json, "{\"flag\": \"maybe\",\r\n\"small\": \"x\"}\r\n", (10, 10)),
        (Format::Yaml, "flag: maybe\r\nsmall: x\r\n", (7, 8)),
    ] {
        let error = read(format, &format!("\u{feff}{text}")).unwrap_err();
        let places: Vec<String> =
            error.problems().iter().map(|problem| problem.origin().unwrap().to_string()).collect();
        assert_eq!(places, [format!("<text>:1:{}", column.0), format!("<text>:2:{}", column.1)], "{error}");
        assert!(!error.to_string().contains('\r'));
    }
}

#[test]
fn empty_texts_set_nothing() {
    for format in [Format::Toml, Format::Json, Format::Yaml] {
        for text in ["", " \n\n", "\u{feff}", "\r\n"] {
            assert_eq!(read(format, text).unwrap().text, None, "{format} {text:?}");
        }
    }
    for text in ["# nothing yet\n", "  # one\n\n# two"] {
        assert_eq!(read(Format::Toml, text).unwrap().text, None);
        assert_eq!(read(Format::Yaml, text).unwrap().text, None);
    }
    assert_eq!(read(Format::Yaml, "---\n").unwrap().text, None);
    assert_eq!(read(Format::Yaml, "---\n# nothing\n").unwrap().text, None);
    assert_eq!(read(Format::Json, "{}").unwrap().text, None);
    let scene = Scene::new();
    scene.file("project/shop.yaml", "# all of it is a comment\n").file("home/.config/shop/shop.json", "");
    assert_eq!(scene.builder::<Values>().with_discovery().extract().unwrap().text, None);
}

#[test]
fn text_that_is_no_utf_8_is_named_by_its_first_wrong_byte() {
    let scene = Scene::new();
    for name in ["shop.toml", "shop.json", "shop.yaml"] {
        scene.file(&format!("project/{name}"), b"# caf\xe9\ntext = 1");
        let error = scene.builder::<Values>().with_file(name).extract().unwrap_err();
        let problem = only(&error);
        assert_eq!(problem.kind(), ProblemKind::Syntax);
        assert!(problem.message().contains("byte 5 (0xe9)"), "{error}");
        assert!(problem.origin().unwrap().to_string().ends_with(":1:6"), "{error}");
    }
    scene.file("project/shop.toml", b"text = 'ok'\nflag = true\nmode = '\xff'");
    let error = scene.builder::<Values>().with_file("shop.toml").extract().unwrap_err();
    assert!(only(&error).origin().unwrap().to_string().ends_with(":3:9"), "{error}");
}

#[test]
fn yaml_scalars_stay_what_was_written_where_text_is_wanted() {
    for (written, text) in [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("1.10", "1.10"),
        ("0123", "0123"),
        ("1e3", "1e3"),
        ("0x10", "0x10"),
        ("true", "true"),
        ("True", "True"),
        ("12:30:45", "12:30:45"),
        ("2024-01-02", "2024-01-02"),
        ("1_000", "1_000"),
        (".5", ".5"),
        ("+1", "+1"),
        (".nan", ".nan"),
        ("1.10 # a comment", "1.10"),
        ("'null'", "null"),
        ("\"~\"", "~"),
    ] {
        let values = read(Format::Yaml, &format!("text: {written}\nwords: [{written}\n  ]\nlabels:\n  a: {written}\n"));
        let values = values.unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(values.text.as_deref(), Some(text));
        assert_eq!(values.words.unwrap(), [text]);
        assert_eq!(values.labels.unwrap()["a"], text);
    }
}

#[test]
fn yaml_words_are_not_booleans() {
    for word in ["no", "yes", "on", "off", "y", "n"] {
        let error = read(Format::Yaml, &format!("flag: {word}")).unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::WrongType, "{error}");
    }
    assert_eq!(read(Format::Yaml, "flag: false").unwrap().flag, Some(false));
}

#[test]
fn collections_where_text_is_wanted_are_problems() {
    for (format, text) in [
        (Format::Toml, "text = ['a']\nwords = [['a']]\nlabels = { a = { b = 1 } }"),
        (Format::Json, r#"{"text": ["a"], "words": [["a"]], "labels": {"a": {"b": 1}}}"#),
        (Format::Yaml, "text: [a]\nwords:\n- [a]\nlabels:\n  a:\n    b: 1\n"),
    ] {
        let error = read(format, text).unwrap_err();
        let paths: Vec<_> = error.problems().iter().map(superconfig::Problem::path).collect();
        assert_eq!(paths, ["text", "words[0]", "labels.a"], "{error}");
    }
    let error = Defaulted::builder().with_str(Format::Yaml, "name: [a]").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::WrongType, "{error}");
}

#[test]
fn yaml_block_texts_keep_their_lines() {
    assert_eq!(read(Format::Yaml, "text: |\n  a\n  b\n").unwrap().text.unwrap(), "a\nb\n");
    assert_eq!(read(Format::Yaml, "text: |-\n  a\n  b\n").unwrap().text.unwrap(), "a\nb");
    assert_eq!(read(Format::Yaml, "text: >\n  a\n  b\n").unwrap().text.unwrap(), "a b\n");
}

#[test]
fn yaml_aliases_and_merge_keys_work() {
    let values = read(Format::Yaml, "words: &w [a, b]\nlabels:\n  a: &x 1.10\n  b: *x\ntext: *x\n").unwrap();
    assert_eq!(values.labels.unwrap()["b"], "1.10");
    assert_eq!(values.text.unwrap(), "1.10");
    let values = read(Format::Yaml, "point: &p {x: 1, y: 2}\npoints: [*p, *p]\n").unwrap();
    assert_eq!(values.points.unwrap().len(), 2);
    let error = read(Format::Yaml, "text: *nowhere\n").unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Syntax);
}

#[test]
fn the_order_of_keys_means_nothing() {
    #[derive(Debug, PartialEq, SuperConfig)]
    #[config(name = "shop")]
    struct Config {
        first: u8,
        #[config(alias = "middle")]
        second: u8,
        #[config(nested)]
        third: Third,
        #[config(deprecated = "use first")]
        fourth: u8,
    }

    #[derive(Debug, PartialEq, SuperConfig)]
    struct Third {
        one: u8,
        two: u8,
    }

    let wanted = Config { first: 1, second: 2, third: Third { one: 31, two: 32 }, fourth: 4 };
    let entries = [r#""first": 1"#, r#""middle": 2"#, r#""third": {"two": 32, "one": 31}"#, r#""fourth": 4"#];
    for turn in 0..entries.len() {
        let mut turned = entries;
        turned.rotate_left(turn);
        for reversed in [false, true] {
            if reversed {
                turned.reverse();
            }
            let text = format!("{{{}}}", turned.join(", "));
            for format in [Format::Json, Format::Yaml] {
                let loaded = Config::builder().with_str(format, &*text).extract_snapshot().unwrap();
                assert_eq!(**loaded.value(), wanted, "{format}: {text}");
                assert_eq!(loaded.warnings().len(), 2, "{format}: {text}");
            }
        }
    }
}

#[test]
fn keys_that_stand_twice_are_problems() {
    for (format, text) in [
        (Format::Toml, "text = 'a'\ntext = 'b'\n"),
        (Format::Json, "{\"text\": \"a\",\n\"text\": \"b\"}"),
        (Format::Yaml, "text: a\ntext: b\n"),
    ] {
        let error = read(format, text).unwrap_err();
        let problem = only(&error);
        assert!(matches!(problem.kind(), ProblemKind::Syntax | ProblemKind::Ambiguous), "{error}");
        let place = problem.origin().unwrap().to_string();
        assert!(place.starts_with("<text>:2:"), "{error}");
    }
}

#[test]
fn deep_nesting_is_a_problem_and_no_crash() {
    const DEPTH: usize = 100_000;
    let lists = |key: &str| format!("{key}{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
    let texts = [
        (Format::Toml, lists("grid = ")),
        (Format::Toml, format!("point = {}1{}", "{ x = ".repeat(DEPTH), " }".repeat(DEPTH))),
        (Format::Toml, format!("{} = 1", vec!["a"; DEPTH].join("."))),
        (Format::Toml, format!("[{}]", vec!["a"; DEPTH].join("."))),
        (Format::Toml, "grid = [\n".repeat(DEPTH)),
        (Format::Toml, "point = [{ x.y =".repeat(DEPTH)),
        (Format::Toml, lists("nobody = ")),
        (Format::Json, lists("{\"grid\": ") + "}"),
        (Format::Json, lists("{\"nobody\": ") + "}"),
        (Format::Json, "{\"a\":".repeat(DEPTH)),
        (Format::Yaml, lists("grid: ")),
        (Format::Yaml, format!("grid: {}1", "- ".repeat(DEPTH))),
        (Format::Yaml, lists("nobody: ")),
        (Format::Yaml, "{a: ".repeat(DEPTH)),
        (Format::Yaml, (0..DEPTH / 50).map(|depth| " ".repeat(depth) + "a:\n").collect()),
    ];
    for (format, text) in texts {
        let error = read(format, &text).unwrap_err();
        assert!(!error.problems().is_empty());
        assert!(error.to_string().len() < 10_000, "{format} {}", &text[..40]);
    }
}

#[test]
fn what_may_be_nested_is_read_and_what_may_not_is_told_with_its_place() {
    // Builds without optimisation need more of the stack, and threads of tests have little.
    for depth in [60, 61, 62, 63, 64, 65, 80, 81, 100, 127, 128, 129, 160, 161, 400] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        let tables = |open: &str| format!("{}1{}", open.repeat(depth), "}".repeat(depth));
        let texts = [
            (Format::Toml, format!("nobody = {open}{close}")),
            (Format::Toml, format!("nobody = {}", tables("{a = "))),
            (Format::Toml, format!("{}a = 1", "nobody.".repeat(depth))),
            (Format::Json, format!("{{\"nobody\": {open}{close}}}")),
            (Format::Json, format!("{{\"nobody\": {}}}", tables("{\"a\": "))),
            (Format::Yaml, format!("nobody: {open}{close}")),
            (Format::Yaml, format!("nobody: {}", tables("{a: "))),
        ];
        for (format, text) in texts {
            let error = read(format, &text).unwrap_err();
            let kinds: Vec<_> = error.problems().iter().map(superconfig::Problem::kind).collect();
            // What nobody wants of JSON is skipped without going into it.
            let deep = match format {
                Format::Toml => depth > 160,
                Format::Yaml => depth > 64,
                _ => false,
            };
            assert!(depth > 60 || kinds == [ProblemKind::UnknownKey], "{format} {depth} {error}");
            assert!(!deep || kinds.contains(&ProblemKind::Syntax), "{format} {depth} {error}");
        }
    }
    let error = read(Format::Toml, &format!("text = 'a'\nnobody = {}", "{a=[".repeat(100))).unwrap_err();
    let problem = only(&error);
    assert_eq!((problem.kind(), problem.message()), (ProblemKind::Syntax, "it is nested too deep here"), "{error}");
    assert_eq!(problem.origin().unwrap().to_string(), "<text>:2:330", "{error}");
}

#[test]
fn aliases_that_multiply_are_bounded() {
    let mut text = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (name, before) in ('b'..='j').zip('a'..) {
        let ten = vec![format!("*{before}"); 10].join(", ");
        text.extend([&format!("{name}: &{name} ["), ten.as_str(), "]\n"]);
    }
    text += "words: *j\n";
    let error = read(Format::Yaml, &text).unwrap_err();
    assert!(error.problems().iter().any(|problem| problem.kind() == ProblemKind::Syntax), "{error}");
}

#[test]
fn a_second_yaml_document_is_a_problem() {
    let error = read(Format::Yaml, "text: a\n---\ntext: b\n").unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Syntax, "{error}");
    assert_eq!(read(Format::Yaml, "---\ntext: a\n...\n").unwrap().text.unwrap(), "a");
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Defaulted {
    #[config(default = 5)]
    count: u8,
    name: String,
    #[config(nested)]
    inner: Option<Inner>,
}

#[derive(Debug, SuperConfig)]
struct Inner {
    #[config(default = 1)]
    x: u8,
}

#[test]
fn null_returns_to_the_default() {
    for (format, text) in [
        (Format::Json, r#"{"count": null, "inner": null}"#),
        (Format::Yaml, "count: null\ninner: ~\n"),
        (Format::Yaml, "count:\ninner:\n"),
    ] {
        let base = Defaulted::builder().with_str(Format::Toml, "count = 9\nname = 'n'\ninner.x = 2");
        assert_eq!(base.extract().unwrap().inner.unwrap().x, 2);
        let config = base.clone().with_str(format, text).extract().unwrap();
        assert_eq!(config.count, 5);
        assert!(config.inner.is_none());
        assert_eq!(config.name, "n");
    }
    for (format, text) in [(Format::Json, r#"{"name": null}"#), (Format::Yaml, "name: null")] {
        let base = Defaulted::builder().with_str(Format::Toml, "name = 'n'");
        let error = base.with_str(format, text).extract().unwrap_err();
        assert_eq!(lines(&error), ["missing: name: nothing sets it and it has no default"]);
    }
}

#[test]
fn null_removes_an_entry_of_a_map() {
    let base = Values::builder().with_str(Format::Toml, "labels = { a = '1', b = '2' }");
    for (format, text) in [(Format::Json, r#"{"labels": {"a": null}}"#), (Format::Yaml, "labels: {a: null}")] {
        let labels = base.clone().with_str(format, text).extract().unwrap().labels.unwrap();
        assert_eq!(labels, BTreeMap::from([("b".to_owned(), "2".to_owned())]));
    }
}

#[test]
fn numbers_do_not_wrap_and_are_not_rounded() {
    for (format, text) in
        [(Format::Toml, "small = 256"), (Format::Json, "{\"small\": 256}"), (Format::Yaml, "small: 256")]
    {
        let error = read(format, text).unwrap_err();
        let message = "wrong type: small: expected an integer from 0 to 255, found the integer 256";
        assert_eq!(lines(&error), [message]);
    }
    for (format, text) in
        [(Format::Toml, "small = -1"), (Format::Json, "{\"small\": 1.5}"), (Format::Yaml, "small: 1.0")]
    {
        assert_eq!(only(&read(format, text).unwrap_err()).kind(), ProblemKind::WrongType);
    }
    for (format, text) in [
        (Format::Toml, "small = 'x'"),
        (Format::Json, "{\"small\": \"1\"}"),
        (Format::Yaml, "small: '1'"),
        (Format::Toml, "text = 1"),
        (Format::Json, "{\"text\": 1}"),
        (Format::Toml, "flag = 1"),
        (Format::Json, "{\"flag\": 0}"),
    ] {
        assert_eq!(only(&read(format, text).unwrap_err()).kind(), ProblemKind::WrongType, "{text}");
    }
}

#[test]
fn the_top_of_a_document_is_a_table() {
    for (format, text) in [
        (Format::Json, "[1]"),
        (Format::Json, "\"text\""),
        (Format::Json, "5"),
        (Format::Yaml, "- a\n- b\n"),
        (Format::Yaml, "just words\n"),
    ] {
        let error = read(format, text).unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::WrongType, "{error}");
        assert!(only(&error).message().starts_with("expected a section"), "{error}");
    }
}

#[test]
fn several_syntax_errors_of_a_toml_file_are_told_together() {
    let error = read(Format::Toml, "text = \nflag = true\nsmall = = 4\nratio = 'x'\n").unwrap_err();
    let kinds: Vec<_> = error.problems().iter().map(superconfig::Problem::kind).collect();
    assert_eq!(kinds, [ProblemKind::Syntax, ProblemKind::Syntax, ProblemKind::WrongType], "{error}");
}
