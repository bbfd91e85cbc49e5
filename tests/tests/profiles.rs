//! Profiles: how they are chosen, what they change, and which are refused.

use superconfig::{Builder, Error, Format, Location, Origin, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, lines, only};

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

/// The same settings in each format: plain, and above them for `prod` and `dev`.
const IN_FILES: [(&str, &str); 3] = [
    ("toml", "port = 10\nkey = 'plain'\n\n[profile.prod]\nport = 11\ninner.mode = 'p'\n\n[profile.dev]\nport = 12\n"),
    (
        "json",
        "{\"port\": 10, \"profile\": {\"prod\": {\"port\": 11, \"inner\": {\"mode\": \"p\"}}, \"dev\": {\"port\": 12}}, \"key\": \"plain\"}",
    ),
    (
        "yaml",
        "profile:\n  prod:\n    port: 11\n    inner: {mode: p}\n  dev: {port: 12}\n  eu-west:\nport: 10\nkey: plain\n",
    ),
];

#[test]
fn tables_of_active_profiles_stand_above_their_file() {
    for (extension, text) in IN_FILES {
        let scene = Scene::new();
        scene.file(&format!("project/shop.{extension}"), text);
        let load = |profiles: &[&str]| {
            let builder = scene.builder::<Shop>().with_discovery().with_profiles(profiles.iter().copied());
            let shop = builder.extract().unwrap_or_else(|error| panic!("{extension}: {error}"));
            (shop.port, shop.key, shop.inner.mode)
        };
        let plain = || "plain".to_owned();
        assert_eq!(load(&[]), (10, plain(), plain()), "{extension}");
        assert_eq!(load(&["prod"]), (11, plain(), "p".to_owned()), "{extension}");
        assert_eq!(load(&["prod", "dev"]), (12, plain(), "p".to_owned()), "{extension}");
        assert_eq!(load(&["dev", "prod"]), (11, plain(), "p".to_owned()), "{extension}");
        assert_eq!(load(&["eu-west"]), (10, plain(), plain()), "{extension}");
        scene.file(
            &format!("project/shop.prod.{extension}"),
            if extension == "toml" { "port = 20" } else { "{\"port\": 20}" },
        );
        assert_eq!(load(&["dev", "prod"]).0, 20, "{extension}");
        scene.file(
            &format!("project/shop.local.{extension}"),
            if extension == "toml" { "port = 30" } else { "{\"port\": 30}" },
        );
        assert_eq!(load(&["dev", "prod"]).0, 30, "{extension}");
        scene.file("etc/shop/shop.toml", "[profile.prod]\nport = 1\nlimit = 7");
        let shop = scene.builder::<Shop>().with_discovery().with_profile("prod").extract().unwrap();
        assert_eq!((shop.port, shop.limit), (30, Some(7)), "{extension}");
    }
}

#[test]
fn origins_and_problems_in_tables_of_profiles_have_their_place() {
    for (extension, text) in IN_FILES {
        let scene = Scene::new();
        scene.file(&format!("project/shop.{extension}"), text);
        let builder = scene.builder::<Shop>().with_discovery().with_profile("prod");
        let snapshot = builder.extract_snapshot().unwrap();
        let at = |needle: &str, text: &str| {
            let before = &text[..text.find(needle).unwrap()];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            let path = scene.path(&format!("project/shop.{extension}"));
            Origin::File { path, location: Some(Location { line, column }) }
        };
        let origins: Vec<_> = snapshot.origins().collect();
        assert_eq!(origins[0].1, at("11", text), "{extension}");
        let broken = text.replace("11", "'x'").replace("'x'", if extension == "json" { "\"x\"" } else { "'x'" });
        let broken = broken.replace("mode", "mood");
        scene.file(&format!("project/shop.{extension}"), &broken);
        let error = builder.extract().unwrap_err();
        let found: Vec<_> = error.problems().iter().map(|it| (it.kind(), it.path(), it.origin().cloned())).collect();
        let quote = if extension == "json" { "\"x\"" } else { "'x'" };
        let mood = if extension == "json" { "\"mood" } else { "mood" };
        let mut expected = [
            (ProblemKind::WrongType, "port", Some(at(quote, &broken))),
            (ProblemKind::UnknownKey, "inner.mood", Some(at(mood, &broken))),
        ];
        // The problems of one source are in its order.
        expected.sort_by_key(|(_, path, _)| broken.find(if *path == "port" { quote } else { mood }));
        assert_eq!(found, expected, "{extension}: {error}");
        // Whoever does not activate it is told of the key, and not stopped.
        let builder = scene.builder::<Shop>().with_discovery().with_profile("dev");
        let snapshot = builder.extract_snapshot().unwrap();
        let warnings: Vec<_> =
            snapshot.warnings().iter().map(|it| (it.kind(), it.path(), it.origin().cloned())).collect();
        assert_eq!(warnings, [(ProblemKind::UnknownKey, "inner.mood", Some(at(mood, &broken)))], "{extension}");
        assert_eq!(only(&builder.strict().extract().unwrap_err()).path(), "inner.mood");
    }
}

#[test]
fn texts_have_tables_of_profiles_too() {
    for (extension, text) in IN_FILES {
        let format = Format::from_path(format!("x.{extension}").as_ref()).unwrap();
        let builder = Shop::builder().with_str(format, text).with_profile("dev");
        assert_eq!(builder.extract().unwrap().port, 12, "{extension}");
    }
}

#[test]
fn what_is_no_table_of_a_profile_is_refused() {
    let load = |text: &str| Shop::builder().with_str(Format::Toml, format!("key = 'k'\n{text}")).extract().unwrap_err();
    let error = load("profile = 'prod'");
    assert_eq!(lines(&error), ["wrong type: profile: expected the profiles' tables, found a string"]);
    assert!(only(&error).help().unwrap().contains("SHOP_PROFILE"), "{error}");
    let error = load("profile.prod = 1");
    let expected = "wrong type: profile.prod: expected a table with what profile 'prod' changes, found a single value";
    assert_eq!(lines(&error), [expected]);
    let error = load("[profile.prdo]\nport = 1");
    assert_eq!((only(&error).kind(), only(&error).help()), (ProblemKind::UnknownProfile, Some("did you mean 'prod'?")));
    assert!(error.to_string().contains("2:10"), "{error}");
}

#[test]
fn a_profile_that_only_a_table_mentions_exists() {
    let builder = |text: &str| Undeclared::builder().with_str(Format::Yaml, text);
    let text = "profile: {blue: {port: 7}, green: {}}";
    assert_eq!(builder(text).with_profile("blue").extract().unwrap().port, 7);
    assert_eq!(builder(text).with_profile("green").extract().unwrap().port, 1);
    let error = builder(text).with_profile("violet").extract().unwrap_err();
    assert_eq!(
        (only(&error).kind(), only(&error).help()),
        (ProblemKind::UnknownProfile, Some("the profiles are blue, fast, green"))
    );
    // A file that cannot be read may be the one that mentions it.
    let error = builder("profile: {violet: [}").with_profile("violet").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Syntax);
}

#[test]
fn a_profile_given_twice_counts_at_its_last_place() {
    let builder = Shop::builder().with_profiles(["prod", "dev", "prod"]);
    let snapshot = builder.extract_snapshot().unwrap();
    assert_eq!((snapshot.value().port, snapshot.profiles()), (3, &["dev".to_owned(), "prod".to_owned()][..]));
    let builder = Shop::builder().with_env_vars([("SHOP_PROFILE", "dev,prod,dev")]);
    assert_eq!(builder.extract_snapshot().unwrap().profiles(), ["prod", "dev"]);
}

#[test]
fn code_chooses_when_the_config_is_loaded() {
    let vars = |value: &'static str| Shop::builder().with_env_vars([("SHOP_PROFILE", value)]);
    let or_dev = |builder: Builder<Shop>| {
        builder.select_profile(|choice| match choice.active() {
            [] => vec!["dev".to_owned()],
            active => active.to_vec(),
        })
    };
    assert_eq!(or_dev(vars("")).extract().unwrap().port, 2);
    assert_eq!(or_dev(vars("prod")).extract().unwrap().port, 3);
    assert_eq!(
        or_dev(vars("prod").with_profile("eu-west")).select_profile(|_| ["dev", "prod"]).extract().unwrap().port,
        3
    );
    let all = Shop::builder().select_profile(|choice| {
        assert_eq!(choice.known(), ["dev", "prod", "eu-west"]);
        choice.known().to_vec()
    });
    assert_eq!(all.extract().unwrap().port, 4);
    let error = Shop::builder().select_profile(|_| ["../x"]).extract().unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Invalid);
}

#[test]
fn a_required_setting_that_only_a_profile_gives_is_missing_without_it() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", profiles = ["dev", "prod"])]
    struct Strict {
        #[config(profile(prod = 1))]
        beside: u8,
        within: u8,
        apart: u8,
    }
    let scene = Scene::new();
    scene.file("project/shop.toml", "[profile.prod]\nwithin = 2\n").file("project/shop.prod.toml", "apart = 3\n");
    let builder = scene.builder::<Strict>().with_discovery();
    let strict = builder.clone().with_profile("prod").extract().unwrap();
    assert_eq!((strict.beside, strict.within, strict.apart), (1, 2, 3));
    let error = builder.clone().with_env_of([("SHOP_PROFILE", "dev")]).extract().unwrap_err();
    let found: Vec<_> = error.problems().iter().map(|it| (it.kind(), it.path())).collect();
    let missing = ["beside", "within", "apart"].map(|path| (ProblemKind::Missing, path));
    assert_eq!(found, missing, "{error}");
    let message = "only profile 'prod' gives it, which is not active";
    let places = ["its default", "shop.toml", "shop.prod.toml"];
    for (problem, place) in error.problems().iter().zip(places) {
        assert_eq!(scene.relative(problem.message()), format!("{message} ({place})"), "{error}");
        assert!(problem.help().unwrap().starts_with("activate it with SHOP_PROFILE=prod, or set "), "{error}");
    }
    // Where code chooses, the variable would change nothing.
    let error = builder.with_profile("dev").extract().unwrap_err();
    assert!(error.problems()[0].help().unwrap().starts_with("activate it with `with_profile(\"prod\")`"), "{error}");
}

#[test]
fn files_with_nested_profiles_have_them_at_the_top() {
    let texts = [
        (
            Format::Toml,
            "[default]\nport = 1\nkey = 'd'\n[prod]\nport = 2\nlimit = 2\n[dev]\nport = 3\n[global]\nlimit = 4\n",
        ),
        (
            Format::Json,
            "{\"global\": {\"limit\": 4}, \"dev\": {\"port\": 3}, \"prod\": {\"port\": 2, \"limit\": 2}, \"default\": {\"port\": 1, \"key\": \"d\"}}",
        ),
        (
            Format::Yaml,
            "prod: {port: 2, limit: 2}\nglobal: {limit: 4}\ndefault: {port: 1, key: d}\ndev:\n  port: 3\neu-west:\n",
        ),
    ];
    for (format, text) in texts {
        let load = |profiles: &[&str]| {
            let builder = Shop::builder().with_nested_profiles().with_str(format, text);
            let shop = builder.with_profiles(profiles.iter().copied()).extract().unwrap();
            (shop.port, shop.key, shop.limit)
        };
        assert_eq!(load(&[]), (1, "d".to_owned(), Some(4)), "{format}");
        assert_eq!(load(&["prod"]), (2, "d".to_owned(), Some(4)), "{format}");
        assert_eq!(load(&["prod", "dev"]), (3, "d".to_owned(), Some(4)), "{format}");
        let error = Shop::builder().with_nested_profiles().with_str(format, text.replace("limit", "limmit"));
        let error = error.with_profile("prod").extract().unwrap_err();
        assert_eq!(error.problems().len(), 2, "{error}");
        assert!(error.problems().iter().all(|it| it.path() == "limmit"), "{error}");
    }
    // Without one of them there is nothing below.
    let shop = Shop::builder().with_nested_profiles().with_str(Format::Toml, "[dev]\nport = 9").with_profile("dev");
    assert_eq!(shop.extract().unwrap().port, 9);
}

#[test]
fn keys_that_are_no_nested_profiles_are_refused() {
    fn load<T: SuperConfig>(text: &str) -> Builder<T> {
        T::builder().with_nested_profiles().with_str(Format::Toml, format!("[default]\nkey = 'k'\n{text}"))
    }
    let error = load::<Shop>("[prdo]\nport = 1").extract().unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).help()), (ProblemKind::UnknownProfile, Some("did you mean 'prod'?")));
    let error = load::<Shop>("[inner]\nmode = 'x'").extract().unwrap_err();
    assert_eq!(lines(&error), ["unknown key: inner: 'inner' is a setting, and what stands here are profiles"]);
    assert_eq!(only(&error).help(), Some("put it into [default]"));
    let error =
        Shop::builder().with_nested_profiles().with_str(Format::Json, "{\"prod\": 5, \"default\": {\"key\": \"k\"}}");
    let expected = "wrong type: prod: expected a table with the settings of profile 'prod', found a single value";
    assert_eq!(lines(&error.extract().unwrap_err()), [expected]);
    // `[profile.…]` means nothing there.
    let error = load::<Shop>("[profile.prod]\nport = 1").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::UnknownProfile);
    // A text that is broken says so, and nothing else.
    for (format, text) in [(Format::Toml, "[default\n"), (Format::Json, "{"), (Format::Yaml, "default: [")] {
        let builder = Undeclared::builder().with_nested_profiles().with_str(format, text).with_profile("mine");
        assert_eq!(only(&builder.extract().unwrap_err()).kind(), ProblemKind::Syntax);
    }
    let any = Undeclared::builder().with_nested_profiles();
    let any = any.with_str(Format::Toml, "[other]\nport = 'x'\n[fast]\nport = 8\n[default]\nport = 7");
    assert_eq!(any.clone().extract().unwrap().port, 7);
    let misspelt =
        Undeclared::builder().with_nested_profiles().with_str(Format::Toml, "[other]\nprot = 1\n[fast]\nprot = 2");
    let snapshot = misspelt.with_profile("fast").allow_unknown().extract_snapshot().unwrap();
    assert_eq!(snapshot.warnings().len(), 2);
    assert_eq!(any.clone().with_profile("fast").extract().unwrap().port, 8);
    assert_eq!(any.clone().with_profile("other").extract().unwrap_err().problems().len(), 1);
    let error = any.with_profile("nobody").extract().unwrap_err();
    assert_eq!(
        (only(&error).kind(), only(&error).help()),
        (ProblemKind::UnknownProfile, Some("the profiles are default, fast, other"))
    );
}

#[test]
fn secrets_in_tables_of_profiles_are_not_shown() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    #[allow(dead_code, reason = "the loads fail")]
    struct Vault {
        #[config(secret)]
        token: Option<u64>,
        port: u16,
    }
    for (format, text) in [
        (Format::Toml, "profile = { prod = { token = 'hunter2', port = 'x', prot = 'hunter2' } }\n"),
        (
            Format::Json,
            "{\"profile\": {\"prod\": {\"token\": \"hunter2\", \"port\": \"x\", \"prot\": \"hunter2\"}}, \"port\": []}",
        ),
        (Format::Yaml, "profile: {prod: {token: hunter2, port: x, prot: hunter2}}\nport: 1\n"),
    ] {
        let error = Vault::builder().with_str(format, text).with_profile("prod").extract().unwrap_err();
        assert!(error.problems().len() >= 3, "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
        let error = Vault::builder().with_str(format, text).extract();
        assert!(error.is_ok() || !error.unwrap_err().to_string().contains("hunter2"));
        let builder = Vault::builder().with_nested_profiles().with_str(format, text.replace("profile", "default"));
        assert!(!builder.extract().unwrap_err().to_string().contains("hunter2"));
    }
}

#[test]
fn tables_of_profiles_may_be_written_in_any_way() {
    for (format, text) in [
        (Format::Toml, "key = 'k'\nprofile.prod.port = 11\nprofile.prod.inner.mode = 'p'\n"),
        (Format::Toml, "key = 'k'\nprofile = { prod = { port = 11, inner = { mode = 'p' } }, dev = {} }\n"),
        (Format::Toml, "key = 'k'\n[profile]\n[profile.prod.inner]\nmode = 'p'\n[profile.'prod']\nport = 11\n"),
        (Format::Toml, "\u{feff}key = 'k'\r\n[profile.prod]\r\nport = 11\r\ninner.mode = 'p'\r\n"),
        (
            Format::Json,
            "\u{feff}{\"pr\\u006ffile\": {}, \"key\": \"k\", \"profile\": {\"pr\\u006fd\": {\"port\": 11, \"inner\": {\"mode\": \"p\"}}}}",
        ),
        (Format::Yaml, "\u{feff}---\nkey: k\n'profile':\n  dev: &same {port: 11, inner: {mode: p}}\n  prod: *same\n"),
        (Format::Yaml, "key: k\nprofile: {prod: {port: 11, inner: {mode: p}}, dev: ~}\n"),
    ] {
        let result = Shop::builder().with_str(format, text).with_profile("prod").extract();
        if text.contains("pr\\u006ffile") {
            // One key, written in two ways.
            let error = result.unwrap_err();
            assert_eq!(
                (only(&error).kind(), only(&error).message()),
                (ProblemKind::Ambiguous, "'profile' is there twice")
            );
            continue;
        }
        let shop = result.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((shop.port, shop.inner.mode.as_str()), (11, "p"), "{text}");
    }
    for text in [
        "{\"key\": \"k\", \"profile\": {\"dev\": {}}, \"profile\": {\"prod\": {\"port\": 11}}}",
        "{\"key\": \"k\", \"profile\": {\"prod\": {\"port\": 12}, \"prod\": {\"port\": 11}}}",
    ] {
        let error = Shop::builder().with_str(Format::Json, text).with_profile("prod").extract().unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::Ambiguous, "{error}");
    }
    // Escapes do not hide it from those who look for the word: it is unknown rather than passed over.
    let text = "{\"key\": \"k\", \"pr\\u006ffile\": {\"prod\": {\"port\": 11}}}";
    let error = Shop::builder().with_str(Format::Json, text).with_profile("prod").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::UnknownKey, "{error}");
}

#[test]
fn null_in_a_table_of_a_profile_returns_a_setting_to_its_default() {
    for (format, text) in [
        (Format::Json, "{\"key\": \"k\", \"port\": 5, \"profile\": {\"prod\": {\"port\": null}, \"dev\": null}}"),
        (Format::Yaml, "key: k\nport: 5\nprofile: {prod: {port: ~}, dev: }"),
    ] {
        let load = |profile: &str| Shop::builder().with_str(format, text).with_profile(profile).extract().unwrap().port;
        // The default is the profile's own.
        assert_eq!((load("prod"), load("dev")), (3, 5), "{format}");
    }
}

#[test]
fn very_many_profiles_are_refused_and_not_looked_at() {
    let many = (0..3_000).map(|n| format!("[profile.p{n}]\nport = {n}")).collect::<Vec<_>>().join("\n");
    let error = Undeclared::builder().with_str(Format::Toml, many).with_profile("p5").extract().unwrap_err();
    assert_eq!(lines(&error), ["invalid: : more than 1024 profiles in one file are not looked at"]);
}

#[test]
fn a_text_found_again_after_the_load_keeps_its_places() {
    // The origin of a setting in a table of a profile is looked up in the file, unless that has changed.
    let scene = Scene::new();
    scene.file("project/shop.yaml", "key: k\nprofile:\n  prod:\n    port: 1\n");
    let snapshot = scene.builder::<Shop>().with_discovery().with_profile("prod").extract_snapshot().unwrap();
    let place = |snapshot: &superconfig::Snapshot<Shop>| match snapshot.origins().next().unwrap().1 {
        Origin::File { location, .. } => location.map(|at| (at.line, at.column)),
        other => panic!("{other}"),
    };
    assert_eq!(place(&snapshot), Some((4, 11)));
    scene.file("project/shop.yaml", "# changed\nkey: k\nport: 1\n");
    assert_eq!(place(&snapshot), None);
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(name = "shop")]
struct Collections {
    #[config(default = vec!["default".to_owned()])]
    tags: Vec<String>,
    #[config(nested)]
    servers: std::collections::BTreeMap<String, Server>,
    #[config(nested)]
    replicas: Vec<Server>,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Server {
    host: String,
    #[config(default = 80)]
    port: u16,
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "type", rename_all = "lowercase")]
enum Store {
    Memory(Memory),
    Disk(Disk),
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Memory {
    #[config(default = 1)]
    size: u8,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Disk {
    path: String,
}

#[test]
fn an_enum_in_a_table_of_a_profile_finds_its_tag_there() {
    #[derive(Debug, PartialEq, SuperConfig)]
    #[config(name = "shop")]
    struct Shop {
        #[config(nested)]
        store: Store,
    }
    for (format, text) in [
        (Format::Toml, "store.type = 'memory'\n[profile.prod]\nstore = {path = 'p', type = 'disk'}\n"),
        (
            Format::Json,
            "{\"profile\": {\"prod\": {\"store\": {\"path\": \"p\", \"type\": \"disk\"}}}, \"store\": {\"type\": \"memory\"}}",
        ),
        (Format::Yaml, "profile: {prod: {store: {path: p, type: disk}}}\nstore: {type: memory}\n"),
    ] {
        let builder = Shop::builder().with_str(format, text);
        let load = |builder: Builder<Shop>| builder.extract().unwrap_or_else(|error| panic!("{format}: {error}")).store;
        assert_eq!(load(builder.clone()), Store::Memory(Memory { size: 1 }), "{format}");
        assert_eq!(load(builder.with_profile("prod")), Store::Disk(Disk { path: "p".to_owned() }), "{format}");
    }
}

#[test]
fn tables_of_profiles_have_all_that_files_have() {
    for (format, text) in [
        (
            Format::Toml,
            "tags = ['a']\nservers.one.host = 'h'\nreplicas = [{host = 'r'}]\n\
             [profile.prod]\ntags_add = ['b']\ntags_remove = ['a']\nservers.one.port = 1\nservers.two.host = 't'\n\
             replicas = [{host = 'x', port = 2}]\n",
        ),
        (
            Format::Json,
            "{\"profile\": {\"prod\": {\"tags_remove\": [\"a\"], \"tags_add\": [\"b\"], \"servers\": {\"one\": {\"port\": 1}, \
             \"two\": {\"host\": \"t\"}}, \"replicas\": [{\"host\": \"x\", \"port\": 2}]}}, \"tags\": [\"a\"], \"servers\": {\"one\": {\"host\": \"h\"}}, \"replicas\": [{\"host\": \"r\"}]}",
        ),
        (
            Format::Yaml,
            "profile:\n  prod:\n    tags_add: [b]\n    tags_remove: [a]\n    servers: {one: {port: 1}, two: {host: t}}\n    \
             replicas: [{host: x, port: 2}]\ntags: [a]\nservers: {one: {host: h}}\n\
             replicas: [{host: r}]\n",
        ),
    ] {
        let builder = Collections::builder().with_str(format, text);
        let server = |host: &str, port| Server { host: host.to_owned(), port };
        let plain = builder.extract_snapshot().unwrap_or_else(|error| panic!("{format}: {error}"));
        let expected = Collections {
            tags: vec!["a".to_owned()],
            servers: [("one".to_owned(), server("h", 80))].into(),
            replicas: vec![server("r", 80)],
        };
        assert_eq!((&**plain.value(), plain.warnings().len()), (&expected, 0), "{format}");
        let prod = builder.with_profile("prod").extract().unwrap_or_else(|error| panic!("{format}: {error}"));
        let expected = Collections {
            tags: vec!["b".to_owned()],
            servers: [("one".to_owned(), server("h", 1)), ("two".to_owned(), server("t", 80))].into(),
            replicas: vec![server("x", 2)],
        };
        assert_eq!(prod, expected, "{format}");
        let error = Collections::builder().with_str(format, text.replace("port", "prot")).with_profile("prod");
        let error = error.extract().unwrap_err();
        let mut found: Vec<_> = error.problems().iter().map(superconfig::Problem::path).collect();
        found.sort_unstable();
        assert_eq!(found, ["replicas[0].prot", "servers.one.prot"], "{error}");
        for problem in error.problems() {
            let place = problem.origin().map(ToString::to_string).unwrap_or_default();
            assert!(place.matches(':').count() == 2, "{format}: a place, not {place}");
        }
    }
}
