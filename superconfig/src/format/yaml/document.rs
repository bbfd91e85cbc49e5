//! A YAML text for those who look for something in it: reports, includes, profiles.

use super::{
    super::{
        Located, Shape, head,
        places::{Finder, Places},
    },
    Hint, Input, Ref, Tree, What, feed,
};
use crate::draft::Step;

pub(crate) struct Document<'t> {
    tree: Tree<'t>,
    finder: Finder,
}

impl<'t> Document<'t> {
    pub(in crate::format) fn parse(text: &'t str) -> Option<Self> {
        let tree = Tree::parse(text);
        tree.is_sound().then(|| Self { tree, finder: Finder::default() })
    }

    pub(in crate::format) fn entries(&self, path: &[&str], entries: &mut head::Entries<'_>) -> Option<()> {
        let tree = &self.tree;
        let found = path.iter().try_fold(tree.root()?, |table, key| tree.get(table, key).map(|(_, value)| value))?;
        match tree.what(found) {
            What::Map { .. } => {
                for (key, value) in tree.entries(found) {
                    if entries.wants(tree.key(key)) {
                        entries.push(tree.key(key), tree.place(key), self.shape(value?));
                    }
                }
            }
            What::List => {
                for element in tree.elements(found) {
                    if entries.wants("") {
                        entries.push("", tree.place(element), self.shape(element));
                    }
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn shape(&self, at: Ref) -> Shape {
        let mut shape = Shape::Other;
        let _ = feed(&self.tree, at, Hint::Any, &mut |input| {
            shape = match input {
                Input::Null => Shape::Null,
                Input::Str(text) => Shape::Text(text.to_owned()),
                Input::List(_) => Shape::List,
                Input::Map(_) => Shape::Table,
                _ => Shape::Other,
            };
            Ok(())
        });
        shape
    }

    pub(in crate::format) fn locate(&self, path: &[Step]) -> Option<Located> {
        self.finder.find(path, || self.seek(path), || self.places())
    }

    fn seek(&self, path: &[Step]) -> Option<Located> {
        let mut found = (None, self.tree.root()?);
        for step in path {
            found = self.child(found.1, step)?;
        }
        Some(self.located(found.0, found.1))
    }

    fn child(&self, at: Ref, step: &Step) -> Option<(Option<Ref>, Ref)> {
        match (step, self.tree.what(at)) {
            (Step::Key(name), What::Map { .. }) => self.tree.get(at, name).map(|(key, value)| (Some(key), value)),
            (Step::Index(index), What::List) => self.tree.elements(at).nth(*index).map(|element| (None, element)),
            _ => None,
        }
    }

    fn located(&self, key: Option<Ref>, value: Ref) -> Located {
        Located { key: key.map(|key| self.tree.place(key)), value: Some(self.tree.place(value)) }
    }

    fn places(&self) -> Option<Places> {
        let root = self.tree.root()?;
        let mut places = Places::new(self.located(None, root));
        self.gather(0, root, &mut places)?;
        Some(places)
    }

    fn gather(&self, number: usize, at: Ref, places: &mut Places) -> Option<()> {
        match self.tree.what(at) {
            What::Map { .. } => {
                for (key, value) in self.tree.entries(at) {
                    let step = Step::Key(self.tree.key(key).to_owned());
                    let number = places.put(number, step, self.located(Some(key), value?))?;
                    self.gather(number, value?, places)?;
                }
            }
            What::List => {
                for (index, element) in self.tree.elements(at).enumerate() {
                    let number = places.put(number, Step::Index(index), self.located(None, element))?;
                    self.gather(number, element, places)?;
                }
            }
            _ => {}
        }
        Some(())
    }

    /// The steps from the collection at a path to its elements.
    pub(in crate::format) fn children(&self, path: &[Step]) -> Vec<Step> {
        let root = self.tree.root();
        let found = path.iter().try_fold(root, |at, step| self.child(at?, step).map(|(_, value)| Some(value)));
        let Some(at) = found.flatten() else { return Vec::new() };
        match self.tree.what(at) {
            What::Map { .. } => {
                self.tree.entries(at).map(|(key, _)| Step::Key(self.tree.key(key).to_owned())).collect()
            }
            What::List => (0..self.tree.elements(at).count()).map(Step::Index).collect(),
            _ => Vec::new(),
        }
    }
}
