//! `quickstart config …`: each subcommand of the built program, into a pipe and onto a terminal. What is expected stands in
//! `tests/config/`; `SNAPSHOTS=overwrite` writes it anew.

mod program;

use std::{path::Path, process::Output};

use snapbox::{assert_data_eq, file};

fn config(arguments: &[&str]) -> Output {
    let arguments: Vec<&str> = std::iter::once("config").chain(arguments.iter().copied()).collect();
    program::run("quickstart", &arguments, &[])
}

/// The output of a command that ends with 0 and says nothing besides.
#[track_caller]
fn answer(arguments: &[&str]) -> String {
    let output = config(arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("not-a-real-key"), "{text}");
    assert!(!text.contains('\x1b'), "colours in a pipe: {text}");
    text
}

/// The code and the text on standard error of a command that fails.
fn refusal(arguments: &[&str]) -> (Option<i32>, String) {
    let output = config(arguments);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn help_names_all_subcommands() {
    assert_data_eq!(answer(&["--help"]), file!["config/help.txt"].raw());
}

#[test]
fn show_prints_what_is_in_force() {
    assert_data_eq!(answer(&["show"]), file!["config/show.toml"].raw());
    assert_data_eq!(answer(&["show", "--origins"]), file!["config/show-origins.toml"].raw());
    assert_data_eq!(answer(&["show", "--changed", "--format", "yaml"]), file!["config/show-changed.yaml"].raw());
    assert_data_eq!(answer(&["show", "-f", "json"]), file!["config/show.json"].raw());
}

#[test]
fn explain_tells_of_one_a_section_or_all() {
    assert_data_eq!(answer(&["explain", "database.pool_size"]), file!["config/explain-one.txt"].raw());
    assert_data_eq!(answer(&["explain", "payment", "log.level"]), file!["config/explain-two.txt"].raw());
    assert_data_eq!(answer(&["explain"]), file!["config/explain.txt"].raw());
    assert_data_eq!(answer(&["explain", "server.tls", "--format", "json"]), file!["config/explain.json"].raw());
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    let shown = answer(&["explain", "database.pool_size"]);
    assert!(readme.contains(&shown), "the README shows another explanation than\n{shown}");
}

#[test]
fn what_is_explained_in_json_is_one_list() {
    let json = answer(&["explain", "payment.retries", "log", "-f", "json"]);
    let starts = json.lines().filter(|line| *line == "[").count();
    assert!(starts == 1 && json.contains("\"payment.retries\"") && json.contains("\"log.level\""), "{json}");
}

#[test]
fn all_paths_that_are_unknown_are_told_at_once() {
    let output = config(&["explain", "database.pool_szie", "log.level", "log.levle"]);
    let (found, errors) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(found.starts_with("log.level = "), "{found}");
    assert!(errors.contains("has 2 problems") && errors.contains("log.levle"), "{errors}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure() {
    for arguments in [&["config", "explain", "log.level"][..], &["config", "show"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let status = std::process::Command::new(program::path("quickstart"))
            .args(arguments)
            .stdout(full)
            .stderr(std::process::Stdio::null())
            .status();
        assert_eq!(status.unwrap().code(), Some(1), "{arguments:?}");
    }
}

#[test]
fn an_unknown_path_has_a_suggestion() {
    let (code, errors) = refusal(&["explain", "database.pool_szie"]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("did you mean 'database.pool_size'?"), "{errors}");
}

#[test]
fn what_is_given_as_an_argument_counts() {
    let text = answer(&["explain", "server.workers", "--profile", "dev", "--set", "server.workers=7"]);
    assert_data_eq!(text, file!["config/explain-set.txt"].raw());
    let text = answer(&["show", "--config", "shop.prod.toml", "--set", "payment.endpoint=x"]);
    assert!(text.contains("url = \"postgres://db.internal/shop\"") && !text.contains("motd"), "{text}");
}

#[test]
fn check_says_so_if_all_is_well() {
    assert_data_eq!(answer(&["check", "--all-profiles"]), file!["config/check.txt"].raw());
}

#[test]
fn check_lists_all_problems_and_ends_with_1() {
    for (format, file) in [
        ("text", file!["config/check-broken.txt"].raw()),
        ("json", file!["config/check-broken.json"].raw()),
        ("github", file!["config/check-broken.github"].raw()),
        ("gitlab", file!["config/check-broken.gitlab.json"].raw()),
    ] {
        let output = config(&["check", "--broken", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert_data_eq!(String::from_utf8(output.stdout).unwrap(), file);
    }
}

#[test]
fn diff_compares_profiles_and_files() {
    assert_data_eq!(answer(&["diff", "profile:dev", "profile:prod"]), file!["config/diff.txt"].raw());
    assert_data_eq!(answer(&["diff", "profile:prod", "profile:dev", "-f", "json"]), file!["config/diff.json"].raw());
    assert_eq!(answer(&["diff", "current", "--exit-code"]), "");
    let output = config(&["diff", "profile:dev", "--exit-code"]);
    assert_eq!(output.status.code(), Some(1));
    let (code, errors) = refusal(&["diff", "prod"]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("write `profile:NAME`, `file:PATH` or `current`"), "{errors}");
}

#[test]
fn templates_schemas_and_references_are_printed() {
    assert_data_eq!(answer(&["template"]), file!["config/template.toml"].raw());
    assert_data_eq!(answer(&["template", "-f", "env"]), file!["config/template.env"].raw());
    assert_data_eq!(answer(&["template", "-f", "yaml", "--profile", "prod"]), file!["config/template.prod.yaml"].raw());
    assert_data_eq!(answer(&["template", "-f", "json"]), file!["config/template.json"].raw());
    assert!(answer(&["template", "--schema", "./shop.schema.json"]).starts_with("#:schema ./shop.schema.json\n"));
    let json = answer(&["template", "-f", "json", "--schema", "./shop.schema.json"]);
    assert!(json.starts_with("{\n  \"$schema\": \"./shop.schema.json\",\n"), "{json}");
    let (code, errors) = refusal(&["template", "-f", "env", "--schema", "./shop.schema.json"]);
    assert!(code == Some(1) && errors.contains("are for files in TOML, YAML and JSON"), "{errors}");
    assert_data_eq!(answer(&["schema"]), file!["config/schema.json"].raw());
    assert!(answer(&["schema", "--draft", "7"]).contains("http://json-schema.org/draft-07/schema#"));
    assert_data_eq!(answer(&["reference"]), file!["config/reference.md"].raw());
    assert!(answer(&["reference", "-f", "html"]).starts_with("<!DOCTYPE html>"));
    assert!(answer(&["reference", "-f", "man"]).contains(".TH"));
}

#[test]
fn env_says_which_variables_are_set() {
    assert_data_eq!(answer(&["env"]), file!["config/env.txt"].raw());
    let json = answer(&["env", "--format", "json"]);
    assert!(json.contains("\"name\": \"SHOP_DATABASE_OPTIONS\""), "{json}");
}

#[test]
fn set_shows_the_difference_and_writes_only_if_it_is_told_to() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.toml");
    let text = "# ours\n\n[database]   # the main one\npool_size = 10 # enough\nurl = 'x'\n";
    std::fs::write(&path, text).unwrap();
    let file = path.to_str().unwrap();
    let set = |more: &[&str]| config(&[&["set", "database.pool_size", "50", "--file", file], more].concat());

    let output = set(&["--dry-run"]);
    assert!(output.status.success());
    let diff = String::from_utf8(output.stdout).unwrap();
    assert!(diff.contains("-pool_size = 10 # enough\n+pool_size = 50 # enough\n"), "{diff}");
    let output = set(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("nothing was written; `--yes` writes it"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);

    assert!(set(&["--yes"]).status.success());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text.replace("= 10", "= 50"));
    assert!(config(&["unset", "database.pool_size", "--file", file, "--yes"]).status.success());
    assert!(!std::fs::read_to_string(&path).unwrap().contains("pool_size"));

    let (code, errors) = refusal(&["set", "database.pool_size", "many", "--file", file, "--yes"]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("wrong type: database.pool_size: expected an integer"), "{errors}");
}

#[test]
fn the_file_to_change_is_the_nearest_that_the_program_reads() {
    let diff = answer(&["set", "database.pool_size", "20", "--dry-run"]);
    assert!(diff.starts_with("--- examples/quickstart/shop.toml\n"), "{diff}");
    assert!(diff.contains("-pool_size = 10\n+pool_size = 20\n"), "{diff}");
    let diff = answer(&["set", "server.workers", "8", "--profile", "prod", "--dry-run"]);
    assert!(diff.contains("+[profile.prod.server]\n+workers = 8\n"), "{diff}");
}

#[test]
fn set_says_if_another_source_has_the_last_word() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.toml");
    let required = "database.url = 'x'\npayment = { endpoint = 'x' }\n";
    std::fs::write(&path, required).unwrap();
    let set = |setting: &str, more: &[&str]| {
        let file = path.to_str().unwrap();
        let output = config(&[&["set", setting, "20", "--yes", "--file", file], more].concat());
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let read = ["--config", path.to_str().unwrap()];
    let said = set("database.pool_size", &read);
    let expected = "environment variable SHOP_DATABASE_POOL_SIZE goes before it, so database.pool_size is still 50\n";
    assert!(said.ends_with(expected), "{said}");
    assert!(set("server.workers", &read).ends_with("shop.toml is written\n"));
    assert!(set("payment.retries", &[]).contains("examples/quickstart/shop.toml:22:11 goes before it"));
}

#[test]
fn migrate_has_nothing_to_do_here() {
    let output = config(&["migrate", "--file", "examples/quickstart/shop.toml", "--yes"]);
    assert!(output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is nothing to change"));
}

#[test]
fn what_clap_cannot_understand_ends_with_2() {
    let (code, errors) = refusal(&["shwo"]);
    assert_eq!(code, Some(2));
    assert!(errors.contains("show"), "{errors}");
}

/// `script` runs a program on a terminal of its own.
#[cfg(unix)]
#[test]
fn a_terminal_has_colours_unless_no_color_is_set() {
    let on_terminal = |arguments: &str, variables: &[(&str, &str)]| {
        let command = format!("{} config {arguments}", program::path("quickstart").display());
        let output = std::process::Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .env_remove("NO_COLOR")
            .envs(variables.iter().copied())
            .current_dir(program::root())
            .output();
        output.ok().map(|output| String::from_utf8(output.stdout).unwrap())
    };
    let Some(text) = on_terminal("explain database.pool_size", &[]) else {
        println!("skipped: there is no `script` here");
        return;
    };
    assert!(text.contains("\x1b["), "{text:?}");
    let plain = on_terminal("explain database.pool_size", &[("NO_COLOR", "1")]).unwrap();
    assert!(!plain.contains("\x1b["), "{plain:?}");
    assert_eq!(plain.replace("\r\n", "\n"), answer(&["explain", "database.pool_size"]));
    for arguments in ["check --broken", "diff profile:dev profile:prod", "env"] {
        let text = on_terminal(arguments, &[]).unwrap();
        assert!(text.contains("\x1b["), "{arguments}: {text:?}");
    }
    let never = on_terminal("env --color never", &[]).unwrap();
    assert!(!never.contains("\x1b["), "{never:?}");
    let piped = config(&["env", "--color", "always"]);
    assert!(String::from_utf8(piped.stdout).unwrap().contains("\x1b["));
}
