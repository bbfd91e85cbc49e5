//! Reading through a format's serde `Deserializer`, straight into the draft: nothing is built in between. Types are known
//! by the draft, so the format is always asked for whatever it has; a wrong type is noted and the rest goes on.

use std::{borrow::Cow, cell::Cell, fmt, marker::PhantomData};

use serde_core::{
    Deserialize as _,
    de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{Document, Format};
use crate::{
    draft::{At, Crumb, Found, Hint, Input, List, Map, Mismatch, Place, ReadResult, Step, Writer, unset},
    schema::Schema,
};

/// What a format does in its own way.
pub(super) trait Scalars {
    /// Hands a value that is wanted as text to `read`, inside `Ok`; plain scalars without a type of their own as they are
    /// written.
    fn text<'de, D: Deserializer<'de>>(
        document: &str,
        deserializer: D,
        read: &mut dyn FnMut(Input<'_>) -> ReadResult,
    ) -> Result<ReadResult, D::Error>;
}

/// Reads what stands where sections belong.
pub(super) struct Section<'a, 'w, 'p, S> {
    pub(super) document: &'w Text<'w>,
    pub(super) place: Place<'a>,
    pub(super) writer: &'w mut Writer<'p>,
    pub(super) scalars: PhantomData<S>,
}

/// A text that is being read.
pub(super) struct Text<'t> {
    pub(super) whole: &'t str,
    pub(super) format: Format,
    /// The keys that lead to what is read.
    within: &'t [String],
    /// How many bytes may still be gone through for tags that do not stand first.
    budget: Cell<usize>,
    /// The same for better names beside former ones; the last one goes to the end of the text in any case.
    lookups: Cell<usize>,
}

/// So much text is gone through again for tags, in bytes: enough for thousands of elements.
const BUDGET: usize = 32 << 20;

/// And so much for former names: a few hundred of them in a file of an ordinary size.
const LOOKUPS: usize = 4 << 20;

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str, format: Format, within: &'t [String]) -> Self {
        Self { whole: text, format, within, budget: Cell::new(BUDGET), lookups: Cell::new(LOOKUPS) }
    }

    /// Whether the section that has the key at a path has another one as well. Where that can no longer be looked up it is taken
    /// for no: then both are read, and that is a problem.
    fn holds(&self, mut path: Vec<Step>, key: &str) -> bool {
        if self.lookups.get() == 0 {
            return false;
        }
        self.lookups.set(self.lookups.get().saturating_sub(self.whole.len()));
        path.pop();
        let within = self.within.iter().cloned().map(Step::Key);
        let path: Vec<Step> = within.chain(path).chain([Step::Key(key.to_owned())]).collect();
        Document::parse(self.format, self.whole).and_then(|document| document.locate(&path)).is_some()
    }

    /// The name under the tag of the enum at a path, which stands further on in the text.
    fn tag(&self, path: Vec<Step>, tag: &str) -> Result<Option<String>, Found> {
        let left = self.budget.get().checked_sub(self.whole.len());
        self.budget.set(left.ok_or_else(|| Found::kind("a name behind too many other keys; write it first"))?);
        let within = self.within.iter().cloned().map(Step::Key);
        let path: Vec<Step> = within.chain(path).chain([Step::Key(tag.to_owned())]).collect();
        match Document::parse(self.format, self.whole).and_then(|document| document.string(&path)) {
            None => Ok(None),
            Some(Ok(name)) => Ok(Some(name)),
            Some(Err(())) => Err(Found::kind("something else")),
        }
    }
}

impl<'de, S: Scalars> DeserializeSeed<'de> for Section<'_, '_, '_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.place {
            Place::Setting(mut target) => {
                let (document, writer, scalars) = (self.document, self.writer, self.scalars);
                let hint = target.setting.leaf.hint();
                let read = &mut |input: Input<'_>| {
                    writer.set(&mut target, At::NOWHERE, input);
                    Ok(())
                };
                let result = Value::<S> { document: document.whole, hint, read, scalars }.deserialize(deserializer)?;
                if let Err(mismatch) = result {
                    writer.refuse(target.mark, mismatch, At::NOWHERE);
                }
                Ok(())
            }
            Place::Tag => IgnoredAny::deserialize(deserializer).map(drop),
            _ => deserializer.deserialize_any(self),
        }
    }
}

/// Reads the section that keys lead to, and skips everything else.
pub(super) struct Within<'k, 'a, 'w, 'p, S> {
    pub(super) keys: &'k [String],
    /// Taken by the first that is found.
    pub(super) section: Option<Section<'a, 'w, 'p, S>>,
}

impl<'de, S: Scalars> DeserializeSeed<'de> for Within<'_, '_, '_, '_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match (self.keys, self.section) {
            ([], Some(section)) => section.deserialize(deserializer),
            (_, None) => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
            (keys, section) => deserializer.deserialize_any(Within { keys, section }),
        }
    }
}

impl<'de, S: Scalars> Visitor<'de> for Within<'_, '_, '_, '_, S> {
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

impl<S: Scalars> Section<'_, '_, '_, S> {
    fn wrong(self, found: Found) {
        self.writer.not_a_section(found, At::NOWHERE);
    }
}

impl<'de, S: Scalars> Visitor<'de> for Section<'_, '_, '_, S> {
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
            Place::Setting(_) | Place::Tag => {}
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
        let Section { document, place, writer, scalars } = self;
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
            let seed = Element::<S> { at: first + index, section: Section { document, place, writer, scalars } };
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
        let Section { document, place, writer, scalars } = self;
        let (schema, draft) = match place {
            Place::Section { schema, draft } => (schema, draft),
            Place::Optional { schema, slot } => (schema, slot.enter()),
            Place::Map { schema, slot } => {
                writer.begin_map(slot);
                while let Some(key) = entries.next_key_seed(Key)? {
                    writer.element(Crumb::Key(key.clone().into_owned()));
                    let draft = slot.enter(&key);
                    let null = entries.next_value_seed(Entry::<S> {
                        section: Section { document, place: Place::Section { schema, draft }, writer, scalars },
                    })?;
                    if null {
                        slot.remove(&key);
                    }
                    writer.leave();
                }
                return Ok(());
            }
            Place::List { .. } | Place::Setting(_) | Place::Tag => {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                writer.not_a_section(Found::kind("a table"), At::NOWHERE);
                return Ok(());
            }
        };
        // Whether the variant of an enum with a tag is known yet, and if so, whether there is one.
        let mut variant = None;
        while let Some(key) = entries.next_key_seed(Key)? {
            if let (Some(tag), None) = (schema.tag(), variant) {
                if key == tag {
                    let found = entries.next_value_seed(Name)?;
                    let found = found.as_ref().map(String::as_str).map_err(Found::clone);
                    variant = Some(writer.begin_tagged(schema, &mut *draft, Some((found, At::NOWHERE))));
                    continue;
                }
                let found = document.tag(writer.keys(), tag);
                let found = match &found {
                    Ok(None) => None,
                    Ok(Some(name)) => Some((Ok(&**name), At::NOWHERE)),
                    Err(found) => Some((Err(found.clone()), At::NOWHERE)),
                };
                variant = Some(writer.begin_tagged(schema, &mut *draft, found));
            }
            if variant == Some(false) {
                entries.next_value::<IgnoredAny>()?;
                continue;
            }
            let Some(place) = writer.enter(schema, &mut *draft, &key, At::NOWHERE) else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            if let Some(winner) = writer.winners().find(|name| document.holds(writer.keys(), name)) {
                entries.next_value::<IgnoredAny>()?;
                writer.supersede(winner);
                continue;
            }
            entries.next_value_seed(Section::<S> { document, place, writer, scalars })?;
            writer.leave();
        }
        if schema.tag().is_some() && variant.is_none() {
            writer.begin_tagged(schema, draft, None);
        }
        Ok(())
    }
}

/// An element of a list of sections.
struct Element<'a, 'w, 'p, S> {
    at: usize,
    section: Section<'a, 'w, 'p, S>,
}

impl<'de, S: Scalars> DeserializeSeed<'de> for Element<'_, '_, '_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Section { document, place, writer, scalars } = self.section;
        let Place::List { schema, slot, .. } = place else { return Ok(()) };
        let place = Place::Section { schema, draft: slot.insert(self.at) };
        Section::<S> { document, place, writer, scalars }.deserialize(deserializer)
    }
}

/// An entry of a map of sections; says whether it is `null`.
struct Entry<'a, 'w, 'p, S> {
    section: Section<'a, 'w, 'p, S>,
}

impl<'de, S: Scalars> DeserializeSeed<'de> for Entry<'_, '_, '_, S> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, S: Scalars> Visitor<'de> for Entry<'_, '_, '_, S> {
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

/// The name under a tag, or what stands there instead.
pub(super) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Result<String, Found>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! no_name {
    ($($visit:ident($value:ident: $ty:ty) $input:expr;)*) => {$(
        fn $visit<E>(self, $value: $ty) -> Result<Self::Value, E> {
            Ok(Err($input.describe()))
        }
    )*};
}

impl<'de> Visitor<'de> for Name {
    type Value = Result<String, Found>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    no_name! {
        visit_bool(value: bool) Input::Bool(value);
        visit_i64(value: i64) Input::Int(value.into());
        visit_u64(value: u64) Input::Int(value.into());
        visit_f64(value: f64) Input::Float(value);
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Ok(name.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Err(Input::Null.describe()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Err(Found::kind("a list")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Err(Found::kind("a table")))
    }
}

/// A key, borrowed from the text where that is possible.
pub(super) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// Hands one value to a reader. What the reader says is the value; the error is the format's.
pub(super) struct Value<'a, S> {
    pub(super) document: &'a str,
    pub(super) hint: Hint,
    pub(super) read: &'a mut dyn FnMut(Input<'_>) -> ReadResult,
    pub(super) scalars: PhantomData<S>,
}

impl<'de, S: Scalars> DeserializeSeed<'de> for Value<'_, S> {
    type Value = ReadResult;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ReadResult, D::Error> {
        match self.hint {
            Hint::Text => S::text(self.document, deserializer, self.read),
            Hint::Any => deserializer.deserialize_any(self),
        }
    }
}

impl<'de, S: Scalars> Visitor<'de> for Value<'_, S> {
    type Value = ReadResult;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<ReadResult, E> {
        Ok((self.read)(Input::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<ReadResult, E> {
        Ok((self.read)(Input::Int(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<ReadResult, E> {
        Ok((self.read)(Input::Int(value.into())))
    }

    fn visit_i128<E>(self, value: i128) -> Result<ReadResult, E> {
        Ok((self.read)(Input::Int(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<ReadResult, E> {
        Ok((self.read)(Input::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<ReadResult, E> {
        Ok((self.read)(Input::Str(value)))
    }

    fn visit_unit<E>(self) -> Result<ReadResult, E> {
        Ok((self.read)(Input::Null))
    }

    fn visit_none<E>(self) -> Result<ReadResult, E> {
        Ok((self.read)(Input::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<ReadResult, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<ReadResult, A::Error> {
        let mut elements =
            Elements { access, ended: false, error: None, document: self.document, scalars: self.scalars };
        let result = (self.read)(Input::List(&mut elements));
        while elements.error.is_none() && !elements.ended {
            elements.ended = elements.access.next_element::<IgnoredAny>()?.is_none();
        }
        elements.error.map_or(Ok(result), Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<ReadResult, A::Error> {
        let mut entries =
            Entries { access, state: State::Key, error: None, document: self.document, scalars: self.scalars };
        let result = (self.read)(Input::Map(&mut entries));
        while entries.error.is_none() && entries.state != State::Ended {
            if entries.state == State::Value {
                entries.access.next_value::<IgnoredAny>()?;
            }
            let more = entries.access.next_key::<IgnoredAny>()?.is_some();
            entries.state = if more { State::Value } else { State::Ended };
        }
        entries.error.map_or(Ok(result), Err)
    }
}

struct Elements<'a, A, E, S> {
    access: A,
    ended: bool,
    error: Option<E>,
    document: &'a str,
    scalars: PhantomData<S>,
}

impl<'de, A: SeqAccess<'de>, S: Scalars> List for Elements<'_, A, A::Error, S> {
    fn next(&mut self, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        if self.ended {
            return Ok(false);
        }
        let seed = Value::<S> { document: self.document, hint, read, scalars: self.scalars };
        match self.access.next_element_seed(seed) {
            Ok(Some(result)) => result.map(|()| true),
            Ok(None) => {
                self.ended = true;
                Ok(false)
            }
            Err(error) => {
                self.error = Some(error);
                Err(Mismatch::aborted())
            }
        }
    }
}

#[derive(PartialEq)]
enum State {
    Key,
    Value,
    Ended,
}

struct Entries<'a, A, E, S> {
    access: A,
    state: State,
    error: Option<E>,
    document: &'a str,
    scalars: PhantomData<S>,
}

impl<'de, A: MapAccess<'de>, S: Scalars> Map for Entries<'_, A, A::Error, S> {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        if self.state == State::Ended {
            return Ok(false);
        }
        match self.access.next_key_seed(Key) {
            Ok(Some(key)) => {
                self.state = State::Value;
                read(&key).map(|()| true)
            }
            Ok(None) => {
                self.state = State::Ended;
                Ok(false)
            }
            Err(error) => {
                self.error = Some(error);
                Err(Mismatch::aborted())
            }
        }
    }

    fn value(&mut self, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        self.state = State::Key;
        let seed = Value::<S> { document: self.document, hint, read, scalars: self.scalars };
        match self.access.next_value_seed(seed) {
            Ok(result) => result,
            Err(error) => {
                self.error = Some(error);
                Err(Mismatch::aborted())
            }
        }
    }
}

/// Goes along a path and hands what is there to a seed; `None` if nothing is.
pub(super) struct Descend<'s, V> {
    pub(super) path: &'s [Step],
    pub(super) then: V,
}

impl<'de, V: DeserializeSeed<'de>> DeserializeSeed<'de> for Descend<'_, V> {
    type Value = Option<V::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.path.is_empty() {
            return self.then.deserialize(deserializer).map(Some);
        }
        deserializer.deserialize_any(self)
    }
}

macro_rules! dead_ends {
    ($($visit:ident: $ty:ty;)*) => {$(
        fn $visit<E>(self, _: $ty) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
    )*};
}

impl<'de, V: DeserializeSeed<'de>> Visitor<'de> for Descend<'_, V> {
    type Value = Option<V::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table or a list")
    }

    dead_ends! { visit_bool: bool; visit_i64: i64; visit_u64: u64; visit_f64: f64; visit_str: &str; }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let (first, rest) = (&self.path[0], &self.path[1..]);
        let (mut then, mut found) = (Some(self.then), None);
        while let Some(key) = entries.next_key_seed(Key)? {
            let here = matches!(first, Step::Key(name) if *name == key);
            match then.take_if(|_| here) {
                Some(then) => found = entries.next_value_seed(Descend { path: rest, then })?,
                None => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let (first, rest) = (&self.path[0], &self.path[1..]);
        let (mut then, mut found) = (Some(self.then), None);
        for index in 0.. {
            let more = match then.take_if(|_| *first == Step::Index(index)) {
                Some(then) => {
                    let element = elements.next_element_seed(Descend { path: rest, then })?;
                    let more = element.is_some();
                    found = element.flatten();
                    more
                }
                None => elements.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(found)
    }
}

/// The steps into a collection.
pub(super) struct Children;

impl<'de> DeserializeSeed<'de> for Children {
    type Value = Vec<Step>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Children {
    type Value = Vec<Step>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table or a list")
    }

    dead_ends! { visit_bool: bool; visit_i64: i64; visit_u64: u64; visit_f64: f64; visit_str: &str; }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut steps = Vec::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            steps.push(Step::Key(key.into_owned()));
            entries.next_value::<IgnoredAny>()?;
        }
        Ok(steps)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut steps = Vec::new();
        while elements.next_element::<IgnoredAny>()?.is_some() {
            steps.push(Step::Index(steps.len()));
        }
        Ok(steps)
    }
}
