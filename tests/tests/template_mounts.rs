//! The template of a program with the sections of the libraries that are linked in.

use superconfig::{Format, SuperConfig};
use superconfig_tests::{library, lines};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", mounts, profiles = ["prod"])]
#[allow(dead_code, reason = "only its shape counts")]
struct Shop {
    #[config(default = 8080, profile(prod = 443))]
    port: u16,
}

mod acme {
    use superconfig::SuperConfig;

    /// What is told to the outside.
    #[derive(Debug, SuperConfig)]
    #[config(mount = "telemetry")]
    #[allow(dead_code, reason = "only its shape counts")]
    pub(super) struct Telemetry {
        pub(super) endpoint: String,
        /// A profile of the library's, which the program does not have.
        #[config(default = 1, profile(noisy = 9))]
        pub(super) rate: u32,
    }
}

#[test]
fn what_is_mounted_stands_in_it() {
    let _ = library::retries;
    let text = Shop::template(Format::Toml);
    assert!(
        text.contains("\n# What is told to the outside.\n[telemetry]\n# String. Variable: SHOP_TELEMETRY_ENDPOINT.\n"),
        "{text}"
    );
    assert!(text.contains("\n[linked-library]\n"), "{text}");
    assert!(Shop::env_example().contains("\n#SHOP_LINKED_LIBRARY_RETRIES=3\n"));
    let missing = ["missing: telemetry.endpoint: nothing sets it and it has no default"];
    for format in [Format::Toml, Format::Yaml, Format::Json] {
        for template in [Shop::template_builder(), Shop::template_builder().values()] {
            let text = template.render(format).unwrap();
            let load = || Shop::builder().with_str(format, &*text);
            assert_eq!(lines(&load().extract().unwrap_err()), missing, "{text}");
            let given = [("SHOP_TELEMETRY_ENDPOINT", "e")];
            let shop = load().with_env_vars(given).with_profile("prod").extract().unwrap();
            assert_eq!(shop.port, 443, "{text}");
        }
    }
}
