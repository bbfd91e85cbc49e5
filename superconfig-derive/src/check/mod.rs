//! Raw data to the model: every rule runs, and all errors come together.

mod conflict;
mod container;
mod field;
mod key;
mod literal;
mod named;
mod profiles;
mod relation;
mod reload;
mod rules;
mod section;
mod shape;
mod source_text;
mod sources;
mod value;
mod variant;

use crate::case;
use crate::errors::Errors;
use crate::model::{Model, Removed, Validity};
use crate::syntax::{Raw, Shape};

pub(crate) use self::container::root;

/// The model, or everything that is wrong.
pub(crate) fn check(raw: &Raw, mut errors: Errors) -> syn::Result<Model> {
    shape::lifetimes(&raw.generics, &mut errors);
    let container = container::check(&raw.args, &raw.generics, &mut errors);
    let mut claims = key::Claims::default();
    let (members, choice) = if let Shape::Enum(variants) = &raw.shape {
        let (members, choice) = variant::check(raw, variants, &container, &mut claims, &mut errors);
        (members, Some(choice))
    } else {
        if let Some(tag) = &container.tag {
            let message = "`tag` belongs to an enum, whose variant it names; delete it";
            errors.at(tag.span(), message);
        }
        let fields = shape::fields(raw, &mut errors).iter();
        (fields.filter_map(|raw| field::check(raw, &container, &mut claims, &mut errors)).collect(), None)
    };
    let removed = container.removed.iter().map(|(key, advice)| {
        claims.removed(key, container.tag.as_ref(), &mut errors);
        Removed { env: case::env_segment(&key.value()), key: key.value(), advice: advice.clone() }
    });
    let removed = removed.collect();
    let relations = match &raw.shape {
        Shape::Named(fields) => relation::check(&raw.args, fields, &members, &mut errors),
        _ => relation::nowhere(&raw.args, &mut errors),
    };
    errors.finish()?;
    Ok(Model {
        root: root(raw),
        ident: raw.ident.clone(),
        generics: raw.generics.clone(),
        doc: raw.doc.clone(),
        name: container.name,
        named: container.named,
        env_prefix: container.env_prefix,
        profiles: container.profiles,
        profile_groups: container.profile_groups,
        profile_key: container.profile_key,
        allow_unknown: container.allow_unknown,
        mount: container.mount,
        mounts: container.mounts,
        fallback: container.fallback,
        members,
        choice,
        removed,
        validity: Validity { relations, checks: container.checks, garde: container.garde },
    })
}
