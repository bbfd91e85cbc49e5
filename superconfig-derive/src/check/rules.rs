//! What values must be, as far as the macro can tell already; and defaults held against it.

use std::cmp::Ordering;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Lit, LitStr, Path, Type};

use super::literal::{self, Literal};
use super::named::{Named, collection, named, option_content};
use super::source_text;
use crate::errors::Errors;
use crate::model::{Check, Code, Form, Kind, Range, Rule, Setting, Value};
use crate::syntax::{Entry, FieldArg};

/// The rules of a setting, or of a collection of sections.
pub(crate) fn check(args: &[&Entry<FieldArg>], ty: &Type, kind: &Kind, errors: &mut Errors) -> Vec<Rule> {
    let content = option_content(ty).unwrap_or(ty);
    let collection = match kind {
        Kind::Setting(_) => false,
        Kind::Section(section) => matches!(section.form, Form::List { .. } | Form::Map { .. }),
    };
    let mut rules = Vec::new();
    for entry in args {
        let (section, flat) = match kind {
            Kind::Setting(_) => (false, false),
            Kind::Section(section) => (true, matches!(section.form, Form::Flatten { .. })),
        };
        if flat {
            // What stands there is a conflict of keywords.
            continue;
        }
        if section && !collection && matches!(entry.arg, FieldArg::Length(_) | FieldArg::NonEmpty) {
            let message = format!("`{}` counts sections, and this is one; delete it", entry.word);
            errors.at(entry.span, message);
            continue;
        }
        let rule = match &entry.arg {
            FieldArg::Range(range) => {
                self::range(range, content).map(|(range, text)| (format!("a value {text}"), Check::Range(range)))
            }
            FieldArg::Length(length) => {
                let usize: Type = syn::parse_quote!(usize);
                self::range(length, &usize).map(|(range, text)| (format!("a length {text}"), Check::Length(range)))
            }
            FieldArg::NonEmpty => Ok(("at least one element or character".to_owned(), Check::NonEmpty)),
            FieldArg::OneOf(values) => one_of(values, content, entry.span),
            FieldArg::Pattern(pattern) => self::pattern(pattern),
            FieldArg::Validate(path) if !section => {
                let text = source_text::of(&path.to_token_stream());
                Ok((format!("what `{text}` accepts"), Check::Validate(path.clone())))
            }
            _ => continue,
        };
        rules.extend(errors.keep(rule).map(|(text, check)| Rule { name: entry.word, text, check }));
    }
    if let Kind::Setting(setting) = kind {
        for rule in &rules {
            hold(setting, rule, errors);
        }
    }
    rules
}

/// What looks at a section once it is finished.
pub(crate) fn of_section(args: &[&Entry<FieldArg>], kind: Option<&Kind>) -> Vec<Path> {
    let paths = args.iter().filter_map(|entry| match &entry.arg {
        FieldArg::Validate(path) => Some(path.clone()),
        _ => None,
    });
    if let Some(Kind::Section(_)) = kind { paths.collect() } else { Vec::new() }
}

/// A range in its parts, and how it reads: `from 1 to 500`.
fn range(tokens: &TokenStream, ty: &Type) -> syn::Result<(Range, String)> {
    let Some((start, end, inclusive)) = ends(tokens) else {
        if Literal::parse(tokens).is_some() {
            let message = format!(
                "this is one value and no range; write `{0}..`, `..={0}` or `{0}..={0}`",
                source_text::of(tokens)
            );
            return Err(syn::Error::new_spanned(tokens, message));
        }
        return Ok((Range::Whole(tokens.clone()), format!("in {}", source_text::of(tokens))));
    };
    let (first, last) = (end_of(&start, ty)?, end_of(&end, ty)?);
    if first.is_none() && last.is_none() {
        return Err(syn::Error::new_spanned(tokens, "this range has no end, so every value is in it; delete it"));
    }
    let order = first.as_ref().zip(last.as_ref()).and_then(|(first, last)| compare(&known(first)?, &known(last)?));
    if order == Some(Ordering::Greater) || order == Some(Ordering::Equal) && !inclusive {
        return Err(syn::Error::new_spanned(tokens, "no value is in this range; write the smaller end first"));
    }
    let (from, to) = (as_read(&start), as_read(&end));
    let text = match (first.is_some(), last.is_some()) {
        (true, true) if inclusive && order == Some(Ordering::Equal) => format!("of {from}"),
        (true, true) if inclusive => format!("from {from} to {to}"),
        (true, true) => format!("from {from} to below {to}"),
        (true, false) => format!("of at least {from}"),
        _ if inclusive => format!("of at most {to}"),
        _ => format!("below {to}"),
    };
    Ok((Range::Ends { start: first, end: last, inclusive }, text))
}

/// The tokens before and after `..` or `..=`, and whether it was the latter.
fn ends(tokens: &TokenStream) -> Option<(TokenStream, TokenStream, bool)> {
    let tokens = literal::ungrouped(tokens.clone());
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let is =
        |index: usize, char: char| matches!(trees.get(index), Some(TokenTree::Punct(punct)) if punct.as_char() == char);
    let at = (0..trees.len()).find(|at| is(*at, '.') && is(at + 1, '.'))?;
    let inclusive = is(at + 2, '=');
    let after = at + 2 + usize::from(inclusive);
    let part = |trees: &[TokenTree]| trees.iter().cloned().collect();
    Some((part(&trees[..at]), part(&trees[after..]), inclusive))
}

fn end_of(tokens: &TokenStream, ty: &Type) -> syn::Result<Option<Code>> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    match trees.as_slice() {
        [] => Ok(None),
        // Where it is put rustc would call the parentheses unnecessary.
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            value(&group.stream(), ty).map(Some)
        }
        _ => value(tokens, ty).map(Some),
    }
}

/// An expression of the type, or a literal that stands for one.
fn value(tokens: &TokenStream, ty: &Type) -> syn::Result<Code> {
    match Literal::parse(tokens) {
        Some(literal) => literal::code(&literal, ty, named(ty)),
        None => Ok(Code::Tokens(tokens.clone())),
    }
}

/// As a person would write it: `5m` and not `"5m"`.
fn as_read(tokens: &TokenStream) -> String {
    match syn::parse2::<LitStr>(literal::ungrouped(tokens.clone())) {
        Ok(text) => text.value(),
        Err(_) => source_text::of(tokens),
    }
}

fn one_of(values: &[TokenStream], ty: &Type, word: Span) -> syn::Result<(String, Check)> {
    if values.is_empty() {
        return Err(syn::Error::new(word, "no value is allowed by this list; name some in it, or delete it"));
    }
    let mut texts: Vec<String> = Vec::new();
    for value in values {
        let text = source_text::of(value);
        if texts.contains(&text) {
            return Err(syn::Error::new_spanned(value, format!("`{text}` is in the list already; delete one")));
        }
        texts.push(text);
    }
    let text = format!("one of {}", texts.join(", "));
    let codes = values.iter().map(|tokens| value(tokens, ty)).collect::<syn::Result<Vec<_>>>()?;
    let strings: Option<Vec<LitStr>> = codes
        .iter()
        .map(|code| match code {
            Code::From(text) | Code::Path(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    Ok((text, strings.map_or_else(|| Check::OneOf(codes), Check::OneOfTexts)))
}

#[cfg(feature = "regex")]
fn pattern(pattern: &LitStr) -> syn::Result<(String, Check)> {
    let text = pattern.value();
    match regex_syntax::Parser::new().parse(&text) {
        Ok(_) => Ok((format!("text that matches {text}"), Check::Pattern(pattern.clone()))),
        Err(error) => {
            let reason = match &error {
                regex_syntax::Error::Parse(error) => error.kind().to_string(),
                regex_syntax::Error::Translate(error) => error.kind().to_string(),
                error => error.to_string(),
            };
            Err(syn::Error::new(pattern.span(), format!("this is no regular expression: {reason}")))
        }
    }
}

#[cfg(not(feature = "regex"))]
fn pattern(pattern: &LitStr) -> syn::Result<(String, Check)> {
    let message = "`pattern` needs a feature of superconfig: write `features = [\"regex\"]` at the dependency on superconfig in \
                   Cargo.toml";
    Err(syn::Error::new(pattern.span(), message))
}

/// Holds the default, those of profiles and the example against a rule, where they are literals.
fn hold(setting: &Setting, rule: &Rule, errors: &mut Errors) {
    let profiles = setting.profiles.iter().map(|profile| &profile.value);
    let example = setting.example.iter().filter_map(|example| example.value.as_ref());
    for value in setting.default.iter().chain(profiles).chain(example) {
        if keeps(value, rule, setting) == Some(false) {
            let (word, text) = (rule.name, &rule.text);
            let message = format!("`{}` breaks the `{word}` of this setting, which takes {text}", value.text);
            match &value.code {
                Code::Tokens(tokens) => errors.on(tokens, message),
                code => errors.at(span(code), message),
            }
        }
    }
}

fn span(code: &Code) -> Span {
    match code {
        Code::OfType(span) | Code::Duration(_, span) | Code::ByteSize(_, span) => *span,
        Code::From(text) | Code::Path(text) | Code::Parsed(text, _) | Code::Level(text, _) => text.span(),
        Code::Tokens(_) | Code::Call(_) | Code::Fallback(_) => Span::call_site(),
    }
}

/// Whether a value keeps a rule, if that can be told from literals.
fn keeps(value: &Value, rule: &Rule, setting: &Setting) -> Option<bool> {
    match &rule.check {
        Check::Range(range) => inside(&known(&value.code)?, range),
        Check::Length(range) => inside(&Known::Integer(i128::try_from(length(value, setting)?).ok()?), range),
        Check::NonEmpty => Some(length(value, setting)? > 0),
        Check::OneOfTexts(texts) => {
            let (Code::From(text) | Code::Path(text)) = &value.code else { return None };
            Some(texts.iter().any(|it| it.value() == text.value()))
        }
        Check::OneOf(values) => {
            let value = known(&value.code)?;
            let orders = values.iter().map(|it| compare(&known(it)?, &value)).collect::<Option<Vec<_>>>()?;
            Some(orders.contains(&Ordering::Equal))
        }
        Check::Pattern(_) | Check::Validate(_) => None,
    }
}

fn inside(value: &Known, range: &Range) -> Option<bool> {
    let Range::Ends { start, end, inclusive } = range else { return None };
    let below = match start {
        Some(start) => compare(value, &known(start)?)? == Ordering::Less,
        None => false,
    };
    let above = match end {
        Some(end) => match compare(value, &known(end)?)? {
            Ordering::Greater => true,
            Ordering::Equal => !inclusive,
            Ordering::Less => false,
        },
        None => false,
    };
    Some(!below && !above)
}

/// How long a value is.
fn length(value: &Value, setting: &Setting) -> Option<usize> {
    match &value.code {
        Code::From(text) | Code::Path(text) => Some(text.value().chars().count()),
        // Of an `Option` it is `None`.
        Code::OfType(_) if !setting.optional => {
            let ty = &setting.ty;
            let empty = matches!(named(ty), Named::Text | Named::Path) || collection(ty).is_some();
            empty.then_some(0)
        }
        _ => None,
    }
}

/// The value of a literal.
enum Known {
    Integer(i128),
    Float(f64),
    Char(char),
    Duration(std::time::Duration),
    ByteSize(u64),
}

fn known(code: &Code) -> Option<Known> {
    match code {
        Code::Duration(duration, _) => Some(Known::Duration(*duration)),
        Code::ByteSize(bytes, _) => Some(Known::ByteSize(*bytes)),
        Code::Parsed(text, _) => text.value().parse().ok().map(Known::Integer),
        Code::Tokens(tokens) => {
            let text = source_text::of(tokens);
            let (negative, text) = text.strip_prefix('-').map_or((false, text.as_str()), |text| (true, text));
            match syn::parse_str::<Lit>(text.trim()).ok()? {
                Lit::Int(int) => {
                    let magnitude = int.base10_parse::<i128>().ok()?;
                    Some(Known::Integer(if negative { -magnitude } else { magnitude }))
                }
                Lit::Float(float) => {
                    let magnitude = float.base10_parse::<f64>().ok()?;
                    Some(Known::Float(if negative { -magnitude } else { magnitude }))
                }
                Lit::Char(char) => Some(Known::Char(char.value())),
                _ => None,
            }
        }
        _ => None,
    }
}

fn compare(one: &Known, other: &Known) -> Option<Ordering> {
    match (one, other) {
        (Known::Integer(one), Known::Integer(other)) => Some(one.cmp(other)),
        (Known::Float(one), Known::Float(other)) => one.partial_cmp(other),
        (Known::Char(one), Known::Char(other)) => Some(one.cmp(other)),
        (Known::Duration(one), Known::Duration(other)) => Some(one.cmp(other)),
        (Known::ByteSize(one), Known::ByteSize(other)) => Some(one.cmp(other)),
        _ => None,
    }
}
