//! serde's view of an [`Input`], for the types that the library has no reader for. Text is read by the method that the
//! type calls: `deserialize_u16` parses a number, `deserialize_seq` splits at commas.

use std::fmt;

use serde_core::{
    Deserializer,
    de::{
        self, DeserializeSeed, EnumAccess, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess,
        Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};

use super::{Found, Hint, Input, List, Map, Mismatch, ReadResult, Step};
use crate::{problem::closest, text};

/// A deserializer over one input.
pub struct InputDeserializer<'a>(pub(crate) Input<'a>);

/// What it fails with.
#[derive(Debug)]
pub struct ReadError(Box<Mismatch>);

impl ReadError {
    pub(crate) fn into_mismatch(self) -> Box<Mismatch> {
        self.0
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message(false))
    }
}

impl std::error::Error for ReadError {}

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Mismatch::because("", message.to_string()))
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::found(unexpected, expected)
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::found(unexpected, expected)
    }

    fn unknown_variant(variant: &str, variants: &'static [&'static str]) -> Self {
        let mut mismatch = Mismatch::new(one_of(variants), &Input::Str(variant));
        let meant = closest(variant, variants.iter().copied());
        mismatch.reason = meant.map(|meant| format!("did you mean `{meant}`?"));
        Self(mismatch)
    }
}

/// `a`, `b` or `c`, as they are written.
fn one_of(variants: &[&str]) -> String {
    match variants {
        [] => "nothing, since there are no variants".to_owned(),
        [only] => format!("`{only}`"),
        [first, second] => format!("`{first}` or `{second}`"),
        many => format!("one of `{}`", many.join("`, `")),
    }
}

impl ReadError {
    fn found(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match unexpected {
            Unexpected::Bool(value) => Input::Bool(value).describe(),
            Unexpected::Unsigned(value) => Input::Int(value.into()).describe(),
            Unexpected::Signed(value) => Input::Int(value.into()).describe(),
            Unexpected::Float(value) => Input::Float(value).describe(),
            Unexpected::Str(value) => Input::Str(value).describe(),
            Unexpected::Seq => Found::kind("a list"),
            Unexpected::Map => Found::kind("a table"),
            _ => Found::kind("another kind of value"),
        };
        let mut mismatch = Mismatch::because(expected.to_string(), String::new());
        (mismatch.found, mismatch.reason) = (Some(found), None);
        Self(mismatch)
    }
}

/// Numbers and booleans: parsed from text, otherwise whatever the input is.
macro_rules! scalars {
    ($($method:ident $visit:ident $ty:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.0 {
                Input::Text(text) => match text.trim().parse::<$ty>() {
                    Ok(value) => visitor.$visit(value),
                    Err(_) => Err(de::Error::invalid_type(Unexpected::Str(text), &visitor)),
                },
                Input::Str(text) if text::is_no_number(text) => match text.parse::<$ty>() {
                    Ok(value) => visitor.$visit(value),
                    Err(_) => Err(de::Error::invalid_type(Unexpected::Str(text), &visitor)),
                },
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for InputDeserializer<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Input::Null => visitor.visit_unit(),
            Input::Bool(value) => visitor.visit_bool(value),
            Input::Int(value) => match (u64::try_from(value), i64::try_from(value)) {
                (Ok(value), _) => visitor.visit_u64(value),
                (_, Ok(value)) => visitor.visit_i64(value),
                _ => visitor.visit_i128(value),
            },
            Input::Float(value) => visitor.visit_f64(value),
            Input::Str(text) | Input::Date(text) => visitor.visit_str(text),
            // Whoever asks for anything may get JSON; plain text stays text.
            Input::Text(text) => match text.trim_start().chars().next() {
                Some('[' | '{') => {
                    via_json(text, visitor, |input, visitor| InputDeserializer(input).deserialize_any(visitor))
                }
                _ => visitor.visit_str(text),
            },
            Input::Bytes(bytes) => visitor.visit_bytes(bytes),
            Input::List(list) => visitor.visit_seq(Elements { list, index: 0 }),
            Input::Map(map) => visit_map(map, visitor),
        }
    }

    scalars! {
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_u128 visit_u128 u128;
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_i128 visit_i128 i128;
        deserialize_f32 visit_f32 f32;
        deserialize_f64 visit_f64 f64;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Input::Text(text) => match text::boolean(text) {
                Some(value) => visitor.visit_bool(value),
                None => Err(de::Error::invalid_type(Unexpected::Str(text), &visitor)),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Input::Text(text) => visitor.visit_str(text),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Input::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Input::Text(text) if !text::is_json_list(text) => {
                let elements: Vec<&str> =
                    if text.trim().is_empty() { Vec::new() } else { text.split(',').map(str::trim).collect() };
                visitor.visit_seq(Elements { list: &mut Texts(elements.into_iter()), index: 0 })
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Input::Text(text) if !text.trim_start().starts_with('{') => {
                let mut pairs = Vec::new();
                text::map(text, &mut |key, value| {
                    if let Input::Text(value) = value {
                        pairs.push((key.to_owned(), value.to_owned()));
                    }
                    Ok(())
                })
                .map_err(ReadError)?;
                pairs.reverse();
                visit_map(&mut Pairs(pairs), visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.0 {
            Input::Text(text) if text.trim_start().starts_with('{') => via_json(text, visitor, |input, visitor| {
                InputDeserializer(input).deserialize_enum(name, variants, visitor)
            }),
            Input::Text(text) => visitor.visit_enum(text.trim().into_deserializer()),
            Input::Str(text) => visitor.visit_enum(text.into_deserializer()),
            Input::Map(map) => {
                let value = visitor.visit_enum(Variant(&mut *map))?;
                if map.key(&mut |_| Ok(())).map_err(ReadError)? {
                    return Err(de::Error::custom("expected one variant, found several keys"));
                }
                Ok(value)
            }
            other => {
                let mut mismatch = Mismatch::new(one_of(variants), &other);
                let bare = match other {
                    Input::Int(value) => value.to_string(),
                    Input::Float(value) => value.to_string(),
                    Input::Bool(value) => value.to_string(),
                    _ => String::new(),
                };
                if variants.contains(&bare.as_str()) {
                    mismatch.reason = Some("write it in quotes".to_owned());
                }
                Err(ReadError(mismatch))
            }
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Input::Text(_) => visitor.visit_unit(),
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! { bytes byte_buf unit unit_struct }
}

/// Hands the value in JSON text to `read`.
fn via_json<'de, V: Visitor<'de>>(
    json: &str,
    visitor: V,
    read: impl FnOnce(Input<'_>, V) -> Result<V::Value, ReadError>,
) -> Result<V::Value, ReadError> {
    let (mut once, mut value) = (Some((visitor, read)), None);
    text::json(json, "JSON", &mut |input| {
        let Some((visitor, read)) = once.take() else { return Ok(()) };
        value = Some(read(input, visitor).map_err(ReadError::into_mismatch)?);
        Ok(())
    })
    .map_err(ReadError)?;
    value.ok_or_else(|| de::Error::custom("expected JSON, found nothing"))
}

fn visit_map<'de, V: Visitor<'de>>(map: &mut dyn Map, visitor: V) -> Result<V::Value, ReadError> {
    visitor.visit_map(Entries { map, key: String::new() })
}

struct Elements<'a> {
    list: &'a mut dyn List,
    index: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadError> {
        let (mut seed, mut value) = (Some(seed), None);
        let step = Step::Index(self.index);
        self.index += 1;
        self.list
            .next(Hint::Any, &mut |input| {
                let Some(seed) = seed.take() else { return Ok(()) };
                value = Some(seed.deserialize(InputDeserializer(input)).map_err(ReadError::into_mismatch)?);
                Ok(())
            })
            .map_err(|mismatch| ReadError(mismatch.under(step)))?;
        Ok(value)
    }
}

struct Entries<'a> {
    map: &'a mut dyn Map,
    key: String,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        let key = &mut self.key;
        key.clear();
        let more = self.map.key(&mut |name| {
            key.push_str(name);
            Ok(())
        });
        if more.map_err(ReadError)? {
            seed.deserialize(InputDeserializer(Input::Text(key))).map(Some)
        } else {
            Ok(None)
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let key = &self.key;
        map_value(self.map, seed).map_err(|error| ReadError(error.0.under(Step::Key(key.clone()))))
    }
}

/// The value of the map's last key, through serde.
fn map_value<'de, V: DeserializeSeed<'de>>(map: &mut dyn Map, seed: V) -> Result<V::Value, ReadError> {
    let (mut seed, mut value) = (Some(seed), None);
    map.value(Hint::Any, &mut |input| {
        let Some(seed) = seed.take() else { return Ok(()) };
        value = Some(seed.deserialize(InputDeserializer(input)).map_err(ReadError::into_mismatch)?);
        Ok(())
    })
    .map_err(ReadError)?;
    value.ok_or_else(|| de::Error::custom("expected a value, found nothing"))
}

/// `{ variant = content }`.
struct Variant<'a>(&'a mut dyn Map);

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        let (mut seed, mut value) = (Some(seed), None);
        self.0
            .key(&mut |key| {
                let Some(seed) = seed.take() else { return Ok(()) };
                let deserializer: StrDeserializer<'_, ReadError> = key.into_deserializer();
                value = Some(seed.deserialize(deserializer).map_err(ReadError::into_mismatch)?);
                Ok(())
            })
            .map_err(ReadError)?;
        let value = value.ok_or_else(|| de::Error::custom("expected a variant, found an empty table"))?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        map_value(self.0, std::marker::PhantomData::<de::IgnoredAny>).map(|_| ())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        map_value(self.0, seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, ReadError> {
        map_value(self.0, Content(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        map_value(self.0, Content(visitor))
    }
}

/// The fields of a variant.
struct Content<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Content<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}

struct Texts<'a>(std::vec::IntoIter<&'a str>);

impl List for Texts<'_> {
    fn next(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        match self.0.next() {
            Some(text) => read(Input::Text(text)).map(|()| true),
            None => Ok(false),
        }
    }
}

/// Pairs of texts, last first.
struct Pairs(Vec<(String, String)>);

impl Map for Pairs {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        match self.0.last() {
            Some((key, _)) => read(key).map(|()| true),
            None => Ok(false),
        }
    }

    fn value(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        match self.0.pop() {
            Some((_, value)) => read(Input::Text(&value)),
            None => Ok(()),
        }
    }
}
