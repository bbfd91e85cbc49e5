//! `.env.example`: every variable, each a comment with its default.

use super::{
    comment, entry, plan,
    text::{self, Page},
};
use crate::{
    inspect::{Item, Outline, Section, Setting, write::json_value},
    schema::{Kind, Sources},
    value::Value,
};

/// The text of the file.
pub(super) fn render(outline: &Outline, profiles: &[&str]) -> String {
    let schema = outline.schema;
    let mut page = Page::default();
    let intro = [
        format!("The environment variables of {}. Copy this file to .env, which must not be checked in.", schema.name),
        String::new(),
        "A line that begins with # and a name, `#NAME=…`, shows a default, or an example where there is none; remove the # and \
         change the value to set it. In the real environment the same names count, above those in files."
            .to_owned(),
    ];
    page.comment("", &intro);
    if !profiles.is_empty() {
        page.gap();
        let said = format!("Which profiles are active, several with commas between them: {}.", profiles.join(", "));
        page.comment("", &[said]);
        page.line(&format!("#{}={}", schema.reserved_variable("PROFILE"), profiles[0]));
    }
    if outline.schema.choice.is_some() {
        variants(outline, &mut page);
    } else {
        section(outline, &mut page);
    }
    page.finish()
}

fn section(outline: &Outline, page: &mut Page) {
    for item in &outline.items {
        match item {
            Item::Setting(setting) => self::setting(setting, page),
            Item::Section(section) if section.field.deprecated.is_some() => {}
            Item::Section(section) => {
                let mut inner = Page::default();
                match section.choice() {
                    Some(_) => variants(&section.outline, &mut inner),
                    None => self::section(&section.outline, &mut inner),
                }
                if inner.is_empty() {
                    continue;
                }
                let about = match section.field.kind {
                    Kind::List(..) => about(section, "There may be several, numbered from 0."),
                    Kind::Map(_) => about(
                        section,
                        &format!("There may be several, each with its key in place of `{}`.", entry::KEY),
                    ),
                    _ => about(section, ""),
                };
                page.gap();
                page.comment("", &about);
                page.gap();
                page.append(&inner);
            }
        }
    }
}

/// The heading of a section.
fn about(section: &Section, more: &str) -> Vec<String> {
    let path = section.path.replace("<key>", entry::KEY).replace("[]", "");
    let doc = if section.field.doc.is_empty() { section.outline.schema.doc } else { section.field.doc };
    let mut lines = text::doc(doc);
    if let Some(first) = lines.first_mut() {
        *first = format!("[{path}] {first}");
    } else {
        lines.push(format!("[{path}]"));
    }
    lines.extend((!more.is_empty()).then(|| more.to_owned()));
    lines
}

/// The variable that names the variant, and those of the variants, of which only one may be there.
fn variants(outline: &Outline, page: &mut Page) {
    let env = outline.choices.first().and_then(|chosen| chosen.env.as_deref());
    let variants = || {
        outline.items.iter().filter_map(|item| match item {
            Item::Section(variant) if variant.field.deprecated.is_none() => Some(variant),
            _ => None,
        })
    };
    let default = outline.schema.choice.and_then(|choice| choice.default).and_then(|at| outline.schema.fields.get(at));
    let first = variants().find(|it| default.is_none_or(|default| std::ptr::eq(default, it.field)));
    let first = env.and_then(|env| Some((env, first?)));
    if let Some((env, first)) = first {
        let names: Vec<&str> = variants().map(|variant| variant.field.key).collect();
        page.gap();
        page.comment("", &[format!("One of {}.", names.join(", "))]);
        page.line(&format!("#{}={}", named(env), quoted(first.field.key)));
    }
    for variant in variants() {
        let mut inner = Page::default();
        self::section(&variant.outline, &mut inner);
        if first.is_some_and(|(_, first)| std::ptr::eq(first, variant)) {
            page.gap();
            page.append(&inner);
        } else if !inner.is_empty() {
            page.quoted("", &format!("With `{}`:", variant.field.key), &inner);
        }
    }
}

fn setting(setting: &Setting, page: &mut Page) {
    let Some(env) = &setting.env else { return };
    if setting.field.deprecated.is_some() && !setting.facts.required {
        return;
    }
    let env = named(env);
    if !setting.facts.sources.contains(Sources::DOTENV) {
        let mut lines = text::doc(setting.field.doc);
        lines.push(format!("{env} counts only in the real environment."));
        page.gap();
        return page.comment("", &lines);
    }
    let added = plan::adds(setting.facts.merge) && setting.facts.list.is_some();
    let mut facts = vec![comment::capitalized(&comment::kind(setting))];
    if setting.facts.required {
        facts.push("Required".to_owned());
    } else if setting.default.is_none() {
        facts.push("No default".to_owned());
    }
    for (profile, value) in &setting.profiles {
        if let Some(value) = text_of(value) {
            facts.push(format!("With the profile {profile}: {value}"));
        }
    }
    let secret = setting.facts.is_secret();
    if secret {
        facts.push(format!("Secret; {env}_FILE may name a file that holds it"));
    }
    if let Some(default) = setting.default.as_ref().filter(|_| added).and_then(text_of) {
        facts.push(format!("Added to the default, {default}"));
    }
    let mut lines = text::doc(setting.field.doc);
    lines.extend(lines.iter().any(String::is_empty).then(String::new));
    lines.push(format!("{}.", facts.join(". ")));
    page.gap();
    page.comment("", &lines);
    let value = match &setting.default {
        Some(_) if added => Some("[]".to_owned()),
        default => default.as_ref().filter(|_| setting.readable).and_then(text_of),
    };
    let value = value.or_else(|| setting.placeholder.as_ref().and_then(text_of)).filter(|_| !secret);
    page.line(&format!("#{env}={}", quoted(&value.unwrap_or_default())));
}

/// A variable in a collection with a key and a number.
fn named(env: &str) -> String {
    env.replace("<key>", entry::KEY).replace("<n>", "0")
}

/// A value as a variable holds it: lists with commas where that is clear, otherwise JSON.
fn text_of(value: &Value) -> Option<String> {
    let is_clear =
        |text: &str| !text.is_empty() && text.trim() == text && !text.contains([',', '"', '\'', '[', ']', '{', '}']);
    match value {
        Value::List(values) if !values.is_empty() => {
            let texts: Option<Vec<String>> = values.iter().map(|it| it.text().filter(|text| is_clear(text))).collect();
            Some(texts.map_or_else(|| json_value(value), |texts| texts.join(",")))
        }
        Value::List(_) | Value::Table(_) => Some(json_value(value)),
        single => single.text(),
    }
}

/// In quotes if need be: in single ones nothing has a meaning.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@,+=%".contains(c);
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    if !text.contains(['\'', '\n', '\r']) {
        return format!("'{text}'");
    }
    let mut out = String::from('"');
    for char in text.chars() {
        match char {
            '\n' => out.push_str("\\n"),
            '\r' => {}
            '"' | '\\' | '$' => out.extend(['\\', char]),
            char => out.push(char),
        }
    }
    out + "\""
}
