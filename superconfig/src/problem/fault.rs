//! A problem as it is noted while a load runs: what happened where, before anybody asks for line numbers.

use std::ops::Range;

use super::{Breach, ProblemKind};
use crate::{
    draft::{Crumb, Found, Mismatch, Step},
    format::Format,
    gather::Gather as _,
    origin::Mark,
    schema::{Field, Removed, Schema, Sources},
};

/// Something that went wrong in one source, or in none.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    /// As in [`Mark`]; 0 if no source is to blame.
    pub(crate) source: u32,
    /// Where in the source, as in [`Mark`].
    pub(crate) mark: u32,
    /// The bytes in question, if known.
    pub(crate) span: Option<Range<usize>>,
    /// The setting or section, from the root, and the keys by which the source called it.
    pub(crate) trail: Vec<Crumb>,
    /// From the setting to the offending element.
    pub(crate) steps: Vec<Step>,
    /// What is known beyond its kind: a sentence that says it better, and what to do rather than what is usual.
    pub(crate) advice: Option<(String, String)>,
}

#[derive(Debug)]
pub(crate) enum FaultKind {
    Mismatch(Box<Mismatch>),
    NotASection {
        found: Found,
    },
    /// Elements of a list cannot be taken out of it.
    NotComparable,
    /// An enum has no variant of that name.
    UnknownVariant {
        found: String,
        known: &'static Schema,
    },
    /// Something else where the name of a variant belongs.
    NotAVariant {
        found: Found,
        known: &'static Schema,
    },
    /// Nothing says which variant an enum is.
    NoVariant {
        known: &'static Schema,
    },
    /// One source says that an enum is two variants.
    Variants {
        first: &'static str,
        second: &'static str,
    },
    UnknownKey {
        key: String,
        known: &'static Schema,
        allowed: bool,
    },
    /// So many more than are noted one by one.
    More {
        count: usize,
        warning: bool,
    },
    /// `first` is the mark of the other one.
    Twice {
        first: u32,
    },
    Deprecated {
        alias: Option<&'static str>,
    },
    /// A former name of a key or, where there is no text, of a variable; `ignored` if the other one is there as well.
    Former {
        name: String,
        instead: String,
        ignored: bool,
    },
    /// A key or variable that there is no more.
    Removed {
        name: String,
        removed: &'static Removed,
        allowed: bool,
    },
    /// The same of a variant of an enum.
    RemovedVariant {
        removed: &'static Removed,
    },
    Missing,
    /// Values of the right type that break a rule.
    Breach(Box<Breach>),
    /// The setting may not be set by that kind of source.
    Forbidden {
        by: Sources,
    },
    /// Something that a load goes on in spite of and that needs no schema to be told.
    Notice {
        kind: ProblemKind,
        message: String,
        help: Option<String>,
    },
    /// The text was not in the format that its name says.
    OtherFormat {
        named: Format,
        read: Format,
    },
    UnknownVariable {
        name: String,
    },
    /// Whatever needs no schema to be told.
    Plain {
        kind: ProblemKind,
        message: String,
        help: Option<String>,
    },
}

impl Fault {
    pub(crate) fn new(kind: FaultKind, source: u32) -> Self {
        let (trail, steps) = (Vec::new(), Vec::new());
        Self { kind, source, mark: Mark::NOWHERE, span: None, trail, steps, advice: None }
    }

    pub(crate) fn plain(kind: ProblemKind, source: u32, message: impl Into<String>, help: Option<String>) -> Self {
        Self::new(FaultKind::Plain { kind, message: message.into(), help }, source)
    }

    pub(crate) fn notice(kind: ProblemKind, source: u32, message: impl Into<String>, help: Option<String>) -> Self {
        Self::new(FaultKind::Notice { kind, message: message.into(), help }, source)
    }

    pub(crate) fn at(mut self, span: Option<Range<usize>>) -> Self {
        self.span = span;
        self
    }

    /// The field that it is about.
    pub(crate) fn field(&self) -> Option<&'static Field> {
        self.trail.iter().rev().find_map(Crumb::field)
    }

    /// The fields on the way there.
    #[cfg(all(test, feature = "toml", not(feature = "toml_crate")))]
    pub(crate) fn chain(&self) -> Vec<&'static Field> {
        self.trail.iter().filter_map(Crumb::field).gather()
    }

    /// Whether it is about what stands where a section belongs, so that nobody need be told that its parts are missing.
    pub(crate) fn is_about_section(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::UnknownVariant { .. }
                | FaultKind::NotAVariant { .. }
                | FaultKind::NoVariant { .. }
                | FaultKind::NotASection { .. }
                | FaultKind::UnknownKey { .. }
                | FaultKind::Removed { .. }
                | FaultKind::RemovedVariant { .. }
        )
    }

    /// The path in the source.
    pub(crate) fn keys(&self) -> Vec<Step> {
        self.trail.iter().filter_map(Crumb::step).gather()
    }

    /// Gives advice about a syntax error that has none.
    pub(crate) fn advise(&mut self, advice: &str) {
        if let FaultKind::Plain { kind: ProblemKind::Syntax, help: help @ None, .. } = &mut self.kind {
            *help = Some(advice.to_owned());
        }
    }

    pub(crate) fn is_syntax(&self) -> bool {
        matches!(self.kind, FaultKind::Plain { kind: ProblemKind::Syntax, .. })
    }

    /// Whether a load goes on in spite of it.
    pub(crate) fn is_warning(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::Deprecated { .. }
                | FaultKind::Notice { .. }
                | FaultKind::Former { .. }
                | FaultKind::Removed { allowed: true, .. }
                | FaultKind::More { warning: true, .. }
                | FaultKind::UnknownVariable { .. }
                | FaultKind::OtherFormat { .. }
                | FaultKind::UnknownKey { allowed: true, .. }
        )
    }
}
