//! Where files are looked for, in which order they win, and what is said about those that cannot be read.

use std::{collections::BTreeMap, fs};

use superconfig::{Builder, Error, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["eu", "prod"])]
struct Shop {
    #[config(default = "nobody")]
    from: String,
    /// Everybody adds its own name.
    #[config(default)]
    seen: BTreeMap<String, bool>,
}

fn discover(scene: &Scene) -> Builder<Shop> {
    scene.builder::<Shop>().with_discovery()
}

fn from(scene: &Scene) -> String {
    discover(scene).extract().unwrap_or_else(|error| panic!("{error}")).from
}

fn fails(scene: &Scene) -> Error {
    discover(scene).extract().unwrap_err()
}

/// A file that says where it is, and adds itself to the map.
fn put(scene: &Scene, path: &str) {
    scene.file(path, format!("from = '{path}'\nseen.'{path}' = true\n"));
}

#[test]
fn nothing_at_all_gives_the_defaults() {
    assert_eq!(from(&Scene::new()), "nobody");
}

#[test]
fn every_place_is_found_and_the_nearest_wins() {
    let scene = Scene::new();
    let places = [
        "etc/shop/shop.toml",
        "etc/shop/shop.prod.toml",
        "etc/shop/shop.local.toml",
        "etc/shop/config.toml",
        "etc/xdg/shop/shop.toml",
        "home/.config/shop/shop.toml",
        "home/.config/shop/config.toml",
        "project/shop.toml",
        "project/shop.eu.toml",
        "project/shop.prod.toml",
        "project/shop.local.toml",
        "project/.shop.toml",
        "project/.shop.prod.toml",
        "project/.shop.local.toml",
        "project/config/shop.toml",
        "project/config/shop.prod.toml",
        "project/config/shop.local.toml",
        "project/a/shop.toml",
        "project/a/b/shop.toml",
        "project/a/b/shop.prod.toml",
        "project/a/b/config/shop.local.toml",
    ];
    for not_read in ["shop.toml", "project/a/c/shop.toml", "project/a/b/d/shop.toml", "project/shop.dev.toml"] {
        put(&scene, not_read);
    }
    let base = scene.path("project/a/b");
    fs::create_dir_all(&base).unwrap();
    for count in 1..=places.len() {
        put(&scene, places[count - 1]);
        let builder = discover(&scene).with_base_dir(&base).with_profiles(["eu", "prod"]);
        let shop = builder.extract().unwrap();
        assert_eq!(shop.from, places[count - 1]);
        assert_eq!(shop.seen.len(), count);
    }
    let shop = discover(&scene).with_base_dir(&base).extract().unwrap();
    assert_eq!(shop.seen.len(), places.iter().filter(|place| !place.contains("prod") && !place.contains("eu")).count());
}

#[test]
fn the_search_goes_up_to_the_repository_and_no_further() {
    let scene = Scene::new();
    put(&scene, "project/shop.toml");
    let base = scene.path("project/a");
    fs::create_dir_all(&base).unwrap();
    assert_eq!(discover(&scene).with_base_dir(&base).extract().unwrap().from, "project/shop.toml");
    fs::remove_dir(scene.path("project/.git")).unwrap();
    assert_eq!(discover(&scene).with_base_dir(&base).extract().unwrap().from, "nobody");
    // In a worktree or submodule it is a file.
    scene.file("project/.git", "gitdir: elsewhere");
    assert_eq!(discover(&scene).with_base_dir(&base).extract().unwrap().from, "project/shop.toml");
}

#[test]
fn variables_move_the_system_and_user_directories() {
    let scene = Scene::new();
    for place in ["etc/xdg/shop/shop.toml", "x1/shop/shop.toml", "x2/shop/shop.toml"] {
        put(&scene, place);
    }
    let list = |names: &[&str]| std::env::join_paths(names.iter().map(|name| scene.path(name))).unwrap();
    let seen = |name: &str, value: std::ffi::OsString| {
        let shop = discover(&scene).with_env_of([(name, value)]).extract().unwrap();
        (shop.from, shop.seen.len())
    };
    // The first of the list is the most important one.
    assert_eq!(seen("XDG_CONFIG_DIRS", list(&["x1", "x2"])), ("x1/shop/shop.toml".to_owned(), 2));
    assert_eq!(seen("XDG_CONFIG_DIRS", "".into()), ("etc/xdg/shop/shop.toml".to_owned(), 1));
    assert_eq!(seen("XDG_CONFIG_DIRS", "relative".into()).0, "nobody");
    put(&scene, "home/.config/shop/shop.toml");
    assert_eq!(seen("XDG_CONFIG_HOME", list(&["x2"])), ("x2/shop/shop.toml".to_owned(), 2));
    assert_eq!(seen("XDG_CONFIG_HOME", "relative".into()).0, "home/.config/shop/shop.toml");
    // Without `with_home_dir`, the variables handed over say where home is.
    let builder = Shop::builder().with_discovery().with_base_dir(scene.path("project"));
    let builder = builder.with_system_dir(scene.path("none")).with_env_of([("HOME", scene.path("home"))]);
    assert_eq!(builder.extract().unwrap().from, "home/.config/shop/shop.toml");
}

#[test]
fn every_format_is_found() {
    for (name, text) in [
        ("shop.toml", "from = 'x'"),
        ("shop.json", "{\"from\": \"x\"}"),
        ("shop.yaml", "from: x"),
        ("shop.yml", "from: x"),
        (".shop.yml", "from: x"),
        ("config/shop.json", "{\"from\": \"x\"}"),
    ] {
        let scene = Scene::new();
        scene.file(&format!("project/{name}"), text);
        assert_eq!(from(&scene), "x", "{name}");
    }
}

#[test]
fn the_config_variable_replaces_the_search() {
    let scene = Scene::new();
    put(&scene, "project/shop.toml");
    put(&scene, "other/mine.conf");
    let with = |value: &str| discover(&scene).with_env_vars([("SHOP_CONFIG", value)]).strict();
    let path = scene.path("other/mine.conf");
    let shop = with(path.to_str().unwrap()).extract().unwrap();
    assert_eq!((shop.from.as_str(), shop.seen.len()), ("other/mine.conf", 1));
    assert_eq!(with("../other/mine.conf").extract().unwrap().from, "other/mine.conf");
    assert_eq!(with("").extract().unwrap().from, "project/shop.toml");
    let error = with("nowhere.toml").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
    assert!(only(&error).message().contains("SHOP_CONFIG"), "{error}");
    let error = with("..").extract().unwrap_err();
    assert!(only(&error).message().contains("directory"), "{error}");
}

#[test]
fn two_formats_in_one_place_are_a_problem() {
    let scene = Scene::new();
    put(&scene, "project/shop.toml");
    scene.file("project/shop.yaml", "from: y");
    let error = fails(&scene);
    assert_eq!(only(&error).kind(), ProblemKind::Ambiguous);
    let text = scene.relative(&error.to_string());
    assert!(text.contains("shop.toml") && text.contains("shop.yaml"), "{text}");
    // In different places they are just two files.
    let scene = Scene::new();
    put(&scene, "project/shop.toml");
    scene.file("project/config/shop.yaml", "from: y");
    assert_eq!(from(&scene), "y");
}

#[test]
fn what_is_there_but_no_file_is_told_apart() {
    let scene = Scene::new();
    fs::create_dir(scene.path("project/shop.toml")).unwrap();
    let error = fails(&scene);
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
    assert!(only(&error).message().contains("directory"), "{error}");

    let error = scene.builder::<Shop>().with_file("nowhere.toml").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
    assert!(only(&error).message().contains("not there"), "{error}");
    assert_eq!(scene.builder::<Shop>().with_optional_file("nowhere.toml").extract().unwrap().from, "nobody");
    let error = scene.builder::<Shop>().with_optional_file("shop.toml").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
}

#[test]
#[cfg(unix)]
fn a_link_to_nothing_is_told_apart() {
    let scene = Scene::new();
    std::os::unix::fs::symlink("gone.toml", scene.path("project/shop.toml")).unwrap();
    for error in [fails(&scene), scene.builder::<Shop>().with_optional_file("shop.toml").extract().unwrap_err()] {
        assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
        assert!(only(&error).message().contains("link"), "{error}");
    }
    scene.file("project/gone.toml", "from = 'there'");
    assert_eq!(from(&scene), "there");
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_is_a_problem() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = Scene::new();
    put(&scene, "project/shop.toml");
    let path = scene.path("project/shop.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        return; // Whoever may read everything cannot be refused.
    }
    let error = fails(&scene);
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
    assert!(only(&error).message().contains("permission denied"), "{error}");
}

#[test]
fn a_file_called_config_is_in_nobodys_way() {
    let scene = Scene::new();
    scene.file("project/config", "not a directory").file("home/.config", "nor this");
    put(&scene, "project/shop.toml");
    assert_eq!(from(&scene), "project/shop.toml");
}

#[test]
fn a_broken_file_does_not_hide_the_next() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "from = \n").file("project/.shop.toml", "from = 5\n");
    let error = fails(&scene);
    let kinds: Vec<_> = error.problems().iter().map(superconfig::Problem::kind).collect();
    assert_eq!(kinds, [ProblemKind::Syntax, ProblemKind::WrongType], "{:?}", lines(&error));
}
