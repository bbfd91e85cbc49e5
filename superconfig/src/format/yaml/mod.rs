//! YAML 1.2, one document, from the events of `granit-parser`. A text is taken apart first (`tree.rs`), which costs a row of nodes and
//! makes aliases, merge keys and looking ahead a matter of going elsewhere in it; what it comes to is bounded before anything is
//! read.

mod document;
mod scalar;
#[cfg(test)]
mod tests;
mod tree;

pub(crate) use document::Document;

use self::tree::{Entries, Ref, Tree, What};
use crate::{
    draft::{At, Crumb, Draft, Found, Hint, Input, List, Map, Mismatch, Place, ReadResult, Tag, Writer, unset},
    schema::Schema,
};

pub(super) fn read(
    text: &str,
    within: &[String],
    schema: &'static Schema,
    draft: &mut dyn Draft,
    writer: &mut Writer<'_>,
) -> bool {
    let tree = Tree::parse(text);
    for (message, at) in &tree.problems {
        writer.syntax(message.as_str(), Some(at.clone()));
    }
    let mut found = tree.root();
    for key in within {
        found = found.and_then(|table| tree.get(table, key)).map(|(_, value)| value);
    }
    // A document with nothing in it takes nothing back.
    if let Some(found) = found.filter(|found| !within.is_empty() || !is_null(&tree, *found)) {
        value(&tree, found, Place::Section { schema, draft }, writer);
    }
    tree.is_sound()
}

fn is_null(tree: &Tree<'_>, at: Ref) -> bool {
    matches!(tree.what(at), What::Scalar(text, kind) if scalar::is_null(text, *kind))
}

fn section(tree: &Tree<'_>, table: Ref, schema: &'static Schema, draft: &mut dyn Draft, writer: &mut Writer<'_>) {
    let tags = |_: &Writer<'_>, tag: &str| match tree.get(table, tag) {
        Some((_, found)) => named(tree, found),
        None if tree.is_cut(table) => Tag::Unreadable,
        None => Tag::Missing,
    };
    let mut next = 0;
    for (key, found) in tree.entries(table) {
        let at = At::bytes(tree.place(key));
        let place = writer.enter_next(schema, &mut *draft, tree.key(key), at, &tags, &mut next);
        let Some(place) = place else { continue };
        if let Some(winner) = writer.winners().find(|name| tree.get(table, name).is_some()) {
            writer.supersede(winner);
            continue;
        }
        match (found, place) {
            (Some(found), place) => value(tree, found, place, writer),
            // The text breaks off.
            (None, Place::Setting(target)) => writer.refuse(target.mark, Mismatch::aborted(), at),
            (None, _) => {}
        }
        writer.leave();
    }
    if !tree.is_cut(table) {
        writer.settle_rest(schema, draft);
    }
}

/// What stands under a tag.
fn named(tree: &Tree<'_>, found: Ref) -> Tag {
    let at = At::bytes(tree.place(found));
    match text_of(tree, found) {
        Some(name) => Tag::Name(name, at),
        None => Tag::Other(described(tree, found), at),
    }
}

/// What stands there, if it is text.
fn text_of(tree: &Tree<'_>, at: Ref) -> Option<String> {
    let mut text = None;
    let _ = feed(tree, at, Hint::Any, &mut |input| {
        if let Input::Str(found) = input {
            text = Some(found.to_owned());
        }
        Ok(())
    });
    text
}

fn described(tree: &Tree<'_>, at: Ref) -> Found {
    let mut found = None;
    let _ = feed(tree, at, Hint::Any, &mut |input| {
        found = Some(input.describe());
        Ok(())
    });
    found.unwrap_or_else(|| Found::kind("a value"))
}

/// What stands under a key.
fn value(tree: &Tree<'_>, found: Ref, place: Place<'_>, writer: &mut Writer<'_>) {
    let at = At::bytes(tree.place(found));
    match (place, tree.what(found)) {
        (Place::Setting(mut target), _) => {
            let result = feed(tree, found, target.setting.leaf.hint(), &mut |input| {
                writer.set(&mut target, at, input);
                Ok(())
            });
            if let Err(mismatch) = result {
                writer.refuse(target.mark, mismatch, at);
            }
        }
        (Place::Tag { settled: true, .. }, _) => {}
        (Place::Tag { schema, draft, .. }, _) => writer.settle_by(schema, draft, named(tree, found)),
        (place, What::Scalar(text, kind)) if scalar::is_null(text, *kind) => match place {
            Place::Section { schema, draft } => unset(schema, draft),
            Place::Optional { slot, .. } => slot.clear(),
            Place::List { slot, .. } => slot.clear(),
            Place::Map { slot, .. } => slot.clear(),
            Place::Setting(_) | Place::Tag { .. } => {}
        },
        (Place::Section { schema, draft }, What::Map { .. }) => section(tree, found, schema, draft, writer),
        (Place::Optional { schema, slot }, What::Map { .. }) => section(tree, found, schema, slot.enter(), writer),
        (Place::Section { schema, draft }, What::Scalar(..)) if is_named(schema) => match text_of(tree, found) {
            Some(name) => drop(writer.choose_by_name(schema, draft, &name, at)),
            None => writer.not_a_section(described(tree, found), at),
        },
        (Place::Optional { schema, slot }, What::Scalar(..)) if is_named(schema) => match text_of(tree, found) {
            Some(name) => drop(writer.choose_by_name(schema, slot.enter(), &name, at)),
            None => writer.not_a_section(described(tree, found), at),
        },
        (Place::List { schema, slot, merge, op }, What::List) => {
            let first = writer.begin_list(slot, merge, op, at);
            for (index, element) in tree.elements(found).enumerate() {
                writer.element(Crumb::Index(index));
                let draft = slot.insert(first + index);
                value(tree, element, Place::Section { schema, draft }, writer);
                writer.leave();
            }
            writer.end_list(slot);
        }
        (Place::Map { schema, slot }, What::Map { .. }) => {
            writer.begin_map(slot);
            for (key, entry) in tree.entries(found) {
                let key = tree.key(key);
                writer.element(Crumb::Key(key.to_owned()));
                match entry {
                    Some(entry) if is_null(tree, entry) => slot.remove(key),
                    Some(entry) => value(tree, entry, Place::Section { schema, draft: slot.enter(key) }, writer),
                    None => {}
                }
                writer.leave();
            }
        }
        _ => writer.not_a_section(described(tree, found), at),
    }
}

/// Whether the bare name of a variant may stand for the section.
fn is_named(schema: &Schema) -> bool {
    schema.choice.is_some_and(|choice| choice.tag.is_none())
}

/// Hands a value to a reader.
fn feed(tree: &Tree<'_>, at: Ref, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    let result = match tree.what(at) {
        What::Scalar(text, kind) => scalar::feed(text, *kind, hint, read),
        What::List => {
            let mut rest = tree.elements(at);
            read(Input::List(&mut Values { tree, rest: &mut rest, is_cut: tree.is_cut(at) }))
        }
        What::Map { .. } => {
            let rest = tree.entries(at);
            read(Input::Map(&mut Pairs { tree, rest, value: None, is_cut: tree.is_cut(at) }))
        }
        What::Alias(_) => Err(Mismatch::aborted()),
    };
    result.map_err(|mut mismatch| {
        mismatch.span.get_or_insert_with(|| tree.place(at));
        mismatch
    })
}

struct Values<'a, 't> {
    tree: &'a Tree<'t>,
    rest: &'a mut dyn Iterator<Item = Ref>,
    is_cut: bool,
}

impl List for Values<'_, '_> {
    fn next(&mut self, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        match self.rest.next() {
            Some(element) => feed(self.tree, element, hint, read).map(|()| true),
            None if self.is_cut => Err(Mismatch::aborted()),
            None => Ok(false),
        }
    }
}

struct Pairs<'a, 't> {
    tree: &'a Tree<'t>,
    rest: Entries<'a, 't>,
    value: Option<Ref>,
    is_cut: bool,
}

impl Map for Pairs<'_, '_> {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        match self.rest.next() {
            Some((key, value)) => {
                self.value = value;
                read(self.tree.key(key)).map(|()| true)
            }
            None if self.is_cut => Err(Mismatch::aborted()),
            None => Ok(false),
        }
    }

    fn value(&mut self, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        let value = self.value.take().ok_or_else(Mismatch::aborted)?;
        feed(self.tree, value, hint, read)
    }
}
