//! `#[config(…)]` on the struct.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, LitBool, LitStr, Path, Token, bracketed, parenthesized, token};

use super::{Entry, Origin, keyword, list, rule, serde, value};
use crate::errors::Errors;
use crate::suggest;

/// What a keyword on the struct says.
pub(crate) enum ContainerArg {
    Name(LitStr),
    EnvPrefix(LitStr),
    RenameAll(LitStr),
    Profiles(Vec<ProfileDeclaration>),
    ProfileKey(ProfileKeyArg),
    AllowUnknown,
    Mount(LitStr),
    Mounts,
    Tag(LitStr),
    Removed(Vec<RemovedArg>),
    Validate(Path),
    OneOf(&'static str, Vec<LitStr>),
    Garde,
    Crate(Path),
    /// Only serde's: `default`, or `default = "path"`.
    Default(Option<Path>),
}

/// A profile that is declared, and what it brings in if it is a group.
pub(crate) struct ProfileDeclaration {
    pub(crate) name: LitStr,
    pub(crate) members: Vec<LitStr>,
}

/// `profile_key = "overlay"` or `profile_key = false`.
pub(crate) enum ProfileKeyArg {
    Key(LitStr),
    Off,
}

/// `old_key = "use …"` inside `removed(…)`. The key may be a string, for keys that are no identifiers.
pub(crate) struct RemovedArg {
    pub(crate) key: LitStr,
    pub(crate) advice: LitStr,
}

/// The entries of all attributes of the struct, serde's included, in source order.
pub(crate) fn read(attrs: &[Attribute], errors: &mut Errors) -> Vec<Entry<ContainerArg>> {
    let mut entries = Vec::new();
    for attr in attrs {
        if attr.path().is_ident(keyword::CONFIG) {
            list::each(attr, errors, |word, input, errors| {
                let Some(known) = known(word, errors) else {
                    return list::skip_to_comma(input);
                };
                entries.push(Entry {
                    word: known,
                    span: word.span(),
                    origin: Origin::Config,
                    arg: arg(word, known, input)?,
                });
                Ok(())
            });
        } else if attr.path().is_ident(keyword::SERDE) {
            serde::read_container(attr, &mut entries, errors);
        }
    }
    entries
}

fn arg(word: &Ident, known: &'static str, input: ParseStream<'_>) -> syn::Result<ContainerArg> {
    Ok(match known {
        keyword::NAME => ContainerArg::Name(value::string(word, input)?),
        keyword::ENV_PREFIX => ContainerArg::EnvPrefix(value::string(word, input)?),
        keyword::RENAME_ALL => ContainerArg::RenameAll(value::string(word, input)?),
        keyword::PROFILES => ContainerArg::Profiles(profiles(word, input)?),
        keyword::PROFILE_KEY => ContainerArg::ProfileKey(profile_key(word, input)?),
        keyword::MOUNT => ContainerArg::Mount(value::string(word, input)?),
        keyword::VALIDATE => ContainerArg::Validate(value::path(word, input)?),
        keyword::EXACTLY_ONE_OF | keyword::AT_LEAST_ONE_OF | keyword::AT_MOST_ONE_OF => {
            ContainerArg::OneOf(known, rule::names(word, input)?)
        }
        keyword::GARDE => {
            value::flag(word, input)?;
            ContainerArg::Garde
        }
        keyword::MOUNTS => {
            value::flag(word, input)?;
            ContainerArg::Mounts
        }
        keyword::TAG => ContainerArg::Tag(value::string(word, input)?),
        keyword::REMOVED => ContainerArg::Removed(removed(word, input)?),
        keyword::CRATE => ContainerArg::Crate(value::path(word, input)?),
        _ => {
            value::flag(word, input)?;
            ContainerArg::AllowUnknown
        }
    })
}

/// `= ["dev", "prod"]`, or `(base, metrics, prod = ["base", "metrics"])`.
fn profiles(word: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<ProfileDeclaration>> {
    if input.peek(token::Paren) {
        let content;
        parenthesized!(content in input);
        let list = Punctuated::<ProfileDeclaration, Token![,]>::parse_terminated_with(&content, declaration);
        list::skip_rest(&content);
        return Ok(list?.into_iter().collect());
    }
    if !input.peek(Token![=]) {
        return Err(no_list(word.span()));
    }
    input.parse::<Token![=]>()?;
    let names = names(input)?;
    Ok(names.into_iter().map(|name| ProfileDeclaration { name, members: Vec::new() }).collect())
}

fn no_list(span: Span) -> syn::Error {
    let usage = keyword::usage(keyword::PROFILES);
    syn::Error::new(span, format!("expected a list of strings in quotes: write `{usage}`"))
}

/// `["dev", "prod"]`.
fn names(input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    if !input.peek(token::Bracket) {
        return Err(no_list(input.span()));
    }
    let content;
    bracketed!(content in input);
    let list = Punctuated::<LitStr, Token![,]>::parse_terminated(&content).map_err(|error| no_list(error.span()));
    list::skip_rest(&content);
    Ok(list?.into_iter().collect())
}

/// `base`, or `prod = ["base", "metrics"]`. The name may be a string, for names that are no identifiers.
fn declaration(input: ParseStream<'_>) -> syn::Result<ProfileDeclaration> {
    let name = if input.peek(LitStr) {
        input.parse()?
    } else if input.peek(Ident::peek_any) {
        let word = input.call(Ident::parse_any)?;
        LitStr::new(&word.unraw().to_string(), word.span())
    } else {
        let message = "expected the name of a profile: write `profiles(base, prod = [\"base\"])`";
        return Err(input.error(message));
    };
    if !input.peek(Token![=]) {
        return Ok(ProfileDeclaration { name, members: Vec::new() });
    }
    input.parse::<Token![=]>()?;
    let members = names(input).map_err(|error| {
        let name = name.value();
        syn::Error::new(
            error.span(),
            format!("expected the profiles that `{name}` brings in: write `{name} = [\"base\"]`"),
        )
    })?;
    if members.is_empty() {
        let message = format!("the group `{0}` brings in nothing; write only `{0}`", name.value());
        return Err(syn::Error::new(name.span(), message));
    }
    Ok(ProfileDeclaration { name, members })
}

/// `= "overlay"` or `= false`.
fn profile_key(word: &Ident, input: ParseStream<'_>) -> syn::Result<ProfileKeyArg> {
    let usage = keyword::usage(keyword::PROFILE_KEY);
    if input.peek(Token![=]) && input.peek2(LitBool) {
        input.parse::<Token![=]>()?;
        let flag: LitBool = input.parse()?;
        if flag.value {
            let message = format!("`profile_key` is on without a word, with the key `profile`; write `{usage}`");
            return Err(syn::Error::new(flag.span, message));
        }
        return Ok(ProfileKeyArg::Off);
    }
    Ok(ProfileKeyArg::Key(value::string(word, input)?))
}

/// `(old_key = "use …", "other-key" = "…")`.
fn removed(word: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<RemovedArg>> {
    let usage = keyword::usage(keyword::REMOVED);
    if !input.peek(token::Paren) {
        let message = format!("`removed` takes keys in parentheses, each with what to do instead; write `{usage}`");
        return Err(syn::Error::new(word.span(), message));
    }
    let content;
    parenthesized!(content in input);
    if content.is_empty() {
        let message = format!("`removed` names no key; write `{usage}` or delete it");
        return Err(syn::Error::new(word.span(), message));
    }
    let list = Punctuated::<RemovedArg, Token![,]>::parse_terminated_with(&content, removed_key);
    list::skip_rest(&content);
    Ok(list?.into_iter().collect())
}

fn removed_key(input: ParseStream<'_>) -> syn::Result<RemovedArg> {
    let key = if input.peek(LitStr) {
        input.parse::<LitStr>()?
    } else {
        let word = input.call(Ident::parse_any)?;
        LitStr::new(&word.unraw().to_string(), word.span())
    };
    let mistake = |span| {
        let message =
            format!("say what to do instead, in quotes: write `removed({} = \"use … instead\")`", key.value());
        syn::Error::new(span, message)
    };
    if !input.peek(Token![=]) {
        return Err(mistake(key.span()));
    }
    input.parse::<Token![=]>()?;
    match input.parse::<LitStr>() {
        Ok(advice) => Ok(RemovedArg { key, advice }),
        Err(_) => Err(mistake(key.span())),
    }
}

/// The word, if it is one of ours; otherwise the error that says what was meant.
fn known(word: &Ident, errors: &mut Errors) -> Option<&'static str> {
    let text = word.to_string();
    let words = keyword::ON_STRUCT.iter().map(|(known, _)| *known);
    if let Some(known) = words.clone().find(|known| *known == text) {
        return Some(known);
    }
    let on_field = keyword::ON_FIELD.iter().any(|(other, _)| *other == text);
    let elsewhere = keyword::ELSEWHERE.iter().find(|(other, _)| *other == text);
    let advice = if text == keyword::DENY_UNKNOWN_FIELDS {
        "delete it: unknown keys are problems unless `allow_unknown` is written".to_owned()
    } else if on_field {
        format!("`{text}` describes one field: write it above that field")
    } else if let Some((_, advice)) = elsewhere {
        (*advice).to_owned()
    } else if let Some(meant) = suggest::closest(&text, words.clone()) {
        format!("did you mean `{meant}`?")
    } else {
        format!("a struct takes {}", suggest::list(words))
    };
    errors.at(word.span(), format!("unknown attribute `{word}` on a struct; {advice}"));
    None
}
