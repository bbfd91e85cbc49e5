//! The effective configuration as a file, and that a load of the file gives it again.
#![allow(missing_docs)]

use std::{collections::BTreeMap, path::PathBuf};

use superconfig::{Builder, Format, SecretBase64, SecretBox, SecretBytes, SecretString, SuperConfig, field};
use superconfig_tests::Scene;

const FORMATS: [Format; 3] = [Format::Toml, Format::Yaml, Format::Json];

/// Settings of the shop service.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct Shop {
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"))]
    listen: std::net::SocketAddr,
    #[config(nested)]
    database: Database,
    #[config(default = "30s")]
    timeout: std::time::Duration,
    #[config(default)]
    labels: BTreeMap<String, String>,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(nested)]
    replicas: Vec<Replica>,
    #[config(nested)]
    tenants: BTreeMap<String, Replica>,
    #[config(nested)]
    storage: Storage,
    nickname: Option<String>,
    api_key: SecretString,
}

#[derive(Debug, SuperConfig)]
struct Database {
    url: String,
    #[config(default = 10, range = 1..=500)]
    pool_size: u32,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(default = "/etc/tls.pem")]
    cert: std::path::PathBuf,
}

#[derive(Debug, SuperConfig)]
struct Replica {
    #[config(default = "localhost")]
    host: String,
    #[config(default = 1)]
    weight: u8,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "kebab-case")]
enum Storage {
    #[config(default)]
    Discard,
    S3 {
        bucket: String,
    },
}

fn shop(scene: &Scene) -> Builder<Shop> {
    scene
        .file(
            "project/shop.toml",
            "api_key = 'hunter2-hunter2'\n\n[database]\nurl = 'db://localhost'\n\n[labels]\nteam = 'red'\n\n[tls]\n\n\
             [[replicas]]\nhost = 'one'\n[[replicas]]\n\n[tenants.'a.b']\nweight = 3\n",
        )
        .file("project/shop.prod.toml", "# Production.\nstorage.s3.bucket = 'shop'\ndatabase.pool_size = 50\n");
    scene
        .builder()
        .with_discovery()
        .with_env_vars([("SHOP_TIMEOUT", "1h"), ("SHOP_DATABASE_POOL_SIZE", "10")])
        .with_profile("prod")
}

#[test]
fn it_is_a_file_of_each_format_with_the_origin_of_each_line() {
    let scene = Scene::new();
    let dump = shop(&scene).dump().unwrap().relative_to(scene.path("project")).with_origins();
    assert_eq!(
        dump.as_toml(),
        r#"listen = "0.0.0.0:443"     # default for profile prod
timeout = "1h"             # environment variable SHOP_TIMEOUT
labels = { team = "red" }  # shop.toml:6
api_key = "[redacted]"     # shop.toml:1

[database]
url = "db://localhost"  # shop.toml:4
pool_size = 10          # environment variable SHOP_DATABASE_POOL_SIZE

[tls]
cert = "/etc/tls.pem"  # default

[[replicas]]
host = "one"  # shop.toml:12
weight = 1    # default

[[replicas]]
host = "localhost"  # default
weight = 1          # default

[tenants."a.b"]
host = "localhost"  # default
weight = 3          # shop.toml:16

[storage.s3]
bucket = "shop"  # shop.prod.toml:2
"#
    );
    assert_eq!(
        dump.as_yaml(),
        r#"listen: "0.0.0.0:443"  # default for profile prod
database:
  url: "db://localhost"  # shop.toml:4
  pool_size: 10          # environment variable SHOP_DATABASE_POOL_SIZE
timeout: "1h"        # environment variable SHOP_TIMEOUT
labels: {team: red}  # shop.toml:6
tls:
  cert: /etc/tls.pem  # default
replicas:
  - host: one        # shop.toml:12
    weight: 1        # default
  - host: localhost  # default
    weight: 1        # default
tenants:
  a.b:
    host: localhost  # default
    weight: 3        # shop.toml:16
storage:
  s3:
    bucket: shop  # shop.prod.toml:2
nickname: null         # not set
api_key: "[redacted]"  # shop.toml:1
"#
    );
    let json: serde_json::Value = serde_json::from_str(&dump.as_json()).unwrap();
    assert_eq!(json, serde_json::to_value(&dump).unwrap());
    assert_eq!((&json["replicas"][1]["host"], &json["nickname"]), (&"localhost".into(), &serde_json::Value::Null));
    assert!(dump.as_json().starts_with("{\n  \"listen\": \"0.0.0.0:443\",\n  \"database\": {\n    \"url\""));
}

#[test]
fn only_what_differs_from_the_defaults_of_the_active_profiles() {
    let scene = Scene::new();
    let changed = shop(&scene).dump().unwrap().only_changed();
    assert_eq!(
        changed.as_toml(),
        r#"timeout = "1h"
labels = { team = "red" }
api_key = "[redacted]"

[database]
url = "db://localhost"

[tls]

[[replicas]]
host = "one"

[[replicas]]

[tenants."a.b"]
weight = 3

[storage.s3]
bucket = "shop"
"#
    );
    let dev = shop(&scene).with_profile("dev").dump().unwrap().only_changed().as_yaml();
    assert!(!dev.contains("listen") && !dev.contains("storage"), "{dev}");
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Secrets {
    #[config(secret, default = "hunter2-default")]
    text: String,
    #[config(secret)]
    pin: Option<u32>,
    #[config(secret)]
    mode: Option<Unshowable>,
    token: Option<SecretString>,
    bytes: Option<SecretBytes>,
    key: Option<SecretBase64>,
    number: Option<SecretBox<u64>>,
    tokens: Option<Vec<SecretString>>,
    named: Option<BTreeMap<String, SecretString>>,
}

/// No `Serialize`, and none is needed.
#[derive(Debug, serde::Deserialize)]
struct Unshowable(#[allow(dead_code, reason = "it only is there")] String);

const SECRETS: &str = "text = 'hunter2-a'\npin = 31337\nmode = 'hunter2-b'\ntoken = 'hunter2-c'\nbytes = 'hunter2-d'\nkey = '3q2+7w=='\n\
                       number = 31337\ntokens = ['hunter2-e']\n[named]\nkey = 'hunter2-f'\n";

#[test]
fn secrets_are_never_in_it() {
    let builder = Secrets::builder().with_str(Format::Toml, SECRETS);
    let dump = builder.dump().unwrap().with_origins();
    let snapshot = builder.extract_snapshot().unwrap().dump();
    for dump in [dump.clone(), dump.clone().only_changed(), snapshot] {
        let text = format!(
            "{}{dump}{dump:?}{}",
            FORMATS.map(|format| dump.as_format(format)).concat(),
            serde_json::to_string(&dump).unwrap()
        );
        for planted in ["hunter2", "31337", "3q2", "222", "173"] {
            assert!(!text.contains(planted), "{text}");
        }
    }
    assert_eq!(dump.as_yaml().matches("\"[redacted]\"").count(), 9);
}

#[test]
fn a_secret_that_is_as_its_default_is_not_changed() {
    let builder = Secrets::builder().with_str(Format::Toml, "text = 'hunter2-default'\npin = 1");
    assert_eq!(builder.dump().unwrap().only_changed().as_toml(), "pin = \"[redacted]\"\n");
    let builder = Secrets::builder().with_str(Format::Toml, "text = 'another'");
    assert_eq!(builder.dump().unwrap().only_changed().as_toml(), "text = \"[redacted]\"\n");
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Paths {
    path: PathBuf,
    #[config(default)]
    labels: BTreeMap<String, String>,
}

/// What has no spelling is not made up, and is no other value either.
#[cfg(unix)]
#[test]
fn a_value_that_cannot_be_written_is_a_comment() {
    use std::os::unix::ffi::OsStringExt as _;
    let path = PathBuf::from(std::ffi::OsString::from_vec(vec![b'/', 0xff]));
    let dump = Paths::builder().with_value(field!(Paths, path), path).dump().unwrap();
    assert_eq!(dump.as_toml(), "# path = (a PathBuf, which cannot be shown)\nlabels = {}\n");
    assert_eq!(dump.as_yaml(), "path: null  # (a PathBuf, which cannot be shown)\nlabels: {}\n");
    assert_eq!(dump.as_json(), "{\n  \"path\": null,\n  \"labels\": {}\n}\n");
}

/// Neither a value nor the name of a file can end a comment or steer a terminal.
#[test]
fn nothing_of_somebody_elses_leaves_its_line() {
    let scene = Scene::new();
    scene.file(
        "project/a\u{1b}[31m\n\u{2028}b.toml",
        "path = '/p'\n[labels]\n\"\\u001b[2J\\nx = 1\" = \"\\u009b\\u2028\\n# y\"\n",
    );
    let builder = scene.builder::<Paths>().with_dir(scene.path("project"));
    let dump = builder.dump().unwrap().relative_to(scene.path("project")).with_origins();
    assert_eq!(
        dump.as_toml(),
        "path = \"/p\"                                            # a\\u{1b}[31m\\n\\u{2028}b.toml:1\n\
         labels = { \"\\u001b[2J\\nx = 1\" = \"\\u009b\\u2028\\n# y\" }  # a\\u{1b}[31m\\n\\u{2028}b.toml:2\n"
    );
    for format in FORMATS {
        let text = dump.as_format(format);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n' || c == '\u{2028}'), "{text:?}");
        assert_eq!(
            Paths::builder().with_str(format, text).extract().unwrap().labels["\u{1b}[2J\nx = 1"],
            "\u{9b}\u{2028}\n# y"
        );
    }
}

mod mounted {
    use superconfig::registry;

    use super::*;

    #[derive(Debug, SuperConfig)]
    #[config(mount = "telemetry")]
    struct Telemetry {
        #[config(default = 1)]
        rate: u32,
        token: Option<SecretString>,
    }

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", mounts)]
    struct App {
        #[config(default = 8080)]
        port: u16,
    }

    /// In one test, since what is published is seen by all.
    #[test]
    fn a_load_has_all_and_a_snapshot_its_own() {
        let builder = App::builder().with_str(Format::Toml, "port = 1\n[telemetry]\nrate = 2\ntoken = 'hunter2'");
        let all = builder.dump().unwrap();
        assert!(all.as_toml().starts_with("port = 1\n\n"), "{all}");
        assert!(all.as_toml().contains("[telemetry]\nrate = 2\ntoken = \"[redacted]\"\n"), "{all}");
        assert_eq!(all.clone().only_changed().as_toml(), "port = 1\n\n[telemetry]\nrate = 2\ntoken = \"[redacted]\"\n");
        builder.load().unwrap();
        let [app, telemetry] = [App::snapshot().unwrap().dump(), Telemetry::snapshot().unwrap().dump()];
        assert_eq!(app.with_origins().as_toml(), "port = 1  # <text>:1\n");
        let running = telemetry.clone().with_origins().only_changed();
        assert_eq!(
            running.as_toml(),
            "[telemetry]\nrate = 2              # <text>:3\ntoken = \"[redacted]\"  # <text>:4\n"
        );

        // Compared in what both tell of.
        let newer =
            builder.with_value(field!(App, port), 2).with_str(Format::Toml, "telemetry.rate = 3").dump().unwrap();
        let diff =
            |older: &superconfig::Dump| older.diff(&newer).iter().map(|it| it.path().to_owned()).collect::<Vec<_>>();
        assert_eq!(diff(&all), ["port", "telemetry.rate"]);
        assert_eq!(diff(&App::snapshot().unwrap().dump()), ["port"]);
        assert_eq!(diff(&telemetry), ["telemetry.rate"]);
        assert!(App::snapshot().unwrap().dump().diff(&telemetry).is_empty());

        // A value that was not loaded has no origins, and is the same config all the same.
        registry().update(&Telemetry::handle(), Telemetry { rate: 4, token: None }).unwrap();
        let updated = Telemetry::snapshot().unwrap().dump();
        assert_eq!(updated.clone().with_origins().as_toml(), "rate = 4\n");
        let text = "~ telemetry.rate: 2 -> 4  (<text>:3)\n- telemetry.token: [redacted]  (<text>:4)\n";
        assert_eq!(telemetry.diff(&updated).to_string(), text);
        assert_eq!(updated.diff(&telemetry).len(), 2);
    }
}

#[test]
fn what_is_wrong_is_said_as_by_a_load() {
    let error = Shop::builder().with_str(Format::Toml, "timeout = 3").dump().unwrap_err();
    assert_eq!(
        error.to_string(),
        Shop::builder().with_str(Format::Toml, "timeout = 3").extract().unwrap_err().to_string()
    );
}
