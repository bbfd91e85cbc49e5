//! Columns of plain text.

/// How many columns a text takes, about.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// A text of at most so many characters, with `…` for the rest.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
    }
}

/// A text with spaces behind it.
pub(super) fn fitted(text: &str, column: usize) -> String {
    format!("{text:<column$}")
}
