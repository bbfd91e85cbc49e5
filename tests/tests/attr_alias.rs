//! `alias`.
#![allow(missing_docs)]

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(default = "a", alias = "bind", alias("address", "host"))]
    listen: String,
}

#[test]
fn former_keys_bind_with_a_warning() {
    for key in ["bind", "address", "host"] {
        let snapshot = Config::builder()
            .with_str(Format::Toml, format!("{key} = 'b'"))
            .extract_snapshot()
            .expect("a former key is accepted");
        assert_eq!(snapshot.value().listen, "b");
        let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
        assert_eq!((warning.kind(), warning.path()), (ProblemKind::Deprecated, "listen"));
        assert_eq!(warning.help(), Some("write 'listen' instead"));
    }
}

#[test]
fn the_key_itself_binds_without_one() {
    let snapshot = Config::builder().with_str(Format::Toml, "listen = 'b'").extract_snapshot().expect("the key");
    assert_eq!((snapshot.value().listen.as_str(), snapshot.warnings().len()), ("b", 0));
}

#[test]
fn both_in_one_file_are_a_problem() {
    let error = Config::builder().with_str(Format::Toml, "listen = 'b'\nbind = 'c'").extract().expect_err("twice");
    assert!(error.problems().iter().any(|problem| problem.kind() == ProblemKind::Ambiguous), "{error}");
}

#[test]
fn strictly_a_former_key_is_a_problem() {
    let error = Config::builder().with_str(Format::Toml, "bind = 'c'").strict().extract().expect_err("strict");
    assert_eq!(error.problems()[0].kind(), ProblemKind::Deprecated);
}
