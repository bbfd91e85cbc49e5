//! A value for a setting that has none to show: one that it would take.

use std::{any::Any, ops::Bound};

use super::{Limits, readback, words};
use crate::{
    draft::{Input, Leaf, Noun, Shape},
    schema::{Field, SettingSchema},
    value::Value,
};

/// The first of several guesses that the setting's reader and its rules let through; `example` goes first. Of a secret nothing but
/// the example says what it may be.
pub(super) fn placeholder(
    field: &Field,
    setting: &SettingSchema,
    example: Option<&Value>,
    variants: &[String],
    slot: &mut dyn Any,
) -> Option<Value> {
    let mut guesses: Vec<Value> = example.cloned().into_iter().collect();
    if !setting.is_secret() {
        guesses.extend(allowed(field, setting));
    }
    guesses.extend(variants.iter().cloned().map(Value::Text));
    if setting.is_secret() && matches!(setting.leaf.shape, Shape::String | Shape::Text) {
        guesses.push(Value::Text("change-me".to_owned()));
    }
    guesses.extend(of_leaf(setting.leaf));
    let longer = guesses.iter().flat_map(longer).collect::<Vec<_>>();
    guesses.extend(longer);
    guesses.into_iter().find(|value| readback::takes(field, setting, value, slot))
}

/// What the rules name.
fn allowed(field: &Field, setting: &SettingSchema) -> Vec<Value> {
    let show = |any: &dyn Any| {
        let known = setting.leaf.show.and_then(|show| show(any));
        known.or_else(|| setting.about.show.and_then(|show| show(any)))
    };
    let mut values: Vec<Value> = Vec::new();
    for rule in field.rules {
        values.extend(rule.choices.iter().map(|text| Value::Text((*text).to_owned())));
        match rule.limits {
            Limits::OneOf(choices) => values.extend(choices().iter().filter_map(|it| show(&**it))),
            Limits::Range(ends) => {
                let (start, end) = ends();
                for (bound, step) in [(&start, 1), (&end, -1)] {
                    values.extend(match bound {
                        Bound::Included(value) => show(&**value),
                        Bound::Excluded(value) => match show(&**value) {
                            Some(Value::Integer(value)) => value.checked_add(step).map(Value::Integer),
                            _ => None,
                        },
                        Bound::Unbounded => None,
                    });
                }
            }
            _ => {}
        }
    }
    values
}

/// Values of a type, the likeliest first.
fn of_leaf(leaf: &Leaf) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    match (leaf.noun, leaf.shape) {
        (Noun::Bool, _) => vec![Value::Bool(true)],
        (Noun::Integer { min, max, .. }, _) => [1, min, max].map(Value::Integer).into(),
        (Noun::Float, _) => [0.5, 1.0].map(Value::Float).into(),
        (Noun::Array(count), Shape::List(leaf)) => {
            first(leaf).map(|value| Value::List(vec![value; count])).into_iter().collect()
        }
        (Noun::Tuple(members), _) => {
            let members: Option<Vec<Value>> = members.iter().map(|leaf| first(leaf)).collect();
            members.map(Value::List).into_iter().collect()
        }
        (_, Shape::List(leaf)) => vec![Value::List(first(leaf).into_iter().collect())],
        (_, Shape::Map(leaf)) => {
            vec![Value::Table(first(leaf).map(|value| ("key".to_owned(), value)).into_iter().collect())]
        }
        (Noun::Any, Shape::Scalar) => [Value::Integer(1), Value::Float(0.5), Value::Bool(true)].into(),
        (Noun::Any, Shape::Any) => {
            let table = Value::Table(Vec::new());
            vec![text("text"), Value::Integer(1), Value::Bool(true), Value::List(Vec::new()), table]
        }
        _ => {
            let samples = words::samples(leaf);
            let said = match leaf.noun {
                Noun::Text("a path") => "/path/to/it",
                Noun::Text("a single character") => "x",
                Noun::Text("a regular expression") => ".*",
                _ => "text",
            };
            samples.into_iter().chain([said]).map(text).collect()
        }
    }
}

fn first(leaf: &Leaf) -> Option<Value> {
    of_leaf(leaf).into_iter().next()
}

/// The variants of an enum that serde reads, as its complaint about something else has them.
pub(super) fn variants(setting: &SettingSchema, slot: &mut dyn Any) -> Vec<String> {
    if !matches!((setting.leaf.noun, setting.leaf.shape), (Noun::Any, Shape::Any)) {
        return Vec::new();
    }
    let Err(complaint) = (setting.leaf.read)(slot, Input::Str("\u{0}")) else { return Vec::new() };
    match complaint.expected.split('`').collect::<Vec<_>>().as_slice() {
        ["" | "one of ", words @ ..] => words.iter().step_by(2).map(|word| (*word).to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// The same text or list at other lengths, for rules that ask for some.
fn longer(value: &Value) -> Vec<Value> {
    const LENGTHS: [usize; 6] = [2, 4, 8, 16, 32, 64];
    match value {
        Value::Text(text) => LENGTHS.map(|length| Value::Text(text.chars().cycle().take(length).collect())).into(),
        Value::List(values) if !values.is_empty() => {
            LENGTHS.map(|length| Value::List(values.iter().cycle().take(length).cloned().collect())).into()
        }
        _ => Vec::new(),
    }
}
