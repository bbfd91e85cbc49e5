//! The environment as a source. Names are generated forwards: the schema is walked along the name, so a `_` is never
//! guessed at. One scan over the variables sets everything.

use std::{
    collections::{BTreeMap, HashSet},
    ffi::{OsStr, OsString},
    path::Path,
    sync::Arc,
};

mod exact;
mod path;
mod search;

pub(crate) use self::search::{is_secret_variable, tag_name};
use self::{
    exact::{FEW, Found},
    path::{Gap, Hop, at_path, at_section, fail, setting_at, tag_at, trail},
    search::{Absolute, Meaning, Pass, Search, find_absolute, fold, strip},
};
use super::{
    FileFault,
    file::{MAX_FILE_BYTES, read_bytes},
    names::Names,
    removed,
    secrets::{self, exposure, is_exposed},
};
use crate::{
    disk,
    draft::{At, Draft, Hint, Input, List, Map, Mismatch, Op, Place, ReadResult, Shape, Step, Writer},
    mount::is_neighbours_variable,
    order,
    problem::{Fault, FaultKind, ProblemKind},
    schema::{self, Schema, SettingSchema, Sources},
};

/// Which variables there are.
#[derive(Debug, Clone, Default)]
pub(crate) enum Environment {
    /// Those of the process, as they are when a load runs.
    #[default]
    Process,
    /// Those of the process, as they were at one time.
    #[cfg_attr(not(feature = "watch"), allow(dead_code, reason = "only a watcher freezes them"))]
    Frozen(Arc<[(OsString, OsString)]>),
    /// Those that were handed over.
    Given(Arc<[(OsString, OsString)]>),
}

impl Environment {
    pub(crate) fn var(&self, name: &str) -> Option<OsString> {
        match self {
            Environment::Process => std::env::var_os(name),
            Environment::Given(variables) | Environment::Frozen(variables) => {
                variables.iter().rev().find(|entry| same(&entry.0, name)).map(|entry| entry.1.clone())
            }
        }
    }

    /// The same, whatever becomes of the process's variables.
    #[cfg(feature = "watch")]
    pub(crate) fn frozen(&self) -> Self {
        match self {
            Environment::Process => Environment::Frozen(std::env::vars_os().collect()),
            other => other.clone(),
        }
    }

    /// Adds variables, which win over those of the same name that are there; the process's are not looked at any more.
    pub(crate) fn extend(&mut self, more: &[(OsString, OsString)]) {
        let Environment::Given(old) = &*self else {
            *self = Environment::Given(more.into());
            return;
        };
        let replaced = |name: &OsStr| more.iter().any(|(other, _)| same(other, name));
        let kept = old.iter().filter(|(name, _)| !replaced(name));
        *self = Environment::Given(kept.chain(more).cloned().collect());
    }

    /// The names of those that are set to something.
    #[cfg(feature = "cli")]
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.each(&mut |name, value| {
            let name = name.to_str().filter(|_| !value.is_empty());
            names.extend(name.map(str::to_owned));
        });
        names
    }

    /// Visits those of one name. There may be several: only the process's are there once each.
    fn called(&self, name: &str, visit: &mut dyn FnMut(&str, OsString)) {
        match self {
            Environment::Process => {
                if let Some(value) = std::env::var_os(name) {
                    visit(name, value);
                }
            }
            Environment::Given(variables) | Environment::Frozen(variables) => {
                let those = variables.iter().filter(|entry| same(&entry.0, name));
                those.for_each(|(called, value)| visit(called.to_str().unwrap_or(name), value.clone()));
            }
        }
    }

    /// Visits all of them.
    fn each(&self, visit: &mut dyn FnMut(&OsStr, &OsStr)) {
        match self {
            Environment::Process => std::env::vars_os().for_each(|(name, value)| visit(&name, &value)),
            Environment::Given(variables) | Environment::Frozen(variables) => {
                variables.iter().for_each(|(name, value)| visit(name, value));
            }
        }
    }
}

/// Variable names have no case on Windows.
fn same(name: &OsStr, wanted: impl AsRef<OsStr>) -> bool {
    let wanted = wanted.as_ref();
    if cfg!(windows) { name.eq_ignore_ascii_case(wanted) } else { name == wanted }
}

/// One scan over the environment.
pub(crate) struct Scan<'a, 'p> {
    pub(crate) schema: &'static Schema,
    pub(crate) prefix: &'a str,
    pub(crate) base_dir: &'a Path,
    pub(crate) writer: &'a mut Writer<'p>,
    pub(crate) source: u32,
    /// Whether only names as the reference lists them count.
    exact: bool,
    /// The variables that were used.
    pub(crate) names: Names,
    /// Variables with former names.
    waiting: Vec<Former>,
    /// What the variables say of settings whose value is not in one variable, by their path.
    seen: BTreeMap<Vec<Hop>, Seen>,
    /// Variables that are there but empty, each with the path of its setting and its mark.
    empty: Vec<(Vec<Hop>, u32)>,
    /// What waits until the elements of lists that come before are there.
    later: Vec<(Vec<Hop>, Late)>,
}

/// What variables say of a setting.
#[derive(Default)]
struct Seen {
    /// Elements of a list or map.
    elements: Vec<Element>,
    /// Whether the value is in a file.
    in_file: bool,
    /// By which of its names it is given, if there are former ones at all.
    given: Option<Given>,
}

/// What waits.
enum Late {
    Value(u32, String),
    /// The name of the file that has the value.
    File(u32, String),
    Operator(Op, u32, String),
    Elements(Vec<Element>),
}

struct Element {
    key: String,
    value: String,
    name: u32,
}

/// Which name of each field along a path a variable has, and its mark.
type Given = (Vec<usize>, u32);

/// A variable whose name is a former one.
struct Former {
    path: Vec<Hop>,
    meaning: Meaning,
    /// Which name of each field along the path it has; 0 is the current one.
    ranks: Vec<usize>,
    name: OsString,
    value: OsString,
}

impl<'a, 'p> Scan<'a, 'p> {
    pub(crate) fn new(
        schema: &'static Schema,
        prefix: &'a str,
        base_dir: &'a Path,
        source: u32,
        exact: bool,
        writer: &'a mut Writer<'p>,
    ) -> Self {
        Self {
            schema,
            prefix,
            base_dir,
            writer,
            source,
            exact,
            names: Names::default(),
            waiting: Vec::new(),
            seen: BTreeMap::new(),
            empty: Vec::new(),
            later: Vec::new(),
        }
    }

    /// Reads the variables.
    pub(crate) fn run(&mut self, environment: &Environment, draft: &mut dyn Draft) {
        let schema = self.schema;
        let few = (self.exact && schema.facts.names <= FEW).then(|| Found::of(schema, self.prefix, environment));
        let mut absolute = Vec::new();
        if schema.facts.absolute {
            find_absolute(schema, &mut Vec::new(), &mut absolute);
        }
        // What says which variant an enum is goes before what is in the variant.
        let passes = if schema.facts.tags { &[Pass::Tags, Pass::Rest][..] } else { &[Pass::All] };
        for pass in passes {
            loop {
                let (known, mut path) = (self.names.len(), Vec::new());
                let done: HashSet<String> = self.names.iter().map(str::to_owned).collect();
                let mut visit = |to: Option<&[Hop]>, name: &OsStr, value: &OsStr| match to {
                    // Where there are tags, what a name means depends on them.
                    Some(to) if *pass == Pass::All => self.apply(draft, to, Meaning::Value, name, value),
                    _ if *pass == Pass::Tags && name.to_str().is_some_and(|name| done.contains(name)) => {}
                    _ => self.variable(name, value, &absolute, *pass, draft, &mut path),
                };
                match &few {
                    Some(found) => found.each(&mut visit),
                    None => environment.each(&mut |name, value| visit(None, name, value)),
                }
                self.former(draft);
                self.settle(draft);
                // A variant that has been chosen may have tags in it.
                if *pass != Pass::Tags || self.names.len() == known {
                    break;
                }
            }
        }
    }

    /// Does what waited, the elements of lists in their order.
    fn settle(&mut self, draft: &mut dyn Draft) {
        let mut later = std::mem::take(&mut self.later);
        for (path, mark) in std::mem::take(&mut self.empty) {
            // `NAME=` beside `NAME_FILE=…` is a leftover, not a second value.
            if self.seen.get(&path).is_none_or(|seen| !seen.in_file) {
                later.push((path, Late::Value(mark, String::new())));
            }
        }
        for (path, seen) in &mut self.seen {
            if !seen.elements.is_empty() {
                later.push((path.clone(), Late::Elements(std::mem::take(&mut seen.elements))));
            }
        }
        order::sort_by(&mut later, |a, b| a.0.cmp(&b.0));
        for (path, late) in later {
            match late {
                Late::Value(mark, text) => self.set(draft, &path, mark, &text),
                Late::File(mark, name) => self.file(draft, &path, mark, &name),
                Late::Operator(op, mark, text) => self.operate(draft, &path, op, mark, &text),
                Late::Elements(elements) => self.collect(draft, &path, elements),
            }
        }
    }

    fn variable(
        &mut self,
        name: &OsStr,
        value: &OsStr,
        absolute: &[Absolute],
        pass: Pass,
        draft: &mut dyn Draft,
        path: &mut Vec<Hop>,
    ) {
        let rest = strip(name.as_encoded_bytes(), self.prefix).and_then(|rest| std::str::from_utf8(rest).ok());
        let rest = rest.map(fold);
        if rest.is_none() && absolute.is_empty() {
            // Neighbours are none of our business, whatever they hold.
            return;
        }
        let found = name.to_str().map(fold).and_then(|name| {
            let generated = rest.as_deref().map(|rest| (self.schema, rest));
            let (root, exact, draft) = (self.schema, self.exact, Some(&mut *draft));
            let mut search = Search { pass, root, draft, exact, former: false, ranks: Vec::new() };
            if let Some(meaning) = search.find(absolute, &name, generated, path) {
                return Some((meaning, Vec::new()));
            }
            search.former = self.schema.facts.former;
            let meaning = search.former.then(|| search.find(absolute, &name, generated, path))??;
            Some((meaning, search.ranks))
        });
        match found {
            Some((meaning, ranks)) if ranks.is_empty() => self.apply(draft, path, meaning, name, value),
            Some((meaning, ranks)) => {
                let (path, name, value) = (path.clone(), name.to_owned(), value.to_owned());
                self.waiting.push(Former { path, meaning, ranks, name, value });
            }
            None => rest.into_iter().for_each(|rest| self.unknown(name, &rest, pass)),
        }
    }

    /// Notes a variable that has the prefix and means nothing; `rest` is what follows that.
    fn unknown(&mut self, name: &OsStr, rest: &str, pass: Pass) {
        let rest = rest.strip_prefix('_').filter(|_| !self.exact && !self.prefix.is_empty()).unwrap_or(rest);
        let reserved = self.prefix.is_empty() || matches!(rest, "CONFIG" | "PROFILE");
        let text = name.to_string_lossy();
        if reserved
            || matches!(pass, Pass::Tags)
            || name.to_str().is_some_and(|name| is_neighbours_variable(self.schema, self.prefix, name, rest))
            || matches!(pass, Pass::Rest) && self.names.iter().any(|known| *text == *known)
        {
            return;
        }
        let mut fault = match removed::variable(self.schema, self.prefix, &text, rest, self.exact) {
            Some((removed, trail, schema)) => {
                let allowed = self.writer.allows_unknown() || schema.allow_unknown;
                let kind = FaultKind::Removed { name: text.into_owned(), removed, allowed };
                Fault { trail, ..Fault::new(kind, self.source) }
            }
            None if self.exact => return,
            None => Fault::new(FaultKind::UnknownVariable { name: text.into_owned() }, self.source),
        };
        fault.mark = self.mark(name);
        self.writer.note(fault);
    }

    /// Applies variables with former names, once it is known what has its current name: that wins.
    fn former(&mut self, draft: &mut dyn Draft) {
        let mut variables = std::mem::take(&mut self.waiting);
        order::sort_by(&mut variables, |a, b| (&a.path, &a.ranks, &a.name).cmp(&(&b.path, &b.ranks, &b.name)));
        for Former { path, meaning, ranks, name, value } in variables {
            let takes_empty = setting_at(self.schema, &path).is_some_and(|it| matches!(it.leaf.shape, Shape::String));
            if value.is_empty() && !(takes_empty && matches!(meaning, Meaning::Value)) {
                self.mark(&name);
                continue;
            }
            let winner = self.seen.get(&path).and_then(|seen| seen.given.as_ref());
            let winner = winner.filter(|(other, _)| *other != ranks && !matches!(meaning, Meaning::Operator(_)));
            let winner = winner.and_then(|(_, mark)| self.names.get(*mark));
            let ignored = winner.is_some();
            let instead = match winner {
                Some(winner) => winner.to_owned(),
                None => self.current_name(&path, &meaning),
            };
            let kind = FaultKind::Former { name: name.to_string_lossy().into_owned(), instead, ignored };
            let mut fault = Fault { trail: trail(self.schema, &path), ..Fault::new(kind, self.source) };
            fault.mark =
                if ignored { self.mark(&name) } else { self.apply_ranked(draft, &path, meaning, &name, &value, ranks) };
            self.writer.note(fault);
        }
    }

    /// What a variable with a former name should be called.
    fn current_name(&self, path: &[Hop], meaning: &Meaning) -> String {
        let mut name = schema::env_name_of(self.prefix, &trail(self.schema, path)).unwrap_or_default();
        if let Some(tag) = tag_at(self.schema, path) {
            name.extend(["_", &tag_name(tag)]);
        }
        match meaning {
            Meaning::Value => {}
            Meaning::File => name.push_str("_FILE"),
            Meaning::Element(key) => name.extend(["__", key]),
            Meaning::Operator(Op::Remove) => name.push_str("__REMOVE"),
            Meaning::Operator(_) => name.push_str("__ADD"),
        }
        name
    }

    /// Puts the variable's name where its mark finds it.
    fn mark(&mut self, name: &OsStr) -> u32 {
        match name.to_str() {
            Some(name) => self.names.push(name),
            None => self.names.push(&name.to_string_lossy()),
        }
    }

    fn apply(&mut self, draft: &mut dyn Draft, path: &[Hop], meaning: Meaning, name: &OsStr, value: &OsStr) {
        self.apply_ranked(draft, path, meaning, name, value, Vec::new());
    }

    /// The same by a name of which `ranks` says which one it is; gives the mark.
    fn apply_ranked(
        &mut self,
        draft: &mut dyn Draft,
        path: &[Hop],
        meaning: Meaning,
        name: &OsStr,
        value: &OsStr,
        ranks: Vec<usize>,
    ) -> u32 {
        let mark = self.mark(name);
        if self.schema.facts.former
            && !matches!(meaning, Meaning::Operator(_))
            && (!value.is_empty()
                || setting_at(self.schema, path).is_some_and(|it| matches!(it.leaf.shape, Shape::String)))
        {
            self.seen.entry(path.to_vec()).or_default().given.get_or_insert((ranks, mark));
        }
        self.apply_marked(draft, path, meaning, mark, value);
        mark
    }

    fn apply_marked(&mut self, draft: &mut dyn Draft, path: &[Hop], meaning: Meaning, mark: u32, value: &OsStr) {
        let Some(text) = value.to_str() else {
            self.refuse(draft, path, mark, ProblemKind::WrongType, "its value is not Unicode".to_owned());
            return;
        };
        let text = match meaning {
            Meaning::Value if text.is_empty() => {
                self.empty.push((path.to_vec(), mark));
                return;
            }
            Meaning::Value => text,
            Meaning::Element(key) => {
                let element = Element { key, value: text.to_owned(), name: mark };
                self.seen.entry(path.to_vec()).or_default().elements.push(element);
                return;
            }
            Meaning::File | Meaning::Operator(_) if text.is_empty() => return,
            Meaning::Operator(op) if is_in_list(path) => {
                self.later.push((path.to_vec(), Late::Operator(op, mark, text.to_owned())));
                return;
            }
            Meaning::Operator(op) => {
                self.operate(draft, path, op, mark, text);
                return;
            }
            Meaning::File => {
                self.seen.entry(path.to_vec()).or_default().in_file = true;
                text
            }
        };
        let is_file = matches!(meaning, Meaning::File);
        if is_in_list(path) {
            let late = if is_file { Late::File } else { Late::Value };
            self.later.push((path.to_vec(), late(mark, text.to_owned())));
        } else if is_file {
            self.file(draft, path, mark, text);
        } else {
            self.set(draft, path, mark, text);
        }
    }

    /// Sets what is in a file.
    fn file(&mut self, draft: &mut dyn Draft, path: &[Hop], mark: u32, name: &str) {
        let (file, setting) = (self.base_dir.join(name), setting_at(self.schema, path));
        let content = read_bytes(&file, true, MAX_FILE_BYTES).map_err(FileFault::into_reason);
        let input = content.as_ref().map_err(Clone::clone);
        let input = match input.and_then(|(content, _)| secrets::input(content, setting)) {
            Ok(input) => input,
            Err(reason) => {
                let shown = self.may_show(path, name);
                let file = if shown { format!("the file '{name}'") } else { "the file that it names".to_owned() };
                let message = format!("cannot read {file}: {reason}");
                self.refuse(draft, path, mark, ProblemKind::Unreadable, message);
                return;
            }
        };
        let kind = self.writer.take_for(Sources::ENV | Sources::SECRETS);
        match input {
            Input::Bytes(bytes) => self.set_bytes(draft, path, mark, bytes),
            Input::Text(text) => self.set(draft, path, mark, text),
            _ => {}
        }
        self.writer.take_for(kind);
        if setting.is_some_and(SettingSchema::is_secret) && is_exposed(&file) {
            self.note(path, mark, exposure("every user of this machine can read the file", "chmod o-r it"));
        }
    }

    /// Notes what is wrong with the text of a variable, and that its setting is not merely missing.
    fn refuse(&mut self, draft: &mut dyn Draft, path: &[Hop], mark: u32, kind: ProblemKind, message: String) {
        let mut fault = Fault::plain(kind, self.source, message, None);
        (fault.mark, fault.trail) = (mark, trail(self.schema, path));
        self.writer.note(fault);
        fail(self.schema, draft, path);
    }

    /// Notes something about a setting that is set all the same.
    fn note(&mut self, path: &[Hop], mark: u32, kind: FaultKind) {
        let mut fault = Fault::new(kind, self.source);
        (fault.mark, fault.trail) = (mark, trail(self.schema, path));
        self.writer.note(fault);
    }

    /// Whether the file that is given for a setting may be named: who puts the secret itself where its file belongs
    /// should not find it in a log.
    fn may_show(&self, path: &[Hop], file: &str) -> bool {
        let setting = setting_at(self.schema, path);
        let directory = Path::new(file).parent().filter(|parent| parent.parent().is_some());
        !setting.is_some_and(SettingSchema::is_secret)
            || directory.is_some_and(|directory| disk::is_dir(&self.base_dir.join(directory)))
    }

    fn set(&mut self, draft: &mut dyn Draft, path: &[Hop], mark: u32, text: &str) {
        // Empty means unset for everything but strings; nor does it bring the section around the setting into being.
        let takes_empty = || setting_at(self.schema, path).is_some_and(|it| matches!(it.leaf.shape, Shape::String));
        if text.is_empty() && !takes_empty() {
            return;
        }
        let at = At { mark, span: None };
        self.reach(draft, path, at, &mut |writer, place| match place {
            Place::Setting(mut target) => writer.set(&mut target, at, Input::Text(text)),
            Place::Section { schema, draft } => drop(writer.choose_by_name(schema, draft, text, at)),
            Place::Optional { schema, slot } => drop(writer.choose_by_name(schema, slot.enter(), text, at)),
            place @ (Place::List { .. } | Place::Map { .. }) => json(place, text, mark, writer),
            Place::Tag { .. } => {}
        });
    }

    fn set_bytes(&mut self, draft: &mut dyn Draft, path: &[Hop], mark: u32, bytes: &[u8]) {
        let at = At { mark, span: None };
        self.reach(draft, path, at, &mut |writer, place| {
            if let Place::Setting(mut target) = place {
                writer.set(&mut target, at, Input::Bytes(bytes));
            }
        });
    }

    fn reach(&mut self, draft: &mut dyn Draft, path: &[Hop], at: At, then: &mut dyn FnMut(&mut Writer<'_>, Place<'_>)) {
        if let Err(gap) = at_path(self.schema, draft, path, at, self.writer, then) {
            self.refuse(draft, path, at.mark, ProblemKind::Invalid, gap.message());
        }
    }

    /// Adds to a list, or takes from it.
    fn operate(&mut self, draft: &mut dyn Draft, path: &[Hop], op: Op, mark: u32, text: &str) {
        let at = At { mark, span: None };
        let Some((Hop::Field(index), section)) = path.split_last() else { return };
        let name = self.names.get(mark).map(str::to_owned);
        let reached = at_section(self.schema, draft, section, at, self.writer, &mut |writer, schema, draft| {
            let place = writer.operate(schema, draft, *index, op, name.as_deref().unwrap_or_default(), at);
            if let Some(place) = place {
                match place {
                    Place::Setting(mut target) => writer.set(&mut target, at, Input::Text(text)),
                    place => json(place, text, mark, writer),
                }
                writer.leave();
            }
        });
        if let Err(gap) = reached {
            self.refuse(draft, path, mark, ProblemKind::Invalid, gap.message());
        }
    }

    /// The elements of one list or map, each from a variable of its own.
    fn collect(&mut self, draft: &mut dyn Draft, path: &[Hop], mut elements: Vec<Element>) {
        // Numbers by their value, the rest after them.
        order::sort_by_key(&mut elements, |element| (element.key.parse().unwrap_or(usize::MAX), element.key.clone()));
        let wrong = elements.iter().enumerate().find(|(index, element)| element.key != index.to_string());
        let wrong = wrong.map(|(index, element)| (index, element.name));
        let mut gap = None;
        let at = At { mark: elements[0].name, span: None };
        let reached = at_path(self.schema, draft, path, at, self.writer, &mut |writer, place| {
            let Place::Setting(mut target) = place else { return };
            let setting = target.setting;
            let noted = writer.noted();
            let mut list = Elements(elements.iter());
            let input = match (&setting.leaf.shape, wrong) {
                (Shape::List(_), Some(_)) => {
                    gap = wrong;
                    return;
                }
                // Types that only serde knows take whatever the keys look like.
                (Shape::List(_) | Shape::Any, None) => Input::List(&mut list),
                _ => Input::Map(&mut list.entries()),
            };
            writer.set(&mut target, at, input);
            writer.blame(noted, |step| match step {
                Step::Index(index) => elements.get(*index).map(|element| element.name),
                Step::Key(key) => elements.iter().find(|element| element.key == *key).map(|element| element.name),
            });
        });
        let gap = gap.or(reached.err().map(|Gap { next }| (next, at.mark)));
        if let Some((next, name)) = gap {
            self.refuse(draft, path, name, ProblemKind::Invalid, Gap { next }.message());
        }
    }
}

fn is_in_list(path: &[Hop]) -> bool {
    path.iter().any(|hop| matches!(hop, Hop::Index(_)))
}

/// Reads a whole collection of sections, which a variable holds as JSON.
#[cfg(feature = "json")]
fn json(place: Place<'_>, text: &str, mark: u32, writer: &mut Writer<'_>) {
    writer.at_mark(Some(mark));
    let read = crate::format::json::sections(text, place, writer);
    writer.at_mark(None);
    if let Err(reason) = read {
        let expected = "sections in JSON, or single settings of them in variables of their own";
        writer.mismatch(Mismatch::because(expected, reason), At { mark, span: None });
    }
}

#[cfg(not(feature = "json"))]
fn json(_: Place<'_>, _: &str, mark: u32, writer: &mut Writer<'_>) {
    let reason = "text in JSON needs superconfig's feature `json`, which is off".to_owned();
    writer.mismatch(Mismatch::because("sections", reason), At { mark, span: None });
}

struct Elements<'e>(std::slice::Iter<'e, Element>);

impl<'e> Elements<'e> {
    fn entries(self) -> Entries<'e> {
        Entries { rest: self.0, value: "" }
    }
}

impl List for Elements<'_> {
    fn next(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        self.0.next().map_or(Ok(false), |element| read(Input::Text(&element.value)).map(|()| true))
    }
}

struct Entries<'e> {
    rest: std::slice::Iter<'e, Element>,
    value: &'e str,
}

impl Map for Entries<'_> {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        let Some(element) = self.rest.next() else { return Ok(false) };
        self.value = &element.value;
        read(&element.key).map(|()| true)
    }

    fn value(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        read(Input::Text(self.value))
    }
}
