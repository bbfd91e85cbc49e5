//! The three configurations as each contender's users write them.
//!
//! All but the shared parts is generated; see `src/bin/generate`.

#![allow(dead_code, reason = "fields are read through `Debug` only, which the compiler does not count")]

pub(crate) mod confique;
pub(crate) mod hand;
pub(crate) mod scaling;
pub(crate) mod schematic;
pub(crate) mod serde;
pub(crate) mod superconfig;
