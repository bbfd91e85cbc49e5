//! Taking back what sources said: `null` in files, `with_unset` in code.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use superconfig::{Builder, Format, Origin, ProblemKind, SuperConfig, field};
use superconfig_tests::{lines, only};

#[derive(Debug, PartialEq, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default = 8080, profile(prod = 443))]
    port: u16,
    motd: Option<String>,
    #[config(default = vec!["core".to_owned()], merge = "append")]
    plugins: Vec<String>,
    #[config(default = BTreeMap::from([("a".to_owned(), 1)]))]
    limits: BTreeMap<String, u32>,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(nested)]
    replicas: Vec<Tls>,
    #[config(nested)]
    servers: BTreeMap<String, Tls>,
    #[config(nested)]
    store: Store,
    #[config(flatten)]
    logging: Logging,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Database {
    #[config(default = "u")]
    url: String,
    #[config(default = 10)]
    pool_size: u32,
    #[config(nested)]
    tls: Option<Tls>,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Tls {
    #[config(default = 1)]
    version: u8,
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(rename_all = "snake_case")]
enum Store {
    #[config(default)]
    Memory,
    Disk {
        path: String,
    },
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Logging {
    #[config(default = 3)]
    level: u8,
}

/// Every setting, none of them with its default.
const ALL: &str = "
port = 1
motd = 'm'
plugins = ['x']
limits = { a = 2, b = 3 }
level = 9
database = { url = 'v', pool_size = 2, tls = { version = 3 } }
tls = { version = 2 }
replicas = [{ version = 5 }, {}]
servers = { a = { version = 6 }, b = {} }
store.disk.path = 'p'
";

fn all() -> Builder<Shop> {
    Shop::builder().with_str(Format::Toml, ALL)
}

/// What is not as `ALL` has it, and that the rest is.
fn changed(builder: &Builder<Shop>) -> Vec<String> {
    let snapshot = builder.extract_snapshot().unwrap_or_else(|error| panic!("{error}"));
    assert!(snapshot.warnings().is_empty());
    let (now, then) = (snapshot.value(), all().extract().expect("it is complete"));
    let shown = [
        (now.port != then.port).then(|| format!("port {}", now.port)),
        (now.motd != then.motd).then(|| format!("motd {:?}", now.motd)),
        (now.plugins != then.plugins).then(|| format!("plugins {:?}", now.plugins)),
        (now.limits != then.limits).then(|| format!("limits {:?}", now.limits)),
        (now.database != then.database).then(|| format!("database {:?}", now.database)),
        (now.tls != then.tls).then(|| format!("tls {:?}", now.tls)),
        (now.replicas != then.replicas).then(|| format!("replicas {:?}", now.replicas)),
        (now.servers != then.servers).then(|| format!("servers {:?}", now.servers.keys())),
        (now.store != then.store).then(|| format!("store {:?}", now.store)),
        (now.logging != then.logging).then(|| format!("level {}", now.logging.level)),
    ];
    shown.into_iter().flatten().collect()
}

/// One field: its path in code and in files, and what is there without it.
fn cases() -> Vec<(Builder<Shop>, &'static str, &'static str)> {
    vec![
        (all().with_unset(field!(Shop, port)), "port: null", "port 8080"),
        (all().with_unset(field!(Shop, motd)), "motd: null", "motd None"),
        (all().with_unset(field!(Shop, plugins)), "plugins: null", "plugins [\"core\"]"),
        (all().with_unset(field!(Shop, limits)), "limits: null", "limits {\"a\": 1}"),
        (
            all().with_unset(field!(Shop, database)),
            "database: null",
            "database Database { url: \"u\", pool_size: 10, tls: None }",
        ),
        (
            all().with_unset(field!(Shop, database.pool_size)),
            "database: { pool_size: null }",
            "database Database { url: \"v\", pool_size: 10, tls: Some(Tls { version: 3 }) }",
        ),
        (
            all().with_unset(field!(Shop, database.tls?.version)),
            "database: { tls: { version: null } }",
            "database Database { url: \"v\", pool_size: 2, tls: Some(Tls { version: 1 }) }",
        ),
        (all().with_unset(field!(Shop, tls)), "tls: null", "tls None"),
        (all().with_unset(field!(Shop, replicas)), "replicas: null", "replicas []"),
        (all().with_unset(field!(Shop, servers)), "servers: null", "servers []"),
        (all().with_unset(field!(Shop, store)), "store: null", "store Memory"),
        (all().with_unset(field!(Shop, logging.level)), "level: null", "level 3"),
        (all().with_unset(field!(Shop, logging)), "level: null", "level 3"),
    ]
}

#[test]
fn code_and_null_put_back_the_default_of_whatever_it_is() {
    for (in_code, yaml, expected) in cases() {
        assert_eq!(changed(&in_code), [expected], "in code for {yaml}");
        assert_eq!(changed(&all().with_str(Format::Yaml, yaml)), [expected], "{yaml}");
        let json = yaml.replace(": null", "\": null").replace(": {", "\": {").replace("{ ", "{ \"");
        let json = format!("{{\"{json}}}");
        assert_eq!(changed(&all().with_str(Format::Json, &*json)), [expected], "{json}");
    }
    assert_eq!(changed(&all().with_str(Format::Yaml, "servers: { a: null }")), ["servers [\"b\"]"]);
}

#[test]
fn without_anything_to_take_back_nothing_comes_into_being() {
    let nothing = Shop::builder().extract().expect("all have defaults");
    for builder in [
        Shop::builder().with_unset(field!(Shop, tls?.version)),
        Shop::builder().with_unset(field!(Shop, database.tls?.version)).with_unset(field!(Shop, port)),
        Shop::builder().with_str(Format::Yaml, "tls: null\nservers: { a: null }\nreplicas: null"),
    ] {
        assert_eq!(builder.extract().expect("all have defaults"), nothing);
    }
}

#[test]
fn it_stands_in_the_order_of_the_calls() {
    let builder = all().with_unset(field!(Shop, port)).with_value(field!(Shop, port), 5);
    assert_eq!(builder.extract().unwrap().port, 5);
    let builder = builder.with_unset(field!(Shop, port)).with_profile("prod");
    assert_eq!(builder.extract().unwrap().port, 443);
    let builder = builder.with_env_vars([("SHOP_PORT", "6")]);
    assert_eq!(builder.extract().unwrap().port, 6);
    // What is merged later starts from the default.
    let builder = all().with_unset(field!(Shop, plugins)).with_str(Format::Toml, "plugins_add = ['y']\nlimits.c = 4");
    let shop = builder.with_unset(field!(Shop, limits)).extract().unwrap();
    assert_eq!((shop.plugins, shop.limits.len()), (vec!["core".to_owned(), "y".to_owned()], 1));
    let shop = all().with_unset(field!(Shop, tls)).with_env_vars([("SHOP_TLS_VERSION", "4")]).extract().unwrap();
    assert_eq!(shop.tls, Some(Tls { version: 4 }));
}

#[test]
fn the_origin_is_that_of_the_default() {
    let origin = |builder: Builder<Shop>, wanted: &str| {
        let snapshot = builder.extract_snapshot().unwrap();
        snapshot.origins().find(|(path, _)| path == wanted).map(|(_, origin)| origin)
    };
    for unset in [all().with_unset(field!(Shop, port)), all().with_str(Format::Json, "{\"port\": null}")] {
        assert_eq!(origin(unset.clone(), "port"), Some(Origin::Default));
        assert_eq!(origin(unset.with_profile("prod"), "port"), Some(Origin::ProfileDefault("prod".to_owned())));
    }
    assert_eq!(origin(all().with_unset(field!(Shop, motd)), "motd"), Some(Origin::Unset));
    assert_eq!(origin(all().with_unset(field!(Shop, tls)), "tls.version"), None);
    let (_, report) = all().with_unset(field!(Shop, database)).extract_with_report().unwrap();
    assert!(report.sources()[0].settings().contains(&"database.url".to_owned()), "{report}");
}

#[test]
fn a_required_setting_that_was_taken_back_is_missing() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Strict {
        #[allow(dead_code, reason = "the load fails")]
        name: String,
        #[config(skip)]
        #[allow(dead_code, reason = "the load fails")]
        cache: u8,
    }
    let builder = Strict::builder().with_str(Format::Toml, "name = 'n'");
    let error = builder.clone().with_unset(field!(Strict, name)).extract().unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::Missing, "name"));
    let error = builder.clone().with_str(Format::Yaml, "name: null").extract().unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::Missing, "name"));
    let error = builder.with_unset(field!(Strict, cache)).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        ["invalid: : `cache` is neither a setting nor a section, so `with_unset` cannot unset it"]
    );
}

#[test]
fn null_adds_nothing_to_a_list() {
    let builder = Shop::builder().with_str(Format::Json, "{\"plugins_add\": null, \"plugins_remove\": null}");
    let snapshot = builder.extract_snapshot().unwrap();
    assert_eq!(snapshot.value().plugins, ["core"]);
    let origin = snapshot.origins().find(|(path, _)| path == "plugins").map(|(_, origin)| origin);
    assert_eq!(origin, Some(Origin::Default));
}
