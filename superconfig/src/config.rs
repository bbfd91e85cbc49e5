//! The trait that the derive implements: the front door.

use std::{any::Any, sync::Arc};

use crate::{
    build::Build,
    discover::DiscoveredFile,
    draft::{Draft, Unset},
    load::{Builder, LoadReport, Snapshot},
    mount,
    problem::Error,
    registry::{Cell, ConfigGuard, ConfigHandle, ConfigReader, Current, Local, LocalKey},
    schema::{Schema, check_root},
};
#[cfg(feature = "inspect")]
use crate::{
    inspect::{Check, Explanation, Explanations},
    load::FieldPath,
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
    type Draft: Draft + Unset;

    /// The facts about the struct: keys, environment names, docs.
    const SCHEMA: &'static Schema;

    /// The same as a value, of which the derive makes a `static`.
    #[doc(hidden)]
    const __DESCRIPTION: Schema = Schema::NOTHING;

    /// Puts the default of the setting at an index into its `Option<T>`, or nothing if it has none for the active profiles.
    #[doc(hidden)]
    fn fill(index: usize, slot: &mut dyn Any, build: &Build<'_>);

    /// Takes the values out of a draft that has its defaults.
    #[doc(hidden)]
    fn build(draft: Self::Draft, build: &Build<'_>) -> Option<Self>;

    /// Shows each field to an eye.
    #[cfg(feature = "inspect")]
    #[doc(hidden)]
    fn visit(&self, eye: &mut dyn crate::inspect::Eye);

    /// Where the published config of this type stands.
    #[doc(hidden)]
    fn cell() -> &'static Cell<Self>;

    /// What this thread holds of it. `None` for a generic type, for which no `static` can be written, and for what looks like a
    /// section: that is found in the thread's table.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    fn local() -> Option<&'static LocalKey<Local<Self>>> {
        None
    }

    /// Loads the config from where people expect it and publishes it: defaults, then files, then the secrets that
    /// the system mounts, then the environment, the later ones winning; see the [crate documentation](crate#order). Warnings go to the `log`, or to standard error if nobody
    /// listens there; see [`Verbosity`](crate::Verbosity).
    ///
    /// # Errors
    /// Everything that is wrong, in one [`Error`]. What was published before stays.
    fn load() -> Result<Arc<Self>, Error> {
        usual::<Self>().load()
    }

    /// Loads the config from where [`load`](Self::load) does, publishes it, and keeps it up to date as long as the
    /// [`Watcher`](crate::reload::Watcher) lives; see [`reload`](crate::reload). Needs the feature `watch`.
    ///
    /// ```no_run
    /// # use superconfig::SuperConfig;
    /// # #[derive(SuperConfig)]
    /// # struct AppConfig { #[config(default = 80)] port: u16 }
    /// let watcher = AppConfig::watch()?;
    /// watcher.on_change(|old, new, changes| println!("{changes}"));
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    ///
    /// # Errors
    /// Like [`load`](Self::load); then nothing is watched.
    #[cfg(feature = "watch")]
    fn watch() -> Result<crate::reload::Watcher<Self>, Error> {
        usual::<Self>().watch()
    }

    /// Like [`load`](Self::load), with the arguments of the process above the environment: each setting has a flag, see
    /// [`augment`](Self::augment). Needs the feature `clap`, which answers `--help`, and ends the process where it cannot understand
    /// an argument.
    ///
    /// # Errors
    /// Like [`load`](Self::load), and like [`augment`](Self::augment).
    #[cfg(feature = "clap")]
    fn load_with_args() -> Result<Arc<Self>, Error> {
        crate::clap::load_with_args(usual())
    }

    /// Gives a command of clap's a flag for each setting, by its path in kebab-case: `--database-pool-size`. Their help is the doc comment
    /// with the default and the variable. A `bool` is `--verbose` or `--no-verbose`; a list takes commas or several flags; a map
    /// takes `key=value`. Former names have hidden flags. Beside them come `--set path=value`, `--unset path`, `--config FILE` and `--profile NAME`, unless the command or the config has
    /// a flag of that name. [`with_arg_matches`](Builder::with_arg_matches) reads what was given.
    ///
    /// # Errors
    /// All flags that the command has already, or that two settings would share.
    #[cfg(feature = "clap")]
    fn augment(command: ::clap::Command) -> Result<::clap::Command, Error> {
        crate::clap::augment(crate::clap::schema_of::<Self>(), command)
    }

    /// Loads and publishes the config like [`Self::load`], and gives a [report](LoadReport): which sources there were, what each of
    /// them supplied, and what was noticed.
    ///
    /// # Errors
    /// Like [`Self::load`]; [`Error::load_report`] is the report then.
    fn load_with_report() -> Result<(Arc<Self>, LoadReport), Error> {
        usual::<Self>().load_with_report()
    }

    /// The places where [`Self::load`] would look for files now, lowest precedence first, and what it would find there; see
    /// [`Builder::discovered_files`].
    #[must_use]
    fn discovered_files() -> Vec<DiscoveredFile> {
        Self::builder().with_discovery().discovered_files()
    }

    /// Loads like [`Self::load`], without publishing anything, and tells of one setting what it is, where that came from, and what it
    /// was before; see [`Builder::explain`].
    ///
    /// # Errors
    /// Like [`Self::load`]. Also if the field is no setting, or is in an optional section that is absent.
    #[cfg(feature = "inspect")]
    fn explain<V>(field: FieldPath<Self, V>) -> Result<Explanation, Error> {
        usual().explain(field)
    }

    /// Like [`Self::explain`], of the setting with a path that somebody typed, or of all settings in a section; see
    /// [`Builder::explain_path`].
    ///
    /// # Errors
    /// Like [`Self::load`], and if nothing has this path.
    #[cfg(feature = "inspect")]
    fn explain_path(path: &str) -> Result<Explanations, Error> {
        usual::<Self>().explain_path(path)
    }

    /// Like [`Self::explain`], of all settings; see [`Builder::explain_all`].
    ///
    /// # Errors
    /// Like [`Self::load`].
    #[cfg(feature = "inspect")]
    fn explain_all() -> Result<Explanations, Error> {
        usual::<Self>().explain_all()
    }

    /// Loads like [`Self::load`], once for each of these profiles and without any effect, and says everything that is wrong or would
    /// be noticed; see [`Builder::check`].
    #[cfg(feature = "inspect")]
    fn check<P: Into<String>>(profiles: impl IntoIterator<Item = P>) -> Check {
        usual::<Self>().check(profiles)
    }

    /// Loads the config from where [`Self::load`] does, without any effect on the process, and gives the values as one
    /// [file](crate::Dump); see [`Builder::dump`]. What is running is in [`Snapshot::dump`].
    ///
    /// # Errors
    /// Like [`Self::load`].
    #[cfg(feature = "inspect")]
    fn dump() -> Result<crate::Dump, Error> {
        usual::<Self>().dump()
    }

    /// The reference of all settings for the program's users, as Markdown that code hosts render: keys, types, defaults per profile,
    /// variables, flags, what is allowed, since when what is deprecated, and an example of each section. Doc comments stand in it as they
    /// are. Values of secrets do not.
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     /// Where the server listens.
    ///     #[config(default = 8080, profile(prod = 443))]
    ///     port: u16,
    /// }
    ///
    /// let reference = AppConfig::reference_markdown();
    /// assert!(reference.contains("- **Default:** `8080`; `443` in profile `prod`"));
    /// assert!(reference.contains("- **Variable:** `SHOP_PORT`"));
    /// ```
    #[cfg(feature = "inspect")]
    #[must_use]
    fn reference_markdown() -> String {
        Builder::<Self>::default().reference_markdown()
    }

    /// The same as one HTML page with a search box, which needs no other file and asks for none. It can be opened from a disk, follows the
    /// reader's choice of light or dark, and shows everything without scripts as well. All text in it is escaped.
    #[cfg(feature = "inspect")]
    #[must_use]
    fn reference_html() -> String {
        Builder::<Self>::default().reference_html()
    }

    /// The same as a manual page of section 5, for `man -l`.
    #[cfg(feature = "inspect")]
    #[must_use]
    fn reference_man() -> String {
        Builder::<Self>::default().reference_man()
    }

    /// Like [`Self::check`], for all profiles that there are; see [`Builder::check_all_profiles`].
    #[cfg(feature = "inspect")]
    fn check_all_profiles() -> Check {
        usual::<Self>().check_all_profiles()
    }

    /// Opens a TOML file to [edit](crate::edit::Edit) it; one that is not there yet will be made.
    ///
    /// # Errors
    /// If it cannot be read, is no TOML, or has a syntax error.
    #[cfg(feature = "edit")]
    fn edit(path: impl AsRef<std::path::Path>) -> Result<crate::edit::Edit, Error> {
        Self::builder().edit(path)
    }

    /// Starts a load from chosen sources. A builder without sources gives the defaults.
    fn builder() -> Builder<Self> {
        const { check_root(Self::SCHEMA) };
        Builder::default()
    }

    /// The JSON Schema of the config's files, in draft 2020-12: editors complete, explain and check them by it. What it says is told of
    /// [`JsonSchema`](crate::JsonSchema); [`Builder::json_schema`] makes others, of draft-07 for example.
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     /// The port of the HTTP server.
    ///     #[config(default = 8080)]
    ///     port: u16,
    /// }
    ///
    /// # let directory = std::env::temp_dir().join(format!("superconfig-json-schema-{}", std::process::id()));
    /// # std::fs::create_dir_all(&directory)?;
    /// std::fs::write(directory.join("shop.schema.json"), AppConfig::json_schema())?;
    /// let template = AppConfig::template_builder().schema("shop.schema.json").render(Format::Toml)?;
    /// std::fs::write(directory.join("shop.toml"), template)?;
    /// # std::fs::remove_dir_all(&directory)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    /// If configs that are [mounted](macro@crate::SuperConfig#mounts) collide, with which no load would succeed either;
    /// [`Builder::json_schema`] gives the error.
    #[cfg(feature = "inspect")]
    #[must_use]
    #[track_caller]
    fn json_schema() -> String {
        expected(Self::builder().json_schema().map(|schema| schema.to_string()))
    }

    /// A commented file to start from, with every setting at its default: loading it as it is changes nothing. See
    /// [`Template`](crate::Template), also for other files.
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     /// The port of the HTTP server.
    ///     #[config(default = 8080)]
    ///     port: u16,
    /// }
    ///
    /// let text = AppConfig::template(Format::Toml);
    /// let last = "# The port of the HTTP server.\n# Integer from 0 to 65535. Variable: SHOP_PORT.\n#port = 8080\n";
    /// assert!(text.ends_with(last), "{text}");
    /// ```
    ///
    /// # Panics
    /// If configs that are [mounted](macro@crate::SuperConfig#mounts) collide, with which no load would succeed either;
    /// [`Template::render`](crate::Template::render) gives the error.
    #[cfg(feature = "inspect")]
    #[must_use]
    #[track_caller]
    fn template(format: crate::Format) -> String {
        expected(Self::template_builder().render(format))
    }

    /// Like [`template`](Self::template), for the files of profiles, with live values, or with a schema for editors.
    #[cfg(feature = "inspect")]
    #[must_use]
    fn template_builder() -> crate::Template<Self> {
        crate::Template::new()
    }

    /// `.env.example`: every variable with its default in a comment.
    ///
    /// # Panics
    /// Like [`template`](Self::template).
    #[cfg(feature = "inspect")]
    #[must_use]
    #[track_caller]
    fn env_example() -> String {
        expected(Self::template_builder().env_example())
    }

    /// The published config, held for as long as the [guard](ConfigGuard) lives. Costs no lock, and writes no memory that other
    /// cores look at.
    ///
    /// # Panics
    /// If none has been loaded; [`Self::try_get`] does not panic.
    #[must_use]
    #[track_caller]
    fn get() -> ConfigGuard<Self> {
        match Self::try_get() {
            Some(config) => config,
            None => not_loaded::<Self>(),
        }
    }

    /// The published config, if one has been loaded.
    #[must_use]
    fn try_get() -> Option<ConfigGuard<Self>> {
        Self::cell().get()
    }

    /// The published config as this thread's own [reference](Current), which costs about what a plain one does: no lock, no table, no
    /// memory written that other cores look at. It may be asked for while others are in use, and while the thread ends. The thread holds it
    /// until it asks again; see [`release_current`](crate::release_current). A type without a `name` of its own, or a generic one, is found
    /// in a table of the thread's, which takes about twice as long.
    ///
    /// # Panics
    /// Like [`Self::get`].
    #[must_use]
    #[track_caller]
    fn current() -> Current<Self> {
        match Self::cell().current(Self::local()) {
            Some(config) => config,
            None => not_loaded::<Self>(),
        }
    }

    /// A [reader](ConfigReader) to keep, for hot loops.
    ///
    /// # Panics
    /// Like [`Self::get`].
    #[must_use]
    #[track_caller]
    fn reader() -> ConfigReader<Self> {
        match ConfigReader::of(Self::cell().place()) {
            Some(reader) => reader,
            None => not_loaded::<Self>(),
        }
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

/// The sources of a load that nobody has chosen any for.
fn usual<T: SuperConfig>() -> Builder<T> {
    T::builder().with_discovery().with_secrets().with_env()
}

#[cold]
#[track_caller]
fn not_loaded<T: SuperConfig>() -> ! {
    panic!("{}", mount::not_loaded(std::any::type_name::<T>(), T::SCHEMA))
}

#[cfg(feature = "inspect")]
#[track_caller]
fn expected(text: Result<String, Error>) -> String {
    match text {
        Ok(text) => text,
        Err(error) => panic!("{error}"),
    }
}
