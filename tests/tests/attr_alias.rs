//! `alias`.
#![allow(missing_docs)]

use std::{collections::BTreeMap, sync::Arc};

use superconfig::{Builder, Format, Origin, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(default = "a", alias = "bind", alias("address", "host"))]
    listen: String,
}

#[test]
fn former_keys_bind_with_a_warning() {
    for key in ["bind", "address", "host"] {
        let snapshot = Config::builder()
            .with_str(Format::Toml, format!("{key} = 'b'"))
            .extract_snapshot()
            .expect("a former key is accepted");
        assert_eq!(snapshot.value().listen, "b");
        let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
        assert_eq!((warning.kind(), warning.path()), (ProblemKind::Deprecated, "listen"));
        assert_eq!(warning.help(), Some("write 'listen' instead"));
    }
}

#[test]
fn the_key_itself_binds_without_one() {
    let snapshot = Config::builder().with_str(Format::Toml, "listen = 'b'").extract_snapshot().expect("the key");
    assert_eq!((snapshot.value().listen.as_str(), snapshot.warnings().len()), ("b", 0));
}

/// Everything of one case: what the load gave, and its warnings.
fn loaded<T: SuperConfig>(builder: &Builder<T>) -> (Arc<T>, Vec<(String, Option<String>)>) {
    let snapshot = builder.extract_snapshot().unwrap_or_else(|error| panic!("{error}"));
    let told = snapshot.warnings().iter().inspect(|warning| assert_eq!(warning.kind(), ProblemKind::Deprecated));
    let told = told.map(|warning| (warning.message().to_owned(), warning.help().map(str::to_owned))).collect();
    (Arc::clone(snapshot.value()), told)
}

const BOTH: &[(Format, &str)] = &[
    (Format::Toml, "listen = 'b'\nbind = 'c'"),
    (Format::Toml, "bind = 'c'\nlisten = 'b'"),
    (Format::Json, "{\"listen\": \"b\", \"bind\": \"c\"}"),
    (Format::Json, "{\"bind\": \"c\", \"listen\": \"b\"}"),
    (Format::Yaml, "listen: b\nbind: c"),
    (Format::Yaml, "bind: c\nlisten: b"),
    // The former one is not even read.
    (Format::Json, "{\"bind\": 5, \"listen\": \"b\"}"),
    (Format::Yaml, "bind: [c]\nlisten: b"),
    (Format::Toml, "bind.c = 5\nlisten = 'b'"),
];

#[test]
fn of_both_in_one_file_the_new_name_wins_whatever_the_order() {
    for (format, text) in BOTH {
        let (config, told) = loaded(&Config::builder().with_str(*format, *text));
        assert_eq!(config.listen, "b", "{text}");
        let message = "'bind' is a former name of 'listen', which is given as well, so it is ignored";
        assert_eq!(told, [(message.to_owned(), Some("delete 'bind'".to_owned()))], "{text}");
    }
}

#[test]
fn of_two_former_names_the_one_that_is_declared_first_wins() {
    for text in ["host: c\naddress: b", "address: b\nhost: c"] {
        let (config, told) = loaded(&Config::builder().with_str(Format::Yaml, text));
        assert_eq!(config.listen, "b", "{text}");
        let ignored = "'host' is a former name of 'address', which is given as well, so it is ignored";
        let mut told: Vec<_> = told.into_iter().map(|(message, _)| message).collect();
        told.sort_unstable();
        assert_eq!(told, ["'address' is a former name", ignored], "{text}");
    }
}

#[test]
fn in_the_table_of_a_profile_it_is_the_same() {
    for (format, text) in [
        (Format::Json, "{\"listen\": \"a\", \"profile\": {\"prod\": {\"bind\": \"c\", \"listen\": \"b\"}}}"),
        (Format::Yaml, "profile:\n  prod:\n    bind: c\n    listen: b\nlisten: a\n"),
        (Format::Toml, "listen = 'a'\n[profile.prod]\nbind = 'c'\nlisten = 'b'"),
        // What is beside the table is another place.
        (Format::Json, "{\"listen\": \"a\", \"profile\": {\"prod\": {\"bind\": \"b\"}}}"),
        (Format::Toml, "listen = 'a'\n[profile.prod]\nbind = 'b'"),
    ] {
        let (config, told) = loaded(&Config::builder().with_profile("prod").with_str(format, text));
        assert_eq!((config.listen.as_str(), told.len()), ("b", 1), "{text}");
    }
}

#[test]
fn across_sources_the_later_one_wins_whatever_the_name() {
    let builder = Config::builder().with_str(Format::Toml, "listen = 'b'").with_str(Format::Json, "{\"bind\": \"c\"}");
    assert_eq!(loaded(&builder).0.listen, "c");
    let builder = Config::builder().with_str(Format::Toml, "bind = 'b'").with_env_vars([("SHOP_LISTEN", "c")]);
    assert_eq!(loaded(&builder).0.listen, "c");
    let builder = Config::builder().with_str(Format::Toml, "listen = 'b'").with_env_vars([("SHOP_BIND", "c")]);
    assert_eq!(loaded(&builder).0.listen, "c");
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Deep {
    #[config(nested, alias = "db")]
    database: Database,
    #[config(nested, alias = "mirrors")]
    replicas: Vec<Database>,
    #[config(nested, alias = "hosts")]
    servers: BTreeMap<String, Database>,
    #[config(flatten)]
    more: More,
    #[config(default, alias = "tag-list", alias = "labels")]
    tags: Vec<String>,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Database {
    #[config(default = "u", alias = "dsn")]
    url: String,
    #[config(default = 1, alias = "conns")]
    pool_size: u32,
}

#[derive(Debug, SuperConfig)]
struct More {
    #[config(default, alias = "limits")]
    quotas: BTreeMap<String, u32>,
    #[config(env = "PORT", alias = "port_number", default = 1)]
    port: u16,
}

#[test]
fn a_former_section_is_ignored_as_a_whole() {
    for (format, text) in [
        (Format::Toml, "[db]\nurl = 'x'\n[database]\npool_size = 5"),
        (Format::Json, "{\"db\": {\"url\": \"x\"}, \"database\": {\"pool_size\": 5}}"),
        (Format::Yaml, "database: { pool_size: 5 }\ndb: { url: x }"),
    ] {
        let (config, told) = loaded(&Deep::builder().with_str(format, text));
        assert_eq!(config.database, Database { url: "u".to_owned(), pool_size: 5 });
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

#[test]
fn both_names_in_elements_and_through_flatten_are_told_apart() {
    for (format, text) in [
        (
            Format::Toml,
            "limits = { a = 1 }\nquotas = { b = 2 }\n[[replicas]]\ndsn = 'x'\nurl = 'y'\n[[replicas]]\ndsn = 'z'\n\
             [hosts.a]\nconns = 3\npool_size = 4",
        ),
        (
            Format::Yaml,
            "limits: { a: 1 }\nquotas: { b: 2 }\nreplicas: [{ dsn: x, url: y }, { dsn: z }]\n\
             hosts: { a: { conns: 3, pool_size: 4 } }",
        ),
        (
            Format::Json,
            "{\"limits\": {\"a\": 1}, \"quotas\": {\"b\": 2}, \"replicas\": [{\"dsn\": \"x\", \"url\": \"y\"}, {\"dsn\": \"z\"}], \
             \"hosts\": {\"a\": {\"conns\": 3, \"pool_size\": 4}}}",
        ),
    ] {
        let (config, told) = loaded(&Deep::builder().with_str(format, text));
        let urls: Vec<_> = config.replicas.iter().map(|replica| replica.url.as_str()).collect();
        assert_eq!((urls.as_slice(), config.servers["a"].pool_size), (&["y", "z"][..], 4));
        // Maps merge, but not with what is ignored.
        assert_eq!(config.more.quotas.keys().collect::<Vec<_>>(), ["b"]);
        let ignored = told.iter().filter(|(message, _)| message.ends_with("so it is ignored")).count();
        assert_eq!((told.len(), ignored), (5, 3), "{told:?}");
    }
}

/// To find out whether the other name stands further down a text is gone through again, but only once for a name.
#[test]
fn former_names_by_the_thousand_are_read_in_bearable_time() {
    let elements = "{\"dsn\": \"x\"},".repeat(4_000);
    let text = |last: &str| format!("{{\"replicas\": [{elements}{last}]}}");
    let load = |text: String| Deep::builder().with_str(Format::Json, text).extract_snapshot();
    let snapshot = load(text("{\"url\": \"y\"}")).expect("all bind");
    assert!(snapshot.value().replicas[..4_000].iter().all(|it| it.url == "x"));
    assert_eq!(snapshot.warnings().len(), 101, "the last one counts those that are not listed");
    let both = load(text("{\"dsn\": \"x\", \"url\": \"y\"}")).expect("the new name wins");
    assert_eq!(both.value().replicas[4_000].url, "y");
}

#[test]
fn lists_are_added_to_by_a_former_name() {
    for (format, text) in [
        (Format::Toml, "tags = ['a', 'b']\nlabels_add = ['c']\ntag-list_remove = ['a']"),
        (Format::Json, "{\"labels_add\": [\"c\"], \"tags\": [\"a\", \"b\"], \"tag-list_remove\": [\"a\"]}"),
    ] {
        let (config, told) = loaded(&Deep::builder().with_str(format, text));
        assert_eq!(config.tags, ["b", "c"]);
        let help: Vec<_> = told.iter().filter_map(|(_, help)| help.as_deref()).collect();
        assert_eq!(help.len(), 2);
        assert!(
            help.contains(&"write 'tags_add' instead") && help.contains(&"write 'tags_remove' instead"),
            "{help:?}"
        );
    }
}

#[test]
fn former_variables_bind_with_a_warning() {
    for (name, value, instead) in [
        ("SHOP_DB_URL", "x", "SHOP_DATABASE_URL"),
        ("SHOP_DATABASE_DSN", "x", "SHOP_DATABASE_URL"),
        ("SHOP_DB_DSN", "x", "SHOP_DATABASE_URL"),
        ("SHOP_HOSTS__a__DSN", "x", "SHOP_SERVERS__a__URL"),
        ("SHOP_MIRRORS__0__URL", "x", "SHOP_REPLICAS__0__URL"),
        ("SHOP_TAG_LIST", "x", "SHOP_TAGS"),
        ("SHOP_LABELS__ADD", "x", "SHOP_TAGS__ADD"),
        ("SHOP_LABELS__0", "x", "SHOP_TAGS__0"),
        ("SHOP_LIMITS__x", "5", "SHOP_QUOTAS__x"),
    ] {
        let snapshot = Deep::builder().with_env_vars([(name, value)]).extract_snapshot().unwrap();
        let config = format!("{:?}", snapshot.value());
        assert!(config.contains("\"x\""), "{name}: {config}");
        let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
        assert_eq!(warning.kind(), ProblemKind::Deprecated);
        assert_eq!(warning.message(), format!("{name} is a former name"));
        assert_eq!(warning.help(), Some(&*format!("set {instead} instead")));
        assert_eq!(warning.origin(), Some(&Origin::Environment(name.to_owned())));
    }
}

#[test]
fn a_file_is_named_by_a_former_variable() {
    let scene = Scene::new();
    scene.file("project/url", "x\n");
    let builder = scene.builder::<Deep>().with_env_vars([("SHOP_DB_URL_FILE", "url")]);
    let (config, told) = loaded(&builder);
    assert_eq!((config.database.url.as_str(), told[0].1.as_deref()), ("x", Some("set SHOP_DATABASE_URL_FILE instead")));
}

#[test]
fn of_two_variables_the_new_name_wins_whatever_the_order() {
    for variables in [[("SHOP_LISTEN", "b"), ("SHOP_BIND", "c")], [("SHOP_BIND", "c"), ("SHOP_LISTEN", "b")]] {
        let (config, told) = loaded(&Config::builder().with_env_vars(variables));
        assert_eq!(config.listen, "b");
        let message = "SHOP_BIND is a former name of SHOP_LISTEN, which is given as well, so it is ignored";
        assert_eq!(told, [(message.to_owned(), Some("unset SHOP_BIND".to_owned()))]);
    }
    // Of two former ones that which is declared first.
    for variables in [[("SHOP_HOST", "c"), ("SHOP_ADDRESS", "b")], [("SHOP_ADDRESS", "b"), ("SHOP_HOST", "c")]] {
        let (config, told) = loaded(&Config::builder().with_env_vars(variables));
        assert_eq!((config.listen.as_str(), told.len()), ("b", 2));
    }
    // An element, a file and the whole are one setting; an empty variable is none.
    let builder =
        Deep::builder().with_env_vars([("SHOP_LABELS__0", "x"), ("SHOP_TAGS", "a, b"), ("SHOP_LABELS__1", "y")]);
    assert_eq!(loaded(&builder).0.tags, ["a", "b"]);
    let (config, told) =
        loaded(&Deep::builder().with_env_vars([("SHOP_DB_CONNS", "7"), ("SHOP_DATABASE_POOL_SIZE", "")]));
    assert_eq!((config.database.pool_size, told.len()), (7, 1));
    let (config, told) =
        loaded(&Deep::builder().with_env_vars([("SHOP_DB_CONNS", ""), ("SHOP_DATABASE_POOL_SIZE", "8")]));
    assert_eq!((config.database.pool_size, told.len()), (8, 0));
}

#[test]
fn of_two_arguments_or_files_of_secrets_the_new_name_wins() {
    for arguments in [["--listen=b", "--bind=c"], ["--bind=c", "--listen=b"]] {
        let (config, told) = loaded(&Config::builder().with_args(arguments));
        assert_eq!(config.listen, "b");
        let message = "--bind is a former name of --listen, which is given as well, so it is ignored";
        assert_eq!(told, [(message.to_owned(), Some("delete --bind".to_owned()))]);
    }
    let (config, told) =
        loaded(&Deep::builder().with_args(["--hosts.a.conns=3", "--servers.a.pool_size=4", "--db.dsn=x"]));
    assert_eq!((config.servers["a"].pool_size, config.database.url.as_str()), (4, "x"));
    assert_eq!(told.len(), 3, "{told:?}");
    let scene = Scene::new();
    scene.file("project/secrets/db/url", "x\n").file("project/secrets/database/dsn", "y\n");
    scene.file("project/secrets/database/url", "z\n");
    let (config, told) = loaded(&scene.builder::<Deep>().with_secrets_dir("secrets"));
    assert_eq!(config.database.url, "z");
    let told: Vec<_> = told.into_iter().map(|(message, _)| message).collect();
    let ignored =
        |name: &str| format!("{name} is a former name of database/url, which is given as well, so it is ignored");
    assert_eq!(told, [ignored("database/dsn"), ignored("db/url")]);
}

#[test]
fn a_variable_with_a_name_of_its_own_has_no_former_ones() {
    let snapshot =
        Deep::builder().with_env_vars([("SHOP_PORT_NUMBER", "5"), ("PORT", "6")]).extract_snapshot().unwrap();
    assert_eq!(snapshot.value().more.port, 6);
    assert_eq!(snapshot.warnings()[0].kind(), ProblemKind::UnknownKey);
}

#[test]
fn what_is_wrong_with_the_value_of_a_former_variable_is_said() {
    let error = Deep::builder().with_env_vars([("SHOP_DB_CONNS", "many")]).extract().unwrap_err();
    assert_eq!((only(&error).path(), only(&error).kind()), ("database.pool_size", ProblemKind::WrongType));
    assert_eq!(only(&error).origin(), Some(&Origin::Environment("SHOP_DB_CONNS".to_owned())));
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(rename_all = "snake_case", tag = "type")]
enum Store {
    Disk {
        #[config(alias = "dir")]
        path: String,
    },
    #[config(alias = "aws")]
    S3 { bucket: String },
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct WithStore {
    #[config(nested, alias = "storage")]
    store: Store,
}

#[test]
fn enums_with_a_tag_have_former_names_too() {
    let disk = Store::Disk { path: "p".to_owned() };
    let builder = WithStore::builder().with_env_vars([("SHOP_STORAGE_DIR", "p"), ("SHOP_STORAGE_TYPE", "disk")]);
    let (config, told) = loaded(&builder);
    assert_eq!((&config.store, told.len()), (&disk, 2), "{told:?}");
    assert!(told.iter().any(|(_, help)| help.as_deref() == Some("set SHOP_STORE_TYPE instead")), "{told:?}");
    let builder = WithStore::builder()
        .with_str(Format::Json, "{\"store\": {\"dir\": \"q\", \"path\": \"p\", \"type\": \"disk\"}}");
    let (config, told) = loaded(&builder);
    assert_eq!((&config.store, told.len()), (&disk, 1), "{told:?}");
}

#[test]
fn neither_name_shows_a_secret() {
    #[derive(SuperConfig)]
    #[config(name = "shop")]
    #[allow(dead_code, reason = "the loads fail")]
    struct Secretive {
        #[config(alias = "pass", secret)]
        password: String,
    }
    for text in ["pass = 'planted'\npassword = 'planted'", "pass = 'planted'\npassword = 5\npass_add = ['planted']"] {
        let result = Secretive::builder().with_str(Format::Toml, text).strict().extract().map(drop);
        let text = result.unwrap_err().to_string();
        assert!(!text.contains("planted") && text.contains("former name"), "{text}");
    }
    let builder = Secretive::builder().with_env_vars([("SHOP_PASS", "planted"), ("SHOP_PASSWORD", "planted")]);
    let text = builder.strict().extract().map(drop).unwrap_err().to_string();
    assert!(!text.contains("planted"), "{text}");
}

#[test]
fn strictly_a_former_key_is_a_problem() {
    let error = Config::builder().with_str(Format::Toml, "bind = 'c'").strict().extract().expect_err("strict");
    assert_eq!(error.problems()[0].kind(), ProblemKind::Deprecated);
}

#[test]
fn arguments_know_former_names_of_lists_with_operators() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Shop {
        #[config(default = vec!["a".to_owned()], alias = "labels")]
        tags: Vec<String>,
    }
    let snapshot = Shop::builder().with_args(["--labels-add=b", "--set=labels_remove=a"]).extract_snapshot().unwrap();
    assert_eq!(snapshot.value().tags, ["b"]);
    assert_eq!(snapshot.warnings().len(), 2, "{:?}", snapshot.warnings());
}
