//! JSON, streamed from `serde_json`, which bounds the depth at 128.

use std::{fmt, ops::Range};

use serde_core::de::{DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Error, value::RawValue};

use super::{
    Located, Shape, head,
    stream::{Children, Descend, Finder, Gather, Named, Places, Section, Text, Value, Within},
};
use crate::{
    draft::{Draft, Input, Place, ReadResult, Step, Writer},
    schema::Schema,
};

pub(super) fn read(
    text: &str,
    within: &[String],
    schema: &'static Schema,
    draft: &mut dyn Draft,
    writer: &mut Writer<'_>,
) -> bool {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let document = &text[start..];
    if document.trim_ascii().is_empty() {
        return true;
    }
    let mut deserializer = serde_json::Deserializer::from_str(document);
    let place = Place::Section { schema, draft };
    let whole = Text::new(document, within);
    let section = Section { document: &whole, place, writer: &mut *writer };
    let within = Within { keys: within, section: Some(section) };
    match within.deserialize(&mut deserializer).and_then(|()| deserializer.end()) {
        Ok(()) => true,
        Err(error) => {
            let at = start + offset(document, error.line(), error.column());
            writer.syntax(message(&error), Some(at..at + 1));
            false
        }
    }
}

/// Reads JSON text that stands where a value does.
pub(crate) fn value(text: &str, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<ReadResult, String> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = Value { read };
    let result = seed.deserialize(&mut deserializer).map_err(|error| message(&error))?;
    deserializer.end().map_err(|error| message(&error))?;
    Ok(result)
}

/// Reads JSON text that stands where sections belong; an error says why it is none.
pub(crate) fn sections(text: &str, place: Place<'_>, writer: &mut Writer<'_>) -> Result<(), String> {
    let whole = Text::new(text, &[]).below(writer.keys().len());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let section = Section { document: &whole, place, writer };
    let read = section.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    read.map_err(|error| message(&error))
}

/// What `serde_json` says, without its own "at line 1 column 2".
fn message(error: &Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.as_str(), |end| &text[..end]).to_owned()
}

/// The byte at a line and column, both from 1; the column counts bytes and may be 0.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

pub(crate) struct Document<'t> {
    text: &'t str,
    root: &'t RawValue,
    finder: Finder,
}

impl<'t> Document<'t> {
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let root = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        Some(Self { text, root, finder: Finder::default() })
    }

    /// The parser hands out slices of the text, so where they begin says where they stand.
    fn range(&self, slice: &str) -> Option<Range<usize>> {
        let start = (slice.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        (start + slice.len() <= self.text.len()).then_some(start..start + slice.len())
    }

    pub(super) fn entries(&self, path: &[&str], entries: &mut head::Entries<'_>) -> Option<()> {
        let mut value = self.root;
        for key in path {
            let mut deserializer = serde_json::Deserializer::from_str(value.get());
            (_, value) = deserializer.deserialize_any(Child(&Step::Key((*key).to_owned()))).ok()??;
        }
        let mut deserializer = serde_json::Deserializer::from_str(value.get());
        deserializer.deserialize_any(Listing { entries, document: self }).ok()
    }

    pub(super) fn locate(&self, path: &[Step]) -> Option<Located> {
        self.finder.find(path, || self.seek(path), || self.places())
    }

    fn seek(&self, path: &[Step]) -> Option<Located> {
        let (mut key, mut value) = (None, self.root);
        for step in path {
            let mut deserializer = serde_json::Deserializer::from_str(value.get());
            (key, value) = deserializer.deserialize_any(Child(step)).ok()??;
        }
        Some(self.located(key, value))
    }

    fn located(&self, key: Option<&str>, value: &RawValue) -> Located {
        let key = key.and_then(|key| self.range(key)).map(|key| key.start - 1..key.end + 1);
        Located { key, value: self.range(value.get()) }
    }

    fn places(&self) -> Option<Places> {
        let mut places = Places::new(self.located(None, self.root));
        self.gather(0, self.root, &mut places).map(|()| places)
    }

    /// Enters what is in a value. Each is gone through once for each table and list that it is in.
    fn gather(&self, number: usize, value: &RawValue, places: &mut Places) -> Option<()> {
        if value.get().starts_with(['{', '[']) {
            let mut deserializer = serde_json::Deserializer::from_str(value.get());
            let inside = Inside { document: self, number, places };
            deserializer.deserialize_any(inside).ok()??;
        }
        Some(())
    }
}

impl<'t> Document<'t> {
    /// What stands under a key, wherever that is.
    pub(super) fn named(&self, key: &str) -> Option<Named> {
        Gather { key }.deserialize(&mut serde_json::Deserializer::from_str(self.root.get())).ok()?.1
    }

    /// The steps from the collection at a path to its elements.
    pub(super) fn children(&self, path: &[Step]) -> Vec<Step> {
        self.descend(path, Children).unwrap_or_default()
    }

    fn descend<V: DeserializeSeed<'t>>(&self, path: &[Step], then: V) -> Option<V::Value> {
        Descend { path, then }.deserialize(&mut serde_json::Deserializer::from_str(self.root.get())).ok()?
    }
}

/// Enters the places of what is in a value; `None` if there are too many.
struct Inside<'p, 'd, 't> {
    document: &'d Document<'t>,
    number: usize,
    places: &'p mut Places,
}

impl<'de> Visitor<'de> for Inside<'_, '_, '_> {
    type Value = Option<()>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut within = Some(());
        while let Some(key) = entries.next_key_seed(super::stream::Key)? {
            let value = entries.next_value::<&'de RawValue>()?;
            if within.is_some() {
                let own = match &key {
                    std::borrow::Cow::Borrowed(key) => Some(*key),
                    std::borrow::Cow::Owned(_) => None,
                };
                let located = self.document.located(own, value);
                let number = self.places.put(self.number, Step::Key(key.into_owned()), located);
                within = number.and_then(|number| self.document.gather(number, value, self.places));
            }
        }
        Ok(within)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let (mut within, mut index) = (Some(()), 0);
        while let Some(value) = elements.next_element::<&'de RawValue>()? {
            if within.is_some() {
                let located = self.document.located(None, value);
                let number = self.places.put(self.number, Step::Index(index), located);
                within = number.and_then(|number| self.document.gather(number, value, self.places));
            }
            index += 1;
        }
        Ok(within)
    }
}

/// Lists the children of a value.
struct Listing<'e, 'w, 'd, 't> {
    entries: &'e mut head::Entries<'w>,
    document: &'d Document<'t>,
}

impl<'de> Visitor<'de> for Listing<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key_seed(super::stream::Key)? {
            let value = entries.next_value::<&'de RawValue>()?;
            if !self.entries.wants(&key) {
                continue;
            }
            let own = match &key {
                std::borrow::Cow::Borrowed(key) => self.document.range(key).map(|key| key.start - 1..key.end + 1),
                std::borrow::Cow::Owned(_) => None,
            };
            let at = own.or_else(|| self.document.range(value.get())).unwrap_or_default();
            self.entries.push(&key, at, shape(value.get()));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(value) = elements.next_element::<&'de RawValue>()? {
            if self.entries.wants("") {
                let at = self.document.range(value.get()).unwrap_or_default();
                self.entries.push("", at, shape(value.get()));
            }
        }
        Ok(())
    }
}

fn shape(value: &str) -> Shape {
    match value.as_bytes().first() {
        Some(b'{') => Shape::Table,
        Some(b'[') => Shape::List,
        Some(b'n') => Shape::Null,
        Some(b'"') => serde_json::from_str(value).map_or(Shape::Other, Shape::Text),
        _ => Shape::Other,
    }
}

/// Finds the child of a value that a step leads to, and its key if the text holds it as it is.
struct Child<'s>(&'s Step);

impl<'de> Visitor<'de> for Child<'_> {
    type Value = Option<(Option<&'de str>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = entries.next_key_seed(super::stream::Key)? {
            let value = entries.next_value::<&'de RawValue>()?;
            if matches!(self.0, Step::Key(name) if *name == key) {
                let key = match key {
                    std::borrow::Cow::Borrowed(key) => Some(key),
                    std::borrow::Cow::Owned(_) => None,
                };
                found = Some((key, value));
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let (mut found, mut index) = (None, 0);
        while let Some(value) = elements.next_element::<&'de RawValue>()? {
            if matches!(self.0, Step::Index(wanted) if *wanted == index) {
                found = Some((None, value));
            }
            index += 1;
        }
        Ok(found)
    }
}
