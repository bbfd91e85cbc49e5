//! What a text has at its top besides settings, found before it is read: what it includes, which profiles stand in it. Only
//! texts that mention these words are looked at.

use std::ops::Range;

use super::{Document, Format};
use crate::{draft::Step, gather::Gather as _, order};

/// One entry of a table or of a list.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Empty for elements of a list.
    pub(crate) key: String,
    /// The bytes of the key, or of the value where there is no key.
    pub(crate) at: Range<usize>,
    pub(crate) what: Shape,
}

/// What an entry holds, as far as its form is concerned.
#[derive(Debug)]
pub(crate) enum Shape {
    Text(String),
    /// TOML has none.
    #[cfg_attr(not(any(feature = "json", feature = "yaml")), allow(dead_code))]
    Null,
    List,
    Table,
    Other,
}

impl Shape {
    /// As in `expected …, found a list`.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Shape::Text(_) => "a string",
            Shape::Null => "null",
            Shape::List => "a list",
            Shape::Table => "a table",
            Shape::Other => "a single value",
        }
    }
}

/// The most entries of one table or list that are looked at.
pub(crate) const MOST: usize = 1024;

/// Which entries are wanted; the others need no memory.
pub(crate) type Wanted<'w> = dyn Fn(&str) -> bool + 'w;

/// Gathers the entries that are wanted, and notices if there are too many of them.
pub(super) struct Entries<'w> {
    wanted: &'w Wanted<'w>,
    found: Vec<Entry>,
}

impl<'w> Entries<'w> {
    pub(super) fn new(wanted: &'w Wanted<'w>) -> Self {
        Self { wanted, found: Vec::new() }
    }

    pub(super) fn wants(&self, key: &str) -> bool {
        self.found.len() <= MOST && (self.wanted)(key)
    }

    pub(super) fn push(&mut self, key: &str, at: Range<usize>, what: Shape) {
        self.found.push(Entry { key: key.to_owned(), at, what });
    }

    /// In the order of the text.
    pub(super) fn finish(mut self) -> Vec<Entry> {
        order::sort_by_key(&mut self.found, |entry| entry.at.start);
        self.found
    }
}

/// What a text has at its top; nothing if it has a syntax error.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) broken: bool,
    /// The entries that were asked for.
    pub(crate) top: Vec<Entry>,
    /// What stands under the keys for includes: paths.
    pub(crate) includes: Vec<Entry>,
    /// What stands under the key for profiles.
    pub(crate) profiles: Vec<Entry>,
}

/// What to look for.
pub(crate) struct Lookout {
    /// The keys for includes, as far as they mean that.
    pub(crate) includes: [Option<&'static str>; 2],
    /// The key for profiles.
    pub(crate) profiles: Option<&'static str>,
    /// Whether all keys at the top are wanted.
    pub(crate) all: bool,
}

/// The names of the tables that stand in the one at a path.
pub(crate) fn tables(document: &Document<'_>, path: &[&str]) -> Vec<String> {
    let entries = document.entries(path, &|_| true).unwrap_or_default().into_iter();
    entries.filter(|entry| matches!(entry.what, Shape::Table)).map(|entry| entry.key).gather()
}

/// Whether a key may be in a text: as a word of its own, so that `[imports]` costs nothing.
fn mentions(text: &str, key: &str) -> bool {
    let in_word =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let stands_alone = |text: &str, at: usize| {
        let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
        !in_word(before) && !in_word(text.as_bytes().get(at + key.len()))
    };
    // Looking for one occurrence is several times faster than looking for all, and mostly there is none, or all are in few places.
    text.contains(key)
        && pieces(text).any(|text| text.contains(key) && text.match_indices(key).any(|(at, _)| stands_alone(text, at)))
}

/// A text in pieces of whole lines.
fn pieces(mut rest: &str) -> impl Iterator<Item = &str> {
    const LENGTH: usize = 512;
    std::iter::from_fn(move || {
        let more = rest.as_bytes().get(LENGTH..).unwrap_or_default();
        let end = more.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| LENGTH + at + 1);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// The head of a text; `None` if nothing in it is looked for.
pub(crate) fn head(format: Format, text: &str, lookout: &Lookout) -> Option<Head> {
    let mut keys = lookout.includes.into_iter().chain([lookout.profiles]).flatten();
    if !lookout.all && !keys.any(|key| mentions(text, key)) {
        return None;
    }
    let Some(document) = Document::parse(format, text) else { return Some(Head { broken: true, ..Head::default() }) };
    let wanted = |key: &str| lookout.all || lookout.includes.contains(&Some(key)) || lookout.profiles == Some(key);
    let mut head = Head { top: document.entries(&[], &wanted).unwrap_or_default(), ..Head::default() };
    for (index, entry) in head.top.iter().enumerate() {
        // Only JSON has a key twice, and that is a problem in itself.
        let again = || head.top[..index].iter().any(|other| other.key == entry.key);
        let children = || document.entries(&[&entry.key], &|_| true).unwrap_or_default();
        if lookout.includes.contains(&Some(&entry.key)) && !again() {
            match &entry.what {
                Shape::List => head.includes.extend(children()),
                Shape::Text(path) => {
                    let value = document.locate(&[Step::Key(entry.key.clone())]).and_then(|found| found.value);
                    let at = value.unwrap_or_else(|| entry.at.clone());
                    head.includes.push(Entry { key: String::new(), at, what: Shape::Text(path.clone()) });
                }
                _ => {}
            }
        } else if lookout.profiles == Some(&entry.key) && matches!(entry.what, Shape::Table) && !again() {
            head.profiles.extend(children());
        }
    }
    Some(head)
}
