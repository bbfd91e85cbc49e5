//! `mounts`.
#![allow(missing_docs)]

use std::sync::{Arc, Mutex};

use superconfig::{Format, ProblemKind, SuperConfig, field};
use superconfig_tests::{Scene, library, lines, only};

mod acme {
    use superconfig::{SecretString, SuperConfig};

    #[derive(Debug, SuperConfig)]
    #[config(mount = "telemetry")]
    pub(super) struct Telemetry {
        pub(super) endpoint: String,
        #[config(default = 1)]
        pub(super) sample_rate: u32,
        pub(super) token: Option<SecretString>,
        #[config(default, env = "SHOP_OTEL")]
        pub(super) otel: bool,
    }
}

use acme::Telemetry;

#[derive(Debug, SuperConfig)]
#[config(name = "shop", mounts)]
struct AppConfig {
    host: String,
    #[config(default = 8080)]
    port: u16,
}

/// Another program of the shop, without libraries.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", allow_unknown)]
struct Neighbour {
    host: String,
}

#[derive(Debug, SuperConfig)]
#[config(name = "stock")]
struct Stranger {
    #[config(default)]
    host: String,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop", mounts)]
struct Generic<T> {
    value: T,
}

/// In one test, since what is published is seen by all.
#[test]
fn one_load_publishes_all_or_nothing() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "host = 'a'\n[telemetry]\nendpoint = 'one'\nsample_rate = 0.5");
    let builder = || scene.builder::<AppConfig>().with_discovery();
    builder().load().expect_err("a rate is a whole number");
    assert!(AppConfig::try_get().is_none());
    assert!(Telemetry::try_get().is_none());

    scene.file("project/shop.toml", "host = 'a'\n[telemetry]\nendpoint = 'one'\n[linked-library]\nretries = 7");
    builder().extract().expect("all is well");
    builder().extract_snapshot().expect("all is well");
    assert!(AppConfig::try_get().is_none());
    assert!(Telemetry::try_get().is_none());

    let config = builder().load().expect("all is well");
    assert_eq!((config.host.as_str(), config.port), ("a", 8080));
    assert_eq!((AppConfig::get().port, Telemetry::get().endpoint.as_str()), (8080, "one"));
    assert!(Telemetry::get().token.is_none() && !Telemetry::get().otel);
    assert_eq!(Telemetry::get().sample_rate, 1);
    assert_eq!(library::retries(), 7, "a library that is only linked in has its section");

    scene.file("project/shop.toml", "host = 'b'\n[telemetry]\nendpoint = 2");
    builder().load().expect_err("an endpoint is a text");
    assert_eq!((AppConfig::get().host.as_str(), Telemetry::get().endpoint.as_str()), ("a", "one"));

    scene.file("project/shop.toml", "host = 'c'\n[telemetry]\nendpoint = 'three'");
    builder().load().expect("all is well again");
    assert_eq!((AppConfig::get().host.as_str(), Telemetry::get().endpoint.as_str()), ("c", "three"));
    assert_eq!(library::retries(), 3);
}

#[test]
fn one_report_has_the_problems_of_all() {
    let error = AppConfig::builder()
        .with_str(Format::Toml, "prot = 1\n[telemetry]\nendpiont = 'a'\ntoken = 5")
        .with_env_vars([("SHOP_TELEMETRY_SAMPLE_RATE", "often"), ("SHOP_TELEMETRY_TOKEN_FILE", "/absent/token")])
        .extract()
        .expect_err("nearly nothing is right");
    let lines = lines(&error);
    let starts = [
        "unknown key: prot",
        "unknown key: telemetry.endpiont",
        "wrong type: telemetry.token: ",
        "wrong type: telemetry.sample_rate: ",
        "unreadable: telemetry.token: ",
        "missing: host",
        "missing: telemetry.endpoint",
    ];
    assert_eq!(lines.len(), starts.len(), "{error}");
    assert!(lines.iter().zip(starts).all(|(line, start)| line.starts_with(start)), "{error}");
    assert_eq!(error.problems()[1].help(), Some("did you mean 'endpoint'?"));
    let cure = error.problems()[6].help().expect("a cure");
    assert!(cure.contains("SHOP_TELEMETRY_ENDPOINT"), "{cure}");
}

#[test]
fn the_secrets_of_what_is_mounted_are_secret() {
    let error = AppConfig::builder()
        .with_str(Format::Toml, "host = 'a'\ntelemetry = { endpoint = 'a', token = ['hunter2'], sample_rate = 'x' }")
        .extract()
        .expect_err("a token is a text");
    assert!(!error.to_string().contains("hunter2"), "{error}");
    assert!(error.to_string().contains("telemetry.token"), "{error}");
}

#[test]
fn nor_does_a_config_that_takes_nothing_in_show_them() {
    for text in ["host = 'a'\n[telemetry]\ntoken = 'hunter2", "host = 5\ntelemetry.token = 'hunter2'"] {
        let neighbour = Neighbour::builder().with_str(Format::Toml, text).strict().extract().expect_err("it is wrong");
        let stranger = Stranger::builder().with_str(Format::Toml, text).extract().expect_err("it is wrong");
        for error in [neighbour, stranger] {
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }
}

#[test]
fn a_misspelt_mount_is_an_unknown_key() {
    let error =
        AppConfig::builder().with_str(Format::Toml, "host = 'a'\n[telemetri]\nendpoint = 'a'").extract().unwrap_err();
    assert_eq!(error.problems()[0].path(), "telemetri");
    assert_eq!(error.problems()[0].help(), Some("did you mean 'telemetry'?"));
}

#[test]
fn a_misspelt_variable_is_warned_of() {
    let text = "host = 'a'\ntelemetry.endpoint = 'a'";
    let builder = AppConfig::builder().with_str(Format::Toml, text);
    let builder = builder.with_env_vars([("SHOP_TELEMETRY_ENDPIONT", "b")]);
    let snapshot = builder.extract_snapshot().expect("only a warning");
    assert_eq!(snapshot.value().host, "a");
    assert_eq!(snapshot.warnings()[0].help(), Some("did you mean SHOP_TELEMETRY_ENDPOINT?"));
}

#[test]
fn neighbours_that_read_the_same_files_skip_what_is_mounted() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let config = Neighbour::builder()
        .with_str(Format::Toml, "host = 'a'\nlinked-library.retries = 1\n[telemetry]\nendpiont = 'one'")
        .with_str(Format::Yaml, "telemetry: { endpoint: one }")
        .with_env_vars([("SHOP_TELEMETRY_ENDPOINT", "b"), ("SHOP_TELEMETRY__X", "b"), ("SHOP_OTEL", "1")])
        .on_warning(move |warning| ears.lock().expect("nobody panicked").push(warning.to_string()))
        .strict()
        .load()
        .expect("none of that is its own business");
    assert_eq!(config.host, "a");
    assert_eq!(heard.lock().expect("nobody panicked").as_slice(), [""; 0]);

    let builder = Neighbour::builder().with_str(Format::Toml, "host = 'a'\ntelemetri = 1\nother.telemetry = 2");
    let snapshot = builder.with_env_vars([("SHOP_TELEMETRYX", "1"), ("SHOP_HOTS", "1")]).extract_snapshot();
    let snapshot = snapshot.expect("warnings, since it allows unknown keys");
    assert_eq!(snapshot.warnings().len(), 4);
}

#[test]
fn to_others_a_mount_is_an_unknown_key_with_advice() {
    let builder = Stranger::builder().with_str(Format::Toml, "telemetry.endpoint = 'one'");
    let error = builder.with_env_vars([("STOCK_TELEMETRY_ENDPOINT", "two")]).extract().expect_err("unknown");
    let problem = only(&error);
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::UnknownKey, "telemetry"));
    let advice = "'telemetry' is where attr_mounts::acme::Telemetry is mounted; \
                  add #[config(mounts)] to Stranger to take it in";
    assert_eq!(problem.help(), Some(advice));
    assert_eq!(error.warnings().len(), 1, "its variables are nobody's");
    let error = Stranger::builder().with_str(Format::Toml, "host = 'a'\n[x]\ntelemetry = 1").extract().unwrap_err();
    assert!(!error.to_string().contains("mounted"), "{error}");
    assert_eq!(Stranger::builder().extract().expect("a default").host, "");
}

#[test]
fn values_and_unset_ones_find_their_place() {
    let text = r#"{"host": "a", "port": 1, "telemetry": {"endpoint": "a", "sample_rate": 2}}"#;
    let builder = AppConfig::builder().with_str(Format::Json, text).with_value(field!(AppConfig, port), 5);
    assert_eq!(builder.extract().expect("all is well").port, 5);
    let error = builder.with_str(Format::Json, r#"{"telemetry": null}"#).extract().expect_err("now it is gone");
    assert_eq!(only(&error).path(), "telemetry.endpoint");
}

#[test]
fn a_generic_config_takes_in_too() {
    let text = "value = 5\n[telemetry]\nendpoint = 'a'";
    let config = Generic::<u8>::builder().with_str(Format::Toml, text).extract().expect("a number");
    assert_eq!(config.value, 5);
    let config = Generic::<String>::builder().with_str(Format::Toml, "value = 'a'").extract();
    assert_eq!(only(&config.map(|it| it.value).expect_err("incomplete")).path(), "telemetry.endpoint");
}

#[test]
fn profiles_change_what_is_mounted() {
    let text = "host = 'a'\n[telemetry]\nendpoint = 'one'\n[profile.prod]\nport = 443\ntelemetry.sample_rate = 9\n";
    let builder = AppConfig::builder().with_str(Format::Toml, text).with_profile("prod");
    let snapshot = builder.extract_snapshot().expect("all is there");
    assert_eq!(snapshot.value().port, 443);
    let wrong = AppConfig::builder().with_str(Format::Toml, text.replace('9', "'x'")).with_profile("prod");
    let error = wrong.extract().expect_err("a rate is a number");
    assert_eq!(only(&error).path(), "telemetry.sample_rate");
    // Another program skips it there as it does at the top.
    let text = format!("{text}\n[profile.dev.telemetry]\nsample_rate = 2");
    let builder = Neighbour::builder().with_str(Format::Toml, text.replace("port = 443", "host = 'b'"));
    let snapshot = builder.with_profile("prod").strict().extract_snapshot().expect("it skips what is mounted");
    assert_eq!(snapshot.value().host, "b");
}

#[test]
fn arguments_reach_what_is_mounted() {
    let scene = Scene::new();
    let builder = scene.builder::<AppConfig>().with_str(Format::Toml, "host = 'a'");
    builder.clone().with_args(["--telemetry.endpoint=x", "--telemetry.sample-rate", "5"]).extract().unwrap();
    let error =
        builder.clone().with_args(["--telemetry.endpoint=x", "--telemetry.sample-rate=x"]).extract().unwrap_err();
    assert_eq!(only(&error).path(), "telemetry.sample_rate");
    let command = AppConfig::augment(clap::Command::new("shop")).unwrap();
    let matches = command.get_matches_from(["shop", "--telemetry-endpoint", "x", "--telemetry-otel"]);
    builder.with_arg_matches(&matches).extract().unwrap();
}
