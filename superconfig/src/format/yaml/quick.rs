//! The common kind of YAML, read without the parser: ASCII, a mapping at the top, each value on its line. Whatever else there is, down
//! to a tab, is left to the parser, and so is everything that is wrong: what is made here is node for node what it would make.

use std::{borrow::Cow, collections::HashSet};

use super::{
    scalar::is_null,
    tree::{Kind, NODES, Node, What},
};

/// The deepest nesting that is read here.
const DEPTH: usize = 32;

/// The longest key. Beyond 1024 YAML has none without `?`.
const KEY: usize = 512;

/// The nodes of a text, if it is of this kind and sound.
pub(super) fn nodes(text: &str) -> Option<Vec<Node<'_>>> {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    if !text.as_bytes().iter().all(is_plain) {
        return None;
    }
    let mut lines =
        Lines { text, nodes: Vec::with_capacity(text.len() / 7 + 4), open: Vec::with_capacity(8), awaited: false };
    let mut at = if text.starts_with("---\n") { 4 } else { 0 };
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        lines.line(at, end)?;
        at = end + 1;
    }
    if lines.awaited || lines.open.is_empty() {
        return None;
    }
    while !lines.open.is_empty() {
        lines.close()?;
    }
    (lines.nodes.len() <= NODES).then_some(lines.nodes)
}

/// A collection of lines that has not ended yet.
struct Open {
    node: usize,
    indent: usize,
    is_map: bool,
}

struct Lines<'t> {
    text: &'t str,
    nodes: Vec<Node<'t>>,
    open: Vec<Open>,
    /// Whether the last line ended with a key, whose value begins below it.
    awaited: bool,
}

impl Lines<'_> {
    fn byte(&self, at: usize, end: usize) -> Option<u8> {
        if at < end { self.text.as_bytes().get(at).copied() } else { None }
    }

    fn line(&mut self, start: usize, end: usize) -> Option<()> {
        let at = self.skip_spaces(start, end);
        let indent = at - start;
        match self.byte(at, end) {
            None | Some(b'#') => return Some(()),
            Some(b'-' | b'.') if indent == 0 && matches!(self.text[at..end].get(..3), Some("---" | "...")) => {
                return None;
            }
            _ => {}
        }
        let is_item = self.byte(at, end) == Some(b'-') && self.byte(at + 1, end) == Some(b' ');
        while let Some(top) = self.open.last()
            && !self.awaited
            && (top.indent > indent || top.indent == indent && !top.is_map && !is_item)
        {
            self.close()?;
        }
        match self.open.last() {
            None if indent == 0 && !is_item && self.nodes.is_empty() => self.begin(at, indent, true)?,
            // A list may stand as far to the left as its key.
            Some(top) if self.awaited => {
                if indent < top.indent || indent == top.indent && !is_item {
                    return None;
                }
                let first = if indent == top.indent { self.skip_spaces(at + 1, end) } else { at };
                self.begin(if is_item { first } else { at }, indent, !is_item)?;
                self.awaited = false;
            }
            Some(top) if top.indent == indent && top.is_map != is_item => {}
            _ => return None,
        }
        if !is_item {
            return self.entry(at, end);
        }
        let value = self.skip_spaces(at + 1, end);
        if self.key_end(value, end).is_some() {
            self.begin(value, value - start, true)?;
            return self.entry(value, end);
        }
        self.value(value, end)
    }

    fn skip_spaces(&self, at: usize, end: usize) -> usize {
        let rest = self.text.as_bytes()[at..end].iter();
        at + rest.take_while(|byte| **byte == b' ').count()
    }

    fn begin(&mut self, at: usize, indent: usize, is_map: bool) -> Option<()> {
        let what = if is_map { What::Map { merges: false } } else { What::List };
        self.open.push(Open { node: self.nodes.len(), indent, is_map });
        self.nodes.push(Node { what, start: at, end: at, next: 0 });
        (self.open.len() < DEPTH).then_some(())
    }

    fn close(&mut self) -> Option<()> {
        let open = self.open.pop()?;
        self.end(open.node, self.nodes.last()?.end)
    }

    /// Ends a collection, unless it has a key twice, or one that is none.
    fn end(&mut self, node: usize, end: usize) -> Option<()> {
        let next = self.nodes.len();
        (self.nodes[node].next, self.nodes[node].end) = (next, end);
        (!matches!(self.nodes[node].what, What::Map { .. }) || self.is_distinct(node)).then_some(())
    }

    fn is_distinct(&self, map: usize) -> bool {
        const FEW: usize = 12;
        let mut at = map + 1;
        let keys = std::iter::from_fn(|| {
            let What::Scalar(key, kind) = &self.nodes.get(at)?.what else { return None };
            at = self.nodes[at + 1].next;
            Some((&**key, *kind))
        });
        let mut seen = [""; FEW];
        let mut more = HashSet::new();
        for (index, (key, kind)) in keys.enumerate() {
            if is_null(key, kind) || seen[..index.min(FEW)].contains(&key) || index >= FEW && !more.insert(key) {
                return false;
            }
            if index < FEW {
                seen[index] = key;
            }
        }
        true
    }

    /// Where a key ends that begins here, without quotes.
    fn key_end(&self, at: usize, end: usize) -> Option<usize> {
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
        let bytes = &self.text.as_bytes()[at..end];
        let length = bytes.iter().take_while(|byte| is_key(byte)).count();
        let starts = bytes.first().is_some_and(|first| first.is_ascii_alphanumeric() || *first == b'_');
        let colon = bytes.get(length) == Some(&b':') && bytes.get(length + 1).is_none_or(|byte| *byte == b' ');
        (starts && colon && length < KEY).then_some(at + length)
    }

    fn entry(&mut self, at: usize, end: usize) -> Option<()> {
        let key = self.key_end(at, end)?;
        self.scalar(at, key, at, key, Kind::Plain);
        let value = self.skip_spaces(key + 1, end);
        if matches!(self.byte(value, end), None | Some(b'#')) {
            self.awaited = true;
            return Some(());
        }
        self.value(value, end)
    }

    /// Enters a scalar: where its text is, and where it is with its quotes.
    fn scalar(&mut self, start: usize, end: usize, from: usize, to: usize, kind: Kind) {
        let what = What::Scalar(Cow::Borrowed(&self.text[start..end]), kind);
        let next = self.nodes.len() + 1;
        self.nodes.push(Node { what, start: from, end: to, next });
    }

    /// What stands on the rest of a line.
    fn value(&mut self, at: usize, end: usize) -> Option<()> {
        let after = match self.byte(at, end)? {
            b'[' | b'{' => self.flow(at, end, 0)?,
            b'"' | b'\'' => self.quoted(at, end)?,
            _ => {
                self.starts_plain(at, end)?;
                let bytes = &self.text.as_bytes()[at..end];
                let comment = bytes.windows(2).position(|pair| pair == b" #").unwrap_or(bytes.len());
                let is_key = |(index, byte): (usize, &u8)| {
                    *byte == b':' && bytes.get(index + 1).is_none_or(|next| *next == b' ')
                };
                if bytes[..comment].iter().enumerate().any(is_key) {
                    return None;
                }
                let length = self.text[at..at + comment].trim_ascii_end().len();
                self.scalar(at, at + length, at, at + length, Kind::Plain);
                return Some(());
            }
        };
        let rest = self.skip_spaces(after, end);
        match self.byte(rest, end) {
            None => Some(()),
            Some(b'#') if rest > after => Some(()),
            _ => None,
        }
    }

    /// Whether a scalar without quotes begins here that is nothing special.
    fn starts_plain(&self, at: usize, end: usize) -> Option<()> {
        let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/' | b'.' | b'+');
        let first = self.byte(at, end)?;
        let negative = first == b'-' && self.byte(at + 1, end).is_some_and(is_usual);
        (is_usual(first) || negative).then_some(())
    }

    /// A scalar in quotes without escapes; where it ends.
    fn quoted(&mut self, at: usize, end: usize) -> Option<usize> {
        let quote = self.byte(at, end)?;
        let bytes = &self.text.as_bytes()[at + 1..end];
        let length = bytes.iter().position(|byte| *byte == quote || *byte == b'\\' && quote == b'"')?;
        let close = at + 1 + length;
        if self.byte(close, end) != Some(quote) || self.byte(close + 1, end) == Some(quote) {
            return None;
        }
        self.scalar(at + 1, close, at, close + 1, Kind::Text);
        Some(close + 1)
    }

    /// A list or mapping in brackets on one line; where it ends.
    fn flow(&mut self, at: usize, end: usize, depth: usize) -> Option<usize> {
        let is_map = self.byte(at, end)? == b'{';
        let close = if is_map { b'}' } else { b']' };
        let node = self.nodes.len();
        let what = if is_map { What::Map { merges: false } } else { What::List };
        self.nodes.push(Node { what, start: at, end: at, next: 0 });
        let mut at = self.skip_spaces(at + 1, end);
        while self.byte(at, end)? != close || self.nodes.len() > node + 1 {
            if is_map {
                let key = at;
                at = self.item(at, end)?;
                if at - key > KEY || self.byte(at, end) != Some(b':') || self.byte(at + 1, end) != Some(b' ') {
                    return None;
                }
                at = self.skip_spaces(at + 1, end);
            }
            at = match self.byte(at, end)? {
                b'[' | b'{' if depth < 8 => self.flow(at, end, depth + 1)?,
                _ => self.item(at, end)?,
            };
            at = self.skip_spaces(at, end);
            match self.byte(at, end)? {
                b',' if self.byte(at + 1, end) == Some(b' ') => at = self.skip_spaces(at + 1, end),
                byte if byte == close => break,
                _ => return None,
            }
        }
        self.end(node, at + 1)?;
        Some(at + 1)
    }

    /// A scalar in brackets; where it ends.
    fn item(&mut self, at: usize, end: usize) -> Option<usize> {
        if matches!(self.byte(at, end)?, b'"' | b'\'') {
            return self.quoted(at, end);
        }
        self.starts_plain(at, end)?;
        let bytes = &self.text.as_bytes()[at..end];
        let is_inner = |index: usize, byte: u8| match byte {
            b'_' | b'/' | b'.' | b'+' | b'-' | b'=' => true,
            b' ' => bytes.get(index + 1).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b' '),
            b':' => bytes.get(index + 1).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'/'),
            _ => byte.is_ascii_alphanumeric(),
        };
        let length = bytes.iter().enumerate().take_while(|(index, byte)| is_inner(*index, **byte)).count();
        let length = self.text[at..at + length].trim_ascii_end().len();
        self.scalar(at, at + length, at, at + length, Kind::Plain);
        Some(at + length)
    }
}
