//! Looking for something in a text without reading it into a draft.

use std::{collections::HashMap, fmt};

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Key;
use crate::draft::{Found, Input, Step};

/// The name under a tag, or what stands there instead.
pub(in crate::format) struct Name;

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

/// What stands under one key in the tables of a text.
#[derive(Debug, Default)]
pub(in crate::format) struct Named {
    /// In the table itself: the first, if a text has the key twice.
    pub(super) own: Option<Result<String, Found>>,
    /// In what is in it, as far as that has the key.
    pub(super) inner: HashMap<Step, Named>,
}

impl Named {
    fn put(&mut self, step: Step, inner: Option<Named>) {
        if let Some(inner) = inner {
            self.inner.insert(step, inner);
        }
    }

    fn unless_empty(self) -> Option<Named> {
        (self.own.is_some() || !self.inner.is_empty()).then_some(self)
    }
}

/// Gathers what stands under one key; gives what is said of the value itself, and what is in it.
pub(in crate::format) struct Gather<'k> {
    pub(in crate::format) key: &'k str,
}

type Gathered = (Result<String, Found>, Option<Named>);

impl<'de> DeserializeSeed<'de> for Gather<'_> {
    type Value = Gathered;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Gathered, D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! not_gathered {
    ($($visit:ident: $ty:ty;)*) => {$(
        fn $visit<E: Error>(self, value: $ty) -> Result<Gathered, E> {
            Name.$visit(value).map(|name| (name, None))
        }
    )*};
}

impl<'de> Visitor<'de> for Gather<'_> {
    type Value = Gathered;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    not_gathered! { visit_bool: bool; visit_i64: i64; visit_u64: u64; visit_f64: f64; visit_str: &str; }

    fn visit_i128<E>(self, _: i128) -> Result<Gathered, E> {
        Ok((Err(Found::kind("an integer")), None))
    }

    fn visit_u128<E>(self, _: u128) -> Result<Gathered, E> {
        Ok((Err(Found::kind("an integer")), None))
    }

    fn visit_unit<E: Error>(self) -> Result<Gathered, E> {
        Name.visit_unit().map(|name| (name, None))
    }

    fn visit_none<E: Error>(self) -> Result<Gathered, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Gathered, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Gathered, A::Error> {
        let mut named = Named::default();
        let mut index = 0;
        while let Some((_, inner)) = elements.next_element_seed(Gather { key: self.key })? {
            named.put(Step::Index(index), inner);
            index += 1;
        }
        Ok((Err(Found::kind("a list")), named.unless_empty()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Gathered, A::Error> {
        let mut named = Named::default();
        while let Some(key) = entries.next_key_seed(Key)? {
            let (name, inner) = entries.next_value_seed(Gather { key: self.key })?;
            if key == self.key {
                named.own.get_or_insert(name);
            }
            if inner.is_some() {
                named.put(Step::Key(key.into_owned()), inner);
            }
        }
        Ok((Err(Found::kind("a table")), named.unless_empty()))
    }
}

/// Goes along a path and hands what is there to a seed; `None` if nothing is.
pub(in crate::format) struct Descend<'s, V> {
    pub(in crate::format) path: &'s [Step],
    pub(in crate::format) then: V,
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
pub(in crate::format) struct Children;

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
