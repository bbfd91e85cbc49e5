//! `crate`.
#![allow(missing_docs)]

mod framework {
    pub(crate) mod config {
        pub(crate) use superconfig::*;
    }
}

use framework::config::{Format, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(crate = crate::framework::config, name = "shop")]
struct Config {
    #[config(default = "1s")]
    timeout: std::time::Duration,
    port: u16,
}

#[test]
fn the_library_is_found_where_it_was_exported_again() {
    let config = Config::builder().with_str(Format::Toml, "port = 1").extract().expect("`port` is set");
    assert_eq!((config.port, config.timeout.as_secs()), (1, 1));
}
