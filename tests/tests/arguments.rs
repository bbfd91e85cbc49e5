//! Arguments without a parser of the program's own.
#![allow(missing_docs)]

use std::{collections::BTreeMap, ffi::OsString};

use superconfig::{Error, Origin, ProblemKind, SecretString, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default = 1, profile(prod = 2, eu = 3))]
    port: i32,
    #[config(default = false)]
    verbose: bool,
    #[config(default = true)]
    color_output: bool,
    name: Option<String>,
    tags: Option<Vec<String>>,
    rows: Option<Vec<Vec<u8>>>,
    labels: Option<BTreeMap<String, String>>,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(flatten)]
    limits: Limits,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(default = 5, alias = "pool")]
    pool_size: u8,
    url: Option<String>,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(default = 443)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
struct Limits {
    #[config(default = 10)]
    max_users: u32,
}

fn shop<const N: usize>(arguments: [&str; N]) -> Shop {
    Shop::builder().with_args(arguments).extract().unwrap_or_else(|error| panic!("{arguments:?}\n{error}"))
}

fn error<const N: usize>(arguments: [&str; N]) -> Error {
    Shop::builder().with_args(arguments).extract().expect_err("there is something wrong")
}

/// What is wrong, with the argument in question.
fn wrong<const N: usize>(arguments: [&str; N]) -> Vec<String> {
    let error = error(arguments);
    let place = |problem: &superconfig::Problem| problem.origin().expect("an argument").to_string();
    error.problems().iter().zip(lines(&error)).map(|(problem, line)| format!("{} {line}", place(problem))).collect()
}

#[test]
fn a_setting_is_named_by_its_path() {
    assert_eq!(shop(["--port=80"]).port, 80);
    assert_eq!(shop(["--port", "80"]).port, 80);
    assert_eq!(shop(["--port", "-5"]).port, -5);
    for name in ["--database.pool-size=7", "--database.pool_size=7", "--set=database.pool_size=7"] {
        assert_eq!(shop([name]).database.pool_size, 7, "{name}");
    }
    assert_eq!(shop(["--set", "database.pool-size=7"]).database.pool_size, 7);
    assert_eq!(shop(["--database.url=a=b"]).database.url.as_deref(), Some("a=b"));
    assert_eq!(shop(["--max-users", "3"]).limits.max_users, 3);
    assert_eq!(shop(["--tls.port=8443"]).tls.expect("an argument brings it into being").port, 8443);
    assert!(shop([]).tls.is_none());
}

#[test]
fn a_bool_is_a_flag() {
    let shops = [shop([]), shop(["--verbose", "--no-color-output"]), shop(["--verbose=no", "--color_output=yes"])];
    assert_eq!(shops.map(|it| (it.verbose, it.color_output)), [(false, true), (true, false), (false, true)]);
    assert_eq!(wrong(["--no-verbose=yes"]), ["argument --no-verbose invalid: : it takes no value"]);
    assert_eq!(wrong(["--no-port"]).len(), 1);
}

#[test]
fn lists_and_maps_are_given_whole_or_piece_by_piece() {
    assert_eq!(shop(["--tags=a, b"]).tags.unwrap(), ["a", "b"]);
    assert_eq!(shop(["--tags", "a", "--tags=b,c"]).tags.unwrap(), ["a", "b", "c"]);
    assert_eq!(shop([r#"--tags=["a,b"]"#]).tags.unwrap(), ["a,b"]);
    assert_eq!(shop(["--rows=1,2", "--rows=3"]).rows.unwrap(), [vec![1, 2], vec![3]]);
    let labels = [("a", "1"), ("b", "2")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    let labels = BTreeMap::from(labels);
    for arguments in [["--labels=a=1,b=2", "--"], ["--labels=a=1", "--labels=b=2"], ["--labels.a=1", "--labels.b=2"]] {
        assert_eq!(shop(arguments).labels.unwrap(), labels, "{arguments:?}");
    }
    let labels = shop(["--labels.max_users=1, 2=3"]).labels.unwrap();
    assert_eq!(labels["max_users"], "1, 2=3");
}

#[test]
fn the_origin_is_the_argument() {
    let builder = Shop::builder().with_args(["--port=80", "--set", "database.url=x"]);
    let snapshot = builder.extract_snapshot().unwrap();
    let origins: BTreeMap<_, _> = snapshot.origins().collect();
    assert_eq!(origins["port"], Origin::Argument("--port".to_owned()));
    assert_eq!(origins["database.url"].to_string(), "argument --set database.url");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    assert_eq!(
        wrong(["--port=http", "--prot", "80", "stray", "--database.pool_size", "--set", "port", "-v", "--name"]),
        [
            "argument --port wrong type: port: expected an integer from -2147483648 to 2147483647, found the text \"http\"",
            "argument --prot unknown key: : no setting has this name",
            "argument stray invalid: : it is no option, and none was expected to have it",
            "argument --database.pool_size invalid: : it needs a value",
            "argument --set invalid: : there is no '=' in what follows",
            "argument -v invalid: : it is no option, and none was expected to have it",
            "argument --name invalid: : it needs a value",
        ]
    );
}

#[test]
fn a_section_has_no_value_but_settings() {
    let told = |argument: &str| {
        let error = error([argument]);
        let problem = only(&error);
        format!("{}: {}", problem.message(), problem.help().unwrap())
    };
    let message = "this is a section, which has no value itself";
    assert_eq!(told("--database=x"), format!("{message}: there are --database.pool-size, --database.url"));
    assert_eq!(told("--set=database=x"), format!("{message}: there are database.pool_size, database.url"));
    assert_eq!(told("--tls"), format!("{message}: there are --tls.port"));
}

#[test]
fn what_is_empty_is_told_to_be_so() {
    assert_eq!(wrong(["--config="]), ["argument --config invalid: : it needs a value"]);
    assert_eq!(wrong(["--config", ""]), ["argument --config invalid: : it needs a value"]);
    assert_eq!(wrong(["--set", "=5"]), ["argument --set invalid: : there is no path before the '='"]);
}

#[test]
fn a_misspelt_name_has_a_cure() {
    let help = |argument: &str| only(&error([argument])).help().unwrap().to_owned();
    assert_eq!(help("--databse.pool-size=5"), "did you mean --database.pool-size?");
    assert_eq!(help("--databse.pool_size=5"), "did you mean --database.pool-size?");
    assert_eq!(help("--set=database.pool_szie=5"), "did you mean database.pool_size?");
    let all = help("--quux");
    assert!(all.starts_with("there are --port, --verbose, --color-output, --name"), "{all}");
}

#[test]
fn a_setting_given_twice_is_ambiguous() {
    let problems = error(["--port=1", "--set=port=2"]);
    let problem = only(&problems);
    assert_eq!((problem.kind(), problem.message()), (ProblemKind::Ambiguous, "it is also set by argument --port"));
}

#[test]
fn a_former_name_binds_and_is_warned_of() {
    let snapshot = Shop::builder().with_args(["--database.pool=7"]).extract_snapshot().unwrap();
    assert_eq!(snapshot.value().database.pool_size, 7);
    let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
    assert_eq!(warning.kind(), ProblemKind::Deprecated);
}

#[test]
fn what_follows_two_dashes_is_not_looked_at() {
    assert_eq!(shop(["--port=80", "--", "--port=81", "stray"]).port, 80);
    assert_eq!(wrong(["--port", "--"]), ["argument --port invalid: : it needs a value"]);
}

#[test]
fn a_program_with_arguments_of_its_own_keeps_them() {
    let arguments = ["run", "--jobs", "4", "--port=80", "-v", "--verbose", "file"];
    let shop: Shop = Shop::builder().with_known_args(arguments).extract().unwrap();
    assert_eq!((shop.port, shop.verbose), (80, true));
    assert_eq!(Shop::builder().with_args(arguments).extract().unwrap_err().problems().len(), 4);
    let error = Shop::builder().with_known_args(["--port=http"]).extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::WrongType);
}

#[cfg(unix)]
#[test]
fn what_is_not_unicode_is_a_problem() {
    use std::os::unix::ffi::OsStringExt as _;
    let argument = |text: &[u8]| OsString::from_vec(text.to_vec());
    let arguments = [argument(b"--name=\xff"), argument(b"--\xff=x"), argument(b"--tags"), argument(b"\xff")];
    let error = Shop::builder().with_args(arguments).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "wrong type: name: its value is not Unicode",
            "wrong type: tags: its value is not Unicode",
            "unknown key: : no setting has this name",
        ]
    );
}

#[test]
fn profiles_are_chosen_below_code_and_above_the_environment() {
    assert_eq!(shop(["--profile", "prod"]).port, 2);
    assert_eq!(shop(["--profile=prod", "--profile=eu"]).port, 3);
    assert_eq!(shop(["--profile=eu,prod"]).port, 2);
    let builder = Shop::builder().with_env_vars([("SHOP_PROFILE", "prod")]).with_args(["--profile=eu"]);
    assert_eq!(builder.extract().unwrap().port, 3);
    let snapshot = builder.with_profile("prod").extract_snapshot().unwrap();
    assert_eq!(snapshot.value().port, 2);
    let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
    assert_eq!(warning.message(), "it has no effect: the program chooses its profiles itself (prod)");
}

mod unset {
    use std::collections::HashMap;

    use superconfig::Format;

    use super::*;

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", removed(threads = "the number follows from the machine"))]
    struct Tool {
        #[config(default = 1)]
        port: u16,
        motd: Option<String>,
        #[config(default = vec!["a".to_owned()])]
        tags: Vec<String>,
        #[config(nested)]
        data_base: Base,
        #[config(nested)]
        tls: Option<Base>,
        #[config(nested)]
        servers: HashMap<String, Base>,
        #[config(nested)]
        replicas: Vec<Base>,
        #[config(nested)]
        storage: Storage,
        #[config(flatten)]
        limits: Limits,
    }

    #[derive(Debug, SuperConfig)]
    struct Base {
        #[config(default = "localhost", alias = "address")]
        host_name: String,
        #[config(default = 5)]
        size: u8,
        #[config(default = "no", sources = "env | files")]
        #[allow(dead_code)]
        key: String,
    }

    #[derive(Debug, SuperConfig)]
    struct Limits {
        #[config(default = 10)]
        max_users: u32,
    }

    #[derive(Debug, PartialEq, SuperConfig)]
    #[config(tag = "kind", rename_all = "snake_case")]
    enum Storage {
        #[config(default)]
        Memory,
        Disk {
            #[config(default = "/")]
            path: String,
        },
        Cloud {
            #[config(default = "root")]
            path: String,
        },
    }

    const FILE: &str = "port = 9\nmotd = 'm'\ntags = ['x', 'y']\nmax_users = 3\nreplicas = [{}, {}]\n\
        data_base = { host_name = 'h', size = 1 }\ntls = {}\nstorage = { kind = 'cloud', path = 'p' }\n\
        [servers]\na = { size = 1 }\n'b.c' = { size = 2, host_name = 'h' }";

    fn tool<const N: usize>(arguments: [&str; N]) -> Result<Tool, Error> {
        Tool::builder().with_str(Format::Toml, FILE).with_args(arguments).extract()
    }

    #[test]
    fn a_setting_has_its_default_again() {
        let tool = |argument| tool(["--unset", argument]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((tool("port").port, tool("motd").motd.as_deref()), (1, None));
        assert_eq!(tool("tags").tags, ["a"]);
        assert_eq!((tool("max-users").limits.max_users, tool("max_users").limits.max_users), (10, 10));
        for path in ["data-base.host-name", "data_base.host_name", "data_base.address"] {
            let base = tool(path).data_base;
            assert_eq!((base.host_name.as_str(), base.size), ("localhost", 1), "{path}");
        }
        assert_eq!(tool("storage.path").storage, Storage::Cloud { path: "root".to_owned() });
    }

    #[test]
    fn a_section_is_as_if_nobody_had_spoken_of_it() {
        let tool = |argument| tool([argument]).unwrap_or_else(|error| panic!("{error}"));
        let base = tool("--unset=data_base").data_base;
        assert_eq!((base.host_name.as_str(), base.size), ("localhost", 5));
        assert!(tool("--unset=port").tls.is_some());
        assert!(tool("--unset=tls").tls.is_none());
        assert!(tool("--unset=tls.size").tls.is_some());
        assert_eq!(tool("--unset=replicas").replicas.len(), 0);
        assert_eq!(tool("--unset=storage").storage, Storage::Memory);
        assert_eq!(tool("--unset=servers").servers.len(), 0);
        assert_eq!(tool("--unset=servers.b.c").servers.keys().collect::<Vec<_>>(), ["a"]);
        let servers = tool("--unset=servers.b.c.size").servers;
        assert_eq!((servers["b.c"].size, servers["b.c"].host_name.as_str(), servers["a"].size), (5, "h", 1));
        assert_eq!(tool("--unset=servers.z").servers.len(), 2);
    }

    #[test]
    fn what_other_arguments_set_counts_whatever_the_order() {
        for arguments in
            [["--unset", "data_base", "--data_base.size=7"], ["--data_base.size=7", "--unset", "data_base"]]
        {
            let base = tool(arguments).unwrap().data_base;
            assert_eq!((base.host_name.as_str(), base.size), ("localhost", 7));
        }
        assert_eq!(tool(["--tags-add=z", "--unset=tags"]).unwrap().tags, ["a", "z"]);
        let error = tool(["--data_base.address=x", "--unset=data-base.host_name"]).unwrap_err();
        let problem = only(&error);
        assert_eq!((problem.kind(), problem.path()), (ProblemKind::Ambiguous, "data_base.host_name"));
        assert_eq!(problem.message(), "it is also set by argument --data_base.address");
        assert_eq!(problem.origin().unwrap().to_string(), "argument --unset data-base.host_name");
    }

    #[test]
    fn what_it_cannot_take_back_is_a_problem() {
        let wrong = |argument: &str| {
            let error = tool(["--unset", argument]).unwrap_err();
            let problem = only(&error).clone();
            (problem.kind(), problem.help().unwrap_or_default().to_owned(), problem.path().to_owned())
        };
        assert_eq!(wrong("prot"), (ProblemKind::UnknownKey, "did you mean port?".to_owned(), String::new()));
        for path in ["port.x", "replicas.0", "replicas.0.size", "tags.0", "port=5", ".", "servers.", "tags_add"] {
            assert_eq!(wrong(path).0, ProblemKind::UnknownKey, "{path}");
        }
        assert_eq!(wrong("threads").0, ProblemKind::Removed);
        let forbidden = wrong("data_base.key");
        assert_eq!((forbidden.0, forbidden.2.as_str()), (ProblemKind::Forbidden, "data_base.key"));
        for argument in ["--unset", "--unset="] {
            let error = tool([argument]).unwrap_err();
            assert_eq!(lines(&error), ["invalid: : it needs a value"]);
            assert_eq!(only(&error).help(), Some("write --unset path"));
        }
    }

    #[test]
    fn a_former_name_is_warned_of() {
        let builder = Tool::builder().with_args(["--unset=data-base.address"]);
        let snapshot = builder.extract_snapshot().unwrap();
        let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
        assert_eq!((warning.kind(), warning.path()), (ProblemKind::Deprecated, "data_base.host_name"));
        assert_eq!(warning.help(), Some("write --unset data_base.host_name instead"));
    }

    #[test]
    fn the_origin_is_the_default() {
        let snapshot = Tool::builder().with_str(Format::Toml, FILE).with_args(["--unset=port"]).extract_snapshot();
        let snapshot = snapshot.unwrap();
        assert!(snapshot.origins().any(|it| it == ("port".to_owned(), Origin::Default)));
    }

    #[test]
    fn clap_has_it_too() {
        let command = Tool::augment(clap::Command::new("tool")).unwrap();
        let matches = command.try_get_matches_from(["tool", "--unset", "data_base.size", "--unset=port"]).unwrap();
        let tool = Tool::builder().with_str(Format::Toml, FILE).with_arg_matches(&matches).extract().unwrap();
        assert_eq!((tool.port, tool.data_base.size, tool.data_base.host_name.as_str()), (1, 5, "h"));
    }
}

#[test]
fn a_file_takes_the_place_of_those_that_would_be_found() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "port = 10\nname = 'found'").file("project/other.toml", "port = 20");
    scene.file("project/other.prod.toml", "[database]\npool_size = 9");
    let args = ["--config", "other.toml", "--profile", "prod"];
    let shop: Shop = scene.builder().with_discovery().with_args(args).extract().unwrap();
    assert_eq!((shop.port, shop.name, shop.database.pool_size), (20, None, 9));
    let shop: Shop = scene.builder().with_args(args).with_discovery().extract().unwrap();
    assert_eq!((shop.port, shop.name), (20, None));
    let builder = scene.builder().with_file("shop.toml").with_env_vars([("SHOP_DATABASE_POOL_SIZE", "3")]);
    let shop: Shop = builder.with_args(args).extract().unwrap();
    assert_eq!((shop.port, shop.name.as_deref(), shop.database.pool_size), (20, Some("found"), 3));
    for builder in [scene.builder::<Shop>().with_args(args), scene.builder().with_args(args).with_file("shop.toml")] {
        assert_eq!(builder.extract().unwrap().port, 20);
    }
    let error = scene.builder::<Shop>().with_discovery().with_args(["--config=gone.toml"]).extract().unwrap_err();
    assert_eq!(lines(&error), ["unreadable: : the file, which --config names, is not there"]);
}

#[test]
fn they_rank_above_the_environment() {
    let builder = Shop::builder().with_env_vars([("SHOP_PORT", "1"), ("SHOP_NAME", "variable")]);
    let shop = builder.with_args(["--port=2"]).extract().unwrap();
    assert_eq!((shop.port, shop.name.as_deref()), (2, Some("variable")));
}

#[test]
fn settings_come_before_words_of_ours() {
    #[derive(SuperConfig)]
    #[config(profile_key = false)]
    struct Tool {
        #[config(env = false)]
        config: Option<String>,
        #[config(env = false)]
        profile: Option<String>,
        set: Option<u8>,
        no_cache: Option<bool>,
        cache: Option<bool>,
    }
    let tool =
        Tool::builder().with_args(["--config=nowhere", "--profile=p", "--set=5", "--no-cache"]).extract().unwrap();
    assert_eq!((tool.config.as_deref(), tool.profile.as_deref(), tool.set), (Some("nowhere"), Some("p"), Some(5)));
    assert_eq!((tool.no_cache, tool.cache), (Some(true), None));
}

#[test]
fn a_secret_in_an_argument_is_warned_of_and_never_shown() {
    #[derive(Debug, SuperConfig)]
    #[allow(dead_code, reason = "never read")]
    struct Vault {
        key: Option<SecretString>,
    }
    let snapshot = Vault::builder().with_args(["--key=hunter2"]).extract_snapshot().unwrap();
    let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
    assert_eq!((warning.kind(), warning.path()), (ProblemKind::Exposed, "key"));
    assert!(!format!("{warning} {warning:?}").contains("hunter2"));
    let error = Vault::builder().with_args(["--kye", "hunter2", "hunter2", "--key:hunter2"]).extract().unwrap_err();
    assert!(!error.to_string().contains("hunter2"), "{error}");
    let names: Vec<_> = error.problems().iter().map(|problem| problem.origin().unwrap().to_string()).collect();
    assert_eq!(names, ["argument --kye", "argument number 3", "argument --key"]);
}

#[test]
fn a_hundred_mistakes_are_told_and_the_rest_counted() {
    let error = Shop::builder().with_args(vec!["--x=1"; 5000]).extract().unwrap_err();
    assert_eq!(error.problems().len(), 101);
    assert!(error.to_string().contains("4900 more are not listed"), "{error}");
}

mod collections {
    use std::collections::HashMap;

    use super::*;

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Fleet {
        #[config(nested)]
        servers: HashMap<String, Server>,
        #[config(nested)]
        replicas: Vec<Server>,
        #[config(default = vec!["a".to_owned(), "b".to_owned()])]
        tags: Vec<String>,
    }

    #[derive(Debug, PartialEq, SuperConfig)]
    struct Server {
        #[config(default = "localhost")]
        host: String,
        #[config(default = 1)]
        tcp_port: u16,
    }

    fn server(host: &str, tcp_port: u16) -> Server {
        Server { host: host.to_owned(), tcp_port }
    }

    fn fleet<const N: usize>(arguments: [&str; N]) -> Result<Fleet, Error> {
        Fleet::builder().with_args(arguments).extract()
    }

    #[test]
    fn sections_in_maps_are_named_by_their_keys() {
        let fleet =
            fleet(["--servers.alpha.tcp-port=80", "--set=servers.b.c.host=x", "--servers.alpha.host=y"]).unwrap();
        assert_eq!(fleet.servers["alpha"], server("y", 80));
        assert_eq!(fleet.servers["b.c"], server("x", 1));
    }

    #[test]
    fn sections_in_lists_count_from_0_in_any_order() {
        let fleet = fleet(["--replicas.1.host=b", "--replicas.0.host=a", "--replicas.1.tcp_port=2"]).unwrap();
        assert_eq!(fleet.replicas, [server("a", 1), server("b", 2)]);
        let list: Vec<String> = (0..12).rev().map(|index| format!("--replicas.{index}.host={index}")).collect();
        let fleet = Fleet::builder().with_args(list).extract().unwrap();
        assert_eq!(fleet.replicas[10], server("10", 1));
    }

    #[test]
    fn gaps_and_what_is_no_number_are_problems() {
        let error = fleet(["--replicas.1.host=b"]).unwrap_err();
        assert!(only(&error).message().ends_with("number 0 comes next"), "{error}");
        assert_eq!(only(&error).origin().unwrap().to_string(), "argument --replicas.1.host");
        for argument in ["--replicas.01.host=b", "--replicas.x.host=b", "--replicas..host=b", "--servers.host=x"] {
            assert_eq!(only(&fleet([argument]).unwrap_err()).kind(), ProblemKind::UnknownKey, "{argument}");
        }
    }

    #[test]
    fn lists_are_added_to_and_taken_from() {
        assert_eq!(fleet(["--tags-add=c,d", "--set", "tags_remove=a"]).unwrap().tags, ["b", "c", "d"]);
        assert_eq!(fleet(["--tags_add", "c", "--tags_add", "d"]).unwrap().tags, ["a", "b", "c", "d"]);
    }

    #[test]
    fn an_element_keeps_what_other_sources_say_of_it() {
        let builder =
            Fleet::builder().with_str(superconfig::Format::Toml, "replicas = [{ host = 'a' }, { host = 'b' }]");
        let fleet = builder.with_args(["--replicas.1.tcp_port=9"]).extract().unwrap();
        assert_eq!(fleet.replicas, [server("a", 1), server("b", 9)]);
    }
}

mod enums {
    use super::*;

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Shop {
        #[config(nested)]
        cache: Cache,
        #[config(nested)]
        storage: Option<Storage>,
    }

    #[derive(Debug, PartialEq, SuperConfig)]
    #[config(tag = "kind", rename_all = "snake_case")]
    enum Storage {
        Local(Local),
        S3(S3),
    }

    #[derive(Debug, PartialEq, SuperConfig)]
    struct Local {
        path: String,
    }

    #[derive(Debug, PartialEq, SuperConfig)]
    struct S3 {
        bucket: String,
        #[config(default = "eu")]
        path: String,
    }

    #[derive(Debug, PartialEq, SuperConfig)]
    #[config(rename_all = "snake_case")]
    enum Cache {
        #[config(default)]
        Off,
        Redis(Redis),
    }

    #[derive(Debug, PartialEq, SuperConfig)]
    struct Redis {
        url: String,
    }

    fn redis(url: &str) -> Cache {
        Cache::Redis(Redis { url: url.to_owned() })
    }

    #[test]
    fn a_variant_is_chosen_by_its_key_or_its_name() {
        let shop = |argument: &str| Shop::builder().with_args([argument]).extract().unwrap().cache;
        assert_eq!(shop("--cache.redis.url=x"), redis("x"));
        assert_eq!(shop("--cache=off"), Cache::Off);
        let builder = Shop::builder().with_str(superconfig::Format::Toml, "cache = { redis = { url = 'a' } }");
        assert_eq!(builder.clone().with_args(["--cache", "off"]).extract().unwrap().cache, Cache::Off);
        assert_eq!(builder.with_args(["--cache.redis.url=b"]).extract().unwrap().cache, redis("b"));
        let error = Shop::builder().with_args(["--cache=of"]).extract().unwrap_err();
        assert_eq!(only(&error).help(), Some("did you mean 'off'?"));
    }

    #[test]
    fn a_tag_may_come_after_what_it_is_about() {
        let shop = |arguments: [&str; 2]| Shop::builder().with_args(arguments).extract();
        let storage = shop(["--storage.bucket=b", "--storage.kind=s3"]).unwrap().storage;
        assert_eq!(storage, Some(Storage::S3(S3 { bucket: "b".to_owned(), path: "eu".to_owned() })));
        let storage = shop(["--storage.kind=local", "--storage.path=p"]);
        assert_eq!(storage.unwrap().storage, Some(Storage::Local(Local { path: "p".to_owned() })));
        let error = shop(["--storage.bucket=b", "--storage.kind=local"]).unwrap_err();
        assert!(lines(&error).iter().any(|line| line.starts_with("unknown key: storage.bucket")), "{error}");
    }

    #[test]
    fn clap_has_flags_for_the_choice_and_for_what_is_chosen() {
        let mut command = Shop::augment(clap::Command::new("shop")).unwrap();
        let help = command.render_help().to_string();
        for flag in
            ["--cache <off|redis>", "--cache-redis-url <URL>", "--storage-kind <local|s3>", "--storage-path <PATH>"]
        {
            assert!(help.contains(flag), "{flag}\n{help}");
        }
        let matches =
            command.get_matches_from(["shop", "--storage-bucket=b", "--storage-kind=s3", "--cache-redis-url=x"]);
        let shop: Shop = Shop::builder().with_arg_matches(&matches).extract().unwrap();
        assert_eq!(shop.cache, redis("x"));
        assert_eq!(shop.storage, Some(Storage::S3(S3 { bucket: "b".to_owned(), path: "eu".to_owned() })));
    }
}

#[test]
fn the_report_of_a_load_names_each_source() {
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_NAME=dotenv\n").file("secrets/database_url", "x");
    let builder =
        scene.builder::<Shop>().with_dotenv().with_secrets_dir(scene.path("secrets")).with_args(["--port=80"]);
    let (_, report) = builder.extract_with_report().unwrap();
    let sources: Vec<_> = report.sources().iter().filter(|source| !source.settings().is_empty()).collect();
    let named: Vec<_> = sources[1..].iter().map(|it| (scene.relative(it.name()), it.settings().join(","))).collect();
    let expected = [(".env", "name"), ("secrets", "database.url"), ("arguments", "port")];
    assert_eq!(named, expected.map(|(name, settings)| (name.to_owned(), settings.to_owned())));
    assert!(builder.discovered_files().iter().all(|file| !file.is_taken()));
    let builder = builder.with_args(["--config=shop.toml"]);
    scene.file("project/shop.toml", "port = 1");
    assert!(builder.discovered_files().iter().any(superconfig::DiscoveredFile::is_taken));
}
