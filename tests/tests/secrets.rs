//! No report says a secret, whatever the mistake. The secret is the same text everywhere, and so short parts of it that
//! nothing else contains.

use std::collections::BTreeMap;

use superconfig::{Builder, Color, ExposeSecret as _, Format, SecretString, SuperConfig, field};
use superconfig_tests::Scene;

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code, reason = "most loads here fail")]
struct Shop {
    port: Option<u16>,
    name: Option<String>,
    #[config(alias = "old_key")]
    api_key: Option<SecretString>,
    /// A secret that its type does not give away.
    #[config(secret)]
    pin: Option<u32>,
    #[config(secret)]
    words: Option<Vec<String>>,
    tokens: Option<Vec<SecretString>>,
    keys: Option<BTreeMap<String, SecretString>>,
    #[config(secret)]
    login: Option<Login>,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    vault: Option<Database>,
    tags: Option<Vec<u16>>,
}

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "most loads here fail")]
struct Login {
    user: String,
    level: u8,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code, reason = "most loads here fail")]
struct Database {
    url: Option<SecretString>,
    #[config(default = 1)]
    pool_size: u8,
}

/// Nothing but the secret has any of these in it.
const PARTS: [&str; 4] = ["hunter2", "hunt", "nter", "ter2"];

/// What was said that should not have been; all of it is told at the end.
#[derive(Default)]
struct Leaks(Vec<String>);

impl Leaks {
    fn check(&mut self, what: &str, source: &str, text: &str) {
        if let Some(part) = PARTS.iter().find(|part| text.contains(**part)) {
            self.0.push(format!("{part:?} is in {what} for\n{source}\n{text}"));
        }
    }

    /// Notes that something loads that should not.
    fn loads(&mut self, source: &str) {
        self.0.push(format!("this loads:\n{source}"));
    }

    /// Everything that a load says, whether it fails or not; says whether it failed.
    fn silent(&mut self, builder: &Builder<Shop>, source: &str) -> bool {
        let mut failed = false;
        for builder in [builder.clone(), builder.clone().strict(), builder.clone().allow_unknown()] {
            self.check("the builder", source, &format!("{builder:?}"));
            match builder.extract_snapshot() {
                Ok(snapshot) => {
                    let origins: Vec<_> = snapshot.origins().collect();
                    self.check("the snapshot", source, &format!("{snapshot:?} {origins:?}"));
                    self.check("the value", source, &format!("{:?}", snapshot.value().api_key));
                    for warning in snapshot.warnings() {
                        self.check("a warning", source, &format!("{warning} {warning:?}"));
                    }
                }
                Err(error) => {
                    failed = true;
                    self.check("the report", source, &error.to_string());
                    self.check("Debug", source, &format!("{error:?}"));
                    self.check("the report in colour", source, &error.report(Color::Always));
                    for problem in error.problems().iter().chain(error.warnings()) {
                        self.check("a problem", source, &format!("{problem} {problem:?}"));
                        self.check("a message", source, problem.message());
                        self.check("a help", source, problem.help().unwrap_or_default());
                        self.check("an origin", source, &format!("{:?}", problem.origin()));
                    }
                }
            }
        }
        failed
    }
}

impl Drop for Leaks {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.0.is_empty(), "{} leaks\n{}", self.0.len(), self.0.join("\n---\n"));
        }
    }
}

/// Each text fails to load and says nothing, as a text and as a file.
fn fail_silently(format: Format, extension: &str, texts: &[&str]) {
    let mut leaks = Leaks::default();
    for text in texts {
        for text in [(*text).to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}# ü\n{text}")] {
            if format == Format::Json && text.contains('#') {
                continue;
            }
            if !leaks.silent(&Shop::builder().with_str(format, text.as_str()), &text) {
                leaks.loads(&text);
            }
            let scene = Scene::new();
            scene.file(&format!("project/shop.{extension}"), &text).file("project/other", &text);
            leaks.silent(&scene.builder().with_discovery(), &text);
            leaks.silent(&scene.builder().with_file("other"), &text);
        }
    }
}

#[test]
fn toml_mistakes_keep_secrets() {
    fail_silently(
        Format::Toml,
        "toml",
        &[
            // Another key on the line is wrong.
            "database = { url = 'hunter2', pool_size = 'x' }",
            "database = { pool_size = 'x', url = 'hunter2' }",
            "database = { pool_szie = 5, url = 'hunter2' }",
            "login = { user = 'hunter2', level = 'x' }",
            // Misspelt keys, sections and former names.
            "api_kye = 'hunter2'",
            "apikey = 'hunter2'\nport = 'x'",
            "[databse]\nurl = 'hunter2'",
            "databse = { url = 'hunter2' }",
            "[database]\nulr = 'hunter2'",
            "database.ulr = 'hunter2'",
            "completely_different = 'hunter2'",
            "completely = ['different', 'hunter2']",
            "completely = '''\ndifferent\nhunter2\n'''",
            "[[completely]]\ndifferent = 'hunter2'",
            "old_key = 'hunter2'\nport = 'x'",
            "old_key = 'hunter2'\napi_key = 'hunter2'",
            // Syntax errors on the line, before it, and after it.
            "api_key = 'hunter2",
            "api_key = hunter2",
            "api_key 'hunter2'",
            "api_key: hunter2",
            "api_key = 'hunter2' 'hunter2'",
            "api_key = 'x'hunter2'",
            "api_key = \"x\\hunter2\"",
            "api_key == 'hunter2'",
            "api_kye = hunter2",
            "api_kye = 'hunter2",
            "apikey hunter2",
            "api-key = hunter2",
            "API_KEY = hunter2",
            "[database]\nulr = hunter2",
            "[databse]\nurl = hunter2",
            "database.url = hunter2",
            "database = { url = hunter2 }",
            "database = { url = 'hunter2', pool_size }",
            "keys = { a = hunter2 }",
            "[keys]\nhome = hunter2",
            "[keys]\nhome = 'hunter2\nport = 5",
            "tokens = ['a',\n  hunter2,\n]",
            "tokens = ['a',\n  'hunter2\n]",
            "words = [\n'hunter2'\n'hunter2'\n]",
            "api_key = '''\nhunter2\n''\nport = 5",
            "api_key = \"\"\"\nhunter2\\q\n\"\"\"",
            "port = = 5\napi_key = 'hunter2'",
            "api_key = 'hunter2'\nport = = 5",
            "api_key = 'hunter2'\napi_key = 'hunter2'",
            "[database]\nurl = 'hunter2'\n[database]\nurl = 'hunter2'",
            // A value where a section belongs, and the reverse.
            "database = 'hunter2'",
            "database = ['hunter2']",
            "vault = 'hunter2'",
            "database = [\n'x',\n'hunter2'\n]",
            "api_key = { value = 'hunter2' }",
            "api_key = ['hunter2']",
            "[api_key]\nvalue = 'hunter2'",
            // Wrong types.
            "pin = 'hunter2'",
            "words = 'hunter2'",
            "words = ['hunter2', 5]",
            "words = [\n  'hunter2',\n  5,\n]",
            "words = [5,\n  'hunter2', 'hunter2'\n]",
            "tokens = ['hunter2', 5]",
            "tokens = 'hunter2'",
            "tokens = [['hunter2']]",
            "keys = { a = 'hunter2', b = 5 }",
            "keys = 'hunter2'",
            "login = 'hunter2'",
            "login = { user = 'a', level = 'hunter2' }",
            "login = { user = 'a', level = 1, \"hunter2\" = 1 }\nport = 'x'",
        ],
    );
}

#[test]
fn json_mistakes_keep_secrets() {
    fail_silently(
        Format::Json,
        "json",
        &[
            // All in one line.
            r#"{"api_key": "hunter2", "port": "x"}"#,
            r#"{"port": "x", "api_key": "hunter2"}"#,
            r#"{"api_key":"hunter2","prot":1,"database":{"url":"hunter2","pool_size":"x"}}"#,
            r#"{"api_kye": "hunter2"}"#,
            r#"{"api_k\u0065y": "hunter2", "port": "x"}"#,
            r#"{"port": "x", "database": {"u\u0072l": "hunter2"}}"#,
            r#"{"whatever": {"deep": ["hunter2"]}, "port": "x"}"#,
            r#"{"old_key": "hunter2", "port": "x"}"#,
            r#"{"api_key": "hunter2", "api_key": "hunter2"}"#,
            r#"{"api_key": "hunter2", "api_key": "x", "port": "x"}"#,
            r#"{"database": {"url": "hunter2"}, "database": {"url": "x", "pool_size": "x"}}"#,
            r#"{"whatever": "hunter2", "whatever": 1, "port": "x"}"#,
            // Syntax errors.
            r#"{"api_key": "hunter2""#,
            r#"{"api_key": "hunter2}"#,
            r#"{"api_key": hunter2}"#,
            r#"{"api_key" "hunter2"}"#,
            r#"{"api_key": 'hunter2'}"#,
            r#"{api_key: "hunter2"}"#,
            r#"{"api_kye": hunter2}"#,
            r#"{"api-key": hunter2}"#,
            r#"{"apiKey": hunter2}"#,
            r#"{"api_k\u0065y": hunter2}"#,
            r#"{"api_key": "hunter2",}"#,
            r#"{"port": , "api_key": "hunter2"}"#,
            "{\"api_key\":\n\"hunter2\"\n\"port\": 1}",
            "{\"api_key\":\nhunter2}",
            "{\"tokens\": [\n\"a\",\nhunter2\n]}",
            r#"{"api_key": "hunter2\q"}"#,
            "{\"api_key\": \"hunter2\n\"}",
            r#"{"port": 1} hunter2"#,
            r#"{"api_key": "a"}{"api_key": "hunter2"}"#,
            // Wrong types.
            r#"{"database": "hunter2"}"#,
            r#"{"database": ["hunter2"], "vault": "hunter2"}"#,
            r#"{"api_key": ["hunter2"]}"#,
            r#"{"api_key": {"value": "hunter2"}}"#,
            r#"{"pin": "hunter2", "words": "hunter2"}"#,
            r#"{"words": ["hunter2", 5], "tokens": ["hunter2", 5], "keys": {"a": "hunter2", "b": 5}}"#,
            r#"{"login": "hunter2"}"#,
            r#"{"login": {"user": "hunter2"}}"#,
            r#"{"login": {"user": "a", "level": "hunter2"}}"#,
            r#"[5, "hunter2"]"#,
            r#""hunter2""#,
        ],
    );
}

#[test]
fn yaml_mistakes_keep_secrets() {
    fail_silently(
        Format::Yaml,
        "yaml",
        &[
            // Another key on the line.
            "{api_key: hunter2, port: x}",
            "{port: x, api_key: hunter2}",
            "database: {url: hunter2, pool_size: x}",
            "database: {pool_size: x, url: 'hunter2'}",
            "{port: x, api_key:\n hunter2, pin: x}",
            // Misspelt.
            "api_kye: hunter2",
            "databse:\n  url: hunter2",
            "database:\n  ulr: hunter2",
            "completely:\n  - different\n  - hunter2",
            "completely: |\n  different\n  hunter2",
            "completely: &a hunter2\nname: *a\nport: *a",
            "old_key: hunter2\nport: x",
            "old_key: hunter2\napi_key: hunter2",
            // Syntax.
            "api_key: 'hunter2",
            "api_key: \"hunter2",
            "api_key: \"hunter2\\q\"",
            "api_key: hunter2: x",
            "api_key: [hunter2",
            "api_key: {hunter2",
            "api_key: @hunter2",
            "api_key: %hunter2",
            "api_key: `hunter2",
            "api_key: *hunter2",
            "api_key: !hunter2 x\nport: x",
            "api_key: !!int hunter2",
            "api_key: 'x'hunter2",
            "api_kye: @hunter2",
            "api-key: hunter2: x",
            "apiKey: 'hunter2",
            "api_key: hunter2\n\tport: 5",
            "api_key: hunter2\n port: 5",
            "api_key: |\n  hunter2\n hunter2\nport: 5",
            "api_key: |\n  line\n  hunter2\nport: x",
            "api_key: |\n  line\n  hunter2\n- x",
            "api_key: >\n  line\n  hunter2\nport: [",
            "tokens:\n  - a\n  - 'hunter2",
            "tokens:\n  - a\n - hunter2",
            "keys:\n  a: hunter2: b",
            "port: [\napi_key: hunter2",
            "api_key: hunter2\napi_key: hunter2",
            "api_key: hunter2\n---\napi_key: hunter2",
            // Wrong types.
            "database: hunter2",
            "database: [hunter2]",
            "database:\n  - x\n  - hunter2",
            "vault: |\n  x\n  hunter2",
            "api_key: [hunter2]",
            "api_key:\n  - a\n  - hunter2",
            "api_key:\n  value: hunter2",
            "pin: hunter2",
            "words: hunter2",
            "words:\n  - hunter2\n  - [hunter2]",
            "words: [x,\n  hunter2, [hunter2]]",
            "tokens: [hunter2, [hunter2], hunter2]",
            "tokens:\n- a\n- [hunter2,\n  hunter2]",
            "keys: {a: hunter2, b: [hunter2]}",
            "keys:\n  a: hunter2\n  b:\n    c: hunter2",
            "login: hunter2",
            "login: {user: hunter2}",
            "login:\n  user: a\n  level: hunter2",
            "- hunter2",
            "hunter2",
            "key: &k hunter2\napi_key: *k\nport: *k",
            "api_key: &k hunter2\nport: *k",
            "api_key: &k hunter2\ntags: [*k]\npin: *k",
        ],
    );
}

#[test]
fn variables_keep_secrets() {
    let scene = Scene::new();
    scene.file("project/secret", "hunter2\n").file("project/bad", b"hunter2\xff");
    let mut leaks = Leaks::default();
    for vars in [
        &[("SHOP_PIN", "hunter2")][..],
        &[("SHOP_API_KEY", "hunter2"), ("SHOP_PORT", "x")],
        &[("SHOP_API_KYE", "hunter2")],
        &[("SHOP_DATABASE", "hunter2"), ("SHOP_PORT", "x")],
        &[("SHOP_KEYS", "a=b,hunter2")],
        &[("SHOP_KEYS", "{\"a\": hunter2}")],
        &[("SHOP_KEYS", "{\"a\": [\"hunter2\"]}")],
        &[("SHOP_TOKENS", "[\"hunter2\"")],
        &[("SHOP_TOKENS", "[\"a\", [\"hunter2\"]]")],
        &[("SHOP_TOKENS__0", "hunter2"), ("SHOP_TOKENS__2", "hunter2")],
        &[("SHOP_WORDS", "hunter2"), ("SHOP_WORDS__0", "hunter2")],
        &[("SHOP_LOGIN", "hunter2")],
        &[("SHOP_LOGIN", "user=a,level=hunter2")],
        &[("SHOP_LOGIN", "{\"user\": \"hunter2\"}")],
        &[("SHOP_API_KEY", "hunter2"), ("SHOP_API_KEY_FILE", "secret")],
        &[("SHOP_API_KEY_FILE", "hunter2")],
        &[("SHOP_API_KEY_FILE", "/hunter2")],
        &[("SHOP_API_KEY_FILE", "/hunter2/x")],
        &[("SHOP_API_KEY_FILE", "bad")],
        &[("SHOP_PIN_FILE", "secret")],
        &[("SHOP_PROFILE_", "hunter2")],
    ] {
        let builder = scene.builder().with_env_vars(vars.iter().copied());
        let source = format!("{vars:?}");
        if !leaks.silent(&builder, &source) {
            leaks.loads(&source);
        }
    }
}

#[test]
fn a_file_of_a_secret_is_named_where_it_is_no_secret_itself() {
    let scene = Scene::new();
    let path = scene.path("etc/key");
    let error = scene.builder::<Shop>().with_env_vars([("SHOP_API_KEY_FILE", &path)]).extract().unwrap_err();
    assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
}

#[test]
fn secrets_load_and_stay_out_of_debug() {
    let shop = Shop::builder()
        .with_str(Format::Yaml, "api_key: hunter2\ntokens: [hunter2]\nkeys: {a: hunter2}\ndatabase: {url: hunter2}")
        .extract()
        .unwrap();
    assert_eq!(shop.api_key.as_ref().unwrap().expose_secret(), "hunter2");
    let mut leaks = Leaks::default();
    leaks.check("Debug", "", &format!("{shop:?}"));
    let builder = Shop::builder().with_value(field!(Shop, api_key), Some(SecretString::from("hunter2")));
    assert_eq!(builder.extract().unwrap().api_key.unwrap().expose_secret(), "hunter2");
    assert!(leaks.silent(&builder.with_str(Format::Toml, "port = 'x'"), "with_value"));
}

#[test]
fn dotenv_files_keep_secrets() {
    let mut leaks = Leaks::default();
    for text in [
        "SHOP_PIN=hunter2",
        "SHOP_API_KEY=hunter2\nSHOP_PORT=x",
        "SHOP_API_KYE=hunter2",
        "SHOP_API_KEY=hunter2 hunter2",
        "SHOP_API_KEY='hunter2",
        "SHOP_API_KEY=\"hunter2\n\nSHOP_PORT=1",
        "SHOP_API_KEY=\"x\\hunter2\"",
        "SHOP_API_KEY: hunter2",
        "SHOP-API-KEY=hunter2",
        "hunter2",
        "SHOP_API_KEY=${hunter2",
        "X=hunter2\nSHOP_PIN=$X",
        "SHOP_DATABASE=hunter2\nSHOP_PORT=x",
        "SHOP_TOKENS__0=hunter2\nSHOP_TOKENS__2=hunter2",
        "SHOP_API_KEY=hunter2\nSHOP_API_KEY_FILE=gone",
        "SHOP_API_KEY_FILE=hunter2",
    ] {
        let scene = Scene::new();
        scene.file("project/.env", text);
        if !leaks.silent(&scene.builder().with_dotenv(), text) {
            leaks.loads(text);
        }
        leaks.silent(&scene.builder().with_dotenv_file(".env").with_env_vars([("SHOP_PORT", "x")]), text);
    }
}

#[test]
fn directories_of_secrets_keep_them() {
    let mut leaks = Leaks::default();
    for files in [
        &[("pin", "hunter2")][..],
        &[("api_key", "hunter2"), ("api-key", "hunter2")],
        &[("api_kye", "hunter2"), ("port", "x")],
        &[("database/url", "hunter2"), ("database/pool_size", "x")],
        &[("tokens", "[\"hunter2\""), ("keys", "hunter2")],
        &[("login", "{\"user\": \"hunter2\"}")],
        &[("api_key", "hunter2\u{0}"), ("shop_port", "x")],
    ] {
        let scene = Scene::new();
        for (path, content) in files {
            scene.file(&format!("project/secrets/{path}"), content).file(&format!("run/secrets/{path}"), content);
        }
        let builder = scene.builder().with_run_dir(scene.path("run")).with_secrets().with_secrets_dir("secrets");
        if !leaks.silent(&builder, &format!("{files:?}")) {
            leaks.loads(&format!("{files:?}"));
        }
    }
    let scene = Scene::new();
    scene.file("project/secrets/api_key", b"hunter2\xff");
    leaks.silent(&scene.builder().with_secrets_dir("secrets"), "what is not UTF-8");
}

#[test]
fn arguments_keep_secrets() {
    let mut leaks = Leaks::default();
    for arguments in [
        &["--pin=hunter2"][..],
        &["--pin", "hunter2", "--port=x"],
        &["--api-kye", "hunter2"],
        &["--api-kye=hunter2"],
        &["--api-key", "a", "hunter2"],
        &["hunter2"],
        &["-p", "hunter2"],
        &["-phunter2"],
        &["--api-key:hunter2"],
        &["--api-key", "hunter2", "--api-key", "hunter2"],
        &["--set", "api_key", "hunter2"],
        &["--set", "api_key:hunter2"],
        &["--set", "api_kye=hunter2"],
        &["--set=pin=hunter2"],
        &["--tokens=[\"hunter2\"", "--words", "hunter2", "--keys=hunter2"],
        &["--keys.a=hunter2", "--keys=a=hunter2"],
        &["--login=hunter2"],
        &["--database=hunter2"],
        &["--no-api-key=hunter2"],
    ] {
        let builder = Shop::builder().with_args(arguments.iter().copied());
        if !leaks.silent(&builder, &format!("{arguments:?}")) {
            leaks.loads(&format!("{arguments:?}"));
        }
        leaks.silent(&Shop::builder().with_known_args(arguments.iter().copied()), &format!("{arguments:?}"));
    }
}

#[test]
fn clap_keeps_secrets() {
    let mut leaks = Leaks::default();
    for arguments in [
        &["--pin=hunter2"][..],
        &["--pin", "hunter2", "--port=x"],
        &["--api-kye", "hunter2"],
        &["--api-kye=hunter2"],
        &["--api-key", "hunter2", "--api-key", "hunter2"],
        &["--set=pin=hunter2"],
        &["--set", "api_kye=hunter2"],
        &["--tokens=[\"hunter2\"", "--words", "hunter2", "--keys=hunter2"],
        &["--login=hunter2"],
        &["--database=hunter2"],
        &["--database-url"],
    ] {
        let command = Shop::augment(clap::Command::new("shop")).unwrap();
        match command.try_get_matches_from(["shop"].iter().chain(arguments)) {
            Ok(matches) => {
                leaks.silent(&Shop::builder().with_arg_matches(&matches), &format!("{arguments:?}"));
            }
            Err(error) => leaks.check("clap's error", &format!("{arguments:?}"), &format!("{error} {error:?}")),
        }
    }
}

#[test]
fn what_may_not_set_a_secret_keeps_it() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    #[allow(dead_code, reason = "no load succeeds")]
    struct Shop {
        #[config(sources = "secrets")]
        api_key: Option<SecretString>,
    }
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_API_KEY=hunter2").file("project/shop.toml", "api_key = 'hunter2'");
    let mut leaks = Leaks::default();
    for builder in [
        scene.builder::<Shop>().with_discovery(),
        scene.builder().with_dotenv(),
        scene.builder().with_env_vars([("SHOP_API_KEY", "hunter2")]),
        scene.builder().with_args(["--api-key=hunter2"]),
        scene.builder().with_value(field!(Shop, api_key), Some(SecretString::from("hunter2"))),
    ] {
        let error = builder.extract().expect_err("nothing but a directory of secrets may set it");
        leaks.check("the report", "", &format!("{error} {error:?} {:?}", error.problems()));
    }
}
