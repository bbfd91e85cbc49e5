//! TOML through the tree of the crate `toml-spanner`: one pass over the text, one over the tree.

use std::{mem::MaybeUninit, ops::Range};

use toml_spanner::{Arena, ArrayStyle, DateTime, Item, Key, OwnedTable, Table, TableStyle, Value};

use super::{
    super::{
        Located, Shape, head,
        places::{Finder, Places},
    },
    broken::{self, Broken},
    depth::{DEEPEST, TOO_DEEP, too_deep},
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
    let arena = Arena::new();
    if let Ok(document) = toml_spanner::parse(text, &arena) {
        Walk { text, broken: None }.within(document.table(), within, schema, draft, writer);
        return true;
    }
    // Once more, to find all that is wrong, and what is not.
    let document = toml_spanner::parse_recoverable(text, &arena);
    let broken = Broken::of(text, document.errors());
    for error in document.errors().iter().filter(|error| broken.is_certain(error)) {
        writer.syntax(broken::message(error, text), Some(error.span().range()));
    }
    // What is made of errors may be deeper than the text is.
    if is_deep(document.table()) {
        return false;
    }
    Walk { text, broken: Some(&broken) }.within(document.table(), within, schema, draft, writer);
    for (keys, at) in broken.lost(within) {
        lose(keys, At::bytes(at..at), schema, draft, writer);
    }
    false
}

/// Whether a tree is deeper than anybody may go into it.
fn is_deep(table: &Table<'_>) -> bool {
    let mut rest = vec![(table.as_item(), 0)];
    while let Some((item, depth)) = rest.pop() {
        match item.value() {
            _ if depth > DEEPEST => return true,
            Value::Table(table) => rest.extend(table.iter().map(|(_, item)| (item, depth + 1))),
            Value::Array(array) => rest.extend(array.iter().map(|item| (item, depth + 1))),
            _ => {}
        }
    }
    false
}

/// Marks a setting whose value is wrong, so that it is not called missing, too.
fn lose(keys: &[String], at: At, schema: &'static Schema, draft: &mut dyn Draft, writer: &mut Writer<'_>) {
    let Some((key, rest)) = keys.split_first() else { return };
    let Some(place) = writer.enter(schema, draft, key, at) else { return };
    match place {
        Place::Setting(target) if target.mark.is_unset() => writer.refuse(target.mark, Mismatch::aborted(), at),
        Place::Section { schema, draft } => lose(rest, at, schema, draft, writer),
        Place::Optional { schema, slot } => lose(rest, at, schema, slot.enter(), writer),
        _ => {}
    }
    writer.leave();
}

/// A text whose tree is read into a draft.
struct Walk<'t> {
    text: &'t str,
    /// What is wrong with the text, if anything is.
    broken: Option<&'t Broken>,
}

impl Walk<'_> {
    /// Reads the table that keys lead to.
    fn within(
        &self,
        mut table: &Table<'_>,
        keys: &[String],
        schema: &'static Schema,
        draft: &mut dyn Draft,
        writer: &mut Writer<'_>,
    ) {
        for key in keys {
            let Some(inner) = table.get(key).and_then(Item::as_table) else { return };
            table = inner;
        }
        self.section(table, schema, draft, writer);
    }

    fn section(&self, table: &Table<'_>, schema: &'static Schema, draft: &mut dyn Draft, writer: &mut Writer<'_>) {
        let tags = |_: &Writer<'_>, tag: &str| table.get(tag).map_or(Tag::Missing, |found| self.named(found));
        let mut next = 0;
        for (key, found) in table {
            if self.broken.is_some_and(|broken| broken.misplaces(key)) {
                continue;
            }
            let at = At::bytes(key.span.range());
            let Some(place) = writer.enter_next(schema, &mut *draft, key.name, at, &tags, &mut next) else { continue };
            if let Some(winner) = writer.winners().find(|name| table.contains_key(name)) {
                writer.supersede(winner);
                continue;
            }
            self.value(found, place, writer);
            writer.leave();
        }
        writer.settle_rest(schema, draft);
    }

    /// What stands under a tag.
    fn named(&self, found: &Item<'_>) -> Tag {
        let at = At::bytes(span(self.text, found));
        match found.as_str() {
            Some(name) => Tag::Name(name.to_owned(), at),
            None => Tag::Other(self.described(found), at),
        }
    }

    /// What stands under a key.
    fn value(&self, found: &Item<'_>, place: Place<'_>, writer: &mut Writer<'_>) {
        let at = At::bytes(span(self.text, found));
        match (place, found.value()) {
            (Place::Setting(mut target), _) => {
                let fed = self.feed(found, &mut |input| {
                    writer.set(&mut target, at, input);
                    Ok(())
                });
                debug_assert!(fed.is_ok(), "what is wrong with a value was noted where it was set");
            }
            (Place::Section { schema, draft }, Value::Table(table)) => self.section(table, schema, draft, writer),
            (Place::Optional { schema, slot }, Value::Table(table)) => {
                self.section(table, schema, slot.enter(), writer);
            }
            (Place::Section { schema, draft }, Value::String(name)) if is_named(schema) => {
                writer.choose_by_name(schema, draft, name, at);
            }
            (Place::Optional { schema, slot }, Value::String(name)) if is_named(schema) => {
                writer.choose_by_name(schema, slot.enter(), name, at);
            }
            (Place::List { schema, slot, merge, op }, Value::Array(array)) => {
                let first = writer.begin_list(slot, merge, op, at);
                for (index, found) in array.iter().enumerate() {
                    writer.element(Crumb::Index(index));
                    self.value(found, Place::Section { schema, draft: slot.insert(first + index) }, writer);
                    writer.leave();
                }
                writer.end_list(slot);
            }
            (Place::Map { schema, slot }, Value::Table(table)) => {
                writer.begin_map(slot);
                for (key, found) in table {
                    writer.element(Crumb::Key(key.name.to_owned()));
                    self.value(found, Place::Section { schema, draft: slot.enter(key.name) }, writer);
                    writer.leave();
                }
            }
            (Place::Tag { settled: true, .. }, _) => {}
            (Place::Tag { schema, draft, .. }, _) => writer.settle_by(schema, draft, self.named(found)),
            _ => writer.not_a_section(self.described(found), at),
        }
    }

    fn described(&self, value: &Item<'_>) -> Found {
        let mut found = None;
        let _ = self.feed(value, &mut |input| {
            found = Some(input.describe());
            Ok(())
        });
        found.unwrap_or_else(|| Found::kind("a value"))
    }

    /// Hands a value to a reader.
    fn feed(&self, value: &Item<'_>, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        let result = match value.value() {
            Value::String(text) => read(Input::Str(text)),
            Value::Integer(integer) => read(Input::Int(integer.as_i128())),
            Value::Float(float) => read(Input::Float(*float)),
            Value::Boolean(boolean) => read(Input::Bool(*boolean)),
            Value::DateTime(date) => read(Input::Date(written(*date, &mut MaybeUninit::uninit()))),
            Value::Array(array) => read(Input::List(&mut Elements { walk: self, rest: array.iter() })),
            Value::Table(table) => read(Input::Map(&mut Entries { walk: self, rest: table.iter(), value: None })),
        };
        result.map_err(|mut mismatch| {
            mismatch.span.get_or_insert_with(|| span(self.text, value));
            mismatch
        })
    }
}

/// What a text holds, if it is TOML.
#[cfg(test)]
pub(super) fn shown(text: &str, show: &dyn Fn(Input<'_>) -> Result<String, Box<Mismatch>>) -> Option<String> {
    let arena = Arena::new();
    let document = toml_spanner::parse(text, &arena).ok()?;
    let mut shown = None;
    let read = &mut |input: Input<'_>| {
        shown = Some(show(input)?);
        Ok(())
    };
    Walk { text, broken: None }.feed(document.table().as_item(), read).ok()?;
    shown
}

/// Whether the bare name of a variant may stand for the section.
fn is_named(schema: &Schema) -> bool {
    schema.choice.is_some_and(|choice| choice.tag.is_none())
}

/// A date or time in the one notation that all its readers know.
fn written(date: DateTime, buffer: &mut MaybeUninit<[u8; DateTime::MAX_FORMAT_LEN]>) -> &str {
    date.format(buffer)
}

/// The bytes of a value. Those of a table with a header are that header's: the tree's go to the last value under it.
fn span(text: &str, value: &Item<'_>) -> Range<usize> {
    let Range { start, end } = value.span().range();
    let header = match value.value() {
        Value::Table(table) => table.style() == TableStyle::Header,
        Value::Array(array) => array.style() == ArrayStyle::Header,
        _ => false,
    };
    if !header {
        return start..end;
    }
    let (mut quote, mut escaped) = (None, false);
    let bytes = &text.as_bytes()[start..end];
    let close = bytes.iter().position(|&byte| {
        match (quote, byte) {
            _ if escaped => escaped = false,
            (Some(b'"'), b'\\') => escaped = true,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b']') => return true,
            _ => {}
        }
        false
    });
    let close = close.map_or(end, |close| start + close + 1);
    start..if bytes.starts_with(b"[[") { (close + 1).min(end) } else { close }
}

struct Elements<'a, 'd> {
    walk: &'a Walk<'a>,
    rest: std::slice::Iter<'a, Item<'d>>,
}

impl List for Elements<'_, '_> {
    fn next(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        match self.rest.next() {
            Some(value) => self.walk.feed(value, read).map(|()| true),
            None => Ok(false),
        }
    }
}

struct Entries<'a, 'd> {
    walk: &'a Walk<'a>,
    rest: std::slice::Iter<'a, (Key<'d>, Item<'d>)>,
    value: Option<&'a Item<'d>>,
}

impl Map for Entries<'_, '_> {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        let Some((key, value)) = self.rest.next() else { return Ok(false) };
        self.value = Some(value);
        read(key.name).map(|()| true)
    }

    fn value(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        self.value.take().map_or(Ok(()), |value| self.walk.feed(value, read))
    }
}

/// A text taken apart, to find places in it.
pub(crate) struct Document<'t> {
    text: &'t str,
    /// A copy, so that the arena need not be kept beside it.
    root: OwnedTable,
    finder: Finder,
}

impl<'t> Document<'t> {
    pub(in crate::format) fn parse(text: &'t str) -> Option<Self> {
        if too_deep(text).is_some() {
            return None;
        }
        let arena = Arena::new();
        let document = toml_spanner::parse(text, &arena).ok()?;
        Some(Document { text, root: OwnedTable::from(document.table()), finder: Finder::default() })
    }

    /// Whether a table stands elsewhere than its first mention: `[a.b]`, then `[a]`, or `b.c = 1` under that.
    #[cfg(test)]
    pub(super) fn mentions_before_defining(&self) -> bool {
        fn table_does(text: &str, table: &Table<'_>) -> bool {
            table.iter().any(|(key, value)| {
                let (key, place) = (key.span.range(), span(text, value));
                let elsewhere = match value.as_table().map(Table::style) {
                    Some(TableStyle::Header) => key.start < place.start || key.end > place.end,
                    Some(TableStyle::Dotted) => key != place,
                    _ => false,
                };
                elsewhere || item_does(text, value)
            })
        }
        fn item_does(text: &str, value: &Item<'_>) -> bool {
            match value.value() {
                Value::Table(table) => table_does(text, table),
                Value::Array(array) => array.iter().any(|element| item_does(text, element)),
                _ => false,
            }
        }
        table_does(self.text, self.root.table())
    }

    pub(in crate::format) fn entries(&self, path: &[&str], entries: &mut head::Entries<'_>) -> Option<()> {
        let mut found = self.root.as_item();
        for wanted in path {
            found = found.as_table()?.get(wanted)?;
        }
        match found.value() {
            Value::Table(table) => {
                for (key, value) in table {
                    if entries.wants(key.name) {
                        entries.push(key.name, key.span.range(), shape(value));
                    }
                }
            }
            Value::Array(array) => {
                for element in array {
                    if entries.wants("") {
                        entries.push("", span(self.text, element), shape(element));
                    }
                }
            }
            _ => return None,
        }
        Some(())
    }

    pub(in crate::format) fn locate(&self, path: &[Step]) -> Option<Located> {
        self.finder.find(path, || self.seek(path), || self.places()).filter(|_| !path.is_empty())
    }

    fn seek(&self, path: &[Step]) -> Option<Located> {
        let (mut key, mut found) = (None, self.root.as_item());
        for step in path {
            (key, found) = child(found, step)?;
        }
        Some(Located { key, value: Some(span(self.text, found)) })
    }

    /// Tables are looked through from their beginning for each key.
    fn places(&self) -> Option<Places> {
        let mut places = Places::new(Located::default());
        self.gather(0, self.root.as_item(), &mut places).map(|()| places)
    }

    fn gather(&self, number: usize, found: &Item<'_>, places: &mut Places) -> Option<()> {
        let located = |key: Option<&Key<'_>>, value: &Item<'_>| Located {
            key: key.map(|key| key.span.range()),
            value: Some(span(self.text, value)),
        };
        match found.value() {
            Value::Table(table) => {
                for (key, value) in table {
                    let number = places.put(number, Step::Key(key.name.to_owned()), located(Some(key), value))?;
                    self.gather(number, value, places)?;
                }
            }
            Value::Array(array) => {
                for (index, value) in array.iter().enumerate() {
                    let number = places.put(number, Step::Index(index), located(None, value))?;
                    self.gather(number, value, places)?;
                }
            }
            _ => {}
        }
        Some(())
    }

    /// The steps from the collection at a path to its elements.
    pub(in crate::format) fn children(&self, path: &[Step]) -> Vec<Step> {
        let found = path.iter().try_fold(self.root.as_item(), |found, step| Some(child(found, step)?.1));
        match found.map(Item::value) {
            Some(Value::Table(table)) => table.iter().map(|(key, _)| Step::Key(key.name.to_owned())).collect(),
            Some(Value::Array(array)) => (0..array.len()).map(Step::Index).collect(),
            _ => Vec::new(),
        }
    }
}

/// What a step leads to, and the bytes of its key.
fn child<'a>(found: &'a Item<'a>, step: &Step) -> Option<(Option<Range<usize>>, &'a Item<'a>)> {
    match step {
        Step::Key(name) => {
            let (key, value) = found.as_table()?.get_key_value(name)?;
            Some((Some(key.span.range()), value))
        }
        Step::Index(index) => Some((None, found.as_array()?.get(*index)?)),
    }
}

fn shape(value: &Item<'_>) -> Shape {
    match value.value() {
        Value::String(text) => Shape::Text((*text).to_owned()),
        Value::Array(_) => Shape::List,
        Value::Table(_) => Shape::Table,
        _ => Shape::Other,
    }
}
