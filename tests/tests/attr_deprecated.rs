//! `deprecated`.
#![allow(missing_docs)]

use superconfig::{Format, Origin, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(deprecated = "use `workers`")]
    threads: Option<u8>,
    #[config(deprecated)]
    processes: Option<u8>,
    #[config(default = 1)]
    workers: u8,
}

#[test]
fn a_deprecated_setting_works_and_warns() {
    let snapshot = Config::builder()
        .with_str(Format::Toml, "threads = 2\nprocesses = 3\nworkers = 4")
        .extract_snapshot()
        .expect("a warning is no problem");
    let config = snapshot.value();
    assert_eq!((config.threads, config.processes, config.workers), (Some(2), Some(3), 4));
    let warnings: Vec<_> =
        snapshot.warnings().iter().map(|warning| (warning.kind(), warning.path(), warning.help())).collect();
    assert_eq!(
        warnings,
        [(ProblemKind::Deprecated, "threads", Some("use `workers`")), (ProblemKind::Deprecated, "processes", None),]
    );
}

#[test]
fn unless_it_is_used_there_is_no_warning() {
    let snapshot = Config::builder().with_str(Format::Toml, "workers = 2").extract_snapshot().expect("the value fits");
    assert!(snapshot.warnings().is_empty());
}

#[test]
fn strictly_it_is_a_problem() {
    let error = Config::builder().with_str(Format::Toml, "threads = 2").strict().extract().expect_err("strict");
    assert_eq!(error.problems()[0].kind(), ProblemKind::Deprecated);
}

#[test]
fn the_environment_warns_as_well() {
    let snapshot = Config::builder().with_env_vars([("SHOP_THREADS", "2")]).extract_snapshot().expect("a warning");
    assert_eq!(snapshot.value().threads, Some(2));
    let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
    assert_eq!(
        (warning.kind(), warning.path(), warning.help()),
        (ProblemKind::Deprecated, "threads", Some("use `workers`"))
    );
    assert_eq!(warning.origin(), Some(&Origin::Environment("SHOP_THREADS".to_owned())));
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Outer {
    #[config(nested, deprecated = "use `pool`")]
    database: Section,
}

#[derive(Debug, SuperConfig)]
struct Section {
    #[config(default = 1)]
    size: u8,
}

#[test]
fn a_deprecated_section_warns_wherever_it_is_set() {
    for builder in [
        Outer::builder().with_str(Format::Toml, "database.size = 2"),
        Outer::builder().with_env_vars([("SHOP_DATABASE_SIZE", "2")]),
    ] {
        let snapshot = builder.extract_snapshot().expect("a warning is no problem");
        assert_eq!(snapshot.value().database.size, 2);
        let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
        assert_eq!((warning.path(), warning.help()), ("database", Some("use `pool`")));
    }
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Versions {
    #[config(deprecated(since = "2.0", use = "listen"))]
    bind: Option<String>,
    #[config(deprecated(since = "2.1"))]
    host: Option<String>,
    #[config(deprecated(use = "server.port"))]
    port: Option<u16>,
}

#[test]
fn it_is_said_since_when_and_what_to_use() {
    for (format, text) in [
        (Format::Toml, "bind = 'a'\nhost = 'b'\nport = 1"),
        (Format::Json, "{\"bind\": \"a\", \"host\": \"b\", \"port\": 1}"),
        (Format::Yaml, "bind: a\nhost: b\nport: 1"),
    ] {
        let snapshot = Versions::builder().with_str(format, text).extract_snapshot().expect("warnings");
        let config = snapshot.value();
        assert_eq!((config.bind.as_deref(), config.host.as_deref(), config.port), (Some("a"), Some("b"), Some(1)));
        let told: Vec<_> = snapshot.warnings().iter().map(|warning| (warning.message(), warning.help())).collect();
        assert_eq!(
            told,
            [
                ("deprecated since 2.0", Some("use listen")),
                ("deprecated since 2.1", None),
                ("this is on its way out", Some("use server.port")),
            ]
        );
    }
}

#[test]
fn the_advice_for_a_former_name_is_not_what_is_on_its_way_out_itself() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    #[allow(dead_code)]
    struct Shop {
        #[config(alias = "ancient", deprecated(since = "2.0", use = "server.port"))]
        old: Option<u8>,
    }
    let builder = Shop::builder().with_str(superconfig::Format::Toml, "ancient = 1");
    let snapshot = builder.extract_snapshot().unwrap();
    assert_eq!(snapshot.warnings()[0].help(), Some("use server.port"));
}
