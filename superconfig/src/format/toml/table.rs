//! TOML through the borrowed and spanned table of the crate `toml`. Its parser goes on after an error, so one file can have several.

use toml::{
    Spanned,
    de::{DeArray, DeString, DeTable, DeValue},
};

use super::{
    super::{Located, Shape, head},
    depth::{TOO_DEEP, too_deep},
};
use crate::{
    draft::{At, Crumb, Draft, Found, Hint, Input, List, Map, Mismatch, Place, ReadResult, Step, Tag, Writer},
    schema::Schema,
};

pub(in crate::format) fn read(
    text: &str,
    within: &[String],
    schema: &'static Schema,
    draft: &mut dyn Draft,
    writer: &mut Writer<'_>,
) -> bool {
    if let Some(at) = too_deep(text) {
        writer.syntax(TOO_DEEP, Some(at));
        return false;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        writer.syntax(error.message(), error.span());
    }
    if let Some(table) = descend(table.get_ref(), within) {
        section(table, schema, draft, writer);
    }
    errors.is_empty()
}

fn section(table: &DeTable<'_>, schema: &'static Schema, draft: &mut dyn Draft, writer: &mut Writer<'_>) {
    let tags = |_: &Writer<'_>, tag: &str| table.get(tag).map_or(Tag::Missing, named);
    let mut next = 0;
    for (key, found) in in_order(table) {
        let at = At::bytes(key.span());
        let Some(place) = writer.enter_next(schema, &mut *draft, key.get_ref(), at, &tags, &mut next) else { continue };
        if let Some(winner) = writer.winners().find(|name| table.contains_key(*name)) {
            writer.supersede(winner);
            continue;
        }
        value(found, place, writer);
        writer.leave();
    }
    writer.settle_rest(schema, draft);
}

/// The entries of a table in the order of the text, which the table may have lost: some maps keep it, and problems are told in it.
fn in_order<'a, 't>(table: &'a DeTable<'t>) -> Vec<(&'a Spanned<DeString<'t>>, &'a Spanned<DeValue<'t>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_unstable_by_key(|(key, _)| key.span().start);
    entries
}

/// What stands under a tag.
fn named(found: &Spanned<DeValue<'_>>) -> Tag {
    let at = At::bytes(found.span());
    match found.get_ref() {
        DeValue::String(name) => Tag::Name(name.to_string(), at),
        _ => Tag::Other(described(found), at),
    }
}

/// What stands under a key.
fn value(found: &Spanned<DeValue<'_>>, place: Place<'_>, writer: &mut Writer<'_>) {
    let at = At::bytes(found.span());
    match (place, found.get_ref()) {
        // What the parser puts where it could not read a value.
        (Place::Setting(target), other) if found.span() == (0..0) && !other.is_table() => {
            writer.refuse(target.mark, Mismatch::aborted(), at);
        }
        (Place::Setting(mut target), _) => {
            let result = feed(found, &mut |input| {
                writer.set(&mut target, at, input);
                Ok(())
            });
            if let Err(mismatch) = result {
                writer.refuse(target.mark, mismatch, at);
            }
        }
        (Place::Section { schema, draft }, DeValue::Table(table)) => section(table, schema, draft, writer),
        (Place::Optional { schema, slot }, DeValue::Table(table)) => section(table, schema, slot.enter(), writer),
        (Place::Section { schema, draft }, DeValue::String(name)) if is_named(schema) => {
            writer.choose_by_name(schema, draft, name, at);
        }
        (Place::Optional { schema, slot }, DeValue::String(name)) if is_named(schema) => {
            writer.choose_by_name(schema, slot.enter(), name, at);
        }
        (Place::List { schema, slot, merge, op }, DeValue::Array(array)) => {
            let first = writer.begin_list(slot, merge, op, at);
            for (index, found) in array.iter().enumerate() {
                writer.element(Crumb::Index(index));
                value(found, Place::Section { schema, draft: slot.insert(first + index) }, writer);
                writer.leave();
            }
            writer.end_list(slot);
        }
        (Place::Map { schema, slot }, DeValue::Table(table)) => {
            writer.begin_map(slot);
            for (key, found) in in_order(table) {
                writer.element(Crumb::Key(key.get_ref().to_string()));
                value(found, Place::Section { schema, draft: slot.enter(key.get_ref()) }, writer);
                writer.leave();
            }
        }
        (Place::Tag { settled: true, .. }, _) => {}
        (Place::Tag { schema, draft, .. }, _) => writer.settle_by(schema, draft, named(found)),
        _ => writer.not_a_section(described(found), at),
    }
}

/// What a text holds, if it is TOML.
#[cfg(all(test, not(feature = "toml_crate")))]
pub(super) fn shown(text: &str, show: &dyn Fn(Input<'_>) -> Result<String, Box<Mismatch>>) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let map = &mut Entries { rest: in_order(table.get_ref()).into_iter(), value: None };
    show(Input::Map(map)).ok()
}

/// Whether the bare name of a variant may stand for the section.
fn is_named(schema: &Schema) -> bool {
    schema.choice.is_some_and(|choice| choice.tag.is_none())
}

fn described(value: &Spanned<DeValue<'_>>) -> Found {
    let mut found = None;
    let _ = feed(value, &mut |input| {
        found = Some(input.describe());
        Ok(())
    });
    found.unwrap_or_else(|| Found::kind("a value"))
}

/// The table that keys lead to.
fn descend<'a, 't>(table: &'a DeTable<'t>, keys: &[String]) -> Option<&'a DeTable<'t>> {
    keys.iter().try_fold(table, |table, wanted| {
        let (_, value) = table.iter().find(|(key, _)| key.get_ref() == wanted)?;
        value.get_ref().as_table()
    })
}

/// Hands a value to a reader.
fn feed(value: &Spanned<DeValue<'_>>, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    let result = match value.get_ref() {
        DeValue::String(text) => read(Input::Str(text)),
        DeValue::Integer(integer) => {
            let (digits, radix) = (integer.as_str(), integer.radix());
            match i64::from_str_radix(digits, radix).map(i128::from).or_else(|_| i128::from_str_radix(digits, radix)) {
                Ok(integer) => read(Input::Int(integer)),
                Err(_) => Err(Mismatch::because("an integer of at most 128 bits", format!("found {digits}"))),
            }
        }
        DeValue::Float(float) => match float.as_str().parse() {
            Ok(float) => read(Input::Float(float)),
            Err(_) => Err(Mismatch::because("a number", format!("found {}", float.as_str()))),
        },
        DeValue::Boolean(boolean) => read(Input::Bool(*boolean)),
        DeValue::Datetime(datetime) => {
            let mut datetime = *datetime;
            if let Some(time) = &mut datetime.time {
                time.second.get_or_insert(0); // which not all readers can do without
            }
            read(Input::Date(&datetime.to_string()))
        }
        DeValue::Array(array) => read(Input::List(&mut Elements(array.iter()))),
        DeValue::Table(table) => read(Input::Map(&mut Entries { rest: in_order(table).into_iter(), value: None })),
    };
    result.map_err(|mut mismatch| {
        mismatch.span.get_or_insert(value.span());
        mismatch
    })
}

struct Elements<'a, 't>(std::slice::Iter<'a, Spanned<DeValue<'t>>>);

impl List for Elements<'_, '_> {
    fn next(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        match self.0.next() {
            Some(value) => feed(value, read).map(|()| true),
            None => Ok(false),
        }
    }
}

struct Entries<'a, 't, I> {
    rest: I,
    value: Option<&'a Spanned<DeValue<'t>>>,
}

impl<'a, 't: 'a, I> Map for Entries<'a, 't, I>
where
    I: Iterator<Item = (&'a Spanned<DeString<'t>>, &'a Spanned<DeValue<'t>>)>,
{
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        let Some((key, value)) = self.rest.next() else { return Ok(false) };
        self.value = Some(value);
        read(key.get_ref()).map(|()| true)
    }

    fn value(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        self.value.take().map_or(Ok(()), |value| feed(value, read))
    }
}

pub(crate) struct Document<'t>(Spanned<DeTable<'t>>);

impl<'t> Document<'t> {
    pub(in crate::format) fn parse(text: &'t str) -> Option<Self> {
        if too_deep(text).is_some() {
            return None;
        }
        DeTable::parse(text).ok().map(Document)
    }

    pub(in crate::format) fn entries(&self, path: &[&str], entries: &mut head::Entries<'_>) -> Option<()> {
        let mut table = self.0.get_ref();
        for (index, wanted) in path.iter().enumerate() {
            let (_, value) = table.iter().find(|(key, _)| key.get_ref() == wanted)?;
            match value.get_ref() {
                DeValue::Table(inner) => table = inner,
                DeValue::Array(array) if index + 1 == path.len() => {
                    for element in array {
                        if entries.wants("") {
                            entries.push("", element.span(), shape(element.get_ref()));
                        }
                    }
                    return Some(());
                }
                _ => return None,
            }
        }
        for (key, value) in table {
            if entries.wants(key.get_ref()) {
                entries.push(key.get_ref(), key.span(), shape(value.get_ref()));
            }
        }
        Some(())
    }

    pub(in crate::format) fn locate(&self, path: &[Step]) -> Option<Located> {
        let (first, rest) = path.split_first()?;
        let Step::Key(name) = first else { return None };
        let (key, mut value) = self.0.get_ref().get_key_value(name.as_str())?;
        let mut key = Some(key.span());
        for step in rest {
            (key, value) = match (step, value.get_ref()) {
                (Step::Key(name), DeValue::Table(table)) => {
                    let (key, value) = table.get_key_value(name.as_str())?;
                    (Some(key.span()), value)
                }
                (Step::Index(index), DeValue::Array(array)) => (None, element(array, *index)?),
                _ => return None,
            };
        }
        Some(Located { key, value: Some(value.span()) })
    }
}

impl Document<'_> {
    /// The steps from the collection at a path to its elements.
    pub(in crate::format) fn children(&self, path: &[Step]) -> Vec<Step> {
        let mut inside = Inside::Table(self.0.get_ref());
        for step in path {
            let next = match (step, inside) {
                (Step::Key(name), Inside::Table(table)) => table.get(name.as_str()),
                (Step::Index(index), Inside::Array(array)) => array.get(*index),
                _ => None,
            };
            inside = match next.map(Spanned::get_ref) {
                Some(DeValue::Table(table)) => Inside::Table(table),
                Some(DeValue::Array(array)) => Inside::Array(array),
                _ => return Vec::new(),
            };
        }
        match inside {
            Inside::Table(table) => {
                in_order(table).into_iter().map(|(key, _)| Step::Key(key.get_ref().to_string())).collect()
            }
            Inside::Array(array) => (0..array.len()).map(Step::Index).collect(),
        }
    }
}

enum Inside<'a, 't> {
    Table(&'a DeTable<'t>),
    Array(&'a DeArray<'t>),
}

fn element<'a, 't>(array: &'a DeArray<'t>, index: usize) -> Option<&'a Spanned<DeValue<'t>>> {
    array.get(index)
}

fn shape(value: &DeValue<'_>) -> Shape {
    match value {
        DeValue::String(text) => Shape::Text(text.to_string()),
        DeValue::Array(_) => Shape::List,
        DeValue::Table(_) => Shape::Table,
        _ => Shape::Other,
    }
}
