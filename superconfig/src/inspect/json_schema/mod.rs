//! JSON Schema of the files that a config is read from: what editors complete, explain and underline by.
//!
//! It describes a file, not the struct: a duration is a string, a list has operators beside it, former keys are there, and so are
//! profiles and includes. What a load refuses and a schema cannot say is in the docs of [`JsonSchema`].

mod definitions;
mod leaf;
mod object;
mod relation;
mod section;
mod words;

use std::{fmt, sync::Arc};

use self::{
    definitions::Definitions,
    object::{Object, any_of, of_type, text},
    section::{Members, join},
    words::{Words, is_note},
};
use super::{Outline, outline_under};
use crate::{
    config::SuperConfig,
    load::Builder,
    mount::{RegisteredConfig, is_neighbours_key, registered},
    problem::Error,
    profile,
    schema::Schema,
    value::Value,
};

/// Which JSON Schema a [`JsonSchema`] is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemaDraft {
    /// Draft 2020-12, the current one.
    #[default]
    Draft202012,
    /// Draft-07, for tools that know nothing newer.
    Draft07,
}

impl SchemaDraft {
    fn meta_schema(self) -> &'static str {
        match self {
            SchemaDraft::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
            SchemaDraft::Draft07 => "http://json-schema.org/draft-07/schema#",
        }
    }

    /// Where definitions stand.
    fn definitions(self) -> &'static str {
        match self {
            SchemaDraft::Draft202012 => "$defs",
            SchemaDraft::Draft07 => "definitions",
        }
    }
}

/// The JSON Schema of a config's files, in TOML, YAML or JSON; its `Display` is the text.
///
/// [`AppConfig::json_schema()`](crate::SuperConfig::json_schema) is the usual one. It is for a file of which other sources may supply
/// the rest, so it requires nothing; [`complete`](Self::complete) does.
///
/// ```
/// use superconfig::{SchemaDraft, SuperConfig};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     /// Port to listen on.
///     #[config(range = 1024..)]
///     port: u16,
/// }
///
/// let schema = AppConfig::builder().json_schema()?.draft(SchemaDraft::Draft07).complete().to_string();
/// assert!(schema.contains(r#""minimum": 1024"#) && schema.contains(r#""required": ["#));
/// # Ok::<(), superconfig::Error>(())
/// ```
///
/// For completion in an editor, write it beside the files and name it in them: `#:schema shop.schema.json` at the top of TOML, `#
/// yaml-language-server: $schema=shop.schema.json` of YAML, `"$schema": "shop.schema.json"` in JSON. A load ignores all three.
///
/// # What it says
///
/// Keys, with former ones as deprecated; types as files have them; `range`, `length`, `non_empty`, `one_of` and `pattern`; defaults, never of
/// secrets, which are `writeOnly`; `_add` and `_remove` of lists; what stands under `profile`; includes; and in each description the variable,
/// the defaults of profiles and the rules that have no keyword. Settings that [`sources`](macro@crate::SuperConfig#sources) keeps out
/// of files are refused. Types of your own are as their `schemars::JsonSchema` says with the feature `schemars`, and
/// anything without it.
///
/// # What it cannot say
///
/// Where it has to choose, it accepts: what only `validate` or a parser knows, as in `"https://"`, is left to the load. It refuses these,
/// which a load takes: numbers without quotes for strings in YAML; spaces around an IP address;
/// and a value that breaks a rule, but which another source replaces.
#[derive(Debug, Clone)]
pub struct JsonSchema {
    outline: Arc<Outline>,
    options: Options,
    id: Option<String>,
}

/// What changes the schema of a setting or section.
#[derive(Debug, Clone, Copy)]
struct Options {
    draft: SchemaDraft,
    complete: bool,
    null: bool,
    files: Files,
}

/// How a builder reads files.
#[derive(Debug, Clone, Copy)]
struct Files {
    allow_unknown: bool,
    /// Whether `${…}` is expanded everywhere.
    expansion: bool,
    nested_profiles: bool,
}

impl<T: SuperConfig> Builder<T> {
    /// The [`JsonSchema`] of files that this builder reads: as it [allows unknown keys](Self::allow_unknown),
    /// [expands names](Self::with_expansion) and reads [nested profiles](Self::with_nested_profiles), with the variables of its
    /// [prefix](Self::with_env_prefix). Nothing is loaded.
    ///
    /// # Errors
    /// Two configs that are [mounted](macro@crate::SuperConfig#mounts) want one key or variable; a load reports the same.
    pub fn json_schema(&self) -> Result<JsonSchema, Error> {
        let (schema, mut draft) = Self::blank()?;
        let (allow_unknown, expansion, nested_profiles) = self.reads_files();
        let outline = Arc::new(outline_under(self.env_prefix(), schema, &mut *draft));
        let files = Files { allow_unknown, expansion, nested_profiles };
        let options = Options { draft: SchemaDraft::default(), complete: false, null: true, files };
        Ok(JsonSchema { outline, options, id: None })
    }
}

impl JsonSchema {
    /// Writes it in another draft than 2020-12.
    #[must_use]
    pub fn draft(mut self, draft: SchemaDraft) -> Self {
        self.options.draft = draft;
        self
    }

    /// For a file that has everything: what is required must be there, and [`requires`](macro@crate::SuperConfig#requires),
    /// [`exactly_one_of`](macro@crate::SuperConfig#exactly_one_of) and the like hold within it. What profiles say stays partial.
    #[must_use]
    pub fn complete(mut self) -> Self {
        self.options.complete = true;
        self
    }

    /// Refuses `null`, with which JSON and YAML put a setting or section back to its default. TOML has none, so that for TOML this makes
    /// the schema a little simpler and takes nothing away.
    #[must_use]
    pub fn without_null(mut self) -> Self {
        self.options.null = false;
        self
    }

    /// The address under which the schema is published, for its `$id`.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    fn render(&self) -> Value {
        let definitions = Definitions::new(self.options.draft);
        let mut render = Render { options: self.options, definitions, plain: false, placed: true };
        let schema = self.outline.schema;
        let mut root = Object::default().with("$schema", text(self.options.draft.meta_schema()));
        if let Some(id) = &self.id {
            root.set("$id", text(id));
        }
        let mut words = Words::of(schema.doc);
        if schema.doc.is_empty() {
            words.note(format!("Configuration of {}", schema.name));
        }
        words.annotate(schema.name, &mut root);
        let body = if self.options.files.nested_profiles {
            render.profiles(&self.outline)
        } else {
            render.settings(&self.outline)
        };
        root.extend(body);
        root.set_some(self.options.draft.definitions(), render.definitions.finish());
        root.into()
    }
}

impl fmt::Display for JsonSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string_pretty(&self.render()).map_err(|_| fmt::Error)?;
        writeln!(f, "{text}")
    }
}

/// A schema on its way.
struct Render {
    options: Options,
    definitions: Definitions,
    /// Without references and without what depends on a place.
    plain: bool,
    /// Whether what is described stands in one place only, so that its variable is known.
    placed: bool,
}

impl Render {
    /// A file with settings at its top.
    fn settings(&mut self, outline: &Outline) -> Object {
        self.survey_all(outline);
        let schema = outline.schema;
        // With an enum that has a tag the settings do not stand in one place.
        let tagged = outline.choices.iter().any(|choice| choice.schema.tag().is_some());
        let by_reference = !tagged && !self.options.complete;
        if schema.profile_key.is_some() && !by_reference {
            self.partially(|render| render.survey(outline, 1));
        }
        let mut members = self.members(outline);
        if let Some(must) = members.sole.take() {
            self.one_variant(schema, must, &mut members);
        }
        if let Some(key) = schema.profile_key {
            let overlay = if by_reference {
                self.overlay_by_reference(outline, &members)
            } else {
                self.partially(|render| render.table(outline, false))
            };
            let tables = self.tables(schema, overlay, tagged);
            members.properties.set(key, tables);
        }
        self.beside(schema, &mut members.properties);
        self.closed(members, schema, false)
    }

    /// A file with profiles at its top.
    fn profiles(&mut self, outline: &Outline) -> Object {
        let schema = outline.schema;
        self.options.complete = false;
        self.survey_all(outline);
        let overlay = self.table(outline, false);
        let overlay = self.definitions.define("Settings", overlay);
        let mut properties = Object::default();
        for (key, description) in
            [("default", "Settings without any profile, below all others."), ("global", "Settings above all profiles.")]
        {
            let table = self.refer(Object::default().with("description", text(description)), &overlay);
            properties.set(key, self.nullable(table));
        }
        let table = self.nullable(self.refer(Object::default(), &overlay));
        for profile in profile::known(schema) {
            properties.set(profile, table.clone());
        }
        self.beside(&Schema { fields: &[], ..*schema }, &mut properties);
        let rest = if schema.profiles.is_empty() { table.into() } else { Value::Bool(false) };
        of_type("object").with("properties", properties).with("additionalProperties", rest)
    }

    /// What else stands at the top of a file.
    fn beside(&self, schema: &Schema, properties: &mut Object) {
        let description = "Files to read before this one, by path from its directory or by pattern, as `conf.d/*`; \
                           `optional:` before a path allows it to be absent.";
        let paths = any_of([of_type("string"), of_type("array").with("items", of_type("string"))]);
        for (key, description) in [("include", description), ("import", "The same as `include`.")] {
            if !schema.knows(key) {
                let includes = Object::default().with("description", text(description)).and(paths.clone());
                properties.extend(Object::default().with(key, self.nullable(includes)));
            }
        }
        let own = Object::default().with("description", text("The JSON Schema of this file; a load ignores it."));
        properties.extend(Object::default().with("$schema", own.with("type", text("string"))));
        let neighbours = registered().filter_map(RegisteredConfig::mount).filter(|key| is_neighbours_key(schema, key));
        for key in neighbours {
            let description = format!("Settings of a part of {} that this schema does not describe.", schema.name);
            properties.extend(Object::default().with(key, Object::default().with("description", text(description))));
        }
    }

    /// `[profile.prod]` and the like. Where an enum is `tagged` they stand beside each of its variants.
    fn tables(&mut self, schema: &'static Schema, overlay: Object, tagged: bool) -> Object {
        let known = profile::known(schema);
        let overlay = if known.is_empty() && !tagged {
            overlay
        } else {
            let name = self.definitions.define("Profile", overlay);
            self.refer(Object::default(), &name)
        };
        let overlay = self.nullable(overlay);
        let mut tables = Object::default()
            .with("title", text("Profiles"))
            .with("description", text("What each profile changes, under its name."));
        let mut core = of_type("object");
        let mut properties = Object::default();
        for name in known {
            properties.set(name, overlay.clone());
        }
        core.set_some("properties", properties);
        let rest = if schema.profiles.is_empty() { overlay.into() } else { Value::Bool(false) };
        core.set("additionalProperties", rest);
        tables.extend(self.nullable(core));
        tables
    }

    /// The settings once more, without repeating them.
    fn overlay_by_reference(&mut self, outline: &Outline, members: &Members) -> Object {
        let mut overlay = members.clone();
        let mut properties = Object::default();
        for (key, schema) in members.properties.clone().entries() {
            let schema = match schema {
                Value::Bool(_) => schema,
                _ => Object::default().with("$ref", text(format!("#/properties/{}", pointer(&key)))).into(),
            };
            properties.set(&key, schema);
        }
        overlay.properties = properties;
        self.closed(overlay, outline.schema, false)
    }

    fn refer(&self, notes: Object, name: &str) -> Object {
        join(self.options.draft, notes, self.definitions.reference(name))
    }

    /// Runs something as if nothing were required.
    fn partially<R>(&mut self, then: impl FnOnce(&mut Self) -> R) -> R {
        let complete = std::mem::replace(&mut self.options.complete, false);
        let result = then(self);
        self.options.complete = complete;
        result
    }

    /// The same, or `null` if that is wanted. Annotations stay outside.
    fn nullable(&self, core: Object) -> Object {
        if !self.options.null || core.is_empty() {
            return core;
        }
        let (mut notes, mut rest) = (Object::default(), Object::default());
        for (key, value) in core.entries() {
            if is_note(&key) { notes.set(&key, value) } else { rest.set(&key, value) }
        }
        // Rules for tables hold for whatever is none, so `null` keeps them, unless they say what must not be.
        let simple = !rest.has("allOf") && !rest.has("const");
        let types = match rest.get("type") {
            Some(Value::Text(name)) if simple => Some(vec![text(name)]),
            Some(Value::List(names)) if simple => Some(names.clone()),
            _ => None,
        };
        match (types, rest.get("anyOf")) {
            (Some(mut types), _) => {
                types.push(text("null"));
                rest.set("type", Value::List(types));
                if let Some(Value::List(values)) = rest.get("enum") {
                    let values = values.iter().cloned().chain([Value::Null]).collect();
                    rest.set("enum", Value::List(values));
                }
                // The cases of an enum exclude each other anyway.
                rest.rename("oneOf", "anyOf");
            }
            (None, Some(Value::List(cases))) if rest.len() == 1 => {
                let cases = cases.iter().cloned().chain([of_type("null").into()]).collect();
                rest.set("anyOf", Value::List(cases));
            }
            _ => rest = any_of([rest, of_type("null")]),
        }
        notes.extend(rest);
        notes
    }
}

/// A key in a JSON Pointer that stands in a fragment.
fn pointer(key: &str) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0').to_ascii_uppercase();
    let mut pointer = String::new();
    for byte in key.replace('~', "~0").replace('/', "~1").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'$' => pointer.push(byte.into()),
            other => pointer.extend(['%', digit(other >> 4), digit(other & 15)]),
        }
    }
    pointer
}
