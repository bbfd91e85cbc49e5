//! Settings that cannot change while the program runs: their values are taken from the running config, or held against it.

use std::{
    any::Any,
    collections::{BTreeMap, HashMap},
    sync::Mutex,
};

use crate::{
    draft::Crumb,
    inspect::{Eye, Visit},
    schema::{Field, Schema, trail_path},
};

/// What a reload may do with a field that is not to be changed while the program runs.
pub enum Guard<'v> {
    /// It keeps the old value: `reload = "restart"`.
    Restart(&'v dyn Keep),
    /// It fails if the value is another: `reload = "reject"`.
    Reject,
}

/// A value that can be taken along into the next config.
pub trait Keep {
    /// A copy of it.
    fn keep(&self) -> Kept;
}

/// A value that was taken along.
pub type Kept = Box<dyn Any + Send>;

impl<T: Clone + Send + 'static> Keep for T {
    fn keep(&self) -> Kept {
        Box::new(self.clone())
    }
}

/// The guarded fields of a config by their paths, those in absent sections left out.
#[derive(Default)]
pub(crate) struct Guarded {
    /// By path: a copy of what must stay, or nothing where a change fails the reload.
    fields: BTreeMap<String, Option<Kept>>,
}

/// The values that the next config takes over, by path.
pub(crate) type Keeping = Mutex<HashMap<String, Kept>>;

impl Guarded {
    pub(crate) fn of(schema: &'static Schema, visit: Visit<'_>) -> Self {
        let mut guarded = Self::default();
        visit(&mut Collector { schema, trail: &mut Vec::new(), guarded: &mut guarded });
        guarded
    }

    /// The guarded field that a setting is, or is in: whether it fails the reload.
    pub(crate) fn rejects(&self, path: &str) -> Option<bool> {
        let within =
            |field: &str| path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
        self.fields.iter().find(|(field, _)| within(field)).map(|(_, kept)| kept.is_none())
    }

    /// The values that must stay.
    pub(crate) fn into_kept(self) -> Keeping {
        Mutex::new(self.fields.into_iter().filter_map(|(path, kept)| Some((path, kept?))).collect())
    }
}

struct Collector<'c> {
    schema: &'static Schema,
    trail: &'c mut Vec<Crumb>,
    guarded: &'c mut Guarded,
}

impl Collector<'_> {
    fn under(&mut self, field: &'static Field, crumb: Option<Crumb>, visit: Visit<'_>) {
        let length = self.trail.len();
        self.trail.push(Crumb::of(field));
        self.trail.extend(crumb);
        let schema = field.kind.section().unwrap_or(Schema::EMPTY);
        visit(&mut Collector { schema, trail: self.trail, guarded: self.guarded });
        self.trail.truncate(length);
    }
}

impl Eye for Collector<'_> {
    fn setting(&mut self, _: usize, _: &dyn Any) {}

    fn section(&mut self, index: usize, visit: Visit<'_>) {
        self.under(&self.schema.fields[index], None, visit);
    }

    fn list(&mut self, index: usize, count: usize, visit: &mut dyn FnMut(usize, &mut dyn Eye)) {
        for at in 0..count {
            self.under(&self.schema.fields[index], Some(Crumb::Index(at)), &mut |eye| visit(at, eye));
        }
    }

    fn map(&mut self, index: usize, keys: Vec<String>, visit: &mut dyn FnMut(usize, &mut dyn Eye)) {
        for (at, key) in keys.into_iter().enumerate() {
            self.under(&self.schema.fields[index], Some(Crumb::Key(key)), &mut |eye| visit(at, eye));
        }
    }

    fn guarded(&mut self, index: usize, guard: Guard<'_>) {
        self.trail.push(Crumb::of(&self.schema.fields[index]));
        let kept = match guard {
            Guard::Restart(value) => Some(value.keep()),
            Guard::Reject => None,
        };
        self.guarded.fields.insert(trail_path(self.trail), kept);
        self.trail.pop();
    }
}
