//! schematic. It finds a file's format by the name.

use std::path::Path;

use schematic::{Config, ConfigLoader};

use super::layers;
use crate::model::hand::variable::Problem;

pub(crate) fn load<T: Config>(path: &Path) -> Result<T, Problem> {
    Ok(ConfigLoader::<T>::new().file(path)?.load()?.config)
}

pub(crate) fn layered<T: Config>(path: &Path) -> Result<T, Problem> {
    let mut loader = ConfigLoader::<T>::new();
    for file in layers(path) {
        loader.file(file)?;
    }
    Ok(loader.load()?.config)
}
