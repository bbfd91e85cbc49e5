//! A value that somebody typed, read by the type of its setting, and as a file would have it.

use super::way::{Way, What, with_slot};
use crate::{
    draft::{Crumb, Draft, Hint, Input, Map, Mismatch, ReadResult},
    inspect::{plain, readback},
    load::breach,
    problem::{Fault, FaultKind, ProblemKind},
    schema::{Field, Schema, SettingSchema, Sources},
    value::Value,
};
use std::any::Any;

/// The value that a text means at the end of a way, or all that is wrong with it.
pub(super) fn value(way: &Way, text: &str, expands: bool, draft: &mut dyn Draft) -> Result<Value, Vec<Fault>> {
    match &way.what {
        What::Variant(schema) => variant(schema, text).map_err(|kind| {
            let mut fault = fault(way, kind);
            fault.trail.extend(schema.tag().map(|tag| Crumb::Key(tag.to_owned())));
            vec![fault]
        }),
        What::Setting { setting, .. } | What::Element { setting, .. } => {
            allowed(way, setting)?;
            let mut result = Err(Vec::new());
            with_slot(draft, &way.hops, &mut |slot| result = of_setting(way, text, expands, slot));
            result
        }
    }
}

/// Whether files may set what is at the end of a way.
pub(super) fn allowed(way: &Way, setting: &SettingSchema) -> Result<(), Vec<Fault>> {
    if setting.sources.contains(Sources::FILES) {
        return Ok(());
    }
    Err(vec![fault(way, FaultKind::Forbidden { by: Sources::FILES })])
}

fn fault(way: &Way, kind: FaultKind) -> Fault {
    Fault { trail: way.trail(), ..Fault::new(kind, 0) }
}

fn variant(schema: &'static Schema, text: &str) -> Result<Value, FaultKind> {
    if let Some(index) = schema.variant(text) {
        return Ok(Value::Text(schema.fields[index].key.to_owned()));
    }
    Err(match schema.removed.iter().find(|removed| removed.key == text) {
        Some(removed) => FaultKind::RemovedVariant { removed },
        None => FaultKind::UnknownVariant { found: text.to_owned(), known: schema },
    })
}

fn of_setting(way: &Way, text: &str, expands: bool, slot: &mut dyn Any) -> Result<Value, Vec<Fault>> {
    let (field, setting, element, checked): (&'static Field, &'static SettingSchema, _, _) = match &way.what {
        What::Setting { field, setting, op } => (field, setting, None, !op),
        What::Element { field, setting, key } => (field, setting, Some(key.as_str()), false),
        What::Variant(_) => return Err(Vec::new()),
    };
    // What it will stand for is known to a load.
    if expands && setting.expand.unwrap_or(true) && text.contains("${") {
        return Ok(Value::Text(text.to_owned()));
    }
    // What the typed text means, or a value as a file would bring it.
    let mut read = |written: Option<&Value>| -> Result<Value, Vec<Fault>> {
        let result = match (written, element) {
            (None, None) => (setting.leaf.read)(slot, Input::Text(text)),
            (None, Some(key)) => (setting.leaf.read)(slot, Input::Map(&mut One { key: Some(key), value: text })),
            (Some(value), None) => readback::read(setting, value, slot),
            (Some(value), Some(key)) => {
                readback::read(setting, &Value::Table(vec![(key.to_owned(), value.clone())]), slot)
            }
        };
        result.map_err(|mismatch| mismatches(way, mismatch))?;
        if checked && let Some(broken) = breach(field, &*slot) {
            return Err(vec![Fault { trail: way.trail(), ..broken }]);
        }
        let value = plain(setting, &*slot);
        Ok(match (element, value) {
            (Some(key), Value::Table(entries)) => {
                let found = entries.into_iter().find(|(own, _)| own == key);
                found.map_or(Value::Opaque(setting.about.type_name), |(_, value)| value)
            }
            (_, value) => value,
        })
    };
    let value = read(None)?;
    let mut means_it = |written: &Value| read(Some(written)).is_ok_and(|again| again.is_same(&value));
    let typed = Value::Text(text.to_owned());
    match &value {
        // The text as it was typed, where a file may say it so.
        Value::Text(_) | Value::Opaque(_) if means_it(&typed) => return Ok(typed),
        // A reader of the setting's own may want something else than what it makes of it.
        _ if !means_it(&value) => {
            let number = text.parse().map(Value::Integer).or_else(|_| text.parse().map(Value::Float));
            if let Some(written) = number.ok().into_iter().chain([typed]).find(means_it) {
                return Ok(written);
            }
        }
        _ => {}
    }
    let (message, help) = match unwritable(&value) {
        None => return Ok(value),
        Some(Value::Opaque(name)) => (
            format!("nobody knows how a {name} is written: it is neither one of the library's types nor `Serialize`"),
            "write it into the file by hand",
        ),
        Some(_) => ("this text stands for no value".to_owned(), "take the setting out instead"),
    };
    let kind = FaultKind::Plain { kind: ProblemKind::Invalid, message, help: Some(help.to_owned()) };
    Err(vec![fault(way, kind)])
}

/// What in a value cannot be written.
fn unwritable(value: &Value) -> Option<&Value> {
    match value {
        Value::Null | Value::Opaque(_) => Some(value),
        Value::List(values) => values.iter().find_map(unwritable),
        Value::Table(entries) => {
            let values = entries.iter().map(|(_, value)| value).filter(|value| **value != Value::Null);
            values.into_iter().find_map(unwritable)
        }
        _ => None,
    }
}

fn mismatches(way: &Way, mut mismatch: Box<Mismatch>) -> Vec<Fault> {
    let more = std::mem::take(&mut mismatch.more);
    let mut steps = std::mem::take(&mut mismatch.steps);
    steps.reverse();
    let first = Fault { steps, ..fault(way, FaultKind::Mismatch(mismatch)) };
    std::iter::once(first).chain(more.into_iter().flat_map(|other| mismatches(way, Box::new(other)))).collect()
}

/// A map of one entry.
struct One<'t> {
    key: Option<&'t str>,
    value: &'t str,
}

impl Map for One<'_> {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        self.key.take().map_or(Ok(false), |key| read(key).map(|()| true))
    }

    fn value(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        read(Input::Text(self.value))
    }
}
