//! A template in JSON, which has no comments: every key is there, with `null` for what counts for nothing.

use super::entry::{Entry, Form};
use crate::{
    inspect::write::{json_text, json_value},
    value::Value,
};

/// The entries as one object.
pub(super) fn object(entries: &[Entry]) -> Value {
    let entry = |entry: &Entry| match entry {
        Entry::Line(line) if line.live && is_json(&line.value) => Some((line.key.clone(), line.value.clone())),
        Entry::Line(line) => Some((line.key.clone(), Value::Null)),
        Entry::Table(table) if table.live && table.form == Form::One => {
            Some((table.key.clone(), object(&table.entries)))
        }
        Entry::Table(table) => Some((table.key.clone(), Value::Null)),
        Entry::Comment(_) | Entry::Or(..) => None,
    };
    Value::Table(entries.iter().filter_map(entry).collect())
}

/// Whether JSON can say it.
fn is_json(value: &Value) -> bool {
    match value {
        Value::Float(value) => value.is_finite(),
        Value::List(values) => values.iter().all(is_json),
        Value::Table(entries) => entries.iter().all(|(_, value)| is_json(value)),
        _ => true,
    }
}

/// The text of a value, with a line for each key.
pub(super) fn render(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Table(entries) if entries.is_empty() => out.push_str("{}"),
        Value::Table(entries) => {
            let indent = "  ".repeat(depth + 1);
            for (index, (key, value)) in entries.iter().enumerate() {
                out.extend([if index == 0 { "{\n" } else { ",\n" }, &indent, &json_text(key), ": "]);
                render(value, depth + 1, out);
            }
            out.extend(["\n", &indent[2..], "}"]);
        }
        Value::List(values) => {
            out.push('[');
            for (index, value) in values.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                render(value, depth + 1, out);
            }
            out.push(']');
        }
        single => out.push_str(&json_value(single)),
    }
}
