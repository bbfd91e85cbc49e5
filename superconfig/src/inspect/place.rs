//! Where something stands, as data.

use serde_core::ser::{Serialize, SerializeMap, Serializer};
use std::path::Path;

use crate::origin::{Location, Origin};

/// An [`Origin`] as an object: its `kind`, the `text` that people read, and what there is of `file`, `line`, `column`, `name`.
pub(super) struct Place<'o>(pub(super) &'o Origin);

impl Place<'_> {
    pub(super) fn kind(&self) -> &'static str {
        match self.0 {
            Origin::Unset => "unset",
            Origin::Default => "default",
            Origin::ProfileDefault(_) => "profile default",
            Origin::File { .. } => "file",
            Origin::Text { .. } => "text",
            Origin::Environment(_) => "environment",
            Origin::Dotenv { .. } => "dotenv",
            Origin::Argument(_) => "argument",
            Origin::Code => "code",
        }
    }

    pub(super) fn file(&self) -> Option<&Path> {
        match self.0 {
            Origin::File { path, .. } | Origin::Dotenv { path, .. } => Some(path),
            _ => None,
        }
    }

    pub(super) fn line(&self) -> Option<usize> {
        match self.0 {
            Origin::Dotenv { line, .. } => Some(*line),
            _ => self.location().map(|location| location.line),
        }
    }

    pub(super) fn column(&self) -> Option<usize> {
        self.location().map(|location| location.column)
    }

    fn location(&self) -> Option<Location> {
        match self.0 {
            Origin::File { location, .. } | Origin::Text { location, .. } => *location,
            _ => None,
        }
    }

    /// Of the variable, the argument, the profile or the text.
    fn name(&self) -> Option<&str> {
        match self.0 {
            Origin::ProfileDefault(name)
            | Origin::Text { name, .. }
            | Origin::Environment(name)
            | Origin::Argument(name)
            | Origin::Dotenv { variable: name, .. } => Some(name),
            _ => None,
        }
    }
}

impl Serialize for Place<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", self.kind())?;
        map.serialize_entry("text", &self.0.to_string())?;
        if let Some(file) = self.file() {
            map.serialize_entry("file", &file.to_string_lossy())?;
        }
        if let Some(line) = self.line() {
            map.serialize_entry("line", &line)?;
        }
        if let Some(column) = self.column() {
            map.serialize_entry("column", &column)?;
        }
        if let Some(name) = self.name() {
            map.serialize_entry("name", name)?;
        }
        map.end()
    }
}

/// The origin with the path of its file relative to a directory that it lies in.
pub(super) fn relative(origin: &mut Origin, directory: &Path) {
    if let Origin::File { path, .. } | Origin::Dotenv { path, .. } = origin
        && let Ok(inside) = path.strip_prefix(directory)
        && !inside.as_os_str().is_empty()
    {
        *path = inside.to_owned();
    }
}
