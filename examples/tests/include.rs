//! The example of includes does what it says, in a process of its own.

mod program;

#[test]
fn each_value_comes_from_the_file_that_ranks_highest() {
    let output = program::run("include", &[], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let origin = |path: &str| text.lines().find(|line| line.starts_with(path)).unwrap_or_default();
    assert!(origin("listen").ends_with("shop.toml:3:10"), "{text}");
    assert!(origin("workers").ends_with("conf.d/limits.yaml:2:10"), "{text}");
    assert!(origin("max_body").ends_with("conf.d/limits.yaml:3:11"), "{text}");
}

#[test]
fn a_circle_is_named() {
    let output = program::run("include", &["--circle"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8(output.stderr).unwrap();
    let line = report.lines().find(|line| line.starts_with("invalid: ")).unwrap_or_default();
    let names: Vec<_> = line.split(" -> ").map(|path| path.rsplit('/').next().unwrap()).collect();
    assert_eq!(names, ["shop.toml", "a.toml", "b.toml", "shop.toml"], "{report}");
}
