//! `with`.
#![allow(missing_docs)]

use superconfig::{Format, SuperConfig};

#[derive(Debug, PartialEq)]
struct Millis(u64);

mod millis {
    use serde::{Deserialize, Deserializer};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<super::Millis, D::Error> {
        u64::deserialize(deserializer).map(super::Millis)
    }
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(with = millis)]
    path: Millis,
    #[config(with = "millis", default = Millis(5))]
    quoted: Millis,
}

#[test]
fn the_deserialize_function_of_the_module_reads_the_setting() {
    let config = Config::builder().with_str(Format::Toml, "path = 1").extract().expect("the value fits");
    assert_eq!((config.path, config.quoted), (Millis(1), Millis(5)));
    let config = Config::builder().with_env_vars([("SHOP_PATH", "2"), ("SHOP_QUOTED", "3")]).extract();
    let config = config.expect("the values fit");
    assert_eq!((config.path, config.quoted), (Millis(2), Millis(3)));
}
