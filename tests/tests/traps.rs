//! What catches the unwary, in every source that has it. Traps of one source only are in the file of that source.
#![allow(missing_docs)]

use std::{collections::BTreeMap, convert::Infallible, fmt::Write as _, fs};

use superconfig::{Builder, FileOutcome, Format, Origin, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, Default, PartialEq, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    version: Option<String>,
    port: Option<u16>,
    #[config(default)]
    words: Vec<String>,
    #[config(default)]
    labels: BTreeMap<String, String>,
    #[config(nested)]
    servers: BTreeMap<String, Server>,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Server {
    host: String,
}

/// Loads from one source at a time: documents, variables, `.env`, secrets, arguments.
fn each(documents: &[(Format, String)], pairs: &[(&str, &str, String)], check: impl Fn(Shop, &str)) {
    let load = |builder: Builder<Shop>| builder.extract().unwrap_or_else(|error| panic!("{error}"));
    for (format, text) in documents {
        check(load(Shop::builder().with_str(*format, text.as_str())), text);
    }
    let scene = Scene::new();
    let (mut variables, mut lines, mut arguments) = (Vec::new(), String::new(), Vec::new());
    for (variable, path, value) in pairs {
        variables.push((*variable, value.as_str()));
        writeln!(lines, "{variable}='{value}'").unwrap();
        arguments.push(format!("--{path}={value}"));
        scene.file(&format!("secrets/{}", path.replace('.', "/")), value);
    }
    scene.file("project/.env", lines);
    check(load(Shop::builder().with_env_vars(variables)), "environment");
    check(load(scene.builder().with_dotenv()), ".env");
    check(load(scene.builder().with_args(arguments)), "arguments");
    check(load(scene.builder().with_secrets_dir(scene.path("secrets"))), "secrets");
}

#[test]
fn strings_that_look_like_something_else_stay_strings() {
    for text in ["007", "1.10", "1e3", "0x10", "-0", "true", "no", "null", "~", "2026-01-02", "12:30", "NaN", "1_000"] {
        let documents = [
            (
                Format::Toml,
                format!("version = '{text}'\nwords = ['{text}']\nlabels.k = '{text}'\nservers.k.host = '{text}'"),
            ),
            (
                Format::Json,
                format!(
                    r#"{{"version": "{text}", "words": ["{text}"], "labels": {{"k": "{text}"}}, "servers": {{"k": {{"host": "{text}"}}}}}}"#
                ),
            ),
            (
                Format::Yaml,
                format!(
                    "version: '{text}'\nwords: ['{text}']\nlabels: {{k: '{text}'}}\nservers: {{k: {{host: '{text}'}}}}"
                ),
            ),
        ];
        let value = || text.to_owned();
        let pairs = [
            ("SHOP_VERSION", "version", value()),
            ("SHOP_WORDS", "words", value()),
            ("SHOP_LABELS", "labels", format!("k={text}")),
            ("SHOP_SERVERS__k__HOST", "servers.k.host", value()),
        ];
        let expected = Shop {
            version: Some(value()),
            port: None,
            words: vec![value()],
            labels: [("k".to_owned(), value())].into(),
            servers: [("k".to_owned(), Server { host: value() })].into(),
        };
        each(&documents, &pairs, |shop, source| assert_eq!(shop, expected, "{source}"));
    }
}

#[test]
fn strings_are_no_numbers_in_files_and_text_is_where_there_is_nothing_else() {
    for (format, text) in
        [(Format::Toml, "port = '80'"), (Format::Json, "{\"port\": \"80\"}"), (Format::Yaml, "port: '80'")]
    {
        let error = Shop::builder().with_str(format, text).extract().unwrap_err();
        assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::WrongType, "port"), "{format}");
    }
    for (format, text) in [(Format::Toml, "version = 1.10"), (Format::Json, "{\"version\": 1.10}")] {
        let error = Shop::builder().with_str(format, text).extract().unwrap_err();
        assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::WrongType, "version"), "{format}");
    }
    each(&[], &[("SHOP_PORT", "port", "80".to_owned())], |shop, source| assert_eq!(shop.port, Some(80), "{source}"));
}

#[test]
fn keys_that_differ_in_case_only_are_two_in_every_source() {
    let documents = [
        (Format::Toml, "labels = {k = 'a', K = 'b'}\nservers.k.host = 'c'\nservers.K.host = 'd'".to_owned()),
        (
            Format::Json,
            r#"{"labels": {"k": "a", "K": "b"}, "servers": {"k": {"host": "c"}, "K": {"host": "d"}}}"#.to_owned(),
        ),
        (Format::Yaml, "labels: {k: a, K: b}\nservers: {k: {host: c}, K: {host: d}}".to_owned()),
    ];
    let pairs = [
        ("SHOP_LABELS", "labels", "k=a,K=b".to_owned()),
        ("SHOP_SERVERS__k__HOST", "servers.k.host", "c".to_owned()),
        ("SHOP_SERVERS__K__HOST", "servers.K.host", "d".to_owned()),
    ];
    let text = |text: &str| text.to_owned();
    let labels: BTreeMap<_, _> = [(text("k"), text("a")), (text("K"), text("b"))].into();
    let servers: BTreeMap<_, _> =
        [(text("k"), Server { host: text("c") }), (text("K"), Server { host: text("d") })].into();
    each(&documents, &pairs, |shop, source| {
        assert_eq!((&shop.labels, &shop.servers), (&labels, &servers), "{source}");
    });
    // A key of the struct has one spelling; another is none of its.
    for (format, text) in [(Format::Toml, "Port = 80"), (Format::Json, "{\"Port\": 80}"), (Format::Yaml, "Port: 80")] {
        let error = Shop::builder().with_str(format, text).extract().unwrap_err();
        assert_eq!(lines(&error), ["unknown key: Port: no setting has this name"], "{format}");
        assert_eq!(only(&error).help(), Some("did you mean 'port'?"), "{format}");
    }
    if cfg!(not(windows)) {
        assert_eq!(Shop::builder().with_env_vars([("shop_port", "80")]).extract().unwrap().port, None);
    }
}

#[allow(clippy::unnecessary_wraps, reason = "what `parse` takes may fail")]
fn removed(path: &str) -> Result<bool, Infallible> {
    Ok(fs::remove_file(path).is_ok())
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Remover {
    /// Removes the file that it names.
    #[config(parse = removed, default = false)]
    done: bool,
    #[config(default = 1)]
    port: u16,
}

#[test]
fn a_file_that_vanishes_between_discovery_and_reading_is_as_one_that_is_not_there() {
    let scene = Scene::new();
    let gone = scene.path("project/shop.local.toml");
    scene.file("project/shop.json", format!("{{\"done\": {:?}, \"port\": 2}}", gone.to_str().unwrap()));
    for _ in 0..2 {
        scene.file("project/shop.local.toml", "port = 3");
        let builder = scene.builder::<Remover>().with_discovery();
        let (config, report) = builder.extract_with_report().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((config.done, config.port), (true, 2));
        let outcome = |source: &superconfig::SourceReport| source.file().map(|file| file.outcome().clone());
        assert!(report.sources().iter().any(|source| outcome(source) == Some(FileOutcome::Vanished)), "{report}");
    }
    // One that the program asked for by name is missed.
    scene.file("project/shop.local.toml", "port = 3");
    let builder = scene.builder::<Remover>().with_file("shop.json").with_file("shop.local.toml");
    let error = builder.extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable, "{error}");
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["prod"])]
struct Lists {
    #[config(default = vec![1], profile(prod = vec![2]))]
    numbers: Vec<u16>,
    #[config(default)]
    ids: Vec<u16>,
    #[config(default = 7)]
    ids_add: u16,
}

#[test]
fn a_default_is_extended_in_every_place_that_adds_to_it() {
    let scene = Scene::new();
    scene
        .file("home/.config/shop/shop.yaml", "numbers_add: [3]\n")
        .file("project/shop.toml", "numbers_add = [4]\n[profile.prod]\nnumbers_add = [5]\nnumbers_remove = [3]\n")
        .file("project/shop.prod.json", "{\"numbers_add\": [6]}")
        .file("project/.env", "SHOP_NUMBERS__ADD=7\n");
    let builder = scene.builder::<Lists>().with_discovery().with_dotenv();
    let builder = builder.with_env_vars([("SHOP_NUMBERS__REMOVE", "4")]).with_args(["--numbers-add=8"]);
    assert_eq!(builder.clone().extract().unwrap().numbers, [1, 3, 7, 8]);
    let snapshot = builder.with_profiles(["prod", "prod"]).extract_snapshot().unwrap();
    assert_eq!(snapshot.value().numbers, [2, 5, 6, 7, 8]);
    let origin = snapshot.origins().find(|(path, _)| path == "numbers").unwrap().1;
    assert_eq!(origin, Origin::Argument("--numbers-add".to_owned()));
}

#[test]
fn a_field_that_is_called_like_an_operator_goes_first_in_every_source() {
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_IDS_ADD=1\nSHOP_IDS__ADD=2\n").file("secrets/ids_add", "1");
    let with = |format, text: &str| Lists::builder().with_str(format, text);
    for (builder, ids) in [
        (with(Format::Toml, "ids_add = 1"), &[][..]),
        (with(Format::Json, "{\"ids_add\": 1}"), &[]),
        (with(Format::Yaml, "ids_add: 1"), &[]),
        (Lists::builder().with_env_vars([("SHOP_IDS_ADD", "1"), ("SHOP_IDS__ADD", "2")]), &[2]),
        (scene.builder().with_dotenv(), &[2]),
        (scene.builder().with_secrets_dir(scene.path("secrets")), &[]),
        (Lists::builder().with_args(["--ids-add=1"]), &[]),
        (Lists::builder().with_args(["--set", "ids_add=1"]), &[]),
    ] {
        let lists = builder.extract().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((lists.ids_add, lists.ids.as_slice()), (1, ids));
    }
}
