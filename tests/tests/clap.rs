//! Flags through clap.
#![allow(missing_docs)]

use std::{collections::BTreeMap, ffi::OsString, net::SocketAddr};

use clap::{Arg, ArgAction, Command, error::ErrorKind};
use superconfig::{Builder, Error, ExposeSecret as _, Origin, ProblemKind, SecretString, SuperConfig};
use superconfig_tests::{Scene, lines};

#[derive(Debug, SuperConfig)]
#[allow(dead_code, reason = "some are only flags")]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct Shop {
    /// Address the HTTP server
    /// binds.
    ///
    /// All of them with `0.0.0.0`.
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"))]
    listen: SocketAddr,
    /// Key for the payment provider.
    #[config(default = SecretString::from("hunter2"))]
    api_key: SecretString,
    #[config(secret, default = "hunter2")]
    pin: String,
    /// Say more.
    #[config(default = false)]
    verbose: bool,
    #[config(default = true, env = false)]
    color_output: bool,
    tags: Option<Vec<String>>,
    labels: Option<BTreeMap<String, String>>,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
    #[config(sources = "files | env")]
    internal: Option<u8>,
    #[config(deprecated = "use listen")]
    bind: Option<String>,
    #[config(default = Vec::new())]
    computed: Vec<u8>,
}

#[derive(Debug, SuperConfig)]
struct Database {
    /// How many connections there may be.
    #[config(default = 10i32)]
    pool_size: i32,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(rename = "private-key")]
    key: String,
}

fn builder<const N: usize>(arguments: [&str; N]) -> Builder<Shop> {
    let command = Shop::augment(Command::new("shop")).unwrap();
    let matches = command.try_get_matches_from(["shop"].into_iter().chain(arguments));
    Shop::builder().with_arg_matches(&matches.unwrap_or_else(|error| panic!("{arguments:?}\n{error}")))
}

fn shop<const N: usize>(arguments: [&str; N]) -> Shop {
    builder(arguments).extract().unwrap_or_else(|error| panic!("{arguments:?}\n{error}"))
}

/// What clap says against the arguments.
fn refused<const N: usize>(arguments: [&str; N]) -> clap::Error {
    let command = Shop::augment(Command::new("shop")).unwrap();
    command.try_get_matches_from(["shop"].into_iter().chain(arguments)).expect_err("clap refuses")
}

#[test]
fn clap_finds_nothing_wrong_with_the_flags() {
    Shop::augment(Command::new("shop")).unwrap().debug_assert();
}

#[test]
fn a_flag_is_the_path_in_kebab_case() {
    let shop = shop(["--listen", "0.0.0.0:1", "--database-pool-size=-5", "--api-key", "k", "--tls-private-key=x"]);
    assert_eq!((shop.listen.port(), shop.database.pool_size), (1, -5));
    assert_eq!((shop.api_key.expose_secret(), shop.tls.unwrap().key.as_str()), ("k", "x"));
}

#[test]
fn what_is_not_given_sets_nothing() {
    let builder = builder([]);
    let snapshot = builder.extract_snapshot().unwrap();
    assert!(snapshot.origins().all(|(_, origin)| matches!(origin, Origin::Default | Origin::Unset)));
    assert!(snapshot.value().tls.is_none());
}

#[test]
fn a_bool_is_a_flag_and_has_its_opposite() {
    let both = |shop: &Shop| (shop.verbose, shop.color_output);
    assert_eq!(both(&shop(["--verbose", "--no-color-output"])), (true, false));
    assert_eq!(both(&shop(["--verbose=no", "--color-output=yes"])), (false, true));
    assert_eq!(both(&shop(["--verbose", "--no-verbose"])), (false, true));
    assert_eq!(both(&shop(["--no-verbose", "--verbose"])), (true, true));
}

#[test]
fn lists_and_maps_are_repeated_or_separated() {
    assert_eq!(shop(["--tags", "a", "--tags=b,c"]).tags.unwrap(), ["a", "b", "c"]);
    let labels = shop(["--labels", "a=1", "--labels", "b=2,c=3", "--set", "listen=1.1.1.1:1"]).labels.unwrap();
    assert_eq!(labels.values().cloned().collect::<String>(), "123");
    assert_eq!(shop(["--set=labels.a.b=1"]).labels.unwrap()["a.b"], "1");
}

#[test]
fn set_takes_any_path_as_arguments_do() {
    assert_eq!(shop(["--set", "database.pool_size=7"]).database.pool_size, 7);
    let error = builder(["--set", "database.pool_szie=7", "--set=internal=5"]).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        ["forbidden: internal: it may not be set by an argument", "unknown key: : no setting has this name"]
    );
}

#[test]
fn config_and_profile_choose() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "database.pool_size = 1").file("project/other.toml", "database.pool_size = 2");
    let command = Shop::augment(Command::new("shop")).unwrap();
    let matches = command.get_matches_from(["shop", "--config", "other.toml", "--profile", "prod"]);
    let shop: Shop = scene.builder().with_discovery().with_arg_matches(&matches).extract().unwrap();
    assert_eq!((shop.database.pool_size, shop.listen.port()), (2, 443));
}

#[test]
fn a_wrong_value_is_a_problem_with_the_flag() {
    let error = builder(["--database-pool-size", "many", "--listen", "x"]).extract().unwrap_err();
    let origins: Vec<_> = error.problems().iter().map(|problem| problem.origin().unwrap().to_string()).collect();
    assert_eq!(origins, ["argument --listen", "argument --database-pool-size"]);
    assert!(error.problems().iter().all(|problem| problem.kind() == ProblemKind::WrongType), "{error}");
}

#[cfg(unix)]
#[test]
fn what_is_not_unicode_is_a_problem() {
    use std::os::unix::ffi::OsStringExt as _;
    let arguments = ["shop".into(), OsString::from_vec(b"--pin=\xff".to_vec())];
    let matches = Shop::augment(Command::new("shop")).unwrap().get_matches_from(arguments);
    let error = Shop::builder().with_arg_matches(&matches).extract().unwrap_err();
    assert_eq!(lines(&error), ["wrong type: pin: its value is not Unicode"]);
}

#[test]
fn help_has_docs_defaults_and_variables_and_no_secrets() {
    let mut command = Shop::augment(Command::new("shop")).unwrap();
    let (short, long) = (command.render_help().to_string(), command.render_long_help().to_string());
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "--listen <LISTEN> Address the HTTP server binds [default: 127.0.0.1:8080] [env: SHOP_LISTEN]",
        "--api-key <API_KEY> Key for the payment provider [env: SHOP_API_KEY]",
        "--verbose[=<BOOL>] Say more [default: false] [env: SHOP_VERBOSE]",
        "--color-output[=<BOOL>] [default: true] --tags",
        "--labels <KEY=VALUE> [env: SHOP_LABELS]",
        "--database-pool-size <POOL_SIZE> How many connections there may be [default: 10] [env: SHOP_DATABASE_POOL_SIZE]",
        "--computed <COMPUTED> [env: SHOP_COMPUTED]",
        "--set <PATH=VALUE>",
        "--profile <NAME> Activate a profile: dev, prod",
    ] {
        assert!(words(&short).contains(part), "{part}\n{short}");
    }
    assert!(words(&long).contains("All of them with `0.0.0.0`. [default: 127.0.0.1:8080]"), "{long}");
    for absent in ["hunter2", "--internal", "--bind", "--no-verbose"] {
        assert!(!format!("{short}{long}").contains(absent), "{absent}\n{short}");
    }
}

#[test]
fn clap_says_no_secret() {
    for arguments in [["--api-kye", "hunter2"], ["--api-kye=hunter2", "x"], ["--pin=hunter2", "--pin=hunter2"]] {
        let error = refused(arguments);
        assert!(!format!("{error}{error:?}").contains("hunter2"), "{arguments:?}\n{error}\n{error:?}");
    }
    assert_eq!(refused(["--nonsense"]).kind(), ErrorKind::UnknownArgument);
    let snapshot = builder(["--pin=hunter2"]).extract_snapshot().unwrap();
    assert_eq!(snapshot.warnings()[0].kind(), ProblemKind::Exposed);
    assert!(!format!("{:?}", snapshot.warnings()).contains("hunter2"));
}

fn collisions(result: Result<Command, Error>) -> Vec<String> {
    lines(&result.expect_err("flags collide"))
}

#[test]
fn flags_of_the_command_are_not_taken() {
    #[derive(SuperConfig)]
    #[allow(dead_code, reason = "there are only flags")]
    struct Tool {
        #[config(default)]
        help: String,
        #[config(default)]
        version: u8,
        #[config(default)]
        jobs: u8,
        #[config(default)]
        threads: u8,
    }
    let jobs = Arg::new("jobs").long("jobs").alias("threads");
    let command = || Command::new("tool").arg(jobs.clone());
    let also = |flag: &str| format!("ambiguous: {flag}: its flag --{flag} is also a flag of the command");
    assert_eq!(collisions(Tool::augment(command())), ["help", "jobs", "threads"].map(also));
    assert_eq!(collisions(Tool::augment(command().version("1"))), ["help", "version", "jobs", "threads"].map(also));
    assert!(Tool::augment(Command::new("tool").disable_help_flag(true)).is_ok());
}

#[test]
fn two_settings_do_not_share_a_flag() {
    #[derive(SuperConfig)]
    #[allow(dead_code, reason = "there are only flags")]
    struct Tool {
        #[config(nested)]
        a: Inner,
        #[config(nested)]
        a_b: Outer,
    }
    #[derive(SuperConfig)]
    #[allow(dead_code, reason = "there are only flags")]
    struct Inner {
        #[config(default, env = "ONE")]
        b_c: u8,
    }
    #[derive(SuperConfig)]
    #[allow(dead_code, reason = "there are only flags")]
    struct Outer {
        #[config(default)]
        c: u8,
    }
    let problems = collisions(Tool::augment(Command::new("tool")));
    assert_eq!(problems, ["ambiguous: a_b.c: its flag --a-b-c is also the flag of 'a.b_c'"]);
}

#[test]
fn words_of_ours_give_way() {
    let own = Arg::new("config").long("config").action(ArgAction::SetTrue);
    let no = Arg::new("quiet").long("no-verbose").action(ArgAction::SetTrue);
    let command = Shop::augment(Command::new("shop").arg(own).arg(no)).unwrap();
    let matches = command.get_matches_from(["shop", "--config", "--no-verbose", "--verbose"]);
    assert!(matches.get_flag("config") && matches.get_flag("quiet"));
    let builder: Builder<Shop> = Shop::builder().with_arg_matches(&matches);
    assert!(builder.extract().unwrap().verbose);
}

#[test]
fn matches_of_another_command_say_nothing() {
    let matches = Command::new("other").get_matches_from(["other"]);
    assert!(Shop::builder().with_arg_matches(&matches).extract().is_ok());
}

#[test]
fn they_rank_above_the_environment_and_the_command_keeps_its_own() {
    let own = Arg::new("jobs").long("jobs");
    let command = Shop::augment(Command::new("shop").arg(own)).unwrap();
    let matches = command.get_matches_from(["shop", "--jobs", "4", "--database-pool-size", "2"]);
    assert_eq!(matches.get_one::<String>("jobs").unwrap(), "4");
    let variables = [("SHOP_DATABASE_POOL_SIZE", "1"), ("SHOP_VERBOSE", "yes")];
    let shop: Shop = Shop::builder().with_env_vars(variables).with_arg_matches(&matches).extract().unwrap();
    assert_eq!((shop.database.pool_size, shop.verbose), (2, true));
}

#[test]
fn what_is_in_collections_is_set_by_its_path() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Fleet {
        #[config(nested)]
        servers: BTreeMap<String, Database>,
    }
    let mut command = Fleet::augment(Command::new("shop")).unwrap();
    assert!(!command.render_help().to_string().contains("--servers"));
    let matches = command.get_matches_from(["shop", "--set", "servers.alpha.pool_size=7"]);
    let fleet: Fleet = Fleet::builder().with_arg_matches(&matches).extract().unwrap();
    assert_eq!(fleet.servers["alpha"].pool_size, 7);
}

#[test]
fn former_names_have_hidden_flags() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Shop {
        #[config(alias = "bind", alias = "mine", default = "::")]
        listen: String,
        #[config(alias = "loud", alias = "silent", default = false)]
        verbose: bool,
        #[config(default = false)]
        silent_mode: bool,
        #[config(nested, alias = "db")]
        database: Database,
        #[config(nested)]
        data: Data,
    }

    #[derive(Debug, SuperConfig)]
    struct Database {
        #[config(default = 5, alias = "pool")]
        pool_size: u8,
    }

    #[derive(Debug, SuperConfig)]
    struct Data {
        /// One flag would have the former name of another.
        #[config(default = 1, rename = "base_x", alias = "mode")]
        base: u8,
    }

    let command = || Shop::augment(Command::new("shop").arg(Arg::new("mine").long("mine"))).unwrap();
    let load = |arguments: &[&str]| {
        let matches = command().try_get_matches_from([&["shop"], arguments].concat()).unwrap();
        Shop::builder().with_arg_matches(&matches).extract_snapshot().unwrap()
    };
    let help = command().render_long_help().to_string();
    assert!(help.contains("--listen") && !help.contains("--bind") && !help.contains("--db-"), "{help}");
    let snapshot = load(&["--bind=a", "--loud", "--db-pool=7", "--data-mode=2"]);
    let shop = snapshot.value();
    assert_eq!((shop.listen.as_str(), shop.verbose, shop.silent_mode), ("a", true, false));
    assert_eq!((shop.database.pool_size, shop.data.base), (7, 2));
    assert_eq!(snapshot.warnings().len(), 5, "{:?}", snapshot.warnings());
    let snapshot = load(&["--bind=a", "--listen=b"]);
    assert_eq!((snapshot.value().listen.as_str(), snapshot.warnings().len()), ("b", 1));
    assert!(!load(&["--no-loud"]).value().verbose);
    assert_eq!(load(&["--mine=x"]).value().listen, "::");
}
