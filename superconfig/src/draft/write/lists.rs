//! Lists on their way: those that a source adds to or takes from, and those of sections, whose elements have one number in the source
//! and another in the list.

use std::{
    any::Any,
    collections::BTreeMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use super::{At, Crumb, Op, Target, Writer};
use crate::{
    draft::{Draft, Input, ListSlot, MapSlot, Merge, Slot, resolve},
    gather::Gather as _,
    order,
    origin::Mark,
    problem::FaultKind,
    schema,
};

/// Elements on their way to or out of a list.
pub(super) struct Pending {
    trail: Vec<Crumb>,
    op: Op,
    /// An `Option` of the list's type.
    elements: Box<dyn Any>,
    mark: Mark,
}

/// What a source said of a list of sections, or of an enum.
#[derive(Default)]
pub(super) struct Seen {
    /// It gave the list.
    set: bool,
    /// Where what it added begins.
    added: Option<usize>,
    /// The variant that it chose first.
    pub(super) chosen: Option<usize>,
}

/// A list of sections that the writer is in.
pub(super) struct OpenList {
    /// How long the way to it is.
    position: usize,
    /// Where in it the first element goes that the source has.
    first: usize,
    /// How many there were.
    count: usize,
    /// Where those begin that the same source added before.
    added: Option<usize>,
    /// How many operators were waiting.
    pending: usize,
}

/// Takes out all paths that begin so, without looking at the others: there may be many, and it is done often.
fn forget(paths: &mut BTreeMap<String, Seen>, start: &str) {
    while let Some(path) = paths.range(start.to_owned()..).map(|entry| entry.0).next()
        && path.starts_with(start)
    {
        let path = path.clone();
        paths.remove(&path);
    }
}

/// The path of a trail, to remember it by: keys that somebody made very long would take that much for each element.
pub(super) fn short_path(trail: &[Crumb]) -> String {
    const LONG: usize = 256;
    let shorter = |crumb: &Crumb| match crumb {
        Crumb::Key(key) if key.len() > LONG => {
            let mut hasher = DefaultHasher::new();
            key.hash(&mut hasher);
            Crumb::Key(format!("#{:x}", hasher.finish()))
        }
        other => other.clone(),
    };
    schema::trail_path(&trail.iter().map(shorter).gather())
}

/// Whether two trails lead to one place.
pub(super) fn same_way(one: &[Crumb], other: &[Crumb]) -> bool {
    let same = |(one, other): (&Crumb, &Crumb)| match (one, other) {
        (Crumb::Field { field: one, .. }, Crumb::Field { field: other, .. }) => std::ptr::eq(*one, *other),
        (Crumb::Key(one), Crumb::Key(other)) => one == other,
        (Crumb::Index(one), Crumb::Index(other)) => one == other,
        _ => false,
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

impl Writer<'_> {
    /// Makes a list of sections ready for those that a source has; gives the place of the first of them. Until
    /// [`Self::end_list`] the writer's numbers count what the source has, not what the list has.
    pub(crate) fn begin_list(&mut self, slot: &mut dyn ListSlot, merge: Merge, op: Op, at: At) -> usize {
        let adds = op == Op::Add || matches!(merge, Merge::Append | Merge::Prepend | Merge::Unique);
        let path = short_path(&self.actual());
        // What was said of elements before is said of others than those to come.
        let inside = format!("{path}[");
        forget(&mut self.seen, &inside);
        let (seen, count) = (self.seen.entry(path).or_default(), slot.count());
        let twice = op == Op::Set && std::mem::replace(&mut seen.set, true);
        if op == Op::Add {
            seen.added.get_or_insert(count);
        }
        let added = seen.added.filter(|_| op == Op::Set);
        if twice {
            let first = slot.mark().at;
            self.fault(FaultKind::Twice { first }, at);
        }
        let first = match (merge, op) {
            (Merge::Prepend, Op::Set) => 0,
            // What the same source adds comes behind what it sets, whichever it says first.
            (_, Op::Set) if adds => added.unwrap_or(count),
            (_, Op::Set) => {
                slot.forget(added.unwrap_or(count));
                0
            }
            _ => count,
        };
        let at = if slot.count() == 0 { Mark::NOWHERE } else { 0 };
        *slot.mark() = Mark { source: self.source, at };
        let (position, pending) = (self.trail.len(), self.pending.len());
        self.open_lists.push(OpenList { position, first, count, added, pending });
        first
    }

    /// Where the writer is, by the numbers that elements have in their lists.
    pub(super) fn actual(&self) -> Vec<Crumb> {
        let mut trail = self.trail.clone();
        for list in &self.open_lists {
            if let Some(Crumb::Index(index)) = trail.get_mut(list.position) {
                *index += list.first;
            }
        }
        trail
    }

    /// Counts as the list does again.
    pub(crate) fn end_list(&mut self, slot: &mut dyn ListSlot) {
        let Some(OpenList { position, count, added: Some(added), pending, .. }) = self.open_lists.pop() else { return };
        // What was added first has moved.
        let (now, here) = (slot.count(), self.actual());
        let seen = self.seen.entry(short_path(&here)).or_default();
        seen.added = Some(now.saturating_sub(count - added));
        for pending in &mut self.pending[..pending] {
            let is_here = pending.trail.len() > position && same_way(&pending.trail[..position], &here);
            if let (true, Some(Crumb::Index(index))) = (is_here, pending.trail.get_mut(position))
                && *index >= added
            {
                *index = (*index + now).saturating_sub(count);
            }
        }
    }

    /// Remembers that the source spoke of a map of sections.
    pub(crate) fn begin_map(&mut self, slot: &mut dyn MapSlot) {
        *slot.mark() = Mark { source: self.source, at: Mark::NOWHERE };
    }

    /// Remembers that the source spoke of one element of a list.
    pub(crate) fn patch_list(&mut self, slot: &mut dyn ListSlot) {
        *slot.mark() = Mark { source: self.source, at: 0 };
    }

    /// Reads elements that are to be added to a list, or taken from it, at the end.
    pub(super) fn pend(&mut self, target: &mut Target<'_>, mark: Mark, at: At, input: Input<'_>) {
        let Some(list) = target.setting.list.filter(|_| !matches!(input, Input::Null)) else { return };
        let mut elements = (list.fresh)();
        match self.read(target.setting, &mut *elements, input) {
            Ok(_) => {
                self.pending.push(Pending { trail: self.actual(), op: target.op, elements, mark });
            }
            Err(mismatch) => self.refuse(target.mark, mismatch, at),
        }
    }

    /// Adds to lists, then takes from them.
    pub(super) fn operate_on_lists(&mut self, draft: &mut dyn Draft) {
        let mut pending = std::mem::take(&mut self.pending);
        order::sort_by_key(&mut pending, |it| it.op == Op::Remove);
        for Pending { trail, op, mut elements, mark } in pending {
            let Some(found) = resolve(self.root, &mut *draft, &trail) else { continue };
            let (Some(list), Slot::Setting { value, mark: who }) =
                (found.holder.fields[found.index].kind.setting().and_then(|it| it.list), found.slot)
            else {
                continue;
            };
            if *who == Mark::FAILED {
                continue;
            }
            if who.is_unset() {
                (found.holder.fill)(found.index, value, &self.build);
            }
            let done = if let (Op::Remove, Some(compare)) = (op, &list.compare) {
                (compare.remove)(value, &mut *elements)
            } else {
                (list.append)(value, &mut *elements);
                true
            };
            // To take from nothing is to say nothing.
            if done {
                *who = mark;
            }
        }
    }
}
