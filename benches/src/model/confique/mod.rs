//! Structs with the derive of confique.

pub(crate) mod large;
pub(crate) mod medium;
pub(crate) mod small;
