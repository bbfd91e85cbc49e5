//! `profiles = […]`.
#![allow(missing_docs)]

use superconfig::{ProblemKind, SuperConfig};
use superconfig_tests::Scene;

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct Declared {
    #[config(default = 1)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Undeclared {
    #[config(default = 1, profile(prod = 2))]
    port: u16,
}

#[test]
fn a_declared_profile_may_be_active_without_any_value() {
    let snapshot = Declared::builder().with_profile("dev").extract_snapshot().expect("`dev` is declared");
    assert_eq!((snapshot.value().port, snapshot.profiles()), (1, ["dev".to_owned()].as_slice()));
}

#[test]
fn another_profile_is_a_problem() {
    let error = Declared::builder().with_profile("prd").extract().expect_err("`prd` is not declared");
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!(problem.kind(), ProblemKind::UnknownProfile);
    assert!(problem.help().is_some_and(|help| help.contains("'prod'")), "{problem}");
}

#[test]
fn without_a_declaration_those_count_that_are_mentioned() {
    assert_eq!(Undeclared::builder().with_profile("prod").extract().expect("it is mentioned").port, 2);
    let error = Undeclared::builder().with_profile("dev").extract().expect_err("it is mentioned nowhere");
    assert_eq!(error.problems()[0].kind(), ProblemKind::UnknownProfile);
}

#[derive(Debug, SuperConfig)]
#[config(
    name = "shop",
    profiles(base, metrics = ["base"], "eu-west", prod = ["metrics", "eu-west"], canary = ["base", "prod"])
)]
struct Grouped {
    #[config(default = "none", profile(base = "base", metrics = "metrics", "eu-west" = "eu", prod = "prod"))]
    top: String,
    #[config(default = "none", profile(base = "base", metrics = "metrics", "eu-west" = "eu"))]
    below: String,
    #[config(default = "none", profile(base = "base", metrics = "metrics"))]
    lower: String,
}

fn active(profiles: &[&str]) -> Vec<String> {
    let builder = Grouped::builder().with_profiles(profiles.iter().copied());
    builder.extract_snapshot().expect("all are declared").profiles().to_vec()
}

#[test]
fn a_group_activates_what_it_brings_in_below_itself() {
    assert_eq!(active(&["prod"]), ["base", "metrics", "eu-west", "prod"]);
    assert_eq!(active(&["base"]), ["base"]);
    let config = Grouped::builder().with_profile("prod").extract().expect("it is declared");
    assert_eq!((config.top.as_str(), config.below.as_str(), config.lower.as_str()), ("prod", "eu", "metrics"));
}

#[test]
fn what_groups_share_counts_where_the_first_brings_it_in() {
    assert_eq!(active(&["eu-west", "canary"]), ["eu-west", "base", "metrics", "prod", "canary"]);
    assert_eq!(active(&["metrics", "canary"]), ["base", "metrics", "eu-west", "prod", "canary"]);
}

#[test]
fn what_is_chosen_by_name_counts_where_it_is_chosen() {
    assert_eq!(active(&["prod", "base"]), ["metrics", "eu-west", "prod", "base"]);
    assert_eq!(active(&["prod", "metrics"]), ["eu-west", "prod", "base", "metrics"]);
    assert_eq!(active(&["base", "prod", "base"]), ["metrics", "eu-west", "prod", "base"]);
}

#[test]
fn the_schema_has_the_groups() {
    let schema = Grouped::SCHEMA;
    assert_eq!(schema.profiles, ["base", "metrics", "eu-west", "prod", "canary"]);
    let groups: Vec<_> = schema.profile_groups.iter().map(|(name, members)| (*name, members.to_vec())).collect();
    let expected = [("metrics", vec!["base"]), ("prod", vec!["metrics", "eu-west"]), ("canary", vec!["base", "prod"])];
    assert_eq!(groups, expected);
    assert!(Declared::SCHEMA.profile_groups.is_empty());
}

#[test]
fn members_of_groups_have_files_and_tables() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "top = 'x'\nbelow = 'x'\nlower = 'x'\n[profile.prod]\ntop = 'table of prod'\n")
        .file("project/shop.metrics.toml", "below = 'file of metrics'\n");
    let config = scene.builder::<Grouped>().with_discovery().with_profile("prod").extract().expect("all is there");
    assert_eq!(
        (config.top.as_str(), config.below.as_str(), config.lower.as_str()),
        ("table of prod", "file of metrics", "x")
    );
}
