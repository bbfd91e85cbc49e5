//! What `explain` tells: the value that won, where it is from, and what it is over, for every kind of source.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
};

use superconfig::{
    Builder, Color, ExposeSecret as _, Format, Origin, ProblemKind, SecretString, SuperConfig, Value, field,
};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod", "eu"])]
struct Shop {
    #[config(default = 8080, profile(prod = 443, eu = 8443))]
    port: u16,
    #[config(default = "shop", alias = "label")]
    name: String,
    motd: Option<String>,
    #[config(default = vec!["a".to_owned()])]
    tags: Vec<String>,
    #[config(default = BTreeMap::from([("k".to_owned(), 1)]))]
    weights: BTreeMap<String, u16>,
    api_key: Option<SecretString>,
    #[config(secret, default = "fallback-hunter2")]
    salt: String,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(flatten)]
    limits: Limits,
    #[config(nested)]
    store: Storage,
    #[config(nested)]
    cache: Cache,
    #[config(nested)]
    replicas: Vec<Replica>,
    #[config(nested, merge = "prepend")]
    front: Vec<Replica>,
    #[config(nested)]
    servers: BTreeMap<String, Replica>,
    #[config(skip)]
    skipped: u8,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(default = 10)]
    pool_size: u32,
    url: Option<String>,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(default = "cert.pem")]
    cert: String,
}

#[derive(Debug, SuperConfig)]
struct Limits {
    #[config(default = 5)]
    max_users: u32,
}

#[derive(Debug, SuperConfig)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Storage {
    #[config(default)]
    Memory,
    LocalDisk {
        #[config(default = "/var")]
        path: String,
    },
    Remote {
        path: String,
    },
}

#[derive(Debug, SuperConfig)]
#[serde(rename_all = "kebab-case")]
enum Cache {
    #[config(default)]
    Off,
    Redis {
        #[config(default = "localhost")]
        host: String,
    },
}

#[derive(Debug, SuperConfig)]
struct Replica {
    #[config(default = "localhost")]
    host: String,
    #[config(default = 80, profile(prod = 443))]
    port: u16,
}

fn text(builder: &Builder<Shop>, path: &str) -> String {
    builder.explain_path(path).unwrap().to_string()
}

fn toml(text: &str) -> Builder<Shop> {
    Scene::new().builder::<Shop>().with_str(Format::Toml, text)
}

#[test]
fn a_default_stands_alone() {
    let explanation = toml("").explain(field!(Shop, port)).unwrap();
    assert_eq!(explanation.path(), "port");
    assert_eq!((explanation.value(), explanation.origin()), (&Value::Integer(8080), &Origin::Default));
    assert_eq!(explanation.shadowed(), []);
    assert_eq!(explanation.to_string(), "port = 8080\n  default");
}

#[test]
fn what_nobody_sets_is_not_set() {
    assert_eq!(text(&toml(""), "motd"), "motd = (none)\n  not set");
}

#[test]
fn defaults_of_active_profiles_are_over_the_plain_one() {
    let builder = toml("").with_profiles(["prod", "eu"]);
    let expected = "port = 8443\n  default for profile eu\n  over 443  default for profile prod\n       8080 default";
    assert_eq!(text(&builder, "port"), expected);
    let builder = builder.with_str(Format::Toml, "port = 1");
    let expected = "port = 1\n  from <text 2>:1:8\n  over 8443 default for profile eu\n       443  default for profile prod\n       \
                    8080 default";
    assert_eq!(text(&builder, "port"), expected);
}

#[test]
fn every_source_has_its_line() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "include = 'base.yaml'\nport = 2\n[profile.prod]\nport = 3")
        .file("project/base.yaml", "name: base\nport: 1\n")
        .file("project/shop.prod.toml", "\nport = 4")
        .file("project/.env", "# here\nSHOP_PORT=5")
        .file("project/secrets/port", "6");
    let builder = scene
        .builder::<Shop>()
        .with_discovery()
        .with_dotenv()
        .with_secrets_dir("secrets")
        .with_env_vars([("SHOP_PORT", "")])
        .with_env_vars([("SHOP_PORT", "7")])
        .with_args(["--port=8"])
        .with_value(field!(Shop, port), 9)
        .with_profile("prod");
    let explanation = builder.explain(field!(Shop, port)).unwrap().relative_to(scene.path("project"));
    let expected = "\
port = 9
  set in code
  over 8    from argument --port
       7    from environment variable SHOP_PORT
       6    from secrets/port
       4    from shop.prod.toml:2:8
       3    from shop.toml:4:8
       2    from shop.toml:2:8
       1    from base.yaml:2:7
       443  default for profile prod
       8080 default";
    assert_eq!(explanation.to_string(), expected);
    let name = builder.explain(field!(Shop, name)).unwrap().relative_to(scene.path("project"));
    assert_eq!(name.to_string(), "name = \"base\"\n  from base.yaml:1:7\n  over \"shop\" default");
}

#[test]
fn a_dotenv_file_has_its_line() {
    let scene = Scene::new();
    scene.file("project/.env", "# here\nSHOP_PORT=5");
    let explanation = scene.builder::<Shop>().with_dotenv().explain(field!(Shop, port)).unwrap();
    let explanation = explanation.relative_to(scene.path("project"));
    assert_eq!(explanation.to_string(), "port = 5\n  from .env:2\n  over 8080 default");
    let Origin::Dotenv { variable, .. } = explanation.origin() else { panic!("{explanation:?}") };
    assert_eq!(variable, "SHOP_PORT");
}

#[test]
fn what_a_source_takes_back_is_told() {
    let builder = toml("port = 1").with_str(Format::Yaml, "port: null");
    let explanation = builder.explain(field!(Shop, port)).unwrap();
    let expected = "port = 8080\n  default\n  over (unset) by <text 2>:1:7\n       1       from <text>:1:8";
    assert_eq!(explanation.to_string(), expected);
    assert_eq!(explanation.shadowed()[0].value(), None);
    let builder = builder.with_env_vars([("SHOP_PORT", "2")]);
    let expected = "port = 2\n  from environment variable SHOP_PORT\n  over (unset) by <text 2>:1:7\n       1       from \
                    <text>:1:8\n       8080    default";
    assert_eq!(text(&builder, "port"), expected);
}

#[test]
fn arguments_and_code_take_back() {
    let builder = toml("port = 1\n[database]\npool_size = 3");
    let by_argument = builder.clone().with_args(["--unset", "port"]);
    let expected = "port = 8080\n  default\n  over (unset) by argument --unset\n       1       from <text>:1:8";
    assert_eq!(text(&by_argument, "port"), expected);
    let by_code = builder.with_unset(field!(Shop, database));
    let expected = "database.pool_size = 10\n  default\n  over (unset) in code\n       3       from <text>:3:13";
    assert_eq!(text(&by_code, "database.pool_size"), expected);
}

#[test]
fn what_nobody_had_set_is_not_taken_back() {
    assert_eq!(text(&Scene::new().builder().with_str(Format::Yaml, "port: null"), "port"), "port = 8080\n  default");
}

#[test]
fn lists_and_maps_are_shown_as_they_were_after_each_source() {
    let builder = toml("tags = ['x']\nweights = { m = 2 }")
        .with_str(Format::Toml, "tags_add = ['y', 'z']\nweights.n = 3")
        .with_str(Format::Toml, "tags_remove = ['x']");
    let expected = r#"
tags = ["y", "z"]
  from <text 3>:1:15
  over ["x", "y", "z"] from <text 2>:1:12
       ["x"]           from <text>:1:8
       ["a"]           default"#;
    assert_eq!(text(&builder, "tags"), expected.trim());
    let expected = r#"
weights = {"k": 1, "m": 2, "n": 3}
  from <text 2>:2:1
  over {"k": 1, "m": 2} from <text>:2:11
       {"k": 1}         default"#;
    assert_eq!(text(&builder, "weights"), expected.trim());
}

#[test]
fn several_variables_for_one_list_are_one_entry() {
    let builder = toml("").with_env_vars([("SHOP_TAGS__0", "x"), ("SHOP_TAGS__1", "y")]);
    let explanation = builder.explain(field!(Shop, tags)).unwrap();
    assert_eq!(explanation.shadowed().len(), 1);
    assert_eq!(explanation.value().to_string(), r#"["x", "y"]"#);
}

#[test]
fn secrets_are_redacted_everywhere() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "api_key = 'hunter2-file'\nsalt = 'hunter2-salt'");
    let builder = scene
        .builder::<Shop>()
        .with_file("shop.toml")
        .with_str(Format::Json, r#"{"api_key": "hunter2-json", "salt": null}"#)
        .with_env_vars([("SHOP_API_KEY", "hunter2-env")]);
    assert_eq!(builder.extract().unwrap().api_key.unwrap().expose_secret(), "hunter2-env");
    let all = builder.explain_all().unwrap();
    let key = all.get("api_key").unwrap();
    assert_eq!((key.value(), key.shadowed().len()), (&Value::Redacted, 2));
    assert_eq!(key.shadowed()[1].value(), Some(&Value::Redacted));
    assert_eq!(all.get("salt").unwrap().shadowed().last().unwrap().value(), Some(&Value::Redacted));
    for text in [all.to_string(), all.to_text(Color::Always), all.to_json(), format!("{all:?}"), key.to_string()] {
        assert!(!text.contains("hunter2") && text.to_lowercase().contains("redacted"), "{text}");
    }
}

#[test]
fn all_settings_are_a_table() {
    let builder = toml("port = 1\n[tls]\n[servers.alpha]\nport = 2\n[[replicas]]\nhost = 'r'\n[cache.redis]\n")
        .with_env_vars([("SHOP_PORT", "3"), ("SHOP_STORE_TYPE", "local-disk")]);
    let expected = r#"
port               = 3             environment variable SHOP_PORT
                over 1             <text>:1:8
                     8080          default
name               = "shop"        default
motd               = (none)        not set
tags               = ["a"]         default
weights            = {"k": 1}      default
api_key            = (none)        not set
salt               = [redacted]    default
database.pool_size = 10            default
database.url       = (none)        not set
tls.cert           = "cert.pem"    default
max_users          = 5             default
store.type         = "local-disk"  environment variable SHOP_STORE_TYPE
                over "memory"      default
store.path         = "/var"        default
cache              = "redis"       <text>:7:1
                over "off"         default
cache.redis.host   = "localhost"   default
replicas[0].host   = "r"           <text>:6:8
                over "localhost"   default
replicas[0].port   = 80            default
servers.alpha.host = "localhost"   default
servers.alpha.port = 2             <text>:4:8
                over 80            default"#;
    assert_eq!(builder.explain_all().unwrap().to_string(), expected.trim());
}

#[test]
fn a_section_is_all_in_it() {
    let builder = toml("[database]\nurl = 'sqlite:'");
    let paths = |path: &str| -> Vec<String> {
        builder.explain_path(path).unwrap().iter().map(|it| it.path().to_owned()).collect()
    };
    assert_eq!(paths("database"), ["database.pool_size", "database.url"]);
    assert_eq!(paths("database.pool-size"), ["database.pool_size"]);
    assert_eq!(paths("store"), ["store.type"]);
    assert_eq!(paths("").len(), builder.explain_all().unwrap().len());
}

#[test]
fn elements_are_found_by_number_and_by_key() {
    let builder = toml("[[replicas]]\n[[replicas]]\nport = 3\n[servers.a]\nport = 4\n[servers.'b.c']\nport = 5");
    let value = |path: &str| builder.explain_path(path).unwrap().iter().next().unwrap().value().to_string();
    assert_eq!(value("replicas[1].port"), "3");
    assert_eq!(value("replicas.1.port"), "3");
    assert_eq!(value("servers.a.port"), "4");
    assert_eq!(value("servers.b.c.port"), "5");
    assert_eq!(builder.explain_path("replicas[1]").unwrap().len(), 2);
    assert_eq!(builder.explain_path("replicas").unwrap().len(), 4);
}

#[test]
fn keys_of_maps_are_as_they_are_typed() {
    let builder = toml("[servers.a-b]\nport = 1\n[servers.a_b]\nport = 2\n[servers.c-d]\nport = 3");
    let values = |path: &str| -> Vec<_> {
        builder.explain_path(path).unwrap().iter().map(|it| it.value().to_string()).collect()
    };
    assert_eq!(values("servers.a-b"), ["\"localhost\"", "1"]);
    assert_eq!(values("servers.a_b"), ["\"localhost\"", "2"]);
    assert_eq!(values("servers.c_d.port"), ["3"]);
    let error = builder.explain_path("servers.e-f.port").unwrap_err();
    assert!(only(&error).message().starts_with("'servers.e-f' is not there"), "{error}");
}

#[test]
fn a_former_name_leads_to_the_current_one() {
    assert_eq!(text(&toml("label = 'x'"), "label"), "name = \"x\"\n  from <text>:1:9\n  over \"shop\" default");
}

#[test]
fn what_is_not_known_is_guessed() {
    let error = |path: &str| toml("").explain_path(path).unwrap_err();
    let help = |path: &str| only(&error(path)).help().unwrap_or_default().to_owned();
    assert_eq!(lines(&error("prot")), ["unknown key: prot: no setting has this name"]);
    assert_eq!(only(&error("prot")).kind(), ProblemKind::UnknownKey);
    assert_eq!(help("prot"), "did you mean 'port'?");
    assert_eq!(help("databse.pool_size"), "did you mean 'database.pool_size'?");
    assert_eq!(help("pool_size"), "did you mean 'database.pool_size'?");
    assert_eq!(help("databases"), "did you mean 'database'?");
    assert!(help("zzzzzz").starts_with("at the top are port, name"), "{}", help("zzzzzz"));
    assert_eq!(help("port.x"), "did you mean 'port'?");
    assert_eq!(help("weights.k"), "did you mean 'weights'?");
    assert_eq!(help("servers.a.prot"), "did you mean 'servers.a.port'?");
    assert_eq!(only(&error("...")).kind(), ProblemKind::UnknownKey);
    assert!(!error("a\u{1b}[31m").to_string().contains('\u{1b}'));
}

#[test]
fn what_is_absent_is_said_to_be() {
    let builder = toml("[[replicas]]\n[servers.a]\n[servers.b]");
    let told = |path: &str| {
        let error = builder.explain_path(path).unwrap_err();
        assert_eq!(only(&error).kind(), ProblemKind::Missing);
        format!("{}; {}", only(&error).message(), only(&error).help().unwrap_or("-"))
    };
    assert_eq!(told("tls.cert"), "'tls' is not there: no source says anything of it; -");
    assert_eq!(told("tls"), "it is not there: no source says anything of it; -");
    assert_eq!(told("replicas[7].host"), "there is no element 7 in 'replicas'; there is replicas[0]");
    assert_eq!(
        told("servers.c.host"),
        "'servers.c' is not there: no source says anything of it; there is servers.a, servers.b"
    );
    assert_eq!(told("store.path"), "it is not there: no source says anything of it; there is store.type");
    let error = builder.explain(field!(Shop, tls?.cert)).unwrap_err();
    assert_eq!(only(&error).message(), "'tls' is not there: no source says anything of it");
}

#[test]
fn a_field_that_is_no_setting_says_so() {
    let error = toml("").explain(field!(Shop, database)).unwrap_err();
    assert_eq!(only(&error).message(), "this field is not a setting");
    assert_eq!(only(&error).help(), Some("`explain_path(\"database\")` explains all settings in a section"));
    assert_eq!(toml("").explain(field!(Shop, limits.max_users)).unwrap().path(), "max_users");
    let error = toml("").explain(field!(Shop, skipped)).unwrap_err();
    assert_eq!(only(&error).message(), "this field is not a setting");
}

#[test]
fn elements_that_others_are_put_before_keep_their_history() {
    let builder = toml("[[front]]\nhost = 'a'\nport = 1").with_str(Format::Toml, "[[front]]\nhost = 'b'\n[[front]]\n");
    let builder = builder.with_env_vars([("SHOP_PORT", "1")]);
    let all = builder.explain_path("front").unwrap();
    let hosts: Vec<_> = all.iter().filter(|it| it.path().ends_with("host")).map(ToString::to_string).collect();
    assert_eq!(
        hosts,
        [
            "front[0].host = \"b\"\n  from <text 2>:2:8\n  over \"localhost\" default",
            "front[1].host = \"localhost\"\n  default",
            "front[2].host = \"a\"\n  from <text>:2:8\n  over \"localhost\" default",
        ]
    );
}

#[test]
fn an_element_that_is_replaced_is_over_what_stood_there() {
    let builder = toml("[[replicas]]\nhost = 'a'\nport = 1").with_str(Format::Toml, "[[replicas]]\nhost = 'b'");
    let expected = "replicas[0].host = \"b\"\n  from <text 2>:2:8\n  over \"a\"         from <text>:2:8\n       \
                    \"localhost\" default";
    assert_eq!(text(&builder, "replicas[0].host"), expected);
    let expected = "replicas[0].port = 80\n  default\n  over (unset) by <text 2>\n       1       from <text>:3:8";
    assert_eq!(text(&builder, "replicas[0].port"), expected);
}

#[test]
fn variants_with_the_same_key_are_not_mixed_up() {
    let builder =
        toml("[store]\ntype = 'local-disk'\npath = '/a'").with_str(Format::Yaml, "store:\n  type: remote\n  path: b");
    assert_eq!(text(&builder, "store.path"), "store.path = \"b\"\n  from <text 2>:3:9");
    let expected = "store.type = \"remote\"\n  from <text 2>:2:9\n  over \"local-disk\" from <text>:2:8\n       \
                    \"memory\"     default";
    assert_eq!(text(&builder, "store.type"), expected);
}

#[test]
fn a_default_variant_is_a_default() {
    assert_eq!(text(&toml(""), "cache"), "cache = \"off\"\n  default");
    let expected = "cache = \"redis\"\n  from argument --cache\n  over \"off\" default";
    let all = toml("").with_args(["--cache=redis"]).explain_all().unwrap();
    assert_eq!(all.get("cache").unwrap().to_string(), expected);
}

#[test]
fn what_refers_to_other_settings_is_told_once() {
    let builder = toml("name = '${database.url}'\n[database]\nurl = 'x'").with_expansion();
    assert_eq!(text(&builder, "name"), "name = \"x\"\n  from <text>:1:8\n  over \"shop\" default");
}

#[test]
fn a_load_that_fails_tells_the_rest() {
    let builder = toml("port = 'http'\nname = 'x'");
    assert_eq!(lines(&builder.explain_all().unwrap_err()).len(), 1);
    assert_eq!(lines(&builder.explain(field!(Shop, name)).unwrap_err()).len(), 1);
    let (rest, result) = builder.explain_anyway();
    assert!(result.is_err());
    assert_eq!(rest.get("port"), None);
    assert_eq!(rest.at("name").unwrap().to_string(), "name = \"x\"\n  from <text>:2:8\n  over \"shop\" default");
}

#[test]
fn json_has_places_as_data() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "port = 1");
    let builder = scene.builder::<Shop>().with_file("shop.toml").with_str(Format::Json, r#"{"port": null}"#);
    let builder = builder.with_env_vars([("SHOP_PORT", "2")]);
    let all = builder.explain_path("port").unwrap().relative_to(scene.path("project"));
    let json: serde_json::Value = serde_json::from_str(&all.to_json()).unwrap();
    let expected = serde_json::json!([{
        "path": "port",
        "value": 2,
        "origin": { "kind": "environment", "text": "environment variable SHOP_PORT", "name": "SHOP_PORT" },
        "shadowed": [
            { "unset": true, "origin": { "kind": "text", "text": "<text>:1:10", "name": "<text>", "line": 1, "column": 10 } },
            { "value": 1, "origin": { "kind": "file", "text": "shop.toml:1:8", "file": "shop.toml", "line": 1, "column": 8 } },
            { "value": 8080, "origin": { "kind": "default", "text": "default" } },
        ],
    }]);
    assert_eq!(json, expected);
    let one: serde_json::Value = serde_json::from_str(&all.iter().next().unwrap().to_json()).unwrap();
    assert_eq!(one, expected[0]);
}

#[test]
fn nothing_steers_a_terminal() {
    let builder = toml("name = \"a\\u001b[31m\\nb\"\n[servers.\"x\\u001b[2J\"]");
    for text in [builder.explain_all().unwrap().to_string(), text(&builder, "name"), text(&builder, "servers")] {
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
    let coloured = builder.explain_path("name").unwrap().to_text(Color::Always);
    assert!(coloured.starts_with("\u{1b}[1mname\u{1b}[0m = "), "{coloured:?}");
}

#[test]
fn long_values_are_cut_where_they_stand_in_columns() {
    let long = "x".repeat(100);
    let builder = toml(&format!("name = '{long}'")).with_env_vars([("SHOP_NAME", long.as_str())]);
    let one = text(&builder, "name");
    assert!(one.starts_with(&format!("name = \"{long}\"\n")), "{one}");
    assert!(one.contains("x… from <text>:1:8"), "{one}");
    let table = builder.explain_all().unwrap().to_string();
    assert!(!table.contains(&long) && table.contains("x…  environment"), "{table}");
}

#[test]
fn origins_are_those_of_the_snapshot() {
    let scene = Scene::new();
    scene.file("project/shop.json", r#"{"port": 1, "replicas": [{"port": 2}], "servers": {"a": {}}}"#);
    scene.file("project/shop.local.yaml", "database:\n  url: x\nfront:\n- port: 4\n");
    let builder = scene.builder::<Shop>().with_discovery().with_env_vars([("SHOP_TLS_CERT", "c")]).with_profile("prod");
    let explained = builder.explain_all().unwrap();
    let origins: Vec<_> = builder.extract_snapshot().unwrap().origins().collect();
    assert!(origins.len() > 15);
    for (path, origin) in origins {
        assert_eq!(explained.get(&path).map(|it| it.origin().clone()), Some(origin), "{path}");
    }
}

#[test]
fn only_who_asks_pays() {
    static SHOWN: AtomicUsize = AtomicUsize::new(0);
    static MADE: AtomicUsize = AtomicUsize::new(0);

    #[derive(Debug, serde::Deserialize)]
    struct Counted(u8);

    impl serde::Serialize for Counted {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            SHOWN.fetch_add(1, Ordering::Relaxed);
            serializer.serialize_u8(self.0)
        }
    }

    fn made() -> Counted {
        MADE.fetch_add(1, Ordering::Relaxed);
        Counted(1)
    }

    #[derive(Debug, SuperConfig)]
    struct Two {
        #[config(default = made())]
        left: Counted,
        #[config(default = made())]
        #[allow(dead_code, reason = "only the default of the other one is needed")]
        right: Counted,
    }

    let builder = Scene::new().builder::<Two>().with_str(Format::Toml, "left = 2").with_str(Format::Toml, "left = 3");
    assert_eq!(builder.extract().unwrap().left.0, 3);
    builder.extract_with_report().unwrap();
    builder.extract_snapshot().unwrap().origins().for_each(drop);
    assert_eq!((SHOWN.load(Ordering::Relaxed), MADE.load(Ordering::Relaxed)), (0, 3));
    let left = builder.explain(field!(Two, left)).unwrap();
    assert_eq!(left.to_string(), "left = 3\n  from <text 2>:1:8\n  over 2 from <text>:1:8\n       1 default");
    assert!(SHOWN.load(Ordering::Relaxed) > 0);
}

#[derive(Debug, SuperConfig)]
#[config(name = "host", mounts)]
struct Host {
    #[config(default = 1)]
    own: u8,
}

#[derive(Debug, SuperConfig)]
#[config(mount = "guest")]
struct Guest {
    #[config(default = 2)]
    theirs: u8,
}

#[test]
fn what_is_mounted_is_explained_too() {
    let builder = Scene::new().builder::<Host>().with_str(Format::Toml, "[guest]\ntheirs = 3");
    let expected = "guest.theirs = 3\n  from <text>:2:10\n  over 2 default";
    assert_eq!(builder.explain_all().unwrap().at("guest.theirs").unwrap().to_string(), expected);
    assert_eq!(builder.explain(field!(Host, own)).unwrap().origin(), &Origin::Default);
    let help = only(&builder.explain_path("guest.thiers").unwrap_err()).help().unwrap().to_owned();
    assert_eq!(help, "did you mean 'guest.theirs'?");
}

#[test]
fn a_section_that_is_gone_and_back_again_has_its_history() {
    let builder = toml("[tls]\ncert = 'a'").with_str(Format::Json, r#"{"tls": null}"#);
    assert_eq!(only(&builder.explain_path("tls.cert").unwrap_err()).kind(), ProblemKind::Missing);
    let builder = builder.with_env_vars([("SHOP_TLS_CERT", "b")]);
    let expected = r#"
tls.cert = "b"
  from environment variable SHOP_TLS_CERT
  over (unset)    by <text 2>
       "a"        from <text>:2:8
       "cert.pem" default"#;
    assert_eq!(text(&builder, "tls.cert"), expected.trim());
}

#[test]
fn variables_with_json_take_back() {
    let builder = toml("[[replicas]]\nport = 3").with_env_vars([("SHOP_REPLICAS", r#"[{"host": "x"}]"#)]);
    let expected = "replicas[0].port = 80\n  default\n  over (unset) by environment variable SHOP_REPLICAS\n       3       \
                    from <text>:2:8";
    assert_eq!(text(&builder, "replicas[0].port"), expected);
}

/// What JSON has no number for is no `null`, which stands for nothing; and what steers a terminal is spelt out.
#[test]
fn json_holds_any_value() {
    #[derive(SuperConfig)]
    #[allow(dead_code)]
    struct Any {
        #[config(default = f64::NAN)]
        ratio: f64,
        #[config(default = i128::MIN)]
        least: i128,
        #[config(default = "\u{9b}31m\u{202e}")]
        text: String,
    }
    let json = Any::builder().explain_all().unwrap().to_json();
    assert!(json.contains("\"value\": \"NaN\"") && json.contains("\\u009b31m\\u202e"), "{json}");
    assert!(json.contains("\"value\": \"-170141183460469231731687303715884105728\""), "{json}");
    assert!(!json.contains(['\u{9b}', '\u{202e}']), "{json}");
    serde_json::from_str::<serde_json::Value>(&json).unwrap();
}
