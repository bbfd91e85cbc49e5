//! The library itself. It finds a file's format by the name.

use std::path::Path;
use std::sync::Arc;

use superconfig::SuperConfig;

use super::layers;
use crate::model::hand::variable::Problem;

pub(crate) fn load<T: SuperConfig>(path: &Path) -> Result<T, Problem> {
    Ok(T::builder().with_file(path).with_env().extract()?)
}

/// Only by the names that are listed, as everybody does who asks for one variable per field.
pub(crate) fn exact<T: SuperConfig>(path: &Path) -> Result<T, Problem> {
    Ok(T::builder().with_file(path).with_env().exact_env().extract()?)
}

pub(crate) fn layered<T: SuperConfig>(path: &Path) -> Result<T, Problem> {
    let [base, profile, local] = layers(path);
    Ok(T::builder().with_file(base).with_file(profile).with_file(local).with_env().extract()?)
}

pub(crate) fn layered_exact<T: SuperConfig>(path: &Path) -> Result<T, Problem> {
    let [base, profile, local] = layers(path);
    Ok(T::builder().with_file(base).with_file(profile).with_file(local).with_env().exact_env().extract()?)
}

/// As [`load`], and published for the whole process, as most programs do it.
pub(crate) fn publish<T: SuperConfig>(path: &Path) -> Result<Arc<T>, Problem> {
    Ok(T::builder().with_file(path).with_env().load()?)
}

/// Under the prefix of the benchmarks, which the type does not name.
pub(crate) fn with_prefix<T: SuperConfig>(path: &Path) -> Result<T, Problem> {
    Ok(T::builder().with_file(path).with_env_prefix("BENCH").extract()?)
}

pub(crate) fn directory<T: SuperConfig>(path: &Path) -> Result<T, Problem> {
    Ok(T::builder().with_dir(path).extract()?)
}
