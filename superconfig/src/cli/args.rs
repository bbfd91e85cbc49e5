//! The command line of `config …`.

use ::clap::{
    Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, ValueHint,
    builder::{PossibleValuesParser, ValueParser},
};

use crate::{Builder, SuperConfig};

/// The subcommand `config`, to be mounted in a command of clap's; [`run`](super::run) does what it asks for.
///
/// It has options `--profile`, `--config`, `--set` and `--color`. A command that has one of these itself must not make it
/// [`global`](Arg::global): clap panics in debug builds where two arguments of one name meet.
#[must_use]
pub fn command() -> Command {
    subcommands(Command::new("config").about("Show, explain, check and edit the configuration"))
}

/// `config …` for clap's derive:
///
/// ```
/// use clap::{CommandFactory as _, FromArgMatches, Parser, Subcommand};
/// use superconfig::{SuperConfig, cli::ConfigArgs};
///
/// #[derive(SuperConfig)]
/// struct AppConfig {}
///
/// #[derive(Parser)]
/// struct Cli {
///     #[command(subcommand)]
///     command: Todo,
/// }
///
/// #[derive(Subcommand)]
/// enum Todo {
///     /// Start the service.
///     Serve,
///     /// Show, explain, check and edit the configuration.
///     Config(ConfigArgs),
/// }
///
/// match Cli::parse_from(["shop", "config", "check"]).command {
///     Todo::Serve => {}
///     Todo::Config(args) => assert_eq!(args.run(&AppConfig::builder()), std::process::ExitCode::SUCCESS),
/// }
/// ```
#[derive(Debug, Clone)]
pub struct ConfigArgs {
    matches: ArgMatches,
}

impl ConfigArgs {
    pub(super) fn matches(&self) -> &ArgMatches {
        &self.matches
    }
}

impl FromArgMatches for ConfigArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(Self { matches: matches.clone() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.matches = matches.clone();
        Ok(())
    }
}

impl Args for ConfigArgs {
    fn augment_args(command: Command) -> Command {
        subcommands(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        subcommands(command)
    }
}

/// The names of the arguments that all subcommands have; those of settings begin with `superconfig.`.
const PROFILE: &str = "superconfig-config.profile";
const CONFIG: &str = "superconfig-config.config";
const SET: &str = "superconfig-config.set";
pub(super) const COLOR: &str = "superconfig-config.color";

fn subcommands(command: Command) -> Command {
    let text = |id, long, value, help: &str| {
        Arg::new(id).long(long).value_name(value).help(help.to_owned()).action(ArgAction::Append).global(true)
    };
    let os = ValueParser::os_string;
    command
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(text(PROFILE, "profile", "NAME", "Activate a profile, instead of those that the environment names"))
        .arg(
            text(CONFIG, "config", "FILE", "Read this file instead of those that are found")
                .value_parser(os())
                .value_hint(ValueHint::FilePath),
        )
        .arg(text(SET, "set", "PATH=VALUE", "Set a setting, as the program's own argument does").value_parser(os()))
        .arg(choice("color", ["auto", "always", "never"], "Whether the output is coloured").id(COLOR).global(true))
        .subcommands([show(), explain(), check(), diff(), template(), schema(), reference(), env()])
        .subcommands([set(), unset(), migrate()])
}

/// An option with a few words to choose from, the first of which is the default.
fn choice<const N: usize>(long: &'static str, words: [&'static str; N], help: &'static str) -> Arg {
    Arg::new(long)
        .long(long)
        .value_name("WORD")
        .help(help)
        .value_parser(PossibleValuesParser::new(words))
        .default_value(words[0])
}

fn format<const N: usize>(words: [&'static str; N]) -> Arg {
    choice("format", words, "How it is written").short('f')
}

fn switch(long: &'static str, help: &'static str) -> Arg {
    Arg::new(long).long(long).help(help).action(ArgAction::SetTrue)
}

fn path() -> Arg {
    Arg::new("path").value_name("PATH").help("A setting or section, as in database.pool_size")
}

fn show() -> Command {
    Command::new("show")
        .about("The configuration in force")
        .arg(format(["toml", "yaml", "json"]))
        .arg(switch("origins", "Say behind each value where it comes from"))
        .arg(switch("changed", "Only what differs from the defaults"))
}

fn explain() -> Command {
    Command::new("explain")
        .about("Where values come from, and what they won over")
        .arg(path().num_args(0..).action(ArgAction::Append))
        .arg(format(["text", "json"]))
}

fn check() -> Command {
    Command::new("check")
        .about("Everything that is wrong with the configuration, without starting the program")
        .arg(switch("all-profiles", "Check each profile that the program declares"))
        .arg(format(["text", "json", "github", "gitlab"]))
}

fn diff() -> Command {
    let side = |id, help| Arg::new(id).value_name("WHAT").help(help);
    Command::new("diff")
        .about("What differs between two configurations")
        .after_help("WHAT is `current`, what the program would load now; `profile:NAME`, that with this profile; or `file:PATH`, that with this file\ninstead of those that are found.")
        .arg(side("from", "The one to begin with").required(true))
        .arg(side("to", "The other one").default_value("current"))
        .arg(format(["text", "json"]))
        .arg(switch("exit-code", "End with 1 if there is a difference"))
}

fn template() -> Command {
    Command::new("template")
        .about("A commented file to start from; untouched, it changes nothing")
        .arg(format(["toml", "yaml", "json", "env"]))
        .arg(switch("nested", "One file for all profiles, each under its name"))
        .arg(switch("values", "Write the defaults as values, not as comments"))
        .arg(
            Arg::new("schema")
                .long("schema")
                .value_name("PATH")
                .help("Name the JSON Schema in it, by which editors complete: a path beside the file, or a URL"),
        )
}

fn schema() -> Command {
    Command::new("schema")
        .about("The JSON Schema of the files, by which editors complete and check")
        .arg(choice("draft", ["2020-12", "7"], "Which draft of JSON Schema it is written in"))
        .arg(switch("complete", "Demand what is required, for one file that has everything"))
        .arg(switch("without-null", "Refuse null, which unsets a setting in JSON and YAML and does not exist in TOML"))
}

fn reference() -> Command {
    Command::new("reference").about("All settings in one document").arg(format(["markdown", "html", "man"]))
}

fn env() -> Command {
    Command::new("env").about("The environment variables, and which of them are set").arg(format(["text", "json"]))
}

fn editing(command: Command) -> Command {
    command
        .arg(
            Arg::new("file")
                .long("file")
                .value_name("FILE")
                .help("The TOML file to change, instead of the nearest that the program reads")
                .value_parser(ValueParser::path_buf())
                .value_hint(ValueHint::FilePath),
        )
        .arg(switch("yes", "Write without asking").short('y').conflicts_with("dry-run"))
        .arg(switch("dry-run", "Only show the difference").short('n'))
}

fn set() -> Command {
    let value = Arg::new("value").value_name("VALUE").help("Its value, as in an argument").required(true);
    editing(Command::new("set").about("Set a setting in a TOML file; all else in it stays as it is"))
        .arg(path().required(true))
        .arg(value.allow_hyphen_values(true))
}

fn unset() -> Command {
    editing(Command::new("unset").about("Take a setting out of a TOML file")).arg(path().required(true))
}

fn migrate() -> Command {
    editing(Command::new("migrate").about("Bring former names in a TOML file up to date"))
}

/// The builder with what the words that all subcommands have say.
pub(super) fn with_words<T: SuperConfig>(mut builder: Builder<T>, matches: &ArgMatches) -> Builder<T> {
    let profiles: Vec<String> = profiles(matches);
    if !profiles.is_empty() {
        builder = builder.with_profiles(profiles);
    }
    let mut arguments = Vec::new();
    for (id, word) in [(CONFIG, "--config"), (SET, "--set")] {
        for value in matches.get_raw(id).into_iter().flatten() {
            arguments.extend([word.into(), value.to_owned()]);
        }
    }
    if arguments.is_empty() { builder } else { builder.with_words(arguments) }
}

/// The profiles that the command line names.
pub(super) fn profiles(matches: &ArgMatches) -> Vec<String> {
    matches.get_many::<String>(PROFILE).into_iter().flatten().cloned().collect()
}
