//! Where files are looked for, in which order they win, and what is said about those that cannot be read.

use std::{collections::BTreeMap, fs, path::Path};

use superconfig::{Builder, DiscoveredFile, Error, FileOutcome, ProblemKind, SuperConfig};
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

/// What became of each place that was looked at and where something was, relative to the scene.
fn told(scene: &Scene, builder: &Builder<Shop>) -> Vec<String> {
    let files = builder.discovered_files();
    let there = files.iter().filter(|file| *file.outcome() != FileOutcome::Absent);
    there.map(|file| scene.relative(&file.to_string())).collect()
}

#[test]
fn who_asks_is_told_of_every_place() {
    let scene = Scene::new();
    put(&scene, "project/shop.prod.toml");
    put(&scene, "home/.config/shop/config.toml");
    scene.file("project/.shop.toml", "").file("project/config/shop.local.json", " \n");
    fs::create_dir(scene.path("project/shop.local.toml")).unwrap();
    let builder = discover(&scene).with_profiles(["eu", "prod", "eu"]);
    let files = builder.discovered_files();
    // Two system directories and the user's with two names each, three places in the project; of each the file itself,
    // two profiles' and the local one in four formats.
    assert_eq!(files.len(), (3 * 2 + 3) * 4 * 4);
    assert_eq!(
        told(&scene, &builder),
        [
            "home/.config/shop/config.toml: taken",
            "shop.prod.toml: taken (profile prod)",
            "shop.local.toml: a directory",
            ".shop.toml: empty",
            "config/shop.local.json: empty",
        ]
    );
    let of = |path: &str| {
        let path = scene.path(path);
        files.iter().find(|file| file.path() == path).unwrap_or_else(|| panic!("{}", path.display()))
    };
    assert_eq!(of("project/.shop.eu.yml").profile(), Some("eu"));
    assert_eq!(of("etc/xdg/shop/config.local.yaml").profile(), None);
    assert!(!of("etc/shop/shop.toml").is_taken() && of("project/.shop.toml").is_taken());
    // Lowest precedence first, as a load reads them.
    let at = |path: &str| files.iter().position(|file| file.path() == scene.path(path)).unwrap();
    assert!(at("etc/shop/shop.toml") < at("etc/xdg/shop/shop.toml"));
    assert!(at("etc/xdg/shop/shop.toml") < at("home/.config/shop/shop.toml"));
    assert!(at("project/shop.toml") < at("project/shop.prod.toml"));
    assert!(at("project/shop.prod.toml") < at("project/shop.eu.toml"));
    assert!(at("project/shop.eu.toml") < at("project/shop.local.toml"));
}

#[test]
fn asking_loads_nothing_and_agrees_with_loading() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "from = 'never closed").file("project/shop.json", "{}");
    let files: Vec<DiscoveredFile> = discover(&scene).discovered_files();
    let outcomes: Vec<_> = files.iter().filter(|file| file.is_taken()).map(DiscoveredFile::outcome).collect();
    assert_eq!(outcomes, [&FileOutcome::Ambiguous; 2]);
    let error = discover(&scene).extract_with_report().unwrap_err();
    let report = error.load_report().expect("a report was asked for");
    let read: Vec<_> = report.sources().iter().filter_map(|source| source.file()).cloned().collect();
    assert_eq!(read, files);
}

#[test]
fn a_file_is_found_once_wherever_one_works() {
    let scene = Scene::new();
    put(&scene, "home/.config/shop/shop.toml");
    let base = scene.path("home/.config/shop");
    fs::create_dir(base.join(".git")).unwrap();
    let builder = discover(&scene).with_base_dir(&base);
    assert_eq!(told(&scene, &builder), ["home/.config/shop/shop.toml: taken"]);
    assert_eq!(builder.extract().unwrap().seen.len(), 1);
}

#[test]
fn what_lies_above_a_winding_path_is_what_lies_there() {
    let scene = Scene::new();
    put(&scene, "project/a/shop.toml");
    put(&scene, "project/b/shop.toml");
    let builder = discover(&scene).with_base_dir(scene.path("project/a/../b"));
    let shop = builder.extract().unwrap();
    assert_eq!((shop.from.as_str(), shop.seen.len()), ("project/b/shop.toml", 1));
}

#[test]
fn a_hierarchy_goes_from_the_repository_down() {
    let scene = Scene::new();
    for path in [
        "app.toml",
        "project/app.toml",
        "project/a/app.prod.toml",
        "project/a/b/app.local.toml",
        "project/a/b/app.toml",
    ] {
        put(&scene, path);
    }
    scene.file("project/a/app.json", "{\"seen\": {\"json\": true}}");
    let base = scene.path("project/a/b");
    let hierarchy = |name: &str| scene.builder::<Shop>().with_base_dir(&base).with_hierarchical_config(name);
    let told = |builder: &Builder<Shop>| told(&scene, builder);
    let any = hierarchy("app").with_profile("prod");
    let all = [
        "app.toml: taken",
        "a/app.json: taken",
        "a/app.prod.toml: taken (profile prod)",
        "a/b/app.toml: taken",
        "a/b/app.local.toml: taken",
    ];
    assert_eq!(told(&any), all);
    assert_eq!(any.extract().unwrap().from, "project/a/b/app.local.toml");
    assert_eq!(told(&hierarchy("app.json")), ["a/app.json: taken"]);
    assert_eq!(hierarchy("nothing").extract().unwrap().from, "nobody");
    scene.file("project/.app/rc.yaml", "from: rc");
    assert_eq!(hierarchy(".app/rc").extract().unwrap().from, "rc");
    scene.file("project/a/app.toml", "");
    assert_eq!(only(&hierarchy("app").extract().unwrap_err()).kind(), ProblemKind::Ambiguous);

    fs::remove_dir(scene.path("project/.git")).unwrap();
    assert_eq!(told(&hierarchy("app")), all[3..]);
    for (name, message) in [
        ("/etc/app", "several directories"),
        ("", "several directories"),
        ("~/app", "several directories"),
        ("..", "several directories"),
    ] {
        let error = hierarchy(name).extract().unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::Invalid);
        assert!(only(&error).message().contains(message), "{error}");
    }
}

#[test]
fn paths_may_begin_at_home_and_have_variables_in_them() {
    let scene = Scene::new();
    for path in ["home/a.toml", "project/x/a.toml", "project/y/a.toml", "project/~/a.toml", "project/${X}/a.toml"] {
        put(&scene, path);
    }
    let builder =
        || scene.builder::<Shop>().with_env_of([("X", "x"), ("Y", "${X}"), ("EMPTY", ""), ("HOME", "/nowhere")]);
    let with = |path: &str| builder().with_file(path).extract().map(|shop| shop.from);
    for (path, expected) in [
        ("~/a.toml", "home/a.toml"),
        ("./~/a.toml", "project/~/a.toml"),
        ("${X}/a.toml", "project/x/a.toml"),
        ("${X:-y}/a.toml", "project/x/a.toml"),
        ("${NONE:-y}/a.toml", "project/y/a.toml"),
        ("${EMPTY:-y}/a.toml", "project/y/a.toml"),
        ("${NONE:-${X}}/a.toml", "project/x/a.toml"),
        ("${NONE:-${ALSO:-${X}}}/a${NONE:-}.toml", "project/x/a.toml"),
        ("$${X}/a.toml", "project/${X}/a.toml"),
        // What a variable holds is not looked into again.
        ("${Y}/a.toml", "project/${X}/a.toml"),
    ] {
        assert_eq!(with(path).unwrap_or_else(|error| panic!("{path}: {error}")), expected, "{path}");
    }
    for (path, message) in [
        ("${NONE}/a.toml", "the variable NONE in it is not set"),
        ("${EMPTY}/a.toml", "the variable EMPTY in it is empty"),
        ("${X/a.toml", "a `${` in it has no `}`"),
        ("${}/a.toml", "`${}` names no variable"),
        ("${a b}/a.toml", "`${a b}` names no variable"),
        ("~root/a.toml", "`~root` is not looked up"),
        (&"${N:-".repeat(20), "has no `}`"),
        (&format!("{}x{}", "${N:-".repeat(20), "}".repeat(20)), "stand in each other"),
    ] {
        for builder in [
            builder().with_file(path),
            builder().with_optional_file(path),
            builder().with_dir(path),
            builder().with_optional_dir(path),
            builder().with_glob(path),
            builder().with_hierarchical_config(path),
            builder().with_env_of([("SHOP_CONFIG", path)]).with_discovery(),
        ] {
            let error = builder.extract().unwrap_err();
            assert_eq!(only(&error).kind(), ProblemKind::Invalid, "{path}: {error}");
            assert!(only(&error).message().contains(message), "{path}: {error}");
            assert!(only(&error).help().is_some());
        }
    }
    put(&scene, "home/conf.d/b.toml");
    for builder in
        [builder().with_dir("~/conf.d"), builder().with_env_of([("SHOP_CONFIG", "~/conf.d/b.toml")]).with_discovery()]
    {
        assert_eq!(builder.extract().unwrap().from, "home/conf.d/b.toml");
    }
    // Without `with_home_dir`, the variables say where home is; without that, nobody does.
    let homeless = Shop::builder().with_file("~/a.toml");
    let at_home = homeless.clone().with_env_of([("HOME", scene.path("home"))]);
    assert_eq!(at_home.extract().unwrap().from, "home/a.toml");
    let error = homeless.with_env_of([("HOME", "")]).extract().unwrap_err();
    assert!(only(&error).message().contains("home directory"), "{error}");
}

#[test]
#[cfg(unix)]
fn variables_that_are_not_utf8_are_paths_all_the_same() {
    use std::{ffi::OsString, os::unix::ffi::OsStringExt as _};
    let scene = Scene::new();
    let name = OsString::from_vec(b"caf\xe9".to_vec());
    let directory = scene.path("project").join(&name);
    if fs::create_dir(&directory).is_err() {
        return; // Not every file system has such names.
    }
    fs::write(directory.join("shop.toml"), "from = 'latin'").unwrap();
    let builder = scene.builder::<Shop>().with_env_of([("DIR", &name)]).with_file("${DIR}/shop.toml");
    assert_eq!(builder.extract().unwrap().from, "latin");
    let builder = discover(&scene).with_env_of([("SHOP_CONFIG", directory.join("shop.toml"))]);
    assert_eq!(builder.extract().unwrap().from, "latin");
    let unclear = Path::new("${DIR}").join(&name);
    let error = scene.builder::<Shop>().with_file(unclear).extract().unwrap_err();
    assert!(only(&error).message().contains("not UTF-8"), "{error}");
}

#[test]
#[cfg(unix)]
fn a_pipe_is_not_waited_for() {
    let scene = Scene::new();
    let pipe = scene.path("project/shop.toml");
    match std::process::Command::new("mkfifo").arg(&pipe).status() {
        Ok(status) if status.success() => {}
        _ => return, // Whoever has no `mkfifo` has no pipe.
    }
    let error = fails(&scene);
    assert!(only(&error).message().contains("not a regular file"), "{error}");
    for builder in [scene.builder::<Shop>().with_dir("."), scene.builder().with_glob("*.toml")] {
        let error = builder.extract().unwrap_err();
        assert!(only(&error).message().contains("not a regular file"), "{error}");
    }
}

#[test]
fn keys_that_differ_in_case_only_are_two_keys() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "from = 'a'\nFrom = 'b'\n");
    let error = fails(&scene);
    assert_eq!(lines(&error), ["unknown key: From: no setting has this name"]);
    assert_eq!(only(&error).help(), Some("did you mean 'from'?"));
    // In a map of the user's own both are there.
    scene.file("project/shop.toml", "seen.a = true\nseen.A = false\n");
    assert_eq!(discover(&scene).extract().unwrap().seen.len(), 2);
}

#[test]
fn a_profile_given_twice_is_read_once() {
    let scene = Scene::new();
    put(&scene, "project/shop.prod.toml");
    put(&scene, "project/shop.eu.toml");
    for builder in [
        discover(&scene).with_profiles(["prod", "prod"]),
        discover(&scene).with_env_of([("SHOP_PROFILE", "prod,prod")]),
    ] {
        assert_eq!(told(&scene, &builder), ["shop.prod.toml: taken (profile prod)"]);
    }
}

#[test]
fn files_of_profiles_beside_the_one_that_the_variable_names_are_told() {
    let scene = Scene::new();
    put(&scene, "other/mine.toml");
    put(&scene, "other/mine.prod.toml");
    let path = scene.path("other/mine.toml");
    let builder = discover(&scene).with_env_of([("SHOP_CONFIG", path)]).with_profiles(["eu", "prod"]);
    let files: Vec<String> = builder.discovered_files().iter().map(|file| scene.relative(&file.to_string())).collect();
    let expected = [
        "other/mine.toml: taken",
        "other/mine.eu.toml: not there (profile eu)",
        "other/mine.prod.toml: taken (profile prod)",
    ];
    assert_eq!(files, expected);
}

#[test]
fn empty_files_are_files_without_settings() {
    for name in ["shop.toml", "shop.json", "shop.yaml", "shop.yml"] {
        for text in ["", "\n", " \n\t\n", "\u{feff}", "\u{feff}\n"] {
            let scene = Scene::new();
            put(&scene, "home/.config/shop/shop.toml");
            scene.file(&format!("project/{name}"), text);
            for builder in [discover(&scene), discover(&scene).with_file(name), discover(&scene).with_glob("shop.*")] {
                let (shop, report) =
                    builder.extract_with_report().unwrap_or_else(|error| panic!("{name} {text:?}: {error}"));
                assert_eq!(shop.from, "home/.config/shop/shop.toml");
                let source =
                    report.sources().iter().find(|source| source.name().ends_with(&format!("project/{name}"))).unwrap();
                assert_eq!(source.file().unwrap().outcome(), &FileOutcome::Empty);
                assert!(source.is_taken() && source.settings().is_empty());
            }
        }
    }
}
