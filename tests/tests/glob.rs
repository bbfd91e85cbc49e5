//! Files by directory and by pattern: which match, in which order they win, and what keeps a search within bounds.

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use superconfig::{Builder, FileOutcome, GlobOrder, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default = "nobody")]
    from: String,
    /// Everybody adds its own name.
    #[config(default)]
    seen: BTreeMap<String, bool>,
}

/// Files that say where they are and add themselves to the map, in the project.
fn scene(files: &[&str]) -> Scene {
    let scene = Scene::new();
    for path in files {
        let text = match Path::new(path).extension().and_then(|end| end.to_str()) {
            Some("json") => format!("{{\"from\": \"{path}\", \"seen\": {{\"{path}\": true}}}}"),
            Some("yaml" | "yml") => format!("from: '{path}'\nseen: {{'{path}': true}}\n"),
            _ => format!("from = '{path}'\nseen.'{path}' = true\n"),
        };
        scene.file(&format!("project/{path}"), text);
    }
    scene
}

fn glob(scene: &Scene, pattern: &str) -> Builder<Shop> {
    scene.builder::<Shop>().with_glob(pattern)
}

/// Which files were read, alphabetically.
fn seen(builder: &Builder<Shop>) -> Vec<String> {
    builder.extract().unwrap_or_else(|error| panic!("{error}")).seen.into_keys().collect()
}

/// What became of the places that were looked at, without the scene's own directory.
fn told(scene: &Scene, builder: &Builder<Shop>) -> Vec<String> {
    builder.discovered_files().iter().map(|file| scene.relative(&file.to_string())).collect()
}

#[test]
fn patterns_match_what_they_say() {
    let files = ["a.toml", "b.json", "c.yaml", "x/a.toml", "x/b.toml", "x/y/c.toml", "z1/a.toml", "é.toml"];
    let scene = scene(&files);
    for (pattern, expected) in [
        ("a.toml", &["a.toml"][..]),
        ("*.toml", &["a.toml", "é.toml"]),
        ("*", &["a.toml", "b.json", "c.yaml", "é.toml"]),
        ("?.{toml,json}", &["a.toml", "b.json", "é.toml"]),
        ("[a-b].*", &["a.toml", "b.json"]),
        ("[!a].{json,toml}", &["b.json", "é.toml"]),
        ("x/*.toml", &["x/a.toml", "x/b.toml"]),
        ("./x//*.toml", &["x/a.toml", "x/b.toml"]),
        ("*/a.toml", &["x/a.toml", "z1/a.toml"]),
        ("z[0-9]/*.toml", &["z1/a.toml"]),
        ("x/**/*.toml", &["x/a.toml", "x/b.toml", "x/y/c.toml"]),
        ("x/**", &["x/a.toml", "x/b.toml", "x/y/c.toml"]),
        ("**/c.toml", &["x/y/c.toml"]),
        ("{x/y/c,z1/a}.toml", &["x/y/c.toml", "z1/a.toml"]),
        ("{x,z1}/a.toml", &["x/a.toml", "z1/a.toml"]),
        ("x/../z1/*.toml", &["z1/a.toml"]),
        ("[à-ê].toml", &["é.toml"]),
        ("[a-é]*.json", &["b.json"]),
        ("é.*", &["é.toml"]),
        ("??.toml", &[]),
        ("nowhere/*.toml", &[]),
        ("a.toml/*.toml", &[]),
        ("!*.toml", &[]),
    ] {
        assert_eq!(seen(&glob(&scene, pattern)), expected, "{pattern}");
    }
    // What is no letter of the file itself can still be named.
    let absolute = scene.path("project/x/*.toml");
    assert_eq!(seen(&scene.builder::<Shop>().with_glob(absolute)), ["x/a.toml", "x/b.toml"]);
}

#[test]
fn wildcards_can_mean_themselves() {
    let scene = scene(&["[a].toml", "a.toml", "dir{1}/b.toml", "!c.toml"]);
    assert_eq!(seen(&glob(&scene, "\\[a\\].toml")), ["[a].toml"]);
    assert_eq!(seen(&glob(&scene, "dir\\{1\\}/*.toml")), ["dir{1}/b.toml"]);
    assert_eq!(seen(&glob(&scene, "!*.toml")), ["!c.toml"]);
}

#[test]
fn a_pattern_that_makes_no_sense_is_a_problem_that_says_why() {
    let scene = scene(&["a.toml"]);
    for (pattern, message) in [
        ("a{b", "a `{` in it has no `}`"),
        ("a[b", "a `[` in it has no `]`"),
        ("a\\", "it ends in a `\\`"),
        ("conf.d\\new*.toml", "`\\n` means nothing in it"),
        ("", "it names no file"),
        ("conf.d/", "it names no file"),
        ("*/../a.toml", "`..` and `.` name no file"),
        ("..", "`..` and `.` name no file"),
        ("${NOWHERE}/*.toml", "the variable NOWHERE in it is not set"),
        (&"{a,b}".repeat(11), "more than 10 groups of braces"),
        (&"a".repeat(2000), "longer than 1024 bytes"),
    ] {
        let error = glob(&scene, pattern).extract().unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::Invalid, "{error}");
        assert!(only(&error).message().contains(message), "{pattern}: {error}");
        assert!(only(&error).help().is_some(), "{error}");
        let files = glob(&scene, pattern).discovered_files();
        assert!(matches!(files[0].outcome(), FileOutcome::Unreadable(why) if why.contains(message)), "{files:?}");
    }
}

#[test]
fn hostile_patterns_end() {
    let name = "a".repeat(200);
    let scene = scene(&[&format!("{name}.toml")]);
    for pattern in [
        format!("{}b", "*a".repeat(400)),
        format!("{}b", "{a*,*a,a*a}".repeat(8)),
        format!("{}b", "{a,aa}*".repeat(10)),
        format!("{}b", "**/".repeat(300)),
    ] {
        let started = SystemTime::now();
        assert!(seen(&glob(&scene, &pattern)).is_empty());
        assert!(started.elapsed().unwrap() < Duration::from_secs(20), "{pattern}");
    }
}

#[test]
fn order_is_alphabetical_unless_asked_otherwise() {
    let scene = scene(&["10.toml", "9.toml", "b.toml", "a/z.toml", "a-b/a.toml"]);
    fs::write(scene.path("project/9.toml"), "from = '9.toml' # the largest one of them all, by far\nseen.x = true\n")
        .unwrap();
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    for (path, seconds) in [("10.toml", 5), ("9.toml", 3), ("b.toml", 4), ("a/z.toml", 9), ("a-b/a.toml", 7)] {
        fs::File::options()
            .write(true)
            .open(scene.path("project").join(path))
            .unwrap()
            .set_modified(at(seconds))
            .unwrap();
    }
    let order = |order: GlobOrder| -> Vec<String> {
        let builder = scene.builder::<Shop>().with_glob_order("**/*.toml", order);
        let files = builder.discovered_files();
        let from = builder.extract().unwrap().from;
        let last = scene.relative(&files.last().unwrap().path().display().to_string());
        assert_eq!(from, last, "the last one wins");
        files.iter().map(|file| scene.relative(&file.path().display().to_string())).collect()
    };
    assert_eq!(order(GlobOrder::Alphabetical), ["10.toml", "9.toml", "a/z.toml", "a-b/a.toml", "b.toml"]);
    assert_eq!(order(GlobOrder::Reverse), ["b.toml", "a-b/a.toml", "a/z.toml", "9.toml", "10.toml"]);
    assert_eq!(order(GlobOrder::Modified), ["9.toml", "b.toml", "10.toml", "a-b/a.toml", "a/z.toml"]);
    assert_eq!(order(GlobOrder::Size).last().unwrap(), "9.toml");
    let by_depth = GlobOrder::by(|a, b| b.components().count().cmp(&a.components().count()));
    assert_eq!(order(by_depth), ["a/z.toml", "a-b/a.toml", "10.toml", "9.toml", "b.toml"]);
    // Nonsense gives some order, and no panic.
    assert_eq!(order(GlobOrder::by(|_, _| Ordering::Greater)).len(), 5);
    assert_eq!(order(GlobOrder::by(|a, b| if a < b { Ordering::Greater } else { Ordering::Less })).len(), 5);
}

#[test]
fn a_file_that_vanishes_before_it_is_read_disturbs_nobody() {
    let scene = scene(&["conf.d/a.toml", "conf.d/b.toml"]);
    let gone = scene.path("project/conf.d/b.toml");
    let order = GlobOrder::by(move |a, b| {
        drop(fs::remove_file(&gone));
        a.cmp(b)
    });
    let builder = scene.builder::<Shop>().with_glob_order("conf.d/*.toml", order);
    let (shop, report) = builder.extract_with_report().unwrap();
    assert_eq!(shop.from, "conf.d/a.toml");
    let outcomes: Vec<_> =
        report.sources()[1..].iter().map(|source| source.file().unwrap().outcome().clone()).collect();
    assert_eq!(outcomes, [FileOutcome::Taken, FileOutcome::Vanished]);
    assert!(!report.sources()[2].is_taken());
}

#[test]
fn what_nobody_means_is_left_out_and_told() {
    let leftovers = ["a.toml~", "#a.toml#", ".#a.toml", ".a.toml.swp"];
    let scene = scene(
        &[&["a.toml", ".hidden.toml", "README", "a.conf", "sub.toml/x", "sub/deep.toml"][..], &leftovers].concat(),
    );
    let everything = [".#a.toml", "#a.toml#", ".a.toml.swp", "a.toml~"]
        .map(|name| format!("{name}: left out: an editor left it behind"));
    let dir = scene.builder::<Shop>().with_dir(".");
    let star = glob(&scene, "*");
    assert_eq!(seen(&dir), ["a.toml"]);
    assert_eq!(seen(&star), ["a.toml"]);
    for builder in [dir, star] {
        let told: Vec<String> =
            told(&scene, &builder).iter().map(|line| line.trim_start_matches("./").to_owned()).collect();
        for line in everything.iter().map(String::as_str).chain([
            "a.toml: taken",
            ".hidden.toml: left out: hidden",
            "README: left out: its extension stands for no format",
            "a.conf: left out: its extension stands for no format",
            "sub.toml: a directory",
        ]) {
            assert!(told.iter().any(|it| it == line), "{line} is not in {told:#?}");
        }
    }
    // Who asks for them gets them.
    assert_eq!(seen(&glob(&scene, ".*.toml")), [".hidden.toml"]);
    assert_eq!(seen(&glob(&scene, "*.conf")), ["a.conf"]);
    assert_eq!(seen(&glob(&scene, "*.{conf,toml}")), ["a.conf", "a.toml"]);
    assert_eq!(seen(&glob(&scene, "README")), ["README"]);
}

#[test]
fn hidden_names_match_where_the_pattern_has_a_dot() {
    let scene = scene(&[".a.toml", ".d/a.toml", ".d/.b.toml", "x/.d/c.toml", "x/.e.toml", "x/f.toml"]);
    for (pattern, expected) in [
        ("**/*.toml", &["x/f.toml"][..]),
        ("**/.*.toml", &[".a.toml", "x/.e.toml"]),
        (".d/*.toml", &[".d/a.toml"]),
        (".?/*.toml", &[".d/a.toml"]),
        (".?/{.b,a}.toml", &[".d/.b.toml", ".d/a.toml"]),
        ("*/*.toml", &["x/f.toml"]),
        ("*/.d/*.toml", &["x/.d/c.toml"]),
        ("{x/.d/c,.d/a}.toml", &[".d/a.toml", "x/.d/c.toml"]),
    ] {
        assert_eq!(seen(&glob(&scene, pattern)), expected, "{pattern}");
    }
}

#[test]
fn an_unknown_format_is_a_problem_where_it_was_asked_for() {
    let scene = scene(&["a.toml"]);
    scene.file("project/b.conf", "neither fish nor fowl\n");
    assert_eq!(seen(&glob(&scene, "*")), ["a.toml"]);
    let error = glob(&scene, "*.conf").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Ambiguous, "{error}");
}

#[test]
fn directories_come_in_alphabetical_order_and_must_be_there() {
    let scene = scene(&["conf.d/20-b.yaml", "conf.d/10-a.toml", "conf.d/30-c.JSON"]);
    scene.file("project/conf.d/30-c.JSON", "{}");
    let builder = scene.builder::<Shop>().with_dir("conf.d");
    let files = ["conf.d/10-a.toml: taken", "conf.d/20-b.yaml: taken", "conf.d/30-c.JSON: taken"];
    assert_eq!(told(&scene, &builder), files);
    assert_eq!(builder.extract().unwrap().from, "conf.d/20-b.yaml");

    let error = scene.builder::<Shop>().with_dir("nowhere").extract().unwrap_err();
    assert_eq!(lines(&error).len(), 1);
    assert!(only(&error).message().ends_with("nowhere is not there"), "{error}");
    let optional = |path: &str| scene.builder::<Shop>().with_optional_dir(path);
    assert_eq!(optional("nowhere").extract().unwrap().from, "nobody");
    assert_eq!(optional("nowhere").discovered_files()[0].outcome(), &FileOutcome::Absent);
    assert_eq!(optional("conf.d").extract().unwrap().from, "conf.d/20-b.yaml");
    let error = optional("conf.d/10-a.toml").extract().unwrap_err();
    assert!(only(&error).message().ends_with("is not a directory"), "{error}");
}

#[test]
fn a_pattern_that_names_a_directory_is_a_problem() {
    let scene = scene(&["conf.d/a.toml"]);
    let error = glob(&scene, "conf.d").extract().unwrap_err();
    assert!(only(&error).message().ends_with("conf.d is a directory"), "{error}");
    assert!(only(&error).help().unwrap().contains("with_dir"), "{error}");
    assert_eq!(seen(&glob(&scene, "conf.?")), [""; 0]);
}

#[test]
#[cfg(unix)]
fn links_are_followed_only_within_the_root() {
    use std::os::unix::fs::symlink;
    let scene = scene(&["conf.d/real.toml", "outside/secret.toml", "conf.d/sub/s.toml"]);
    let link = |to: &str, from: &str| symlink(to, scene.path("project").join(from)).unwrap();
    link("real.toml", "conf.d/inside.toml");
    link("../outside/secret.toml", "conf.d/out.toml");
    link("../outside", "conf.d/outdir");
    link("sub", "conf.d/linked");
    link(".", "conf.d/sub/loop");
    link("..", "conf.d/sub/up");
    let builder = glob(&scene, "conf.d/*.toml");
    let (shop, report) = builder.extract_with_report().unwrap();
    assert_eq!(shop.seen.into_keys().collect::<Vec<_>>(), ["conf.d/real.toml"]);
    let warning = &report.warnings()[0];
    assert!(warning.message().contains("out.toml is a link that leads out of"), "{warning}");
    assert_eq!(builder.clone().strict().extract().unwrap_err().problems().len(), 1);
    let told_of = |builder: &Builder<Shop>| told(&scene, builder);
    assert!(told_of(&builder).contains(&"conf.d/inside.toml: taken".to_owned()));
    let out = "conf.d/out.toml: left out: a link that leads out of the directory".to_owned();
    assert!(told_of(&builder).contains(&out));
    // A directory outside is not looked into, one inside by its link's name only where the pattern says a name.
    let deeper = glob(&scene, "conf.d/*/*.toml");
    assert_eq!(seen(&deeper), ["conf.d/sub/s.toml"]);
    let told = told_of(&deeper);
    assert!(told.contains(&"conf.d/linked/s.toml: taken".to_owned()), "{told:#?}");
    assert!(told.contains(&"conf.d/outdir: left out: a link that leads out of the directory".to_owned()), "{told:#?}");
    let all = glob(&scene, "conf.d/**/*.toml");
    let taken = all.discovered_files().iter().filter(|file| file.is_taken()).count();
    assert_eq!(taken, 3, "real, inside, s: no circles");
    // The root itself may be a link, and then what it leads to is the root.
    link("conf.d", "alias.d");
    assert_eq!(seen(&glob(&scene, "alias.d/r*.toml")), ["conf.d/real.toml"]);
    assert_eq!(seen(&glob(&scene, "alias.d/i*.toml")), ["conf.d/real.toml"]);
}

#[test]
#[cfg(unix)]
fn a_dangling_link_that_matches_is_a_problem() {
    let scene = scene(&["conf.d/a.toml"]);
    std::os::unix::fs::symlink("gone", scene.path("project/conf.d/b.toml")).unwrap();
    for builder in [glob(&scene, "conf.d/*.toml"), scene.builder::<Shop>().with_dir("conf.d")] {
        let error = builder.extract().unwrap_err();
        assert!(only(&error).message().contains("link to nothing"), "{error}");
        assert_eq!(builder.discovered_files()[1].outcome(), &FileOutcome::DanglingLink);
    }
}

#[test]
#[cfg(unix)]
fn names_that_are_not_utf8_match_and_are_read() {
    use std::os::unix::ffi::OsStringExt as _;
    let scene = scene(&[]);
    let name = std::ffi::OsString::from_vec(b"\xff\xfe.toml".to_vec());
    fs::create_dir(scene.path("project/conf.d")).unwrap();
    if fs::write(scene.path("project/conf.d").join(&name), "from = 'x'").is_err() {
        return; // Not every file system has such names.
    }
    assert_eq!(glob(&scene, "conf.d/*.toml").extract().unwrap().from, "x");
    assert_eq!(scene.builder::<Shop>().with_dir("conf.d").extract().unwrap().from, "x");
    assert_eq!(scene.builder::<Shop>().with_file(PathBuf::from("conf.d").join(&name)).extract().unwrap().from, "x");
    // A pattern or a variable of that kind is refused, since it cannot be told what its letters are.
    let error = scene.builder::<Shop>().with_glob(PathBuf::from(&name)).extract().unwrap_err();
    assert!(only(&error).message().contains("not UTF-8"), "{error}");
    let builder = scene.builder::<Shop>().with_env_of([("DIR", name)]).with_glob("${DIR}/*");
    let error = builder.extract().unwrap_err();
    assert!(only(&error).message().contains("not UTF-8"), "{error}");
}

#[test]
fn what_variables_hold_has_no_wildcards() {
    let scene = scene(&["[x]/a.toml", "x/a.toml", "{x}/b.toml"]);
    for (value, expected) in [("[x]", "[x]/a.toml"), ("{x}", "{x}/b.toml"), ("x", "x/a.toml")] {
        let builder = scene.builder::<Shop>().with_env_of([("DIR", value)]).with_glob("${DIR}/*.toml");
        assert_eq!(seen(&builder), [expected]);
    }
    scene.file("home/conf/h.toml", "from = 'h'");
    assert_eq!(glob(&scene, "~/conf/*.toml").extract().unwrap().from, "h");
}

#[test]
fn searches_are_bounded() {
    let scene = scene(&[]);
    let many = scene.path("project/many");
    fs::create_dir(&many).unwrap();
    for index in 0..1001 {
        fs::write(many.join(format!("{index:04}.toml")), "").unwrap();
    }
    for builder in [glob(&scene, "many/*"), scene.builder::<Shop>().with_dir("many")] {
        let error = builder.extract().unwrap_err();
        assert!(only(&error).message().ends_with("gives more than 1000 files"), "{error}");
        let beyond = |file: &&superconfig::DiscoveredFile| *file.outcome() == FileOutcome::TooMany;
        assert_eq!(builder.discovered_files().iter().filter(beyond).count(), 1);
    }
    fs::remove_file(many.join("0000.toml")).unwrap();
    assert!(glob(&scene, "many/*").extract().is_ok());
    assert!(scene.builder::<Shop>().with_dir("many").extract().is_ok());

    let deep = "d/".repeat(16);
    scene.file(&format!("project/deep/{}x.toml", "d/".repeat(15)), "from = 'deep'");
    assert_eq!(glob(&scene, "deep/**/*.toml").extract().unwrap().from, "deep");
    scene.file(&format!("project/deep/{deep}y.toml"), "from = 'deeper'");
    let error = glob(&scene, "deep/**/*.toml").extract().unwrap_err();
    assert!(only(&error).message().contains("more than 16 directories deep"), "{error}");
    // What is said before the first wildcard is not counted.
    assert_eq!(glob(&scene, &format!("deep/{deep}*.toml")).extract().unwrap().from, "deeper");
}

#[test]
fn entries_are_bounded() {
    let scene = scene(&["many/a.toml"]);
    for index in 0..20_000 {
        fs::write(scene.path(&format!("project/many/{index}")), "").unwrap();
    }
    for builder in [glob(&scene, "many/*.toml"), scene.builder::<Shop>().with_dir("many")] {
        let error = builder.extract().unwrap_err();
        assert!(only(&error).message().contains("at most 20000 are looked at"), "{error}");
    }
}

#[test]
#[cfg(unix)]
fn what_may_not_be_looked_into_is_a_problem() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = scene(&["conf.d/sub/a.toml"]);
    let closed = scene.path("project/conf.d/sub");
    let mode = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o000);
    if fs::read_dir(&closed).is_err() {
        for builder in [glob(&scene, "conf.d/**/*.toml"), scene.builder::<Shop>().with_optional_dir("conf.d/sub")] {
            let error = builder.extract().unwrap_err();
            assert!(only(&error).message().contains("permission denied"), "{error}");
        }
        // Where the pattern does not lead nobody looks.
        assert_eq!(glob(&scene, "conf.d/*.toml").extract().unwrap().from, "nobody");
    }
    mode(0o700);
}
