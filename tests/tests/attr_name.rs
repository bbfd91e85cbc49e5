//! `name`.
#![allow(missing_docs)]

use superconfig::SuperConfig;

#[derive(Debug, SuperConfig)]
#[config(name = "my-shop")]
struct Named {
    port: u16,
}

#[derive(Debug, SuperConfig)]
struct Unnamed {
    port: u16,
}

#[test]
fn it_is_the_prefix_of_variables_in_upper_case() {
    let config = Named::builder().with_env_vars([("MY_SHOP_PORT", "1")]).extract().expect("the name of the variable");
    assert_eq!(config.port, 1);
}

#[test]
fn reports_and_files_are_called_so() {
    let report = Named::builder().extract().expect_err("`port` is required").to_string();
    assert!(report.contains("configuration of my-shop "), "{report}");
    assert!(report.contains("my-shop.toml"), "{report}");
}

#[test]
fn the_package_lends_its_name() {
    let config = Unnamed::builder().with_env_vars([("SUPERCONFIG_TESTS_PORT", "1")]).extract();
    assert_eq!(config.expect("the package is called superconfig-tests").port, 1);
}
