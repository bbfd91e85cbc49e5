//! `at_least_one_of`.

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
#[config(at_least_one_of("url", "socket", "tcp"))]
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
fn none_is_a_problem_and_several_are_none() {
    for text in ["source: { url: u }", "source: { url: u, socket: s, tcp: { port: 1 } }"] {
        Config::builder().with_str(Format::Yaml, text).extract().unwrap();
    }
    let error = Config::builder().extract().unwrap_err();
    assert_eq!(lines(&error), ["missing: source: one of 'source.url', 'source.socket', 'source.tcp' must be set"]);
    assert_eq!(only(&error).kind(), ProblemKind::Missing);
}
