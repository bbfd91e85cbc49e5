//! What generated code may name, and the only module that it may name. Nothing here is for users: it changes without notice.

pub use std::{
    any::Any,
    boxed::Box,
    convert::From,
    default::Default,
    marker::{PhantomData, Send, Sync},
    ops::Bound,
    option::Option::{self, None, Some},
    primitive::usize,
    result::Result::{self, Err, Ok},
    string::String,
    time::Duration,
    vec::Vec,
};

pub use inventory::submit;
pub use serde_core::de::DeserializeOwned;

// The types in the signatures of the readers.
pub use crate::draft::{Found, Hint, Input, List, Map, Mismatch, OptionalSlot, ReadResult, Shape, Step};

pub use crate::{
    build::{Build, Nothing},
    config::SuperConfig,
    draft::{
        AppendOnly, Draft, Leaf, ListDraft, ListOps, ListProbe, LogLevel, MapDraft, Merge, MergeWith, NoDraft, Probe,
        Readable, RelativePath, Setting, Slot, Unset, ViaSerde, join, no_slot, put, put_option, read_parsed, read_with,
        read_with_option, relative_path,
    },
    mount::Registered,
    registry::{Cell, Local, LocalKey, cell_of, thread_local},
    schema::{Choice, Deprecated, Env, Facts, Field, Kind, Reload, Removed, Schema, SettingSchema, Sources, check},
    validate::{
        ByDisplay, Count, Member, Raised, Relation, RelationKind, Rule, Shown, Unshown, counted, is_some, length,
        non_empty, one_of, one_of_texts, valid, within, within_range,
    },
};

#[cfg(feature = "inspect")]
pub use crate::inspect::{
    About, Document, Ends, Eye, Gate, Limits, Opaque, Serialized, Visit, choices, ends, visit_list, visit_map,
};
#[cfg(feature = "schemars")]
pub use crate::inspect::{Described, JsonSchemaOf, Undescribed};

#[cfg(feature = "watch")]
pub use crate::reload::{Guard, Keep};

#[cfg(feature = "garde")]
pub use crate::validate::garde;
#[cfg(feature = "regex")]
pub use crate::validate::{Pattern, matches};

/// Whether a sibling has the value that `required_if` speaks of.
#[must_use]
pub fn equals<T: PartialEq + 'static>(any: &dyn Any, value: &T) -> bool {
    any.downcast_ref::<Option<T>>().is_some_and(|it| it.as_ref() == Some(value))
}

/// A default that the macro has taken apart already.
#[must_use]
pub const fn duration(seconds: u64, nanoseconds: u32) -> Duration {
    Duration::new(seconds, nanoseconds)
}

/// A default that the macro has taken apart already.
#[must_use]
pub const fn byte_size(bytes: u64) -> bytesize::ByteSize {
    bytesize::ByteSize(bytes)
}

/// A level that the macro knows to be one.
///
/// # Panics
/// Never for text that the macro let through.
#[must_use]
pub fn level<T: LogLevel>(text: &'static str) -> T {
    parsed(text)
}

/// What the pointers to a path are made of.
#[must_use]
pub fn path(text: &'static str) -> &'static std::path::Path {
    std::path::Path::new(text)
}

/// A default that the macro has parsed already, so that it parses here too.
///
/// # Panics
/// Never for text that the macro let through.
#[must_use]
pub fn parsed<T: std::str::FromStr>(text: &'static str) -> T {
    match text.parse() {
        Ok(value) => value,
        Err(_) => unreachable!("{text:?} was parsed while the crate compiled"),
    }
}
