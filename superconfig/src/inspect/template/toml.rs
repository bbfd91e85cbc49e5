//! A template in TOML.

use super::{
    entry::{Entry, Form, KEY, Line, Table},
    text::Page,
};
use crate::inspect::write::{toml_key, toml_value};

/// The entries of a file.
pub(super) fn render(entries: &[Entry], page: &mut Page) {
    section(&[], entries, page);
}

/// The keys of a table stand before the tables in it, whose headers end it.
fn section(path: &[String], entries: &[Entry], page: &mut Page) {
    let is_line = |entry: &&Entry| matches!(entry, Entry::Line(_) | Entry::Comment(_));
    for entry in entries.iter().filter(is_line) {
        self::entry(path, entry, page);
    }
    for entry in entries.iter().filter(|entry| !is_line(entry)) {
        self::entry(path, entry, page);
    }
}

fn entry(path: &[String], entry: &Entry, page: &mut Page) {
    match entry {
        Entry::Line(line) => self::line(line, page),
        Entry::Table(table) => self::table(path, table, &[], page),
        Entry::Comment(comment) => {
            page.gap();
            page.comment("", comment);
        }
        Entry::Or(said, inner) => {
            let mut whole = Page::default();
            section(path, inner, &mut whole);
            page.quoted("", said, &whole);
        }
    }
}

fn line(line: &Line, page: &mut Page) {
    if !line.comment.is_empty() {
        page.gap();
        page.comment("", &line.comment);
    }
    let off = if line.live { "" } else { "#" };
    let note = if line.note.is_empty() { String::new() } else { format!(" # {}", line.note) };
    page.line(&format!("{off}{} = {}{note}", toml_key(&line.key), toml_value(&line.value)));
}

/// What stands `above` comes before its own comment.
fn table(path: &[String], table: &Table, above: &[String], page: &mut Page) {
    let mut path = path.to_vec();
    path.push(toml_key(&table.key));
    if table.form == Form::Map {
        path.push(toml_key(KEY));
    }
    let comment = [above, &table.comment].concat();
    // What has only tables in it is there with the first of them.
    if let (Form::One, [Entry::Table(first), rest @ ..]) = (table.form, table.entries.as_slice())
        && rest.iter().all(|entry| matches!(entry, Entry::Table(_) | Entry::Or(..)))
    {
        if first.comment.is_empty() {
            self::table(&path, first, &comment, page);
        } else {
            page.blank();
            page.comment("", &comment);
            self::table(&path, first, &[], page);
        }
        return section(&path, rest, page);
    }
    page.blank();
    page.comment("", &comment);
    let off = if table.live { "" } else { "#" };
    let name = path.join(".");
    page.header(&match table.form {
        Form::List => format!("{off}[[{name}]]"),
        Form::One | Form::Map => format!("{off}[{name}]"),
    });
    section(&path, &table.entries, page);
}
