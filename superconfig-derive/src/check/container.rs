//! The struct's own attributes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Generics, LitStr};

use super::{conflict, key, profiles};
use crate::case::{self, Rename};
use crate::errors::Errors;
use crate::model::{Fallback, Mount};
use crate::suggest;
use crate::syntax::{ContainerArg, Entry, Raw, RemovedArg, keyword};

/// What the struct says about itself and its fields.
#[allow(clippy::struct_excessive_bools)] // each is something that it says or does not
pub(crate) struct Container {
    pub(crate) name: String,
    /// Whether that was given.
    pub(crate) named: bool,
    pub(crate) env_prefix: String,
    pub(crate) profiles: Vec<String>,
    pub(crate) profile_groups: Vec<(String, Vec<String>)>,
    pub(crate) profile_key: Option<String>,
    pub(crate) allow_unknown: bool,
    pub(crate) mount: Option<Mount>,
    pub(crate) mounts: bool,
    pub(crate) fallback: Option<Fallback>,
    pub(crate) checks: Vec<syn::Path>,
    pub(crate) garde: bool,
    pub(crate) rename_all: Rename,
    /// The keys that there are no more, each with what to do instead.
    pub(crate) removed: Vec<(LitStr, String)>,
    /// The key that says which variant an enum is.
    pub(crate) tag: Option<LitStr>,
}

/// The path of the runtime crate, also for a struct that has errors.
pub(crate) fn root(raw: &Raw) -> TokenStream {
    raw.args
        .iter()
        .find_map(|entry| match &entry.arg {
            ContainerArg::Crate(path) => Some(path.to_token_stream()),
            _ => None,
        })
        .unwrap_or_else(|| {
            let superconfig = Ident::new("superconfig", Span::mixed_site());
            quote!(::#superconfig)
        })
}

pub(crate) fn check(args: &[Entry<ContainerArg>], generics: &Generics, errors: &mut Errors) -> Container {
    let args = conflict::resolve(args, errors);
    let mut container = Container {
        name: String::new(),
        named: false,
        env_prefix: String::new(),
        profiles: Vec::new(),
        profile_groups: Vec::new(),
        profile_key: Some("profile".to_owned()),
        allow_unknown: false,
        mount: None,
        mounts: false,
        fallback: None,
        rename_all: Rename::NONE,
        removed: Vec::new(),
        tag: None,
        checks: Vec::new(),
        garde: false,
    };
    let mut name = None;
    let mut prefix = None;
    for entry in args {
        match &entry.arg {
            ContainerArg::Name(text) => name = Some(checked_name(text, errors)),
            ContainerArg::EnvPrefix(text) => prefix = Some(checked_prefix(text, errors)),
            ContainerArg::RenameAll(text) => {
                container.rename_all = rename_all(text, errors).unwrap_or(container.rename_all);
            }
            ContainerArg::Profiles(declared) => {
                container.profiles = profiles::names(declared, errors);
                container.profile_groups = profiles::groups(declared, errors);
            }
            ContainerArg::ProfileKey(key) => container.profile_key = profiles::key(key, errors),
            ContainerArg::AllowUnknown => container.allow_unknown = true,
            ContainerArg::Mount(text) => {
                linked_in(generics, entry.span, errors);
                container.mount = Some(key::mount(text, errors));
            }
            ContainerArg::Mounts => container.mounts = true,
            ContainerArg::Tag(text) => {
                key::usable(text, errors);
                container.tag = Some(text.clone());
            }
            ContainerArg::Removed(keys) => container.removed.extend(keys.iter().map(|it| removed(it, errors))),
            ContainerArg::Validate(path) => container.checks.push(path.clone()),
            ContainerArg::OneOf(..) | ContainerArg::Crate(_) => {}
            ContainerArg::Garde if cfg!(feature = "garde") => container.garde = true,
            ContainerArg::Garde => {
                let message = "the rules of `garde` need a feature of superconfig: write `features = [\"garde\"]` at the \
                               dependency on superconfig in Cargo.toml";
                errors.at(entry.span, message);
            }
            ContainerArg::Default(None) => {
                container.fallback = Some(Fallback::OfType(entry.span));
            }
            ContainerArg::Default(Some(path)) => {
                container.fallback = Some(Fallback::Call(path.clone()));
            }
        }
    }
    container.named = name.is_some();
    container.name = name.unwrap_or_else(package);
    container.env_prefix = prefix.unwrap_or_else(|| case::env_prefix(&container.name));
    container
}

/// A generic type is there only where somebody names it with its arguments, so no application would find it.
fn linked_in(generics: &Generics, mount: Span, errors: &mut Errors) {
    if generics.type_params().next().is_some() || generics.const_params().next().is_some() {
        let message = "a generic struct cannot be mounted: what is linked in are its uses, not the struct itself; delete \
                       its parameters, or delete `mount` and let the application nest it";
        errors.at(mount, message);
    }
}

fn removed(arg: &RemovedArg, errors: &mut Errors) -> (LitStr, String) {
    key::usable(&arg.key, errors);
    let advice = arg.advice.value();
    if advice.trim().is_empty() {
        let message = "the explanation is empty; say what to do instead, or why nothing need be done";
        errors.at(arg.advice.span(), message);
    }
    (arg.key.clone(), advice)
}

/// The package that is being compiled.
fn package() -> String {
    std::env::var("CARGO_PKG_NAME").unwrap_or_else(|_| "app".to_owned())
}

fn checked_name(text: &LitStr, errors: &mut Errors) -> String {
    let name = text.value();
    if name.is_empty() {
        errors.at(
            text.span(),
            "the name is empty; files are called `<name>.toml`, so write for example `name = \"shop\"`",
        );
    } else if name.contains(['/', '\\', '\0', '=']) {
        errors.at(
            text.span(),
            "the name becomes part of file and variable names; write it without `/`, `\\`, `=` and NUL",
        );
    }
    name
}

fn checked_prefix(text: &LitStr, errors: &mut Errors) -> String {
    let prefix = text.value();
    if prefix.contains(['\0', '=']) {
        errors.at(text.span(), "no environment variable can be called so; write the prefix without `=` and NUL");
    } else if prefix.ends_with('_') {
        let trimmed = prefix.trim_end_matches('_');
        errors.at(
            text.span(),
            format!("the prefix is joined to the key by `_` already; write `env_prefix = \"{trimmed}\"`"),
        );
    }
    prefix
}

fn rename_all(text: &LitStr, errors: &mut Errors) -> Option<Rename> {
    let wanted = text.value();
    let rule = case::RENAME_ALL.iter().find(|(name, _)| *name == wanted);
    if rule.is_none() {
        let names = case::RENAME_ALL.iter().map(|(name, _)| *name);
        let advice = match suggest::closest(&wanted, names.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("write one of {}", suggest::list(names)),
        };
        let word = keyword::RENAME_ALL;
        errors.at(text.span(), format!("`{wanted}` is not a rule of `{word}`; {advice}"));
    }
    rule.map(|(_, rename)| *rename)
}
