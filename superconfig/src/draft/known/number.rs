//! Integers, floating-point numbers, booleans, sizes.

use std::{fmt::Display, num::NonZero};

use bytesize::ByteSize;

use super::{Input, Known, Leaf, Mismatch, Shape, from_text, known, read_known};
use crate::{draft::leaf::Noun, text, value::Value};

macro_rules! integers {
    ($($ty:ident)*) => {$(
        impl Known for $ty {
            known!($ty, Scalar, noun!($ty, true));

            #[inline]
            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                integer(&input).ok_or_else(|| integer_mismatch(stringify!($ty), &$ty::MIN, &$ty::MAX, &input))
            }

            fn show(&self) -> Option<Value> {
                show(i128::try_from(*self).ok(), self)
            }
        }

        impl Known for NonZero<$ty> {
            known!(NonZero<$ty>, Scalar, noun!($ty, false));

            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                let value = integer::<$ty>(&input).and_then(NonZero::new);
                value.ok_or_else(|| non_zero_mismatch(stringify!($ty), &$ty::MIN, &$ty::MAX, &input))
            }

            fn show(&self) -> Option<Value> {
                show(i128::try_from(self.get()).ok(), self)
            }
        }
    )*};
}

/// The limits of a type.
macro_rules! noun {
    ($ty:ident, $zero:expr) => {{
        #[allow(clippy::cast_possible_wrap, clippy::cast_lossless)] // only `u128` wraps, to -1
        const MAX: i128 = $ty::MAX as i128;
        #[allow(clippy::cast_possible_wrap, clippy::cast_lossless)] // 0 for all of these
        const MIN: i128 = $ty::MIN as i128;
        Noun::Integer { min: MIN, max: if MAX == -1 { i128::MAX } else { MAX }, zero: $zero }
    }};
}

/// Beyond 128 bits with a sign as text, which is read as well.
#[allow(clippy::unnecessary_wraps)] // the shape of `Known::show`
fn show(value: Option<i128>, or: &dyn Display) -> Option<Value> {
    Some(value.map_or_else(|| Value::Text(or.to_string()), Value::Integer))
}

integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

fn integer<T: TryFrom<i128> + TryFrom<u128>>(input: &Input<'_>) -> Option<T> {
    match input {
        Input::Int(value) => T::try_from(*value).ok(),
        Input::Text(text) => written(text.trim()),
        Input::Str(text) if text::is_no_number(text) => written(text),
        _ => None,
    }
}

/// Parses at full width, which is compiled once, whatever the type.
fn written<T: TryFrom<i128> + TryFrom<u128>>(text: &str) -> Option<T> {
    match text.parse::<i128>() {
        Ok(value) => T::try_from(value).ok(),
        Err(_) => T::try_from(text.parse::<u128>().ok()?).ok(),
    }
}

/// Whether the limits of the type are too large to say anything to anybody, and whether it has no negative numbers.
fn kind(ty: &str) -> (bool, bool) {
    let wide = ty.ends_with("64") || ty.ends_with("128") || ty.ends_with("size");
    (wide, ty.starts_with('u'))
}

#[cold]
fn integer_mismatch(ty: &str, min: &dyn Display, max: &dyn Display, input: &Input<'_>) -> Box<Mismatch> {
    let expected = match kind(ty) {
        (false, _) => format!("an integer from {min} to {max}"),
        (true, true) => "an integer of 0 or more".to_owned(),
        (true, false) => "an integer".to_owned(),
    };
    Mismatch::new(expected, input)
}

#[cold]
fn non_zero_mismatch(ty: &str, min: &dyn Display, max: &dyn Display, input: &Input<'_>) -> Box<Mismatch> {
    let expected = match kind(ty) {
        (false, true) => format!("an integer from 1 to {max}"),
        (false, false) => format!("an integer from {min} to {max}, but not 0"),
        (true, true) => "an integer of 1 or more".to_owned(),
        (true, false) => "an integer other than 0".to_owned(),
    };
    Mismatch::new(expected, input)
}

macro_rules! floats {
    ($($ty:ident)*) => {$(
        impl Known for $ty {
            known!($ty, Scalar, Noun::Float);

            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_lossless)]
            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                let (value, infinite) = match input {
                    Input::Float(value) => (Some(value as $ty), value.is_infinite()),
                    Input::Int(value) => (Some(value as $ty), false),
                    Input::Text(text) => (text.trim().parse().ok(), text.to_ascii_lowercase().contains("inf")),
                    Input::Str(text) if text::is_no_number(text) => (text.parse().ok(), text.ends_with("inf")),
                    _ => (None, false),
                };
                // A number that is too large does not become infinite on the quiet.
                let value = value.filter(|value: &$ty| infinite || !value.is_infinite());
                value.ok_or_else(|| Mismatch::new(concat!("a number that fits ", stringify!($ty)), &input))
            }

            /// By its shortest decimals: `0.1_f32` is 0.1.
            fn show(&self) -> Option<Value> {
                self.to_string().parse().ok().map(Value::Float)
            }
        }
    )*};
}

floats!(f32 f64);

impl Known for bool {
    known!(bool, Scalar, Noun::Bool);

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        let value = match input {
            Input::Bool(value) => Some(value),
            Input::Text(text) => text::boolean(text),
            _ => None,
        };
        value.ok_or_else(|| match input {
            Input::Text(_) => Mismatch::new("true or false (or yes, no, on, off, 1, 0)", &input),
            _ => Mismatch::new("true or false", &input),
        })
    }

    fn show(&self) -> Option<Value> {
        Some(Value::Bool(*self))
    }
}

/// What is expected where a size is.
const SIZE: &str = "a size such as \"10MiB\" or \"512 kB\", or a number of bytes";

impl Known for ByteSize {
    known!(ByteSize, Text, Noun::Size(SIZE));

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        match input {
            Input::Int(bytes) => u64::try_from(bytes).map(ByteSize).map_err(|_| Mismatch::new(SIZE, &input)),
            _ => from_text(&input, SIZE, |text| text::size(text).ok_or(None)),
        }
    }

    /// In the largest unit that has a whole number of it.
    fn show(&self) -> Option<Value> {
        let units = [
            (1 << 60, "EiB"),
            (1 << 50, "PiB"),
            (1 << 40, "TiB"),
            (1 << 30, "GiB"),
            (1 << 20, "MiB"),
            (1 << 10, "KiB"),
        ];
        let whole = units.iter().find(|(size, _)| self.0 > 0 && self.0.is_multiple_of(*size));
        Some(match whole {
            Some((size, unit)) => Value::Text(format!("{}{unit}", self.0 / size)),
            None => Value::Integer(self.0.into()),
        })
    }
}
