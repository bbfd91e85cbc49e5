//! Reading through a format's serde `Deserializer`, straight into the draft: nothing is built in between. Types are known
//! by the draft, so the format is always asked for whatever it has; a wrong type is noted and the rest goes on.

mod seek;
mod value;

pub(super) use super::places::{Finder, Places};

pub(super) use self::{
    seek::{Children, Descend, Gather, Name, Named},
    value::{Key, Value},
};

use std::{
    cell::{Cell, RefCell},
    fmt,
};

use serde_core::{
    Deserialize as _,
    de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::json::Document;
use crate::{
    draft::{At, Crumb, Found, Input, Place, Step, Tag, Target, Writer, unset},
    schema::Schema,
};

fn named(found: Result<String, Found>) -> Tag {
    match found {
        Ok(name) => Tag::Name(name, At::NOWHERE),
        Err(found) => Tag::Other(found, At::NOWHERE),
    }
}

/// Reads what stands where sections belong.
pub(super) struct Section<'a, 'w, 'p> {
    pub(super) document: &'w Text<'w>,
    pub(super) place: Place<'a>,
    pub(super) writer: &'w mut Writer<'p>,
}

/// A text that is being read.
pub(super) struct Text<'t> {
    pub(super) whole: &'t str,
    /// The keys that lead to what is read.
    within: &'t [String],
    /// How many steps lead to the text itself, which is all that the writer is at.
    outside: usize,
    /// What stands under the keys that were looked up so far, wherever they are in the text.
    looked_up: RefCell<Vec<(String, Named)>>,
    /// Whether looking up has met a syntax error.
    broken: Cell<bool>,
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str, within: &'t [String]) -> Self {
        Self { whole: text, within, outside: 0, looked_up: RefCell::default(), broken: Cell::new(false) }
    }

    /// The same for a text that stands where so many steps lead to.
    pub(super) fn below(self, outside: usize) -> Self {
        Self { outside, ..self }
    }

    /// Whether the section that has the key at a path has another one as well.
    fn holds(&self, mut path: Vec<Step>, key: &str) -> bool {
        path.pop();
        self.look_up(path, key).is_some()
    }

    /// What the table at a path has under a tag, which stands further on in the text.
    fn tag(&self, path: Vec<Step>, tag: &str) -> Tag {
        let found = self.look_up(path, tag);
        if self.broken.get() { Tag::Unreadable } else { found.map_or(Tag::Missing, named) }
    }

    /// The name under a key of the table at a path. The text is gone through again once for a key, however many tables may
    /// have it; which keys these are is for the struct to say.
    fn look_up(&self, path: Vec<Step>, key: &str) -> Option<Result<String, Found>> {
        let mut looked_up = self.looked_up.borrow_mut();
        let at = looked_up.iter().position(|(other, _)| other == key).unwrap_or_else(|| {
            let document = Document::parse(self.whole);
            self.broken.set(document.is_none());
            looked_up.push((key.to_owned(), document.and_then(|it| it.named(key)).unwrap_or_default()));
            looked_up.len() - 1
        });
        let mut named = &looked_up[at].1;
        for step in self.within.iter().cloned().map(Step::Key).chain(path.into_iter().skip(self.outside)) {
            named = named.inner.get(&step)?;
        }
        named.own.clone()
    }
}

impl<'de> DeserializeSeed<'de> for Section<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.place {
            Place::Setting(target) => Setting { target, writer: self.writer }.deserialize(deserializer),
            Place::Tag { settled: true, .. } => IgnoredAny::deserialize(deserializer).map(drop),
            Place::Tag { schema, draft, .. } => {
                let found = Name.deserialize(deserializer)?;
                self.writer.settle_by(schema, draft, named(found));
                Ok(())
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

/// Reads the value of a setting.
struct Setting<'a, 'w, 'p> {
    target: Target<'a>,
    writer: &'w mut Writer<'p>,
}

impl<'de> DeserializeSeed<'de> for Setting<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Setting { mut target, writer } = self;
        let read = &mut |input: Input<'_>| {
            writer.set(&mut target, At::NOWHERE, input);
            Ok(())
        };
        let result = Value { read }.deserialize(deserializer)?;
        if let Err(mismatch) = result {
            writer.refuse(target.mark, mismatch, At::NOWHERE);
        }
        Ok(())
    }
}

/// Reads the section that keys lead to, and skips everything else.
pub(super) struct Within<'k, 'a, 'w, 'p> {
    pub(super) keys: &'k [String],
    /// Taken by the first that is found.
    pub(super) section: Option<Section<'a, 'w, 'p>>,
}

impl<'de> DeserializeSeed<'de> for Within<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match (self.keys, self.section) {
            ([], Some(section)) => section.deserialize(deserializer),
            (_, None) => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
            (keys, section) => deserializer.deserialize_any(Within { keys, section }),
        }
    }
}

impl<'de> Visitor<'de> for Within<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key_seed(Key)? {
            match self.keys.split_first() {
                Some((first, keys)) if *first == key => {
                    entries.next_value_seed(Within { keys, section: self.section.take() })?;
                }
                _ => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    // Whoever leads here has seen what stands on the way, unless the text has a syntax error, which is noted anyway.
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

macro_rules! wrong {
    ($($visit:ident($value:ident: $ty:ty) $input:expr;)*) => {$(
        fn $visit<E>(self, $value: $ty) -> Result<(), E> {
            let found = $input.describe();
            self.wrong(found);
            Ok(())
        }
    )*};
}

impl Section<'_, '_, '_> {
    fn wrong(self, found: Found) {
        self.writer.not_a_section(found, At::NOWHERE);
    }
}

impl<'de> Visitor<'de> for Section<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a section")
    }

    wrong! {
        visit_bool(value: bool) Input::Bool(value);
        visit_i64(value: i64) Input::Int(value.into());
        visit_u64(value: u64) Input::Int(value.into());
        visit_f64(value: f64) Input::Float(value);
    }

    /// The bare name of a variant stands for an enum.
    fn visit_str<E>(self, name: &str) -> Result<(), E> {
        let is_named = |schema: &Schema| schema.choice.is_some_and(|choice| choice.tag.is_none());
        match self.place {
            Place::Section { schema, draft } if is_named(schema) => {
                self.writer.choose_by_name(schema, draft, name, At::NOWHERE);
            }
            Place::Optional { schema, slot } if is_named(schema) => {
                self.writer.choose_by_name(schema, slot.enter(), name, At::NOWHERE);
            }
            _ => self.writer.not_a_section(Input::Str(name).describe(), At::NOWHERE),
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        match self.place {
            Place::Section { schema, draft } => unset(schema, draft),
            Place::Optional { slot, .. } => slot.clear(),
            Place::List { slot, .. } => slot.clear(),
            Place::Map { slot, .. } => slot.clear(),
            Place::Setting(_) | Place::Tag { .. } => {}
        }
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Section { document, place, writer } = self;
        let Place::List { schema, slot, merge, op } = place else {
            while elements.next_element::<IgnoredAny>()?.is_some() {}
            writer.not_a_section(Found::kind("a list"), At::NOWHERE);
            return Ok(());
        };
        let first = writer.begin_list(slot, merge, op, At::NOWHERE);
        for index in 0.. {
            writer.element(Crumb::Index(index));
            // Made when there is one to read: the end of a list is only known by asking.
            let place = Place::List { schema, slot: &mut *slot, merge, op };
            let seed = Element { at: first + index, section: Section { document, place, writer } };
            let more = elements.next_element_seed(seed)?.is_some();
            writer.leave();
            if !more {
                break;
            }
        }
        writer.end_list(slot);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Section { document, place, writer } = self;
        let (schema, draft) = match place {
            Place::Section { schema, draft } => (schema, draft),
            Place::Optional { schema, slot } => (schema, slot.enter()),
            Place::Map { schema, slot } => {
                writer.begin_map(slot);
                while let Some(key) = entries.next_key_seed(Key)? {
                    writer.element(Crumb::Key(key.clone().into_owned()));
                    let draft = slot.enter(&key);
                    let null = entries.next_value_seed(Entry {
                        section: Section { document, place: Place::Section { schema, draft }, writer },
                    })?;
                    if null {
                        slot.remove(&key);
                    }
                    writer.leave();
                }
                return Ok(());
            }
            Place::List { .. } | Place::Setting(_) | Place::Tag { .. } => {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                writer.not_a_section(Found::kind("a table"), At::NOWHERE);
                return Ok(());
            }
        };
        let tags = |writer: &Writer<'_>, tag: &str| document.tag(writer.keys(), tag);
        let mut next = 0;
        while let Some(key) = entries.next_key_seed(Key)? {
            if let Some(index) = schema.plain_field(&key, next) {
                next = index + 1;
                match writer.open(schema, &mut *draft, index, schema.fields[index].key) {
                    Place::Setting(target) => {
                        entries.next_value_seed(Setting { target, writer })?;
                    }
                    place => entries.next_value_seed(Section { document, place, writer })?,
                }
                writer.leave();
                continue;
            }
            let Some(place) = writer.enter_in(schema, &mut *draft, &key, At::NOWHERE, Some(&tags)) else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            if let Some(winner) = writer.winners().find(|name| document.holds(writer.keys(), name)) {
                entries.next_value::<IgnoredAny>()?;
                writer.supersede(winner);
                continue;
            }
            entries.next_value_seed(Section { document, place, writer })?;
            writer.leave();
        }
        writer.settle_rest(schema, draft);
        Ok(())
    }
}

/// An element of a list of sections.
struct Element<'a, 'w, 'p> {
    at: usize,
    section: Section<'a, 'w, 'p>,
}

impl<'de> DeserializeSeed<'de> for Element<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Section { document, place, writer } = self.section;
        let Place::List { schema, slot, .. } = place else { return Ok(()) };
        let place = Place::Section { schema, draft: slot.insert(self.at) };
        Section { document, place, writer }.deserialize(deserializer)
    }
}

/// An entry of a map of sections; says whether it is `null`.
struct Entry<'a, 'w, 'p> {
    section: Section<'a, 'w, 'p>,
}

impl<'de> DeserializeSeed<'de> for Entry<'_, '_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Entry<'_, '_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a section")
    }

    fn visit_none<E>(self) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.section.deserialize(deserializer).map(|()| false)
    }
}
