//! The example names the files that there are, and why one of them is not read.

mod program;

#[test]
fn it_tells_what_is_there_and_loads_it() {
    let output = program::run("discovery", &[], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    for line in [
        "  examples/discovery/orchard.toml: taken\n",
        "  examples/discovery/orchard.summer.toml: taken (profile summer)\n",
        "  examples/discovery/conf.d/README: left out: its extension stands for no format\n",
        "40 trees, gate south, 120 litres\n",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
    assert!(text.find("10-irrigation") < text.find("20-drought"), "{text}");
}
