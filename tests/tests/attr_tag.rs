//! `tag`: see also `enum_sections.rs`.

use std::collections::BTreeMap;

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "kind-of", name = "shop")]
enum Store {
    #[config(rename = "a")]
    First {
        x: u8,
        #[config(skip)]
        y: u8,
    },
    Second {
        x: String,
    },
}

#[test]
fn the_tag_may_have_any_name_and_the_enum_be_the_whole_config() {
    let store = Store::builder().with_str(Format::Toml, "x = 'one'\nkind-of = 'Second'").extract().unwrap();
    assert_eq!(store, Store::Second { x: "one".to_owned() });
    let store = Store::builder().with_env_vars([("SHOP_X", "1"), ("SHOP_KIND_OF", "a")]).extract().unwrap();
    assert_eq!(store, Store::First { x: 1, y: 0 });
}

#[derive(SuperConfig)]
struct Many {
    #[config(nested)]
    stores: Vec<Store>,
}

#[test]
fn many_tags_behind_other_keys_are_read_within_bounds() {
    let element = r#"{"x": "one", "kind-of": "Second"}"#;
    let text = |count: usize| format!("{{\"stores\": [{}]}}", vec![element; count].join(","));
    // A file that would have to be gone through thousands of times, once for each.
    assert_eq!(Many::builder().with_str(Format::Json, text(20_000)).extract().unwrap().stores.len(), 20_000);
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "kind", rename_all = "lowercase")]
enum Kind {
    One { one: u8 },
    Two(Two),
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Two {
    #[config(default = 5)]
    two: u8,
    #[config(flatten)]
    deep: Deep,
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "depth", rename_all = "lowercase")]
enum Deep {
    Shallow {
        feet: u8,
    },
    #[config(default)]
    Bottom {
        #[config(default)]
        marks: Vec<String>,
    },
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "colour", rename_all = "lowercase")]
enum Colour {
    Red { shade: u8 },
    Grey { light: bool },
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Wrapped(Kind);

#[derive(Debug, PartialEq, SuperConfig)]
#[config(name = "shop", profile_key = "profile")]
struct Flat {
    #[config(flatten)]
    kind: Kind,
    #[config(flatten)]
    colour: Colour,
    #[config(default)]
    also: u8,
    #[config(nested)]
    wrapped: Option<Wrapped>,
    #[config(nested)]
    list: Vec<Wrapped>,
    #[config(nested)]
    map: BTreeMap<String, Wrapped>,
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "auth", rename_all = "lowercase")]
enum Auth {
    Fast,
    Basic { user: String },
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "store", rename_all = "lowercase")]
enum Disk {
    Fast,
    Slow { path: String },
}

/// The name of a variant is no key beside its tag, so others may have it.
#[derive(Debug, PartialEq, SuperConfig)]
#[config(name = "shop")]
struct Both {
    fast: bool,
    #[config(flatten)]
    auth: Auth,
    #[config(flatten)]
    disk: Disk,
}

#[test]
fn variants_may_be_called_like_others_and_like_fields_beside_them() {
    let text = "fast = true\nauth = 'basic'\nuser = 'u'\nstore = 'fast'\n";
    let both = Both::builder().with_str(Format::Toml, text).extract().unwrap();
    assert_eq!(both, Both { fast: true, auth: Auth::Basic { user: "u".to_owned() }, disk: Disk::Fast });
}

fn flat(format: Format, text: &str) -> Result<Flat, superconfig::Error> {
    Flat::builder().with_str(format, text).extract()
}

fn two(two: u8, deep: Deep) -> Kind {
    Kind::Two(Two { two, deep })
}

#[test]
fn flattened_and_wrapped_enums_are_read_from_files_wherever_the_tag_stands() {
    let before = [
        (
            Format::Toml,
            "kind = 'one'\none = 2\ncolour = 'red'\nshade = 1\nalso = 3\n[wrapped]\nkind = 'two'\ntwo = 4\n[[list]]\nkind = 'one'\none = 6\n[[list]]\nkind = 'two'\ndepth = 'shallow'\nfeet = 3\n[map.a]\nkind = 'one'\none = 7\n",
        ),
        (
            Format::Json,
            r#"{"kind": "one", "one": 2, "colour": "red", "shade": 1, "also": 3, "wrapped": {"kind": "two", "two": 4},
                "list": [{"kind": "one", "one": 6}, {"kind": "two", "depth": "shallow", "feet": 3}],
                "map": {"a": {"kind": "one", "one": 7}}}"#,
        ),
        (
            Format::Yaml,
            "kind: one\none: 2\ncolour: red\nshade: 1\nalso: 3\nwrapped: {kind: two, two: 4}\nlist:\n- {kind: one, one: 6}\n- {kind: two, depth: shallow, feet: 3}\nmap:\n  a: {kind: one, one: 7}\n",
        ),
    ];
    let behind = [
        (
            Format::Toml,
            "one = 2\nshade = 1\nkind = 'one'\nalso = 3\ncolour = 'red'\n[wrapped]\ntwo = 4\nkind = 'two'\n[[list]]\none = 6\nkind = 'one'\n[[list]]\nfeet = 3\ndepth = 'shallow'\nkind = 'two'\n[map.a]\none = 7\nkind = 'one'\n",
        ),
        (
            Format::Json,
            r#"{"one": 2, "shade": 1, "kind": "one", "also": 3, "colour": "red", "wrapped": {"two": 4, "kind": "two"},
                "list": [{"one": 6, "kind": "one"}, {"feet": 3, "depth": "shallow", "kind": "two"}],
                "map": {"a": {"one": 7, "kind": "one"}}}"#,
        ),
        (
            Format::Yaml,
            "one: 2\nshade: 1\nkind: one\nalso: 3\ncolour: red\nwrapped: {two: 4, kind: two}\nlist:\n- {one: 6, kind: one}\n- {feet: 3, depth: shallow, kind: two}\nmap:\n  a: {one: 7, kind: one}\n",
        ),
    ];
    let expected = Flat {
        kind: Kind::One { one: 2 },
        colour: Colour::Red { shade: 1 },
        also: 3,
        wrapped: Some(Wrapped(two(4, Deep::Bottom { marks: Vec::new() }))),
        list: vec![Wrapped(Kind::One { one: 6 }), Wrapped(two(5, Deep::Shallow { feet: 3 }))],
        map: [("a".to_owned(), Wrapped(Kind::One { one: 7 }))].into(),
    };
    for (format, text) in before.into_iter().chain(behind) {
        assert_eq!(flat(format, text).unwrap_or_else(|error| panic!("{text}\n{error}")), expected);
    }
    // A list is read in another way when there is one of a section.
    let text = "one = 2\nkind = 'one'\nlight = true\ncolour = 'grey'\n";
    let short = flat(Format::Toml, text).unwrap();
    assert_eq!((short.kind, short.colour), (Kind::One { one: 2 }, Colour::Grey { light: true }));
}

#[test]
fn enums_are_flattened_through_several_levels_and_lists_in_them_are_added_to() {
    let texts = [
        (Format::Toml, "two = 1\ndepth = 'bottom'\nmarks_add = ['x']\nkind = 'two'\ncolour = 'grey'\nlight = false\n"),
        (Format::Json, r#"{"marks_add": ["x"], "two": 1, "kind": "two", "light": false, "colour": "grey"}"#),
        (Format::Yaml, "marks_add: [x]\ntwo: 1\nkind: two\nlight: no\ncolour: grey\n"),
    ];
    for (format, text) in &texts[..2] {
        let config = flat(*format, text).unwrap_or_else(|error| panic!("{text}\n{error}"));
        assert_eq!(config.kind, two(1, Deep::Bottom { marks: vec!["x".to_owned()] }), "{format}");
        assert_eq!(config.colour, Colour::Grey { light: false }, "{format}");
    }
    // `no` is text, and that it is refused says that it was read as the boolean.
    let error = flat(texts[2].0, texts[2].1).unwrap_err();
    assert_eq!((error.problems().len(), error.problems()[0].path()), (1, "light"), "{error}");
}

#[test]
fn flattened_enums_are_changed_by_profiles_later_files_variables_and_arguments() {
    let toml = "kind = 'one'\none = 2\ncolour = 'red'\nshade = 1\n[profile.dev]\none = 3\n[profile.prod]\nkind = 'two'\nfeet = 4\ndepth = 'shallow'\n";
    let json = r#"{"one": 2, "kind": "one", "shade": 1, "colour": "red",
        "profile": {"dev": {"one": 3}, "prod": {"feet": 4, "depth": "shallow", "kind": "two"}}}"#;
    let yaml = "one: 2\nkind: one\nshade: 1\ncolour: red\nprofile:\n  dev: {one: 3}\n  prod: {feet: 4, depth: shallow, kind: two}\n";
    for (format, text) in [(Format::Toml, toml), (Format::Json, json), (Format::Yaml, yaml)] {
        let of = |profile: &str| {
            let loaded = Flat::builder().with_str(format, text).with_profile(profile).extract();
            loaded.unwrap_or_else(|error| panic!("{format}: {error}")).kind
        };
        assert_eq!(of("dev"), Kind::One { one: 3 }, "{format}");
        assert_eq!(of("prod"), two(5, Deep::Shallow { feet: 4 }), "{format}");
    }
    let builder = || Flat::builder().with_str(Format::Toml, "kind = 'one'\none = 2\ncolour = 'red'\nshade = 1");
    // A later source may leave the tag out, and one that does not mention the enum says nothing of it.
    let later = builder().with_str(Format::Json, r#"{"one": 8}"#).with_str(Format::Yaml, "also: 1").extract().unwrap();
    assert_eq!((later.kind, later.also), (Kind::One { one: 8 }, 1));
    let variables = [("SHOP_KIND", "two"), ("SHOP_DEPTH", "shallow"), ("SHOP_FEET", "1"), ("SHOP_SHADE", "9")];
    let config = builder().with_env_vars(variables).extract().unwrap();
    assert_eq!((config.kind, config.colour), (two(5, Deep::Shallow { feet: 1 }), Colour::Red { shade: 9 }));
    let switched = [("SHOP_KIND", "two"), ("SHOP_COLOUR", "grey"), ("SHOP_LIGHT", "true")];
    let config = builder().with_env_vars(switched).extract().unwrap();
    assert_eq!(config.colour, Colour::Grey { light: true });
    let arguments = ["--kind=two", "--colour=grey", "--light=true", "--depth=shallow", "--feet=2"];
    let config = builder().with_args(arguments).extract().unwrap();
    assert_eq!((config.kind, config.colour), (two(5, Deep::Shallow { feet: 2 }), Colour::Grey { light: true }));
}

#[test]
fn what_is_wrong_with_a_flattened_enum_is_told_once_and_at_its_place() {
    let texts = |tag: &str, key: &str| {
        [
            (Format::Toml, format!("colour = 'red'\nshade = 'x'\n{key} = 1\n{tag} = 'tow'\n")),
            (Format::Json, format!("{{\"colour\": \"red\", \n\"shade\": \"x\",\n\"{key}\": 1,\n\"{tag}\": \"tow\"}}")),
            (Format::Json, format!("{{\"{tag}\": \"tow\", \n\"{key}\": 1, \"colour\": \"red\",\n\"shade\": \"x\"}}")),
            (Format::Yaml, format!("colour: red\nshade: x\n{key}: 1\n{tag}: tow\n")),
        ]
    };
    let told = |format, text: &str| {
        let error = flat(format, text).unwrap_err();
        let mut told: Vec<_> =
            error.problems().iter().map(|it| (it.kind(), it.path().to_owned(), it.help().map(str::to_owned))).collect();
        told.sort_by(|one, other| one.1.cmp(&other.1));
        told
    };
    for (format, text) in texts("kind", "one") {
        let told = told(format, &text);
        assert_eq!(told.len(), 2, "{format} {told:?}");
        assert_eq!((told[0].0, &*told[0].1), (ProblemKind::WrongType, "kind"), "{format}");
        assert_eq!(told[0].2.as_deref(), Some("did you mean 'two'?"), "{format}");
        assert_eq!(&*told[1].1, "shade", "{format}");
    }
    // Of another variant, and nobody's.
    for (format, text) in [
        (Format::Toml, "kind = 'two'\none = 1\nnobody = 2\ncolour = 'red'\nshade = 1"),
        (Format::Json, r#"{"one": 1, "nobody": 2, "kind": "two", "shade": 1, "colour": "red"}"#),
        (Format::Yaml, "one: 1\nnobody: 2\nkind: two\nshade: 1\ncolour: red"),
    ] {
        let told = told(format, text);
        let paths: Vec<_> = told.iter().map(|it| (it.0, &*it.1)).collect();
        assert_eq!(paths, [(ProblemKind::UnknownKey, "nobody"), (ProblemKind::UnknownKey, "one")], "{format}");
    }
    // Nothing says which variant.
    for (format, text) in [
        (Format::Toml, "one = 1\ncolour = 'red'\nshade = 1"),
        (Format::Json, r#"{"one": 1, "colour": "red", "shade": 1}"#),
        (Format::Yaml, "one: 1\ncolour: red\nshade: 1"),
    ] {
        let told = told(format, text);
        assert_eq!(told.len(), 1, "{format} {told:?}");
    }
    // Nor is a text with a syntax error told to lack its tag.
    for (format, text) in [(Format::Json, r#"{"one": 1, "kind": "one", "#), (Format::Yaml, "one: 1\nkind: [one\n")] {
        let told = told(format, text);
        assert_eq!((told.len(), told[0].0), (1, ProblemKind::Syntax), "{format} {told:?}");
    }
}

#[test]
fn many_flattened_tags_behind_other_keys_are_read_within_bounds() {
    let text = |count: usize| format!("{{\"list\": [{}]}}", vec![r#"{"one": 1, "kind": "one"}"#; count].join(","));
    let builder = || Flat::builder().with_str(Format::Yaml, "{kind: one, one: 1, colour: red, shade: 1}");
    assert_eq!(builder().with_str(Format::Json, text(20_000)).extract().unwrap().list.len(), 20_000);
}

#[test]
fn flattened_enums_are_chosen_by_files_of_secrets_and_edited() {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in [("depth", "shallow"), ("feet", "7\n"), ("kind", "two"), ("colour", "grey"), ("light", "true")]
    {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let config = Flat::builder().with_secrets_dir(dir.path()).extract().unwrap();
    assert_eq!((config.kind, config.colour), (two(5, Deep::Shallow { feet: 7 }), Colour::Grey { light: true }));
    let file = dir.path().join("shop.toml");
    std::fs::write(&file, "kind = 'one'\none = 2\ncolour = 'red' # ours\nshade = 1\n").unwrap();
    let mut edit = Flat::edit(&file).unwrap();
    edit.set("shade", "3").unwrap();
    edit.set("colour", "red").unwrap();
    edit.set("wrapped.kind", "two").unwrap();
    edit.write().unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("kind = 'one'\none = 2\ncolour = 'red' # ours\nshade = 3\n"), "{text}");
    let config = flat(Format::Toml, &text).unwrap();
    assert_eq!(config.wrapped, Some(Wrapped(two(5, Deep::Bottom { marks: Vec::new() }))));
}
