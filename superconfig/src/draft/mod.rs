//! The partly filled config that the sources write into, and the one door to it. No I/O, no formats.

mod collection;
mod de;
mod expand;
mod input;
mod known;
mod leaf;
mod merge;
mod relative;
mod walk;
mod write;

pub use collection::{ListDraft, MapDraft};
pub(crate) use collection::{ListSlot, MapSlot};
pub(crate) use expand::{Expansion, KnownSettings};
pub use input::{Found, Hint, Input, List, Map, Mismatch, ReadResult, Step};
pub use known::{Base64, EncodingError, Hex, LogLevel, SecretBase64, SecretBytes, SecretHex};
pub(crate) use leaf::show_known;
pub use leaf::{Leaf, Probe, Readable, Shape, ViaSerde, read_parsed, read_with, read_with_option};
#[cfg(feature = "inspect")]
pub(crate) use leaf::{Noun, Show};
pub use merge::{AppendOnly, ListOps, ListProbe, Merge, MergeWith, join, put, put_option};
pub use relative::{RelativePath, relative_path};
#[cfg(any(feature = "json", feature = "yaml"))]
pub(crate) use walk::unset;
pub(crate) use walk::{Entries, Marks, Spot, Visitor, resolve, unset_at, walk};
#[cfg(feature = "json")]
pub(crate) use write::Target;
pub(crate) use write::{At, Crumb, Op, Place, Tag, Writer, choose, chosen};

use std::any::Any;

use crate::origin::Mark;

/// What the derive emits beside each config struct: every setting a [`Setting`], every section its own draft.
pub trait Draft: Any {
    /// The setting or section with that index in the schema.
    fn slot(&mut self, index: usize) -> Slot<'_>;
}

/// What a place for values is before any source writes into it. As a constant, since the user's crate compiles that to one copy, and a
/// `Default` for each struct to many calls.
pub trait Unset {
    /// The empty place.
    const UNSET: Self;
}

/// One setting on its way to a value.
#[derive(Debug)]
pub struct Setting<T> {
    /// What the sources said so far; the last one wins.
    pub value: Option<T>,
    /// Who said it.
    pub mark: Mark,
}

impl<T: 'static> Setting<T> {
    /// The way into it. Compiled once for each type, and not once for each setting.
    #[inline(never)]
    pub fn slot(&mut self) -> Slot<'_> {
        Slot::Setting { value: &mut self.value, mark: &mut self.mark }
    }
}

impl<T> Unset for Setting<T> {
    const UNSET: Self = Self { value: None, mark: Mark::UNSET };
}

/// The way into one field of a draft.
pub enum Slot<'a> {
    /// A setting: an `Option<T>`, which the setting's [`Leaf`] knows how to fill, and where its value came from.
    Setting {
        /// The `Option<T>`.
        value: &'a mut dyn Any,
        /// Where the value came from.
        mark: &'a mut Mark,
    },
    /// A section, flattened or not.
    Section(&'a mut dyn Draft),
    /// A section that may be absent.
    Optional(&'a mut dyn OptionalSlot),
    /// Sections one after another.
    List(&'a mut dyn ListSlot),
    /// Sections by key.
    Map(&'a mut dyn MapSlot),
}

/// A section that comes into being when a source mentions it.
pub trait OptionalSlot {
    /// The section's draft, made if there was none.
    fn enter(&mut self) -> &mut dyn Draft;
    /// The section's draft, if any source mentioned it.
    fn get(&mut self) -> Option<&mut dyn Draft>;
    /// Forgets the section: what `null` in a file does.
    fn clear(&mut self);
}

impl<D> Unset for Option<Box<D>> {
    const UNSET: Self = None;
}

impl<D: Draft + Unset> OptionalSlot for Option<Box<D>> {
    fn enter(&mut self) -> &mut dyn Draft {
        &mut **self.get_or_insert_with(|| Box::new(D::UNSET))
    }

    fn get(&mut self) -> Option<&mut dyn Draft> {
        match self {
            Some(draft) => Some(&mut **draft),
            None => None,
        }
    }

    fn clear(&mut self) {
        *self = None;
    }
}

/// The draft of a struct that did not derive because its attributes are wrong.
#[derive(Debug)]
pub struct NoDraft;

impl Unset for NoDraft {
    const UNSET: Self = Self;
}

impl Draft for NoDraft {
    fn slot(&mut self, index: usize) -> Slot<'_> {
        no_slot(index)
    }
}

/// Where a generated `slot` ends up when the index is not of its schema.
#[cold]
#[track_caller]
pub fn no_slot(index: usize) -> ! {
    unreachable!("the schema has no field {index}")
}
