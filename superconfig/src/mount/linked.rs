//! The configs that are linked into the program, as the derive entered them before `main`.

use std::{any::type_name, fmt};

use crate::{config::SuperConfig, schema::Schema};

/// What the derive enters for each config: facts and plain functions, so that entering it runs no code of the config's.
pub struct Registered {
    type_name: fn() -> &'static str,
    schema: &'static Schema,
    is_loaded: fn() -> bool,
}

inventory::collect!(Registered);

impl Registered {
    /// The facts about a config.
    #[must_use]
    pub const fn of<T: SuperConfig>() -> Self {
        Self { type_name: type_name::<T>, schema: T::SCHEMA, is_loaded: is_loaded::<T> }
    }
}

fn is_loaded<T: SuperConfig>() -> bool {
    T::cell().is_loaded()
}

/// One of the configs that are linked into the program; see [`registered`].
#[derive(Clone, Copy)]
pub struct RegisteredConfig(&'static Registered);

impl RegisteredConfig {
    /// The full name of the type, as in `acme::Telemetry`. For people: two versions of one crate give the same.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        (self.0.type_name)()
    }

    /// The name of the program that the config is for: `name = "…"`, or the package.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.schema.name
    }

    /// The facts about the struct.
    #[must_use]
    pub fn schema(self) -> &'static Schema {
        self.0.schema
    }

    /// Whether a config of this type has been published.
    #[must_use]
    pub fn is_loaded(self) -> bool {
        (self.0.is_loaded)()
    }
}

impl fmt::Debug for RegisteredConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisteredConfig")
            .field("type_name", &self.type_name())
            .field("name", &self.name())
            .field("is_loaded", &self.is_loaded())
            .finish_non_exhaustive()
    }
}

/// Every config type that is linked into the program, loaded or not, by the names of the types.
///
/// Structs that are only used as sections are among them, since they could be loaded.
///
/// ```
/// use superconfig::SuperConfig;
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct Limits {
///     #[config(default = 10)]
///     connections: u32,
/// }
///
/// let limits = std::any::type_name::<Limits>();
/// let find = || superconfig::registered().find(|config| config.type_name() == limits).unwrap();
/// assert_eq!((find().name(), find().is_loaded()), ("shop", false));
/// Limits::builder().load()?;
/// assert!(find().is_loaded());
/// # Ok::<(), superconfig::Error>(())
/// ```
///
/// # How it works
///
/// The derive enters each type through the crate [`inventory`](https://docs.rs/inventory): a static list node, and a function
/// that the system's loader calls before `main` and that links the node into one list. That is one pointer written per type,
/// some nanoseconds at start-up; nothing is allocated and no code of the config runs. Making the list here costs an allocation and a
/// sort.
///
/// # Limits
///
/// - Generic types are absent: there is one type for each use of them, and the derive sees none.
/// - The linker may leave out a crate of which the program uses nothing, and then its configs are not there. A `use acme as _;` in
///   the program is enough where the crate is linked as a library of Rust; anything else that is used of it is, too.
/// - Libraries that are opened while the program runs are in the list from then on.
/// - `inventory` knows the loaders of Linux, macOS, Windows, the BSDs, Android, iOS and WebAssembly, where the host may have to
///   call `__wasm_call_ctors`; elsewhere the list is empty.
pub fn registered() -> impl Iterator<Item = RegisteredConfig> {
    let mut configs: Vec<RegisteredConfig> = inventory::iter::<Registered>.into_iter().map(RegisteredConfig).collect();
    configs.sort_by_key(|config| (config.type_name(), config.name()));
    configs.into_iter()
}
