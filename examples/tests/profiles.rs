//! The example of profiles does what it says, in a process of its own.

mod program;

fn profiles(variables: &[(&str, &str)]) -> (bool, String) {
    let output = program::run("profiles", &[], variables);
    let text = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[track_caller]
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
}

#[test]
fn code_chooses_dev_where_nobody_else_chooses() {
    let (done, text) = profiles(&[]);
    assert!(done, "{text}");
    has(
        &text,
        &["active: dev\n", "listen: 127.0.0.1:8080", "\"Welcome\"", "metrics: None", "postgres://localhost/shop"],
    );
}

#[test]
fn a_group_and_another_on_top() {
    let (done, text) = profiles(&[("SHOP_PROFILE", "prod,eu")]);
    assert!(done, "{text}");
    has(&text, &["active: metrics, prod, eu\n", "0.0.0.0:443", "\"Willkommen\"", "0.0.0.0:9100", "db.internal"]);
}

#[test]
fn a_misspelt_profile_is_refused() {
    let (done, text) = profiles(&[("SHOP_PROFILE", "prdo")]);
    assert!(!done);
    has(&text, &["there is no profile 'prdo'", "did you mean 'prod'?", "activate one with SHOP_PROFILE=dev"]);
}
