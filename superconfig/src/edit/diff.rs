//! What an edit changes, line by line, without what is secret.

use std::{fmt::Write as _, ops::Range};

use super::{Edit, hide::hidden};
use crate::{
    inspect::{Changed, changed},
    problem::{Color, plain},
};

/// How many lines are shown around each change.
const CONTEXT: usize = 3;

/// The longest line that is shown, in characters.
const WIDEST: usize = 400;

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
    for hunk in hunks(&changed(&old.lines, &new.lines), old.lines.len()) {
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

/// Changes that are shown together.
struct Hunk<'c> {
    changes: &'c [Changed],
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

fn hunks(changes: &[Changed], lines: usize) -> Vec<Hunk<'_>> {
    let around = |changes: &[Changed]| {
        let (first, last) = (changes.first().map_or(0, |it| it.old.start), changes.last().map_or(0, |it| it.old.end));
        first.saturating_sub(CONTEXT)..(last + CONTEXT).min(lines)
    };
    let together = |one: &Changed, next: &Changed| next.old.start - one.old.end <= 2 * CONTEXT;
    changes.chunk_by(together).map(|changes| Hunk { changes, old: around(changes) }).collect()
}
