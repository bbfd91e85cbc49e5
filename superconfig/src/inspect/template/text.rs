//! The text of a file as it grows: comments, and the space around them.

use crate::problem::steers;

/// The widest line that is not one value.
const WIDTH: usize = 100;

/// A space at which no line is broken.
pub(super) const FIXED: char = '\u{a0}';

/// What has been written.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    /// Whether the last line opens what comes.
    opened: bool,
}

impl Page {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A blank line, unless there is one or something has just begun.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") && !std::mem::take(&mut self.opened) {
            self.text.push('\n');
        }
    }

    /// A blank line whatever has begun.
    pub(super) fn blank(&mut self) {
        self.opened = false;
        self.gap();
    }

    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
        self.opened = false;
    }

    /// A line that opens what comes, with no space behind it.
    pub(super) fn header(&mut self, line: &str) {
        self.line(line);
        self.opened = true;
    }

    /// Another page, whose lines are whole.
    pub(super) fn append(&mut self, page: &Page) {
        self.text.push_str(&page.text);
        self.opened = page.opened;
    }

    /// Lines behind `# `, broken where they get too long.
    pub(super) fn comment(&mut self, indent: &str, lines: &[String]) {
        for line in lines {
            for part in wrapped(&plain(line), WIDTH - indent.len().min(WIDTH / 2) - 2) {
                self.line(&format!("{indent}# {}", part.replace(FIXED, " ")));
            }
        }
    }

    /// A piece of a file in a comment, set off from it.
    pub(super) fn quoted(&mut self, indent: &str, said: &str, page: &Page) {
        self.gap();
        self.comment(indent, &[said.to_owned()]);
        for line in page.text.trim_matches('\n').lines() {
            self.line(&format!("{indent}#   {line}"));
        }
    }
}

/// Without what could end the comment or drive a terminal.
fn plain(line: &str) -> String {
    line.chars().map(|char| if steers(char) { ' ' } else { char }).collect()
}

/// A line in parts of at most so many characters, as far as its words allow; those of a list are indented like its text.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    if line.chars().count() <= width {
        return vec![line.to_owned()];
    }
    let margin = line.len() - line.trim_start().len();
    let first = " ".repeat(margin);
    let rest = " ".repeat(margin + if is_item(line) { 2 } else { 0 });
    let (mut parts, mut part, mut begun) = (Vec::new(), first, false);
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        if begun && part.chars().count() + 1 + word.chars().count() > width {
            parts.push(std::mem::replace(&mut part, rest.clone()));
            begun = false;
        }
        if begun {
            part.push(' ');
        }
        part.push_str(word);
        begun = true;
    }
    parts.push(part);
    parts
}

fn is_item(line: &str) -> bool {
    ["- ", "* ", "+ "].iter().any(|sign| line.trim_start().starts_with(sign))
}

/// The lines of a doc comment: those of one paragraph together, links as their text.
pub(super) fn doc(doc: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut fenced, mut open) = (false, false);
    for line in doc.lines().map(str::trim_end) {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        let own = fenced || fence || line.is_empty() || line.starts_with("    ") || line.starts_with(['|', '#', '>']);
        match lines.last_mut() {
            Some(last) if open && !own && !is_item(line) => last.extend([" ", &unlinked(line.trim_start())]),
            _ => lines.push(if own { line.to_owned() } else { unlinked(line) }),
        }
        open = !own;
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// `text` of `[text](target)`, and `` `Type` `` of ``[`Type`]``; links to the web keep their address.
fn unlinked(line: &str) -> String {
    let (mut out, mut rest) = (String::new(), line);
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let Some((text, after)) = after.split_once(']') else {
            out.push('[');
            rest = after;
            continue;
        };
        let target = after.strip_prefix('(').and_then(|after| after.split_once(')'));
        match target {
            Some((target, after)) => {
                out.push_str(text);
                if target.contains("://") {
                    out.extend([" (", target, ")"]);
                }
                rest = after;
            }
            None if text.len() > 2 && text.starts_with('`') && text.ends_with('`') => {
                out.push_str(text);
                rest = after;
            }
            None => {
                out.extend(["[", text, "]"]);
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_one_line_and_the_rest_stays() {
        let text = "One\ntwo [`Three`].\n\n- four\n  five\n- [six](https://six) [seven](crate::Seven) [8]\n\n```\nnine [`x`]\n  ten\n```\n";
        let lines = [
            "One two `Three`.",
            "",
            "- four five",
            "- six (https://six) seven [8]",
            "",
            "```",
            "nine [`x`]",
            "  ten",
            "```",
        ];
        assert_eq!(doc(text), lines);
        assert_eq!(doc("a [b"), ["a [b"]);
    }

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrapped("a bc def", 4), ["a bc", "def"]);
        assert_eq!(wrapped("  - aa bb", 6), ["  - aa", "    bb"]);
        assert_eq!(wrapped("longer than that", 4), ["longer", "than", "that"]);
        assert_eq!(wrapped("a b\u{a0}c", 3), ["a", "b\u{a0}c"]);
    }
}
