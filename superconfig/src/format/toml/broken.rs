//! What is wrong with a text that is no TOML: each error in words that say what to write instead, without a word of the text, which may
//! be secret; and what of the rest can be relied on.

use std::ops::Range;

use toml_spanner::{Error, ErrorKind, Key};

/// A text that is no TOML.
pub(super) struct Broken {
    /// Under headers that are wrong: the parser takes for keys of the top what stands there.
    adrift: Vec<Range<usize>>,
}

impl Broken {
    pub(super) fn of(text: &str, errors: &[Error]) -> Broken {
        let adrift = errors.iter().map(|error| error.span().range().start).filter_map(|at| {
            let line = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
            let is_header = text[line..].trim_start_matches([' ', '\t', '\u{feff}']).starts_with('[');
            is_header.then(|| {
                let mut end = line;
                for line in text[line..].split_inclusive('\n') {
                    if end > at && line.trim_start_matches([' ', '\t']).starts_with('[') {
                        break;
                    }
                    end += line.len();
                }
                at..end
            })
        });
        Broken { adrift: adrift.collect() }
    }

    fn is_adrift(&self, at: usize) -> bool {
        self.adrift.iter().any(|range| range.start < at && at < range.end)
    }

    /// Whether a key of the top stands under a header that is wrong.
    pub(super) fn misplaces(&self, key: &Key<'_>) -> bool {
        self.is_adrift(key.span.range().start)
    }

    /// Whether an error is one by itself: keys that are no keys of the top cannot be there twice.
    pub(super) fn is_certain(&self, error: &Error) -> bool {
        !(matches!(error.kind(), ErrorKind::DuplicateKey { .. }) && self.is_adrift(error.span().range().start))
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
