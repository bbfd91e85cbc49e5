//! From the name of a variable to a setting: the schema is walked along the name.

use std::borrow::Cow;

use super::path::{Hop, section_at, setting_at};
use crate::{
    draft::{Draft, Op, Shape, Slot},
    schema::{Env, Field, Kind, Schema, SettingSchema},
};

/// What a variable's name means.
pub(super) enum Meaning {
    Value,
    /// `NAME_FILE`.
    File,
    /// `NAME__key`.
    Element(String),
    /// `NAME__ADD`, `NAME__REMOVE`.
    Operator(Op),
}

/// What of the environment is looked at: one scan does, except for enums with a tag.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Pass {
    All,
    /// What says which variant an enum is.
    Tags,
    Rest,
}

/// The rest of a name after the prefix and its `_`.
pub(super) fn strip<'n>(name: &'n [u8], prefix: &str) -> Option<&'n [u8]> {
    if prefix.is_empty() {
        return Some(name);
    }
    let (start, rest) = name.split_at_checked(prefix.len())?;
    let same = if cfg!(windows) { start.eq_ignore_ascii_case(prefix.as_bytes()) } else { start == prefix.as_bytes() };
    rest.strip_prefix(b"_").filter(|_| same)
}

/// Names have no case on Windows, and are compared in upper case.
pub(super) fn fold(name: &str) -> Cow<'_, str> {
    if cfg!(windows) { name.to_ascii_uppercase().into() } else { name.into() }
}

/// A tag as a part of a variable's name.
pub(crate) fn tag_name(tag: &str) -> String {
    tag.to_ascii_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// A name that is not generated from the path.
pub(super) struct Absolute {
    pub(super) name: &'static str,
    pub(super) path: Vec<Hop>,
    pub(super) field: &'static Field,
}

pub(super) fn find_absolute(schema: &'static Schema, path: &mut Vec<Hop>, found: &mut Vec<Absolute>) {
    for (index, field) in schema.fields.iter().enumerate() {
        path.push(Hop::Field(index));
        if let Env::Absolute(name) = field.env {
            found.push(Absolute { name, path: path.clone(), field });
        }
        // An element of a collection has no name without its key.
        let inner = field.kind.section().filter(|_| !matches!(field.kind, Kind::List(..) | Kind::Map(_)));
        if let (Some(inner), false) = (inner, matches!(field.env, Env::Off)) {
            find_absolute(inner, path, found);
        }
        path.pop();
    }
}

/// How a name ends.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Value,
    File,
    Element,
}

impl Form {
    /// What a name means whose `rest` follows the whole name of a setting.
    fn meaning(self, setting: &SettingSchema, rest: &str) -> Option<Meaning> {
        match self {
            Form::Value => rest.is_empty().then_some(Meaning::Value),
            Form::File => (rest == "_FILE").then_some(Meaning::File),
            Form::Element => {
                let key = rest.strip_prefix("__").filter(|key| !key.is_empty())?;
                match key {
                    "ADD" if setting.list.is_some() => return Some(Meaning::Operator(Op::Add)),
                    "REMOVE" if setting.list.is_some() => return Some(Meaning::Operator(Op::Remove)),
                    _ => {}
                }
                matches!(setting.leaf.shape, Shape::List(_) | Shape::Map(_) | Shape::Any)
                    .then(|| Meaning::Element(key.to_owned()))
            }
        }
    }
}

/// Follows names through the schema. Enums with a tag are only entered where the draft has a variant.
pub(super) struct Search<'a> {
    pub(super) pass: Pass,
    pub(super) root: &'static Schema,
    /// Without one, every variant is taken to be there.
    pub(super) draft: Option<&'a mut dyn Draft>,
    /// Whether only names as the reference lists them count.
    pub(super) exact: bool,
    /// Whether former names count.
    pub(super) former: bool,
    /// Which name of each field with a name of its own was taken, if former ones count; empty where all are current.
    pub(super) ranks: Vec<usize>,
}

impl Search<'_> {
    /// The setting that a name means: a real setting first, then `_FILE`, then the elements of a collection. `generated`
    /// is the schema with the rest of the name, if the name has the prefix. `path` leads to it then.
    pub(super) fn find(
        &mut self,
        absolute: &[Absolute],
        name: &str,
        generated: Option<(&'static Schema, &str)>,
        path: &mut Vec<Hop>,
    ) -> Option<Meaning> {
        let forms = [Form::Value, Form::File, Form::Element];
        forms[..if self.exact { 1 } else { 3 }].iter().find_map(|&form| {
            path.clear();
            self.ranks.clear();
            if let Some(meaning) = generated.and_then(|(schema, rest)| self.enter(schema, rest, path, form)) {
                return Some(meaning);
            }
            absolute.iter().find_map(|entry| {
                path.clear();
                path.extend_from_slice(&entry.path);
                self.within(entry.field, name.strip_prefix(&*fold(entry.name))?, path, form)
            })
        })
    }

    /// Follows what comes behind a `_`, or behind a second one: `__` may join, too.
    fn enter(&mut self, schema: &'static Schema, name: &str, path: &mut Vec<Hop>, form: Form) -> Option<Meaning> {
        let found = self.walk(schema, name, path, form);
        if found.is_some() || self.exact {
            return found;
        }
        self.walk(schema, name.strip_prefix('_')?, path, form)
    }

    /// Follows a name through the schema to a setting, with an end of this form. On success `path` leads to it.
    fn walk(&mut self, schema: &'static Schema, name: &str, path: &mut Vec<Hop>, form: Form) -> Option<Meaning> {
        if let Some(tag) = schema.tag() {
            let is_tag = name == tag_name(tag);
            match self.pass {
                Pass::Tags if is_tag && matches!(form, Form::Value) => return Some(Meaning::Value),
                _ if is_tag => return None,
                _ => {}
            }
        }
        for (index, field) in schema.fields.iter().enumerate() {
            if let Env::Key(key) = field.env
                && !self.former
                && !field.kind.is_transparent()
                && !begins(name, key)
            {
                continue;
            }
            path.push(Hop::Field(index));
            let found = match (field.env, &field.kind) {
                (Env::Key(_), Kind::Flatten(inner)) => self.walk(inner, name, path, form),
                (Env::Key(_), Kind::Variant(inner)) if self.is_there(path) => self.walk(inner, name, path, form),
                (Env::Off | Env::Absolute(_), _) | (Env::Key(_), Kind::Variant(_)) => None,
                (Env::Key(key), _) if !self.former => {
                    name.strip_prefix(key).and_then(|rest| self.within(field, rest, path, form))
                }
                (Env::Key(key), _) => {
                    let names = std::iter::once(key).chain(field.env_aliases.iter().copied()).enumerate();
                    let ranks = self.ranks.len();
                    names.filter_map(|(rank, key)| Some((rank, name.strip_prefix(key)?))).find_map(|(rank, rest)| {
                        self.ranks.truncate(ranks);
                        self.ranks.push(rank);
                        self.within(field, rest, path, form).or_else(|| {
                            self.ranks.truncate(ranks);
                            None
                        })
                    })
                }
            };
            if found.is_some() {
                return found;
            }
            path.pop();
        }
        None
    }

    /// Whether the variant at a path is chosen.
    fn is_there(&mut self, path: &[Hop]) -> bool {
        let root = self.root;
        let Some(draft) = self.draft.as_deref_mut() else { return true };
        if is_there(root, &mut *draft, path) {
            return true;
        }
        // Where nothing is chosen, it is the variant that it is by default.
        let Some((Hop::Field(index), holder)) = path.split_last() else { return false };
        let Some(schema) = section_at(root, holder) else { return false };
        schema.choice.is_some_and(|choice| choice.default == Some(*index))
            && !(0..schema.fields.len())
                .any(|other| is_there(root, &mut *draft, &[holder, &[Hop::Field(other)]].concat()))
    }

    /// Follows the rest of a name after that of a field.
    fn within(&mut self, field: &'static Field, rest: &str, path: &mut Vec<Hop>, form: Form) -> Option<Meaning> {
        match &field.kind {
            Kind::Setting(_) if self.pass == Pass::Tags => None,
            Kind::Setting(setting) => form.meaning(setting, rest),
            // The bare name of a variant.
            Kind::Section(inner) | Kind::Optional(inner)
                if rest.is_empty() && inner.choice.is_some_and(|choice| choice.tag.is_none()) =>
            {
                (matches!(form, Form::Value) && self.pass != Pass::Tags).then_some(Meaning::Value)
            }
            Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) | Kind::Variant(inner) => {
                self.enter(inner, rest.strip_prefix('_')?, path, form)
            }
            Kind::List(..) | Kind::Map(_) if rest.is_empty() => {
                (matches!(form, Form::Value) && self.pass != Pass::Tags).then_some(Meaning::Value)
            }
            Kind::List(..) | Kind::Map(_) if self.exact => None,
            Kind::List(..) if rest == "__ADD" => {
                (matches!(form, Form::Element) && self.pass != Pass::Tags).then_some(Meaning::Operator(Op::Add))
            }
            Kind::List(inner, _) => {
                let (index, rest) = rest.strip_prefix("__")?.split_once("__")?;
                let hop = Hop::Index(index.parse().ok().filter(|number: &usize| number.to_string() == index)?);
                self.element(inner, hop, rest, path, form)
            }
            Kind::Map(inner) => {
                let rest = rest.strip_prefix("__")?;
                // A key may have `__` in it; the shortest one that leads somewhere is meant.
                let mut ends = rest.match_indices("__").map(|(at, _)| at).filter(|at| *at > 0);
                ends.find_map(|at| self.element(inner, Hop::Key(rest[..at].to_owned()), &rest[at + 2..], path, form))
            }
        }
    }

    fn element(
        &mut self,
        schema: &'static Schema,
        hop: Hop,
        rest: &str,
        path: &mut Vec<Hop>,
        form: Form,
    ) -> Option<Meaning> {
        path.push(hop);
        let found = self.walk(schema, rest, path, form);
        if found.is_none() {
            path.pop();
        }
        found
    }
}

/// Whether a name begins with a key; mostly its first byte says that it does not.
fn begins(name: &str, key: &str) -> bool {
    name.as_bytes().first() == key.as_bytes().first() && name.starts_with(key)
}

/// Whether a variable is that of a secret setting, or holds a part of one.
pub(crate) fn is_secret_variable(schema: &'static Schema, prefix: &str, name: &str) -> bool {
    let name = fold(name);
    let rest = strip(name.as_bytes(), prefix).and_then(|rest| std::str::from_utf8(rest).ok());
    let mut absolute = Vec::new();
    find_absolute(schema, &mut Vec::new(), &mut absolute);
    [false, true].into_iter().any(|former| {
        let (pass, ranks) = (Pass::All, Vec::new());
        let mut search = Search { pass, root: schema, draft: None, exact: false, former, ranks };
        let mut path = Vec::new();
        let found = search.find(&absolute, &name, rest.map(|rest| (schema, rest)), &mut path);
        found.is_some_and(|_| {
            if let Some(setting) = setting_at(schema, &path) {
                return setting.is_secret();
            }
            // A whole collection of sections.
            let (mut secret, section) = (false, section_at(schema, &path).unwrap_or(Schema::EMPTY));
            section.walk(&mut |_, setting| secret |= setting.is_secret());
            secret
        })
    })
}

/// Whether the optional section at a path is there.
pub(super) fn is_there(schema: &'static Schema, draft: &mut dyn Draft, path: &[Hop]) -> bool {
    let Some((Hop::Field(index), rest)) = path.split_first() else { return true };
    let Some(inner) = schema.fields[*index].kind.section() else { return false };
    match (draft.slot(*index), rest) {
        (Slot::Section(draft), _) => is_there(inner, draft, rest),
        (Slot::Optional(slot), _) => slot.get().is_some_and(|draft| is_there(inner, draft, rest)),
        (Slot::List(slot), [Hop::Index(at), rest @ ..]) => {
            slot.get(*at).is_some_and(|draft| is_there(inner, draft, rest))
        }
        (Slot::Map(slot), [Hop::Key(key), rest @ ..]) => {
            slot.get(key).is_some_and(|draft| is_there(inner, draft, rest))
        }
        _ => false,
    }
}
