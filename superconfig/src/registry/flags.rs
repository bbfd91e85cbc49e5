//! What can be switched: flags of the start and of the run, and how much a load reports. The bits that are left out are for flags to come.

use std::{str::FromStr, sync::Arc};

use bitflags::{Flags, bitflags};

use super::{ConfigRegistry, RegistryError};
use crate::gather::Gather as _;

bitflags! {
    /// What a registry is made with, once and for all; see
    /// [`ConfigRegistry::with_startup_flags`](super::ConfigRegistry::with_startup_flags). None is on unless asked for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct StartupFlags: u32 {
        /// Times every read by handle and counts how many the thread's own cache served, for
        /// [`Stats::detail`](super::Stats::detail). Each read then takes two looks at the clock, some 50 ns.
        const DETAILED_STATS = 1 << 2;
    }
}

bitflags! {
    /// What can be switched at any time; see [`ConfigRegistry::enable`](super::ConfigRegistry::enable). Only `ARRAY_MERGE` is
    /// on from the start. A load obeys the flags of the registry that it publishes in.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct RuntimeFlags: u64 {
        /// Keys such as `tags_add` and `tags_remove` add to lists and take from them; see
        /// [Lists](macro@crate::SuperConfig#lists). On from the start; without it they are unknown keys.
        const ARRAY_MERGE = 1 << 0;
        /// Every warning of a load is a problem, as if each builder were [`strict`](crate::Builder::strict).
        const STRICT_MODE = 1 << 2;
        /// `${NAME}` and `${path.to.setting}` in the strings of all files are put in, as if each builder had asked for it by
        /// [`with_expansion`](crate::Builder::with_expansion).
        const ENV_EXPANSION = 1 << 3;
        /// A file that is not in the format that its name says is read in the one that it looks like, with a
        /// warning, instead of being a problem; see [`Format::detect`](crate::Format::detect).
        const FORMAT_FALLBACK = 1 << 4;
    }
}

impl Default for RuntimeFlags {
    /// What a registry begins with.
    fn default() -> Self {
        Self::ARRAY_MERGE
    }
}

/// How much a load reports through the `log` facade, under the target `superconfig`. Never a value of a setting.
///
/// Warnings go to standard error as long as no logger takes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub enum Verbosity {
    /// 0: nothing, not even warnings.
    Silent = 0,
    /// 1: warnings, and one line for each load.
    #[default]
    Info = 1,
    /// 2: also each source that was read.
    Debug = 2,
    /// 3: also where each setting came from.
    Trace = 3,
}

impl From<u8> for Verbosity {
    /// 0 to 3; above that it stays at `Trace`.
    fn from(level: u8) -> Self {
        match level {
            0 => Self::Silent,
            1 => Self::Info,
            2 => Self::Debug,
            _ => Self::Trace,
        }
    }
}

/// # Flags
impl ConfigRegistry {
    /// Switches flags on.
    ///
    /// # Errors
    /// If one does not exist; then nothing was changed.
    pub fn enable(&self, flags: RuntimeFlags) -> Result<&Self, RegistryError> {
        self.shared.settings.enable(self.told(flags.known())?);
        Ok(self)
    }

    /// Switches flags off.
    ///
    /// # Errors
    /// Like [`Self::enable`].
    pub fn disable(&self, flags: RuntimeFlags) -> Result<&Self, RegistryError> {
        self.shared.settings.disable(self.told(flags.known())?);
        Ok(self)
    }

    /// Like [`Self::enable`], for a registry in an `Arc`: `ConfigRegistry::arc_new().arc_enable(flags)?`.
    ///
    /// # Errors
    /// Like [`Self::enable`].
    pub fn arc_enable(self: Arc<Self>, flags: RuntimeFlags) -> Result<Arc<Self>, RegistryError> {
        self.enable(flags)?;
        Ok(self)
    }

    /// Like [`Self::disable`], for a registry in an `Arc`.
    ///
    /// # Errors
    /// Like [`Self::enable`].
    pub fn arc_disable(self: Arc<Self>, flags: RuntimeFlags) -> Result<Arc<Self>, RegistryError> {
        self.disable(flags)?;
        Ok(self)
    }

    /// The run-time flags that are on.
    #[must_use]
    pub fn runtime_flags(&self) -> RuntimeFlags {
        self.shared.settings.runtime()
    }

    /// The flags that it was made with.
    #[must_use]
    pub fn startup_flags(&self) -> StartupFlags {
        self.shared.settings.startup
    }

    /// How much loads report.
    #[must_use]
    pub fn verbosity(&self) -> Verbosity {
        self.shared.settings.verbosity()
    }

    /// Says how much loads report; also takes 0 to 3.
    pub fn set_verbosity(&self, verbosity: impl Into<Verbosity>) {
        self.shared.settings.set_verbosity(verbosity.into());
    }
}

macro_rules! checked {
    ($flags:ident, $kind:literal) => {
        impl $flags {
            /// The flags, if all of them exist.
            pub(super) fn known(self) -> Result<Self, RegistryError> {
                let unknown = self.bits() & !Self::all().bits();
                let bits: Vec<String> = (0..<Self as Flags>::Bits::BITS)
                    .filter(|bit| unknown >> bit & 1 == 1)
                    .map(|bit| format!("bit {bit}"))
                    .gather();
                if bits.is_empty() { Ok(self) } else { Err(Self::unknown(bits.join(", "))) }
            }

            fn unknown(name: String) -> RegistryError {
                let known = Self::all().iter_names().map(|(name, _)| name).gather();
                RegistryError::UnknownFlag { kind: $kind, name, known }
            }
        }

        impl FromStr for $flags {
            type Err = RegistryError;

            /// Names joined by `|` or `,`, in any case: `strict_mode | format_fallback`.
            fn from_str(text: &str) -> Result<Self, RegistryError> {
                let names = text.split(['|', ',']).map(str::trim).filter(|name| !name.is_empty());
                names
                    .map(|name| {
                        Self::from_name(&name.to_ascii_uppercase()).ok_or_else(|| Self::unknown(name.to_owned()))
                    })
                    .collect()
            }
        }
    };
}

checked!(StartupFlags, "start-up");
checked!(RuntimeFlags, "run-time");
