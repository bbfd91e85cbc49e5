//! Structs with the derive of schematic.

pub(crate) mod large;
pub(crate) mod medium;
pub(crate) mod small;
