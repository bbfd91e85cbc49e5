//! Who wrote what into each setting, one source after the other: noted while a load runs, for whoever asks to have it explained. An
//! ordinary load has nobody watching.

use std::{any::Any, cell::RefCell, collections::BTreeMap, mem, rc::Rc};

use super::report::{Trace, Watch, Whole};
use crate::{
    build::overlay,
    draft::{Crumb, Draft, Entries, Merge, Spot, Step, Visitor, walk},
    format::{Document, Format},
    inspect::{Explanation, Item, Outline, Setting, Shadowed, outline, shown},
    origin::{Mark, Origin},
    schema::{self, Field, Kind, Schema, SettingSchema},
    source::{Source, What},
    value::Value,
};

impl Trace {
    /// With somebody who looks at the draft.
    pub(super) fn watched(watch: Rc<RefCell<impl Watch + 'static>>) -> Self {
        let mut trace = Self::new();
        trace.watch = Some(watch);
        trace
    }
}

/// Who wrote what.
#[derive(Default)]
pub(crate) struct History {
    settings: BTreeMap<Key, Vec<Event>>,
    /// How many elements each list of sections had.
    counts: BTreeMap<Key, usize>,
    explanations: Vec<Explanation>,
}

/// A setting by its path, and by which of those it is that may have this path in the variants of an enum.
type Key = (String, *const Field);

/// Something that a source did to a setting.
struct Event {
    /// Its index; nothing for code that took something back.
    source: Option<usize>,
    /// Nothing if it took back what was there.
    written: Option<Written>,
    steps: Vec<Step>,
}

struct Written {
    value: Value,
    at: u32,
    /// Whether the steps are the same in the source.
    exact: bool,
}

impl History {
    /// What there is to tell, in the order of the struct, once the load has run.
    pub(crate) fn into_explanations(self) -> Vec<Explanation> {
        self.explanations
    }
}

impl Watch for History {
    fn wrote(&mut self, source: Option<usize>, schema: &'static Schema, draft: &mut dyn Draft) {
        let mut sight = Sight::default();
        walk(schema, draft, &mut Vec::new(), &mut sight);
        self.follow(source, &sight);
        self.counts = sight.lists.iter().map(|list| (list.key.clone(), list.count)).collect();
        for (key, events) in &mut self.settings {
            let gone = events.last().filter(|event| event.written.is_some() && !sight.settings.contains_key(key));
            if let Some(event) = gone {
                events.push(Event { source, written: None, steps: event.steps.clone() });
            }
        }
        for (key, seen) in sight.settings.into_iter().filter(|(_, seen)| source == Some(seen.source())) {
            let (at, exact, value) = (seen.mark.at, seen.exact, seen.value);
            let event = Event { source, written: Some(Written { value, at, exact }), steps: seen.steps };
            self.settings.entry(key).or_default().push(event);
        }
    }

    fn complete(&mut self, whole: &Whole<'_>, draft: &mut dyn Draft) {
        let mut scratch = (whole.scratch)();
        let outline = outline(whole.schema, &mut *scratch);
        let mut defaults = BTreeMap::new();
        gather(&outline, &mut defaults);
        let mut sight = Sight { all: true, ..Sight::default() };
        walk(whole.schema, draft, &mut Vec::new(), &mut sight);
        let texts = Texts::new(whole.sources);
        let mut settings: Vec<_> = sight.settings.into_iter().collect();
        settings.sort_by_key(|(_, seen)| seen.number);
        let explain = |((path, field), seen): (Key, Seen)| {
            let events = self.settings.remove(&(path.clone(), field)).unwrap_or_default();
            let generic = (seen.generic.clone(), field);
            let shadowed_defaults = default_entries(defaults.get(&generic).copied(), whole.profiles);
            texts.explain(path, seen, events, shadowed_defaults, whole.profiles)
        };
        self.explanations = settings.into_iter().map(explain).collect();
    }

    fn restart(&mut self) {
        *self = Self::default();
    }
}

impl History {
    /// Goes along with the elements of lists that a source has put others before.
    fn follow(&mut self, source: Option<usize>, sight: &Sight) {
        for List { key: (path, field), count, prepends } in &sight.lists {
            let before = self.counts.get(&(path.clone(), *field)).copied().unwrap_or_default();
            let Some(more @ 1..) = count.checked_sub(before).filter(|_| *prepends && before > 0) else { continue };
            let start = format!("{path}[");
            let is_old = |(key, seen): (&Key, &Seen)| {
                (source != Some(seen.source())).then(|| index_of(&key.0, &start)).flatten().map(|(index, _)| index)
            };
            let old = sight.settings.iter().filter_map(is_old).min();
            let by = old.map_or(more, |old| old.min(more));
            shift(&mut self.settings, &start, by);
            shift(&mut self.counts, &start, by);
        }
    }
}

/// The number in `replicas[2].host`, and what follows it.
fn index_of<'p>(path: &'p str, start: &str) -> Option<(usize, &'p str)> {
    let (number, rest) = path.strip_prefix(start)?.split_once(']')?;
    Some((number.parse().ok()?, rest))
}

fn shift<V>(map: &mut BTreeMap<Key, V>, start: &str, by: usize) {
    let shifted = mem::take(map).into_iter().map(|((path, field), value)| match index_of(&path, start) {
        Some((index, rest)) => ((format!("{start}{}]{rest}", index + by), field), value),
        None => ((path, field), value),
    });
    *map = shifted.collect();
}

/// What is in a draft.
#[derive(Default)]
struct Sight {
    /// Also what nobody has set.
    all: bool,
    settings: BTreeMap<Key, Seen>,
    lists: Vec<List>,
    /// The paths of the lists whose elements have other numbers in their source.
    inexact: Vec<String>,
}

struct Seen {
    number: usize,
    mark: Mark,
    value: Value,
    exact: bool,
    steps: Vec<Step>,
    /// The path in the outline.
    generic: String,
    setting: &'static SettingSchema,
}

impl Seen {
    /// The index of its source, if it has one.
    fn source(&self) -> usize {
        (self.mark.source as usize).wrapping_sub(1)
    }
}

struct List {
    key: Key,
    count: usize,
    prepends: bool,
}

impl Visitor for Sight {
    fn setting(&mut self, spot: Spot<'_>, setting: &'static SettingSchema, value: &mut dyn Any, mark: &mut Mark) {
        if *mark == Mark::FAILED || mark.is_unset() && !self.all {
            return;
        }
        let trail = spot.trail();
        let path = schema::trail_path(&trail);
        let exact = !self.inexact.iter().any(|list| path.starts_with(list.as_str()));
        let seen = Seen {
            number: self.settings.len(),
            mark: *mark,
            value: shown(setting, value).0,
            exact,
            steps: trail.iter().filter_map(Crumb::step).collect(),
            generic: if self.all { generic_path(&trail) } else { String::new() },
            setting,
        };
        self.settings.insert((path, std::ptr::from_ref(spot.field())), seen);
    }

    fn entries(&mut self, trail: &[Crumb], entries: Entries) {
        let Entries::List(count, exact) = entries else { return };
        let Some(field) = trail.last().and_then(Crumb::field) else { return };
        let path = schema::trail_path(trail);
        if !exact {
            self.inexact.push(format!("{path}["));
        }
        let prepends = matches!(field.kind, Kind::List(_, Merge::Prepend));
        self.lists.push(List { key: (path, std::ptr::from_ref(field)), count, prepends });
    }
}

/// The path that stands for all elements of a collection.
fn generic_path(trail: &[Crumb]) -> String {
    let generic = trail.iter().map(|crumb| match crumb {
        Crumb::Field { .. } => crumb.clone(),
        Crumb::Key(_) => Crumb::Key("<key>".to_owned()),
        Crumb::Index(_) => Crumb::Key("<n>".to_owned()),
    });
    schema::trail_path(&generic.collect::<Vec<_>>()).replace(".<n>", "[]")
}

fn gather<'o>(outline: &'o Outline, settings: &mut BTreeMap<Key, &'o Setting>) {
    for item in &outline.items {
        match item {
            Item::Setting(setting) => {
                settings.insert((setting.path.clone(), std::ptr::from_ref(setting.field)), setting);
            }
            Item::Section(section) => gather(&section.outline, settings),
        }
    }
}

/// The defaults of a setting, the most important one first.
fn default_entries(setting: Option<&Setting>, profiles: &[String]) -> Vec<Shadowed> {
    let Some(setting) = setting else { return Vec::new() };
    let of_profile = |active: &String| {
        let (name, value) = setting.profiles.iter().find(|(name, _)| name == active)?;
        Some(Shadowed { value: Some(value.clone()), origin: Origin::ProfileDefault((*name).to_owned()) })
    };
    let own = setting.default.iter().map(|value| Shadowed { value: Some(value.clone()), origin: Origin::Default });
    profiles.iter().rev().filter_map(of_profile).chain(own).collect()
}

/// The texts of the sources, in which places are looked up.
struct Texts<'a> {
    sources: &'a [Source],
    documents: Vec<Option<Document<'a>>>,
}

impl<'a> Texts<'a> {
    fn new(sources: &'a [Source]) -> Self {
        let document = |source: &'a Source| {
            let unplaced = source.format.filter(|format| *format != Format::Toml)?;
            Document::parse(unplaced, source.text.as_deref()?)
        };
        Self { sources, documents: sources.iter().map(document).collect() }
    }

    fn origin(&self, source: usize, at: u32, steps: &[Step], exact: bool) -> Option<Origin> {
        let document = self.documents.get(source)?.as_ref().filter(|_| exact);
        let source = &self.sources[source];
        Some(source.origin_later(at, steps, source.text.as_deref(), document))
    }

    fn explain(
        &self,
        path: String,
        seen: Seen,
        mut events: Vec<Event>,
        defaults: Vec<Shadowed>,
        profiles: &[String],
    ) -> Explanation {
        let mut defaults = defaults.into_iter();
        let origin = match self.origin(seen.source(), seen.mark.at, &seen.steps, seen.exact) {
            Some(origin) => {
                // That is the one that won.
                events.pop();
                origin
            }
            None => match overlay(profiles, seen.setting.profiles) {
                Some(index) => {
                    defaults.next();
                    Origin::ProfileDefault(seen.setting.profiles[index].to_owned())
                }
                None if seen.setting.default.is_some() => {
                    defaults.next();
                    Origin::Default
                }
                None => Origin::Unset,
            },
        };
        let events = events.into_iter().rev().map(|event| self.shadowed(&path, event));
        let shadowed = events.chain(defaults).collect();
        Explanation { path, value: seen.value, origin, shadowed }
    }

    fn shadowed(&self, path: &str, event: Event) -> Shadowed {
        let Event { source, written, steps } = event;
        let origin = source.and_then(|source| match &written {
            Some(written) => self.origin(source, written.at, &steps, written.exact),
            None => Some(self.taken_back_by(source, path, &steps)),
        });
        Shadowed { value: written.map(|written| written.value), origin: origin.unwrap_or(Origin::Code) }
    }

    /// Who took back what stood at a path. No mark says where in the source.
    fn taken_back_by(&self, source: usize, path: &str, steps: &[Step]) -> Origin {
        let origin = || self.origin(source, Mark::NOWHERE, steps, true).unwrap_or(Origin::Code);
        match &self.sources[source].what {
            What::Arguments(_) => Origin::Argument(format!("--unset {path}")),
            _ => origin(),
        }
    }
}
