//! What has a length.

use std::{
    any::Any,
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque},
    ffi::OsString,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use secrecy::{ExposeSecret, SecretString};

/// A type that `length` and `non_empty` can look at.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no length that `length` and `non_empty` know of",
    label = "neither text nor a collection",
    note = "write `#[config(validate = function)]` with a function of your own: `fn(&{Self}) -> Result<(), String>`"
)]
pub trait Length {
    /// What is counted.
    const UNIT: (&'static str, &'static str);

    /// How many there are.
    fn count(&self) -> usize;
}

/// How many sections a collection has.
#[derive(Debug)]
pub struct Count(pub(crate) usize);

/// The count of a collection that is always there, if only with nothing in it.
#[must_use]
pub fn counted(any: &dyn Any) -> &dyn Any {
    static NONE: Option<Count> = Some(Count(0));
    match any.downcast_ref::<Option<Count>>() {
        Some(None) => &NONE,
        _ => any,
    }
}

const CHARACTERS: (&str, &str) = ("character", "characters");
const ELEMENTS: (&str, &str) = ("element", "elements");

impl Length for Count {
    const UNIT: (&'static str, &'static str) = ("section", "sections");

    fn count(&self) -> usize {
        self.0
    }
}

impl Length for str {
    const UNIT: (&'static str, &'static str) = CHARACTERS;

    fn count(&self) -> usize {
        self.chars().count()
    }
}

impl<T> Length for [T] {
    const UNIT: (&'static str, &'static str) = ELEMENTS;

    fn count(&self) -> usize {
        self.len()
    }
}

impl<T, const N: usize> Length for [T; N] {
    const UNIT: (&'static str, &'static str) = ELEMENTS;

    fn count(&self) -> usize {
        N
    }
}

impl Length for Path {
    const UNIT: (&'static str, &'static str) = CHARACTERS;

    fn count(&self) -> usize {
        self.to_string_lossy().chars().count()
    }
}

impl Length for SecretString {
    const UNIT: (&'static str, &'static str) = CHARACTERS;

    fn count(&self) -> usize {
        self.expose_secret().chars().count()
    }
}

impl Length for OsString {
    const UNIT: (&'static str, &'static str) = CHARACTERS;

    fn count(&self) -> usize {
        self.to_string_lossy().chars().count()
    }
}

macro_rules! pointers {
    ($($pointer:ident)*) => {$(
        impl<T: Length + ?Sized> Length for $pointer<T> {
            const UNIT: (&'static str, &'static str) = T::UNIT;

            fn count(&self) -> usize {
                T::count(self)
            }
        }
    )*};
}

pointers!(Box Arc Rc);

impl<T: Length + ToOwned + ?Sized> Length for Cow<'_, T> {
    const UNIT: (&'static str, &'static str) = T::UNIT;

    fn count(&self) -> usize {
        T::count(self)
    }
}

impl Length for String {
    const UNIT: (&'static str, &'static str) = CHARACTERS;

    fn count(&self) -> usize {
        self.as_str().count()
    }
}

impl Length for PathBuf {
    const UNIT: (&'static str, &'static str) = CHARACTERS;

    fn count(&self) -> usize {
        self.as_path().count()
    }
}

macro_rules! collections {
    ($($unit:ident: $collection:ident<$($parameter:ident),*>;)*) => {$(
        impl<$($parameter),*> Length for $collection<$($parameter),*> {
            const UNIT: (&'static str, &'static str) = $unit;

            fn count(&self) -> usize {
                self.len()
            }
        }
    )*};
}

const ENTRIES: (&str, &str) = ("entry", "entries");

collections! {
    ELEMENTS: Vec<T>;
    ELEMENTS: VecDeque<T>;
    ELEMENTS: LinkedList<T>;
    ELEMENTS: HashSet<T, S>;
    ELEMENTS: BTreeSet<T>;
    ENTRIES: HashMap<K, V, S>;
    ENTRIES: BTreeMap<K, V>;
}

#[cfg(feature = "indexmap")]
use indexmap::{IndexMap, IndexSet};

#[cfg(feature = "indexmap")]
collections! {
    ELEMENTS: IndexSet<T, S>;
    ENTRIES: IndexMap<K, V, S>;
}
