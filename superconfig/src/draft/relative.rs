//! `relative_path`: strings of a file as paths that begin at the file's directory. They are joined before they are read,
//! so that it makes no difference how the setting is read and what is done with it afterwards.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Hint, Input, List, Map, Mismatch, ReadResult};

/// A type whose strings are paths.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no path, so `relative_path` says nothing about it",
    label = "neither `PathBuf` nor a list or map of paths",
    note = "`relative_path` stands on `PathBuf`, `Box<Path>`, `Arc<Path>`, and lists, sets and maps of them"
)]
pub trait RelativePath {}

impl RelativePath for PathBuf {}
impl RelativePath for Box<Path> {}
impl RelativePath for Arc<Path> {}
impl<T: RelativePath> RelativePath for Vec<T> {}
impl<T: RelativePath> RelativePath for VecDeque<T> {}
impl<T: RelativePath> RelativePath for Box<[T]> {}
impl<T: RelativePath> RelativePath for Arc<[T]> {}
impl<T: RelativePath> RelativePath for BTreeSet<T> {}
impl<T: RelativePath, S> RelativePath for HashSet<T, S> {}
impl<T: RelativePath, const N: usize> RelativePath for [T; N] {}
impl<V: RelativePath> RelativePath for BTreeMap<String, V> {}
impl<V: RelativePath, S> RelativePath for HashMap<String, V, S> {}
#[cfg(feature = "indexmap")]
impl<T: RelativePath, S> RelativePath for indexmap::IndexSet<T, S> {}
#[cfg(feature = "indexmap")]
impl<V: RelativePath, S> RelativePath for indexmap::IndexMap<String, V, S> {}

/// `true`, for types of which that makes sense.
#[must_use]
pub const fn relative_path<T: RelativePath + ?Sized>() -> bool {
    true
}

/// Hands an input of a file to `read`, with the file's directory before each relative path in it. Links are not followed, and
/// the path stays right when the working directory changes.
pub(super) fn read(file: &Path, input: Input<'_>, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    match std::path::absolute(file).ok().as_deref().and_then(Path::parent) {
        Some(directory) => join(directory, input, read),
        None => Err(Mismatch::because("a path", "the directory of this file is not known".to_owned())),
    }
}

fn join(directory: &Path, input: Input<'_>, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    match input {
        Input::Str(text) if !text.is_empty() && Path::new(text).is_relative() => {
            let joined = directory.join(text);
            match joined.to_str() {
                Some(joined) => read(Input::Str(joined)),
                None => Err(Mismatch::because(
                    "a path",
                    "it begins at the directory of this file, whose name is not Unicode; write the whole path"
                        .to_owned(),
                )),
            }
        }
        Input::List(list) => read(Input::List(&mut Within { directory, inner: list })),
        Input::Map(map) => read(Input::Map(&mut Within { directory, inner: map })),
        input => read(input),
    }
}

/// A list or map with paths in it.
struct Within<'a, T: ?Sized> {
    directory: &'a Path,
    inner: &'a mut T,
}

impl List for Within<'_, dyn List + '_> {
    fn next(&mut self, hint: Hint, then: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        let directory = self.directory;
        self.inner.next(hint, &mut |input| join(directory, input, then))
    }
}

impl Map for Within<'_, dyn Map + '_> {
    fn key(&mut self, then: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        self.inner.key(then)
    }

    fn value(&mut self, hint: Hint, then: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        let directory = self.directory;
        self.inner.value(hint, &mut |input| join(directory, input, then))
    }
}
