//! YAML: what every construct that a configuration can hold means, what is refused, and where that is told. The reader is held
//! against `serde-saphyr` on texts that are put together, and damaged, at random.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::{Value, json};
use superconfig::{Error, Format, Problem, ProblemKind, SecretString, SuperConfig};
use superconfig_tests::{lines, only};

/// Takes whatever stands under its key.
#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code, reason = "many loads here fail")]
struct Shop {
    value: Option<Value>,
    text: Option<String>,
    texts: Option<Vec<String>>,
    number: Option<i128>,
    ratio: Option<f64>,
    flag: Option<bool>,
    labels: Option<BTreeMap<String, String>>,
    #[config(nested)]
    server: Option<Server>,
    #[config(nested)]
    backends: Vec<Server>,
    #[config(nested)]
    tenants: BTreeMap<String, Server>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code, reason = "many loads here fail")]
struct Server {
    #[config(default = "::")]
    host: String,
    #[config(default = 80, alias = "prt")]
    port: u16,
    password: Option<SecretString>,
}

fn load(text: &str) -> Result<Shop, Error> {
    Shop::builder().with_str(Format::Yaml, text).extract()
}

/// What stands under `value` in a document.
fn value(document: &str) -> Value {
    let shop = load(document).unwrap_or_else(|error| panic!("{document}\n{error}"));
    shop.value.unwrap_or(Value::Null)
}

/// `line:column: message` of every problem.
fn told(text: &str) -> Vec<String> {
    let error = load(text).expect_err(text);
    let place = |problem: &Problem| problem.origin().unwrap().to_string().replace("<text>:", "");
    error.problems().iter().map(|problem| format!("{}: {}", place(problem), problem.message())).collect()
}

#[test]
fn plain_scalars_go_over_lines_and_keep_what_is_special_elsewhere() {
    for (written, expected) in [
        ("value: a b  c", json!("a b  c")),
        ("value: a\n  b\n\n  c", json!("a b\nc")),
        ("value: http://x:80/#a", json!("http://x:80/#a")),
        ("value: a#b # c", json!("a#b")),
        ("value: -x", json!("-x")),
        ("value: ?x", json!("?x")),
        ("value: :x", json!(":x")),
        ("value: a, [b], {c}", json!("a, [b], {c}")),
        ("value: !!str", json!("")),
        ("value: äöü 日本", json!("äöü 日本")),
        ("value:\n  a", json!("a")),
        ("\"value\" : a", json!("a")),
        ("? value\n: a", json!("a")),
        ("{value: a}", json!("a")),
        ("{\"value\":a}", json!("a")),
    ] {
        assert_eq!(value(written), expected, "{written}");
    }
}

#[test]
fn quoted_scalars_have_escapes_and_fold() {
    for (written, expected) in [
        ("value: 'it''s'", "it's"),
        ("value: 'a\\n'", "a\\n"),
        ("value: 'a\n  b\n\n  c'", "a b\nc"),
        (r#"value: "\0\a\b\t\n\v\f\r\e\"\/\\""#, "\0\x07\x08\t\n\x0b\x0c\r\x1b\"/\\"),
        (r#"value: "\x41\u00e9\U0001F600\_\N""#, "Aé😀\u{a0}\u{85}"),
        ("value: \"a\\\n  b\"", "ab"),
        ("value: \"a\n  b\n\n  c\"", "a b\nc"),
        ("value: \"  x  \"", "  x  "),
        ("value: \"#: [\"", "#: ["),
    ] {
        assert_eq!(value(written), json!(expected), "{written}");
    }
    for wrong in ["value: \"\\q\"", "value: \"\\ud800\"", "value: \"\\xg1\"", "value: 'a", "value: \"a", "value: 'a' b"]
    {
        assert_eq!(only(&load(wrong).unwrap_err()).kind(), ProblemKind::Syntax, "{wrong}");
    }
}

#[test]
fn block_scalars_keep_fold_and_chomp() {
    for (header, expected) in [
        ("|", "a\n b\n\nc\n"),
        ("|-", "a\n b\n\nc"),
        ("|+", "a\n b\n\nc\n\n"),
        (">", "a\n b\n\nc\n"),
        (">-", "a\n b\n\nc"),
        (">+", "a\n b\n\nc\n\n"),
        ("|2", "a\n b\n\nc\n"),
        ("|1-", " a\n  b\n\n c"),
        ("| # as it is", "a\n b\n\nc\n"),
    ] {
        assert_eq!(value(&format!("value: {header}\n  a\n   b\n\n  c\n\nflag: true\n")), json!(expected), "{header}");
    }
    assert_eq!(value("value: >\n  a\n  b\n\n  c\n"), json!("a b\nc\n"));
    assert_eq!(value("value: |\n"), json!(""));
    assert_eq!(value("value: |\r\n  a\r\n  b\r\n"), json!("a\nb\n"));
    assert_eq!(value("value: |\n  # no comment\n"), json!("# no comment\n"));
    for wrong in ["value: |0\n a", "value: | a\n", "value: |\n   a\n  b\n c\nd", "value: |\n\ta\n"] {
        assert_eq!(only(&load(wrong).unwrap_err()).kind(), ProblemKind::Syntax, "{wrong}");
    }
}

#[test]
fn lists_and_mappings_nest_in_both_styles() {
    for (written, expected) in [
        ("value: []", json!([])),
        ("value: {}", json!({})),
        ("value: [a, 1, [true], {b: null},]", json!(["a", 1, [true], { "b": null }])),
        ("value: {a: 1, 'b': [2], c: , d}", json!({ "a": 1, "b": [2], "c": null, "d": null })),
        ("value: [a: 1, b]", json!([{ "a": 1 }, "b"])),
        ("value:\n- a\n- - b\n  - c\n-\n- d: 1\n  e: 2\n", json!(["a", ["b", "c"], null, { "d": 1, "e": 2 }])),
        ("value:\n  - a\n  # a comment\n  - b", json!(["a", "b"])),
        ("value:\n  a:\n    b:\n      - c\n  d: e", json!({ "a": { "b": ["c"] }, "d": "e" })),
        ("value: [\n  a, # one\n  b\n  ]", json!(["a", "b"])),
        ("value: {a: {b: {c: [d]}}}", json!({ "a": { "b": { "c": ["d"] } } })),
        ("value:\n  ? a\n  : b\n  ? c", json!({ "a": "b", "c": null })),
    ] {
        assert_eq!(value(written), expected, "{written}");
    }
}

#[test]
fn keys_are_texts_however_they_are_written() {
    let expected = json!({ "1": "a", "true": "b", "1.50": "c", "x y": "d", "null": "e", "": "f" });
    assert_eq!(value("value: {1: a, true: b, 1.50: c, 'x y': d, 'null': e, '': f}"), expected);
    assert_eq!(value("text: &k name\nvalue:\n  *k : a\n"), json!({ "name": "a" }));
    let labels = load("labels: {no: a, 0x10: b, '~': c}").unwrap().labels.unwrap();
    assert_eq!(labels.into_keys().collect::<Vec<_>>(), ["0x10", "no", "~"]);
}

#[test]
fn keys_that_are_collections_are_told_with_everything_else() {
    let wrong = "value:\n  ? [a]\n  : b\n  {c: d}: e\nnumber: x\n";
    assert_eq!(
        told(wrong),
        [
            "2:5: a key is a single value, not a list or mapping",
            "4:3: a key is a single value, not a list or mapping",
            "5:9: expected an integer, found the string \"x\"",
        ]
    );
    assert_eq!(
        told("value: &a [b]\nlabels: {*a : c}\n"),
        ["2:10: a key is text, which is not what this alias stands for"]
    );
    let message = "a key is text; put it in quotes if it is meant to be this";
    for (text, place) in
        [("null: a\n", "1:1"), ("labels: {~: a}\n", "1:10"), ("text: a\n: b\n", "2:1"), ("? \n: b\n", "2:1")]
    {
        assert_eq!(told(text), [format!("{place}: {message}")], "{text}");
    }
}

#[test]
fn scalars_have_the_types_of_the_core_schema() {
    for (written, expected) in [
        ("0", json!(0)),
        ("-0", json!(0)),
        ("+12", json!(12)),
        ("-12", json!(-12)),
        ("0x1F", json!(31)),
        ("0o17", json!(15)),
        ("0b101", json!(5)),
        ("-0x10", json!(-16)),
        ("1_000", json!(1000)),
        ("18446744073709551615", json!(u64::MAX)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("1.5", json!(1.5)),
        (".5", json!(0.5)),
        ("-.5e3", json!(-500.0)),
        ("1e3", json!(1000.0)),
        ("1.", json!(1.0)),
        ("true", json!(true)),
        ("True", json!(true)),
        ("FALSE", json!(false)),
        ("tRue", json!("tRue")),
        ("no", json!("no")),
        ("yes", json!("yes")),
        ("on", json!("on")),
        ("y", json!("y")),
        ("null", json!(null)),
        ("NULL", json!(null)),
        ("~", json!(null)),
        ("nUll", json!("nUll")),
        ("0x", json!("0x")),
        ("0xg", json!("0xg")),
        ("1_", json!("1_")),
        ("_1", json!("_1")),
        ("1__0", json!("1__0")),
        ("1e", json!("1e")),
        ("e1", json!("e1")),
        (".", json!(".")),
        ("-", json!([null])),
        ("+", json!("+")),
        ("1.2.3", json!("1.2.3")),
        ("1-2", json!("1-2")),
        ("inf", json!("inf")),
        ("nan", json!("nan")),
        ("+infinity", json!("+infinity")),
        ("12:30", json!("12:30")),
        ("2024-01-02", json!("2024-01-02")),
        ("'1'", json!("1")),
        ("\"true\"", json!("true")),
        ("''", json!("")),
    ] {
        assert_eq!(value(&format!("value:\n  {written}\n")), expected, "{written}");
    }
    for (written, expected) in [(".inf", f64::INFINITY), ("+.Inf", f64::INFINITY), ("-.INF", f64::NEG_INFINITY)] {
        assert_eq!(load(&format!("ratio: {written}")).unwrap().ratio, Some(expected));
    }
    assert!(load("ratio: .NaN").unwrap().ratio.unwrap().is_nan());
    assert_eq!(load("ratio: 3").unwrap().ratio, Some(3.0));
}

#[test]
fn integers_go_up_to_128_bits_and_have_no_zero_before_them() {
    assert_eq!(load(&format!("number: {}", i128::MAX)).unwrap().number, Some(i128::MAX));
    assert_eq!(load(&format!("number: {}", i128::MIN)).unwrap().number, Some(i128::MIN));
    assert_eq!(load("number: 0x7fffffffffffffffffffffffffffffff").unwrap().number, Some(i128::MAX));
    assert_eq!(told("number: 0123"), ["1:9: expected an integer, found the number 123"]);
    assert_eq!(only(&load("number: 170141183460469231731687303715884105728").unwrap_err()).path(), "number");
}

#[test]
fn text_is_what_is_written_even_if_it_looks_like_something_else() {
    for written in ["01234", "1.10", "yes", "0x1F", "1_000", "True", ".inf", "+1", "1e3", "2024-01-02", "0o7", "-0"] {
        let document =
            format!("text: {written}\ntexts: [{written}]\nlabels: {{a: {written}}}\nserver: {{host: {written}}}");
        let shop = load(&document).unwrap();
        assert_eq!(shop.text.as_deref(), Some(written));
        assert_eq!(shop.texts.unwrap(), [written]);
        assert_eq!(shop.labels.unwrap()["a"], written);
        assert_eq!(shop.server.unwrap().host, written);
    }
    assert_eq!(load("text: &a 1.10\ntexts: [*a]").unwrap().texts.unwrap(), ["1.10"]);
}

#[test]
fn tags_of_the_core_schema_decide() {
    for (written, expected) in [
        ("!!str 12", json!("12")),
        ("!!str null", json!("null")),
        ("! 12", json!("12")),
        ("!!int '12'", json!(12)),
        ("!!int \" 0x10 \"", json!(16)),
        ("!!float 1", json!(1.0)),
        ("!!bool 'true'", json!(true)),
        ("!!null ''", json!(null)),
        ("!!null x", json!(null)),
        ("!!seq [1]", json!([1])),
        ("!!map {a: 1}", json!({ "a": 1 })),
        ("!<tag:yaml.org,2002:str> 1", json!("1")),
        ("!!binary aGVsbG8=", json!("hello")),
        ("!!binary |\n  aGVs\n  bG8=\n", json!("hello")),
        ("!!timestamp 2024-01-02", json!("2024-01-02")),
    ] {
        assert_eq!(value(&format!("value: {written}")), expected, "{written}");
    }
    assert_eq!(value("%TAG !y! tag:yaml.org,2002:\n---\nvalue: !y!str 1"), json!("1"));
    let shop = load("text: !!int 12\nratio: !!float 1\nnumber: !!int '5'").unwrap();
    assert_eq!((shop.text.as_deref(), shop.ratio, shop.number), (Some("12"), Some(1.0), Some(5)));
}

#[test]
fn tags_that_do_not_fit_or_mean_nothing_are_told() {
    assert_eq!(
        told("text: !!int x\nnumber: !!bool 1\nratio: !!float y\n"),
        [
            "1:13: expected an integer, which its tag !!int says it is, found the string \"x\"",
            "2:16: expected true or false, which its tag !!bool says it is, found the string \"1\"",
            "3:16: expected a number, which its tag !!float says it is, found the string \"y\"",
        ]
    );
    let unknown = "this tag means nothing here; take it out, or put the value in quotes if it belongs to it";
    assert_eq!(
        told("text: !secret name\nvalue: !Ref {a: 1}\nnumber: !int 5\n"),
        [format!("1:7: {unknown}"), format!("2:8: {unknown}"), format!("3:9: {unknown}")]
    );
    assert_eq!(
        told("text: !!map a\ntexts: !!str [a]\nlabels: !!seq {a: b}\n"),
        [
            "1:7: this tag is not for a single value; take it out",
            "2:8: this tag is not for a list; take it out",
            "3:9: this tag is not for a mapping; take it out",
        ]
    );
    assert_eq!(only(&load("text: !!binary '?'").unwrap_err()).path(), "text");
    assert_eq!(only(&load("text: !!binary /w==").unwrap_err()).path(), "text");
    assert_eq!(told("text: !x!y z"), ["1:7: nothing says what this tag stands for"]);
}

#[test]
fn aliases_stand_for_what_has_their_anchor() {
    for (written, expected) in [
        ("text: &a x\nvalue: [*a, *a]", json!(["x", "x"])),
        ("labels: &a {b: c}\nvalue: *a", json!({ "b": "c" })),
        ("value: [&a [1], *a, &a 2, *a]", json!([[1], [1], 2, 2])),
        ("value: {a: &x , b: *x}", json!({ "a": null, "b": null })),
        ("text: &ä-1.x/y y\nvalue: *ä-1.x/y", json!("y")),
        ("value: &v [&w {a: [&x b, *x]}, *w]", json!([{ "a": ["b", "b"] }, { "a": ["b", "b"] }])),
    ] {
        assert_eq!(value(written), expected, "{written}");
    }
    let unknown = "no anchor before this alias has its name; put the value in quotes if it is none";
    assert_eq!(told("text: *later\nvalue: &later x"), [format!("1:7: {unknown}")]);
    assert_eq!(told("value: &a [*a]"), ["1:12: this alias stands within what it stands for"]);
    assert_eq!(told("value: &a {b: {c: *a}}"), ["1:19: this alias stands within what it stands for"]);
    assert_eq!(told("value: &a *a")[0].split(": ").next(), Some("1:11"));
}

#[test]
fn what_is_wrong_behind_an_alias_is_told_where_the_alias_stands() {
    let problems = told("value: &a {port: x}\nserver: *a\nbackends: [*a]\n");
    assert!(problems[0].starts_with("2:9: expected an integer") && problems[1].starts_with("3:12: "), "{problems:?}");
    // Here it is known that it is no secret; there an alias may stand for one.
    assert!(!problems.iter().any(|problem| problem.contains("\"x\"")), "{problems:?}");
}

#[test]
fn merge_keys_fill_in_what_a_mapping_lacks() {
    for (written, expected) in [
        ("labels: &a {x: '1', y: '2'}\nvalue: {<<: *a, y: 3}", json!({ "x": "1", "y": 3 })),
        ("labels: &a {x: '1', y: '2'}\nvalue: {y: 3, <<: *a}", json!({ "x": "1", "y": 3 })),
        ("value: {<<: {a: 1}, b: 2}", json!({ "a": 1, "b": 2 })),
        ("value: {<<: [{a: 1}, {a: 2, b: 3}], c: 4}", json!({ "a": 1, "b": 3, "c": 4 })),
        ("value: {<<: {a: 1}, <<: {a: 2, b: 3}}", json!({ "a": 1, "b": 3 })),
        ("value: {<<: {a: 1, <<: {a: 2, b: 3, c: 5}}, c: 4}", json!({ "a": 1, "b": 3, "c": 4 })),
        ("value: {<<: , a: 1}", json!({ "a": 1 })),
        ("value: {<<: []}", json!({})),
        ("value: {'<<': 1}", json!({ "<<": 1 })),
        ("value: {!!merge <<: {a: 1}}", json!({ "a": 1 })),
        ("value: [<<]", json!(["<<"])),
        ("value:\n  <<:\n    a: 1\n  b: {<<: {c: 2}}\n", json!({ "a": 1, "b": { "c": 2 } })),
    ] {
        assert_eq!(value(written), expected, "{written}");
    }
    let shop = load("server: &s {host: a, port: 1}\nbackends:\n- {<<: *s, port: 2}\n- <<: *s\ntenants: {x: {<<: *s}}");
    let shop = shop.unwrap();
    let backends: Vec<_> = shop.backends.iter().map(|it| (it.host.as_str(), it.port)).collect();
    assert_eq!(backends, [("a", 2), ("a", 1)]);
    assert_eq!(shop.tenants["x"].host, "a");
    let whole = "value: &base {text: t, number: 1}\n<<: *base\nnumber: 2\n";
    let shop = load(whole).unwrap();
    assert_eq!((shop.text.as_deref(), shop.number), (Some("t"), Some(2)));
}

#[test]
fn what_cannot_be_merged_is_told() {
    let message = "only mappings can be merged: give one, or a list of such";
    for (text, places) in [
        ("value: {<<: 1}", vec!["1:13"]),
        ("value:\n  <<:\n  - {a: 1}\n  - b\n  - [c]\n", vec!["4:5", "5:5"]),
        ("text: &a x\nvalue: {<<: *a}", vec!["2:13"]),
    ] {
        assert_eq!(told(text), places.iter().map(|at| format!("{at}: {message}")).collect::<Vec<_>>(), "{text}");
    }
    assert_eq!(told("server: {<<: {prot: 1}}").len(), 1);
}

#[test]
fn a_key_twice_is_told_with_both_places_and_the_rest_is_read() {
    assert_eq!(
        told("text: a\nnumber: x\n'text': b\nserver:\n  port: 1\n  host: h\n  port: y\n"),
        [
            "2:9: expected an integer, found the string \"x\"",
            "3:1: duplicate mapping key: text (first on line 1)",
            "7:3: duplicate mapping key: port (first on line 5)",
        ]
    );
    let mut many = "labels:\n".to_owned();
    for number in 0..40 {
        let _ = writeln!(many, "  k{}: x", number % 39);
    }
    assert_eq!(told(&many), ["41:3: duplicate mapping key: k0 (first on line 2)"]);
    assert_eq!(told("value: {a: {b: 1, b: 2}}"), ["1:19: duplicate mapping key: b (first on line 1)"]);
    assert_eq!(only(&load("nobody: {b: 1, b: 2}").unwrap_err()).kind(), ProblemKind::Syntax);
}

#[test]
fn two_names_of_one_setting_are_still_seen() {
    let error = load("server: {prt: 1, port: 2}").map(|shop| shop.server.unwrap().port);
    assert_eq!(error.unwrap(), 2);
    let (_, report) =
        Shop::builder().with_str(Format::Yaml, "server: {prt: 1, port: 2}").extract_with_report().unwrap();
    assert_eq!(report.warnings().len(), 1);
}

#[test]
fn documents_have_a_beginning_an_end_and_directives() {
    for text in [
        "---\nvalue: 1\n",
        "--- # begin\nvalue: 1\n...\n",
        "%YAML 1.2\n---\nvalue: 1\n",
        "%YAML 1.1\n---\nvalue: 1\n",
        "# a comment\n\nvalue: 1",
        "\u{feff}value: 1",
        "\u{feff}---\r\nvalue: 1\r\n",
        "--- {value: 1}",
        "value: 1\n...\n# the end\n",
        "---\n  value: 1\n",
    ] {
        assert_eq!(value(text), json!(1), "{text}");
    }
    for text in ["", "---\n", "---\n...\n", "# nothing\n", "\u{feff}", "~", "--- ~\n", "null\n", "%YAML 1.2\n---\n"] {
        let base = Shop::builder().with_str(Format::Toml, "text = 'a'\nserver.port = 9");
        let shop = base.with_str(Format::Yaml, text).extract().unwrap_or_else(|error| panic!("{text:?} {error}"));
        assert_eq!((shop.text.as_deref(), shop.server.unwrap().port), (Some("a"), 9), "{text:?}");
    }
    for (text, place) in [
        ("value: 1\n---\nvalue: 2\n", "2:1"),
        ("value: 1\n...\nvalue: 2\n", "3:1"),
        ("%YAML 2.0\n---\nvalue: 1\n", "1:1"),
        ("%YAML 1.2\nvalue: 1\n", "2:1"),
    ] {
        let problems = told(text);
        assert!(problems.len() == 1 && problems[0].starts_with(place), "{text} {problems:?}");
    }
}

#[test]
fn syntax_errors_have_a_place_and_say_what_to_do() {
    for (text, expected) in [
        ("server:\n\tport: 1\n", "2:2: a tab cannot indent a line; use spaces"),
        ("text: a: b\n", "1:8: mapping values are not allowed in this context"),
        ("texts: [a, b\n", "1:8: unclosed bracket '['"),
        ("texts: [a}\n", "1:8: mismatched bracket '[' closed by '}'"),
        ("text: 'a", "1:7: unclosed quote"),
        ("text: @a\n", "1:7: unexpected character: `@'"),
        ("server:\n   port: 1\n  host: a\n", "3:3: "),
        ("text: a\n  number: 1\n", "2:9: mapping values are not allowed in this context"),
        ("- text\ntext: a\n", "2:1: "),
    ] {
        let problems = told(text);
        assert!(problems.iter().any(|problem| problem.starts_with(expected)), "{text}\n{problems:?}");
    }
}

#[test]
fn what_stands_before_a_syntax_error_is_read() {
    assert_eq!(
        told("number: x\nratio: y\nbackends:\n- port: z\n- host: @\n"),
        [
            "1:9: expected an integer, found the string \"x\"",
            "2:8: expected a number that fits f64, found the string \"y\"",
            "4:9: expected an integer from 0 to 65535, found the string \"z\"",
            "5:9: unexpected character: `@'",
        ]
    );
    assert_eq!(told("labels:\n  a: b\n  c: [\n").len(), 1);
    assert_eq!(told("value: {a: [b, {c: @"), ["1:20: unexpected character: `@'"]);
}

#[test]
fn keys_and_values_have_their_places() {
    let text = "\u{feff}server:  # ü\r\n  \"port\" : 'x'\r\n  hsot: y\r\nbackends: [{port: a}, {nobody: {b: c}}]\r\nlabels:\r\n  ä: [d]\r\n";
    assert_eq!(
        told(text),
        [
            "2:12: expected an integer from 0 to 65535, found the string \"x\"",
            "3:3: no setting has this name",
            "4:19: expected an integer from 0 to 65535, found the string \"a\"",
            "4:24: no setting has this name",
            "6:6: expected a string, found a list",
        ]
    );
    let snapshot =
        Shop::builder().with_str(Format::Yaml, "text: a\nserver: &s\n  port: 5\nbackends:\n- *s\n- {<<: *s}\n");
    let snapshot = snapshot.extract_snapshot().unwrap();
    let place = |path: &str| snapshot.origins().find(|(other, _)| other == path).unwrap().1.to_string();
    assert_eq!(place("text"), "<text>:1:7");
    assert_eq!(place("server.port"), "<text>:3:9");
    assert_eq!(place("backends[0].port"), "<text>:5:3");
    assert_eq!(place("backends[1].port"), "<text>:6:8");
}

#[test]
fn secrets_over_several_lines_are_not_shown() {
    let secret = "hunter2";
    for text in [
        "server:\n  password: |\n    hunter2\n    hunter2\n  port: x\n",
        "server:\n  password: >-\n    hunter2\n\n    hunter2\n  prot: 1\n",
        "server:\n  password: \"hunter2\n    hunter2\"\n  port: x\n",
        "server:\n  password: hunter2\n    hunter2\n  port: x\n",
        "server: {password: hunter2, port: x}\n",
        "server: {password: [hunter2,\n hunter2], port: x}\n",
        "server:\n  password:\n  - hunter2\n  - hunter2\n",
        "server:\n  password: !!binary hunter2\n",
        "server:\n  password: !!int hunter2\n",
        "server: &s\n  password: {hunter2: hunter2}\nbackends: [*s]\n",
        "value: &p hunter2\nserver: {password: *p, port: *p}\n",
        "value: &p {port: hunter2, password: hunter2}\nserver: *p\n",
        "server:\n  password: |\n    hunter2\n   hunter2: [\n",
    ] {
        let error = load(text).expect_err(text);
        assert!(!error.to_string().contains(secret), "{text}\n{error}");
    }
}

#[test]
fn what_a_text_may_cost_is_bounded() {
    let syntax = |text: &str, message: &str| {
        let error = load(text).unwrap_err();
        assert!(lines(&error).iter().any(|line| line.contains(message)), "{message}: {error:.300}");
    };
    syntax(&format!("value: {}{}", "[".repeat(64), "]".repeat(64)), "nested too deep");
    // A thousand levels of ten aliases each.
    let mut text = "value:\n- &a0 [x, x]\n".to_owned();
    for level in 1..1000 {
        let _ = writeln!(text, "- &a{level} [{}]", vec![format!("*a{}", level - 1); 10].join(","));
    }
    syntax(&text, "aliases repeat too much");
    // One long text, repeated.
    let long = "x".repeat(1 << 20);
    syntax(&format!("text: &a {long}\ntexts: [{}]", "*a,".repeat(100)), "aliases repeat too much");
    // Aliases that hide how deep it goes.
    let mut text = "value:\n- &a0 [x]\n".to_owned();
    for level in 1..70 {
        let _ = writeln!(text, "- &a{level} [*a{}]", level - 1);
    }
    syntax(&text, "nested too deep");
    let mut text = "value:\n- &a0 {x: 1}\n".to_owned();
    for level in 1..70 {
        let _ = writeln!(text, "- &a{level} {{<<: *a{}}}", level - 1);
    }
    syntax(&text, "nested too deep");
    // Everything that repeats within bounds is read, however often one anchor is meant.
    let shop = load(&format!("text: &a x\ntexts: [{}]", "*a,".repeat(5_000))).unwrap();
    assert_eq!(shop.texts.unwrap().len(), 5_000);
}

#[test]
fn hostile_texts_do_not_take_for_ever() {
    let keys: Vec<String> = (0..5_000).map(|key| format!("  k{key}: v\n")).collect();
    let keys = format!("labels:\n{}", keys.concat());
    assert_eq!(load(&keys).unwrap().labels.unwrap().len(), 5_000);
    assert!(load(&keys.replace("k1", "k2")).is_err());
    let tenants: Vec<String> = (0..2_000).map(|key| format!("  t{key}: {{port: 1}}\n")).collect();
    let tenants = format!("tenants:\n{}", tenants.concat());
    let snapshot = Shop::builder().with_str(Format::Yaml, tenants).extract_snapshot().unwrap();
    assert!(snapshot.origins().count() > 2_000);
    for text in [
        "[".repeat(100_000),
        "? ".repeat(100_000),
        "- ".repeat(100_000),
        "&a ".repeat(100_000),
        "!!str ".repeat(100_000),
        "'".repeat(100_001),
        "value: \"".to_owned() + &"\\".repeat(100_001),
        "value: a\n".to_owned() + &"  b\n".repeat(50_000) + ": c",
        "%".repeat(100_000),
    ] {
        assert!(load(&text).is_err(), "{}", &text[..20]);
    }
    assert!(value(&("value: |\n".to_owned() + &" \n".repeat(100_000))).is_string());
    assert!(load(&("#".repeat(1 << 20) + "\n---\n")).is_ok());
}

/// Numbers that are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const SCALARS: [&str; 40] = [
    "a",
    "b c",
    "1",
    "-2",
    "0x1f",
    "1.50",
    "1e3",
    "true",
    "False",
    "no",
    "null",
    "~",
    "''",
    "'x''y'",
    "\"q\\n\\u00e9\"",
    "\"~\"",
    "!!str 5",
    "!!int '7'",
    "!!float 2",
    "!!null x",
    "0123",
    "1_000",
    ".5",
    "+.5",
    "12:30",
    "http://x/#y",
    "ä 日",
    "'1'",
    "\"a\n  b\"",
    "-",
    "x#y",
    "!!bool 'true'",
    "&s z",
    "*s",
    "&n 5",
    "*n",
    "0o17",
    "0b11",
    "1e",
    "-x",
];

/// A document whose mappings and lists are written in both styles.
fn document(dice: &mut Dice) -> String {
    let mut text = String::new();
    for start in ["", "---\n", "# c\n", "\u{feff}", "%YAML 1.2\n---\n"] {
        if dice.below(8) == 0 {
            start.clone_into(&mut text);
        }
    }
    text += "value:\n";
    block(dice, &mut text, 2, 0);
    for end in ["...\n", "# end", "\n\n"] {
        if dice.below(8) == 0 {
            text += end;
        }
    }
    text
}

fn block(dice: &mut Dice, text: &mut String, indent: usize, depth: usize) {
    let is_map = dice.below(2) == 0;
    for index in 0..=dice.below(4) {
        *text += &" ".repeat(indent);
        if is_map {
            let anchored = ["k", "'k", "<<", "*m", "1", "? k"][if dice.below(3) == 0 { dice.below(6) } else { 0 }];
            let _ = match anchored {
                "'k" => write!(text, "'k{index}':"),
                "<<" => write!(text, "<<: {}", dice.of(&["*m", "{a: 1, k1: 2}", "[*m, {k2: 3}]", "[]", "x"])),
                "*m" => write!(text, "*s :"),
                "1" => write!(text, "{index}:"),
                "? k" => write!(text, "? k{index}\n{}:", " ".repeat(indent)),
                _ => write!(text, "k{index}:"),
            };
            if anchored == "<<" {
                *text += "\n";
                continue;
            }
        } else {
            *text += "-";
        }
        match dice.below(if depth > 3 { 3 } else { 6 }) {
            0 | 1 => {
                let _ = writeln!(text, " {}", dice.of(&SCALARS));
            }
            2 => {
                *text += " ";
                flow(dice, text, depth);
                *text += dice.of(&["\n", " # c\n", "\n\n"]);
            }
            3 => {
                let (header, pad) = (dice.of(&["|", ">", "|-", ">+", "|+", ">-"]), " ".repeat(indent + 2));
                let _ = write!(text, " {header}\n{pad}l1\n{pad}l2\n\n{pad} l3\n");
            }
            _ => {
                *text += dice.of(&["\n", " &m\n", " # c\n", " !!map\n", "\n"]);
                block(dice, text, indent + 2, depth + 1);
            }
        }
    }
}

fn flow(dice: &mut Dice, text: &mut String, depth: usize) {
    if depth > 4 || dice.below(3) == 0 {
        *text += dice.of(&SCALARS);
        return;
    }
    let is_map = dice.below(2) == 0;
    *text += dice.of(&["", "", "&m ", "&l "]);
    *text += if is_map { "{" } else { "[" };
    for index in 0..dice.below(4) {
        if is_map {
            let _ = write!(text, "{}{index}: ", dice.of(&["k", "'j'", "x y", "<<"]));
        }
        flow(dice, text, depth + 1);
        *text += dice.of(&[", ", ",\n      "]);
    }
    *text += if is_map { "}" } else { "]" };
}

/// Changes some bytes, at the ends of characters.
fn damage(dice: &mut Dice, text: &mut String) {
    const PIECES: [&str; 26] = [
        ":", "- ", "? ", "\n", "  ", "\t", "#", "'", "\"", "[", "]", "{", "}", ",", "&m ", "*m", "!!str ", "|\n", ">",
        "<<: ", "---\n", "...\n", "%", "\\", "\u{feff}", "é",
    ];
    for _ in 0..=dice.below(3) {
        let floor = |text: &str, at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let boundary = |dice: &mut Dice, text: &str| floor(text, dice.below(text.len() + 1));
        let (one, other) = (boundary(dice, text), boundary(dice, text));
        let (start, end) = (one.min(other), one.max(other));
        match dice.below(4) {
            0 => text.insert_str(start, dice.of(&PIECES)),
            1 => {
                let end = floor(text, end.min(start + 8)).max(start);
                text.replace_range(start..end, "");
            }
            2 if end - start < 60 => {
                let piece = text[start..end].to_owned();
                text.insert_str(end, &piece);
            }
            _ if end < text.len() => {
                let next = end + text[end..].chars().next().map_or(0, char::len_utf8);
                text.replace_range(end..next, dice.of(&PIECES));
            }
            _ => {}
        }
    }
}

/// What `serde-saphyr` makes of the same text.
fn reference(text: &str) -> Result<Option<Value>, String> {
    #[derive(serde::Deserialize)]
    struct Whole {
        value: Option<Value>,
    }
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! { enforce_alias_anchor_ratio: false },
    };
    let whole =
        serde_saphyr::from_str_with_options::<Option<Whole>>(text, options).map_err(|error| error.to_string())?;
    Ok(whole.and_then(|whole| whole.value))
}

/// Holds a text against the reference; whether both could read it.
fn agree(text: &str) -> bool {
    let ours = Shop::builder().with_str(Format::Yaml, text).allow_unknown().extract();
    // Whatever is wrong, the report about it can be made.
    let ours = ours.map_err(|error| error.to_string()).map(|shop| shop.value);
    match (ours, reference(text)) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(ours.filter(|it| !it.is_null()), theirs.filter(|it| !it.is_null()), "{text}");
            true
        }
        // Here neither what nobody asks for matters, nor which tags a key has; the other one passes over tags that it does not know, and does
        // not look into what nobody asks for.
        (Err(_) | Ok(None), Err(_)) | (Err(_), Ok(None)) => false,
        (Ok(_), Err(theirs)) if theirs.contains("tagged scalar") => false,
        (Ok(ours), Err(theirs)) => panic!("read as {ours:?}, but the other says\n{theirs}\n{text}"),
        (Err(ours), Ok(_)) if ours.contains("this tag") || ours.contains("a key is") => false,
        (Err(ours), Ok(theirs)) => panic!("the other read {theirs:?}, but this says\n{ours}\n{text}"),
    }
}

#[test]
fn texts_mean_the_same_to_another_reader() {
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let cases = number("SUPERCONFIG_YAML_CASES").unwrap_or(3_000);
    let first = number("SUPERCONFIG_YAML_SEED").unwrap_or(1);
    let (mut sound, mut read) = (0, 0);
    for seed in first..first + cases {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut text = document(&mut dice);
        sound += u64::from(agree(&text));
        for _ in 0..3 {
            damage(&mut dice, &mut text);
            read += u64::from(agree(&text));
        }
    }
    println!("{sound} of {cases} as they were made, {read} of {} damaged ones can be read", 3 * cases);
    assert!(sound > cases / 4 && read > cases / 8, "{sound} {read}");
}
