//! What fields of one struct must be together: the fields are looked up by their names.

use proc_macro2::Span;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{LitStr, Member, Type};

use super::literal::{self, Literal};
use super::named::named;
use super::source_text;
use crate::errors::Errors;
use crate::model::{self, Code, Field, Form, Kind, Relation, RelationKind, Value};
use crate::suggest;
use crate::syntax::{ContainerArg, Entry, FieldArg, RawField, keyword};

/// The relations of a struct.
pub(crate) fn check(
    container: &[Entry<ContainerArg>],
    raw: &[RawField],
    members: &[model::Member],
    errors: &mut Errors,
) -> Vec<Relation> {
    let fields = members.iter().filter_map(|member| match member {
        model::Member::Field(field) => Some(&**field),
        model::Member::Skipped(_) => None,
    });
    let fields = Fields { fields: fields.collect(), raw };
    let mut relations: Vec<Relation> = Vec::new();
    for raw in raw {
        for entry in &raw.args {
            let Some(own) = fields.position(&raw.ident.unraw().to_string()) else { continue };
            match &entry.arg {
                FieldArg::Requires(names) => relations.extend(fields.with_others("Requires", own, names, errors)),
                FieldArg::ConflictsWith(names) => {
                    relations.extend(fields.with_others("ConflictsWith", own, names, errors));
                }
                FieldArg::RequiredIf(name, value) => {
                    relations.extend(fields.required_if(own, entry.span, name, value, errors));
                }
                _ => {}
            }
        }
    }
    for entry in container {
        if let ContainerArg::OneOf(word, names) = &entry.arg {
            relations.extend(fields.one_of(word, entry.span, names, errors));
        }
    }
    without_mirrors(relations)
}

/// Relations where there are no fields with names.
pub(crate) fn nowhere(container: &[Entry<ContainerArg>], errors: &mut Errors) -> Vec<Relation> {
    for entry in container {
        if let ContainerArg::OneOf(word, _) = &entry.arg {
            errors.at(entry.span, format!("`{word}` names fields of a struct, and here are none; delete it"));
        }
    }
    Vec::new()
}

/// That two fields conflict may be said on both.
fn without_mirrors(relations: Vec<Relation>) -> Vec<Relation> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut kept = Vec::new();
    for mut relation in relations {
        if matches!(relation.kind, RelationKind::Plain("ConflictsWith")) {
            let own = relation.members[0].0;
            relation.members.retain(|(other, _)| *other == own || !pairs.contains(&(*other, own)));
            pairs.extend(relation.members[1..].iter().map(|(other, _)| (own, *other)));
            if relation.members.len() < 2 {
                continue;
            }
        }
        kept.push(relation);
    }
    kept
}

struct Fields<'a> {
    fields: Vec<&'a Field>,
    raw: &'a [RawField],
}

impl Fields<'_> {
    fn name(field: &Field) -> String {
        match &field.member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| Self::name(field) == name)
    }

    /// The field of that name, or what is wrong with the name.
    fn named(&self, name: &LitStr, errors: &mut Errors) -> Option<usize> {
        let text = name.value();
        let text = text.strip_prefix("r#").unwrap_or(&text).to_owned();
        let found = self.position(&text);
        match found {
            Some(position) if is_flat(self.fields[position]) => {
                let message = "a flattened struct is always there; name one of the other fields";
                errors.at(name.span(), message);
                return None;
            }
            Some(_) => return found,
            None => {}
        }
        // A field that is wrong itself has been reported.
        if let Some(raw) = self.raw.iter().find(|raw| raw.ident.unraw() == text.as_str()) {
            if raw.args.iter().any(|entry| matches!(entry.arg, FieldArg::Skip)) {
                errors.at(name.span(), format!("`{text}` is skipped, so nothing ever sets it; name another field"));
            }
            return None;
        }
        let names: Vec<String> = self.fields.iter().map(|field| Self::name(field)).collect();
        let names = names.iter().map(String::as_str);
        let advice = match self.fields.iter().find(|field| field.key == text) {
            Some(field) => format!("that is the key of `{}`; write the field's name", Self::name(field)),
            None => match suggest::closest(&text, names.clone()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("it has {}", suggest::list(names)),
            },
        };
        errors.at(name.span(), format!("this struct has no field `{text}`; {advice}"));
        None
    }

    fn member(&self, position: usize) -> (usize, Option<Type>) {
        let setting = self.fields[position].setting().filter(|setting| setting.optional);
        (position, setting.map(|setting| setting.ty.clone()))
    }

    fn with_others(&self, kind: &'static str, own: usize, names: &[LitStr], errors: &mut Errors) -> Option<Relation> {
        let mut members = vec![self.member(own)];
        for name in names {
            let Some(position) = self.named(name, errors) else { continue };
            if members.iter().any(|(other, _)| *other == position) {
                let message = if position == own {
                    "this is the field itself; name another"
                } else {
                    "it is named twice; delete one"
                };
                errors.at(name.span(), message);
            } else if kind == "ConflictsWith" && self.always(position) {
                errors.at(name.span(), always_there(&name.value()));
            } else {
                members.push(self.member(position));
            }
        }
        (members.len() > 1).then_some(Relation { kind: RelationKind::Plain(kind), members })
    }

    fn one_of(&self, word: &'static str, span: Span, names: &[LitStr], errors: &mut Errors) -> Option<Relation> {
        let kind = match word {
            keyword::EXACTLY_ONE_OF => "ExactlyOneOf",
            keyword::AT_LEAST_ONE_OF => "AtLeastOneOf",
            _ => "AtMostOneOf",
        };
        let mut members: Vec<(usize, Option<Type>)> = Vec::new();
        for name in names {
            let Some(position) = self.named(name, errors) else { continue };
            if members.iter().any(|(other, _)| *other == position) {
                errors.at(name.span(), "it is named twice; delete one");
            } else if self.always(position) {
                errors.at(name.span(), always_there(&name.value()));
            }
            members.push(self.member(position));
        }
        if names.len() < 2 {
            errors.at(span, format!("`{word}` is about several fields; name at least two"));
        }
        (members.len() > 1).then_some(Relation { kind: RelationKind::Plain(kind), members })
    }

    fn required_if(
        &self,
        own: usize,
        span: Span,
        name: &LitStr,
        value: &proc_macro2::TokenStream,
        errors: &mut Errors,
    ) -> Option<Relation> {
        let optional = match &self.fields[own].kind {
            Kind::Setting(setting) => setting.optional,
            Kind::Section(section) => matches!(
                section.form,
                Form::Optional { .. } | Form::List { optional: true, .. } | Form::Map { optional: true }
            ),
        };
        if !optional {
            let message = "`required_if` is for fields that may be absent; write the type as `Option<…>`";
            errors.at(span, message);
            return None;
        }
        let position = self.named(name, errors)?;
        if position == own {
            errors.at(name.span(), "this is the field itself; name another");
            return None;
        }
        let Some(setting) = self.fields[position].setting() else {
            errors.at(name.span(), "this is a section and has no value; name a setting");
            return None;
        };
        let code = match Literal::parse(value) {
            Some(literal) => errors.keep(literal::code(&literal, &setting.ty, named(&setting.ty)))?,
            None => Code::Tokens(value.clone()),
        };
        let value = Value { code, in_some: false, text: source_text::of(&value.to_token_stream()) };
        let kind = RelationKind::RequiredIf { value, ty: Box::new(setting.ty.clone()) };
        Some(Relation { kind, members: vec![self.member(own), self.member(position)] })
    }

    /// Whether a load fails anyway if it is not set, or it is a section that is always there.
    fn always(&self, position: usize) -> bool {
        match &self.fields[position].kind {
            Kind::Setting(setting) => setting.required(),
            Kind::Section(_) => false,
        }
    }
}

fn is_flat(field: &Field) -> bool {
    field.section().is_some_and(|section| matches!(section.form, Form::Flatten { .. }))
}

fn always_there(name: &str) -> String {
    format!("`{name}` is required, so it is always set; write its type as `Option<…>`")
}
