//! Errors as data: kinds, paths, origins, and the two ways to print them; and the limits that a load keeps.

use std::{error::Error as _, path::PathBuf};

use superconfig::{Color, Error, Format, Location, Origin, Problem, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code, reason = "most loads here fail")]
struct Shop {
    port: u16,
    #[config(default)]
    tags: Vec<String>,
    #[config(default)]
    limits: std::collections::BTreeMap<String, Vec<u8>>,
    #[config(default = 1, alias = "old", deprecated = "use `port`")]
    rest: u8,
}

fn read(format: Format, text: &str) -> Error {
    Shop::builder().with_str(format, text).extract().unwrap_err()
}

#[test]
fn problems_have_kind_path_origin_message_and_help() {
    let scene = Scene::new();
    scene.file("project/a.toml", "prot = 1\ntags = ['a', 5]\nlimits.x = [1, 300]\n");
    let error = scene.builder::<Shop>().with_file("a.toml").extract().unwrap_err();
    let found: Vec<_> = error.problems().iter().map(|problem| (problem.kind(), problem.path())).collect();
    let expected = [
        (ProblemKind::UnknownKey, "prot"),
        (ProblemKind::WrongType, "tags[1]"),
        (ProblemKind::WrongType, "limits.x[1]"),
        (ProblemKind::Missing, "port"),
    ];
    assert_eq!(found, expected, "{error}");
    let at = |line, column| {
        let path: PathBuf = scene.path("project/a.toml");
        Some(Origin::File { path, location: Some(Location { line, column }) })
    };
    let origins: Vec<_> = error.problems().iter().map(|problem| problem.origin().cloned()).collect();
    assert_eq!(origins, [at(1, 1), at(2, 14), at(3, 16), None]);
    assert_eq!(error.problems()[0].help(), Some("did you mean 'port'?"));
    assert!(error.problems()[3].help().unwrap().contains("'port' in"), "{error}");
    assert!(error.problems().iter().all(|problem| !problem.message().is_empty()));
}

#[test]
fn elements_are_found_in_every_format() {
    for (format, text) in [
        (Format::Toml, "port = 1\nlimits.x = [1,\n 300]\n"),
        (Format::Json, "{\"port\": 1, \"limits\": {\"x\": [1,\n 300]}}"),
        (Format::Yaml, "port: 1\nlimits: {x: [1,\n 300]}\n"),
    ] {
        let error = read(format, text);
        assert_eq!(only(&error).path(), "limits.x[1]");
        let Some(Origin::Text { location: Some(Location { line, column }), .. }) = only(&error).origin() else {
            panic!("a place, not {error}")
        };
        let expected = text.lines().position(|line| line.starts_with(" 300")).unwrap() + 1;
        assert_eq!((*line, *column), (expected, 2), "{error}");
    }
}

#[test]
fn display_and_debug_are_one_report_without_escape_codes() {
    let error = read(Format::Toml, "port = 'x'\nrset = 1\nold = 2");
    assert_eq!(error.to_string(), format!("{error:?}"));
    assert_eq!(error.to_string(), format!("{error:#?}"));
    assert_eq!(error.report(Color::Never).trim_end(), error.to_string());
    assert!(!error.to_string().contains('\x1b'));
    let colored = error.report(Color::Always);
    assert!(colored.contains("\x1b["));
    let mut plain = String::new();
    for (index, part) in colored.split("\x1b[").enumerate() {
        plain += if index == 0 { part } else { part.split_once('m').unwrap().1 };
    }
    assert_eq!(plain, error.report(Color::Never));
    for problem in error.problems() {
        assert!(error.to_string().contains(&problem.to_string()), "{problem}");
    }
    assert!(error.source().is_none());
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error.clone());
    assert_eq!(boxed.to_string(), error.to_string());
}

#[test]
fn values_cannot_smuggle_escape_codes_into_a_report() {
    for (format, text) in [
        (Format::Toml, "port = \"\\u001b[31mred\"\n\"\\u001b[31m\" = 1"),
        (Format::Json, "{\"port\": \"\\u001b[31mred\", \"\\u001b[31m\": 1, \"limits\": {\"\\u001b[31m\": 1}}"),
        (Format::Yaml, "port: \"\\e[31mred\"\n\"\\e[31m\": 1\n"),
    ] {
        let error = read(format, text);
        assert!(!error.to_string().contains('\x1b'), "{:?}", error.to_string());
    }
    // What turns the direction of writing steers a terminal, too.
    for text in ["port = 'a\u{202e}b'", "port = 1 # \u{202e}\nporrt = 1", "\"\\u202e\" = 1"] {
        let error = read(Format::Toml, text);
        assert!(!error.to_string().contains('\u{202e}'), "{:?}", error.to_string());
    }
    let vars = [("SHOP_PORT", "\x1b[31m"), ("SHOP_\x1b[31m", "1"), ("SHOP_LIMITS__\x1b[31m", "x")];
    let error = Shop::builder().with_env_vars(vars).strict().extract().unwrap_err();
    assert!(!error.to_string().contains('\x1b'), "{:?}", error.to_string());
}

#[test]
fn warnings_stand_apart_until_strict() {
    let builder = Shop::builder().with_str(Format::Toml, "port = 1\nrest = 2");
    let snapshot = builder.extract_snapshot().unwrap();
    assert_eq!(snapshot.warnings().iter().map(Problem::kind).collect::<Vec<_>>(), [ProblemKind::Deprecated]);
    assert_eq!(snapshot.warnings()[0].help(), Some("use `port`"));
    let error = builder.clone().strict().extract().unwrap_err();
    assert_eq!((only(&error).kind(), error.warnings().len()), (ProblemKind::Deprecated, 0));
    let error = builder.with_text("port = 'x'").extract().unwrap_err();
    assert_eq!((only(&error).kind(), error.warnings().len()), (ProblemKind::WrongType, 1));
    let builder = Shop::builder().with_str(Format::Toml, "port = 1\nnew = 2");
    assert_eq!(only(&builder.extract().unwrap_err()).kind(), ProblemKind::UnknownKey);
    assert_eq!(builder.allow_unknown().extract_snapshot().unwrap().warnings().len(), 1);
}

#[test]
fn a_bad_value_is_not_called_missing_too() {
    for (format, text) in [(Format::Toml, "port = 'x'"), (Format::Json, "{\"port\": []}"), (Format::Yaml, "port: {}")] {
        assert_eq!(only(&read(format, text)).kind(), ProblemKind::WrongType);
    }
    // A later source that gives a good value does not make the bad one good.
    let error = Shop::builder().with_text("port = 'x'").with_text("port = 1").extract().unwrap_err();
    assert_eq!(lines(&error), ["wrong type: port: expected an integer from 0 to 65535, found the string \"x\""]);
}

#[test]
fn kinds_have_words() {
    let kinds = [
        (ProblemKind::Syntax, "syntax"),
        (ProblemKind::WrongType, "wrong type"),
        (ProblemKind::UnknownKey, "unknown key"),
        (ProblemKind::Missing, "missing"),
        (ProblemKind::Unreadable, "unreadable"),
        (ProblemKind::UnknownProfile, "unknown profile"),
    ];
    for (kind, word) in kinds {
        assert_eq!(kind.to_string(), word);
    }
}

#[test]
fn files_have_a_largest_size() {
    let scene = Scene::new();
    let mut text = "{\"port\": 1}".to_owned();
    text += &" ".repeat((16 << 20) - text.len());
    scene.file("project/a.json", &text);
    assert_eq!(scene.builder::<Shop>().with_file("a.json").extract().unwrap().port, 1);
    scene.file("project/a.json", text + " ");
    let error = scene.builder::<Shop>().with_file("a.json").extract().unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Unreadable);
    assert!(error.problems()[0].message().contains("16 MiB"), "{error}");
}

#[test]
fn reports_of_long_values_and_many_problems_stay_readable() {
    let error = read(Format::Toml, &format!("port = '{}'", "x".repeat(100_000)));
    assert!(error.to_string().len() < 1_000, "{}", error.to_string().len());
    let error = read(Format::Yaml, &format!("port: {}", "\"ü\\n\\t".repeat(1_000)));
    assert!(error.to_string().len() < 2_000, "{}", error.to_string().len());
    let many: Vec<String> = (0..500).map(|n| format!("k{n} = 1")).collect();
    // A hundred of them, that there are more, and the missing setting.
    assert_eq!(read(Format::Toml, &many.join("\n")).problems().len(), 102);
}
