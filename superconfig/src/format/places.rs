//! Where everything in a text stands, found in one pass, for those who ask for many places.

use std::{
    cell::{Cell, OnceCell},
    collections::HashMap,
};

use super::Located;
use crate::draft::Step;

/// The most places that are kept; in a text with more each is looked for on its own.
const MOST: usize = 300_000;

/// The places of all keys and values of a text.
#[derive(Default)]
pub(in crate::format) struct Places {
    root: Located,
    /// By the number of the table or list that they are in. The root has the number 0.
    inside: HashMap<(usize, Step), (usize, Located)>,
    count: usize,
}

impl Places {
    pub(in crate::format) fn new(root: Located) -> Self {
        Self { root, ..Self::default() }
    }

    /// Enters what a step leads to; its number, or `None` if there are too many. Of two under one key the last counts.
    pub(in crate::format) fn put(&mut self, holder: usize, step: Step, located: Located) -> Option<usize> {
        self.count += 1;
        self.inside.insert((holder, step), (self.count, located));
        (self.count <= MOST).then_some(self.count)
    }

    fn find(&self, path: &[Step]) -> Option<&Located> {
        let mut found = (0, &self.root);
        for step in path {
            let (number, located) = self.inside.get(&(found.0, step.clone()))?;
            found = (*number, located);
        }
        Some(found.1)
    }
}

/// The places of a text once more than a few were asked for.
#[derive(Default)]
pub(in crate::format) struct Finder {
    asked: Cell<usize>,
    places: OnceCell<Option<Places>>,
}

impl Finder {
    /// Looks a place up: by `one` search through the text or, from the third on, among all of them.
    pub(in crate::format) fn find(
        &self,
        path: &[Step],
        one: impl FnOnce() -> Option<Located>,
        all: impl FnOnce() -> Option<Places>,
    ) -> Option<Located> {
        self.asked.set(self.asked.get().saturating_add(1));
        if self.asked.get() < 3 {
            return one();
        }
        match self.places.get_or_init(all) {
            Some(places) => places.find(path).cloned(),
            None => one(),
        }
    }
}
