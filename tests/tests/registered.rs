//! The list of the configs that are linked in.
#![allow(missing_docs)]

use superconfig::{RegisteredConfig, SuperConfig, registered};
use superconfig_tests as _;

#[derive(Debug, SuperConfig)]
#[config(name = "shop", mounts)]
struct AppConfig {
    #[config(default = 1)]
    port: u16,
    #[config(nested)]
    section: Option<Section>,
}

#[derive(Debug, SuperConfig)]
struct Section {
    #[config(default = 1)]
    size: u8,
}

#[derive(Debug, SuperConfig)]
struct Generic<T> {
    value: T,
}

#[derive(Debug, SuperConfig)]
#[config(name = "acme", mount = "tele_metry")]
#[allow(dead_code, reason = "nobody reads it")]
struct r#Mounted {
    #[config(default = 1)]
    size: u8,
}

fn find(type_name: &str) -> RegisteredConfig {
    let mut found = registered().filter(|config| config.type_name() == type_name);
    let one = found.next().unwrap_or_else(|| panic!("{type_name} is linked in"));
    assert!(found.next().is_none(), "{type_name} is there once");
    one
}

#[test]
fn each_config_is_there_with_its_facts() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "inner")]
    struct Local {
        #[config(default = 1)]
        size: u8,
    }
    let app = find("registered::AppConfig");
    assert_eq!((app.name(), app.mount(), app.schema().fields.len()), ("shop", None, 2));
    assert_eq!(app.schema().type_name, "AppConfig");
    assert_eq!(find("registered::Section").name(), "superconfig-tests");
    assert_eq!((find("registered::Mounted").name(), find("registered::Mounted").mount()), ("acme", Some("tele_metry")));
    assert_eq!(find("registered::each_config_is_there_with_its_facts::Local").name(), "inner");
    assert_eq!(Local::builder().extract().expect("a default").size, 1);
}

#[test]
fn generic_types_are_not() {
    assert_eq!(Generic::<u8>::builder().with_text("value = 1").load().expect("a number").value, 1);
    assert!(registered().all(|config| !config.type_name().contains("Generic")));
}

#[test]
fn a_library_of_which_nothing_is_used_is_there() {
    assert_eq!(find("superconfig_tests::library::Settings").mount(), Some("linked-library"));
}

#[test]
fn the_order_is_that_of_the_names() {
    let names: Vec<_> = registered().map(RegisteredConfig::type_name).collect();
    assert!(names.is_sorted(), "{names:?}");
    assert!(names.len() >= 5, "{names:?}");
}

#[test]
fn it_says_what_is_loaded() {
    let (app, mounted) = (find("registered::AppConfig"), find("registered::Mounted"));
    assert!(!app.is_loaded() && !mounted.is_loaded());
    let printed = format!("{app:?}");
    assert!(printed.contains("registered::AppConfig") && printed.contains("is_loaded: false"), "{printed}");
    let config = AppConfig::builder().load().expect("defaults");
    assert_eq!((config.port, config.section.as_ref().map(|section| section.size)), (1, None));
    assert!(app.is_loaded() && mounted.is_loaded());
    assert!(!find("registered::Section").is_loaded());
}
