//! Where each value comes from, and what it was before: [`Explanation`]. What there is to tell is noted by `load/history.rs`.

use std::{
    collections::BTreeSet,
    fmt::{self, Write as _},
    path::Path,
};

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::{
    place::{Place, relative},
    text::{fitted, one_line, shortened, width},
};
use crate::{
    config::SuperConfig,
    load::{Builder, FieldPath},
    origin::Origin,
    problem::{Color, Error, ProblemKind, closest},
    schema::{self, Kind, Schema},
    value::Value,
};

/// What a setting is, where that came from, and every value that was there before.
///
/// ```
/// use superconfig::{Format, SuperConfig, Value, field};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     #[config(default = 8080)]
///     port: u16,
/// }
///
/// let builder = AppConfig::builder().with_str(Format::Toml, "port = 80").with_env_vars([("SHOP_PORT", "443")]);
/// let port = builder.explain(field!(AppConfig, port))?;
/// assert_eq!(port.value(), &Value::Integer(443));
/// assert_eq!(port.to_string(), "\
/// port = 443
///   from environment variable SHOP_PORT
///   over 80   from <text>:1:8
///        8080 default");
/// # Ok::<(), superconfig::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    pub(crate) path: String,
    pub(crate) value: Value,
    pub(crate) origin: Origin,
    pub(crate) shadowed: Vec<Shadowed>,
}

/// What a setting was before, in an [`Explanation`].
#[derive(Debug, Clone, PartialEq)]
pub struct Shadowed {
    pub(crate) value: Option<Value>,
    pub(crate) origin: Origin,
}

impl Shadowed {
    /// What it was; nothing if that source took back what was there, with `null` for example.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// Where that came from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Explanation {
    /// The path of the setting, as in `database.pool_size` or `replicas[2].host`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value that won. Those of secrets are [`Value::Redacted`].
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Where it came from. Of a setting that several sources fill together, such as a map, the last one that added to it.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What it was before, the most important one first; at the end the defaults, those of active profiles before the plain one.
    #[must_use]
    pub fn shadowed(&self) -> &[Shadowed] {
        &self.shadowed
    }

    /// With the paths of files relative to a directory that they lie in; others stay as they are.
    #[must_use]
    pub fn relative_to(mut self, directory: impl AsRef<Path>) -> Self {
        relative(&mut self.origin, directory.as_ref());
        for shadowed in &mut self.shadowed {
            relative(&mut shadowed.origin, directory.as_ref());
        }
        self
    }

    /// As text, without a newline at the end.
    #[must_use]
    pub fn to_text(&self, color: Color) -> String {
        let mut text =
            format!("{} = {}\n", color.paint(BOLD, &one_line(&self.path)), color.paint(CYAN, &self.value.to_string()));
        let _ = write!(text, "  {}", told(&self.origin, true));
        let values: Vec<String> = self.shadowed.iter().map(|shadowed| shadowed_value(shadowed, LONG)).collect();
        let column = values.iter().map(|value| width(value)).filter(|width| *width <= WIDE).max().unwrap_or_default();
        for (index, (shadowed, value)) in self.shadowed.iter().zip(values).enumerate() {
            let lead = if index == 0 { "over" } else { "    " };
            let origin = told(&shadowed.origin, shadowed.value.is_some());
            let line = format!("{lead} {} {origin}", fitted(&value, column));
            let _ = write!(text, "\n  {}", color.paint(DIM, &line));
        }
        text
    }

    /// As JSON: an object with `path`, `value`, `origin` and `shadowed`, a list of objects with `value` and `origin`. Where a source
    /// took a value back, `unset` stands there instead of `value`.
    ///
    /// An origin has a `kind` (`unset`, `default`, `profile default`, `file`, `text`, `environment`, `dotenv`, `argument` or `code`),
    /// the `text` that people read, and what there is of `file`, `line`, `column` and `name`: that of the variable, the argument, the
    /// profile or the text.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(self)
    }
}

/// What has two ends in a terminal: values longer than this are cut where they stand in a column.
const LONG: usize = 60;
/// Values up to this make a column wide.
const WIDE: usize = 32;
const WIDE_PATH: usize = 40;

/// How many neighbours of something absent are named.
const MOST_BESIDE: usize = 8;

const BOLD: &str = "1";
const DIM: &str = "2";
const CYAN: &str = "36";

pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| "null".to_owned())
}

/// Where a value is from, or who took one back.
fn told(origin: &Origin, set: bool) -> String {
    let text = one_line(&origin.to_string());
    match origin {
        Origin::Code if !set => "in code".to_owned(),
        _ if !set => format!("by {text}"),
        Origin::Unset | Origin::Default | Origin::ProfileDefault(_) | Origin::Code => text,
        _ => format!("from {text}"),
    }
}

fn shadowed_value(shadowed: &Shadowed, most: usize) -> String {
    shadowed.value.as_ref().map_or_else(|| "(unset)".to_owned(), |value| shortened(&value.to_string(), most))
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text(Color::Never))
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("value", &self.value)?;
        map.serialize_entry("origin", &Place(&self.origin))?;
        map.serialize_entry("shadowed", &self.shadowed)?;
        map.end()
    }
}

impl Serialize for Shadowed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        match &self.value {
            Some(value) => map.serialize_entry("value", value)?,
            None => map.serialize_entry("unset", &true)?,
        }
        map.serialize_entry("origin", &Place(&self.origin))?;
        map.end()
    }
}

/// The [`Explanation`]s of several settings, in the order of the struct.
///
/// Settings in sections that are absent are not among them.
///
/// ```
/// use superconfig::{Format, SuperConfig};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     #[config(default = 8080)]
///     port: u16,
///     name: String,
/// }
///
/// let builder = AppConfig::builder().with_str(Format::Toml, "name = 'Corner'\nport = 80");
/// assert_eq!(builder.explain_all()?.to_string(), r#"
/// port = 80        <text>:2:8
///   over 8080      default
/// name = "Corner"  <text>:1:8
/// "#.trim());
/// # Ok::<(), superconfig::Error>(())
/// ```
#[derive(Clone)]
pub struct Explanations {
    schema: &'static Schema,
    /// Whether one setting was asked for.
    one: bool,
    settings: Vec<Explanation>,
}

impl fmt::Debug for Explanations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.settings).finish()
    }
}

impl PartialEq for Explanations {
    fn eq(&self, other: &Self) -> bool {
        self.settings == other.settings
    }
}

impl Explanations {
    pub(crate) fn new(schema: &'static Schema, settings: Vec<Explanation>) -> Self {
        Self { schema, one: false, settings }
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Explanation> {
        self.settings.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.settings.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty()
    }

    /// That of the setting with exactly this path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Explanation> {
        self.settings.iter().find(|setting| setting.path == path)
    }

    /// Those of one setting, or of all in a section, by a path that somebody typed; an empty one is that of the whole. `-` stands for `_` as well, `replicas.2` for
    /// `replicas[2]`, and a former name for the current one.
    ///
    /// # Errors
    /// Nothing has this path, or what it leads to is not there; the help says what was meant.
    pub fn at(&self, path: &str) -> Result<Explanations, Error> {
        let wanted = tokens(path);
        let found = self.matching(path, &wanted);
        if !found.is_empty() {
            return Ok(Self { schema: self.schema, one: is_one(&found, &wanted), settings: found });
        }
        let canonical = canonical(self.schema, &wanted).filter(|_| !wanted.is_empty());
        let Some(canonical) = canonical else { return Err(self.unknown(path, &wanted)) };
        let wanted = tokens(&canonical);
        let found = self.matching(&canonical, &wanted);
        if found.is_empty() {
            return Err(self.absent(&canonical, &wanted));
        }
        Ok(Self { schema: self.schema, one: is_one(&found, &wanted), settings: found })
    }

    fn matching(&self, path: &str, wanted: &[String]) -> Vec<Explanation> {
        if let Some(exact) = self.get(path) {
            return vec![exact.clone()];
        }
        let all = path.is_empty();
        let inside = |setting: &&Explanation| all || !wanted.is_empty() && tokens(&setting.path).starts_with(wanted);
        self.settings.iter().filter(inside).cloned().collect()
    }

    fn unknown(&self, path: &str, wanted: &[String]) -> Error {
        let mut known: BTreeSet<String> = self.settings.iter().map(|setting| setting.path.clone()).collect();
        self.schema.walk(&mut |chain, _| {
            let sections = (1..=chain.len()).filter(|end| schema::is_fixed(&chain[..end - 1]));
            known.extend(sections.map(|end| schema::path(&chain[..end])).filter(|path| !path.is_empty()));
        });
        // In a setting there is nothing.
        let within = |count: &usize| self.get(prefix(path, *count)).is_some();
        let holder = (1..wanted.len()).rev().find(within).map(|count| prefix(path, count));
        let like = || closest(path, known.iter().map(String::as_str));
        let alone = || {
            let last = |known: &&String| tokens(known).last() == wanted.last();
            let mut ends = known.iter().filter(last);
            ends.next().filter(|_| ends.next().is_none()).map(String::as_str)
        };
        let meant = holder.map(str::to_owned).or_else(|| meant(self.schema, wanted));
        let help = meant
            .or_else(|| like().or_else(alone).map(str::to_owned))
            .map(|like| format!("did you mean '{like}'?"))
            .or_else(|| {
                let keys = self.schema.keys();
                (!keys.is_empty()).then(|| format!("at the top are {}", keys.join(", ")))
            });
        self.refused(ProblemKind::UnknownKey, path, "no setting has this name".to_owned(), help)
    }

    fn absent(&self, path: &str, wanted: &[String]) -> Error {
        let there = |count: &usize| self.settings.iter().any(|it| tokens(&it.path).starts_with(&wanted[..*count]));
        let count = (0..wanted.len()).rev().find(there).unwrap_or_default();
        let missing = prefix(path, count + 1);
        let (holder, number) = (prefix(path, count), missing.ends_with(']'));
        let message = if number {
            format!("there is no element {} in '{holder}'", wanted[count])
        } else if missing == path {
            "it is not there: no source says anything of it".to_owned()
        } else {
            format!("'{missing}' is not there: no source says anything of it")
        };
        let beside: BTreeSet<String> = (self.settings.iter())
            .filter(|it| count > 0 && tokens(&it.path).starts_with(&wanted[..count]))
            .map(|it| prefix(&it.path, count + 1).to_owned())
            .collect();
        let listed: Vec<&str> = beside.iter().take(MOST_BESIDE).map(String::as_str).collect();
        let more = if beside.len() > MOST_BESIDE { ", …" } else { "" };
        let help = (!listed.is_empty()).then(|| format!("there is {}{more}", listed.join(", ")));
        self.refused(ProblemKind::Missing, path, message, help)
    }

    fn refused(&self, kind: ProblemKind, path: &str, message: String, help: Option<String>) -> Error {
        Error::about(self.schema.name, kind, path, message, help)
    }

    /// With the paths of files relative to a directory that they lie in; others stay as they are.
    #[must_use]
    pub fn relative_to(mut self, directory: impl AsRef<Path>) -> Self {
        let directory = directory.as_ref();
        self.settings = self.settings.into_iter().map(|setting| setting.relative_to(directory)).collect();
        self
    }

    /// As text, without a newline at the end: of one setting that was asked for like [`Explanation::to_text`], otherwise a table,
    /// in which very long values are cut.
    #[must_use]
    pub fn to_text(&self, color: Color) -> String {
        match self.settings.as_slice() {
            [one] if self.one => one.to_text(color),
            settings => table(settings, color),
        }
    }

    /// As JSON: a list of objects as of [`Explanation::to_json`], also of one setting.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(self)
    }
}

/// `path = value  origin`, and below it what it is over.
fn table(settings: &[Explanation], color: Color) -> String {
    let widest =
        |widths: &mut dyn Iterator<Item = usize>, most| widths.filter(|width| *width <= most).max().unwrap_or(0);
    let paths: Vec<String> = settings.iter().map(|setting| one_line(&setting.path)).collect();
    let values: Vec<String> = settings.iter().map(|it| shortened(&it.value.to_string(), LONG)).collect();
    let below = |setting: &Explanation| -> Vec<String> {
        setting.shadowed.iter().map(|shadowed| shadowed_value(shadowed, LONG)).collect()
    };
    let below: Vec<Vec<String>> = settings.iter().map(below).collect();
    let path_column = widest(&mut paths.iter().map(|path| width(path)), WIDE_PATH).max(4);
    let value_column = widest(&mut values.iter().chain(below.iter().flatten()).map(|value| width(value)), WIDE);
    let mut lines = Vec::new();
    for (((setting, path), value), below) in settings.iter().zip(paths).zip(values).zip(below) {
        let value = format!("{}{}", color.paint(CYAN, &value), " ".repeat(value_column.saturating_sub(width(&value))));
        let path = format!("{}{}", color.paint(BOLD, &path), " ".repeat(path_column.saturating_sub(width(&path))));
        lines.push(format!("{path} = {value}  {}", one_line(&setting.origin.to_string())));
        for (index, (shadowed, value)) in setting.shadowed.iter().zip(below).enumerate() {
            let lead = if index == 0 { "over" } else { "" };
            let origin = match shadowed.value {
                Some(_) => one_line(&shadowed.origin.to_string()),
                None => told(&shadowed.origin, false),
            };
            let line = format!("{lead:>1$} {}  {origin}", fitted(&value, value_column), path_column + 2);
            lines.push(color.paint(DIM, &line));
        }
    }
    lines.join("\n")
}

fn is_one(found: &[Explanation], wanted: &[String]) -> bool {
    matches!(found, [one] if tokens(&one.path).len() == wanted.len())
}

/// The keys and numbers of a path, with `_` for `-`.
fn tokens(path: &str) -> Vec<String> {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.map(|part| part.replace('-', "_")).collect()
}

/// So many keys and numbers of a path, from its beginning.
fn prefix(path: &str, count: usize) -> &str {
    let (mut seen, mut inside) = (0, false);
    for (at, c) in path.char_indices() {
        if matches!(c, '.' | '[' | ']') {
            if inside && seen == count {
                return &path[..if c == ']' { at + 1 } else { at }];
            }
            inside = false;
        } else if !inside {
            inside = true;
            seen += 1;
        }
    }
    if count == 0 { "" } else { path }
}

/// The path of what the keys name, whether it is there or not, and also by former names.
fn canonical(schema: &'static Schema, wanted: &[String]) -> Option<String> {
    let Some((first, rest)) = wanted.split_first() else { return Some(String::new()) };
    let fold = |key: &str| key.replace('-', "_") == *first;
    for field in schema.fields {
        if let (true, Some(inner)) = (field.kind.is_transparent(), field.kind.section()) {
            if let Some(path) = canonical(inner, wanted) {
                return Some(path);
            }
            continue;
        }
        if !fold(field.key) && !field.aliases.iter().any(|alias| fold(alias)) {
            continue;
        }
        let behind = match (&field.kind, rest) {
            (Kind::Setting(_), []) => Some(String::new()),
            (Kind::Setting(_), _) => None,
            (_, []) => Some(String::new()),
            (Kind::List(inner, _), [number, rest @ ..]) if number.parse::<usize>().is_ok() => {
                canonical(inner, rest).map(|path| format!("[{number}]{}", dotted(&path)))
            }
            (Kind::List(..), _) => None,
            (Kind::Map(inner), [key, rest @ ..]) => {
                canonical(inner, rest).map(|path| format!(".{key}{}", dotted(&path)))
            }
            (kind, rest) => canonical(kind.section()?, rest).map(|path| dotted(&path)),
        };
        if let Some(behind) = behind {
            return Some(format!("{}{behind}", field.key));
        }
    }
    None
}

/// The path of what the keys would name if one of them were the one that it is most like.
fn meant(schema: &'static Schema, wanted: &[String]) -> Option<String> {
    (0..wanted.len()).find_map(|at| {
        let like = closest(&wanted[at], section(schema, &wanted[..at])?.keys())?;
        let mut wanted = wanted.to_vec();
        wanted[at] = like.replace('-', "_");
        canonical(schema, &wanted)
    })
}

/// The section that the keys lead to.
fn section(schema: &'static Schema, wanted: &[String]) -> Option<&'static Schema> {
    let Some((first, rest)) = wanted.split_first() else { return Some(schema) };
    schema.fields.iter().find_map(|field| match (&field.kind, rest) {
        (kind, _) if kind.is_transparent() => section(kind.section()?, wanted),
        _ if field.key.replace('-', "_") != *first => None,
        (Kind::List(inner, _) | Kind::Map(inner), [_, rest @ ..]) => section(inner, rest),
        (Kind::List(..) | Kind::Map(_), []) => None,
        (kind, rest) => section(kind.section()?, rest),
    })
}

fn dotted(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(".{path}") }
}

impl fmt::Display for Explanations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text(Color::Never))
    }
}

impl Serialize for Explanations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.settings)
    }
}

impl IntoIterator for Explanations {
    type Item = Explanation;
    type IntoIter = std::vec::IntoIter<Explanation>;

    fn into_iter(self) -> Self::IntoIter {
        self.settings.into_iter()
    }
}

impl<'e> IntoIterator for &'e Explanations {
    type Item = &'e Explanation;
    type IntoIter = std::slice::Iter<'e, Explanation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: SuperConfig> Builder<T> {
    /// Loads, without any effect on the process, and tells of one setting what it is, where that came from, and what it was before.
    ///
    /// # Errors
    /// Like [`Self::extract`]. Also if the field is no setting, or is in an optional section that is absent.
    pub fn explain<V>(&self, field: FieldPath<T, V>) -> Result<Explanation, Error> {
        let (mut schema, mut chain) = (T::SCHEMA, Vec::new());
        for ident in field.idents() {
            let Some(field) = schema.fields.iter().find(|it| it.ident == ident.trim_start_matches("r#")) else { break };
            chain.push(field);
            schema = field.kind.section().unwrap_or(Schema::EMPTY);
        }
        let is_setting = chain.last().is_some_and(|field| matches!(field.kind, Kind::Setting(_)));
        if !is_setting || chain.len() < field.idents().len() {
            let help = format!("`explain_path(\"{}\")` explains all settings in a section", schema::path(&chain));
            let message = "this field is not a setting".to_owned();
            return Err(Error::about(T::SCHEMA.name, ProblemKind::Invalid, &field.to_string(), message, Some(help)));
        }
        let all = self.explain_all()?;
        let path = schema::path(&chain);
        all.get(&path).cloned().ok_or_else(|| all.absent(&path, &tokens(&path)))
    }

    /// Like [`Self::explain`], of the setting with a path that somebody typed, or of all settings in a section: see
    /// [`Explanations::at`].
    ///
    /// # Errors
    /// Like [`Self::extract`] and [`Explanations::at`].
    pub fn explain_path(&self, path: &str) -> Result<Explanations, Error> {
        self.explain_all()?.at(path)
    }

    /// Like [`Self::explain`], of all settings, in the order of the struct. Those in absent optional sections are left out; those of
    /// what is mounted are among them.
    ///
    /// # Errors
    /// Like [`Self::extract`]; [`Self::explain_anyway`] gives the rest then.
    pub fn explain_all(&self) -> Result<Explanations, Error> {
        let (explanations, result) = self.explain_anyway();
        result.map(|()| explanations)
    }

    /// Like [`Self::explain_all`], of whatever could be read, and the error if something could not. Settings that have no value,
    /// since that was wrong, are left out then.
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// struct AppConfig {
    ///     port: u16,
    ///     name: String,
    /// }
    ///
    /// let builder = AppConfig::builder().with_str(Format::Toml, "name = 'Corner'\nport = 'http'");
    /// let (explanations, result) = builder.explain_anyway();
    /// assert_eq!(result.unwrap_err().problems()[0].path(), "port");
    /// assert_eq!(explanations.to_string(), r#"name = "Corner"  <text>:1:8"#);
    /// ```
    pub fn explain_anyway(&self) -> (Explanations, Result<(), Error>) {
        let (history, result) = self.history();
        let schema = Self::blank().map_or(T::SCHEMA, |(schema, _)| schema);
        (Explanations::new(schema, history.into_explanations()), result)
    }
}
