//! What is said of settings and sections in a template.

use super::{
    entry::{Form, KEY},
    plan::is_whole,
    text::{self, FIXED},
};
use crate::{
    inspect::{Section, Setting, words},
    schema::Kind,
    value::Value,
};

/// The comment above a setting: what it is for, what it takes, and what else sets it.
pub(super) fn of_setting(setting: &Setting, profile: Option<&str>) -> Vec<String> {
    let mut lines = text::doc(setting.field.doc);
    let mut facts = vec![capitalized(&kind(setting))];
    if setting.facts.is_secret() {
        facts.push("Secret".to_owned());
    }
    if setting.facts.relative_path {
        facts.push("Relative to this file's directory".to_owned());
    }
    let shown = |value: &&Value| is_whole(value);
    match (profile, setting.default.as_ref().filter(shown)) {
        (None, _) => {
            for (name, value) in setting.profiles.iter().filter(|(_, value)| shown(&value)) {
                facts.push(format!("With the profile {name}: {value}"));
            }
        }
        (Some(_), Some(default)) => facts.push(format!("Without the profile: {default}")),
        (Some(_), None) => {}
    }
    facts.extend(setting.field.deprecated.map(words::deprecation));
    facts.extend(words::reload(setting.reload).map(str::to_owned));
    if let Some(env) = &setting.env {
        facts.push(format!("Variable:{FIXED}{env}"));
    }
    // Behind a list or an example it would seem to belong to that.
    lines.extend(lines.iter().any(String::is_empty).then(String::new));
    lines.push(format!("{}.", facts.join(". ")));
    lines
}

/// What a setting takes: `integer from 1 to 500`.
pub(super) fn kind(setting: &Setting) -> String {
    let mut kind = match setting.variants.as_slice() {
        [] => words::type_in_words(setting.facts),
        [only] => format!("`{only}`"),
        many => format!("one of `{}`", many.join("`, `")),
    };
    let is_number = kind.starts_with("integer") || kind == "number";
    for (rule, text) in setting.field.rules.iter().zip(words::allowed(setting.field)) {
        match (rule.name, text.strip_prefix("a value ")) {
            ("validate", _) => {}
            ("one_of", _) => text.clone_into(&mut kind),
            ("pattern", _) if kind == "string" => text.clone_into(&mut kind),
            ("length" | "non_empty", _) => kind = format!("{kind} with {text}"),
            ("range", Some(limits)) if is_number => {
                let word = kind.split(' ').next().unwrap_or_default();
                kind = format!("{word} {limits}");
            }
            (_, Some(limits)) => kind = format!("{kind}, {limits}"),
            _ => kind = format!("{kind}, {text}"),
        }
    }
    kind
}

pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The comment above a section.
pub(super) fn of_section(section: &Section) -> Vec<String> {
    let doc = if section.field.doc.is_empty() { section.outline.schema.doc } else { section.field.doc };
    let mut lines = text::doc(doc);
    match section.field.kind {
        Kind::List(..) => lines.push("There may be several.".to_owned()),
        Kind::Map(_) => lines.push(format!("There may be several, each under a name of its own in place of `{KEY}`.")),
        Kind::Optional(_) => lines.push("Optional: it is there once something in it is set.".to_owned()),
        _ => {}
    }
    lines.extend(words::reload_of_section(section.reload).map(|text| format!("{text}.")));
    lines
}

/// What stands above a variant that is not the one shown first.
pub(super) fn of_variant(key: &str, form: Form, variant: &Section) -> String {
    let one = if form == Form::One { "" } else { "one of " };
    format!("Or {one}`{key}` is {}", variant_in_words(variant))
}

pub(super) fn variant_in_words(variant: &Section) -> String {
    let doc = if variant.field.doc.is_empty() { variant.outline.schema.doc } else { variant.field.doc };
    match text::doc(doc).first() {
        Some(first) => format!("`{}`: {first}", variant.field.key),
        None => format!("`{}`:", variant.field.key),
    }
}
