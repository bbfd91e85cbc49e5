//! What of a config's values differs from its defaults.

use std::collections::HashMap;

use super::tree::{Node, shown};
use crate::{
    build::Build,
    draft::{Draft, Slot},
    schema::{Field, Kind, Schema},
    value::Value,
};

/// Where a field is: the index in the struct, in the section there, and so on; once for all elements of a collection.
type Place = Vec<usize>;

/// The defaults of all settings that have one, for some profiles, with the fingerprints of secrets.
#[derive(Debug, Clone, Default)]
pub(super) struct Defaults(HashMap<Place, (Value, u64)>);

impl Defaults {
    /// The draft is filled in on the way.
    pub(super) fn of(schema: &'static Schema, draft: &mut dyn Draft, profiles: &[String]) -> Defaults {
        let mut defaults = Defaults::default();
        defaults.collect(schema, draft, &Build::new(profiles), &mut Place::new());
        defaults
    }

    fn collect(&mut self, schema: &'static Schema, draft: &mut dyn Draft, build: &Build<'_>, place: &mut Place) {
        for (index, field) in schema.fields.iter().enumerate() {
            place.push(index);
            let inner = field.kind.section().unwrap_or(Schema::EMPTY);
            match (&field.kind, draft.slot(index)) {
                (Kind::Setting(setting), Slot::Setting { value, .. }) => {
                    (schema.fill)(index, value, build);
                    let shown = shown(setting, value);
                    if shown.0 != Value::Null {
                        self.0.insert(place.clone(), shown);
                    }
                }
                (_, Slot::Section(draft)) => self.collect(inner, draft, build, place),
                (_, Slot::Optional(slot)) => self.collect(inner, slot.enter(), build, place),
                (_, Slot::List(slot)) => self.collect(inner, slot.insert(0), build, place),
                (_, Slot::Map(slot)) => self.collect(inner, slot.enter(""), build, place),
                (_, Slot::Setting { .. }) => {}
            }
            place.pop();
        }
    }

    /// Takes out of a table what is as it would be if nobody had said anything.
    pub(super) fn retain_changed(&self, schema: &'static Schema, entries: &mut Vec<(String, Node)>) {
        self.prune(schema, &Place::new(), entries);
    }

    fn prune(&self, schema: &'static Schema, place: &Place, entries: &mut Vec<(String, Node)>) {
        let found: Vec<_> = entries.iter().map(|(key, _)| find(schema, key, entries)).collect();
        let mut tags = Vec::new();
        let mut found = found.into_iter();
        entries.retain_mut(|(key, node)| {
            let Some(Found { place: within, field, schema }) = found.next().flatten() else {
                // A tag; only one of the default variant may go.
                let default = tag(schema, key).is_some_and(|schema| is_default(schema, node));
                tags.extend(default.then(|| key.clone()));
                return true;
            };
            let place: Place = place.iter().copied().chain(within).collect();
            let inner = field.kind.section().unwrap_or(Schema::EMPTY);
            match (node, &field.kind) {
                (Node::Single(single), Kind::Setting(_)) => match self.0.get(&place) {
                    Some((value, fingerprint)) => !single.value.is_same(value) || single.fingerprint != *fingerprint,
                    None => single.value != Value::Null,
                },
                (Node::Single(_), Kind::Optional(_)) => true,
                (node @ Node::Single(_), _) => !is_default(inner, node),
                (Node::List(elements), _) => {
                    for element in elements.iter_mut() {
                        self.prune_inside(inner, &place, element);
                    }
                    !elements.is_empty() || field.optional
                }
                (Node::Table(sections), Kind::Map(_)) => {
                    for (_, section) in sections.iter_mut() {
                        self.prune_inside(inner, &place, section);
                    }
                    !sections.is_empty() || field.optional
                }
                (Node::Table(within), Kind::Optional(_)) => {
                    self.prune(inner, &place, within);
                    // That it is there says something, unless it is the variant that stands there anyway.
                    let variant = schema.choice.map(|choice| choice.default);
                    !within.is_empty() || variant.is_none_or(|default| default != place.last().copied())
                }
                (Node::Table(within), _) => {
                    self.prune(inner, &place, within);
                    !within.is_empty()
                }
            }
        });
        if entries.len() == tags.len() {
            entries.clear();
        }
    }

    /// One of a collection, which stays, whatever is in it.
    fn prune_inside(&self, schema: &'static Schema, place: &Place, node: &mut Node) {
        if let Node::Table(entries) = node {
            let word = entries.first().cloned().filter(|_| schema.choice.is_some());
            self.prune(schema, place, entries);
            if entries.is_empty() {
                // Of an enum, which variant it is.
                entries.extend(word.map(|(key, node)| match node {
                    Node::Table(_) => (key, Node::Table(Vec::new())),
                    node => (key, node),
                }));
            }
        }
    }
}

/// A field, and the struct that it stands in.
struct Found {
    place: Place,
    field: &'static Field,
    schema: &'static Schema,
}

/// The field with a key in a table, also of what is flattened into it or of the variant that the tag there names.
fn find(schema: &'static Schema, key: &str, table: &[(String, Node)]) -> Option<Found> {
    schema.fields.iter().enumerate().find_map(|(index, field)| {
        let inner = match field.kind {
            Kind::Flatten(inner) => inner,
            Kind::Variant(inner) => {
                let tag = schema.tag()?;
                let named = table.iter().any(|(key, node)| key == tag && is_word(node, field.key));
                named.then_some(inner)?
            }
            _ => return (field.key == key).then(|| Found { place: vec![index], field, schema }),
        };
        let mut found = find(inner, key, table)?;
        found.place.insert(0, index);
        Some(found)
    })
}

/// The enum, of those whose keys stand in a table, that has this tag.
fn tag(schema: &'static Schema, key: &str) -> Option<&'static Schema> {
    if schema.tag() == Some(key) {
        return Some(schema);
    }
    schema.flattened().find_map(|(_, inner)| tag(inner, key))
}

fn is_default(choice: &Schema, node: &Node) -> bool {
    let default = choice.choice.and_then(|choice| choice.default);
    default.is_some_and(|index| is_word(node, choice.fields[index].key))
}

fn is_word(node: &Node, word: &str) -> bool {
    matches!(node, Node::Single(single) if matches!(&single.value, Value::Text(text) if text == word))
}
