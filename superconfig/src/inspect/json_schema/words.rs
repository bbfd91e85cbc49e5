//! What a schema says to people: titles and descriptions.

use super::object::{Object, text};
use crate::{schema::Field, value::Value};

/// A doc comment and the sentences behind it.
#[derive(Default)]
pub(super) struct Words {
    doc: String,
    notes: Vec<String>,
}

impl Words {
    pub(super) fn of(doc: &str) -> Self {
        Self { doc: doc.trim().to_owned(), notes: Vec::new() }
    }

    /// Adds a sentence, with a full stop if it has none.
    pub(super) fn note(&mut self, words: impl Into<String>) {
        self.notes.push(sentence(words.into()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.doc.is_empty() && self.notes.is_empty()
    }

    /// Title and description. The title is the first sentence of a doc comment that has more than that, and the key otherwise: editors
    /// that show both would say the same twice.
    pub(super) fn annotate(self, key: &str, object: &mut Object) {
        let title = first_sentence(&self.doc).filter(|first| first.len() + 1 < self.doc.len());
        object.set("title", text(title.unwrap_or(key)));
        let notes = self.notes.join(" ");
        let parts: Vec<&str> = [self.doc.as_str(), &notes].into_iter().filter(|part| !part.is_empty()).collect();
        if !parts.is_empty() {
            object.set("description", text(parts.join("\n\n")));
        }
    }
}

/// With a full stop if it has none.
pub(super) fn sentence(mut words: String) -> String {
    words.truncate(words.trim_end_matches([':', ' ']).len());
    if !words.ends_with(['.', '!', '?']) {
        words.push('.');
    }
    words
}

/// Whether a keyword only says something to people.
pub(super) fn is_note(key: &str) -> bool {
    ["title", "description", "default", "deprecated", "writeOnly", "examples"].contains(&key)
}

/// Without its full stop.
fn first_sentence(doc: &str) -> Option<&str> {
    let paragraph = doc.split("\n\n").next()?;
    let end = paragraph.match_indices('.').find(|(at, _)| {
        let rest = &paragraph[at + 1..];
        // `e.g. this` and `1.5` are no ends.
        rest.is_empty() || rest.starts_with([' ', '\n']) && rest.trim_start().starts_with(char::is_uppercase)
    });
    let sentence = end.map_or(paragraph, |(at, _)| &paragraph[..at]).trim();
    (!sentence.is_empty() && !sentence.contains('\n')).then_some(sentence)
}

/// A former name of a field, with what stands under it.
pub(super) fn former(field: &Field, core: &Object) -> Object {
    let mut former = Object::default()
        .with("description", text(format!("Former name of `{}`.", field.key)))
        .with("deprecated", Value::Bool(true));
    former.extend(core.clone());
    former
}
