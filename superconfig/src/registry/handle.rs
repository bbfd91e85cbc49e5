//! The typed key of a config in the registry.

use std::{fmt, hash, marker::PhantomData, num::NonZeroU64};

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

/// The typed key of a config in the [registry](crate::registry()): 8 bytes, `Copy` for every `T`, in serde a bare integer.
pub struct ConfigHandle<T> {
    id: NonZeroU64,
    config: PhantomData<fn() -> T>,
}

impl<T> ConfigHandle<T> {
    pub(crate) const fn new(id: NonZeroU64) -> Self {
        Self { id, config: PhantomData }
    }

    /// The number; at least 1, never given twice in a process.
    #[must_use]
    pub const fn id(self) -> u64 {
        self.id.get()
    }
}

impl<T> Clone for ConfigHandle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ConfigHandle<T> {}

impl<T> PartialEq for ConfigHandle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<T> Eq for ConfigHandle<T> {}

impl<T> hash::Hash for ConfigHandle<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl<T> fmt::Debug for ConfigHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConfigHandle({})", self.id)
    }
}

impl<T> Serialize for ConfigHandle<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.id())
    }
}

impl<'de, T> Deserialize<'de> for ConfigHandle<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        NonZeroU64::deserialize(deserializer).map(Self::new)
    }
}
