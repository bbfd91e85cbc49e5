//! `flatten`.
#![allow(missing_docs)]

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
struct Place {
    #[config(alias = "zone")]
    region: String,
}

#[derive(Debug, SuperConfig)]
struct Common {
    #[config(default = "info")]
    level: String,
    #[config(flatten)]
    place: Place,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    port: u16,
    #[config(flatten)]
    common: Common,
}

#[test]
fn the_settings_stand_among_those_of_the_struct() {
    let snapshot = Config::builder()
        .with_str(Format::Toml, "port = 1\nzone = 'eu'")
        .with_env_vars([("SHOP_LEVEL", "debug")])
        .extract_snapshot()
        .expect("the values fit");
    let config = snapshot.value();
    assert_eq!(config.port, 1);
    assert_eq!((config.common.level.as_str(), config.common.place.region.as_str()), ("debug", "eu"));
    let paths: Vec<_> = snapshot.origins().map(|(path, _)| path).collect();
    assert_eq!(paths, ["port", "level", "region"]);
}

#[test]
fn what_neither_knows_is_unknown() {
    let error = Config::builder()
        .with_str(Format::Toml, "port = 1\nregion = 'eu'\nlevle = 'x'\n[common]\nlevel = 'x'")
        .extract()
        .expect_err("two keys are unknown");
    let problems: Vec<_> = error.problems().iter().map(|problem| (problem.kind(), problem.path())).collect();
    assert_eq!(problems, [(ProblemKind::UnknownKey, "levle"), (ProblemKind::UnknownKey, "common")]);
    assert_eq!(error.problems()[0].help(), Some("did you mean 'level'?"));
}
