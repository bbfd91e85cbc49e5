//! What a hostile or merely huge input costs is bounded, and everything that is wrong is still told.

use std::fmt::Write as _;

use superconfig::{Format, ProblemKind, SuperConfig};
use superconfig_tests::only;

#[derive(Debug, SuperConfig)]
#[allow(dead_code)] // some are only there to be wrong
#[config(name = "shop")]
struct Shop {
    #[config(default)]
    ports: Vec<u16>,
    #[config(default)]
    limits: std::collections::BTreeMap<String, u8>,
    ratio: Option<f32>,
    addresses: Option<Vec<std::net::SocketAddr>>,
    wait: Option<std::time::Duration>,
    #[config(nested)]
    inner: Inner,
}

#[derive(Debug, SuperConfig)]
struct Inner {
    #[config(default = 1)]
    number: u8,
}

fn unknown_keys(separator: &str, count: usize) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "k{number}{separator}1");
        text
    })
}

#[test]
fn a_hundred_problems_of_a_source_are_listed_and_the_rest_counted() {
    for (format, text) in [(Format::Toml, unknown_keys(" = ", 500)), (Format::Yaml, unknown_keys(": ", 500))] {
        let error = Shop::builder().with_str(format, text).extract().unwrap_err();
        assert_eq!(error.problems().len(), 101);
        let last = error.problems().last().unwrap();
        assert_eq!(last.kind(), ProblemKind::More, "{format}: {:?} {:?}", last.origin(), error.problems()[0]);
        assert_eq!((last.kind(), last.message()), (ProblemKind::More, "400 more are not listed"));
    }
}

#[test]
fn allowed_unknown_keys_do_not_hide_a_problem() {
    let text = format!("{}ports = 'x'", unknown_keys(" = ", 5_000));
    let builder = Shop::builder().with_str(Format::Toml, text).allow_unknown();
    assert_eq!(only(&builder.extract().unwrap_err()).path(), "ports");
}

#[test]
fn syntax_errors_without_end_are_cut_short() {
    let error = Shop::builder().with_str(Format::Toml, "=\n".repeat(20_000)).extract().unwrap_err();
    assert!(error.problems().len() <= 10, "{}", error.problems().len());
}

#[test]
fn a_key_of_a_megabyte_is_shortened() {
    let error = Shop::builder().with_str(Format::Toml, format!("{} = 1", "k".repeat(1 << 20))).extract().unwrap_err();
    assert!(error.to_string().len() < 1_000);
}

#[test]
fn every_wrong_element_is_told() {
    let text = "ports = [1, 'a', 2, 'b']\nlimits = { a = 300, b = 1, c = 'x' }";
    let error = Shop::builder().with_str(Format::Toml, text).extract().unwrap_err();
    let paths: Vec<_> = error.problems().iter().map(superconfig::Problem::path).collect();
    assert_eq!(paths, ["ports[1]", "ports[3]", "limits.a", "limits.c"]);
    let error = Shop::builder().with_env_vars([("SHOP_PORTS", "x,5,y")]).extract().unwrap_err();
    let paths: Vec<_> = error.problems().iter().map(superconfig::Problem::path).collect();
    assert_eq!(paths, ["ports[0]", "ports[2]"]);
}

#[test]
fn a_number_that_is_too_large_does_not_become_infinite() {
    let load = |text: &str| Shop::builder().with_env_vars([("SHOP_RATIO", text)]).extract();
    assert_eq!(load("1.5").unwrap().ratio, Some(1.5));
    assert!(load("inf").unwrap().ratio.unwrap().is_infinite());
    assert_eq!(only(&load("1e300").unwrap_err()).path(), "ratio");
    assert!(Shop::builder().with_str(Format::Toml, "ratio = 1e300").extract().is_err());
}

#[test]
fn addresses_in_brackets_are_no_json() {
    let config = Shop::builder().with_env_vars([("SHOP_ADDRESSES", "[::1]:80, [::2]:81")]).extract().unwrap();
    assert_eq!(config.addresses.unwrap().len(), 2);
}

#[test]
fn advice_about_units_is_given_only_where_it_works() {
    let message = |text: &str| {
        let error = Shop::builder().with_env_vars([("SHOP_WAIT", text)]).extract().unwrap_err();
        only(&error).message().to_owned()
    };
    assert!(message("30").contains("write \"30s\""));
    assert!(!message("-5").contains("write \"-5s\""));
}

#[test]
fn null_puts_a_whole_section_back_to_its_defaults() {
    let builder = Shop::builder().with_str(Format::Yaml, "inner: { number: 5 }").with_str(Format::Yaml, "inner: ~");
    assert_eq!(builder.extract().unwrap().inner.number, 1);
}

#[test]
fn a_guessed_format_is_named_when_the_syntax_is_wrong() {
    let error = Shop::builder().with_text("{ports: [1]}").extract().unwrap_err();
    assert_eq!(only(&error).help(), Some("it was taken for JSON, which its first line looks like"));
}

#[test]
fn advice_names_the_prefix_that_is_in_use() {
    #[derive(Debug, SuperConfig)]
    #[allow(dead_code)]
    #[config(name = "shop")]
    struct Needy {
        need: String,
    }
    let builder = Needy::builder().with_env_of([("OTHER_NEDE", "x")]).with_env_prefix("OTHER");
    let error = builder.extract().unwrap_err();
    assert!(only(&error).help().unwrap().contains("OTHER_NEED"), "{error}");
    assert_eq!(error.warnings()[0].help(), Some("did you mean OTHER_NEED?"));
}

#[test]
fn a_directory_does_not_stand_in_the_way_of_a_file_without_extension() {
    let scene = superconfig_tests::Scene::new();
    scene.file("project/mail/readme.txt", "");
    scene.file("project/mail.toml", "ports = [1]");
    let config = Shop::builder().with_base_dir(scene.path("project")).with_file("mail").extract().unwrap();
    assert_eq!(config.ports, [1]);
}

#[test]
fn a_file_named_by_the_variable_has_its_profiles_beside_it() {
    let scene = superconfig_tests::Scene::new();
    scene.file("elsewhere/mail.toml", "ports = [1]");
    scene.file("elsewhere/mail.eu.toml", "ports = [2]");
    let variables = [("SHOP_CONFIG".to_owned(), scene.path("elsewhere/mail.toml").display().to_string())];
    let builder = Shop::builder().with_env_of(variables).with_discovery().with_profile("eu");
    assert_eq!(builder.extract().unwrap().ports, [2]);
}
