//! Directories of secrets.
#![allow(missing_docs)]

use superconfig::{ExposeSecret as _, Origin, Problem, ProblemKind, SecretBytes, SecretString, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    api_key: Option<SecretString>,
    #[config(default = 1)]
    port: u16,
    name: Option<String>,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    tls: Option<Tls>,
}

#[derive(Debug, SuperConfig)]
struct Database {
    password: Option<SecretString>,
    #[config(env = "DATABASE_URL")]
    url: Option<String>,
}

#[derive(Debug, SuperConfig)]
struct Tls {
    #[config(rename = "private-key")]
    key: SecretString,
    #[config(default = 443)]
    port: u16,
}

fn load(scene: &Scene) -> (Shop, Vec<Problem>) {
    let snapshot = scene.builder::<Shop>().with_secrets_dir(scene.path("secrets")).extract_snapshot();
    let snapshot = snapshot.unwrap_or_else(|error| panic!("{error}"));
    let warnings = snapshot.warnings().to_vec();
    drop(snapshot);
    (scene.builder().with_secrets_dir(scene.path("secrets")).extract().unwrap(), warnings)
}

/// Makes everything below the secrets unreadable for others, as it should be.
#[cfg(unix)]
fn restrict(path: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn password(shop: &Shop) -> &str {
    shop.database.password.as_ref().expect("it is set").expose_secret()
}

#[test]
fn a_path_is_a_setting_however_it_is_spelt() {
    for path in [
        "database/password",
        "database_password",
        "database__password",
        "database.password",
        "database-password",
        "DATABASE_PASSWORD",
        "Database/Password",
        "shop_database_password",
        "SHOP_DATABASE__PASSWORD",
        "shop/database/password",
    ] {
        let scene = Scene::new();
        scene.file(&format!("secrets/{path}"), "hunter2");
        assert_eq!(
            load(&scene).0.database.password.map(|it| it.expose_secret().to_owned()).as_deref(),
            Some("hunter2"),
            "{path}"
        );
    }
}

#[test]
fn keys_and_names_of_one_s_own_are_found() {
    let scene = Scene::new();
    scene
        .file("secrets/tls/private_key", "k")
        .file("secrets/tls_port", "8443\n")
        .file("secrets/database_url", "postgres:");
    let (shop, _) = load(&scene);
    let tls = shop.tls.expect("a file brings it into being");
    assert_eq!((tls.key.expose_secret(), tls.port), ("k", 8443));
    assert_eq!(shop.database.url.as_deref(), Some("postgres:"));
}

#[test]
fn one_newline_at_the_end_is_taken_off() {
    for (content, value) in
        [("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), ("a\r", "a\r"), (" a b ", " a b "), ("a\nb\n", "a\nb")]
    {
        let scene = Scene::new();
        scene.file("secrets/database/password", content);
        assert_eq!(password(&load(&scene).0), value, "{content:?}");
    }
}

#[test]
fn the_origin_is_the_file() {
    let scene = Scene::new();
    scene.file("secrets/database/password", "hunter2").file("secrets/port", "80");
    let builder = scene.builder::<Shop>().with_secrets_dir(scene.path("secrets"));
    let snapshot = builder.extract_snapshot().unwrap();
    let origins: Vec<_> = snapshot.origins().filter(|(path, _)| path != "name").collect();
    let file = |path: &str| Origin::File { path: scene.path("secrets").join(path), location: None };
    assert!(origins.contains(&("database.password".to_owned(), file("database/password"))), "{origins:?}");
    assert!(origins.contains(&("port".to_owned(), file("port"))), "{origins:?}");
}

#[test]
fn wrong_values_are_problems_with_their_file() {
    let scene = Scene::new();
    scene.file("secrets/port", "http\n").file("secrets/database/password", b"hunter2\xff");
    scene.file("secrets/name", "x".repeat((1 << 20) + 1));
    let error = scene.builder::<Shop>().with_secrets_dir(scene.path("secrets")).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "unreadable: database.password: the file cannot be read: it is not UTF-8 at byte 7",
            "unreadable: name: the file cannot be read: it is larger than 1 MiB",
            "wrong type: port: expected an integer from 0 to 65535, found the text \"http\"",
        ]
    );
    assert!(error.to_string().contains("secrets/port") && !error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn two_files_for_one_setting_are_ambiguous() {
    let scene = Scene::new();
    scene.file("secrets/database/password", "a").file("secrets/database_password", "b");
    let error = scene.builder::<Shop>().with_secrets_dir(scene.path("secrets")).extract().unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::Ambiguous, "database.password"));
}

#[test]
fn an_empty_file_is_unset_but_for_strings() {
    let scene = Scene::new();
    scene.file("secrets/port", "\n").file("secrets/name", "");
    let (shop, _) = load(&scene);
    assert_eq!((shop.port, shop.name.as_deref()), (1, Some("")));
}

#[test]
fn other_files_are_left_alone_but_for_near_misses() {
    let scene = Scene::new();
    scene.file("secrets/grafana_admin", b"\xff").file("secrets/other/thing", "x").file("secrets/.hidden", "x");
    assert_eq!(load(&scene).1, []);
    scene.file("secrets/databse_password", "x");
    let (_, warnings) = load(&scene);
    let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert_eq!((warning.kind(), warning.help()), (ProblemKind::UnknownKey, Some("did you mean 'database_password'?")));
    scene.file("secrets/databse/password", "x");
    assert_eq!(load(&scene).1.len(), 2);
}

#[test]
fn a_directory_is_required_or_optional() {
    let scene = Scene::new();
    let error = scene.builder::<Shop>().with_secrets_dir("nowhere").extract().unwrap_err();
    assert_eq!(lines(&error), ["unreadable: : the directory of secrets is not there"]);
    assert_eq!(scene.builder::<Shop>().with_optional_secrets_dir("nowhere").extract().unwrap().port, 1);
    scene.file("project/plain", "");
    let error = scene.builder::<Shop>().with_optional_secrets_dir("plain").extract().unwrap_err();
    assert_eq!(only(&error).kind(), ProblemKind::Unreadable);
}

#[test]
fn what_the_system_mounts_is_read_in_order_and_nothing_else_of_it_disturbs() {
    let scene = Scene::new();
    scene.file("run/secrets/api_key", "docker").file("run/secrets/database_password", "docker");
    scene.file("run/secrets/api_kye", "x").file("run/secrets/rhsm/ca", b"\xff");
    scene.file("credentials/api_key", "systemd");
    let builder = scene.builder::<Shop>().with_run_dir(scene.path("run"));
    let builder = builder.with_env_of([("CREDENTIALS_DIRECTORY", scene.path("credentials"))]).with_secrets();
    let snapshot = builder.extract_snapshot().unwrap();
    assert_eq!(snapshot.value().api_key.as_ref().unwrap().expose_secret(), "systemd");
    assert_eq!(password(snapshot.value()), "docker");
    assert_eq!(snapshot.warnings(), []);
}

#[test]
fn without_mounts_there_is_nothing_to_say() {
    let scene = Scene::new();
    let builder = scene.builder::<Shop>().with_run_dir(scene.path("run"));
    let builder = builder.with_env_of([("CREDENTIALS_DIRECTORY", scene.path("gone"))]).with_secrets();
    assert_eq!(builder.extract_snapshot().unwrap().warnings(), []);
    scene.file("run/secrets", "no directory");
    assert_eq!(builder.extract_snapshot().unwrap().warnings(), []);
}

#[test]
fn files_rank_below_and_the_environment_above() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "port = 10\nname = 'file'")
        .file("run/secrets/port", "20")
        .file("run/secrets/name", "secret");
    let builder = scene.builder::<Shop>().with_run_dir(scene.path("run"));
    let shop = builder.with_discovery().with_secrets().with_env_vars([("SHOP_NAME", "variable")]).extract().unwrap();
    assert_eq!((shop.port, shop.name.as_deref()), (20, Some("variable")));
}

#[cfg(unix)]
mod unix {
    use super::*;

    #[test]
    fn the_links_of_kubernetes_are_followed_and_their_machinery_is_not() {
        let scene = Scene::new();
        scene.file("secrets/..2026_01_01/database_password", "hunter2").file("secrets/..2026_01_01/api_key", "k");
        std::os::unix::fs::symlink("..2026_01_01", scene.path("secrets/..data")).unwrap();
        for name in ["database_password", "api_key"] {
            std::os::unix::fs::symlink(format!("..data/{name}"), scene.path("secrets").join(name)).unwrap();
        }
        let (shop, warnings) = load(&scene);
        assert_eq!((password(&shop), warnings), ("hunter2", Vec::new()));
    }

    #[test]
    fn a_dangling_link_is_a_problem_only_for_a_setting() {
        let scene = Scene::new();
        scene.file("secrets/keep", "");
        std::os::unix::fs::symlink("nowhere", scene.path("secrets/unrelated")).unwrap();
        load(&scene);
        std::os::unix::fs::symlink("nowhere", scene.path("secrets/api_key")).unwrap();
        let error = scene.builder::<Shop>().with_secrets_dir(scene.path("secrets")).extract().unwrap_err();
        assert_eq!(lines(&error), ["unreadable: api_key: the file cannot be read: it is a link to nothing"]);
    }

    #[test]
    fn a_secret_that_everybody_can_read_is_warned_of() {
        let scene = Scene::new();
        scene.file("secrets/api_key", "k").file("secrets/port", "80");
        let exposed = |directory: u32, file: u32| {
            restrict(&scene.path("secrets/api_key"), file);
            restrict(&scene.path("secrets"), directory);
            let (_, warnings) = load(&scene);
            let exposed: Vec<_> = warnings.iter().map(|it| (it.kind(), it.path().to_owned())).collect();
            exposed
        };
        assert_eq!(exposed(0o755, 0o644), [(ProblemKind::Exposed, "api_key".to_owned())]);
        assert_eq!(exposed(0o755, 0o600), []);
        assert_eq!(exposed(0o755, 0o640), []);
        assert_eq!(exposed(0o700, 0o644), [], "nobody else gets into the directory");
    }

    #[test]
    fn so_is_one_that_a_variable_names() {
        let scene = Scene::new();
        scene.file("project/key", "k").file("project/port", "80");
        restrict(&scene.path("project"), 0o755);
        restrict(&scene.path("project/key"), 0o644);
        let variables = [("SHOP_API_KEY_FILE", "key"), ("SHOP_PORT_FILE", "port")];
        let builder = scene.builder::<Shop>().with_env_vars(variables);
        let snapshot = builder.extract_snapshot().unwrap();
        let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
        assert_eq!((warning.kind(), warning.path()), (ProblemKind::Exposed, "api_key"));
        assert!(builder.strict().extract().is_err());
        restrict(&scene.path("project/key"), 0o600);
        let builder = scene.builder::<Shop>().with_env_vars(variables);
        assert_eq!(builder.extract_snapshot().unwrap().warnings(), []);
    }
}

#[test]
fn sections_in_collections_are_directories() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Fleet {
        #[config(nested)]
        servers: std::collections::BTreeMap<String, Server>,
        #[config(nested)]
        replicas: Vec<Server>,
    }
    #[derive(Debug, SuperConfig)]
    struct Server {
        password: SecretString,
    }
    let scene = Scene::new();
    scene.file("secrets/servers/Alpha-1/password", "a").file("secrets/SERVERS__b__PASSWORD", "b");
    scene.file("secrets/servers.c_d.password", "c").file("secrets/servers/e/other", "x");
    scene
        .file("secrets/replicas/0/password", "0")
        .file("secrets/replicas/1/password", "1")
        .file("secrets/replicas/x/y", "");
    let fleet: Fleet = scene.builder().with_secrets_dir(scene.path("secrets")).extract().unwrap();
    let servers: Vec<_> = fleet.servers.iter().map(|(key, it)| (key.as_str(), it.password.expose_secret())).collect();
    assert_eq!(servers, [("Alpha-1", "a"), ("b", "b"), ("c_d", "c")]);
    let replicas: Vec<_> = fleet.replicas.iter().map(|it| it.password.expose_secret()).collect();
    assert_eq!(replicas, ["0", "1"]);
}

#[test]
fn crowds_and_depths_are_borne() {
    let scene = Scene::new();
    for index in 0..5000 {
        scene.file(&format!("secrets/zz{index}"), "x");
    }
    scene.file(&format!("secrets/database/{}/password", "database/".repeat(30)), "x").file("secrets/api_key", "k");
    load(&scene);
}

#[test]
fn a_directory_where_a_file_should_be_is_a_problem() {
    let scene = Scene::new();
    for directory in ["secrets/api_key", "secrets/SHOP_PORT", "run/secrets/database/password"] {
        std::fs::create_dir_all(scene.path(directory)).unwrap();
    }
    let builder = scene.builder::<Shop>().with_run_dir(scene.path("run")).with_secrets();
    let error = builder.with_secrets_dir(scene.path("secrets")).extract().unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "unreadable: database.password: the file cannot be read: it is a directory",
            "unreadable: port: the file cannot be read: it is a directory",
            "unreadable: api_key: the file cannot be read: it is a directory",
        ]
    );
}

#[test]
fn lists_are_added_to_and_taken_from() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Shop {
        #[config(default = vec!["a".to_owned(), "b".to_owned()])]
        tags: Vec<String>,
    }
    let scene = Scene::new();
    scene.file("secrets/tags_add", "c, d\n").file("secrets/SHOP_TAGS_REMOVE", "a");
    let shop: Shop = scene.builder().with_secrets_dir(scene.path("secrets")).extract().unwrap();
    assert_eq!(shop.tags, ["b", "c", "d"]);
}

#[test]
fn what_was_removed_is_not_taken_for_a_misspelling() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", removed(old_port = "use `port`"))]
    struct Shop {
        #[config(default = 1)]
        #[allow(dead_code)]
        odd_port: u16,
    }
    let scene = Scene::new();
    scene.file("secrets/old-port", "1").file("secrets/SHOP_OLD_PORT", "1").file("secrets/odd_prt", "1");
    let snapshot = scene.builder::<Shop>().with_secrets_dir(scene.path("secrets")).extract_snapshot().unwrap();
    let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
    assert_eq!(warning.help(), Some("did you mean 'odd_port'?"));
}

mod bytes {
    use super::*;

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Vault {
        pepper: Option<SecretBytes>,
        #[config(nested)]
        keys: Vec<Key>,
        #[allow(dead_code)]
        text: Option<SecretString>,
    }

    #[derive(Debug, SuperConfig)]
    struct Key {
        #[config(default)]
        raw: Vec<u8>,
        seed: Option<SecretBytes>,
        #[config(default = 1)]
        size: u8,
    }

    const RAW: &[u8] = b"\0\xff\xfe\r\n";

    fn pepper(vault: &Vault) -> &[u8] {
        vault.pepper.as_ref().expect("it is set").expose_secret()
    }

    #[test]
    fn they_are_all_that_is_in_a_file() {
        let scene = Scene::new();
        for content in [RAW, b"hunter2\n", b"\n", b""] {
            scene.file("secrets/pepper", content);
            let vault: Vault = scene.builder().with_secrets_dir(scene.path("secrets")).extract().unwrap();
            assert_eq!(pepper(&vault), content);
            let file = [("SHOP_PEPPER_FILE", scene.path("secrets/pepper"))];
            assert_eq!(pepper(&scene.builder().with_env_vars(file).extract().unwrap()), content);
        }
        let vault: Vault = scene.builder().with_env_vars([("SHOP_PEPPER", "hunter2\n")]).extract().unwrap();
        assert_eq!(pepper(&vault), b"hunter2\n");
    }

    #[test]
    fn they_are_so_in_elements_of_lists() {
        let scene = Scene::new();
        scene.file("seed", RAW).file("size", "5\n");
        let file = |name: &str| scene.path(name).into_os_string();
        let vars = [
            ("SHOP_KEYS__1__SIZE_FILE", file("size")),
            ("SHOP_KEYS__1__SEED_FILE", file("seed")),
            ("SHOP_KEYS__0__RAW", "1,2".into()),
        ];
        let vault: Vault = scene.builder().with_env_vars(vars).extract().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((vault.keys[0].raw.as_slice(), vault.keys[1].size), ([1, 2].as_slice(), 5));
        assert_eq!(vault.keys[1].seed.as_ref().unwrap().expose_secret(), RAW);
    }

    #[test]
    fn text_must_be_text() {
        let scene = Scene::new();
        scene.file("secrets/text", RAW);
        let builder = scene.builder::<Vault>();
        for builder in [
            builder.clone().with_secrets_dir(scene.path("secrets")),
            builder.with_env_vars([("SHOP_TEXT_FILE", scene.path("secrets/text"))]),
        ] {
            let error = builder.extract().unwrap_err();
            assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::Unreadable, "text"));
            assert!(only(&error).message().ends_with("it is not UTF-8 at byte 1"), "{error}");
        }
    }
}
