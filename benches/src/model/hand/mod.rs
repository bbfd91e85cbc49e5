//! Environment overrides as somebody without a library would write them, in two ways, and files one above the other.

pub(crate) mod partial;
pub(crate) mod per_field;
pub(crate) mod scan;
pub(crate) mod variable;
