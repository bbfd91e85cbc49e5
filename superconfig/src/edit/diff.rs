//! What an edit changes, line by line.

use super::Edit;
use crate::problem::Color;

pub(super) fn diff(edit: &Edit, _color: Color) -> String {
    let _ = edit;
    String::new()
}
