//! Rules that values keep: what the derive makes of `range`, `length`, `one_of` and the like, and what a validator of the user's
//! says. Rules are data with a function; they run on the values that win, once all sources have been read.

mod invalid;
mod length;
mod rules;
mod text;

#[cfg(feature = "garde")]
pub use invalid::garde;
pub use invalid::{ByDisplay, Invalid, Raised};
pub(crate) use length::Length;
pub use length::{Count, counted};
#[cfg(feature = "regex")]
pub use rules::{Pattern, matches};
pub use rules::{Shown, Unshown, is_some, length, non_empty, one_of, one_of_texts, valid, within, within_range};
pub(crate) use text::Text;

use std::any::Any;

/// What the value of a setting must be beyond its type, or how many sections a collection may have.
#[derive(Debug)]
pub struct Rule {
    /// The keyword that made it: `range`.
    pub name: &'static str,
    /// What it allows, as it follows “expected”: `a value from 1 to 500`.
    pub text: &'static str,
    /// The texts that it allows, if these are all.
    pub choices: &'static [&'static str],
    /// What it allows, as data for documents.
    #[cfg(feature = "inspect")]
    pub limits: crate::inspect::Limits,
    /// Looks at the `Option<T>` of the setting. What is not there breaks no rule.
    pub check: fn(&dyn Any) -> Result<(), Refusal>,
}

/// Why a value breaks a rule.
#[derive(Debug, Default)]
pub struct Refusal {
    /// The value, or what counts about it, if it can be printed.
    pub(crate) found: Option<String>,
    /// What is wrong, where that is more than the rule's text.
    pub(crate) reason: Option<String>,
}

/// What several fields of one section must be together.
#[derive(Debug)]
pub struct Relation {
    /// What they must be.
    pub kind: RelationKind,
    /// The fields; the first is the one that the attribute stands on, if it stands on one.
    pub members: &'static [Member],
}

/// A field in a [`Relation`].
#[derive(Debug)]
pub struct Member {
    /// Its index in the schema.
    pub index: usize,
    /// Of an `Option` whether it has a value; any other setting is set if a source set it.
    pub is_some: Option<fn(&dyn Any) -> bool>,
}

/// What the fields of a [`Relation`] must be.
#[derive(Debug)]
pub enum RelationKind {
    /// If the first is set, all others are.
    Requires,
    /// If the first is set, none of the others is.
    ConflictsWith,
    /// If the second has a value, the first is set.
    RequiredIf {
        /// Whether it has the value.
        equals: fn(&dyn Any) -> bool,
        /// The value as it was written.
        value: &'static str,
    },
    /// One is set and no other.
    ExactlyOneOf,
    /// One or more are set.
    AtLeastOneOf,
    /// None or one is set.
    AtMostOneOf,
}
