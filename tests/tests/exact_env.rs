//! Variables by the names that the reference lists and no others: asked for one by one where there are few, found by a scan where there are
//! many, with the same outcome.

use std::{collections::BTreeMap, path::PathBuf};

use superconfig::{Builder, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, only};

#[derive(Debug, PartialEq, SuperConfig)]
#[config(name = "shop", removed(bind = "write `host` instead"))]
struct Shop {
    #[config(default = 1)]
    port: u16,
    #[config(alias = "old_host")]
    host: Option<String>,
    tags: Option<Vec<String>>,
    labels: Option<BTreeMap<String, String>>,
    log: Option<String>,
    log_file: Option<PathBuf>,
    #[config(env = "RUST_LOG")]
    filter: Option<String>,
    #[config(env = false)]
    hidden: Option<u8>,
    #[config(nested)]
    database: Database,
    #[config(nested, env = "DB2")]
    other: Database,
    #[config(nested, env = false)]
    sealed: Database,
    #[config(flatten)]
    flat: Flat,
    #[config(nested)]
    replicas: Vec<Database>,
    #[config(nested)]
    store: Option<Store>,
    #[config(nested)]
    queue: Option<Queue>,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Database {
    #[config(default = 10)]
    pool_size: u32,
    url: Option<String>,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Flat {
    near: Option<String>,
}

#[derive(Debug, PartialEq, SuperConfig)]
enum Store {
    Memory,
    Disk {
        path: Option<PathBuf>,
        #[config(default = 5)]
        depth: u8,
    },
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "type")]
enum Queue {
    Local {
        #[config(default = 7)]
        depth: u8,
        #[config(merge = "append", default = Vec::new())]
        hosts: Vec<String>,
    },
    Remote {
        #[config(default = 8)]
        depth: u8,
        #[config(merge = "append", default = Vec::new())]
        hosts: Vec<String>,
    },
}

/// The same settings among so many others that they are not asked for one by one.
#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Mall {
    #[config(flatten)]
    shop: Shop,
    #[config(nested)]
    a: Many,
    #[config(nested)]
    b: Many,
    #[config(nested)]
    c: Many,
    #[config(nested)]
    d: Many,
}

#[derive(Debug, SuperConfig)]
struct Many {
    #[config(nested)]
    one: Four,
    #[config(nested)]
    two: Four,
    #[config(nested)]
    three: Four,
    #[config(nested)]
    four: Four,
}

#[derive(Debug, SuperConfig)]
struct Four {
    a: Option<u8>,
    b: Option<u8>,
    c: Option<u8>,
    d: Option<u8>,
}

/// What counts.
const EXACT: &[(&str, &str)] = &[
    ("SHOP_PORT", "80"),
    ("SHOP_HOST", "h"),
    ("SHOP_TAGS", "a, b"),
    ("SHOP_LABELS", "k=v"),
    ("SHOP_LOG", "l"),
    ("SHOP_LOG_FILE", "f"),
    ("RUST_LOG", "debug"),
    ("SHOP_DATABASE_POOL_SIZE", "5"),
    ("DB2_URL", "u"),
    ("SHOP_NEAR", "n"),
    ("SHOP_STORE", "Disk"),
    ("SHOP_STORE_DISK_PATH", "p"),
    ("SHOP_QUEUE_TYPE", "Remote"),
    ("SHOP_QUEUE_DEPTH", "9"),
    ("SHOP_QUEUE_HOSTS", "x, y"),
    ("SHOP_REPLICAS", r#"[{"url": "r"}]"#),
];

/// What does not, and would without [`Builder::exact_env`].
const OTHER: &[(&str, &str)] = &[
    ("SHOP__HOST", "other"),
    ("SHOP__DATABASE__URL", "other"),
    ("SHOP_DATABASE_URL_FILE", "other"),
    ("SHOP_TAGS__0", "other"),
    ("SHOP_TAGS__ADD", "other"),
    ("SHOP_LABELS__team", "other"),
    ("SHOP_REPLICAS__0__URL", "other"),
    ("SHOP_STORE__DISK__DEPTH", "1"),
];

/// What never counts; the first two are warned of otherwise.
const STRANGE: &[(&str, &str)] = &[
    ("SHOP_SERVICE_HOST", "10.0.0.1"),
    ("SHOP_PORTS", "80"),
    ("SHOP_HIDDEN", "1"),
    ("SHOP_SEALED_URL", "u"),
    ("SHOP_FILTER", "x"),
    ("MALL_PORT", "1"),
];

fn with<T: SuperConfig>(variables: &[&[(&str, &str)]]) -> Builder<T> {
    T::builder().with_env_vars(variables.concat().iter().copied())
}

/// What is read of these variables by exact names, without any warning.
fn read<T: SuperConfig>(variables: &[&[(&str, &str)]]) -> T {
    let builder = with::<T>(variables).exact_env();
    let snapshot = builder.extract_snapshot().unwrap_or_else(|error| panic!("{error}"));
    assert!(snapshot.warnings().is_empty(), "{:?}", snapshot.warnings());
    builder.extract().unwrap()
}

/// The same, few and many.
fn exact(variables: &[&[(&str, &str)]]) -> Shop {
    let shop: Shop = read(variables);
    assert_eq!(read::<Mall>(variables).shop, shop);
    shop
}

#[test]
fn listed_names_count_as_ever() {
    let shop = exact(&[EXACT]);
    assert_eq!(shop, with::<Shop>(&[EXACT]).extract().unwrap());
    assert_eq!((shop.port, shop.log_file.clone(), shop.other.url.as_deref()), (80, Some("f".into()), Some("u")));
    assert_eq!(shop.store, Some(Store::Disk { path: Some("p".into()), depth: 5 }));
    assert_eq!(shop.queue, Some(Queue::Remote { depth: 9, hosts: vec!["x".into(), "y".into()] }));
    for one in EXACT {
        // By itself, as far as it makes sense.
        let variables: &[&[(&str, &str)]] = &[&[*one]];
        if let Ok(shop) = with::<Shop>(variables).extract() {
            assert_eq!(with::<Shop>(variables).exact_env().extract().unwrap(), shop, "{one:?}");
            assert_eq!(with::<Mall>(variables).exact_env().extract().unwrap().shop, shop, "{one:?}");
        }
    }
}

#[test]
fn no_other_names_count() {
    let nothing = exact(&[]);
    for one in OTHER {
        assert_ne!(with::<Shop>(&[&[*one]]).extract().ok().as_ref(), Some(&nothing), "{one:?} means nothing at all");
        assert_eq!(exact(&[&[*one]]), nothing, "{one:?}");
    }
    assert_eq!(with::<Shop>(&[STRANGE]).extract_snapshot().unwrap().warnings().len(), 5);
    assert_eq!(exact(&[STRANGE]), nothing);
    assert_eq!(exact(&[OTHER, EXACT, STRANGE]), exact(&[EXACT]));
}

#[test]
fn former_names_count_and_are_warned_of() {
    for variables in [&[("SHOP_OLD_HOST", "old")][..], &[("SHOP_OLD_HOST", "old"), ("SHOP_HOST", "new")]] {
        let expected = with::<Shop>(&[variables]).extract_snapshot().unwrap();
        let shop = with::<Shop>(&[variables]).exact_env().extract_snapshot().unwrap();
        let mall = with::<Mall>(&[variables]).exact_env().extract_snapshot().unwrap();
        assert_eq!((&**shop.value(), &mall.value().shop), (&**expected.value(), &**expected.value()));
        assert_eq!((told(&shop), told(&mall)), (told(&expected), told(&expected)));
        assert_eq!(shop.warnings().len(), 1);
    }
}

#[test]
fn what_is_gone_is_told_under_its_listed_name() {
    let gone = [("SHOP_BIND", "b")];
    let expected = with::<Shop>(&[&gone]).extract().unwrap_err().to_string();
    assert!(expected.contains("SHOP_BIND") && expected.contains("write `host` instead"), "{expected}");
    assert_eq!(with::<Shop>(&[&gone]).exact_env().extract().unwrap_err().to_string(), expected);
    assert_eq!(with::<Mall>(&[&gone]).exact_env().extract().unwrap_err().to_string(), expected);
    for other in ["SHOP__BIND", "SHOP_BIND_FILE", "SHOP_BIND__0"] {
        assert!(with::<Shop>(&[&[(other, "b")]]).extract().is_err(), "{other}");
        assert_eq!(exact(&[&[(other, "b")]]), exact(&[]), "{other}");
    }
}

fn told<T>(snapshot: &superconfig::Snapshot<T>) -> Vec<String> {
    snapshot.warnings().iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_wrong_is_told() {
    let error = with::<Shop>(&[&[("SHOP_PORT", "many"), ("SHOP_DATABASE_POOL_SIZE", "-1")]]).exact_env().extract();
    let error = error.unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    assert_eq!(error.problems()[0].origin().unwrap().to_string(), "environment variable SHOP_PORT");
}

#[test]
fn the_process_is_asked_for_names() {
    #[derive(SuperConfig)]
    struct Few {
        #[config(env = "PATH")]
        path: String,
        #[config(env = "SUPERCONFIG_NO_SUCH_VARIABLE")]
        other: Option<String>,
    }

    let few = Few::builder().with_env().exact_env().extract().unwrap();
    assert_eq!((few.path, few.other), (std::env::var("PATH").unwrap(), None));
}

#[test]
fn the_prefix_and_the_dotenv_file_are_treated_alike() {
    let vars = [("APP_PORT", "2"), ("APP__HOST", "no"), ("PORT", "3"), ("HOST", "h"), ("TAGS__0", "no")];
    let builder = Shop::builder().with_env_of(vars).exact_env();
    assert_eq!(builder.clone().with_env_prefix("APP").extract().unwrap().port, 2);
    let plain = builder.with_env_prefix("").extract().unwrap();
    assert_eq!((plain.port, plain.host.as_deref(), plain.tags), (3, Some("h"), None));
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_PORT=4\nSHOP__HOST=no\nSHOP_PORTS=1");
    let shop = scene.builder::<Shop>().with_dotenv().exact_env().extract_snapshot().unwrap();
    assert_eq!((shop.value().port, shop.value().host.as_deref(), shop.warnings().len()), (4, None, 0));
}

#[test]
fn the_strict_have_nothing_to_mind() {
    assert_eq!(with::<Shop>(&[STRANGE]).exact_env().strict().extract().unwrap(), exact(&[]));
    let error = with::<Shop>(&[STRANGE]).strict().extract().unwrap_err();
    assert!(error.problems().iter().all(|problem| problem.kind() == ProblemKind::UnknownKey), "{error}");
    let error = with::<Shop>(&[&[("SHOP_OLD_HOST", "old")]]).exact_env().strict().extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Deprecated);
}

#[test]
fn two_variables_of_one_name_are_no_riddle_either() {
    let twice = [("SHOP_PORT", "1"), ("SHOP_PORT", "2")];
    for error in [with::<Shop>(&[&twice]).extract(), with::<Shop>(&[&twice]).exact_env().extract()] {
        assert_eq!(only(&error.unwrap_err()).kind(), ProblemKind::Ambiguous);
    }
}

/// What a load says with these variables: by exact names, among few and among many, and by a scan of all.
macro_rules! outcomes {
    ($ty:ident, $variables:expr) => {{
        #[derive(Debug, SuperConfig)]
        #[config(name = "shop")]
        struct Crowded {
            #[config(flatten)]
            own: $ty,
            #[config(nested)]
            mall: Mall,
        }

        let variables: &[(&str, &str)] = $variables;
        let few = $ty::builder().with_env_vars(variables.iter().copied());
        let many = Crowded::builder().with_env_vars(variables.iter().copied()).exact_env();
        let [exact, all] = [few.clone().exact_env(), few].map(|few| few.extract_snapshot());
        let exact = exact.map(|it| (format!("{:?}", it.value()), told(&it))).map_err(|error| error.to_string());
        let all = all.map(|it| (format!("{:?}", it.value()), told(&it))).map_err(|error| error.to_string());
        let many = many.extract_snapshot().map_err(|error| error.to_string());
        let many = many.map(|it| (format!("{:?}", it.value().own), told(&it)));
        assert_eq!(exact, many, "few and many");
        (exact, all)
    }};
}

#[test]
fn what_has_two_meanings_has_the_one_that_it_always_has() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", removed(database_url = "write `database.url`", bind = "gone"))]
    struct Moved {
        #[config(nested)]
        database: Place,
        #[config(flatten)]
        more: More,
    }
    #[derive(Debug, SuperConfig)]
    struct Place {
        url: Option<String>,
    }
    #[derive(Debug, SuperConfig)]
    #[config(removed(bind = "gone"))]
    struct More {
        more: Option<String>,
    }
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Renamed {
        #[config(nested, alias = "db", alias = "base")]
        database: Absolute,
    }
    #[derive(Debug, SuperConfig)]
    struct Absolute {
        #[config(env = "DATABASE_URL")]
        url: Option<String>,
        #[config(alias = "size")]
        pool: Option<u8>,
    }
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Listed {
        db_hosts: Option<String>,
        #[config(nested)]
        db: Hosts,
        #[config(nested)]
        queue: Option<Queue>,
        queue_depth: Option<u8>,
    }
    #[derive(Debug, SuperConfig)]
    struct Hosts {
        #[config(nested)]
        hosts: Vec<Place>,
    }

    let (exact, all) = outcomes!(Moved, &[("SHOP_DATABASE_URL", "u")]);
    assert!(exact.as_ref().unwrap().0.contains(r#"url: Some("u")"#), "{exact:?}");
    assert_eq!(exact, all);
    let (exact, all) = outcomes!(Moved, &[("SHOP_BIND", "b")]);
    assert!(exact.as_ref().unwrap_err().contains("has 1 problem"), "{exact:?}");
    assert_eq!(exact, all);
    let (exact, all) = outcomes!(Renamed, &[("DATABASE_URL", "u"), ("SHOP_BASE_SIZE", "3")]);
    assert!(exact.as_ref().unwrap().0.contains(r#"url: Some("u"), pool: Some(3)"#), "{exact:?}");
    assert_eq!(exact, all);
    let (exact, all) = outcomes!(Listed, &[("SHOP_DB_HOSTS", "a")]);
    assert!(exact.as_ref().unwrap().0.contains(r#"db_hosts: Some("a")"#), "{exact:?}");
    assert_eq!(exact, all);
    let (exact, all) = outcomes!(Listed, &[("SHOP_QUEUE_TYPE", "Local"), ("SHOP_QUEUE_DEPTH", "1")]);
    assert_eq!(exact, all);
}

#[test]
fn without_a_prefix_the_generated_name_wins() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Ports {
        #[config(env = "PORT")]
        other: Option<u16>,
        port: Option<u16>,
    }

    let builder = Ports::builder().with_env_of([("PORT", "1")]).with_env_prefix("");
    let [all, exact] = [builder.clone(), builder.exact_env()].map(|builder| builder.extract().unwrap());
    assert_eq!((all.other, all.port), (None, Some(1)));
    assert_eq!((exact.other, exact.port), (None, Some(1)));
}

#[test]
fn keys_may_begin_with_what_joins_them() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Keys {
        _x: Option<u8>,
        #[config(nested)]
        inner: Inner,
    }
    #[derive(Debug, SuperConfig)]
    struct Inner {
        #[config(rename = "$type")]
        kind: Option<u8>,
    }

    let (exact, all) = outcomes!(Keys, &[("SHOP__X", "1"), ("SHOP_INNER__TYPE", "2")]);
    assert!(exact.as_ref().unwrap().0.contains("_x: Some(1), inner: Inner { kind: Some(2) }"), "{exact:?}");
    assert_eq!(exact, all);
}

#[test]
fn a_name_of_its_own_may_look_like_any_other() {
    #[derive(Debug, PartialEq, SuperConfig)]
    #[config(name = "shop")]
    struct Odd {
        #[config(env = "SHOP__KEY")]
        own: Option<String>,
    }
    #[derive(SuperConfig)]
    #[config(name = "shop")]
    struct Beside {
        #[config(flatten)]
        odd: Odd,
        #[config(nested)]
        mall: Mall,
    }

    let variables: &[&[(&str, &str)]] = &[&[("SHOP__KEY", "k")]];
    let odd = Odd { own: Some("k".to_owned()) };
    assert_eq!(read::<Odd>(variables), odd);
    assert_eq!(read::<Beside>(variables).odd, odd);
}
