//! What is put in follows the sources.

mod program;

#[test]
fn variables_and_settings_are_put_in() {
    let text = |variables: &[(&str, &str)]| {
        let output = program::run("substitution", &[], variables);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let plain = text(&[]);
    assert!(plain.starts_with("localhost at http://localhost:8080/, template \"Dear ${name},\"\n"), "{plain}");
    assert!(plain.contains("has 38 characters, 7 of them"), "{plain}");
    let set = text(&[("HOST", "example.com"), ("SHOP_PORT", "443")]);
    assert!(set.starts_with("example.com at http://example.com:443/"), "{set}");
    assert!(!set.contains("hunter2"));
}
