//! Sections in lists, maps and boxes: each element has its own defaults, its own path in problems, and names in the environment.

use std::collections::{BTreeMap, HashMap, VecDeque};

use superconfig::{Format, Origin, ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct App {
    #[config(nested)]
    replicas: Vec<Server>,
    #[config(nested)]
    servers: BTreeMap<String, Server>,
    #[config(nested)]
    regions: Option<HashMap<String, Region>>,
    #[config(nested)]
    queue: Option<VecDeque<Server>>,
    #[config(nested)]
    main: Box<Server>,
    #[config(nested)]
    spare: Option<Box<Server>>,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Server {
    #[config(default = "localhost")]
    host: String,
    #[config(default = 80, profile(prod = 443))]
    port: u16,
    #[config(default)]
    tags: Vec<String>,
}

#[derive(Debug, SuperConfig)]
struct Region {
    #[config(nested)]
    servers: Vec<Server>,
    city: String,
}

const EACH: [(Format, &str); 3] = [
    (
        Format::Toml,
        "[[replicas]]\nhost = 'a'\n[[replicas]]\nport = 2\n[servers.alpha]\nport = 1\n[servers.beta]\n\
         [regions.eu]\ncity = 'Rome'\n[[regions.eu.servers]]\nhost = 'r'\n[spare]\n",
    ),
    (
        Format::Json,
        r#"{"replicas": [{"host": "a"}, {"port": 2}], "servers": {"alpha": {"port": 1}, "beta": {}},
            "regions": {"eu": {"city": "Rome", "servers": [{"host": "r"}]}}, "spare": {}}"#,
    ),
    (
        Format::Yaml,
        "replicas:\n- host: a\n- port: 2\nservers:\n  alpha:\n    port: 1\n  beta: {}\n\
         regions:\n  eu:\n    city: Rome\n    servers:\n    - host: r\nspare: {}\n",
    ),
];

#[test]
fn they_are_read_in_every_format() {
    for (format, text) in EACH {
        let app = App::builder().with_str(format, text).with_profile("prod").extract().unwrap();
        let shown: Vec<_> = app.replicas.iter().map(|it| (it.host.as_str(), it.port)).collect();
        assert_eq!(shown, [("a", 443), ("localhost", 2)], "{format}");
        assert_eq!(app.servers["alpha"].port, 1, "{format}");
        assert_eq!(app.servers["beta"].port, 443, "{format}");
        let regions = app.regions.unwrap();
        assert_eq!((regions["eu"].city.as_str(), regions["eu"].servers[0].host.as_str()), ("Rome", "r"), "{format}");
        assert!(app.queue.is_none(), "{format}");
        assert_eq!(app.main.port, 443, "{format}");
        assert!(app.spare.is_some(), "{format}");
    }
}

#[test]
fn without_a_source_they_are_empty_or_absent() {
    let app = App::builder().extract().unwrap();
    assert!(app.replicas.is_empty() && app.servers.is_empty());
    assert!(app.regions.is_none() && app.queue.is_none() && app.spare.is_none());
}

#[test]
fn a_list_replaces_the_one_before_and_maps_merge_by_key() {
    for (format, text) in EACH {
        let app = App::builder()
            .with_str(
                Format::Json,
                r#"{"replicas": [{"host": "x"}, {}, {}], "servers": {"alpha": {"host": "h"}, "gamma": {}}}"#,
            )
            .with_str(format, text)
            .extract()
            .unwrap();
        assert_eq!(app.replicas.len(), 2, "{format}");
        assert_eq!(app.servers.keys().collect::<Vec<_>>(), ["alpha", "beta", "gamma"], "{format}");
        assert_eq!((app.servers["alpha"].host.as_str(), app.servers["alpha"].port), ("h", 1), "{format}");
    }
}

#[test]
fn the_environment_sets_leaves_of_elements() {
    let variables = [
        ("SHOP_REPLICAS__2__TAGS", "x, y"),
        ("SHOP_REPLICAS__0__PORT", "5"),
        ("SHOP_REPLICAS__2__HOST", "c"),
        ("SHOP_SERVERS__alpha__PORT", "7"),
        ("SHOP_SERVERS__new__one__PORT", "8"),
        ("SHOP_REGIONS__eu__SERVERS__1__PORT", "9"),
        ("SHOP_QUEUE__0__PORT", "1"),
        ("SHOP_SPARE_PORT", "3"),
    ];
    for (format, text) in EACH {
        let app = App::builder().with_str(format, text).with_env_vars(variables).extract().unwrap();
        let shown: Vec<_> = app.replicas.iter().map(|it| (it.host.as_str(), it.port)).collect();
        assert_eq!(shown, [("a", 5), ("localhost", 2), ("c", 80)]);
        assert_eq!(app.replicas[2].tags, ["x", "y"]);
        assert_eq!((app.servers["alpha"].port, app.servers["new__one"].port), (7, 8));
        assert_eq!(app.regions.unwrap()["eu"].servers[1].port, 9);
        assert_eq!(app.queue.unwrap()[0].port, 1);
        assert_eq!(app.spare.unwrap().port, 3);
    }
}

#[test]
fn the_elements_of_a_list_have_no_gaps() {
    let error = App::builder().with_env_vars([("SHOP_REPLICAS__1__HOST", "b")]).extract().unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::Invalid, "replicas[1].host"));
    assert_eq!(problem.message(), "the elements of a list count from 0 without gaps; number 0 comes next");
}

#[test]
fn problems_name_the_element_and_its_place() {
    let texts = [
        (Format::Toml, "[[replicas]]\n[[replicas]]\nport = 'x'\n[servers.alpha]\nprot = 1\n[regions.eu]\n"),
        (
            Format::Json,
            "{\"replicas\": [{},\n\n{\"port\": \"x\"}],\n\"servers\": {\"alpha\":\n {\"prot\": 1}}, \"regions\": {\"eu\": {}}}",
        ),
        (Format::Yaml, "replicas:\n- {}\n- port: x\nservers:\n  alpha: {prot: 1}\nregions: {eu: {}}\n"),
    ];
    for (format, text) in texts {
        let error = App::builder().with_str(format, text).with_env_vars([("A", "b")]).extract().unwrap_err();
        let shown: Vec<_> = error
            .problems()
            .iter()
            .map(|it| match it.origin() {
                Some(Origin::Text { location, .. }) => (it.path(), location.map_or(0, |at| at.line)),
                _ => (it.path(), 0),
            })
            .collect();
        assert_eq!(
            shown,
            [("replicas[1].port", 3), ("servers.alpha.prot", 5), ("regions.eu.city", 0)],
            "{format}: {error}"
        );
        assert!(error.problems()[2].help().unwrap().contains("SHOP_REGIONS__eu__CITY"), "{error}");
    }
}

#[test]
fn origins_go_into_the_elements() {
    for (format, text) in EACH {
        let snapshot = App::builder()
            .with_str(format, text)
            .with_env_vars([("SHOP_SERVERS__alpha__HOST", "h")])
            .extract_snapshot()
            .unwrap();
        let origins: HashMap<String, Origin> = snapshot.origins().collect();
        assert_eq!(origins["servers.alpha.host"], Origin::Environment("SHOP_SERVERS__alpha__HOST".to_owned()));
        assert!(matches!(&origins["replicas[1].port"], Origin::Text { location: Some(_), .. }), "{format} {origins:?}");
        assert!(matches!(&origins["regions.eu.city"], Origin::Text { location: Some(_), .. }), "{format} {origins:?}");
        assert_eq!(origins["replicas[1].host"], Origin::Default);
    }
}

#[test]
fn what_is_no_collection_is_named_so() {
    let texts = [
        (Format::Toml, "replicas = 5\nservers = [1]\n[main]\nport = 1"),
        (Format::Json, r#"{"replicas": 5, "servers": [1]}"#),
        (Format::Yaml, "replicas: 5\nservers: [1]\n"),
    ];
    for (format, text) in texts {
        let error = App::builder().with_str(format, text).extract().unwrap_err();
        let messages: Vec<_> = error.problems().iter().map(|it| (it.path(), it.message())).collect();
        assert_eq!(
            messages,
            [
                ("replicas", "expected a list of sections, found the integer 5"),
                ("servers", "expected a table of sections, found a list"),
            ],
            "{format}"
        );
    }
    let error =
        App::builder().with_str(Format::Json, r#"{"replicas": [1], "servers": {"a": 2}}"#).extract().unwrap_err();
    let messages: Vec<_> = error.problems().iter().map(|it| (it.path(), it.message())).collect();
    assert_eq!(
        messages,
        [
            ("replicas[0]", "expected a section, found the integer 1"),
            ("servers.a", "expected a section, found the integer 2"),
        ]
    );
}

#[test]
fn null_takes_an_entry_out_and_empties_a_collection() {
    for (format, text) in [
        (Format::Json, r#"{"servers": {"alpha": null}, "replicas": null, "regions": null}"#),
        (Format::Yaml, "servers: {alpha: ~}\nreplicas: ~\nregions: ~\n"),
    ] {
        let app = App::builder().with_str(EACH[0].0, EACH[0].1).with_str(format, text).extract().unwrap();
        assert_eq!(app.servers.keys().collect::<Vec<_>>(), ["beta"], "{format}");
        assert!(app.replicas.is_empty() && app.regions.is_none(), "{format}");
    }
}

#[test]
fn a_variable_may_hold_a_whole_collection_as_json() {
    let variables = [
        ("SHOP_REPLICAS", r#"[{"host": "a"}, {}]"#),
        ("SHOP_REPLICAS__1__PORT", "5"),
        ("SHOP_SERVERS", r#"{"alpha": {"port": 1}, "beta": null}"#),
        ("SHOP_SERVERS__gamma__PORT", "3"),
    ];
    let snapshot = App::builder()
        .with_str(
            Format::Toml,
            "[[replicas]]\n[[replicas]]\n[[replicas]]\n[servers.alpha]\nhost = 'h'\n[servers.beta]\n",
        )
        .with_env_vars(variables)
        .extract_snapshot()
        .unwrap();
    let app = snapshot.value();
    assert_eq!((app.replicas.len(), app.replicas[0].host.as_str(), app.replicas[1].port), (2, "a", 5));
    assert_eq!(app.servers.keys().collect::<Vec<_>>(), ["alpha", "gamma"]);
    assert_eq!((app.servers["alpha"].host.as_str(), app.servers["alpha"].port), ("h", 1));
    let origins: HashMap<String, Origin> = snapshot.origins().collect();
    assert_eq!(origins["servers.alpha.port"], Origin::Environment("SHOP_SERVERS".to_owned()));

    let wrong = [("SHOP_REPLICAS", "[{\"port\": \"x\"}]"), ("SHOP_SERVERS", "alpha"), ("SHOP_QUEUE", "{}")];
    let error = App::builder().with_env_vars(wrong).extract().unwrap_err();
    let shown: Vec<_> = error.problems().iter().map(|it| (it.path(), it.origin().unwrap().to_string())).collect();
    let variable = |name: &str| format!("environment variable {name}");
    assert_eq!(
        shown,
        [
            ("replicas[0].port", variable("SHOP_REPLICAS")),
            ("servers", variable("SHOP_SERVERS")),
            ("queue", variable("SHOP_QUEUE")),
        ],
        "{error}"
    );
}

#[test]
fn a_variable_may_add_sections_to_a_list() {
    let app = App::builder()
        .with_str(Format::Toml, "[[replicas]]\nhost = 'a'\n")
        .with_env_vars([("SHOP_REPLICAS__ADD", r#"[{"host": "b"}]"#), ("SHOP_REPLICAS__0__PORT", "5")])
        .extract()
        .unwrap();
    let shown: Vec<_> = app.replicas.iter().map(|it| (it.host.as_str(), it.port)).collect();
    assert_eq!(shown, [("a", 5), ("b", 80)]);
}

#[test]
fn a_key_in_another_case_is_another_one_and_warned_of() {
    let builder = App::builder().with_str(Format::Toml, "[servers.alpha]\n");
    let snapshot = builder.with_env_vars([("SHOP_SERVERS__ALPHA__PORT", "5")]).extract_snapshot().unwrap();
    assert_eq!(snapshot.value().servers.keys().collect::<Vec<_>>(), ["ALPHA", "alpha"]);
    let [warning] = snapshot.warnings() else { panic!("{:?}", snapshot.warnings()) };
    assert_eq!(warning.message(), "'ALPHA' is added beside 'alpha', from which it differs in case only");
    assert_eq!(warning.path(), "servers.ALPHA");
}

#[test]
fn of_variables_too_a_hundred_problems_are_listed() {
    let variables = (1..1000).map(|n| (format!("SHOP_REPLICAS__{n}__PORT"), "1"));
    let error = App::builder().with_env_vars(variables).extract().unwrap_err();
    assert_eq!(error.problems().len(), 101);
    assert_eq!(error.problems()[100].kind(), ProblemKind::More);
}

#[derive(Debug, SuperConfig)]
struct Ordered {
    #[config(nested)]
    servers: indexmap::IndexMap<String, Server>,
}

#[test]
fn an_index_map_keeps_the_order_in_which_keys_were_mentioned_first() {
    let builder = Ordered::builder().with_str(Format::Yaml, "servers: {z: {}, a: {}, m: {}}");
    let ordered = builder.with_str(Format::Json, r#"{"servers": {"b": {}, "a": {"port": 1}}}"#).extract().unwrap();
    assert_eq!(ordered.servers.keys().collect::<Vec<_>>(), ["z", "a", "m", "b"]);
    assert_eq!(ordered.servers["a"].port, 1);
}
