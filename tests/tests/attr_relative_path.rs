//! `relative_path`.
#![allow(missing_docs)]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use superconfig::{Format, SuperConfig, field};
use superconfig_tests::{Scene, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(relative_path)]
    data: Option<PathBuf>,
    #[config(relative_path, default = "cache")]
    cache: Box<Path>,
    #[config(relative_path, default)]
    plugins: Vec<PathBuf>,
    #[config(relative_path, default)]
    set: BTreeSet<Arc<Path>>,
    #[config(relative_path, default)]
    map: HashMap<String, PathBuf>,
    #[config(relative_path, parse = without_scheme)]
    parsed: Option<PathBuf>,
    /// Without the attribute.
    plain: Option<PathBuf>,
    #[config(nested)]
    tls: Option<Tls>,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(relative_path)]
    certificate: PathBuf,
}

fn without_scheme(text: &str) -> Result<PathBuf, String> {
    match text.rsplit_once("file:") {
        Some((before, after)) => Ok(Path::new(before).join(after)),
        None => Err(format!("no scheme in {text:?}")),
    }
}

#[test]
fn relative_paths_begin_at_the_file_that_gave_them() {
    let scene = Scene::new();
    let project = scene.path("project");
    for (name, text) in [
        ("project/conf/shop.toml", "data = 'data/a'\nplugins = ['p', '/q', '../r']\ntls = { certificate = 'a.pem' }"),
        (
            "project/conf/shop.json",
            r#"{"data": "data/a", "plugins": ["p", "/q", "../r"], "tls": {"certificate": "a.pem"}}"#,
        ),
        ("project/conf/shop.yaml", "data: data/a\nplugins: [p, /q, ../r]\ntls:\n  certificate: a.pem\n"),
    ] {
        scene.file(name, text);
        let config = scene.builder::<Config>().with_file(scene.path(name)).extract().expect("these are paths");
        assert_eq!(config.data, Some(project.join("conf/data/a")));
        assert_eq!(config.plugins, [project.join("conf/p"), PathBuf::from("/q"), project.join("conf/../r")]);
        assert_eq!(config.tls.expect("it is there").certificate, project.join("conf/a.pem"));
        assert_eq!(&*config.cache, Path::new("cache"), "a default is left as it is");
    }
}

#[test]
fn each_file_has_its_own_directory() {
    let scene = Scene::new();
    scene.file("etc/shop/shop.toml", "data = 'a'\nplugins = ['p']\nmap = { one = '1', two = '2' }");
    scene.file("project/config/shop.toml", "plugins = ['q']\nmap = { two = '2' }\nset = ['x', 'y']");
    let config = scene.builder::<Config>().with_discovery().extract().expect("these are paths");
    let (etc, project) = (scene.path("etc/shop"), scene.path("project/config"));
    assert_eq!((config.data, config.plugins), (Some(etc.join("a")), vec![project.join("q")]));
    let map: BTreeMap<_, _> = config.map.into_iter().collect();
    assert_eq!(map, BTreeMap::from([("one".to_owned(), etc.join("1")), ("two".to_owned(), project.join("2"))]));
    assert_eq!(config.set, BTreeSet::from([project.join("x").into(), project.join("y").into()]));
}

#[test]
fn a_file_named_by_a_relative_path_still_gives_whole_paths() {
    let config = Config::builder().with_file("fixtures/relative/shop.toml");
    let config = config.extract().expect("these are paths");
    assert_eq!(config.data, Some(std::env::current_dir().unwrap().join("fixtures/relative/data")));
}

#[test]
fn what_is_in_no_file_is_left_as_it_is() {
    let config = Config::builder()
        .with_str(Format::Toml, "data = 'a'\nplugins = ['p']")
        .with_env_vars([("SHOP_CACHE", "c"), ("SHOP_TLS_CERTIFICATE", "t.pem")])
        .with_value(field!(Config, plain), Some(PathBuf::from("code")))
        .extract()
        .expect("these are paths");
    assert_eq!((config.data, config.plugins), (Some("a".into()), vec![PathBuf::from("p")]));
    assert_eq!((&*config.cache, config.plain), (Path::new("c"), Some("code".into())));
    assert_eq!(config.tls.expect("it is there").certificate, Path::new("t.pem"));
}

#[test]
fn nothing_else_is_made_of_the_text() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "data = '~/a'\nplain = 'p'\nparsed = 'file:b'\nset = ['']");
    let config = scene.builder::<Config>().with_file("shop.toml").extract().expect("these are paths");
    let project = scene.path("project");
    assert_eq!(config.data, Some(project.join("~/a")));
    assert_eq!(config.plain, Some("p".into()));
    assert_eq!(config.parsed, Some(project.join("b")));
    assert_eq!(config.set, BTreeSet::from([Path::new("").into()]), "the empty path is not the directory");
}

#[test]
fn what_is_no_path_is_refused_as_ever() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "plugins = ['p', 5]");
    let error = scene.builder::<Config>().with_file("shop.toml").extract().expect_err("5 is no path");
    assert_eq!((only(&error).path(), only(&error).message()), ("plugins[1]", "expected a path, found the integer 5"));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let scene = Scene::new();
    scene.file("elsewhere/real.toml", "data = 'a'");
    std::os::unix::fs::symlink(scene.path("elsewhere/real.toml"), scene.path("project/shop.toml")).expect("a link");
    let config = scene.builder::<Config>().with_file("shop.toml").extract().expect("these are paths");
    assert_eq!(config.data, Some(scene.path("project/a")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_directory_whose_name_is_not_unicode_is_a_problem_only_for_relative_paths() {
    use std::os::unix::ffi::OsStrExt as _;

    let scene = Scene::new();
    let directory = scene.path("project").join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
    std::fs::create_dir(&directory).expect("a directory");
    std::fs::write(directory.join("shop.toml"), "data = '/a'").expect("a file");
    let load = || scene.builder::<Config>().with_file(directory.join("shop.toml")).extract();
    assert_eq!(load().expect("the path is whole").data, Some("/a".into()));
    std::fs::write(directory.join("shop.toml"), "data = 'a'").expect("a file");
    let error = load().expect_err("the path cannot be said");
    let message =
        "expected a path: it begins at the directory of this file, whose name is not Unicode; write the whole path";
    assert_eq!((only(&error).path(), only(&error).message()), ("data", message));
}
