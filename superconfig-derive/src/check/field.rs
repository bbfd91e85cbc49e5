//! One field: which of its keywords stand, and what they make of it.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{LitStr, Member, Path, Type, TypePath, TypeReference};

use super::container::Container;
use super::key::{self, Claims};
use super::named::{Collection, collection, option_content, ungrouped};
use super::{conflict, reload, rules, section, source_text, sources, value};
use crate::errors::Errors;
use crate::model::{self, Deprecated, Env, Field, Kind, Merge, Reader, Setting, Skipped};
use crate::suggest;
use crate::syntax::{DefaultArg, DeprecatedArg, Entry, FieldArg, MergeArg, Origin, RawField, keyword};

/// The keywords of a field that stand.
struct Args<'a>(Vec<&'a Entry<FieldArg>>);

impl<'a> Args<'a> {
    fn find<T>(&self, select: impl Fn(&'a FieldArg) -> Option<T>) -> Option<T> {
        self.0.iter().find_map(|entry| select(&entry.arg))
    }

    fn has(&self, is: impl Fn(&FieldArg) -> bool) -> bool {
        self.0.iter().any(|entry| is(&entry.arg))
    }

    fn rename(&self) -> Option<&'a LitStr> {
        self.find(|arg| match arg {
            FieldArg::Rename(key) => Some(key),
            _ => None,
        })
    }

    fn sources(&self) -> Option<&'a LitStr> {
        self.find(|arg| match arg {
            FieldArg::Sources(text) => Some(text),
            _ => None,
        })
    }

    fn reload(&self) -> Option<&'a LitStr> {
        self.find(|arg| match arg {
            FieldArg::Reload(word) => Some(word),
            _ => None,
        })
    }

    fn default(&self) -> Option<(&'a DefaultArg, Span)> {
        self.0.iter().find_map(|entry| match &entry.arg {
            FieldArg::Default(arg) => Some((arg, entry.span)),
            _ => None,
        })
    }

    fn merge(&self) -> Option<&'a MergeArg> {
        self.find(|arg| match arg {
            FieldArg::Merge(merge) => Some(merge),
            _ => None,
        })
    }

    fn aliases(&self) -> impl Iterator<Item = (Origin, &'a LitStr)> {
        self.0.iter().flat_map(|entry| {
            let keys = match &entry.arg {
                FieldArg::Alias(keys) => keys.as_slice(),
                _ => &[],
            };
            keys.iter().map(|key| (entry.origin, key))
        })
    }
}

pub(crate) fn check(
    raw: &RawField,
    container: &Container,
    claims: &mut Claims,
    errors: &mut Errors,
) -> Option<model::Member> {
    let args = Args(conflict::resolve(&raw.args, errors));
    if let Member::Unnamed(_) = raw.member {
        return wrapped(raw, &args, errors);
    }
    if args.has(|arg| matches!(arg, FieldArg::Skip)) {
        return skipped(raw, &args, errors);
    }
    let kind = kind(raw, &args, container, errors);
    let key = key::key(&raw.ident, args.rename(), container, errors);
    if !args.has(|arg| matches!(arg, FieldArg::Flatten)) {
        claims.key(&raw.ident, &key.text, key.span, errors);
    }
    let aliases = aliases(raw, &args, claims, errors);
    let env = args.find(|arg| match arg {
        FieldArg::Env(env) => Some(env),
        _ => None,
    });
    let env = key::env(env, key.segment, errors);
    if let (Some(text), Some(Kind::Setting(setting))) = (args.sources(), &kind) {
        sources::reachable(setting.sources.as_deref().unwrap_or_default(), &env, text, errors);
    }
    Some(model::Member::Field(Box::new(Field {
        member: raw.member.clone(),
        ty: raw.ty.clone(),
        key: key.text,
        env_aliases: key::env_aliases(&env, &aliases),
        aliases,
        env,
        doc: raw.doc.clone(),
        deprecated: deprecated(args.0.iter().map(|entry| &entry.arg)),
        reload: args.reload().and_then(|word| errors.keep(reload::check(word))),
        rules: match &kind {
            Some(kind) => rules::check(&args.0, &raw.ty, kind, errors),
            None => Vec::new(),
        },
        checks: rules::of_section(&args.0, kind.as_ref()),
        kind: kind?,
    })))
}

/// The one field of a wrapper: its keys are the wrapper's own.
fn wrapped(raw: &RawField, args: &Args<'_>, errors: &mut Errors) -> Option<model::Member> {
    let nested = |arg: &FieldArg| matches!(arg, FieldArg::Nested | FieldArg::Flatten);
    for entry in args.0.iter().filter(|entry| !nested(&entry.arg)) {
        let message =
            format!("the field of a wrapper has no key of its own, so `{}` says nothing; delete it", entry.word);
        errors.at(entry.span, message);
    }
    if !section::may_be_struct(&raw.ty) {
        let message = "a wrapper around a struct that derives `SuperConfig` is one itself; a wrapper around one value derives \
                       `serde::Deserialize` instead and is then the type of a setting";
        errors.on(&raw.ty, message);
        return None;
    }
    Some(model::Member::Field(Box::new(Field {
        member: raw.member.clone(),
        ty: raw.ty.clone(),
        key: String::new(),
        aliases: Vec::new(),
        env: Env::Key(String::new()),
        env_aliases: Vec::new(),
        doc: raw.doc.clone(),
        deprecated: None,
        reload: None,
        rules: Vec::new(),
        checks: Vec::new(),
        kind: section::flatten(&raw.ty, errors)?,
    })))
}

fn skipped(raw: &RawField, args: &Args<'_>, errors: &mut Errors) -> Option<model::Member> {
    let value = match args.default() {
        Some((arg, span)) => value::default(arg, span, &raw.ty, errors)?,
        None => value::of_type(raw.ident.span()),
    };
    Some(model::Member::Skipped(Box::new(Skipped { ident: raw.ident.clone(), ty: raw.ty.clone(), value })))
}

fn kind(raw: &RawField, args: &Args<'_>, container: &Container, errors: &mut Errors) -> Option<Kind> {
    if args.has(|arg| matches!(arg, FieldArg::Nested)) {
        return section::nested(&raw.ty, merge_of_sections(raw, args, errors), errors);
    }
    if args.has(|arg| matches!(arg, FieldArg::Flatten)) {
        return section::flatten(&raw.ty, errors);
    }
    setting(raw, args, container, errors).map(|setting| Kind::Setting(Box::new(setting)))
}

fn setting(raw: &RawField, args: &Args<'_>, container: &Container, errors: &mut Errors) -> Option<Setting> {
    let reader = reader(args);
    let content = option_content(&raw.ty);
    let ty = content.unwrap_or(&raw.ty);
    if let (Reader::OfType, Type::Reference(reference)) = (&reader, ungrouped(ty)) {
        borrowed(reference, errors);
        return None;
    }
    let profiles = args.0.iter().flat_map(|entry| match &entry.arg {
        FieldArg::Profile(profiles) => profiles.as_slice(),
        _ => &[],
    });
    let profiles = value::profiles(profiles, &raw.ty, container, errors);
    let default = match args.default() {
        Some((arg, span)) => Some(value::default(arg, span, &raw.ty, errors)?),
        None => value::fallback(&raw.ident, container),
    };
    let example = args.find(|arg| match arg {
        FieldArg::Example(tokens) => Some(tokens),
        _ => None,
    });
    let example = example.and_then(|tokens| errors.keep(value::example(tokens, ty, matches!(reader, Reader::OfType))));
    let (merge, merge_with) = merge(ty, args, errors);
    Some(Setting {
        list: collection(ty).is_some_and(|(kind, _)| kind != Collection::Map),
        merge,
        merge_with,
        expand: args.find(|arg| match arg {
            FieldArg::Expand(on) => Some(*on),
            _ => None,
        }),
        ty: ty.clone(),
        optional: content.is_some(),
        reader,
        secret: args.has(|arg| matches!(arg, FieldArg::Secret)),
        relative_path: args.has(|arg| matches!(arg, FieldArg::RelativePath)),
        sources: args.sources().map(|text| sources::check(text, errors)),
        default,
        profiles,
        example,
    })
}

/// The rule of `merge`, or the function.
fn merge(ty: &Type, args: &Args<'_>, errors: &mut Errors) -> (Merge, Option<Path>) {
    let rule = match args.merge() {
        None => return (Merge::OfType, None),
        Some(MergeArg::With(path)) => return (Merge::OfType, Some(path.clone())),
        Some(MergeArg::Rule(rule)) => rule,
    };
    let is_list = collection(ty).is_some_and(|(kind, _)| kind != Collection::Map);
    match merge_rule(rule, &["append", "prepend", "unique", "replace"], errors) {
        Merge::Append | Merge::Prepend | Merge::Unique if !is_list => {
            let message = format!(
                "`merge = \"{}\"` is for lists (`Vec`, `VecDeque`, `HashSet`, `BTreeSet`); name a function instead, \
                 `merge = path::to::function`",
                rule.value()
            );
            errors.at(rule.span(), message);
            (Merge::OfType, None)
        }
        merge => (merge, None),
    }
}

/// The same for a list of sections.
fn merge_of_sections(raw: &RawField, args: &Args<'_>, errors: &mut Errors) -> Merge {
    let ty = option_content(&raw.ty).unwrap_or(&raw.ty);
    let is_list = collection(ty).is_some_and(|(kind, _)| kind != Collection::Map);
    match args.merge() {
        None => Merge::OfType,
        Some(MergeArg::Rule(rule)) if is_list => merge_rule(rule, &["append", "prepend", "replace"], errors),
        Some(_) => {
            let message = "sections merge setting by setting, and maps of them by key; delete `merge`, or write it in the \
                           section above a field. Only a list of sections takes `append`, `prepend` or `replace`";
            let span = args.0.iter().find(|entry| matches!(entry.arg, FieldArg::Merge(_))).map(|entry| entry.span);
            errors.at(span.unwrap_or_else(Span::call_site), message);
            Merge::OfType
        }
    }
}

fn merge_rule(rule: &LitStr, rules: &'static [&'static str], errors: &mut Errors) -> Merge {
    let wanted = rule.value();
    match wanted.as_str() {
        word if !rules.contains(&word) => {
            let rules = rules.iter().copied();
            let advice = match suggest::closest(word, rules.clone()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write one of {}, or the path of a function without quotes", suggest::list(rules)),
            };
            errors.at(rule.span(), format!("`{word}` is not a rule of `merge`; {advice}"));
            Merge::OfType
        }
        "append" => Merge::Append,
        "prepend" => Merge::Prepend,
        "unique" => Merge::Unique,
        _ => Merge::Replace,
    }
}

fn reader(args: &Args<'_>) -> Reader {
    args.find(|arg| match arg {
        FieldArg::Parse(path) => Some(Reader::Parse(path.clone())),
        FieldArg::DeserializeWith(path) => Some(Reader::Deserialize(path.clone())),
        FieldArg::With(module) => Some(Reader::Deserialize(deserialize_in(module))),
        _ => None,
    })
    .unwrap_or(Reader::OfType)
}

/// `module::deserialize`.
fn deserialize_in(module: &Path) -> Path {
    let mut path = module.clone();
    let span = module.segments.last().map(|segment| segment.ident.span());
    let span = span.unwrap_or_else(Span::call_site);
    path.segments.push(Ident::new(keyword::DESERIALIZE, span).into());
    path
}

fn borrowed(reference: &TypeReference, errors: &mut Errors) {
    let owned = match ungrouped(&reference.elem) {
        Type::Slice(slice) => {
            format!("Vec<{}>", source_text::of(&slice.elem.to_token_stream()))
        }
        Type::Path(path) if ends_in(path, "str") => "String".to_owned(),
        Type::Path(path) if ends_in(path, "Path") => "PathBuf".to_owned(),
        elem => source_text::of(&elem.to_token_stream()),
    };
    let message = format!("a setting owns its value; write `{owned}`");
    errors.on(reference, message);
}

fn ends_in(path: &TypePath, name: &str) -> bool {
    path.path.segments.last().is_some_and(|segment| segment.ident == name)
}

/// The same alias in `config` and in `serde` is one.
fn aliases(raw: &RawField, args: &Args<'_>, claims: &mut Claims, errors: &mut Errors) -> Vec<String> {
    let mut aliases = Vec::new();
    for (origin, alias) in args.aliases() {
        let text = alias.value();
        let elsewhere = |(other, key): &(Origin, String)| *other != origin && *key == text;
        if aliases.iter().any(elsewhere) {
            continue;
        }
        key::usable(alias, errors);
        claims.alias(&raw.ident, alias, errors);
        aliases.push((origin, text));
    }
    aliases.into_iter().map(|(_, key)| key).collect()
}

pub(crate) fn deprecated<'a>(mut args: impl Iterator<Item = &'a FieldArg>) -> Option<Deprecated> {
    let DeprecatedArg { since, instead, advice } = args.find_map(|arg| match arg {
        FieldArg::Deprecated(arg) => Some(arg),
        _ => None,
    })?;
    let text = |text: &Option<LitStr>| text.as_ref().map(LitStr::value).unwrap_or_default();
    let advice = instead.as_ref().map_or_else(|| text(advice), |instead| format!("use {}", instead.value()));
    Some(Deprecated { since: text(since), advice })
}
