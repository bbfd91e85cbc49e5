//! One value as a source has it, on its way to the reader of a setting: an [`Input`], and what is wrong with it if the
//! reader cannot take it: a [`Mismatch`].

use std::borrow::Cow;

use crate::substitute::Unclear;

/// A value that some source holds.
///
/// `Str` is a string of a typed format: it is one because its author quoted it. `Text` is untyped text (a variable,
/// an argument, a secret file): the reader decides what it means.
pub enum Input<'a> {
    /// `null`: back to the default.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer of any width.
    Int(i128),
    /// A floating-point number.
    Float(f64),
    /// A string.
    Str(&'a str),
    /// A date or time that the format knows as such.
    Date(&'a str),
    /// Text without a type.
    Text(&'a str),
    /// The content of a file, for types that take it whatever it is.
    Bytes(&'a [u8]),
    /// A list.
    List(&'a mut dyn List),
    /// A table, mapping or object.
    Map(&'a mut dyn Map),
}

/// What a reader would like of an element, for formats whose plain scalars have no type of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Whatever the format takes it for.
    Any,
    /// Text: `1.10` stays `1.10`.
    Text,
}

/// What reading gives.
pub type ReadResult = Result<(), Box<Mismatch>>;

/// The elements of a list, one after another.
pub trait List {
    /// Hands the next element to `read`; `false` when there is none.
    ///
    /// # Errors
    /// What `read` or the source has to say against the element.
    fn next(&mut self, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>>;
}

/// The entries of a map, one after another: a key, then its value.
pub trait Map {
    /// Hands the next key to `read`; `false` when there is none.
    ///
    /// # Errors
    /// What the source has to say against the key.
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>>;

    /// Hands the value of the last key to `read`.
    ///
    /// # Errors
    /// What `read` or the source has to say against the value.
    fn value(&mut self, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult;
}

impl Input<'_> {
    /// The input with its kind, as a problem says what was found.
    #[must_use]
    pub fn describe(&self) -> Found {
        let (kind, value) = match self {
            Input::Null => ("nothing", None),
            Input::Bool(value) => ("the boolean", Some(value.to_string())),
            Input::Int(value) => ("the integer", Some(value.to_string())),
            Input::Float(value) => ("the number", Some(value.to_string())),
            Input::Str(value) => ("the string", Some(quoted(value))),
            Input::Date(value) => ("the date", Some((*value).to_owned())),
            Input::Text(value) => ("the text", Some(quoted(value))),
            Input::Bytes(_) => ("bytes", None),
            Input::List(_) => ("a list", None),
            Input::Map(_) => ("a table", None),
        };
        Found { kind, value }
    }
}

/// A string in quotes, cut where it gets too long for a report.
fn quoted(value: &str) -> String {
    const LONGEST: usize = 60;
    match value.char_indices().nth(LONGEST) {
        None => format!("{value:?}"),
        Some((end, _)) => format!("{:?}…", &value[..end]),
    }
}

/// What was found instead of what was expected: the kind may always be shown, the value only if it is not secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    kind: &'static str,
    value: Option<String>,
}

impl Found {
    /// Something whose value does not matter.
    pub(crate) fn kind(kind: &'static str) -> Found {
        Found { kind, value: None }
    }

    /// A list of which only the length matters.
    pub(crate) fn list(length: String) -> Found {
        Found { kind: "a list of", value: Some(length) }
    }

    /// The text for a report.
    pub(crate) fn show(&self, secret: bool) -> String {
        match &self.value {
            None => self.kind.to_owned(),
            Some(value) if !secret => format!("{} {value}", self.kind),
            Some(length) if self.kind == "a list of" => format!("a list of {length}"),
            Some(_) => self.kind.replacen("the ", if self.kind == "the integer" { "an " } else { "a " }, 1),
        }
    }
}

/// A step from a setting to the element in it that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Into a map or table.
    Key(String),
    /// Into a list, counted from 0.
    Index(usize),
}

impl Step {
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Step::Key(key) => Some(key),
            Step::Index(_) => None,
        }
    }
}

/// Why a reader could not take an input.
#[derive(Debug)]
pub struct Mismatch {
    /// What would have been right, as a noun phrase.
    pub expected: Cow<'static, str>,
    /// What was there.
    pub found: Option<Found>,
    /// What a parser or the user's own code said about it; may quote the value.
    pub reason: Option<String>,
    /// From the setting to the offending element, innermost first.
    pub steps: Vec<Step>,
    /// The bytes of the offending element, if the format knows them.
    pub span: Option<std::ops::Range<usize>>,
    /// What is wrong with other elements of the same list or map.
    pub more: Vec<Mismatch>,
    /// How to mend it.
    pub help: Option<String>,
    /// The source itself broke off; it says why.
    pub aborted: bool,
}

impl Mismatch {
    /// `expected` was wanted and `found` was there.
    #[cold]
    #[must_use]
    pub fn new(expected: impl Into<Cow<'static, str>>, found: &Input<'_>) -> Box<Self> {
        Box::new(Self { expected: expected.into(), found: Some(found.describe()), ..Self::blank() })
    }

    /// `expected` was wanted; `reason` says what is wrong with what was there.
    #[cold]
    #[must_use]
    pub fn because(expected: impl Into<Cow<'static, str>>, reason: String) -> Box<Self> {
        Box::new(Self { expected: expected.into(), reason: Some(reason), ..Self::blank() })
    }

    /// The source could not go on and has noted why.
    #[cold]
    #[must_use]
    pub fn aborted() -> Box<Self> {
        Box::new(Self { aborted: true, ..Self::blank() })
    }

    /// The names in a text do not stand for anything. Which they are is no secret, unlike what they stand for.
    #[cold]
    pub(crate) fn unclear(unclear: Unclear) -> Box<Self> {
        Box::new(Self { expected: Cow::Owned(unclear.message), help: unclear.help, ..Self::blank() })
    }

    fn blank() -> Self {
        Self {
            expected: Cow::Borrowed(""),
            found: None,
            reason: None,
            steps: Vec::new(),
            span: None,
            more: Vec::new(),
            help: None,
            aborted: false,
        }
    }

    /// The same, seen from one level further out.
    #[must_use]
    pub fn under(mut self: Box<Self>, step: Step) -> Box<Self> {
        for other in &mut self.more {
            other.steps.push(step.clone());
        }
        self.steps.push(step);
        self
    }

    /// Adds a mismatch to those of the elements before it.
    pub(crate) fn and(mut self: Box<Self>, noted: &mut Option<Box<Self>>) {
        match noted {
            None => *noted = Some(self),
            Some(first) => {
                let more = std::mem::take(&mut self.more);
                first.more.push(*self);
                first.more.extend(more);
            }
        }
    }

    /// The sentence for a report.
    pub(crate) fn message(&self, secret: bool) -> String {
        match (&self.found, &self.reason) {
            (_, Some(_)) if secret && self.expected.is_empty() => {
                "its value is refused; why is not shown, since that might quote it".to_owned()
            }
            (_, Some(_)) if secret => format!("expected {}", self.expected),
            (_, Some(reason)) if self.expected.is_empty() => reason.clone(),
            (Some(found), Some(reason)) => {
                format!("expected {}, found {}: {reason}", self.expected, found.show(secret))
            }
            (None, Some(reason)) => format!("expected {}: {reason}", self.expected),
            (Some(found), None) => format!("expected {}, found {}", self.expected, found.show(secret)),
            // Whole sentences come with their own cure.
            (None, None) if self.help.is_some() => self.expected.clone().into_owned(),
            (None, None) => format!("expected {}", self.expected),
        }
    }
}
