//! config-rs. It finds a file's format by the name.

use std::path::Path;

use config::builder::DefaultState;
use config::{Config, ConfigBuilder, Environment, File};
use serde::de::DeserializeOwned;

use super::layers;
use crate::model::hand::variable::Problem;

pub(crate) fn load<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    build(Config::builder().add_source(File::from(path)))
}

pub(crate) fn layered<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    let files = layers(path);
    build(files.iter().fold(Config::builder(), |config, file| config.add_source(File::from(file.as_path()))))
}

fn build<T: DeserializeOwned>(builder: ConfigBuilder<DefaultState>) -> Result<T, Problem> {
    let environment = Environment::with_prefix("BENCH").prefix_separator("_").separator("_");
    let config = builder.add_source(environment).build()?;
    Ok(config.try_deserialize()?)
}
