//! Changes of a TOML text, and what is asked of its lines. Where they are made is the business of `insert.rs` and `remove.rs`.

use std::ops::Range;

use toml_writer::{ToTomlValue as _, TomlStringBuilder};

use super::document::{List, Node, Pair, Table};
use crate::{inspect::toml_value, value::Value};

/// Bytes, and what takes their place.
#[derive(Debug)]
pub(super) struct Splice {
    at: Range<usize>,
    with: String,
}

impl Splice {
    pub(super) fn new(at: Range<usize>, with: impl Into<String>) -> Self {
        Self { at, with: with.into() }
    }

    pub(super) fn insert(at: usize, with: impl Into<String>) -> Self {
        Self::new(at..at, with)
    }
}

/// The text with changes made that do not overlap.
pub(super) fn apply(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| splice.at.start);
    let (mut result, mut done) = (String::with_capacity(text.len() + 64), 0);
    for Splice { at, with } in &splices {
        result.push_str(&text[done.min(at.start)..at.start]);
        result.push_str(with);
        done = at.end;
    }
    result.push_str(&text[done..]);
    result
}

/// A text and its tree.
#[derive(Clone, Copy)]
pub(super) struct Site<'t> {
    pub(super) text: &'t str,
    pub(super) root: &'t Node,
}

impl Site<'_> {
    /// A value as text, with its strings in the quotes that its neighbours have, or others in the file.
    pub(super) fn styled(self, value: &Value, beside: &impl Quotes) -> String {
        let quotes = beside.quotes(self.text).or_else(|| self.root.quotes(self.text));
        let literal = quotes == Some('\'');
        written(value, literal)
    }

    /// How a neighbour has its equals sign.
    pub(super) fn equals(self, pair: &Pair) -> &'static str {
        if &self.text[pair.key_end..pair.value.start] == "=" { "=" } else { " = " }
    }

    pub(super) fn newline(self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    pub(super) fn line_start(self, at: usize) -> usize {
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        start.max(self.bom().min(at))
    }

    /// Where the first line begins: behind a byte order mark.
    fn bom(self) -> usize {
        if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// The byte behind the end of a line.
    pub(super) fn line_end(self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// The byte at which a line's own characters end.
    pub(super) fn line_content_end(self, at: usize) -> usize {
        let line = &self.text[..self.line_end(at)];
        line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line).len()
    }

    pub(super) fn before_newline(self, at: usize) -> usize {
        let before = &self.text[..at];
        before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n')).unwrap_or(before).len()
    }

    /// The white space that a line begins with.
    pub(super) fn indent(self, at: usize) -> &'static str {
        // Tabs and spaces, as they come.
        const BLANKS: &str = "                                ";
        const TABS: &str = "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";
        let line = &self.text[self.line_start(at)..];
        let (tabs, blanks) =
            (line.len() - line.trim_start_matches('\t').len(), line.len() - line.trim_start_matches(' ').len());
        if tabs > 0 { &TABS[..tabs.min(TABS.len())] } else { &BLANKS[..blanks.min(BLANKS.len())] }
    }

    pub(super) fn line_after(self, at: usize, line: &str) -> Splice {
        let (end, newline) = (self.line_end(at), self.newline());
        if self.text[..end].ends_with('\n') {
            Splice::insert(end, format!("{line}{newline}"))
        } else {
            Splice::insert(end, format!("{newline}{line}"))
        }
    }

    /// The start of the comment that stands right above a header, or of its line.
    pub(super) fn above(self, header: usize) -> usize {
        let mut start = self.line_start(header);
        while start > self.bom() {
            let before = self.line_start(start - 1);
            let line = self.text[before..start].trim();
            // `#:schema` is about the whole file.
            if before == start || !line.starts_with('#') || line.starts_with("#:") {
                break;
            }
            start = before;
        }
        start
    }

    /// Behind the line that holds `at`, and the comments that follow and are not those of the next header.
    pub(super) fn behind(self, at: usize) -> usize {
        let end = if at == 0 { self.bom() } else { self.line_end(at) };
        let mut next = end;
        while next < self.text.len() {
            let line = self.text[next..self.line_end(next)].trim();
            if !line.is_empty() && !line.starts_with('#') {
                break;
            }
            next = self.line_end(next);
        }
        if next == self.text.len() {
            return next;
        }
        let start = self.above(next).max(end);
        let kept = self.text[..start].trim_end_matches(['\n', '\r', ' ', '\t']).len();
        self.line_end(kept).clamp(end, start)
    }
}

/// Where a string may stand already.
pub(super) trait Quotes {
    /// The quotes of a string that does.
    fn quotes(&self, text: &str) -> Option<char>;
}

impl Quotes for Node {
    fn quotes(&self, text: &str) -> Option<char> {
        match self {
            Node::Single(span) => text[span.clone()].chars().next().filter(|c| ['"', '\''].contains(c)),
            Node::Table(table) => table.quotes(text),
            Node::List(list) => list.quotes(text),
        }
    }
}

impl Quotes for Table {
    fn quotes(&self, text: &str) -> Option<char> {
        self.entries.iter().rev().find_map(|entry| entry.node.quotes(text))
    }
}

impl Quotes for List {
    fn quotes(&self, text: &str) -> Option<char> {
        self.elements.iter().rev().find_map(|node| node.quotes(text))
    }
}

/// A value as it takes the place of another.
pub(super) fn in_place_of(old: &str, value: &Value) -> String {
    match value {
        Value::Text(text) if old.starts_with(|c: char| c.is_ascii_digit()) && is_date(text) => text.clone(),
        _ => written(value, old.starts_with('\'')),
    }
}

fn is_date(text: &str) -> bool {
    use toml::de::DeValue;
    !text.contains(['\n', '#']) && DeValue::parse(text).is_ok_and(|it| matches!(it.get_ref(), DeValue::Datetime(_)))
}

/// A value of TOML; tables are in braces.
fn written(value: &Value, literal: bool) -> String {
    match value {
        Value::Text(text) if literal => {
            let builder = TomlStringBuilder::new(text);
            builder.as_literal().map_or_else(|| toml_value(value), |text| text.to_toml_value())
        }
        Value::Text(text) if !text.contains(['"', '\\']) => TomlStringBuilder::new(text).as_basic().to_toml_value(),
        Value::List(values) if literal => {
            format!("[{}]", values.iter().map(|value| written(value, true)).collect::<Vec<_>>().join(", "))
        }
        _ => toml_value(value),
    }
}
