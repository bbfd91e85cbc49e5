//! The rules of the crate `garde`.

use std::collections::BTreeMap;

use garde::Validate;
use superconfig::{Format, Origin, SecretString, SuperConfig};
use superconfig_tests::lines;

#[derive(Debug, SuperConfig, Validate)]
#[config(name = "shop", garde)]
#[allow(dead_code)]
struct Config {
    #[config(rename = "display-name")]
    #[garde(length(min = 2))]
    name: String,
    #[garde(range(min = 1, max = 10))]
    #[config(default = 0)]
    workers: u8,
    #[garde(inner(length(max = 3)))]
    #[config(default)]
    tags: Vec<String>,
    #[config(nested)]
    #[garde(dive)]
    servers: BTreeMap<String, Server>,
    #[config(nested)]
    #[garde(dive)]
    replicas: Vec<Server>,
    #[config(secret)]
    #[garde(custom(quotes))]
    token: Option<String>,
    #[garde(skip)]
    key: Option<SecretString>,
}

#[derive(Debug, SuperConfig, Validate)]
#[allow(dead_code)]
struct Server {
    #[garde(ascii)]
    host: String,
}

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "garde's signature")]
fn quotes(value: &Option<String>, _: &()) -> garde::Result {
    match value {
        Some(value) => Err(garde::Error::new(value.clone())),
        None => Ok(()),
    }
}

#[test]
fn its_report_becomes_ours_with_places() {
    let text = "display-name = 'a'\ntags = ['abc', 'abcd']\ntoken = 'hunter2'\nservers.'a.b' = { host = 'ä' }\n\
                [[replicas]]\nhost = 'a'\n[[replicas]]\nhost = 'ö'\n";
    let error = Config::builder().with_str(Format::Toml, text).extract().unwrap_err();
    let found: Vec<_> = error.problems().iter().map(|it| (it.path(), it.origin().unwrap().to_string())).collect();
    let place = |at: &str| format!("<text>:{at}");
    assert_eq!(
        found,
        [
            ("workers", Origin::Default.to_string()),
            ("display-name", place("1:16")),
            ("tags[1]", place("2:16")),
            ("token", place("3:9")),
            ("servers.a.b.host", place("4:26")),
            ("replicas[1].host", place("8:8")),
        ]
    );
    assert!(lines(&error)[1].contains("length is lower than 2"), "{error}");
    assert_eq!(lines(&error)[3], "invalid: token: it is not valid");
    assert!(!error.to_string().contains("hunter"), "{error}");
}

#[test]
fn what_it_accepts_loads() {
    let config = Config::builder().with_str(Format::Toml, "display-name = 'ab'\nworkers = 1").extract().unwrap();
    assert_eq!((config.name.as_str(), config.workers), ("ab", 1));
}
