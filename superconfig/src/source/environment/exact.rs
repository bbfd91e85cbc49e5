//! The names of all settings as the reference lists them, for those who want no others.

use super::{fold, path::Hop, search::tag_name};
use crate::schema::{Env, Kind, Schema};

/// Up to so many names are asked for one by one: that costs about a hundredth of a scan each, since the system copies every variable
/// for whoever scans.
pub(super) const FEW: usize = 80;

/// Is told a name, and where its setting is, unless it is a former name or one that there is no setting for.
type Visit<'v> = dyn FnMut(&str, Option<&[Hop]>) + 'v;

/// Visits all names, in the order of the struct.
pub(super) fn each_name(schema: &'static Schema, prefix: &str, visit: &mut Visit<'_>) {
    let (mut stem, path) = (String::with_capacity(64), Vec::with_capacity(8));
    stem.push_str(&fold(prefix));
    Names { stem, path, former: false, visit }.section(schema);
}

struct Names<'v> {
    /// What the next ones begin with.
    stem: String,
    /// Where that leads to.
    path: Vec<Hop>,
    /// Whether that is a former name.
    former: bool,
    visit: &'v mut Visit<'v>,
}

impl Names<'_> {
    /// Everything that is called by the stem and what is in a section.
    fn section(&mut self, schema: &'static Schema) {
        if let Some(tag) = schema.tag() {
            self.joined(&tag_name(tag), Self::elsewhere);
        }
        // Whoever still sets what is gone is told so. What is removed from an enum with a tag are values.
        for removed in schema.removed.iter().filter(|_| schema.tag().is_none()) {
            self.joined(removed.env, Self::elsewhere);
        }
        let mut known = Vec::new();
        for (index, field) in schema.fields.iter().enumerate() {
            self.path.push(Hop::Field(index));
            match (field.env, &field.kind) {
                (Env::Off, _) => {}
                (Env::Key(_), Kind::Flatten(inner)) => self.section(inner),
                (Env::Key(_), Kind::Variant(inner)) => self.variant(inner, &mut known),
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
            Kind::Setting(_) | Kind::List(..) | Kind::Map(_) => self.visit(),
            Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) | Kind::Variant(inner) => {
                // The bare name of a variant.
                if inner.choice.is_some_and(|choice| choice.tag.is_none()) {
                    self.visit();
                }
                self.section(inner);
            }
        }
    }

    /// A variant of an enum with a tag; the others may have settings of the same names.
    fn variant(&mut self, schema: &'static Schema, known: &mut Vec<String>) {
        let visit = &mut |name: &str, path: Option<&[Hop]>| {
            if !known.iter().any(|other| other == name) {
                (self.visit)(name, path);
                known.push(name.to_owned());
            }
        };
        Names { stem: self.stem.clone(), path: self.path.clone(), former: self.former, visit }.section(schema);
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

    fn visit(&mut self) {
        (self.visit)(&self.stem, Some(&*self.path).filter(|_| !self.former));
    }

    /// What is no setting.
    fn elsewhere(&mut self) {
        (self.visit)(&self.stem, None);
    }
}
