//! Keys and values in the spelling of each format, on one line. What stands around them is the business of each document.

use toml_writer::{ToTomlKey as _, ToTomlValue as _, TomlStringBuilder};

use crate::value::Value;

/// A key of TOML, quoted if need be.
pub(super) fn toml_key(key: &str) -> String {
    key.to_toml_key()
}

/// A value of TOML; tables are inline. TOML has no null, so nothing is written for that and a table leaves it out.
pub(super) fn toml_value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(value) => value.to_toml_value(),
        Value::Integer(value) => {
            i64::try_from(*value).map_or_else(|_| toml_text(&value.to_string()), |it| it.to_toml_value())
        }
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

/// A string on one line, in the quotes that need the least escaping.
fn toml_text(text: &str) -> String {
    let builder = TomlStringBuilder::new(text);
    if text.contains(['\n', '\r']) { builder.as_basic() } else { builder.as_default() }.to_toml_value()
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
            let entries = entries.iter().map(|(key, value)| format!("{}: {}", json_text(key), yaml_value(value)));
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

/// A value of JSON on one line. What JSON has no number for is a string.
pub(super) fn json_value(value: &Value) -> String {
    match value {
        Value::Float(value) if !value.is_finite() => json_text(&value.to_string()),
        value => serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()),
    }
}

/// A string of JSON, which is one of YAML as well.
pub(super) fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
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
        assert_eq!(json_value(&value), r#"{"a b":"two\nlines \"quoted\"","n":[1,true,1.0],"none":null}"#);
        assert_eq!(yaml_value(&value), r#"{"a b": "two\nlines \"quoted\"", "n": [1, true, 1.0], "none": null}"#);
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
