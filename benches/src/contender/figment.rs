//! figment, with defaults from serde, which is faster than its `Serialized::defaults`.

use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format, Json, Toml, Yaml};
use serde::de::DeserializeOwned;

use super::layers;
use crate::model::hand::variable::Problem;

pub(crate) fn toml<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    load::<Toml, T>(path)
}

pub(crate) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    load::<Json, T>(path)
}

pub(crate) fn yaml<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    load::<Yaml, T>(path)
}

pub(crate) fn layered<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    let files = layers(path);
    extract(files.iter().fold(Figment::new(), |figment, file| figment.merge(Toml::file_exact(file))))
}

fn load<F: Format, T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    extract(Figment::new().merge(F::file_exact(path)))
}

fn extract<T: DeserializeOwned>(figment: Figment) -> Result<T, Problem> {
    let environment = Env::prefixed("BENCH_").split("_");
    Ok(figment.merge(environment).extract()?)
}
