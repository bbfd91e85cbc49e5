//! The value of a setting as it is shown to people and written into documents. Nothing is loaded through it: it is made of a finished
//! value, for whoever asks.

use std::fmt;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

/// The value of a setting, to be shown: what [`Explanation`](crate::Explanation) and the like give.
///
/// Values of secrets are [`Redacted`](Value::Redacted). `Display` is one line of plain text, with strings in quotes. `Serialize` is for
/// formats such as JSON: what has no number there, integers beyond 64 bits and what is not finite, is a string.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Nothing, of a setting that may have none.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Float(f64),
    /// Text, also of types such as durations: as it would be written in a file.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A table, in its order.
    Table(Vec<(String, Value)>),
    /// The value of a secret, which is not in here.
    Redacted,
    /// A value of a type that cannot be shown, since it is none of the library's and not `serde::Serialize`; the name of the type.
    Opaque(&'static str),
}

impl Value {
    /// What stands for the value of a secret.
    pub(crate) const REDACTED: &'static str = "[redacted]";

    /// Whether it is the same value, also if that is not a number.
    #[cfg(feature = "inspect")]
    pub(crate) fn is_same(&self, other: &Value) -> bool {
        self == other || format!("{self:?}") == format!("{other:?}")
    }

    /// The text of a single value, as it could be typed.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Value::Bool(value) => Some(value.to_string()),
            Value::Integer(value) => Some(value.to_string()),
            Value::Float(value) => Some(value.to_string()),
            Value::Text(text) => Some(text.clone()),
            Value::Null | Value::List(_) | Value::Table(_) | Value::Redacted | Value::Opaque(_) => None,
        }
    }

    /// Visits the texts of all single values in it but booleans, which are no secret.
    pub(crate) fn texts(&self, visit: &mut dyn FnMut(String)) {
        match self {
            Value::Bool(_) => {}
            Value::List(values) => values.iter().for_each(|value| value.texts(visit)),
            Value::Table(entries) => entries.iter().for_each(|(_, value)| value.texts(visit)),
            single => single.text().into_iter().for_each(visit),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("(none)"),
            Value::Text(text) => write!(f, "{text:?}"),
            Value::List(values) => {
                f.write_str("[")?;
                for (index, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Value::Table(entries) => {
                f.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{key:?}: {value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
            Value::Redacted => f.write_str(Value::REDACTED),
            Value::Opaque(ty) => write!(f, "(a {ty}, which cannot be shown)"),
            Value::Bool(value) => value.fmt(f),
            Value::Integer(value) => value.fmt(f),
            Value::Float(value) => write!(f, "{value:?}"),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_none(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Integer(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => serializer.serialize_i64(value),
                (_, Ok(value)) => serializer.serialize_u64(value),
                _ => serializer.collect_str(value),
            },
            Value::Float(value) if value.is_finite() => serializer.serialize_f64(*value),
            Value::Float(value) => serializer.collect_str(value),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(values) => serializer.collect_seq(values),
            Value::Table(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Value::Redacted | Value::Opaque(_) => serializer.collect_str(self),
        }
    }
}
