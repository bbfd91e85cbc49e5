//! `regex::Regex`.

use regex::{Error, Regex};

use super::{Input, Known, Leaf, Mismatch, Shape, display, from_text, known, read_known, texts};

texts! { from_text:
    Regex, Text, "a regular expression", |text| Regex::new(text).map_err(|error| Some(reason(&error))), |regex| display(regex.as_str());
}

/// The last line of the message: what is before it draws the pattern, which the report shows anyway.
fn reason(error: &Error) -> String {
    match error {
        Error::CompiledTooBig(_) => "it is too large when compiled".to_owned(),
        error => {
            let message = error.to_string();
            let last = message.lines().last().unwrap_or_default();
            last.strip_prefix("error: ").unwrap_or(last).to_owned()
        }
    }
}
