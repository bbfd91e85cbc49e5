//! The rules themselves. What the derive emits is one call of one of these per rule.

use std::{
    any::Any,
    fmt::{self, Debug, Display, Write as _},
    marker::PhantomData,
    ops::{Bound, RangeBounds},
    time::Duration,
};

use bytesize::ByteSize;

use super::{Length, Refusal, Text};

/// How a value is printed, if it can be.
pub(super) type Show<T> = fn(&T) -> Option<String>;

/// Asks how values of a type are printed: `Shown::<T>::SHOW`. The inherent constant goes first, which there is for types that can
/// be printed.
#[derive(Debug)]
pub struct Shown<T>(PhantomData<fn() -> T>);

/// The fallback of [`Shown`].
pub trait Unshown {
    /// The type.
    type Type;
    /// Prints nothing.
    const SHOW: Show<Self::Type>;
}

impl<T> Unshown for Shown<T> {
    type Type = T;
    const SHOW: Show<T> = |_| None;
}

impl<T: Debug> Shown<T> {
    /// Prints the value, at a length that can be borne.
    pub const SHOW: Show<T> = |value| Some(shortened(format_args!("{value:?}")));
}

fn shortened(value: fmt::Arguments<'_>) -> String {
    const LONGEST: usize = 60;
    struct Short(String, usize);
    impl fmt::Write for Short {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            for char in text.chars() {
                if self.1 == LONGEST {
                    self.0.push('…');
                    return Err(fmt::Error);
                }
                self.1 += 1;
                self.0.push(char);
            }
            Ok(())
        }
    }
    let mut short = Short(String::new(), 0);
    // It fails where it is cut off.
    let _ = short.write_fmt(value);
    short.0
}

fn value_of<T: 'static>(any: &dyn Any) -> Option<&T> {
    any.downcast_ref::<Option<T>>().and_then(Option::as_ref)
}

fn judge<T: 'static>(
    any: &dyn Any,
    show: impl Fn(&T) -> Option<String>,
    good: impl FnOnce(&T) -> bool,
) -> Result<(), Refusal> {
    match value_of::<T>(any) {
        Some(value) if !good(value) => Err(Refusal { found: as_written(value).or_else(|| show(value)), reason: None }),
        _ => Ok(()),
    }
}

/// A value as one writes it, where that is not how `Debug` prints it.
fn as_written(value: &dyn Any) -> Option<String> {
    if let Some(duration) = value.downcast_ref::<Duration>() {
        return Some(humantime::format_duration(*duration).to_string());
    }
    value.downcast_ref::<ByteSize>().map(ToString::to_string)
}

/// `range = 1..=500`.
///
/// # Errors
/// The value lies outside.
pub fn within<T: PartialOrd + 'static>(
    any: &dyn Any,
    start: Bound<T>,
    end: Bound<T>,
    show: Show<T>,
) -> Result<(), Refusal> {
    judge(any, show, |value| (start, end).contains(value))
}

/// `range = PORTS`.
///
/// # Errors
/// The value lies outside.
pub fn within_range<T: PartialOrd + 'static>(
    any: &dyn Any,
    range: &impl RangeBounds<T>,
    show: Show<T>,
) -> Result<(), Refusal> {
    judge(any, show, |value| range.contains(value))
}

/// `length = 1..=64`.
///
/// # Errors
/// There are fewer or more.
pub fn length<T: Length + 'static>(any: &dyn Any, range: &impl RangeBounds<usize>) -> Result<(), Refusal> {
    let show = |value: &T| {
        let (count, (one, many)) = (value.count(), T::UNIT);
        Some(format!("{count} {}", if count == 1 { one } else { many }))
    };
    judge(any, show, |value| range.contains(&value.count()))
}

/// `non_empty`.
///
/// # Errors
/// There is nothing.
pub fn non_empty<T: Length + 'static>(any: &dyn Any) -> Result<(), Refusal> {
    match value_of::<T>(any) {
        Some(value) if value.count() == 0 => {
            Err(Refusal { found: None, reason: Some(format!("it is empty, and needs at least one {}", T::UNIT.0)) })
        }
        _ => Ok(()),
    }
}

/// `one_of = [1, 2, 3]`.
///
/// # Errors
/// It is none of them.
pub fn one_of<T: PartialEq + 'static>(any: &dyn Any, allowed: &[T], show: Show<T>) -> Result<(), Refusal> {
    judge(any, show, |value| allowed.contains(value))
}

/// `one_of = ["a", "b"]`.
///
/// # Errors
/// It is none of them.
pub fn one_of_texts<T: Text + 'static>(any: &dyn Any, allowed: &[&str]) -> Result<(), Refusal> {
    let show = |value: &T| Some(shortened(format_args!("{:?}", value.text())));
    judge(any, show, |value| allowed.contains(&&*value.text()))
}

/// `validate = path`.
///
/// # Errors
/// What the function says.
pub fn valid<T: 'static, E: Display>(any: &dyn Any, check: impl FnOnce(&T) -> Result<(), E>) -> Result<(), Refusal> {
    match value_of::<T>(any).map(check) {
        Some(Err(error)) => Err(Refusal { found: None, reason: Some(error.to_string()) }),
        _ => Ok(()),
    }
}

/// Whether a setting that is an `Option` has a value.
#[must_use]
pub fn is_some<T: 'static>(any: &dyn Any) -> bool {
    value_of::<T>(any).is_some()
}

/// A pattern that is compiled when it is needed first.
#[cfg(feature = "regex")]
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    compiled: std::sync::OnceLock<Result<regex::Regex, String>>,
}

#[cfg(feature = "regex")]
impl Pattern {
    /// A pattern that the macro has parsed.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: std::sync::OnceLock::new() }
    }
}

/// `pattern = "^[a-z]+$"`.
///
/// # Errors
/// It does not match, or the pattern is too large.
#[cfg(feature = "regex")]
pub fn matches<T: Text + 'static>(any: &dyn Any, pattern: &Pattern) -> Result<(), Refusal> {
    let compile = || regex::Regex::new(pattern.text).map_err(|error| error.to_string());
    match pattern.compiled.get_or_init(compile) {
        Ok(regex) => {
            let show = |value: &T| Some(shortened(format_args!("{:?}", value.text())));
            judge(any, show, |value| regex.is_match(&value.text()))
        }
        Err(error) => {
            Err(Refusal { found: None, reason: Some(format!("the pattern in the struct is no good: {error}")) })
        }
    }
}
