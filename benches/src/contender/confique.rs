//! confique. It finds a file's format by the name, and reads JSON as JSON5.

use std::fs;
use std::path::Path;

use confique::Config;

use super::layers;
use crate::model::hand::variable::Problem;

pub(crate) fn load<T: Config>(path: &Path) -> Result<T, Problem> {
    Ok(T::builder().env().file(path).load()?)
}

/// What is named first wins.
pub(crate) fn layered<T: Config>(path: &Path) -> Result<T, Problem> {
    let [base, profile, local] = layers(path);
    Ok(T::builder().env().file(local).file(profile).file(base).load()?)
}

/// Through `serde_json`, for a comparison without the slow JSON5 parser.
pub(crate) fn serde_json<T: Config>(path: &Path) -> Result<T, Problem> {
    let layer = serde_json::from_str(&fs::read_to_string(path)?)?;
    Ok(T::builder().env().preloaded(layer).load()?)
}
