//! The examples of single kinds of source do what they say.

mod program;

use std::process::Output;

fn run(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
    let Output { status, stdout, stderr } = program::run(name, arguments, variables);
    (status.success(), String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap())
}

#[test]
fn a_dotenv_file_gives_variables_and_the_environment_wins() {
    let (success, text) = run("dotenv", &[], &[("SHOP_PORT", "9000")]);
    assert!(success, "{text}");
    for line in [
        "good morning on 9000, database postgres://localhost/shop",
        "port               environment variable SHOP_PORT",
        "greeting           examples/dotenv/.env:2",
        "database.url       examples/dotenv/.env:4",
        "database.password  examples/dotenv/.env:6",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
    assert!(!text.contains("not a real password"), "{text}");
}

#[test]
fn a_mounted_secret_is_read_and_one_in_a_file_is_refused() {
    let (success, text) = run("secrets", &[], &[]);
    assert!(success, "{text}");
    assert!(text.contains("with a password of 19 letters"), "{text}");
    let (success, report) = run("secrets", &["--leak"], &[]);
    assert!(!success && report.contains("forbidden: database.password: it may not be set by a file"), "{report}");
    assert!(!format!("{text}{report}").contains("not-a-real-password"), "{text}{report}");
}

#[test]
fn arguments_are_settings() {
    let (_, text) = run("arguments", &["--database.pool-size=50", "--verbose", "--labels.team=red"], &[]);
    assert_eq!(text, "verbose true, labels {\"team\": \"red\"}\npostgres://localhost/shop with 50 connections\n");
    let (success, report) = run("arguments", &["--databse.url=x", "--profile", "prod", "--set", "verbose=maybe"], &[]);
    assert!(!success && report.contains("did you mean --database.url?"), "{report}");
    assert!(report.starts_with("Error: the configuration of shop has 2 problems"), "{report}");
}

#[test]
fn clap_has_flags_and_help() {
    let variables = [("SHOP_DATABASE_POOL_SIZE", "7")];
    assert_eq!(run("clap", &[], &variables).1, "listening on 127.0.0.1:8080\n7 connections, colour true\n");
    let arguments = ["--database-pool-size", "50", "--no-color", "--profile", "prod"];
    assert_eq!(run("clap", &arguments, &variables).1, "listening on 0.0.0.0:443\n50 connections, colour false\n");
    let (success, help) = run("clap", &["--help"], &[]);
    assert!(success && help.starts_with("Sells things"), "{help}");
    assert!(help.contains("[default: 10] [env: SHOP_DATABASE_POOL_SIZE]"), "{help}");
}

#[test]
fn clap_says_nothing_that_may_be_a_secret() {
    for arguments in [
        ["--api-key", "a", "hunter2"],
        ["--api-kye", "hunter2", "hunter2"],
        ["--api-kye=hunter2", "--api-key", "hunter2"],
        ["--api-key=hunter2", "--api-key=hunter2", "--"],
        ["--api-key=hunter2", "--color=hunter", "--listen=x"],
    ] {
        let (success, text) = run("clap", &arguments, &[]);
        assert!(!success && !text.contains("hunter2"), "{arguments:?}\n{text}");
    }
}
