//! The environment as a source. Names are generated forwards: the schema is walked along the name, so a `_` is never
//! guessed at. One scan over the variables sets everything.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    path::Path,
    sync::Arc,
};

use super::{FileFault, read_text};
use crate::{
    draft::{At, Draft, Hint, Input, List, Map, Mismatch, Place, ReadResult, Shape, Step, Writer},
    mount::is_neighbours_variable,
    problem::{Fault, FaultKind, ProblemKind},
    schema::{Env, Field, Kind, Schema, SettingSchema},
};

/// Which variables there are.
#[derive(Debug, Clone, Default)]
pub(crate) enum Environment {
    /// Those of the process, as they are when a load runs.
    #[default]
    Process,
    /// Those that were handed over.
    Given(Arc<[(OsString, OsString)]>),
}

impl Environment {
    pub(crate) fn var(&self, name: &str) -> Option<OsString> {
        match self {
            Environment::Process => std::env::var_os(name),
            Environment::Given(variables) => {
                variables.iter().rev().find(|entry| same(&entry.0, name)).map(|entry| entry.1.clone())
            }
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

    fn each(&self, visit: &mut dyn FnMut(Cow<'_, OsStr>, &OsStr)) {
        match self {
            Environment::Process => std::env::vars_os().for_each(|(name, value)| visit(name.into(), &value)),
            Environment::Given(variables) => variables.iter().for_each(|(name, value)| visit(name.into(), value)),
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
    /// Problems that are not about a setting.
    pub(crate) faults: Vec<Fault>,
    /// The variables that were used.
    pub(crate) names: Vec<OsString>,
    /// Elements of lists and maps, by the path of their setting.
    elements: BTreeMap<Vec<usize>, Vec<Element>>,
    /// Variables that are there but empty, each with the path of its setting and its mark.
    empty: Vec<(Vec<usize>, u32)>,
    /// The settings whose value is in a file.
    in_files: BTreeSet<Vec<usize>>,
}

struct Element {
    key: String,
    value: String,
    name: u32,
}

/// What a variable's name means.
enum Meaning {
    Value,
    /// `NAME_FILE`.
    File,
    /// `NAME__key`.
    Element(String),
}

impl<'a, 'p> Scan<'a, 'p> {
    pub(crate) fn new(
        schema: &'static Schema,
        prefix: &'a str,
        base_dir: &'a Path,
        source: u32,
        writer: &'a mut Writer<'p>,
    ) -> Self {
        Self {
            schema,
            prefix,
            base_dir,
            writer,
            source,
            faults: Vec::new(),
            names: Vec::new(),
            elements: BTreeMap::new(),
            empty: Vec::new(),
            in_files: BTreeSet::new(),
        }
    }

    pub(crate) fn run(&mut self, environment: &Environment, draft: &mut dyn Draft) {
        let mut absolute = Vec::new();
        find_absolute(self.schema, &mut Vec::new(), &mut absolute);
        environment.each(&mut |name, value| self.variable(name, value, &absolute, draft));
        for (path, mark) in std::mem::take(&mut self.empty) {
            // `NAME=` beside `NAME_FILE=…` is a leftover, not a second value.
            if !self.in_files.contains(&path) {
                self.set(draft, &path, mark, "");
            }
        }
        for (path, elements) in std::mem::take(&mut self.elements) {
            self.collect(draft, &path, elements);
        }
    }

    fn variable(&mut self, name: Cow<'_, OsStr>, value: &OsStr, absolute: &[Absolute], draft: &mut dyn Draft) {
        let Some(rest) = strip(name.as_encoded_bytes(), self.prefix) else {
            // Neighbours are none of our business, whatever they hold.
            if let Some((path, meaning)) =
                name.to_str().filter(|_| !absolute.is_empty()).and_then(|name| find(absolute, &fold(name), None))
            {
                self.apply(draft, &path, meaning, name, value);
            }
            return;
        };
        let Ok(rest) = std::str::from_utf8(rest) else { return };
        let rest = fold(rest);
        let found = name.to_str().and_then(|name| find(absolute, &fold(name), Some((self.schema, &rest))));
        let reserved = self.prefix.is_empty() || matches!(&*rest, "CONFIG" | "PROFILE");
        match found {
            Some((path, meaning)) => self.apply(draft, &path, meaning, name, value),
            None if reserved => {}
            None if name.to_str().is_some_and(|name| is_neighbours_variable(self.schema, self.prefix, name, &rest)) => {
            }
            None => {
                let mut fault =
                    Fault::new(FaultKind::UnknownVariable { name: name.to_string_lossy().into_owned() }, self.source);
                fault.mark = self.mark(name);
                self.faults.push(fault);
            }
        }
    }

    /// Puts the variable's name where its mark finds it.
    fn mark(&mut self, name: Cow<'_, OsStr>) -> u32 {
        self.names.push(name.into_owned());
        u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
    }

    fn apply(&mut self, draft: &mut dyn Draft, path: &[usize], meaning: Meaning, name: Cow<'_, OsStr>, value: &OsStr) {
        let mark = self.mark(name);
        let Some(text) = value.to_str() else {
            self.refuse(draft, path, mark, ProblemKind::WrongType, "its value is not Unicode".to_owned());
            return;
        };
        let content;
        let text = match meaning {
            Meaning::Value if text.is_empty() => {
                self.empty.push((path.to_vec(), mark));
                return;
            }
            Meaning::Value => text,
            Meaning::Element(key) => {
                let element = Element { key, value: text.to_owned(), name: mark };
                self.elements.entry(path.to_vec()).or_default().push(element);
                return;
            }
            Meaning::File if text.is_empty() => return,
            Meaning::File => {
                self.in_files.insert(path.to_vec());
                content = match read_text(&self.base_dir.join(text), true) {
                    Ok((content, _)) => content,
                    Err(fault) => {
                        let reason = match fault {
                            FileFault::Absent => "there is no such file".to_owned(),
                            FileFault::Dangling => "it is a link to nothing".to_owned(),
                            FileFault::Unreadable(reason) => reason,
                            FileFault::NotUtf8 { at, .. } => format!("it is not UTF-8 at byte {at}"),
                        };
                        let shown = self.may_show(path, text);
                        let file =
                            if shown { format!("the file '{text}'") } else { "the file that it names".to_owned() };
                        let message = format!("cannot read {file}: {reason}");
                        self.refuse(draft, path, mark, ProblemKind::Unreadable, message);
                        return;
                    }
                };
                let line = content.strip_suffix('\n').unwrap_or(&content);
                line.strip_suffix('\r').unwrap_or(line)
            }
        };
        self.set(draft, path, mark, text);
    }

    /// Notes what is wrong with the text of a variable, and that its setting is not merely missing.
    fn refuse(&mut self, draft: &mut dyn Draft, path: &[usize], mark: u32, kind: ProblemKind, message: String) {
        let mut fault = Fault::plain(kind, self.source, message, None);
        (fault.mark, fault.chain) = (mark, chain(self.schema, path));
        self.faults.push(fault);
        fail(self.schema, draft, path);
    }

    /// Whether the file that is given for a setting may be named: who puts the secret itself where its file belongs
    /// should not find it in a log.
    fn may_show(&self, path: &[usize], file: &str) -> bool {
        let setting = setting_at(self.schema, path);
        let directory = Path::new(file).parent().filter(|parent| parent.parent().is_some());
        !setting.is_some_and(SettingSchema::is_secret)
            || directory.is_some_and(|directory| self.base_dir.join(directory).is_dir())
    }

    fn set(&mut self, draft: &mut dyn Draft, path: &[usize], mark: u32, text: &str) {
        // Empty means unset for everything but strings; nor does it bring the section around the setting into being.
        let takes_empty = setting_at(self.schema, path).is_some_and(|it| matches!(it.leaf.shape, Shape::String));
        if text.is_empty() && !takes_empty {
            return;
        }
        let at = At { mark, span: None };
        at_path(self.schema, draft, path, at, self.writer, &mut |writer, place| {
            if let Place::Setting { setting, value, mark } = place {
                writer.set(setting, value, mark, at, Input::Text(text));
            }
        });
    }

    /// The elements of one list or map, each from a variable of its own.
    fn collect(&mut self, draft: &mut dyn Draft, path: &[usize], mut elements: Vec<Element>) {
        // Numbers by their value, the rest after them.
        elements.sort_by_cached_key(|element| (element.key.parse().unwrap_or(usize::MAX), element.key.clone()));
        let wrong = elements.iter().enumerate().find(|(index, element)| element.key != index.to_string());
        let wrong = wrong.map(|(index, element)| (index, element.name));
        let mut gap = None;
        let at = At { mark: elements[0].name, span: None };
        at_path(self.schema, draft, path, at, self.writer, &mut |writer, place| {
            let Place::Setting { setting, value, mark } = place else { return };
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
            writer.set(setting, value, mark, at, input);
            writer.blame(noted, |step| match step {
                Step::Index(index) => elements.get(*index).map(|element| element.name),
                Step::Key(key) => elements.iter().find(|element| element.key == *key).map(|element| element.name),
            });
        });
        if let Some((index, name)) = gap {
            let message = format!("the elements of a list count from 0 without gaps; number {index} comes next");
            self.refuse(draft, path, name, ProblemKind::Invalid, message);
        }
    }
}

/// The rest of a name after the prefix and its `_` or `__`.
fn strip<'n>(name: &'n [u8], prefix: &str) -> Option<&'n [u8]> {
    if prefix.is_empty() {
        return Some(name);
    }
    let (start, rest) = name.split_at_checked(prefix.len())?;
    let same = if cfg!(windows) { start.eq_ignore_ascii_case(prefix.as_bytes()) } else { start == prefix.as_bytes() };
    let rest = rest.strip_prefix(b"_").filter(|_| same)?;
    Some(rest.strip_prefix(b"_").unwrap_or(rest))
}

/// Names have no case on Windows, and are compared in upper case.
fn fold(name: &str) -> Cow<'_, str> {
    if cfg!(windows) { name.to_ascii_uppercase().into() } else { name.into() }
}

/// A name that is not generated from the path.
struct Absolute {
    name: &'static str,
    path: Vec<usize>,
    field: &'static Field,
}

fn find_absolute(schema: &'static Schema, path: &mut Vec<usize>, found: &mut Vec<Absolute>) {
    for (index, field) in schema.fields.iter().enumerate() {
        path.push(index);
        let section = match field.kind {
            Kind::Setting(_) => None,
            Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) => Some(inner),
        };
        if let Env::Absolute(name) = field.env {
            found.push(Absolute { name, path: path.clone(), field });
        }
        if let (Some(inner), false) = (section, matches!(field.env, Env::Off)) {
            find_absolute(inner, path, found);
        }
        path.pop();
    }
}

/// The setting that a name means: a real setting first, then `_FILE`, then the elements of a collection. `generated` is
/// the schema with the rest of the name, if the name has the prefix.
fn find(
    absolute: &[Absolute],
    name: &str,
    generated: Option<(&'static Schema, &str)>,
) -> Option<(Vec<usize>, Meaning)> {
    [Form::Value, Form::File, Form::Element].into_iter().find_map(|form| {
        let mut path = Vec::with_capacity(4);
        if let Some(meaning) = generated.and_then(|(schema, rest)| walk(schema, rest, &mut path, form)) {
            return Some((path, meaning));
        }
        absolute.iter().find_map(|entry| {
            let mut path = entry.path.clone();
            let meaning = within(entry.field, name.strip_prefix(entry.name)?, &mut path, form)?;
            Some((path, meaning))
        })
    })
}

/// How a name ends.
#[derive(Clone, Copy)]
enum Form {
    Value,
    File,
    Element,
}

impl Form {
    /// What a name means whose `rest` follows the whole name of a setting.
    fn meaning(self, setting: &SettingSchema, rest: &str) -> Option<Meaning> {
        match self {
            Form::Value => rest.is_empty().then_some(Meaning::Value),
            Form::File => (rest == "_FILE").then_some(Meaning::File),
            Form::Element => {
                let key = rest.strip_prefix("__").filter(|key| !key.is_empty())?;
                matches!(setting.leaf.shape, Shape::List(_) | Shape::Map(_) | Shape::Any)
                    .then(|| Meaning::Element(key.to_owned()))
            }
        }
    }
}

/// Follows a name through the schema to a setting, with an end of this form. On success `path` leads to it.
fn walk(schema: &'static Schema, name: &str, path: &mut Vec<usize>, form: Form) -> Option<Meaning> {
    for (index, field) in schema.fields.iter().enumerate() {
        path.push(index);
        let found = match (field.env, &field.kind) {
            (Env::Off | Env::Absolute(_), _) => None,
            (Env::Key(_), Kind::Flatten(inner)) => walk(inner, name, path, form),
            (Env::Key(key), _) => name.strip_prefix(key).and_then(|rest| within(field, rest, path, form)),
        };
        if found.is_some() {
            return found;
        }
        path.pop();
    }
    None
}

/// Follows the rest of a name after that of a field.
fn within(field: &'static Field, rest: &str, path: &mut Vec<usize>, form: Form) -> Option<Meaning> {
    match &field.kind {
        Kind::Setting(setting) => form.meaning(setting, rest),
        Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) => {
            let rest = rest.strip_prefix('_')?;
            walk(inner, rest.strip_prefix('_').unwrap_or(rest), path, form)
        }
    }
}

/// Leads the writer along a path, noting what is on its way out, and hands it what is there.
fn at_path(
    schema: &'static Schema,
    draft: &mut dyn Draft,
    path: &[usize],
    at: At,
    writer: &mut Writer<'_>,
    then: &mut dyn FnMut(&mut Writer<'_>, Place<'_>),
) {
    let Some((index, rest)) = path.split_first() else { return };
    let place = writer.open(schema, draft, *index, schema.fields[*index].key);
    if schema.fields[*index].deprecated.is_some() {
        writer.fault(FaultKind::Deprecated { alias: None }, at);
    }
    match place {
        Place::Section { schema, draft } => at_path(schema, draft, rest, at, writer, then),
        Place::Optional { schema, slot } => at_path(schema, slot.enter(), rest, at, writer, then),
        place @ Place::Setting { .. } => then(writer, place),
    }
    writer.leave();
}

/// The fields along a path.
fn chain(mut schema: &'static Schema, path: &[usize]) -> Vec<&'static Field> {
    let mut chain = Vec::with_capacity(path.len());
    for index in path {
        let field = &schema.fields[*index];
        chain.push(field);
        match field.kind {
            Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) => schema = inner,
            Kind::Setting(_) => break,
        }
    }
    chain
}

fn setting_at(schema: &'static Schema, path: &[usize]) -> Option<&'static SettingSchema> {
    let (index, rest) = path.split_first()?;
    match &schema.fields[*index].kind {
        Kind::Setting(setting) => Some(setting),
        Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) => setting_at(inner, rest),
    }
}

/// Marks a setting as one that there is a problem about, so that it is not called missing too.
fn fail(schema: &'static Schema, draft: &mut dyn Draft, path: &[usize]) {
    use crate::draft::Slot;
    let Some((index, rest)) = path.split_first() else { return };
    match (draft.slot(*index), &schema.fields[*index].kind) {
        (Slot::Setting { mark, .. }, _) if mark.is_unset() => *mark = crate::origin::Mark::FAILED,
        (Slot::Section(draft), Kind::Section(inner) | Kind::Flatten(inner)) => fail(inner, draft, rest),
        (Slot::Optional(slot), Kind::Optional(inner)) => fail(inner, slot.enter(), rest),
        _ => {}
    }
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
