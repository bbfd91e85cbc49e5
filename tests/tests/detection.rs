//! Which format a text is taken for.

use std::path::Path;

use superconfig::{Format, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default = 1)]
    port: u16,
}

#[test]
fn the_extension_decides() {
    for (path, format) in [
        ("a.toml", Some(Format::Toml)),
        ("a.json", Some(Format::Json)),
        ("a.yaml", Some(Format::Yaml)),
        ("a.b.yml", Some(Format::Yaml)),
        ("a.TOML", Some(Format::Toml)),
        ("a.txt", None),
        ("toml", None),
    ] {
        assert_eq!(Format::from_path(Path::new(path)), format, "{path}");
    }
    // JSON is YAML too, but what is called TOML is read as TOML.
    let scene = Scene::new();
    scene.file("project/a.toml", "{\"port\": 2}").file("project/a.yaml", "{\"port\": 2}");
    let error = scene.builder::<Shop>().with_file("a.toml").extract().unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Syntax, "{error}");
    assert_eq!(scene.builder::<Shop>().with_file("a.yaml").extract().unwrap().port, 2);
}

#[test]
fn without_an_extension_the_content_decides() {
    for (text, format) in [
        ("port = 2", Some(Format::Toml)),
        ("# c\n\n[database]\nurl = 'x'", Some(Format::Toml)),
        ("\"port\" = 2", Some(Format::Toml)),
        ("database.url = 'a: b'", Some(Format::Toml)),
        ("{\"port\": 2}", Some(Format::Json)),
        ("\u{feff}\n {\n}", Some(Format::Json)),
        ("port: 2", Some(Format::Yaml)),
        ("---\nport: 2", Some(Format::Yaml)),
        ("%YAML 1.2\n---\nport: 2", Some(Format::Yaml)),
        ("# c\n- a", Some(Format::Yaml)),
        ("database:\n  url: a=b", Some(Format::Yaml)),
        ("url: a = b", Some(Format::Yaml)),
        ("'a = b': c", Some(Format::Yaml)),
        ("words", None),
        ("http://example.org", None),
        ("", None),
        ("# only\n# comments", None),
    ] {
        assert_eq!(Format::detect(text), format, "{text:?}");
    }
}

#[test]
fn texts_and_files_of_unknown_names_are_read_as_what_they_look_like() {
    for text in ["port = 7", "{\"port\": 7}", "port: 7", "\u{feff}port: 7"] {
        let scene = Scene::new();
        scene.file("project/shop.conf", text).file("project/shop", text);
        assert_eq!(scene.builder::<Shop>().with_text(text).extract().unwrap().port, 7);
        assert_eq!(scene.builder::<Shop>().with_file("shop.conf").extract().unwrap().port, 7);
        assert_eq!(scene.builder::<Shop>().with_file("shop").extract().unwrap().port, 7);
    }
    for text in ["", "  \n", "# nothing yet\n"] {
        assert_eq!(Shop::builder().with_text(text).extract().unwrap().port, 1);
    }
}

#[test]
fn a_text_that_looks_like_nothing_says_what_was_tried() {
    let scene = Scene::new();
    scene.file("project/shop.conf", "port 7\n");
    let error = scene.builder::<Shop>().with_file("shop.conf").extract().unwrap_err();
    let problem = only(&error);
    assert_eq!(problem.kind(), ProblemKind::Ambiguous);
    for tried in ["TOML", "JSON", "YAML"] {
        assert!(problem.message().contains(tried), "{error}");
    }
    assert!(problem.help().unwrap().contains(".toml"), "{error}");
    assert!(problem.origin().unwrap().to_string().ends_with("shop.conf"));
}

#[test]
fn a_name_without_extension_finds_the_one_file_that_has_one() {
    let scene = Scene::new();
    scene.file("project/other.yml", "port: 3");
    assert_eq!(scene.builder::<Shop>().with_file("other").extract().unwrap().port, 3);
    scene.file("project/other.json", "{}");
    let error = scene.builder::<Shop>().with_file("other").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Ambiguous);
    assert!(only(&error).message().contains("other.json"), "{error}");
    assert!(only(&error).message().contains("other.yml"), "{error}");
}
