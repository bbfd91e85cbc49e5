//! What the model found out, case by case.
#![allow(missing_docs)]

use std::{collections::BTreeMap, path::PathBuf};

use superconfig::{Format, Origin, ProblemKind, RuntimeFlags, SuperConfig};
use superconfig_tests::{Scene, lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["prod"])]
struct Shop {
    #[config(nested)]
    servers: Vec<Server>,
    #[config(nested, merge = "prepend")]
    front: Vec<Server>,
    #[config(nested)]
    stores: Vec<Store>,
    #[config(nested)]
    logins: Vec<Login>,
    #[config(nested)]
    store: Store,
    #[config(nested)]
    login: Login,
    #[config(relative_path)]
    certificate: Option<PathBuf>,
    #[config(expand)]
    url: Option<String>,
    number: Option<u16>,
}

#[derive(Debug, SuperConfig)]
struct Server {
    #[config(default = vec![1])]
    ports: Vec<u16>,
    #[config(default = "h")]
    host: String,
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(rename_all = "lowercase")]
enum Store {
    #[config(default)]
    Memory,
    Disk {
        path: String,
    },
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "type", rename_all = "lowercase")]
enum Login {
    #[config(default)]
    Nobody,
    User {
        name: String,
    },
}

fn ports(servers: &[Server]) -> Vec<Vec<u16>> {
    servers.iter().map(|server| server.ports.clone()).collect()
}

#[test]
fn an_operator_in_an_added_element_is_for_that_element() {
    for (format, text) in [
        (
            Format::Toml,
            "servers = [{}, {ports_add = [2]}]\nservers_add = [{ports_add = [3]}]\nfront_add = [{ports_add = [4]}]\nfront = [{ports_add = [5]}, {}]",
        ),
        (
            Format::Json,
            r#"{"servers_add": [{"ports_add": [3]}], "servers": [{}, {"ports_add": [2]}],
                "front_add": [{"ports_add": [4]}], "front": [{"ports_add": [5]}, {}]}"#,
        ),
    ] {
        let builder = Shop::builder().with_str(Format::Toml, "servers = [{}, {}, {}]\nfront = [{ports = [9]}]");
        let shop = builder.with_str(format, text).extract().unwrap();
        assert_eq!(ports(&shop.servers), [vec![1], vec![1, 2], vec![1, 3]], "{format}");
        assert_eq!(ports(&shop.front), [vec![1, 5], vec![1], vec![9], vec![1, 4]], "{format}");
    }
}

#[test]
fn a_list_of_sections_may_come_behind_what_is_added_to_it() {
    let text = r#"{"stores_add": [{"disk": {"path": "b"}}], "stores": ["memory", {"disk": {"path": "a"}}]}"#;
    let shop = Shop::builder().with_str(Format::Json, text).extract().unwrap();
    let disk = |path: &str| Store::Disk { path: path.to_owned() };
    assert_eq!(shop.stores, [Store::Memory, disk("a"), disk("b")]);
    // The list twice is a riddle as ever.
    let error = Shop::builder().with_str(Format::Json, r#"{"stores": [], "stores": []}"#).extract().unwrap_err();
    assert!(error.problems().iter().all(|it| it.kind() == ProblemKind::Ambiguous), "{error}");
}

#[test]
fn variables_of_elements_may_come_in_any_order() {
    let variables = [
        ("SHOP_SERVERS__1__PORTS__ADD", "2"),
        ("SHOP_SERVERS__0__PORTS__0", "7"),
        ("SHOP_SERVERS__1__HOST", "b"),
        ("SHOP_LOGINS__1__NAME", "n"),
        ("SHOP_LOGINS__1__TYPE", "user"),
        ("SHOP_LOGINS__0__TYPE", "nobody"),
    ];
    let shop = Shop::builder().with_env_vars(variables).extract().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(ports(&shop.servers), [vec![7], vec![1, 2]]);
    assert_eq!(shop.servers[1].host, "b");
    assert_eq!(shop.logins, [Login::Nobody, Login::User { name: "n".to_owned() }]);
}

#[test]
fn an_operator_on_an_element_that_cannot_be_is_a_problem() {
    let error = Shop::builder().with_env_vars([("SHOP_SERVERS__1__PORTS__ADD", "2")]).extract().unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::Invalid, "servers[1].ports"));
}

#[test]
fn files_of_secrets_choose_variants() {
    let scene = Scene::new();
    scene.file("secrets/login/name", "n").file("secrets/login/type", "user\n").file("secrets/store", "memory\n");
    scene.file("secrets/logins/0/type", "nobody");
    for number in 0..12 {
        scene.file(&format!("secrets/servers/{number}/host"), number.to_string());
    }
    let builder = scene.builder::<Shop>().with_str(Format::Toml, "store.disk.path = 'p'");
    let shop = builder.clone().with_secrets_dir(scene.path("secrets")).extract().unwrap_or_else(|it| panic!("{it}"));
    assert_eq!((shop.login, shop.store), (Login::User { name: "n".to_owned() }, Store::Memory));
    assert_eq!((shop.servers[11].host.as_str(), shop.logins.len()), ("11", 1));
    scene.file("secrets/store", "dist");
    let error = builder.with_secrets_dir(scene.path("secrets")).extract().unwrap_err();
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::WrongType, "store"));
    assert_eq!(only(&error).help(), Some("did you mean 'disk'?"));
}

#[test]
fn tables_of_profiles_are_read_like_the_file_around_them() {
    let scene = Scene::new();
    scene.file("project/conf/shop.toml", "[profile.prod]\ncertificate = 'c.pem'\nurl = 'http://${HOST}'\n");
    let builder = scene.builder::<Shop>().with_env_of([("HOST", "h")]).with_profile("prod").with_file("conf/shop.toml");
    let shop = builder.extract().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(shop.certificate, Some(scene.path("project/conf/c.pem")));
    assert_eq!(shop.url.as_deref(), Some("http://h"));
    // Where lists have no operators, they have none in tables of profiles either.
    let registry = superconfig::ConfigRegistry::new();
    registry.disable(RuntimeFlags::ARRAY_MERGE).unwrap();
    let text = "[profile.prod]\nservers_add = [{}]\n";
    let builder = Shop::builder().with_str(Format::Toml, text).with_profile("prod");
    let error = builder.register_in(&registry).unwrap_err();
    assert_eq!(lines(&error), ["unknown key: servers_add: no setting has this name"]);
}

#[test]
fn a_text_is_called_by_its_number_whatever_is_in_those_before() {
    let builder = Shop::builder().with_str(Format::Toml, "[profile.prod]\nnumber = 1").with_profile("prod");
    let snapshot = builder.with_str(Format::Toml, "number = 2").extract_snapshot().unwrap();
    assert_eq!(snapshot.value().number, Some(2));
    let origins: BTreeMap<_, _> = snapshot.origins().collect();
    assert!(matches!(&origins["number"], Origin::Text { name, .. } if name == "<text 2>"), "{origins:?}");
}

#[test]
fn a_key_of_another_variant_is_told_whose_it_is() {
    let error = Shop::builder().with_str(Format::Toml, "login = {type = 'nobody', name = 'n'}").extract().unwrap_err();
    assert_eq!(lines(&error), ["unknown key: login.name: no setting has this name"]);
    assert_eq!(only(&error).help(), Some("it belongs to 'user', which 'type' does not say"));
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Vault {
    #[config(nested)]
    #[allow(dead_code, reason = "the loads here fail")]
    kept: Kept,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "lowercase")]
#[allow(dead_code, reason = "the loads here fail")]
enum Kept {
    Here { path: String },
    There,
}

#[test]
fn a_warning_does_not_stand_in_for_the_problem_that_a_variant_is_missing() {
    let builder = Vault::builder().with_str(Format::Toml, "[profile.prod.kept.here]\nno_such_key = 1");
    let missing = ["missing: kept: nothing says which variant it is"];
    assert_eq!(lines(&builder.extract().unwrap_err()), missing);
    let builder = Vault::builder().with_str(Format::Toml, "[kept.nowhere]").allow_unknown();
    assert_eq!(lines(&builder.extract().unwrap_err()), missing);
    // Nor does a problem of a variant that was taken back.
    let builder = Vault::builder().with_str(Format::Toml, "[kept.here]\npath = 'p'\nno_such_key = 1");
    let error = builder.with_str(Format::Json, "{\"kept\": null}").extract().unwrap_err();
    assert_eq!(lines(&error), ["unknown key: kept.here.no_such_key: no setting has this name", missing[0]]);
}
