//! Reading through a format's serde `Deserializer`, straight into the draft: nothing is built in between. Types are known
//! by the draft, so the format is always asked for whatever it has; a wrong type is noted and the rest goes on.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::{
    draft::{At, Draft, Found, Hint, Input, List, Map, Mismatch, Place, ReadResult, Writer},
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

/// Reads a section.
pub(super) struct Section<'a, 'p, S> {
    pub(super) document: &'a str,
    pub(super) schema: &'static Schema,
    pub(super) draft: Target<'a>,
    pub(super) writer: &'a mut Writer<'p>,
    pub(super) scalars: PhantomData<S>,
}

/// The draft of a section, which an optional section has only once it turns out to be one.
pub(super) enum Target<'a> {
    Draft(&'a mut dyn Draft),
    Optional(&'a mut dyn crate::draft::OptionalSlot),
}

impl<'de, S: Scalars> DeserializeSeed<'de> for Section<'_, '_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
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

impl<S: Scalars> Section<'_, '_, S> {
    fn wrong(self, found: Found) {
        self.writer.not_a_section(found, At::NOWHERE);
    }
}

impl<'de, S: Scalars> Visitor<'de> for Section<'_, '_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a section")
    }

    wrong! {
        visit_bool(value: bool) Input::Bool(value);
        visit_i64(value: i64) Input::Int(value.into());
        visit_u64(value: u64) Input::Int(value.into());
        visit_f64(value: f64) Input::Float(value);
        visit_str(value: &str) Input::Str(value);
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        match self.draft {
            Target::Draft(draft) => crate::draft::unset(self.schema, draft),
            Target::Optional(slot) => slot.clear(),
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        self.wrong(Found::kind("a list"));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Section { document, schema, draft, writer, scalars } = self;
        let draft = match draft {
            Target::Draft(draft) => draft,
            Target::Optional(slot) => slot.enter(),
        };
        while let Some(key) = entries.next_key_seed(Key)? {
            let Some(place) = writer.enter(schema, &mut *draft, &key, At::NOWHERE) else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            match place {
                Place::Setting { setting, value, mark } => {
                    let hint = setting.leaf.hint();
                    let read = &mut |input: Input<'_>| {
                        writer.set(setting, value, mark, At::NOWHERE, input);
                        Ok(())
                    };
                    let result = entries.next_value_seed(Value::<S> { document, hint, read, scalars })?;
                    if let Err(mismatch) = result {
                        writer.refuse(mark, mismatch, At::NOWHERE);
                    }
                }
                Place::Section { schema, draft } => {
                    let draft = Target::Draft(draft);
                    entries.next_value_seed(Section { document, schema, draft, writer, scalars })?;
                }
                Place::Optional { schema, slot } => {
                    let draft = Target::Optional(slot);
                    entries.next_value_seed(Section { document, schema, draft, writer, scalars })?;
                }
            }
            writer.leave();
        }
        Ok(())
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
