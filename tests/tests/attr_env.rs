//! `env`.
#![allow(missing_docs)]

use superconfig::{Format, Origin, SuperConfig};

#[derive(Debug, SuperConfig)]
struct Provider {
    #[config(default = "a")]
    key: String,
    #[config(default = 0, env = "PROVIDER_ID")]
    id: u8,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(default = 1, env = "PORT")]
    port: u16,
    #[config(default = 1, env = false)]
    hidden: u16,
    #[config(nested, env = "PAYMENT")]
    payment: Provider,
    #[config(nested, env = false)]
    internal: Secluded,
}

#[derive(Debug, SuperConfig)]
struct Secluded {
    #[config(default = 1)]
    level: u8,
}

fn config(variables: &[(&str, &str)]) -> Config {
    Config::builder().with_env_vars(variables.to_vec()).extract().expect("the values fit")
}

#[test]
fn a_name_is_taken_as_it_is() {
    assert_eq!(config(&[("PORT", "2")]).port, 2);
    assert_eq!(config(&[("SHOP_PORT", "2")]).port, 1, "the joined name is not in use");
    let snapshot = Config::builder().with_env_vars([("PORT", "2")]).extract_snapshot().expect("the value fits");
    assert_eq!(snapshot.origins().next(), Some(("port".to_owned(), Origin::Environment("PORT".to_owned()))));
}

#[test]
fn a_section_takes_it_as_prefix() {
    let config = config(&[("PAYMENT_KEY", "b"), ("PROVIDER_ID", "7")]);
    assert_eq!((config.payment.key.as_str(), config.payment.id), ("b", 7));
}

#[test]
fn false_keeps_the_environment_out() {
    let snapshot = Config::builder()
        .with_str(Format::Toml, "hidden = 2")
        .with_env_vars([("SHOP_HIDDEN", "3"), ("SHOP_INTERNAL_LEVEL", "3")])
        .extract_snapshot()
        .expect("the variables are not read");
    assert_eq!((snapshot.value().hidden, snapshot.value().internal.level), (2, 1));
    assert_eq!(snapshot.warnings().len(), 2, "each variable sets nothing");
}
