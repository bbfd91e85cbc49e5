//! Integers, floating-point numbers, booleans, sizes.

use std::{fmt::Display, num::NonZero, str::FromStr};

use bytesize::ByteSize;

use super::{Input, Known, Leaf, Mismatch, Shape, display, from_text, known, read_known};
use crate::text;

macro_rules! integers {
    ($($ty:ident)*) => {$(
        impl Known for $ty {
            known!($ty, Scalar);

            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                integer(&input).ok_or_else(|| integer_mismatch(stringify!($ty), &$ty::MIN, &$ty::MAX, &input))
            }

            fn show(&self) -> Option<String> {
                display(self)
            }
        }

        impl Known for NonZero<$ty> {
            known!(NonZero<$ty>, Scalar);

            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                let value = integer::<$ty>(&input).and_then(NonZero::new);
                value.ok_or_else(|| non_zero_mismatch(stringify!($ty), &$ty::MIN, &$ty::MAX, &input))
            }

            fn show(&self) -> Option<String> {
                display(self)
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

fn integer<T: TryFrom<i128> + FromStr>(input: &Input<'_>) -> Option<T> {
    match input {
        Input::Int(value) => T::try_from(*value).ok(),
        Input::Text(text) => text.trim().parse().ok(),
        _ => None,
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
            known!($ty, Scalar);

            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_lossless)]
            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                let (value, infinite) = match input {
                    Input::Float(value) => (Some(value as $ty), value.is_infinite()),
                    Input::Int(value) => (Some(value as $ty), false),
                    Input::Text(text) => (text.trim().parse().ok(), text.to_ascii_lowercase().contains("inf")),
                    _ => (None, false),
                };
                // A number that is too large does not become infinite on the quiet.
                let value = value.filter(|value: &$ty| infinite || !value.is_infinite());
                value.ok_or_else(|| Mismatch::new(concat!("a number that fits ", stringify!($ty)), &input))
            }

            fn show(&self) -> Option<String> {
                display(self)
            }
        }
    )*};
}

floats!(f32 f64);

impl Known for bool {
    known!(bool, Scalar);

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

    fn show(&self) -> Option<String> {
        display(self)
    }
}

impl Known for ByteSize {
    known!(ByteSize, Text);

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        const EXPECTED: &str = "a size such as \"10MiB\" or \"512 kB\", or a number of bytes";
        match input {
            Input::Int(bytes) => u64::try_from(bytes).map(ByteSize).map_err(|_| Mismatch::new(EXPECTED, &input)),
            _ => from_text(&input, EXPECTED, |text| text::size(text).ok_or(None)),
        }
    }

    /// In bytes, since the units round.
    fn show(&self) -> Option<String> {
        display(&self.0)
    }
}
