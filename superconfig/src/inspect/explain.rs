//! Where each value comes from, and what it was before: [`Explanation`]. What there is to tell is noted by `load/history.rs`.

use std::{
    fmt::{self, Write as _},
    path::Path,
};

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::{
    explanations::Explanations,
    path::tokens,
    place::{Place, relative},
    text::{fitted, shortened, width},
    write::{json, one_line},
};
use crate::{
    config::SuperConfig,
    load::{Builder, FieldPath},
    origin::Origin,
    problem::{Color, Error, ProblemKind},
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

/// Values longer than this are cut where they stand in a column.
pub(super) const LONG: usize = 60;
/// Values up to this make a column wide.
pub(super) const WIDE: usize = 32;

pub(super) const BOLD: &str = "1";
pub(super) const DIM: &str = "2";
pub(super) const CYAN: &str = "36";

/// Where a value is from, or who took one back.
pub(super) fn told(origin: &Origin, set: bool) -> String {
    let text = one_line(&origin.to_string());
    match origin {
        Origin::Code if !set => "in code".to_owned(),
        _ if !set => format!("by {text}"),
        Origin::Unset | Origin::Default | Origin::ProfileDefault(_) | Origin::Code => text,
        _ => format!("from {text}"),
    }
}

pub(super) fn shadowed_value(shadowed: &Shadowed, most: usize) -> String {
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
