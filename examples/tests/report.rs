//! The example says what each source gave, and says it of a load that fails, too.

mod program;

#[test]
fn it_counts_what_each_source_gave() {
    let output = program::run("report", &[], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    for line in [
        "Ida shows red 7 times\n",
        "lighthouse: 2 sources in ",
        "\n       1  default\n       -  examples/lighthouse.toml: not there\n       1  <text>\n       2  environment\n",
        "\nwarning: deprecated: keeper: 'keeper_name' is a former name\n",
        "\nenvironment gave [\"flashes\", \"color\"]\n",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
}

#[test]
fn a_load_that_fails_says_what_it_had_read() {
    let output = program::run("report", &["--broken"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("the configuration of lighthouse has 1 problem\n"), "{text}");
    assert!(
        text.contains("\nBy then:\nlighthouse: 2 sources in ") && text.contains("\n       1  environment\n"),
        "{text}"
    );
}
