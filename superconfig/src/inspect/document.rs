//! The values of a config as a file of each format.

use super::{
    tree::{Node, Single},
    write::{Lines, json_text, json_value, toml_entry, toml_key, toml_value, yaml_entry, yaml_key, yaml_value},
};
use crate::{origin::Origin, schema::Field, value::Value};

/// What a document is made of.
pub(super) struct Document<'d> {
    pub(super) entries: &'d [(String, Node)],
    /// What is noted behind the setting at a path, if anything is.
    pub(super) note: &'d dyn Fn(&str) -> Option<String>,
}

/// The path of what stands under a key of a table.
pub(super) fn under(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Where a value came from, without the column: `shop.toml:4`.
pub(super) fn short(origin: &Origin) -> String {
    match origin {
        Origin::File { path, location: Some(location) } => format!("{}:{}", path.display(), location.line),
        Origin::Text { name, location: Some(location) } => format!("{name}:{}", location.line),
        origin => origin.to_string(),
    }
}

/// A value as a file has it: `${` stands for itself.
fn written(single: &Single) -> Value {
    let expands = |field: &Field| field.kind.setting().is_some_and(|setting| setting.expand == Some(true));
    if single.field.is_some_and(expands) { unexpanded(&single.value) } else { single.value.clone() }
}

fn unexpanded(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.replace("${", "$${")),
        Value::List(values) => Value::List(values.iter().map(unexpanded).collect()),
        Value::Table(entries) => {
            Value::Table(entries.iter().map(|(key, value)| (key.clone(), unexpanded(value))).collect())
        }
        value => value.clone(),
    }
}

/// A node as a value, for where a table has to stand on one line.
fn value_of(node: &Node) -> Value {
    match node {
        Node::Single(single) => written(single),
        Node::List(elements) => Value::List(elements.iter().map(value_of).collect()),
        Node::Table(entries) => Value::Table(entries.iter().map(|(key, node)| (key.clone(), value_of(node))).collect()),
    }
}

impl Document<'_> {
    pub(super) fn toml(&self) -> String {
        let mut lines = Lines::default();
        self.toml_table(&mut lines, &mut Vec::new(), "", self.entries, None);
        lines.finish()
    }

    /// A table: its header unless what stands in it says enough, what fits behind a key, then what has headers of its own.
    fn toml_table(
        &self,
        lines: &mut Lines,
        keys: &mut Vec<String>,
        path: &str,
        entries: &[(String, Node)],
        header: Option<&str>,
    ) {
        let (below, here): (Vec<_>, Vec<_>) = entries.iter().partition(|(key, node)| has_header(key, node));
        if let Some(brackets) = header
            && (brackets == "[[" || !here.is_empty() || below.is_empty())
        {
            lines.gap();
            lines.push(toml_header(brackets, keys), None);
        }
        for (key, node) in here {
            self.toml_line(lines, &under(path, key), key, node);
        }
        for (key, node) in below {
            let path = under(path, key);
            keys.push(toml_key(key));
            match node {
                Node::Table(entries) => self.toml_table(lines, keys, &path, entries, Some("[")),
                Node::List(elements) => {
                    for (index, element) in elements.iter().enumerate() {
                        let Node::Table(entries) = element else { continue };
                        self.toml_table(lines, keys, &format!("{path}[{index}]"), entries, Some("[["));
                    }
                }
                Node::Single(single) => {
                    lines.gap();
                    lines.push(toml_header("[", keys), (self.note)(&path));
                    let Value::Table(entries) = written(single) else { unreachable!("only a table has a header") };
                    for (key, value) in entries {
                        for line in toml_entry(&key, &value) {
                            lines.push(line, None);
                        }
                    }
                }
            }
            keys.pop();
        }
    }

    /// A setting, or a list of sections that has no headers.
    fn toml_line(&self, lines: &mut Lines, path: &str, key: &str, node: &Node) {
        let value = value_of(node);
        let mut origin = self.note_of(path, node);
        match &value {
            // TOML has no word for it.
            Value::Null => {}
            Value::Opaque(_) => lines.push(format!("# {} = {value}", toml_key(key)), None),
            value => {
                for line in toml_entry(key, value) {
                    lines.push(line, origin.take());
                }
            }
        }
    }

    /// What is noted behind a line that holds all of a node.
    fn note_of(&self, path: &str, node: &Node) -> Option<String> {
        let mut notes = Vec::new();
        self.notes(path, node, &mut notes);
        (!notes.is_empty()).then(|| notes.join(", "))
    }

    fn notes(&self, path: &str, node: &Node, notes: &mut Vec<String>) {
        match node {
            Node::Single(_) => {
                notes.extend((self.note)(path).filter(|it| !notes.contains(it)));
            }
            Node::Table(entries) => {
                for (key, node) in entries {
                    self.notes(&under(path, key), node, notes);
                }
            }
            Node::List(elements) => {
                for (index, node) in elements.iter().enumerate() {
                    self.notes(&format!("{path}[{index}]"), node, notes);
                }
            }
        }
    }

    pub(super) fn yaml(&self) -> String {
        let mut lines = Lines::default();
        if self.entries.is_empty() {
            lines.push("{}", None);
        }
        self.yaml_table(&mut lines, 0, "", self.entries);
        lines.finish()
    }

    fn yaml_table(&self, lines: &mut Lines, depth: usize, path: &str, entries: &[(String, Node)]) {
        let indent = "  ".repeat(depth);
        for (key, node) in entries {
            let path = under(path, key);
            match node {
                Node::Single(single) => {
                    let mut note = self.note_of(&path, node);
                    let lines_of_value = match &written(single) {
                        Value::Opaque(_) => {
                            note = Some(single.value.to_string());
                            yaml_entry(key, &Value::Null)
                        }
                        value => yaml_entry(key, value),
                    };
                    for line in lines_of_value {
                        lines.push(format!("{indent}{line}"), note.take());
                    }
                }
                Node::Table(entries) if entries.is_empty() => {
                    lines.push(format!("{indent}{}: {{}}", yaml_key(key)), None);
                }
                Node::List(elements) if elements.is_empty() => {
                    lines.push(format!("{indent}{}: []", yaml_key(key)), None);
                }
                Node::Table(entries) => {
                    lines.push(format!("{indent}{}:", yaml_key(key)), None);
                    self.yaml_table(lines, depth + 1, &path, entries);
                }
                Node::List(elements) => {
                    lines.push(format!("{indent}{}:", yaml_key(key)), None);
                    for (index, element) in elements.iter().enumerate() {
                        self.yaml_element(lines, depth + 1, &format!("{path}[{index}]"), element);
                    }
                }
            }
        }
    }

    fn yaml_element(&self, lines: &mut Lines, depth: usize, path: &str, element: &Node) {
        let indent = "  ".repeat(depth);
        match element {
            Node::Table(entries) if !entries.is_empty() => {
                let first = lines.count();
                self.yaml_table(lines, depth + 1, path, entries);
                lines.line(first).replace_range(indent.len()..indent.len() + 2, "- ");
            }
            element => {
                let note = self.note_of(path, element);
                lines.push(format!("{indent}- {}", yaml_value(&value_of(element))), note);
            }
        }
    }

    pub(super) fn json(&self) -> String {
        let mut text = String::new();
        json_table(&mut text, 0, self.entries);
        text.push('\n');
        text
    }
}

/// Whether it stands below what fits behind a key.
fn has_header(key: &str, node: &Node) -> bool {
    match node {
        Node::Table(_) => true,
        Node::List(elements) => !elements.is_empty() && elements.iter().all(|it| matches!(it, Node::Table(_))),
        Node::Single(single) => match &single.value {
            Value::Table(entries) => {
                !entries.is_empty()
                    && toml_key(key).chars().count() + 3 + toml_value(&single.value).chars().count()
                        > super::write::WIDTH
            }
            _ => false,
        },
    }
}

fn toml_header(brackets: &str, keys: &[String]) -> String {
    let end = if brackets == "[[" { "]]" } else { "]" };
    format!("{brackets}{}{end}", keys.join("."))
}

fn json_table(text: &mut String, depth: usize, entries: &[(String, Node)]) {
    let rows: Vec<_> = entries.iter().map(|(key, node)| (Some(key.as_str()), node)).collect();
    json_rows(text, depth, ['{', '}'], &rows);
}

fn json_rows(text: &mut String, depth: usize, [open, close]: [char; 2], rows: &[(Option<&str>, &Node)]) {
    text.push(open);
    for (index, (key, node)) in rows.iter().enumerate() {
        text.extend([if index == 0 { "\n" } else { ",\n" }, &"  ".repeat(depth + 1)]);
        if let Some(key) = key {
            text.extend([&json_text(key), ": "]);
        }
        match node {
            Node::Single(single) => text.push_str(&json_value(&match written(single) {
                Value::Opaque(_) => Value::Null,
                value => value,
            })),
            Node::Table(entries) => json_table(text, depth + 1, entries),
            Node::List(elements) => {
                let rows: Vec<_> = elements.iter().map(|element| (None, element)).collect();
                json_rows(text, depth + 1, ['[', ']'], &rows);
            }
        }
    }
    if !rows.is_empty() {
        text.extend(["\n", &"  ".repeat(depth)]);
    }
    text.push(close);
}
