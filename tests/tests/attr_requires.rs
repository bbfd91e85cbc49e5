//! `requires`.

use superconfig::{Format, Origin, ProblemKind, SuperConfig};
use superconfig_tests::{lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Config {
    #[config(requires("key", "chain"))]
    cert: Option<String>,
    #[config(rename = "private-key", requires = "cert")]
    key: Option<String>,
    #[config(default = "none")]
    chain: String,
    #[config(default = 1, requires = "tls")]
    port: u16,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(nested, requires = "port")]
    peers: Vec<Tls>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Tls {
    #[config(default = 1)]
    version: u8,
}

#[test]
fn all_or_none_is_fine() {
    Config::builder().extract().unwrap();
    let text = "cert = 'c'\nprivate-key = 'k'\nchain = 'x'\nport = 2\n[tls]\n[[peers]]\n";
    Config::builder().with_str(Format::Toml, text).extract().unwrap();
    // From any source.
    let builder = Config::builder().with_str(Format::Toml, "cert = 'c'\nchain = 'c'");
    builder.with_env_vars([("SHOP_PRIVATE_KEY", "k")]).extract().unwrap();
}

#[test]
fn what_is_needed_and_absent_is_named_where_it_is_needed() {
    let error = Config::builder().with_str(Format::Toml, "\ncert = 'c'").extract().unwrap_err();
    let problem = only(&error);
    assert_eq!(problem.message(), "it needs 'private-key', 'chain', and nothing sets them");
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::Invalid, "cert"));
    assert_eq!(problem.origin().unwrap().to_string(), "<text>:2:8");
    let help = problem.help().unwrap();
    assert!(help.contains("'private-key'") && help.ends_with("or delete 'cert'"), "{help}");

    let error = Config::builder().with_env_vars([("SHOP_PORT", "2")]).extract().unwrap_err();
    assert_eq!(lines(&error), ["invalid: port: it needs 'tls', and nothing sets it"]);
    assert_eq!(only(&error).origin(), Some(&Origin::Environment("SHOP_PORT".to_owned())));

    let error = Config::builder().with_str(Format::Yaml, "peers: [{}]").extract().unwrap_err();
    assert_eq!(lines(&error), ["invalid: peers: it needs 'port', and nothing sets it"]);
}

#[test]
fn what_could_not_be_read_is_there_all_the_same() {
    let text = "cert: a\nprivate-key: [1]\nchain: c";
    let error = Config::builder().with_str(Format::Yaml, text).extract().unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::WrongType, "private-key"));
    // Who knows what else stands in a file that is broken.
    let builder = Config::builder().with_str(Format::Toml, "private-key = ").with_env_vars([("SHOP_CERT", "c")]);
    assert_eq!(only(&builder.extract().unwrap_err()).kind(), ProblemKind::Syntax);
}

#[test]
fn null_unsets() {
    let builder = Config::builder().with_str(Format::Json, r#"{"private-key": "k"}"#);
    builder.with_str(Format::Json, r#"{"private-key": null}"#).extract().unwrap();
}
