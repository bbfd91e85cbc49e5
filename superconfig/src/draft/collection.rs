//! Sections in collections: a draft for each element.

use std::collections::BTreeMap;

use super::{Draft, Unset};
use crate::{order, origin::Mark};

/// The drafts of a list of sections.
#[derive(Debug)]
pub struct ListDraft<D> {
    pub(crate) drafts: Vec<D>,
    /// Who said last how many there are.
    mark: Mark,
}

/// The drafts of sections that stand under keys of their own, which remember the order in which they were mentioned first.
#[derive(Debug)]
pub struct MapDraft<D> {
    places: Places,
    /// In the order in which they were mentioned first; nothing where one was removed.
    drafts: Vec<Option<D>>,
    mark: Mark,
}

/// Which key has its draft where; apart from the drafts, so that it is compiled once.
#[derive(Debug)]
struct Places {
    by_key: BTreeMap<String, usize>,
    /// The next free place.
    next: usize,
}

impl Places {
    fn get(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The place of a key, the next one if it has none.
    fn enter(&mut self, key: &str) -> usize {
        if let Some(place) = self.get(key) {
            return place;
        }
        self.by_key.insert(key.to_owned(), self.next);
        self.next += 1;
        self.next - 1
    }

    fn remove(&mut self, key: &str) -> Option<usize> {
        self.by_key.remove(key)
    }

    fn into_keys(self) -> impl Iterator<Item = String> {
        let mut entries: Vec<(String, usize)> = self.by_key.into_iter().collect();
        order::sort_by_key(&mut entries, |(_, place)| *place);
        entries.into_iter().map(|(key, _)| key)
    }

    fn keys(&self) -> Vec<String> {
        let mut entries: Vec<(&String, &usize)> = self.by_key.iter().collect();
        order::sort_by_key(&mut entries, |(_, place)| **place);
        entries.into_iter().map(|(key, _)| key.clone()).collect()
    }
}

impl<D> Unset for ListDraft<D> {
    const UNSET: Self = Self { drafts: Vec::new(), mark: Mark::UNSET };
}

impl<D> Unset for MapDraft<D> {
    const UNSET: Self =
        Self { places: Places { by_key: BTreeMap::new(), next: 0 }, drafts: Vec::new(), mark: Mark::UNSET };
}

impl<D> ListDraft<D> {
    /// Whether any source said something about the list.
    #[must_use]
    pub fn is_set(&self) -> bool {
        !self.mark.is_unset()
    }
}

impl<D> MapDraft<D> {
    /// Whether any source said something about the map.
    #[must_use]
    pub fn is_set(&self) -> bool {
        !self.mark.is_unset()
    }

    pub(crate) fn into_entries(self) -> impl Iterator<Item = (String, D)> {
        // The places of both are in the same order.
        self.places.into_keys().zip(self.drafts.into_iter().flatten())
    }
}

/// The way into a list of sections.
pub trait ListSlot {
    /// How many there are.
    fn count(&self) -> usize;
    /// One of them.
    fn get(&mut self, index: usize) -> Option<&mut dyn Draft>;
    /// A new one, before that at `index` or at the end.
    fn insert(&mut self, index: usize) -> &mut dyn Draft;
    /// Forgets so many of them, the first ones.
    fn forget(&mut self, count: usize);
    /// Forgets all of them.
    fn clear(&mut self);
    /// Who spoke of the list last.
    fn mark(&mut self) -> &mut Mark;
}

/// The way into a map of sections.
pub trait MapSlot {
    /// The keys, in the order in which they were mentioned first.
    fn keys(&self) -> Vec<String>;
    /// The section under a key.
    fn get(&mut self, key: &str) -> Option<&mut dyn Draft>;
    /// The section under a key, made if there was none.
    fn enter(&mut self, key: &str) -> &mut dyn Draft;
    /// Forgets the section under a key.
    fn remove(&mut self, key: &str);
    /// Forgets all of them.
    fn clear(&mut self);
    /// Who spoke of the map last.
    fn mark(&mut self) -> &mut Mark;
}

impl<D: Draft + Unset> ListSlot for ListDraft<D> {
    fn count(&self) -> usize {
        self.drafts.len()
    }

    fn get(&mut self, index: usize) -> Option<&mut dyn Draft> {
        self.drafts.get_mut(index).map(|draft| draft as &mut dyn Draft)
    }

    fn insert(&mut self, index: usize) -> &mut dyn Draft {
        let index = index.min(self.drafts.len());
        self.drafts.insert(index, D::UNSET);
        &mut self.drafts[index]
    }

    fn forget(&mut self, count: usize) {
        self.drafts.drain(..count.min(self.drafts.len()));
    }

    fn clear(&mut self) {
        *self = Self::UNSET;
    }

    fn mark(&mut self) -> &mut Mark {
        &mut self.mark
    }
}

impl<D: Draft + Unset> MapSlot for MapDraft<D> {
    fn keys(&self) -> Vec<String> {
        self.places.keys()
    }

    fn get(&mut self, key: &str) -> Option<&mut dyn Draft> {
        self.drafts[self.places.get(key)?].as_mut().map(|draft| draft as &mut dyn Draft)
    }

    #[allow(clippy::unnecessary_lazy_evaluations)] // a draft that is there already needs no other beside it
    fn enter(&mut self, key: &str) -> &mut dyn Draft {
        let place = self.places.enter(key);
        if place == self.drafts.len() {
            self.drafts.push(None);
        }
        self.drafts[place].get_or_insert_with(|| D::UNSET)
    }

    fn remove(&mut self, key: &str) {
        if let Some(place) = self.places.remove(key) {
            self.drafts[place] = None;
        }
    }

    fn clear(&mut self) {
        *self = Self::UNSET;
    }

    fn mark(&mut self) -> &mut Mark {
        &mut self.mark
    }
}
