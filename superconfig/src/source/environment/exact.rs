//! The names of all settings as the reference lists them, for those who want no others.

use std::{
    ffi::{OsStr, OsString},
    ops::Range,
};

use super::{Environment, fold, path::Hop, search::tag_name};
use crate::schema::{Env, Kind, Schema};

/// Up to so many names are asked for one by one: that costs about a hundredth of a scan each, since the system copies every variable
/// for whoever scans.
pub(super) const FEW: usize = 80;

/// The variables with listed names, each asked for, in the order of the struct.
pub(super) struct Found {
    variables: Vec<Variable>,
    /// Their names, one after the other.
    names: String,
    /// The ways to their settings, in the same way.
    hops: Vec<Hop>,
}

struct Variable {
    value: OsString,
    name: Range<usize>,
    way: Range<usize>,
    /// Whether that way is the only one.
    certain: bool,
}

/// Is shown a variable, and the way to its setting if it is certain which that is.
type Visit<'v> = dyn FnMut(Option<&[Hop]>, &OsStr, &OsStr) + 'v;

impl Found {
    pub(super) fn of(schema: &'static Schema, prefix: &str, environment: &Environment) -> Self {
        let mut found = Self { variables: Vec::new(), names: String::new(), hops: Vec::new() };
        let (mut stem, path) = (String::with_capacity(64), Vec::with_capacity(8));
        stem.push_str(&fold(prefix));
        let ask = &mut |name: &str, path: Option<&[Hop]>| found.ask(name, path, environment);
        Names { stem, path, former: false, ask }.section(schema);
        found
    }

    fn ask(&mut self, name: &str, path: Option<&[Hop]>, environment: &Environment) {
        let Self { variables, names, hops } = self;
        let mut known = None;
        environment.called(name, &mut |name, value| {
            // A name may stand for several things: of one it is a former name, another is gone. Then it is looked up which one it is.
            if *known.get_or_insert_with(|| unsettle(variables, names, name)) {
                return;
            }
            if variables.is_empty() {
                // Mostly there are few, or none.
                variables.reserve(8);
                names.reserve(16 * name.len());
                hops.reserve(24);
            }
            let (first, start) = (names.len(), hops.len());
            names.push_str(name);
            hops.extend_from_slice(path.unwrap_or_default());
            let (name, way) = (first..names.len(), start..hops.len());
            variables.push(Variable { value, name, way, certain: path.is_some() });
        });
    }

    /// Visits them.
    pub(super) fn each(&self, visit: &mut Visit<'_>) {
        for Variable { value, name, way, certain } in &self.variables {
            let way = certain.then(|| &self.hops[way.clone()]);
            visit(way, OsStr::new(&self.names[name.clone()]), value);
        }
    }
}

/// Notes of the variables that have a name that it is not certain what they mean; whether there are any.
fn unsettle(variables: &mut [Variable], names: &str, name: &str) -> bool {
    let same = variables.iter_mut().filter(|other| names[other.name.clone()] == *name);
    same.map(|other| other.certain = false).count() > 0
}

/// Is told a name, and where its setting is, unless it is a former name or one that there is no setting for.
type Ask<'v> = dyn FnMut(&str, Option<&[Hop]>) + 'v;

struct Names<'v> {
    /// What the next ones begin with.
    stem: String,
    /// Where that leads to.
    path: Vec<Hop>,
    /// Whether that is a former name.
    former: bool,
    ask: &'v mut Ask<'v>,
}

impl Names<'_> {
    /// Everything that is called by the stem and what is in a section.
    fn section(&mut self, schema: &'static Schema) {
        if let Some(tag) = schema.tag() {
            self.joined(&tag_name(tag), Self::ask_for_none);
        }
        // Whoever still sets what is gone is told so. What is removed from an enum with a tag are values.
        for removed in schema.removed.iter().filter(|_| schema.tag().is_none()) {
            self.joined(removed.env, Self::ask_for_none);
        }
        for (index, field) in schema.fields.iter().enumerate() {
            self.path.push(Hop::Field(index));
            match (field.env, &field.kind) {
                (Env::Off, _) => {}
                (Env::Key(_), Kind::Flatten(inner) | Kind::Variant(inner)) => self.section(inner),
                (Env::Key(key), kind) => {
                    self.joined(key, |this| this.enter(kind));
                    let former = std::mem::replace(&mut self.former, true);
                    field.env_aliases.iter().for_each(|key| self.joined(key, |this| this.enter(kind)));
                    self.former = former;
                }
                (Env::Absolute(name), kind) => {
                    let stem = std::mem::replace(&mut self.stem, fold(name).into_owned());
                    self.enter(kind);
                    self.stem = stem;
                }
            }
            self.path.pop();
        }
    }

    /// What is called by the stem, and what begins with it.
    fn enter(&mut self, kind: &Kind) {
        match kind {
            Kind::Setting(_) | Kind::List(..) | Kind::Map(_) => self.ask(),
            Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) | Kind::Variant(inner) => {
                // The bare name of a variant.
                if inner.choice.is_some_and(|choice| choice.tag.is_none()) {
                    self.ask();
                }
                self.section(inner);
            }
        }
    }

    /// Does something with the key behind the stem.
    fn joined(&mut self, key: &str, then: impl FnOnce(&mut Self)) {
        let end = self.stem.len();
        if end > 0 {
            self.stem.push('_');
        }
        self.stem.push_str(&fold(key));
        then(self);
        self.stem.truncate(end);
    }

    fn ask(&mut self) {
        (self.ask)(&self.stem, Some(&*self.path).filter(|_| !self.former));
    }

    /// For what is no setting.
    fn ask_for_none(&mut self) {
        (self.ask)(&self.stem, None);
    }
}
