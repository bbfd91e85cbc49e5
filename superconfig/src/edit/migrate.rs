//! Former names of keys become the current ones.

use super::Edit;
use crate::problem::Error;

/// A key that [`Edit::migrate`] gave its current name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Renamed {
    /// The path by the former name.
    pub from: String,
    /// The path by the current one.
    pub to: String,
    /// The line in the file as it was, counted from 1.
    pub line: usize,
}

pub(super) fn migrate(edit: &Edit) -> Result<(String, Vec<Renamed>), Error> {
    Ok((edit.text.clone(), Vec::new()))
}
