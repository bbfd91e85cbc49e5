//! Which settings stand in a template, with which values, and whether they count.

use super::{
    comment,
    entry::{Entry, Form, KEY, Line, NONE, REQUIRED, Table, has_lines},
};
use crate::{
    draft::{Merge, Shape},
    inspect::{Item, Outline, Section, Setting, words},
    schema::{Choice, Field, Kind, Schema, Sources},
    value::Value,
};

/// Which values the entries have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'s> {
    /// Whether defaults are written live.
    pub(super) values: bool,
    /// Whether the sections around are there anyway.
    pub(super) present: bool,
    /// Only the settings with a default of this profile, with that.
    pub(super) profile: Option<&'s str>,
    /// The profiles whose defaults are written too, above those of none. A live default would hide those of others.
    pub(super) profiles: &'s [&'s str],
    /// The profiles that may be active, if they are declared.
    pub(super) declared: &'s [&'s str],
}

impl Scope<'_> {
    fn absent(self) -> Self {
        Self { present: false, ..self }
    }

    /// The entries of a section.
    pub(super) fn entries(self, outline: &Outline) -> Vec<Entry> {
        let mut entries = Vec::new();
        for item in &outline.items {
            match item {
                Item::Setting(setting) => {
                    let counted = is_counted(outline.schema, setting.field);
                    entries.extend(self.setting(setting, counted));
                }
                Item::Section(section) if enum_of(outline, section).is_some() => {}
                Item::Section(section) => {
                    let present = self.present && !is_counted(outline.schema, section.field);
                    entries.extend(Scope { present, ..self }.section(section));
                }
            }
        }
        if self.profile.is_none() {
            entries.extend(self.flattened(outline));
        }
        entries
    }

    /// The variants of enums whose keys stand among these, or of the one that the whole config is. None is shown as the one that
    /// counts, since a key of it would choose it.
    fn flattened(self, outline: &Outline) -> impl Iterator<Item = Entry> {
        let variants = outline.items.iter().filter_map(|item| match item {
            Item::Section(variant) if variant.field.deprecated.is_none() => Some((variant, enum_of(outline, variant)?)),
            _ => None,
        });
        variants.map(move |(variant, choice)| {
            let (key, mut entries) = (variant.field.key.to_owned(), self.absent().entries(&variant.outline));
            if let Some(tag) = choice.tag {
                let (key, value) = (tag.to_owned(), Value::Text(key));
                entries.insert(0, Entry::Line(Line { comment: Vec::new(), key, value, live: false, note: "" }));
            } else {
                entries = vec![Entry::Table(Table { comment: Vec::new(), key, form: Form::One, live: false, entries })];
            }
            let said = format!("Either {}", comment::variant_in_words(variant));
            Entry::Or(said, entries.into_iter().map(Entry::enliven).collect())
        })
    }

    fn setting(self, setting: &Setting, counted: bool) -> Option<Entry> {
        let facts = setting.facts;
        if setting.field.deprecated.is_some() && !facts.required {
            return None;
        }
        let in_files = facts.sources.contains(Sources::FILES);
        let key = setting.field.key.to_owned();
        let safe = self.present && !counted && !facts.relative_path && !facts.is_secret();
        if let Some(profile) = self.profile {
            let value = written(setting, own(setting, profile)?).filter(|_| in_files && !adds(facts.merge))?;
            let live = self.values && safe && !expands(&value);
            return Some(Entry::Line(Line {
                comment: comment::of_setting(setting, self.profile),
                key,
                value,
                live,
                note: "",
            }));
        }
        if !in_files {
            let mut comment = comment::of_setting(setting, self.profile);
            comment.push(format!("It cannot be set in a file, so there is no line for `{key}`."));
            return Some(Entry::Comment(comment));
        }
        let mut comment = comment::of_setting(setting, self.profile);
        if let Some(value) = setting.default.as_ref().and_then(|value| written(setting, value)) {
            let live = self.values && safe && !expands(&value) && self.profiles_allow(setting);
            return Some(match (facts.merge, &value) {
                (Merge::With(_), _) => Entry::Line(Line { comment, key, value, live: false, note: "" }),
                (merge, Value::List(values)) if adds(merge) && !values.is_empty() => {
                    comment.push(format!("Added to the default, {value}."));
                    Entry::Line(Line { comment, key, value: Value::List(Vec::new()), live, note: "" })
                }
                _ => Entry::Line(Line { comment, key, value, live, note: "" }),
            });
        }
        let note = if facts.required { REQUIRED } else { NONE };
        match (&setting.default, facts.default) {
            (Some(value), _) if is_whole(value) => comment.push(format!("Its default is {value}.")),
            (Some(Value::Redacted), _) => comment.push("It has a default, which is not shown.".to_owned()),
            (Some(_), Some(code)) => comment.push(format!("Its default is `{code}`.")),
            _ => {}
        }
        let note = if setting.default.is_some() { "" } else { note };
        if let Some(value) = &setting.placeholder {
            return Some(Entry::Line(Line { comment, key, value: value.clone(), live: false, note }));
        }
        let what = words::type_in_words(facts);
        let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
        comment.push(format!("Write `{key}` with a {what} here{note}."));
        Some(Entry::Comment(comment))
    }

    /// Whether a live default leaves those of profiles in force.
    fn profiles_allow(self, setting: &Setting) -> bool {
        let possible = |name: &str| self.declared.is_empty() || self.declared.contains(&name);
        let expressed = |(name, value): &(&str, Value)| {
            self.profiles.contains(name) && written(setting, value).is_some_and(|value| !expands(&value))
        };
        let own = setting.facts.profiles.iter().filter(|name| possible(name)).count();
        let expressed = setting.profiles.iter().filter(|it| possible(it.0) && expressed(it)).count();
        // A map is merged with whatever default is in force.
        let merges = matches!(setting.facts.leaf.shape, Shape::Map(_)) && own > 0;
        adds(setting.facts.merge) || own == expressed && !merges
    }

    fn section(self, section: &Section) -> Vec<Entry> {
        let field = section.field;
        if field.deprecated.is_some() {
            return Vec::new();
        }
        let key = field.key.to_owned();
        let (form, present) = match field.kind {
            Kind::List(..) => (Form::List, false),
            Kind::Map(_) => (Form::Map, false),
            Kind::Optional(_) => (Form::One, false),
            _ => (Form::One, self.present),
        };
        let scope = Scope { present, ..self };
        let comment = if self.profile.is_some() { Vec::new() } else { comment::of_section(section) };
        if self.profile.is_some() && form != Form::One {
            return Vec::new();
        }
        if let Some(choice) = section.choice() {
            return scope.choice(section, choice, form, comment);
        }
        let entries = scope.entries(&section.outline);
        if self.profile.is_some() && entries.is_empty() {
            return Vec::new();
        }
        vec![Entry::Table(Table { comment, key, form, live: present, entries })]
    }

    /// An enum: its default variant or else its first, and the others in comments.
    fn choice(self, section: &Section, choice: Choice, form: Form, mut comment: Vec<String>) -> Vec<Entry> {
        let variants: Vec<&Section> = section
            .outline
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Section(variant) => Some(variant),
                Item::Setting(_) => None,
            })
            .collect();
        let default = choice.default.and_then(|at| variants.get(at)).copied();
        let current = |variant: &&&Section| variant.field.deprecated.is_none();
        let settled = |variant: &&&Section| !variant.outline.items.is_empty();
        let mut candidates = variants.iter().filter(current);
        let first = default.or_else(|| candidates.clone().find(settled).or_else(|| candidates.next()).copied());
        let Some(first) = first else { return Vec::new() };
        let scope = Scope { present: self.present && default.is_some(), ..self };
        if self.profile.is_some() {
            // Which variant it is no profile changes, only what is in one.
            let one = default.filter(|variant| !variant.outline.items.is_empty());
            let one = one.map(|_| scope.variant(section, choice, first, form, Vec::new()));
            return one.into_iter().filter(has_lines).collect();
        }
        let required = default.is_none() && matches!(section.field.kind, Kind::Section(_));
        let names: Vec<String> = variants.iter().filter(current).map(|it| format!("`{}`", it.field.key)).collect();
        let default = default.map_or_else(
            || if required { "; required".to_owned() } else { String::new() },
            |it| format!("; `{}` by default", it.field.key),
        );
        comment.push(format!("One of {}{default}.", names.join(", ")));
        if let Some(env) = section.outline.choices.first().and_then(|chosen| chosen.env.as_ref()) {
            comment.push(format!("Variable: {env}."));
        }
        let others = variants.iter().filter(current).filter(|variant| !std::ptr::eq(**variant, first));
        let others = others.map(|variant| {
            let entry = self.absent().variant(section, choice, variant, form, Vec::new());
            Entry::Or(comment::of_variant(section.field.key, form, variant), vec![entry.in_table().enliven()])
        });
        let first = scope.variant(section, choice, first, form, comment);
        std::iter::once(first).chain(others).collect()
    }

    /// An enum as one of its variants.
    fn variant(self, section: &Section, choice: Choice, variant: &Section, form: Form, comment: Vec<String>) -> Entry {
        let (key, name) = (section.field.key.to_owned(), variant.field.key.to_owned());
        let live = self.values && self.present && self.profile.is_none();
        let mut entries = self.entries(&variant.outline);
        let word = Value::Text(name.clone());
        if let Some(tag) = choice.tag {
            let tag = Line { comment: Vec::new(), key: tag.to_owned(), value: word, live, note: "" };
            if self.profile.is_none() {
                entries.insert(0, Entry::Line(tag));
            }
            return Entry::Table(Table { comment, key, form, live: live || self.profile.is_some(), entries });
        }
        if variant.outline.items.is_empty() {
            let word_of = |comment, key, value| Entry::Line(Line { comment, key, value, live, note: "" });
            return match form {
                Form::One => word_of(comment, key, word),
                Form::List => word_of(comment, key, Value::List(vec![word])),
                Form::Map => {
                    let entries = vec![word_of(Vec::new(), KEY.to_owned(), word)];
                    Entry::Table(Table { comment, key, form: Form::One, live: false, entries })
                }
            };
        }
        let live = live || self.profile.is_some() && self.present;
        let inner = Table { comment: Vec::new(), key: name, form: Form::One, live, entries };
        Entry::Table(Table { comment, key, form, live, entries: vec![Entry::Table(inner)] })
    }
}

/// How one chooses a variant that stands in an outline beside other things, or at the top.
fn enum_of(outline: &Outline, variant: &Section) -> Option<Choice> {
    let is_variant = |schema: &Schema| schema.fields.iter().any(|field| std::ptr::eq(field, variant.field));
    outline.choices.iter().find(|chosen| is_variant(chosen.schema)).and_then(|chosen| chosen.schema.choice)
}

/// Whether it counts for a relation between fields that a source has set the field, be it to its default.
fn is_counted(schema: &'static Schema, field: &'static Field) -> bool {
    let own = schema.relations.iter().flat_map(|relation| relation.members);
    let mut members = own.filter(|member| member.is_some.is_none());
    members.any(|member| std::ptr::eq(&raw const schema.fields[member.index], field))
        || schema.flattened().any(|(_, inner)| is_counted(inner, field))
}

/// The default that a profile brings of its own.
fn own<'s>(setting: &'s Setting, profile: &str) -> Option<&'s Value> {
    setting.profiles.iter().find(|(name, _)| *name == profile).map(|(_, value)| value)
}

/// A default as it can be written into a file; nothing if it cannot.
fn written(setting: &Setting, value: &Value) -> Option<Value> {
    (setting.readable && is_whole(value)).then(|| value.clone())
}

/// Whether every format can say it.
pub(super) fn is_whole(value: &Value) -> bool {
    match value {
        Value::Null | Value::Redacted | Value::Opaque(_) => false,
        Value::List(values) => values.iter().all(is_whole),
        Value::Table(entries) => entries.iter().all(|(_, value)| is_whole(value)),
        _ => true,
    }
}

/// Whether a file's text would be looked through for names.
fn expands(value: &Value) -> bool {
    let mut found = false;
    value.texts(&mut |text| found |= text.contains("${"));
    found
}

/// Whether a value is put to what is there.
pub(super) fn adds(merge: Merge) -> bool {
    matches!(merge, Merge::Append | Merge::Prepend | Merge::Unique | Merge::With(_))
}
