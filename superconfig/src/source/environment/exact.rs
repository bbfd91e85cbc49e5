//! The names of all settings as the reference lists them, for those who want no others.

use super::{fold, search::tag_name};
use crate::schema::{Env, Kind, Schema};

/// Up to so many names are asked for one by one: that costs about a hundredth of a scan each, since the system copies every variable
/// for whoever scans.
const FEW: usize = 80;

/// The names that count: in the order of the struct if they are few, sorted if they are many.
pub(super) struct Exact {
    text: String,
    /// Where each begins and ends in the text.
    names: Vec<(usize, usize)>,
    /// What the next ones begin with.
    stem: String,
}

impl Exact {
    pub(super) fn of(schema: &'static Schema, prefix: &str) -> Self {
        // A flat struct has no more, and another one some eight for each of its sections.
        let names = FEW.min(8 * schema.fields.len());
        let (text, names) = (String::with_capacity(32 * names), Vec::with_capacity(names));
        let mut stem = String::with_capacity(64);
        stem.push_str(&fold(prefix));
        let mut exact = Self { text, names, stem };
        exact.gather(schema);
        if exact.names.len() > FEW {
            let Self { text, names, .. } = &mut exact;
            names.sort_unstable_by_key(|(from, to)| &text[*from..*to]);
        }
        exact
    }

    /// The names, if it is cheaper to ask for each.
    pub(super) fn few(&self) -> Option<impl Iterator<Item = &str>> {
        (self.names.len() <= FEW).then(|| self.names.iter().map(|(from, to)| &self.text[*from..*to]))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        let name = fold(name);
        self.names.binary_search_by(|(from, to)| self.text[*from..*to].cmp(&name)).is_ok()
    }

    /// Everything that is called by the stem and what is in a section.
    fn gather(&mut self, schema: &'static Schema) {
        let own = self.names.len();
        if let Some(tag) = schema.tag() {
            self.joined(&tag_name(tag), Self::push);
        }
        // Whoever still sets what is gone is told so. What is removed from an enum with a tag are values.
        for removed in schema.removed.iter().filter(|_| schema.tag().is_none()) {
            self.joined(removed.env, Self::push);
        }
        for field in schema.fields {
            match (field.env, &field.kind) {
                (Env::Off, _) => {}
                (Env::Key(_), Kind::Flatten(inner)) => self.gather(inner),
                (Env::Key(_), Kind::Variant(inner)) => {
                    let first = self.names.len();
                    self.gather(inner);
                    self.forget_known(own, first);
                }
                (Env::Key(key), kind) => {
                    for key in std::iter::once(key).chain(field.env_aliases.iter().copied()) {
                        self.joined(key, |this| this.enter(kind));
                    }
                }
                (Env::Absolute(name), kind) => {
                    let stem = std::mem::replace(&mut self.stem, fold(name).into_owned());
                    self.enter(kind);
                    self.stem = stem;
                }
            }
        }
    }

    /// What is called by the stem, and what begins with it.
    fn enter(&mut self, kind: &Kind) {
        match kind {
            Kind::Setting(_) | Kind::List(..) | Kind::Map(_) => self.push(),
            Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) | Kind::Variant(inner) => {
                // The bare name of a variant.
                if inner.choice.is_some_and(|choice| choice.tag.is_none()) {
                    self.push();
                }
                self.gather(inner);
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

    fn push(&mut self) {
        let from = self.text.len();
        self.text.push_str(&self.stem);
        self.names.push((from, self.text.len()));
    }

    /// Variants may have settings of one name: forgets those from `first` on that are among those from `own` on.
    fn forget_known(&mut self, own: usize, first: usize) {
        let text = |name: &(usize, usize)| &self.text[name.0..name.1];
        let (known, new) = self.names[own..].split_at(first - own);
        let is_new = |name: &&(usize, usize)| !known.iter().any(|other| text(other) == text(name));
        let new: Vec<_> = new.iter().filter(is_new).copied().collect();
        self.names.truncate(first);
        self.names.extend(new);
    }
}
