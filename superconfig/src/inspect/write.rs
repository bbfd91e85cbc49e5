//! Keys and values in the spelling of each format, on one line. What stands around them is the business of each document.

use serde_core::Serialize;
use toml_writer::{ToTomlKey as _, ToTomlValue as _, TomlStringBuilder};

use crate::{problem::steers, value::Value};

/// The width that lists and tables on one line do not go beyond if they can be broken.
pub(super) const WIDTH: usize = 100;

/// The lines of a document; what is noted behind them stands in one column where that reads well.
#[derive(Default)]
pub(super) struct Lines(Vec<Line>);

struct Line {
    text: String,
    note: Option<String>,
}

impl Lines {
    pub(super) fn push(&mut self, text: impl Into<String>, note: Option<String>) {
        self.0.push(Line { text: text.into(), note });
    }

    /// An empty line, but not at the beginning.
    pub(super) fn gap(&mut self) {
        if !self.0.is_empty() {
            self.push("", None);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The text of a line that was written before.
    pub(super) fn line(&mut self, number: usize) -> &mut String {
        &mut self.0[number].text
    }

    /// All of it, each note behind a `#`. Lines that follow each other with the same indentation share the column of their notes,
    /// which a long line does not move.
    pub(super) fn finish(self) -> String {
        const COLUMN: usize = 56;
        // The first line of an element of YAML stands where the others do.
        let indent = |line: &Line| {
            line.text.find(|c| c != ' ').map(|at| at + 2 * usize::from(line.text[at..].starts_with("- ")))
        };
        let mut text = String::new();
        for run in self.0.chunk_by(|one, other| indent(one) == indent(other)) {
            let widths = run.iter().filter(|line| line.note.is_some()).map(|line| line.text.chars().count());
            let column = widths.filter(|width| *width <= COLUMN).max().unwrap_or_default();
            for line in run {
                text.push_str(&line.text);
                if let Some(note) = &line.note {
                    let width = column.saturating_sub(line.text.chars().count());
                    text.extend([&*" ".repeat(width), "  # ", &one_line(note)]);
                }
                text.push('\n');
            }
        }
        text
    }
}

/// A text of somebody else's on one line, with what steers a terminal spelt out.
pub(crate) fn one_line(text: &str) -> String {
    if !text.contains(steers) {
        return text.to_owned();
    }
    text.chars().map(|c| if steers(c) { c.escape_default().to_string() } else { c.to_string() }).collect()
}

/// A key of TOML, quoted if need be.
pub(crate) fn toml_key(key: &str) -> String {
    if key.contains(steers) { json_text(key) } else { key.to_toml_key() }
}

/// A value of TOML behind a key: a list that is too wide takes a line for each element. Tables stay on one line, as they must.
pub(super) fn toml_entry(key: &str, value: &Value) -> Vec<String> {
    let (key, line) = (toml_key(key), toml_value(value));
    match value {
        Value::List(values) if key.chars().count() + 3 + line.chars().count() > WIDTH => {
            let values = values.iter().filter(|value| **value != Value::Null);
            let values = values.map(|value| format!("    {},", toml_value(value)));
            std::iter::once(format!("{key} = [")).chain(values).chain(["]".to_owned()]).collect()
        }
        _ => vec![format!("{key} = {line}")],
    }
}

/// A value of TOML; tables are inline. TOML has no null, so nothing is written for that and a table leaves it out.
pub(crate) fn toml_value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(value) => value.to_toml_value(),
        // Beyond 64 bits not every parser takes it; this library does, and would not take a string.
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => value.to_toml_value(),
        Value::Text(text) => toml_text(text),
        Value::List(values) => {
            let values: Vec<_> = values.iter().filter(|value| **value != Value::Null).map(toml_value).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Table(entries) => {
            let entries = entries.iter().filter(|(_, value)| *value != Value::Null);
            let entries: Vec<_> =
                entries.map(|(key, value)| format!("{} = {}", toml_key(key), toml_value(value))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        Value::Redacted | Value::Opaque(_) => toml_text(&value.to_string()),
    }
}

/// A string on one line, in the quotes that need the least escaping. TOML knows all escapes of JSON.
fn toml_text(text: &str) -> String {
    if text.contains(steers) { json_text(text) } else { TomlStringBuilder::new(text).as_default().to_toml_value() }
}

/// A key of YAML: as it is if nobody could take it for anything else, otherwise in double quotes.
pub(super) fn yaml_key(key: &str) -> String {
    yaml_text(key)
}

/// A value of YAML, in its flow style.
pub(super) fn yaml_value(value: &Value) -> String {
    match value {
        Value::Text(text) => yaml_text(text),
        Value::List(values) => format!("[{}]", values.iter().map(yaml_value).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{}: {}", yaml_key(key), yaml_value(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Float(value) if value.is_nan() => ".nan".to_owned(),
        Value::Float(value) if value.is_infinite() => if *value > 0.0 { ".inf" } else { "-.inf" }.to_owned(),
        value => json_value(value),
    }
}

/// Plain only where every version of YAML agrees that it is a string.
fn yaml_text(text: &str) -> String {
    let first = |c: char| c.is_ascii_alphabetic() || c == '/' || c == '_';
    let rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"];
    let plain = text.starts_with(first) && text.chars().all(rest);
    let word = words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if plain && !word { text.to_owned() } else { json_text(text) }
}

/// A value of YAML behind a key: what is too wide for one line takes one for each element or entry.
pub(super) fn yaml_entry(key: &str, value: &Value) -> Vec<String> {
    let (key, line) = (yaml_key(key), yaml_value(value));
    let broken: Vec<String> = match value {
        _ if key.chars().count() + 2 + line.chars().count() <= WIDTH => Vec::new(),
        Value::List(values) => values.iter().map(|value| format!("  - {}", yaml_value(value))).collect(),
        Value::Table(entries) => {
            entries.iter().map(|(key, value)| format!("  {}: {}", yaml_key(key), yaml_value(value))).collect()
        }
        _ => Vec::new(),
    };
    if broken.is_empty() {
        return vec![format!("{key}: {line}")];
    }
    std::iter::once(format!("{key}:")).chain(broken).collect()
}

/// A value of JSON on one line. What JSON has no number for, and integers beyond 64 bits, of which many readers make something else,
/// are strings.
pub(super) fn json_value(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) if i64::try_from(*value).is_err() && u64::try_from(*value).is_err() => {
            json_text(&value.to_string())
        }
        Value::Integer(value) => value.to_string(),
        Value::Float(value) if value.is_finite() => serde_json::Value::from(*value).to_string(),
        Value::Float(value) => json_text(&value.to_string()),
        Value::Text(text) => json_text(text),
        Value::List(values) => format!("[{}]", values.iter().map(json_value).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{}: {}", json_text(key), json_value(value)));
            let entries: Vec<_> = entries.collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        Value::Redacted | Value::Opaque(_) => json_text(&value.to_string()),
    }
}

/// A string of JSON, which is one of YAML and of TOML as well. What may not stand in those, or steers a terminal, is escaped.
pub(super) fn json_text(text: &str) -> String {
    escaped(serde_json::Value::from(text).to_string())
}

/// Data as JSON over several lines, without a newline at the end.
pub(crate) fn json(value: &impl Serialize) -> String {
    escaped(serde_json::to_string_pretty(value).unwrap_or_else(|_| "null".to_owned()))
}

/// JSON with everything escaped in its strings that steers a terminal; outside of them only newlines do.
fn escaped(json: String) -> String {
    let escape = |c: char| steers(c) && c != '\n';
    if !json.contains(escape) {
        return json;
    }
    json.chars().map(|c| if escape(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_on_one_line_in_each_format() {
        let value = Value::Table(vec![
            ("a b".to_owned(), Value::Text("two\nlines \"quoted\"".to_owned())),
            ("n".to_owned(), Value::List(vec![Value::Integer(1), Value::Bool(true), Value::Float(1.0)])),
            ("none".to_owned(), Value::Null),
        ]);
        assert_eq!(toml_value(&value), r#"{ "a b" = "two\nlines \"quoted\"", n = [1, true, 1.0] }"#);
        assert_eq!(json_value(&value), r#"{ "a b": "two\nlines \"quoted\"", "n": [1, true, 1.0], "none": null }"#);
        assert_eq!(yaml_value(&value), r#"{"a b": "two\nlines \"quoted\"", "n": [1, true, 1.0], none: null}"#);
    }

    #[test]
    fn text_that_yaml_would_take_for_something_else_is_quoted() {
        for text in
            ["yes", "No", "12", "1e3", "0x1F", "a: b", "a #b", "", "~", "2026-12-31", "null", "- a", "*a", "12:30"]
        {
            assert!(yaml_value(&Value::Text(text.to_owned())).starts_with('"'), "{text}");
        }
        assert_eq!(yaml_value(&Value::Text("/var/log/shop.log".to_owned())), "/var/log/shop.log");
    }
}
