//! Several settings explained at once: a table, and finding one of them by a path that somebody typed.

use std::{collections::BTreeSet, fmt, path::Path};

use serde_core::ser::{Serialize, Serializer};

use super::{
    explain::{BOLD, CYAN, DIM, Explanation, LONG, WIDE, shadowed_value, told},
    path::{alike, canonical, meant, prefix, tokens},
    text::{fitted, shortened, width},
    write::{json, one_line},
};
use crate::{
    problem::{Color, Error, ProblemKind, closest},
    schema::{self, Schema},
};

/// Paths up to this make a column wide.
const WIDE_PATH: usize = 40;
/// How many neighbours of something absent are named.
const MOST_BESIDE: usize = 8;

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
        // As it is typed goes before what is only like it.
        [str::eq, alike]
            .into_iter()
            .map(|same| self.inside(path, wanted, same))
            .find(|it| !it.is_empty())
            .unwrap_or_default()
    }

    fn inside(&self, path: &str, wanted: &[String], same: fn(&str, &str) -> bool) -> Vec<Explanation> {
        let begins = |setting: &&Explanation| {
            let tokens = tokens(&setting.path);
            tokens.len() >= wanted.len() && tokens.iter().zip(wanted).all(|(one, other)| same(one, other))
        };
        let any = path.is_empty() || !wanted.is_empty();
        self.settings.iter().filter(|_| any).filter(begins).cloned().collect()
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

    pub(super) fn absent(&self, path: &str, wanted: &[String]) -> Error {
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
