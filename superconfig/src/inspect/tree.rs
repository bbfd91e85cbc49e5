//! The values of a config as they would stand in one file: what is dumped and compared.

use std::{
    any::Any,
    hash::{BuildHasher, RandomState},
    sync::OnceLock,
};

use super::eye::{Eye, Visit};
use crate::{
    draft::Crumb,
    schema::{Field, Kind, Schema, SettingSchema, trail_path},
    value::Value,
};

/// What stands under one key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Single(Single),
    Table(Vec<(String, Node)>),
    List(Vec<Node>),
}

impl Node {
    /// What stands in the table of a config; an enum's variant without settings is an empty table under its name.
    pub(super) fn into_entries(self) -> Vec<(String, Node)> {
        match self {
            Node::Table(entries) => entries,
            Node::Single(word) => word.value.text().map(|it| (it, Node::Table(Vec::new()))).into_iter().collect(),
            Node::List(_) => Vec::new(),
        }
    }

    /// Whether a setting in it cannot be shown.
    #[cfg(feature = "watch")]
    pub(super) fn has_opaque(&self) -> bool {
        match self {
            Node::Single(single) => matches!(single.value, Value::Opaque(_)),
            Node::Table(entries) => entries.iter().any(|(_, node)| node.has_opaque()),
            Node::List(elements) => elements.iter().any(Node::has_opaque),
        }
    }
}

/// One setting, or the word that says which variant an enum is.
#[derive(Debug, Clone)]
pub(crate) struct Single {
    /// As problems and origins have it: `servers.alpha.port`.
    pub(crate) path: String,
    pub(crate) value: Value,
    /// Of a secret what tells whether it changed, for as long as the process lives.
    pub(crate) fingerprint: u64,
    /// Nothing for the word of an enum.
    pub(crate) field: Option<&'static Field>,
}

impl PartialEq for Single {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.value, self.fingerprint) == (&other.path, &other.value, other.fingerprint)
    }
}

/// The values of a config that `visit` shows.
pub(crate) fn tree(schema: &'static Schema, visit: Visit<'_>) -> Node {
    section(schema, &mut Vec::new(), visit)
}

fn section(schema: &'static Schema, trail: &mut Vec<Crumb>, visit: Visit<'_>) -> Node {
    let mut entries = Vec::new();
    visit(&mut Reader { schema, trail, entries: &mut entries });
    // A variant without settings is its name alone.
    match entries.as_slice() {
        [(variant, Node::Table(none))] if none.is_empty() && schema.choice.is_some() => word(variant, trail),
        _ => Node::Table(entries),
    }
}

fn word(text: &str, trail: &[Crumb]) -> Node {
    Node::Single(Single { path: trail_path(trail), value: Value::Text(text.to_owned()), fingerprint: 0, field: None })
}

struct Reader<'r> {
    schema: &'static Schema,
    trail: &'r mut Vec<Crumb>,
    entries: &'r mut Vec<(String, Node)>,
}

impl Reader<'_> {
    fn field(&self, index: usize) -> (&'static Field, &'static Schema) {
        let field = &self.schema.fields[index];
        (field, field.kind.section().unwrap_or(Schema::EMPTY))
    }

    /// The section at the end of a trail that is longer by some crumbs.
    fn under(&mut self, crumbs: impl IntoIterator<Item = Crumb>, inner: &'static Schema, visit: Visit<'_>) -> Node {
        let length = self.trail.len();
        self.trail.extend(crumbs);
        let node = section(inner, self.trail, visit);
        self.trail.truncate(length);
        node
    }
}

impl Eye for Reader<'_> {
    fn setting(&mut self, index: usize, value: &dyn Any) {
        let (field, _) = self.field(index);
        let Some(setting) = field.kind.setting() else { return };
        self.trail.push(Crumb::of(field));
        let path = trail_path(self.trail);
        self.trail.pop();
        let (value, fingerprint) = shown(setting, value);
        self.entries
            .push((field.key.to_owned(), Node::Single(Single { path, value, fingerprint, field: Some(field) })));
    }

    fn section(&mut self, index: usize, visit: Visit<'_>) {
        let (field, inner) = self.field(index);
        if field.kind.is_transparent() {
            if let Some(tag) = self.schema.tag().filter(|_| matches!(field.kind, Kind::Variant(_))) {
                self.trail.push(Crumb::Key(tag.to_owned()));
                self.entries.push((tag.to_owned(), word(field.key, self.trail)));
                self.trail.pop();
            }
            self.trail.push(Crumb::of(field));
            visit(&mut Reader { schema: inner, trail: self.trail, entries: self.entries });
            self.trail.pop();
        } else {
            let node = self.under([Crumb::of(field)], inner, visit);
            self.entries.push((field.key.to_owned(), node));
        }
    }

    fn list(&mut self, index: usize, count: usize, visit: &mut dyn FnMut(usize, &mut dyn Eye)) {
        let (field, inner) = self.field(index);
        let element = |at| self.under([Crumb::of(field), Crumb::Index(at)], inner, &mut |eye| visit(at, eye));
        let elements = (0..count).map(element).collect();
        self.entries.push((field.key.to_owned(), Node::List(elements)));
    }

    fn map(&mut self, index: usize, keys: Vec<String>, visit: &mut dyn FnMut(usize, &mut dyn Eye)) {
        let (field, inner) = self.field(index);
        let entry = |(at, key): (usize, String)| {
            let crumbs = [Crumb::of(field), Crumb::Key(key.clone())];
            (key, self.under(crumbs, inner, &mut |eye| visit(at, eye)))
        };
        let entries = keys.into_iter().enumerate().map(entry).collect();
        self.entries.push((field.key.to_owned(), Node::Table(entries)));
    }
}

/// The value of a setting, a `T` or an `Option<T>`, as it may be shown; and of a secret its fingerprint.
pub(crate) fn shown(setting: &'static SettingSchema, value: &dyn Any) -> (Value, u64) {
    let plain = plain(setting, value);
    match plain {
        Value::Null => (plain, 0),
        _ if setting.is_secret() => {
            static STATE: OnceLock<RandomState> = OnceLock::new();
            (Value::Redacted, STATE.get_or_init(RandomState::new).hash_one(format!("{plain:?}")))
        }
        plain => (plain, 0),
    }
}

/// The value of a setting, also of a secret one.
pub(crate) fn plain(setting: &'static SettingSchema, value: &dyn Any) -> Value {
    let known = setting.leaf.show.and_then(|show| show(value));
    let shown = known.or_else(|| setting.about.show.and_then(|show| show(value)));
    shown.unwrap_or(Value::Opaque(setting.about.type_name))
}
