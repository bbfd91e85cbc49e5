//! Values of the right type that break a rule, as facts.

use crate::{
    draft::Crumb,
    origin::{Mark, Origin},
    validate::{Refusal, Rule},
};

/// A rule that is broken.
#[derive(Debug)]
pub(crate) struct Breach {
    pub(crate) broken: Broken,
    /// Which default it is that breaks it.
    pub(crate) default: Option<Origin>,
    /// The way to the value is the same in its source.
    pub(crate) exact: bool,
}

/// The rule, and how it is broken.
#[derive(Debug)]
pub(crate) enum Broken {
    Rule(&'static Rule, Refusal),
    /// A validator of a whole section said so; the path is what could not be found in it.
    Raised {
        path: String,
        message: String,
    },
    /// These are not set, and it needs them.
    Requires(Vec<Party>),
    /// These are set, too.
    Several(Vec<Party>),
    /// It is not set, and the other one has a value that asks for it; nothing if that is secret.
    RequiredIf {
        sibling: Party,
        value: Option<&'static str>,
    },
    /// None of these is set.
    NoneOf(Vec<Party>),
}

/// A field that has to do with it.
#[derive(Debug)]
pub(crate) struct Party {
    pub(crate) trail: Vec<Crumb>,
    pub(crate) mark: Mark,
}

impl Breach {
    /// Whether nothing is there that could be shown.
    pub(crate) fn is_absence(&self) -> bool {
        matches!(self.broken, Broken::NoneOf(_) | Broken::RequiredIf { .. })
    }
}
