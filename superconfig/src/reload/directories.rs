//! Which directories to watch for what a load has looked at.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::{Component, Path, PathBuf},
};

use crate::disk::{Look, Seen};

/// How many links a path may lead through.
const MOST_LINKS: usize = 40;

/// Directories, as the system knows them, and what matters in each.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Directories {
    all: BTreeMap<PathBuf, Matters>,
    /// The files that are read, without links.
    files: BTreeSet<PathBuf>,
}

#[derive(Debug, PartialEq, Eq)]
enum Matters {
    /// Whatever happens.
    All,
    /// What happens to these names.
    Names(BTreeSet<OsString>),
}

impl Directories {
    pub(super) fn of(seen: &Seen) -> Self {
        let mut directories = Self::default();
        for (path, look) in seen.paths() {
            directories.follow(path, look);
        }
        directories
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.all.keys().map(PathBuf::as_path)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    /// Whether files that are read stand in a directory.
    pub(super) fn has_read(&self, directory: &Path) -> bool {
        self.all.get(directory) == Some(&Matters::All)
    }

    /// Whether something that happened at a path may matter.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        // What stands above one takes it along when it goes.
        if self.all.range(path.to_owned()..).next().is_some_and(|(directory, _)| directory.starts_with(path)) {
            return true;
        }
        match path.parent().and_then(|directory| self.all.get(directory)) {
            Some(Matters::All) => true,
            Some(Matters::Names(names)) => path.file_name().is_some_and(|name| names.contains(name)),
            None => false,
        }
    }

    /// The directory that holds a path's last part, and every directory that holds a link on the way. Where something is not there, the
    /// directory that it would appear in.
    fn follow(&mut self, path: &Path, look: Look) {
        // Of the directory of a file that is read, everything: nobody knows in which steps it is replaced.
        let read = matches!(look, Look::Content | Look::Date);
        let (mut at, mut rest) = (PathBuf::new(), parts(path));
        let mut links = 0;
        while let Some(part) = rest.pop() {
            match part {
                Part::Root(root) => at = root,
                Part::Up => _ = at.pop(),
                Part::Name(name) => {
                    let next = at.join(&name);
                    match std::fs::symlink_metadata(&next) {
                        Ok(metadata) if metadata.is_symlink() && links < MOST_LINKS => {
                            links += 1;
                            // Kubernetes swaps a link of another name that this one leads through.
                            self.add(&at, Some(name).filter(|_| !(read && rest.is_empty())));
                            if rest.is_empty() && look == Look::Entry {
                                return;
                            }
                            let target = std::fs::read_link(&next).unwrap_or_default();
                            rest.extend(parts(&target));
                        }
                        Ok(metadata) if rest.is_empty() => {
                            self.add(&at, Some(name).filter(|_| !read));
                            if look == Look::Content && metadata.is_file() {
                                self.files.insert(next.clone());
                            }
                            at = next;
                        }
                        Ok(_) => at = next,
                        Err(_) => return self.add(&at, Some(name)),
                    }
                }
            }
        }
        if look == Look::Listing {
            self.add(&at, None);
        }
    }

    fn add(&mut self, directory: &Path, name: Option<OsString>) {
        let matters = self.all.entry(directory.to_owned()).or_insert_with(|| Matters::Names(BTreeSet::new()));
        match (matters, name) {
            (Matters::Names(names), Some(name)) => _ = names.insert(name),
            (matters, None) => *matters = Matters::All,
            (Matters::All, _) => {}
        }
    }
}

enum Part {
    Root(PathBuf),
    Up,
    Name(OsString),
}

/// The parts of a path, the last one first.
fn parts(path: &Path) -> Vec<Part> {
    let mut root = PathBuf::new();
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Prefix(_) | Component::RootDir => root.push(component),
            Component::CurDir => {}
            Component::ParentDir => parts.push(Part::Up),
            Component::Normal(name) => parts.push(Part::Name(name.to_owned())),
        }
    }
    if root.has_root() {
        parts.insert(0, Part::Root(root));
    }
    parts.reverse();
    parts
}
