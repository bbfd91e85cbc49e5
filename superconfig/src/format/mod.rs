//! The formats that a text may have: which it is, reading it into a draft, and finding a setting's place in it.
//!
//! This is the seam behind which the parsers stand: `read` and [`Document`] are all that the rest of the crate knows of
//! them.

mod head;
#[cfg(feature = "json")]
pub(crate) mod json;
#[cfg(any(feature = "json", feature = "yaml", all(feature = "toml", not(feature = "toml_crate"))))]
mod places;
#[cfg(feature = "json")]
mod stream;
#[cfg(any(feature = "toml", feature = "toml_crate"))]
pub(crate) mod toml;
#[cfg(feature = "yaml")]
mod yaml;

pub(crate) use head::{Entry, Head, Lookout, MOST, Shape, head, tables};

use std::{fmt, ops::Range, path::Path};

use crate::{
    draft::{Draft, Step, Writer},
    schema::Schema,
};

/// The format of a file or text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// TOML 1.0; `.toml`.
    Toml,
    /// JSON; `.json`.
    Json,
    /// YAML 1.2, one document; `.yaml` or `.yml`.
    Yaml,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Toml => "TOML",
            Format::Json => "JSON",
            Format::Yaml => "YAML",
        })
    }
}

/// The extensions that files are looked for with, and what they mean.
pub(crate) const EXTENSIONS: [(&str, Format); 4] =
    [("toml", Format::Toml), ("json", Format::Json), ("yaml", Format::Yaml), ("yml", Format::Yaml)];

impl Format {
    /// The format that a file's extension stands for, in any case.
    #[must_use]
    pub fn from_path(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?;
        EXTENSIONS.iter().find(|entry| extension.eq_ignore_ascii_case(entry.0)).map(|entry| entry.1)
    }

    /// The format that a text looks like, by its first significant line (neither blank nor a `#` comment):
    /// `{` begins JSON; `---`, `%YAML`, `- …` and `key: …` begin YAML; `[table]` and `key = …` begin TOML.
    /// `None` if it is none of these.
    #[must_use]
    pub fn detect(text: &str) -> Option<Format> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
        if line.starts_with('{') {
            return Some(Format::Json);
        }
        if line == "---"
            || line.starts_with("--- ")
            || line.starts_with("%YAML")
            || line == "-"
            || line.starts_with("- ")
        {
            return Some(Format::Yaml);
        }
        if line.starts_with('[') {
            return Some(Format::Toml);
        }
        let mut quote = None;
        for (at, c) in line.char_indices() {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), _) if open == c => quote = None,
                (None, '=') => return Some(Format::Toml),
                (None, ':') if line[at + 1..].is_empty() || line[at + 1..].starts_with([' ', '\t']) => {
                    return Some(Format::Yaml);
                }
                _ => {}
            }
        }
        None
    }

    fn feature(self) -> &'static str {
        match self {
            Format::Toml => "toml",
            Format::Json => "json",
            Format::Yaml => "yaml",
        }
    }
}

/// Reads a text into a draft: all of it, or the table that the keys `within` lead to. `false` if the text was not read to
/// its end. Everything that is wrong is noted with the writer.
pub(crate) fn read(
    format: Format,
    text: &str,
    within: &[String],
    schema: &'static Schema,
    draft: &mut dyn Draft,
    writer: &mut Writer<'_>,
) -> bool {
    match format {
        #[cfg(any(feature = "toml", feature = "toml_crate"))]
        Format::Toml => toml::read(text, within, schema, draft, writer),
        #[cfg(feature = "json")]
        Format::Json => json::read(text, within, schema, draft, writer),
        #[cfg(feature = "yaml")]
        Format::Yaml => yaml::read(text, within, schema, draft, writer),
        #[allow(unreachable_patterns)]
        _ => {
            let _ = (text, within, schema, draft);
            writer.syntax(format!("superconfig was built without its feature `{}`", format.feature()), None);
            false
        }
    }
}

/// A text taken apart once more, to find places in it. Only reports need one.
pub(crate) enum Document<'t> {
    #[cfg(any(feature = "toml", feature = "toml_crate"))]
    Toml(toml::Document<'t>),
    #[cfg(feature = "json")]
    Json(json::Document<'t>),
    #[cfg(feature = "yaml")]
    Yaml(yaml::Document<'t>),
    #[allow(dead_code)]
    None(&'t str),
}

/// The bytes of a key and of its value.
#[derive(Debug, Default, Clone)]
pub(crate) struct Located {
    pub(crate) key: Option<Range<usize>>,
    pub(crate) value: Option<Range<usize>>,
}

impl<'t> Document<'t> {
    /// `None` if the text has a syntax error.
    pub(crate) fn parse(format: Format, text: &'t str) -> Option<Self> {
        match format {
            #[cfg(any(feature = "toml", feature = "toml_crate"))]
            Format::Toml => toml::Document::parse(text).map(Document::Toml),
            #[cfg(feature = "json")]
            Format::Json => json::Document::parse(text).map(Document::Json),
            #[cfg(feature = "yaml")]
            Format::Yaml => yaml::Document::parse(text).map(Document::Yaml),
            #[allow(unreachable_patterns)]
            _ => None,
        }
    }

    /// The steps from the collection at a path to its elements.
    pub(crate) fn children(&self, path: &[Step]) -> Vec<Step> {
        match self {
            #[cfg(any(feature = "toml", feature = "toml_crate"))]
            Document::Toml(document) => document.children(path),
            #[cfg(feature = "json")]
            Document::Json(document) => document.children(path),
            #[cfg(feature = "yaml")]
            Document::Yaml(document) => document.children(path),
            Document::None(_) => Vec::new(),
        }
    }

    pub(crate) fn is_yaml(&self) -> bool {
        match self {
            #[cfg(feature = "yaml")]
            Document::Yaml(_) => true,
            #[allow(unreachable_patterns)]
            _ => false,
        }
    }

    /// The entries of the table or list at a path, in the order of the text. Of a table only those whose keys are wanted;
    /// `None` if there is neither.
    fn entries(&self, path: &[&str], wanted: &head::Wanted<'_>) -> Option<Vec<Entry>> {
        let gather = |list: &dyn Fn(&mut head::Entries<'_>) -> Option<()>| {
            let mut entries = head::Entries::new(wanted);
            list(&mut entries).map(|()| entries.finish())
        };
        match self {
            #[cfg(any(feature = "toml", feature = "toml_crate"))]
            Document::Toml(document) => gather(&|entries| document.entries(path, entries)),
            #[cfg(feature = "json")]
            Document::Json(document) => gather(&|entries| document.entries(path, entries)),
            #[cfg(feature = "yaml")]
            Document::Yaml(document) => gather(&|entries| document.entries(path, entries)),
            Document::None(_) => {
                let _ = (path, gather);
                None
            }
        }
    }

    /// Where the value at a path stands.
    pub(crate) fn locate(&self, path: &[Step]) -> Option<Located> {
        match self {
            #[cfg(any(feature = "toml", feature = "toml_crate"))]
            Document::Toml(document) => document.locate(path),
            #[cfg(feature = "json")]
            Document::Json(document) => document.locate(path),
            #[cfg(feature = "yaml")]
            Document::Yaml(document) => document.locate(path),
            Document::None(_) => {
                let _ = path;
                None
            }
        }
    }
}
