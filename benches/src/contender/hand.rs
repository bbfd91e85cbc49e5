//! No library: a serde struct, and overrides written out.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::model::hand::variable::{PerField, Problem, Scan, override_by_scan};

/// Reads a file into a struct.
type Parse<T> = fn(&Path) -> Result<T, Problem>;

pub(crate) fn per_field<T: PerField>(path: &Path, parse: Parse<T>) -> Result<T, Problem> {
    let mut config = parse(path)?;
    config.override_per_field()?;
    Ok(config)
}

pub(crate) fn scan<T: Scan>(path: &Path, parse: Parse<T>) -> Result<T, Problem> {
    let mut config = parse(path)?;
    override_by_scan(&mut config)?;
    Ok(config)
}

pub(crate) fn toml<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    Ok(toml::from_str(&fs::read_to_string(path)?)?)
}

pub(crate) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

pub(crate) fn yaml<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    // Snippets for messages cost time even when nothing is wrong.
    let options = serde_saphyr::options! { with_snippet: false };
    Ok(serde_saphyr::from_str_with_options(&fs::read_to_string(path)?, options)?)
}
