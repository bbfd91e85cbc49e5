//! The trait that the derive implements: the front door.

use std::sync::Arc;

use crate::{
    draft::Draft,
    load::{Build, Builder, Snapshot},
    problem::Error,
    registry::{Cell, ConfigHandle},
    schema::{Schema, check_root},
};

/// A struct that is a configuration; implemented by `#[derive(SuperConfig)]`.
///
/// See the [derive macro](macro@crate::SuperConfig) for the attributes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a configuration struct",
    label = "this type does not derive `SuperConfig`",
    note = "add `#[derive(SuperConfig)]` to `{Self}`, or drop `nested`/`flatten` if the field is a single value"
)]
pub trait SuperConfig: Sized + Send + Sync + 'static {
    /// The partly filled config that sources write into.
    #[doc(hidden)]
    type Draft: Draft + Default;

    /// The facts about the struct: keys, environment names, docs.
    const SCHEMA: &'static Schema;

    /// Takes the values out of a draft, or their defaults.
    #[doc(hidden)]
    fn build(draft: Self::Draft, build: &Build<'_>) -> Option<Self>;

    /// Where the published config of this type stands.
    #[doc(hidden)]
    fn cell() -> &'static Cell<Self>;

    /// Loads the config from where people expect it and publishes it: defaults, then files, then the environment, the
    /// later ones winning; see the [crate documentation](crate#order). Warnings are printed to standard error.
    ///
    /// # Errors
    /// Everything that is wrong, in one [`Error`]. What was published before stays.
    fn load() -> Result<Arc<Self>, Error> {
        Self::builder().with_discovery().with_env().load()
    }

    /// Starts a load from chosen sources. A builder without sources gives the defaults.
    fn builder() -> Builder<Self> {
        const { check_root(Self::SCHEMA) };
        Builder::default()
    }

    /// The published config.
    ///
    /// # Panics
    /// If none has been loaded; [`Self::try_get`] does not panic.
    #[must_use]
    #[track_caller]
    fn get() -> Arc<Self> {
        match Self::try_get() {
            Some(config) => config,
            None => panic!(
                "{name} is not loaded yet: call {name}::load() first, at the start of main",
                name = Self::SCHEMA.type_name
            ),
        }
    }

    /// The published config, if one has been loaded.
    #[must_use]
    fn try_get() -> Option<Arc<Self>> {
        Self::cell().get()
    }

    /// The published config with its origins and warnings, if one has been loaded.
    #[must_use]
    fn snapshot() -> Option<Arc<Snapshot<Self>>> {
        Self::cell().snapshot()
    }

    /// The key under which the [registry](crate::registry()) holds the published config.
    #[must_use]
    fn handle() -> ConfigHandle<Self> {
        Self::cell().handle()
    }
}
