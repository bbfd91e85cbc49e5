//! Sections in collections: a draft for each element.

use std::{any::Any, collections::BTreeMap};

use super::Draft;
use crate::origin::Mark;

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
    drafts: BTreeMap<String, (usize, D)>,
    next: usize,
    mark: Mark,
}

impl<D> Default for ListDraft<D> {
    fn default() -> Self {
        Self { drafts: Vec::new(), mark: Mark::UNSET }
    }
}

impl<D> Default for MapDraft<D> {
    fn default() -> Self {
        Self { drafts: BTreeMap::new(), next: 0, mark: Mark::UNSET }
    }
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
        let mut entries: Vec<_> = self.drafts.into_iter().collect();
        entries.sort_by_key(|(_, (number, _))| *number);
        entries.into_iter().map(|(key, (_, draft))| (key, draft))
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

impl<D: Draft + Default + Any> ListSlot for ListDraft<D> {
    fn count(&self) -> usize {
        self.drafts.len()
    }

    fn get(&mut self, index: usize) -> Option<&mut dyn Draft> {
        self.drafts.get_mut(index).map(|draft| draft as &mut dyn Draft)
    }

    fn insert(&mut self, index: usize) -> &mut dyn Draft {
        let index = index.min(self.drafts.len());
        self.drafts.insert(index, D::default());
        &mut self.drafts[index]
    }

    fn forget(&mut self, count: usize) {
        self.drafts.drain(..count.min(self.drafts.len()));
    }

    fn clear(&mut self) {
        *self = Self::default();
    }

    fn mark(&mut self) -> &mut Mark {
        &mut self.mark
    }
}

impl<D: Draft + Default> MapSlot for MapDraft<D> {
    fn keys(&self) -> Vec<String> {
        let mut keys: Vec<_> = self.drafts.iter().map(|(key, (number, _))| (*number, key)).collect();
        keys.sort_unstable();
        keys.into_iter().map(|(_, key)| key.clone()).collect()
    }

    fn get(&mut self, key: &str) -> Option<&mut dyn Draft> {
        self.drafts.get_mut(key).map(|(_, draft)| draft as &mut dyn Draft)
    }

    fn enter(&mut self, key: &str) -> &mut dyn Draft {
        if !self.drafts.contains_key(key) {
            self.next += 1;
            self.drafts.insert(key.to_owned(), (self.next, D::default()));
        }
        match self.drafts.get_mut(key) {
            Some((_, draft)) => draft,
            None => unreachable!("it was put there if it was not there"),
        }
    }

    fn remove(&mut self, key: &str) {
        self.drafts.remove(key);
    }

    fn clear(&mut self) {
        *self = Self::default();
    }

    fn mark(&mut self) -> &mut Mark {
        &mut self.mark
    }
}
