//! What is wrong with a text that is no TOML: each error in words that say what to write instead, without a word of the text, which may
//! be secret; and what of the rest can be relied on.

use std::ops::Range;

use toml_spanner::{Error, ErrorKind, Key};

use super::depth::{is_header, statements};
use crate::gather::Gather as _;

/// A text that is no TOML.
pub(super) struct Broken {
    /// From each error to the end of its entry or, if it is in a header, to the next header: what stands there may be anything. And whether
    /// it is in a header.
    doubtful: Vec<(Range<usize>, bool)>,
    /// The keys whose values are wrong, with those of the header above them, and where the error is.
    lost: Vec<(Vec<String>, usize)>,
}

impl Broken {
    pub(super) fn of(text: &str, errors: &[Error]) -> Broken {
        let statements = statements(text);
        let (mut doubtful, mut lost) = (Vec::new(), Vec::new());
        for error in errors {
            let at = error.span().range().start;
            let next = statements.partition_point(|start| *start <= at);
            let statement = &text[next.checked_sub(1).map_or(0, |own| statements[own])..];
            let in_header = is_header(statement);
            let mut after = statements[next..].iter().filter(|start| !in_header || is_header(&text[**start..]));
            doubtful.push((at..after.next().map_or(text.len(), |start| *start), in_header));
            if !in_header && let Some(own) = keys(statement, '=') {
                let header = statements[..next].iter().rev().map(|start| &text[*start..]).find(|text| is_header(text));
                let keys_of =
                    |header: &str| keys(header.trim_start_matches([' ', '\t', '\u{feff}']).strip_prefix('[')?, ']');
                let above = header.map_or(Some(Vec::new()), keys_of);
                lost.extend(above.map(|above| (error, [above, own].concat(), at)));
            }
        }
        let mut broken = Broken { doubtful, lost: Vec::new() };
        // What only follows from another error says nothing of a key, unless it left out one that seemed to be there twice.
        let counts = |error: &Error| broken.is_certain(error) || matches!(error.kind(), ErrorKind::DuplicateKey { .. });
        broken.lost = lost.into_iter().filter(|lost| counts(lost.0)).map(|(_, keys, at)| (keys, at)).gather();
        broken
    }

    fn is_doubtful(&self, at: usize, counts: impl Fn(bool) -> bool) -> bool {
        let mut counting = self.doubtful.iter().filter(|(_, in_header)| counts(*in_header));
        counting.any(|(range, _)| range.start < at && at < range.end)
    }

    /// Whether a key stands where the parser may have taken for one what is none, or is another table's.
    pub(super) fn misplaces(&self, key: &Key<'_>) -> bool {
        self.is_doubtful(key.span.range().start, |_| true)
    }

    /// Whether an error is one by itself, and does not follow from another one. What may be no key cannot be there twice.
    pub(super) fn is_certain(&self, error: &Error) -> bool {
        let at = error.span().range().start;
        match error.kind() {
            ErrorKind::DuplicateKey { first } => {
                ![at, first.range().start].iter().any(|at| self.is_doubtful(*at, |_| true))
            }
            _ => !self.is_doubtful(at, |in_header| !in_header),
        }
    }

    /// The keys within a table whose values are wrong, each with the place of its error.
    pub(super) fn lost<'b>(&'b self, within: &'b [String]) -> impl Iterator<Item = (&'b [String], usize)> {
        self.lost.iter().filter_map(|(keys, at)| Some((keys.strip_prefix(within)?, *at)))
    }
}

/// The keys that a text begins with, up to `end`; `None` if they are not that simple.
fn keys(text: &str, end: char) -> Option<Vec<String>> {
    let (mut keys, mut rest) = (Vec::new(), text);
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{feff}']);
        let key = match rest.chars().next()? {
            '#' if keys.is_empty() => {
                rest = rest.split_once('\n')?.1;
                continue;
            }
            quote @ ('"' | '\'') => {
                let (key, after) = rest[1..].split_once(quote)?;
                rest = after;
                key
            }
            _ => {
                let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
                let (key, after) = rest.split_at(rest.find(|c| !is_bare(c))?);
                rest = after;
                key
            }
        };
        if key.is_empty() || key.contains(['\\', '\n']) {
            return None;
        }
        keys.push(key.to_owned());
        rest = rest.trim_start_matches([' ', '\t']);
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None => return rest.starts_with(end).then_some(keys),
        }
    }
}

/// What is wrong, and how it is put right.
pub(super) fn message(error: &Error, text: &str) -> String {
    let first_in = |first: toml_spanner::Span| {
        let before = text.get(..first.range().start).unwrap_or(text);
        format!("line {}", before.bytes().filter(|byte| *byte == b'\n').count() + 1)
    };
    match error.kind() {
        ErrorKind::UnexpectedEof => "the text ends where a value should be".to_owned(),
        ErrorKind::Unexpected('\r') => "a carriage return stands only before a line feed".to_owned(),
        ErrorKind::Unexpected(_) => "expected a value: text in quotes, a number, true or false, `[` or `{`".to_owned(),
        ErrorKind::UnquotedString => "this is no value: text must be in quotes, booleans are true and false".to_owned(),
        ErrorKind::InvalidCharInString(c) => {
            format!(
                "control characters cannot stand in a string as they are; write `\\u{:04X}` in double quotes",
                c as u32
            )
        }
        ErrorKind::InvalidEscape(_) => {
            "this means nothing after a backslash; write the backslash as `\\\\`, or the string in single quotes"
                .to_owned()
        }
        ErrorKind::InvalidHexEscape(_) => {
            "expected hexadecimal digits: two after `\\x`, four after `\\u`, eight after `\\U`".to_owned()
        }
        ErrorKind::InvalidEscapeValue(_) => "there is no character of this number".to_owned(),
        ErrorKind::UnterminatedString(quote) => format!("the string is not closed, expected `{quote}`"),
        ErrorKind::InvalidInteger("integer overflow") => "an integer has at most 128 bits".to_owned(),
        ErrorKind::InvalidInteger(why) => format!("this is no integer: {why}"),
        ErrorKind::InvalidFloat("") => "this is no number".to_owned(),
        ErrorKind::InvalidFloat("float overflow") => "the number is too large; write inf if that is meant".to_owned(),
        ErrorKind::InvalidFloat(why) => format!("this is no number: {why}"),
        ErrorKind::InvalidDateTime(why) => format!("this is no date or time: {why}"),
        ErrorKind::DuplicateKey { first } => format!("the key is there already, in {}", first_in(first)),
        ErrorKind::DuplicateTable { first, .. } => format!("the table is there already, in {}", first_in(first)),
        ErrorKind::RedefineAsArray { first } => {
            format!("`[[…]]` adds to a list, but this is a table since {}", first_in(first))
        }
        ErrorKind::DottedKeyInvalidType { first } => {
            format!("nothing can be added to this: it has a value that is no table, in {}", first_in(first))
        }
        ErrorKind::MultilineStringKey => "a key cannot have several lines".to_owned(),
        ErrorKind::MissingArrayComma => "expected `,` or `]`: the list goes on without a comma".to_owned(),
        ErrorKind::UnclosedArray => "the list is not closed, expected `]`".to_owned(),
        ErrorKind::MissingInlineTableComma => "expected `,` or `}`: the table goes on without a comma".to_owned(),
        ErrorKind::UnclosedInlineTable => "the table is not closed, expected `}`".to_owned(),
        ErrorKind::Wanted { expected, found } => format!("expected {}, found {}", in_words(expected), in_words(found)),
        ErrorKind::OutOfRange { .. } => super::depth::TOO_DEEP.to_owned(),
        ErrorKind::FileTooLarge => "it is larger than 256 MiB".to_owned(),
        _ => error.kind().kind_name().to_owned(),
    }
}

/// What the parser calls a token, as one writes it.
fn in_words(what: &str) -> &str {
    match what {
        "newline" | "a newline" => "the end of the line",
        "eof" => "the end of the text",
        "an equals" => "`=`",
        "a period" => "`.`",
        "a comma" => "`,`",
        "a colon" => "`:`",
        "a plus" => "`+`",
        "a left brace" => "`{`",
        "a right brace" => "`}`",
        "a left bracket" => "`[`",
        "a right bracket" => "`]`",
        "a table key" => "a key",
        "an identifier" => "a word",
        other => other,
    }
}
