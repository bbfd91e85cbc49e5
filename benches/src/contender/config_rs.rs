//! config-rs. It finds a file's format by the name.

use std::path::Path;

use config::{Config, Environment, File};
use serde::de::DeserializeOwned;

use crate::model::hand::variable::Problem;

pub(crate) fn load<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    let environment = Environment::with_prefix("BENCH").prefix_separator("_").separator("_");
    let config = Config::builder().add_source(File::from(path)).add_source(environment).build()?;
    Ok(config.try_deserialize()?)
}
