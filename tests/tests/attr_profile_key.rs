//! `profile_key = "…"` and `profile_key = false`.
#![allow(missing_docs)]

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profile_key = "overlay")]
struct Renamed {
    #[config(default = "none", env = "SHOP_OWN_PROFILE")]
    profile: String,
    #[config(default = 1)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profile_key = false, profiles = ["prod"])]
struct Without {
    #[config(nested)]
    profile: Option<Inner>,
}

#[derive(Debug, SuperConfig)]
struct Inner {
    /// A section of a loaded struct may have such a field.
    profile: String,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Outer {
    #[config(nested)]
    inner: Inner,
}

const TEXTS: [(Format, &str); 3] = [
    (Format::Toml, "profile = 'mine'\n[overlay.prod]\nprofile = 'theirs'\nport = 2\n"),
    (Format::Json, "{\"overlay\": {\"prod\": {\"profile\": \"theirs\", \"port\": 2}}, \"profile\": \"mine\"}"),
    (Format::Yaml, "overlay: {prod: {profile: theirs, port: 2}}\nprofile: mine\n"),
];

#[test]
fn another_key_holds_the_profiles() {
    for (format, text) in TEXTS {
        let builder = Renamed::builder().with_str(format, text);
        let config = builder.extract().expect("it is in order");
        assert_eq!((config.profile.as_str(), config.port), ("mine", 1), "{format}");
        let config = builder.with_profile("prod").extract().expect("it is in order");
        assert_eq!((config.profile.as_str(), config.port), ("theirs", 2), "{format}");
    }
    assert_eq!(Renamed::SCHEMA.profile_key, Some("overlay"));
}

#[test]
fn without_a_key_it_is_one_like_any_other() {
    let text = "[profile]\nprofile = 'x'";
    let config = Without::builder().with_str(Format::Toml, text).with_profile("prod").extract().expect("a section");
    assert_eq!(config.profile.expect("it is there").profile, "x");
    assert_eq!(Without::SCHEMA.profile_key, None);
}

#[test]
fn the_key_of_others_is_unknown() {
    #[derive(Debug, SuperConfig)]
    #[config(profile_key = false)]
    struct None {
        #[config(default = 1)]
        port: u16,
    }
    for key in ["profile", "overlay"] {
        let text = format!("[{key}.prod]\nport = 2");
        let error = None::builder().with_str(Format::Toml, &*text).extract().expect_err("no such key");
        assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::UnknownKey, key));
    }
    assert_eq!(None::builder().extract().expect("defaults").port, 1);
}

#[test]
fn sections_may_have_a_field_of_that_name() {
    let text = "[inner]\nprofile = 'a'\n[profile.prod]\ninner.profile = 'b'";
    let builder = Outer::builder().with_str(Format::Toml, text);
    assert_eq!(builder.extract().expect("in order").inner.profile, "a");
    assert_eq!(builder.with_profile("prod").extract().expect("in order").inner.profile, "b");
    assert_eq!(Outer::SCHEMA.profile_key, Some("profile"));
}
