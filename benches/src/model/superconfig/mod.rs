//! Structs with the derive of superconfig.

pub(crate) mod large;
pub(crate) mod medium;
pub(crate) mod small;
