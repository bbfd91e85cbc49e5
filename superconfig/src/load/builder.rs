//! What a caller asks of a load.

use std::{
    any::{Any, TypeId},
    ffi::OsString,
    fmt,
    marker::PhantomData,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{FieldPath, LoadReport, Outcome, Own, Snapshot, pipeline, report::Trace, tell};
#[cfg(feature = "watch")]
use crate::reload::{Keeping, WatchOptions};
use crate::{
    config::SuperConfig,
    discover::{DiscoveredFile, GlobOrder},
    draft::{Draft, Unset},
    format::Format,
    gather::Gather as _,
    mount::{self, Composite, Mounted},
    problem::{Error, Problem},
    profile::ProfileChoice,
    registry::{Change, ConfigHandle, ConfigRegistry, RuntimeFlags, Verbosity, When, flags_of_process, registry},
    source::{Arguments, Environment},
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
    pub(crate) plan: Plan,
    /// Loads and goes on watching, if that was asked for; a function, so that only who asks for it compiles it.
    #[cfg(feature = "watch")]
    pub(crate) hot: Option<Hot<T>>,
    config: PhantomData<fn() -> T>,
}

#[cfg(feature = "watch")]
type Hot<T> = fn(Builder<T>) -> Result<Arc<T>, Error>;

/// Everything that was asked for.
#[allow(clippy::struct_excessive_bools)] // each switch is one
#[derive(Clone, Default)]
pub(crate) struct Plan {
    pub(super) steps: Vec<Step>,
    pub(super) profiles: Option<Vec<String>>,
    pub(super) select_profile: Vec<SelectProfile>,
    pub(crate) nested_profiles: bool,
    pub(super) strict: bool,
    pub(super) allow_unknown: bool,
    pub(super) exact_env: bool,
    pub(crate) expansion: bool,
    pub(crate) environment: Environment,
    pub(crate) base_dir: Option<PathBuf>,
    pub(crate) home_dir: Option<PathBuf>,
    pub(super) system_dir: Option<PathBuf>,
    pub(super) run_dir: Option<PathBuf>,
    pub(super) suppressed: Vec<String>,
    on_warning: Option<OnWarning>,
    #[cfg(feature = "watch")]
    pub(crate) watch: WatchOptions,
    /// Whether the working directory may become another one between two loads, or during one.
    #[cfg(feature = "watch")]
    pub(crate) is_frozen: bool,
    /// The values that the config takes over from the one that is running.
    #[cfg(feature = "watch")]
    pub(super) keeping: Option<Arc<Keeping>>,
}

/// Makes the active profiles out of what would be active.
pub(super) type SelectProfile = Arc<dyn Fn(&ProfileChoice<'_>) -> Vec<String> + Send + Sync>;

type OnWarning = Arc<dyn Fn(&Problem) + Send + Sync>;

/// One source, or several that are found together. An environment without variables of its own has the plan's.
#[derive(Clone)]
pub(super) enum Step {
    Discover,
    File {
        path: PathBuf,
        optional: bool,
    },
    Directory {
        path: PathBuf,
        optional: bool,
    },
    Glob {
        pattern: PathBuf,
        order: GlobOrder,
    },
    Hierarchy {
        name: PathBuf,
    },
    Text {
        format: Option<Format>,
        text: Arc<str>,
    },
    Environment {
        prefix: Option<String>,
        environment: Option<Environment>,
    },
    /// Nothing for the nearest one.
    Dotenv {
        path: Option<PathBuf>,
    },
    Secrets(SecretsAt),
    Arguments(Arc<Arguments>),
    Value {
        idents: &'static [&'static str],
        apply: Apply,
    },
    Unset {
        idents: &'static [&'static str],
    },
}

/// Which directories of secrets.
#[derive(Clone)]
pub(super) enum SecretsAt {
    /// Where the system mounts them.
    System,
    Directory {
        path: PathBuf,
        optional: bool,
    },
}

/// Puts a value into a setting's `Option<T>`; `false` if that is not of its type.
pub(super) type Apply = Arc<dyn Fn(&mut dyn Any) -> bool + Send + Sync>;

impl<T> Clone for Builder<T> {
    fn clone(&self) -> Self {
        Self {
            plan: self.plan.clone(),
            #[cfg(feature = "watch")]
            hot: self.hot,
            config: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Builder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Builder({} sources)", self.plan.steps.len())
    }
}

impl<T> Default for Builder<T> {
    fn default() -> Self {
        Self {
            plan: Plan::default(),
            #[cfg(feature = "watch")]
            hot: None,
            config: PhantomData,
        }
    }
}

impl<T: SuperConfig> Builder<T> {
    pub(super) fn step(mut self, step: Step) -> Self {
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
    ///
    /// In this and all paths that a builder is given, `~` in front is the home directory, `${VAR}` the value of a variable, and
    /// `${VAR:-text}` that or, if it is not set or empty, the text; `$${` is a plain `${`. A variable without a value is a problem.
    pub fn with_file(self, path: impl AsRef<Path>) -> Self {
        self.step(Step::File { path: path.as_ref().to_owned(), optional: false })
    }

    /// Adds a file if it is there. One that is there but cannot be read is a problem all the same.
    pub fn with_optional_file(self, path: impl AsRef<Path>) -> Self {
        self.step(Step::File { path: path.as_ref().to_owned(), optional: true })
    }

    /// Adds all files of known formats that stand directly in a directory, in the alphabetical order of their names: `10-base.toml`
    /// goes before `20-local.yaml`, whatever profile its name may seem to speak of. The directory must be there.
    ///
    /// Other extensions, subdirectories, hidden files and what editors leave behind (`x~`, `#x#`, `.#x`, `.x.swp`) are left out;
    /// [`Self::discovered_files`] says so. More than 1,000 files or 20,000 entries are a problem.
    pub fn with_dir(self, path: impl AsRef<Path>) -> Self {
        self.step(Step::Directory { path: path.as_ref().to_owned(), optional: false })
    }

    /// Like [`Self::with_dir`], for a directory that need not be there. One that cannot be looked into is a problem all the same.
    pub fn with_optional_dir(self, path: impl AsRef<Path>) -> Self {
        self.step(Step::Directory { path: path.as_ref().to_owned(), optional: true })
    }

    /// Adds the files that a pattern matches, in alphabetical order; none is no problem.
    ///
    /// | | matches |
    /// |---|---|
    /// | `*`, `?` | any letters, one letter, of a name |
    /// | `**` | any number of directories; at the end everything below |
    /// | `[a-z]`, `[!a-z]` | one letter of these, or of all but these |
    /// | `{a,b}` | one of these patterns |
    /// | `\*` | the letter itself |
    ///
    /// Directories are divided by `/` on every platform. Names that begin with a `.` match only if the pattern has a name with a
    /// `.` in front. What editors leave behind is left out, and so are extensions that stand for no format, except where the pattern
    /// spells them out: `conf.d/*.conf` reads files whose content then says their format.
    ///
    /// Nothing outside of the part before the first wildcard is read: a link that leads out of it is left out with a warning, and
    /// `**` goes through no links to directories. More than 1,000 files, 20,000 entries looked at or 16 levels of directories are a
    /// problem.
    ///
    /// ```
    /// use superconfig::{GlobOrder, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// struct AppConfig {
    ///     #[config(default = 8080)]
    ///     port: u16,
    /// }
    ///
    /// let builder = AppConfig::builder()
    ///     .with_glob("nowhere/conf.d/**/*.{toml,yaml}")
    ///     .with_glob_order("nowhere/uploads/*.json", GlobOrder::Modified);
    /// assert_eq!(builder.extract()?.port, 8080);
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn with_glob(self, pattern: impl AsRef<Path>) -> Self {
        self.with_glob_order(pattern, GlobOrder::default())
    }

    /// Like [`Self::with_glob`], in another order.
    pub fn with_glob_order(self, pattern: impl AsRef<Path>, order: GlobOrder) -> Self {
        self.step(Step::Glob { pattern: pattern.as_ref().to_owned(), order })
    }

    /// Adds the file of that name in each directory from the repository's root (the nearest ancestor that holds `.git`; without one
    /// only the working directory) down to the working directory: the nearest one wins. A name without an extension is looked for
    /// with each of `.toml`, `.json`, `.yaml`, `.yml`. The files of active profiles and the local one stand above each.
    pub fn with_hierarchical_config(self, name: impl AsRef<Path>) -> Self {
        self.step(Step::Hierarchy { name: name.as_ref().to_owned() })
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

    /// Takes back what the sources before this one said of a field: a setting gets its default again, and so does all that is in a
    /// section; an optional setting or section is absent, a collection of sections empty. Sources behind it may set it again.
    ///
    /// In JSON and YAML files `null` does the same.
    ///
    /// ```
    /// use superconfig::{Format, Origin, SuperConfig, field};
    ///
    /// #[derive(SuperConfig)]
    /// struct Limits {
    ///     #[config(default = 10)]
    ///     connections: u32,
    /// }
    ///
    /// let builder = Limits::builder().with_str(Format::Toml, "connections = 500");
    /// let snapshot = builder.with_unset(field!(Limits, connections)).extract_snapshot()?;
    /// assert_eq!(snapshot.value().connections, 10);
    /// assert_eq!(snapshot.origins().next(), Some(("connections".to_owned(), Origin::Default)));
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn with_unset<V>(self, field: FieldPath<T, V>) -> Self {
        self.step(Step::Unset { idents: field.idents() })
    }

    /// Makes one profile active, in place of `<NAME>_PROFILE`.
    pub fn with_profile(self, profile: impl Into<String>) -> Self {
        self.with_profiles([profile])
    }

    /// Makes profiles active, later ones winning, in place of `<NAME>_PROFILE`. One that is given twice counts at its last
    /// place; a [group](macro@crate::SuperConfig#profiles) activates what it brings in as well, right below itself.
    pub fn with_profiles<P: Into<String>>(mut self, profiles: impl IntoIterator<Item = P>) -> Self {
        self.plan.profiles = Some(profiles.into_iter().map(Into::into).gather());
        self
    }

    /// Lets code choose the active profiles when the config is loaded, from what [`Self::with_profile`] or `<NAME>_PROFILE`
    /// says: what it returns is active instead, later ones winning. Called again, the next function gets what the one before
    /// it chose. See [`ProfileChoice`].
    pub fn select_profile<P, I>(mut self, select: impl Fn(&ProfileChoice<'_>) -> I + Send + Sync + 'static) -> Self
    where
        P: Into<String>,
        I: IntoIterator<Item = P>,
    {
        let select: SelectProfile = Arc::new(move |choice| select(choice).into_iter().map(Into::into).gather());
        self.plan.select_profile.push(select);
        self
    }

    /// Reads every file and text as one whose keys at the top are the names of profiles: `default` is read first, then
    /// the active ones in their order, then `global`, which wins over all of them.
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     port: u16,
    ///     workers: u16,
    /// }
    ///
    /// let text = "[default]\nport = 8080\nworkers = 1\n[prod]\nport = 443\nworkers = 8\n[global]\nworkers = 2";
    /// let builder = AppConfig::builder().with_nested_profiles().with_str(Format::Toml, text);
    /// assert_eq!(builder.extract()?.port, 8080);
    /// let config = builder.with_profile("prod").extract()?;
    /// assert_eq!((config.port, config.workers), (443, 2));
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    ///
    /// A key that names none of them is a problem if the struct declares its profiles, and one that names a setting always
    /// is; any other is taken for a profile that is not active. Tables such as `[profile.prod]` are not looked at.
    pub fn with_nested_profiles(mut self) -> Self {
        self.plan.nested_profiles = true;
        self
    }

    /// Makes every warning a problem, as [`RuntimeFlags::STRICT_MODE`](crate::RuntimeFlags::STRICT_MODE) does for all loads.
    pub fn strict(mut self) -> Self {
        self.plan.strict = true;
        self
    }

    /// Lets variables count only by the names that the reference lists: no `__` where `_` joins, no `NAME_FILE`, no element
    /// of a list or map by a name of its own. What begins like the others and names nothing is no mistake then, such as the
    /// variables that Kubernetes sets for each of its services. Names of settings up to 80 are asked for one by one, which is faster than to look at all
    /// variables.
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     #[config(default = 8080)]
    ///     port: u16,
    ///     #[config(default = "::1")]
    ///     host: String,
    /// }
    ///
    /// let variables = [("SHOP_PORT", "80"), ("SHOP__HOST", "::2"), ("SHOP_SERVICE_HOST", "10.96.0.1")];
    /// let config = AppConfig::builder().with_env_vars(variables).exact_env().extract()?;
    /// assert_eq!((config.port, config.host.as_str()), (80, "::1"));
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn exact_env(mut self) -> Self {
        self.plan.exact_env = true;
        self
    }

    /// Makes unknown keys in files warnings, everywhere in the config.
    pub fn allow_unknown(mut self) -> Self {
        self.plan.allow_unknown = true;
        self
    }

    /// Puts `${NAME}`, `${NAME:-default}` and `${path.to.setting}` into the strings of all files and texts, as `#[config(expand)]` does
    /// for [one setting](macro@crate::SuperConfig#expand).
    pub fn with_expansion(mut self) -> Self {
        self.plan.expansion = true;
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

    /// Who gets the warnings of [`Self::load`] and [`Self::register`], instead of the log or standard error. It gets those of each
    /// load; there, one that was told before is not told again by this process.
    pub fn on_warning(mut self, handler: impl Fn(&Problem) + Send + Sync + 'static) -> Self {
        self.plan.on_warning = Some(Arc::new(handler));
        self
    }

    /// Leaves out warnings that a pattern matches: nobody is told of them, and they are no problems when warnings
    /// [are](Self::strict). [`Snapshot::warnings`] and [`LoadReport::warnings`] are without them, but know
    /// [how many](LoadReport::suppressed_warnings) there were. Problems cannot be left out.
    ///
    /// A pattern is the kind of a warning, as [`ProblemKind`](crate::ProblemKind) prints it, or the kind, a `:`, and what it is about:
    /// the path of a setting or the name of a variable, or else the whole message. `*` stands for any text. Called again it adds
    /// another pattern; one that can match no warning at all is a problem.
    ///
    /// | | leaves out |
    /// |---|---|
    /// | `deprecated` | all about former names and settings that are on their way out |
    /// | `deprecated:database.*` | those in one section |
    /// | `unknown key:SHOP_*_TMP` | those about some variables |
    /// | `*` | all |
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// struct AppConfig {
    ///     #[config(alias = "bind")]
    ///     listen: String,
    /// }
    ///
    /// let builder = AppConfig::builder().with_str(Format::Toml, "bind = '::1'");
    /// assert_eq!(builder.extract_snapshot()?.warnings().len(), 1);
    /// let builder = builder.suppress_warnings("deprecated:listen").strict();
    /// assert_eq!(builder.extract_snapshot()?.warnings(), []);
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn suppress_warnings(mut self, pattern: impl Into<String>) -> Self {
        self.plan.suppressed.push(pattern.into());
        self
    }

    /// The places where a load would look for files now, lowest precedence first, and what it would find there. The files are
    /// looked into, but nothing is loaded.
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     #[config(default = 8080)]
    ///     port: u16,
    /// }
    ///
    /// for file in AppConfig::builder().with_discovery().discovered_files() {
    ///     println!("{file}"); // shop.toml: not there
    /// }
    /// ```
    #[must_use]
    pub fn discovered_files(&self) -> Vec<DiscoveredFile> {
        pipeline::discovered_files(&self.plan, T::SCHEMA)
    }

    /// Loads the config, without any effect on the process.
    ///
    /// # Errors
    /// Everything that is wrong with the sources, in one [`Error`].
    pub fn extract(&self) -> Result<T, Error> {
        self.run(flags_of_process(), None, None).map(|loaded| loaded.value)
    }

    /// Loads the config together with a [report](LoadReport) of what the load did, without any effect on the process.
    ///
    /// # Errors
    /// Like [`Self::extract`]; [`Error::load_report`] is the report then.
    pub fn extract_with_report(&self) -> Result<(T, LoadReport), Error> {
        let mut trace = Trace::new();
        let loaded = self.run(flags_of_process(), Some(&mut trace), None)?;
        Ok((loaded.value, trace.report()))
    }

    /// Loads the config together with its origins and warnings, without any effect on the process.
    ///
    /// # Errors
    /// Like [`Self::extract`].
    pub fn extract_snapshot(&self) -> Result<Snapshot<T>, Error> {
        self.run(flags_of_process(), None, None).map(|loaded| loaded.publishable().0)
    }

    /// Loads the config and publishes it: from then on [`SuperConfig::get`] gives it. Either one complete config is
    /// published or nothing changes.
    ///
    /// # Errors
    /// Like [`Self::extract`].
    pub fn load(&self) -> Result<Arc<T>, Error> {
        #[cfg(feature = "watch")]
        if let Some(hot) = self.hot {
            return hot(self.clone());
        }
        self.publish(None)
    }

    /// Loads the config, publishes it, and gives a [report](LoadReport) of what the load did.
    ///
    /// # Errors
    /// Like [`Self::extract`]; [`Error::load_report`] is the report then.
    pub fn load_with_report(&self) -> Result<(Arc<T>, LoadReport), Error> {
        let mut trace = Trace::new();
        let value = self.publish(Some(&mut trace))?;
        Ok((value, trace.report()))
    }

    fn publish(&self, trace: Option<&mut Trace>) -> Result<Arc<T>, Error> {
        let (snapshot, mounted) = self.reported(registry(), trace)?;
        let value = Arc::clone(snapshot.value());
        let own = Change::publish(Arc::clone(T::cell().place()), snapshot, When::Always);
        registry().publish([own].into_iter().chain(mounted).gather());
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
        Ok(registry.publish_new(self.reported(registry, None)?.0))
    }

    /// Loads, and tells whoever listens how that went; gives what is to be published, and what is mounted in it.
    fn reported(
        &self,
        registry: &ConfigRegistry,
        trace: Option<&mut Trace>,
    ) -> Result<(Snapshot<T>, Vec<Change>), Error> {
        let result = self.run(registry.runtime_flags(), trace, None).map(Loaded::publishable);
        let verbosity = registry.verbosity();
        match &result {
            Ok((snapshot, _)) => {
                self.tell_warnings(verbosity, snapshot.warnings());
                tell::loaded(verbosity, T::SCHEMA, snapshot);
            }
            Err(error) => tell::failed(verbosity, T::SCHEMA, error),
        }
        result
    }

    pub(super) fn tell_warnings(&self, verbosity: Verbosity, warnings: &[Problem]) {
        match &self.plan.on_warning {
            Some(handler) => warnings.iter().for_each(|warning| handler(warning)),
            None => tell::warnings(verbosity, T::SCHEMA, warnings),
        }
    }

    /// `look` sees the complete draft before the struct is made of it.
    pub(super) fn run(
        &self,
        flags: RuntimeFlags,
        trace: Option<&mut Trace>,
        mut look: Option<Look<'_>>,
    ) -> Result<Loaded<T>, Error> {
        if T::SCHEMA.mounts {
            return self.run_with_mounts(flags, trace, look);
        }
        let fresh = || -> Box<dyn Draft> { Box::new(T::Draft::UNSET) };
        let mut value = None;
        let outcome = pipeline::load(&self.plan, flags, T::SCHEMA, trace, &fresh, &mut |mut draft, build| {
            if let Some(look) = &mut look {
                look(&mut *draft);
            }
            value = T::build(own(draft), build);
            value.is_some()
        })?;
        let value = value.ok_or_else(|| pipeline::incomplete(T::SCHEMA))?;
        Ok(Loaded { value, outcome, mounted: Vec::new() })
    }

    fn run_with_mounts(
        &self,
        flags: RuntimeFlags,
        trace: Option<&mut Trace>,
        mut look: Option<Look<'_>>,
    ) -> Result<Loaded<T>, Error> {
        let composed = mount::composed(TypeId::of::<T>(), T::SCHEMA);
        let faults = composed.faults();
        if !faults.is_empty() {
            return Err(pipeline::refused(composed.schema, faults));
        }
        let fresh = || -> Box<dyn Draft> { Box::new(composed.draft(Box::new(T::Draft::UNSET))) };
        let mut built = None;
        let outcome = pipeline::load(&self.plan, flags, composed.schema, trace, &fresh, &mut |mut draft, build| {
            if let Some(look) = &mut look {
                look(&mut *draft);
            }
            let (root, mounted) = own::<Composite>(draft).build(build);
            built = T::build(own(root), build).zip(mounted);
            built.is_some()
        })?;
        let (value, mounted) = built.ok_or_else(|| pipeline::incomplete(composed.schema))?;
        Ok(Loaded { value, outcome, mounted })
    }
}

/// Who looks at a complete draft.
pub(super) type Look<'l> = &'l mut dyn FnMut(&mut dyn Draft);

/// A draft as what it is.
fn own<D: Draft>(draft: Box<dyn Draft>) -> D {
    let draft: Box<dyn Any> = draft;
    *draft.downcast().expect("a load gives back the drafts that it asked for")
}

/// A load that succeeded and was not published yet.
pub(super) struct Loaded<T> {
    value: T,
    pub(super) outcome: Arc<Outcome>,
    /// What was loaded with it.
    mounted: Vec<Mounted>,
}

impl<T: SuperConfig> Loaded<T> {
    pub(super) fn publishable(self) -> (Snapshot<T>, Vec<Change>) {
        let outcome = self.outcome;
        let mounted = self.mounted.into_iter().map(|mounted| mounted.publish(&outcome)).gather();
        (Snapshot::new(self.value, outcome, Own::Root(T::SCHEMA.fields.len())), mounted)
    }

    /// The same, to be compared with what is running first.
    #[cfg(feature = "watch")]
    pub(super) fn watched(self) -> Snapshot<T> {
        let outcome = self.outcome;
        let parts = self.mounted.into_iter().map(|mounted| mounted.part(&outcome)).gather();
        Snapshot::new(self.value, outcome, Own::Root(T::SCHEMA.fields.len())).with_parts(parts)
    }
}

fn given<K: Into<OsString>, V: Into<OsString>>(
    variables: impl IntoIterator<Item = (K, V)>,
) -> Vec<(OsString, OsString)> {
    variables.into_iter().map(|(name, value)| (name.into(), value.into())).gather()
}
