//! From a name that somebody wrote to a setting, for sources that name settings one by one: the name is held against the
//! schema, key by key, and never taken apart by guessing.

use crate::{
    draft::{At, Crumb, Draft, Place, Writer},
    gather::Gather as _,
    order,
    problem::{FaultKind, ProblemKind},
    schema::{Field, Kind, Removed, Schema, SettingSchema},
};

/// How a source writes the path of a setting.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// The rest of a text that begins with a key.
    pub(super) strip: for<'t> fn(&'t str, key: &str) -> Option<&'t str>,
    /// The rest of a text that begins with what stands between two keys.
    pub(super) join: for<'t> fn(&'t str) -> Option<&'t str>,
    /// What may stand around the keys of maps and the numbers of elements.
    pub(super) around: &'static [&'static str],
    /// Whether lists may be added to and taken from.
    pub(super) operators: bool,
}

/// A setting that a name begins with.
pub(super) struct Found<'t> {
    /// The keys that lead to it, as files call them.
    pub(super) keys: Vec<String>,
    /// Nothing where the name is that of an enum, and the value that of a variant.
    pub(super) setting: Option<&'static SettingSchema>,
    /// What follows the name of the setting.
    pub(super) rest: &'t str,
    /// In how many variants of enums with a tag it stands.
    level: usize,
}

/// A setting, unless it is an enum, what follows its name, and its level.
type End<'t> = (Option<&'static SettingSchema>, &'t str, usize);

impl Found<'_> {
    /// If it chooses the variant of an enum: the level of that.
    pub(super) fn chooses(&self) -> Option<usize> {
        self.setting.is_none().then_some(self.level)
    }
}

/// Whether what follows the name of a setting may follow it.
pub(super) type Fits<'f> = dyn Fn(&SettingSchema, &str) -> bool + 'f;

impl Style {
    /// The setting whose name is the start of `text`, for the first of which `fits` likes the rest.
    pub(super) fn find<'t>(self, schema: &'static Schema, text: &'t str, fits: &Fits<'_>) -> Option<Found<'t>> {
        let plain = Style { operators: false, ..self };
        [plain, self].into_iter().find_map(|style| {
            let mut keys = Vec::with_capacity(4);
            let (setting, rest, level) = style.walk(schema, text, &mut keys, fits)?;
            Some(Found { keys, setting, rest, level })
        })
    }

    fn walk<'t>(
        self,
        schema: &'static Schema,
        text: &'t str,
        keys: &mut Vec<String>,
        fits: &Fits<'_>,
    ) -> Option<End<'t>> {
        if let Some(tag) = schema.tag().filter(|tag| (self.strip)(text, tag) == Some("")) {
            keys.push(tag.to_owned());
            return Some((None, "", 0));
        }
        for field in schema.fields {
            if let (true, Some(inner)) = (field.kind.is_transparent(), field.kind.section()) {
                if let Some((setting, rest, level)) = self.walk(inner, text, keys, fits) {
                    return Some((setting, rest, level + usize::from(matches!(field.kind, Kind::Variant(_)))));
                }
                continue;
            }
            for (key, rest) in self.called(field, text) {
                keys.push(key);
                let found = self.within(field, rest, keys, fits);
                if found.is_some() {
                    return found;
                }
                keys.pop();
            }
        }
        None
    }

    /// Follows the rest of a name after that of a field.
    fn within<'t>(
        self,
        field: &'static Field,
        rest: &'t str,
        keys: &mut Vec<String>,
        fits: &Fits<'_>,
    ) -> Option<End<'t>> {
        match &field.kind {
            Kind::Setting(setting) => fits(setting, rest).then_some((Some(setting), rest, 0)),
            Kind::List(inner, _) | Kind::Map(inner) => {
                self.elements(&field.kind, rest).into_iter().find_map(|(key, rest)| {
                    keys.push(key.to_owned());
                    let found = rest.and_then(|rest| self.walk(inner, rest, keys, fits));
                    if found.is_none() {
                        keys.pop();
                    }
                    found
                })
            }
            kind => {
                let inner = kind.section()?;
                if rest.is_empty() && inner.choice.is_some_and(|choice| choice.tag.is_none()) {
                    return Some((None, rest, 0));
                }
                (self.join)(rest).and_then(|rest| self.walk(inner, rest, keys, fits))
            }
        }
    }

    /// The keys that the rest of a collection's name may begin with, the shortest first, each with what follows.
    fn elements<'t>(self, kind: &Kind, rest: &'t str) -> Vec<(&'t str, Option<&'t str>)> {
        let mut ends = Vec::new();
        for joint in self.around {
            let Some(rest) = rest.strip_prefix(joint) else { continue };
            for joint in self.around {
                for (at, _) in rest.match_indices(joint) {
                    ends.push((&rest[..at], Some(&rest[at + joint.len()..])));
                }
            }
            ends.push((rest, None));
        }
        let number = |key: &str| key.parse().is_ok_and(|number: usize| number.to_string() == key);
        // A directory is one key.
        let several = |key: &str| self.around.contains(&"/") && key.contains('/');
        ends.retain(|(key, _)| !key.is_empty() && !several(key) && (number(key) || !matches!(kind, Kind::List(..))));
        order::sort_by_key(&mut ends, |(key, _)| key.len());
        ends
    }

    /// The keys that lead to what `text` is the name of: a setting, a section or one in a map. Keys of maps may hold what stands
    /// between keys, so there may be several ways.
    pub(super) fn paths(self, schema: &'static Schema, text: &str) -> Vec<Vec<String>> {
        let mut paths = Vec::new();
        Style { operators: false, ..self }.collect(schema, text, &mut Vec::new(), &mut paths);
        paths
    }

    fn collect(self, schema: &'static Schema, text: &str, keys: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
        for field in schema.fields {
            if let (true, Some(inner)) = (field.kind.is_transparent(), field.kind.section()) {
                self.collect(inner, text, keys, paths);
                continue;
            }
            for (key, rest) in self.called(field, text) {
                keys.push(key);
                if rest.is_empty() {
                    paths.push(keys.clone());
                }
                match (&field.kind, field.kind.section()) {
                    (Kind::Map(inner), _) => {
                        for (key, rest) in self.elements(&field.kind, rest) {
                            keys.push(key.to_owned());
                            match rest {
                                Some(rest) => self.collect(inner, rest, keys, paths),
                                None => paths.push(keys.clone()),
                            }
                            keys.pop();
                        }
                    }
                    (Kind::List(..), _) | (_, None) => {}
                    (_, Some(inner)) => {
                        if let Some(rest) = (self.join)(rest) {
                            self.collect(inner, rest, keys, paths);
                        }
                    }
                }
                keys.pop();
            }
        }
    }

    /// Whether `text` is the name of a section.
    pub(super) fn is_section(self, schema: &'static Schema, text: &str) -> bool {
        schema.fields.iter().any(|field| match (&field.kind, field.kind.section()) {
            (_, None) => false,
            (kind, Some(inner)) if kind.is_transparent() => self.is_section(inner, text),
            (kind, Some(inner)) => self.called(field, text).into_iter().any(|(_, rest)| match kind {
                _ if rest.is_empty() => true,
                Kind::List(..) | Kind::Map(_) => {
                    let mut elements = self.elements(kind, rest).into_iter();
                    elements.any(|(_, rest)| rest.is_none_or(|rest| self.is_section(inner, rest)))
                }
                _ => (self.join)(rest).is_some_and(|rest| self.is_section(inner, rest)),
            }),
        })
    }

    /// What is said of a name that is that of a setting or section that there is no more, or of something in it.
    pub(super) fn removed(self, schema: &'static Schema, text: &str) -> Option<&'static Removed> {
        let is_it = |removed: &&'static Removed| {
            (self.strip)(text, removed.key).is_some_and(|rest| rest.is_empty() || (self.join)(rest).is_some())
        };
        // What is removed from an enum with a tag are values.
        let own = schema.removed.iter().filter(|_| schema.tag().is_none()).find(is_it);
        own.or_else(|| {
            schema.fields.iter().find_map(|field| {
                let inner = field.kind.section()?;
                if field.kind.is_transparent() {
                    return self.removed(inner, text);
                }
                self.called(field, text).into_iter().find_map(|(_, rest)| match field.kind {
                    Kind::List(..) | Kind::Map(_) => {
                        let mut elements = self.elements(&field.kind, rest).into_iter();
                        elements.find_map(|(_, rest)| self.removed(inner, rest?))
                    }
                    _ => self.removed(inner, (self.join)(rest)?),
                })
            })
        })
    }

    /// The keys of a field that `text` begins with, each with the rest.
    fn called<'t>(self, field: &'static Field, text: &'t str) -> Vec<(String, &'t str)> {
        let keys = std::iter::once(&field.key).chain(field.aliases).map(|key| (*key).to_owned());
        let mut keys: Vec<String> = keys.gather();
        if self.operators && field.kind.setting().is_some_and(|setting| setting.list.is_some()) {
            for index in 0..keys.len() {
                for operator in ["add", "remove"] {
                    keys.push(format!("{}_{operator}", keys[index]));
                }
            }
        }
        let rest = |key: String| (self.strip)(text, &key).map(|rest| (key, rest));
        keys.into_iter().filter_map(rest).gather()
    }
}

/// Which paths, as files call them, go by a former name while another one of the same setting is there as well: the places of these
/// with that of the better one.
pub(super) fn superseded(schema: &'static Schema, paths: &[&[String]]) -> Vec<(usize, usize)> {
    let named: Vec<_> = paths.iter().map(|keys| canonical(schema, keys)).gather();
    let former = named.iter().enumerate().filter(|(_, (_, ranks))| ranks.iter().any(|rank| *rank > 0));
    former
        .filter_map(|(index, (keys, ranks))| {
            let same = named.iter().enumerate().filter(|(_, (other, better))| other == keys && better < ranks);
            Some((index, same.min_by_key(|(_, (_, ranks))| ranks)?.0))
        })
        .gather()
}

/// The field that a path ends at, if it is one, and all on the way there.
pub(super) fn trail(mut schema: &'static Schema, keys: &[String]) -> Vec<Crumb> {
    let mut trail = Vec::with_capacity(keys.len());
    let mut rest = keys.iter();
    while let Some(key) = rest.next() {
        let Some((field, _)) = find(schema, key) else { break };
        trail.push(Crumb::of(field));
        if let Kind::Map(_) = field.kind {
            trail.extend(rest.next().cloned().map(Crumb::Key));
        }
        schema = field.kind.section().unwrap_or(Schema::EMPTY);
    }
    trail
}

fn find(schema: &'static Schema, key: &str) -> Option<(&'static Field, &'static str)> {
    let own = schema.find(key).map(|(index, called)| (&schema.fields[index], called));
    own.or_else(|| schema.flattened().find_map(|(_, inner)| find(inner, key)))
}

/// A path with the keys that its fields have now, and which name of each it has; 0 is the current one.
pub(super) fn canonical(mut schema: &'static Schema, keys: &[String]) -> (Vec<String>, Vec<usize>) {
    let (mut current, mut ranks) = (Vec::with_capacity(keys.len()), Vec::with_capacity(keys.len()));
    let mut rest = keys.iter();
    while let Some(key) = rest.next() {
        let Some((field, called)) = find(schema, key) else {
            current.push(key.clone());
            continue;
        };
        current.push(field.key.to_owned());
        ranks.push(field.aliases.iter().position(|alias| *alias == called).map_or(0, |at| at + 1));
        if matches!(field.kind, Kind::List(..) | Kind::Map(_)) {
            current.extend(rest.next().cloned());
        }
        schema = field.kind.section().unwrap_or(Schema::EMPTY);
    }
    (current, ranks)
}

/// What the turn of a setting is among those that a source has: what an enum is goes before what is in it, and the elements of
/// a list go in their order.
pub(super) fn rank(keys: &[String], chooses: Option<usize>) -> impl Ord + use<> {
    let keys = keys.split_last().filter(|_| chooses.is_some()).map_or(keys, |(_, holder)| holder);
    let number = |key: &String| (key.parse().unwrap_or(usize::MAX), key.clone());
    let is_in_list = keys.iter().any(|key| key.parse::<usize>().is_ok());
    (is_in_list.then(|| keys.iter().map(number).gather()), chooses.unwrap_or(usize::MAX))
}

/// Leads the writer along keys, noting what is on its way out, and hands it what is there.
pub(super) fn at_keys(
    schema: &'static Schema,
    draft: &mut dyn Draft,
    keys: &[String],
    at: At,
    writer: &mut Writer<'_>,
    then: &mut dyn FnMut(&mut Writer<'_>, Place<'_>),
) {
    let Some((key, rest)) = keys.split_first() else {
        return then(writer, Place::Section { schema, draft });
    };
    let Some(place) = writer.enter(schema, draft, key, at) else { return };
    match (place, rest.split_first()) {
        (Place::Section { schema, draft }, _) => at_keys(schema, draft, rest, at, writer, then),
        (Place::Optional { schema, slot }, _) => at_keys(schema, slot.enter(), rest, at, writer, then),
        (Place::List { schema, slot, .. }, Some((number, rest))) => {
            let (index, next) = (number.parse().unwrap_or(usize::MAX), slot.count());
            if index > next {
                let message = format!("the elements of a list count from 0 without gaps; number {next} comes next");
                writer.fault(FaultKind::Plain { kind: ProblemKind::Invalid, message, help: None }, at);
            } else {
                writer.patch_list(slot);
                let draft = if index == next { Some(slot.insert(next)) } else { slot.get(index) };
                writer.element(Crumb::Index(index));
                if let Some(draft) = draft {
                    at_keys(schema, draft, rest, at, writer, then);
                }
                writer.leave();
            }
        }
        (Place::Map { schema, slot }, Some((key, rest))) => {
            writer.begin_map(slot);
            writer.element(Crumb::Key(key.clone()));
            at_keys(schema, slot.enter(key), rest, at, writer, then);
            writer.leave();
        }
        (place @ (Place::Setting(_) | Place::Tag { .. }), _) => then(writer, place),
        (Place::List { .. } | Place::Map { .. }, _) => {}
    }
    writer.leave();
}
