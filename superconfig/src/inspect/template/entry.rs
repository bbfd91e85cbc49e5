//! What stands in a template, whatever its format: lines with their comments, and tables of such.

use crate::value::Value;

/// One key, or only a comment.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    Line(Line),
    Table(Table),
    Comment(Vec<String>),
    /// Another variant of the enum before it.
    Or(String, Vec<Entry>),
}

/// `key = value`.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) comment: Vec<String>,
    pub(super) key: String,
    pub(super) value: Value,
    /// Whether it counts, and is no comment itself.
    pub(super) live: bool,
    /// What is said behind it: `required`.
    pub(super) note: &'static str,
}

/// A section, or one element of a collection of sections.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) comment: Vec<String>,
    pub(super) key: String,
    pub(super) form: Form,
    /// Whether it is there anyway, so that a header changes nothing.
    pub(super) live: bool,
    pub(super) entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    One,
    List,
    Map,
}

/// The key of the entry that stands for all of a map.
pub(super) const KEY: &str = "example";

pub(super) const REQUIRED: &str = "required";
pub(super) const NONE: &str = "no default";

impl Entry {
    /// Whether there is something in it that counts.
    pub(super) fn is_live(&self) -> bool {
        match self {
            Entry::Line(line) => line.live,
            Entry::Table(table) => table.entries.iter().any(Entry::is_live),
            Entry::Comment(_) | Entry::Or(..) => false,
        }
    }

    /// Whether a line of it is marked so.
    pub(super) fn has_note(&self, note: &str) -> bool {
        match self {
            Entry::Line(line) => line.note == note,
            Entry::Table(table) => table.entries.iter().any(|entry| entry.has_note(note)),
            Entry::Or(_, entries) => entries.iter().any(|entry| entry.has_note(note)),
            Entry::Comment(_) => false,
        }
    }

    /// The same without anything that does not count.
    pub(super) fn only_live(self) -> Option<Entry> {
        match self {
            Entry::Line(line) => line.live.then_some(Entry::Line(line)),
            Entry::Table(table) if table.live => {
                let entries: Vec<_> = table.entries.into_iter().filter_map(Entry::only_live).collect();
                (!entries.is_empty()).then_some(Entry::Table(Table { entries, ..table }))
            }
            _ => None,
        }
    }

    /// The word of a variant without settings as a table without keys, which may stand behind others.
    pub(super) fn in_table(self) -> Entry {
        let table = |comment, key, entries| Table { comment, key, form: Form::One, live: false, entries };
        match self {
            Entry::Line(Line { comment, key, value: Value::Text(word), .. }) => {
                let inner = Entry::Table(table(Vec::new(), word, Vec::new()));
                Entry::Table(table(comment, key, vec![inner]))
            }
            entry => entry,
        }
    }

    /// The same with everything in it live, to be shown in a comment.
    pub(super) fn enliven(mut self) -> Entry {
        match &mut self {
            Entry::Line(line) => line.live = true,
            Entry::Table(table) => {
                table.live = true;
                let entries = std::mem::take(&mut table.entries);
                table.entries = entries.into_iter().map(Entry::enliven).collect();
            }
            Entry::Comment(_) | Entry::Or(..) => {}
        }
        self
    }
}

pub(super) fn has_lines(entry: &Entry) -> bool {
    match entry {
        Entry::Line(_) => true,
        Entry::Table(table) => table.entries.iter().any(has_lines),
        Entry::Comment(_) | Entry::Or(..) => false,
    }
}
