//! Whole reports against the files in `golden/`. With `UPDATE_GOLDEN=1` the files are written anew; read what changed.

use std::{collections::BTreeMap, fmt::Write as _, fs, net::SocketAddr, time::Duration};

use superconfig::{Builder, SecretString, SuperConfig};
use superconfig_tests::{Scene, golden_dir, golden_file};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
#[config(removed(bind = "use `listen` instead", password = "use `api_key`"))]
#[allow(dead_code, reason = "the loads here fail")]
struct Shop {
    /// Address the HTTP server binds.
    #[config(default = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[config(default = "30s", alias = "time_out")]
    timeout: Duration,
    name: String,
    #[config(default)]
    tags: Vec<String>,
    #[config(default)]
    ports: Vec<u16>,
    #[config(default)]
    limits: BTreeMap<String, u32>,
    #[config(default)]
    verbose: bool,
    api_key: Option<SecretString>,
    #[config(default = 1, deprecated = "use `pool_size`")]
    pool: u8,
    mode: Option<Mode>,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Fast,
    Safe,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code, reason = "the loads here fail")]
struct Database {
    url: String,
    #[config(default = 10, range = 1..=500)]
    pool_size: u32,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code, reason = "the loads here fail")]
struct Tls {
    cert: String,
    key: Option<SecretString>,
    #[config(requires = "key", conflicts_with = "acme")]
    chain: Option<String>,
    #[config(nested)]
    acme: Option<Acme>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code, reason = "the loads here fail")]
struct Acme {
    mail: String,
    #[config(default = too_many(), range = ..=64)]
    days: u8,
}

fn too_many() -> u8 {
    65
}

/// What is in place before a load that fails.
#[derive(Default)]
struct Situation {
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    bytes: &'static [(&'static str, &'static [u8])],
    vars: &'static [(&'static str, &'static str)],
    profiles: &'static [&'static str],
    change: Option<fn(Builder<Shop>) -> Builder<Shop>>,
}

/// A file that has all that is required.
const BASE: (&str, &str) = ("etc/shop/shop.toml", "name = 'n'\n\n[database]\nurl = 'u'\n");

macro_rules! situations {
    ($($name:ident { $($field:ident: $value:expr),* $(,)? })*) => {
        [$(Situation { name: stringify!($name), $($field: $value,)* ..Situation::default() }),*]
    };
}

fn situations() -> Vec<Situation> {
    let all = situations! {
        missing_everything {}
        missing_with_variables { vars: &[("SHOP_VERBOSE", "1")] }
        missing_in_toml { files: &[("project/shop.toml", "verbose = true\n")] }
        missing_in_yaml { files: &[("project/shop.yaml", "verbose: true\n")] }
        missing_in_optional_section { files: &[BASE, ("project/shop.toml", "[tls]\n")] }
        wrong_type_toml { files: &[BASE, (
            "project/shop.toml",
            "# comment\nverbose = \"yes\" # really\ntimeout = 30\nmode = 'slow'\nname = 5\n\n[database]\npool_size = -1\n",
        )] }
        wrong_type_json { files: &[BASE, (
            "project/shop.json",
            "{\n  \"verbose\": \"yes\",\n  \"timeout\": 30,\n  \"database\": {\n    \"pool_size\": -1\n  }\n}\n",
        )] }
        wrong_type_yaml { files: &[BASE, (
            "project/shop.yaml",
            "verbose: yes\ntimeout: 30\nlisten: localhost\ndatabase:\n  pool_size: many # too many\n",
        )] }
        elements_toml { files: &[BASE, (
            "project/shop.toml",
            "tags = ['a', 5]\nports = [\n  80,\n  '443',\n]\nlimits = { a = 1, b = 'x' }\n",
        )] }
        elements_json { files: &[BASE, (
            "project/shop.json",
            "{\"tags\": [\"a\", 5], \"ports\": [80, \"443\"], \"limits\": {\"a\": 1, \"b\": \"x\"}}",
        )] }
        elements_yaml { files: &[BASE, (
            "project/shop.yaml",
            "tags: [a, [b]]\nports:\n  - 80\n  - http\nlimits:\n  a: 1\n  b: x\n",
        )] }
        unknown_toml { files: &[BASE, (
            "project/shop.toml",
            "verbos = true\nnothing_like_it = 1\n\n[database]\npoolsize = 5\n\n[databse]\nurl = 'x'\n",
        )] }
        unknown_json { files: &[BASE, ("project/shop.json", "{\n\t\"verbos\": true, \"tls\": {\"url\": \"x\"}\n}")] }
        unknown_yaml { files: &[BASE, ("project/shop.yaml", "verbos: true\npool_size: 5\n")] }
        syntax_toml { files: &[BASE, ("project/shop.toml", "verbose = true\ntimeout = = 5\nname = shop\n[database\nurl = 'x'\n")] }
        syntax_json { files: &[BASE, ("project/shop.json", "{\n  \"verbose\": true\n  \"timeout\": \"5s\"\n}\n")] }
        syntax_yaml { files: &[BASE, ("project/shop.yaml", "verbose: true\n  timeout: 5s\nname: [a\n")] }
        duplicate_json { files: &[BASE, ("project/shop.json", "{\"verbose\": true,\n \"verbose\": false}")] }
        duplicate_yaml { files: &[BASE, ("project/shop.yaml", "verbose: true\nverbose: false\n")] }
        not_utf8 { bytes: &[("project/shop.toml", b"name = 'n'\ntags = ['caf\xe9']\n")] }
        two_formats { files: &[BASE, ("project/shop.toml", ""), ("project/shop.json", "{}")] }
        unclear_format { files: &[BASE, ("project/shop.conf", "verbose yes\n")], change: Some(|it| it.with_file("shop.conf")) }
        absent_file { files: &[BASE, ("project/other.yaml", "")], change: Some(|it| it.with_file("other.toml")) }
        config_variable { vars: &[("SHOP_CONFIG", "nowhere.toml")] }
        variables { files: &[BASE], vars: &[
            ("SHOP_VERBOSE", "perhaps"),
            ("SHOP_PORTS", "80, http"),
            ("SHOP_LIMITS__b", "x"),
            ("SHOP_DATABASE_POOL_SIZE", "5000000000"),
            ("SHOP_TIMEOUT", "30"),
            ("SHOP_MODE", "slow"),
            ("SHOP_NAME", "a"),
            ("SHOP_NAME_FILE", "b"),
        ] }
        misspelt_variable { files: &[BASE], vars: &[("SHOP_DATABSE_URL", "x"), ("SHOP_LISTEN", "here")] }
        strict_variable { files: &[BASE], vars: &[("SHOP_DATABSE_URL", "x")], change: Some(Builder::strict) }
        absent_value_file { files: &[BASE], vars: &[("SHOP_NAME_FILE", "/nowhere/name")] }
        section_as_text { files: &[BASE, ("project/shop.toml", "database = 'postgres://db'\ntls = 1\n")] }
        old_and_new_name { files: &[BASE, ("project/shop.toml", "timeout = '1s'\ntime_out = '2s'\npool = 'x'\n")] }
        old_and_new_name_ignored { files: &[BASE, ("project/shop.yaml", "time_out: 2s\ntimeout: 1s\nverbose: 5\n")], vars: &[
            ("SHOP_TIMEOUT", "3s"),
            ("SHOP_TIME_OUT", "4s"),
        ] }
        removed_toml { files: &[BASE, ("project/shop.toml", "bind = 'localhost' # or so\n[password]\nfile = 'hunter2'\n")] }
        removed_json { files: &[BASE, ("project/shop.json", "{\n  \"bind\": \"localhost\",\n  \"verbose\": 1\n}\n")] }
        removed_variable { files: &[BASE], vars: &[("SHOP_BIND", "localhost"), ("SHOP_VERBOS", "1")] }
        profiles { files: &[BASE, ("project/shop.prod.yaml", "verbose: 1\n")], profiles: &["prod", "prd", "../x"] }
        secret_on_the_line { files: &[BASE, (
            "project/shop.toml",
            "tls = { key = 'hunter2', cert = 5 }\napi_kye = 'hunter2'\n",
        )] }
        secret_minified { files: &[BASE, (
            "project/shop.json",
            "{\"api_key\":\"hunter2\",\"verbose\":1,\"tls\":{\"cert\":\"c\",\"key\":5}}",
        )] }
        secret_broken { files: &[BASE, ("project/shop.toml", "verbose = tru\napi_key = hunter2\n")] }
        long_line { files: &[BASE, (
            "project/shop.json",
            "{\"tags\": [\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\", \"cccccccccccccccccccccccccccccccccc\"], \"ports\": [1, \"dddddddddddddddddddddddddddddddddddddddddddddddddd\"], \"verbose\": 1}",
        )] }
        wide_characters { files: &[BASE, ("project/shop.yaml", "tags: [\"größe\"]\nlimits: {ä: \"größe\"}\n")] }
        tabs { files: &[BASE, ("project/shop.json", "{\n\t\"ports\":\t[\t\"x\"]\n}")] }
        range_in_a_file { files: &[BASE, ("project/shop.yaml", "database:\n  pool_size: 900 # many\n")] }
        range_in_a_variable { files: &[BASE], vars: &[("SHOP_DATABASE_POOL_SIZE", "0")] }
        range_of_a_default { files: &[BASE, ("project/shop.toml", "[tls]\ncert = 'c'\nacme.mail = 'm'\n")] }
        fields_together { files: &[BASE, ("project/shop.toml", "[tls]\ncert = 'c'\nchain = 'x'\n\n[tls.acme]\nmail = 'm'\ndays = 9\n")] }
        six_from_three_files_and_a_variable {
            files: &[
                ("etc/shop/shop.toml", "verbos = true\n[database]\nurl = 'u'\npool_size = 'ten'\n"),
                ("home/.config/shop/shop.yaml", "timeout: 30\nports: [80, x]\n"),
                ("project/shop.json", "{\"listen\": \"localhost\",\n \"name\": \"n\"}\n"),
            ],
            vars: &[("SHOP_LIMITS", "a=1,b")],
        }
    };
    all.into_iter().chain(layers()).collect()
}

/// Profiles in files, and files in files.
fn layers() -> Vec<Situation> {
    let all = situations! {
        unknown_profile { files: &[BASE], profiles: &["staging"] }
        profile_table { files: &[BASE, (
            "project/shop.toml",
            "verbose = false\n\n[profile.prod]\nverbose = 'yes'\n\n[profile.prod.databse]\nurl = 'x'\n\n[profile.dev]\nverbose = 5\n\n[profile.prdo]\n",
        )], profiles: &["prod"] }
        profile_table_missing { files: &[(
            "project/shop.yaml",
            "name: n\nprofile:\n  prod:\n    database: {url: u}\n",
        )], vars: &[("SHOP_PROFILE", "dev")] }
        nested_profiles { files: &[(
            "project/shop.json",
            "{\"default\": {\"name\": 5},\n \"prdo\": {},\n \"prod\": {\"database\": {\"pool\": 1}},\n \"database\": {\"url\": \"u\"}}\n",
        )], profiles: &["prod"], change: Some(Builder::with_nested_profiles) }
        include_circle { files: &[BASE, ("project/shop.toml", "include = ['a.yaml']\n"),
            ("project/a.yaml", "import:\n  - optional:none.toml\n  - b.json\n"),
            ("project/b.json", "{\"include\": [\"shop.toml\"]}\n"),
        ] }
        include_absent { files: &[BASE, ("project/shop.toml", "include = ['a.toml', 5]\n"), ("project/a.json", "")] }
    };
    all.into()
}

fn report(situation: &Situation) -> String {
    let scene = Scene::new();
    for (path, text) in situation.files {
        scene.file(path, text);
    }
    for (path, bytes) in situation.bytes {
        scene.file(path, bytes);
    }
    let mut builder = scene.builder::<Shop>().with_discovery();
    if !situation.vars.is_empty() {
        builder = builder.with_env_vars(situation.vars.iter().copied());
    }
    if !situation.profiles.is_empty() {
        builder = builder.with_profiles(situation.profiles.iter().copied());
    }
    if let Some(change) = situation.change {
        builder = change(builder);
    }
    match builder.extract() {
        Err(error) => scene.relative(&error.to_string()) + "\n",
        Ok(_) => panic!("{} loads", situation.name),
    }
}

#[test]
fn reports_are_as_they_were_read_last() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
    let mut changed = String::new();
    let mut names = Vec::new();
    for situation in situations() {
        let name = format!("{}.txt", situation.name);
        let path = golden_file(&name);
        let (report, golden) = (report(&situation), fs::read_to_string(&path).unwrap_or_default());
        if update && report != golden {
            fs::write(&path, &report).unwrap();
        } else if report != golden {
            let _ = write!(changed, "\n--- {}, as it was\n{golden}--- and as it is\n{report}", situation.name);
        }
        names.push(name);
    }
    let stray = |entry: fs::DirEntry| Some(entry.file_name().into_string().ok()?).filter(|name| !names.contains(name));
    // Documents have directories of their own there.
    let files = fs::read_dir(golden_dir()).unwrap().flatten().filter(|entry| entry.path().is_file());
    let stray: Vec<_> = files.filter_map(stray).collect();
    assert!(stray.is_empty(), "no situation has these names: {stray:?}");
    assert!(changed.is_empty(), "{changed}\nUPDATE_GOLDEN=1 writes them anew");
}

#[test]
fn the_report_of_six_problems_has_six() {
    let all = situations();
    let six = all.iter().find(|it| it.name.starts_with("six")).unwrap();
    assert!(report(six).starts_with("the configuration of shop has 6 problems\n"));
}
