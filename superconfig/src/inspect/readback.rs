//! A shown value on its way back through the reader of its setting: what a document writes must be what a file may hold.

use std::any::Any;

use crate::{
    draft::{Hint, Input, List, Map, Mismatch, ReadResult},
    schema::{Field, SettingSchema},
    value::Value,
};

/// Reads a value as a file would bring it.
pub(crate) fn read(setting: &SettingSchema, value: &Value, slot: &mut dyn Any) -> ReadResult {
    feed(value, &mut |input| (setting.leaf.read)(slot, input))
}

/// Whether a setting takes a value, and its rules allow it; functions of the user's are not asked.
pub(super) fn takes(field: &Field, setting: &SettingSchema, value: &Value, slot: &mut dyn Any) -> bool {
    read(setting, value, slot).is_ok()
        && field.rules.iter().all(|rule| rule.name == "validate" || (rule.check)(slot).is_ok())
}

fn feed(value: &Value, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    match value {
        Value::Null => read(Input::Null),
        Value::Bool(value) => read(Input::Bool(*value)),
        Value::Integer(value) => read(Input::Int(*value)),
        Value::Float(value) => read(Input::Float(*value)),
        Value::Text(text) => read(Input::Str(text)),
        Value::List(values) => read(Input::List(&mut Elements(values.iter()))),
        Value::Table(entries) => read(Input::Map(&mut Entries { entries: entries.iter(), value: &Value::Null })),
        Value::Redacted | Value::Opaque(_) => Err(Mismatch::because("", "it is not shown".to_owned())),
    }
}

struct Elements<'v>(std::slice::Iter<'v, Value>);

impl List for Elements<'_> {
    fn next(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        let Some(value) = self.0.next() else { return Ok(false) };
        feed(value, read).map(|()| true)
    }
}

struct Entries<'v> {
    entries: std::slice::Iter<'v, (String, Value)>,
    value: &'v Value,
}

impl Map for Entries<'_> {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        let Some((key, value)) = self.entries.next() else { return Ok(false) };
        self.value = value;
        read(key).map(|()| true)
    }

    fn value(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        feed(self.value, read)
    }
}
