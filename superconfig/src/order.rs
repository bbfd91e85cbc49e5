//! Sorting, compiled once.
//!
//! The standard library compiles its sort for each type and each comparison, some thousand lines of machine code every time.
//! What is sorted here is short, and mostly of a load that has failed: this sorts numbers, and moves the elements after them.

use std::cmp::Ordering;

use crate::gather::Gather as _;

/// Sorts by a comparison; what is equal stays in its order.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order = arrange(items.len(), &mut |one, other| compare(&items[one], &items[other]));
    follow(&mut order, &mut |one, other| items.swap(one, other));
}

/// Sorts by a key, which is asked for once for each element; what has the same key stays in its order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).gather();
    let mut order = arrange(items.len(), &mut |one, other| keys[one].cmp(&keys[other]));
    follow(&mut order, &mut |one, other| items.swap(one, other));
}

/// Which element stands at each place when they are sorted.
fn arrange(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).gather();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

/// Swaps elements until each stands at its place.
fn follow(order: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for index in 0..order.len() {
        let mut from = order[index];
        // What stood there has been swapped to where the one that now stands there came from.
        while from < index {
            from = order[from];
        }
        order[index] = from;
        if from != index {
            swap(index, from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut state = 1_u32;
        for length in 0..200 {
            let numbered = (0..length).map(|index| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ((state >> 16) % 40, index)
            });
            let numbered: Vec<(u32, usize)> = numbered.collect();
            let mut expected = numbered.clone();
            expected.sort_by_key(|(key, _)| *key);
            let (mut by, mut by_key) = (numbered.clone(), numbered);
            sort_by(&mut by, |one, other| one.0.cmp(&other.0));
            sort_by_key(&mut by_key, |(key, _)| *key);
            assert_eq!(by, expected);
            assert_eq!(by_key, expected);
        }
    }
}
