//! The doors of a [`Builder`] for `.env` files, secrets and arguments.

use std::{ffi::OsString, path::Path, sync::Arc};

use super::{
    Builder,
    builder::{SecretsAt, Step},
};
use crate::{config::SuperConfig, gather::Gather as _, source::Arguments};

impl<T: SuperConfig> Builder<T> {
    /// Adds the nearest `.env` file, if there is one: in [`Self::with_base_dir`], or above it up to the repository's root. It
    /// is a source of variables, by the names that the environment has, and changes the process's environment in nothing. It ranks
    /// just below the environment, also if it is called after [`Self::with_env`].
    ///
    /// `<NAME>_PROFILE` and `<NAME>_CONFIG` count, too, unless the real environment sets them. Needs the feature `dotenv`.
    ///
    /// ```no_run
    /// # use superconfig::SuperConfig;
    /// # #[derive(SuperConfig)]
    /// # struct AppConfig {}
    /// let config = AppConfig::builder().with_discovery().with_dotenv().with_env().load()?;
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn with_dotenv(self) -> Self {
        self.step(Step::Dotenv { path: None })
    }

    /// Adds a `.env` file of any name, which must be there; otherwise like [`Self::with_dotenv`].
    pub fn with_dotenv_file(self, path: impl AsRef<Path>) -> Self {
        self.step(Step::Dotenv { path: Some(path.as_ref().to_owned()) })
    }

    /// Adds the secrets that the system mounts for a service, if there are any: those in `/run/secrets` (Docker, Podman), and
    /// above them those in `$CREDENTIALS_DIRECTORY` (systemd). See [`Self::with_secrets_dir`] for the names of the files.
    pub fn with_secrets(self) -> Self {
        self.step(Step::Secrets(SecretsAt::System))
    }

    /// Adds a directory, which must be there, where each file holds one value. The file for `database.password` is
    /// `database/password`, `database_password`, `database.password` or `DATABASE__PASSWORD`, with or without the prefix of
    /// the environment; keys of maps stand between `/`, `__` or `.`. One newline at its end is not part of the value, but for
    /// [`SecretBytes`](crate::SecretBytes), which are the whole content, whatever it is. Files that are none of the config's are not
    /// looked at; one that is almost called like a setting is warned of, and so is a secret that every user of the machine can read. A
    /// directory that is called like a setting is a problem.
    ///
    /// ```
    /// use superconfig::{ExposeSecret as _, SecretString, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     api_key: SecretString,
    /// }
    ///
    /// # let directory = std::env::temp_dir().join(format!("superconfig-secrets-{}", std::process::id()));
    /// # std::fs::create_dir_all(&directory).unwrap();
    /// std::fs::write(directory.join("api_key"), "s3cret\n").unwrap();
    /// let config = AppConfig::builder().with_secrets_dir(&directory).extract()?;
    /// assert_eq!(config.api_key.expose_secret(), "s3cret");
    /// # std::fs::remove_dir_all(&directory).unwrap();
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn with_secrets_dir(self, path: impl AsRef<Path>) -> Self {
        self.step(Step::Secrets(SecretsAt::Directory { path: path.as_ref().to_owned(), optional: false }))
    }

    /// Adds a directory of secrets if it is there.
    pub fn with_optional_secrets_dir(self, path: impl AsRef<Path>) -> Self {
        self.step(Step::Secrets(SecretsAt::Directory { path: path.as_ref().to_owned(), optional: true }))
    }

    /// The directory of the system's run-time files, instead of `/run`.
    pub fn with_run_dir(mut self, directory: impl AsRef<Path>) -> Self {
        self.plan.run_dir = Some(directory.as_ref().to_owned());
        self
    }

    /// Adds arguments of a command line, without the program's name. The setting `database.pool_size` is
    /// `--database.pool-size=5`, `--database.pool-size 5` or `--set database.pool_size=5`; keys may be written as in files or with
    /// `-` for `_`. A `bool` is `--verbose` or `--no-verbose`. Lists and maps may be given piece by piece; `--tags-add=x` adds to a list, and what is in
    /// collections has its key or number in the path: `--servers.alpha.port=80`, `--replicas.0.host=a`.
    ///
    /// `--unset database.url` takes back what the sources before these arguments said of a setting, or of all in a section; what the
    /// arguments themselves set counts, wherever it stands among them.
    ///
    /// `--config FILE` is read in place of the files that would be searched for, `--profile NAME` makes profiles active unless the program
    /// chooses them; a setting of that name at the top goes first. What follows `--` is not looked at. All else is a problem; see
    /// [`Self::with_known_args`].
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// struct AppConfig {
    ///     #[config(default = 8080)]
    ///     port: u16,
    ///     #[config(default = false)]
    ///     verbose: bool,
    /// }
    ///
    /// // In a program: `std::env::args_os().skip(1)`.
    /// let config = AppConfig::builder().with_args(["--port=80", "--verbose"]).extract()?;
    /// assert_eq!((config.port, config.verbose), (80, true));
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn with_args(self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.raw(arguments.into_iter().map(Into::into).gather(), true)
    }

    /// Adds arguments of a command line and leaves alone what names no setting: the program reads that itself.
    pub fn with_known_args(self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.raw(arguments.into_iter().map(Into::into).gather(), false)
    }

    /// Adds what clap found of the flags that [`augment`](SuperConfig::augment) gave to a command. Flags that were not given are
    /// no values: what ranks below them stays.
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     /// How many connections there are.
    ///     #[config(default = 10)]
    ///     pool_size: u32,
    /// }
    ///
    /// let command = AppConfig::augment(clap::Command::new("shop"))?;
    /// let matches = command.get_matches_from(["shop", "--pool-size", "50"]);
    /// let config = AppConfig::builder().with_arg_matches(&matches).extract()?;
    /// assert_eq!(config.pool_size, 50);
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    #[cfg(feature = "clap")]
    pub fn with_arg_matches(self, matches: &clap::ArgMatches) -> Self {
        let items = crate::clap::arguments(crate::clap::schema_of::<T>(), matches);
        self.step(Step::Arguments(Arc::new(Arguments::of_clap(items))))
    }

    /// What the command line of `config …` says beside its subcommand: `--config` and `--set`.
    #[cfg(feature = "cli")]
    pub(crate) fn with_words(self, items: Vec<OsString>) -> Self {
        self.step(Step::Arguments(Arc::new(Arguments::words(items))))
    }

    fn raw(self, items: Vec<OsString>, strict: bool) -> Self {
        self.step(Step::Arguments(Arc::new(Arguments::given(items, strict))))
    }
}
