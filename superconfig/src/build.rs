//! What generated code asks while it makes a struct out of its draft.

use std::{any::Any, cell::RefCell};

#[cfg(feature = "watch")]
use crate::reload::Keeping;
use crate::{
    config::SuperConfig,
    draft::{Crumb, ListDraft, MapDraft, NoDraft},
    gather::Gather as _,
    problem::{Breach, Broken, Fault, FaultKind},
    registry::{Cell, cell_of},
    schema::{Schema, trail_path},
    validate::Invalid,
};

/// Goes along while the generated `build` takes the values out of a draft, and knows where it is.
#[derive(Debug)]
pub struct Build<'a> {
    profiles: &'a [String],
    trail: RefCell<Vec<Crumb>>,
    faults: RefCell<Vec<Fault>>,
    /// The sections that something is wrong in already.
    doubts: Vec<String>,
    /// The values that are taken over from the config that is running, by path.
    #[cfg(feature = "watch")]
    keeping: Option<&'a Keeping>,
}

impl<'a> Build<'a> {
    pub(crate) fn new(profiles: &'a [String]) -> Self {
        Self {
            profiles,
            trail: RefCell::default(),
            faults: RefCell::default(),
            doubts: Vec::new(),
            #[cfg(feature = "watch")]
            keeping: None,
        }
    }

    /// With values that are taken over from the config that is running.
    #[cfg(feature = "watch")]
    pub(crate) fn keeping(self, keeping: Option<&'a Keeping>) -> Self {
        Self { keeping, ..self }
    }

    /// The sections of a field that are taken over from the config that is running, instead of what was loaded.
    #[cfg(feature = "watch")]
    #[must_use]
    pub fn kept<T: 'static>(&self, schema: &'static Schema, index: usize) -> Option<T> {
        let (keeping, mut kept) = (self.keeping?, None::<T>);
        self.enter(schema, index);
        keeping.put(&self.trail.borrow(), &mut kept);
        self.leave();
        kept
    }

    /// With the paths that something is wrong with already, where no validator looks: it may rely on what the rules promise.
    pub(crate) fn doubting(self, doubts: Vec<String>) -> Self {
        Self { doubts, ..self }
    }

    /// Which of a setting's profiles decides its default: one more than its index, or 0 for none. The profile that was
    /// activated last wins.
    #[must_use]
    pub fn profile(&self, names: &[&str]) -> usize {
        overlay(self.profiles, names).map_or(0, |index| index + 1)
    }

    /// What comes next is the field of a schema at an index.
    pub fn enter(&self, schema: &'static Schema, index: usize) {
        self.trail.borrow_mut().push(Crumb::of(&schema.fields[index]));
    }

    /// Back to the section that holds the field.
    pub fn leave(&self) {
        self.trail.borrow_mut().pop();
    }

    /// The sections of a list.
    #[must_use]
    pub fn list<D, T, C: FromIterator<T>>(
        &self,
        schema: &'static Schema,
        index: usize,
        draft: ListDraft<D>,
        build: fn(D, &Build<'_>) -> Option<T>,
    ) -> Option<C> {
        self.enter(schema, index);
        let each = |(at, draft)| self.element(Crumb::Index(at), draft, build);
        // All of them, whatever is wrong with the first.
        let all: Vec<_> = draft.drafts.into_iter().enumerate().map(each).gather();
        self.leave();
        all.into_iter().collect()
    }

    /// The sections of a map.
    #[must_use]
    pub fn map<D, T, C: FromIterator<(String, T)>>(
        &self,
        schema: &'static Schema,
        index: usize,
        draft: MapDraft<D>,
        build: fn(D, &Build<'_>) -> Option<T>,
    ) -> Option<C> {
        self.enter(schema, index);
        let each = |(key, draft): (String, D)| Some((key.clone(), self.element(Crumb::Key(key), draft, build)?));
        let all: Vec<_> = draft.into_entries().map(each).gather();
        self.leave();
        all.into_iter().collect()
    }

    fn element<D, T>(&self, crumb: Crumb, draft: D, build: fn(D, &Build<'_>) -> Option<T>) -> Option<T> {
        self.trail.borrow_mut().push(crumb);
        let made = build(draft, self);
        self.leave();
        made
    }

    /// Has a validator look at a finished field of a schema.
    pub fn check_field<T: ?Sized>(
        &self,
        schema: &'static Schema,
        index: usize,
        value: Option<&T>,
        check: impl FnOnce(&T) -> Vec<Invalid>,
    ) {
        if let Some(value) = value {
            self.enter(schema, index);
            self.check(value, check);
            self.leave();
        }
    }

    /// Has a validator look at a finished section.
    pub fn check<T: ?Sized>(&self, value: &T, check: impl FnOnce(&T) -> Vec<Invalid>) {
        /// Beyond that a report helps nobody.
        const MOST: usize = 100;
        let trail = self.trail.borrow().clone();
        let path = trail_path(&trail);
        let doubtful = |doubt: &String| {
            let inner = doubt.strip_prefix(&path);
            doubt.is_empty()
                || inner.is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
        };
        if self.doubts.iter().any(doubtful) {
            return;
        }
        let mut faults = self.faults.borrow_mut();
        for invalid in check(value) {
            if faults.len() >= MOST {
                break;
            }
            let broken = Broken::Raised { path: invalid.path, message: invalid.message };
            let breach = Breach { broken, default: None, exact: true };
            let mut fault = Fault::new(FaultKind::Breach(Box::new(breach)), 0);
            fault.trail.clone_from(&trail);
            faults.push(fault);
        }
    }

    pub(crate) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }
}

/// The settings of an enum's variant that has none.
#[derive(Debug)]
pub struct Nothing;

impl SuperConfig for Nothing {
    type Draft = NoDraft;
    const SCHEMA: &'static Schema = Schema::EMPTY;

    fn fill(_: usize, _: &mut dyn Any, _: &Build<'_>) {}

    fn build(_: NoDraft, _: &Build<'_>) -> Option<Self> {
        Some(Self)
    }

    #[cfg(feature = "inspect")]
    fn visit(&self, _: &mut dyn crate::inspect::Eye) {}

    fn cell() -> &'static Cell<Self> {
        cell_of::<Self>()
    }
}

/// The index of the profile in `names` that was activated last.
pub(crate) fn overlay(active: &[String], names: &[&str]) -> Option<usize> {
    active.iter().rev().find_map(|profile| names.iter().position(|name| name == profile))
}
