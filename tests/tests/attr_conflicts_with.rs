//! `conflicts_with`.

use superconfig::{Format, SuperConfig};
use superconfig_tests::{lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Config {
    #[config(conflicts_with = "socket", conflicts_with("file", "listen"))]
    url: Option<String>,
    #[config(conflicts_with = "url")]
    socket: Option<String>,
    #[config(default = "f")]
    file: String,
    #[config(nested, alias = "bind")]
    listen: Option<Listen>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Listen {
    #[config(default = 1)]
    port: u16,
}

#[test]
fn one_of_them_alone_is_fine() {
    Config::builder().extract().unwrap();
    for text in ["url = 'u'", "socket = 's'\nfile = 'g'\n[listen]\nport = 2"] {
        Config::builder().with_str(Format::Toml, text).extract().unwrap();
    }
}

#[test]
fn together_they_are_one_problem_at_the_last_of_them() {
    let builder = Config::builder().with_str(Format::Yaml, "\nurl: u");
    let error = builder.with_env_vars([("SHOP_SOCKET", "s")]).extract().unwrap_err();
    assert_eq!(lines(&error), ["invalid: socket: it cannot be set together with 'url' (<text>:2:6)"]);
    assert_eq!(only(&error).help(), Some("keep one of them"));

    let text = "file = 'g'\nurl = 'u'\n[bind]\nport = 2";
    let error = Config::builder().with_str(Format::Toml, text).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        ["invalid: listen: it cannot be set together with 'file' (<text>:1:8) and 'url' (<text>:2:7)"]
    );
    assert_eq!(only(&error).origin().unwrap().to_string(), "<text>:3:1");
}
