//! The quickstart does what it says, in a process of its own.

mod program;

use std::{path::Path, process::Output};

fn quickstart(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    program::run("quickstart", arguments, variables)
}

#[test]
fn it_loads_and_names_the_origin_of_each_value() {
    let output = quickstart(&[], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    for line in [
        "server.listen              examples/quickstart/shop.prod.toml:4:10",
        "server.request_timeout     examples/quickstart/shop.toml:8:19",
        "server.workers             default for profile prod",
        "database.pool_size         environment variable SHOP_DATABASE_POOL_SIZE",
        "database.connect_timeout   default",
        "log.file                   not set",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
    assert!(!text.contains("not-a-real-key"), "{text}");
}

#[test]
fn the_environment_of_the_process_wins() {
    let output = quickstart(&[], &[("SHOP_PROFILE", "dev"), ("SHOP_SERVER_WORKERS", "7")]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("AppConfig::get().server.workers is 7"), "{text}");
    assert!(text.contains("log.level                  default for profile dev"), "{text}");
}

#[test]
fn broken_files_give_one_report_of_six_problems() {
    let output = quickstart(&["--broken"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8(output.stderr).unwrap();
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    assert!(report.starts_with("the configuration of shop has 6 problems\n"), "{report}");
    assert!(readme.contains(report.trim()), "the README shows another report than\n{report}");
}
