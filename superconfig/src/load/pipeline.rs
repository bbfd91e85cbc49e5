//! The steps of a load, in their order. Nothing here is generic: it is compiled once and drives every config through
//! its schema and its draft.

mod steps;

use std::{
    any::Any,
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use secrecy::SecretString;

#[cfg(feature = "watch")]
use crate::{
    reload::{Carried, Keeping},
    schema::Reload,
};

use super::{
    builder::{Plan, SecretsAt, Step},
    include::Included,
    locate::{Locator, Wanted, outcome_of, probe},
    report::{Trace, Whole},
    validation::{Validation, doubts, place},
};
use crate::{
    build::{Build, overlay},
    discover::{Candidate, DiscoveredFile},
    disk,
    draft::{
        Crumb, Draft, Entries, Expansion, KnownSettings, Marks, Slot, Spot, Visitor, Writer, choose, chosen, unset_at,
        walk,
    },
    format::{self, Document, EXTENSIONS, Format},
    gather::Gather as _,
    origin::Mark,
    problem::{Context, Error, Explained, Fault, FaultKind, Problem, ProblemKind, Suppress, explain},
    profile::{self, ProfileChoice},
    registry::RuntimeFlags,
    schema::{self, Field, Schema, SettingSchema, Sources},
    source::{Dotenv, Environment, FileFault, MANY_FILES, Parsed, Scan, Source, Stamp, What, read_text, read_texts},
};

/// What a load that succeeded knows besides the value.
pub(crate) struct Outcome {
    pub(crate) schema: &'static Schema,
    pub(crate) sources: Vec<Source>,
    /// Who set what.
    pub(crate) marks: Marks,
    pub(crate) profiles: Vec<String>,
    pub(crate) warnings: Vec<Problem>,
    /// How many more there were that nobody wants to hear of.
    pub(crate) suppressed: usize,
    /// Where that came from which was taken over from the config that is running.
    #[cfg(feature = "watch")]
    pub(crate) carried: Vec<Carried>,
}

/// A load from its beginning to its end, twice if strings refer to settings. `fresh` makes an empty draft, and `finish` a struct
/// of a complete one, if it is complete. No more than these two is compiled for each config.
pub(super) fn load(
    plan: &Plan,
    flags: RuntimeFlags,
    schema: &'static Schema,
    trace: Option<&mut Trace>,
    fresh: Scratch<'_>,
    finish: &mut dyn FnMut(Box<dyn Draft>, &Build<'_>) -> bool,
) -> Result<Arc<Outcome>, Error> {
    let mut draft = fresh();
    let mut load = run(plan, flags, schema, &mut *draft, fresh, trace, None);
    if load.is_preliminary() {
        let (known, trace) = load.into_known(&mut *draft);
        draft = fresh();
        load = run(plan, flags, schema, &mut *draft, fresh, trace, known);
    }
    let build = Build::new(&load.profiles).doubting(load.doubts());
    #[cfg(feature = "watch")]
    let build = build.keeping(plan.keeping.as_deref());
    let complete = finish(draft, &build);
    let faults = build.into_faults();
    let outcome = load.conclude(faults)?;
    if complete { Ok(Arc::new(outcome)) } else { Err(incomplete(schema)) }
}

/// Reads all sources into a draft and completes it with defaults. What is wrong so far waits for [`Load::conclude`], since
/// making the struct may find more.
fn run<'a>(
    plan: &'a Plan,
    flags: RuntimeFlags,
    schema: &'static Schema,
    draft: &mut dyn Draft,
    scratch: Scratch<'a>,
    trace: Option<&'a mut Trace>,
    known: Option<KnownSettings>,
) -> Load<'a> {
    let mut load = Load { scratch: Some(scratch), trace, ..Load::new(plan, flags, schema, known) };
    load.read_ahead();
    load.activate_profiles();
    let steps = load.steps();
    for (index, step) in steps.iter().enumerate() {
        let count = |is: fn(&Step) -> bool| steps[..index].iter().filter(|step| is(step)).count();
        match step {
            Step::Discover
            | Step::File { .. }
            | Step::Directory { .. }
            | Step::Glob { .. }
            | Step::Hierarchy { .. } => load.files(step, draft),
            Step::Text { format, text } => load.text(*format, text, draft),
            Step::Environment { prefix, environment } => {
                load.environment(prefix.as_deref(), environment.as_ref().unwrap_or(&plan.environment), draft);
            }
            Step::Dotenv { .. } => load.dotenv(count(|step| matches!(step, Step::Dotenv { .. })), draft),
            Step::Secrets(at) => load.secrets(at, draft),
            Step::Arguments(_) => load.arguments(count(|step| matches!(step, Step::Arguments(_))), draft),
            Step::Value { idents, apply } => load.value(idents, &**apply, draft),
            Step::Unset { idents } => load.unset(idents, draft),
        }
    }
    load.check_profiles();
    load.complete(draft);
    load
}

/// What a load would find, without reading it.
pub(super) fn discovered_files(plan: &Plan, schema: &'static Schema) -> Vec<DiscoveredFile> {
    let mut load = Load::new(plan, RuntimeFlags::default(), schema, None);
    load.read_ahead();
    load.activate_profiles();
    let (locator, steps) = (load.locator(true), load.steps());
    let located = steps.iter().filter_map(|step| locator.locate(step));
    located.flat_map(|located| located.files).map(|(candidate, wanted)| probe(candidate, &wanted)).gather()
}

/// The error of last resort, for a draft that is not complete although nothing was noted against it.
#[cold]
pub(super) fn incomplete(schema: &'static Schema) -> Error {
    refused(schema, vec![Fault::plain(ProblemKind::Missing, 0, "a required setting has no value", None)])
}

/// The error of a load that read no source.
#[cold]
pub(crate) fn refused(schema: &'static Schema, faults: Vec<Fault>) -> Error {
    let context = Context::new(schema, &[]);
    let Explained { problems, warnings, .. } = explain(&context, faults, true, &|_| false);
    Error::new(schema.name, problems, warnings)
}

/// Makes a draft of the config to read what does not count.
pub(super) type Scratch<'a> = &'a dyn Fn() -> Box<dyn Draft>;

/// A load on its way.
pub(super) struct Load<'a> {
    pub(super) plan: &'a Plan,
    pub(super) flags: RuntimeFlags,
    pub(super) schema: &'static Schema,
    pub(super) sources: Vec<Source>,
    pub(super) faults: Vec<Fault>,
    /// The active ones, the most important one last.
    pub(super) profiles: Vec<String>,
    /// Profiles that some file has something for.
    pub(super) mentioned: Vec<String>,
    marks: Marks,
    /// The secrets that were found, which no message may quote.
    secrets: Vec<SecretString>,
    pub(super) included: Included,
    pub(super) scratch: Option<Scratch<'a>>,
    pub(super) expansion: Expansion<'a>,
    /// If somebody wants to know.
    pub(super) trace: Option<&'a mut Trace>,
    /// What was read ahead of the other sources, since it may say which these are.
    dotenvs: Vec<Dotenv>,
    arguments: Vec<Parsed>,
}

impl<'a> Load<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        flags: RuntimeFlags,
        schema: &'static Schema,
        known: Option<KnownSettings>,
    ) -> Self {
        let everywhere = plan.expansion || flags.contains(RuntimeFlags::ENV_EXPANSION);
        let prefix = plan.steps.iter().find_map(|step| match step {
            Step::Environment { prefix, .. } => prefix.as_deref(),
            _ => None,
        });
        let prefix = prefix.unwrap_or(schema.env_prefix);
        Self {
            expansion: Expansion::new(schema, &plan.environment, prefix, everywhere, known),
            plan,
            flags,
            schema,
            sources: Vec::new(),
            faults: Vec::new(),
            profiles: Vec::new(),
            mentioned: Vec::new(),
            marks: Marks { marks: Vec::with_capacity(64), entries: Vec::new() },
            secrets: Vec::new(),
            included: Included::default(),
            scratch: None,
            trace: None,
            dotenvs: Vec::new(),
            arguments: Vec::new(),
        }
    }

    /// Whether reserved variables mean anything.
    fn looks_at_variables(&self) -> bool {
        self.plan.steps.iter().any(|step| matches!(step, Step::Environment { .. } | Step::Discover))
    }

    /// The variable that chooses the profiles, unless code does.
    pub(super) fn profile_variable(&self) -> Option<String> {
        let by_variable = self.plan.profiles.is_none() && self.looks_at_variables();
        by_variable.then(|| self.schema.reserved_variable("PROFILE"))
    }

    fn reserved(&self, what: &str) -> Option<(String, String)> {
        let by_variable = self.looks_at_variables();
        if !by_variable && self.dotenvs.is_empty() {
            return None;
        }
        let name = self.schema.reserved_variable(what);
        if by_variable && let Some(value) = self.plan.environment.var(&name).filter(|value| !value.is_empty()) {
            return Some((name, value.into_string().ok()?));
        }
        let value = self.dotenvs.iter().rev().find_map(|file| file.var(&name))?.to_owned();
        Some((name, value))
    }

    pub(super) fn activate_profiles(&mut self) {
        let mut chosen = match &self.plan.profiles {
            Some(profiles) => profiles.clone(),
            None if self.has_profile_arguments() => self.profiles_in_arguments(),
            None => self.reserved("PROFILE").map(|(_, value)| profile::split(&value)).unwrap_or_default(),
        };
        for select in &self.plan.select_profile {
            chosen = select(&ProfileChoice::new(&chosen, &profile::known(self.schema)));
        }
        chosen.retain(|name| {
            let valid = profile::is_valid(name);
            if !valid {
                let message = format!("{name:?} cannot be the name of a profile");
                let help = "names go into file names: no `/`, `\\`, `,`, and no `.` in front".to_owned();
                self.faults.push(Fault::plain(ProblemKind::Invalid, 0, message, Some(help)));
            }
            valid
        });
        self.profiles = profile::activate(self.schema, &chosen);
    }

    /// Whether all active profiles exist. A file that could not be read may be the one that mentions one.
    fn check_profiles(&mut self) {
        let unsure = self.schema.profiles.is_empty() && self.sources.iter().any(|source| source.incomplete);
        if !self.profiles.is_empty() && !unsure {
            profile::check(self.schema, &self.profiles, &self.mentioned, &mut self.faults);
        }
    }

    /// Reads the files of a step.
    fn files(&mut self, step: &Step, draft: &mut dyn Draft) {
        let tell = self.trace.is_some();
        let Some(located) = self.locator(tell).locate(step) else { return };
        self.faults.extend(located.faults);
        let mut texts =
            if located.files.len() < MANY_FILES { Vec::new() } else { read_all(&located.files) }.into_iter();
        for (candidate, wanted) in located.files {
            if candidate.is_read() {
                self.mentioned.extend(candidate.profile.clone());
                let read = texts.next().unwrap_or_else(|| read_text(&candidate.path, wanted.is_named()));
                self.file(candidate, &wanted, read, draft);
            } else if let Some(trace) = &mut self.trace {
                trace.note(probe(candidate, &wanted), self.sources.len(), &self.sources);
            }
        }
    }

    /// Enters a source that has written into the draft.
    pub(super) fn enter(&mut self, source: Source, draft: &mut dyn Draft) {
        self.sources.push(source);
        self.show(Some(self.sources.len() - 1), draft);
    }

    /// Shows the draft to whoever watches.
    fn show(&mut self, source: Option<usize>, draft: &mut dyn Draft) {
        if let Some(watch) = self.trace.as_ref().and_then(|trace| trace.watch.as_ref()) {
            watch.borrow_mut().wrote(source, self.schema, draft);
        }
    }

    pub(super) fn next_source(&self) -> u32 {
        u32::try_from(self.sources.len() + 1).unwrap_or(u32::MAX - 1)
    }

    /// Enters a file that was read.
    pub(super) fn file(
        &mut self,
        candidate: Candidate,
        wanted: &Wanted,
        read: Result<(String, Stamp), FileFault>,
        draft: &mut dyn Draft,
    ) {
        let Candidate { path, profile, outcome: ambiguous } = candidate;
        let before = self.sources.len();
        let told = self.trace.is_some().then(|| {
            let outcome = outcome_of(&path, &read, wanted);
            DiscoveredFile {
                path: path.clone(),
                profile,
                outcome: ambiguous.filter(|_| read.is_ok()).unwrap_or(outcome),
            }
        });
        match read {
            Ok((text, stamp)) => {
                let format = Format::from_path(&path);
                self.read(Source::new(What::File { path, stamp }), format, text, draft);
            }
            Err(FileFault::Absent) if matches!(wanted, Wanted::Optional | Wanted::Found) => {}
            Err(fault) => self.unreadable(&path, fault, wanted),
        }
        if let (Some(trace), Some(told)) = (&mut self.trace, told) {
            trace.note(told, before, &self.sources);
        }
    }

    /// Notes why a file gave nothing; it stays among the sources, so that the report can name it.
    fn unreadable(&mut self, path: &Path, fault: FileFault, wanted: &Wanted) {
        let number = self.next_source();
        let mut source = Source::new(What::File { path: path.to_owned(), stamp: Stamp::default() });
        source.incomplete = true;
        source.format = Format::from_path(path);
        let by = match wanted {
            Wanted::By(variable) => format!(", which {variable} names,"),
            _ => String::new(),
        };
        let fault = match fault {
            FileFault::Absent => {
                let help = beside(path).map(|other| format!("did you mean {}?", other.display()));
                let message = format!("the file{by} is not there");
                Fault::plain(ProblemKind::Unreadable, number, message, help)
            }
            FileFault::Dangling => {
                Fault::plain(ProblemKind::Unreadable, number, format!("the file{by} is a link to nothing"), None)
            }
            FileFault::Unreadable(reason) => {
                Fault::plain(ProblemKind::Unreadable, number, format!("the file{by} cannot be read: {reason}"), None)
            }
            FileFault::NotUtf8 { valid, at, byte } => {
                source.text = Some(valid);
                let help = "save it as UTF-8".to_owned();
                let message = format!("byte {at} (0x{byte:02x}) is not UTF-8");
                Fault::plain(ProblemKind::Syntax, number, message, Some(help)).at(Some(at..at + 1))
            }
        };
        self.faults.push(fault);
        self.sources.push(source);
    }

    fn text(&mut self, format: Option<Format>, text: &str, draft: &mut dyn Draft) {
        // The tables of profiles in a text are called like the text.
        let names = self.sources.iter().filter_map(|source| match &source.what {
            What::Text(name) => Some(name),
            _ => None,
        });
        let count = names.collect::<HashSet<_>>().len();
        let name = if count == 0 { "<text>".to_owned() } else { format!("<text {}>", count + 1) };
        self.read(Source::new(What::Text(name)), format, text.to_owned(), draft);
    }

    fn read(&mut self, mut source: Source, format: Option<Format>, text: String, draft: &mut dyn Draft) {
        let guessed = format.is_none();
        let other = format.filter(|_| self.flags.contains(RuntimeFlags::FORMAT_FALLBACK));
        let other = other.and_then(|named| Some((named, fallback(named, &text)?)));
        source.format = other.map(|(_, read)| read).or(format).or_else(|| Format::detect(&text));
        let mut layers = self.layers(source.format, &text);
        self.include(&mut layers, &source, draft);
        let number = self.next_source();
        self.faults.extend(layers.faults(number));
        self.faults.extend(other.map(|(named, read)| Fault::new(FaultKind::OtherFormat { named, read }, number)));
        match source.format {
            Some(format) => {
                let allow = self.plan.allow_unknown;
                let mut writer = Writer::new(number, self.schema, allow, &self.profiles, &mut self.faults);
                writer = writer.of_file(source.path());
                writer.allow_list_operators(self.flags.contains(RuntimeFlags::ARRAY_MERGE));
                writer.expand(&self.expansion);
                layers.reserve(&mut writer);
                let complete =
                    layers.empty || format::read(format, &text, &layers.within, self.schema, draft, &mut writer);
                writer.finish(draft);
                source.incomplete = !complete || layers.partial;
                if layers.head.broken && !source.incomplete {
                    let message = "what it includes, and its profiles, could not be made out";
                    self.faults.push(Fault::plain(ProblemKind::Syntax, number, message, None));
                }
                if guessed {
                    let advice = format!("it was taken for {format}, which its first line looks like");
                    self.faults.iter_mut().filter(|fault| fault.source == number).for_each(|it| it.advise(&advice));
                }
            }
            None if text.trim_start_matches('\u{feff}').trim().is_empty() => {}
            None if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) => {}
            None => {
                source.incomplete = true;
                let message =
                    "it looks neither like TOML (`key = value`), nor like JSON (`{`), nor like YAML (`key: value`)";
                let help = "give the file one of the extensions .toml, .json, .yaml".to_owned();
                self.faults.push(Fault::plain(ProblemKind::Ambiguous, number, message, Some(help)));
            }
        }
        source.text = Some(text);
        source.within.clone_from(&layers.within);
        self.enter(source, draft);
        self.overlay(layers, draft);
    }

    fn environment(&mut self, prefix: Option<&str>, environment: &Environment, draft: &mut dyn Draft) {
        let number = self.next_source();
        let base_dir = self.plan.base_dir.clone().unwrap_or_default();
        let allow = self.plan.allow_unknown;
        let mut writer = Writer::new(number, self.schema, allow, &self.profiles, &mut self.faults).of(Sources::ENV);
        let prefix = prefix.unwrap_or(self.schema.env_prefix);
        let mut scan = Scan::new(self.schema, prefix, &base_dir, number, self.plan.exact_env, &mut writer);
        scan.run(environment, draft);
        let names = scan.names;
        writer.finish(draft);
        self.enter(Source::new(What::Environment { names, prefix: prefix.to_owned() }), draft);
    }

    fn value(&mut self, idents: &[&str], apply: &dyn Fn(&mut dyn Any) -> bool, draft: &mut dyn Draft) {
        let number = self.next_source();
        if let Some(fault) = self.forbidden_in_code(idents, number) {
            self.faults.push(fault);
            return self.sources.push(Source::new(What::Code));
        }
        let done = at_idents(self.schema, draft, idents, &mut |value, mark| {
            let done = apply(value);
            if done {
                *mark = Mark { source: number, at: Mark::NOWHERE };
            }
            done
        });
        self.enter(Source::new(What::Code), draft);
        if !done {
            let message = format!("`{}` is not a setting, so `with_value` cannot set it", idents.join("."));
            let help = "name one of the settings in it; skipped fields are not settings".to_owned();
            self.faults.push(Fault::plain(ProblemKind::Invalid, number, message, Some(help)));
        }
    }

    fn unset(&mut self, idents: &[&str], draft: &mut dyn Draft) {
        let by_ident = |schema: &'static Schema, name: &str| {
            let name = name.trim_start_matches("r#");
            schema.fields.iter().position(|field| field.ident == name)
        };
        if unset_at(self.schema, draft, idents, &by_ident).is_err() {
            let message =
                format!("`{}` is neither a setting nor a section, so `with_unset` cannot unset it", idents.join("."));
            let help = "skipped fields are neither".to_owned();
            self.faults.push(Fault::plain(ProblemKind::Invalid, 0, message, Some(help)));
        }
        self.show(None, draft);
    }

    /// Puts defaults where no source said anything, and looks at what is missing then.
    fn complete(&mut self, draft: &mut dyn Draft) {
        let (schema, build) = (self.schema, Build::new(&self.profiles));
        let mut completion = Completion {
            build,
            profiles: &self.profiles,
            faults: &mut self.faults,
            marks: &mut self.marks,
            missing: 0,
            told: None,
            validation: Validation::new(&self.sources),
            incomplete: self.sources.iter().any(|source| source.incomplete),
            #[cfg(feature = "watch")]
            keeping: self.plan.keeping.as_deref(),
        };
        walk(schema, draft, &mut Vec::new(), &mut completion);
        self.secrets = completion.finish();
        #[cfg(feature = "watch")]
        self.secrets.extend(self.plan.keeping.iter().flat_map(|keeping| keeping.secrets.iter().cloned()));
        if let (Some(trace), Some(scratch)) = (&self.trace, self.scratch)
            && let Some(watch) = &trace.watch
        {
            let whole = Whole { schema, sources: &self.sources, profiles: &self.profiles, scratch };
            watch.borrow_mut().complete(&whole, draft);
        }
    }

    /// Where no validator should look.
    pub(super) fn doubts(&self) -> Vec<String> {
        doubts(&self.faults)
    }

    /// What the settings are that strings refer to; then the load is to be run again with them, on a new draft.
    fn into_known(mut self, draft: &mut dyn Draft) -> (Option<KnownSettings>, Option<&'a mut Trace>) {
        let mut trace = self.trace.take();
        if let Some(trace) = &mut trace {
            trace.restart();
        }
        (self.expansion.into_known(draft), trace)
    }

    /// Whether strings refer to settings that were not known.
    fn is_preliminary(&self) -> bool {
        self.expansion.is_preliminary()
    }

    /// Turns everything that was noted into problems, if any is one.
    fn conclude(mut self, more: Vec<Fault>) -> Result<Outcome, Error> {
        self.faults.extend(more);
        place(&mut self.faults, self.schema, &self.marks, &self.sources, &self.secrets);
        let (mut warnings, mut suppressed) = (Vec::new(), 0);
        let suppress = Suppress::parse(&self.plan.suppressed, &mut self.faults);
        if !self.faults.is_empty() {
            self.advise_of_profiles();
            let context = Context::new(self.schema, &self.sources);
            let strict = self.plan.strict || self.flags.contains(RuntimeFlags::STRICT_MODE);
            let leave_out = |warning: &Problem| suppress.matches(warning);
            let Explained { problems, warnings: noticed, left_out } =
                explain(&context, self.faults, strict, &leave_out);
            drop(context);
            if !problems.is_empty() {
                let report = self.trace.map(|trace| {
                    trace.compose(self.schema, &self.profiles, &self.sources, &self.marks, &noticed, left_out)
                });
                let sources = self.sources.iter().map(ToString::to_string).gather();
                return Err(Error::new(self.schema.name, problems, noticed).after(sources, report));
            }
            (warnings, suppressed) = (noticed, left_out);
        }
        if let Some(trace) = self.trace {
            let report = trace.compose(self.schema, &self.profiles, &self.sources, &self.marks, &warnings, suppressed);
            trace.keep(report);
        }
        for source in &mut self.sources {
            if source.is_file() {
                source.text = None;
            }
        }
        Ok(Outcome {
            schema: self.schema,
            sources: self.sources,
            marks: self.marks,
            profiles: self.profiles,
            warnings,
            suppressed,
            #[cfg(feature = "watch")]
            carried: self.plan.keeping.iter().flat_map(|keeping| keeping.origins.iter().cloned()).gather(),
        })
    }
}

/// Completes a draft, once all sources have been read.
struct Completion<'a> {
    build: Build<'a>,
    profiles: &'a [String],
    faults: &'a mut Vec<Fault>,
    marks: &'a mut Marks,
    /// How much is missing, noted or not.
    missing: usize,
    /// The sections that there is a problem about, once somebody asks.
    told: Option<HashSet<(String, *const Schema)>>,
    validation: Validation,
    /// Whether a source could not be read to its end, and may have said what is missing.
    incomplete: bool,
    /// What is taken over from the config that is running.
    #[cfg(feature = "watch")]
    keeping: Option<&'a Keeping>,
}

impl Visitor for Completion<'_> {
    fn setting(&mut self, spot: Spot<'_>, setting: &'static SettingSchema, value: &mut dyn Any, mark: &mut Mark) {
        self.marks.marks.push(*mark);
        if mark.is_unset() {
            if is_missing(setting, self.profiles) {
                self.missing(FaultKind::Missing, &spot.trail());
            } else if setting.default.is_some() || !setting.profiles.is_empty() {
                (spot.holder.fill)(spot.index, value, &self.build);
            }
        }
        #[cfg(feature = "watch")]
        if let Some(keeping) = self.keeping.filter(|_| spot.holder.reload(spot.index) == Reload::Restart) {
            keeping.put(&spot.trail(), value);
        }
        if setting.is_secret() || !spot.field().rules.is_empty() {
            self.validation.setting(spot, setting, &*value, *mark, self.profiles);
        }
    }

    fn collection(&mut self, trail: &[Crumb], field: &'static Field, count: Option<usize>, mark: Mark) {
        self.validation.collection(trail, field, count, mark);
    }

    fn relations(&mut self, trail: &[Crumb], schema: &'static Schema, draft: &mut dyn Draft) {
        self.validation.relations(trail, schema, draft);
    }

    fn entries(&mut self, _: &[Crumb], entries: Entries) {
        self.marks.entries.push(entries);
    }

    fn choice(&mut self, trail: &[Crumb], schema: &'static Schema, draft: &mut dyn Draft) {
        if chosen(schema, draft).is_some() {
            return;
        }
        if let Some(index) = schema.choice.and_then(|choice| choice.default) {
            choose(schema, draft, index);
        } else if !self.incomplete && !self.told_of(trail, schema) {
            self.missing(FaultKind::NoVariant { known: schema }, trail);
        }
    }
}

/// The most missing settings that are noted one by one; a list of sections may have millions.
const MOST: usize = 100;

impl Completion<'_> {
    fn missing(&mut self, kind: FaultKind, trail: &[Crumb]) {
        self.missing += 1;
        if self.missing <= MOST {
            let mut fault = Fault::new(kind, 0);
            fault.trail = trail.to_vec();
            self.faults.push(fault);
        }
    }

    /// Whether there is a problem already about the enum at a trail, or about what stands there.
    fn told_of(&mut self, trail: &[Crumb], schema: &'static Schema) -> bool {
        let faults = &*self.faults;
        let told = self.told.get_or_insert_with(|| {
            let about = faults.iter().filter(|fault| fault.is_about_section() && !fault.is_warning());
            about
                .flat_map(|fault| {
                    let path = schema::trail_path(&fault.trail);
                    // Several enums may stand in one table.
                    let known = match fault.kind {
                        FaultKind::UnknownVariant { known, .. }
                        | FaultKind::NotAVariant { known, .. }
                        | FaultKind::NoVariant { known } => std::ptr::from_ref(known),
                        _ => std::ptr::null(),
                    };
                    // A tag stands in its enum.
                    let within = !matches!(fault.kind, FaultKind::UnknownKey { .. } | FaultKind::NotASection { .. });
                    let section = path.rsplit_once('.').map_or("", |(section, _)| section).to_owned();
                    let section = within.then_some((section, known));
                    section.into_iter().chain([(path, known)])
                })
                .collect()
        });
        let path = schema::trail_path(trail);
        [std::ptr::from_ref(schema), std::ptr::null()].into_iter().any(|known| told.contains(&(path.clone(), known)))
    }

    /// Says how many missing settings were not noted, and what breaks a rule; gives the secrets that there are.
    fn finish(self) -> Vec<SecretString> {
        if let Some(count @ 1..) = self.missing.checked_sub(MOST) {
            self.faults.push(Fault::new(FaultKind::More { count, warning: false }, 0));
        }
        self.validation.finish(self.faults)
    }
}

fn is_missing(setting: &SettingSchema, profiles: &[String]) -> bool {
    setting.required && overlay(profiles, setting.profiles).is_none()
}

/// The format that a text looks like and is in, if it is not in the one that it should be in.
fn fallback(named: Format, text: &str) -> Option<Format> {
    let is = |format| Document::parse(format, text).is_some();
    let looks = Format::detect(text).filter(|looks| *looks != named)?;
    (!is(named) && is(looks)).then_some(looks)
}

/// The texts of the files that are read.
fn read_all(files: &[(Candidate, Wanted)]) -> Vec<Result<(String, Stamp), FileFault>> {
    let read = files.iter().filter(|(candidate, _)| candidate.is_read());
    let read: Vec<_> = read.map(|(candidate, wanted)| (&*candidate.path, wanted.is_named())).gather();
    read_texts(&read)
}

/// A file of another format where one is not there.
pub(super) fn beside(path: &Path) -> Option<PathBuf> {
    EXTENSIONS.iter().map(|entry| path.with_extension(entry.0)).find(|other| other != path && disk::exists(other))
}

/// Leads along Rust names to a setting.
fn at_idents(
    schema: &'static Schema,
    draft: &mut dyn Draft,
    idents: &[&str],
    then: &mut dyn FnMut(&mut dyn Any, &mut Mark) -> bool,
) -> bool {
    let Some((first, rest)) = idents.split_first() else { return false };
    let name = first.trim_start_matches("r#");
    let Some(index) = schema.fields.iter().position(|field| field.ident == name) else { return false };
    match (schema.fields[index].kind.section(), draft.slot(index)) {
        (None, Slot::Setting { value, mark }) if rest.is_empty() => then(value, mark),
        (Some(inner), Slot::Section(draft)) => at_idents(inner, draft, rest, then),
        (Some(inner), Slot::Optional(slot)) if !rest.is_empty() => at_idents(inner, slot.enter(), rest, then),
        _ => false,
    }
}
