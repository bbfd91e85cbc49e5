//! From a path that somebody typed to the setting that it names, and to the keys by which the file calls it.

use super::document::{Node, Part};
use crate::{
    draft::{Crumb, Draft, Op, Slot},
    problem::{Fault, FaultKind, ProblemKind},
    schema::{Field, Kind, Schema, SettingSchema},
    source::named,
    value::Value,
};
use std::any::Any;

/// Where a value goes.
pub(super) struct Way {
    pub(super) hops: Vec<Hop>,
    /// The keys in the file; those of a profile's table are not among them.
    pub(super) parts: Vec<Part>,
    pub(super) what: What,
}

pub(super) enum What {
    /// A setting; `op` if the list is added to, or taken from.
    Setting { field: &'static Field, setting: &'static SettingSchema, op: bool },
    /// What stands under a key in a map of single values.
    Element { field: &'static Field, setting: &'static SettingSchema, key: String },
    /// The variant that an enum is.
    Variant(&'static Schema),
}

#[derive(Clone)]
pub(super) enum Hop {
    Field(&'static Schema, usize),
    Key(String),
    Index(usize),
}

impl Way {
    pub(super) fn trail(&self) -> Vec<Crumb> {
        let crumb = |hop: &Hop| match hop {
            Hop::Field(schema, index) => Crumb::of(&schema.fields[*index]),
            Hop::Key(key) => Crumb::Key(key.clone()),
            Hop::Index(index) => Crumb::Index(*index),
        };
        self.hops.iter().map(crumb).collect()
    }
}

/// The way to what a path names, in the table of a file that is there, if it is.
pub(super) fn find(schema: &'static Schema, path: &str, text: &str, table: Option<&Node>) -> Result<Way, Box<Fault>> {
    let named = named(schema, path)?;
    let mut walk =
        Walk { text, node: table, way: Way { hops: Vec::new(), parts: Vec::new(), what: What::Variant(schema) } };
    walk.go(schema, &named.keys);
    let mut way = walk.way;
    if named.chooses && matches!(way.what, What::Variant(_)) {
        return Ok(way);
    }
    if let (Some(key), What::Setting { field, setting, .. }) = (named.element, &way.what) {
        let key = unquoted(key);
        way.parts.push(Part::Key(key.clone()));
        way.what = What::Element { field, setting, key };
    }
    match &way.what {
        What::Variant(_) => {
            let message = "this is a section, which has no value itself".to_owned();
            let kind = FaultKind::Plain { kind: ProblemKind::UnknownKey, message, help: None };
            Err(Box::new(Fault { trail: way.trail(), ..Fault::new(kind, 0) }))
        }
        _ => Ok(way),
    }
}

struct Walk<'t> {
    text: &'t str,
    node: Option<&'t Node>,
    way: Way,
}

impl Walk<'_> {
    fn go(&mut self, schema: &'static Schema, keys: &[String]) {
        self.way.what = What::Variant(schema);
        let Some((key, rest)) = keys.split_first() else { return };
        if let Some(schema) = tagged(schema, key).filter(|_| rest.is_empty()) {
            self.way.what = What::Variant(schema);
            return self.step(Part::Key(key.clone()));
        }
        let Some((hops, field, suffix)) = self.field(schema, key) else { return };
        self.way.hops.extend(hops);
        let spelled = std::iter::once(field.key).chain(field.aliases.iter().copied());
        let mut spelled = spelled.flat_map(|key| match suffix {
            None => vec![key.to_owned()],
            Some(op) => ["_", "-"].map(|joint| format!("{key}{joint}{op}")).to_vec(),
        });
        let is_there = |key: &String| self.node.and_then(|node| node.child(&Part::Key(key.clone()))).is_some();
        let called = spelled.clone().find(is_there).or_else(|| spelled.next()).unwrap_or_default();
        self.step(Part::Key(called));
        match &field.kind {
            Kind::Setting(setting) => self.way.what = What::Setting { field, setting, op: suffix.is_some() },
            Kind::List(inner, _) => {
                let Some((index, rest)) = rest.split_first() else { return };
                let index = index.parse().unwrap_or(usize::MAX);
                self.way.hops.push(Hop::Index(index));
                self.step(Part::Index(index));
                self.go(inner, rest);
            }
            Kind::Map(inner) => {
                let Some((key, rest)) = rest.split_first() else { return };
                let key = unquoted(key.clone());
                self.way.hops.push(Hop::Key(key.clone()));
                self.step(Part::Key(key));
                self.go(inner, rest);
            }
            kind => {
                if let Some(inner) = kind.section() {
                    self.go(inner, rest);
                }
            }
        }
    }

    fn step(&mut self, part: Part) {
        self.node = self.node.and_then(|node| node.child(&part));
        self.way.parts.push(part);
    }

    /// The field that a key names here or in what stands among the keys here, and what the key does to its list.
    fn field(&self, schema: &'static Schema, key: &str) -> Option<(Vec<Hop>, &'static Field, Option<&'static str>)> {
        if let Some((index, _)) = schema.find(key) {
            return Some((vec![Hop::Field(schema, index)], &schema.fields[index], None));
        }
        let chosen = self.chosen(schema);
        let mut inner: Vec<_> = schema.flattened().collect();
        // Variants may call different settings by one name.
        inner.sort_by_key(|(index, _)| Some(*index) != chosen);
        let within = inner.into_iter().find_map(|(index, inner)| {
            let (mut hops, field, op) = self.field(inner, key)?;
            hops.insert(0, Hop::Field(schema, index));
            Some((hops, field, op))
        });
        within.or_else(|| {
            let (index, _, op) = schema.find_op(key)?;
            let op = if op == Op::Add { "add" } else { "remove" };
            Some((vec![Hop::Field(schema, index)], &schema.fields[index], Some(op)))
        })
    }

    /// The variant that the file says an enum is, or that it is if no file does.
    fn chosen(&self, schema: &'static Schema) -> Option<usize> {
        let tag = self.node?.child(&Part::Key(schema.tag()?.to_owned()));
        match tag.map(|node| node.value(self.text)) {
            Some(Value::Text(name)) => schema.variant(&name),
            _ => schema.choice?.default,
        }
    }
}

/// The enum whose tag a key is, among those that stand in one table with a section.
fn tagged(schema: &'static Schema, key: &str) -> Option<&'static Schema> {
    if schema.tag() == Some(key) {
        return Some(schema);
    }
    schema.flattened().find_map(|(_, inner)| tagged(inner, key))
}

/// The key of an entry of a map, which may stand in quotes as in TOML.
fn unquoted(key: String) -> String {
    key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).map(str::to_owned).unwrap_or(key)
}

/// Leads along a way to the `Option` of a setting in an empty draft.
pub(super) fn with_slot(draft: &mut dyn Draft, hops: &[Hop], then: &mut dyn FnMut(&mut dyn Any)) {
    let Some((Hop::Field(_, index), rest)) = hops.split_first() else { return };
    match (draft.slot(*index), rest) {
        (Slot::Setting { value, .. }, _) => then(value),
        (Slot::Section(draft), _) => with_slot(draft, rest, then),
        (Slot::Optional(slot), _) => with_slot(slot.enter(), rest, then),
        (Slot::List(slot), [_, rest @ ..]) => with_slot(slot.insert(0), rest, then),
        (Slot::Map(slot), [Hop::Key(key), rest @ ..]) => with_slot(slot.enter(key), rest, then),
        _ => {}
    }
}
