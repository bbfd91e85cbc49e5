//! The readers of the standard and well-known types. Each is a `static`, so that a user's crate refers to it and compiles
//! nothing.

use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsString,
    hash::BuildHasher,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use bytesize::ByteSize;
use secrecy::SecretString;

use super::{Hint, Input, Leaf, Mismatch, ReadResult, Shape, Step, leaf::read_known};
use crate::text;

/// A type that the library reads itself.
pub trait Known: Sized + 'static {
    /// Its leaf.
    const LEAF: &'static Leaf;

    /// The value that an input means.
    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>>;

    /// Puts an input into a setting; collections that merge look at what is there.
    fn read_into(slot: &mut Option<Self>, input: Input<'_>) -> ReadResult {
        *slot = Some(Self::read(input)?);
        Ok(())
    }
}

macro_rules! known {
    ($ty:ty, $shape:ident $(, $secret:ident)?) => {
        const LEAF: &'static Leaf = {
            static LEAF: Leaf = Leaf { $($secret: true,)? ..Leaf::new(read_known::<$ty>, Shape::$shape) };
            &LEAF
        };
    };
}

macro_rules! integers {
    ($($ty:ident)*) => {$(
        impl Known for $ty {
            known!($ty, Scalar);

            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                let value = match input {
                    Input::Int(value) => $ty::try_from(value).ok(),
                    Input::Text(text) => text.trim().parse().ok(),
                    _ => None,
                };
                value.ok_or_else(|| integer_mismatch(stringify!($ty), &$ty::MIN, &$ty::MAX, &input))
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

#[cold]
fn integer_mismatch(
    ty: &str,
    min: &dyn std::fmt::Display,
    max: &dyn std::fmt::Display,
    input: &Input<'_>,
) -> Box<Mismatch> {
    // The limits of the wide types say nothing to anybody.
    let wide = ty.ends_with("64") || ty.ends_with("128") || ty.ends_with("size");
    let expected = match (wide, ty.starts_with('u')) {
        (false, _) => format!("an integer from {min} to {max}"),
        (true, true) => "an integer of 0 or more".to_owned(),
        (true, false) => "an integer".to_owned(),
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
}

/// Types that are read from a string, by a function that gives a reason when it refuses.
fn from_text<T>(
    input: &Input<'_>,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Result<T, Option<String>>,
) -> Result<T, Box<Mismatch>> {
    match input {
        Input::Str(text) | Input::Text(text) => parse(text).map_err(|reason| {
            let mut mismatch = Mismatch::new(expected, input);
            mismatch.reason = reason;
            mismatch
        }),
        _ => Err(Mismatch::new(expected, input)),
    }
}

macro_rules! texts {
    ($($ty:ty, $shape:ident, $expected:literal, $parse:expr;)*) => {$(
        impl Known for $ty {
            known!($ty, $shape);

            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                from_text(&input, $expected, $parse)
            }
        }
    )*};
}

fn plain<T: std::str::FromStr>(text: &str) -> Result<T, Option<String>> {
    text.trim().parse().map_err(|_| None)
}

texts! {
    String, String, "a string", |text| Ok(text.to_owned());
    Box<str>, String, "a string", |text| Ok(text.into());
    Arc<str>, String, "a string", |text| Ok(text.into());
    OsString, String, "a string", |text| Ok(text.into());
    PathBuf, Text, "a path", |text| Ok(text.into());
    char, Text, "a single character", |text| text.parse().map_err(|_| None);
    SocketAddr, Text, "an address and port such as \"127.0.0.1:8080\"", plain;
    SocketAddrV4, Text, "an IPv4 address and port such as \"127.0.0.1:8080\"", plain;
    SocketAddrV6, Text, "an IPv6 address and port such as \"[::1]:8080\"", plain;
    IpAddr, Text, "an IP address such as \"127.0.0.1\"", plain;
    Ipv4Addr, Text, "an IPv4 address such as \"127.0.0.1\"", plain;
    Ipv6Addr, Text, "an IPv6 address such as \"::1\"", plain;
    Duration, Text, "a duration with its unit, such as \"30s\" or \"1h 30m\"", text::duration;
}

impl Known for SecretString {
    known!(SecretString, String, secret);

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        from_text(&input, "a string", |text| Ok(text.into()))
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
}

impl<T: Known> Known for Vec<T> {
    const LEAF: &'static Leaf =
        &Leaf { secret: T::LEAF.secret, ..Leaf::new(read_known::<Vec<T>>, Shape::List(T::LEAF)) };

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        let mut list = Vec::new();
        read_list(input, T::LEAF.hint(), &mut |element| {
            list.push(T::read(element)?);
            Ok(())
        })?;
        Ok(list)
    }
}

/// Drives the reader of an element over whatever may stand for a list.
fn read_list(input: Input<'_>, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    let mut index = 0;
    // A bad element does not hide the next one.
    let mut noted = None;
    match input {
        Input::List(list) => loop {
            match list.next(hint, &mut *read) {
                Ok(true) => {}
                Ok(false) => break,
                Err(mismatch) if mismatch.aborted => return Err(mismatch),
                Err(mismatch) => mismatch.under(Step::Index(index)).and(&mut noted),
            }
            index += 1;
        },
        Input::Text(text) => text::list(text, &mut |element| {
            if let Err(mismatch) = read(element) {
                mismatch.under(Step::Index(index)).and(&mut noted);
            }
            index += 1;
            Ok(())
        })?,
        other => return Err(Mismatch::new("a list", &other)),
    }
    noted.map_or(Ok(()), Err)
}

macro_rules! maps {
    ($($map:ident<String, V $(, $state:ident)?>;)*) => {$(
        impl<V: Known $(, $state: BuildHasher + Default + 'static)?> Known for $map<String, V $(, $state)?> {
            const LEAF: &'static Leaf =
                &Leaf { secret: V::LEAF.secret, ..Leaf::new(read_known::<Self>, Shape::Map(V::LEAF)) };

            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                let mut slot = None;
                Self::read_into(&mut slot, input)?;
                Ok(slot.unwrap_or_default())
            }

            /// Entries merge by key: what an earlier source gave stays unless this one says otherwise.
            fn read_into(slot: &mut Option<Self>, input: Input<'_>) -> ReadResult {
                let map = slot.get_or_insert_default();
                read_map(input, V::LEAF.hint(), &mut |key, value| {
                    match V::read_into_entry(map.remove(key), value)? {
                        Some(value) => map.insert(key.to_owned(), value),
                        None => None,
                    };
                    Ok(())
                })
            }
        }
    )*};
}

maps! {
    HashMap<String, V, S>;
    BTreeMap<String, V>;
}

/// How one entry of a map is replaced; `null` removes it.
trait Entry: Known {
    fn read_into_entry(old: Option<Self>, input: Input<'_>) -> Result<Option<Self>, Box<Mismatch>> {
        let mut slot = old;
        match input {
            Input::Null => slot = None,
            input => Self::read_into(&mut slot, input)?,
        }
        Ok(slot)
    }
}

impl<T: Known> Entry for T {}

fn read_map(input: Input<'_>, hint: Hint, read: &mut dyn FnMut(&str, Input<'_>) -> ReadResult) -> ReadResult {
    match input {
        Input::Map(map) => text::entries(map, hint, read),
        Input::Text(text) => text::map(text, read),
        other => Err(Mismatch::new("a table", &other)),
    }
}
