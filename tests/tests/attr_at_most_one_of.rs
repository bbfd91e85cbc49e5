//! `at_most_one_of`.

use superconfig::{Format, ProblemKind, SuperConfig};
use superconfig_tests::{lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Config {
    #[config(nested)]
    source: Source,
}

#[derive(Debug, SuperConfig)]
#[config(at_most_one_of("url", "socket", "tcp"))]
#[allow(dead_code)]
struct Source {
    url: Option<String>,
    socket: Option<String>,
    #[config(nested)]
    tcp: Option<Tcp>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Tcp {
    port: u16,
}

#[test]
fn none_is_fine_and_two_are_not() {
    Config::builder().extract().unwrap();
    Config::builder().with_str(Format::Yaml, "source: { socket: s }").extract().unwrap();
    let error = Config::builder().with_str(Format::Yaml, "source: { socket: s, url: u }").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Invalid);
    assert_eq!(lines(&error).len(), 1, "{error}");
}
