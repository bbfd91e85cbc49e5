//! The configs that are linked into the program, as the derive entered them before `main`.

use std::{
    any::{Any, type_name},
    fmt,
    sync::Arc,
};

#[cfg(feature = "watch")]
use crate::reload::Part;
use crate::{
    build::Build,
    config::SuperConfig,
    draft::{Draft, Unset},
    gather::Gather as _,
    load::{Outcome, Own, Snapshot},
    order,
    registry::{Change, When},
    schema::{self, Schema},
};

/// A finished config whose type only its own functions know.
pub(crate) type Value = Box<dyn Any + Send + Sync>;

/// What the derive enters for each config: facts and plain functions, so that entering it runs no code of the config's.
pub struct Registered {
    type_name: fn() -> &'static str,
    schema: &'static Schema,
    is_loaded: fn() -> bool,
    mount: Option<Mount>,
}

/// Where a config is mounted, and how it is made there by somebody who does not know its type.
pub(crate) struct Mount {
    pub(crate) key: &'static str,
    /// Its part of an environment variable's name.
    pub(crate) env: &'static str,
    pub(crate) draft: fn() -> Box<dyn Draft>,
    pub(crate) build: fn(Box<dyn Draft>, &Build<'_>) -> Option<Value>,
    pub(crate) publish: fn(Value, Arc<Outcome>, Own) -> Change,
    #[cfg(feature = "watch")]
    pub(crate) part: fn(Value, Arc<Outcome>, Own) -> Arc<dyn Part>,
}

inventory::collect!(Registered);

impl Registered {
    /// A config that nobody takes in unasked.
    #[must_use]
    pub const fn of<T: SuperConfig>() -> Self {
        Self { type_name: type_name::<T>, schema: T::SCHEMA, is_loaded: is_loaded::<T>, mount: None }
    }

    /// A config with a mount. Only these pay for functions that hide their type.
    #[must_use]
    pub const fn mounted<T: SuperConfig>(key: &'static str, env: &'static str) -> Self {
        let mount = Mount {
            key,
            env,
            draft: draft::<T>,
            build: build::<T>,
            publish: publish::<T>,
            #[cfg(feature = "watch")]
            part: part::<T>,
        };
        Self { mount: Some(mount), ..Self::of::<T>() }
    }

    pub(super) fn type_name(&self) -> &'static str {
        (self.type_name)()
    }

    pub(super) fn schema(&self) -> &'static Schema {
        self.schema
    }
}

fn is_loaded<T: SuperConfig>() -> bool {
    T::cell().is_loaded()
}

fn draft<T: SuperConfig>() -> Box<dyn Draft> {
    Box::new(T::Draft::UNSET)
}

fn build<T: SuperConfig>(draft: Box<dyn Draft>, build: &Build<'_>) -> Option<Value> {
    let draft: Box<dyn Any> = draft;
    let draft = draft.downcast().expect("the draft was made beside this function");
    let value = T::build(*draft, build)?;
    Some(Box::new(value))
}

fn publish<T: SuperConfig>(value: Value, outcome: Arc<Outcome>, own: Own) -> Change {
    Change::publish(Arc::clone(T::cell().place()), snapshot::<T>(value, outcome, own), When::Always)
}

#[cfg(feature = "watch")]
fn part<T: SuperConfig>(value: Value, outcome: Arc<Outcome>, own: Own) -> Arc<dyn Part> {
    Arc::new(snapshot::<T>(value, outcome, own))
}

fn snapshot<T: SuperConfig>(value: Value, outcome: Arc<Outcome>, own: Own) -> Snapshot<T> {
    let value: Box<T> = value.downcast().expect("the value was built beside this function");
    Snapshot::new(*value, outcome, own)
}

/// One of the configs that are linked into the program; see [`registered`].
#[derive(Clone, Copy)]
pub struct RegisteredConfig(&'static Registered);

impl RegisteredConfig {
    /// The full name of the type, as in `acme::Telemetry`. For people: two versions of one crate give the same.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        self.0.type_name()
    }

    /// The name of the program that the config is for: `name = "…"`, or the package.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.schema.name
    }

    /// The key at which `mount = "…"` asks to be taken in.
    #[must_use]
    pub fn mount(self) -> Option<&'static str> {
        self.0.mount.as_ref().map(|mount| mount.key)
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
            .field("mount", &self.mount())
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
/// that the system's loader calls before `main` and that links the node into one list. Nothing is allocated and no code of the config
/// runs. Measured with 201 structs on Linux: 0.2 µs each at start-up, nearly all of it the loader's own work, 1.2 KB each in the stripped
/// binary, and about 1 ms each of a dev build. Making the list here costs an allocation and a sort.
///
/// # Limits
///
/// - Generic types are absent: there is one type for each use of them, and the derive sees none.
/// - A dependency that the program never mentions is not linked at all, and then its configs are not there. Any use of it will do;
///   where there is none, write `use acme as _;`. Other linkers than those of Rust's libraries (a static C library, for one) may
///   leave out object files that nothing refers to.
/// - Libraries that are opened while the program runs are in the list from then on.
/// - `inventory` knows the loaders of Linux, macOS, Windows, the BSDs, Android, iOS and WebAssembly, where the host may have to
///   call `__wasm_call_ctors`; elsewhere the list is empty.
pub fn registered() -> impl Iterator<Item = RegisteredConfig> {
    let mut configs: Vec<RegisteredConfig> = all().map(RegisteredConfig).gather();
    order::sort_by_key(&mut configs, |config| (config.type_name(), config.name()));
    configs.into_iter()
}

fn all() -> impl Iterator<Item = &'static Registered> {
    inventory::iter::<Registered>.into_iter()
}

/// The configs with a mount, in the order of [`registered`], which does not depend on the linker.
pub(super) fn mounts() -> Vec<(&'static Registered, &'static Mount)> {
    registered().filter_map(|config| Some((config.0, config.0.mount.as_ref()?))).gather()
}

/// What to say of a config that was asked for and is not there, and how to load it.
#[cold]
pub(crate) fn not_loaded(type_name: &str, schema: &Schema) -> String {
    let name = schema.type_name;
    let own = all().find(|config| config.type_name() == type_name).and_then(|config| config.mount.as_ref());
    let Some(mount) = own else {
        return format!("{name} is not loaded, or was deleted: call {name}::load() first, at the start of main");
    };
    let (key, mut roots) = (mount.key, all().filter(|config| config.schema.mounts));
    match (roots.next(), roots.next()) {
        (Some(root), None) => {
            let root = root.schema.type_name;
            format!(
                "{name} is not loaded, or was deleted: it is mounted at '{key}', so {root}::load() loads it; call that first"
            )
        }
        // Several, or a generic one, which is not in the list.
        _ => format!(
            "{name} is not loaded, or was deleted: it is mounted at '{key}', so the config of the application that has \
             #[config(mounts)] loads it; load that first"
        ),
    }
}

/// The type that is mounted at a key.
pub(crate) fn mounted_at(key: &str) -> Option<&'static str> {
    let there = |one: &&Registered| one.mount.as_ref().is_some_and(|mount| mount.key == key);
    all().filter(there).map(Registered::type_name).min()
}

/// Whether an unknown key at the top of a file belongs to what another config of the same program takes in: both read the
/// same files, so it is none of this one's business.
pub(crate) fn is_neighbours_key(schema: &Schema, key: &str) -> bool {
    !schema.mounts && mounted_at(key).is_some() && neighbours(schema).next().is_some()
}

/// Whether a variable that begins like those of a config, with `rest` behind the prefix, belongs to what another config of the
/// same program takes in.
pub(crate) fn is_neighbours_variable(schema: &Schema, prefix: &str, name: &str, rest: &str) -> bool {
    let is_within = |one: &Registered| {
        let Some(mount) = &one.mount else { return false };
        let mut is_there = rest.strip_prefix(mount.env).is_some_and(|rest| rest.starts_with('_'));
        // Names that are given whole may begin so, too.
        let section = format!("{prefix}_{}", mount.env);
        one.schema.walk(&mut |chain, _| is_there |= schema::env_name(&section, chain).as_deref() == Some(name));
        is_there
    };
    !schema.mounts && neighbours(schema).any(|other| other.schema.env_prefix == prefix) && all().any(is_within)
}

/// The configs with `mounts` that read the same files as one without.
fn neighbours(schema: &Schema) -> impl Iterator<Item = &'static Registered> {
    all().filter(move |other| other.schema.mounts && other.schema.name == schema.name)
}
