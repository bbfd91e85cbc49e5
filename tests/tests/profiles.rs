//! Profiles: how they are chosen, what they change, and which are refused.

use superconfig::{Error, Format, Origin, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod", "eu-west"])]
struct Shop {
    #[config(default = 1, profile(dev = 2, prod = 3), profile("eu-west" = 4))]
    port: u16,
    /// Only a profile knows.
    #[config(profile(prod = "p", dev = "d"))]
    key: String,
    #[config(profile(prod = 9))]
    limit: Option<u8>,
    #[config(nested)]
    inner: Inner,
}

#[derive(Debug, SuperConfig)]
struct Inner {
    #[config(default = "plain", profile(prod = "strict"))]
    mode: String,
}

fn with(profiles: &[&str]) -> Result<Shop, Error> {
    Shop::builder().with_profiles(profiles.iter().copied()).extract()
}

#[test]
fn the_profile_activated_last_wins() {
    assert_eq!(with(&["dev", "prod"]).unwrap().port, 3);
    assert_eq!(with(&["prod", "dev"]).unwrap().port, 2);
    let shop = with(&["prod", "eu-west"]).unwrap();
    assert_eq!((shop.port, shop.key.as_str(), shop.limit, shop.inner.mode.as_str()), (4, "p", Some(9), "strict"));
    assert_eq!(with(&["dev"]).unwrap().inner.mode, "plain");
    assert_eq!(Shop::builder().with_profile("dev").extract().unwrap().key, "d");
}

#[test]
fn a_setting_that_only_profiles_give_is_missing_without_them() {
    for profiles in [&[][..], &["eu-west"]] {
        let error = with(profiles).unwrap_err();
        assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::Missing, "key"));
    }
}

#[test]
fn sources_win_over_the_defaults_of_profiles() {
    let builder = Shop::builder().with_str(Format::Toml, "port = 7\ninner.mode = 'x'").with_profile("prod");
    let snapshot = builder.extract_snapshot().unwrap();
    assert_eq!((snapshot.value().port, snapshot.value().inner.mode.as_str()), (7, "x"));
    assert_eq!(snapshot.profiles(), ["prod"]);
    let origins: Vec<_> = snapshot.origins().collect();
    assert_eq!(origins[1], ("key".to_owned(), Origin::ProfileDefault("prod".to_owned())));
}

#[test]
fn the_variable_chooses_and_code_overrules_it() {
    let vars = |value: &'static str| Shop::builder().with_env_vars([("SHOP_PROFILE", value)]);
    assert_eq!(vars("dev").extract().unwrap().port, 2);
    assert_eq!(vars(" prod , dev,").extract().unwrap().port, 2);
    assert_eq!(vars("dev").with_profile("prod").extract().unwrap().port, 3);
    assert_eq!(vars("dev,dev").extract_snapshot().unwrap().profiles(), ["dev"]);
    assert_eq!(only(&vars("").extract().unwrap_err()).kind(), ProblemKind::Missing);
    // Who asked for no environment and no discovery gets none.
    let error = Shop::builder().with_env_of([("SHOP_PROFILE", "dev")]).extract().unwrap_err();
    assert_eq!(only(&error).path(), "key");
}

#[test]
fn a_declared_profile_needs_no_mention_and_a_misspelt_one_is_refused() {
    let error = with(&["prod", "dve"]).unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::UnknownProfile);
    assert_eq!(only(&error).help(), Some("did you mean 'dev'?"));
    let error = with(&["prod", "nonsense"]).unwrap_err();
    assert_eq!(only(&error).help(), Some("the profiles are dev, prod, eu-west"));
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Undeclared {
    #[config(default = 1, profile(fast = 2))]
    port: u16,
}

#[test]
fn an_undeclared_profile_must_be_mentioned_somewhere() {
    let scene = Scene::new();
    let builder = scene.builder::<Undeclared>().with_discovery();
    assert_eq!(builder.clone().with_profile("fast").extract().unwrap().port, 2);
    let error = builder.clone().with_profile("fsat").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::UnknownProfile);
    assert_eq!(only(&error).help(), Some("did you mean 'fast'?"));
    scene.file("project/shop.fsat.yaml", "port: 9");
    assert_eq!(builder.clone().with_profile("fsat").extract().unwrap().port, 9);
    scene.file("etc/shop/shop.far.toml", "");
    assert_eq!(builder.with_profile("far").extract().unwrap().port, 1);
}

#[test]
fn names_that_look_like_paths_are_refused() {
    let scene = Scene::new();
    scene.file("secret.toml", "port = 6666").file("project/shop./x.toml", "");
    for name in ["../secret", "a/b", "a\\b", ".", "..", "", ".hidden", "a,b"] {
        let builder = scene.builder::<Undeclared>().with_discovery().with_profiles(["fast", name]);
        let error = builder.extract().unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::Invalid, "{name:?}: {error}");
    }
    let vars = [("SHOP_PROFILE", "../../secret")];
    let error = scene.builder::<Undeclared>().with_discovery().with_env_vars(vars).extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Invalid);
}

#[test]
fn files_of_profiles_stand_above_the_plain_one() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "key = 'plain'\nport = 10")
        .file("project/shop.dev.toml", "port = 11")
        .file("project/shop.prod.toml", "port = 12\nlimit = 1")
        .file("project/shop.local.toml", "limit = 2");
    let load = |profiles: &[&str]| {
        let builder = scene.builder::<Shop>().with_discovery().with_profiles(profiles.iter().copied());
        let shop = builder.extract().unwrap();
        (shop.key, shop.port, shop.limit)
    };
    assert_eq!(load(&[]), ("plain".to_owned(), 10, Some(2)));
    assert_eq!(load(&["dev"]), ("plain".to_owned(), 11, Some(2)));
    assert_eq!(load(&["dev", "prod"]), ("plain".to_owned(), 12, Some(2)));
    assert_eq!(load(&["prod", "dev"]), ("plain".to_owned(), 11, Some(2)));
}
