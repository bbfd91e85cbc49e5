//! TOML, read in one of two ways. A document that is plainly fine goes straight from the parser's events into the draft,
//! since building a table of it is most of the work. Every other document goes through such a table, which knows all of
//! TOML's rules about keys and tables. `direct` decides which it is before it writes anything, and both give the same.

mod depth;
mod direct;
mod events;
mod table;
#[cfg(test)]
mod tests;

#[cfg(feature = "edit")]
pub(crate) use depth::too_deep;
pub(crate) use table::Document;

use crate::{
    draft::{Draft, Writer},
    schema::Schema,
};

pub(super) fn read(
    text: &str,
    within: &[String],
    schema: &'static Schema,
    draft: &mut dyn Draft,
    writer: &mut Writer<'_>,
) -> bool {
    within.is_empty() && direct::read(text, schema, draft, writer) || table::read(text, within, schema, draft, writer)
}
