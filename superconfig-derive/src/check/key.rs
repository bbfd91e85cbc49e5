//! Keys, aliases and environment names.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use syn::LitStr;
use syn::ext::IdentExt;

use super::container::Container;
use crate::case;
use crate::errors::Errors;
use crate::model::{Env, Mount};
use crate::syntax::EnvArg;

/// The keys of a struct that are taken so far, and by which field.
#[derive(Default)]
pub(crate) struct Claims {
    taken: HashMap<String, Claim>,
}

struct Claim {
    /// `None` for a key that there is no more.
    field: Option<Ident>,
    is_alias: bool,
}

impl Claims {
    /// Takes the key of a field, which no other field may have.
    pub(crate) fn key(&mut self, field: &Ident, key: &str, span: Span, errors: &mut Errors) {
        let claim = Claim { field: Some(field.clone()), is_alias: false };
        if let Some(other) = self.taken.insert(key.to_owned(), claim) {
            let other = other.described();
            let message = format!(
                "the key `{key}` of `{field}` is already {other}; write `rename = \"another-key\"` on one of the two"
            );
            errors.at(span, message);
        }
    }

    /// Takes another key of a field; the same alias twice is harmless only between `config` and `serde`, where it
    /// is dropped before.
    pub(crate) fn alias(&mut self, field: &Ident, alias: &LitStr, errors: &mut Errors) {
        let key = alias.value();
        if let Some(other) = self.taken.get(&key) {
            let other = match (other.field.as_ref() == Some(field), other.is_alias) {
                (true, false) => "the key of this field".to_owned(),
                (true, true) => "an alias of this field".to_owned(),
                (false, _) => other.described(),
            };
            let message = format!("the alias `{key}` of `{field}` is already {other}; delete it");
            errors.at(alias.span(), message);
            return;
        }
        let claim = Claim { field: Some(field.clone()), is_alias: true };
        self.taken.insert(key, claim);
    }

    /// Takes a key that there is no more; `tag` is the key that says which variant an enum is.
    pub(crate) fn removed(&mut self, key: &LitStr, tag: Option<&LitStr>, errors: &mut Errors) {
        let text = key.value();
        let message = if tag.is_some_and(|tag| tag.value() == text) {
            format!("`{text}` is the `tag` of this enum, so it was not removed; delete one of the two")
        } else if let Some(other) = self.taken.get(&text) {
            match &other.field {
                Some(field) => {
                    let what = if other.is_alias { "an alias" } else { "the key" };
                    format!("`{text}` is {what} of `{field}`, so it was not removed; delete one of the two")
                }
                None => format!("`{text}` is removed already; delete one"),
            }
        } else {
            self.taken.insert(text, Claim { field: None, is_alias: false });
            return;
        };
        errors.at(key.span(), message);
    }
}

impl Claim {
    fn described(&self) -> String {
        let what = if self.is_alias { "an alias" } else { "the key" };
        self.field.as_ref().map_or_else(|| "removed".to_owned(), |field| format!("{what} of `{field}`"))
    }
}

/// The key of a field and the part of an environment name that goes with it.
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) segment: String,
    pub(crate) span: Span,
}

/// From `rename`, else from the field's name.
pub(crate) fn key(field: &Ident, rename: Option<&LitStr>, container: &Container, errors: &mut Errors) -> Key {
    if let Some(rename) = rename {
        usable(rename, errors);
        let text = rename.value();
        return Key { segment: case::env_segment(&text), span: rename.span(), text };
    }
    let name = field.unraw().to_string();
    Key { text: (container.rename_all.field)(&name), segment: case::env_segment(&name), span: field.span() }
}

/// Whether a key can be written in every source.
pub(crate) fn usable(key: &LitStr, errors: &mut Errors) {
    let text = key.value();
    if text.is_empty() {
        errors.at(key.span(), "a key cannot be empty; write its name, as in `\"pool-size\"`, or delete the attribute");
    } else if text.contains('.') {
        let dashed = text.replace('.', "-");
        let message = format!(
            "a key cannot contain `.`, which stands between a section and its settings; \
             write for example `{dashed}`, or make a `nested` struct"
        );
        errors.at(key.span(), message);
    }
}

/// The key of a section in somebody else's files: one that needs no quotes there, whatever the format.
pub(crate) fn mount(key: &LitStr, errors: &mut Errors) -> Mount {
    let text = key.value();
    let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
    if text.is_empty() {
        errors.at(key.span(), "the key is empty; write where the section stands, as in `mount = \"telemetry\"`");
    } else if text.contains('.') {
        let dashed = text.replace('.', "-");
        let message = format!(
            "a mount is one key at the top of the application's files, not a path; write for example `mount = \"{dashed}\"`"
        );
        errors.at(key.span(), message);
    } else if !text.chars().all(plain) || !text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        errors.at(
            key.span(),
            "the key of a mount has only ASCII letters, digits, `_` and `-`, and begins with a letter; \
             write for example `mount = \"telemetry\"`",
        );
    }
    Mount { env: case::env_segment(&text), key: text }
}

/// What former keys are in the environment: names that differ from the one that is made of the key.
pub(crate) fn env_aliases(env: &Env, aliases: &[String]) -> Vec<String> {
    let Env::Key(own) = env else { return Vec::new() };
    let mut segments: Vec<String> = Vec::new();
    for segment in aliases.iter().map(|alias| case::env_segment(alias)) {
        if segment != *own && !segments.contains(&segment) {
            segments.push(segment);
        }
    }
    segments
}

/// The environment variable of a field.
pub(crate) fn env(arg: Option<&EnvArg>, segment: String, errors: &mut Errors) -> Env {
    match arg {
        None => Env::Key(segment),
        Some(EnvArg::Off) => Env::Off,
        Some(EnvArg::Name(name)) => {
            let text = name.value();
            if text.is_empty() {
                let message = "the name is empty; write `env = false` for a setting without an environment variable";
                errors.at(name.span(), message);
            } else if text.contains(['=', '\0']) {
                let message = "no environment variable can be called so; write the name without `=` and NUL";
                errors.at(name.span(), message);
            }
            Env::Absolute(text)
        }
    }
}
