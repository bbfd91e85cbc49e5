//! How a setting, or the settings of a section, stand in a file.

use crate::{
    format::Format,
    inspect::write::{json_value, toml_key, toml_value, yaml_key, yaml_value},
    value::Value,
};

/// One step on the way from the top of a file to a section.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Key(String),
    /// Into one element of a list.
    Element,
}

/// A setting in a file, and whether it is set there; if not, it is only shown, in a comment where the format has such.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) key: String,
    pub(super) value: Value,
    pub(super) is_set: bool,
}

impl Sample {
    pub(super) fn new(key: impl Into<String>, value: Value) -> Sample {
        Sample { key: key.into(), value, is_set: true }
    }

    /// What stands in front of its line.
    fn mark(&self) -> &'static str {
        if self.is_set { "" } else { "# " }
    }
}

/// The formats that the library was built with.
pub(super) fn formats() -> impl Iterator<Item = Format> {
    let formats = [
        (Format::Toml, cfg!(any(feature = "toml", feature = "toml_crate"))),
        (Format::Yaml, cfg!(feature = "yaml")),
        (Format::Json, cfg!(feature = "json")),
    ];
    formats.into_iter().filter(|(_, there)| *there).map(|(format, _)| format)
}

/// A file with these settings, and nothing else, in the section that the way leads to.
pub(super) fn file(format: Format, way: &[Step], settings: &[Sample]) -> String {
    match format {
        Format::Toml => toml(way, settings),
        Format::Yaml => yaml(way, settings),
        Format::Json => json(way, settings),
    }
}

fn toml(way: &[Step], settings: &[Sample]) -> String {
    let keys: Vec<String> = way.iter().filter_map(key).map(toml_key).collect();
    let header = match way.last() {
        None => None,
        Some(Step::Element) => Some(format!("[[{}]]", keys.join("."))),
        Some(Step::Key(_)) => Some(format!("[{}]", keys.join("."))),
    };
    let settings = settings.iter().map(|it| format!("{}{} = {}", it.mark(), toml_key(&it.key), toml_value(&it.value)));
    header.into_iter().chain(settings).collect::<Vec<_>>().join("\n")
}

fn key(step: &Step) -> Option<&str> {
    match step {
        Step::Key(key) => Some(key),
        Step::Element => None,
    }
}

fn yaml(way: &[Step], settings: &[Sample]) -> String {
    let mut lines = Vec::new();
    let mut indent = String::new();
    let mut first = None;
    let mut line = |indent: &str, first: &mut Option<String>, text: String| {
        lines.push(format!("{}{text}", first.take().as_deref().unwrap_or(indent)));
    };
    for step in way {
        match step {
            Step::Key(key) => {
                line(&indent, &mut first, format!("{}:", yaml_key(key)));
                indent.push_str("  ");
            }
            Step::Element => {
                first = Some(format!("{indent}- "));
                indent.push_str("  ");
            }
        }
    }
    // What follows the dash of a list must not be a comment.
    let (set, shown): (Vec<&Sample>, Vec<&Sample>) = settings.iter().partition(|it| it.is_set);
    for it in set.into_iter().chain(shown) {
        line(&indent, &mut first, format!("{}{}: {}", it.mark(), yaml_key(&it.key), yaml_value(&it.value)));
    }
    lines.join("\n")
}

fn json(way: &[Step], settings: &[Sample]) -> String {
    let set = settings.iter().filter(|it| it.is_set);
    let mut value = Value::Table(set.map(|it| (it.key.clone(), it.value.clone())).collect());
    for step in way.iter().rev() {
        value = match step {
            Step::Key(key) => Value::Table(vec![(key.clone(), value)]),
            Step::Element => Value::List(vec![value]),
        };
    }
    let mut text = String::new();
    pretty(&value, way.len() + 1, "", &mut text);
    text
}

/// Over several lines as deep as that, and on one line below.
fn pretty(value: &Value, depth: usize, indent: &str, text: &mut String) {
    let inner = format!("{indent}  ");
    let mut lines = |open: char, close: char, elements: Vec<(String, &Value)>| {
        text.push(open);
        for (index, (key, value)) in elements.iter().enumerate() {
            text.extend([if index == 0 { "\n" } else { ",\n" }, &inner, key]);
            pretty(value, depth - 1, &inner, text);
        }
        text.extend(["\n", indent]);
        text.push(close);
    };
    match value {
        Value::Table(entries) if depth > 0 && !entries.is_empty() => {
            let key = |key: &str| format!("{}: ", crate::inspect::write::json_text(key));
            lines('{', '}', entries.iter().map(|(name, value)| (key(name), value)).collect());
        }
        Value::List(values) if depth > 0 && !values.is_empty() => {
            lines('[', ']', values.iter().map(|value| (String::new(), value)).collect());
        }
        value => text.push_str(&json_value(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(way: &[Step]) -> [String; 3] {
        let settings = [
            Sample::new("port", Value::Integer(1)),
            Sample::new("tags", Value::List(vec![Value::Text("a".to_owned())])),
        ];
        [Format::Toml, Format::Yaml, Format::Json].map(|format| file(format, way, &settings))
    }

    #[test]
    fn a_section_stands_where_it_belongs() {
        let key = |key: &str| Step::Key(key.to_owned());
        let top = ["port = 1\ntags = [\"a\"]", "port: 1\ntags: [a]", "{\n  \"port\": 1,\n  \"tags\": [\"a\"]\n}"];
        assert_eq!(all(&[]), top);
        let [toml, yaml, json] = all(&[key("pool"), Step::Element, key("tls on")]);
        assert_eq!(toml, "[pool.\"tls on\"]\nport = 1\ntags = [\"a\"]");
        assert_eq!(yaml, "pool:\n  - \"tls on\":\n      port: 1\n      tags: [a]");
        assert!(json.starts_with("{\n  \"pool\": [\n    {\n      \"tls on\": {\n        \"port\": 1,"), "{json}");
        let [toml, yaml, _] = all(&[key("pool"), Step::Element]);
        assert_eq!(toml, "[[pool]]\nport = 1\ntags = [\"a\"]");
        assert_eq!(yaml, "pool:\n  - port: 1\n    tags: [a]");
    }
}
