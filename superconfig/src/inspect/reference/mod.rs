//! The reference of a config for its users: every setting with all that is known of it, as Markdown, one HTML page and a manual page.
//! What is said is the same in each and made here; how it looks is their own affair.

mod example;
mod facts;
mod html;
mod man;
mod markdown;
mod overview;
mod prose;

use std::collections::HashMap;

use super::{Chosen, Item, Outline, Section, Setting, outline_under, words};
use crate::{
    config::SuperConfig,
    draft::Unset,
    load::Builder,
    schema::{Deprecated, Kind, Schema},
    value::Value,
};

use example::{Sample, Step};
use facts::Fact;
use prose::Span;

impl<T: SuperConfig> Builder<T> {
    fn reference(&self) -> Reference {
        let prefix = self.env_prefix();
        // A mount that collides makes every load fail and say so; here the config stands without its mounts.
        let outline = match Self::blank() {
            Ok((schema, mut draft)) => outline_under(prefix, schema, &mut *draft),
            Err(_) => outline_under(prefix, T::SCHEMA, &mut { T::Draft::UNSET }),
        };
        Reference::of(&outline, prefix)
    }

    /// Like [`SuperConfig::reference_markdown`], with the variables of this builder's [prefix](Self::with_env_prefix).
    #[must_use]
    pub fn reference_markdown(&self) -> String {
        markdown::render(&self.reference())
    }

    /// Like [`SuperConfig::reference_html`], with the variables of this builder's [prefix](Self::with_env_prefix).
    #[must_use]
    pub fn reference_html(&self) -> String {
        html::render(&self.reference())
    }

    /// Like [`SuperConfig::reference_man`], with the variables of this builder's [prefix](Self::with_env_prefix).
    #[must_use]
    pub fn reference_man(&self) -> String {
        man::render(&self.reference())
    }
}

/// All that a reference says.
struct Reference {
    schema: &'static Schema,
    /// What variables begin with.
    prefix: String,
    /// The settings at the top, then each section behind the one that holds it.
    parts: Vec<Part>,
}

/// A section and its settings.
struct Part {
    /// As in `servers.<key>`; empty at the top.
    path: String,
    /// Of a variant the tag that says that it is there: `type = "s3"`.
    variant: Option<String>,
    doc: &'static str,
    /// What kind of section it is, if it is not simply one.
    notes: Vec<Fact>,
    deprecated: Option<Deprecated>,
    entries: Vec<Entry>,
    /// Its settings as they stand in a file: those that may, without those on their way out.
    way: Vec<Step>,
    sample: Vec<Sample>,
}

/// A setting, or the word that says which variant an enum is.
struct Entry {
    path: String,
    /// Its type in words, with code in backticks.
    type_name: String,
    doc: &'static str,
    required: bool,
    secret: bool,
    deprecated: Option<Deprecated>,
    facts: Vec<Fact>,
    /// As it stands in a file, if it may; the settings that go with it are in front.
    sample: Option<Vec<Sample>>,
}

impl Reference {
    fn of(outline: &Outline, prefix: &str) -> Reference {
        let mut parts = Vec::new();
        let way = Way::default();
        add(outline, Part { doc: outline.schema.doc, ..Part::at(String::new(), &way) }, &way, &mut parts);
        Reference { schema: outline.schema, prefix: prefix.to_owned(), parts }
    }

    fn title(&self) -> String {
        format!("Configuration of {}", self.schema.name)
    }

    /// The parts that anything is said of.
    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| !part.is_top() || !part.entries.is_empty() || !part.notes.is_empty())
    }

    fn settings(&self) -> usize {
        self.parts.iter().map(|part| part.entries.len()).sum()
    }
}

impl Part {
    fn at(path: String, way: &Way) -> Part {
        Part {
            path,
            variant: None,
            doc: "",
            notes: Vec::new(),
            deprecated: None,
            entries: Vec::new(),
            way: way.steps.clone(),
            sample: way.tags.clone(),
        }
    }

    fn is_top(&self) -> bool {
        self.path.is_empty() && self.variant.is_none()
    }

    /// What it is called: its path as code, and what says that it is there.
    fn title(&self) -> Vec<Span> {
        let path = Some(&self.path).filter(|path| !path.is_empty()).map(Span::code);
        match (path, &self.variant) {
            (None, None) => vec![Span::text("Top level")],
            (Some(path), None) => vec![path],
            (None, Some(variant)) => vec![Span::text("With "), Span::code(variant)],
            (Some(path), Some(variant)) => vec![path, Span::text(" with "), Span::code(variant)],
        }
    }

    /// How many sections hold it.
    fn depth(&self) -> usize {
        let keys = self.path.split('.').filter(|key| !key.is_empty() && *key != "<key>").count();
        (keys + usize::from(self.variant.is_some())).saturating_sub(1)
    }
}

/// Where a section stands in files.
#[derive(Clone, Default)]
struct Way {
    steps: Vec<Step>,
    /// The tags that say which variants there are, which stand beside its settings.
    tags: Vec<Sample>,
}

impl Way {
    fn into(&self, section: &Section, tag: Option<&str>) -> Way {
        let key = section.field.key.to_owned();
        let mut way = self.clone();
        if let Kind::Variant(_) = section.field.kind {
            way.tags.extend(tag.map(|tag| Sample::new(tag, Value::Text(key))));
            return way;
        }
        way.tags.clear();
        way.steps.push(Step::Key(key));
        match section.field.kind {
            Kind::List(..) => way.steps.push(Step::Element),
            Kind::Map(_) => way.steps.push(Step::Key("name".to_owned())),
            _ => {}
        }
        way
    }
}

/// Adds a section and those in it.
fn add(outline: &Outline, mut part: Part, way: &Way, parts: &mut Vec<Part>) {
    part.notes.extend(facts::relations(outline.schema));
    part.notes.extend(facts::removed(outline.schema));
    for chosen in &outline.choices {
        let entry = choice(chosen, way);
        if chosen.schema.tag().is_some() {
            part.sample.extend(entry.sample.iter().flatten().cloned());
        }
        part.entries.push(entry);
    }
    for item in &outline.items {
        if let Item::Setting(setting) = item {
            let entry = entry(setting, way);
            if let (Some(sample), None) = (&entry.sample, &entry.deprecated) {
                let is_set = entry.required || setting.default.is_some();
                part.sample.extend(sample.last().map(|sample| Sample { is_set, ..sample.clone() }));
            }
            part.entries.push(entry);
        }
    }
    parts.push(part);
    for item in &outline.items {
        if let Item::Section(section) = item {
            let holder = holder(outline.schema, section).unwrap_or(outline.schema);
            let inner = way.into(section, holder.tag());
            let path = section.path.clone();
            let mut part = Part { deprecated: section.field.deprecated, ..Part::at(path, &inner) };
            part.doc = if section.field.doc.is_empty() { section.outline.schema.doc } else { section.field.doc };
            part.variant = variant(section, holder);
            part.notes = facts::of_section(section, holder);
            add(&section.outline, part, &inner, parts);
        }
    }
}

/// What says that a variant is there, if its settings stand among others.
fn variant(section: &Section, holder: &'static Schema) -> Option<String> {
    let tag = holder.tag().filter(|_| matches!(section.field.kind, Kind::Variant(_)))?;
    Some(format!("{tag} = {:?}", section.field.key))
}

/// The schema that has the field of a section: this one, or one flattened into it.
fn holder(schema: &'static Schema, section: &Section) -> Option<&'static Schema> {
    if schema.fields.iter().any(|field| std::ptr::eq(field, section.field)) {
        return Some(schema);
    }
    schema.flattened().find_map(|(_, inner)| holder(inner, section))
}

fn entry(setting: &Setting, way: &Way) -> Entry {
    let field = setting.field;
    let sample = facts::in_files(setting.facts).then(|| {
        let own = Sample::new(field.key, words::sample(setting));
        way.tags.iter().cloned().chain([own]).collect()
    });
    Entry {
        path: setting.path.clone(),
        type_name: words::type_of(field, setting.facts),
        doc: field.doc,
        required: setting.is_required(),
        secret: setting.facts.is_secret(),
        deprecated: field.deprecated,
        facts: facts::of_setting(setting),
        sample,
    }
}

/// The word that says which variant an enum is, as if it were a setting.
fn choice(chosen: &Chosen, way: &Way) -> Entry {
    let schema = chosen.schema;
    let tag = schema.tag();
    let default = schema.choice.and_then(|choice| choice.default).and_then(|index| schema.fields.get(index));
    let first = default.or(schema.fields.first()).map_or("", |field| field.key);
    let sample =
        tag.map(|tag| way.tags.iter().cloned().chain([Sample::new(tag, Value::Text(first.to_owned()))]).collect());
    Entry {
        path: chosen.path.clone(),
        type_name: facts::one_of(&schema.variants()),
        doc: if tag.is_some() {
            "Which of the variants below it is."
        } else {
            "Which of these it is: one of the sections below, or the name of one without settings."
        },
        required: default.is_none(),
        secret: false,
        deprecated: None,
        facts: facts::of_choice(chosen, default),
        sample,
    }
}

/// Names that are there once, in the order in which they are asked for.
#[derive(Default)]
struct Names(HashMap<String, usize>);

impl Names {
    /// The name, or the same with a number if it is taken.
    fn take(&mut self, name: &str) -> String {
        let count = self.0.entry(name.to_owned()).or_insert(0);
        *count += 1;
        let number = *count - 1;
        if number == 0 { name.to_owned() } else { self.take(&format!("{name}-{number}")) }
    }
}
