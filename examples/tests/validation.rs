//! The example of validation does what it says, in a process of its own.

mod program;

#[test]
fn what_keeps_the_rules_loads() {
    let output = program::run("validation", &[], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.starts_with("HH-17 with 76 seats crosses in 1200s\n"), "{text}");
}

#[test]
fn what_breaks_them_is_reported_together() {
    let output = program::run("validation", &["--broken"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8(output.stderr).unwrap();
    for line in [
        "has 5 problems",
        "invalid: seats: expected a value from 1 to 500, found 900",
        "help: did you mean 'electric'?",
        "invalid: registration: expected text that matches ^[A-Z]{2}-[0-9]+$, found \"17\"",
        "invalid: ports: it is empty, and needs at least one element",
        "invalid: autopilot: it cannot be set together with 'captain' (<text>:5:11)",
    ] {
        assert!(report.contains(line), "{line}\nis not in\n{report}");
    }
}

#[test]
fn a_variable_can_break_the_whole() {
    let output = program::run("validation", &[], &[("FERRY_CREW", "80")]);
    let report = String::from_utf8(output.stderr).unwrap();
    assert!(report.contains("invalid: crew: 80 seats leave none for passengers"), "{report}");
    assert!(report.contains("environment variable FERRY_CREW"), "{report}");
}
