//! Arguments of the command line: `--database.pool-size=5`, `--set database.pool_size=5`, `--unset database`, `--config`,
//! `--profile`. Names are generated from the schema.

use std::ffi::{OsStr, OsString};

use super::{
    by_path::{Found, Style, at_keys, canonical, rank, superseded, trail},
    secrets::exposure,
};
use crate::{
    draft::{At, Draft, Hint, Input, List, Map, Mismatch, Place, ReadResult, Shape, Tag, Writer, unset_at},
    gather::Gather as _,
    order,
    problem::{Fault, FaultKind, ProblemKind, closest},
    profile,
    schema::{self, Field, Kind, Schema, SettingSchema, Sources},
};

/// Keys as in files or in kebab-case, joined by dots.
const STYLE: Style = Style { strip, join, around: &["."], operators: true };

fn strip<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.strip_prefix(key).or_else(|| text.strip_prefix(kebab(key).as_str()))
}

fn join(text: &str) -> Option<&str> {
    text.strip_prefix('.')
}

/// The most arguments that are wrong and told one by one.
const MOST: usize = 100;

/// A key as command lines write it.
pub(crate) fn kebab(key: &str) -> String {
    key.replace('_', "-")
}

/// What a program was called with.
pub(crate) struct Arguments {
    items: Vec<OsString>,
    /// Whether what names nothing is a problem, or somebody else's.
    strict: bool,
    /// How options name settings; nothing if all of them are words, whatever the settings are called.
    style: Option<Style>,
}

/// Arguments held against a schema.
#[derive(Default)]
pub(crate) struct Parsed {
    values: Vec<Value>,
    /// What is taken back: each with the argument, and the keys that may be meant.
    unset: Vec<(String, Vec<Vec<String>>)>,
    pub(crate) config: Vec<OsString>,
    pub(crate) profiles: Vec<String>,
    /// Each with the argument that it is about.
    faults: Vec<(String, Fault)>,
    /// How many more there are.
    more: usize,
}

/// One value for one setting.
struct Value {
    name: String,
    keys: Vec<String>,
    /// If it chooses the variant of an enum: the level of that.
    chooses: Option<usize>,
    /// The key in a map.
    element: Option<String>,
    /// Nothing if it is not Unicode.
    text: Option<String>,
}

impl Arguments {
    /// As the system gives them, without the program's name.
    pub(crate) fn given(items: Vec<OsString>, strict: bool) -> Self {
        Self { items, strict, style: Some(STYLE) }
    }

    /// As clap understood them: `--database-pool-size=5`, and nothing unknown.
    #[cfg(feature = "clap")]
    pub(crate) fn of_clap(items: Vec<OsString>) -> Self {
        let style = Style { join: |text| text.strip_prefix('-'), around: &[], operators: false, ..STYLE };
        Self { items, strict: true, style: Some(style) }
    }

    /// Only `--config` and `--set`, also where settings have these names.
    #[cfg(feature = "cli")]
    pub(crate) fn words(items: Vec<OsString>) -> Self {
        Self { items, strict: true, style: None }
    }

    pub(crate) fn parse(&self, schema: &'static Schema) -> Parsed {
        let (mut parsed, rest) = (Parsed::default(), self.items.iter());
        Raw { schema, strict: self.strict, style: self.style, rest, count: 0, parsed: &mut parsed }.run();
        parsed
    }
}

impl Parsed {
    fn value(&mut self, name: String, found: Found<'_>, value: Option<OsString>) {
        let element = join(found.rest).map(str::to_owned);
        let text = value.and_then(|value| value.into_string().ok());
        self.values.push(Value { name, chooses: found.chooses(), keys: found.keys, element, text });
    }

    fn fault(&mut self, name: &str, kind: ProblemKind, message: &str, help: Option<String>) {
        self.note(name.to_owned(), Fault::plain(kind, 0, message, help));
    }

    fn note(&mut self, name: String, fault: Fault) {
        if self.faults.len() < MOST {
            self.faults.push((name, fault));
        } else {
            self.more += 1;
        }
    }

    /// `before` is what stands in front of a path in the argument.
    fn unknown(&mut self, style: Style, schema: &'static Schema, name: String, path: &str, before: &str) {
        if let Some(removed) = style.removed(schema, path) {
            let advice = Some(removed.advice.to_owned());
            return self.fault(&name, ProblemKind::Removed, "there is no such setting any more", advice);
        }
        let (mut paths, mut inside) = (Vec::new(), Vec::new());
        schema.walk(&mut |chain, _| {
            if schema::is_fixed(chain) {
                paths.push(schema::keys(chain).join("."));
            } else {
                inside.push(in_first_element(chain));
            }
        });
        let spelled = |path: String| if before.is_empty() { path } else { kebab(&path) };
        let written: Vec<String> = paths.into_iter().map(spelled).gather();
        let wanted = spelled(path.to_owned());
        if let Some((_, first)) = inside.into_iter().find(|(holder, _)| spelled(holder.clone()) == wanted) {
            let help = Some(format!("name one of them, and what is in it, as in {before}{}", spelled(first)));
            let message = "these are several sections, which have no value themselves";
            return self.fault(&name, ProblemKind::UnknownKey, message, help);
        }
        let in_it = |it: &&String| it.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('.'));
        let within: Vec<String> = written.iter().filter(in_it).cloned().gather();
        let (message, like, written) = if within.is_empty() {
            let like = closest(&wanted, written.iter().map(String::as_str)).map(str::to_owned);
            ("no setting has this name", like, written)
        } else {
            ("this is a section, which has no value itself", None, within)
        };
        let help = match like {
            Some(like) => Some(format!("did you mean {before}{like}?")),
            None if written.is_empty() => None,
            None => {
                const FEW: usize = 8;
                let shown: Vec<_> = written.iter().take(FEW).map(|path| format!("{before}{path}")).gather();
                let more = if written.len() > FEW { ", …" } else { "" };
                Some(format!("there are {}{more}", shown.join(", ")))
            }
        };
        let fault = Fault::plain(ProblemKind::UnknownKey, 0, message, help);
        self.note(name, fault);
    }

    /// Puts the values into the draft; gives the arguments' names, in the order of their marks, and what is wrong with others.
    pub(crate) fn apply(
        &mut self,
        schema: &'static Schema,
        source: u32,
        draft: &mut dyn Draft,
        writer: &mut Writer<'_>,
    ) -> (Vec<String>, Vec<Fault>) {
        for (name, paths) in std::mem::take(&mut self.unset) {
            self.unset(schema, draft, name, &paths);
        }
        let mut names: Vec<String> = self.values.iter().map(|value| value.name.clone()).gather();
        let mut done = vec![false; self.values.len()];
        let paths: Vec<&[String]> = self.values.iter().map(|value| value.keys.as_slice()).gather();
        let mut faults = Vec::new();
        for (index, winner) in superseded(schema, &paths) {
            let (name, instead) = (names[index].clone(), names[winner].clone());
            let fault = Fault::new(FaultKind::Former { name, instead, ignored: true }, source);
            faults.push(Fault { mark: u32::try_from(index).unwrap_or(u32::MAX), ..fault });
            done[index] = true;
        }
        // What an enum is goes before what is in it, and the elements of a list go in their order.
        let mut order: Vec<usize> = (0..self.values.len()).gather();
        order::sort_by_key(&mut order, |index| rank(&self.values[*index].keys, self.values[*index].chooses));
        for index in order {
            if done[index] {
                continue;
            }
            let first = &self.values[index];
            let alike = |other: &Value| other.keys == first.keys && other.element.is_some() == first.element.is_some();
            let group: Vec<usize> = (0..self.values.len()).filter(|it| !done[*it] && alike(&self.values[*it])).gather();
            for other in &group {
                done[*other] = true;
            }
            self.set(schema, &group, draft, writer);
        }
        for (name, mut fault) in std::mem::take(&mut self.faults) {
            (fault.source, fault.mark) = (source, u32::try_from(names.len()).unwrap_or(u32::MAX));
            names.push(name);
            faults.push(fault);
        }
        if self.more > 0 {
            faults.push(Fault::new(FaultKind::More { count: self.more, warning: false }, source));
        }
        (names, faults)
    }

    /// Takes back what sources below say, before any argument sets something, whatever their order.
    fn unset(&mut self, schema: &'static Schema, draft: &mut dyn Draft, name: String, paths: &[Vec<String>]) {
        let by_key = |schema: &'static Schema, key: &str| schema.find(key).map(|(index, _)| index);
        let unset = |draft: &mut dyn Draft, keys: &[String]| {
            let keys: Vec<&str> = keys.iter().map(String::as_str).gather();
            unset_at(schema, draft, &keys, &by_key).is_ok()
        };
        let setting = |keys: &[String]| trail(schema, keys).last()?.field()?.kind.setting();
        if let Some(keys) =
            paths.iter().find(|keys| setting(keys).is_some_and(|it| !it.sources.contains(Sources::ARGS)))
        {
            let fault =
                Fault { trail: trail(schema, keys), ..Fault::new(FaultKind::Forbidden { by: Sources::ARGS }, 0) };
            return self.note(name, fault);
        }
        let Some(keys) = paths.iter().find(|keys| unset(draft, keys)) else { return };
        let (keys, ranks) = canonical(schema, keys);
        if ranks.iter().any(|rank| *rank > 0) {
            let instead = format!("--unset {}", keys.join("."));
            let fault = Fault::new(FaultKind::Former { name: name.clone(), instead, ignored: false }, 0);
            self.note(name.clone(), Fault { trail: trail(schema, &keys), ..fault });
        }
        let whole = |value: &&Value| value.element.is_none() && canonical(schema, &value.keys).0 == keys;
        if let Some(value) = self.values.iter().find(whole) {
            let message = format!("it is also set by argument {}", value.name);
            let fault = Fault::plain(ProblemKind::Ambiguous, 0, message, Some("keep one of the two".to_owned()));
            self.note(name, Fault { trail: trail(schema, &keys), ..fault });
        }
    }

    /// What all arguments say of one setting.
    fn set(&self, schema: &'static Schema, group: &[usize], draft: &mut dyn Draft, writer: &mut Writer<'_>) {
        let at = |index: usize| At { mark: u32::try_from(index).unwrap_or(u32::MAX), span: None };
        let keys = &self.values[group[0]].keys;
        at_keys(schema, draft, keys, at(group[0]), writer, &mut |writer, place| {
            let mut target = match place {
                Place::Setting(target) => target,
                Place::Tag { schema, draft, .. } => {
                    for index in group {
                        let name = self.values[*index].text.clone().unwrap_or_default();
                        writer.settle_by(schema, draft, Tag::Name(name, at(*index)));
                    }
                    return;
                }
                Place::Section { schema, draft } => {
                    for index in group {
                        let name = self.values[*index].text.as_deref().unwrap_or_default();
                        writer.choose_by_name(schema, draft, name, at(*index));
                    }
                    return;
                }
                _ => return,
            };
            let setting = target.setting;
            if let Some(index) = group.iter().find(|index| self.values[**index].text.is_none()) {
                let message = "its value is not Unicode".to_owned();
                return writer.reject(target.mark, ProblemKind::WrongType, message, at(*index));
            }
            if setting.is_secret() && setting.sources.contains(Sources::ARGS) {
                let message = "other users can see arguments in the list of processes";
                let help = "give it by the environment, a file or a secrets directory";
                writer.fault(exposure(message, help), at(group[0]));
            }
            let text = |index: &usize| self.values[*index].text.as_deref().unwrap_or_default();
            let entry = |index: &usize| (self.values[*index].element.as_deref().unwrap_or_default(), text(index));
            if self.values[group[0]].element.is_some() {
                let entries: Vec<_> = group.iter().map(entry).gather();
                return writer.set(&mut target, at(group[0]), Input::Map(&mut Entries(&entries, "")));
            }
            let texts: Vec<&str> = group.iter().map(text).gather();
            match (setting.leaf.shape, texts.as_slice()) {
                (Shape::List(leaf), [_, _, ..]) if !matches!(leaf.shape, Shape::List(_)) => {
                    writer.set(&mut target, at(group[0]), Input::Text(&texts.join(",")));
                }
                (Shape::Map(_), [_, _, ..]) => {
                    writer.set(&mut target, at(group[0]), Input::Text(&texts.join(",")));
                }
                (Shape::List(_) | Shape::Any, [_, _, ..]) => {
                    writer.set(&mut target, at(group[0]), Input::List(&mut Elements(texts.iter())));
                }
                _ => {
                    for (index, text) in group.iter().zip(texts) {
                        writer.set(&mut target, at(*index), Input::Text(text));
                    }
                }
            }
        });
    }
}

/// What a path means that `--set` takes, and `replicas[2].host` as well.
#[cfg(feature = "edit")]
pub(crate) struct Named {
    /// The keys that lead to it, as the path has them.
    pub(crate) keys: Vec<String>,
    /// Whether it is what says which variant an enum is.
    pub(crate) chooses: bool,
    /// The key in a map of single values.
    pub(crate) element: Option<String>,
}

/// What a path names; the fault says what there is instead.
#[cfg(feature = "edit")]
pub(crate) fn named(schema: &'static Schema, path: &str) -> Result<Named, Box<Fault>> {
    let plain = path.replace('[', ".").replace(']', "");
    let own = |found: Found<'_>| Named {
        chooses: found.chooses().is_some(),
        element: join(found.rest).map(str::to_owned),
        keys: found.keys,
    };
    if let Some(found) = find(STYLE, schema, path).or_else(|| find(STYLE, schema, &plain)) {
        return Ok(own(found));
    }
    let mut parsed = Parsed::default();
    parsed.unknown(STYLE, schema, String::new(), path, "");
    let fault = parsed.faults.pop().map(|(_, fault)| fault);
    let nothing = || Fault::plain(ProblemKind::UnknownKey, 0, "no setting has this name", None);
    Err(Box::new(fault.unwrap_or_else(nothing)))
}

/// The setting at a path, which may end in the key of a map.
fn find<'t>(style: Style, schema: &'static Schema, path: &'t str) -> Option<Found<'t>> {
    let whole = |_: &SettingSchema, rest: &str| rest.is_empty();
    let element = |setting: &SettingSchema, rest: &str| {
        matches!(setting.leaf.shape, Shape::Map(_)) && join(rest).is_some_and(|key| !key.is_empty())
    };
    style.find(schema, path, &whole).or_else(|| style.find(schema, path, &element))
}

fn is_bool(found: &Found<'_>) -> bool {
    found.setting.is_some_and(|setting| setting.leaf.is_bool())
}

/// Arguments on their way to being understood.
struct Raw<'a> {
    schema: &'static Schema,
    strict: bool,
    style: Option<Style>,
    rest: std::slice::Iter<'a, OsString>,
    /// How many were taken.
    count: usize,
    parsed: &'a mut Parsed,
}

impl<'a> Raw<'a> {
    fn next(&mut self) -> Option<&'a OsStr> {
        self.count += 1;
        self.rest.next().map(OsString::as_os_str)
    }

    fn run(&mut self) {
        // The value of an option that nobody knows is no mistake of its own.
        let mut after_unknown = false;
        while let Some(argument) = self.next() {
            if argument == "--" {
                return;
            }
            let (name, value) = split(argument);
            match name.strip_prefix("--") {
                Some(option) => {
                    let alone = !argument.as_encoded_bytes().contains(&b'=');
                    after_unknown = !self.option(option, value) && alone;
                }
                None if self.strict && !after_unknown => self.positional(argument),
                None => after_unknown = false,
            }
        }
    }

    /// An option by its name without the dashes; says whether it is known.
    fn option(&mut self, option: &str, value: Option<OsString>) -> bool {
        let name = format!("--{option}");
        let find = |option| self.style.and_then(|style| find(style, self.schema, option));
        if let Some(found) = find(option) {
            let value = match value {
                None if is_bool(&found) => Some("true".into()),
                None => self.value(),
                given => given,
            };
            if value.is_none() {
                self.without_value(&name, &format!("{name}=…"));
                return true;
            }
            self.parsed.value(name, found, value);
            return true;
        }
        let off = option.strip_prefix("no-").and_then(find);
        if let Some(found) = off.filter(is_bool) {
            if value.is_some() {
                let help = Some(format!("write {name}, or --{}", &option[3..]));
                self.parsed.fault(&name, ProblemKind::Invalid, "it takes no value", help);
            } else {
                self.parsed.value(name, found, Some("false".into()));
            }
            return true;
        }
        if !matches!(option, "set" | "unset" | "config" | "profile") {
            if self.strict {
                let shown: String = option.chars().take_while(|c| c.is_alphanumeric() || "-_.".contains(*c)).collect();
                let style = self.style.unwrap_or(STYLE);
                self.parsed.unknown(style, self.schema, format!("--{shown}"), &shown, "--");
            }
            return false;
        }
        let value = value.or_else(|| self.value());
        match value.filter(|value| !value.is_empty() || !matches!(option, "config" | "unset")) {
            None => self.without_value(
                &name,
                match option {
                    "set" => "--set path=value",
                    "unset" => "--unset path",
                    "config" => "--config FILE",
                    _ => "--profile NAME",
                },
            ),
            Some(value) => match option {
                "set" => self.parsed.assignment(self.schema, &value),
                "unset" => self.parsed.taken_back(self.schema, &value),
                "config" => self.parsed.config.push(value),
                _ => self.parsed.profiles(&value),
            },
        }
        true
    }

    /// The next argument, unless it is an option.
    fn value(&mut self) -> Option<OsString> {
        self.rest.as_slice().first().filter(|next| !next.as_encoded_bytes().starts_with(b"--"))?;
        self.next().map(OsStr::to_owned)
    }

    fn without_value(&mut self, name: &str, usage: &str) {
        self.parsed.fault(name, ProblemKind::Invalid, "it needs a value", Some(format!("write {usage}")));
    }

    /// Shown only where it cannot be a secret that lost its option.
    fn positional(&mut self, argument: &OsStr) {
        let mut secrets = false;
        self.schema.walk(&mut |_, setting| secrets |= setting.is_secret());
        let name = match argument.to_str() {
            Some(text) if !secrets => text.to_owned(),
            _ => format!("number {}", self.count),
        };
        let help = Some("write settings as --name=value".to_owned());
        self.parsed.fault(&name, ProblemKind::Invalid, "it is no option, and none was expected to have it", help);
    }
}

impl Parsed {
    /// What follows `--profile`.
    fn profiles(&mut self, names: &OsStr) {
        match names.to_str() {
            Some(names) => self.profiles.extend(profile::split(names)),
            None => self.fault("--profile", ProblemKind::Invalid, "the name of a profile is not Unicode", None),
        }
    }

    /// What follows `--unset`.
    fn taken_back(&mut self, schema: &'static Schema, path: &OsStr) {
        let path = path.to_string_lossy();
        let paths = STYLE.paths(schema, &path);
        if paths.is_empty() {
            self.unknown(STYLE, schema, format!("--unset {path}"), &path, "");
        } else {
            self.unset.push((format!("--unset {path}"), paths));
        }
    }

    /// What follows `--set`.
    fn assignment(&mut self, schema: &'static Schema, assignment: &OsStr) {
        match split(assignment) {
            (_, None) => {
                let help = Some("write --set path=value".to_owned());
                self.fault("--set", ProblemKind::Invalid, "there is no '=' in what follows", help);
            }
            (path, Some(_)) if path.is_empty() => {
                let help = Some("write --set path=value".to_owned());
                self.fault("--set", ProblemKind::Invalid, "there is no path before the '='", help);
            }
            (path, Some(value)) => match find(STYLE, schema, &path) {
                Some(found) => self.value(format!("--set {path}"), found, Some(value)),
                None => self.unknown(STYLE, schema, format!("--set {path}"), &path, ""),
            },
        }
    }
}

/// The path of a collection, and that of a setting in an element of it.
fn in_first_element(chain: &[&'static Field]) -> (String, String) {
    let (mut holder, mut path) = (None, Vec::new());
    for field in chain.iter().filter(|field| !field.kind.is_transparent()) {
        path.push(field.key);
        if let Some(element) = match field.kind {
            Kind::List(..) => Some("0"),
            Kind::Map(_) => Some("NAME"),
            _ => None,
        } {
            holder.get_or_insert_with(|| path.join("."));
            path.push(element);
        }
    }
    (holder.unwrap_or_default(), path.join("."))
}

/// What stands before and behind the first `=`.
fn split(argument: &OsStr) -> (String, Option<OsString>) {
    let text = argument.to_string_lossy();
    let Some((name, _)) = text.split_once('=') else { return (text.into_owned(), None) };
    (name.to_owned(), Some(behind_equals(argument)))
}

#[cfg(unix)]
fn behind_equals(argument: &OsStr) -> OsString {
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
    let bytes = argument.as_bytes();
    let at = bytes.iter().position(|byte| *byte == b'=').map_or(bytes.len(), |at| at + 1);
    OsString::from_vec(bytes[at..].to_vec())
}

/// Whatever is not Unicode is refused by whoever reads it.
#[cfg(not(unix))]
fn behind_equals(argument: &OsStr) -> OsString {
    match argument.to_str().and_then(|text| text.split_once('=')) {
        Some((_, value)) => value.into(),
        None => argument.to_owned(),
    }
}

struct Elements<'e>(std::slice::Iter<'e, &'e str>);

impl List for Elements<'_> {
    fn next(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        self.0.next().map_or(Ok(false), |element| read(Input::Text(element)).map(|()| true))
    }
}

/// The entries that are left, and the value of the last key.
struct Entries<'e>(&'e [(&'e str, &'e str)], &'e str);

impl Map for Entries<'_> {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        let Some((first, rest)) = self.0.split_first() else { return Ok(false) };
        (self.0, self.1) = (rest, first.1);
        read(first.0).map(|()| true)
    }

    fn value(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        read(Input::Text(self.1))
    }
}
