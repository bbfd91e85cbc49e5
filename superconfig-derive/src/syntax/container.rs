//! `#[config(…)]` on the struct.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Path, Token, bracketed, token};

use super::{Entry, Origin, keyword, list, serde, value};
use crate::errors::Errors;
use crate::suggest;

/// What a keyword on the struct says.
pub(crate) enum ContainerArg {
    Name(LitStr),
    EnvPrefix(LitStr),
    RenameAll(LitStr),
    Profiles(Vec<LitStr>),
    AllowUnknown,
    Mount(LitStr),
    Mounts,
    Tag(LitStr),
    Crate(Path),
    /// Only serde's: `default`, or `default = "path"`.
    Default(Option<Path>),
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
        keyword::MOUNT => ContainerArg::Mount(value::string(word, input)?),
        keyword::MOUNTS => {
            value::flag(word, input)?;
            ContainerArg::Mounts
        }
        keyword::TAG => ContainerArg::Tag(value::string(word, input)?),
        keyword::CRATE => ContainerArg::Crate(value::path(word, input)?),
        _ => {
            value::flag(word, input)?;
            ContainerArg::AllowUnknown
        }
    })
}

/// `= ["dev", "prod"]`.
fn profiles(word: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    let mistake = |span| {
        let usage = keyword::usage(keyword::PROFILES);
        syn::Error::new(span, format!("expected a list of strings in quotes: write `{usage}`"))
    };
    if !input.peek(Token![=]) {
        return Err(mistake(word.span()));
    }
    input.parse::<Token![=]>()?;
    if !input.peek(token::Bracket) {
        return Err(mistake(input.span()));
    }
    let content;
    bracketed!(content in input);
    let list = Punctuated::<LitStr, Token![,]>::parse_terminated(&content).map_err(|error| mistake(error.span()));
    list::skip_rest(&content);
    Ok(list?.into_iter().collect())
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
