//! How the value of a setting is read: a [`Leaf`], one per type, chosen at compile time.
//!
//! The standard and well-known types have readers in this library (`known.rs`): concrete code, compiled once. Every
//! other type that is `DeserializeOwned` is read through serde. Which of the two serves a field is settled without the
//! user saying so: `Probe::<T>::LEAF` is an inherent constant for known types, and where that does not apply, the
//! constant of the same name from the trait [`ViaSerde`].

use std::{any::Any, fmt, marker::PhantomData};

use serde_core::de::DeserializeOwned;

use super::{
    Hint, Input, Mismatch, ReadResult,
    de::{InputDeserializer, ReadError},
    known::Known,
};
use crate::value::Value;

/// Fills an `Option<T>` from an input.
pub(crate) type Read = fn(&mut dyn Any, Input<'_>) -> ReadResult;

/// How the settings of one type are read.
pub struct Leaf {
    pub(crate) read: Read,
    pub(crate) shape: Shape,
    pub(crate) secret: bool,
    /// Whether it takes the content of a file as it is, [`Input::Bytes`].
    pub(crate) bytes: bool,
    /// What its values are, for documents.
    pub(crate) noun: Noun,
    /// How its values are shown; see [`Show`].
    pub(crate) show: Option<Show>,
}

/// Shows a `T` or an `Option<T>`; nothing if it cannot be shown.
pub(crate) type Show = fn(&dyn Any) -> Option<Value>;

/// What the values of a type are, as far as the library knows.
#[cfg_attr(not(feature = "inspect"), allow(dead_code))]
#[derive(Debug, Clone, Copy)]
pub(crate) enum Noun {
    /// Whatever its `Deserialize`, or the shape, says.
    Any,
    Bool,
    /// From `min` to `max`; limits beyond 128 bits with a sign are not told apart.
    Integer {
        min: i128,
        max: i128,
        zero: bool,
    },
    Float,
    /// Text, as it follows “expected”: `an IP address such as "127.0.0.1"`.
    Text(&'static str),
    /// The same, but a number of bytes is one as well.
    Size(&'static str),
    /// A list of so many elements.
    Array(usize),
    /// A list of these elements.
    Tuple(&'static [&'static Leaf]),
}

/// What kind of value a type takes, as far as a source must know before it reads.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Shape {
    /// Any text at all; the empty text is a value.
    String,
    /// Text, of which some may be refused.
    Text,
    /// A number or boolean.
    Scalar,
    /// A list of such.
    List(&'static Leaf),
    /// A map from strings to such.
    Map(&'static Leaf),
    /// Only its `Deserialize` knows.
    Any,
}

impl fmt::Debug for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Leaf({:?}{})", self.shape, if self.secret { ", secret" } else { "" })
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::String => f.write_str("string"),
            Shape::Text => f.write_str("text"),
            Shape::Scalar => f.write_str("scalar"),
            Shape::List(leaf) => write!(f, "list of {leaf:?}"),
            Shape::Map(leaf) => write!(f, "map to {leaf:?}"),
            Shape::Any => f.write_str("any"),
        }
    }
}

impl Leaf {
    pub(crate) const fn new(read: Read, shape: Shape) -> Leaf {
        Leaf { read, shape, secret: false, bytes: false, noun: Noun::Any, show: None }
    }

    /// A leaf for a reader of the user's own.
    #[must_use]
    pub const fn custom(read: fn(&mut dyn Any, Input<'_>) -> ReadResult) -> Leaf {
        Leaf::new(read, Shape::Any)
    }

    /// A leaf for a reader of the user's own that takes text.
    #[must_use]
    pub const fn text(read: fn(&mut dyn Any, Input<'_>) -> ReadResult) -> Leaf {
        Leaf::new(read, Shape::Text)
    }

    /// Itself; the other half of [`Undecided::leaf`].
    #[must_use]
    pub const fn leaf(&'static self) -> &'static Leaf {
        self
    }

    /// Whether it reads a `bool` as every `bool` is read.
    pub(crate) fn is_bool(&self) -> bool {
        std::ptr::eq(self, <bool as Known>::LEAF)
    }

    pub(crate) fn hint(&self) -> Hint {
        match self.shape {
            Shape::String | Shape::Text => Hint::Text,
            _ => Hint::Any,
        }
    }
}

/// Asks for the leaf of `T`: `Probe::<T>::LEAF.leaf()`.
#[derive(Debug)]
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T: Known> Probe<T> {
    /// The library's own reader.
    pub const LEAF: &'static Leaf = T::LEAF;
}

/// The fallback of [`Probe`].
pub trait ViaSerde {
    /// The probed type.
    type Type: 'static;
    /// Becomes the leaf if the type can be read at all.
    const LEAF: &'static Undecided<Self::Type>;
}

impl<T: 'static> ViaSerde for Probe<T> {
    type Type = T;
    const LEAF: &'static Undecided<T> = &Undecided(PhantomData);
}

/// A type that the library has no reader for.
#[derive(Debug)]
pub struct Undecided<T>(PhantomData<fn() -> T>);

impl<T> Undecided<T> {
    /// The leaf that reads through the type's `Deserialize`.
    #[must_use]
    #[allow(clippy::unused_self)] // a method, so that the bound blames the field
    pub const fn leaf(&self) -> &'static Leaf
    where
        T: Readable,
    {
        Serde::<T>::LEAF
    }
}

/// A type that a setting can have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a setting",
    label = "neither one of superconfig's own types nor `serde::Deserialize`",
    note = "a section needs `#[config(nested)]` here and `#[derive(SuperConfig)]` on the struct",
    note = "a value needs `#[derive(serde::Deserialize)]`, or `#[config(parse = function)]` here, or `#[config(skip)]`"
)]
pub trait Readable: DeserializeOwned + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + 'static> Readable for T {}

struct Serde<T>(PhantomData<T>);

impl<T: DeserializeOwned + 'static> Serde<T> {
    const LEAF: &'static Leaf = &Leaf::new(
        |value, input| read_with::<T, _>(value, input, |deserializer| T::deserialize(deserializer)),
        Shape::Any,
    );
}

fn slot_of<T: 'static>(value: &mut dyn Any) -> &mut Option<T> {
    value.downcast_mut().expect("the derive pairs each setting with the reader of its type")
}

/// Reads with a function of serde's signature.
///
/// # Errors
/// What the function says.
pub fn read_with<T: 'static, F>(value: &mut dyn Any, input: Input<'_>, read: F) -> ReadResult
where
    F: FnOnce(InputDeserializer<'_>) -> Result<T, ReadError>,
{
    let slot = slot_of::<T>(value);
    *slot = match input {
        Input::Null => None,
        input => Some(read(InputDeserializer(input)).map_err(ReadError::into_mismatch)?),
    };
    Ok(())
}

/// Reads with a function of serde's signature that gives an `Option`.
///
/// # Errors
/// What the function says.
pub fn read_with_option<T: 'static, F>(value: &mut dyn Any, input: Input<'_>, read: F) -> ReadResult
where
    F: FnOnce(InputDeserializer<'_>) -> Result<Option<T>, ReadError>,
{
    let slot = slot_of::<T>(value);
    *slot = match input {
        Input::Null => None,
        input => read(InputDeserializer(input)).map_err(ReadError::into_mismatch)?,
    };
    Ok(())
}

/// Reads text with a function from text to value.
///
/// # Errors
/// What the function says, or that the input is not text.
#[allow(clippy::needless_pass_by_value)] // the shape of every reader
pub fn read_parsed<T: 'static, F, E>(value: &mut dyn Any, input: Input<'_>, parse: F) -> ReadResult
where
    F: FnOnce(&str) -> Result<T, E>,
    E: fmt::Display,
{
    let slot = slot_of::<T>(value);
    *slot = match &input {
        Input::Null => None,
        Input::Str(text) | Input::Text(text) => match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let mut mismatch = Mismatch::new("", &input);
                mismatch.reason = Some(error.to_string());
                return Err(mismatch);
            }
        },
        _ => return Err(Mismatch::new("a string", &input)),
    };
    Ok(())
}

/// The same as a plain function for the library's own types.
pub(crate) fn read_known<T: Known>(value: &mut dyn Any, input: Input<'_>) -> ReadResult {
    let slot = slot_of::<T>(value);
    match input {
        Input::Null => *slot = None,
        input => T::read_into(slot, input)?,
    }
    Ok(())
}

/// Shows what is in a setting, in a draft or in the struct.
pub(crate) fn show_known<T: Known>(any: &dyn Any) -> Option<Value> {
    match any.downcast_ref::<Option<T>>() {
        Some(None) => Some(Value::Null),
        Some(Some(value)) => value.show(),
        None => any.downcast_ref::<T>()?.show(),
    }
}
