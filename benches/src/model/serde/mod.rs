//! Plain serde structs: for the hand-written loaders, figment and config-rs.

pub(crate) mod large;
pub(crate) mod medium;
pub(crate) mod small;
