//! Who wrote what into each setting, one source after the other: noted while a load runs, for whoever asks to have it explained. An
//! ordinary load has nobody watching.

use std::{
    any::Any,
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use super::report::{Trace, Watch, Whole};
use crate::{
    build::overlay,
    draft::{Crumb, Draft, Entries, Merge, Spot, Step, Visitor, chosen, walk},
    format::{Document, Format},
    inspect::{Explanation, Item, Outline, Setting, Shadowed, outline, shown},
    origin::{Mark, Origin, Ruler},
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
    trail: Vec<Crumb>,
}

struct Written {
    value: Value,
    at: u32,
    /// Whether the way is the same in the source.
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
        let mut sight = Sight::new(Scope::Written(source));
        walk(schema, draft, &mut Vec::new(), &mut sight);
        self.follow(source, &sight);
        self.counts = sight.lists.iter().map(|list| (list.key.clone(), list.count)).collect();
        for (key, events) in &mut self.settings {
            let gone = events.last().filter(|event| event.written.is_some() && !sight.settings.contains_key(key));
            if let Some(event) = gone {
                events.push(Event { source, written: None, trail: event.trail.clone() });
            }
        }
        for (key, seen) in sight.settings {
            let Seen { mark, value, exact, trail, .. } = seen;
            let events = self.settings.entry(key).or_default();
            let is_news = match seen.what {
                Subject::Setting(_) => source == source_of(mark),
                // No mark says who chose a variant, only that it is another one.
                Subject::Variant(_) => {
                    events.last().and_then(|event| event.written.as_ref()).is_none_or(|it| it.value != value)
                }
            };
            if is_news {
                events.push(Event { source, written: Some(Written { value, at: mark.at, exact }), trail });
            }
        }
    }

    fn complete(&mut self, whole: &Whole<'_>, draft: &mut dyn Draft) {
        let mut scratch = (whole.scratch)();
        let outline = outline(whole.schema, &mut *scratch);
        let mut defaults = BTreeMap::new();
        gather(&outline, &mut defaults);
        let mut sight = Sight::new(Scope::All);
        walk(whole.schema, draft, &mut Vec::new(), &mut sight);
        let texts = Texts::new(whole.sources);
        let mut settings: Vec<_> = sight.settings.into_iter().collect();
        settings.sort_by_key(|(_, seen)| seen.number);
        let explain = |((path, field), seen): (Key, Seen)| {
            let events = self.settings.remove(&(path.clone(), field)).unwrap_or_default();
            match seen.what {
                Subject::Setting(setting) => {
                    let generic = (generic_path(&seen.trail), field);
                    let defaults = default_entries(defaults.get(&generic).copied(), whole.profiles);
                    texts.setting(path, setting, seen, events, defaults, whole.profiles)
                }
                Subject::Variant(schema) => texts.variant(path, schema, seen, events),
            }
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
            let is_old = |seen: &Seen| matches!(seen.what, Subject::Setting(_)) && source != source_of(seen.mark);
            let old = below(&sight.settings, &start).filter(|(_, seen)| is_old(seen));
            let old = old.filter_map(|((path, _), _)| index_of(path, &start).map(|(index, _)| index)).min();
            let by = old.map_or(more, |old| old.min(more));
            shift(&mut self.settings, &start, by);
            shift(&mut self.counts, &start, by);
        }
    }
}

/// The index of the source that a mark is of, if it is of one.
fn source_of(mark: Mark) -> Option<usize> {
    (!mark.is_unset() && mark != Mark::FAILED).then(|| mark.source as usize - 1)
}

/// The number in `replicas[2].host`, and what follows it.
fn index_of<'p>(path: &'p str, start: &str) -> Option<(usize, &'p str)> {
    let (number, rest) = path.strip_prefix(start)?.split_once(']')?;
    Some((number.parse().ok()?, rest))
}

/// What is below a path, without looking at all the rest.
fn below<'m, V>(map: &'m BTreeMap<Key, V>, start: &'m str) -> impl Iterator<Item = (&'m Key, &'m V)> {
    map.range((start.to_owned(), std::ptr::null())..).take_while(move |((path, _), _)| path.starts_with(start))
}

fn shift<V>(map: &mut BTreeMap<Key, V>, start: &str, by: usize) {
    let keys: Vec<Key> = below(map, start).map(|(key, _)| key.clone()).collect();
    let taken: Vec<_> = keys.into_iter().filter_map(|key| map.remove_entry(&key)).collect();
    for ((path, field), value) in taken {
        let shifted = index_of(&path, start).map(|(index, rest)| format!("{start}{}]{rest}", index + by));
        map.insert((shifted.unwrap_or(path), field), value);
    }
}

/// What is in a draft.
struct Sight {
    scope: Scope,
    settings: BTreeMap<Key, Seen>,
    lists: Vec<List>,
    /// The paths of the lists that we are in whose elements have other numbers in their source.
    inexact: Vec<String>,
}

#[derive(Clone, Copy)]
enum Scope {
    /// What somebody has set, with the values that a source wrote.
    Written(Option<usize>),
    /// Everything, with the values.
    All,
}

struct Seen {
    number: usize,
    mark: Mark,
    value: Value,
    exact: bool,
    trail: Vec<Crumb>,
    what: Subject,
}

#[derive(Clone, Copy)]
enum Subject {
    Setting(&'static SettingSchema),
    /// Which variant an enum is.
    Variant(&'static Schema),
}

struct List {
    key: Key,
    count: usize,
    prepends: bool,
}

impl Visitor for Sight {
    fn setting(&mut self, spot: Spot<'_>, setting: &'static SettingSchema, value: &mut dyn Any, mark: &mut Mark) {
        let wanted = match self.scope {
            Scope::Written(_) if mark.is_unset() => return,
            _ if *mark == Mark::FAILED => return,
            Scope::Written(source) => source == source_of(*mark),
            Scope::All => true,
        };
        let value = if wanted { shown(setting, value).0 } else { Value::Null };
        self.see(std::ptr::from_ref(spot.field()), spot.trail(), *mark, value, Subject::Setting(setting));
    }

    fn choice(&mut self, trail: &[Crumb], schema: &'static Schema, draft: &mut dyn Draft) {
        let tag = schema.tag().map(|tag| Crumb::Key(tag.to_owned()));
        let trail: Vec<Crumb> = trail.iter().cloned().chain(tag).collect();
        if let Some(variant) = chosen(schema, draft).filter(|_| !schema::trail_path(&trail).is_empty()) {
            let value = Value::Text(schema.fields[variant].key.to_owned());
            let place = Mark { source: 0, at: Mark::NOWHERE };
            self.see(std::ptr::from_ref(schema).cast(), trail, place, value, Subject::Variant(schema));
        }
    }

    fn entries(&mut self, trail: &[Crumb], entries: Entries) {
        let Entries::List(count, exact) = entries else { return };
        let Some(field) = trail.last().and_then(Crumb::field) else { return };
        let path = schema::trail_path(trail);
        self.leave_lists(&path);
        if !exact {
            self.inexact.push(format!("{path}["));
        }
        let prepends = matches!(field.kind, Kind::List(_, Merge::Prepend));
        self.lists.push(List { key: (path, std::ptr::from_ref(field)), count, prepends });
    }
}

impl Sight {
    fn new(scope: Scope) -> Self {
        Self { scope, settings: BTreeMap::new(), lists: Vec::new(), inexact: Vec::new() }
    }

    /// Forgets the lists that a path does not lead into.
    fn leave_lists(&mut self, path: &str) {
        while self.inexact.pop_if(|list| !path.starts_with(list.as_str())).is_some() {}
    }

    fn see(&mut self, field: *const Field, trail: Vec<Crumb>, mark: Mark, value: Value, what: Subject) {
        let path = schema::trail_path(&trail);
        self.leave_lists(&path);
        let exact = self.inexact.is_empty();
        let seen = Seen { number: self.settings.len(), mark, value, exact, trail, what };
        self.settings.insert((path, field), seen);
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
    rulers: Vec<Option<Ruler<'a>>>,
    documents: Vec<OnceCell<Option<Document<'a>>>>,
}

impl<'a> Texts<'a> {
    fn new(sources: &'a [Source]) -> Self {
        let rulers = sources.iter().map(|source| source.text.as_deref().map(Ruler::new)).collect();
        Self { sources, rulers, documents: sources.iter().map(|_| OnceCell::new()).collect() }
    }

    fn document(&self, source: usize) -> Option<&Document<'a>> {
        let Source { format, text, .. } = &self.sources[source];
        let parse = || Document::parse((*format)?, text.as_deref()?);
        self.documents[source].get_or_init(parse).as_ref()
    }

    fn origin(&self, source: usize, at: u32, trail: &[Crumb], exact: bool) -> Origin {
        // What TOML has has a place of its own.
        let unplaced = exact && at == Mark::NOWHERE && self.sources[source].format != Some(Format::Toml);
        let document = if unplaced { self.document(source) } else { None };
        let steps: Vec<Step> = trail.iter().filter_map(Crumb::step).collect();
        self.sources[source].origin_later(at, &steps, self.rulers[source].as_ref(), document)
    }

    fn setting(
        &self,
        path: String,
        setting: &'static SettingSchema,
        seen: Seen,
        mut events: Vec<Event>,
        defaults: Vec<Shadowed>,
        profiles: &[String],
    ) -> Explanation {
        let mut defaults = defaults.into_iter();
        let source = source_of(seen.mark).filter(|source| *source < self.sources.len());
        let origin = if let Some(source) = source {
            // That is the one that won.
            events.pop_if(|event| event.source == Some(source));
            self.origin(source, seen.mark.at, &seen.trail, seen.exact)
        } else if let Some(index) = overlay(profiles, setting.profiles) {
            defaults.next();
            Origin::ProfileDefault(setting.profiles[index].to_owned())
        } else if setting.default.is_some() {
            defaults.next();
            Origin::Default
        } else {
            Origin::Unset
        };
        let events = events.into_iter().rev().map(|event| self.shadowed(event));
        Explanation { path, value: seen.value, origin, shadowed: events.chain(defaults).collect() }
    }

    fn variant(&self, path: String, schema: &'static Schema, seen: Seen, mut events: Vec<Event>) -> Explanation {
        let default = schema.choice.and_then(|choice| choice.default).map(|index| schema.fields[index].key);
        let default = default.map(|key| Value::Text(key.to_owned()));
        let is_it = |event: &Event| event.written.as_ref().is_some_and(|written| written.value == seen.value);
        let won = if events.last().is_some_and(is_it) { events.pop() } else { None };
        let place = won.and_then(|event| {
            let source = event.source?;
            let place = self.choice(source, &event.trail, schema, &seen.value);
            // Whoever gives a setting without the tag leaves it at the default.
            let implied = schema.tag().is_some() && place.is_none() && default.as_ref() == Some(&seen.value);
            (!implied).then(|| place.unwrap_or_else(|| self.origin(source, Mark::NOWHERE, &event.trail, false)))
        });
        let chosen = place.is_some();
        let below = default.filter(|_| chosen).map(|value| Shadowed { value: Some(value), origin: Origin::Default });
        let chosen_by = |event: Event| {
            let place = event.source.zip(event.written.as_ref());
            let place = place.and_then(|(source, written)| self.choice(source, &event.trail, schema, &written.value));
            let Shadowed { value, origin } = self.shadowed(event);
            Shadowed { value, origin: place.unwrap_or(origin) }
        };
        let events = events.into_iter().rev().map(chosen_by);
        let shadowed = events.chain(below).collect();
        Explanation { path, value: seen.value, origin: place.unwrap_or(Origin::Default), shadowed }
    }

    /// Where a source says which variant an enum is: by its tag, by its name, or by what is in it.
    fn choice(&self, source: usize, trail: &[Crumb], schema: &'static Schema, variant: &Value) -> Option<Origin> {
        if let Some(mark) = self.sources[source].variable_of(trail) {
            return Some(self.sources[source].origin(mark, None));
        }
        let (document, ruler) = (self.document(source)?, self.rulers[source].as_ref());
        let source = &self.sources[source];
        let steps: Vec<Step> = trail.iter().filter_map(Crumb::step).collect();
        let under = variant.text().filter(|_| schema.tag().is_none()).map(Step::Key);
        let inside: Vec<Step> = steps.iter().cloned().chain(under).collect();
        let found = document.locate(&source.path_of(inside)).or_else(|| document.locate(&source.path_of(steps)))?;
        let at = u32::try_from(found.value.or(found.key)?.start).unwrap_or(Mark::NOWHERE);
        Some(source.origin_later(at, &[], ruler, None))
    }

    fn shadowed(&self, event: Event) -> Shadowed {
        let Event { source, written, trail } = event;
        let origin = source.map_or(Origin::Code, |source| match &written {
            Some(written) => self.origin(source, written.at, &trail, written.exact),
            None => self.taken_back_by(source, &trail),
        });
        Shadowed { value: written.map(|written| written.value), origin }
    }

    /// Who took back what stood there. No mark says where in the source.
    fn taken_back_by(&self, source: usize, trail: &[Crumb]) -> Origin {
        match &self.sources[source].what {
            What::Arguments(_) => Origin::Argument("--unset".to_owned()),
            What::Environment { .. } | What::Dotenv { .. } => {
                let mark = self.sources[source].variable_of(trail).unwrap_or(Mark::NOWHERE);
                self.sources[source].origin(mark, None)
            }
            _ => self.origin(source, Mark::NOWHERE, trail, true),
        }
    }
}
