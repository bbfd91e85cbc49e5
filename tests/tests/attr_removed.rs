//! `removed`.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use superconfig::{Format, ProblemKind, SuperConfig};
use superconfig_tests::{lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", removed(bind = "use `listen` instead", "max-conns" = "it follows from `workers`"))]
#[config(removed(password = "use `api_key`"))]
#[allow(dead_code, reason = "most loads here fail")]
struct Config {
    #[config(default = "a")]
    listen: String,
    #[config(default = 1)]
    workers: u8,
    #[config(nested, alias = "db")]
    database: Database,
    #[config(nested)]
    servers: BTreeMap<String, Database>,
    #[config(flatten)]
    logging: Logging,
    #[config(nested)]
    store: Store,
}

#[derive(Debug, SuperConfig)]
#[config(removed(timeout = "the server decides", tls = "set `sslmode` in the URL"))]
#[allow(dead_code, reason = "most loads here fail")]
struct Database {
    #[config(default = "u")]
    url: String,
    #[config(default = 5)]
    tls_port: u16,
}

#[derive(Debug, SuperConfig)]
#[config(removed(verbose = "use `level`"))]
#[allow(dead_code, reason = "most loads here fail")]
struct Logging {
    #[config(default = 1)]
    level: u8,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "snake_case", removed(ftp = "use `sftp`"))]
#[allow(dead_code, reason = "most loads here fail")]
enum Store {
    #[config(default)]
    Disk,
    Sftp {
        host: String,
    },
}

#[test]
fn a_key_that_is_gone_is_a_problem_with_its_explanation() {
    for (format, text, path, help) in [
        (Format::Toml, "bind = 'x'", "bind", "use `listen` instead"),
        (Format::Json, "{\"bind\": {\"host\": 5}}", "bind", "use `listen` instead"),
        (Format::Yaml, "bind: x", "bind", "use `listen` instead"),
        (Format::Toml, "[max-conns]\nx = 1", "max-conns", "it follows from `workers`"),
        (Format::Toml, "bind_add = ['x']", "bind_add", "use `listen` instead"),
        (Format::Yaml, "database: { timeout: 5 }", "database.timeout", "the server decides"),
        (Format::Toml, "[db]\ntls.on = true", "database.tls", "set `sslmode` in the URL"),
        (Format::Json, "{\"servers\": {\"a\": {\"timeout\": null}}}", "servers.a.timeout", "the server decides"),
        (Format::Toml, "verbose = true", "verbose", "use `level`"),
    ] {
        // A warning about `db` may stand beside it.
        let error = Config::builder().with_str(format, text).extract().expect_err(text);
        let problem = only(&error);
        assert_eq!((problem.kind(), problem.path()), (ProblemKind::Removed, path), "{error}");
        assert_eq!(problem.message(), "there is no such setting any more");
        assert_eq!(problem.help(), Some(help));
        assert!(problem.origin().is_some_and(|origin| origin.to_string().starts_with("<text>:")), "{error}");
    }
}

#[test]
fn a_variable_that_is_gone_is_a_problem_too() {
    for (name, path, help) in [
        ("SHOP_BIND", "bind", "use `listen` instead"),
        ("SHOP_MAX_CONNS", "max-conns", "it follows from `workers`"),
        ("SHOP_BIND_FILE", "bind", "use `listen` instead"),
        ("SHOP_BIND__0", "bind", "use `listen` instead"),
        ("SHOP_MAX_CONNS_PER_HOST", "max-conns", "it follows from `workers`"),
        ("SHOP_DATABASE_TIMEOUT", "database.timeout", "the server decides"),
        ("SHOP_DB__TIMEOUT", "database.timeout", "the server decides"),
        ("SHOP_SERVERS__a__TIMEOUT", "servers.a.timeout", "the server decides"),
        ("SHOP_VERBOSE", "verbose", "use `level`"),
    ] {
        let error = Config::builder().with_env_vars([(name, "planted")]).extract().expect_err(name);
        let problem = only(&error);
        assert_eq!((problem.kind(), problem.path(), problem.help()), (ProblemKind::Removed, path, Some(help)));
        assert_eq!(problem.message(), format!("{name} sets nothing any more"));
        assert!(!error.to_string().contains("planted"));
    }
}

#[test]
fn an_argument_that_is_gone_is_explained() {
    for (arguments, name) in [
        (vec!["--max-conns=planted"], "--max-conns"),
        (vec!["--database.timeout=planted"], "--database.timeout"),
        (vec!["--db.tls.on=planted"], "--db.tls.on"),
        (vec!["--set", "servers.a.timeout=planted"], "--set servers.a.timeout"),
        (vec!["--verbose=planted"], "--verbose"),
    ] {
        let error = Config::builder().with_args(arguments).extract().expect_err(name);
        assert_eq!(only(&error).kind(), ProblemKind::Removed, "{error}");
        assert_eq!(only(&error).message(), "there is no such setting any more");
        assert!(only(&error).help().is_some() && only(&error).origin().is_some_and(|it| it.to_string().contains(name)));
        assert!(!error.to_string().contains("planted"));
    }
}

#[test]
fn what_is_there_is_not_taken_for_what_is_gone() {
    let builder = Config::builder().with_env_vars([("SHOP_DATABASE_TLS_PORT", "7")]);
    assert_eq!(builder.extract().expect("a setting").database.tls_port, 7);
    // Rather a slip of the pen than something in the section that is gone.
    let builder = Config::builder().with_env_vars([("SHOP_DATABASE_TLS_PROT", "7")]);
    let snapshot = builder.extract_snapshot().expect("a warning");
    assert_eq!(snapshot.warnings()[0].help(), Some("did you mean SHOP_DATABASE_TLS_PORT?"));
    let error = Config::builder().with_str(Format::Toml, "bint = 5").extract().expect_err("a misspelt key");
    assert_eq!(only(&error).kind(), ProblemKind::UnknownKey);
    let text = "[logging]\nverbose = true\n[database]\nbind = 'x'";
    let error = Config::builder().with_str(Format::Toml, text).extract().expect_err("removed elsewhere");
    assert!(error.problems().iter().all(|problem| problem.kind() == ProblemKind::UnknownKey), "{error}");
}

#[test]
fn under_an_empty_prefix_nothing_is_said_of_variables() {
    #[derive(SuperConfig)]
    #[config(env_prefix = "", removed(home = "use `directory`"))]
    struct Plain {
        #[config(default = "d")]
        directory: String,
    }
    let snapshot = Plain::builder().with_env_vars([("HOME", "/root")]).extract_snapshot().expect("nothing is wrong");
    assert!(snapshot.warnings().is_empty() && snapshot.value().directory == "d");
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "snake_case", tag = "type", removed(ftp = "use `sftp`"))]
enum Tagged {
    Sftp { ftp: String },
}

#[test]
fn a_variant_that_is_gone_is_explained_by_every_way_to_name_it() {
    for (format, text) in [
        (Format::Toml, "store = 'ftp'"),
        (Format::Toml, "[store.ftp]\nhost = 'h'"),
        (Format::Json, "{\"store\": \"ftp\"}"),
        (Format::Yaml, "store: { ftp: { host: h } }"),
    ] {
        let error = Config::builder().with_str(format, text).extract().expect_err(text);
        assert_eq!((only(&error).kind(), only(&error).help()), (ProblemKind::Removed, Some("use `sftp`")), "{error}");
    }
    for variable in [("SHOP_STORE", "ftp"), ("SHOP_STORE_FTP_DIRECTORY", "h")] {
        let error = Config::builder().with_env_vars([variable]).extract().expect_err("a variable");
        assert_eq!((only(&error).kind(), only(&error).help()), (ProblemKind::Removed, Some("use `sftp`")), "{error}");
    }
    let text = "type = 'sftp'\nftp = 'h'";
    let Tagged::Sftp { ftp } = Tagged::builder().with_str(Format::Toml, text).extract().expect("a key of the variant");
    assert_eq!(ftp, "h");
    for (format, text) in [(Format::Toml, "type = 'ftp'"), (Format::Json, "{\"ftp\": \"h\", \"type\": \"ftp\"}")] {
        let error = Tagged::builder().with_str(format, text).extract().expect_err("no such variant");
        assert_eq!((only(&error).kind(), only(&error).help()), (ProblemKind::Removed, Some("use `sftp`")), "{error}");
    }
}

#[test]
fn where_unknown_keys_are_allowed_it_is_a_warning() {
    let builder = Config::builder().allow_unknown();
    for builder in [builder.clone().with_str(Format::Toml, "bind = 1"), builder.with_env_vars([("SHOP_BIND", "1")])] {
        let snapshot = builder.extract_snapshot().expect("warnings");
        let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
        assert_eq!((warning.kind(), warning.help()), (ProblemKind::Removed, Some("use `listen` instead")));
        assert!(builder.strict().extract().is_err());
    }
}

#[test]
fn it_is_told_together_with_everything_else() {
    let builder = Config::builder().with_str(Format::Toml, "bind = 1\nworkers = 'many'\nwrokers = 2");
    let text = lines(&builder.extract().expect_err("three problems")).join("\n");
    assert!(text.starts_with("removed: bind: there is no such setting any more\nwrong type: workers"), "{text}");
    assert!(text.ends_with("unknown key: wrokers: no setting has this name"), "{text}");
}

/// Nobody knows any more whether it was a secret.
#[test]
fn values_of_what_is_gone_are_not_shown() {
    for (format, text) in [
        (Format::Toml, "password = 'planted'"),
        (Format::Json, "{\"password\": {\"a\": [\"planted\"]}}"),
        (Format::Yaml, "password: planted"),
        (Format::Yaml, "password: >\n  planted\n"),
    ] {
        let error = Config::builder().with_str(format, text).extract().expect_err(text).to_string();
        assert!(!error.contains("planted") && error.contains("password"), "{error}");
    }
}
