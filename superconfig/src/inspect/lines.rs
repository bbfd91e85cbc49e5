//! Which lines of two texts differ.

use std::ops::Range;

/// How many lines two texts may differ by before all between the first and the last change is taken for changed.
const MOST: usize = 500;

/// Lines of the old text, and those of the new one in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
}

/// The changes from one text to another, as few lines as may be.
pub(crate) fn changed(old: &[&str], new: &[&str]) -> Vec<Changed> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut changes: Vec<Changed> = Vec::new();
    let mut push = |change: Changed| match changes.last_mut() {
        Some(last) if last.old.end == change.old.start && last.new.end == change.new.start => {
            (last.old.end, last.new.end) = (change.old.end, change.new.end);
        }
        _ => changes.push(change),
    };
    match shortest(old, new) {
        None => push(Changed { old: start..start + old.len(), new: start..start + new.len() }),
        Some(steps) => {
            for (x, y, removed) in steps {
                let (x, y) = (start + x, start + y);
                push(if removed { Changed { old: x..x + 1, new: y..y } } else { Changed { old: x..x, new: y..y + 1 } });
            }
        }
    }
    changes
}

/// Myers' greedy search: where each line is removed (`true`) or added. Nothing if the texts differ too much.
fn shortest(old: &[&str], new: &[&str]) -> Option<Vec<(usize, usize, bool)>> {
    let (n, m) = (old.len(), new.len());
    // How far each diagonal `k = x - y` got, after each number of differences; `k` counts from `-d`.
    let mut reached: Vec<Vec<usize>> = Vec::new();
    for d in 0..=MOST.min(n + m) {
        let mut row = vec![0; 2 * d + 1];
        for i in (0..=2 * d).step_by(2) {
            let before = |i: usize| reached.last().and_then(|row: &Vec<usize>| row.get(i)).copied();
            // In the row before, diagonal `k` is one place further left.
            let (down, right) = (before(i), i.checked_sub(2).and_then(before));
            let mut x = match (down, right) {
                (Some(down), Some(right)) => down.max(right + 1),
                (Some(down), None) => down,
                (None, Some(right)) => right + 1,
                (None, None) => 0,
            };
            // `y = x - k`, and `k = i - d`.
            let Some(mut y) = (x + d).checked_sub(i) else { continue };
            while x < n && y < m && old[x] == new[y] {
                (x, y) = (x + 1, y + 1);
            }
            row[i] = x;
            if x >= n && y >= m {
                reached.push(row);
                return Some(back(&reached, n, m));
            }
        }
        reached.push(row);
    }
    None
}

/// The way back from the end.
fn back(reached: &[Vec<usize>], mut x: usize, mut y: usize) -> Vec<(usize, usize, bool)> {
    let mut steps = Vec::new();
    for d in (1..reached.len()).rev() {
        let i = x + d - y;
        let before = |i: usize| reached[d - 1].get(i).copied();
        let (down, right) = (before(i), i.checked_sub(2).and_then(before));
        let removed = match (down, right) {
            (Some(down), Some(right)) => right + 1 > down,
            (down, _) => down.is_none(),
        };
        // One step before the common lines that follow it.
        let from = if removed { right.unwrap_or(0) } else { down.unwrap_or(0) };
        let diagonal = if removed { i - 2 } else { i };
        (x, y) = (from, from + (d - 1) - diagonal);
        steps.push((x, y, removed));
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &[&str], new: &[&str]) -> Vec<String> {
        let changes = changed(old, new);
        // What the changes make of the old lines is the new ones.
        let (mut made, mut at) = (Vec::<&str>::new(), 0);
        for change in &changes {
            made.extend(&old[at..change.old.start]);
            made.extend(&new[change.new.clone()]);
            at = change.old.end;
        }
        made.extend(&old[at..]);
        assert_eq!(made, new, "{old:?} {changes:?}");
        changes.iter().map(|it| format!("{:?} {:?}", it.old, it.new)).collect()
    }

    #[test]
    fn few_lines_change() {
        let none: [&str; 0] = [];
        assert_eq!(told(&["a", "b"], &["a", "b"]), none);
        assert_eq!(told(&["a", "b", "c"], &["a", "x", "c"]), ["1..2 1..2"]);
        assert_eq!(told(&["a", "b", "c"], &["b", "c", "d"]), ["0..1 0..0", "3..3 2..3"]);
        assert_eq!(told(&["a", "b", "c", "d"], &["x", "b", "c", "y", "z"]), ["0..1 0..1", "3..4 3..5"]);
    }

    #[test]
    fn any_two_texts_have_their_changes() {
        let mut seed = 7_u32;
        let mut next = |most: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % most
        };
        for _ in 0..3000 {
            let text = |next: &mut dyn FnMut(u32) -> u32| -> Vec<&str> {
                (0..next(9)).map(|_| ["a", "b", "c"][next(3) as usize]).collect()
            };
            let (old, new) = (text(&mut next), text(&mut next));
            told(&old, &new);
        }
        let (old, new): (Vec<_>, Vec<_>) = (vec!["a"; 2 * MOST], vec!["b"; 2 * MOST]);
        assert_eq!(told(&old, &new).len(), 1);
    }
}
