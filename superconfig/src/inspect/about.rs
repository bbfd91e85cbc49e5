//! What documents tell of a setting beyond what a load needs; the derive emits it.

use std::{
    any::Any,
    fmt,
    marker::PhantomData,
    ops::Bound,
    time::{Duration, SystemTime},
};

use serde_core::Serialize;

use super::serialize::value_of;
use crate::{draft::Show, value::Value};

/// What only documents tell of a setting.
pub struct About {
    /// Its type, as it was written, without an `Option`.
    pub type_name: &'static str,
    /// A value for documents, as it would stand in a variable.
    pub example: Option<&'static str>,
    /// How its values are shown if its leaf does not say so.
    pub show: Option<Show>,
    /// Its type's own JSON Schema, if it has one.
    #[cfg(feature = "schemars")]
    pub schema: Option<JsonSchemaOf>,
}

impl fmt::Debug for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "About({})", self.type_name)
    }
}

/// Asks how values of a type are shown: `Serialized::<T>::SHOW`. The inherent constant goes first, which there is for types that
/// are `Serialize`.
#[derive(Debug)]
pub struct Serialized<T>(PhantomData<fn() -> T>);

/// The fallback of [`Serialized`].
pub trait Opaque {
    /// Nothing shows it.
    const SHOW: Option<Show>;
}

impl<T> Opaque for Serialized<T> {
    const SHOW: Option<Show> = None;
}

impl<T: Serialize + 'static> Serialized<T> {
    /// Shows it as serde would write it.
    pub const SHOW: Option<Show> = Some(|any| match any.downcast_ref::<Option<T>>() {
        Some(None) => Some(Value::Null),
        Some(Some(value)) => shown(value),
        None => shown(any.downcast_ref::<T>()?),
    });
}

/// Times as they are written in files; serde would take them apart.
fn shown<T: Serialize + 'static>(value: &T) -> Option<Value> {
    let any: &dyn Any = value;
    if let Some(duration) = any.downcast_ref::<Duration>() {
        return Some(Value::Text(humantime::format_duration(*duration).to_string()));
    }
    if let Some(time) = any.downcast_ref::<SystemTime>() {
        return Some(Value::Text(humantime::format_rfc3339(*time).to_string()));
    }
    value_of(value)
}

/// Makes the JSON Schema of a type.
#[cfg(feature = "schemars")]
pub type JsonSchemaOf = fn(&mut schemars::SchemaGenerator) -> schemars::Schema;

/// Asks for the JSON Schema of a type: `Described::<T>::SCHEMA`.
#[cfg(feature = "schemars")]
#[derive(Debug)]
pub struct Described<T>(PhantomData<fn() -> T>);

/// The fallback of [`Described`].
#[cfg(feature = "schemars")]
pub trait Undescribed {
    /// It has none.
    const SCHEMA: Option<JsonSchemaOf>;
}

#[cfg(feature = "schemars")]
impl<T> Undescribed for Described<T> {
    const SCHEMA: Option<JsonSchemaOf> = None;
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> Described<T> {
    /// Asks the type.
    pub const SCHEMA: Option<JsonSchemaOf> = Some(schemars::SchemaGenerator::subschema_for::<T>);
}

/// What a rule allows, as data.
#[derive(Clone, Copy)]
pub enum Limits {
    /// Only its text says so.
    InWords,
    /// Values from one to another, of the setting's type.
    Range(fn() -> Ends),
    /// So many characters, elements or entries; of type `usize`.
    Length(fn() -> Ends),
    /// At least one character, element or entry.
    NonEmpty,
    /// These values, of the setting's type.
    OneOf(fn() -> Vec<Box<dyn Any>>),
    /// Text that matches.
    Pattern(&'static str),
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limits")
    }
}

/// The least and the greatest value.
pub type Ends = (Bound<Box<dyn Any>>, Bound<Box<dyn Any>>);

/// The ends of a range.
#[must_use]
pub fn ends<T: 'static>(start: Bound<T>, end: Bound<T>) -> Ends {
    let boxed = |bound: Bound<T>| bound.map(|value| Box::new(value) as Box<dyn Any>);
    (boxed(start), boxed(end))
}

/// All values that a rule allows.
#[must_use]
pub fn choices<T: 'static>(values: impl IntoIterator<Item = T>) -> Vec<Box<dyn Any>> {
    values.into_iter().map(|value| Box::new(value) as Box<dyn Any>).collect()
}
