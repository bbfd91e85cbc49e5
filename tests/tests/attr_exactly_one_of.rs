//! `exactly_one_of`.

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
#[config(exactly_one_of("url", "socket", "tcp"))]
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
fn one_is_right_and_any_other_number_is_a_problem() {
    for text in ["source = { url = 'u' }", "source.tcp.port = 1"] {
        Config::builder().with_str(Format::Toml, text).extract().unwrap();
    }
    let error = Config::builder().with_env_vars([("SHOP_UNRELATED", "")]).extract().unwrap_err();
    let problem = only(&error);
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::Missing, "source"));
    assert_eq!(problem.message(), "one of 'source.url', 'source.socket', 'source.tcp' must be set");
    let help = problem.help().unwrap();
    assert!(help.contains("SHOP_SOURCE_URL") && help.ends_with("or add the section 'source.tcp'"), "{help}");

    let builder = Config::builder().with_str(Format::Toml, "source = { tcp = { port = 1 }, url = 'u' }");
    let error = builder.with_env_vars([("SHOP_SOURCE_SOCKET", "s")]).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "invalid: source.socket: it cannot be set together with 'source.tcp' (<text>:1:27) and 'source.url' (<text>:1:38)",
        ]
    );
}
