//! The example binds what has another name today, and explains what is gone.

mod program;

#[test]
fn it_reads_an_old_file_and_says_what_has_changed() {
    let output = program::run("renames", &[], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    for line in [
        "120 passengers, 5 stops, diesel\n",
        "  passengers: 'seats' is a former name\n",
        "  harbours: deprecated since 2.0\n",
        "  route: 'line' is a former name\n",
        "  route.stops: FERRY_LINE_STOPS is a former name\n",
        "2 warnings, 1 suppressed\n",
        "removed: coal: there is no such setting any more\n",
        "  = help: the engine takes `fuel`\n",
        "passengers: 'seats' is a former name of 'passengers', which is given as well, so it is ignored\n",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
}
