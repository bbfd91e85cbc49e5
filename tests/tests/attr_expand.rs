//! `${NAME}` and `${path.to.setting}` in the strings of files: for one setting, for a builder, for all loads.

use std::{collections::HashMap, path::PathBuf, time::Duration};

use superconfig::{ConfigRegistry, ExposeSecret, Format, Origin, ProblemKind, RuntimeFlags, SecretString, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)] // read by their references
struct App {
    #[config(default = "localhost")]
    host: String,
    #[config(default = 80)]
    port: u16,
    #[config(default = "30s")]
    timeout: Duration,
    url: Option<String>,
    #[config(default)]
    tags: Vec<String>,
    #[config(default)]
    labels: HashMap<String, String>,
    #[config(expand = false)]
    plain: Option<String>,
    directory: Option<PathBuf>,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    servers: HashMap<String, Server>,
    #[config(default, merge = "append")]
    more: Vec<String>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)] // read by their references
struct Database {
    #[config(default = "db")]
    name: String,
    password: Option<SecretString>,
    #[config(secret)]
    url: Option<String>,
    open: Option<String>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)] // read by their references
struct Server {
    #[config(default = 1)]
    port: u16,
    target: Option<String>,
}

const ENV: [(&str, &str); 5] =
    [("HOST", "example.com"), ("PORT", "8080"), ("EMPTY", ""), ("LIST", "a, b"), ("SHOP_DATABASE_NAME", "orders")];

fn load(format: Format, text: &str) -> Result<App, superconfig::Error> {
    App::builder().with_str(format, text).with_env_vars(ENV).with_expansion().extract()
}

#[test]
fn variables_and_settings_are_put_in_in_every_format() {
    let texts = [
        (
            Format::Toml,
            "host = '${HOST}'\nport = '${PORT}'\nurl = 'http://${host}:${port}/${database.name}?t=${timeout}'\ntags = ['${url}', 'x']\n\
             plain = '${HOST}'\ndirectory = '/srv/${database.name}'\nmore = '${LIST}'\n[labels]\na = '${NONE:-${host}}'\n\
             [servers.one]\ntarget = '${servers.one.port}$${x}'\n",
        ),
        (
            Format::Json,
            r#"{"host": "${HOST}", "port": "${PORT}", "url": "http://${host}:${port}/${database.name}?t=${timeout}",
                "tags": ["${url}", "x"], "plain": "${HOST}", "directory": "/srv/${database.name}", "more": "${LIST}",
                "labels": {"a": "${NONE:-${host}}"}, "servers": {"one": {"target": "${servers.one.port}$${x}"}}}"#,
        ),
        (
            Format::Yaml,
            "host: ${HOST}\nport: ${PORT}\nurl: http://${host}:${port}/${database.name}?t=${timeout}\ntags: ['${url}', x]\n\
             plain: ${HOST}\ndirectory: /srv/${database.name}\nmore: ${LIST}\nlabels: {a: '${NONE:-${host}}'}\n\
             servers: {one: {target: '${servers.one.port}$${x}'}}\n",
        ),
    ];
    for (format, text) in texts {
        let app = load(format, text).unwrap();
        assert_eq!((app.host.as_str(), app.port), ("example.com", 8080), "{format}");
        let url = "http://example.com:8080/orders?t=30s";
        assert_eq!(app.url.as_deref(), Some(url), "{format}");
        assert_eq!(app.tags, [url, "x"], "{format}");
        assert_eq!(app.labels["a"], "example.com", "{format}");
        assert_eq!(app.plain.as_deref(), Some("${HOST}"), "{format}");
        assert_eq!(app.directory, Some(PathBuf::from("/srv/orders")), "{format}");
        assert_eq!(app.more, ["a", "b"], "{format}");
        assert_eq!(app.servers["one"].target.as_deref(), Some("1${x}"), "{format}");
    }
}

#[test]
fn nothing_is_expanded_unasked() {
    let app = App::builder().with_str(Format::Toml, "host = '${HOST}'").with_env_vars(ENV).extract().unwrap();
    assert_eq!(app.host, "${HOST}");
}

#[test]
fn the_flag_switches_it_on_for_a_registry() {
    let registry = ConfigRegistry::new();
    let builder = App::builder().with_str(Format::Toml, "host = '${HOST}'").with_env_vars(ENV);
    let host = |registry: &ConfigRegistry| {
        let handle = builder.register_in(registry).unwrap();
        registry.read(&handle).unwrap().host.clone()
    };
    assert_eq!(host(&registry), "${HOST}");
    registry.enable(RuntimeFlags::ENV_EXPANSION).unwrap();
    assert_eq!(host(&registry), "example.com");
}

#[test]
fn variables_themselves_are_taken_as_they_are() {
    let variables = ENV.into_iter().chain([("SHOP_HOST", "${HOST}"), ("SHOP_DATABASE_PASSWORD", "p${x")]);
    let app = App::builder().with_env_vars(variables).with_expansion().extract().unwrap();
    assert_eq!(app.host, "${HOST}");
    assert_eq!(app.database.password.unwrap().expose_secret(), "p${x");
}

#[test]
fn the_winning_value_is_put_in_whoever_gives_it() {
    let app = App::builder()
        .with_str(Format::Toml, "url = 'http://${host}:${port}'\nhost = 'a'")
        .with_str(Format::Yaml, "host: b")
        .with_env_vars([("SHOP_PORT", "9")])
        .with_expansion()
        .extract()
        .unwrap();
    assert_eq!(app.url.as_deref(), Some("http://b:9"));
    // A text that loses is not looked at.
    let app = App::builder()
        .with_str(Format::Toml, "url = '${database.nothing}'")
        .with_str(Format::Yaml, "url: fine")
        .with_expansion()
        .extract();
    assert!(app.is_err(), "a reference to nothing is a mistake all the same");
}

#[test]
fn what_cannot_be_put_in_is_a_problem_at_its_place() {
    let cases = [
        ("host = '${NONE}'", "host", "the variable NONE in it is not set"),
        ("host = '${EMPTY}'", "host", "the variable EMPTY in it is empty"),
        ("host = 'a${'", "host", "a `${` in it has no `}`"),
        ("host = '${a b}'", "host", "`${a b}` names no variable"),
        ("host = '${database.nothing}'", "host", "there is no setting 'database.nothing'"),
        ("host = '${tags}'", "host", "'tags' has no text that could be put in"),
        ("host = '${host}'", "host", "it refers to itself: host -> host"),
        ("tags = ['a', '${NONE}']", "tags[1]", "the variable NONE in it is not set"),
        ("labels = {a = '${url}'}", "labels.a", "the variable url in it is not set"),
        ("port = '${HOST}'", "port", "expected an integer from 0 to 65535, found the text \"example.com\""),
    ];
    for (text, path, message) in cases {
        let error = load(Format::Toml, text).unwrap_err();
        let [problem] = error.problems() else { panic!("{text}: {error}") };
        assert_eq!((problem.path(), problem.message()), (path, message), "{text}");
        assert_eq!(problem.kind(), ProblemKind::WrongType, "{text}");
        let Some(Origin::Text { location: Some(at), .. }) = problem.origin() else { panic!("{text}: {error}") };
        assert_eq!(at.line, 1);
    }
}

#[test]
fn a_circle_is_named_whole_for_each_that_is_in_it() {
    let text = "host = '${url}'\nurl = '${directory}'\ndirectory = '${host}'";
    let error = load(Format::Toml, text).unwrap_err();
    let messages: Vec<_> = error.problems().iter().map(|it| (it.path(), it.message())).collect();
    assert_eq!(messages.len(), 3, "{error}");
    assert!(messages.iter().all(|(_, message)| message.contains("it refers to itself: ")), "{error}");
    // The environment has the last word about the name, so there is no circle here.
    let app = load(Format::Toml, "host = '${database.name}'\n[database]\nname = '${host}'").unwrap();
    assert_eq!(app.host, "orders");
}

#[test]
fn secrets_stay_among_secrets() {
    let text = "[database]\npassword = 'hunter2'\nurl = 'postgres://u:${database.password}@h'";
    let app = load(Format::Toml, text).unwrap();
    assert_eq!(app.database.url.as_deref(), Some("postgres://u:hunter2@h"));
    let error = load(Format::Toml, &text.replace("\nurl", "\nopen")).unwrap_err();
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!(problem.path(), "database.open");
    assert_eq!(problem.message(), "'database.password' is secret, and what refers to it is not");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn references_are_bounded() {
    let deep = format!("host = '{}x{}'", "${NONE:-".repeat(20), "}".repeat(20));
    let error = load(Format::Toml, &deep).unwrap_err();
    assert_eq!(error.problems()[0].message(), "more than 8 `${…}` stand in each other");
    // Each doubles the one before it.
    let twice = |n: u8| {
        let before = n - 1;
        format!("[servers.s{n}]\ntarget = '${{servers.s{before}.target}}${{servers.s{before}.target}}'\n")
    };
    let text = "[servers.s0]\ntarget = 'xxxxxxxxxxxxxxxx'\n".to_owned() + &(1..40).map(twice).collect::<String>();
    let error = load(Format::Toml, &text).unwrap_err();
    assert!(error.problems()[0].message().contains("1 MiB"), "{error}");
}

#[test]
fn the_origin_is_the_place_of_the_text() {
    let snapshot =
        App::builder().with_str(Format::Toml, "\nurl = 'http://${host}'").with_expansion().extract_snapshot().unwrap();
    let origin = snapshot.origins().find(|(path, _)| path == "url").unwrap().1;
    assert!(matches!(origin, Origin::Text { location: Some(at), .. } if at.line == 2));
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct One {
    #[config(expand)]
    this: String,
    #[config(default)]
    not_that: String,
}

#[test]
fn one_setting_may_ask_for_it() {
    let builder = One::builder().with_str(Format::Toml, "this = '${HOST}'\nnot_that = '${HOST}'").with_env_vars(ENV);
    let one = builder.extract().unwrap();
    assert_eq!((one.this.as_str(), one.not_that.as_str()), ("example.com", "${HOST}"));
}

#[test]
fn list_operators_can_be_switched_off() {
    let registry = ConfigRegistry::new();
    let builder = App::builder().with_str(Format::Toml, "tags_add = ['a']");
    assert!(builder.register_in(&registry).is_ok());
    registry.disable(RuntimeFlags::ARRAY_MERGE).unwrap();
    let error = builder.register_in(&registry).unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::UnknownKey);
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)] // some are only there to be referred to
struct Keys {
    #[config(secret)]
    pin: Option<u16>,
    token: Option<superconfig::SecretString>,
    #[config(expand)]
    port: Option<u16>,
    #[config(expand, secret)]
    hidden: Option<String>,
    #[config(expand)]
    text: Option<String>,
    #[config(nested)]
    servers: std::collections::BTreeMap<String, Account>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)] // only read by its variable
struct Account {
    password: Option<superconfig::SecretString>,
}

#[test]
fn the_variable_of_a_secret_is_as_secret_as_the_setting() {
    for name in ["SHOP_PIN", "SHOP_TOKEN", "SHOP_PIN_FILE", "SHOP_SERVERS__a__PASSWORD", "SHOP_SERVERS"] {
        for text in [format!("port = '${{{name}}}'"), format!("text = '${{{name}:-x}}'")] {
            let variables = [(name, "{hunter2}")];
            let error = Keys::builder().with_str(Format::Toml, text).with_env_of(variables).extract().unwrap_err();
            let message = format!("'{name}' is the variable of a secret, and what refers to it is not secret");
            assert!(error.problems()[0].message().contains(&message), "{error}");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
        let text = format!("hidden = '${{{name}}}'");
        let keys = Keys::builder().with_str(Format::Toml, text).with_env_of([(name, "{hunter2}")]).extract().unwrap();
        assert_eq!(keys.hidden.as_deref(), Some("{hunter2}"));
    }
}

#[test]
fn many_references_in_one_text_are_quick() {
    let count = 20_000;
    let names: Vec<_> = (0..count).map(|number| format!("${{servers.k{number}.password:-x}}")).collect();
    let text = names.concat();
    let error = Keys::builder().with_str(Format::Toml, format!("text = '{text}'")).extract().unwrap_err();
    assert!(error.to_string().contains("there is no setting 'servers.k0.password'"), "{error}");
}

#[test]
fn one_text_put_into_many_is_bounded() {
    let large = "x".repeat(900_000);
    let one = |n: u8| format!("[servers.s{n}]\ntarget = '${{host}}'\n");
    let many: String = (0..100).map(one).collect();
    let error = load(Format::Toml, &format!("host = '{large}'\n{many}")).unwrap_err();
    assert!(error.problems()[0].message().contains("larger than 64 MiB"), "{}", error.problems()[0].message());
}
