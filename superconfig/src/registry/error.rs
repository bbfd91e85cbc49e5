//! What the registry refuses, and why.

/// Why the registry could not do what was asked, and did nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// The registry has no entry with this id: it was deleted, it expired, or the handle is of another registry.
    #[error("there is no configuration with handle {id}: it was deleted, or the handle is from elsewhere")]
    HandleNotFound {
        /// The id of the handle.
        id: u64,
    },
    /// The entry is of another type than the handle.
    #[error("the handle is for {expected}, but the configuration is a {found}")]
    WrongType {
        /// The type of the handle.
        expected: &'static str,
        /// The type of the entry.
        found: &'static str,
    },
    /// The type is registered, but has not been loaded, or its value was deleted.
    #[error("{type_name} is registered, but has no value: it was not loaded, or was deleted")]
    NotLoaded {
        /// The type of the entry.
        type_name: &'static str,
    },
    /// A flag that does not exist.
    #[error("unknown {kind} flag {name}{}", hint(known))]
    UnknownFlag {
        /// `start-up` or `run-time`.
        kind: &'static str,
        /// The name that was given, or the numbers of the bits.
        name: String,
        /// What there is.
        known: Vec<&'static str>,
    },
    /// A transaction gave up; see [`RegistryError::aborted`].
    #[error("the transaction was given up: {reason}")]
    Aborted {
        /// What its closure said.
        reason: String,
    },
    /// The closure of a transaction changed an entry behind the transaction's back, through the registry itself.
    #[error("configuration {id} was changed while the transaction ran, by something that its closure called")]
    Conflict {
        /// The id of the entry.
        id: u64,
    },
    /// The state of this generation is not kept; see [`ConfigRegistry::keep_history`](super::ConfigRegistry::keep_history).
    #[error("the state of generation {generation} is not kept: history goes from {oldest} to {newest}")]
    GenerationNotKept {
        /// The generation that was asked for.
        generation: u64,
        /// The oldest that can be gone back to.
        oldest: u64,
        /// The present one.
        newest: u64,
    },
    /// The process's registry is in use already, so that it can no longer be replaced. The one that was to be installed is gone.
    #[error("the process's registry is in use already; install one at the start of main, before anything is loaded")]
    AlreadyInUse,
}

impl RegistryError {
    /// What the closure of a [transaction](super::ConfigRegistry::transaction) returns to give it up for a reason of its own.
    pub fn aborted(reason: impl std::fmt::Display) -> Self {
        Self::Aborted { reason: reason.to_string() }
    }
}

fn hint(known: &[&str]) -> String {
    if known.is_empty() { "; there is none".to_owned() } else { format!("; there is {}", known.join(", ")) }
}
