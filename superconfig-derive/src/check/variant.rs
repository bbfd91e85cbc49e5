//! The variants of an enum: each is an optional section, and one of them is there.

use proc_macro2::Span;
use quote::{format_ident, quote_spanned};
use syn::{Member, Type};

use super::container::{Container, root};
use super::key::{self, Claims};
use super::named::boxed_content;
use super::{conflict, field, relation, section};
use crate::case;
use crate::errors::Errors;
use crate::model::{self, Choice, Content, Env, Field, Form, Kind, Model, Section, Validity, Variant};
use crate::syntax::{DefaultArg, Entry, FieldArg, Raw, RawVariant, VariantFields};

/// The variants as sections, and what makes an enum of them.
pub(crate) fn check(
    raw: &Raw,
    variants: &[RawVariant],
    container: &Container,
    claims: &mut Claims,
    errors: &mut Errors,
) -> (Vec<model::Member>, Choice) {
    let tag = container.tag.as_ref().map(syn::LitStr::value);
    let mut choice = Choice { tag, default: None, variants: Vec::new() };
    if variants.is_empty() {
        errors.at(raw.ident.span(), "no source could ever say which variant it is; give the enum variants");
    }
    let mut members = Vec::new();
    for (index, variant) in variants.iter().enumerate() {
        let args = conflict::resolve(&variant.args, errors);
        if is_default(&args, errors) {
            match choice.default {
                None => choice.default = Some(index),
                Some(_) => {
                    errors.at(variant.ident.span(), "another variant is the default already; delete one `default`");
                }
            }
        }
        let rename = args.iter().find_map(|entry| match &entry.arg {
            FieldArg::Rename(key) => Some(key),
            _ => None,
        });
        let (text, span) = match rename {
            Some(rename) => {
                key::usable(rename, errors);
                (rename.value(), rename.span())
            }
            None => ((container.rename_all.variant)(&variant.ident.to_string()), variant.ident.span()),
        };
        claims.key(&variant.ident, &text, span, errors);
        let env = Env::Key(case::env_segment(&text));
        let Some((ty, content)) = content(raw, variant, container, errors) else { continue };
        let aliases = aliases(variant, &args, claims, errors);
        members.push(model::Member::Field(Box::new(Field {
            member: Member::Named(variant.ident.clone()),
            ty: ty.clone(),
            key: text,
            env_aliases: key::env_aliases(&env, &aliases),
            aliases,
            env,
            doc: variant.doc.clone(),
            deprecated: field::deprecated(args.iter().map(|entry| &entry.arg)),
            reload: None,
            rules: Vec::new(),
            checks: Vec::new(),
            kind: Kind::Section(Box::new(Section { ty, form: Form::Optional { boxed: false } })),
        })));
        choice.variants.push(Variant { ident: variant.ident.clone(), content });
    }
    (members, choice)
}

/// Whether it is the default; other words that say nothing on a variant are errors.
fn is_default(args: &[&Entry<FieldArg>], errors: &mut Errors) -> bool {
    let mut default = false;
    for entry in args {
        match &entry.arg {
            FieldArg::Default(DefaultArg::OfType) => default = true,
            FieldArg::Rename(_) | FieldArg::Alias(_) | FieldArg::Deprecated(_) => {}
            FieldArg::Default(_) => errors.at(entry.span, "a variant is the default or not; write only `default`"),
            FieldArg::Nested => errors.at(entry.span, "what a variant holds is a section anyway; delete `nested`"),
            _ => {
                let message = format!(
                    "`{}` says nothing about a variant, which takes `default`, `rename`, `alias` and `deprecated`; write \
                     it on a field, or delete it",
                    entry.word
                );
                errors.at(entry.span, message);
            }
        }
    }
    default
}

fn aliases(variant: &RawVariant, args: &[&Entry<FieldArg>], claims: &mut Claims, errors: &mut Errors) -> Vec<String> {
    let given = args.iter().filter_map(|entry| match &entry.arg {
        FieldArg::Alias(keys) => Some(keys),
        _ => None,
    });
    let mut aliases: Vec<String> = Vec::new();
    for alias in given.flatten() {
        if !aliases.contains(&alias.value()) {
            key::usable(alias, errors);
            claims.alias(&variant.ident, alias, errors);
            aliases.push(alias.value());
        }
    }
    aliases
}

/// The config struct that stands for a variant, and how it becomes the variant.
fn content(raw: &Raw, variant: &RawVariant, container: &Container, errors: &mut Errors) -> Option<(Type, Content)> {
    let span = Span::mixed_site().located_at(variant.ident.span());
    match &variant.fields {
        VariantFields::Unit => Some((Type::Verbatim(quote_spanned!(span=> __sc::Nothing)), Content::Unit)),
        VariantFields::Wrapper(ty) => {
            let content = boxed_content(ty);
            let (boxed, ty) = (content.is_some(), content.unwrap_or(ty));
            if !section::may_be_struct(ty) {
                let message = "a variant holds settings: name them, `Variant { name: Type, … }`, or give it a struct that \
                               derives `SuperConfig`";
                errors.on(ty, message);
                return None;
            }
            Some((ty.clone(), Content::Wrapper { boxed }))
        }
        VariantFields::Tuple => {
            let ident = &variant.ident;
            let message = format!("settings have names: write `{ident} {{ name: Type, … }}`");
            errors.at(ident.span(), message);
            None
        }
        VariantFields::Named(fields) => {
            if !raw.generics.params.is_empty() {
                let message = "the variants of a generic enum hold structs; put these fields into a struct that derives \
                               `SuperConfig`";
                errors.at(variant.ident.span(), message);
                return None;
            }
            let mut claims = Claims::default();
            let members: Vec<_> =
                fields.iter().filter_map(|raw| field::check(raw, container, &mut claims, errors)).collect();
            let relations = relation::check(&[], fields, &members, errors);
            let ident = format_ident!("__{}", variant.ident, span = span);
            let model = Model {
                root: root(raw),
                ident: ident.clone(),
                generics: raw.generics.clone(),
                name: container.name.clone(),
                named: false,
                env_prefix: String::new(),
                doc: variant.doc.clone(),
                profiles: container.profiles.clone(),
                profile_groups: Vec::new(),
                profile_key: None,
                allow_unknown: container.allow_unknown,
                mount: None,
                mounts: false,
                fallback: None,
                members,
                choice: None,
                removed: Vec::new(),
                validity: Validity { relations, ..Validity::default() },
            };
            Some((Type::Verbatim(quote_spanned!(span=> #ident)), Content::Fields(Box::new(model))))
        }
    }
}
