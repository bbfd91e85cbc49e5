//! `.env` files.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use superconfig::{ExposeSecret as _, Origin, ProblemKind, SecretString, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default = 1, profile(prod = 2))]
    port: u16,
    name: Option<String>,
    api_key: Option<SecretString>,
    #[config(nested)]
    database: Database,
    tags: Option<Vec<String>>,
    labels: Option<BTreeMap<String, String>>,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(env = "DATABASE_URL")]
    url: Option<String>,
    #[config(default = 5)]
    pool_size: u8,
}

fn shop(text: &str) -> Shop {
    let scene = Scene::new();
    scene.file("project/.env", text);
    scene.builder().with_dotenv().extract().unwrap_or_else(|error| panic!("{text}\n{error}"))
}

/// What is wrong with a file, with the places of it.
fn wrong(text: &str) -> Vec<String> {
    let scene = Scene::new();
    scene.file("project/.env", text);
    let error = scene.builder::<Shop>().with_dotenv().extract().expect_err(text);
    let place = |problem: &superconfig::Problem| scene.relative(&problem.origin().expect("a place").to_string());
    let problems = error.problems().iter().zip(lines(&error));
    problems.map(|(problem, line)| format!("{} {line}", place(problem))).collect()
}

#[test]
fn variables_are_read_by_their_names() {
    let shop = shop(
        "# the shop\nSHOP_PORT=80\n\nexport SHOP_NAME='a \"b\" $c'\nDATABASE_URL=\"postgres://db\"\nSHOP_DATABASE__POOL_SIZE=7 # few\n\
         SHOP_TAGS__0=a\nSHOP_TAGS__1=b\nSHOP_LABELS__team=red\nUNRELATED=x\n",
    );
    assert_eq!((shop.port, shop.database.pool_size), (80, 7));
    assert_eq!(shop.name.as_deref(), Some("a \"b\" $c"));
    assert_eq!(shop.database.url.as_deref(), Some("postgres://db"));
    assert_eq!(shop.tags.unwrap(), ["a", "b"]);
    assert_eq!(shop.labels.unwrap()["team"], "red");
}

#[test]
fn values_span_lines_and_are_made_of_others() {
    let shop =
        shop("\u{feff}HOST_OF_DB=db.example\r\nDATABASE_URL=\"postgres://${HOST_OF_DB}/\"\r\nSHOP_NAME=\"one\ntwo\"");
    assert_eq!(shop.database.url.as_deref(), Some("postgres://db.example/"));
    assert_eq!(shop.name.as_deref(), Some("one\ntwo"));
}

#[test]
fn a_blank_at_the_end_is_no_mistake() {
    assert_eq!(shop("SHOP_PORT=7 ").port, 7);
    assert_eq!(shop("SHOP_PORT=7 \n").port, 7);
}

#[test]
fn the_origin_is_the_line() {
    let scene = Scene::new();
    scene.file(
        "project/.env",
        "# SHOP_PORT=1\nSHOP_PORT=2\nSHOP_NAME=\"SHOP_PORT=3\nSHOP_PORT=4\"\n\n# more\n\n  export SHOP_PORT=80\n",
    );
    let snapshot = scene.builder::<Shop>().with_dotenv().extract_snapshot().unwrap();
    let origins: BTreeMap<_, _> = snapshot.origins().collect();
    assert_eq!(snapshot.value().port, 80, "the last one wins");
    assert_eq!(
        origins["port"],
        Origin::Dotenv { path: scene.path("project/.env"), line: 8, variable: "SHOP_PORT".to_owned() }
    );
    assert_eq!(scene.relative(&origins["port"].to_string()), ".env:8");
    assert_eq!(scene.relative(&origins["name"].to_string()), ".env:3");
}

#[test]
fn a_wrong_value_is_a_problem_at_its_line() {
    let problems = wrong("\nSHOP_PORT=http\nSHOP_DATABASE_POOL_SIZE=900\n");
    assert_eq!(
        problems,
        [
            ".env:2 wrong type: port: expected an integer from 0 to 65535, found the text \"http\"",
            ".env:3 wrong type: database.pool_size: expected an integer from 0 to 255, found the text \"900\"",
        ]
    );
}

#[test]
fn syntax_errors_are_all_told_with_their_lines_and_without_their_text() {
    let problems = wrong("SHOP_PORT=80\nhunter2\nSHOP_NAME=a b hunter2\n# fine\n\n9=hunter2\nSHOP_NAME=\"hunter2\n");
    let message = "syntax: : this is not how a variable is written";
    assert_eq!(problems, [2, 3, 6, 7].map(|line| format!(".env:{line}:1 {message}")));
}

#[test]
fn the_real_environment_wins_whatever_the_order() {
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_PORT=http\nSHOP_NAME=file\n");
    let variables = [("SHOP_PORT", "80"), ("SHOP_DATABASE_POOL_SIZE", "9")];
    for builder in
        [scene.builder().with_env_vars(variables).with_dotenv(), scene.builder().with_dotenv().with_env_vars(variables)]
    {
        let shop: Shop = builder.extract().unwrap();
        assert_eq!((shop.port, shop.name.as_deref(), shop.database.pool_size), (80, Some("file"), 9));
    }
}

#[test]
fn an_empty_real_variable_is_unset() {
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_PORT=80\n");
    let shop: Shop = scene.builder().with_dotenv().with_env_vars([("SHOP_PORT", "")]).extract().unwrap();
    assert_eq!(shop.port, 80);
}

#[test]
fn an_environment_that_is_no_source_hides_nothing() {
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_PORT=80\n");
    let shop: Shop = scene.builder().with_env_of([("SHOP_PORT", "1")]).with_dotenv().extract().unwrap();
    assert_eq!(shop.port, 80);
}

#[test]
fn the_nearest_file_up_to_the_repository_counts_alone() {
    let scene = Scene::new();
    let load = || -> Shop { scene.builder().with_base_dir(scene.path("project/a/b")).with_dotenv().extract().unwrap() };
    scene.file("project/a/b/keep", "").file(".env", "SHOP_PORT=9\n");
    assert_eq!(load().port, 1, "what is above the repository is somebody else's");
    scene.file("project/.env", "SHOP_PORT=80\nSHOP_NAME=root\n");
    assert_eq!((load().port, load().name.as_deref()), (80, Some("root")));
    scene.file("project/a/.env", "SHOP_PORT=81\n");
    assert_eq!((load().port, load().name), (81, None));
    // A virtual environment of Python.
    scene.file("project/a/b/.env/bin/python", "");
    assert_eq!(load().port, 81);
}

#[test]
fn a_named_file_must_be_there() {
    let scene = Scene::new();
    let builder = scene.builder::<Shop>().with_dotenv_file("deploy/shop.env");
    let error = builder.extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
    assert_eq!(scene.relative(&only(&error).origin().unwrap().to_string()), "deploy/shop.env");
    scene.file("project/deploy/shop.env", "SHOP_PORT=80\n");
    assert_eq!(builder.extract().unwrap().port, 80);
}

#[test]
fn bytes_that_are_no_text_are_a_problem() {
    let scene = Scene::new();
    scene.file("project/.env", b"SHOP_PORT=80\nSHOP_NAME=\xff\n");
    let error = scene.builder::<Shop>().with_dotenv().extract().unwrap_err();
    assert_eq!(lines(&error), ["syntax: : byte 23 (0xff) is not UTF-8"]);
}

#[test]
fn load_reads_it_only_on_request() {
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_PORT=80\n");
    assert_eq!(scene.builder::<Shop>().with_discovery().with_env().extract().unwrap().port, 1);
}

#[test]
fn profile_and_file_are_chosen_in_it_unless_the_environment_does() {
    let scene = Scene::new();
    scene
        .file("project/.env", "SHOP_PROFILE=prod\nSHOP_CONFIG=other.toml\n")
        .file("project/other.toml", "name = 'other'");
    let builder = scene.builder::<Shop>().with_discovery().with_dotenv();
    let shop = builder.extract().unwrap();
    assert_eq!((shop.port, shop.name.as_deref()), (2, Some("other")));
    let other = scene.builder::<Shop>().with_dotenv().with_discovery().extract().unwrap();
    assert_eq!(other.name.as_deref(), Some("other"));
    let shop = builder.with_env_vars([("SHOP_PROFILE", "")]).extract().unwrap();
    assert_eq!(shop.port, 2);
    let error = scene.builder::<Shop>().with_dotenv().with_env_vars([("SHOP_PROFILE", "nope")]).extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::UnknownProfile);
}

#[test]
fn a_variable_that_names_nothing_is_warned_of() {
    let scene = Scene::new();
    scene.file("project/.env", "OTHER=1\nSHOP_PROT=80\n");
    let snapshot = scene.builder::<Shop>().with_dotenv().extract_snapshot().unwrap();
    let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
    assert_eq!((warning.kind(), warning.help()), (ProblemKind::UnknownKey, Some("did you mean SHOP_PORT?")));
    assert_eq!(scene.relative(&warning.origin().unwrap().to_string()), ".env:2");
}

#[test]
fn a_file_of_a_secret_may_be_named_in_it() {
    let scene = Scene::new();
    scene.file("project/key", "s3cret\n").file("project/.env", "SHOP_API_KEY_FILE=key\n");
    let shop: Shop = scene.builder().with_dotenv().extract().unwrap();
    assert_eq!(shop.api_key.unwrap().expose_secret(), "s3cret");
}

#[test]
fn values_that_grow_without_limit_are_refused() {
    let line = |index: usize| format!("A{index}=${{A{0}}}${{A{0}}}\n", index - 1);
    let text: String = std::iter::once(format!("A0={}\n", "x".repeat(1000))).chain((1..40).map(line)).collect();
    assert_eq!(wrong(&text), [".env:8:1 syntax: : the value of A7 is longer than 64 KiB"]);
    assert_eq!(wrong(&format!("A={}", "$A".repeat(1001))), [".env syntax: : it has more than 1000 `$`"]);
    assert_eq!(shop(&"A=b\n".repeat(250_000)).port, 1);
    assert_eq!(wrong(&"A=b\n".repeat(300_000)), [".env syntax: : it is larger than 1 MiB"]);
}

#[test]
fn it_ranks_below_secrets_and_above_files_when_it_is_called_between_them() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "port = 10\nname = 'file'\napi_key = 'file'");
    scene.file("project/.env", "SHOP_NAME=dotenv\nSHOP_API_KEY=dotenv\n").file("secrets/api_key", "secret");
    let builder = scene.builder::<Shop>().with_discovery().with_dotenv().with_secrets_dir(scene.path("secrets"));
    let shop = builder.extract().unwrap();
    assert_eq!((shop.port, shop.name.as_deref()), (10, Some("dotenv")));
    assert_eq!(shop.api_key.unwrap().expose_secret(), "secret");
}

#[test]
fn a_hundred_unknown_variables_are_told_and_the_rest_counted() {
    let scene = Scene::new();
    let names: Vec<String> = (0..20_000).map(|index| format!("SHOP_X{index}=")).collect();
    scene.file("project/.env", names.join("\n") + "\nSHOP_API_KEY_FILE=gone\n");
    let error = scene.builder::<Shop>().with_dotenv().extract().unwrap_err();
    assert_eq!((only(&error).path(), error.warnings().len()), ("api_key", 101));
    assert_eq!(error.warnings()[100].message(), "19900 more are not listed");
}

#[test]
fn sections_in_collections_and_operators_are_as_in_the_environment() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Fleet {
        #[config(nested)]
        servers: BTreeMap<String, Database>,
        #[config(default = vec!["a".to_owned()])]
        tags: Vec<String>,
    }
    let scene = Scene::new();
    scene.file("project/.env", "SHOP_SERVERS__alpha__POOL_SIZE=7\nSHOP_TAGS__ADD=b\n");
    let snapshot = scene.builder::<Fleet>().with_dotenv().extract_snapshot().unwrap();
    assert_eq!((snapshot.value().servers["alpha"].pool_size, snapshot.value().tags.len()), (7, 2));
    let origins: BTreeMap<_, _> = snapshot.origins().collect();
    assert_eq!(scene.relative(&origins["servers.alpha.pool_size"].to_string()), ".env:1");
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Renamed {
    #[config(alias = "bind")]
    listen: String,
    #[config(default)]
    tags: Vec<String>,
}

/// The environment may say the same by another name, or for an element.
#[test]
fn it_never_ranks_above_the_environment_whatever_the_order_and_the_names() {
    let scene = Scene::new();
    scene.file(".env", "SHOP_LISTEN=file\nSHOP_TAGS__0=file\n");
    let variables = [("SHOP_BIND", "real"), ("SHOP_TAGS", "real")];
    let builder = || scene.builder::<Renamed>();
    for builder in [builder().with_env_vars(variables).with_dotenv(), builder().with_dotenv().with_env_vars(variables)]
    {
        let config = builder.extract().unwrap();
        assert_eq!((config.listen.as_str(), config.tags.join(" ").as_str()), ("real", "real"));
    }
}
