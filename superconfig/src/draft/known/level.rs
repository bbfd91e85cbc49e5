//! Levels of `log` and `tracing`: a word in any case.

use super::{Input, Known, Leaf, Mismatch, Shape, from_text, known, read_known, texts};
use crate::value::Value;

/// A level of `log` or `tracing`; the macro, which sees only a name, takes every `Level` for one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no level of `log` or `tracing`, so it has no default in quotes",
    label = "write the default as an expression, such as `default = {Self}::Info`",
    note = "the types of `tracing` need superconfig's feature `tracing`"
)]
pub trait LogLevel: std::str::FromStr {}

impl LogLevel for log::Level {}
impl LogLevel for log::LevelFilter {}
#[cfg(feature = "tracing")]
impl LogLevel for tracing_core::Level {}
#[cfg(feature = "tracing")]
impl LogLevel for tracing_core::LevelFilter {}

const LEVEL: &str = "one of error, warn, info, debug, trace";
const FILTER: &str = "one of off, error, warn, info, debug, trace";

fn word<T: Copy>(words: &[(&str, T)], text: &str) -> Result<T, Option<String>> {
    let text = text.trim();
    words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, level)| *level).ok_or(None)
}

#[allow(clippy::unnecessary_wraps)] // the shape of `Known::show`
fn lower<T: std::fmt::Display>(level: &T) -> Option<Value> {
    Some(Value::Text(level.to_string().to_ascii_lowercase()))
}

fn log_filter(text: &str) -> Result<log::LevelFilter, Option<String>> {
    use log::LevelFilter as To;
    let words = [
        ("off", To::Off),
        ("error", To::Error),
        ("warn", To::Warn),
        ("info", To::Info),
        ("debug", To::Debug),
        ("trace", To::Trace),
    ];
    word(&words, text)
}

texts! { from_text:
    log::LevelFilter, Text, FILTER, log_filter, lower;
    log::Level, Text, LEVEL, |text| log_filter(text)?.to_level().ok_or(None), lower;
}

#[cfg(feature = "tracing")]
mod tracing {
    use tracing_core::{Level, LevelFilter};

    use super::{FILTER, Input, Known, LEVEL, Leaf, Mismatch, Shape, from_text, known, lower, read_known, texts, word};

    fn filter(text: &str) -> Result<LevelFilter, Option<String>> {
        let words = [
            ("off", LevelFilter::OFF),
            ("error", LevelFilter::ERROR),
            ("warn", LevelFilter::WARN),
            ("info", LevelFilter::INFO),
            ("debug", LevelFilter::DEBUG),
            ("trace", LevelFilter::TRACE),
        ];
        word(&words, text)
    }

    texts! { from_text:
        LevelFilter, Text, FILTER, filter, lower;
        Level, Text, LEVEL, |text| filter(text)?.into_level().ok_or(None), lower;
    }
}
