//! Asking: what the values are and where they come from, and documents made from the schema. A load knows nothing of it.

mod about;
mod annotate;
mod changed;
mod check;
mod diff;
mod document;
mod drift;
mod dump;
mod explain;
mod explanations;
mod eye;
mod json_schema;
mod lines;
mod outline;
mod path;
mod place;
mod placeholder;
pub(crate) mod readback;
mod reference;
mod serialize;
mod template;
mod text;
mod tree;
mod words;
mod write;

pub use about::{About, Ends, Limits, Opaque, Serialized, choices, ends};
#[cfg(feature = "schemars")]
pub use about::{Described, JsonSchemaOf, Undescribed};
pub use check::{Check, Finding, Severity};
pub use diff::{Change, Diff};
pub use drift::{Document, Gate};
pub use dump::Dump;
pub use explain::{Explanation, Shadowed};
pub use explanations::Explanations;
pub(crate) use eye::visit_draft;
pub use eye::{Eye, Visit, visit_list, visit_map};
pub use json_schema::{JsonSchema, SchemaDraft};
#[cfg(feature = "edit")]
pub(crate) use lines::{Changed, changed};
pub(crate) use outline::{Chosen, Item, Outline, Section, Setting, outline, outline_under};
pub use template::Template;
#[cfg(feature = "edit")]
pub(crate) use tree::plain;
pub(crate) use tree::{Node, shown, tree};
#[cfg(feature = "cli")]
pub(crate) use write::{json, one_line};
#[cfg(feature = "edit")]
pub(crate) use write::{toml_key, toml_value};
