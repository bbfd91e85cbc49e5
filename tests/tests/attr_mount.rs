//! `mount`.
#![allow(missing_docs)]

use std::sync::{Mutex, PoisonError};

use superconfig::{Builder, Format, Origin, ProblemKind, SuperConfig};

mod acme {
    use superconfig::{SecretString, SuperConfig};

    #[derive(Debug, SuperConfig)]
    #[config(mount = "telemetry")]
    pub(super) struct Telemetry {
        pub(super) endpoint: String,
        #[config(default = 1, profile(prod = 100))]
        pub(super) sample_rate: u32,
        pub(super) tags: Vec<String>,
        pub(super) token: Option<SecretString>,
        #[config(nested)]
        pub(super) retry: Option<Retry>,
    }

    #[derive(Debug, SuperConfig)]
    pub(super) struct Retry {
        #[config(default = 3)]
        pub(super) limit: u8,
    }
}

use acme::Telemetry;

#[derive(Debug, SuperConfig)]
#[config(name = "shop", mounts)]
struct AppConfig {
    #[config(default = 8080)]
    port: u16,
}

const COMPLETE: &str = "port = 1\n[telemetry]\nendpoint = 'https://a'\ntags = []";

/// What is published is seen by all tests, so they take turns.
fn loaded<R>(builder: &Builder<AppConfig>, look: impl FnOnce(&AppConfig, &Telemetry) -> R) -> R {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let config = builder.load().expect("the application and the library have what they need");
    look(&config, &Telemetry::get())
}

#[test]
fn it_is_a_section_of_the_applications_files() {
    loaded(&AppConfig::builder().with_str(Format::Toml, COMPLETE), |config, telemetry| {
        assert_eq!((config.port, telemetry.endpoint.as_str(), telemetry.sample_rate), (1, "https://a", 1));
        assert!(telemetry.retry.is_none());
    });
    let json = r#"{"telemetry": {"endpoint": "https://b", "tags": ["x"], "retry": {}}}"#;
    loaded(&AppConfig::builder().with_str(Format::Json, json), |config, telemetry| {
        assert_eq!((config.port, telemetry.tags.as_slice()), (8080, ["x".to_owned()].as_slice()));
        assert_eq!(telemetry.retry.as_ref().map(|retry| retry.limit), Some(3));
    });
}

#[test]
fn its_variables_are_named_under_the_applications() {
    let variables = [
        ("SHOP_TELEMETRY_ENDPOINT", "https://c"),
        ("SHOP__TELEMETRY__SAMPLE_RATE", "7"),
        ("SHOP_TELEMETRY_TAGS__0", "x"),
        ("SHOP_TELEMETRY_RETRY_LIMIT", "9"),
    ];
    loaded(&AppConfig::builder().with_str(Format::Toml, COMPLETE).with_env_vars(variables), |_, telemetry| {
        assert_eq!((telemetry.endpoint.as_str(), telemetry.sample_rate, telemetry.tags.len()), ("https://c", 7, 1));
        assert_eq!(telemetry.retry.as_ref().map(|retry| retry.limit), Some(9));
    });
}

#[test]
fn profiles_of_the_application_are_its_own() {
    let builder = AppConfig::builder().with_str(Format::Toml, COMPLETE).with_profile("prod");
    loaded(&builder, |_, telemetry| assert_eq!(telemetry.sample_rate, 100));
}

#[test]
fn its_origins_are_its_own() {
    let builder = AppConfig::builder().with_str(Format::Toml, COMPLETE);
    let builder = builder.with_env_vars([("SHOP_TELEMETRY_SAMPLE_RATE", "5")]);
    loaded(&builder, |_, _| {
        let snapshot = Telemetry::snapshot().expect("the application was loaded");
        assert_eq!(format!("{snapshot:?}"), "Snapshot of attr_mount::acme::Telemetry");
        let origins: Vec<_> = snapshot.origins().collect();
        let paths: Vec<_> = origins.iter().map(|origin| origin.0.as_str()).collect();
        assert_eq!(paths, ["telemetry.endpoint", "telemetry.sample_rate", "telemetry.tags", "telemetry.token"]);
        assert!(origins[0].1.to_string().ends_with(":3:12"), "{}", origins[0].1);
        assert_eq!(origins[1].1, Origin::Environment("SHOP_TELEMETRY_SAMPLE_RATE".to_owned()));
        let own = AppConfig::snapshot().expect("it was loaded").origins().map(|origin| origin.0).collect::<Vec<_>>();
        assert_eq!(own, ["port"]);
    });
}

#[test]
fn it_can_be_loaded_alone() {
    let text = "endpoint = 'https://alone'\ntags = []";
    let telemetry = Telemetry::builder().with_str(Format::Toml, text).extract().expect("its keys are at the top");
    assert_eq!(telemetry.endpoint, "https://alone");
    assert!(telemetry.token.is_none());
    let snapshot = Telemetry::builder().with_str(Format::Toml, text).extract_snapshot().expect("as before");
    assert_eq!(snapshot.origins().next().expect("a setting").0, "endpoint");
    let error = Telemetry::builder().with_str(Format::Toml, COMPLETE).extract().expect_err("nothing is mounted here");
    assert!(error.problems().iter().any(|problem| problem.path() == "port"), "{error}");
}

#[test]
fn a_section_that_is_not_one_says_so() {
    let error = AppConfig::builder().with_str(Format::Toml, "telemetry = 5").extract().expect_err("a number");
    let problem = &error.problems()[0];
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::WrongType, "telemetry"));
}
