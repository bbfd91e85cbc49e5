//! The questions and their answers. What a config can be asked is one trait object, so that all else is compiled once.

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
};

use ::clap::ArgMatches;

use super::{args, env as variables, file, output::Output};
use crate::{
    Builder, DiscoveredFile, Format, SuperConfig,
    edit::Edit,
    inspect::{Check, Dump, Explanations, JsonSchema, SchemaDraft, json, outline_under},
    problem::{Error, ProblemKind},
    schema::Schema,
};

/// A config with its sources, to be asked.
pub(super) trait Ask {
    fn schema(&self) -> &'static Schema;
    fn with_profile(&self, profile: &str) -> Box<dyn Ask>;
    fn with_file(&self, path: &str) -> Box<dyn Ask>;
    fn current(&self) -> Box<dyn Ask>;
    fn dump(&self) -> Result<Dump, Error>;
    fn explain(&self) -> (Explanations, Result<(), Error>);
    fn check(&self, profiles: Vec<String>) -> Check;
    fn check_all_profiles(&self) -> Check;
    fn template(&self, wanted: &Wanted) -> Result<String, Error>;
    fn json_schema(&self) -> Result<JsonSchema, Error>;
    fn reference(&self, format: &str) -> String;
    fn variables(&self) -> Result<Vec<variables::Variable>, Error>;
    fn discovered_files(&self) -> Vec<DiscoveredFile>;
    fn base_dir(&self) -> &Path;
    fn edit(&self, path: &Path) -> Result<Edit, Error>;
}

impl<T: SuperConfig> Ask for Builder<T> {
    fn schema(&self) -> &'static Schema {
        T::SCHEMA
    }

    fn with_profile(&self, profile: &str) -> Box<dyn Ask> {
        Box::new(self.clone().with_profile(profile))
    }

    fn with_file(&self, path: &str) -> Box<dyn Ask> {
        Box::new(self.clone().with_words(vec!["--config".into(), path.into()]))
    }

    fn current(&self) -> Box<dyn Ask> {
        Box::new(self.clone())
    }

    fn dump(&self) -> Result<Dump, Error> {
        self.dump()
    }

    fn explain(&self) -> (Explanations, Result<(), Error>) {
        self.explain_anyway()
    }

    fn check(&self, profiles: Vec<String>) -> Check {
        self.check(profiles)
    }

    fn check_all_profiles(&self) -> Check {
        self.check_all_profiles()
    }

    fn template(&self, wanted: &Wanted) -> Result<String, Error> {
        let mut template = self.template();
        if let Some(profile) = &wanted.profile {
            template = template.profile(profile);
        }
        if wanted.nested {
            template = template.nested();
        }
        if wanted.values {
            template = template.values();
        }
        if let Some(path) = &wanted.schema {
            template = template.schema(path);
        }
        match wanted.format {
            Some(format) => template.render(format),
            None if wanted.nested || wanted.values || wanted.schema.is_some() => {
                let message = "`--nested`, `--values` and `--schema` are for files in TOML, YAML and JSON".to_owned();
                Err(Error::about(T::SCHEMA.name, ProblemKind::Invalid, "", message, None))
            }
            None => template.env_example(),
        }
    }

    fn json_schema(&self) -> Result<JsonSchema, Error> {
        self.json_schema()
    }

    fn reference(&self, format: &str) -> String {
        match format {
            "html" => self.reference_html(),
            "man" => self.reference_man(),
            _ => self.reference_markdown(),
        }
    }

    fn variables(&self) -> Result<Vec<variables::Variable>, Error> {
        let (schema, mut draft) = Self::blank()?;
        let outline = outline_under(self.env_prefix(), schema, &mut *draft);
        Ok(variables::variables(schema, &outline, &self.variable_names()))
    }

    fn discovered_files(&self) -> Vec<DiscoveredFile> {
        self.discovered_files()
    }

    fn base_dir(&self) -> &Path {
        self.base_dir()
    }

    fn edit(&self, path: &Path) -> Result<Edit, Error> {
        // The path is the command line's, or one as it was found: both begin at the working directory.
        self.clone().with_base_dir("").edit(path)
    }
}

/// Answers what the command line asks.
pub(super) fn answer(config: &dyn Ask, matches: &ArgMatches, output: &Output) -> Result<ExitCode, Error> {
    let Some((name, matches)) = matches.subcommand() else { return Ok(ExitCode::FAILURE) };
    match name {
        "show" => show(config, matches, output),
        "explain" => explain(config, matches, output),
        "check" => Ok(check(config, matches, output)),
        "diff" => diff(config, matches, output),
        "template" => Ok(output.answer(&config.template(&Wanted::of(matches))?)),
        "schema" => Ok(output.answer(&schema(config, matches)?)),
        "reference" => Ok(output.answer(&config.reference(word(matches, "format")))),
        "env" => {
            let all = config.variables()?;
            let json = word(matches, "format") == "json";
            Ok(output.answer(&if json { variables::json(&all) } else { variables::text(&all, output.color) }))
        }
        _ => file::edit(config, name, matches, output),
    }
}

/// Paths below it are shown as relative to it.
fn here() -> PathBuf {
    env::current_dir().unwrap_or_default()
}

fn word<'m>(matches: &'m ArgMatches, id: &str) -> &'m str {
    matches.get_one::<String>(id).map_or("", String::as_str)
}

fn show(config: &dyn Ask, matches: &ArgMatches, output: &Output) -> Result<ExitCode, Error> {
    let mut dump = config.dump()?.relative_to(here());
    if matches.get_flag("changed") {
        dump = dump.only_changed();
    }
    if matches.get_flag("origins") {
        dump = dump.with_origins();
    }
    Ok(output.answer(&match word(matches, "format") {
        "yaml" => dump.as_yaml(),
        "json" => dump.as_json(),
        _ => dump.as_toml(),
    }))
}

/// Also of a configuration that is wrong elsewhere; what is wrong follows then.
fn explain(config: &dyn Ask, matches: &ArgMatches, output: &Output) -> Result<ExitCode, Error> {
    let (all, result) = config.explain();
    let all = all.relative_to(here());
    let mut found = Vec::new();
    let paths = matches.get_many::<String>("path");
    if paths.is_none() {
        found.push(all.clone());
    }
    let mut unknown = Vec::new();
    for path in paths.into_iter().flatten() {
        match all.at(path) {
            Ok(explanations) => found.push(explanations),
            // It may be missing because it is what is wrong.
            Err(_) if result.is_err() => {}
            Err(error) => unknown.extend(error.into_parts().0),
        }
    }
    let code = if found.is_empty() {
        ExitCode::SUCCESS
    } else if word(matches, "format") == "json" {
        output.answer(&json(&found.iter().flatten().collect::<Vec<_>>()))
    } else {
        let texts: Vec<String> = found.iter().map(|explanations| explanations.to_text(output.color)).collect();
        output.answer(&texts.join("\n\n"))
    };
    result?;
    if unknown.is_empty() { Ok(code) } else { Err(Error::new(config.schema().name, unknown, Vec::new())) }
}

fn check(config: &dyn Ask, matches: &ArgMatches, output: &Output) -> ExitCode {
    let all = matches.get_flag("all-profiles");
    let check = if all { config.check_all_profiles() } else { config.check(args::profiles(matches)) };
    let check = check.relative_to(here());
    let written = output.answer(&match word(matches, "format") {
        "json" => check.to_json(),
        "github" => check.to_annotations(),
        "gitlab" => check.to_code_quality(),
        _ => check.to_text(output.color),
    });
    if check.is_ok() { written } else { ExitCode::from(check.exit_code()) }
}

fn diff(config: &dyn Ask, matches: &ArgMatches, output: &Output) -> Result<ExitCode, Error> {
    let dump = |id| Ok(side(config, word(matches, id))?.dump()?.relative_to(here()));
    let (from, to) = (dump("from")?, dump("to")?);
    let diff = from.diff(&to);
    let as_json = word(matches, "format") == "json";
    let written = output.answer(&if as_json { diff.to_json() } else { diff.to_text(output.color) });
    Ok(if matches.get_flag("exit-code") && !diff.is_empty() { ExitCode::FAILURE } else { written })
}

/// One of the two that are compared.
fn side(config: &dyn Ask, what: &str) -> Result<Box<dyn Ask>, Error> {
    match what.split_once(':') {
        Some(("profile", name)) => Ok(config.with_profile(name)),
        Some(("file", path)) => Ok(config.with_file(path)),
        None if what == "current" => Ok(config.current()),
        _ => {
            let message = format!("{what:?} cannot be compared");
            let help = "write `profile:NAME`, `file:PATH` or `current`".to_owned();
            Err(Error::about(config.schema().name, ProblemKind::Invalid, "", message, Some(help)))
        }
    }
}

/// Which starting file.
pub(super) struct Wanted {
    profile: Option<String>,
    nested: bool,
    values: bool,
    schema: Option<String>,
    /// Nothing for `.env`.
    format: Option<Format>,
}

impl Wanted {
    fn of(matches: &ArgMatches) -> Self {
        Self {
            profile: args::profiles(matches).pop(),
            nested: matches.get_flag("nested"),
            values: matches.get_flag("values"),
            schema: matches.get_one::<String>("schema").cloned(),
            format: match word(matches, "format") {
                "env" => None,
                "json" => Some(Format::Json),
                "yaml" => Some(Format::Yaml),
                _ => Some(Format::Toml),
            },
        }
    }
}

fn schema(config: &dyn Ask, matches: &ArgMatches) -> Result<String, Error> {
    let mut schema = config.json_schema()?;
    if word(matches, "draft") == "7" {
        schema = schema.draft(SchemaDraft::Draft07);
    }
    if matches.get_flag("complete") {
        schema = schema.complete();
    }
    if matches.get_flag("without-null") {
        schema = schema.without_null();
    }
    Ok(schema.to_string())
}
