//! What a source says, written the way that source is written: a document in some format, or one name for each setting.

use std::fmt::Write as _;

use serde_json::Value;
use superconfig::Format;

use super::{
    naive::find,
    said::{Dice, Parts, Said},
    schema::{Body, Fields, Kind},
};

/// A document without a format.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Value(Value),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

pub(crate) fn table(fields: Fields, said: &[(&'static str, Said)], dice: &mut Dice) -> Vec<(String, Node)> {
    let mut table = Vec::new();
    for (key, said) in said {
        let mut put = |suffix: &str, node| table.push((format!("{key}{suffix}"), node));
        let kind = find(fields, key).map(|field| field.kind);
        match (said, kind) {
            (Said::Leaf(Parts { set, add, remove }), _) => {
                let dash = if kind.is_some() && dice.chance(20) { "-" } else { "_" };
                set.iter().for_each(|value| put("", Node::Value(value.clone())));
                add.iter().for_each(|value| put(&format!("{dash}add"), Node::Value(value.clone())));
                remove.iter().for_each(|value| put(&format!("{dash}remove"), Node::Value(value.clone())));
            }
            (Said::Elements(set, add), Some(Kind::Sections(_, body))) => {
                for (suffix, elements) in [("", set), ("_add", add)] {
                    if let Some(elements) = elements {
                        put(suffix, Node::List(elements.iter().map(|said| node(&body, said, dice)).collect()));
                    }
                }
            }
            (Said::Entries(entries), Some(Kind::Map(body))) => {
                let entries = entries.iter().map(|(key, said)| ((*key).to_owned(), node(&body, said, dice)));
                put("", Node::Table(entries.collect()));
            }
            (said, Some(Kind::Section(body) | Kind::Optional(body))) => put("", node(&body, said, dice)),
            (Said::Wrong(value, _), _) => put("", Node::Value(value.clone())),
            (Said::Unknown, _) => put("", Node::Value(1.into())),
            (Said::Null, _) => put("", Node::Value(Value::Null)),
            (said, _) => unreachable!("{key} cannot be {said:?}"),
        }
    }
    dice.shuffle(&mut table);
    table
}

fn node(body: &Body, said: &Said, dice: &mut Dice) -> Node {
    match (said, body) {
        (Said::Section(said), Body::Fields(fields)) => Node::Table(table(fields, said, dice)),
        (Said::Bare(name), _) => Node::Value((*name).into()),
        (Said::Variant(name, said), Body::Choice(choice)) => {
            let mut inside = table(choice.fields(name), said, dice);
            match choice.tag {
                Some(tag) => {
                    inside.push((tag.to_owned(), Node::Value((*name).into())));
                    dice.shuffle(&mut inside);
                    Node::Table(inside)
                }
                None => Node::Table(vec![((*name).to_owned(), Node::Table(inside))]),
            }
        }
        // All settings in the variants are leaves.
        (Said::Untagged(said), _) => Node::Table(table(&[], said, dice)),
        (Said::Null, _) => Node::Value(Value::Null),
        (Said::Wrong(value, _), _) => Node::Value(value.clone()),
        (said, _) => unreachable!("no section is {said:?}"),
    }
}

pub(crate) fn text(format: Format, table: &[(String, Node)], dice: &mut Dice) -> String {
    let mut text = String::new();
    match format {
        Format::Toml => toml(&mut text, "", table, dice),
        Format::Yaml if !table.is_empty() => yaml(&mut text, 0, table, dice),
        Format::Yaml if dice.chance(50) => {}
        _ => flow(&mut text, &Node::Table(table.to_vec()), &JSON),
    }
    text
}

/// How a format writes tables in one line.
struct Inline {
    colon: &'static str,
    key: fn(&str) -> String,
}

const JSON: Inline = Inline { colon: ": ", key: |key| Value::from(key).to_string() };
const TOML: Inline = Inline { colon: " = ", key: toml_key };

fn toml_key(key: &str) -> String {
    // A bare key where that is possible and, so that both are seen, quotes where there is a capital.
    if key.chars().any(char::is_uppercase) { format!("'{key}'") } else { key.to_owned() }
}

fn flow(text: &mut String, node: &Node, inline: &Inline) {
    let join = |text: &mut String, at| text.push_str(if at == 0 { "" } else { ", " });
    match node {
        Node::Value(Value::Object(map)) => {
            let entries = map.iter().map(|(key, value)| (key.clone(), Node::Value(value.clone())));
            flow(text, &Node::Table(entries.collect()), inline);
        }
        // What JSON escapes the others escape alike.
        Node::Value(value) => text.push_str(&value.to_string()),
        Node::List(list) => {
            text.push('[');
            for (at, node) in list.iter().enumerate() {
                join(text, at);
                flow(text, node, inline);
            }
            text.push(']');
        }
        Node::Table(table) => {
            text.push('{');
            for (at, (key, node)) in table.iter().enumerate() {
                join(text, at);
                text.push_str(&(inline.key)(key));
                text.push_str(inline.colon);
                flow(text, node, inline);
            }
            text.push('}');
        }
    }
}

fn toml(text: &mut String, prefix: &str, table: &[(String, Node)], dice: &mut Dice) {
    let mut later = Vec::new();
    for (key, node) in table {
        let path = format!("{prefix}{}", toml_key(key));
        let only_tables = |list: &[Node]| !list.is_empty() && list.iter().all(|it| matches!(it, Node::Table(_)));
        match node {
            Node::Table(inside) if dice.chance(60) => later.push((path, vec![inside], false)),
            Node::List(list) if only_tables(list) && dice.chance(60) => {
                let tables = list.iter().filter_map(|it| if let Node::Table(it) = it { Some(it) } else { None });
                later.push((path, tables.collect(), true));
            }
            Node::Table(inside) if !inside.is_empty() && dice.chance(50) => {
                for (inner, node) in inside {
                    let _ = write!(text, "{}.{} = ", toml_key(key), toml_key(inner));
                    flow(text, node, &TOML);
                    text.push('\n');
                }
            }
            node => {
                let _ = write!(text, "{} = ", toml_key(key));
                flow(text, node, &TOML);
                text.push('\n');
            }
        }
    }
    for (path, tables, array) in later {
        for table in tables {
            let _ = if array { writeln!(text, "[[{path}]]") } else { writeln!(text, "[{path}]") };
            toml(text, &format!("{path}."), table, dice);
        }
    }
}

fn yaml(text: &mut String, indent: usize, table: &[(String, Node)], dice: &mut Dice) {
    for (key, node) in table {
        let _ = write!(text, "{:indent$}{key}:", "");
        match node {
            Node::Table(inside) if !inside.is_empty() && dice.chance(70) => {
                text.push('\n');
                yaml(text, indent + 2, inside, dice);
            }
            Node::List(list) if !list.is_empty() && dice.chance(50) => {
                text.push('\n');
                for node in list {
                    let _ = write!(text, "{:indent$}- ", "");
                    flow(text, node, &JSON);
                    text.push('\n');
                }
            }
            Node::Value(Value::String(plain)) if ["a", "b", "c", "d"].contains(&plain.as_str()) => {
                let _ = writeln!(text, " {plain} # plain");
            }
            node => {
                text.push(' ');
                flow(text, node, &JSON);
                text.push('\n');
            }
        }
    }
}

/// One setting that is named by itself.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) steps: Vec<Step>,
    /// What the model calls it.
    pub(crate) path: String,
    pub(crate) operator: &'static str,
    pub(crate) value: Value,
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Key(&'static str),
    /// The key of an entry, the number of an element.
    Free(String),
}

/// All that a source says, setting by setting.
pub(crate) fn items(fields: Fields, said: &[(&'static str, Said)]) -> Vec<Item> {
    let mut items = Vec::new();
    Naming { items: &mut items, steps: Vec::new() }.section(fields, said, "");
    items
}

struct Naming<'a> {
    items: &'a mut Vec<Item>,
    steps: Vec<Step>,
}

impl Naming<'_> {
    fn within(&mut self, step: Step, then: impl FnOnce(&mut Self)) {
        self.steps.push(step);
        then(self);
        self.steps.pop();
    }

    fn item(&mut self, path: &str, operator: &'static str, value: Value) {
        self.items.push(Item { steps: self.steps.clone(), path: path.to_owned(), operator, value });
    }

    fn section(&mut self, fields: Fields, said: &[(&'static str, Said)], at: &str) {
        for (key, said) in said {
            let path = if at.is_empty() { (*key).to_owned() } else { format!("{at}.{key}") };
            let kind = find(fields, key).expect("only documents have unknown keys").kind;
            self.within(Step::Key(key), |naming| naming.kind(&kind, said, &path));
        }
    }

    fn kind(&mut self, kind: &Kind, said: &Said, path: &str) {
        match (said, kind) {
            (Said::Leaf(Parts { set, add, remove }), _) => {
                for (operator, value) in [("", set), ("add", add), ("remove", remove)] {
                    value.iter().for_each(|value| self.item(path, operator, value.clone()));
                }
            }
            (Said::Wrong(value, _), _) => self.item(path, "", value.clone()),
            (Said::Patches(patches), Kind::Sections(_, body)) => {
                for (index, said) in patches.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    self.within(Step::Free(index.to_string()), |naming| naming.body(body, said, &path));
                }
            }
            (Said::Entries(entries), Kind::Map(body)) => {
                for (key, said) in entries {
                    let path = format!("{path}.{key}");
                    self.within(Step::Free((*key).to_owned()), |naming| naming.body(body, said, &path));
                }
            }
            (said, Kind::Section(body) | Kind::Optional(body)) => self.body(body, said, path),
            (said, _) => unreachable!("{path} cannot be {said:?}"),
        }
    }

    fn body(&mut self, body: &Body, said: &Said, at: &str) {
        match (said, body) {
            (Said::Section(said), Body::Fields(fields)) => self.section(fields, said, at),
            (Said::Bare(name), _) => self.item(at, "", (*name).into()),
            (Said::Wrong(value, _), _) => self.item(at, "", value.clone()),
            (Said::Variant(name, said), Body::Choice(choice)) => match choice.tag {
                Some(tag) => {
                    self.within(Step::Key(tag), |naming| naming.item(at, "", (*name).into()));
                    self.section(choice.fields(name), said, at);
                }
                None => {
                    let path = format!("{at}.{name}");
                    self.within(Step::Key(name), |naming| naming.section(choice.fields(name), said, &path));
                }
            },
            (said, _) => unreachable!("{at} cannot be {said:?}"),
        }
    }
}

impl Item {
    /// The name of its variable.
    pub(crate) fn variable(&self, dice: Option<&mut Dice>) -> String {
        let joint = if dice.is_some_and(|dice| dice.chance(20)) { "__" } else { "_" };
        let mut name = "SHOP".to_owned();
        let mut after_free = false;
        for step in &self.steps {
            match step {
                Step::Key(key) => {
                    name.push_str(if after_free { "__" } else { joint });
                    name.push_str(&key.to_uppercase().replace('-', "_"));
                }
                Step::Free(key) => drop(write!(name, "__{key}")),
            }
            after_free = matches!(step, Step::Free(_));
        }
        match self.operator {
            "" => name,
            operator => format!("{name}__{}", operator.to_uppercase()),
        }
    }

    /// The argument in front of its value, and what it is called as an origin.
    pub(crate) fn argument(&self, dice: &mut Dice) -> (String, String) {
        let kebab = dice.chance(50);
        let mut parts: Vec<String> = (self.steps.iter())
            .map(|step| match step {
                Step::Key(key) if kebab => key.replace('_', "-"),
                Step::Key(key) => (*key).to_owned(),
                Step::Free(key) => key.clone(),
            })
            .collect();
        if let (Some(last), false) = (parts.last_mut(), self.operator.is_empty()) {
            let _ = write!(last, "{}{}", if kebab { "-" } else { "_" }, self.operator);
        }
        let path = parts.join(".");
        if dice.chance(30) {
            (format!("--set={path}"), format!("--set {path}"))
        } else {
            (format!("--{path}"), format!("--{path}"))
        }
    }

    /// The file that holds its value.
    pub(crate) fn secret(&self, dice: &mut Dice) -> String {
        let joint = dice.pick(&["/", "__", "."]);
        let keys = self.steps.iter().map(|step| match step {
            Step::Key(key) => (*key).to_owned(),
            Step::Free(key) => key.clone(),
        });
        keys.collect::<Vec<_>>().join(joint)
    }

    /// Its value as text.
    pub(crate) fn text(&self, dice: &mut Dice) -> String {
        let plain = |value: &Value| match value {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        let is_plain = |value: &Value| {
            let text = plain(value);
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
        };
        match &self.value {
            Value::Bool(true) => dice.pick(&["true", "yes", "on", "1"]).to_owned(),
            Value::Bool(false) => dice.pick(&["false", "No", "off", "0"]).to_owned(),
            Value::Array(list) if !list.is_empty() && list.iter().all(is_plain) && dice.chance(70) => {
                let joint = dice.pick(&[",", ", "]);
                list.iter().map(plain).collect::<Vec<_>>().join(joint)
            }
            Value::Object(map) if !map.is_empty() && dice.chance(70) => {
                let entries = map.iter().map(|(key, value)| format!("{key}={}", plain(value)));
                entries.collect::<Vec<_>>().join(", ")
            }
            value => plain(value),
        }
    }
}

/// A line of a `.env` file.
pub(crate) fn dotenv_line(name: &str, text: &str) -> String {
    if text.contains('\'') || text.contains('\\') {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$");
        return format!("{name}=\"{escaped}\"\n");
    }
    format!("{name}='{text}'\n")
}
