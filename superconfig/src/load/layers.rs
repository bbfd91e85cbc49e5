//! The layers of one text: its settings, and above them those of the active profiles that stand in it.

use std::collections::HashSet;

use super::pipeline::Load;
use crate::{
    draft::{Draft, Step, Writer},
    format::{self, Entry, Format, Head, Lookout, Shape},
    gather::Gather as _,
    problem::{Fault, FaultKind, ProblemKind, closest},
    profile,
    registry::RuntimeFlags,
    source::Source,
};

/// The keys for other files to read below a file.
const INCLUDES: [&str; 2] = ["include", "import"];

/// The profile that applies below all, and the one that applies above all, in files with nested profiles.
const DEFAULT: &str = "default";
const GLOBAL: &str = "global";

/// How many tables of profiles that are not active are looked into, and in texts of how many bytes at most.
const MOST_BESIDE: usize = 16;
const LARGE: usize = 1 << 20;

/// The most problems of one text's layers that are noted.
const MOST_FAULTS: usize = 100;

/// What a text has besides settings.
#[derive(Default)]
pub(super) struct Layers {
    pub(super) head: Head,
    /// The keys at its top that are no settings.
    reserved: Vec<&'static str>,
    /// Where its settings begin.
    pub(super) within: Vec<String>,
    /// Whether there are none.
    pub(super) empty: bool,
    /// Whether not all of it was looked at.
    pub(super) partial: bool,
    /// Where those of active profiles begin, lowest first.
    above: Vec<Vec<String>>,
    /// Where those of other profiles begin.
    beside: Vec<Vec<String>>,
    faults: Vec<Fault>,
}

impl Layers {
    /// Lets the writer pass over what is not for it.
    pub(super) fn reserve(&self, writer: &mut Writer<'_>) {
        if self.within.is_empty() {
            writer.pass_over(&self.reserved);
        }
    }

    pub(super) fn note(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// What is wrong with the layers of the source of that number.
    pub(super) fn faults(&mut self, number: u32) -> impl Iterator<Item = Fault> + use<> {
        let mut faults = std::mem::take(&mut self.faults);
        if let Some(count @ 1..) = faults.len().checked_sub(MOST_FAULTS) {
            faults.truncate(MOST_FAULTS);
            faults.push(Fault::new(FaultKind::More { count, warning: false }, number));
        }
        faults.into_iter().map(move |fault| Fault { source: number, ..fault })
    }
}

impl Load<'_> {
    /// Takes a text apart as far as its layers go.
    pub(super) fn layers(&mut self, format: Option<Format>, text: &str) -> Layers {
        let nested = self.plan.nested_profiles;
        let mut layers = Layers::default();
        if nested {
            layers.within.push(DEFAULT.to_owned());
        }
        let profiles = self.schema.profile_key.filter(|_| !nested);
        let is_free = |key: &&str| nested || !self.schema.knows(key);
        let includes = INCLUDES.map(|key| Some(key).filter(is_free));
        let lookout = Lookout { includes, profiles, all: nested };
        let Some(head) = format.and_then(|format| format::head(format, text, &lookout)) else { return layers };
        for entry in head.top.iter().filter(|entry| includes.contains(&Some(&entry.key))) {
            if !matches!(entry.what, Shape::Text(_) | Shape::List | Shape::Null) {
                layers.note(wrong(entry, &[&entry.key], "the path of a file, or a list of such", None));
            }
        }
        too_many(&head.includes, "includes", &mut layers);
        twice(&head.top, &mut layers);
        twice(&head.profiles, &mut layers);
        layers.reserved = includes.into_iter().flatten().chain(profiles).gather();
        if head.broken {
            layers.head = head;
            return layers;
        }
        if nested {
            self.nested(&head, &mut layers);
        } else if let Some(key) = profiles {
            self.tables(key, &head, &mut layers);
        }
        layers.head = head;
        layers
    }

    /// `[profile.prod]` and the like.
    fn tables(&mut self, key: &str, head: &Head, layers: &mut Layers) {
        let whole = head.top.iter().find(|entry| entry.key == key);
        if let Some(entry) = whole.filter(|entry| !matches!(entry.what, Shape::Table | Shape::Null)) {
            let variable = self.schema.reserved_variable("PROFILE");
            let help = format!("what a profile changes stands in [{key}.<its name>]; {variable} says which are active");
            layers.note(wrong(entry, &[key], "the profiles' tables", Some(help)));
        }
        for entry in &head.profiles {
            if !matches!(entry.what, Shape::Table | Shape::Null) {
                let what = format!("a table with what profile '{}' changes", entry.key);
                layers.note(wrong(entry, &[key, &entry.key], &what, None));
            }
            if !self.schema.profiles.is_empty() && !self.schema.profiles.contains(&entry.key.as_str()) {
                layers.note(self.no_profile(entry));
            }
        }
        too_many(&head.profiles, "profiles", layers);
        let tables = head.profiles.iter().filter(|entry| matches!(entry.what, Shape::Table));
        let inactive = tables.filter(|entry| !self.profiles.contains(&entry.key));
        layers.beside.extend(inactive.map(|entry| vec![key.to_owned(), entry.key.clone()]));
        for name in &self.profiles {
            if head.profiles.iter().any(|entry| entry.key == *name && matches!(entry.what, Shape::Table)) {
                layers.above.push(vec![key.to_owned(), name.clone()]);
            }
        }
        self.mentioned.extend(head.profiles.iter().map(|entry| entry.key.clone()));
    }

    /// A file whose keys at the top are profiles.
    fn nested(&mut self, head: &Head, layers: &mut Layers) {
        let known = profile::known(self.schema);
        for entry in &head.top {
            let name = entry.key.as_str();
            let is_profile = name == DEFAULT
                || name == GLOBAL
                || known.contains(&name)
                || self.profiles.iter().any(|active| active == name);
            if !is_profile && (INCLUDES.contains(&name) || name == "$schema") {
                continue;
            }
            if !is_profile && self.schema.knows(name) {
                let message = format!("'{name}' is a setting, and what stands here are profiles");
                let help = Some(format!("put it into [{DEFAULT}]"));
                let fault = Fault::plain(ProblemKind::UnknownKey, 0, message, help).at(Some(entry.at.clone()));
                layers.note(Fault { steps: vec![Step::Key(name.to_owned())], ..fault });
            } else if !matches!(entry.what, Shape::Table | Shape::Null) {
                let what = format!("a table with the settings of profile '{name}'");
                layers.note(wrong(entry, &[name], &what, None));
            } else if !is_profile && !self.schema.profiles.is_empty() {
                layers.note(self.no_profile(entry));
            } else {
                self.mentioned.push(name.to_owned());
                if ![DEFAULT, GLOBAL].contains(&name) && !self.profiles.contains(&entry.key) {
                    layers.beside.push(vec![name.to_owned()]);
                }
            }
        }
        too_many(&head.top, "profiles", layers);
        let is_table =
            |name: &str| head.top.iter().any(|entry| entry.key == name && matches!(entry.what, Shape::Table));
        let active = self.profiles.iter().map(String::as_str).filter(|name| ![DEFAULT, GLOBAL].contains(name));
        let above = active.chain([GLOBAL]).filter(|name| is_table(name));
        layers.above.extend(above.map(|name| vec![name.to_owned()]));
        if !is_table(DEFAULT) {
            layers.empty = true;
        }
    }

    fn no_profile(&self, entry: &Entry) -> Fault {
        let mut known = profile::known(self.schema);
        if self.plan.nested_profiles {
            known.extend([DEFAULT, GLOBAL]);
        }
        let help = match closest(&entry.key, known.iter().copied()) {
            Some(like) => format!("did you mean '{like}'?"),
            None => format!("the profiles are {}", known.join(", ")),
        };
        let message = format!("there is no profile '{}'", entry.key);
        Fault::plain(ProblemKind::UnknownProfile, 0, message, Some(help)).at(Some(entry.at.clone()))
    }

    /// Reads the layers above the settings of the source that was read last, and looks for misspelt keys in those of other
    /// profiles.
    pub(super) fn overlay(&mut self, layers: Layers, draft: &mut dyn Draft) {
        if layers.above.is_empty() && layers.beside.is_empty() {
            return;
        }
        let Some(base) = self.sources.last() else { return };
        let (what, format, text) = (base.what.clone(), base.format, base.text.clone());
        let (Some(format), Some(text)) = (format, text) else { return };
        for within in layers.above {
            let number = self.next_source();
            let mut writer =
                Writer::new(number, self.schema, self.plan.allow_unknown, &self.profiles, &mut self.faults);
            let source = Source::new(what.clone());
            writer = writer.of_file(source.path());
            writer.allow_list_operators(self.flags.contains(RuntimeFlags::ARRAY_MERGE));
            writer.expand(&self.expansion);
            let complete = format::read(format, &text, &within, self.schema, draft, &mut writer);
            writer.finish(draft);
            let text = Some(text.clone());
            self.enter(Source { format: Some(format), text, incomplete: !complete, within, ..source }, draft);
        }
        let Some(scratch) = self.scratch.filter(|_| text.len() <= LARGE) else { return };
        for within in layers.beside.into_iter().take(MOST_BESIDE) {
            let mut faults = Vec::new();
            let mut writer = Writer::new(self.next_source(), self.schema, true, &self.profiles, &mut faults);
            writer.allow_list_operators(self.flags.contains(RuntimeFlags::ARRAY_MERGE));
            let mut scratch = scratch();
            format::read(format, &text, &within, self.schema, &mut *scratch, &mut writer);
            writer.finish(&mut *scratch);
            faults.retain(|fault| matches!(fault.kind, FaultKind::UnknownKey { .. }));
            if !faults.is_empty() {
                self.faults.extend(faults);
                let source = Source::new(what.clone());
                self.sources.push(Source { format: Some(format), text: Some(text.clone()), within, ..source });
            }
        }
    }
}

fn wrong(entry: &Entry, path: &[&str], what: &str, help: Option<String>) -> Fault {
    let message = format!("expected {what}, found {}", entry.what.describe());
    let fault = Fault::plain(ProblemKind::WrongType, 0, message, help).at(Some(entry.at.clone()));
    Fault { steps: path.iter().map(|key| Step::Key((*key).to_owned())).gather(), ..fault }
}

/// JSON lets a key stand twice, and nobody could say which of the two counts.
fn twice(entries: &[Entry], layers: &mut Layers) {
    let mut seen = HashSet::new();
    for entry in entries.iter().filter(|entry| !seen.insert(&entry.key)) {
        let help = Some("keep one of the two".to_owned());
        let fault = Fault::plain(ProblemKind::Ambiguous, 0, format!("'{}' is there twice", entry.key), help);
        layers.note(fault.at(Some(entry.at.clone())));
    }
}

fn too_many(entries: &[Entry], what: &str, layers: &mut Layers) {
    if entries.len() > format::MOST {
        layers.partial = true;
        let message = format!("more than {} {what} in one file are not looked at", format::MOST);
        layers.note(Fault::plain(ProblemKind::Invalid, 0, message, None));
    }
}
