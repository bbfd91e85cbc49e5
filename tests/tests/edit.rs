//! Editing users' files.

use std::{collections::BTreeMap, fs, time::Duration};

use superconfig::{Color, ProblemKind, SecretString, SuperConfig, edit::Edit};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
#[allow(dead_code)]
struct Shop {
    #[config(default = 8080, alias = "bind_port")]
    port: u16,
    #[config(default = 0.5)]
    ratio: f64,
    #[config(default = false)]
    debug: bool,
    #[config(default = "localhost")]
    host: String,
    #[config(default = "30s")]
    timeout: Duration,
    #[config(default)]
    tags: Vec<String>,
    #[config(default)]
    labels: BTreeMap<String, String>,
    #[config(secret)]
    key: Option<SecretString>,
    #[config(sources = "env")]
    token: Option<String>,
    #[config(nested, alias = "db")]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(nested)]
    servers: BTreeMap<String, Server>,
    #[config(nested)]
    replicas: Vec<Server>,
    #[config(nested)]
    storage: Storage,
    #[config(flatten)]
    common: Common,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Common {
    #[config(default = 1)]
    workers: u16,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Database {
    #[config(default = "db.local")]
    url: String,
    #[config(default = 10, range = 1..=500, alias = "pool")]
    pool_size: u32,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Tls {
    cert: String,
    #[config(default = 443)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
struct Server {
    #[config(default = "::1", alias = "address")]
    host: String,
    #[config(default = 80)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[config(tag = "type")]
#[allow(dead_code)]
enum Storage {
    #[config(default)]
    Memory,
    Disk {
        #[config(default = "/var")]
        path: String,
    },
    Bucket {
        #[config(default = 1)]
        path: u32,
    },
}

/// What the text becomes when these values are set.
#[track_caller]
fn set(text: &str, values: &[(&str, &str)]) -> String {
    let scene = Scene::new();
    let mut edit = open(&scene, text);
    for (path, value) in values {
        edit.set(path, value).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    edit.write().expect("the file is as it was");
    fs::read_to_string(scene.path("project/shop.toml")).expect("the file")
}

#[track_caller]
fn open(scene: &Scene, text: &str) -> Edit {
    scene.file("project/shop.toml", text);
    scene.builder::<Shop>().edit("shop.toml").expect("a file in order")
}

/// The problems of setting one value; the text stays.
#[track_caller]
fn refused(text: &str, path: &str, value: &str) -> superconfig::Error {
    let scene = Scene::new();
    let mut edit = open(&scene, text);
    let error = edit.set(path, value).expect_err("a problem");
    assert_eq!(edit.text(), text);
    assert!(!edit.is_changed());
    error
}

#[test]
fn a_value_is_replaced_and_nothing_else() {
    let text = "\u{feff}# shop\r\n\r\n  port   =  8080 # the port\r\nhost = 'a'\r\n# unknown\r\n[database]\r\npool_size=10\r\n";
    assert_eq!(set(text, &[("port", "9")]), text.replace("8080", "9"));
    assert_eq!(set(text, &[("host", "b")]), text.replace("'a'", "'b'"));
    assert_eq!(set(text, &[("host", "b'c")]), text.replace("'a'", "\"b'c\""));
    assert_eq!(set(text, &[("database.pool-size", "11")]), text.replace("=10", "=11"));
    assert_eq!(set(text, &[("database.url", "x")]), format!("{text}url='x'\r\n"));
}

#[test]
fn the_same_value_is_left_as_it_is_spelled() {
    let text =
        "port = 0x1F90\nratio = 1\nhost = \"\"\"\nlocalhost\"\"\"\ntags = [ 'a', \"b\" ]\nlabels = { \"x\" = '1' }\n";
    let values = [
        ("port", "8080"),
        ("ratio", "1.0"),
        ("host", "localhost"),
        ("tags", "a,b"),
        ("labels", "x=1"),
        ("labels.x", "1"),
    ];
    assert_eq!(set(text, &values), text);
}

#[test]
fn values_are_written_in_the_types_of_toml() {
    let values = [
        ("port", "9"),
        ("debug", "yes"),
        ("ratio", "2"),
        ("timeout", "90s"),
        ("host", "12"),
        ("tags", "a, b"),
        ("labels", "team=x,zone=y z"),
        ("database.pool-size", "+7"),
    ];
    let text = "port = 9\ndebug = true\nratio = 2.0\ntimeout = \"90s\"\nhost = \"12\"\ntags = [\"a\", \"b\"]\nlabels = { team = \"x\", zone = \"y z\" }\n\n[database]\npool_size = 7\n";
    assert_eq!(set("", &values), text);
}

#[test]
fn what_is_not_a_number_is_written_too() {
    assert_eq!(set("port = 1\n", &[("ratio", "nan")]), "port = 1\nratio = nan\n");
    assert_eq!(set("ratio = nan # yet\n", &[("ratio", "nan")]), "ratio = nan # yet\n");
}

#[test]
fn a_new_key_stands_behind_the_others_of_its_table() {
    let text = "port = 1\n# end\n\n# the database\n[database]\nurl = \"x\"\n\n[tls]\ncert = \"c\"\n";
    assert_eq!(set(text, &[("debug", "yes")]), text.replace("port = 1\n", "port = 1\ndebug = true\n"));
    assert_eq!(set(text, &[("database.pool_size", "5")]), text.replace("\"x\"\n", "\"x\"\npool_size = 5\n"));
    assert_eq!(set("", &[("port", "5")]), "port = 5\n");
    assert_eq!(set("port = 1", &[("debug", "1")]), "port = 1\ndebug = true");
    assert_eq!(set("  port = 1\n", &[("debug", "1")]), "  port = 1\n  debug = true\n");
    assert_eq!(set("[database]", &[("database.pool_size", "5")]), "[database]\npool_size = 5");
    assert_eq!(set("# only words", &[("port", "5")]), "# only words\nport = 5\n");
}

#[test]
fn a_first_key_stands_above_all_headers_and_their_comments() {
    let rest = "# the database\n[database]\npool_size = 5\n";
    assert_eq!(set(rest, &[("port", "5")]), format!("port = 5\n\n{rest}"));
    let text = format!("#:schema shop.json\n{rest}");
    assert_eq!(set(&text, &[("port", "5")]), format!("#:schema shop.json\nport = 5\n\n{rest}"));
    let text = format!("# shop\n\n{rest}");
    assert_eq!(set(&text, &[("port", "5")]), format!("# shop\n\nport = 5\n\n{rest}"));
}

#[test]
fn a_new_table_stands_behind_its_siblings() {
    assert_eq!(set("", &[("database.pool_size", "5")]), "[database]\npool_size = 5\n");
    assert_eq!(set("port = 1", &[("tls.cert", "c")]), "port = 1\n\n[tls]\ncert = \"c\"");
    let text = "port = 1\n\n[servers.alpha]\nport = 2\n# port = 3\n\n# the database\n[database]\nurl = 'x'\n# end\n";
    let with = text.replace("# port = 3\n\n", "# port = 3\n\n[servers.beta]\nport = 4\n\n");
    assert_eq!(set(text, &[("servers.beta.port", "4")]), with);
    assert_eq!(set(text, &[("tls.cert", "c")]), format!("{text}\n[tls]\ncert = 'c'\n"));
    // A table that is there only because of what is in it gets a header above that.
    let text = "# first\n[profile.prod.database]\npool_size = 3\n";
    let scene = Scene::new();
    let mut edit = open(&scene, text).in_profile("prod").unwrap();
    edit.set("port", "443").unwrap();
    assert_eq!(edit.text(), format!("[profile.prod]\nport = 443\n\n{text}"));
}

#[test]
fn dotted_keys_and_inline_tables_stay_so() {
    let text = "database.url = 'x' # here\nport = 1\n[servers]\nalpha.host = 'a'\n";
    assert_eq!(
        set(text, &[("database.pool_size", "5"), ("servers.beta.port", "2")]),
        "database.url = 'x' # here\ndatabase.pool_size = 5\nport = 1\n[servers]\nalpha.host = 'a'\nbeta.port = 2\n"
            .replace("beta.port = 2\n", "\n[servers.beta]\nport = 2\n")
    );
    assert_eq!(
        set(text, &[("servers.alpha.port", "2")]),
        text.replace("alpha.host = 'a'\n", "alpha.host = 'a'\nalpha.port = 2\n")
    );
    let text = "database = { url = 'x' } # here\nservers = {alpha={port=1},beta={}}\n";
    assert_eq!(set(text, &[("database.pool_size", "5")]), text.replace("'x'", "'x', pool_size = 5"));
    assert_eq!(set(text, &[("servers.alpha.host", "h")]), text.replace("port=1", "port=1, host='h'"));
    assert_eq!(set(text, &[("servers.beta.port", "3")]), text.replace("{}", "{ port = 3 }"));
    assert_eq!(set(text, &[("servers.gamma.port", "3")]), text.replace("beta={}", "beta={},gamma={ port = 3 }"));
    let text = "servers = { alpha.port = 1 }\n";
    assert_eq!(set(text, &[("servers.alpha.host", "h")]), "servers = { alpha.port = 1, alpha.host = \"h\" }\n");
}

#[test]
fn elements_of_lists_are_edited_where_they_stand() {
    let text = "[[replicas]]\nhost = 'a'\n\n[[replicas]]\nhost = 'b'\n\n[tls]\ncert = 'c'\n";
    assert_eq!(set(text, &[("replicas[1].host", "x")]), text.replace("'b'", "'x'"));
    assert_eq!(set(text, &[("replicas.0.port", "5")]), text.replace("'a'\n", "'a'\nport = 5\n"));
    assert_eq!(set(text, &[("replicas[2].host", "c")]), text.replace("'b'\n\n", "'b'\n\n[[replicas]]\nhost = 'c'\n\n"));
    assert_eq!(set("", &[("replicas[0].port", "5")]), "[[replicas]]\nport = 5\n");
    let text = "replicas = [{ port = 1 }]\n";
    assert_eq!(set(text, &[("replicas[0].port", "5")]), "replicas = [{ port = 5 }]\n");
    assert_eq!(set(text, &[("replicas[1].port", "5")]), "replicas = [{ port = 1 }, { port = 5 }]\n");
    assert_eq!(
        lines(&refused(text, "replicas[5].port", "5")),
        ["invalid: replicas[5].port: the elements of a list count from 0 without gaps; number 1 comes next"]
    );
}

#[test]
fn a_list_over_several_lines_keeps_its_comments() {
    let text = "tags = [\n  # first\n  'a', # of a\n  'b',\n\n  # last\n  'c', # of c\n]\n";
    assert_eq!(set(text, &[("tags", "a,x,c")]), text.replace("'b'", "'x'"));
    assert_eq!(set(text, &[("tags", "a,c")]), text.replace("  'b',\n", ""));
    assert_eq!(set(text, &[("tags", "a,b")]), text.replace("  'c', # of c\n", "  # of c\n"));
    assert_eq!(set(text, &[("tags", "a,b,c,d")]), text.replace("# of c\n", "# of c\n  'd',\n"));
    let bare = text.replace("'c', #", "'c' #");
    assert_eq!(set(&bare, &[("tags", "a,b,c,d")]), bare.replace("'c' # of c\n", "'c', # of c\n  'd'\n"));
    assert_eq!(set("tags = [ # none\n]\n", &[("tags", "a")]), "tags = [ # none\n    \"a\",\n]\n");
    assert_eq!(set("tags = [ 'a' ]\n", &[("tags", "a,b")]), "tags = [ 'a', 'b' ]\n");
    assert_eq!(set("tags = ['a']\n", &[("tags", "")]), "tags = []\n");
}

#[test]
fn maps_keep_the_form_that_they_have() {
    let text = "port = 1\n[labels]\n# of a\na = 'x'\nb = 'y' # of b\n\n[tls]\ncert = 'c'\n";
    assert_eq!(set(text, &[("labels.a", "z")]), text.replace("'x'", "'z'"));
    assert_eq!(set(text, &[("labels.c", "z")]), text.replace("# of b\n", "# of b\nc = 'z'\n"));
    assert_eq!(
        set(text, &[("labels", "b=q,c=z")]),
        text.replace("a = 'x'\n", "").replace("'y'", "'q'").replace("# of b\n", "# of b\nc = 'z'\n")
    );
    let text = "labels = { a = 'x', b = 'y' }\n";
    assert_eq!(set(text, &[("labels", "b=y")]), "labels = { b = 'y' }\n");
    assert_eq!(set(text, &[("labels.\"c d\"", "z")]), "labels = { a = 'x', b = 'y', \"c d\" = 'z' }\n");
    assert_eq!(
        set("", &[("labels.team", "z")]),
        "labels = { team = \"z\" }\n".replace("labels = { team", "[labels]\nteam").replace(" }", "")
    );
}

#[test]
fn former_names_flattened_fields_and_tags_are_found_where_they_stand() {
    assert_eq!(set("bind_port = 1\n", &[("port", "2")]), "bind_port = 2\n");
    assert_eq!(set("[db]\npool = 1\n", &[("database.pool_size", "2")]), "[db]\npool = 2\n");
    assert_eq!(set("[db]\n", &[("database.url", "x")]), "[db]\nurl = \"x\"\n");
    assert_eq!(set("port = 1\n", &[("workers", "2")]), "port = 1\nworkers = 2\n");
    assert_eq!(set("tags_add = ['a']\n", &[("tags_add", "b")]), "tags_add = ['b']\n");
    assert_eq!(
        set("", &[("storage.type", "Disk"), ("storage.path", "/srv")]),
        "[storage]\ntype = \"Disk\"\npath = \"/srv\"\n"
    );
    // Each variant has its own idea of a path.
    assert_eq!(set("[storage]\ntype = 'Bucket'\n", &[("storage.path", "7")]), "[storage]\ntype = 'Bucket'\npath = 7\n");
    let error = refused("[storage]\ntype = 'Bucket'\n", "storage.path", "/srv");
    assert_eq!(only(&error).kind(), ProblemKind::WrongType);
    let error = refused("", "storage.type", "dist");
    assert_eq!(only(&error).help(), Some("did you mean 'Disk'?"));
    // What is not of the variant that the file says it is.
    let error = refused("[storage]\ntype = 'Memory'\n", "storage.path", "/srv");
    assert_eq!(lines(&error), ["unknown key: storage.path: no setting has this name"]);
    // What was said of the variant before is no part of the next.
    let error = refused("[storage]\ntype = 'Disk'\npath = '/srv'\n", "storage.type", "Bucket");
    assert_eq!(only(&error).path(), "storage.path");
}

#[test]
fn what_is_wrong_with_a_value_is_a_problem() {
    let error = refused("port = 1\n", "port", "http");
    assert_eq!(lines(&error), ["wrong type: port: expected an integer from 0 to 65535, found the text \"http\""]);
    let error = refused("", "database.pool_size", "900");
    assert_eq!(lines(&error), ["invalid: database.pool_size: expected a value from 1 to 500, found 900"]);
    let error = refused("", "token", "x");
    assert_eq!(only(&error).kind(), ProblemKind::Forbidden);
    assert_eq!(only(&error).help(), Some("only the environment may set it: the variable SHOP_TOKEN"));
    let error = refused("", "database.pool_szie", "9");
    assert_eq!(lines(&error), ["unknown key: database.pool_szie: no setting has this name"]);
    assert_eq!(only(&error).help(), Some("did you mean database.pool_size?"));
    let error = refused("", "database", "9");
    assert_eq!(only(&error).message(), "this is a section, which has no value itself");
    for (path, first) in [("replicas", "replicas.0.host"), ("servers", "servers.NAME.host")] {
        let error = refused("", path, "9");
        assert_eq!(only(&error).message(), "these are several sections, which have no value themselves");
        assert_eq!(only(&error).help().unwrap(), format!("name one of them, and what is in it, as in {first}"));
    }
    let error = refused("database = 3\n", "database.pool_size", "9");
    assert_eq!(only(&error).message(), "'database' is a single value in this file, so nothing can be put into it");
    for path in ["", ".", "[", "replicas[", "replicas[x].host", "servers..port", "labels.", "port.x"] {
        assert_eq!(only(&refused("", path, "9")).kind(), ProblemKind::UnknownKey, "{path}");
    }
}

#[test]
fn a_setting_can_be_taken_out() {
    let scene = Scene::new();
    let text = "# the port\nport = 1 # here\ntags = [\n  'a',\n]\ndatabase.url = 'x'\nlabels = { a = '1', b = '2' }\n[tls]\ncert = 'c'";
    for (path, without) in [
        ("port", text.replace("port = 1 # here\n", "")),
        ("tags", text.replace("tags = [\n  'a',\n]\n", "")),
        ("database.url", text.replace("database.url = 'x'\n", "")),
        ("labels.a", text.replace("a = '1', ", "")),
        ("labels.b", text.replace(", b = '2'", "")),
        ("labels", text.replace("labels = { a = '1', b = '2' }\n", "")),
    ] {
        let mut edit = open(&scene, text);
        assert!(edit.unset(path).unwrap(), "{path}");
        assert_eq!(edit.text(), without, "{path}");
        assert!(!edit.unset(path).unwrap(), "{path}");
    }
    // Nothing requires the setting of another source, but a section without what it needs is no worse than before.
    let mut edit = open(&scene, text);
    assert!(edit.unset("tls.cert").unwrap());
    assert_eq!(edit.text(), text.replace("\ncert = 'c'", ""));
    assert_eq!(only(&edit.unset("prot").unwrap_err()).help(), Some("did you mean port?"));
}

#[test]
fn profiles_have_tables_of_their_own() {
    let scene = Scene::new();
    let mut edit = open(&scene, "port = 1\n").in_profile("prod").unwrap();
    edit.set("port", "443").unwrap();
    edit.set("database.pool_size", "50").unwrap();
    assert_eq!(edit.text(), "port = 1\n\n[profile.prod]\nport = 443\n\n[profile.prod.database]\npool_size = 50\n");
    let error = open(&scene, "").in_profile("prd").unwrap_err();
    let error = only(&error);
    assert_eq!((error.kind(), error.help()), (ProblemKind::UnknownProfile, Some("did you mean 'prod'?")));

    scene.file("project/nested.toml", "[default]\nport = 1\n");
    let builder = scene.builder::<Shop>().with_nested_profiles();
    let mut edit = builder.edit("nested.toml").unwrap();
    edit.set("debug", "on").unwrap();
    let mut edit = edit.in_profile("prod").unwrap();
    edit.set("port", "443").unwrap();
    assert_eq!(edit.text(), "[default]\nport = 1\ndebug = true\n\n[prod]\nport = 443\n");
}

#[test]
fn problems_that_were_there_before_are_no_reason_to_refuse() {
    let text = "prot = 1\nport = 'x'\n[unknown]\na = 1\n";
    assert_eq!(set(text, &[("debug", "yes"), ("port", "3")]), text.replace("'x'\n", "3\ndebug = true\n"));
}

#[test]
fn former_keys_become_the_current_ones() {
    let scene = Scene::new();
    let text = "bind_port = 1 # former\nreplicas = [{ address = 'a' }, { \"address\" = 'b' }]\n\n[db]\n'pool' = 3\n\n[servers.alpha]\naddress = 'c'\n\n[profile.prod]\ndb.pool = 4\ndb.url = 'd'\n[profile.dev.db]\nurl = 'x'\n";
    let mut edit = open(&scene, text);
    let renamed = edit.migrate().unwrap();
    let told: Vec<_> = renamed.iter().map(|it| format!("{} {} -> {}", it.line, it.from, it.to)).collect();
    assert_eq!(
        told,
        [
            "1 bind_port -> port",
            "2 replicas[0].address -> replicas[0].host",
            "2 replicas[1].address -> replicas[1].host",
            "4 db -> database",
            "5 db.pool -> database.pool_size",
            "8 servers.alpha.address -> servers.alpha.host",
            "11 profile.prod.db -> profile.prod.database",
            "11 profile.prod.db.pool -> profile.prod.database.pool_size",
            "13 profile.dev.db -> profile.dev.database",
        ]
    );
    let new = text
        .replace("bind_port", "port")
        .replace("\"address\"", "host")
        .replace("address", "host")
        .replace("db", "database")
        .replace("'pool'", "pool")
        .replace("pool", "pool_size");
    assert_eq!(edit.text(), new);
    assert_eq!(edit.migrate().unwrap(), []);
    edit.write().unwrap();
    assert_eq!(
        scene.builder::<Shop>().allow_unknown().with_file("shop.toml").extract_snapshot().unwrap().warnings(),
        []
    );
}

#[test]
fn a_key_beside_its_former_name_is_for_a_person_to_decide() {
    let scene = Scene::new();
    let text = "bind_port = 1\nport = 2\n[db]\n[database]\npool_size = 2\npool = 3\n";
    let mut edit = open(&scene, text);
    let error = edit.migrate().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "ambiguous: bind_port: 'bind_port' is a former name of 'port', and 'port' is here as well",
            "ambiguous: db: 'db' is a former name of 'database', and 'database' is here as well",
            "ambiguous: database.pool: 'pool' is a former name of 'pool_size', and 'pool_size' is here as well",
        ]
    );
    assert_eq!(edit.text(), text);
}

#[derive(Debug, SuperConfig)]
#[config(removed(verbose = "use log.level"))]
#[allow(dead_code)]
struct Renewed {
    #[config(nested)]
    storage: Kind,
    #[config(alias = "items")]
    list: Vec<u16>,
}

#[derive(Debug, SuperConfig)]
#[config(tag = "type")]
#[allow(dead_code)]
enum Kind {
    #[config(alias = "file")]
    Disk {
        #[config(alias = "dir")]
        path: String,
    },
}

#[test]
fn variants_and_operators_have_former_names_too_and_removed_keys_stay() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "verbose = true\nitems_add = [1]\n[storage]\ntype = 'file'\ndir = 'x'\n");
    let mut edit = scene.builder::<Renewed>().edit("shop.toml").unwrap();
    let renamed: Vec<_> = edit.migrate().unwrap().into_iter().map(|it| format!("{} -> {}", it.from, it.to)).collect();
    assert_eq!(
        renamed,
        ["items_add -> list_add", "storage.type = \"file\" -> storage.type = \"Disk\"", "storage.dir -> storage.path",]
    );
    assert_eq!(edit.text(), "verbose = true\nlist_add = [1]\n[storage]\ntype = 'Disk'\npath = 'x'\n");
    let [warning] = edit.warnings() else { panic!("one warning, not {:?}", edit.warnings()) };
    assert_eq!((warning.kind(), warning.path()), (ProblemKind::Removed, "verbose"));
    assert_eq!(warning.help(), Some("use log.level"));
}

#[test]
fn the_difference_is_shown_before_it_is_written() {
    let scene = Scene::new();
    let text =
        "a = 1\nb = 2\nc = 3\nport = 1 # here\nd = 4\ne = 5\nf = 6\ng = 7\nh = 8\ni = 9\n\n[database]\nurl = 'x'\n";
    let mut edit = open(&scene, text);
    assert_eq!(edit.diff(Color::Never), "");
    edit.set("port", "2").unwrap();
    edit.set("database.pool_size", "9").unwrap();
    is_lines(
        &scene.relative(&edit.diff(Color::Never)),
        &[
            "--- shop.toml",
            "+++ shop.toml",
            "@@ -1,7 +1,7 @@",
            " a = [redacted]",
            " b = [redacted]",
            " c = [redacted]",
            "-port = 1 # here",
            "+port = 2 # here",
            " d = [redacted]",
            " e = [redacted]",
            " f = [redacted]",
            "@@ -11,3 +11,4 @@",
            " ",
            " [database]",
            " url = 'x'",
            "+pool_size = 9",
        ],
    );
    assert!(edit.diff(Color::Always).contains("\x1b[31m-port = 1 # here\x1b[0m\n\x1b[32m+port = 2 # here\x1b[0m\n"));
}

#[track_caller]
fn is_lines(text: &str, expected: &[&str]) {
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn secrets_are_not_in_the_difference() {
    let scene = Scene::new();
    let text =
        "# key = 'old-hidden'\nkey = 'hidden1'\nkye = \"\"\"hidden2\nhidden3\"\"\"\n[profile.prod]\nkey = 'hidden4'\n";
    let mut edit = open(&scene, text);
    edit.set("key", "hidden5").unwrap();
    edit.set("port", "7").unwrap();
    let diff = edit.diff(Color::Never);
    assert!(!diff.contains("hidden"), "{diff}");
    is_lines(
        &scene.relative(&diff),
        &[
            "--- shop.toml",
            "+++ shop.toml",
            "@@ -1,6 +1,7 @@",
            " #[redacted]",
            "-key = [redacted]",
            "+key = [redacted]",
            " kye = [redacted]",
            " [redacted]",
            "+port = 7",
            " [profile.prod]",
            " key = [redacted]",
        ],
    );
    assert!(edit.text().contains("key = 'hidden5'\n"));
    assert!(!format!("{edit:?}").contains("hidden"));
    let error = refused("port = 'hidden0'\nkey = 'hidden'\n", "port", "hidden");
    assert!(!format!("{error}").contains("hidden0"), "{error}");
}

#[derive(SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Sealed {
    #[config(nested)]
    storage: Store,
}

#[derive(SuperConfig)]
#[config(rename_all = "lowercase")]
#[allow(dead_code)]
enum Store {
    Memory,
    Disk { key: Option<SecretString> },
}

#[test]
fn which_variant_an_enum_is_is_no_secret() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "storage = 'hidden'\n");
    let mut edit = scene.builder::<Sealed>().edit("shop.toml").unwrap();
    edit.set("storage", "memory").unwrap();
    let diff = edit.diff(Color::Never);
    assert!(diff.contains("\n-storage = [redacted]\n+storage = 'memory'"), "{diff}");
}

#[test]
fn a_file_that_is_not_there_is_made() {
    let scene = Scene::new();
    let mut edit = scene.builder::<Shop>().edit("new.toml").unwrap();
    edit.set("port", "5").unwrap();
    assert_eq!(scene.relative(&edit.diff(Color::Never)), "--- /dev/null\n+++ new.toml\n@@ -0,0 +1 @@\n+port = 5\n");
    assert!(!scene.path("project/new.toml").exists());
    edit.write().unwrap();
    assert_eq!(fs::read_to_string(scene.path("project/new.toml")).unwrap(), "port = 5\n");
    assert_eq!(names(&scene, "project"), [".git", "new.toml"]);
    // And goes on from there.
    edit.set("port", "6").unwrap();
    edit.write().unwrap();
    assert_eq!(fs::read_to_string(scene.path("project/new.toml")).unwrap(), "port = 6\n");

    let mut edit = scene.builder::<Shop>().edit("nowhere/new.toml").unwrap();
    edit.set("port", "5").unwrap();
    let error = edit.write().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
}

fn names(scene: &Scene, path: &str) -> Vec<String> {
    let entries = fs::read_dir(scene.path(path)).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_changed_meanwhile_is_not_overwritten() {
    let scene = Scene::new();
    let mut edit = open(&scene, "port = 1\n");
    edit.set("port", "2").unwrap();
    scene.file("project/shop.toml", "port = 3\n");
    let error = edit.write().unwrap_err();
    assert_eq!(only(&error).message(), "the file was not written: somebody else changed it meanwhile");
    assert_eq!(fs::read_to_string(scene.path("project/shop.toml")).unwrap(), "port = 3\n");

    fs::remove_file(scene.path("project/shop.toml")).unwrap();
    assert_eq!(only(&edit.write().unwrap_err()).message(), "the file was not written: it is not there any more");

    let mut edit = scene.builder::<Shop>().edit("shop.toml").unwrap();
    edit.set("port", "2").unwrap();
    scene.file("project/shop.toml", "");
    assert_eq!(only(&edit.write().unwrap_err()).message(), "the file was not written: somebody else made it meanwhile");
    assert_eq!(names(&scene, "project"), [".git", "shop.toml"]);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let scene = Scene::new();
    scene.file("etc/real.toml", "port = 1\n");
    let (link, real) = (scene.path("project/shop.toml"), scene.path("etc/real.toml"));
    symlink(&real, &link).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let mut edit = scene.builder::<Shop>().edit("shop.toml").unwrap();
    edit.set("port", "2").unwrap();
    edit.write().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "port = 2\n");
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(names(&scene, "etc"), ["real.toml"]);
    assert_eq!(edit.warnings(), []);

    // A secret in a new file is for its owner alone, and in a file that others can read it is worth a warning.
    let mut edit = scene.builder::<Shop>().edit("new.toml").unwrap();
    edit.set("key", "x").unwrap();
    edit.write().unwrap();
    assert_eq!(fs::metadata(scene.path("project/new.toml")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(edit.warnings(), []);
    fs::set_permissions(scene.path("project/new.toml"), fs::Permissions::from_mode(0o644)).unwrap();
    edit.set("key", "y").unwrap();
    let [warning] = edit.warnings() else { panic!("one warning, not {:?}", edit.warnings()) };
    assert_eq!((warning.kind(), warning.path()), (ProblemKind::Exposed, "key"));

    fs::remove_file(&real).unwrap();
    let error = scene.builder::<Shop>().edit("shop.toml").unwrap_err();
    assert_eq!(only(&error).message(), "the file is a link to nothing");
}

#[cfg(unix)]
#[test]
fn read_only_files_and_directories_are_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = Scene::new();
    let mut edit = open(&scene, "port = 1\n");
    edit.set("port", "2").unwrap();
    let path = scene.path("project/shop.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    assert_eq!(only(&edit.write().unwrap_err()).message(), "the file cannot be written: it is read-only");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();

    let directory = scene.path("project");
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o555)).unwrap();
    let may_anything = fs::write(scene.path("project/probe"), "").is_ok();
    let result = edit.write();
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o755)).unwrap();
    if !may_anything {
        let error = result.unwrap_err();
        assert!(only(&error).message().contains("no new file can be put beside it"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "port = 1\n");
        assert_eq!(names(&scene, "project"), [".git", "shop.toml"]);
    }
}

#[test]
fn only_toml_that_is_in_order_is_edited() {
    let scene = Scene::new();
    let error = |name: &str, content: &[u8]| {
        scene.file(&format!("project/{name}"), content);
        let error = scene.builder::<Shop>().edit(name).unwrap_err();
        let problem = only(&error);
        format!("{}: {}", problem.kind(), problem.message())
    };
    for (name, format) in [("a.json", "JSON"), ("a.yaml", "YAML"), ("a.yml", "YAML")] {
        let expected =
            format!("invalid: only TOML files are edited: the comments and the layout of {format} would be lost");
        assert_eq!(error(name, b"{}"), expected);
    }
    assert!(error("a.conf", b"port: 1\n").starts_with("invalid: only TOML files are edited"));
    assert_eq!(error("a.toml", b"port = \xff\n"), "syntax: byte 7 (0xff) is not UTF-8");
    fs::create_dir(scene.path("project/b.toml")).unwrap();
    let whole = scene.builder::<Shop>().edit("b.toml").unwrap_err();
    assert_eq!(only(&whole).message(), "the file cannot be read: it is a directory");
    scene.file("project/c.toml", "port = 1\nhost = \n");
    let whole = scene.builder::<Shop>().edit("c.toml").unwrap_err();
    let origin = only(&whole).origin().unwrap().to_string();
    assert!(origin.ends_with("c.toml:2:8"), "{whole}");
    let large = "#".repeat((16 << 20) + 1);
    assert_eq!(error("d.toml", large.as_bytes()), "unreadable: the file cannot be read: it is larger than 16 MiB");
}

#[test]
fn hostile_files_are_refused_or_edited() {
    let scene = Scene::new();
    for text in [
        format!("x = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("x = {}1{}", "{a=".repeat(100_000), "}".repeat(100_000)),
        format!("{}x = 1", "a.".repeat(100_000)),
        format!("[{}x]", "a.".repeat(100_000)),
        "[[a]]\n[a]\n".to_owned(),
        "a = 1\na.b = 2\n".to_owned(),
        "[a]\n[a]\n".to_owned(),
        "\r".to_owned(),
        "a = \"\\u{0}".to_owned(),
    ] {
        scene.file("project/shop.toml", &text);
        let error = scene.builder::<Shop>().edit("shop.toml").expect_err(&text[..text.len().min(40)]);
        assert!(error.problems().iter().all(|it| it.kind() == ProblemKind::Syntax), "{}", lines(&error)[0]);
    }
    let keys = (0..2_000).fold(String::new(), |keys, n| keys + &format!("k{n} = 1\n"));
    let mut edit = open(&scene, &keys);
    edit.set("port", "1").unwrap();
    assert_eq!(edit.text(), format!("{keys}port = 1\n"));
    assert_eq!(edit.diff(Color::Never).lines().count(), 7);
}

/// A type that only serde reads, one that nobody can show, and strings with names in them.
#[derive(Debug, SuperConfig)]
#[config(name = "odd")]
#[allow(dead_code)]
struct Odd {
    #[config(default = Level::Low)]
    level: Level,
    mute: Option<Mute>,
    pair: Option<Pair>,
    #[config(expand, default = "x")]
    url: String,
    #[config(default = [1, 2])]
    sizes: [u8; 2],
    #[config(default)]
    matrix: Vec<Vec<u8>>,
    #[config(default)]
    limits: BTreeMap<String, u16>,
    #[config(non_empty, default = "a")]
    name: String,
    day: Option<chrono::NaiveDate>,
    #[config(default, merge = "append")]
    more: Vec<String>,
    #[config(nested)]
    shape: Option<Shape>,
    #[config(parse = from_hex, default = 0)]
    accent: u32,
    #[config(deserialize_with = from_percent, default = 1.0)]
    share: f64,
}

fn from_hex(text: &str) -> Result<u32, std::num::ParseIntError> {
    u32::from_str_radix(text, 16)
}

fn from_percent<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(<u8 as serde::Deserialize>::deserialize(deserializer)?.into()).map(|percent: f64| percent / 100.0)
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Low,
    High,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mute {
    On,
}

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code)]
struct Pair {
    a: u8,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code)]
enum Shape {
    Point,
    Circle {
        #[config(default = 1)]
        radius: u8,
    },
}

fn odd(text: &str, path: &str, value: &str) -> Result<String, superconfig::Error> {
    let scene = Scene::new();
    scene.file("project/odd.toml", text);
    let mut edit = scene.builder::<Odd>().edit("odd.toml")?;
    edit.set(path, value)?;
    Ok(edit.text().to_owned())
}

#[test]
fn values_of_all_kinds_of_types_are_written() {
    for (text, path, value, expected) in [
        ("", "level", "high", "level = \"high\"\n"),
        ("", "mute", "on", "mute = \"on\"\n"),
        ("", "url", "http://${HOST}", "url = \"http://${HOST}\"\n"),
        ("", "sizes", "3,4", "sizes = [3, 4]\n"),
        ("", "matrix", "[[1,2],[3]]", "matrix = [[1, 2], [3]]\n"),
        ("matrix = [\n  [1],\n  [2], # two\n]\n", "matrix", "[[1],[3]]", "matrix = [\n  [1],\n  [3], # two\n]\n"),
        ("", "limits", "a=1,b=2", "limits = { a = 1, b = 2 }\n"),
        ("limits = {}\n", "limits.a", "1", "limits = { a = 1 }\n"),
        ("", "day", "2026-02-03", "day = \"2026-02-03\"\n"),
        ("day = 2025-01-01 # first\n", "day", "2026-02-03", "day = 2026-02-03 # first\n"),
        // What others say of it is no part of the file.
        ("more = ['a']\n", "more", "b", "more = ['b']\n"),
        ("", "shape", "Point", "shape = \"Point\"\n"),
        // As what reads it would have it, not as what became of it.
        ("", "accent", "ff", "accent = \"ff\"\n"),
        ("", "accent", "255", "accent = \"255\"\n"),
        ("", "share", "50", "share = 50\n"),
        ("", "shape.Circle.radius", "3", "[shape.Circle]\nradius = 3\n"),
        ("name = \"a\\tb\"\n", "name", "c\nd\u{1b}\"'", "name = \"c\\nd\\u001b\\\"'\"\n"),
    ] {
        assert_eq!(odd(text, path, value).unwrap_or_else(|error| panic!("{path}: {error}")), expected);
    }
    let mut told = Vec::new();
    for (text, path, value, problem) in [
        ("", "level", "loud", "wrong type: level: expected `low` or `high`, found the string \"loud\""),
        ("", "limits.a", "x", "wrong type: limits.a: expected an integer from 0 to 65535, found the text \"x\""),
        ("", "sizes", "3", "wrong type: sizes: expected a list of 2 elements, found a list of 1 element"),
        ("", "name", "", "invalid: name: it is empty, and needs at least one character"),
        ("", "day", "yesterday", "wrong type: day: "),
        (
            "shape = 'Point'\n",
            "shape.Circle.radius",
            "3",
            "invalid: shape.Circle.radius: 'shape' is a single value in this file, so nothing can be put into it",
        ),
        ("[shape.Circle]\n", "shape", "Point", "invalid: shape: it stands in this file in a form that is not changed"),
        (
            "",
            "pair",
            "{\"a\":1}",
            "invalid: pair: nobody knows how a Pair is written: it is neither one of the library's types nor `Serialize`",
        ),
    ] {
        let error = odd(text, path, value).expect_err(path);
        told.push((lines(&error)[0].clone(), problem));
        assert_eq!(only(&error).path(), path);
    }
    let wrong: Vec<_> = told.iter().filter(|(told, problem)| !told.starts_with(problem)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_new_table_has_the_line_ends_of_the_others() {
    assert_eq!(set("port = 1\r\n", &[("tls.cert", "c")]), "port = 1\r\n\r\n[tls]\r\ncert = \"c\"\r\n");
    assert_eq!(set("\u{feff}", &[("tls.cert", "c")]), "\u{feff}[tls]\ncert = \"c\"\n");
    assert_eq!(set("\u{feff}[tls]\r\n", &[("port", "1")]), "\u{feff}port = 1\r\n\r\n[tls]\r\n");
    assert_eq!(set("\u{feff}port = 1", &[("port", "2")]), "\u{feff}port = 2");
}

#[test]
fn an_edit_that_makes_another_setting_wrong_is_refused() {
    // An operator that stands where the list was replaced is one thing, a former name beside the current one another.
    let scene = Scene::new();
    let mut edit = open(&scene, "[profile.prod]\nprot = 1\n").in_profile("prod").unwrap();
    edit.set("port", "2").unwrap();
    assert_eq!(edit.text(), "[profile.prod]\nprot = 1\nport = 2\n");
    // A header that would say twice what dotted keys say.
    let error = refused("[a]\n[a.b]\nc = 1\n[storage]\ntype = 'Disk'\npath = 'x'\n", "storage.type", "Bucket");
    assert_eq!(
        lines(&error),
        ["wrong type: storage.path: expected an integer from 0 to 4294967295, found the string \"x\""]
    );
    let place = only(&error).origin().unwrap().to_string();
    assert!(place.ends_with("shop.toml:6:8"), "{place}");
}

#[test]
fn several_edits_are_one() {
    let scene = Scene::new();
    let mut numbers = Numbers(5);
    for round in 0..60 {
        let text = document(&mut numbers);
        let mut edit = open(&scene, &text);
        for _ in 0..6 {
            let (path, _, new) = SETTINGS[numbers.below(SETTINGS.len())];
            edit.set(path, new).unwrap_or_else(|error| panic!("round {round} {path} {error}\n{}", edit.text()));
        }
        let renamed = edit.migrate().unwrap();
        assert_eq!(renamed.is_empty(), !text.contains("db = ") && !text.contains("[db]"), "{text}");
        assert_eq!(edit.migrate().unwrap(), []);
        edit.write().unwrap();
        let written = fs::read_to_string(scene.path("project/shop.toml")).unwrap();
        assert_eq!(written, edit.text());
        assert!(!edit.is_changed());
        // Every comment is still there.
        for comment in text.lines().filter(|line| line.trim_start().starts_with('#')) {
            assert_eq!(written.matches(comment).count(), text.matches(comment).count(), "{comment}\n{written}");
        }
        let shop = scene.builder::<Shop>().allow_unknown().with_file("shop.toml").extract();
        assert!(shop.is_ok(), "{shop:?}\n{written}");
    }
}

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Some file of the shop.
fn document(numbers: &mut Numbers) -> String {
    let mut text = String::new();
    let comments = ["", "", "", "# words\n", "\n", "\n# more 'words' = [\n", "# port = 1\n"];
    let behind = ["", "", " # behind", "  #", "\t"];
    let gap = ["", "", "\n", "\n# above\n"];
    let mut put = |numbers: &mut Numbers, line: &str| {
        text.push_str(numbers.one_of(&comments));
        text.push_str(numbers.one_of(&["", "", "  "]));
        text.push_str(line);
        text.push_str(numbers.one_of(&behind));
        text.push('\n');
    };
    let some = |numbers: &mut Numbers, lines: &[&str], put: &mut dyn FnMut(&mut Numbers, &str)| {
        for line in lines {
            if numbers.below(2) == 0 {
                put(numbers, line);
            }
        }
    };
    let top = [
        "port = 7",
        "debug=true",
        "host = 'h'",
        "unknown.a = [1, {b = 2}]",
        "workers = 3",
        "tags = [\n 'a', # a\n 'b'\n]",
    ];
    some(numbers, &top, &mut put);
    match numbers.below(4) {
        0 => put(numbers, "database.pool_size = 6"),
        1 => put(numbers, "database = { pool_size = 6, url = 'u' }"),
        2 => put(numbers, "db = {}"),
        _ => {}
    }
    match numbers.below(3) {
        0 => put(numbers, "replicas = [{ port = 4 }, {}]"),
        1 => put(numbers, "servers.alpha.port = 4"),
        _ => {}
    }
    match numbers.below(3) {
        0 => put(numbers, "labels.team = 't'"),
        1 => put(numbers, "labels = {team='t',zone='z'}"),
        _ => {}
    }
    if !text.contains("\ndatabase")
        && !text.starts_with("database")
        && !text.contains("db = {")
        && !text.contains("  database")
    {
        text.push_str(numbers.one_of(&gap));
        text.push_str(numbers.one_of(&[
            "[database]\n",
            "[ database ] # the database\npool_size = 6\n",
            "[db]\nurl = 'u'\n",
        ]));
    }
    if !text.contains("replicas = ") && numbers.below(2) == 0 {
        text.push_str(numbers.one_of(&gap));
        text.push_str("[[replicas]]\nport = 4\n# between\n[[replicas]]\nhost = 'r'\n");
    }
    if !text.contains("servers.") && numbers.below(2) == 0 {
        text.push_str(numbers.one_of(&gap));
        text.push_str(numbers.one_of(&["[servers.alpha]\nport = 4\n", "[servers]\nalpha = {}\n", "[servers.'a.b']\n"]));
    }
    text.push_str(numbers.one_of(&[
        "",
        "# the end",
        "\n\n",
        "[profile.prod]\nport = 1",
        "[tls]\ncert = 'c'\nport = 5 # last",
    ]));
    if numbers.below(3) == 0 {
        text = text.replace('\n', "\r\n");
    }
    if numbers.below(4) == 0 {
        text.insert(0, '\u{feff}');
    }
    text
}

const SETTINGS: [(&str, &str, &str); 11] = [
    ("port", "7", "9"),
    ("host", "h", "other"),
    ("debug", "true", "false"),
    ("workers", "3", "5"),
    ("tags", "a,b", "a,x"),
    ("database.pool_size", "6", "8"),
    ("database.url", "u", "v"),
    ("servers.alpha.port", "4", "5"),
    ("replicas[0].port", "4", "5"),
    ("labels.team", "t", "q"),
    ("tls.cert", "c", "d"),
];

#[test]
fn whatever_a_file_looks_like_only_what_is_asked_for_changes() {
    let mut numbers = Numbers(11);
    let scene = Scene::new();
    let (mut there, mut added) = (0, 0);
    for round in 0..600 {
        let text = document(&mut numbers);
        let (path, old, new) = SETTINGS[numbers.below(SETTINGS.len())];
        let mut edit = open(&scene, &text);
        let context = || format!("round {round}, {path}:\n{text}");
        let mut probe = open(&scene, &text);
        let had = probe.unset(path).unwrap_or_else(|error| panic!("{error} {}", context()));
        edit.set(path, new).unwrap_or_else(|error| panic!("{error} {}", context()));
        let edited = edit.text().to_owned();
        assert_eq!(edited.matches("\r\n").count() > 0, text.contains("\r\n"), "{}", context());
        assert_eq!(edited.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
        let (before, after): (Vec<_>, Vec<_>) = (text.lines().collect(), edited.lines().collect());
        if had {
            there += 1;
            let changed = before.iter().zip(&after).filter(|(old, new)| old != new).count();
            assert_eq!((before.len(), changed), (after.len(), 1), "{}\n{edited}", context());
            edit.set(path, old).unwrap();
            assert_eq!(edit.text(), text, "{}", context());
        } else {
            added += 1;
            // All that was there still is, in its order, but for one line that may have had room for more.
            let mut rest = after.iter();
            let lost = before.iter().filter(|line| {
                let mut ahead = rest.clone();
                let found = ahead.any(|other| other == *line);
                if found {
                    rest = ahead;
                }
                !found
            });
            let lost: Vec<_> = lost.collect();
            assert!(lost.len() <= 1 && lost.iter().all(|line| line.contains('{')), "{lost:?} {}\n{edited}", context());
            if after.len() == before.len() + 1 {
                assert!(edit.unset(path).unwrap());
                assert_eq!(edit.text(), text, "{}", context());
            }
        }
        // The file says what was asked for.
        let mut again = open(&scene, &edited);
        again.set(path, new).unwrap();
        assert!(!again.is_changed(), "{}\n{edited}", context());
        let profiles = scene.builder::<Shop>().allow_unknown().with_file("shop.toml").extract();
        let shop = profiles.unwrap_or_else(|error| panic!("{error} {}\n{edited}", context()));
        let said = match path {
            "port" => shop.port.to_string(),
            "host" => shop.host,
            "debug" => shop.debug.to_string(),
            "workers" => shop.common.workers.to_string(),
            "tags" => shop.tags.join(","),
            "database.pool_size" => shop.database.pool_size.to_string(),
            "database.url" => shop.database.url,
            "servers.alpha.port" => shop.servers["alpha"].port.to_string(),
            "replicas[0].port" => shop.replicas[0].port.to_string(),
            "labels.team" => shop.labels["team"].clone(),
            _ => shop.tls.unwrap().cert,
        };
        assert_eq!(said, new, "{}\n{edited}", context());
    }
    assert!(there > 150 && added > 150, "{there} {added}");
}

#[test]
fn damaged_files_are_refused_or_edited_into_whole_ones() {
    let mut numbers = Numbers(3);
    let scene = Scene::new();
    let (mut broken, mut edited) = (0, 0);
    for _ in 0..400 {
        let mut text: Vec<char> = document(&mut numbers).chars().collect();
        for _ in 0..=numbers.below(3) {
            let at = numbers.below(text.len().max(1)).min(text.len());
            match numbers.below(3) {
                0 => text.insert(
                    at,
                    ['\n', '[', ']', '{', '}', ',', '.', '=', '#', '\'', '"', 'é', '\r'][numbers.below(13)],
                ),
                1 if at < text.len() => drop(text.remove(at)),
                _ => text.rotate_left(at / 8),
            }
        }
        let text: String = text.into_iter().collect();
        scene.file("project/shop.toml", &text);
        let Ok(mut edit) = scene.builder::<Shop>().edit("shop.toml") else {
            broken += 1;
            continue;
        };
        let (path, _, new) = SETTINGS[numbers.below(SETTINGS.len())];
        let set = edit.set(path, new).is_ok();
        if set {
            edited += 1;
            assert!(edit.unset(path).expect("what was set"), "{path}\n{text}");
        }
        let _ = edit.migrate();
        let _ = edit.diff(Color::Never);
        edit.write().expect("a file");
        let again = scene.builder::<Shop>().edit("shop.toml");
        assert!(again.is_ok(), "{path}\n{text}\n{again:?}");
    }
    assert!(broken > 50 && edited > 50, "{broken} {edited}");
}

#[test]
fn a_number_may_be_none() {
    assert_eq!(set("port = 1\n", &[("ratio", "nan")]), "port = 1\nratio = nan\n");
    assert_eq!(set("ratio = nan # so far\n", &[("ratio", "nan")]), "ratio = nan # so far\n");
    assert_eq!(set("ratio = 0.5 # so far\n", &[("ratio", "-inf")]), "ratio = -inf # so far\n");
}

#[test]
fn keys_of_maps_may_stand_in_quotes() {
    let expected = "[servers.\"a.b\"]\nport = 81\n";
    assert_eq!(set("", &[("servers.\"a.b\".port", "81")]), expected);
    assert_eq!(set("[servers.'a.b']\nport = 80\n", &[("servers.\"a.b\".port", "81")]), expected.replace('"', "'"));
    assert_eq!(set("", &[("labels.\"a.b\"", "x")]), "[labels]\n\"a.b\" = \"x\"\n");
}
