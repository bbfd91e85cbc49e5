//! The parser's events, kept as a flat list of decoded keys and values. Whatever the direct way does not deal with
//! (errors, arrays of tables, dotted keys, integers beyond 64 bits) shows here as no list at all.

use std::{borrow::Cow, ops::Range};

use toml::de::DeValue;
use toml_parser::{
    ErrorSink, ParseError, Source, Span,
    decoder::{Encoding, ScalarKind},
    parser::{EventReceiver, parse_document},
};

/// How deep lists and tables may be nested within a value, as in the `toml` crate.
const DEEPEST: usize = 80;

/// A key, a value, or a header, and the bytes that it takes.
pub(super) struct Item<'t> {
    start: usize,
    end: usize,
    pub(super) what: What<'t>,
}

pub(super) enum What<'t> {
    /// `[…]`: its keys, then from `body` to before `next` the keys and values under it.
    Header {
        body: usize,
        next: usize,
    },
    Key(Cow<'t, str>),
    String(Cow<'t, str>),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Date(Box<str>),
    /// The elements follow, to before `next`.
    List {
        next: usize,
    },
    /// Keys and values follow in turn, to before `next`.
    Table {
        next: usize,
    },
}

impl Item<'_> {
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The keys and values of a text in its order, or `None` if the text is for the table.
pub(super) fn parse(text: &str) -> Option<Vec<Item<'_>>> {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut events =
        Events { source, items: Vec::with_capacity(tokens.len() / 3), open: Vec::new(), header: None, plain: true };
    let mut error: Option<ParseError> = None;
    parse_document(&tokens, &mut events, &mut error);
    events.end_body();
    (events.plain && error.is_none() && events.open.is_empty()).then_some(events.items)
}

struct Events<'t> {
    source: Source<'t>,
    items: Vec<Item<'t>>,
    /// The lists and tables that are not closed yet.
    open: Vec<usize>,
    /// The last header.
    header: Option<usize>,
    plain: bool,
}

impl<'t> Events<'t> {
    fn push(&mut self, span: Span, what: What<'t>) {
        self.items.push(Item { start: span.start(), end: span.end(), what });
    }

    /// Opens a list or table; says whether the parser may go into it.
    fn open(&mut self, span: Span, what: What<'t>) -> bool {
        self.open.push(self.items.len());
        self.push(span, what);
        self.plain &= self.open.len() <= DEEPEST;
        self.plain
    }

    fn close(&mut self, span: Span) {
        let count = self.items.len();
        let Some(item) = self.open.pop().map(|index| &mut self.items[index]) else {
            self.plain = false;
            return;
        };
        item.end = span.end();
        if let What::List { next } | What::Table { next } = &mut item.what {
            *next = count;
        }
    }

    fn end_body(&mut self) {
        let count = self.items.len();
        if let Some(What::Header { next, .. }) = self.header.map(|index| &mut self.items[index].what) {
            *next = count;
        }
    }

    /// Whether the event is between the brackets of a header.
    fn in_header(&self) -> bool {
        self.header.is_some_and(|index| matches!(self.items[index].what, What::Header { body: 0, .. }))
    }

    fn text(&self, span: Span) -> &'t str {
        self.source.input().get(span.start()..span.end()).unwrap_or_default()
    }

    /// The value that a scalar means; `None` if the table is to say.
    fn scalar_of(&self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) -> Option<What<'t>> {
        if let Some(value) = simple(self.text(span), kind) {
            return Some(value);
        }
        let mut text = Cow::Borrowed("");
        let raw = toml_parser::Raw::new_unchecked(self.text(span), kind, span);
        Some(match raw.decode_scalar(&mut text, error) {
            ScalarKind::String => What::String(text),
            ScalarKind::Boolean(value) => What::Boolean(value),
            ScalarKind::Integer(radix) => What::Integer(i64::from_str_radix(&text, radix.value()).ok()?),
            ScalarKind::Float => What::Float(text.parse().ok()?),
            ScalarKind::DateTime => match DeValue::parse(self.text(span)).ok()?.get_ref() {
                DeValue::Datetime(date) => What::Date(date.to_string().into_boxed_str()),
                _ => return None,
            },
        })
    }
}

/// The value of a scalar in the commonest notations, which need no decoding.
fn simple(text: &str, kind: Option<Encoding>) -> Option<What<'_>> {
    match kind {
        Some(Encoding::BasicString) => unescaped(text, b'"').map(|text| What::String(Cow::Borrowed(text))),
        Some(Encoding::LiteralString) => unescaped(text, b'\'').map(|text| What::String(Cow::Borrowed(text))),
        Some(_) => None,
        None if text == "true" => Some(What::Boolean(true)),
        None if text == "false" => Some(What::Boolean(false)),
        None => match text.as_bytes() {
            [b'0'] => Some(What::Integer(0)),
            [b'1'..=b'9', rest @ ..] if rest.len() < 18 && rest.iter().all(u8::is_ascii_digit) => {
                let digits = text.bytes().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
                Some(What::Integer(digits))
            }
            _ => None,
        },
    }
}

/// The inside of a string between quotes, if it stands for itself in both kinds of string.
fn unescaped(text: &str, quote: u8) -> Option<&str> {
    let [first, inner @ .., last] = text.as_bytes() else { return None };
    // Not `all`, which stops early: without that, many bytes are compared at once.
    let special = |byte: u8| byte < b' ' || byte == quote || byte == b'\\' || byte == 0x7f;
    let any = inner.iter().fold(false, |any, &byte| any | special(byte));
    (*first == quote && *last == quote && !any).then(|| &text[1..text.len() - 1])
}

/// The bytes that keys without quotes are made of; looked up, because every byte of nearly every key is.
const BARE: [bool; 256] = {
    let mut bare = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        bare[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        byte += 1;
    }
    bare
};

impl EventReceiver for Events<'_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.end_body();
        self.header = Some(self.items.len());
        self.push(span, What::Header { body: 0, next: 0 });
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        let count = self.items.len();
        if let Some(item) = self.header.map(|index| &mut self.items[index]) {
            (item.end, item.what) = (span.end(), What::Header { body: count, next: count });
        }
    }

    fn array_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.plain = false;
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span, What::Table { next: 0 })
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span, What::List { next: 0 })
    }

    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn simple_key(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        let text = self.text(span);
        let mut key = Cow::Borrowed(text);
        if kind.is_some() || text.is_empty() || !text.bytes().all(|byte| BARE[usize::from(byte)]) {
            key = Cow::Borrowed("");
            toml_parser::Raw::new_unchecked(text, kind, span).decode_key(&mut key, error);
        }
        self.push(span, What::Key(key));
    }

    fn key_sep(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.plain &= self.in_header();
    }

    fn scalar(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        match self.scalar_of(span, kind, error) {
            Some(value) => self.push(span, value),
            None => self.plain = false,
        }
    }

    fn comment(&mut self, span: Span, error: &mut dyn ErrorSink) {
        toml_parser::Raw::new_unchecked(self.text(span), None, span).decode_comment(error);
    }

    fn newline(&mut self, span: Span, _: &mut dyn ErrorSink) {
        // Alone, without its line feed.
        self.plain &= span.len() != 1 || self.source.input().as_bytes().get(span.start()) != Some(&b'\r');
    }

    fn error(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.plain = false;
    }
}
