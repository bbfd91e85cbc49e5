//! A template in YAML. Lines of comments that show a key have their `#` right before it.

use super::{
    entry::{Entry, Form, KEY, Line, Table},
    text::Page,
};
use crate::inspect::write::{yaml_key, yaml_value};

/// The entries of a file.
pub(super) fn render(entries: &[Entry], page: &mut Page) {
    section(0, entries, page);
}

fn section(depth: usize, entries: &[Entry], page: &mut Page) {
    for entry in entries {
        self::entry(depth, entry, page);
    }
}

fn entry(depth: usize, entry: &Entry, page: &mut Page) {
    let indent = "  ".repeat(depth);
    match entry {
        Entry::Line(line) => self::line(&indent, line, page),
        Entry::Table(table) => self::table(depth, table, page),
        Entry::Comment(comment) => {
            page.gap();
            page.comment(&indent, comment);
        }
        Entry::Or(said, inner) => {
            let mut whole = Page::default();
            section(0, inner, &mut whole);
            page.quoted(&indent, said, &whole);
        }
    }
}

fn line(indent: &str, line: &Line, page: &mut Page) {
    if !line.comment.is_empty() {
        page.gap();
        page.comment(indent, &line.comment);
    }
    let off = if line.live { "" } else { "#" };
    let note = if line.note.is_empty() { String::new() } else { format!(" # {}", line.note) };
    page.line(&format!("{indent}{off}{}: {}{note}", yaml_key(&line.key), yaml_value(&line.value)));
}

/// A key without anything behind it would be null, and take back what other files say; so it is live only with what is in it.
fn table(depth: usize, table: &Table, page: &mut Page) {
    let indent = "  ".repeat(depth);
    let live = table.live && table.entries.iter().any(Entry::is_live);
    let off = if live { "" } else { "#" };
    let nothing = table.entries.iter().all(|entry| matches!(entry, Entry::Comment(_) | Entry::Or(..)));
    let empty = if nothing { " {}" } else { "" };
    let key = yaml_key(&table.key);
    page.gap();
    page.comment(&indent, &table.comment);
    let inner = match table.form {
        Form::One => {
            page.header(&format!("{indent}{off}{key}:{empty}"));
            depth + 1
        }
        form => {
            page.header(&format!("{indent}{off}{key}:"));
            let first = if form == Form::List { "-".to_owned() } else { format!("{}:", yaml_key(KEY)) };
            page.header(&format!("{indent}  {off}{first}{empty}"));
            depth + 2
        }
    };
    section(inner, &table.entries, page);
}
