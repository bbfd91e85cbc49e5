//! What the registry refuses, and why.

use std::fmt;

/// Why the registry could not do what was asked, and did nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegistryError {
    /// The registry has no entry with this id: it was deleted, it expired, or the handle is of another registry.
    HandleNotFound {
        /// The id of the handle.
        id: u64,
    },
    /// The entry is of another type than the handle.
    WrongType {
        /// The type of the handle.
        expected: &'static str,
        /// The type of the entry.
        found: &'static str,
    },
    /// The type is registered, but has not been loaded, or its value was deleted.
    NotLoaded {
        /// The type of the entry.
        type_name: &'static str,
    },
    /// A flag that does not exist.
    UnknownFlag {
        /// `start-up` or `run-time`.
        kind: &'static str,
        /// The name that was given, or the numbers of the bits.
        name: String,
        /// What there is.
        known: Vec<&'static str>,
    },
    /// A transaction gave up; see [`RegistryError::aborted`].
    Aborted {
        /// What its closure said.
        reason: String,
    },
    /// The closure of a transaction changed an entry behind the transaction's back, through the registry itself.
    Conflict {
        /// The id of the entry.
        id: u64,
    },
    /// The state of this generation is not kept; see [`ConfigRegistry::keep_history`](super::ConfigRegistry::keep_history).
    GenerationNotKept {
        /// The generation that was asked for.
        generation: u64,
        /// The oldest that can be gone back to.
        oldest: u64,
        /// The present one.
        newest: u64,
    },
    /// The process's registry is in use already, so that it can no longer be replaced. The one that was to be installed is gone.
    AlreadyInUse,
}

impl fmt::Display for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HandleNotFound { id } => {
                write!(f, "there is no configuration with handle {id}: it was deleted, or the handle is from elsewhere")
            }
            Self::WrongType { expected, found } => {
                write!(f, "the handle is for {expected}, but the configuration is a {found}")
            }
            Self::NotLoaded { type_name } => {
                write!(f, "{type_name} is registered, but has no value: it was not loaded, or was deleted")
            }
            Self::UnknownFlag { kind, name, known } => write!(f, "unknown {kind} flag {name}{}", hint(known)),
            Self::Aborted { reason } => write!(f, "the transaction was given up: {reason}"),
            Self::Conflict { id } => write!(
                f,
                "configuration {id} was changed while the transaction ran, by something that its closure called"
            ),
            Self::GenerationNotKept { generation, oldest, newest } => {
                write!(f, "the state of generation {generation} is not kept: history goes from {oldest} to {newest}")
            }
            Self::AlreadyInUse => f.write_str(
                "the process's registry is in use already; install one at the start of main, before anything is loaded",
            ),
        }
    }
}

impl std::error::Error for RegistryError {}

impl RegistryError {
    /// What the closure of a [transaction](super::ConfigRegistry::transaction) returns to give it up for a reason of its own.
    pub fn aborted(reason: impl fmt::Display) -> Self {
        Self::Aborted { reason: reason.to_string() }
    }
}

fn hint(known: &[&str]) -> String {
    if known.is_empty() { "; there is none".to_owned() } else { format!("; there is {}", known.join(", ")) }
}
