//! Handing one value of a format to a reader.

use std::{borrow::Cow, fmt};

use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::draft::{Hint, Input, List, Map, Mismatch, ReadResult};

/// A key, borrowed from the text where that is possible.
pub(in crate::format) struct Key;

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
pub(in crate::format) struct Value<'a, R: ?Sized> {
    pub(in crate::format) read: &'a mut R,
}

impl<'de, R: FnMut(Input<'_>) -> ReadResult + ?Sized> DeserializeSeed<'de> for Value<'_, R> {
    type Value = ReadResult;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ReadResult, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: FnMut(Input<'_>) -> ReadResult + ?Sized> Visitor<'de> for Value<'_, R> {
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
        let mut elements = Elements { access, ended: false, error: None };
        let result = (self.read)(Input::List(&mut elements));
        while elements.error.is_none() && !elements.ended {
            elements.ended = elements.access.next_element::<IgnoredAny>()?.is_none();
        }
        elements.error.map_or(Ok(result), Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<ReadResult, A::Error> {
        let mut entries = Entries { access, state: State::Key, error: None };
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

struct Elements<A, E> {
    access: A,
    ended: bool,
    error: Option<E>,
}

impl<'de, A: SeqAccess<'de>> List for Elements<A, A::Error> {
    fn next(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        if self.ended {
            return Ok(false);
        }
        let seed = Value { read };
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

struct Entries<A, E> {
    access: A,
    state: State,
    error: Option<E>,
}

impl<'de, A: MapAccess<'de>> Map for Entries<A, A::Error> {
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

    fn value(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        self.state = State::Key;
        let seed = Value { read };
        match self.access.next_value_seed(seed) {
            Ok(result) => result,
            Err(error) => {
                self.error = Some(error);
                Err(Mismatch::aborted())
            }
        }
    }
}
