//! `cli::main`: the program itself, and what it answers when it is asked.

mod program;

use std::{fs, process::Output};

fn shop(arguments: &[&str]) -> Output {
    program::run("cli", arguments, &[])
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn flags_set_settings_and_the_program_runs() {
    let output = shop(&["--port", "80", "--database-timeout=1m"]);
    assert!(output.status.success());
    assert_eq!(text(output.stdout), "port 80, 10 connections, waiting 60s\n");
}

#[test]
fn help_has_the_flags_and_the_subcommand() {
    let help = text(shop(&["--help"]).stdout);
    assert!(help.contains("--database-pool-size <POOL_SIZE>"), "{help}");
    assert!(help.contains("config  Show, explain, check and edit the configuration"), "{help}");
}

#[test]
fn what_is_asked_knows_the_flags_before_it() {
    let output = shop(&["--port", "80", "config", "explain", "port", "--profile", "prod"]);
    let expected = "port = 80\n  from argument --port\n  over 443  default for profile prod\n       8080 default\n";
    assert_eq!(text(output.stdout), expected);
}

#[test]
fn a_load_that_fails_prints_the_report_and_does_not_run_the_program() {
    for arguments in [&["--port", "0"][..], &["--port", "0", "config", "show"]] {
        let output = shop(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert_eq!(text(output.stdout), "");
        let report = text(output.stderr);
        assert!(report.contains("invalid: port: expected a value of at least 1, found 0"), "{report}");
    }
}

#[test]
fn explain_tells_what_it_can_and_then_what_is_wrong() {
    let output = shop(&["--port", "many", "config", "explain", "database.pool_size"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(output.stdout), "database.pool_size = 10\n  default\n");
    assert!(text(output.stderr).contains("wrong type: port"));
}

#[test]
fn migrate_gives_current_names_and_leaves_the_rest() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.toml");
    fs::write(&path, "# ours\n[db] # main\npool = 5\n").unwrap();
    let output = shop(&["config", "migrate", "--yes", "--file", path.to_str().unwrap()]);
    let said = text(output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("line 3: db.pool is database.pool_size now"), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "# ours\n[database] # main\npool_size = 5\n");
}

#[test]
fn paths_below_the_working_directory_are_relative_to_it() {
    let directory = tempfile::tempdir().unwrap();
    let working = fs::canonicalize(directory.path()).unwrap();
    let file = working.join("conf/shop.toml");
    fs::create_dir(working.join("conf")).unwrap();
    fs::write(&file, "port = 80\ndatabase.pool = 3\n[profile.prod]\nport = 81\n").unwrap();
    for (arguments, expected) in [
        (&["show", "--origins"][..], "# conf/shop.toml:1\n"),
        (&["explain", "port"], "  from conf/shop.toml:1:8\n"),
        (&["check", "-f", "github"], "::warning file=conf/shop.toml,line=2,"),
        (&["check", "-f", "gitlab"], "\"path\": \"conf/shop.toml\""),
        (&["diff", "profile:dev", "profile:prod"], "(conf/shop.toml:1 -> conf/shop.toml:4)"),
    ] {
        let output = std::process::Command::new(program::path("cli"))
            .args(["config", "--config", file.to_str().unwrap()])
            .args(arguments)
            .env_clear()
            .current_dir(&working)
            .output()
            .unwrap();
        let answer = text(output.stdout);
        assert!(answer.contains(expected), "{arguments:?}: {answer}");
        assert!(!answer.contains(working.to_str().unwrap()), "{arguments:?}: {answer}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let output = std::process::Command::new("sh")
        .args(["-c", &format!("{} config reference -f html; echo $? >&2", program::path("cli").display())])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdout(std::process::Stdio::null())
        .output();
    if let Ok(output) = output {
        assert_eq!(text(output.stderr), "0\n");
    }
    let piped = format!("{{ {} config reference -f html; echo $? >&2; }} | head -c 1", program::path("cli").display());
    let output = std::process::Command::new("sh").args(["-c", &piped]).output();
    if let Ok(output) = output {
        assert_eq!(text(output.stderr), "0\n");
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_steer_no_terminal() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a\u{1b}[31mb.toml");
    let output = shop(&["config", "set", "port", "5", "--yes", "--file", path.to_str().unwrap()]);
    assert!(output.status.success() && path.exists());
    let said = text(output.stdout) + &text(output.stderr);
    assert!(said.contains("is written") && !said.contains('\u{1b}'), "{said:?}");
}
