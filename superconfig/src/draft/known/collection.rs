//! Lists, sets, arrays, tuples and maps of known types.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    hash::{BuildHasher, Hash},
    sync::Arc,
};

#[cfg(feature = "indexmap")]
use indexmap::{IndexMap, IndexSet};

use super::{Collections, Input, Known, Leaf, Mismatch, ReadResult, Shape, read_known};
use crate::{
    draft::{
        Found, Hint, Step,
        leaf::{Noun, Show, show_known},
    },
    order, text,
    value::Value,
};

/// What most configs have.
pub(super) static OF_STRINGS: Collections =
    Collections { list: list_leaf::<String, Vec<String>>(), map: map_leaf::<String, BTreeMap<String, String>>() };

impl<T: Known> Known for Vec<T> {
    const LEAF: &'static Leaf = match T::COMPILED {
        Some(compiled) => &compiled.list,
        None => &list_leaf::<T, Self>(),
    };

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        let mut list = Vec::new();
        read_list(input, &|_| T::LEAF.hint(), &mut |element| {
            list.push(T::read(element)?);
            Ok(())
        })?;
        Ok(list)
    }

    fn show(&self) -> Option<Value> {
        list(self)
    }
}

const fn list_leaf<T: Known, L: Known>() -> Leaf {
    Leaf { secret: T::LEAF.secret, show: show::<L>(T::LEAF.secret), ..Leaf::new(read_known::<L>, Shape::List(T::LEAF)) }
}

/// Collections are compiled in the user's crate, so they are shown only if somebody may ask: a document, or a report that has to
/// leave the values of secrets out.
const fn show<C: Known>(secret: bool) -> Option<Show> {
    if secret || cfg!(feature = "inspect") { Some(show_known::<C>) } else { None }
}

/// Nothing if one of the elements cannot be shown.
fn list<'a, T: Known>(elements: impl IntoIterator<Item = &'a T>) -> Option<Value> {
    elements.into_iter().map(T::show).collect::<Option<_>>().map(Value::List)
}

/// The same in an order that is always the same, where there is none.
fn sorted<'a, T: Known>(elements: impl IntoIterator<Item = &'a T>) -> Option<Value> {
    let mut elements: Vec<Value> = elements.into_iter().map(T::show).collect::<Option<_>>()?;
    order::sort_by_key(&mut elements, |value| {
        let number = if let Value::Integer(number) = value { *number } else { 0 };
        (number, value.text().unwrap_or_else(|| value.to_string()))
    });
    Some(Value::List(elements))
}

/// Collections that are made of a list of their elements. An element of a set that is there twice is there once.
macro_rules! lists {
    ($($list:ident<T $(: $bound:ident $(+ $more:ident)*)? $(, $state:ident)?> => $show:ident;)*) => {$(
        impl<T: Known $(+ $bound $(+ $more)*)? $(, $state: BuildHasher + Default + 'static)?> Known for $list<T $(, $state)?> {
            const LEAF: &'static Leaf = &list_leaf::<T, Self>();

            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                Ok(Vec::<T>::read(input)?.into_iter().collect())
            }

            fn show(&self) -> Option<Value> {
                $show(self)
            }
        }
    )*};
}

lists! {
    VecDeque<T> => list;
    BTreeSet<T: Ord> => list;
    HashSet<T: Eq + Hash, S> => sorted;
}

#[cfg(feature = "indexmap")]
lists! {
    IndexSet<T: Eq + Hash, S> => list;
}

impl<T: Known> Known for Box<[T]> {
    const LEAF: &'static Leaf = &list_leaf::<T, Self>();

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        Vec::read(input).map(Into::into)
    }

    fn show(&self) -> Option<Value> {
        list(&**self)
    }
}

impl<T: Known> Known for Arc<[T]> {
    const LEAF: &'static Leaf = &list_leaf::<T, Self>();

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        Vec::read(input).map(Into::into)
    }

    fn show(&self) -> Option<Value> {
        list(&**self)
    }
}

impl<T: Known, const N: usize> Known for [T; N] {
    const LEAF: &'static Leaf = &Leaf { noun: Noun::Array(N), ..list_leaf::<T, Self>() };

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        let list = Vec::read(input)?;
        list.try_into().map_err(|list: Vec<T>| wrong_length(N, list.len()))
    }

    fn show(&self) -> Option<Value> {
        list(self)
    }
}

#[cold]
fn wrong_length(wanted: usize, found: usize) -> Box<Mismatch> {
    let elements = |count: usize| format!("{count} element{}", if count == 1 { "" } else { "s" });
    let mut mismatch = Mismatch::because(format!("a list of {}", elements(wanted)), String::new());
    (mismatch.found, mismatch.reason) = (Some(Found::list(elements(found))), None);
    mismatch
}

/// A list with one element for each member.
macro_rules! tuples {
    ($($count:literal: $($ty:ident $value:ident $index:tt),*;)*) => {$(
        impl<$($ty: Known),*> Known for ($($ty,)*) {
            const LEAF: &'static Leaf = &Leaf {
                secret: $($ty::LEAF.secret)||*,
                noun: Noun::Tuple(&[$($ty::LEAF),*]),
                show: show::<Self>($($ty::LEAF.secret)||*),
                ..Leaf::new(read_known::<Self>, Shape::Any)
            };

            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                let mut read: ($(Option<$ty>,)*) = Default::default();
                let hints = [$($ty::LEAF.hint()),*];
                let hint = |index| hints.get(index).copied().unwrap_or(Hint::Any);
                let mut length = 0;
                read_list(input, &hint, &mut |element| {
                    length += 1;
                    match length - 1 {
                        $($index => read.$index = Some($ty::read(element)?),)*
                        _ => {}
                    }
                    Ok(())
                })?;
                match read {
                    ($(Some($value),)*) if length == $count => Ok(($($value,)*)),
                    _ => Err(wrong_length($count, length)),
                }
            }

            fn show(&self) -> Option<Value> {
                Some(Value::List(vec![$(self.$index.show()?),*]))
            }
        }
    )*};
}

tuples! {
    2: A a 0, B b 1;
    3: A a 0, B b 1, C c 2;
    4: A a 0, B b 1, C c 2, D d 3;
}

/// Drives the reader of an element over whatever may stand for a list.
fn read_list(
    input: Input<'_>,
    hint: &dyn Fn(usize) -> Hint,
    read: &mut dyn FnMut(Input<'_>) -> ReadResult,
) -> ReadResult {
    let mut index = 0;
    // A bad element does not hide the next one.
    let mut noted = None;
    match input {
        Input::List(list) => loop {
            match list.next(hint(index), &mut *read) {
                Ok(true) => {}
                Ok(false) => break,
                Err(mismatch) if mismatch.aborted => return Err(mismatch),
                Err(mismatch) => mismatch.under(Step::Index(index)).and(&mut noted),
            }
            index += 1;
        },
        Input::Text(text) => text::list(text, &mut |element| {
            if let Err(mismatch) = read(element) {
                mismatch.under(Step::Index(index)).and(&mut noted);
            }
            index += 1;
            Ok(())
        })?,
        other => return Err(Mismatch::new("a list", &other)),
    }
    noted.map_or(Ok(()), Err)
}

const fn map_leaf<V: Known, M: Known>() -> Leaf {
    Leaf { secret: V::LEAF.secret, show: show::<M>(V::LEAF.secret), ..Leaf::new(read_known::<M>, Shape::Map(V::LEAF)) }
}

fn entries<'a, V: Known>(map: impl IntoIterator<Item = (&'a String, &'a V)>) -> Option<Vec<(String, Value)>> {
    map.into_iter().map(|(key, value)| Some((key.clone(), value.show()?))).collect()
}

macro_rules! maps {
    ($($map:ident<String, V $(, $state:ident)?> $(or $compiled:ident)?;)*) => {$(
        impl<V: Known $(, $state: BuildHasher + Default + 'static)?> Known for $map<String, V $(, $state)?> {
            const LEAF: &'static Leaf = {
                $(if let Some(compiled) = V::COMPILED {
                    &compiled.$compiled
                } else)? {
                    &map_leaf::<V, Self>()
                }
            };

            fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
                let mut slot = None;
                Self::read_into(&mut slot, input)?;
                Ok(slot.unwrap_or_default())
            }

            /// In the order of the keys, so that it is the same each time.
            fn show(&self) -> Option<Value> {
                let mut entries = entries(self)?;
                order::sort_by(&mut entries, |(one, _), (other, _)| one.cmp(other));
                Some(Value::Table(entries))
            }

            /// Entries merge by key: what an earlier source gave stays unless this one says otherwise.
            fn read_into(slot: &mut Option<Self>, input: Input<'_>) -> ReadResult {
                let map = slot.get_or_insert_default();
                read_map(input, V::LEAF.hint(), &mut |key, value| {
                    match V::read_into_entry(map.remove(key), value)? {
                        Some(value) => map.insert(key.to_owned(), value),
                        None => None,
                    };
                    Ok(())
                })
            }
        }
    )*};
}

maps! {
    HashMap<String, V, S>;
    BTreeMap<String, V> or map;
}

/// The order is that of the entries in the first source that has them.
#[cfg(feature = "indexmap")]
impl<V: Known, S: BuildHasher + Default + 'static> Known for IndexMap<String, V, S> {
    const LEAF: &'static Leaf = &map_leaf::<V, Self>();

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        let mut slot = None;
        Self::read_into(&mut slot, input)?;
        Ok(slot.unwrap_or_default())
    }

    fn show(&self) -> Option<Value> {
        entries(self).map(Value::Table)
    }

    fn read_into(slot: &mut Option<Self>, input: Input<'_>) -> ReadResult {
        let map = slot.get_or_insert_default();
        read_map(input, V::LEAF.hint(), &mut |key, value| {
            if matches!(value, Input::Null) {
                map.shift_remove(key);
                return Ok(());
            }
            let (index, old) = match map.swap_remove_full(key) {
                Some((index, _, old)) => (index, Some(old)),
                None => (map.len(), None),
            };
            if let Some(value) = V::read_into_entry(old, value)? {
                map.insert(key.to_owned(), value);
                map.swap_indices(index, map.len() - 1);
            }
            Ok(())
        })
    }
}

/// How one entry of a map is replaced; `null` removes it.
trait Entry: Known {
    fn read_into_entry(old: Option<Self>, input: Input<'_>) -> Result<Option<Self>, Box<Mismatch>> {
        let mut slot = old;
        match input {
            Input::Null => slot = None,
            input => Self::read_into(&mut slot, input)?,
        }
        Ok(slot)
    }
}

impl<T: Known> Entry for T {}

fn read_map(input: Input<'_>, hint: Hint, read: &mut dyn FnMut(&str, Input<'_>) -> ReadResult) -> ReadResult {
    match input {
        Input::Map(map) => text::entries(map, hint, read),
        Input::Text(text) => text::map(text, read),
        other => Err(Mismatch::new("a table", &other)),
    }
}
