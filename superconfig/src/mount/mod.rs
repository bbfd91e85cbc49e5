//! Configs that are found without being named: the list of all that are linked in (`linked.rs`), and how one load takes in
//! those that ask for a place in the application's files (`compose.rs`, `collision.rs`). Nothing here reads a source.

mod collision;
mod compose;
mod linked;

pub(crate) use compose::{Composite, Mounted, composed, with_foreign_secrets};
pub use linked::{Registered, RegisteredConfig, registered};
pub(crate) use linked::{is_neighbours_key, is_neighbours_variable, mounted_at, not_loaded};
