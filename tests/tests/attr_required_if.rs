//! `required_if`.

use superconfig::{Format, ProblemKind, SecretString, SuperConfig};
use superconfig_tests::{lines, only};

#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Plain,
    Tls,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Config {
    #[config(default = Mode::Plain)]
    mode: Mode,
    #[config(default = "local")]
    storage: String,
    #[config(default = false)]
    strict: bool,
    level: Option<u8>,
    pin: Option<SecretString>,
    #[config(required_if(mode = Mode::Tls), required_if(strict = true))]
    cert: Option<String>,
    #[config(required_if(storage = "s3"))]
    bucket: Option<String>,
    #[config(nested, required_if(level = 3))]
    audit: Option<Audit>,
    #[config(secret, default = 1)]
    code: u16,
    #[config(required_if(code = 4711))]
    owner: Option<String>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Audit {
    #[config(default = 1)]
    days: u16,
}

#[test]
fn without_the_value_it_is_optional_and_with_it_it_may_be_set() {
    Config::builder().extract().unwrap();
    let text = "mode = 'tls'\nstorage = 's3'\nlevel = 3\ncert = 'c'\nbucket = 'b'\n[audit]\n";
    Config::builder().with_str(Format::Toml, text).extract().unwrap();
}

#[test]
fn with_the_value_it_is_missing() {
    let error = Config::builder()
        .with_str(Format::Toml, "mode = 'tls'\nlevel = 3")
        .with_env_vars([("SHOP_STORAGE", "s3"), ("SHOP_CODE", "4711")])
        .extract()
        .unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "missing: cert: nothing sets it, and it is needed while 'mode' is Mode::Tls (<text>:1:8)",
            "missing: bucket: nothing sets it, and it is needed while 'storage' is \"s3\" (environment variable SHOP_STORAGE)",
            "missing: audit: nothing sets it, and it is needed while 'level' is 3 (<text>:2:9)",
            "missing: owner: nothing sets it, and it is needed for the value of 'code' (environment variable SHOP_CODE)",
        ]
    );
    assert_eq!(error.problems()[0].help(), Some("set the variable SHOP_CERT"));
    assert!(!error.to_string().contains("4711"), "{error}");
}

#[test]
fn each_of_several_conditions_asks_for_it() {
    let error = Config::builder().with_str(Format::Json, r#"{"strict": true}"#).extract().unwrap_err();
    assert_eq!((only(&error).path(), only(&error).kind()), ("cert", ProblemKind::Missing));
    assert!(only(&error).message().contains("'strict' is true"), "{error}");
}
