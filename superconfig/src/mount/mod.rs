//! Configs that are found without being named: the list of all that are linked in.

mod linked;

pub use linked::{Registered, RegisteredConfig, registered};
