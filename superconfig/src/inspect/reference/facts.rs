//! What is said of a setting and of a section, each under a word of its own.

use super::{
    Chosen, Section, Setting,
    prose::{Span, spans},
};
use crate::{
    draft::{Merge, Shape},
    inspect::words,
    schema::{Deprecated, Field, Kind, Schema, SettingSchema, Sources},
    validate::{Relation, RelationKind, Rule},
    value::Value,
};

/// One thing that is said.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) text: Vec<Span>,
}

impl Fact {
    fn new(label: &'static str, text: Vec<Span>) -> Fact {
        Fact { label, text }
    }

    fn plain(label: &'static str, text: &str) -> Fact {
        Fact::new(label, vec![Span::text(text)])
    }

    fn code(label: &'static str, code: &str) -> Fact {
        Fact::new(label, vec![Span::code(code)])
    }
}

/// Whether a file may set it.
pub(super) fn in_files(setting: &SettingSchema) -> bool {
    setting.sources.contains(Sources::FILES)
}

pub(super) fn of_setting(setting: &Setting) -> Vec<Fact> {
    let (field, own) = (setting.field, setting.facts);
    let mut facts: Vec<Fact> = field.deprecated.map(deprecated).into_iter().collect();
    facts.extend(allowed(field));
    facts.extend(such_as(setting));
    facts.extend(default(setting).map(|text| Fact::new("Default", text)));
    facts.extend(setting.env.as_deref().map(|name| Fact::code("Variable", name)));
    facts.extend(setting.flag.as_deref().map(|flag| Fact::code("Flag", flag)));
    if !own.sources.is_all() {
        let mut text = vec![Span::text("only ")];
        text.extend(listed(own.sources.describe().into_iter().map(Span::text), "or"));
        facts.push(Fact::new("Set by", text));
    }
    facts.extend(words::reload(setting.reload).map(|text| Fact::plain("Reload", &format!("{text}."))));
    facts.extend(merging(own));
    if own.relative_path {
        facts.push(Fact::plain("Paths", "Relative ones in a file begin at the directory of that file."));
    }
    if own.expand == Some(true) {
        facts.push(Fact::new("Names", spans("`${NAME}` and `${NAME:-default}` in its text are replaced.")));
    }
    facts.extend(former(field));
    facts
}

pub(super) fn of_choice(chosen: &Chosen, default: Option<&Field>) -> Vec<Fact> {
    let mut facts: Vec<Fact> = default.map(|field| Fact::code("Default", field.key)).into_iter().collect();
    facts.extend(chosen.env.as_deref().map(|name| Fact::code("Variable", name)));
    facts.extend(chosen.flag.as_deref().map(|flag| Fact::code("Flag", flag)));
    facts
}

/// Since when it is on its way out, and what to do.
pub(super) fn deprecated(deprecated: Deprecated) -> Fact {
    let mut text = Vec::new();
    if !deprecated.since.is_empty() {
        text.push(Span::text(format!("since {}", deprecated.since)));
    }
    if !deprecated.advice.is_empty() {
        if !text.is_empty() {
            text.push(Span::text(": "));
        }
        text.extend(spans(deprecated.advice));
    }
    if text.is_empty() {
        text.push(Span::text("it will go away"));
    }
    Fact::new("Deprecated", text)
}

/// Beyond what its type says.
fn allowed(field: &'static Field) -> Option<Fact> {
    let listed_already = field.rules.iter().any(|rule| rule.name == "one_of");
    let setting = field.kind.setting().filter(|setting| !setting.is_secret() && !listed_already);
    let variants = setting.map(|setting| words::variants(setting.about)).unwrap_or_default();
    let variants = (!variants.is_empty()).then(|| choice(variants));
    let rules = words::rules(field).map(rule);
    let mut text = Vec::new();
    for allowed in variants.into_iter().chain(rules) {
        if !text.is_empty() {
            text.push(Span::text("; "));
        }
        text.extend(allowed);
    }
    (!text.is_empty()).then(|| Fact::new("Allowed", text))
}

fn rule(rule: &Rule) -> Vec<Span> {
    let text = rule.text;
    if !rule.choices.is_empty() {
        choice(rule.choices.iter().map(|text| (*text).to_owned()))
    } else if let Some(values) = text.strip_prefix("one of ") {
        choice(values.split(", ").map(str::to_owned))
    } else if let Some(pattern) = text.strip_prefix("text that matches ") {
        vec![Span::text("text that matches "), Span::code(pattern)]
    } else if text.starts_with("what `") {
        spans(text)
    } else {
        vec![Span::text(text)]
    }
}

fn choice(values: impl IntoIterator<Item = String>) -> Vec<Span> {
    [vec![Span::text("one of ")], listed(values.into_iter().map(Span::code), "or")].concat()
}

/// How values of its type are written, if neither a default shows it nor its type is the list of them.
fn such_as(setting: &Setting) -> Option<Fact> {
    let samples = words::samples(setting.facts.leaf);
    let is_choice = words::type_in_words(setting.facts).starts_with("one of ");
    let needed = setting.default.is_none() && setting.example.is_none() && !samples.is_empty() && !is_choice;
    needed.then(|| Fact::new("Such as", listed(samples.into_iter().map(Span::code), "or")))
}

/// Nothing of a setting that simply must be set, which is said elsewhere.
fn default(setting: &Setting) -> Option<Vec<Span>> {
    let secret = setting.facts.is_secret();
    let own = match &setting.default {
        // How it was written; what that comes to cannot be shown.
        Some(Value::Opaque(_)) => Span::code(setting.facts.default.filter(|_| !secret).unwrap_or("…")),
        Some(value) => shown(value),
        None if setting.is_required() && setting.profiles.is_empty() => return None,
        None => Span::text("none"),
    };
    let mut text = vec![own];
    for (profile, value) in &setting.profiles {
        text.extend([Span::text("; "), shown(value), Span::text(" in profile "), Span::code(*profile)]);
    }
    Some(text)
}

fn shown(value: &Value) -> Span {
    match value {
        Value::Redacted => Span::text("set, but not shown"),
        Value::Text(text) if text.is_empty() => Span::text("the empty text"),
        Value::List(values) if values.is_empty() => Span::text("an empty list"),
        Value::Table(entries) if entries.is_empty() => Span::text("an empty table"),
        Value::Text(text) if !text.chars().any(char::is_control) => Span::code(text.clone()),
        Value::Opaque(_) => Span::text("another"),
        value => Span::code(value.to_string()),
    }
}

/// What several sources do together to a list or a table.
fn merging(setting: &SettingSchema) -> Option<Fact> {
    let text = match setting.merge {
        Merge::Append => "what a source brings comes after what is there",
        Merge::Prepend => "what a source brings comes before what is there",
        Merge::Unique => "what a source brings comes after what is there, unless it is there already",
        Merge::Replace if matches!(setting.leaf.shape, Shape::Map(_)) => "a source replaces the whole table",
        Merge::With(_) => "what several sources bring is put together in a way of its own",
        Merge::OfType | Merge::Replace => return None,
    };
    Some(Fact::plain("Merging", text))
}

fn former(field: &Field) -> Option<Fact> {
    let text = listed(field.aliases.iter().copied().map(Span::code), "and");
    (!text.is_empty()).then(|| Fact::new("Former keys", text))
}

/// What kind of section it is. `holder` has its field.
pub(super) fn of_section(section: &Section, holder: &'static Schema) -> Vec<Fact> {
    let field = section.field;
    let mut facts: Vec<Fact> = field.deprecated.map(deprecated).into_iter().collect();
    let kind = match (&field.kind, holder.choice) {
        (Kind::Optional(_), Some(_)) => {
            Some(vec![Span::text("One variant of several, of which only one is there at a time.")])
        }
        (Kind::Optional(_), None) => Some(spans(
            "Optional: it is there once anything in it is set. Only then must its required settings be set, too.",
        )),
        (Kind::List(..), _) => Some(spans("Any number of these, one after another.")),
        (Kind::Map(_), _) => Some(spans("Any number of these, each under a key of its own, which stands for `<key>`.")),
        _ => None,
    };
    facts.extend(kind.map(|text| Fact::new("", text)));
    facts.extend(words::reload_of_section(section.reload).map(|text| Fact::plain("", &format!("{text}."))));
    facts.extend(allowed(field));
    facts.extend(former(field));
    facts
}

/// What the fields of a section must be together, also of those flattened into it.
pub(super) fn relations(schema: &'static Schema) -> Vec<Fact> {
    let mut facts: Vec<Fact> =
        schema.relations.iter().filter_map(|relation| self::relation(schema, relation)).collect();
    for field in schema.fields {
        if let Kind::Flatten(inner) = field.kind {
            facts.extend(relations(inner));
        }
    }
    facts
}

fn relation(schema: &'static Schema, relation: &'static Relation) -> Option<Fact> {
    let fields: Vec<&Field> = relation.members.iter().map(|member| &schema.fields[member.index]).collect();
    let all = || fields.iter().map(|field| Span::code(field.key));
    let (first, others) = fields.split_first()?;
    let others = |word| listed(others.iter().map(|field| Span::code(field.key)), word);
    let begin = |text: &str| vec![Span::code(first.key), Span::text(text)];
    let text = match relation.kind {
        RelationKind::Requires => [begin(" needs "), others("and"), vec![Span::text(" beside it.")]].concat(),
        RelationKind::ConflictsWith => {
            [begin(" cannot be set together with "), others("or"), vec![Span::text(".")]].concat()
        }
        RelationKind::RequiredIf { value, .. } => {
            let sibling = fields.get(1)?;
            let secret = sibling.kind.setting().is_some_and(SettingSchema::is_secret);
            let mut text = begin(" must be set while ");
            text.push(Span::code(sibling.key));
            text.push(Span::text(" is "));
            text.push(if secret { Span::text("a certain value") } else { Span::code(value) });
            text.push(Span::text("."));
            text
        }
        RelationKind::ExactlyOneOf => {
            [vec![Span::text("Exactly one of ")], listed(all(), "and"), vec![Span::text(" must be set.")]].concat()
        }
        RelationKind::AtLeastOneOf => {
            [vec![Span::text("At least one of ")], listed(all(), "and"), vec![Span::text(" must be set.")]].concat()
        }
        RelationKind::AtMostOneOf => {
            [vec![Span::text("At most one of ")], listed(all(), "and"), vec![Span::text(" may be set.")]].concat()
        }
    };
    Some(Fact::new("", text))
}

/// Keys that there are no more, also of what is flattened into it.
pub(super) fn removed(schema: &'static Schema) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for removed in schema.removed {
        let mut text = vec![Span::code(removed.key)];
        if !removed.advice.is_empty() {
            text.push(Span::text(": "));
            text.extend(spans(removed.advice));
        }
        facts.push(Fact::new("Removed", text));
    }
    for field in schema.fields {
        if let Kind::Flatten(inner) = field.kind {
            facts.extend(self::removed(inner));
        }
    }
    facts
}

/// `a`, `b` or `c`.
pub(super) fn listed(spans: impl IntoIterator<Item = Span>, word: &str) -> Vec<Span> {
    let spans: Vec<Span> = spans.into_iter().collect();
    let count = spans.len();
    let mut text = Vec::new();
    for (index, span) in spans.into_iter().enumerate() {
        if index > 0 {
            text.push(if index + 1 == count { Span::text(format!(" {word} ")) } else { Span::text(", ") });
        }
        text.push(span);
    }
    text
}

/// The same as a text with code in backticks.
pub(super) fn one_of(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
