//! Objects of JSON in the order in which they are made, and the few patterns that schemas are made of.

use crate::value::Value;

/// An object on its way.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Object(Vec<(String, Value)>);

impl Object {
    /// The same with a keyword, which replaces one of that name.
    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.set(key, value);
        self
    }

    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        match self.0.iter_mut().find(|(other, _)| other == key) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }

    /// Sets a keyword unless it would say nothing.
    pub(super) fn set_some(&mut self, key: &str, object: Object) {
        if !object.is_empty() {
            self.set(key, object);
        }
    }

    /// Sets a list of schemas, if there is one.
    pub(super) fn set_list(&mut self, key: &str, values: Vec<Value>) {
        if !values.is_empty() {
            self.set(key, Value::List(values));
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(other, _)| other == key).map(|(_, value)| value)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.0.retain(|(other, _)| other != key);
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) {
        for (key, _) in self.0.iter_mut().filter(|(key, _)| key == from) {
            to.clone_into(key);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything of another one; what is there already stays.
    pub(super) fn extend(&mut self, other: Object) {
        for (key, value) in other.0 {
            if !self.has(&key) {
                self.0.push((key, value));
            }
        }
    }

    /// The same with everything of another one behind.
    pub(super) fn and(mut self, other: Object) -> Self {
        self.extend(other);
        self
    }

    pub(super) fn entries(self) -> impl Iterator<Item = (String, Value)> {
        self.0.into_iter()
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Value {
        Value::Table(object.0)
    }
}

/// `{ "type": … }`
pub(super) fn of_type(name: &str) -> Object {
    Object::default().with("type", text(name))
}

pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

pub(super) fn texts<'a>(all: impl IntoIterator<Item = &'a str>) -> Value {
    Value::List(all.into_iter().map(text).collect())
}

pub(super) fn any_of(schemas: impl IntoIterator<Item = Object>) -> Object {
    Object::default().with("anyOf", Value::List(schemas.into_iter().map(Value::from).collect()))
}

pub(super) fn not(schema: Object) -> Object {
    Object::default().with("not", schema)
}

/// JSON that somebody else made, with its keys in alphabetical order.
#[cfg(feature = "schemars")]
pub(super) fn foreign(json: serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => match number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from)) {
            Some(integer) => Value::Integer(integer),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::Text(text),
        Json::Array(values) => Value::List(values.into_iter().map(foreign).collect()),
        Json::Object(entries) => Value::Table(entries.into_iter().map(|(key, value)| (key, foreign(value))).collect()),
    }
}
