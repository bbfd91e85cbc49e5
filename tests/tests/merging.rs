//! Several sources: what replaces what, what merges, and what code may set.

use std::collections::{BTreeMap, HashMap};

use superconfig::{Format, Origin, SecretString, SuperConfig, field};
use superconfig_tests::Scene;

#[derive(Debug, Clone, PartialEq, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default = 1)]
    a: u16,
    b: Option<u16>,
    #[config(default)]
    list: Vec<u16>,
    #[config(default)]
    map: BTreeMap<String, u16>,
    #[config(default)]
    hash: HashMap<String, String>,
    #[config(default)]
    deep: BTreeMap<String, BTreeMap<String, u16>>,
    #[config(nested)]
    inner: Inner,
    #[config(nested)]
    maybe: Option<Inner>,
}

#[derive(Debug, Clone, PartialEq, SuperConfig)]
struct Inner {
    #[config(default = 1)]
    x: u16,
    #[config(default)]
    list: Vec<u16>,
}

fn pairs(pairs: &[(&str, u16)]) -> BTreeMap<String, u16> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect()
}

#[test]
fn sources_apply_in_the_order_of_the_calls() {
    let env = [("SHOP_A", "2")];
    let builder = Shop::builder().with_env_of(env);
    assert_eq!(builder.clone().with_str(Format::Toml, "a = 3").with_env().extract().unwrap().a, 2);
    assert_eq!(builder.clone().with_env().with_str(Format::Toml, "a = 3").extract().unwrap().a, 3);
    let builder = builder.with_value(field!(Shop, a), 4).with_env();
    assert_eq!(builder.clone().extract().unwrap().a, 2);
    assert_eq!(builder.clone().with_value(field!(Shop, a), 5).extract().unwrap().a, 5);
    assert_eq!(builder.with_value(field!(Shop, a), 5).with_text("a: 6").extract().unwrap().a, 6);
}

#[test]
fn the_usual_load_puts_the_environment_above_files() {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "a = 2\nb = 2")
        .file("home/.config/shop/shop.json", "{\"a\": 3, \"inner\": {\"x\": 3}}");
    let builder = scene.builder::<Shop>().with_discovery().with_env_vars([("SHOP_B", "4")]);
    let shop = builder.extract().unwrap();
    assert_eq!((shop.a, shop.b, shop.inner.x), (2, Some(4), 3));
}

#[test]
fn maps_merge_by_key_and_lists_replace() {
    let builder = Shop::builder()
        .with_str(
            Format::Toml,
            "list = [1, 2]\nmap = { a = 1, b = 1 }\nhash.x = 'x'\ndeep = { a = { x = 1, y = 1 }, b.z = 1 }",
        )
        .with_str(
            Format::Json,
            r#"{"list": [3], "map": {"b": 2, "c": 2}, "hash": {"y": "y"}, "deep": {"a": {"y": 2}}}"#,
        )
        .with_str(Format::Yaml, "map: {c: 3, d: 3}\ninner: {list: [1]}\n")
        .with_env_vars([("SHOP_MAP__d", "4"), ("SHOP_INNER_LIST", "5,6")]);
    let shop = builder.clone().extract().unwrap();
    assert_eq!((shop.list, shop.inner.list), (vec![3], vec![5, 6]));
    assert_eq!(shop.map, pairs(&[("a", 1), ("b", 2), ("c", 3), ("d", 4)]));
    assert_eq!(shop.hash.len(), 2);
    assert_eq!(shop.deep["a"], pairs(&[("x", 1), ("y", 2)]));
    assert_eq!(shop.deep["b"], pairs(&[("z", 1)]));
    // An empty list is a list; an empty map adds nothing.
    let shop = builder.clone().with_str(Format::Toml, "list = []\nmap = {}").extract().unwrap();
    assert_eq!((shop.list.len(), shop.map.len()), (0, 4));
    // `null` begins anew.
    let shop = builder.with_str(Format::Json, r#"{"map": null}"#).extract().unwrap();
    assert_eq!(shop.map, pairs(&[]));
}

#[test]
fn values_from_code_reach_every_setting() {
    let builder = Shop::builder()
        .with_value(field!(Shop, a), 9)
        .with_value(field!(Shop, b), Some(7))
        .with_value(field!(Shop, list), vec![1])
        .with_value(field!(Shop, inner.x), 5)
        .with_value(field!(Shop, maybe?.x), 6);
    let snapshot = builder.clone().extract_snapshot().unwrap();
    let shop = snapshot.value();
    assert_eq!((shop.a, shop.b, shop.inner.x), (9, Some(7), 5));
    assert_eq!((shop.list.as_slice(), shop.maybe.as_ref().unwrap().x), (&[1][..], 6));
    let origins: BTreeMap<_, _> = snapshot.origins().collect();
    assert_eq!(
        (&origins["a"], &origins["inner.list"], &origins["maybe.x"]),
        (&Origin::Code, &Origin::Default, &Origin::Code)
    );
    let none = builder.with_str(Format::Toml, "b = 3").with_value(field!(Shop, b), None).extract().unwrap();
    assert_eq!(none.b, None);
    assert_eq!(field!(Shop, inner.x).get(shop), Some(&5));
    assert_eq!(field!(Shop, maybe?.x).get(&Shop::builder().extract().unwrap()), None);
}

#[test]
fn origins_name_the_source_and_the_place() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "\na = 2\n[inner]\nx = 3\n").file("project/over.yaml", "b: 1\nlist:\n  - 1\n");
    let builder =
        scene.builder::<Shop>().with_file("shop.toml").with_file("over.yaml").with_env_vars([("SHOP_INNER_X", "4")]);
    let snapshot = builder.extract_snapshot().unwrap();
    let origins: BTreeMap<_, _> =
        snapshot.origins().map(|(path, origin)| (path, scene.relative(&origin.to_string()))).collect();
    assert_eq!(origins["a"], "shop.toml:2:5");
    assert_eq!(origins["b"], "over.yaml:1:4");
    assert_eq!(origins["inner.x"], "environment variable SHOP_INNER_X");
    assert_eq!(origins["map"], "default");
    assert!(!origins.contains_key("maybe.x"));
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Holder {
    key: SecretString,
}

#[test]
fn a_builder_can_be_used_again() {
    let builder = Holder::builder().with_str(Format::Toml, "key = 'k'");
    for _ in 0..3 {
        assert!(format!("{:?}", builder.extract().unwrap().key).contains("REDACTED"));
    }
}

/// Small numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// What one source says: a path and its value in JSON, `null` among them.
type Said = BTreeMap<&'static str, String>;

const PATHS: [&str; 10] =
    ["a", "b", "list", "map.k", "map.l", "map.m", "inner.x", "inner.list", "maybe.x", "maybe.list"];

fn say(numbers: &mut Numbers) -> Said {
    let mut said = Said::new();
    for path in PATHS {
        if numbers.below(3) != 0 {
            continue;
        }
        let value = match (path, numbers.below(6)) {
            (_, 0) => "null".to_owned(),
            ("list" | "inner.list" | "maybe.list", count) => {
                let elements: Vec<String> = (1..count).map(|_| numbers.below(100).to_string()).collect();
                format!("[{}]", elements.join(", "))
            }
            _ => numbers.below(1000).to_string(),
        };
        said.insert(path, value);
    }
    said
}

/// The same in a format. TOML has no `null`, so there the path is left out.
fn write(said: &Said, format: Format) -> String {
    if format == Format::Toml {
        let lines: Vec<String> = said.iter().map(|(path, value)| format!("{path} = {value}")).collect();
        return lines.join("\n");
    }
    let plain = said.iter().filter(|(path, _)| !path.contains('.'));
    let mut members: Vec<String> = plain.map(|(path, value)| format!("\"{path}\": {value}")).collect();
    for section in ["map", "inner", "maybe"] {
        let inside: Vec<String> = (said.iter())
            .filter_map(|(path, value)| Some((path.strip_prefix(section)?.strip_prefix('.')?, value)))
            .map(|(key, value)| format!("\"{key}\": {value}"))
            .collect();
        if !inside.is_empty() {
            members.push(format!("\"{section}\": {{{}}}", inside.join(", ")));
        }
    }
    format!("{{{}}}", members.join(", "))
}

/// The same as variables, which cannot unset anything.
fn variables(said: &Said) -> Vec<(String, String)> {
    let name = |path: &str| match path.strip_prefix("map.") {
        Some(key) => format!("SHOP_MAP__{key}"),
        None => format!("SHOP_{}", path.to_uppercase().replace('.', "_")),
    };
    said.iter().map(|(path, value)| (name(path), value.clone())).collect()
}

fn number(model: &Said, path: &str) -> Option<u16> {
    model.get(path).map(|value| value.parse().unwrap())
}

fn numbers(model: &Said, path: &str) -> Vec<u16> {
    let value = model.get(path).map_or("[]", String::as_str).trim_matches(['[', ']']);
    value.split(", ").filter(|element| !element.is_empty()).map(|element| element.parse().unwrap()).collect()
}

/// The config that a map from path to value stands for.
fn shop(model: &Said, maybe: bool) -> Shop {
    let inner = |name: &str| Inner {
        x: number(model, &format!("{name}.x")).unwrap_or(1),
        list: numbers(model, &format!("{name}.list")),
    };
    let keys = ["k", "l", "m"].into_iter();
    Shop {
        a: number(model, "a").unwrap_or(1),
        b: number(model, "b"),
        list: numbers(model, "list"),
        map: keys.filter_map(|key| Some((key.to_owned(), number(model, &format!("map.{key}"))?))).collect(),
        hash: HashMap::new(),
        deep: BTreeMap::new(),
        inner: inner("inner"),
        maybe: maybe.then(|| inner("maybe")),
    }
}

#[test]
fn sources_one_after_another_equal_a_map_written_to_one_after_another() {
    let mut random = Numbers(0x9e37_79b9_7f4a_7c15);
    for round in 0..400 {
        let (mut builder, mut model, mut maybe) = (Shop::builder(), Said::new(), false);
        let mut story = Vec::new();
        let sources = 1 + random.below(6);
        let variables_at = random.below(2 * sources);
        for source in 0..sources {
            let mut said = say(&mut random);
            let format = [Format::Toml, Format::Json, Format::Yaml][usize::try_from(random.below(3)).unwrap()];
            let in_variables = source == variables_at;
            if in_variables || format == Format::Toml {
                said.retain(|_, value| value != "null");
            }
            if in_variables {
                story.push(format!("{:?}", variables(&said)));
                builder = builder.with_env_vars(variables(&said));
            } else {
                story.push(write(&said, format));
                builder = builder.with_str(format, write(&said, format));
            }
            for (path, value) in said {
                maybe |= path.starts_with("maybe.");
                match value.as_str() {
                    "null" => model.remove(path),
                    _ => model.insert(path, value),
                };
            }
        }
        let loaded = builder.extract().unwrap_or_else(|error| panic!("round {round}: {story:#?} {error}"));
        assert_eq!(loaded, shop(&model, maybe), "round {round}: {story:#?}");
    }
}
