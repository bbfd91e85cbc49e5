//! Walking schema and draft side by side.

#[cfg(test)]
mod tests;

use std::any::Any;

use super::{Crumb, Draft, Input, Slot};
use crate::{
    origin::Mark,
    schema::{Field, Kind, Schema, SettingSchema},
};

/// What is told of a draft, in the order of the schema.
pub(crate) trait Visitor {
    /// A setting.
    fn setting(&mut self, spot: Spot<'_>, setting: &'static SettingSchema, value: &mut dyn Any, mark: &mut Mark);

    /// What there is of something of which there may be none or several, before its sections are visited.
    fn entries(&mut self, trail: &[Crumb], entries: Entries) {
        let _ = (trail, entries);
    }

    /// An enum, before its variant is visited. May choose one, if none is.
    fn choice(&mut self, trail: &[Crumb], schema: &'static Schema, draft: &mut dyn Draft) {
        let _ = (trail, schema, draft);
    }

    /// A collection of sections that has rules, and how many are there; nothing if no source spoke of it.
    fn collection(&mut self, trail: &[Crumb], field: &'static Field, count: Option<usize>, mark: Mark) {
        let _ = (trail, field, count, mark);
    }

    /// A section whose fields must be something together, after they were visited.
    fn relations(&mut self, trail: &[Crumb], schema: &'static Schema, draft: &mut dyn Draft) {
        let _ = (trail, schema, draft);
    }
}

/// Where a setting is. Its own crumb is only made for whoever wants it, since most settings need none.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'w> {
    section: &'w [Crumb],
    pub(crate) holder: &'static Schema,
    pub(crate) index: usize,
}

impl Spot<'_> {
    pub(crate) fn field(&self) -> &'static Field {
        &self.holder.fields[self.index]
    }

    pub(crate) fn trail(&self) -> Vec<Crumb> {
        self.section.iter().cloned().chain([Crumb::of(self.field())]).collect()
    }
}

/// The elements of an optional section or a collection.
#[derive(Debug, Clone)]
pub(crate) enum Entries {
    Optional(bool),
    /// How many, and whether they stand in their source as they stand here.
    List(usize, bool),
    Map(Vec<String>),
}

/// Visits every setting that there is.
pub(crate) fn walk(schema: &'static Schema, draft: &mut dyn Draft, trail: &mut Vec<Crumb>, visitor: &mut dyn Visitor) {
    if schema.choice.is_some() {
        visitor.choice(trail, schema, &mut *draft);
    }
    for (index, field) in schema.fields.iter().enumerate() {
        if let (Kind::Setting(setting), Slot::Setting { value, mark }) = (&field.kind, draft.slot(index)) {
            visitor.setting(Spot { section: trail, holder: schema, index }, setting, value, mark);
            continue;
        }
        trail.push(Crumb::of(field));
        match (&field.kind, draft.slot(index)) {
            (Kind::Section(inner) | Kind::Flatten(inner), Slot::Section(draft)) => walk(inner, draft, trail, visitor),
            (Kind::Optional(inner) | Kind::Variant(inner), Slot::Optional(slot)) => {
                let draft = slot.get();
                visitor.entries(trail, Entries::Optional(draft.is_some()));
                if let Some(draft) = draft {
                    walk(inner, draft, trail, visitor);
                }
            }
            (Kind::List(inner, _), Slot::List(slot)) => {
                let exact = slot.mark().at == Mark::NOWHERE;
                if !field.rules.is_empty() {
                    let mark = *slot.mark();
                    visitor.collection(trail, field, (!mark.is_unset()).then(|| slot.count()), mark);
                }
                visitor.entries(trail, Entries::List(slot.count(), exact));
                for at in 0..slot.count() {
                    trail.push(Crumb::Index(at));
                    if let Some(draft) = slot.get(at) {
                        walk(inner, draft, trail, visitor);
                    }
                    trail.pop();
                }
            }
            (Kind::Map(inner), Slot::Map(slot)) => {
                let keys = slot.keys();
                if !field.rules.is_empty() {
                    let mark = *slot.mark();
                    visitor.collection(trail, field, (!mark.is_unset()).then_some(keys.len()), mark);
                }
                visitor.entries(trail, Entries::Map(keys.clone()));
                for key in keys {
                    let draft = slot.get(&key);
                    trail.push(Crumb::Key(key.clone()));
                    if let Some(draft) = draft {
                        walk(inner, draft, trail, visitor);
                    }
                    trail.pop();
                }
            }
            _ => unreachable!("the derive emits schema and slots from one model"),
        }
        trail.pop();
    }
    if !schema.relations.is_empty() {
        visitor.relations(trail, schema, draft);
    }
}

/// What a finished draft leaves behind: who set what.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) marks: Vec<Mark>,
    pub(crate) entries: Vec<Entries>,
}

/// What is told of each setting: the way to it, who set it, and whether the way is the same in the source.
pub(crate) type Visit<'v> = dyn FnMut(&[Crumb], &'static SettingSchema, Mark, bool) + 'v;

impl Marks {
    /// Visits what was recorded, in the order in which it was.
    pub(crate) fn replay(&self, schema: &'static Schema, visit: &mut Visit<'_>) {
        let mut replay =
            Replay { marks: self.marks.iter(), entries: self.entries.iter(), trail: Vec::new(), exact: true, visit };
        replay.section(schema);
    }
}

struct Replay<'m> {
    marks: std::slice::Iter<'m, Mark>,
    entries: std::slice::Iter<'m, Entries>,
    trail: Vec<Crumb>,
    exact: bool,
    visit: &'m mut Visit<'m>,
}

impl Replay<'_> {
    fn section(&mut self, schema: &'static Schema) {
        for field in schema.fields {
            self.trail.push(Crumb::of(field));
            match &field.kind {
                Kind::Setting(setting) => {
                    if let Some(mark) = self.marks.next() {
                        (self.visit)(&self.trail, setting, *mark, self.exact);
                    }
                }
                Kind::Section(inner) | Kind::Flatten(inner) => self.section(inner),
                Kind::Optional(inner) | Kind::Variant(inner) | Kind::List(inner, _) | Kind::Map(inner) => {
                    match self.entries.next() {
                        Some(Entries::Optional(true)) => self.section(inner),
                        Some(Entries::List(count, exact)) => {
                            let outer = self.exact;
                            self.exact &= *exact;
                            (0..*count).for_each(|at| self.element(Crumb::Index(at), inner));
                            self.exact = outer;
                        }
                        Some(Entries::Map(keys)) => {
                            for key in keys {
                                self.element(Crumb::Key(key.clone()), inner);
                            }
                        }
                        Some(Entries::Optional(false)) | None => {}
                    }
                }
            }
            self.trail.pop();
        }
    }

    fn element(&mut self, crumb: Crumb, schema: &'static Schema) {
        self.trail.push(crumb);
        self.section(schema);
        self.trail.pop();
    }
}

/// A field that a trail leads to, with the schema that holds it.
pub(crate) struct Resolved<'d> {
    pub(crate) holder: &'static Schema,
    pub(crate) index: usize,
    pub(crate) slot: Slot<'d>,
}

/// Follows a trail; `None` if what it leads through is not there any more.
pub(crate) fn resolve<'d>(schema: &'static Schema, draft: &'d mut dyn Draft, trail: &[Crumb]) -> Option<Resolved<'d>> {
    let (Crumb::Field { field, .. }, rest) = trail.split_first()? else { return None };
    let Some(index) = schema.fields.iter().position(|it| std::ptr::eq(it, *field)) else {
        // In one that is flattened; only the way there is not in the trail.
        let (index, inner) = schema.flattened().find(|(_, inner)| inner.holds(field))?;
        return match draft.slot(index) {
            Slot::Section(draft) => resolve(inner, draft, trail),
            Slot::Optional(slot) => resolve(inner, slot.get()?, trail),
            _ => None,
        };
    };
    let slot = draft.slot(index);
    if rest.is_empty() {
        return Some(Resolved { holder: schema, index, slot });
    }
    let inner = field.kind.section()?;
    match (slot, rest) {
        (Slot::Section(draft), _) => resolve(inner, draft, rest),
        (Slot::Optional(slot), _) => resolve(inner, slot.get()?, rest),
        (Slot::List(slot), [Crumb::Index(at), rest @ ..]) => resolve(inner, slot.get(*at)?, rest),
        (Slot::Map(slot), [Crumb::Key(key), rest @ ..]) => resolve(inner, slot.get(key)?, rest),
        _ => None,
    }
}

/// Puts a section back to its defaults: what `null` does.
pub(crate) fn unset(schema: &'static Schema, draft: &mut dyn Draft) {
    for index in 0..schema.fields.len() {
        unset_field(schema, draft, index);
    }
}

/// Puts one field back to its default: a setting, everything in a section; what there may be none of is gone.
fn unset_field(schema: &'static Schema, draft: &mut dyn Draft, index: usize) {
    match (&schema.fields[index].kind, draft.slot(index)) {
        (Kind::Setting(setting), Slot::Setting { value, mark }) => {
            if (setting.leaf.read)(value, Input::Null).is_ok() {
                *mark = Mark::UNSET;
            }
        }
        (Kind::Section(inner) | Kind::Flatten(inner), Slot::Section(draft)) => unset(inner, draft),
        (_, Slot::Optional(slot)) => slot.clear(),
        (_, Slot::List(slot)) => slot.clear(),
        (_, Slot::Map(slot)) => slot.clear(),
        _ => unreachable!("the derive emits schema and slots from one model"),
    }
}

/// Puts what a path leads to back to its default. `find` says which field a part of the path means: by its Rust name, or by its
/// key with [`Schema::find`]; in maps of sections a part is a key, and the last one takes its section out. Nothing comes into
/// being on the way.
///
/// # Errors
/// The index of the part that names nothing.
pub(crate) fn unset_at(
    schema: &'static Schema,
    draft: &mut dyn Draft,
    path: &[&str],
    find: &dyn Fn(&'static Schema, &str) -> Option<usize>,
) -> Result<(), usize> {
    fn go(
        schema: &'static Schema,
        draft: Option<&mut dyn Draft>,
        path: &[&str],
        at: usize,
        find: &dyn Fn(&'static Schema, &str) -> Option<usize>,
    ) -> Result<(), usize> {
        let Some(part) = path.get(at) else { return Err(at) };
        let Some(index) = find(schema, part) else {
            // Among the keys of a section that is flattened.
            let knows = |inner: &'static Schema| find(inner, part).is_some() || inner.knows(part);
            // Several variants may have one key.
            let (mut draft, mut result) = (draft, Err(at));
            for (index, inner) in schema.flattened().filter(|(_, inner)| knows(inner)) {
                let draft = draft.as_mut().and_then(|draft| match draft.slot(index) {
                    Slot::Section(draft) => Some(draft),
                    Slot::Optional(slot) => slot.get(),
                    _ => None,
                });
                let inside = go(inner, draft, path, at, find);
                result = if inside.is_ok() || result == Err(at) { inside } else { result };
            }
            return result;
        };
        if at + 1 == path.len() {
            if let Some(draft) = draft {
                unset_field(schema, draft, index);
            }
            return Ok(());
        }
        let inner = schema.fields[index].kind.section().ok_or(at + 1)?;
        match (&schema.fields[index].kind, draft.map(|draft| draft.slot(index))) {
            (Kind::List(..), _) => Err(at + 1),
            (Kind::Map(_), Some(Slot::Map(slot))) if at + 2 == path.len() => {
                slot.remove(path[at + 1]);
                Ok(())
            }
            (Kind::Map(_), Some(Slot::Map(slot))) => go(inner, slot.get(path[at + 1]), path, at + 2, find),
            (Kind::Map(_), _) if at + 2 == path.len() => Ok(()),
            (Kind::Map(_), _) => go(inner, None, path, at + 2, find),
            (_, Some(Slot::Section(draft))) => go(inner, Some(draft), path, at + 1, find),
            (_, Some(Slot::Optional(slot))) => go(inner, slot.get(), path, at + 1, find),
            _ => go(inner, None, path, at + 1, find),
        }
    }
    go(schema, Some(draft), path, 0, find)
}
