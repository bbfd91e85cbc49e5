//! `example`.

use std::{collections::BTreeMap, net::SocketAddr, num::NonZeroU8, time::Duration};

use superconfig::{ByteSize, Format, ProblemKind, SecretString, SuperConfig};
use superconfig_tests::lines;

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code, reason = "no load succeeds")]
struct Shop {
    #[config(example = "10.0.0.1:80")]
    listen: SocketAddr,
    #[config(example = "90s", range = "1s"..)]
    timeout: Duration,
    #[config(example = "10MiB")]
    largest: Option<ByteSize>,
    #[config(example = -1_000i16)]
    negative: i16,
    #[config(example = 1)]
    ratio: f32,
    #[config(example = 3)]
    workers: NonZeroU8,
    #[config(example = false)]
    strict: bool,
    #[config(example = 'x')]
    letter: char,
    #[config(example = "eu, us")]
    regions: Vec<String>,
    #[config(example = 5)]
    ports: Vec<u16>,
    #[config(example = "team=core,tier=1")]
    labels: BTreeMap<String, String>,
    #[config(example = "0190a3c1")]
    key: SecretString,
    #[config(example = "safe")]
    mode: Mode,
    /// In hexadecimal digits.
    #[config(example = "0xff", parse = hex)]
    mask: u32,
    #[config(example = 7, default = 8)]
    defaulted: u8,
    #[config(example = "no URL")]
    url: url::Url,
}

#[derive(Debug, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Fast,
    Safe,
}

fn hex(text: &str) -> Result<u32, std::num::ParseIntError> {
    u32::from_str_radix(text.trim_start_matches("0x"), 16)
}

/// What a template has behind a key.
fn shown(template: &str, key: &str) -> String {
    let start = format!("#{key} = ");
    let line = template.lines().find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("{key} in\n{template}")).to_owned()
}

#[test]
fn a_document_shows_it_in_the_type_of_the_setting() {
    let template = Shop::template(Format::Toml);
    let expected = [
        ("listen", "\"10.0.0.1:80\" # required"),
        ("timeout", "\"1m 30s\" # required"),
        ("largest", "\"10MiB\" # no default"),
        ("negative", "-1000 # required"),
        ("ratio", "1.0 # required"),
        ("workers", "3 # required"),
        ("strict", "false # required"),
        ("letter", "\"x\" # required"),
        ("regions", "[\"eu\", \"us\"] # required"),
        ("ports", "[5] # required"),
        ("labels", "{ team = \"core\", tier = \"1\" } # required"),
        ("key", "\"0190a3c1\" # required"),
        ("mode", "\"safe\" # required"),
        ("defaulted", "8"),
    ];
    for (key, value) in expected {
        assert_eq!(shown(&template, key), value, "{key}");
    }
}

/// What its reader would not take is no help to anybody.
#[test]
fn one_that_the_setting_would_not_take_is_not_shown() {
    let template = Shop::template(Format::Toml);
    assert_eq!(shown(&template, "url"), "\"https://example.com/path\" # required");
    assert!(!template.contains("no URL"), "{template}");
}

/// The reader decides what it means, and takes text only.
#[test]
fn a_reader_of_the_settings_own_is_asked() {
    assert_eq!(shown(&Shop::template(Format::Toml), "mask"), "\"0xff\" # required");
}

#[test]
fn it_sets_nothing() {
    let error = Shop::builder().extract().unwrap_err();
    assert!(error.problems().iter().all(|problem| problem.kind() == ProblemKind::Missing), "{error}");
    assert_eq!(lines(&error).len(), 14);
}
