//! The steps for `.env` files, secrets and arguments.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use super::{Load, Locator, SecretsAt, Step};
use crate::{
    draft::{Crumb, Draft, Writer},
    gather::Gather as _,
    problem::{Fault, FaultKind, ProblemKind},
    schema::{Field, Kind, Sources},
    source::{Dotenv, Environment, Parsed, Scan, SecretsDir, Source, What, reason},
};

impl<'a> Load<'a> {
    /// Reads what may say which profiles are active and which files are read.
    pub(super) fn read_ahead(&mut self) {
        let plan = self.plan;
        for step in &plan.steps {
            match step {
                Step::Dotenv { path } => {
                    let file = self.read_dotenv(path.as_deref());
                    self.dotenvs.push(file);
                }
                Step::Arguments(arguments) => self.arguments.push(arguments.parse(self.schema)),
                _ => {}
            }
        }
    }

    fn read_dotenv(&mut self, path: Option<&Path>) -> Dotenv {
        if let Some(path) = path {
            return match self.resolved(path) {
                Some(path) => Dotenv::read(&path, path.clone()),
                None => Dotenv::default(),
            };
        }
        let working_dir = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        let base_dir = self.plan.base_dir.as_ref().map_or_else(|| working_dir.clone(), |it| working_dir.join(it));
        let Some(path) = Dotenv::nearest(&base_dir) else { return Dotenv::default() };
        let short = path.strip_prefix(&working_dir).ok().map(Path::to_owned);
        Dotenv::read(&path, short.unwrap_or_else(|| path.clone()))
    }

    /// A path as it is opened; what makes no sense is noted.
    fn resolved(&mut self, path: &Path) -> Option<PathBuf> {
        match self.locator(false).resolve(path) {
            Ok(path) => Some(path),
            Err(unclear) => {
                let message = format!("the path {}: {}", path.display(), unclear.message);
                self.faults.push(Fault::plain(ProblemKind::Invalid, 0, message, unclear.help));
                None
            }
        }
    }

    /// Who says which files the steps mean.
    pub(super) fn locator(&self, tell: bool) -> Locator<'_> {
        let named = self.arguments.iter().flat_map(|parsed| &parsed.config).map(PathBuf::from).gather();
        let in_dotenv = (!self.dotenvs.is_empty()).then(|| self.schema.reserved_variable("CONFIG"));
        let in_dotenv = in_dotenv.and_then(|name| self.dotenvs.iter().rev().find_map(|file| file.var(&name)));
        let in_dotenv = in_dotenv.map(PathBuf::from);
        Locator { plan: self.plan, schema: self.schema, profiles: &self.profiles, named, in_dotenv, tell }
    }

    pub(super) fn has_profile_arguments(&self) -> bool {
        self.arguments.iter().any(|parsed| !parsed.profiles.is_empty())
    }

    pub(super) fn profiles_in_arguments(&self) -> Vec<String> {
        self.arguments.iter().flat_map(|parsed| parsed.profiles.iter().cloned()).gather()
    }

    /// The steps of the plan. Where nothing is searched for, the files of `--config` come above all other files; and no `.env`
    /// ranks above the environment, which may say the same in other words.
    pub(super) fn steps(&self) -> Cow<'a, [Step]> {
        let plan = self.plan;
        let mut steps = Cow::Borrowed(plan.steps.as_slice());
        let named = self.arguments.iter().any(|parsed| !parsed.config.is_empty());
        if named && !steps.iter().any(|step| matches!(step, Step::Discover)) {
            let is_file = |step: &Step| {
                matches!(
                    step,
                    Step::File { .. }
                        | Step::Directory { .. }
                        | Step::Glob { .. }
                        | Step::Hierarchy { .. }
                        | Step::Text { .. }
                )
            };
            let last = steps.iter().rposition(is_file);
            steps.to_mut().insert(last.map_or(0, |last| last + 1), Step::Discover);
        }
        let environment = steps.iter().position(|step| matches!(step, Step::Environment { .. }));
        let is_dotenv = |step: &Step| matches!(step, Step::Dotenv { .. });
        if let Some(at) = environment.filter(|at| steps[*at..].iter().any(is_dotenv)) {
            let (below, rest): (Vec<_>, Vec<_>) = steps[at..].iter().cloned().partition(is_dotenv);
            steps.to_mut().splice(at.., below.into_iter().chain(rest));
        }
        steps
    }

    /// The file at this place among those that were read ahead.
    pub(super) fn dotenv(&mut self, at: usize, draft: &mut dyn Draft) {
        let mut file = std::mem::take(&mut self.dotenvs[at]);
        if file.path.as_os_str().is_empty() {
            return;
        }
        let (number, plan) = (self.next_source(), self.plan);
        let prefix = plan.steps.iter().rev().find_map(|step| match step {
            Step::Environment { prefix, .. } => Some(prefix.as_deref()),
            _ => None,
        });
        let prefix = prefix.flatten().unwrap_or(self.schema.env_prefix).to_owned();
        // The real environment wins, wherever it ranks.
        let is_set = |name: &str| prefix_is_read(plan) && plan.environment.var(name).is_some_and(|it| !it.is_empty());
        let variables = Environment::Given(file.variables(is_set).into());
        let base_dir = plan.base_dir.clone().unwrap_or_default();
        let mut writer =
            Writer::new(number, self.schema, plan.allow_unknown, &self.profiles, &mut self.faults).of(Sources::DOTENV);
        let mut scan = Scan::new(self.schema, &prefix, &base_dir, number, plan.exact_env, &mut writer);
        scan.run(&variables, draft);
        let names = scan.names;
        writer.finish(draft);
        let line = |name: &str| (Some(name.to_owned()), file.line(name).unwrap_or_default());
        let mut lines: Vec<_> = names.iter().map(line).gather();
        let mut incomplete = false;
        for (line, mut fault) in file.faults(number) {
            incomplete = true;
            if let Some(line) = line {
                fault.mark = u32::try_from(lines.len()).unwrap_or(u32::MAX);
                lines.push((None, line));
            }
            self.faults.push(fault);
        }
        let path = file.path.clone();
        self.dotenvs[at] = file;
        self.enter(Source { incomplete, ..Source::new(What::Dotenv { path, lines, prefix }) }, draft);
    }

    pub(super) fn secrets(&mut self, at: &SecretsAt, draft: &mut dyn Draft) {
        match at {
            SecretsAt::System => {
                let run_dir = self.plan.run_dir.as_deref().unwrap_or(Path::new("/run"));
                self.secrets_dir(run_dir.join("secrets"), Asked::Never, draft);
                if let Some(directory) = self.plan.environment.var("CREDENTIALS_DIRECTORY").filter(|it| !it.is_empty())
                {
                    self.secrets_dir(directory.into(), Asked::BySystem, draft);
                }
            }
            SecretsAt::Directory { path, optional } => {
                let asked = if *optional { Asked::Optional } else { Asked::Required };
                if let Some(path) = self.resolved(path) {
                    self.secrets_dir(path, asked, draft);
                }
            }
        }
    }

    fn secrets_dir(&mut self, directory: PathBuf, asked: Asked, draft: &mut dyn Draft) {
        let number = self.next_source();
        let mut writer = Writer::new(number, self.schema, true, &self.profiles, &mut self.faults).of(Sources::SECRETS);
        let named = matches!(asked, Asked::Optional | Asked::Required);
        let mut source = SecretsDir::new(self.schema, &directory, named, number, &mut writer);
        let result = source.run(draft);
        let (files, mut faults) = (source.files, source.faults);
        writer.finish(draft);
        let absent = |error: &std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
        let incomplete = match result {
            Ok(()) => false,
            Err(_) if matches!(asked, Asked::Never) => return,
            Err(error) if absent(&error) && !matches!(asked, Asked::Required) => return,
            Err(error) => {
                let what = if absent(&error) {
                    "is not there".to_owned()
                } else {
                    format!("cannot be read: {}", reason(&error))
                };
                let message = format!("the directory of secrets {what}");
                faults.push(Fault::plain(ProblemKind::Unreadable, number, message, None));
                true
            }
        };
        self.faults.extend(faults);
        self.enter(Source { incomplete, ..Source::new(What::Secrets { directory, files }) }, draft);
    }

    /// The arguments at this place among those that were read ahead.
    pub(super) fn arguments(&mut self, at: usize, draft: &mut dyn Draft) {
        let mut parsed = std::mem::take(&mut self.arguments[at]);
        let number = self.next_source();
        let mut writer = Writer::new(number, self.schema, false, &self.profiles, &mut self.faults).of(Sources::ARGS);
        let (mut names, mut faults) = parsed.apply(self.schema, number, draft, &mut writer);
        writer.finish(draft);
        if let Some(fault) = self.unused_profiles(&parsed, number) {
            faults.push(Fault { mark: u32::try_from(names.len()).unwrap_or(u32::MAX), ..fault });
            names.push("--profile".to_owned());
        }
        self.faults.extend(faults);
        self.enter(Source::new(What::Arguments(names)), draft);
        self.arguments[at] = parsed;
    }

    /// A program that chooses its profiles itself leaves nothing to choose.
    fn unused_profiles(&self, parsed: &Parsed, number: u32) -> Option<Fault> {
        let chosen = self.plan.profiles.as_ref().filter(|_| !parsed.profiles.is_empty())?;
        let message = format!("it has no effect: the program chooses its profiles itself ({})", chosen.join(", "));
        Some(Fault::notice(ProblemKind::Invalid, number, message, None))
    }

    /// What is wrong with setting a field in code, if its setting refuses that.
    pub(super) fn forbidden_in_code(&self, idents: &[&str], number: u32) -> Option<Fault> {
        let (mut schema, mut chain): (_, Vec<&'static Field>) = (self.schema, Vec::new());
        for ident in idents {
            let field = schema.fields.iter().find(|field| field.ident == ident.trim_start_matches("r#"))?;
            chain.push(field);
            match &field.kind {
                Kind::Setting(setting) if setting.sources.contains(Sources::CODE) => return None,
                Kind::Setting(_) => break,
                kind => schema = kind.section()?,
            }
        }
        let mut fault = Fault::new(FaultKind::Forbidden { by: Sources::CODE }, number);
        fault.trail = chain.iter().map(|field| Crumb::of(field)).gather();
        chain.last()?.kind.setting().map(|_| fault)
    }
}

/// Whether the environment is among the sources.
fn prefix_is_read(plan: &super::Plan) -> bool {
    plan.steps.iter().any(|step| matches!(step, Step::Environment { .. }))
}

/// Who wants a directory of secrets.
#[derive(Clone, Copy)]
enum Asked {
    /// Nobody: it is read if it can be.
    Never,
    /// The variable of the system.
    BySystem,
    Optional,
    Required,
}
