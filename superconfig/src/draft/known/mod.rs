//! The readers of the standard and well-known types. Each is a `static`, so that a user's crate refers to it and compiles
//! nothing. Types of other crates are each behind the feature of that crate's name.

mod bytes;
#[cfg(feature = "chrono")]
mod chrono;
mod collection;
#[cfg(feature = "jiff")]
mod jiff;
mod level;
mod number;
#[cfg(feature = "regex")]
mod regex;
mod secret;
mod text;
#[cfg(feature = "url")]
mod url;

pub use bytes::{Base64, EncodingError, Hex};
pub use level::LogLevel;
pub use secret::{SecretBase64, SecretBytes, SecretHex};

use super::{Input, Leaf, Mismatch, ReadResult, Shape, leaf::read_known};
use crate::value::Value;

/// A type that the library reads itself.
pub trait Known: Sized + 'static {
    /// Its leaf.
    const LEAF: &'static Leaf;

    /// The leaves of its collections that the library has compiled; those of other types are compiled in the user's crate.
    const COMPILED: Option<&'static Collections> = None;

    /// The value that an input means.
    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>>;

    /// The value as it is shown, and written in files; nothing if there is no such thing.
    fn show(&self) -> Option<Value> {
        None
    }

    /// Puts an input into a setting; collections that merge look at what is there.
    #[inline]
    fn read_into(slot: &mut Option<Self>, input: Input<'_>) -> ReadResult {
        *slot = Some(Self::read(input)?);
        Ok(())
    }
}

/// The leaves of the collections of one type.
#[derive(Debug)]
pub struct Collections {
    list: Leaf,
    map: Leaf,
}

macro_rules! known {
    ($ty:ty, $shape:ident, $noun:expr) => {
        const LEAF: &'static Leaf = {
            static LEAF: Leaf = Leaf {
                noun: $noun,
                show: Some(crate::draft::leaf::show_known::<$ty>),
                ..Leaf::new(read_known::<$ty>, Shape::$shape)
            };
            &LEAF
        };
    };
}
use known;

/// What a parser makes of a text: the value, or perhaps a reason why not.
type Parsed<T> = Result<T, Option<String>>;

/// Types that are read from a string, by a function that gives a reason when it refuses.
fn from_text<T>(
    input: &Input<'_>,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Parsed<T>,
) -> Result<T, Box<Mismatch>> {
    match input {
        Input::Str(text) | Input::Text(text) => parse(text).map_err(|reason| refused(input, expected, reason)),
        _ => Err(refused(input, expected, None)),
    }
}

/// The same for types that may also be a date or time that the format knows as such.
fn from_date<T>(
    input: &Input<'_>,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Parsed<T>,
) -> Result<T, Box<Mismatch>> {
    match input {
        Input::Date(text) => parse(text).map_err(|reason| refused(input, expected, reason)),
        _ => from_text(input, expected, parse),
    }
}

#[cold]
fn refused(input: &Input<'_>, expected: &'static str, reason: Option<String>) -> Box<Mismatch> {
    let mut mismatch = Mismatch::new(expected, input);
    mismatch.reason = reason;
    mismatch
}

macro_rules! texts {
    ($from:ident: $($ty:ty, $shape:ident, $expected:expr, $parse:expr, $show:expr;)*) => {$(
        impl Known for $ty {
            known!($ty, $shape, crate::draft::leaf::Noun::Text($expected));

            #[inline]
            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                $from(&input, $expected, $parse)
            }

            fn show(&self) -> Option<crate::value::Value> {
                let show: fn(&Self) -> Option<crate::value::Value> = $show;
                show(self)
            }
        }
    )*};
}
use texts;

#[allow(clippy::unnecessary_wraps)] // others cannot be shown
fn display<T: std::fmt::Display + ?Sized>(value: &T) -> Option<Value> {
    Some(Value::Text(value.to_string()))
}

fn plain<T: std::str::FromStr>(text: &str) -> Parsed<T> {
    text.trim().parse().map_err(|_| None)
}
