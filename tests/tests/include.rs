//! `include` and `import` in files: what they name is read below the file, once, and never in a circle.

use superconfig::{Format, Origin, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default = 0)]
    port: u16,
    #[config(default = "none")]
    name: String,
    #[config(default)]
    tags: Vec<String>,
    limit: Option<u8>,
}

fn load(scene: &Scene) -> Result<Shop, superconfig::Error> {
    scene.builder::<Shop>().with_file("shop.toml").extract()
}

/// The one problem, with paths relative to the project.
fn refused(scene: &Scene) -> (ProblemKind, String, Option<String>) {
    let error = load(scene).unwrap_err();
    let problem = only(&error);
    (problem.kind(), scene.relative(problem.message()), problem.help().map(|help| scene.relative(help)))
}

#[test]
fn included_files_rank_just_below_the_file_in_their_order() {
    for (name, text) in [
        ("shop.toml", "include = ['a.toml', 'sub/b.json']\nname = 'own'\n"),
        ("shop.json", "{\"name\": \"own\", \"include\": [\"a.toml\", \"./sub/b.json\"]}"),
        ("shop.yaml", "import:\n  - a.toml\n  - sub/b.json\nname: own\n"),
    ] {
        let scene = Scene::new();
        scene
            .file(&format!("project/{name}"), text)
            .file("project/a.toml", "name = 'a'\nport = 1\nlimit = 1\n")
            .file("project/sub/b.json", "{\"import\": \"c.yml\", \"port\": 2}")
            .file("project/sub/c.yml", "port: 3\nlimit: 3\ntags: [c]\n")
            .file("etc/shop/shop.toml", "tags = ['etc']\n");
        let builder = scene.builder::<Shop>().with_discovery();
        let snapshot = builder.extract_snapshot().unwrap_or_else(|error| panic!("{name}: {error}"));
        let shop = snapshot.value();
        assert_eq!((shop.port, shop.name.as_str(), shop.limit, shop.tags.len()), (2, "own", Some(3), 1), "{name}");
        assert_eq!(shop.tags, ["c"], "{name}");
        let origins: Vec<_> = snapshot.origins().collect();
        let Origin::File { path, location: Some(location) } = &origins[3].1 else { panic!("{origins:?}") };
        assert_eq!((path, location.line), (&scene.path("project/sub/c.yml"), 2), "{name}");
    }
}

#[test]
fn the_word_is_found_wherever_it_stands_among_others_like_it() {
    for before in [0, 1, 499, 500, 511, 512, 513, 1030, 5000] {
        // Lines of several lengths, with what is no byte each, so that pieces end anywhere.
        let mut text = String::new();
        for line in 0..before / 24 {
            text.extend(["# ", &" ".repeat(line % 17), "éincludes\n"]);
        }
        text.extend(std::iter::repeat_n('#', before.saturating_sub(text.len())));
        text.push_str("\ninclude = 'a.toml'\n# reinclude it\n");
        let scene = Scene::new();
        scene.file("project/shop.toml", text).file("project/a.toml", "port = 1\n");
        assert_eq!(load(&scene).unwrap().port, 1, "after {before} bytes");
    }
}

#[test]
fn one_path_needs_no_list() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "include = 'a.toml'\n").file("project/a.toml", "port = 1\n");
    assert_eq!(load(&scene).unwrap().port, 1);
    scene.file("project/shop.toml", format!("include = '{}'\n", scene.path("project/a.toml").display()));
    assert_eq!(load(&scene).unwrap().port, 1);
    scene.file("project/shop.toml", "import = []\n");
    assert_eq!(load(&scene).unwrap().port, 0);
}

#[test]
fn optional_files_may_be_absent_and_others_may_not() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "port = 1\ninclude = ['optional:a.toml', 'optional: none/b.toml']\n");
    assert_eq!(load(&scene).unwrap().name, "none");
    scene.file("project/a.toml", "name = 'a'\n");
    assert_eq!(load(&scene).unwrap().name, "a");
    scene.file("project/shop.toml", "include = [\n  'a.toml',\n  'b.toml',\n]\n");
    let error = load(&scene).unwrap_err();
    assert_eq!(
        (only(&error).kind(), scene.relative(only(&error).message())),
        (ProblemKind::Unreadable, "b.toml is not there".to_owned())
    );
    assert!(scene.relative(&error.to_string()).contains("shop.toml:3:3"), "{error}");
    assert!(only(&error).help().unwrap().contains("optional:"), "{error}");
    scene.file("project/b.yaml", "");
    assert_eq!(refused(&scene).2.unwrap(), "did you mean b.yaml?");
    // Optional is what may be absent, not what is broken.
    scene.file("project/shop.toml", "include = 'optional:a.toml'\n").file("project/a.toml", "port = \n");
    assert_eq!(refused(&scene).0, ProblemKind::Syntax);
    scene.file("project/shop.toml", "include = 'optional:sub'\n").file("project/sub/x", "");
    let (kind, message, help) = refused(&scene);
    assert_eq!((kind, message.as_str()), (ProblemKind::Unreadable, "sub is a directory"));
    assert_eq!(help.as_deref(), Some("write sub/* for the files in it"));
}

#[test]
fn problems_in_included_files_have_their_own_place() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "include = 'a.yaml'\nprot = 1\n").file("project/a.yaml", "port: many\n");
    let report = scene.relative(&load(&scene).unwrap_err().to_string());
    assert!(report.contains("a.yaml:1:7") && report.contains("shop.toml:2:1"), "{report}");
}

#[test]
fn a_file_is_read_once_at_its_first_place() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "include = ['a.toml', 'b.toml', 'a.toml', 'sub/../common.toml']\n")
        .file("project/a.toml", "include = 'common.toml'\nport = 1\n")
        .file("project/b.toml", "include = './common.toml'\nport = 2\n")
        .file("project/common.toml", "port = 9\nname = 'common'\nlimit = 9\n")
        .file("project/sub/x", "");
    let shop = load(&scene).unwrap();
    assert_eq!((shop.port, shop.name.as_str(), shop.limit), (2, "common", Some(9)));
    // A file that has a place of its own keeps it.
    let builder = scene.builder::<Shop>().with_file("common.toml").with_file("shop.toml");
    assert_eq!(builder.extract().unwrap().port, 2);
    let builder = scene.builder::<Shop>().with_file("shop.toml").with_file("common.toml");
    assert_eq!(builder.extract().unwrap().port, 9);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_that_file() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "include = ['a.toml', 'link.toml']\nport = 1\n")
        .file("project/a.toml", "name = 'a'\n");
    std::os::unix::fs::symlink(scene.path("project/shop.toml"), scene.path("project/link.toml")).unwrap();
    let (kind, message, _) = refused(&scene);
    assert_eq!(
        (kind, message.as_str()),
        (ProblemKind::Invalid, "files include each other in a circle: shop.toml -> link.toml")
    );
    std::fs::remove_file(scene.path("project/link.toml")).unwrap();
    std::os::unix::fs::symlink("nowhere.toml", scene.path("project/link.toml")).unwrap();
    let (kind, message, _) = refused(&scene);
    assert_eq!(
        (kind, message.as_str()),
        (ProblemKind::Unreadable, "the file, which shop.toml names, is a link to nothing")
    );
}

#[test]
fn circles_are_named() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "include = 'shop.toml'\n");
    let (kind, message, help) = refused(&scene);
    assert_eq!(
        (kind, message.as_str()),
        (ProblemKind::Invalid, "files include each other in a circle: shop.toml -> shop.toml")
    );
    assert_eq!(help.as_deref(), Some("delete one of these includes"));
    scene
        .file("project/shop.toml", "include = 'a.yaml'\n")
        .file("project/a.yaml", "port: 1\nimport: [b.json]\n")
        .file("project/b.json", "{\"include\": \"a.yaml\", \"prot\": 1}");
    let error = load(&scene).unwrap_err();
    let found: Vec<_> = lines(&error).iter().map(|line| scene.relative(line)).collect();
    let expected = [
        "invalid: : files include each other in a circle: a.yaml -> b.json -> a.yaml",
        "unknown key: prot: no setting has this name",
    ];
    assert_eq!(found, expected);
    assert!(scene.relative(&error.to_string()).contains("b.json:1:13"), "{error}");
}

#[test]
fn depth_and_number_have_limits() {
    let scene = Scene::new();
    let chain = |files: usize| {
        for n in 0..files {
            let (name, next) = (if n == 0 { "shop".to_owned() } else { format!("f{n}") }, n + 1);
            let text = if next < files {
                format!("include = 'f{next}.toml'\nport = {n}\n")
            } else {
                "name = 'end'\n".to_owned()
            };
            scene.file(&format!("project/{name}.toml"), text);
        }
    };
    chain(17);
    assert_eq!(load(&scene).unwrap().name, "end");
    chain(18);
    assert_eq!(refused(&scene).1, "files include each other more than 16 deep");
    let names = |count: usize| (0..count).map(|n| format!("'n{n}.toml'")).collect::<Vec<_>>().join(", ");
    for n in 0..257 {
        scene.file(&format!("project/n{n}.toml"), format!("limit = {}\n", n % 256));
    }
    scene.file("project/shop.toml", format!("include = [{}]\n", names(256)));
    assert_eq!(load(&scene).unwrap().limit, Some(255));
    scene.file("project/shop.toml", format!("include = [{}]\n", names(257)));
    assert_eq!(refused(&scene).1, "more than 256 files are included");
    for n in 257..300 {
        scene.file(&format!("project/n{n}.toml"), "");
    }
    scene.file("project/shop.toml", format!("include = [{}]\n", names(300)));
    assert_eq!(refused(&scene).1, "more than 256 files are included");
    let absent = |count: usize| (0..count).map(|n| format!("'absent{n}.toml'")).collect::<Vec<_>>().join(", ");
    scene.file("project/shop.toml", format!("include = [{}]\n", absent(900)));
    assert_eq!(load(&scene).unwrap_err().problems().len(), 101);
    scene.file("project/shop.toml", format!("include = [{}]\n", "'n0.toml', ".repeat(2_000)));
    assert_eq!(refused(&scene).1, "more than 1024 includes in one file are not looked at");
}

#[test]
fn what_is_no_path_is_refused() {
    let scene = Scene::new();
    for (text, path, message) in [
        ("include = 5", "include", "expected the path of a file, or a list of such, found a single value"),
        ("import = { a = 1 }", "import", "expected the path of a file, or a list of such, found a table"),
        ("include = ['optional:a', 5]", "", "expected the path of a file, found a single value"),
        ("include = [['a']]", "", "expected the path of a file, found a list"),
        ("include = ''", "", "this is not the path of a file"),
        ("include = 'optional:'", "", "this is not the path of a file"),
        ("include = \"a\\u0000b\"", "", "this is not the path of a file"),
    ] {
        scene.file("project/shop.toml", text);
        let error = load(&scene).unwrap_err();
        assert_eq!((only(&error).path(), only(&error).message()), (path, message), "{text}");
    }
}

#[test]
fn a_text_has_no_directory_to_include_from() {
    for (format, text) in
        [(Format::Toml, "include = 'a.toml'"), (Format::Yaml, "import: [a, b]"), (Format::Json, "{\"include\": \"a\"}")]
    {
        let error = Shop::builder().with_str(format, text).extract().unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::Invalid, "{error}");
        assert!(only(&error).message().contains("no directory"), "{error}");
    }
}

#[test]
fn a_setting_of_that_name_is_a_setting() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Site {
        include: Vec<String>,
        #[config(alias = "import")]
        other: Option<String>,
    }
    let scene = Scene::new();
    scene.file("project/shop.toml", "include = ['*.html']\nimport = 'x'\n");
    let site = scene.builder::<Site>().with_file("shop.toml").extract().unwrap();
    assert_eq!((site.include, site.other.as_deref()), (vec!["*.html".to_owned()], Some("x")));
}

#[test]
fn only_the_top_of_a_file_includes() {
    let scene = Scene::new();
    scene.file("project/a.toml", "port = 1").file("project/shop.toml", "[profile.prod]\ninclude = 'a.toml'\n");
    let error = scene.builder::<Shop>().with_file("shop.toml").with_profile("prod").extract().unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::UnknownKey, "include"));
}

#[test]
fn tables_of_profiles_in_included_files_stand_right_above_them() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "include = ['a.toml', 'b.toml']\nname = 'own'\n")
        .file("project/a.toml", "port = 1\nlimit = 1\n[profile.prod]\nport = 2\nlimit = 2\nname = 'a'\n")
        .file("project/b.toml", "limit = 3\n");
    let shop = scene.builder::<Shop>().with_file("shop.toml").with_profile("prod").extract().unwrap();
    assert_eq!((shop.port, shop.limit, shop.name.as_str()), (2, Some(3), "own"));
}

#[test]
fn files_with_nested_profiles_include_such_files() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "include = 'a.yaml'\n[default]\nname = 'own'\n")
        .file("project/a.yaml", "default: {port: 1, name: a}\nprod: {port: 2, name: p}\n");
    let builder = scene.builder::<Shop>().with_nested_profiles().with_file("shop.toml");
    let shop = builder.with_profile("prod").extract().unwrap();
    assert_eq!((shop.port, shop.name.as_str()), (2, "own"));
}

#[test]
fn a_broken_file_includes_nothing_and_says_only_what_broke_it() {
    let scene = Scene::new();
    scene.file("project/a.toml", "port = 1");
    for (name, text) in [
        ("shop.toml", "include = 'a.toml'\nport = \n"),
        ("shop.json", "{\"include\": \"a.toml\",}"),
        ("shop.yaml", "include: a.toml\nname: [\n"),
    ] {
        scene.file(&format!("project/{name}"), text);
        let error = scene.builder::<Shop>().with_file(name).extract().unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::Syntax, "{error}");
    }
}

#[test]
fn a_pattern_includes_what_matches_in_alphabetical_order() {
    for (name, text) in [
        ("shop.toml", "include = ['conf.d/*.{toml,yaml}', 'none/*.toml']\nlimit = 1\n"),
        ("shop.json", "{\"include\": \"./conf.d/??-*\", \"limit\": 1}"),
        ("shop.yaml", "import: [conf.d/20-b.toml, 'conf.d/*']\nlimit: 1\n"),
    ] {
        let scene = Scene::new();
        scene
            .file(&format!("project/{name}"), text)
            .file("project/conf.d/30-c.yaml", "port: 3\n")
            .file("project/conf.d/10-a.toml", "port = 1\nname = 'a'\ntags = ['a']\n")
            .file("project/conf.d/20-b.toml", "port = 2\nname = 'b'\nlimit = 2\n")
            .file("project/conf.d/.hidden.toml", "port = 'x'\n")
            .file("project/conf.d/README", "nothing for us\n");
        let shop = scene.builder::<Shop>().with_discovery().extract().unwrap_or_else(|error| panic!("{name}: {error}"));
        // Who is named first is read first, once.
        let expected = if name == "shop.yaml" { "a" } else { "b" };
        assert_eq!((shop.port, shop.name.as_str(), shop.limit, shop.tags.len()), (3, expected, Some(1), 1), "{name}");
    }
}

#[test]
fn a_pattern_may_match_the_file_that_has_it() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "include = '*.toml'\nport = 1\n").file("project/a.toml", "port = 2\nname = 'a'\n");
    let shop = load(&scene).unwrap();
    assert_eq!((shop.port, shop.name.as_str()), (1, "a"));
    // Not so for one that is included from there.
    scene.file("project/a.toml", "include = 'sh*.toml'\n");
    let message = "files include each other in a circle: shop.toml -> a.toml -> shop.toml";
    assert_eq!((refused(&scene).0, refused(&scene).1.as_str()), (ProblemKind::Invalid, message));
}

#[test]
fn a_file_with_wildcards_in_its_name_is_a_file() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "include = ['a[1].toml', '{b}.toml']\n")
        .file("project/a[1].toml", "port = 1\n")
        .file("project/a1.toml", "port = 2\n")
        .file("project/{b}.toml", "name = 'b'\n");
    let shop = load(&scene).unwrap();
    assert_eq!((shop.port, shop.name.as_str()), (1, "b"));
}

#[test]
fn patterns_that_mean_nothing_are_refused_in_their_place() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "include = [\n  'conf.d/[a*.toml',\n  '**/../x*',\n]\n");
    let error = load(&scene).unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    assert!(error.problems().iter().all(|it| it.kind() == ProblemKind::Invalid && it.help().is_some()), "{error}");
    let report = scene.relative(&error.to_string());
    assert!(report.contains("shop.toml:2:3") && report.contains("shop.toml:3:3"), "{report}");
}

#[cfg(unix)]
#[test]
fn a_pattern_follows_no_link_out_of_its_directory() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "include = 'conf.d/*.toml'\n").file("outside.toml", "port = 6666\n");
    scene.file("project/conf.d/a.toml", "name = 'a'\n");
    std::os::unix::fs::symlink(scene.path("outside.toml"), scene.path("project/conf.d/b.toml")).unwrap();
    let snapshot = scene.builder::<Shop>().with_file("shop.toml").extract_snapshot().unwrap();
    assert_eq!((snapshot.value().port, snapshot.value().name.as_str()), (0, "a"));
    let warning = &snapshot.warnings()[0];
    assert_eq!((snapshot.warnings().len(), warning.kind()), (1, ProblemKind::Unreadable));
    assert!(warning.to_string().contains("shop.toml:1:11"), "{warning}");
}

#[test]
fn paths_may_begin_at_home_or_have_variables() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "include = ['~/mine.toml', '${WHERE}/b.toml', '${NONE:-sub}/*.toml']\n")
        .file("home/mine.toml", "port = 1\n")
        .file("project/there/b.toml", "name = 'b'\n")
        .file("project/sub/c.toml", "limit = 3\n");
    let builder = |value: &str| scene.builder::<Shop>().with_env_of([("WHERE", value)]).with_file("shop.toml");
    let shop = builder("there").extract().unwrap();
    assert_eq!((shop.port, shop.name.as_str(), shop.limit), (1, "b", Some(3)));
    let absolute = scene.path("project/there");
    assert_eq!(builder(absolute.to_str().unwrap()).extract().unwrap().name, "b");
    let error = builder("").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Invalid);
    assert!(only(&error).message().contains("the variable WHERE in it is empty"), "{error}");
    assert!(scene.relative(&error.to_string()).contains("shop.toml:1:27"), "{error}");
}

#[test]
fn the_report_of_a_load_has_what_was_included() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "include = ['a.toml', 'optional:b.toml']\nname = 'own'\n[profile.prod]\nlimit = 5\n")
        .file("project/a.toml", "port = 1\nname = 'a'\n");
    let builder = scene.builder::<Shop>().with_file("shop.toml").with_profile("prod");
    let (_, report) = builder.extract_with_report().unwrap();
    let found: Vec<_> = report.sources()[1..]
        .iter()
        .map(|source| {
            (scene.relative(source.name()), source.file().is_some(), source.is_taken(), source.settings().join(" "))
        })
        .collect();
    let row = |name: &str, file, taken, settings: &str| (name.to_owned(), file, taken, settings.to_owned());
    let expected = [
        row("a.toml", true, true, "port"),
        row("b.toml", true, false, ""),
        row("shop.toml", true, true, "name"),
        row("shop.toml [profile.prod]", false, true, "limit"),
    ];
    assert_eq!(found, expected, "{report}");
}
