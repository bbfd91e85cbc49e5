//! `assert_up_to_date!`: documents in a repository, held against the config. The gate reads the environment of its process, so each case
//! runs in a process of its own.

use std::{env, fs, path::Path, process::Command};

use superconfig::{Format, SuperConfig, assert_up_to_date};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
#[allow(dead_code, reason = "only its shape counts")]
struct Shop {
    /// The port of the HTTP server.
    #[config(default = 8080, profile(prod = 443))]
    port: u16,
    /// Its name.
    name: String,
}

/// Not a test by itself: what the others run.
#[test]
#[ignore = "run by the other tests"]
fn gate() {
    let Some(dir) = env::var_os("GATE_DIR") else { return };
    let at = |name: &str| Path::new(&dir).join(name);
    match env::var("GATE_CASE").as_deref() {
        Ok("all") => assert_up_to_date!(
            Shop,
            at("config/shop.template.toml"),
            at("config/shop.prod.toml"),
            at("config/shop.dev.template.yaml"),
            at("shop.YML"),
            at("shop.json"),
            at("shop.schema.json"),
            at("docs/config.md"),
            at("docs/config.html"),
            at("man/shop.5"),
            at(".env.example"),
            at("other.txt") => "other\n",
            at("values.toml") => Shop::template_builder().values().render(Format::Toml),
        ),
        Ok("unknown") => {
            assert_up_to_date!(Shop, at(".env"), at(".env.prod"), at("shop.xml"), at("shop"), at("a.toml") => Err::<String, _>("no"));
        }
        _ => assert_up_to_date!(Shop, at("shop.toml")),
    }
}

/// Whether the gate is open, and what it said.
fn run(dir: &Path, case: &str, switches: &[(&str, &str)]) -> (bool, String) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "gate", "--ignored"]).env("GATE_DIR", dir).env("GATE_CASE", case);
    command.env_remove("CI").env_remove("SUPERCONFIG_UPDATE").env("RUST_BACKTRACE", "0").envs(switches.iter().copied());
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("running 1 test"), "{text}");
    (output.status.success(), text.replace(&format!("{}/", dir.display()), ""))
}

const UPDATE: (&str, &str) = ("SUPERCONFIG_UPDATE", "1");

#[test]
fn files_are_written_where_the_switch_is_set_and_are_up_to_date_then() {
    let dir = tempfile::tempdir().unwrap();
    let (open, said) = run(dir.path(), "all", &[]);
    assert!(!open && said.contains("12 documents are not up to date"), "{said}");
    assert!(said.contains("config/shop.template.toml: is not there"), "{said}");
    assert!(said.contains("`SUPERCONFIG_UPDATE=1 cargo test` writes them anew"), "{said}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    let (open, said) = run(dir.path(), "all", &[UPDATE]);
    assert!(open, "{said}");
    let (open, said) = run(dir.path(), "all", &[]);
    assert!(open, "{said}");
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    assert_eq!(read("config/shop.template.toml"), Shop::template(Format::Toml));
    let prod = Shop::template_builder().profile("prod").render(Format::Toml).unwrap();
    assert_eq!(read("config/shop.prod.toml"), prod);
    let dev = Shop::template_builder().profile("dev").render(Format::Yaml).unwrap();
    assert_eq!(read("config/shop.dev.template.yaml"), dev);
    assert_eq!(read("shop.YML"), Shop::template(Format::Yaml));
    assert_eq!(read("shop.json"), Shop::template(Format::Json));
    assert_eq!(read("shop.schema.json"), Shop::json_schema());
    assert_eq!(read("docs/config.md"), Shop::reference_markdown());
    assert_eq!(read("docs/config.html"), Shop::reference_html());
    assert_eq!(read("man/shop.5"), Shop::reference_man());
    assert_eq!(read(".env.example"), Shop::env_example());
    assert_eq!(read("other.txt"), "other\n");
    let left = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().ends_with(".tmp")));
}

#[test]
fn the_lines_that_differ_are_shown() {
    let dir = tempfile::tempdir().unwrap();
    let text = Shop::template(Format::Toml);
    let stale = text.replace("8080", "80\u{1b}[31m").replace("# Its name.\n", "");
    assert_ne!(stale, text);
    fs::write(dir.path().join("shop.toml"), &stale).unwrap();
    let (open, said) = run(dir.path(), "one", &[]);
    assert!(!open);
    let lines = |needle: &str| 1 + text.lines().position(|line| line.contains(needle)).unwrap();
    let (port, name) = (lines("8080"), lines("Its name"));
    assert!(said.contains("shop.toml: has other lines\n"), "{said}");
    assert!(said.contains(&format!(" {port} - #port = 80\\u{{1b}}[31m\n")), "{said}");
    assert!(said.contains(&format!(" {port} + #port = 8080\n")), "{said}");
    assert!(said.contains(&format!(" {name} + # Its name.\n")), "{said}");
    assert_eq!(said.matches(" + ").count() + said.matches(" - ").count(), 3, "{said}");
    assert_eq!(fs::read_to_string(dir.path().join("shop.toml")).unwrap(), stale);
}

#[test]
fn a_gate_does_not_open_itself_where_nobody_looks() {
    let dir = tempfile::tempdir().unwrap();
    let (open, said) = run(dir.path(), "one", &[UPDATE, ("CI", "true")]);
    assert!(!open && said.contains("shop.toml: is not there"), "{said}");
    assert!(!dir.path().join("shop.toml").exists());
    for off in ["0", "", "false"] {
        assert!(!run(dir.path(), "one", &[("SUPERCONFIG_UPDATE", off)]).0);
    }
    assert!(run(dir.path(), "one", &[UPDATE, ("CI", "false")]).0);
}

#[test]
fn line_ends_do_not_count() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("shop.toml");
    let text = Shop::template(Format::Toml).replace('\n', "\r\n");
    fs::write(&path, &text).unwrap();
    let (open, said) = run(dir.path(), "one", &[]);
    assert!(open, "{said}");
    assert!(run(dir.path(), "one", &[UPDATE]).0);
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "what is up to date is not written");
}

#[test]
fn what_is_no_document_is_never_written() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".env"), "SHOP_KEY=hunter2\n").unwrap();
    let (open, said) = run(dir.path(), "unknown", &[UPDATE]);
    assert!(!open && said.contains("5 documents are not up to date"), "{said}");
    assert!(
        said.contains(".env: this is where variables and secrets are, and no document; call it `.env.example`"),
        "{said}"
    );
    assert!(said.contains("shop.xml: its name does not say what it holds; write what it holds behind it"), "{said}");
    assert!(said.contains("a.toml: no\n"), "{said}");
    assert!(!said.contains("hunter2") && !said.contains("cargo test` writes"), "{said}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(dir.path().join(".env")).unwrap(), "SHOP_KEY=hunter2\n");
}

#[test]
fn what_cannot_be_read_or_written_is_said() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("shop.toml")).unwrap();
    let (open, said) = run(dir.path(), "one", &[]);
    assert!(!open && said.contains("shop.toml: cannot be read: "), "{said}");
    let (open, said) = run(dir.path(), "one", &[UPDATE]);
    assert!(!open && said.contains("shop.toml: cannot be written: "), "{said}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("shop.toml"), b"\xff").unwrap();
    let (open, said) = run(other.path(), "one", &[]);
    assert!(!open && said.contains("shop.toml: is not UTF-8"), "{said}");
    assert!(run(other.path(), "one", &[UPDATE]).0);
}
