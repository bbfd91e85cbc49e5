//! Any TOML at all, through the `toml` crate's borrowed and spanned table. Its parser goes on after an error, so one file
//! can have several.

use toml::{
    Spanned,
    de::{DeArray, DeString, DeTable, DeValue},
};

use super::super::Located;
use crate::{
    draft::{At, Draft, Hint, Input, List, Map, Mismatch, Place, ReadResult, Step, Writer},
    schema::Schema,
};

pub(super) fn read(text: &str, schema: &'static Schema, draft: &mut dyn Draft, writer: &mut Writer<'_>) -> bool {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        writer.syntax(error.message(), error.span());
    }
    section(table.get_ref(), schema, draft, writer);
    errors.is_empty()
}

fn section(table: &DeTable<'_>, schema: &'static Schema, draft: &mut dyn Draft, writer: &mut Writer<'_>) {
    for (key, value) in table {
        let Some(place) = writer.enter(schema, &mut *draft, key.get_ref(), At::bytes(key.span())) else { continue };
        let at = At::bytes(value.span());
        match (place, value.get_ref()) {
            // What the parser puts where it could not read a value.
            (Place::Setting { mark, .. }, other) if value.span() == (0..0) && !other.is_table() => {
                writer.refuse(mark, Mismatch::aborted(), at);
            }
            (Place::Setting { setting, value: slot, mark }, _) => {
                let result = feed(value, &mut |input| {
                    writer.set(setting, slot, mark, at, input);
                    Ok(())
                });
                if let Err(mismatch) = result {
                    writer.refuse(mark, mismatch, at);
                }
            }
            (Place::Section { schema, draft }, DeValue::Table(table)) => section(table, schema, draft, writer),
            (Place::Optional { schema, slot }, DeValue::Table(table)) => section(table, schema, slot.enter(), writer),
            (_, other) => {
                let mut found = None;
                let _ = feed(value, &mut |input| {
                    found = Some(input.describe());
                    Ok(())
                });
                debug_assert!(!other.is_table());
                if let Some(found) = found {
                    writer.not_a_section(found, at);
                }
            }
        }
        writer.leave();
    }
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
        DeValue::Datetime(datetime) => read(Input::Date(&datetime.to_string())),
        DeValue::Array(array) => read(Input::List(&mut Elements(array.iter()))),
        DeValue::Table(table) => read(Input::Map(&mut Entries { rest: table.iter(), value: None })),
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
        DeTable::parse(text).ok().map(Document)
    }

    pub(in crate::format) fn locate(&self, path: &[Step]) -> Option<Located> {
        let (first, rest) = path.split_first()?;
        let Step::Key(name) = first else { return None };
        let (key, mut value) = self.0.get_ref().iter().find(|(key, _)| key.get_ref() == name)?;
        let mut key = Some(key.span());
        for step in rest {
            (key, value) = match (step, value.get_ref()) {
                (Step::Key(name), DeValue::Table(table)) => {
                    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
                    (Some(key.span()), value)
                }
                (Step::Index(index), DeValue::Array(array)) => (None, element(array, *index)?),
                _ => return None,
            };
        }
        Some(Located { key, value: Some(value.span()) })
    }
}

fn element<'a, 't>(array: &'a DeArray<'t>, index: usize) -> Option<&'a Spanned<DeValue<'t>>> {
    array.get(index)
}
