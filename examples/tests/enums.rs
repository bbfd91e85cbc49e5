//! Variants from a file, the environment and a profile.

mod program;

fn run(variables: &[(&str, &str)]) -> String {
    let output = program::run("enums", &[], variables);
    String::from_utf8(if output.status.success() { output.stdout } else { output.stderr }).unwrap()
}

#[test]
fn variants_come_from_any_source() {
    assert_eq!(run(&[]), "a cache of 64 MiB\nInfo [Get]\n");
    assert_eq!(
        run(&[("SHOP_PROFILE", "dev"), ("SHOP_METHODS__ADD", "POST")]),
        "a cache of 64 MiB\nDebug [Get, Post]\n"
    );
    let variables = [("SHOP_LEVEL", "warn"), ("SHOP_CACHE", r#"{"redis": {"url": "redis://c"}}"#)];
    assert_eq!(run(&variables), "a cache at redis://c\nWarn [Get]\n");
    assert_eq!(run(&[("SHOP_CACHE", "none")]), "no cache\nInfo [Get]\n");
}

#[test]
fn another_is_refused_with_those_that_there_are() {
    let text = run(&[("SHOP_LEVEL", "wran")]);
    assert!(text.contains("`debug`, `info`, `warn`") && text.contains("did you mean"), "{text}");
}
