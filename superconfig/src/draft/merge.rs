//! What a source does to a value that is there already: replace it, add to it, take from it.

use std::{
    any::Any,
    collections::{BTreeSet, HashSet, VecDeque},
    fmt,
    hash::{BuildHasher, Hash},
    marker::PhantomData,
};

/// What becomes of the value that is there when a source brings another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Merge {
    /// As its type does it: maps merge by key, everything else is replaced.
    OfType,
    /// It is replaced, a map too.
    Replace,
    /// The new elements come after those that are there.
    Append,
    /// The new elements come before those that are there.
    Prepend,
    /// Those new elements that are not there yet come after the others.
    Unique,
    /// A function makes one of both.
    With(&'static MergeWith),
}

/// A user's own way to make one value of two.
pub struct MergeWith {
    /// An empty `Option<T>` to read the new value into.
    pub fresh: fn() -> Box<dyn Any>,
    /// Puts both together in the first.
    pub join: fn(&mut dyn Any, &mut dyn Any),
}

impl fmt::Debug for MergeWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MergeWith")
    }
}

impl PartialEq for MergeWith {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for MergeWith {}

/// Two operands: `Option`s of the setting's type. The second is left empty.
type Join = fn(&mut dyn Any, &mut dyn Any);

/// What can be done with the elements of one type of list.
pub struct ListOps {
    pub(crate) fresh: fn() -> Box<dyn Any>,
    pub(crate) append: Join,
    pub(crate) prepend: Join,
    /// Those that need to compare elements.
    pub(crate) compare: Option<Compare>,
}

/// What can be done with elements that can be compared.
pub(crate) struct Compare {
    /// Says whether there was a list to take something from.
    pub(crate) remove: fn(&mut dyn Any, &mut dyn Any) -> bool,
    pub(crate) unique: Join,
}

impl fmt::Debug for ListOps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.compare.is_some() { "ListOps" } else { "ListOps, append only" })
    }
}

/// Asks what can be done with a list: `ListProbe::<Vec<T>>::OPS`. As with [`Probe`](super::Probe), the inherent constant goes
/// first, which there is for elements that can be compared.
#[derive(Debug)]
pub struct ListProbe<C>(PhantomData<fn() -> C>);

/// The fallback of [`ListProbe`].
pub trait AppendOnly {
    /// What can be done with it.
    const OPS: &'static ListOps;
}

fn both<'a, T: 'static>(old: &'a mut dyn Any, new: &'a mut dyn Any) -> (&'a mut Option<T>, Option<T>) {
    let of_type = "the derive pairs each list with its own operations";
    let new: &mut Option<T> = new.downcast_mut().expect(of_type);
    (old.downcast_mut().expect(of_type), new.take())
}

/// A list whose elements can be compared.
trait Elements: IntoIterator + Extend<Self::Item> + Default + 'static {
    fn has(&self, element: &Self::Item) -> bool;
    fn keep(&mut self, keep: impl FnMut(&Self::Item) -> bool);
}

const fn ops<C>(compare: Option<Compare>) -> ListOps
where
    C: IntoIterator + Extend<C::Item> + Default + 'static,
{
    ListOps {
        fresh: || Box::new(None::<C>),
        append: |old, new| {
            let (old, new) = both::<C>(old, new);
            let old = old.get_or_insert_default();
            if let Some(new) = new {
                old.extend(new);
            }
        },
        prepend: |old, new| {
            let (old, new) = both::<C>(old, new);
            let mut all = new.unwrap_or_default();
            if let Some(old) = old.take() {
                all.extend(old);
            }
            *old = Some(all);
        },
        compare,
    }
}

const fn compare<C: Elements>() -> Compare {
    Compare {
        remove: |old, new| {
            let (old, new) = both::<C>(old, new);
            if let (Some(old), Some(unwanted)) = (&mut *old, new) {
                old.keep(|element| !unwanted.has(element));
            }
            old.is_some()
        },
        unique: |old, new| {
            let (old, new) = both::<C>(old, new);
            let old = old.get_or_insert_default();
            for element in new.unwrap_or_default() {
                if !old.has(&element) {
                    old.extend([element]);
                }
            }
        },
    }
}

macro_rules! lists {
    ($($list:ident<T $(, $state:ident)?> $([$($bound:ident)*])?;)*) => {$(
        impl<T: 'static $($(+ $bound)*)? $(, $state: BuildHasher + Default + 'static)?> AppendOnly for ListProbe<$list<T $(, $state)?>> {
            const OPS: &'static ListOps = &ops::<$list<T $(, $state)?>>(None);
        }

        impl<T: PartialEq + 'static $($(+ $bound)*)? $(, $state: BuildHasher + Default + 'static)?> ListProbe<$list<T $(, $state)?>> {
            /// What can be done with it.
            pub const OPS: &'static ListOps = &ops::<$list<T $(, $state)?>>(Some(compare::<$list<T $(, $state)?>>()));
        }

        impl<T: PartialEq + 'static $($(+ $bound)*)? $(, $state: BuildHasher + Default + 'static)?> Elements for $list<T $(, $state)?> {
            fn has(&self, element: &T) -> bool {
                self.contains(element)
            }

            fn keep(&mut self, keep: impl FnMut(&T) -> bool) {
                self.retain(keep);
            }
        }
    )*};
}

lists! {
    Vec<T>;
    VecDeque<T>;
    HashSet<T, S> [Eq Hash];
    BTreeSet<T> [Ord];
}

/// Puts a default into the `Option<T>` of a setting.
pub fn put<T: 'static>(slot: &mut dyn Any, value: T) {
    put_option(slot, Some(value));
}

/// Puts a default into the `Option<T>` of a setting that is an `Option<T>` itself.
pub fn put_option<T: 'static>(slot: &mut dyn Any, value: Option<T>) {
    if let Some(slot) = slot.downcast_mut::<Option<T>>() {
        *slot = value;
    }
}

/// Makes one value of two with a function of the user's; a value alone stays as it is.
pub fn join<T: 'static>(old: &mut dyn Any, new: &mut dyn Any, merge: impl FnOnce(T, T) -> T) {
    let (old, new) = both::<T>(old, new);
    *old = match (old.take(), new) {
        (Some(old), Some(new)) => Some(merge(old, new)),
        (old, new) => new.or(old),
    };
}
