//! What a load says of itself: its sources in order, what each of them supplied, and what was noticed.

#![allow(dead_code)] // what a load did is looked at, not what it gave

use std::{collections::BTreeMap, time::Duration};

use superconfig::{Builder, FileOutcome, Format, LoadReport, ProblemKind, SecretString, SuperConfig, field};
use superconfig_tests::Scene;

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["eu", "prod"])]
struct Shop {
    #[config(default = 8080, profile(prod = 443))]
    port: u16,
    #[config(default = "localhost")]
    host: String,
    motd: Option<String>,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(alias = "dsn")]
    url: String,
    #[config(default = 10)]
    pool_size: u32,
    password: Option<SecretString>,
    #[config(default)]
    options: BTreeMap<String, String>,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(default = "cert.pem")]
    certificate: String,
}

fn discover(scene: &Scene) -> Builder<Shop> {
    scene.builder::<Shop>().with_discovery()
}

fn report(builder: &Builder<Shop>) -> LoadReport {
    builder.extract_with_report().unwrap_or_else(|error| panic!("{error}")).1
}

/// The sources that were taken, and what they supplied.
fn supplied(scene: &Scene, report: &LoadReport) -> Vec<String> {
    let taken = report.sources().iter().filter(|source| source.is_taken());
    taken.map(|source| format!("{}: {}", scene.relative(source.name()), source.settings().join(" "))).collect()
}

/// The text without the time.
fn shown(scene: &Scene, report: &LoadReport) -> String {
    let text = scene.relative(&report.to_string());
    let (head, rest) = text.split_once('\n').unwrap();
    let (sources, time) = head.split_once(" in ").unwrap();
    let after = time.find(',').map_or("", |at| &time[at..]);
    format!("{sources}{after}\n{rest}")
}

#[test]
fn every_setting_is_with_the_source_that_supplied_it() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "host = 'a'\nmotd = 'a'\n[database]\nurl = 'a'\npool_size = 1\noptions.x = 'a'\n")
        .file("project/shop.prod.toml", "host = 'b'\n[database]\npool_size = 2\n[tls]\n")
        .file("project/shop.local.toml", "");
    let builder = discover(&scene)
        .with_profile("prod")
        .with_str(Format::Json, "{\"host\": \"c\"}")
        .with_env_vars([("SHOP_DATABASE_POOL_SIZE", "3"), ("SHOP_DATABASE_PASSWORD", "planted")])
        .with_value(field!(Shop, host), "d".to_owned())
        .with_value(field!(Shop, motd), Some("e".to_owned()));
    let report = report(&builder);
    assert_eq!(
        supplied(&scene, &report),
        [
            "default: tls.certificate",
            "default for profile prod: port",
            "shop.toml: database.url database.options",
            "shop.prod.toml: ",
            "shop.local.toml: ",
            "<text>: ",
            "environment: database.pool_size database.password",
            "code: host",
            "code: motd",
        ]
    );
    assert_eq!(report.profiles(), ["prod"]);
    assert!(report.warnings().is_empty());
    assert!(report.elapsed() > Duration::ZERO && report.elapsed() < Duration::from_secs(60));
    assert!(!format!("{report:?}{report}").contains("planted"));
}

#[test]
fn the_numbers_add_up() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "database.url = 'a'\n");
    let builder = discover(&scene).with_env_vars([("SHOP_HOST", "x")]);
    let count: usize = report(&builder).sources().iter().map(|source| source.settings().len()).sum();
    let set = builder.extract_snapshot().unwrap().origins().filter(|(_, origin)| *origin != superconfig::Origin::Unset);
    assert_eq!(count, set.count());
}

#[test]
fn the_same_places_are_told_as_without_a_load() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "database.url = 'a'\n").file("project/.shop.json", "{}");
    scene.file("project/conf.d/a.toml", "").file("project/conf.d/b.toml~", "");
    let builder = discover(&scene).with_dir("conf.d").with_optional_file("none.toml").with_glob("no/*").with_env();
    let files: Vec<_> = report(&builder).sources().iter().filter_map(|source| source.file()).cloned().collect();
    assert_eq!(files, builder.discovered_files());
    assert!(files.iter().any(|file| *file.outcome() == FileOutcome::EditorsLeftover));
}

#[test]
fn it_reads_naturally() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "host = 'a'\n[database]\ndsn = 'a'\n")
        .file("project/shop.local.toml", "")
        .file("project/config/shop.prod.yaml", "host: b\n");
    let builder = discover(&scene).with_profiles(["eu", "prod"]).with_optional_file("more.conf").with_env();
    assert_eq!(
        shown(&scene, &report(&builder)),
        "\
shop: 4 sources, profiles eu, prod
settings  source
       2  default
       1  default for profile prod
       -  etc/shop/{shop,shop.eu,shop.prod,shop.local,config,config.eu,config.prod,config.local}.{toml,json,yaml,yml}: not there
       -  etc/xdg/shop/{shop,shop.eu,shop.prod,shop.local,config,config.eu,config.prod,config.local}.{toml,json,yaml,yml}: not there
       -  home/.config/shop/{shop,shop.eu,shop.prod,shop.local,config,config.eu,config.prod,config.local}.{toml,json,yaml,yml}: not there
       1  shop.toml
       -  {shop.eu,shop.prod}.{toml,json,yaml,yml}: not there
       0  shop.local.toml: empty
       -  {.shop,.shop.eu,.shop.prod,.shop.local}.{toml,json,yaml,yml}: not there
       -  config/{shop,shop.eu}.{toml,json,yaml,yml}: not there
       1  config/shop.prod.yaml
       -  config/shop.local.{toml,json,yaml,yml}: not there
       -  more.conf: not there
       0  environment
warning: deprecated: database.url: 'dsn' is a former name
  --> shop.toml:3:1
   |
3 | dsn = 'a'
   | ^^^
   = help: write 'url' instead"
    );
}

#[test]
fn a_load_that_fails_has_its_report_if_one_was_asked_for() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "port = 'x'\nhost = 'a'\n");
    let builder = discover(&scene).with_file("none.toml").with_env_vars([("SHOP_MOTD", "x")]);
    let error = builder.extract_with_report().unwrap_err();
    let report = error.load_report().expect("it was asked for");
    let rows: Vec<_> =
        report.sources().iter().filter(|source| source.is_taken()).map(|it| (it.name(), it.settings())).collect();
    let file = scene.path("project/shop.toml");
    assert_eq!(rows[0], ("default", &["database.pool_size".to_owned(), "database.options".to_owned()][..]));
    assert_eq!(rows[1], (file.to_str().unwrap(), &["host".to_owned()][..]));
    assert_eq!(rows[2], ("environment", &["motd".to_owned()][..]));
    assert_eq!(rows.len(), 3);
    let none = report.sources().iter().find(|source| source.name().ends_with("none.toml")).unwrap();
    assert_eq!(none.file().unwrap().outcome(), &FileOutcome::Absent);
    // Without a report there are still the sources.
    let error = builder.extract().unwrap_err();
    assert!(error.load_report().is_none());
    let sources: Vec<String> = error.sources().iter().map(|name| scene.relative(name)).collect();
    assert_eq!(sources, ["shop.toml", "none.toml", "environment"]);
    assert!(error.problems().iter().any(|problem| problem.kind() == ProblemKind::Missing));
}

#[test]
fn names_of_files_cannot_steer_a_terminal() {
    let scene = Scene::new();
    scene.file("project/\u{1b}[31m.toml", "").file("project/\u{1b}[32m", "");
    let builder = scene.builder::<Shop>().with_dir(".").with_str(Format::Toml, "database.url = ''");
    let text = report(&builder).to_string();
    assert!(!text.contains('\u{1b}') && text.contains("\\u{1b}[31m.toml"), "{text}");
    assert!(builder.discovered_files().iter().all(|file| !file.to_string().contains('\u{1b}')));
}

#[test]
fn loading_with_a_report_publishes() {
    #[derive(Debug, SuperConfig)]
    struct Published {
        #[config(default = 1)]
        number: u32,
    }
    let builder = Published::builder().with_str(Format::Toml, "number = 2");
    let (config, report) = builder.load_with_report().unwrap();
    assert_eq!((config.number, Published::get().number), (2, 2));
    assert_eq!(report.sources()[1].settings(), ["number"]);
    assert!(Published::builder().with_str(Format::Toml, "number = -1").load_with_report().is_err());
    assert_eq!(Published::get().number, 2);
}

#[test]
fn what_is_mounted_is_in_the_report() {
    #[derive(Debug, SuperConfig)]
    #[config(mount = "acme")]
    struct Acme {
        #[config(default = 1)]
        rate: u32,
        #[config(default = 2)]
        depth: u32,
    }
    #[derive(Debug, SuperConfig)]
    #[config(name = "app", mounts)]
    struct App {
        #[config(default = 3)]
        port: u32,
    }
    let scene = Scene::new();
    scene.file("project/app.toml", "acme.rate = 7\n");
    let (_, report) = scene.builder::<App>().with_discovery().extract_with_report().unwrap();
    assert_eq!(supplied(&scene, &report), ["default: port acme.depth linked-library.retries", "app.toml: acme.rate"]);
}

#[test]
fn settings_of_elements_have_their_own_paths() {
    #[derive(Debug, SuperConfig)]
    struct Fleet {
        #[config(nested)]
        replicas: Vec<Tls>,
        #[config(nested)]
        servers: BTreeMap<String, Tls>,
    }
    let text = "servers.a.certificate = 'x'\nservers.b = {}\n[[replicas]]\n[[replicas]]\ncertificate = 'y'\n";
    let builder = Fleet::builder().with_str(Format::Toml, text);
    let (_, report) = builder.extract_with_report().unwrap();
    assert_eq!(report.sources()[0].settings(), ["replicas[0].certificate", "servers.b.certificate"]);
    assert_eq!(report.sources()[1].settings(), ["replicas[1].certificate", "servers.a.certificate"]);
}

/// The process that the next test starts.
#[test]
#[ignore = "run by `both_doors_have_the_same_sources`"]
fn a_process_with_secrets_of_the_system() {
    let (loaded, (reported, _)) = (Shop::load().unwrap(), Shop::load_with_report().unwrap());
    let url = |shop: &Shop| shop.database.url.clone();
    assert_eq!((url(&loaded).as_str(), url(&reported).as_str()), ("from a secret", "from a secret"));
}

#[test]
fn both_doors_have_the_same_sources() {
    let scene = Scene::new();
    scene.file("credentials/database_url", "from a secret");
    let test = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_process_with_secrets_of_the_system", "--ignored", "--nocapture"])
        .env_clear()
        .env("CREDENTIALS_DIRECTORY", scene.path("credentials"))
        .env("HOME", scene.path("home"))
        .current_dir(scene.path("project"))
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&test.stdout);
    assert!(test.status.success() && output.contains("1 passed"), "{output}{}", String::from_utf8_lossy(&test.stderr));
}
