//! What an edit changes, line by line, without what is secret.

use std::{fmt::Write as _, ops::Range};

use super::{Edit, hide::hidden};
use crate::problem::{Color, plain};

/// How many lines are shown around each change.
const CONTEXT: usize = 3;

/// The longest line that is shown, in characters.
const WIDEST: usize = 400;

/// How many lines two texts may differ by before all between the first and the last change is taken for changed.
const MOST: usize = 500;

const RED: &str = "31";
const GREEN: &str = "32";
const CYAN: &str = "36";
const BOLD: &str = "1";

pub(super) fn diff(edit: &Edit, color: Color) -> String {
    let (old, new) = (edit.old.as_deref().unwrap_or_default(), edit.text.as_str());
    if !edit.is_changed() {
        return String::new();
    }
    let name = plain(edit.path.display().to_string());
    let before = if edit.old.is_some() { name.as_str() } else { "/dev/null" };
    let [old, new] = [Side::new(edit, old), Side::new(edit, new)];
    let mut text =
        format!("{}\n{}\n", color.paint(BOLD, &format!("--- {before}")), color.paint(BOLD, &format!("+++ {name}")));
    for hunk in hunks(&changes(&old.lines, &new.lines), old.lines.len()) {
        hunk.render(&old, &new, color, &mut text);
    }
    text
}

/// One of the two texts.
struct Side<'t> {
    text: &'t str,
    lines: Vec<&'t str>,
    /// Bytes that are not shown, in order.
    hidden: Vec<Range<usize>>,
}

impl<'t> Side<'t> {
    fn new(edit: &Edit, text: &'t str) -> Self {
        Self { text, lines: text.split_inclusive('\n').collect(), hidden: hidden(edit, text) }
    }

    /// A line as it is shown.
    fn show(&self, index: usize, mark: char) -> String {
        let line = self.lines[index];
        let start = line.as_ptr().addr() - self.text.as_ptr().addr();
        let mut shown = String::from(mark);
        let mut hiding = false;
        for (at, c) in line.char_indices().take(WIDEST) {
            let at = start + at;
            let after = self.hidden.partition_point(|range| range.end <= at);
            let hide = self.hidden.get(after).is_some_and(|range| range.start <= at) && !matches!(c, '\n' | '\r');
            match c {
                _ if hide && !hiding => shown.push_str("[redacted]"),
                _ if hide => {}
                '\n' | '\r' | '\u{feff}' => {}
                '\t' => shown.push(c),
                c => shown.push_str(&plain(c.to_string())),
            }
            hiding = hide;
        }
        if line.chars().nth(WIDEST).is_some() {
            shown.push('…');
        }
        shown
    }
}

/// Lines of the old text, and those of the new one in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// Changes that are shown together.
struct Hunk<'c> {
    changes: &'c [Change],
    /// The lines of the old text, with those around.
    old: Range<usize>,
}

impl Hunk<'_> {
    fn render(&self, old: &Side<'_>, new: &Side<'_>, color: Color, text: &mut String) {
        let (Some(first), Some(last)) = (self.changes.first(), self.changes.last()) else { return };
        let start = first.new.start - (first.old.start - self.old.start);
        let end = last.new.end + (self.old.end - last.old.end);
        let range = |lines: Range<usize>| match lines.len() {
            1 => format!("{}", lines.start + 1),
            0 => format!("{},0", lines.start),
            count => format!("{},{count}", lines.start + 1),
        };
        let head = format!("@@ -{} +{} @@", range(self.old.clone()), range(start..end));
        let _ = writeln!(text, "{}", color.paint(CYAN, &head));
        let mut at = self.old.start;
        let mut line = |side: &Side<'_>, index: usize, mark: char, style: Option<&str>| {
            let shown = side.show(index, mark);
            let _ = writeln!(text, "{}", style.map_or_else(|| shown.clone(), |style| color.paint(style, &shown)));
            if !side.lines[index].ends_with('\n') {
                text.push_str("\\ No newline at end of file\n");
            }
        };
        for change in self.changes {
            (at..change.old.start).for_each(|index| line(old, index, ' ', None));
            change.old.clone().for_each(|index| line(old, index, '-', Some(RED)));
            change.new.clone().for_each(|index| line(new, index, '+', Some(GREEN)));
            at = change.old.end;
        }
        (at..self.old.end).for_each(|index| line(old, index, ' ', None));
    }
}

fn hunks(changes: &[Change], lines: usize) -> Vec<Hunk<'_>> {
    let around = |changes: &[Change]| {
        let (first, last) = (changes.first().map_or(0, |it| it.old.start), changes.last().map_or(0, |it| it.old.end));
        first.saturating_sub(CONTEXT)..(last + CONTEXT).min(lines)
    };
    let together = |one: &Change, next: &Change| next.old.start - one.old.end <= 2 * CONTEXT;
    changes.chunk_by(together).map(|changes| Hunk { changes, old: around(changes) }).collect()
}

/// The changes from one text to another, as few lines as may be.
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut changes: Vec<Change> = Vec::new();
    let mut push = |change: Change| match changes.last_mut() {
        Some(last) if last.old.end == change.old.start && last.new.end == change.new.start => {
            (last.old.end, last.new.end) = (change.old.end, change.new.end);
        }
        _ => changes.push(change),
    };
    match shortest(old, new) {
        None => push(Change { old: start..start + old.len(), new: start..start + new.len() }),
        Some(steps) => {
            for (x, y, removed) in steps {
                let (x, y) = (start + x, start + y);
                push(if removed { Change { old: x..x + 1, new: y..y } } else { Change { old: x..x, new: y..y + 1 } });
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
        let changes = changes(old, new);
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
