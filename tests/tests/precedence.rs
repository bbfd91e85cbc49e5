//! Which source wins over which: found out by setting one setting from two of them at a time, and held against the table in
//! the README. With `UPDATE_GOLDEN=1` that table is written anew.
#![allow(missing_docs)]

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path, sync::OnceLock};

use superconfig::{Snapshot, SuperConfig, field};
use superconfig_tests::Scene;

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["prod"])]
struct AppConfig {
    #[config(nested)]
    database: Database,
}

#[derive(Debug, SuperConfig)]
struct Database {
    #[config(default = 1, profile(prod = 2))]
    pool_size: u16,
    #[config(default = vec![1], profile(prod = vec![2]))]
    ports: Vec<u16>,
}

/// How a setting is set.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Default,
    ProfileDefault,
    /// A file below the scene.
    File(&'static str),
    /// The table of a profile in a file.
    Table(&'static str),
    Included,
    Dotenv,
    Secret,
    Variable,
    Argument,
    Code,
}

/// In no order that means anything: the test finds it out.
const SOURCES: [(&str, Way); 25] = [
    ("user: local file", Way::File("home/.config/shop/shop.local.toml")),
    ("repository's root: file", Way::File("project/shop.toml")),
    ("argument", Way::Argument),
    ("working directory: table of a profile", Way::Table("project/api/shop.toml")),
    ("working directory: file", Way::File("project/api/shop.toml")),
    ("user: file of a profile", Way::File("home/.config/shop/shop.prod.toml")),
    ("default for a profile", Way::ProfileDefault),
    ("working directory: file of a profile", Way::File("project/api/shop.prod.toml")),
    ("system: local file", Way::File("etc/shop/shop.local.toml")),
    ("working directory: what its file includes", Way::Included),
    ("user: file", Way::File("home/.config/shop/shop.toml")),
    ("`with_value`", Way::Code),
    ("repository's root: table of a profile", Way::Table("project/shop.toml")),
    ("secret", Way::Secret),
    ("user: table of a profile", Way::Table("home/.config/shop/shop.toml")),
    ("working directory: local file", Way::File("project/api/shop.local.toml")),
    ("system: file", Way::File("etc/shop/shop.toml")),
    ("environment", Way::Variable),
    ("repository's root: local file", Way::File("project/shop.local.toml")),
    ("file that the program names", Way::File("project/api/named.toml")),
    ("default", Way::Default),
    ("repository's root: file of a profile", Way::File("project/shop.prod.toml")),
    ("system: file of a profile", Way::File("etc/shop/shop.prod.toml")),
    ("`.env` file", Way::Dotenv),
    ("system: table of a profile", Way::Table("etc/shop/shop.toml")),
];

const HERE: &str = "project/api/shop.toml";
const SECRETS: &str = "run/secrets";

/// What is set, and to what.
#[derive(Clone, Copy)]
struct What {
    key: &'static str,
    /// Nothing if the list is added to.
    operator: &'static str,
    value: u16,
}

impl What {
    const fn size(value: u16) -> What {
        What { key: "pool_size", operator: "", value }
    }

    /// As TOML and JSON write it.
    fn written(self) -> String {
        if self.key == "ports" { format!("[{}]", self.value) } else { self.value.to_string() }
    }

    fn line(self) -> String {
        let Self { key, operator, .. } = self;
        format!("database.{key}{operator} = {}", self.written())
    }

    fn variable(self) -> String {
        let operator = if self.operator.is_empty() { String::new() } else { format!("_{}", self.operator) };
        format!("SHOP_DATABASE_{}{}={}", self.key.to_uppercase(), operator.to_uppercase(), self.value)
    }

    fn argument(self) -> String {
        format!("--database.{}{}={}", self.key, self.operator, self.value).replace('_', "-")
    }
}

impl Way {
    /// Whether it can add to a list.
    fn adds(self) -> bool {
        !matches!(self, Way::Default | Way::ProfileDefault | Way::Secret | Way::Code)
    }

    fn needs_profile(self) -> bool {
        matches!(self, Way::ProfileDefault | Way::Table(_))
            || matches!(self, Way::File(path) if path.contains(".prod."))
    }

    /// The value that it gives, which is not its choice if it is a default.
    fn value(self, wanted: u16) -> u16 {
        match self {
            Way::Default => 1,
            Way::ProfileDefault => 2,
            _ => wanted,
        }
    }

    fn example(self, what: What) -> String {
        let line = what.line();
        match self {
            Way::Default => format!("`#[config(default = {})]`", what.value),
            Way::ProfileDefault => format!("`#[config(profile(prod = {}))]`", what.value),
            Way::File(path) => format!("`{line}` in `{}`", shown(path)),
            Way::Table(path) => format!("`profile.prod.{line}` in `{}`", shown(path)),
            Way::Included => format!("`{line}` in `more.toml`, and `include = \"more.toml\"` in `{}`", shown(HERE)),
            Way::Dotenv => format!("`{}` in `.env`", what.variable()),
            Way::Secret => format!("`{}` in `/{SECRETS}/database/{}`", what.value, what.key),
            Way::Variable => format!("`{}`", what.variable()),
            Way::Argument => format!("`{}`", what.argument()),
            Way::Code => format!("`.with_value(field!(AppConfig, database.{}), {})`", what.key, what.value),
        }
    }
}

/// A path of the scene as somebody in the working directory would see it.
fn shown(text: &str) -> String {
    let mut text = text.to_owned();
    for (from, to) in [("project/api/", ""), ("project/", "../"), ("home/", "~/"), ("etc/", "/etc/"), ("run/", "/run/")]
    {
        text = text.replace(from, to);
    }
    text
}

/// Loads with each of these, in a program that uses whatever there is.
fn load(set: &[(Way, What)]) -> (Scene, Snapshot<AppConfig>) {
    let scene = Scene::new();
    let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let (mut variables, mut arguments, mut named) = (Vec::new(), Vec::new(), false);
    let mut in_code = None;
    for (way, what) in set {
        match *way {
            Way::Default | Way::ProfileDefault => {}
            Way::File(path) => {
                named |= path.ends_with("named.toml");
                files.entry(path).or_default().push(what.line());
            }
            Way::Table(path) => files.entry(path).or_default().push(format!("profile.prod.{}", what.line())),
            Way::Included => {
                files.entry(HERE).or_default().push("include = 'more.toml'".to_owned());
                files.entry("project/api/more.toml").or_default().push(what.line());
            }
            Way::Dotenv => files.entry("project/api/.env").or_default().push(what.variable()),
            Way::Secret => {
                scene.file(&format!("{SECRETS}/database/{}", what.key), what.value.to_string());
            }
            Way::Variable => variables.push(what.variable()),
            Way::Argument => arguments.push(what.argument()),
            Way::Code => in_code = Some(*what),
        }
    }
    scene.file("project/api/.keep", "");
    for (path, lines) in files {
        scene.file(path, lines.join("\n"));
    }
    // As `load` has them, with what a program adds to that where it belongs.
    let base_dir = scene.path("project/api");
    let mut builder = scene.builder::<AppConfig>().with_base_dir(&base_dir).with_run_dir(scene.path("run"));
    builder = builder.with_discovery();
    if named {
        builder = builder.with_file("named.toml");
    }
    let variables = variables.iter().filter_map(|variable| variable.split_once('='));
    builder = builder.with_dotenv().with_secrets().with_env_vars(variables).with_args(arguments);
    builder = match in_code {
        None => builder,
        Some(What { key: "ports", value, .. }) => builder.with_value(field!(AppConfig, database.ports), vec![value]),
        Some(What { value, .. }) => builder.with_value(field!(AppConfig, database.pool_size), value),
    };
    if set.iter().any(|(way, _)| way.needs_profile()) {
        builder = builder.with_profile("prod");
    }
    let snapshot = builder.extract_snapshot().unwrap_or_else(|error| panic!("{error}"));
    (scene, snapshot)
}

/// Whether the first of two ways wins over the other.
fn wins(one: Way, other: Way) -> bool {
    let (first, second) = (one.value(11), other.value(12));
    let size = |set: &[(Way, What)]| load(set).1.value().database.pool_size;
    let found = size(&[(one, What::size(11)), (other, What::size(12))]);
    assert!(found == first || found == second, "{one:?} and {other:?} together give {found}");
    let again = size(&[(other, What::size(12)), (one, What::size(11))]);
    assert_eq!(found, again, "{one:?} and {other:?} are told in another order");
    found == first
}

/// The sources as they rank, low to high.
fn ranked() -> &'static [(&'static str, Way)] {
    static RANKED: OnceLock<Vec<(&str, Way)>> = OnceLock::new();
    RANKED.get_or_init(|| {
        let count = SOURCES.len();
        let mut beats = vec![vec![false; count]; count];
        for one in 0..count {
            for other in 0..one {
                beats[one][other] = wins(SOURCES[one].1, SOURCES[other].1);
                beats[other][one] = !beats[one][other];
            }
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|at| beats[*at].iter().filter(|won| **won).count());
        for (place, low) in order.iter().enumerate() {
            for high in &order[place + 1..] {
                assert!(beats[*high][*low], "{} and {}: no order", SOURCES[*low].0, SOURCES[*high].0);
            }
        }
        order.into_iter().map(|at| SOURCES[at]).collect()
    })
}

#[test]
fn the_readme_has_the_order_that_there_is() {
    const BEGIN: &str = "<!-- precedence -->\n";
    const END: &str = "<!-- /precedence -->";
    let mut table =
        String::from("| low to high | what sets `database.pool_size` there | its origin |\n|---|---|---|\n");
    for (name, way) in ranked() {
        let what = What::size(50);
        let (scene, snapshot) = load(&[(*way, what)]);
        let origins: BTreeMap<_, _> = snapshot.origins().collect();
        let origin = origins["database.pool_size"].to_string();
        let origin = shown(&origin.replace(&format!("{}/", scene.path("").display()).replace("//", "/"), ""));
        writeln!(table, "| {name} | {} | {origin} |", way.example(what)).unwrap();
    }
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md"));
    let readme = fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("a mark where the table begins");
    let (there, after) = rest.split_once(END).expect("a mark where the table ends");
    if there.trim() == table.trim() {
        return;
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        return fs::write(path, format!("{before}{BEGIN}\n{table}\n{END}{after}")).unwrap();
    }
    panic!("README.md has\n{there}\nand it is\n{table}\nUPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn what_ranks_higher_adds_to_what_is_there_and_what_ranks_lower_is_replaced() {
    // One place does for all.
    let matters = |way: &Way| !matches!(way, Way::File(path) | Way::Table(path) if !path.starts_with("project/api"));
    let ranked: Vec<_> = ranked().iter().filter(|(_, way)| matters(way)).collect();
    for (place, (_, low)) in ranked.iter().enumerate() {
        for (_, high) in &ranked[place + 1..] {
            let set = |value| What { key: "ports", operator: "", value };
            let add = |value| What { operator: "_add", ..set(value) };
            let ports = |set: &[(Way, What)]| load(set).1.value().database.ports.clone();
            if high.adds() {
                let found = ports(&[(*low, set(11)), (*high, add(12))]);
                let default = if low.needs_profile() || high.needs_profile() { 2 } else { 1 };
                let there = if *low == Way::Default { default } else { low.value(11) };
                assert_eq!(found, [there, 12], "{high:?} adds to {low:?}");
            }
            if low.adds() && *high != Way::ProfileDefault {
                let found = ports(&[(*low, add(11)), (*high, set(12))]);
                assert_eq!(found, [12], "{high:?} replaces what {low:?} adds");
            }
        }
    }
}
