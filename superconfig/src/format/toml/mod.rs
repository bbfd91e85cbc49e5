//! TOML, read by one of two parsers: `tree` by that of `toml-spanner`, which is several times faster; `table` by that of `toml`, which
//! has no unsafe code, for those who ask for it with the feature `toml_crate`. Tests hold both against each other.

#[cfg(not(feature = "toml_crate"))]
mod broken;
mod depth;
#[cfg(any(feature = "toml_crate", test))]
mod table;
#[cfg(all(test, not(feature = "toml_crate")))]
mod tests;
#[cfg(not(feature = "toml_crate"))]
mod tree;

#[cfg(feature = "edit")]
pub(crate) use depth::too_deep;
#[cfg(feature = "toml_crate")]
pub(crate) use table::Document;
#[cfg(feature = "toml_crate")]
pub(super) use table::read;
#[cfg(not(feature = "toml_crate"))]
pub(crate) use tree::Document;
#[cfg(not(feature = "toml_crate"))]
pub(super) use tree::read;
