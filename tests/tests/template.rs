//! `template`: a commented file to start from, in each format. With `UPDATE_GOLDEN=1` the files in `golden/` are written anew; read
//! what changed.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    net::SocketAddr,
    path::PathBuf,
    time::Duration,
};

use superconfig::{Builder, ByteSize, Format, SecretString, SuperConfig};
use superconfig_tests::{Scene, golden_dir, lines};

/// The shop service: what it listens on, what it stores where, and how much of it.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
#[allow(dead_code, reason = "only its shape counts")]
struct Shop {
    /// Address the HTTP server binds.
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:80"))]
    listen: SocketAddr,
    /// How long a request may take. What takes longer is cut off, and the client gets a response with the status 504, which
    /// tells it to come back later; see [`Duration`] and [the manual](https://example.com/timeouts).
    ///
    /// - not for uploads
    #[config(default = "30s", range = "1s"..="5m")]
    timeout: Duration,
    /// What it calls itself.
    #[config(example = "north")]
    name: String,
    /// Message of the day.
    motd: Option<String>,
    /// Where uploads go.
    #[config(default = "uploads", relative_path)]
    uploads: PathBuf,
    #[config(default = "10MiB")]
    largest: ByteSize,
    #[config(default = vec!["eu".to_owned(), "us".to_owned()], length = 1..=4)]
    regions: Vec<String>,
    #[config(default = vec!["core".to_owned()], merge = "append")]
    plugins: Vec<String>,
    #[config(default = HashMap::from([("b".to_owned(), 2), ("a".to_owned(), 1), ("c d".to_owned(), 3)]))]
    limits: HashMap<String, u32>,
    /// How it treats its customers.
    mode: Mode,
    #[config(default = "warn")]
    log: log::LevelFilter,
    #[config(default = "tcp", one_of = ["tcp", "udp"])]
    network: String,
    /// Key for the payment provider.
    #[config(secret)]
    api_key: SecretString,
    /// Only for the operators.
    #[config(sources = "env")]
    debug_port: Option<u16>,
    #[config(default = 1, deprecated = "use `pool_size`")]
    pool: u8,
    #[config(flatten)]
    tracing: Tracing,
    /// Where orders are kept.
    #[config(nested)]
    database: Database,
    /// Without it the server speaks plain HTTP.
    #[config(nested)]
    tls: Option<Tls>,
    /// Other servers to ask.
    #[config(nested)]
    replicas: Vec<Replica>,
    /// One for each customer.
    #[config(nested)]
    tenants: BTreeMap<String, Tenant>,
    /// Where pictures are kept.
    #[config(nested)]
    storage: Storage,
    /// How mails are sent.
    #[config(nested)]
    mail: Mail,
    #[config(nested)]
    cache: Option<Cache>,
}

#[derive(Debug, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Kind,
    Strict,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Tracing {
    /// How much of the traffic is traced.
    #[config(default = 0.5, range = 0..=1)]
    trace_ratio: f64,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Database {
    /// Connection URL.
    #[config(example = "postgres://localhost/shop")]
    url: String,
    /// How many connections are kept.
    #[config(default = 10, range = 1..=500, profile(dev = 2, prod = 50))]
    pool_size: u32,
    #[config(nested)]
    retry: Retry,
}

/// What happens when a connection fails.
#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Retry {
    #[config(default = 3)]
    times: u8,
    #[config(default)]
    forever: bool,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Tls {
    cert: PathBuf,
    #[config(default = 443)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Replica {
    host: String,
    #[config(default = 5432)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Tenant {
    #[config(default = 5)]
    seats: u32,
}

#[derive(Debug, SuperConfig)]
#[config(tag = "type", rename_all = "kebab-case")]
#[allow(dead_code)]
enum Storage {
    /// A directory of this machine.
    #[config(default)]
    Disk {
        #[config(default = "/var/lib/shop")]
        path: PathBuf,
    },
    /// A bucket.
    S3 {
        /// Its name.
        bucket: String,
        #[config(default = 3)]
        retries: u8,
    },
    /// Nowhere.
    Nothing,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "kebab-case")]
#[allow(dead_code)]
enum Mail {
    Smtp {
        /// The server that takes them.
        host: String,
    },
    Sendmail,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "kebab-case")]
#[allow(dead_code)]
enum Cache {
    Memory,
    Redis { url: String },
}

fn golden(name: &str, text: &str) {
    let path = golden_dir().join("template").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "{}; UPDATE_GOLDEN=1 writes it anew", path.display());
}

#[test]
fn a_file_to_start_from_is_one_that_explains_itself() {
    golden("shop.toml", &Shop::template_builder().schema("./shop.schema.json").render(Format::Toml).unwrap());
    golden("shop.yaml", &Shop::template_builder().schema("./shop.schema.json").render(Format::Yaml).unwrap());
    golden("shop.json", &Shop::template_builder().schema("./shop.schema.json").render(Format::Json).unwrap());
    golden("shop.values.toml", &Shop::template_builder().values().render(Format::Toml).unwrap());
    golden("shop.values.yaml", &Shop::template_builder().values().render(Format::Yaml).unwrap());
    golden("shop.prod.toml", &Shop::template_builder().profile("prod").render(Format::Toml).unwrap());
    golden("shop.prod.yaml", &Shop::template_builder().profile("prod").values().render(Format::Yaml).unwrap());
    golden("shop.prod.json", &Shop::template_builder().profile("prod").render(Format::Json).unwrap());
    golden("shop.nested.toml", &Shop::template_builder().nested().render(Format::Toml).unwrap());
    golden("shop.nested.json", &Shop::template_builder().nested().render(Format::Json).unwrap());
    golden("env.example", &Shop::env_example());
}

/// Most shapes that a config can have, none of them required.
#[derive(Debug, SuperConfig)]
#[config(name = "odd", profile_key = "overlay")]
#[config(exactly_one_of("left", "right"))]
#[allow(dead_code)]
struct Odd {
    #[config(default = "left")]
    left: Option<String>,
    #[config(default)]
    right: Option<String>,
    #[config(default = u64::MAX, profile(a = 1, b = 2))]
    large: u64,
    #[config(default = u128::MAX)]
    huge: u128,
    #[config(default = f64::INFINITY, profile(a = f64::NAN))]
    endless: f64,
    #[config(default = 0.1, profile(a = 1e30))]
    float: f32,
    #[config(default = "two\nlines \"quoted\" 'both' # no comment ' = ${HOME} \u{1b}[31m")]
    text: String,
    #[config(default = "${HOME}", expand)]
    expanded: String,
    #[config(default = "data", relative_path, profile(a = "a/data"))]
    relative: PathBuf,
    #[config(default = BTreeMap::from([("x.y".to_owned(), 1)]), profile(a = BTreeMap::from([("z".to_owned(), 2)])))]
    map: BTreeMap<String, u8>,
    #[config(default = vec![1, 2], merge = "append", profile(b = vec![3]))]
    appended: Vec<u8>,
    #[config(default = vec![1, 1], merge = "unique")]
    unique: Vec<u8>,
    #[config(default = 5, merge = u32::max)]
    greatest: u32,
    #[config(default = (Some(1), None))]
    pair: (Option<u8>, Option<u8>),
    #[config(default = Duration::from_millis(1500), with = seconds, profile(a = Duration::from_secs(60)))]
    seconds: Duration,
    #[config(default = Unshown(7))]
    unshown: Unshown,
    #[config(default = "secret", secret, profile(a = "other"))]
    secret: String,
    #[config(default = vec![Point { x: 1, y: None }])]
    points: Vec<Point>,
    #[config(profile(a = 1))]
    only_a: Option<u8>,
    #[config(default = 3, conflicts_with = "beside")]
    counted: u8,
    #[config(default = 4)]
    beside: u8,
    #[config(default = 1, sources = "env", profile(a = 2))]
    from_variables: u8,
    #[config(rename = "odd key \"quoted\"", default = 1)]
    key: u8,
    #[config(flatten)]
    flat: Flat,
    #[config(nested)]
    inner: Inner,
    #[config(nested)]
    perhaps: Option<Inner>,
    #[config(nested, length = ..=2)]
    several: Option<Vec<Inner>>,
    #[config(nested)]
    named: BTreeMap<String, Choice>,
    #[config(nested)]
    listed: Vec<Tagged>,
    #[config(nested)]
    choice: Choice,
    #[config(nested)]
    other: Option<Choice>,
    #[config(nested)]
    tagged: Tagged,
    #[config(nested)]
    unit: Unit,
    #[config(nested)]
    nothing: Nothing,
}

mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        f64::deserialize(deserializer).map(Duration::from_secs_f64)
    }
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Unshown(u8);

#[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
struct Point {
    x: u8,
    y: Option<u8>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Flat {
    #[config(default = 1, profile(b = 9))]
    flat_one: u8,
    #[config(nested)]
    flat_section: Nothing,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Inner {
    #[config(default = 1, profile(a = 2, c = 3))]
    level: u8,
    #[config(nested)]
    deeper: Deeper,
    #[config(nested)]
    list: Vec<Deeper>,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Deeper {
    #[config(default = "x", profile(a = "y"))]
    text: String,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "kebab-case")]
#[allow(dead_code)]
enum Choice {
    Plain,
    #[config(default)]
    WithSettings {
        #[config(default = 1, profile(b = 4))]
        one: u8,
    },
}

#[derive(Debug, SuperConfig)]
#[config(tag = "kind", rename_all = "kebab-case")]
#[allow(dead_code)]
enum Tagged {
    #[config(default)]
    First {
        #[config(default = 1, profile(b = 4))]
        one: u8,
        #[config(nested)]
        inner: Deeper,
    },
    Second(Deeper),
    Third,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
enum Unit {
    #[config(default)]
    One,
    Two,
}

#[derive(Debug, SuperConfig)]
struct Nothing {}

/// Without any tables of profiles.
#[derive(Debug, SuperConfig)]
#[config(name = "bare", profile_key = false)]
#[allow(dead_code)]
struct Bare {
    #[config(default = 1, profile(a = 2))]
    level: u8,
    #[config(profile(a = 2))]
    required: u8,
    #[config(nested)]
    database: BareDatabase,
    #[config(nested)]
    choice: BareChoice,
    #[config(nested)]
    tagged: BareTagged,
    #[config(default = 3, deprecated)]
    old: u8,
    #[config(deprecated, example = 6)]
    old_but_required: u8,
}

#[derive(Debug, SuperConfig)]
#[config(at_least_one_of("one", "two"))]
#[allow(dead_code)]
struct BareDatabase {
    url: String,
    #[config(default = 1)]
    one: u8,
    #[config(default = 2)]
    two: u8,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
enum BareChoice {
    One { name: String },
    Two,
}

#[derive(Debug, SuperConfig)]
#[config(tag = "type")]
#[allow(dead_code)]
enum BareTagged {
    One { name: String },
    Two,
}

/// What a load gives: the value, or what is wrong.
fn outcome<T: SuperConfig + std::fmt::Debug>(builder: &Builder<T>, profiles: &[&str]) -> Result<String, Vec<String>> {
    let builder = builder.clone().with_profiles(profiles.iter().copied());
    let snapshot = builder.extract_snapshot().map_err(|error| {
        let mut lines = lines(&error);
        lines.sort();
        lines
    })?;
    assert_eq!(snapshot.warnings(), []);
    Ok(format!("{:?}", snapshot.value()))
}

fn holds<T: SuperConfig + std::fmt::Debug>(profiles: &[&[&str]]) {
    let formats = [(Format::Toml, "toml"), (Format::Yaml, "yaml"), (Format::Json, "json")];
    let scene = Scene::new();
    let nothing = scene.builder::<T>().with_env_of([("HOME", "/home")]);
    // Read from a file, since paths in it may begin there.
    let found = |builder: &Builder<T>, extension: &str, active: &[&str], text: &str| {
        let name = format!("project/conf/odd.{extension}");
        scene.file(&name, text);
        outcome(&builder.clone().with_file(scene.path(&name)), active)
    };
    for &active in profiles {
        let expected = outcome(&nothing, active);
        for (format, extension) in formats {
            for template in [T::template_builder(), T::template_builder().values()] {
                let text = template.render(format).unwrap();
                assert_eq!(found(&nothing, extension, active, &text), expected, "{active:?}\n{text}");
                let text = template.clone().nested().render(format).unwrap();
                let nested = nothing.clone().with_nested_profiles();
                assert_eq!(found(&nested, extension, active, &text), expected, "nested, {active:?}\n{text}");
                if let [profile] = active {
                    let text = template.profile(*profile).render(format).unwrap();
                    assert_eq!(found(&nothing, extension, active, &text), expected, "{active:?}\n{text}");
                }
            }
        }
        scene.file("project/.env", T::env_example());
        let found = nothing.clone().with_dotenv_file(scene.path("project/.env")).with_env();
        assert_eq!(outcome(&found, active), expected);
    }
}

#[test]
fn loading_a_template_as_it_is_gives_the_defaults_with_every_profile() {
    holds::<Odd>(&[&[], &["a"], &["b"], &["c"], &["a", "b"], &["b", "a"], &["c", "b", "a"]]);
    holds::<Bare>(&[&[], &["a"]]);
    holds::<Storage>(&[&[]]);
}

/// With the `#` away from every line that has one right before a key.
fn uncommented(text: &str) -> String {
    let line = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        match line[indent..].strip_prefix('#') {
            Some(rest) if !rest.is_empty() && !rest.starts_with([' ', ':']) => format!("{}{rest}\n", &line[..indent]),
            _ => format!("{line}\n"),
        }
    };
    text.lines().map(line).collect()
}

fn loads_whole<T: SuperConfig + std::fmt::Debug>(profiles: &[&str]) {
    let nothing = || T::builder().with_env_of([("HOME", "/home")]);
    for format in [Format::Toml, Format::Yaml] {
        let template = T::template_builder().schema("x.json");
        let load = |text: &str, builder: Builder<T>| {
            let text = uncommented(text);
            if let Err(error) = builder.with_str(format, &*text).extract() {
                panic!("{error}\n{text}");
            }
            text
        };
        let whole = load(&template.render(format).unwrap(), nothing());
        load(&template.clone().values().render(format).unwrap(), nothing());
        load(&template.clone().nested().render(format).unwrap(), nothing().with_nested_profiles());
        for profile in profiles {
            let text = template.clone().profile(*profile).render(format).unwrap();
            load(&text, nothing().with_str(format, &*whole).with_profile(*profile));
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(".env");
    fs::write(&path, uncommented(&T::env_example())).unwrap();
    if let Err(error) = nothing().with_dotenv_file(&path).with_env().extract() {
        panic!("{error}\n{}", uncommented(&T::env_example()));
    }
}

#[test]
fn every_line_that_is_a_comment_can_be_made_to_count() {
    loads_whole::<Shop>(&["dev", "prod"]);
}

/// What other files say stays, unless the template has live values.
#[test]
fn above_other_files_a_template_changes_nothing() {
    let below = "name = 'n'\nmode = 'strict'\napi_key = 'k'\nplugins = ['more']\nuploads = '/u'\n[database]\nurl = 'u'\npool_size = 7\n\
                 retry.times = 9\n[tls]\ncert = 'c'\n[[replicas]]\nhost = 'h'\n[tenants.one]\nseats = 2\n[storage]\ntype = 's3'\n\
                 bucket = 'b'\n[mail.smtp]\nhost = 'h'\n[cache]\nredis.url = 'u'\n[profile.prod]\nname = 'p'\n";
    let nothing = || Shop::builder().with_env_of([("HOME", "/home")]).with_str(Format::Toml, below);
    for profiles in [&[][..], &["prod"], &["dev", "prod"]] {
        let values = |builder: Builder<Shop>| {
            let snapshot = builder.with_profiles(profiles.iter().copied()).extract_snapshot();
            snapshot.unwrap_or_else(|error| panic!("{error}")).dump().as_json()
        };
        let expected = values(nothing());
        for format in [Format::Toml, Format::Yaml] {
            assert_eq!(values(nothing().with_str(format, &*Shop::template(format))), expected, "{format}");
        }
    }
}

#[test]
fn secrets_have_no_value_but_the_one_that_is_an_example() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", profiles = ["prod"])]
    #[allow(dead_code)]
    struct Secretive {
        #[config(default = "hunter1")]
        key: SecretString,
        #[config(secret, default = "hunter2", profile(prod = "hunter3"), one_of = ["hunter2", "hunter3"])]
        pin: String,
        #[config(secret, one_of = ["hunter4", "hunter5"])]
        required: String,
        #[config(secret, example = "public", default = vec!["hunter6".to_owned()], merge = "append")]
        list: Vec<String>,
    }
    for format in [Format::Toml, Format::Yaml, Format::Json] {
        for template in [Secretive::template_builder(), Secretive::template_builder().nested()] {
            let plain = template.render(format).unwrap();
            let live = template.clone().values().render(format).unwrap();
            let profile = template.profile("prod").values().render(format).unwrap();
            for text in [&plain, &live, &profile] {
                assert!(!text.contains("hunter"), "{text}");
            }
            assert_eq!(plain.contains("public"), format != Format::Json, "{plain}");
        }
    }
}

#[test]
fn a_profile_that_there_is_not_is_refused() {
    let error = Shop::template_builder().profile("prd").render(Format::Toml).unwrap_err();
    assert_eq!(lines(&error), ["unknown profile: : there is no profile 'prd'"]);
    assert_eq!(error.problems()[0].help(), Some("did you mean 'prod'?"));
    let error = Bare::template_builder().profile("other").render(Format::Toml).unwrap_err();
    assert_eq!(error.problems()[0].help(), Some("the profiles are a"));
    // Nothing is known of the profiles of this one.
    let text = Nothing::template_builder().profile("any").render(Format::Toml).unwrap();
    assert_eq!(text.lines().last(), Some("# There is nothing to set."));
}

/// No line of a comment ends it, and none is longer than what can be read.
#[test]
fn comments_stay_comments() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    #[doc = "First\r[injected]\u{85}\u{2028}\u{1b}[31m \u{0}"]
    #[allow(dead_code)]
    struct Odd {
        #[doc = "a\u{b}\u{c}b\n[table]\n```toml\nport = 2\n```\n\u{1b}]0;x\u{7}"]
        #[config(default = 1)]
        port: u16,
        /// Wörter wörter wörter wörter wörter wörter wörter wörter wörter wörter wörter wörter wörter wörter wörter wörter wörter.
        #[config(default = 2)]
        wide: u16,
    }
    for format in [Format::Toml, Format::Yaml] {
        let text = Odd::template(format);
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        assert!(!text.contains(|char: char| char.is_control() && char != '\n'), "{text:?}");
        let found = outcome(&Odd::builder().with_str(format, &*text), &[]);
        assert_eq!(found, outcome(&Odd::builder(), &[]));
    }
    let text = Odd::env_example();
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
}

/// What a reader of JSON may ask of the file.
#[test]
fn json_names_every_setting_and_its_schema() {
    let text = Shop::template_builder().schema("https://example.com/a\"b.json").render(Format::Json).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["$schema"], "https://example.com/a\"b.json");
    assert_eq!(
        (&json["port"], &json["name"], &json["tls"]),
        (&serde_json::Value::Null, &serde_json::Value::Null, &serde_json::Value::Null)
    );
    assert_eq!(json["database"]["pool_size"], 10);
    assert_eq!(json["profile"]["prod"]["database"]["pool_size"], 50);
    assert!(json.get("debug_port").is_none() && json.get("pool").is_none());
}

/// What a builder reads other than the struct alone would say is what its documents say.
#[test]
fn a_builders_documents_have_its_prefix_and_its_profiles() {
    let builder = Shop::builder().with_env_prefix("CORNER").with_nested_profiles();
    let texts = [
        builder.template().render(Format::Toml).unwrap(),
        builder.template().env_example().unwrap(),
        builder.json_schema().unwrap().to_string(),
        builder.reference_markdown(),
        builder.reference_html(),
        builder.reference_man(),
    ];
    for text in texts {
        assert!(text.contains("CORNER_LISTEN") || text.contains("CORNER\\_LISTEN"), "{text}");
        assert!(!text.contains("SHOP_LISTEN") && !text.contains("SHOP\\_LISTEN"), "{text}");
    }
    let text = builder.template().render(Format::Toml).unwrap();
    assert_eq!(text.replace("CORNER_", "SHOP_"), Shop::template_builder().nested().render(Format::Toml).unwrap());
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
#[allow(dead_code)]
struct Chosen {
    #[config(default = 1, profile(prod = 2))]
    port: u16,
    #[config(nested)]
    storage: ChosenStorage,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "lowercase")]
#[allow(dead_code)]
enum ChosenStorage {
    #[config(default)]
    Memory,
    Disk {
        path: String,
    },
}

#[test]
fn a_variant_without_settings_is_nothing_that_a_profile_changes() {
    let text = Chosen::template_builder().profile("prod").render(Format::Toml).unwrap();
    assert!(text.contains("port = 2") && !text.contains("storage"), "{text}");
    for text in [Chosen::template(Format::Toml), Chosen::template(Format::Yaml)] {
        assert!(text.contains("prod") && !text.contains("dev"), "{text}");
        assert_eq!(text.matches("memory").count(), 3, "{text}");
    }
}
