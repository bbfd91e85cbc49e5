//! `sources = "…"`.
#![allow(missing_docs)]

use superconfig::{Builder, ExposeSecret as _, Format, ProblemKind, SecretString, SuperConfig, field};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(sources = "env | secrets")]
    api_key: Option<SecretString>,
    #[config(nested)]
    database: Database,
    #[config(sources = "args | code", default = false)]
    dry_run: bool,
    #[config(sources = "files")]
    motd: Option<String>,
    #[config(sources = "secrets")]
    tags: Option<Vec<String>>,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(sources = "dotenv", default = 5)]
    pool_size: u8,
}

fn refused(builder: &Builder<Shop>, path: &str) -> (String, String) {
    let error = builder.extract().expect_err("the source may not set it");
    let problem = only(&error);
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::Forbidden, path));
    (problem.message().to_owned(), problem.help().expect("a cure").to_owned())
}

#[test]
fn a_file_may_not_set_what_it_may_not_in_any_format() {
    for (format, text) in [
        (Format::Toml, "api_key = 'hunter2'\nmotd = 'hi'"),
        (Format::Json, r#"{"api_key": "hunter2", "motd": "hi"}"#),
        (Format::Yaml, "api_key: hunter2\nmotd: hi"),
    ] {
        let builder = Shop::builder().with_str(format, text);
        let (message, help) = refused(&builder, "api_key");
        assert_eq!(message, "it may not be set by a file");
        assert_eq!(help, "only the environment or a secrets directory may set it: the variable SHOP_API_KEY");
        assert!(!builder.extract().unwrap_err().to_string().contains("hunter2"));
    }
}

#[test]
fn collections_are_refused_whole_and_the_rest_of_the_file_is_read() {
    for (format, text) in [
        (Format::Toml, "tags = ['a', 'b']\nmotd = 5"),
        (Format::Json, r#"{"tags": ["a", "b"], "motd": 5}"#),
        (Format::Yaml, "tags: [a, b]\nmotd: [5]"),
    ] {
        let error = Shop::builder().with_str(format, text).extract().unwrap_err();
        let kinds: Vec<_> = error.problems().iter().map(|problem| (problem.kind(), problem.path())).collect();
        assert_eq!(kinds, [(ProblemKind::Forbidden, "tags"), (ProblemKind::WrongType, "motd")], "{error}");
    }
}

#[test]
fn the_environment_and_what_it_names_may_be_allowed() {
    let scene = Scene::new();
    scene.file("project/key", "k\n");
    for variables in [[("SHOP_API_KEY", "k")], [("SHOP_API_KEY_FILE", "key")]] {
        let shop: Shop = scene.builder().with_env_vars(variables).extract().unwrap();
        assert_eq!(shop.api_key.unwrap().expose_secret(), "k");
    }
}

#[test]
fn a_variable_may_not_set_what_only_files_may() {
    let (message, help) = refused(&Shop::builder().with_env_vars([("SHOP_MOTD", "hi")]), "motd");
    assert_eq!((message.as_str(), help.as_str()), ("it may not be set by the environment", "only a file may set it"));
    let shop = Shop::builder().with_str(Format::Toml, "motd = 'hi'").extract().unwrap();
    assert_eq!(shop.motd.as_deref(), Some("hi"));
}

#[test]
fn a_refused_value_does_not_replace_one_that_is_allowed() {
    let builder = Shop::builder().with_args(["--dry-run"]).with_env_vars([("SHOP_DRY_RUN", "false")]);
    refused(&builder, "dry_run");
    assert!(Shop::builder().with_args(["--dry-run"]).extract().unwrap().dry_run);
}

#[test]
fn a_dotenv_file_is_not_the_environment() {
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_DATABASE_POOL_SIZE=7\n");
    assert_eq!(scene.builder::<Shop>().with_dotenv().extract().unwrap().database.pool_size, 7);
    let builder = scene.builder().with_env_vars([("SHOP_DATABASE_POOL_SIZE", "7")]);
    refused(&builder, "database.pool_size");
}

#[test]
fn arguments_and_secrets_are_kinds_of_their_own() {
    let scene = Scene::new();
    scene.file("secrets/tags", "a,b");
    let shop: Shop = scene.builder().with_secrets_dir(scene.path("secrets")).extract().unwrap();
    assert_eq!(shop.tags.unwrap(), ["a", "b"]);
    let (message, _) = refused(&scene.builder().with_args(["--tags", "a", "--tags", "b"]), "tags");
    assert_eq!(message, "it may not be set by an argument");
}

#[test]
fn code_needs_permission_too() {
    let allowed = Shop::builder().with_value(field!(Shop, dry_run), true);
    assert!(allowed.extract().unwrap().dry_run);
    let (message, _) = refused(&Shop::builder().with_value(field!(Shop, database.pool_size), 9), "database.pool_size");
    assert_eq!(message, "it may not be set by code");
}

#[test]
fn a_missing_setting_is_not_looked_for_where_it_may_not_be() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    #[allow(dead_code, reason = "no load succeeds")]
    struct Required {
        #[config(sources = "secrets")]
        key: String,
        #[config(sources = "env")]
        token: String,
    }
    let error = Required::builder().with_str(Format::Toml, "").with_env_vars([("A", "b")]).extract().unwrap_err();
    let helps: Vec<_> = error.problems().iter().filter_map(|problem| problem.help()).collect();
    assert_eq!(helps, ["only a secrets directory may set it", "set the variable SHOP_TOKEN"]);
    let error = Required::builder().with_str(Format::Toml, "token = 'x'").extract().unwrap_err();
    assert_eq!(lines(&error).len(), 2, "a refused setting is not missing as well: {error}");
}
