//! The library itself. It finds a file's format by the name.

use std::path::Path;

use superconfig::SuperConfig;

use crate::model::hand::variable::Problem;

pub(crate) fn load<T: SuperConfig>(path: &Path) -> Result<T, Problem> {
    Ok(T::builder().with_file(path).with_env().extract()?)
}
