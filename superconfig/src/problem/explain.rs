//! Faults become problems: positions are looked up in the sources' texts, sentences are made, cures are named.

mod breach;

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use super::{
    Fault, FaultKind, Problem, ProblemKind, closest,
    report::plain,
    snippet::{Shown, Structure, has_secrets, snippet},
};
use crate::{
    draft::{Crumb, Step},
    format::Format,
    gather::Gather as _,
    mount::{mounted_at, with_foreign_secrets},
    order,
    origin::Mark,
    schema::{self, Deprecated, Field, Kind, Schema, Sources},
    source::Source,
};

/// What is known about the load that failed.
pub(crate) struct Context<'a> {
    schema: &'static Schema,
    /// The same with all secrets that may stand in its files.
    guard: &'static Schema,
    sources: &'a [Source],
    /// Of each source that is a text, its structure; taken apart once, when the first problem asks for it.
    structures: Vec<OnceCell<Option<Structure<'a>>>>,
}

/// What came of the faults, in the order of the sources.
#[derive(Default)]
pub(crate) struct Explained {
    pub(crate) problems: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
    /// How many warnings nobody wants to hear of.
    pub(crate) left_out: usize,
}

/// The faults as problems and warnings. Strictly, all warnings are problems but those that are left out.
pub(crate) fn explain(
    context: &Context<'_>,
    mut faults: Vec<Fault>,
    strict: bool,
    leave_out: &dyn Fn(&Problem) -> bool,
) -> Explained {
    drop_echoes(context, &mut faults);
    let mut resolved: Vec<_> = faults
        .into_iter()
        .map(|fault| {
            let warning = fault.is_warning();
            let missing = match &fault.kind {
                FaultKind::Missing => true,
                FaultKind::Breach(breach) => breach.is_absence(),
                // What is only known at the end stands there, with how much more there is of it.
                FaultKind::NoVariant { .. } | FaultKind::More { .. } => fault.source == 0,
                _ => false,
            };
            let (problem, at) = context.problem(&fault);
            ((missing, fault.source, at), warning, problem)
        })
        .gather();
    order::sort_by_key(&mut resolved, |entry| entry.0);
    let mut explained = Explained::default();
    for (_, warning, problem) in resolved {
        if warning && leave_out(&problem) {
            explained.left_out += 1;
        } else if warning && !strict {
            explained.warnings.push(problem);
        } else {
            explained.problems.push(problem);
        }
    }
    explained
}

/// Takes out what only a syntax error made look wrong: more errors on its line, and values and keys on that line or,
/// where the line opened a table, in that table.
fn drop_echoes(context: &Context<'_>, faults: &mut Vec<Fault>) {
    const MOST: usize = 5;
    for (index, source) in context.sources.iter().enumerate() {
        let Some(text) = &source.text else { continue };
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let mut errors: Vec<usize> = faults
            .iter()
            .filter(|fault| fault.source == number && fault.is_syntax())
            .filter_map(|fault| fault.span.as_ref().map(|span| span.start))
            .gather();
        order::sort_by(&mut errors, Ord::cmp);
        let zones: Vec<Range<usize>> = errors.iter().map(|at| zone(text, *at)).gather();
        let mut told: Vec<Range<usize>> = Vec::new();
        faults.retain(|fault| {
            let Some(span) = fault.span.as_ref().filter(|_| fault.source == number) else { return true };
            if !fault.is_syntax() {
                return !zones.iter().any(|zone| zone.contains(&span.start));
            }
            let own = zone(text, span.start);
            let echo = told.iter().any(|zone| zone.start == own.start) || told.len() >= MOST;
            told.push(own);
            !echo
        });
    }
}

/// The bytes that a syntax error at `at` makes doubtful.
fn zone(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let line_end =
        |from: usize| bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |n| from + n + 1);
    let mut end = line_end(start);
    if bytes[start..end].trim_ascii_start().starts_with(b"[") {
        while end < bytes.len() {
            let next = line_end(end);
            if bytes[end..next].trim_ascii_start().starts_with(b"[") {
                break;
            }
            end = next;
        }
    }
    start..end.max(at + 1)
}

impl<'a> Context<'a> {
    pub(crate) fn new(schema: &'static Schema, sources: &'a [Source]) -> Self {
        Self {
            schema,
            guard: with_foreign_secrets(schema),
            sources,
            structures: sources.iter().map(|_| OnceCell::new()).gather(),
        }
    }

    fn structure(&self, fault: &Fault) -> Option<&Structure<'a>> {
        self.structure_of((fault.source as usize).checked_sub(1)?)
    }

    fn structure_of(&self, index: usize) -> Option<&Structure<'a>> {
        let source = self.sources.get(index)?;
        let parse = || Structure::parse(source.format?, source.text.as_deref()?, &source.within, self.guard);
        self.structures[index].get_or_init(parse).as_ref()
    }

    /// The prefix of the environment, as the source that gave it says, if it is one of the sources.
    fn prefix(&self, source: Option<&'a Source>) -> Option<&'a str> {
        let prefixes = || self.sources.iter().rev().filter_map(Source::env_prefix);
        source.and_then(Source::env_prefix).or_else(|| prefixes().next())
    }

    fn source(&self, fault: &Fault) -> Option<&'a Source> {
        (fault.source as usize).checked_sub(1).and_then(|index| self.sources.get(index))
    }

    /// The problem, and where in its source it is.
    fn problem(&self, fault: &Fault) -> (Problem, usize) {
        let spans = self.spans(fault);
        let mut path = schema::trail_path(&fault.trail);
        for step in &fault.steps {
            match step {
                Step::Key(key) if path.is_empty() => path.push_str(key),
                Step::Key(key) => path.extend([".", key]),
                Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
            }
        }
        let source = self.source(fault);
        // What an alias stands for may be a secret.
        let alias = source.zip(spans.shown.as_ref()).is_some_and(|(source, span)| {
            let text = source.text.as_deref().and_then(|text| text.get(span.start..));
            source.format == Some(Format::Yaml) && text.is_some_and(|text| text.starts_with('*'))
        });
        let (kind, message, help) = self.sentence(fault, alias, &mut path);
        let origin = source.map(|source| source.origin(fault.mark, spans.shown.as_ref().map(|span| span.start)));
        let origin = origin.or_else(|| match &fault.kind {
            FaultKind::Breach(breach) => breach.default.clone(),
            _ => None,
        });
        let line = source.zip(spans.shown.clone()).and_then(|(source, span)| {
            let text = source.text.as_deref()?;
            let mut said: Vec<&str> = fault.steps.iter().filter_map(Step::key).gather();
            if let FaultKind::UnknownKey { key, .. } | FaultKind::Removed { name: key, .. } = &fault.kind {
                said.push(key);
            }
            // No setting, and no secret.
            said.extend(["include", "import"].into_iter().chain(self.schema.profile_key));
            said.extend(source.within.iter().map(String::as_str));
            let shown = Shown { hidden: &spans.hidden, said, doubtful: fault.is_syntax() };
            Some(snippet(source.format, self.structure(fault), text, &span, self.guard, &shown))
        });
        let at = spans.shown.map_or(fault.mark as usize, |span| span.start);
        let (path, message, help) = (plain(path), plain(message), help.map(plain));
        (Problem { kind, path, origin, message, help, snippet: line }, at)
    }

    /// What to underline and what to hide.
    fn spans(&self, fault: &Fault) -> Spans {
        let mut spans = Spans { shown: fault.span.clone(), hidden: Vec::new() };
        let Some(source) = self.source(fault) else { return spans };
        if !source.is_text()
            || matches!(
                fault.kind,
                FaultKind::Plain { .. }
                    | FaultKind::Notice { .. }
                    | FaultKind::More { .. }
                    | FaultKind::OtherFormat { .. }
            )
        {
            return spans;
        }
        let is_key = matches!(
            fault.kind,
            FaultKind::UnknownKey { .. }
                | FaultKind::Deprecated { .. }
                | FaultKind::Former { .. }
                | FaultKind::Removed { .. }
                | FaultKind::NotComparable
        );
        let secret = !is_key && self.may_be_secret(fault);
        spans.hidden.extend(spans.shown.clone().filter(|_| secret));
        let mut keys = fault.keys();
        if let FaultKind::UnknownKey { key, .. } | FaultKind::Removed { name: key, .. } = &fault.kind {
            keys.push(Step::Key(key.clone()));
        }
        keys.extend(fault.steps.iter().cloned());
        let keys = source.path_of(keys);
        let locate = |keys: &[Step]| self.structure(fault)?.document.locate(keys);
        let mut found = locate(&keys);
        if let FaultKind::Breach(breach) = &fault.kind {
            if !breach.exact {
                return spans;
            }
            // Who wrote the value may have used a former key.
            let mut ways = breach::ways(&fault.trail).map(|way| [way, fault.steps.clone()].concat());
            found = found.or_else(|| ways.find_map(|way| locate(&source.path_of(way))));
        }
        let Some(found) = found else {
            return spans;
        };
        if spans.shown.is_none() {
            spans.shown = if is_key { found.key.or(found.value.clone()) } else { found.value.clone() };
        }
        // The value of a misspelt secret is a secret, too.
        let hide = match fault.kind {
            FaultKind::UnknownKey { .. } => secret || has_secrets(self.guard),
            // Nobody knows any more whether that was one.
            FaultKind::Removed { .. } => true,
            _ => secret,
        };
        // TOML gives a table as its header, which is the key.
        let is_shown = |value: &Range<usize>| spans.shown.as_ref().is_some_and(|shown| value.contains(&shown.start));
        let value = found.value.filter(|value| hide && !(is_key && is_shown(value)));
        spans.hidden.extend(value);
        // An element of a secret list stands on a line of its own.
        spans.hidden.extend(spans.shown.clone().filter(|_| secret));
        spans
    }

    /// Whether the value in question may be a secret, or have one in it: of a secret setting, or where a section with
    /// secrets belongs.
    fn may_be_secret(&self, fault: &Fault) -> bool {
        let names_variant = |known: &Schema| known.tag().is_some();
        match fault.field() {
            // What stands under a tag is none.
            _ if matches!(fault.kind, FaultKind::UnknownVariant { known, .. } | FaultKind::NotAVariant { known, .. } if names_variant(known)) => {
                false
            }
            Some(field) => holds_secrets(field),
            None => matches!(fault.kind, FaultKind::NotASection { .. }) && has_secrets(self.guard),
        }
    }

    fn sentence(&self, fault: &Fault, alias: bool, path: &mut String) -> (ProblemKind, String, Option<String>) {
        let field = fault.field();
        let secret = self.may_be_secret(fault) || alias && has_secrets(self.guard);
        match &fault.kind {
            FaultKind::Plain { kind, message, help } | FaultKind::Notice { kind, message, help } => {
                (*kind, message.clone(), help.clone())
            }
            FaultKind::Mismatch(mismatch) => (ProblemKind::WrongType, mismatch.message(secret), mismatch.help.clone()),
            FaultKind::NotASection { found } => {
                // An element of a collection is a section again.
                let element = !matches!(fault.trail.last(), Some(Crumb::Field { .. }));
                let (expected, inner) = match field.map(|field| &field.kind) {
                    Some(Kind::List(inner, _)) if !element => ("a list of sections", *inner),
                    Some(Kind::Map(inner)) if !element => ("a table of sections", *inner),
                    kind => ("a section", kind.and_then(Kind::section).unwrap_or(self.schema)),
                };
                let named = inner.choice.is_some_and(|choice| choice.tag.is_none());
                let expected = if named { "a section or the name of a variant" } else { expected };
                let each = if expected.ends_with('s') { "each holds" } else { "it holds" };
                let keys = inner.keys();
                let help = match keys.as_slice() {
                    [] => "there is nothing to set in it; leave it empty".to_owned(),
                    keys => format!("{each} {}", list(keys)),
                };
                (ProblemKind::WrongType, format!("expected {expected}, found {}", found.show(secret)), Some(help))
            }
            FaultKind::NotComparable => {
                let message = "nothing can be taken out of this list: its elements cannot be compared".to_owned();
                (ProblemKind::Invalid, message, Some("give the whole list instead".to_owned()))
            }
            FaultKind::UnknownVariant { .. }
            | FaultKind::NotAVariant { .. }
            | FaultKind::NoVariant { .. }
            | FaultKind::Variants { .. } => of_variant(&fault.kind, secret),
            FaultKind::UnknownKey { key, known, .. } => {
                let help = self.meant(key, known, path.is_empty());
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&shortened(key));
                (ProblemKind::UnknownKey, "no setting has this name".to_owned(), Some(help))
            }
            FaultKind::More { count, .. } => (ProblemKind::More, format!("{count} more are not listed"), None),
            FaultKind::Twice { first } => (
                ProblemKind::Ambiguous,
                match self.source(fault) {
                    Some(source) if !source.is_text() => format!("it is also set by {}", source.origin(*first, None)),
                    _ => "it is set twice in one place".to_owned(),
                },
                Some("keep one of the two".to_owned()),
            ),
            FaultKind::Deprecated { .. }
            | FaultKind::Former { .. }
            | FaultKind::Removed { .. }
            | FaultKind::RemovedVariant { .. } => self.outdated(fault, path),
            FaultKind::OtherFormat { named, read } => {
                let help = format!("rename it, or write it in {named}");
                (
                    ProblemKind::Ambiguous,
                    format!("it is not {named}, as its name says, and was read as {read}"),
                    Some(help),
                )
            }
            FaultKind::Forbidden { by } => {
                let message = format!("it may not be set by {}", either(&by.describe()));
                (ProblemKind::Forbidden, message, Some(self.allowed(&fault.trail)))
            }
            FaultKind::Missing => match &fault.advice {
                Some((message, help)) => {
                    let help = format!("{help}, or {}", self.cure(&fault.trail));
                    (ProblemKind::Missing, message.clone(), Some(help))
                }
                None => (ProblemKind::Missing, self.missing(), Some(self.cure(&fault.trail))),
            },
            FaultKind::Breach(breach) => self.breach(fault, breach, alias && has_secrets(self.guard)),
            FaultKind::UnknownVariable { name } => {
                let names = self.variables(self.prefix(self.source(fault)).unwrap_or_default());
                let like = |name: &str| closest(name, names.iter().map(String::as_str));
                let of_file = || Some(format!("{}_FILE", like(name.strip_suffix("_FILE")?)?));
                let like = like(name).map(str::to_owned).or_else(of_file).filter(|like| like != name);
                let help = like.map(|like| format!("did you mean {like}?"));
                let message = format!("the variable {name} begins like those of {} but sets nothing", self.schema.name);
                (ProblemKind::UnknownKey, message, help)
            }
        }
    }

    /// What is said of names that were others once, and of what is gone or on its way out.
    fn outdated(&self, fault: &Fault, path: &mut String) -> (ProblemKind, String, Option<String>) {
        let field = fault.field();
        match &fault.kind {
            FaultKind::Deprecated { alias: Some(alias) } => {
                // What is on its way out itself is no advice.
                let advice = field.and_then(|field| field.deprecated).map(|it| it.advice.to_owned());
                let instead = || format!("write '{}' instead", field.map_or("", |field| field.key));
                let help = advice.filter(|advice| !advice.is_empty()).unwrap_or_else(instead);
                (ProblemKind::Deprecated, format!("'{alias}' is a former name"), Some(help))
            }
            FaultKind::Deprecated { alias: None } => {
                let Deprecated { since, advice } = field.and_then(|field| field.deprecated).unwrap_or_default();
                let message = if since.is_empty() {
                    "this is on its way out".to_owned()
                } else {
                    format!("deprecated since {since}")
                };
                (ProblemKind::Deprecated, message, (!advice.is_empty()).then(|| advice.to_owned()))
            }
            FaultKind::Former { name, instead, ignored } => {
                let text = self.source(fault).is_some_and(Source::is_text);
                let quote = if text { "'" } else { "" };
                let (write, delete) = if self.source(fault).is_some_and(|it| it.env_prefix().is_some()) {
                    ("set", "unset")
                } else {
                    ("write", "delete")
                };
                let (name, instead) = (format!("{quote}{name}{quote}"), format!("{quote}{instead}{quote}"));
                let (message, help) = if *ignored {
                    let message =
                        format!("{name} is a former name of {instead}, which is given as well, so it is ignored");
                    (message, format!("{delete} {name}"))
                } else {
                    (format!("{name} is a former name"), format!("{write} {instead} instead"))
                };
                (ProblemKind::Deprecated, message, Some(help))
            }
            FaultKind::Removed { name, removed, .. } => {
                let text = self.source(fault).is_some_and(Source::is_text);
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(if text { name } else { removed.key });
                let message = if text {
                    "there is no such setting any more".to_owned()
                } else {
                    format!("{name} sets nothing any more")
                };
                (ProblemKind::Removed, message, Some(removed.advice.to_owned()))
            }
            FaultKind::RemovedVariant { removed } => {
                let message = format!("there is no '{}' any more", removed.key);
                (ProblemKind::Removed, message, Some(removed.advice.to_owned()))
            }
            _ => unreachable!("all others have their sentence elsewhere"),
        }
    }

    /// What to do about an unknown key.
    fn meant(&self, key: &str, known: &'static Schema, top: bool) -> String {
        if let Some(config) = mounted_at(key).filter(|_| top && !self.schema.mounts) {
            let root = self.schema.type_name;
            return format!("'{key}' is where {config} is mounted; add #[config(mounts)] to {root} to take it in");
        }
        if let Some(tag) = known.tag() {
            let has = |variant: &&Field| variant.kind.section().is_some_and(|inner| inner.knows(key));
            let owners: Vec<&str> = known.fields.iter().filter(has).map(|variant| variant.key).gather();
            if !owners.is_empty() {
                return format!("it belongs to {}, which '{tag}' does not say", list(&owners));
            }
        }
        let keys = known.keys();
        match closest(key, keys.iter().copied()) {
            Some(like) => format!("did you mean '{like}'?"),
            None if keys.is_empty() => "there is nothing to set here".to_owned(),
            None => operator_like(key, known, &keys)
                .or_else(|| self.elsewhere(key))
                .unwrap_or_else(|| format!("known here: {}", list(&keys))),
        }
    }

    /// The section that does know an unknown key.
    fn elsewhere(&self, key: &str) -> Option<String> {
        let mut places = Vec::new();
        self.schema.walk(&mut |chain, _| {
            if chain.last().is_some_and(|field| field.key == key) {
                places.push(schema::path(chain));
            }
        });
        match places.as_slice() {
            [place] if place == key => {
                Some("there is one of this name, but at the top, outside of any section".to_owned())
            }
            [place] => Some(format!("did you mean '{place}'?")),
            _ => None,
        }
    }

    fn missing(&self) -> String {
        let broken: Vec<&Source> = self.sources.iter().filter(|source| source.incomplete).gather();
        if broken.is_empty() {
            return "nothing sets it and it has no default".to_owned();
        }
        let names: Vec<_> = broken.iter().map(|source| source.origin(Mark::NOWHERE, None).to_string()).gather();
        let read = if broken.iter().all(|source| source.text.is_none()) { "read" } else { "read whole" };
        format!("nothing sets it and it has no default (unless {} does, which could not be {read})", names.join(", "))
    }

    /// Where a missing setting can be put.
    fn cure(&self, trail: &[Crumb]) -> String {
        let Some((Crumb::Field { field: last, .. }, sections)) = trail.split_last() else {
            unreachable!("a missing setting is a field");
        };
        let (mut places, prefix) = (Vec::new(), self.prefix(None));
        let sources = match &last.kind {
            Kind::Setting(setting) => setting.sources,
            _ => Sources::all(),
        };
        if !sources.intersects(Sources::FILES | Sources::ENV | Sources::DOTENV) {
            return self.allowed(trail);
        }
        let in_list = sections.iter().any(|crumb| matches!(crumb, Crumb::Index(_)));
        // Rather the file that all profiles share than one of theirs.
        let files = || self.sources.iter().rev().filter(|source| source.is_file());
        let file = files().find(|source| source.is_base()).or_else(|| files().next());
        let within = file.iter().flat_map(|source| source.within.iter().cloned());
        let section = within.chain([schema::trail_path(sections)]).filter(|part| !part.is_empty());
        let section = section.gather().join(".");
        let name = file.map_or_else(
            || format!("{}.toml", self.schema.name),
            |source| source.origin(Mark::NOWHERE, None).to_string(),
        );
        let toml = !in_list && file.is_none_or(|source| source.format == Some(Format::Toml));
        let anywhere = file.is_some() || prefix.is_none() || self.sources.iter().all(|source| !source.is_text());
        if anywhere && sources.contains(Sources::FILES) {
            places.push(match (section.is_empty(), toml) {
                (true, _) => format!("set '{}' in {name}", last.key),
                (false, true) => format!("set '{}' under [{section}] in {name}", last.key),
                (false, false) => format!("set '{}' under '{section}' in {name}", last.key),
            });
        }
        let variable = prefix.and_then(|prefix| schema::env_name_of(prefix, trail));
        if let Some(variable) = variable.filter(|_| sources.intersects(Sources::ENV | Sources::DOTENV)) {
            places.push(format!("the variable {variable}"));
        }
        if places.is_empty() {
            return self.allowed(trail);
        }
        let places = places.join(", or ");
        if places.starts_with("set") { places } else { format!("set {places}") }
    }

    /// Which sources may set a setting, and by what name.
    fn allowed(&self, trail: &[Crumb]) -> String {
        let setting = trail.last().and_then(Crumb::field).and_then(|field| field.kind.setting());
        let sources = setting.map_or(Sources::all(), |setting| setting.sources);
        let help = format!("only {} may set it", either(&sources.describe()));
        let prefix = self.prefix(None).unwrap_or(self.schema.env_prefix);
        let variable =
            schema::env_name_of(prefix, trail).filter(|_| sources.intersects(Sources::ENV | Sources::DOTENV));
        variable.map_or(help.clone(), |variable| format!("{help}: the variable {variable}"))
    }

    /// Every name that the environment may use.
    fn variables(&self, prefix: &str) -> Vec<String> {
        let mut names = Vec::new();
        self.schema.walk(&mut |chain, _| names.extend(schema::env_name(prefix, chain)));
        names.extend(["CONFIG", "PROFILE"].map(|what| self.schema.reserved_variable(what)));
        names
    }
}

/// What is said of an enum that is a section.
fn of_variant(kind: &FaultKind, secret: bool) -> (ProblemKind, String, Option<String>) {
    match kind {
        FaultKind::UnknownVariant { found, known } => {
            let variants = known.variants();
            let help = closest(found, variants.iter().copied()).map(|like| format!("did you mean '{like}'?"));
            let found = if secret { "something else".to_owned() } else { format!("\"{}\"", shortened(found)) };
            let message = format!("expected one of {}, found {found}", list(&variants));
            (ProblemKind::WrongType, message, help)
        }
        FaultKind::NotAVariant { found, known } => {
            let message = format!("expected one of {}, found {}", list(&known.variants()), found.show(secret));
            (ProblemKind::WrongType, message, None)
        }
        FaultKind::NoVariant { known } => {
            let variants = list(&known.variants());
            let help = match known.tag() {
                Some(tag) => format!("set '{tag}' in it to one of {variants}"),
                None => format!("give it one of {variants}"),
            };
            (ProblemKind::Missing, "nothing says which variant it is".to_owned(), Some(help))
        }
        FaultKind::Variants { first, second } => {
            let message = format!("it is '{first}' and '{second}' at once");
            (ProblemKind::Ambiguous, message, Some("keep one of the two".to_owned()))
        }
        _ => unreachable!("only these are about variants"),
    }
}

struct Spans {
    shown: Option<Range<usize>>,
    hidden: Vec<Range<usize>>,
}

fn holds_secrets(field: &'static Field) -> bool {
    match &field.kind {
        Kind::Setting(setting) => setting.is_secret(),
        kind => kind.section().is_some_and(has_secrets),
    }
}

/// A key that somebody made up, at a length that can be borne.
fn shortened(key: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    key.char_indices().nth(LONGEST).map_or(key.into(), |(end, _)| format!("{}…", &key[..end]).into())
}

/// `a, b or c`.
fn either(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest @ [_, ..])) => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// The operator on a list that a key is almost called like.
fn operator_like(key: &str, known: &Schema, keys: &[&str]) -> Option<String> {
    let operators = keys.iter().flat_map(|key| ["add", "remove"].map(|operator| format!("{key}_{operator}")));
    let operators: Vec<String> = operators.filter(|operator| known.knows_op(operator)).gather();
    closest(key, operators.iter().map(String::as_str)).map(|like| format!("did you mean '{like}'?"))
}

/// `'a', 'b' and 3 more`.
fn list(keys: &[&str]) -> String {
    const MOST: usize = 8;
    let shown: Vec<_> = keys.iter().take(MOST).map(|key| format!("'{key}'")).gather();
    match keys.len().checked_sub(MOST) {
        Some(more) if more > 0 => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}
