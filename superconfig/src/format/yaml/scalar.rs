//! What a scalar means: the core schema of YAML 1.2, with `_` between digits and `0b` besides. Only `true` and `false` are booleans,
//! and a number with a zero before it is none that an integer is read from.

use std::borrow::Cow;

use super::tree::Kind;
use base64ct::{Base64, Encoding as _};

use crate::draft::{Hint, Input, Mismatch, ReadResult};

pub(super) fn is_null(text: &str, kind: Kind) -> bool {
    match kind {
        Kind::Null => true,
        Kind::Plain => matches!(text, "~" | "" | "null" | "Null" | "NULL"),
        _ => false,
    }
}

/// Hands a scalar to a reader: where text is wanted, a plain one as it is written.
pub(super) fn feed(text: &str, kind: Kind, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    if is_null(text, kind) {
        return read(Input::Null);
    }
    match kind {
        Kind::Binary => binary(text, read),
        Kind::Plain if hint == Hint::Any => read(plain(text)),
        Kind::Bool | Kind::Int | Kind::Float => {
            let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
            let expected = match (kind, plain(trimmed)) {
                (Kind::Bool, Input::Bool(_))
                | (Kind::Int, Input::Int(_))
                | (Kind::Float, Input::Float(_) | Input::Int(_))
                    if hint == Hint::Text =>
                {
                    return read(Input::Str(trimmed));
                }
                (Kind::Bool, input @ Input::Bool(_))
                | (Kind::Int, input @ Input::Int(_))
                | (Kind::Float, input @ Input::Float(_)) => return read(input),
                #[allow(clippy::cast_precision_loss)] // as for a number that is written so
                (Kind::Float, Input::Int(value)) => return read(Input::Float(value as f64)),
                (Kind::Bool, _) => "true or false, which its tag !!bool says it is",
                (Kind::Int, _) => "an integer, which its tag !!int says it is",
                _ => "a number, which its tag !!float says it is",
            };
            Err(Mismatch::new(expected, &Input::Str(text)))
        }
        _ => read(Input::Str(text)),
    }
}

/// What a plain scalar looks like, unless that is nothing.
fn plain(text: &str) -> Input<'_> {
    let number = match text.as_bytes().first() {
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number(text),
        Some(b't' | b'T') if matches!(text, "true" | "True" | "TRUE") => Some(Input::Bool(true)),
        Some(b'f' | b'F') if matches!(text, "false" | "False" | "FALSE") => Some(Input::Bool(false)),
        _ => None,
    };
    number.unwrap_or(Input::Str(text))
}

fn number<'a>(text: &str) -> Option<Input<'a>> {
    let (negative, digits) = match text.as_bytes()[0] {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if let Some(integer) = integer(digits, negative) {
        return Some(Input::Int(integer));
    }
    if let Some(word) = digits.strip_prefix('.')
        && word.starts_with(|first: char| first.is_ascii_alphabetic())
    {
        return match word {
            "inf" | "Inf" | "INF" => Some(Input::Float(if negative { f64::NEG_INFINITY } else { f64::INFINITY })),
            "nan" | "NaN" | "NAN" => Some(Input::Float(f64::NAN)),
            _ => None,
        };
    }
    // What Rust reads besides are words.
    let is_number = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    text.parse().ok().filter(|value: &f64| is_number && value.is_finite()).map(Input::Float)
}

/// An integer of at most 128 bits.
fn integer(digits: &str, negative: bool) -> Option<i128> {
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', _, ..] => return None,
        _ => (10, digits),
    };
    let digits = without_separators(digits)?;
    let sign = if negative { -1 } else { 1 };
    digits.chars().try_fold(0_i128, |value, digit| {
        let digit = i128::from(digit.to_digit(radix)?);
        value.checked_mul(radix.into())?.checked_add(sign * digit)
    })
}

/// Digits with single `_` only between them, without these; `None` for no digits at all.
fn without_separators(digits: &str) -> Option<Cow<'_, str>> {
    if !digits.contains('_') {
        return (!digits.is_empty()).then_some(Cow::Borrowed(digits));
    }
    let misplaced = digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    (!misplaced).then(|| Cow::Owned(digits.replace('_', "")))
}

/// Text in Base64, as YAML has bytes.
fn binary(text: &str, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    let packed: String = text.split_ascii_whitespace().collect();
    let decoded = Base64::decode_vec(&packed).ok();
    match decoded.map(String::from_utf8) {
        Some(Ok(text)) => read(Input::Str(&text)),
        Some(Err(_)) => Err(Mismatch::because("text", "what its tag !!binary holds is no UTF-8".to_owned())),
        None => Err(Mismatch::because("Base64, which its tag !!binary says it is", "it is none".to_owned())),
    }
}
