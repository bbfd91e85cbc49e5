//! `.env.example`: every variable with its default in a comment.

use std::collections::BTreeMap;

use superconfig::{Builder, SecretString, SuperConfig};
use superconfig_tests::{Scene, lines};

#[derive(Debug, PartialEq, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct Shop {
    /// Whatever needs quotes.
    #[config(default = "it's \"two\nlines\" # $HOME ${HOME} \\n")]
    text: String,
    #[config(default = " # not a comment")]
    comment: String,
    #[config(default)]
    empty: String,
    #[config(default = vec!["a, b".to_owned(), "c".to_owned()])]
    commas: Vec<String>,
    #[config(default = vec![1, 2])]
    numbers: Vec<u8>,
    #[config(default)]
    none: Vec<u8>,
    #[config(default = BTreeMap::from([("a=b".to_owned(), "c,d".to_owned())]))]
    map: BTreeMap<String, String>,
    #[config(default = vec![3], merge = "append")]
    appended: Vec<u8>,
    #[config(default = 1, env = "OTHER_NAME")]
    renamed: u8,
    #[config(default = 1, env = false)]
    without: u8,
    #[config(default = 1, deprecated)]
    old: u8,
    /// In the real environment only.
    #[config(default = 1, sources = "env")]
    real: u8,
    #[config(default = 1, sources = "dotenv")]
    only_here: u8,
    #[config(nested)]
    servers: BTreeMap<String, Server>,
    #[config(nested)]
    replicas: Vec<Server>,
    #[config(nested)]
    cache: Option<Cache>,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Server {
    #[config(default = 80)]
    port: u16,
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "type")]
enum Cache {
    Memory,
    Disk {
        #[config(default = "/tmp")]
        path: String,
    },
}

fn with_dotenv<T: SuperConfig>(scene: &Scene, text: &str) -> Builder<T> {
    scene.file("project/.env", text);
    scene.builder::<T>().with_dotenv_file(scene.path("project/.env")).with_env()
}

/// Every variable with the `#` away from it.
fn uncommented(text: &str) -> String {
    let line = |line: &str| {
        line.strip_prefix('#').filter(|rest| !rest.is_empty() && !rest.starts_with(' ')).unwrap_or(line).to_owned()
    };
    text.lines().map(|it| line(it) + "\n").collect()
}

#[test]
fn as_it_is_it_sets_nothing() {
    let scene = Scene::new();
    let text = Shop::env_example();
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
    let expected = scene.builder::<Shop>().extract().unwrap();
    assert_eq!(with_dotenv::<Shop>(&scene, &text).extract().unwrap(), expected);
}

#[test]
fn what_it_shows_are_the_defaults_however_they_are_written() {
    let scene = Scene::new();
    let text = uncommented(&Shop::env_example()).replace("SHOP_PROFILE=dev\n", "");
    let found = with_dotenv::<Shop>(&scene, &text).extract().unwrap_or_else(|error| panic!("{error}\n{text}"));
    let expected = scene.builder::<Shop>().extract().unwrap();
    let sections = |shop: Shop| Shop { servers: BTreeMap::new(), replicas: Vec::new(), cache: None, ..shop };
    assert_eq!(found.servers["example"].port, 80);
    assert_eq!(found.replicas, [Server { port: 80 }]);
    assert_eq!(found.cache, Some(Cache::Memory));
    assert_eq!(sections(found), sections(expected));
}

#[test]
fn it_has_every_variable_that_may_stand_in_it_and_no_other() {
    let text = Shop::env_example();
    let mut names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix('#')?.split_once('='))
        .map(|(name, _)| name)
        .filter(|name| !name.starts_with(' ') && !name.contains('`'))
        .collect();
    names.sort_unstable();
    let expected = [
        "OTHER_NAME",
        "SHOP_APPENDED",
        "SHOP_CACHE_TYPE",
        "SHOP_COMMAS",
        "SHOP_COMMENT",
        "SHOP_EMPTY",
        "SHOP_MAP",
        "SHOP_NONE",
        "SHOP_NUMBERS",
        "SHOP_ONLY_HERE",
        "SHOP_PROFILE",
        "SHOP_REPLICAS__0__PORT",
        "SHOP_SERVERS__example__PORT",
        "SHOP_TEXT",
    ];
    assert_eq!(names, expected, "{text}");
    assert!(
        text.contains("# In the real environment only.\n# SHOP_REAL counts only in the real environment.\n"),
        "{text}"
    );
    assert!(text.contains("# With `Disk`:\n#   # String.\n#   #SHOP_CACHE_PATH=/tmp\n"), "{text}");
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code, reason = "only its shape counts")]
struct Secretive {
    #[config(default = "hunter2")]
    key: SecretString,
    #[config(secret, default = "hunter3", profile(prod = "hunter4"), one_of = ["hunter3", "hunter4"])]
    pin: String,
    token: SecretString,
}

#[test]
fn secrets_have_no_value() {
    let text = Secretive::env_example();
    assert!(!text.contains("hunter"), "{text}");
    assert!(
        text.contains("\n# String. Required. Secret; SHOP_TOKEN_FILE may name a file that holds it.\n#SHOP_TOKEN=\n"),
        "{text}"
    );
    assert!(text.contains("\n#SHOP_KEY=\n") && text.contains("\n#SHOP_PIN=\n"), "{text}");
    let scene = Scene::new();
    let error = with_dotenv::<Secretive>(&scene, &text).extract().unwrap_err();
    assert_eq!(lines(&error), ["missing: token: nothing sets it and it has no default"]);
}
