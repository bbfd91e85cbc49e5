//! Former names of keys and variants become the current ones.

use std::ops::Range;

use super::{
    Edit,
    document::{List, Node, Table},
    splice::{Splice, apply, in_place_of},
};
use crate::{
    draft::{Op, Step},
    inspect::toml_key,
    origin::Location,
    problem::{Error, Fault, FaultKind, ProblemKind},
    schema::{Field, Kind, Schema},
    value::Value,
};

/// A key that [`Edit::migrate`] gave its current name, or the former name of a variant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Renamed {
    /// The path by the former name: `db.pool`, `profile.prod.db.pool`. Of a variant with its name: `storage.type = "disc"`.
    pub from: String,
    /// The path by the current one.
    pub to: String,
    /// The line in the file as it was, counted from 1.
    pub line: usize,
}

/// The text with current names, what was done, and what is to be said of keys that there are no more.
pub(super) type Migrated = (String, Vec<Renamed>, Vec<Fault>);

pub(super) fn migrate(edit: &Edit) -> Result<Migrated, Error> {
    let root = edit.root();
    let mut migration =
        Migration { edit, splices: Vec::new(), renamed: Vec::new(), removed: Vec::new(), clashes: Vec::new() };
    if let Node::Table(table) = &root {
        let mut at = Place::default();
        if edit.plan.nested_profiles {
            migration.profiles(table, &mut at);
        } else {
            let own = edit.schema.profile_key.and_then(|key| Some((key, &table.get(key)?.node)));
            migration.section(table, edit.schema, &mut at);
            if let Some((key, Node::Table(profiles))) = own {
                at.enter(Step::Key(key.to_owned()), Step::Key(key.to_owned()));
                migration.profiles(profiles, &mut at);
            }
        }
    }
    if !migration.clashes.is_empty() {
        return Err(edit.error(migration.clashes));
    }
    migration.renamed.sort_by_key(|(at, _)| *at);
    let renamed = migration.renamed.into_iter().map(|(_, renamed)| renamed).collect();
    Ok((apply(&edit.text, migration.splices), renamed, migration.removed))
}

/// A path by the names in the file, and by the current ones.
#[derive(Default, Clone)]
struct Place {
    from: Vec<Step>,
    to: Vec<Step>,
}

impl Place {
    fn enter(&mut self, from: Step, to: Step) {
        self.from.push(from);
        self.to.push(to);
    }

    fn leave(&mut self) {
        self.from.pop();
        self.to.pop();
    }
}

struct Migration<'e> {
    edit: &'e Edit,
    splices: Vec<Splice>,
    /// Each with its place in the text.
    renamed: Vec<(usize, Renamed)>,
    removed: Vec<Fault>,
    clashes: Vec<Fault>,
}

/// What a key means in a section.
struct Meant {
    field: &'static Field,
    /// What the key is now.
    key: String,
}

impl Migration<'_> {
    fn profiles(&mut self, table: &Table, at: &mut Place) {
        for entry in &table.entries {
            if let Node::Table(table) = &entry.node {
                at.enter(Step::Key(entry.key.clone()), Step::Key(entry.key.clone()));
                self.section(table, self.edit.schema, at);
                at.leave();
            }
        }
    }

    fn section(&mut self, table: &Table, schema: &'static Schema, at: &mut Place) {
        let chosen = self.tag(table, schema, at);
        for entry in &table.entries {
            let Some(meant) = meant(schema, &entry.key, chosen) else {
                if let Some(removed) = schema.removed(&entry.key).filter(|_| schema.tag() != Some(&entry.key)) {
                    let kind = FaultKind::Removed { name: entry.key.clone(), removed, allowed: true };
                    let mut fault = Fault::new(kind, 1).at(entry.keys.first().cloned());
                    fault.steps.clone_from(&at.from);
                    self.removed.push(fault);
                }
                continue;
            };
            at.enter(Step::Key(entry.key.clone()), Step::Key(meant.key.clone()));
            if meant.key != entry.key {
                self.rename(table, schema, chosen, &entry.key, &entry.keys, &meant, at);
            }
            self.kind(&entry.node, &meant.field.kind, at);
            at.leave();
        }
    }

    fn kind(&mut self, node: &Node, kind: &'static Kind, at: &mut Place) {
        match (kind, node) {
            (Kind::List(inner, _), Node::List(List { elements, .. })) => {
                for (index, element) in elements.iter().enumerate() {
                    at.enter(Step::Index(index), Step::Index(index));
                    self.within(element, inner, at);
                    at.leave();
                }
            }
            (Kind::Map(inner), Node::Table(table)) => {
                for entry in &table.entries {
                    at.enter(Step::Key(entry.key.clone()), Step::Key(entry.key.clone()));
                    self.within(&entry.node, inner, at);
                    at.leave();
                }
            }
            (Kind::List(..) | Kind::Map(_), _) => {}
            (kind, node) => {
                if let Some(inner) = kind.section() {
                    self.within(node, inner, at);
                }
            }
        }
    }

    /// A section, or the name of a variant that stands for one.
    fn within(&mut self, node: &Node, schema: &'static Schema, at: &mut Place) {
        match node {
            Node::Table(table) => self.section(table, schema, at),
            node if schema.choice.is_some_and(|choice| choice.tag.is_none()) => {
                self.variant(node, schema, at);
            }
            _ => {}
        }
    }

    /// The variant that a tag chooses, or the default one.
    fn tag(&mut self, table: &Table, schema: &'static Schema, at: &mut Place) -> Option<usize> {
        let tag = schema.tag()?;
        let Some(entry) = table.get(tag) else { return schema.choice?.default };
        at.enter(Step::Key(tag.to_owned()), Step::Key(tag.to_owned()));
        let chosen = self.variant(&entry.node, schema, at);
        at.leave();
        chosen
    }

    /// The variant of that name, which becomes the current one.
    fn variant(&mut self, node: &Node, schema: &'static Schema, at: &Place) -> Option<usize> {
        let (Node::Single(span), Value::Text(name)) = (node, node.value(&self.edit.text)) else { return None };
        let index = schema.variant(&name)?;
        let current = schema.fields[index].key;
        if name != current {
            let new = in_place_of(&self.edit.text[span.clone()], &Value::Text(current.to_owned()));
            self.splices.push(Splice::new(span.clone(), new));
            let from = format!("{} = \"{name}\"", shown(&at.from));
            self.note(span.start, from, format!("{} = \"{current}\"", shown(&at.to)));
        }
        Some(index)
    }

    #[allow(clippy::too_many_arguments)] // each is another thing
    fn rename(
        &mut self,
        table: &Table,
        schema: &'static Schema,
        chosen: Option<usize>,
        key: &str,
        places: &[Range<usize>],
        meant: &Meant,
        at: &Place,
    ) {
        let is_same = |other: &&super::document::Entry| {
            let another = other.key != key && meant_is(schema, &other.key, chosen, &meant.key);
            another || other.key == meant.key
        };
        if let Some(other) = table.entries.iter().find(is_same) {
            let message = format!("'{key}' is a former name of '{}', and '{}' is here as well", meant.key, other.key);
            let help = Some("keep one of the two, and nobody but you knows which".to_owned());
            let mut fault = Fault::plain(ProblemKind::Ambiguous, 1, message, help).at(places.first().cloned());
            fault.steps.clone_from(&at.from);
            return self.clashes.push(fault);
        }
        self.splices.extend(places.iter().map(|place| Splice::new(place.clone(), toml_key(&meant.key))));
        let start = places.iter().map(|place| place.start).min().unwrap_or(0);
        self.note(start, shown(&at.from), shown(&at.to));
    }

    fn note(&mut self, at: usize, from: String, to: String) {
        self.renamed.push((at, Renamed { from, to, line: Location::of(&self.edit.text, at).line }));
    }
}

/// What a key means in a section, or among the keys of what stands in it.
fn meant(schema: &'static Schema, key: &str, chosen: Option<usize>) -> Option<Meant> {
    if let Some((index, _)) = schema.find(key) {
        let field = &schema.fields[index];
        return Some(Meant { field, key: field.key.to_owned() });
    }
    let mut inner: Vec<_> = schema.flattened().collect();
    if schema.tag().is_some() {
        // Another variant's keys are no concern of this one.
        inner.retain(|(index, _)| Some(*index) == chosen);
    }
    inner.into_iter().find_map(|(_, inner)| meant(inner, key, None)).or_else(|| {
        let (index, called, _) = schema.find_op(key)?;
        let (field, (base, _)) = (&schema.fields[index], Op::split(key)?);
        debug_assert_eq!(base, called);
        Some(Meant { field, key: format!("{}{}", field.key, &key[base.len()..]) })
    })
}

fn meant_is(schema: &'static Schema, key: &str, chosen: Option<usize>, current: &str) -> bool {
    meant(schema, key, chosen).is_some_and(|meant| meant.key == current)
}

/// `servers.alpha.port`, `replicas[2].host`.
fn shown(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.extend([".", key]),
        }
    }
    path
}
