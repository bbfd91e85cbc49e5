//! What a caller asks of a load.

use std::{
    any::{Any, TypeId},
    ffi::OsString,
    fmt,
    marker::PhantomData,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{FieldPath, Outcome, Own, Snapshot, pipeline, tell};
use crate::{
    build::Build,
    config::SuperConfig,
    format::Format,
    mount::{self, Mounted},
    problem::{Error, Problem},
    registry::{Change, ConfigHandle, ConfigRegistry, RuntimeFlags, When, flags_of_process, registry},
    source::Environment,
};

/// Loads a config from chosen sources. Each `with_…` that names a source adds it above those before it: later wins.
///
/// A builder without sources gives the defaults. It can be used any number of times.
///
/// ```
/// use superconfig::{Format, SuperConfig};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     #[config(default = 8080)]
///     port: u16,
///     tags: Vec<String>,
/// }
///
/// let config = AppConfig::builder()
///     .with_str(Format::Toml, "port = 1\ntags = ['a']")
///     .with_env_vars([("SHOP_TAGS", "b, c")])
///     .extract()?;
/// assert_eq!(config.port, 1);
/// assert_eq!(config.tags, ["b", "c"]);
/// # Ok::<(), superconfig::Error>(())
/// ```
#[must_use = "a builder does nothing until `extract` or `load`"]
pub struct Builder<T> {
    plan: Plan,
    config: PhantomData<fn() -> T>,
}

/// Everything that was asked for.
#[derive(Clone, Default)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    pub(super) profiles: Option<Vec<String>>,
    pub(super) strict: bool,
    pub(super) allow_unknown: bool,
    pub(super) environment: Environment,
    pub(super) base_dir: Option<PathBuf>,
    pub(super) home_dir: Option<PathBuf>,
    pub(super) system_dir: Option<PathBuf>,
    on_warning: Option<OnWarning>,
}

type OnWarning = Arc<dyn Fn(&Problem) + Send + Sync>;

/// One source, or several that are found together. An environment without variables of its own has the plan's.
#[derive(Clone)]
pub(super) enum Step {
    Discover,
    File { path: PathBuf, optional: bool },
    Text { format: Option<Format>, text: Arc<str> },
    Environment { prefix: Option<String>, environment: Option<Environment> },
    Value { idents: &'static [&'static str], apply: Apply },
}

/// Puts a value into a setting's `Option<T>`; `false` if that is not of its type.
pub(super) type Apply = Arc<dyn Fn(&mut dyn Any) -> bool + Send + Sync>;

impl<T> Clone for Builder<T> {
    fn clone(&self) -> Self {
        Self { plan: self.plan.clone(), config: PhantomData }
    }
}

impl<T> fmt::Debug for Builder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Builder({} sources)", self.plan.steps.len())
    }
}

impl<T> Default for Builder<T> {
    fn default() -> Self {
        Self { plan: Plan::default(), config: PhantomData }
    }
}

impl<T: SuperConfig> Builder<T> {
    fn step(mut self, step: Step) -> Self {
        self.plan.steps.push(step);
        self
    }

    /// Adds the files that are found where people expect them; see the [crate documentation](crate#files). If the
    /// variable `<NAME>_CONFIG` is set, the file that it names is read instead.
    pub fn with_discovery(self) -> Self {
        self.step(Step::Discover)
    }

    /// Adds a file, which must be there. Its extension says its format; with another or no extension its content does,
    /// see [`Format::detect`]. A path without an extension also finds the file with one of `.toml`, `.json`, `.yaml`,
    /// `.yml`. Relative paths begin at [`Self::with_base_dir`].
    pub fn with_file(self, path: impl AsRef<Path>) -> Self {
        self.step(Step::File { path: path.as_ref().to_owned(), optional: false })
    }

    /// Adds a file if it is there. One that is there but cannot be read is a problem all the same.
    pub fn with_optional_file(self, path: impl AsRef<Path>) -> Self {
        self.step(Step::File { path: path.as_ref().to_owned(), optional: true })
    }

    /// Adds a text.
    pub fn with_str(self, format: Format, text: impl Into<Arc<str>>) -> Self {
        self.step(Step::Text { format: Some(format), text: text.into() })
    }

    /// Adds a text whose format is told from its content, see [`Format::detect`].
    pub fn with_text(self, text: impl Into<Arc<str>>) -> Self {
        self.step(Step::Text { format: None, text: text.into() })
    }

    /// Adds the environment, under the config's own prefix.
    pub fn with_env(self) -> Self {
        self.step(Step::Environment { prefix: None, environment: None })
    }

    /// Adds the environment under another prefix, without the `_` that follows it. The empty prefix means plain names.
    pub fn with_env_prefix(self, prefix: impl Into<String>) -> Self {
        let mut prefix = prefix.into();
        prefix.truncate(prefix.trim_end_matches('_').len());
        self.step(Step::Environment { prefix: Some(prefix), environment: None })
    }

    /// Adds these variables instead of the process's, under the config's own prefix. They also stand in for the process's
    /// wherever else a load would look: `HOME`, `XDG_CONFIG_HOME`, `<NAME>_CONFIG`, `<NAME>_PROFILE`.
    /// Called again it adds a source of its own, above the first.
    pub fn with_env_vars<K, V>(mut self, variables: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<OsString>,
        V: Into<OsString>,
    {
        let variables = given(variables);
        self.plan.environment.extend(&variables);
        self.step(Step::Environment { prefix: None, environment: Some(Environment::Given(variables.into())) })
    }

    /// Lets these variables stand in for the process's, without adding them as a source. They add to those that were
    /// handed over before, and win over them.
    pub fn with_env_of<K, V>(mut self, variables: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<OsString>,
        V: Into<OsString>,
    {
        self.plan.environment.extend(&given(variables));
        self
    }

    /// Adds one value for the field at a path that the compiler has checked; see [`field!`](crate::field).
    pub fn with_value<V>(self, field: FieldPath<T, V>, value: V) -> Self
    where
        V: Clone + Send + Sync + 'static,
    {
        let apply: Apply = Arc::new(move |slot: &mut dyn Any| {
            if let Some(slot) = slot.downcast_mut::<Option<V>>() {
                *slot = Some(value.clone());
            } else if let Some(slot) = slot.downcast_mut::<V>() {
                // The field is an `Option` itself.
                slot.clone_from(&value);
            } else {
                return false;
            }
            true
        });
        self.step(Step::Value { idents: field.idents(), apply })
    }

    /// Makes one profile active, in place of `<NAME>_PROFILE`.
    pub fn with_profile(self, profile: impl Into<String>) -> Self {
        self.with_profiles([profile])
    }

    /// Makes profiles active, later ones winning, in place of `<NAME>_PROFILE`.
    pub fn with_profiles<P: Into<String>>(mut self, profiles: impl IntoIterator<Item = P>) -> Self {
        self.plan.profiles = Some(profiles.into_iter().map(Into::into).collect());
        self
    }

    /// Makes every warning a problem, as [`RuntimeFlags::STRICT_MODE`](crate::RuntimeFlags::STRICT_MODE) does for all loads.
    pub fn strict(mut self) -> Self {
        self.plan.strict = true;
        self
    }

    /// Makes unknown keys in files warnings, everywhere in the config.
    pub fn allow_unknown(mut self) -> Self {
        self.plan.allow_unknown = true;
        self
    }

    /// The directory that relative paths begin at and that the search for files ends in; the working directory unless set.
    pub fn with_base_dir(mut self, directory: impl AsRef<Path>) -> Self {
        self.plan.base_dir = Some(directory.as_ref().to_owned());
        self
    }

    /// The user's home directory, instead of the one that the system names.
    pub fn with_home_dir(mut self, directory: impl AsRef<Path>) -> Self {
        self.plan.home_dir = Some(directory.as_ref().to_owned());
        self
    }

    /// The directory of the system's configuration, instead of `/etc`.
    pub fn with_system_dir(mut self, directory: impl AsRef<Path>) -> Self {
        self.plan.system_dir = Some(directory.as_ref().to_owned());
        self
    }

    /// Who gets the warnings of [`Self::load`] and [`Self::register`], instead of the log or standard error.
    pub fn on_warning(mut self, handler: impl Fn(&Problem) + Send + Sync + 'static) -> Self {
        self.plan.on_warning = Some(Arc::new(handler));
        self
    }

    /// Loads the config, without any effect on the process.
    ///
    /// # Errors
    /// Everything that is wrong with the sources, in one [`Error`].
    pub fn extract(&self) -> Result<T, Error> {
        self.run(flags_of_process()).map(|loaded| loaded.value)
    }

    /// Loads the config together with its origins and warnings, without any effect on the process.
    ///
    /// # Errors
    /// Like [`Self::extract`].
    pub fn extract_snapshot(&self) -> Result<Snapshot<T>, Error> {
        self.run(flags_of_process()).map(|loaded| loaded.publishable().0)
    }

    /// Loads the config and publishes it: from then on [`SuperConfig::get`] gives it. Either one complete config is
    /// published or nothing changes.
    ///
    /// # Errors
    /// Like [`Self::extract`].
    pub fn load(&self) -> Result<Arc<T>, Error> {
        let (snapshot, mounted) = self.reported(registry())?;
        let value = Arc::clone(snapshot.value());
        let own = Change::publish(Arc::clone(T::cell().place()), snapshot, When::Always);
        registry().publish([own].into_iter().chain(mounted).collect());
        Ok(value)
    }

    /// Loads the config and adds it to the process's registry under a handle of its own, beside any other of its type: one
    /// config for each tenant, say. [`SuperConfig::get`] and [`SuperConfig::handle`] have nothing to do with it. What is mounted in
    /// it is checked, and not published: there is one place for that, and [`Self::load`] fills it.
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig, registry};
    ///
    /// #[derive(SuperConfig)]
    /// struct Tenant {
    ///     #[config(default = 5)]
    ///     seats: u32,
    /// }
    ///
    /// let small = Tenant::builder().register()?;
    /// let large = Tenant::builder().with_str(Format::Toml, "seats = 500").register()?;
    /// assert_eq!(registry().read(&small)?.seats + registry().read(&large)?.seats, 505);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Like [`Self::extract`].
    pub fn register(&self) -> Result<ConfigHandle<T>, Error> {
        self.register_in(registry())
    }

    /// Like [`Self::register`], in another registry, whose flags and verbosity the load obeys.
    ///
    /// # Errors
    /// Like [`Self::extract`].
    pub fn register_in(&self, registry: &ConfigRegistry) -> Result<ConfigHandle<T>, Error> {
        Ok(registry.publish_new(self.reported(registry)?.0))
    }

    /// Loads, and tells whoever listens how that went; gives what is to be published, and what is mounted in it.
    fn reported(&self, registry: &ConfigRegistry) -> Result<(Snapshot<T>, Vec<Change>), Error> {
        let result = self.run(registry.runtime_flags()).map(Loaded::publishable);
        let verbosity = registry.verbosity();
        match &result {
            Ok((snapshot, _)) => {
                match &self.plan.on_warning {
                    Some(handler) => snapshot.warnings().iter().for_each(|warning| handler(warning)),
                    None => tell::warnings(verbosity, snapshot.warnings()),
                }
                tell::loaded(verbosity, T::SCHEMA, snapshot);
            }
            Err(error) => tell::failed(verbosity, T::SCHEMA, error),
        }
        result
    }

    fn run(&self, flags: RuntimeFlags) -> Result<Loaded<T>, Error> {
        if T::SCHEMA.mounts {
            return self.run_with_mounts(flags);
        }
        let mut draft = T::Draft::default();
        let load = pipeline::run(&self.plan, flags, T::SCHEMA, &mut draft);
        let build = Build::new(&load.profiles);
        let value = T::build(draft, &build);
        let faults = build.into_faults();
        let outcome = load.conclude(faults)?;
        let value = value.ok_or_else(|| pipeline::incomplete(T::SCHEMA))?;
        Ok(Loaded { value, outcome, mounted: Vec::new() })
    }

    fn run_with_mounts(&self, flags: RuntimeFlags) -> Result<Loaded<T>, Error> {
        let composed = mount::composed(TypeId::of::<T>(), T::SCHEMA);
        let faults = composed.faults();
        if !faults.is_empty() {
            return Err(pipeline::refused(composed.schema, faults));
        }
        let mut draft = composed.draft(Box::<T::Draft>::default());
        let load = pipeline::run(&self.plan, flags, composed.schema, &mut draft);
        let build = Build::new(&load.profiles);
        let (root, mounted) = draft.build(&build);
        let root = root.downcast().expect("the draft of the config was put there above");
        let value = T::build(*root, &build);
        let faults = build.into_faults();
        let outcome = load.conclude(faults)?;
        let (value, mounted) = value.zip(mounted).ok_or_else(|| pipeline::incomplete(composed.schema))?;
        Ok(Loaded { value, outcome, mounted })
    }
}

/// A load that succeeded and was not published yet.
struct Loaded<T> {
    value: T,
    outcome: Outcome,
    /// What was loaded with it.
    mounted: Vec<Mounted>,
}

impl<T: SuperConfig> Loaded<T> {
    fn publishable(self) -> (Snapshot<T>, Vec<Change>) {
        let outcome = Arc::new(self.outcome);
        let mounted = self.mounted.into_iter().map(|mounted| mounted.publish(&outcome)).collect();
        (Snapshot::new(self.value, outcome, Own::Root(T::SCHEMA.fields.len())), mounted)
    }
}

fn given<K: Into<OsString>, V: Into<OsString>>(
    variables: impl IntoIterator<Item = (K, V)>,
) -> Vec<(OsString, OsString)> {
    variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
}
