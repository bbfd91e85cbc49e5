//! `myapp config …`: asking a program for its configuration, through the crate `clap`. Needs the feature `cli`.
//!
//! | | |
//! |---|---|
//! | `config show` | the configuration in force: `--format toml\|yaml\|json`, `--origins`, `--changed` |
//! | `config explain [PATH]…` | where each value comes from, and what it won over: `--format text\|json` |
//! | `config check` | everything that is wrong, without starting the program: `--all-profiles`, `--format text\|json\|github\|gitlab` |
//! | `config diff FROM [TO]` | what differs between two of `profile:NAME`, `file:PATH`, `current`: `--format text\|json`, `--exit-code` |
//! | `config template` | a commented starting file: `--format toml\|yaml\|json\|env`, `--profile NAME`, `--nested`, `--values`, `--schema PATH` |
//! | `config schema` | the JSON Schema for editors: `--draft 2020-12\|7`, `--complete`, `--without-null` |
//! | `config reference` | all settings in one document: `--format markdown\|html\|man` |
//! | `config env` | the variables, and which of them are set: `--format text\|json` |
//! | `config set PATH VALUE`, `unset PATH` | change a TOML file and nothing else in it: shows a diff, `--yes`, `--dry-run` |
//! | `config migrate` | former names to the current ones in a TOML file |
//!
//! All of them take `--profile NAME`, `--config FILE` and `--set PATH=VALUE`, as the program itself does, and `--color`. They write to
//! standard output, and what is wrong to standard error. Paths of files below the working directory are shown as relative to it.
//! Secrets are never shown. They end with 0; with 1 if something is wrong with
//! the configuration, or if `diff --exit-code` finds a difference; with 2 if the command line cannot be understood.
//!
//! Settings of types that are not the library's are shown through `serde::Serialize`: where one derives only `Deserialize`, the program
//! does not compile, unless the setting is `secret`.
//!
//! A program without a command line of its own needs one line, and gets a flag for each setting besides:
//!
//! ```no_run
//! use std::process::ExitCode;
//! use superconfig::SuperConfig;
//!
//! #[derive(SuperConfig)]
//! #[config(name = "shop")]
//! struct AppConfig {
//!     #[config(default = 8080)]
//!     port: u16,
//! }
//!
//! fn main() -> ExitCode {
//!     superconfig::cli::main(|config: std::sync::Arc<AppConfig>| {
//!         println!("listening on {}", config.port);
//!     })
//! }
//! ```
//!
//! One that has a command line gives it the subcommand with [`command`] and hands what clap found to [`run`]; with clap's derive,
//! [`ConfigArgs`] is the content of a variant.

mod args;
mod ask;
mod env;
mod file;
mod output;

pub use args::ConfigArgs;
pub use args::command;

use std::{
    process::{ExitCode, Termination},
    sync::Arc,
};

use ::clap::{ArgMatches, Command};

use self::{ask::Ask, output::Output};
use crate::{Builder, SuperConfig, clap as flags};

/// The whole of `main`: `config …` asks, anything else loads the config from where people expect it, with a flag for each setting
/// above the environment, publishes it, and runs the program with it. A load that fails prints its report and ends with 1.
///
/// Secrets are best not given as arguments; a report says so.
pub fn main<T: SuperConfig, R: Termination>(run: impl FnOnce(Arc<T>) -> R) -> ExitCode {
    main_with(&T::builder().with_discovery().with_secrets().with_env(), run)
}

/// Like [`main`](main()), with sources of your own choice below the arguments.
///
/// ```no_run
/// # use superconfig::SuperConfig;
/// # #[derive(SuperConfig)]
/// # struct AppConfig {}
/// fn main() -> std::process::ExitCode {
///     let builder = AppConfig::builder().with_optional_file("/etc/shop.toml").with_env();
///     superconfig::cli::main_with(&builder, |config| drop(config))
/// }
/// ```
pub fn main_with<T: SuperConfig, R: Termination>(builder: &Builder<T>, run: impl FnOnce(Arc<T>) -> R) -> ExitCode {
    let schema = flags::schema_of::<T>();
    let about = schema.doc.split("\n\n").next().unwrap_or_default().to_owned();
    let command = Command::new(schema.name).about(about).args_conflicts_with_subcommands(false);
    let command = match flags::augment(schema, command) {
        Ok(command) => command.subcommand(args::command()),
        Err(error) => return output::fail(&error),
    };
    let matches = match command.try_get_matches() {
        Ok(matches) => matches,
        Err(error) => flags::silent(schema, error).exit(),
    };
    let builder = builder.clone().with_arg_matches(&matches);
    if let Some(("config", matches)) = matches.subcommand() {
        return self::run(&builder, matches);
    }
    match builder.load() {
        Ok(config) => run(config).report(),
        Err(error) => output::fail(&error),
    }
}

/// Does what `config …` was asked for; `matches` are those of the subcommand that [`command`] is. The builder has the sources of
/// the program: what it would load is what is shown.
///
/// ```
/// use superconfig::{Format, SuperConfig, cli};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     #[config(default = 8080)]
///     port: u16,
/// }
///
/// let command = clap::Command::new("shop").subcommand(cli::command());
/// let matches = command.get_matches_from(["shop", "config", "show"]);
/// if let Some(("config", matches)) = matches.subcommand() {
///     let code = cli::run(&AppConfig::builder().with_env(), matches); // port = 8080
///     # assert_eq!(code, std::process::ExitCode::SUCCESS);
/// }
/// ```
#[must_use]
pub fn run<T: SuperConfig>(builder: &Builder<T>, matches: &ArgMatches) -> ExitCode {
    let output = Output::of(matches);
    let asked = args::with_words(builder.clone(), matches);
    match ask::answer(&asked as &dyn Ask, matches, &output) {
        Ok(code) => code,
        Err(error) => output.fail(&error),
    }
}

impl ConfigArgs {
    /// Does what was asked for; see [`run`].
    #[must_use]
    pub fn run<T: SuperConfig>(&self, builder: &Builder<T>) -> ExitCode {
        run(builder, self.matches())
    }
}
