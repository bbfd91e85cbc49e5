//! `profile(…)`.
#![allow(missing_docs)]

use std::{net::SocketAddr, time::Duration};

use superconfig::{Format, Origin, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod", "eu-west"])]
struct Config {
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"))]
    listen: SocketAddr,
    #[config(profile(prod = "30s", "eu-west" = Duration::from_secs(5)))]
    timeout: Duration,
    #[config(profile(dev = 1), profile(prod = 2))]
    workers: Option<u8>,
}

#[test]
fn an_active_profile_replaces_the_default() {
    let snapshot = Config::builder().with_profile("prod").extract_snapshot().expect("`prod` has all values");
    let config = snapshot.value();
    assert_eq!(config.listen, SocketAddr::from(([0, 0, 0, 0], 443)));
    assert_eq!((config.timeout, config.workers), (Duration::from_secs(30), Some(2)));
    let origins: Vec<_> = snapshot.origins().map(|(_, origin)| origin).collect();
    assert_eq!(origins, vec![Origin::ProfileDefault("prod".to_owned()); 3]);
}

#[test]
fn a_setting_whose_profile_is_not_active_is_still_required() {
    let error = Config::builder().with_profile("dev").extract().expect_err("`timeout` has no default");
    let problems: Vec<_> = error.problems().iter().map(|problem| (problem.kind(), problem.path())).collect();
    assert_eq!(problems, [(ProblemKind::Missing, "timeout")]);
}

#[test]
fn without_a_profile_there_are_the_plain_defaults() {
    let config = Config::builder().with_str(Format::Toml, "timeout = '1s'").extract().expect("all is set");
    assert_eq!((config.listen, config.workers), (SocketAddr::from(([127, 0, 0, 1], 8080)), None));
}

#[test]
fn the_profile_that_was_activated_last_wins() {
    let timeout = |profiles: [&str; 2]| {
        Config::builder().with_profiles(profiles).extract().expect("both have a value").timeout.as_secs()
    };
    assert_eq!(timeout(["prod", "eu-west"]), 5);
    assert_eq!(timeout(["eu-west", "prod"]), 30);
}

#[test]
fn a_source_wins_over_a_profile() {
    let builder = Config::builder().with_profile("prod").with_str(Format::Toml, "timeout = '7s'");
    assert_eq!(builder.extract().expect("the value fits").timeout, Duration::from_secs(7));
}

#[test]
fn the_environment_activates_profiles() {
    let builder = Config::builder().with_env_vars([("SHOP_PROFILE", "prod, eu-west")]);
    assert_eq!(builder.extract().expect("both have a value").timeout, Duration::from_secs(5));
}
