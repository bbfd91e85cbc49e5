//! The one way from a source into a draft: find the key, enter the section, read the value, remember who said it, and
//! note what is wrong without stopping.

use std::any::Any;

use super::{Draft, Found, Input, Mismatch, OptionalSlot, Slot, Step};
use crate::{
    mount::is_neighbours_key,
    origin::Mark,
    problem::{Fault, FaultKind, ProblemKind},
    schema::{Field, Kind, Schema, SettingSchema},
};

/// Writes one source into a draft.
pub(crate) struct Writer<'p> {
    /// The number of the source, as in [`Mark`].
    source: u32,
    faults: &'p mut Vec<Fault>,
    /// Where the writer is: the fields, and the keys they were called by.
    trail: Vec<(&'static Field, &'static str)>,
    allow_unknown: bool,
    root: &'static Schema,
    /// How many problems and warnings there were, noted or not.
    problems: usize,
    warnings: usize,
}

/// The most problems, and the most warnings, of one source that are noted; a hostile file has millions.
const MOST: usize = 100;

/// Where in its source a value stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    /// What goes into the [`Mark`].
    pub(crate) mark: u32,
    /// The bytes of the value, if the format knows them.
    pub(crate) span: Option<(usize, usize)>,
}

impl At {
    #[cfg(any(feature = "json", feature = "yaml"))]
    pub(crate) const NOWHERE: At = At { mark: Mark::NOWHERE, span: None };

    #[cfg(feature = "toml")]
    pub(crate) fn bytes(span: std::ops::Range<usize>) -> At {
        At { mark: u32::try_from(span.start).unwrap_or(Mark::NOWHERE), span: Some((span.start, span.end)) }
    }

    fn range(self) -> Option<std::ops::Range<usize>> {
        self.span.map(|(start, end)| start..end)
    }
}

/// What a key names.
pub(crate) enum Place<'d> {
    Setting { setting: &'static SettingSchema, value: &'d mut dyn Any, mark: &'d mut Mark },
    Section { schema: &'static Schema, draft: &'d mut dyn Draft },
    Optional { schema: &'static Schema, slot: &'d mut dyn OptionalSlot },
}

impl<'p> Writer<'p> {
    pub(crate) fn new(source: u32, root: &'static Schema, allow_unknown: bool, faults: &'p mut Vec<Fault>) -> Self {
        Self { source, faults, trail: Vec::with_capacity(4), allow_unknown, root, problems: 0, warnings: 0 }
    }

    /// What `key` names in a section; `None`, noted, if nothing. The writer is then at that key until [`Self::leave`].
    pub(crate) fn enter<'d>(
        &mut self,
        schema: &'static Schema,
        draft: &'d mut dyn Draft,
        key: &str,
        key_at: At,
    ) -> Option<Place<'d>> {
        if let Some((index, called)) = schema.find(key) {
            let field = &schema.fields[index];
            if called != field.key || field.deprecated.is_some() {
                self.trail.push((field, called));
                self.fault(FaultKind::Deprecated { alias: (called != field.key).then_some(called) }, key_at);
                self.trail.pop();
            }
            return Some(self.open(schema, draft, index, called));
        }
        let flattened = schema.flattened().find(|(_, inner)| inner.knows(key));
        if let Some((index, inner)) = flattened
            && let Slot::Section(draft) = draft.slot(index)
        {
            return self.enter(inner, draft, key, key_at);
        }
        let elsewhere = self.trail.is_empty() && (key == "$schema" || is_neighbours_key(self.root, key));
        if !elsewhere {
            let allowed = self.allow_unknown || schema.allow_unknown;
            self.fault(FaultKind::UnknownKey { key: key.to_owned(), known: schema, allowed }, key_at);
        }
        None
    }

    /// Enters a field by its index; `called` is the key that the source used.
    pub(crate) fn open<'d>(
        &mut self,
        schema: &'static Schema,
        draft: &'d mut dyn Draft,
        index: usize,
        called: &'static str,
    ) -> Place<'d> {
        let field = &schema.fields[index];
        self.trail.push((field, called));
        match (&field.kind, draft.slot(index)) {
            (Kind::Setting(setting), Slot::Setting { value, mark }) => Place::Setting { setting, value, mark },
            (Kind::Section(schema) | Kind::Flatten(schema), Slot::Section(draft)) => Place::Section { schema, draft },
            (Kind::Optional(schema), Slot::Optional(slot)) => Place::Optional { schema, slot },
            _ => unreachable!("the derive emits schema and slots from one model"),
        }
    }

    /// Back to the section that holds the key.
    pub(crate) fn leave(&mut self) {
        self.trail.pop();
    }

    /// Reads an input into the setting that the writer is at.
    pub(crate) fn set(
        &mut self,
        setting: &'static SettingSchema,
        value: &mut dyn Any,
        mark: &mut Mark,
        at: At,
        input: Input<'_>,
    ) {
        if mark.source == self.source {
            self.fault(FaultKind::Twice { first: mark.at }, at);
        }
        let null = matches!(input, Input::Null);
        match (setting.leaf.read)(value, input) {
            Ok(()) if null => *mark = Mark::UNSET,
            Ok(()) => *mark = Mark { source: self.source, at: at.mark },
            Err(mismatch) => self.refuse(mark, mismatch, at),
        }
    }

    /// Notes what a format itself has against the value of the setting that the writer is at.
    pub(crate) fn refuse(&mut self, mark: &mut Mark, mismatch: Box<Mismatch>, at: At) {
        if mark.is_unset() {
            *mark = Mark::FAILED;
        }
        self.mismatch(mismatch, at);
    }

    /// Notes that a section was wanted where something else stands.
    pub(crate) fn not_a_section(&mut self, found: Found, at: At) {
        self.fault(FaultKind::NotASection { found }, at);
    }

    pub(crate) fn mismatch(&mut self, mut mismatch: Box<Mismatch>, at: At) {
        if mismatch.aborted {
            return;
        }
        mismatch.steps.reverse();
        let more = std::mem::take(&mut mismatch.more);
        let span = mismatch.span.take().or_else(|| at.range());
        let steps = std::mem::take(&mut mismatch.steps);
        let mut fault = self.blank(FaultKind::Mismatch(mismatch));
        (fault.span, fault.mark, fault.steps) = (span, at.mark, steps);
        self.note(fault);
        for other in more {
            self.mismatch(Box::new(other), at);
        }
    }

    pub(crate) fn fault(&mut self, kind: FaultKind, at: At) {
        let mut fault = self.blank(kind);
        (fault.span, fault.mark) = (at.range(), at.mark);
        self.note(fault);
    }

    /// Notes a syntax error of the source.
    pub(crate) fn syntax(&mut self, message: impl Into<String>, span: Option<std::ops::Range<usize>>) {
        self.note(Fault::plain(ProblemKind::Syntax, self.source, message, None).at(span));
    }

    /// Blames the elements of a setting that were noted since `from` on the variables that gave them.
    pub(crate) fn blame(&mut self, from: usize, variable: impl Fn(&Step) -> Option<u32>) {
        for fault in &mut self.faults[from..] {
            if let Some(mark) = fault.steps.first().and_then(&variable) {
                fault.mark = mark;
            }
        }
    }

    fn note(&mut self, fault: Fault) {
        let count = if fault.is_warning() { &mut self.warnings } else { &mut self.problems };
        *count += 1;
        if *count <= MOST {
            self.faults.push(fault);
        }
    }

    /// Says how many problems were not noted.
    pub(crate) fn finish(self) {
        for (count, warning) in [(self.problems, false), (self.warnings, true)] {
            if let Some(count @ 1..) = count.checked_sub(MOST) {
                self.faults.push(Fault::new(FaultKind::More { count, warning }, self.source));
            }
        }
    }

    /// How many problems there are so far.
    pub(crate) fn noted(&self) -> usize {
        self.faults.len()
    }

    /// Puts what was noted since `from` into the order of the keys that it is about, as if they had been read sorted.
    #[cfg(feature = "toml")]
    pub(crate) fn sort_since(&mut self, from: usize) {
        self.faults[from..].sort_by(|a, b| a.keys.cmp(&b.keys));
    }

    fn blank(&self, kind: FaultKind) -> Fault {
        let mut fault = Fault::new(kind, self.source);
        fault.chain = self.trail.iter().map(|step| step.0).collect();
        fault.keys = self.trail.iter().map(|step| step.1.to_owned()).collect();
        fault
    }
}

/// Puts a section back to its defaults: what `null` does.
#[cfg(any(feature = "json", feature = "yaml"))]
pub(crate) fn unset(schema: &'static Schema, draft: &mut dyn Draft) {
    for (index, field) in schema.fields.iter().enumerate() {
        match (&field.kind, draft.slot(index)) {
            (Kind::Setting(setting), Slot::Setting { value, mark }) => {
                if (setting.leaf.read)(value, Input::Null).is_ok() {
                    *mark = Mark::UNSET;
                }
            }
            (Kind::Section(inner) | Kind::Flatten(inner), Slot::Section(draft)) => unset(inner, draft),
            (_, Slot::Optional(slot)) => slot.clear(),
            _ => unreachable!("the derive emits schema and slots from one model"),
        }
    }
}

/// What is told of each setting: its chain of fields, and its mark.
pub(crate) type Visit<'v> = dyn FnMut(&[&'static Field], &'static SettingSchema, Option<Mark>) + 'v;

/// Every setting of the tree in the order of [`Schema::walk`], with its mark; `None` in optional sections that are absent.
pub(crate) fn each_setting(
    schema: &'static Schema,
    mut draft: Option<&mut dyn Draft>,
    chain: &mut Vec<&'static Field>,
    visit: &mut Visit<'_>,
) {
    for (index, field) in schema.fields.iter().enumerate() {
        chain.push(field);
        match (&field.kind, draft.as_mut().map(|draft| draft.slot(index))) {
            (Kind::Setting(setting), Some(Slot::Setting { mark, .. })) => visit(chain, setting, Some(*mark)),
            (Kind::Setting(setting), None) => visit(chain, setting, None),
            (Kind::Section(inner) | Kind::Flatten(inner), Some(Slot::Section(draft))) => {
                each_setting(inner, Some(draft), chain, visit);
            }
            (Kind::Optional(inner), Some(Slot::Optional(slot))) => each_setting(inner, slot.get(), chain, visit),
            (Kind::Section(inner) | Kind::Flatten(inner) | Kind::Optional(inner), None) => {
                each_setting(inner, None, chain, visit);
            }
            _ => unreachable!("the derive emits schema and slots from one model"),
        }
        chain.pop();
    }
}
