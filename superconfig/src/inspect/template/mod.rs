//! Files to start from, made of the schema: every setting with its comment and its default.

mod comment;
mod dotenv;
mod entry;
mod json;
mod plan;
mod text;
mod toml;
mod yaml;

use std::{fmt, marker::PhantomData};

use entry::{Entry, Form, Table};
use plan::Scope;
use text::Page;

use super::{Item, Outline, Setting, outline_under};
use crate::{
    Error, Format, SuperConfig,
    load::Builder,
    problem::{Fault, ProblemKind},
    profile,
    value::Value,
};

/// A file to start from, made of the doc comments, types, defaults, rules and variables of a config:
/// [`template_builder`](SuperConfig::template_builder).
///
/// In TOML and YAML every setting with a default is a comment, `#pool_size = 10` with the `#` right before the key, and everything
/// else behind `# ` explains it. Loaded as it is the file gives the defaults, with any profile, and above other files it changes nothing.
/// Without each such `#` it can be loaded as well, unless a rule between fields or a function has something against that. Settings that are
/// on their way out are left out, and secrets have no value.
///
/// JSON has no comments: there every default is live, `null` stands for [what has none](crate#order), and the defaults of profiles stand in
/// the table of profiles, so that those still count. Loaded alone it gives the defaults as well; what is live wins over the files below.
///
/// ```
/// use superconfig::{Format, SuperConfig};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     /// How many connections are kept.
///     #[config(default = 10, range = 1..=500, profile(prod = 50))]
///     pool_size: u32,
/// }
///
/// let text = AppConfig::template_builder().schema("./shop.schema.json").render(Format::Toml)?;
/// assert!(text.starts_with("#:schema ./shop.schema.json\n"));
/// let overlay = AppConfig::template_builder().profile("prod").values().render(Format::Toml)?;
/// assert!(overlay.ends_with("\npool_size = 50\n"));
/// # Ok::<(), superconfig::Error>(())
/// ```
pub struct Template<T> {
    options: Options,
    config: PhantomData<fn() -> T>,
}

#[derive(Debug, Clone, Default)]
struct Options {
    profile: Option<String>,
    nested: bool,
    values: bool,
    schema: Option<String>,
    /// What variables begin with, if that is not what the struct says.
    prefix: Option<String>,
}

impl<T> Clone for Template<T> {
    fn clone(&self) -> Self {
        Self { options: self.options.clone(), config: PhantomData }
    }
}

impl<T> fmt::Debug for Template<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Template").field(&self.options).finish()
    }
}

impl<T: SuperConfig> Builder<T> {
    /// Like [`template_builder`](SuperConfig::template_builder), for files that this builder reads: with [nested
    /// profiles](Self::with_nested_profiles) if it has them, and the variables of its [prefix](Self::with_env_prefix).
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     #[config(default = 8080)]
    ///     port: u16,
    /// }
    ///
    /// let builder = AppConfig::builder().with_nested_profiles().with_env_prefix("CORNER");
    /// let text = builder.template().render(Format::Toml)?;
    /// assert!(text.contains("\n[default]\n") && text.ends_with("Variable: CORNER_PORT.\n#port = 8080\n"), "{text}");
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    #[must_use]
    pub fn template(&self) -> Template<T> {
        let (_, _, nested) = self.reads_files();
        let options = Options { nested, prefix: Some(self.env_prefix().to_owned()), ..Options::default() };
        Template { options, config: PhantomData }
    }
}

impl<T: SuperConfig> Template<T> {
    pub(crate) fn new() -> Self {
        Self { options: Options::default(), config: PhantomData }
    }

    /// The file of a profile, `shop.prod.toml`, instead of the one below all: only the settings for which that profile has a default
    /// of its own. With [`Self::nested`] the file has only the table of that profile.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.options.profile = Some(name.into());
        self
    }

    /// A file for [`with_nested_profiles`](Builder::with_nested_profiles): `[default]`, and a table for each profile.
    #[must_use]
    pub fn nested(mut self) -> Self {
        self.options.nested = true;
        self
    }

    /// Writes defaults as values instead of comments. What would not be the same as leaving it out stays a comment: secrets, paths that
    /// a file would take relative to itself, what would be expanded, and settings of which it counts that something set them.
    #[must_use]
    pub fn values(mut self) -> Self {
        self.options.values = true;
        self
    }

    /// Names the JSON Schema, for editors to complete keys: a path relative to the file, or a URL.
    #[must_use]
    pub fn schema(mut self, path: impl Into<String>) -> Self {
        self.options.schema = Some(path.into());
        self
    }

    /// The text of the file.
    ///
    /// # Errors
    /// If the config has no such profile, or if what is mounted in it collides.
    pub fn render(&self, format: Format) -> Result<String, Error> {
        Ok(self.options.render(&self.outline()?, format))
    }

    /// `.env.example`: every variable, each a comment with its default.
    ///
    /// # Errors
    /// If what is mounted in the config collides.
    pub fn env_example(&self) -> Result<String, Error> {
        let outline = self.outline()?;
        Ok(dotenv::render(&outline, &profiles(&outline)))
    }

    fn outline(&self) -> Result<Outline, Error> {
        let (schema, mut draft) = Builder::<T>::blank()?;
        let prefix = self.options.prefix.as_deref().unwrap_or(schema.env_prefix);
        let outline = outline_under(prefix, schema, &mut *draft);
        let Some(name) = &self.options.profile else { return Ok(outline) };
        let known = profiles(&outline);
        if known.contains(&name.as_str()) || schema.profiles.is_empty() && profile::known(schema).is_empty() {
            return Ok(outline);
        }
        let help = profile::advice(name, &known);
        let message = format!("there is no profile '{name}'");
        Err(crate::load::refused(schema, vec![Fault::plain(ProblemKind::UnknownProfile, 0, message, Some(help))]))
    }
}

impl Options {
    fn render(&self, outline: &Outline, format: Format) -> String {
        let mut entries = Vec::new();
        let profiles = profiles(outline);
        let values = self.values || format == Format::Json;
        let schema = outline.schema;
        let usable: Vec<&str> = match schema.profile_key {
            _ if self.nested => profiles.iter().copied().filter(|name| !RESERVED.contains(name)).collect(),
            Some(_) => profiles.clone(),
            None => Vec::new(),
        };
        let scope = Scope { values, present: true, profile: None, profiles: &usable, declared: schema.profiles };
        let present = values || self.nested || self.profile.is_some();
        let of_profile = |name: &str| {
            let entries = Scope { profile: Some(name), present, ..scope }.entries(outline);
            // JSON would have `null` for what does not count.
            if format == Format::Json { entries.into_iter().filter_map(Entry::only_live).collect() } else { entries }
        };
        let table = |key: &str, entries| {
            let key = key.to_owned();
            Entry::Table(Table { comment: Vec::new(), key, form: Form::One, live: true, entries })
        };
        match (&self.profile, self.nested) {
            (Some(name), false) => entries = of_profile(name),
            (Some(name), true) => entries.push(table(name, of_profile(name))),
            (None, true) => {
                entries.push(table("default", scope.entries(outline)));
                entries.extend(usable.iter().map(|name| table(name, of_profile(name))));
            }
            (None, false) => {
                entries = scope.entries(outline);
                let tables = usable.iter().map(|name| (*name, of_profile(name)));
                let tables: Vec<_> = tables.filter(|(_, entries)| !entries.is_empty()).collect();
                if let Some(key) = schema.profile_key.filter(|_| !tables.is_empty()) {
                    entries.push(overlays(key, tables, values, schema.name, format));
                }
            }
        }
        self.text(format, outline, &entries)
    }

    fn text(&self, format: Format, outline: &Outline, entries: &[Entry]) -> String {
        let mut page = Page::default();
        match format {
            Format::Toml => {
                if let Some(path) = &self.schema {
                    page.line(&format!("#:schema {path}"));
                }
                page.comment("", &self.intro(format, outline, entries));
                toml::render(entries, &mut page);
            }
            Format::Yaml => {
                if let Some(path) = &self.schema {
                    page.line(&format!("# yaml-language-server: $schema={path}"));
                }
                page.comment("", &self.intro(format, outline, entries));
                yaml::render(entries, &mut page);
            }
            Format::Json => {
                let Value::Table(mut object) = json::object(entries) else { return String::new() };
                if let Some(path) = &self.schema {
                    object.insert(0, ("$schema".to_owned(), Value::Text(path.clone())));
                }
                let mut text = String::new();
                json::render(&Value::Table(object), 0, &mut text);
                page.line(&text);
            }
        }
        page.finish()
    }

    /// What the file is, and how it is read.
    fn intro(&self, format: Format, outline: &Outline, entries: &[Entry]) -> Vec<String> {
        let schema = outline.schema;
        let mut lines = text::doc(schema.doc);
        if lines.is_empty() {
            lines.push(format!("The configuration of {}.", schema.name));
        }
        lines.push(String::new());
        match &self.profile {
            Some(name) => lines.push(format!("What counts only with the profile {name}.")),
            None if self.nested => lines.push(
                "The settings under `default` always count, those under a profile only with that profile.".to_owned(),
            ),
            None => {}
        }
        let key = if format == Format::Toml { "#key = …" } else { "#key: …" };
        if entries.is_empty() {
            lines.push("There is nothing to set.".to_owned());
        } else if self.values {
            let said = format!(
                "Each setting stands here with its default. What begins with # and a key, `{key}`, does not count."
            );
            lines.push(said);
        } else {
            let said =
                format!("What begins with # and a key, `{key}`, shows a default. Remove the # to set something else.");
            lines.push(said);
        }
        let has = |note| entries.iter().any(|entry| entry.has_note(note));
        match (has(entry::REQUIRED), has(entry::NONE)) {
            (false, false) => {}
            (required, none) => {
                let mut said = vec![];
                said.extend(required.then(|| format!("`{}` must be set", entry::REQUIRED)));
                said.extend(none.then(|| format!("`{}` may be left out", entry::NONE)));
                lines.push(format!(
                    "What is marked {}; the values there are examples.",
                    said.join(", and what is marked ")
                ));
            }
        }
        lines
    }
}

/// The keys of files with nested profiles that are no profiles.
const RESERVED: [&str; 2] = ["default", "global"];

/// The profiles that are declared, and where none are those with a default.
fn profiles(outline: &Outline) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = outline.schema.profiles.to_vec();
    if names.is_empty() {
        each(outline, &mut |setting| {
            for name in setting.facts.profiles {
                if !names.contains(name) {
                    names.push(name);
                }
            }
        });
    }
    names
}

/// Visits every setting.
fn each<'o>(outline: &'o Outline, visit: &mut dyn FnMut(&'o Setting)) {
    for item in &outline.items {
        match item {
            Item::Setting(setting) => visit(setting),
            Item::Section(section) => each(&section.outline, visit),
        }
    }
}

/// Without comments, which stand elsewhere in the file.
fn bare(mut entry: Entry) -> Entry {
    match &mut entry {
        Entry::Line(line) => line.comment.clear(),
        Entry::Table(table) => {
            table.comment.clear();
            let entries = std::mem::take(&mut table.entries);
            table.entries = entries.into_iter().map(bare).collect();
        }
        Entry::Comment(_) | Entry::Or(..) => {}
    }
    entry
}

/// `[profile.prod]` and its like, behind everything else.
fn overlays(key: &str, tables: Vec<(&str, Vec<Entry>)>, values: bool, name: &str, format: Format) -> Entry {
    let first = tables.first().map(|(name, _)| *name).unwrap_or_default();
    let extension = match format {
        Format::Toml => "toml",
        Format::Json => "json",
        Format::Yaml => "yaml",
    };
    let said = format!(
        "What a profile changes. It may also stand in a file of its own, {name}.{first}.{extension}, without the `{key}.{first}`."
    );
    let tables = tables.into_iter().map(|(name, entries)| {
        Entry::Table(Table {
            comment: Vec::new(),
            key: name.to_owned(),
            form: Form::One,
            live: values,
            entries: entries.into_iter().map(bare).collect(),
        })
    });
    let (key, entries) = (key.to_owned(), tables.collect());
    Entry::Table(Table { comment: vec![said], key, form: Form::One, live: values, entries })
}
