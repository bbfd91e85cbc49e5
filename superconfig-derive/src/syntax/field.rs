//! `#[config(…)]` on a field.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, LitBool, LitStr, Path, Token, parenthesized, token};

use super::{Entry, Origin, keyword, list, rule, serde, value};
use crate::errors::Errors;
use crate::suggest;

/// What a keyword on a field says.
pub(crate) enum FieldArg {
    Default(DefaultArg),
    Profile(Vec<ProfileArg>),
    Nested,
    Flatten,
    Rename(LitStr),
    Alias(Vec<LitStr>),
    Env(EnvArg),
    Secret,
    Sources(LitStr),
    Skip,
    RelativePath,
    DeserializeWith(Path),
    With(Path),
    Parse(Path),
    Merge(MergeArg),
    Expand(bool),
    Reload(LitStr),
    Deprecated(DeprecatedArg),
    Example(TokenStream),
    Range(TokenStream),
    Length(TokenStream),
    NonEmpty,
    OneOf(Vec<TokenStream>),
    Pattern(LitStr),
    Validate(Path),
    Requires(Vec<LitStr>),
    ConflictsWith(Vec<LitStr>),
    RequiredIf(LitStr, TokenStream),
}

/// `default`, `default = value`, or serde's `default = "path"`.
pub(crate) enum DefaultArg {
    OfType,
    Value(TokenStream),
    Call(Path),
}

/// `prod = value` inside `profile(…)`. The name may be a string, for names that are no identifiers.
pub(crate) struct ProfileArg {
    pub(crate) name: LitStr,
    pub(crate) value: TokenStream,
}

/// `env = "NAME"` or `env = false`.
pub(crate) enum EnvArg {
    Name(LitStr),
    Off,
}

/// `merge = "append"`, or `merge = path`.
pub(crate) enum MergeArg {
    Rule(LitStr),
    With(Path),
}

/// `deprecated`, `deprecated = "advice"`, or `deprecated(since = "2.0", use = "other")`.
#[derive(Default)]
pub(crate) struct DeprecatedArg {
    pub(crate) since: Option<LitStr>,
    pub(crate) instead: Option<LitStr>,
    pub(crate) advice: Option<LitStr>,
}

/// The entries of all attributes of a field, serde's included, in source order.
pub(crate) fn read(attrs: &[Attribute], errors: &mut Errors) -> Vec<Entry<FieldArg>> {
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
                    arg: arg(word, known, input, errors)?,
                });
                Ok(())
            });
        } else if attr.path().is_ident(keyword::SERDE) {
            serde::read_field(attr, &mut entries, errors);
        }
    }
    entries
}

fn arg(word: &Ident, known: &'static str, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<FieldArg> {
    Ok(match known {
        keyword::DEFAULT if input.peek(Token![=]) => {
            FieldArg::Default(DefaultArg::Value(value::assigned(word, input)?))
        }
        keyword::DEFAULT => {
            value::flag(word, input)?;
            FieldArg::Default(DefaultArg::OfType)
        }
        keyword::PROFILE => FieldArg::Profile(profiles(word, input, errors)?),
        keyword::RENAME => FieldArg::Rename(value::string(word, input)?),
        keyword::ALIAS => FieldArg::Alias(aliases(word, input)?),
        keyword::ENV => FieldArg::Env(env(word, input)?),
        keyword::SOURCES => FieldArg::Sources(value::string(word, input)?),
        keyword::DESERIALIZE_WITH => FieldArg::DeserializeWith(value::path(word, input)?),
        keyword::WITH => FieldArg::With(value::path(word, input)?),
        keyword::PARSE => FieldArg::Parse(value::path(word, input)?),
        keyword::MERGE => FieldArg::Merge(merge(word, input)?),
        keyword::EXPAND if input.peek(Token![=]) => FieldArg::Expand(switch(word, input)?),
        keyword::RELOAD => FieldArg::Reload(value::string(word, input)?),
        keyword::DEPRECATED if input.peek(Token![=]) => {
            let advice = Some(value::string(word, input)?);
            FieldArg::Deprecated(DeprecatedArg { advice, ..DeprecatedArg::default() })
        }
        keyword::DEPRECATED if input.peek(token::Paren) => FieldArg::Deprecated(deprecated(word, input, errors)?),
        keyword::EXAMPLE => FieldArg::Example(value::assigned(word, input)?),
        keyword::RANGE => FieldArg::Range(value::assigned(word, input)?),
        keyword::LENGTH => FieldArg::Length(value::assigned(word, input)?),
        keyword::ONE_OF => FieldArg::OneOf(rule::list(word, input)?),
        keyword::PATTERN => FieldArg::Pattern(value::string(word, input)?),
        keyword::VALIDATE => FieldArg::Validate(value::path(word, input)?),
        keyword::REQUIRES => FieldArg::Requires(rule::names(word, input)?),
        keyword::CONFLICTS_WITH => FieldArg::ConflictsWith(rule::names(word, input)?),
        keyword::REQUIRED_IF => {
            let (name, value) = rule::condition(word, input)?;
            FieldArg::RequiredIf(name, value)
        }
        flag => {
            value::flag(word, input)?;
            match flag {
                keyword::NESTED => FieldArg::Nested,
                keyword::FLATTEN => FieldArg::Flatten,
                keyword::SECRET => FieldArg::Secret,
                keyword::NON_EMPTY => FieldArg::NonEmpty,
                keyword::SKIP => FieldArg::Skip,
                keyword::RELATIVE_PATH => FieldArg::RelativePath,
                keyword::EXPAND => FieldArg::Expand(true),
                _ => FieldArg::Deprecated(DeprecatedArg::default()),
            }
        }
    })
}

/// `profile(prod = value, "eu-west" = value)`.
fn profiles(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<ProfileArg>> {
    let usage = keyword::usage(keyword::PROFILE);
    if !input.peek(token::Paren) {
        let message = format!("`profile` takes values in parentheses; write `{usage}`");
        return Err(syn::Error::new(word.span(), message));
    }
    let content;
    parenthesized!(content in input);
    if content.is_empty() {
        let message = format!("`profile` names no profile; write `{usage}` or delete it");
        errors.at(word.span(), message);
    }
    let list = Punctuated::<ProfileArg, Token![,]>::parse_terminated_with(&content, profile);
    list::skip_rest(&content);
    Ok(list?.into_iter().collect())
}

fn profile(input: ParseStream<'_>) -> syn::Result<ProfileArg> {
    let (word, name) = if input.peek(LitStr) {
        let name: LitStr = input.parse()?;
        (Ident::new(keyword::PROFILE, name.span()), name)
    } else {
        let word = input.call(Ident::parse_any)?;
        let name = LitStr::new(&word.unraw().to_string(), word.span());
        (word, name)
    };
    if !input.peek(Token![=]) {
        let message = format!("the profile needs a value; write `profile({} = value)`", name.value());
        return Err(syn::Error::new(word.span(), message));
    }
    let value = value::assigned(&word, input)?;
    Ok(ProfileArg { name, value })
}

/// `alias = "old"` or `alias("old", "older")`.
fn aliases(word: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    if !input.peek(token::Paren) {
        return Ok(vec![value::string(word, input)?]);
    }
    let content;
    parenthesized!(content in input);
    let list = Punctuated::<LitStr, Token![,]>::parse_terminated(&content);
    list::skip_rest(&content);
    match list {
        Ok(list) if !list.is_empty() => Ok(list.into_iter().collect()),
        _ => {
            let message = "expected strings in quotes: write `alias(\"old-key\", \"older-key\")`";
            Err(syn::Error::new(word.span(), message))
        }
    }
}

/// `= false` or `= true`.
fn switch(word: &Ident, input: ParseStream<'_>) -> syn::Result<bool> {
    input.parse::<Token![=]>()?;
    let usage = keyword::usage(&word.to_string());
    let switch: LitBool = input.parse().map_err(|_| input.error(format!("write `{usage}`")))?;
    Ok(switch.value)
}

fn merge(word: &Ident, input: ParseStream<'_>) -> syn::Result<MergeArg> {
    let ahead = input.fork();
    if ahead.parse::<Token![=]>().is_ok() && ahead.peek(LitStr) {
        return value::string(word, input).map(MergeArg::Rule);
    }
    value::path(word, input).map(MergeArg::With)
}

/// `(since = "2.0", use = "other")`, either of them or both.
fn deprecated(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<DeprecatedArg> {
    let usage = keyword::usage(keyword::DEPRECATED);
    let content;
    parenthesized!(content in input);
    let mut arg = DeprecatedArg::default();
    if content.is_empty() {
        let message = format!("`deprecated` says nothing in its parentheses; write `{usage}`, or only `deprecated`");
        errors.at(word.span(), message);
    }
    while !content.is_empty() {
        let unreadable = |span| syn::Error::new(span, format!("write `{usage}`"));
        let key = if content.peek(Ident::peek_any) { Some(content.call(Ident::parse_any)?) } else { None };
        let key = key.filter(|_| content.peek(Token![=]));
        let text = match &key {
            Some(_) => content.parse::<Token![=]>().and_then(|_| content.parse::<LitStr>()).ok(),
            None => None,
        };
        let (Some(key), Some(text)) = (key, text) else {
            list::skip_rest(&content);
            return Err(unreadable(word.span()));
        };
        let place = match key.to_string().as_str() {
            keyword::SINCE => &mut arg.since,
            keyword::USE => &mut arg.instead,
            _ => {
                let message = format!("`deprecated` takes `since` and `use`, not `{key}`; write `{usage}`");
                errors.at(key.span(), message);
                list::skip_rest(&content);
                break;
            }
        };
        if text.value().trim().is_empty() {
            errors.at(text.span(), format!("`{key}` is empty; say something or delete it"));
        }
        if place.replace(text).is_some() {
            errors.at(key.span(), format!("`{key}` is given twice; delete one"));
        }
        if !content.is_empty() && content.parse::<Token![,]>().is_err() {
            let error = content.error("expected a comma before this");
            list::skip_rest(&content);
            return Err(error);
        }
    }
    Ok(arg)
}

fn env(word: &Ident, input: ParseStream<'_>) -> syn::Result<EnvArg> {
    let mistake = |span| {
        let usage = keyword::usage(keyword::ENV);
        syn::Error::new(span, format!("write `{usage}`"))
    };
    if !input.peek(Token![=]) {
        return Err(mistake(word.span()));
    }
    input.parse::<Token![=]>()?;
    if input.peek(LitBool) {
        let on: LitBool = input.parse()?;
        if on.value {
            let message = "every setting can be set from the environment; delete `env = true`";
            return Err(syn::Error::new(on.span, message));
        }
        return Ok(EnvArg::Off);
    }
    match input.parse::<LitStr>() {
        Ok(name) => Ok(EnvArg::Name(name)),
        Err(_) => Err(mistake(input.span())),
    }
}

/// The word, if it is one of ours; otherwise the error that says what was meant.
fn known(word: &Ident, errors: &mut Errors) -> Option<&'static str> {
    let text = word.to_string();
    let words = keyword::ON_FIELD.iter().map(|(known, _)| *known);
    if let Some(known) = words.clone().find(|known| *known == text) {
        return Some(known);
    }
    let elsewhere = keyword::ELSEWHERE.iter().find(|(other, _)| *other == text);
    let on_struct = keyword::ON_STRUCT.iter().find(|(other, _)| *other == text);
    let advice = if let Some((_, usage)) = on_struct {
        // Of several ways to write it the first will do.
        let usage = usage.split('`').next().unwrap_or(usage);
        format!("it describes the whole struct: write `#[config({usage})]` above `struct`")
    } else if let Some((_, advice)) = elsewhere {
        (*advice).to_owned()
    } else if let Some(meant) = suggest::closest(&text, words.clone()) {
        format!("did you mean `{meant}`?")
    } else {
        format!("a field takes {}", suggest::list(words))
    };
    errors.at(word.span(), format!("unknown attribute `{word}` on a field; {advice}"));
    None
}
