//! `env_prefix`.
#![allow(missing_docs)]

use superconfig::SuperConfig;

#[derive(Debug, SuperConfig)]
#[config(name = "shop", env_prefix = "STORE", profiles = ["prod"])]
struct Prefixed {
    #[config(default = 1, profile(prod = 9))]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[config(name = "my-shop", env_prefix = "")]
struct Plain {
    #[config(default = 1)]
    port: u16,
}

fn prefixed(name: &str, value: &str) -> u16 {
    Prefixed::builder().with_env_vars([(name, value)]).extract().expect("the value fits").port
}

#[test]
fn it_replaces_the_prefix_made_of_the_name() {
    assert_eq!(prefixed("STORE_PORT", "2"), 2);
    assert_eq!(prefixed("SHOP_PORT", "2"), 1);
}

#[test]
fn the_reserved_variables_have_it_too() {
    assert_eq!(prefixed("STORE_PROFILE", "prod"), 9);
    assert_eq!(prefixed("SHOP_PROFILE", "prod"), 1);
}

#[test]
fn empty_means_plain_names() {
    let port = |name: &str| Plain::builder().with_env_vars([(name, "2")]).extract().expect("the value fits").port;
    assert_eq!((port("PORT"), port("MY_SHOP_PORT")), (2, 1));
}
