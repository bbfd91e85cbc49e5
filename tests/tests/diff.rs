//! What differs between two dumps.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use superconfig::{Builder, Color, Diff, Format, Origin, SecretBytes, SecretString, SuperConfig, Value};
use superconfig_tests::Scene;

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct Shop {
    #[config(default = 8080, profile(prod = 443))]
    port: u16,
    #[config(default = 0.5)]
    ratio: f64,
    nickname: Option<String>,
    #[config(default)]
    tags: Vec<String>,
    #[config(default)]
    labels: BTreeMap<String, String>,
    #[config(default)]
    limits: BTreeMap<String, BTreeMap<String, f64>>,
    api_key: Option<SecretString>,
    pepper: Option<SecretBytes>,
    #[config(secret)]
    pin: Option<u32>,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(nested)]
    replicas: Vec<Replica>,
    #[config(nested)]
    tenants: BTreeMap<String, Replica>,
    #[config(nested)]
    storage: Storage,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    cert: Option<String>,
}

#[derive(Debug, SuperConfig)]
struct Replica {
    #[config(default = "localhost")]
    host: String,
    weight: Option<u8>,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "lowercase")]
enum Storage {
    #[config(default)]
    Discard,
    S3 {
        bucket: String,
    },
}

fn shop(toml: &str) -> Builder<Shop> {
    Shop::builder().with_str(Format::Toml, toml)
}

fn diff(older: &str, newer: &str) -> Diff {
    shop(older).dump().unwrap().diff(&shop(newer).dump().unwrap())
}

/// The changes without where they come from.
#[track_caller]
fn differs(older: &str, newer: &str, lines: &[&str]) {
    let both = diff(older, newer).to_string();
    let found: Vec<&str> = both.lines().map(|line| line.split("  (").next().unwrap()).collect();
    assert_eq!(found, lines);
    let back: Vec<char> = diff(newer, older).to_string().lines().filter_map(|line| line.chars().next()).collect();
    let mut turned: Vec<char> = lines.iter().filter_map(|line| line.chars().next()).collect();
    for sign in &mut turned {
        *sign = match *sign {
            '+' => '-',
            '-' => '+',
            other => other,
        };
    }
    let sorted = |mut signs: Vec<char>| {
        signs.sort_unstable();
        signs
    };
    assert_eq!(sorted(back), sorted(turned), "the other way round");
}

#[test]
fn settings_are_added_changed_and_removed() {
    differs("", "", &[]);
    differs("port = 8080", "", &[]);
    differs("port = 1", "port = 2", &["~ port: 1 -> 2"]);
    differs("", "nickname = 'x'", &["+ nickname: \"x\""]);
    differs("nickname = 'x'", "", &["- nickname: \"x\""]);
    differs("tags = ['a', 'b']", "tags = ['b', 'a']", &["~ tags: [\"a\", \"b\"] -> [\"b\", \"a\"]"]);
    differs("ratio = nan", "ratio = nan", &[]);
    differs("ratio = nan", "ratio = inf", &["~ ratio: NaN -> inf"]);
}

#[test]
fn maps_by_key_and_lists_of_sections_by_number() {
    differs(
        "labels = { a = '1', b = '2', d = '4' }",
        "labels = { b = '3', c = '5', d = '4', e = '6' }",
        &["- labels.a: \"1\"", "~ labels.b: \"2\" -> \"3\"", "+ labels.c: \"5\"", "+ labels.e: \"6\""],
    );
    differs(
        "[limits.x]\nk = nan\nl = 1",
        "[limits.x]\nk = nan\nl = 2\n[limits.y]",
        &["~ limits.x.l: 1.0 -> 2.0", "+ limits.y: {}"],
    );
    differs(
        "[[replicas]]\nhost = 'a'\n[[replicas]]\nhost = 'b'",
        "[[replicas]]\nhost = 'b'",
        &["~ replicas[0].host: \"a\" -> \"b\"", "- replicas[1].host: \"b\""],
    );
    differs(
        "[tenants.a]\n[tenants.c]",
        "[tenants.b]\nweight = 1\n[tenants.c]\nweight = 2",
        &[
            "- tenants.a.host: \"localhost\"",
            "+ tenants.b.host: \"localhost\"",
            "+ tenants.b.weight: 1",
            "+ tenants.c.weight: 2",
        ],
    );
}

#[test]
fn sections_come_and_go() {
    differs("", "[tls]", &["+ tls: {}"]);
    differs("[tls]", "[tls]\ncert = 'c'", &["+ tls.cert: \"c\""]);
    differs("", "[tls]\ncert = 'c'", &["+ tls.cert: \"c\""]);
    differs("", "storage.s3.bucket = 'b'", &["- storage: \"discard\"", "+ storage.s3.bucket: \"b\""]);
    differs("storage.s3.bucket = 'a'", "storage.s3.bucket = 'b'", &["~ storage.s3.bucket: \"a\" -> \"b\""]);
}

#[test]
fn of_secrets_only_that_they_changed() {
    let same = "api_key = 'hunter2'\npepper = 'hunter2'\npin = 31337";
    differs(same, same, &[]);
    let other = "api_key = 'hunter3'\npepper = 'hunter3'\npin = 31338";
    differs(
        same,
        other,
        &["~ api_key: [redacted] changed", "~ pepper: [redacted] changed", "~ pin: [redacted] changed"],
    );
    differs(same, "", &["- api_key: [redacted]", "- pepper: [redacted]", "- pin: [redacted]"]);
    let diff = diff(same, other);
    let text = format!("{diff}{diff:?}{}{}", diff.to_json(), diff.to_text(Color::Always));
    assert!(!text.contains("hunter") && !text.contains("3133"), "{text}");
    assert!(diff.iter().all(|change| change.old() == Some(&Value::Redacted)));
}

#[test]
fn where_both_values_come_from() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "port = 1\nnickname = 'x'\n");
    let builder = scene.builder::<Shop>().with_discovery();
    let file = builder.dump().unwrap().relative_to(scene.path("project"));
    let profile = scene.builder::<Shop>().with_profile("prod").dump().unwrap();
    let diff = file.diff(&profile);
    assert_eq!(
        diff.to_string(),
        "~ port: 1 -> 443  (shop.toml:1 -> default for profile prod)\n- nickname: \"x\"  (shop.toml:2)\n"
    );
    let changes: Vec<_> = diff.iter().collect();
    assert_eq!(
        (changes[0].path(), changes[0].old(), changes[0].new()),
        ("port", Some(&Value::Integer(1)), Some(&Value::Integer(443)))
    );
    assert_eq!(changes[0].new_origin(), Some(&Origin::ProfileDefault("prod".to_owned())));
    assert_eq!((changes[1].new(), changes[1].new_origin()), (None, None));
    assert!(matches!(changes[1].old_origin(), Some(Origin::File { .. })));
    assert_eq!((diff.len(), diff.is_empty(), (&diff).into_iter().count()), (2, false, 2));
    let json: serde_json::Value = serde_json::from_str(&diff.to_json()).unwrap();
    let place = |line, column| {
        let text = format!("shop.toml:{line}:{column}");
        serde_json::json!({ "kind": "file", "text": text, "file": "shop.toml", "line": line, "column": column })
    };
    let profile = serde_json::json!({ "kind": "profile default", "text": "default for profile prod", "name": "prod" });
    let expected = serde_json::json!([
        { "path": "port", "change": "changed", "old": 1, "new": 443, "old_origin": place(1, 8), "new_origin": profile },
        { "path": "nickname", "change": "removed", "old": "x", "old_origin": place(2, 12) },
    ]);
    assert_eq!(json, expected);
    assert_eq!(
        diff.to_text(Color::Always),
        "\u{1b}[33m~ port: 1 -> 443  (shop.toml:1 -> default for profile prod)\u{1b}[0m\n\
         \u{1b}[31m- nickname: \"x\"  (shop.toml:2)\u{1b}[0m\n"
    );
}

#[test]
fn nothing_differs() {
    let diff = diff("port = 1", "port = 1");
    assert!(diff.is_empty());
    assert_eq!((diff.to_string(), diff.to_json()), (String::new(), "[]".to_owned()));
}

/// What is running, and what is in the file now.
#[test]
fn a_file_and_what_is_running() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "port = 1\n");
    let builder = scene.builder::<Shop>().with_discovery();
    builder.load().unwrap();
    let running = Shop::snapshot().unwrap();
    assert!(running.dump().diff(&builder.dump().unwrap()).is_empty());
    scene.file("project/shop.toml", "port = 2\n");
    let now = builder.dump().unwrap();
    assert_eq!(running.dump().diff(&now).iter().map(superconfig::Change::path).collect::<Vec<_>>(), ["port"]);
    builder.load().unwrap();
    assert!(Shop::snapshot().unwrap().dump().diff(&now).is_empty());
    assert_eq!(running.dump().diff(&Shop::snapshot().unwrap().dump()).len(), 1);
}

/// Keys are as others wrote them.
#[test]
fn no_key_steers_a_terminal() {
    let diff = diff("", "[labels]\n\"\\u001b[2J\\n+ port: 1\" = 'x'");
    assert_eq!(diff.to_string().lines().count(), 1);
    assert!(!diff.to_text(Color::Never).contains('\u{1b}') && !diff.to_json().contains('\u{1b}'));
}

/// As many as a file may hold.
#[test]
fn large_maps_take_no_longer_than_they_must() {
    let map = |from: usize| (from..from + 20_000).map(|at| format!("k{at} = '{at}'\n")).collect::<Vec<_>>().concat();
    let diff = diff(&format!("[labels]\n{}", map(0)), &format!("[labels]\n{}", map(10_000)));
    assert_eq!(diff.len(), 20_000);
}
