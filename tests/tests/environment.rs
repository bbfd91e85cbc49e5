//! Variables: their names, what their text means, and what is said about those that mean nothing.

use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsString,
    path::PathBuf,
    time::Duration,
};

use superconfig::{Builder, ByteSize, Error, Format, Origin, ProblemKind, SuperConfig};
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

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    text: Option<String>,
    flag: Option<bool>,
    number: Option<u8>,
    ratio: Option<f64>,
    wait: Option<Duration>,
    size: Option<ByteSize>,
    path: Option<PathBuf>,
    tags: Option<Vec<String>>,
    ports: Option<Vec<u16>>,
    labels: Option<BTreeMap<String, String>>,
    limits: Option<HashMap<String, u32>>,
    mode: Option<Mode>,
    modes: Option<Vec<Mode>>,
    point: Option<Point>,
    points: Option<Vec<Point>>,
    log: Option<String>,
    log_file: Option<String>,
    #[config(env = "RUST_LOG")]
    filter: Option<String>,
    #[config(env = false)]
    hidden: Option<String>,
    #[config(nested)]
    database: Database,
    #[config(nested, env = "DB2")]
    other: Database,
    #[config(nested, env = false)]
    sealed: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(flatten)]
    flat: Flat,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(default = 10)]
    pool_size: u32,
    #[config(nested)]
    read_only: ReadOnly,
}

#[derive(Debug, SuperConfig)]
struct ReadOnly {
    url: Option<String>,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(default = 3)]
    depth: u8,
    cert: Option<PathBuf>,
}

#[derive(Debug, SuperConfig)]
struct Flat {
    near: Option<String>,
}

fn with(variables: &[(&str, &str)]) -> Builder<Shop> {
    Shop::builder().with_env_vars(variables.iter().copied())
}

fn read(variables: &[(&str, &str)]) -> Shop {
    with(variables).extract().unwrap_or_else(|error| panic!("{error}"))
}

fn fails(variables: &[(&str, &str)]) -> Error {
    with(variables).extract().unwrap_err()
}

#[test]
fn nested_names_join_with_one_underscore_or_two() {
    for name in ["SHOP_DATABASE_READ_ONLY_URL", "SHOP__DATABASE__READ_ONLY__URL", "SHOP_DATABASE__READ_ONLY_URL"] {
        assert_eq!(read(&[(name, "u")]).database.read_only.url.as_deref(), Some("u"), "{name}");
    }
    assert_eq!(read(&[("SHOP_DATABASE_POOL_SIZE", "5")]).database.pool_size, 5);
    assert_eq!(read(&[("SHOP_NEAR", "x")]).flat.near.as_deref(), Some("x"));
    // Underscores within a key are single.
    assert_eq!(with(&[("SHOP_DATABASE_POOL__SIZE", "5")]).extract_snapshot().unwrap().warnings().len(), 1);
    assert_eq!(read(&[("shop_database_pool_size", "5"), ("SHOPDATABASE_POOL_SIZE", "6")]).database.pool_size, 10);
}

#[test]
fn prefixes_are_the_callers_choice() {
    let vars = [("APP_NUMBER", "1"), ("SHOP_NUMBER", "2"), ("NUMBER", "3")];
    let builder = Shop::builder().with_env_of(vars);
    assert_eq!(builder.clone().with_env().extract().unwrap().number, Some(2));
    assert_eq!(builder.clone().with_env_prefix("APP").extract().unwrap().number, Some(1));
    assert_eq!(builder.clone().with_env_prefix("APP_").extract().unwrap().number, Some(1));
    assert_eq!(builder.clone().with_env_prefix("").extract().unwrap().number, Some(3));
    assert_eq!(builder.with_env().with_env_prefix("APP").extract().unwrap().number, Some(1));
}

#[test]
fn names_of_fields_and_sections_can_be_absolute() {
    assert_eq!(read(&[("RUST_LOG", "debug")]).filter.as_deref(), Some("debug"));
    assert_eq!(read(&[("SHOP_FILTER", "debug")]).filter, None);
    assert_eq!(read(&[("DB2_POOL_SIZE", "7")]).other.pool_size, 7);
    assert_eq!(read(&[("DB2_READ_ONLY_URL", "u")]).other.read_only.url.as_deref(), Some("u"));
    assert_eq!(read(&[("SHOP_OTHER_POOL_SIZE", "7")]).other.pool_size, 10);
}

#[test]
fn the_environment_can_be_switched_off() {
    let shop = with(&[("SHOP_HIDDEN", "x"), ("SHOP_SEALED_POOL_SIZE", "5")]).extract_snapshot().unwrap();
    assert_eq!((shop.value().hidden.as_deref(), shop.value().sealed.pool_size), (None, 10));
    assert_eq!(shop.warnings().len(), 2);
    let shop = Shop::builder().with_str(Format::Toml, "hidden = 'x'\nsealed.pool_size = 5").extract().unwrap();
    assert_eq!((shop.hidden.as_deref(), shop.sealed.pool_size), (Some("x"), 5));
}

#[test]
fn text_is_read_by_the_type_of_its_setting() {
    let shop = read(&[
        ("SHOP_TEXT", "01234"),
        ("SHOP_FLAG", "1"),
        ("SHOP_NUMBER", "1"),
        ("SHOP_RATIO", "2"),
        ("SHOP_WAIT", "1h 30m"),
        ("SHOP_SIZE", "10MiB"),
        ("SHOP_PATH", "/tmp/a b"),
        ("SHOP_MODE", "safe"),
        ("SHOP_MODES", "safe,fast"),
        ("SHOP_POINT", "{\"x\": 1, \"y\": 2}"),
        ("SHOP_POINTS", "[{\"x\": 1, \"y\": 2}]"),
    ]);
    assert_eq!(shop.text.as_deref(), Some("01234"));
    assert_eq!((shop.flag, shop.number, shop.ratio), (Some(true), Some(1), Some(2.0)));
    assert_eq!((shop.wait, shop.size), (Some(Duration::from_secs(5400)), Some(ByteSize::mib(10))));
    assert_eq!(shop.path, Some(PathBuf::from("/tmp/a b")));
    assert_eq!((shop.mode, shop.modes), (Some(Mode::Safe), Some(vec![Mode::Safe, Mode::Fast])));
    assert_eq!((shop.point, shop.points.unwrap().len()), (Some(Point { x: 1, y: 2 }), 1));
    assert_eq!(read(&[("SHOP_POINT", "x=1, y=-2")]).point, Some(Point { x: 1, y: -2 }));
    for text in ["true", "null", "[1]", "{}", " padded ", "\"quoted\""] {
        assert_eq!(read(&[("SHOP_TEXT", text)]).text.as_deref(), Some(text));
    }
}

#[test]
fn booleans_have_eight_spellings() {
    for (texts, value) in [(["true", "YES", "On", "1"], true), (["false", "no", "OFF", "0"], false)] {
        for text in texts {
            assert_eq!(read(&[("SHOP_FLAG", text)]).flag, Some(value), "{text}");
        }
    }
    for text in ["y", "2", "t", "enabled", "tru"] {
        assert_eq!(only(&fails(&[("SHOP_FLAG", text)])).kind(), ProblemKind::WrongType, "{text}");
    }
}

#[test]
fn wrong_text_is_blamed_on_its_variable() {
    let error = fails(&[("SHOP_NUMBER", "300"), ("SHOP_WAIT", "30"), ("SHOP_PORTS", "1,x"), ("SHOP_MODE", "slow")]);
    let origins: Vec<String> = error.problems().iter().map(|problem| problem.origin().unwrap().to_string()).collect();
    let names = ["SHOP_NUMBER", "SHOP_WAIT", "SHOP_PORTS", "SHOP_MODE"];
    assert_eq!(origins, names.map(|name| format!("environment variable {name}")));
    assert_eq!(error.problems()[2].path(), "ports[1]");
    assert!(error.problems()[1].message().contains("30s"), "{error}");
}

#[test]
fn lists_take_commas_json_or_indices() {
    let expected = Some(vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!(read(&[("SHOP_TAGS", "a, b")]).tags, expected);
    assert_eq!(read(&[("SHOP_TAGS", "[\"a\", \"b\"]")]).tags, expected);
    assert_eq!(read(&[("SHOP_TAGS__1", "b"), ("SHOP_TAGS__0", "a")]).tags, expected);
    assert_eq!(read(&[("SHOP_PORTS", "80,443")]).ports, Some(vec![80, 443]));
    assert_eq!(read(&[("SHOP_PORTS", "[80, 443]")]).ports, Some(vec![80, 443]));
    let many: Vec<(String, String)> = (0..12).map(|n| (format!("SHOP_PORTS__{n}"), n.to_string())).collect();
    let ports = Shop::builder().with_env_vars(many).extract().unwrap().ports.unwrap();
    assert_eq!(ports, (0..12).collect::<Vec<u16>>());
    let error = fails(&[("SHOP_TAGS__0", "a"), ("SHOP_TAGS__2", "c")]);
    assert_eq!(only(&error).origin(), Some(&Origin::Environment("SHOP_TAGS__2".to_owned())));
    let error = fails(&[("SHOP_PORTS__0", "80"), ("SHOP_PORTS__1", "x")]);
    assert_eq!(only(&error).path(), "ports[1]");
    assert_eq!(only(&error).origin(), Some(&Origin::Environment("SHOP_PORTS__1".to_owned())));
    let error = fails(&[("SHOP_TAGS", "[\"a\"")]);
    assert_eq!(only(&error).kind(), ProblemKind::WrongType);
}

#[test]
fn a_list_that_is_set_whole_and_by_element_is_a_problem() {
    let error = fails(&[("SHOP_TAGS", "a"), ("SHOP_TAGS__0", "b")]);
    assert_eq!(only(&error).kind(), ProblemKind::Ambiguous, "{error}");
}

#[test]
fn maps_take_pairs_json_or_keys() {
    let expected = BTreeMap::from([("a".to_owned(), "1".to_owned()), ("b".to_owned(), "x=y".to_owned())]);
    assert_eq!(read(&[("SHOP_LABELS", "a=1, b=x=y")]).labels.as_ref(), Some(&expected));
    assert_eq!(read(&[("SHOP_LABELS", "{\"a\": \"1\", \"b\": \"x=y\"}")]).labels.as_ref(), Some(&expected));
    assert_eq!(read(&[("SHOP_LABELS__a", "1"), ("SHOP_LABELS__b", "x=y")]).labels.as_ref(), Some(&expected));
    assert_eq!(read(&[("SHOP_LIMITS", "a=1")]).limits.unwrap()["a"], 1);
    let error = fails(&[("SHOP_LIMITS__a", "1"), ("SHOP_LIMITS__b", "x")]);
    assert_eq!(only(&error).path(), "limits.b");
    assert_eq!(only(&error).origin(), Some(&Origin::Environment("SHOP_LIMITS__b".to_owned())));
    assert_eq!(only(&fails(&[("SHOP_LABELS", "a")])).kind(), ProblemKind::WrongType);
    // Keys are taken as they are written, and merge with what files say.
    let shop = Shop::builder().with_str(Format::Toml, "labels = { Team = 'x', a = '0' }");
    let labels = shop.with_env_vars([("SHOP_LABELS__a", "1"), ("SHOP_LABELS__B_c", "2")]).extract().unwrap().labels;
    assert_eq!(labels.unwrap().keys().collect::<Vec<_>>(), ["B_c", "Team", "a"]);
}

#[test]
fn a_variable_can_name_the_file_that_holds_the_value() {
    let scene = Scene::new();
    scene.file("project/text", "one\n\n").file("project/windows", "one\r\n").file("project/plain", "one");
    for (file, text) in [("text", "one\n"), ("windows", "one"), ("plain", "one")] {
        let builder = scene.builder::<Shop>();
        let shop = builder.with_env_vars([("SHOP_TEXT_FILE", file)]).extract().unwrap();
        assert_eq!(shop.text.as_deref(), Some(text));
    }
    let absolute = scene.path("project/plain");
    let shop = scene.builder::<Shop>().with_env_vars([("RUST_LOG_FILE", absolute)]).extract().unwrap();
    assert_eq!(shop.filter.as_deref(), Some("one"));
    scene.file("project/number", "12\n");
    let shop = scene.builder::<Shop>().with_env_vars([("SHOP_DATABASE_POOL_SIZE_FILE", "number")]).extract().unwrap();
    assert_eq!(shop.database.pool_size, 12);
    let both = [("SHOP_TEXT", "two"), ("SHOP_TEXT_FILE", "text")];
    for vars in [both, [both[1], both[0]]] {
        let error = scene.builder::<Shop>().with_env_vars(vars).extract().unwrap_err();
        assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::Ambiguous, "text"));
        assert!(error.to_string().contains("SHOP_TEXT_FILE"), "{error}");
    }
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Required {
    #[allow(dead_code, reason = "it never gets a value")]
    key: String,
}

#[test]
fn a_file_that_a_variable_names_must_be_there() {
    let scene = Scene::new();
    let error = scene.builder::<Required>().with_env_vars([("SHOP_KEY_FILE", "nowhere")]).extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
    assert_eq!(only(&error).path(), "key");
    assert!(only(&error).message().contains("nowhere"), "{error}");
    assert_eq!(only(&error).origin(), Some(&Origin::Environment("SHOP_KEY_FILE".to_owned())));
    scene.file("project/latin", b"caf\xe9");
    let error = scene.builder::<Required>().with_env_vars([("SHOP_KEY_FILE", "latin")]).extract().unwrap_err();
    assert!(only(&error).message().contains("byte 3"), "{error}");
}

#[test]
fn a_real_setting_wins_over_the_suffix() {
    let scene = Scene::new();
    let shop = scene.builder::<Shop>().with_env_vars([("SHOP_LOG_FILE", "nowhere.log")]).extract().unwrap();
    assert_eq!((shop.log.as_deref(), shop.log_file.as_deref()), (None, Some("nowhere.log")));
}

#[test]
fn empty_means_unset_except_for_text() {
    let names = ["FLAG", "NUMBER", "WAIT", "SIZE", "TAGS", "LABELS", "MODE", "POINT", "TEXT_FILE", "TLS_DEPTH"];
    let vars = names.map(|name| (format!("SHOP_{name}"), ""));
    let shop = Shop::builder().with_env_vars(vars).extract().unwrap();
    assert_eq!((shop.flag, shop.number, shop.tags, shop.mode), (None, None, None, None));
    assert!(shop.tls.is_none(), "an empty variable does not bring a section into being");
    assert_eq!(read(&[("SHOP_TEXT", "")]).text.as_deref(), Some(""));
    let base = Shop::builder().with_str(Format::Toml, "number = 5\ntext = 'x'");
    let shop = base.with_env_vars([("SHOP_NUMBER", ""), ("SHOP_TEXT", "")]).extract().unwrap();
    assert_eq!((shop.number, shop.text.as_deref()), (Some(5), Some("")));
}

#[test]
#[cfg(unix)]
fn values_that_are_not_unicode_are_told_and_neighbours_ignored() {
    use std::os::unix::ffi::OsStringExt as _;
    let bad = || OsString::from_vec(vec![b'a', 0xff]);
    let vars = [("SHOP_NUMBER".into(), OsString::from("5")), (bad(), bad()), ("OTHER".into(), bad())];
    assert_eq!(Shop::builder().with_env_vars(vars).extract().unwrap().number, Some(5));
    let error = Shop::builder().with_env_vars([("SHOP_TEXT", bad())]).extract().unwrap_err();
    assert_eq!(only(&error).path(), "text");
    assert!(only(&error).message().contains("Unicode"), "{error}");
    let error = Required::builder().with_env_vars([("SHOP_KEY", bad())]).extract().unwrap_err();
    assert_eq!(only(&error).path(), "key", "{error}");
    let name = OsString::from_vec(b"SHOP_\xff".to_vec());
    assert_eq!(Shop::builder().with_env_vars([(name, bad())]).extract().unwrap().number, None);
}

#[test]
fn prefixed_variables_that_name_nothing_are_warned_of() {
    let builder = with(&[("SHOP_NUMBR", "5"), ("SHOPPING", "x"), ("SHOP_PROFILE", ""), ("SHOP_CONFIG", "")]);
    let snapshot = builder.extract_snapshot().unwrap();
    let [warning] = snapshot.warnings() else { panic!("one warning, not {:?}", snapshot.warnings()) };
    assert_eq!(warning.kind(), ProblemKind::UnknownKey);
    assert_eq!(warning.help(), Some("did you mean SHOP_NUMBER?"));
    let snapshot = Shop::builder().with_env_vars([("SHOP_NUMBRE_FILE", "f")]).extract_snapshot().unwrap();
    assert_eq!(snapshot.warnings()[0].help(), Some("did you mean SHOP_NUMBER_FILE?"));
    assert_eq!(warning.origin(), Some(&Origin::Environment("SHOP_NUMBR".to_owned())));
    let error = builder.strict().extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::UnknownKey);
    assert_eq!(lines(&error).len(), 1);
    // Without a prefix every variable of the machine would be one.
    let snapshot = Shop::builder().with_env_of([("HOME", "/x")]).with_env_prefix("").strict().extract_snapshot();
    assert!(snapshot.unwrap().warnings().is_empty());
}

#[test]
fn one_variable_brings_an_optional_section_into_being() {
    let tls = read(&[("SHOP_TLS_CERT", "c")]).tls.unwrap();
    assert_eq!((tls.depth, tls.cert), (3, Some(PathBuf::from("c"))));
    assert!(read(&[]).tls.is_none());
}

#[test]
fn the_last_of_two_variables_of_one_name_is_not_a_riddle() {
    // The process cannot have two; whoever hands over two is told.
    let error = fails(&[("SHOP_DATABASE_POOL_SIZE", "1"), ("SHOP_DATABASE__POOL_SIZE", "2")]);
    assert_eq!(only(&error).kind(), ProblemKind::Ambiguous);
    assert_eq!(only(&error).path(), "database.pool_size");
}

#[test]
fn keys_of_elements_are_in_a_total_order() {
    let keys: Vec<String> = (0..40).flat_map(|n| [n.to_string(), format!("{n}a"), format!("0{n}")]).collect();
    let vars = |name: &str| keys.iter().map(|key| (format!("SHOP_{name}__{key}"), "1".to_owned())).collect::<Vec<_>>();
    let labels = Shop::builder().with_env_vars(vars("LABELS")).extract().unwrap().labels.unwrap();
    assert_eq!(labels.len(), keys.len());
    let error = Shop::builder().with_env_vars(vars("PORTS")).extract().unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::Invalid, "ports"));
    let error = fails(&[("SHOP_TAGS__9", "a"), ("SHOP_TAGS__1a", "b"), ("SHOP_TAGS__10", "c"), ("SHOP_TAGS__0", "d")]);
    assert_eq!(only(&error).origin(), Some(&Origin::Environment("SHOP_TAGS__9".to_owned())));
}

#[derive(Debug, SuperConfig)]
#[config(name = "mail")]
struct Mail {
    out: Option<String>,
    #[config(env = "MAIL_OUT_FILE")]
    of: Option<String>,
    #[config(env = "LOG")]
    log: Option<String>,
    #[config(env = "LOG_FILE")]
    log_file: Option<String>,
    #[config(env = "LOG__a")]
    log_a: Option<String>,
    #[config(env = "MAPPED")]
    map: Option<BTreeMap<String, String>>,
    #[config(env = "MAPPED__real")]
    real: Option<String>,
    levels: Option<Vec<Mode>>,
    ranks: Option<BTreeMap<String, Mode>>,
    #[config(secret)]
    password: Option<String>,
}

#[test]
fn a_real_setting_wins_over_the_suffix_of_an_absolute_name_too() {
    let vars = [
        ("MAIL_OUT_FILE", "1"),
        ("LOG_FILE", "2"),
        ("LOG__a", "3"),
        ("LOG__b", "not ours: a text has no elements"),
        ("MAPPED__key", "4"),
        ("MAPPED__real", "5"),
    ];
    let mail = Scene::new().builder::<Mail>().with_env_vars(vars).strict().extract().unwrap();
    assert_eq!((mail.out, mail.of.as_deref()), (None, Some("1")));
    assert_eq!((mail.log, mail.log_file.as_deref(), mail.log_a.as_deref()), (None, Some("2"), Some("3")));
    assert_eq!(mail.map, Some(BTreeMap::from([("key".to_owned(), "4".to_owned())])));
    assert_eq!(mail.real.as_deref(), Some("5"));
}

#[test]
fn lists_of_types_read_through_serde_take_indices() {
    let read = |vars: &[(&str, &str)]| Mail::builder().with_env_vars(vars.iter().copied()).extract();
    let mail = read(&[("MAIL_LEVELS__1", "safe"), ("MAIL_LEVELS__0", "fast"), ("MAIL_RANKS__a", "safe")]).unwrap();
    assert_eq!(mail.levels, Some(vec![Mode::Fast, Mode::Safe]));
    assert_eq!(mail.ranks, Some(BTreeMap::from([("a".to_owned(), Mode::Safe)])));
    let error = read(&[("MAIL_LEVELS__0", "fast"), ("MAIL_LEVELS__1", "slow")]).unwrap_err();
    assert_eq!(only(&error).path(), "levels[1]");
    assert_eq!(only(&error).origin(), Some(&Origin::Environment("MAIL_LEVELS__1".to_owned())));
    let error = read(&[("MAIL_LEVELS__0", "fast"), ("MAIL_LEVELS__2", "safe")]).unwrap_err();
    assert_eq!(only(&error).path(), "levels");
}

#[test]
fn every_set_of_variables_is_a_source_of_its_own() {
    let builder = with(&[("SHOP_NUMBER", "1"), ("SHOP_TEXT", "a")]).with_env_vars([("SHOP_NUMBER", "2")]);
    let snapshot = builder.clone().strict().extract_snapshot().unwrap();
    assert_eq!((snapshot.value().number, snapshot.value().text.as_deref()), (Some(2), Some("a")));
    // In between, files win over the first and lose to the second.
    let builder = with(&[("SHOP_NUMBER", "1"), ("SHOP_TEXT", "a")]).with_str(Format::Toml, "number = 5\ntext = 'b'");
    let shop = builder.with_env_vars([("SHOP_NUMBER", "2")]).extract().unwrap();
    assert_eq!((shop.number, shop.text.as_deref()), (Some(2), Some("b")));
    // What else a load looks at is in all of them.
    let scene = Scene::new();
    scene.file("project/one.toml", "number = 1").file("project/two.toml", "number = 2");
    let builder = scene.builder::<Shop>().with_discovery().with_env_vars([("SHOP_CONFIG", "one.toml")]);
    let both = builder.clone().with_env_vars([("SHOP_TEXT", "a")]).extract().unwrap();
    assert_eq!((both.number, both.text.as_deref()), (Some(1), Some("a")));
    assert_eq!(builder.with_env_of([("SHOP_CONFIG", "two.toml")]).extract().unwrap().number, Some(2));
    // Plain `with_env` sees all of them, later ones winning, and each name once.
    let builder = Shop::builder().with_env_of([("SHOP_NUMBER", "1"), ("SHOP_TEXT", "a")]);
    let shop = builder.with_env_of([("SHOP_NUMBER", "2")]).with_env().extract().unwrap();
    assert_eq!((shop.number, shop.text.as_deref()), (Some(2), Some("a")));
}

#[test]
fn an_empty_variable_beside_a_file_is_unset() {
    let scene = Scene::new();
    scene.file("project/password", "hunter2\n").file("project/nothing", "");
    let read = |vars: [(&str, &str); 2]| scene.builder::<Mail>().with_env_vars(vars).extract().map(|it| it.password);
    let both = [("MAIL_PASSWORD", ""), ("MAIL_PASSWORD_FILE", "password")];
    for vars in [both, [both[1], both[0]]] {
        assert_eq!(read(vars).unwrap().as_deref(), Some("hunter2"));
    }
    assert_eq!(read([both[0], ("MAIL_PASSWORD_FILE", "")]).unwrap().as_deref(), Some(""));
    assert_eq!(read([both[0], ("MAIL_PASSWORD_FILE", "nothing")]).unwrap().as_deref(), Some(""));
    let error = read([both[0], ("MAIL_PASSWORD_FILE", "./nowhere")]).unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
}

#[test]
fn advice_names_variables_under_the_prefix_in_use() {
    let builder = Shop::builder().with_env_of([("APP_NUMBR", "5")]).with_env_prefix("APP_");
    let snapshot = builder.extract_snapshot().unwrap();
    let [warning] = snapshot.warnings() else { panic!("one warning, not {:?}", snapshot.warnings()) };
    assert_eq!(warning.help(), Some("did you mean APP_NUMBER?"));
}
