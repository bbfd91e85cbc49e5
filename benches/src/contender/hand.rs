//! No library: a serde struct, and overrides written out.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

use super::layers;
use crate::model::hand::variable::{Partial, PerField, Problem, Scan, override_by_scan};
use crate::model::scaling::Fleet;

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

/// One partial struct for each file, merged.
pub(crate) fn partials<P: Partial + DeserializeOwned>(path: &Path) -> Result<P::Whole, Problem> {
    let mut merged = P::default();
    for file in layers(path) {
        merged.merge(toml::from_str(&fs::read_to_string(file)?)?);
    }
    merged.finish()
}

/// One table for each file, merged.
pub(crate) fn tables<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    let mut merged = toml::Table::new();
    for file in layers(path) {
        merge(&mut merged, toml::from_str(&fs::read_to_string(file)?)?);
    }
    Ok(merged.try_into()?)
}

fn merge(target: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (target.get_mut(&key), value) {
            (Some(toml::Value::Table(target)), toml::Value::Table(over)) => merge(target, over),
            (_, value) => drop(target.insert(key, value)),
        }
    }
}

/// All files of a directory by their names.
pub(crate) fn fleet(path: &Path) -> Result<Fleet, Problem> {
    let entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path()));
    let mut files = entries.collect::<Result<Vec<_>, Problem>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort_unstable();
    let mut merged = Fleet::default();
    for file in files {
        let part: Fleet = toml::from_str(&fs::read_to_string(file)?)?;
        merged.services.extend(part.services);
    }
    Ok(merged)
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

pub(crate) fn yaml_ng<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    Ok(serde_yaml_ng::from_str(&fs::read_to_string(path)?)?)
}
