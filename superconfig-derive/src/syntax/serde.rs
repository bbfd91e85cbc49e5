//! `#[serde(…)]`, as far as it says something that `#[config(…)]` can say too.
//!
//! A struct that also derives serde's traits need not say things twice. Words that only concern serialization
//! are passed over; words whose meaning a configuration cannot honour are errors, so that nobody believes in
//! them.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Path, Token, parenthesized, token};

use super::container::ContainerArg;
use super::field::{DefaultArg, FieldArg};
use super::{Entry, Origin, keyword, list, value};
use crate::errors::Errors;
use crate::suggest;

/// Words on a field that change nothing here.
const NEUTRAL_ON_FIELD: &[&str] = &["bound", "serialize_with", "skip_serializing", "skip_serializing_if"];

/// Words on a struct that change nothing here. Unknown keys are refused anyway.
const NEUTRAL_ON_STRUCT: &[&str] = &[keyword::DENY_UNKNOWN_FIELDS, "bound", "crate", "expecting", "into", "rename"];

/// Words that a configuration cannot honour, and what to do instead.
const REFUSED: &[(&str, &str)] = &[
    ("borrow", "a configuration owns its data; use an owned type such as `String` and delete `borrow`"),
    (
        "from",
        "settings are read one by one and never as another struct; write `#[config(parse = …)]` on the fields that need it",
    ),
    ("getter", "it belongs to serde's `remote`; write `#[config(parse = …)]` or `#[config(deserialize_with = …)]`"),
    ("other", "it belongs to the variants of an enum; delete it"),
    ("remote", "the derive has to see the struct itself; derive `SuperConfig` on your own struct"),
    (
        "content",
        "the settings of a variant stand beside the tag, or under the variant's name; delete it, or derive \
         `serde::Deserialize` alone and use the enum as the type of a setting",
    ),
    (
        "transparent",
        "a struct is a table of settings; derive `serde::Deserialize` alone on a wrapper and use it as the type of a setting",
    ),
    (
        "try_from",
        "settings are read one by one and never as another struct; write `#[config(parse = …)]` on the fields that need it",
    ),
    (
        "untagged",
        "which variant is meant is said and not guessed; delete it, or derive `serde::Deserialize` alone and use the enum as \
         the type of a setting",
    ),
    ("variant_identifier", "it belongs to an enum; delete it"),
    ("field_identifier", "it belongs to an enum; delete it"),
    ("rename_all_fields", "give the fields their keys one by one, or the variant a struct with `rename_all`"),
];

/// Adds the entries of one `#[serde(…)]` on a field.
pub(crate) fn read_field(attr: &Attribute, entries: &mut Vec<Entry<FieldArg>>, errors: &mut Errors) {
    list::each(attr, errors, |word, input, errors| {
        let text = word.to_string();
        if NEUTRAL_ON_FIELD.contains(&text.as_str()) {
            return list::skip_to_comma(input);
        }
        if let Some((known, arg)) = field_arg(word, &text, input, errors)? {
            entries.push(entry(known, word, arg));
        }
        Ok(())
    });
}

fn field_arg(
    word: &Ident,
    text: &str,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<Option<(&'static str, FieldArg)>> {
    Ok(Some(match text {
        keyword::RENAME => {
            let Some(key) = for_reading(word, input)? else {
                return Ok(None);
            };
            (keyword::RENAME, FieldArg::Rename(key))
        }
        keyword::ALIAS => {
            let alias = value::string(word, input)?;
            (keyword::ALIAS, FieldArg::Alias(vec![alias]))
        }
        keyword::DEFAULT if input.peek(Token![=]) => {
            let path = value::path(word, input)?;
            (keyword::DEFAULT, FieldArg::Default(DefaultArg::Call(path)))
        }
        keyword::DEFAULT => (keyword::DEFAULT, FieldArg::Default(DefaultArg::OfType)),
        keyword::SKIP | keyword::SKIP_DESERIALIZING => (keyword::SKIP, FieldArg::Skip),
        keyword::FLATTEN => (keyword::FLATTEN, FieldArg::Flatten),
        keyword::WITH => {
            let path = value::path(word, input)?;
            (keyword::WITH, FieldArg::With(path))
        }
        keyword::DESERIALIZE_WITH => {
            let path = value::path(word, input)?;
            (keyword::DESERIALIZE_WITH, FieldArg::DeserializeWith(path))
        }
        _ => {
            refuse(word, text, errors);
            list::skip_to_comma(input)?;
            return Ok(None);
        }
    }))
}

/// Adds the entries of one `#[serde(…)]` on the struct.
pub(crate) fn read_container(attr: &Attribute, entries: &mut Vec<Entry<ContainerArg>>, errors: &mut Errors) {
    list::each(attr, errors, |word, input, errors| {
        let text = word.to_string();
        if NEUTRAL_ON_STRUCT.contains(&text.as_str()) {
            return list::skip_to_comma(input);
        }
        match text.as_str() {
            keyword::RENAME_ALL => {
                if let Some(rule) = for_reading(word, input)? {
                    let arg = ContainerArg::RenameAll(rule);
                    entries.push(entry(keyword::RENAME_ALL, word, arg));
                }
            }
            keyword::TAG => {
                let tag = value::string(word, input)?;
                entries.push(entry(keyword::TAG, word, ContainerArg::Tag(tag)));
            }
            keyword::DEFAULT => {
                let path = optional_path(word, input)?;
                let arg = ContainerArg::Default(path);
                entries.push(entry(keyword::DEFAULT, word, arg));
            }
            _ => {
                refuse(word, &text, errors);
                list::skip_to_comma(input)?;
            }
        }
        Ok(())
    });
}

fn entry<A>(known: &'static str, word: &Ident, arg: A) -> Entry<A> {
    Entry { word: known, span: word.span(), origin: Origin::Serde, arg }
}

fn optional_path(word: &Ident, input: ParseStream<'_>) -> syn::Result<Option<Path>> {
    if input.peek(Token![=]) { value::path(word, input).map(Some) } else { Ok(None) }
}

/// The text of `word = "…"` or of `word(deserialize = "…")`; none for `word(serialize = "…")`.
fn for_reading(word: &Ident, input: ParseStream<'_>) -> syn::Result<Option<LitStr>> {
    if !input.peek(token::Paren) {
        return value::string(word, input).map(Some);
    }
    let content;
    parenthesized!(content in input);
    let mut found = None;
    while !content.is_empty() {
        let direction: Ident = content.parse()?;
        let text = value::string(&direction, &content)?;
        if direction == keyword::DESERIALIZE {
            found = Some(text);
        } else if direction != keyword::SERIALIZE {
            let message = "expected `serialize = …` or `deserialize = …`";
            return Err(syn::Error::new(direction.span(), message));
        }
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(found)
}

fn refuse(word: &Ident, text: &str, errors: &mut Errors) {
    let advice = REFUSED
        .iter()
        .find(|(refused, _)| *refused == text)
        .map_or_else(|| unknown(text), |(_, advice)| (*advice).to_owned());
    let message = format!("serde's `{text}` has no meaning for a configuration: {advice}");
    errors.at(word.span(), message);
}

fn unknown(text: &str) -> String {
    let words = keyword::ON_FIELD.iter().chain(keyword::ON_STRUCT);
    if let Some((_, usage)) = words.clone().find(|(word, _)| *word == text) {
        return format!("write `#[config({usage})]` instead");
    }
    match suggest::closest(text, words.map(|(word, _)| *word)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "delete it, or write what you need in `#[config(…)]`".to_owned(),
    }
}
