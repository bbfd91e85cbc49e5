//! What the fields of a section must be together, as far as one file can be judged.

use super::{
    Render,
    object::{Object, any_of, not, of_type, texts},
    section::Members,
};
use crate::{
    inspect::Item,
    schema::{Field, Schema, Sources},
    validate::{Member, RelationKind},
    value::Value,
};

/// A field that something is said of.
struct Party<'i> {
    field: &'static Field,
    item: &'i Item,
    /// It is an `Option` with a default, so that it is always set.
    always: bool,
}

impl Render {
    /// `items` are those of the fields of the schema.
    pub(super) fn relations(&self, schema: &'static Schema, items: &[Option<&Item>], out: &mut Members) {
        for relation in schema.relations {
            let party = |member: &Member| {
                let item = items.get(member.index).copied().flatten()?;
                let (files, default) = match item {
                    Item::Setting(setting) => {
                        (setting.facts.sources.contains(Sources::FILES), setting.default.is_some())
                    }
                    Item::Section(_) => (true, false),
                };
                let field = &schema.fields[member.index];
                files.then_some(Party { field, item, always: default && member.is_some.is_some() })
            };
            let Some(parties) = relation.members.iter().map(party).collect::<Option<Vec<_>>>() else { continue };
            let Some((first, others)) = parties.split_first() else { continue };
            match &relation.kind {
                RelationKind::ConflictsWith => {
                    for other in others {
                        self.not_both(first, other, out);
                    }
                }
                RelationKind::Requires => self.requires(first, others, out),
                RelationKind::RequiredIf { value, .. } => self.required_if(first, &others[0], value, out),
                RelationKind::AtMostOneOf => self.at_most_one(&parties, out),
                RelationKind::AtLeastOneOf => self.at_least_one(&parties, out),
                RelationKind::ExactlyOneOf => {
                    self.at_least_one(&parties, out);
                    self.at_most_one(&parties, out);
                }
            }
        }
    }

    fn at_least_one(&self, parties: &[Party<'_>], out: &mut Members) {
        if self.options.complete && !parties.iter().any(|party| party.always) {
            out.conditions.push(any_of(parties.iter().map(|party| self.has(party.field))).into());
        }
    }

    fn at_most_one(&self, parties: &[Party<'_>], out: &mut Members) {
        for (at, one) in parties.iter().enumerate() {
            for other in &parties[at + 1..] {
                self.not_both(one, other, out);
            }
        }
    }

    /// No file is the better for setting both, whatever the others say.
    fn not_both(&self, one: &Party<'_>, other: &Party<'_>, out: &mut Members) {
        if !one.always && !other.always {
            out.conditions.push(not(self.both(one.field, other.field)).into());
        }
    }

    fn requires(&self, first: &Party<'_>, others: &[Party<'_>], out: &mut Members) {
        if !self.options.complete {
            return;
        }
        for other in others.iter().filter(|other| !other.always) {
            let then = self.has(other.field);
            out.conditions.push(if first.always { then.into() } else { implies(self.has(first.field), then) });
        }
    }

    /// Only for values that are written in the struct as in a file.
    fn required_if(&self, first: &Party<'_>, other: &Party<'_>, value: &str, out: &mut Members) {
        let value = match serde_json::from_str(value) {
            Ok(serde_json::Value::String(word)) => Value::Text(word),
            Ok(serde_json::Value::Bool(value)) => Value::Bool(value),
            Ok(serde_json::Value::Number(number)) if number.is_i64() => {
                Value::Integer(number.as_i64().unwrap_or_default().into())
            }
            _ => return,
        };
        let Item::Setting(setting) = other.item else { return };
        if !self.options.complete || first.always {
            return;
        }
        let is_default = setting.default.as_ref() == Some(&value);
        let properties = Object::default().with(other.field.key, Object::default().with("const", value));
        let mut equals = Object::default().with("properties", properties);
        if !is_default {
            equals.set("required", texts([other.field.key]));
        }
        out.conditions.push(implies(equals, self.has(first.field)));
    }

    /// That a field is there, by whichever name.
    pub(super) fn has(&self, field: &Field) -> Object {
        let mut names = std::iter::once(field.key).chain(field.aliases.iter().copied()).map(|name| {
            let mut has = Object::default().with("required", texts([name]));
            if self.options.null {
                has.set("properties", Object::default().with(name, not(of_type("null"))));
            }
            has
        });
        if field.aliases.is_empty() { names.next().unwrap_or_default() } else { any_of(names) }
    }

    fn both(&self, one: &Field, other: &Field) -> Object {
        if !one.aliases.is_empty() || !other.aliases.is_empty() {
            return Object::default().with("allOf", Value::List(vec![self.has(one).into(), self.has(other).into()]));
        }
        let keys = [one.key, other.key];
        let mut both = Object::default().with("required", texts(keys));
        if self.options.null {
            let set = keys.into_iter().fold(Object::default(), |set, key| set.with(key, not(of_type("null"))));
            both.set("properties", set);
        }
        both
    }

    /// At most one of an enum's variants, and one at least if it must be chosen in this file.
    pub(super) fn one_variant(&self, schema: &Schema, must: bool, out: &mut Members) {
        let fields = schema.fields;
        let mut cases: Vec<Value> = fields.iter().map(|field| self.has(field).into()).collect();
        if !must {
            cases.push(not(any_of(fields.iter().map(|field| self.has(field)))).into());
        }
        if cases.len() > 1 || must {
            out.conditions.push(Object::default().with("oneOf", Value::List(cases)).into());
        }
    }
}

fn implies(if_: Object, then: Object) -> Value {
    Object::default().with("if", if_).with("then", then).into()
}
