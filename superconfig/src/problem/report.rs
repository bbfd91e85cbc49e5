//! Problems as text: what is wrong, where, the line with the culprit underlined, and how to mend it.

use std::{fmt::Write as _, io::IsTerminal as _};

use super::{Problem, Report};

/// Whether a report is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// With ANSI escape sequences.
    Always,
    /// Plain text.
    Never,
}

impl Color {
    /// [`Color::Always`] if standard error is a terminal and the variable `NO_COLOR` is unset or empty.
    #[must_use]
    pub fn for_stderr() -> Color {
        Color::of(std::io::stderr().is_terminal())
    }

    /// The same for standard output.
    #[must_use]
    pub fn for_stdout() -> Color {
        Color::of(std::io::stdout().is_terminal())
    }

    fn of(terminal: bool) -> Color {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if terminal && !unwanted { Color::Always } else { Color::Never }
    }

    pub(crate) fn paint(self, style: &str, text: &str) -> String {
        match self {
            Color::Always => format!("\x1b[{style}m{text}\x1b[0m"),
            Color::Never => text.to_owned(),
        }
    }
}

const RED: &str = "1;31";
const YELLOW: &str = "1;33";
const BLUE: &str = "1;34";
const BOLD: &str = "1";

pub(crate) fn render(report: &Report, color: Color) -> String {
    let count = report.problems.len();
    let plural = if count == 1 { "problem" } else { "problems" };
    let mut text = color.paint(BOLD, &format!("the configuration of {} has {count} {plural}", report.name));
    text.push_str("\n\n");
    for entry in &report.problems {
        text.push_str(&problem(entry, color, "problem"));
        text.push('\n');
    }
    for entry in &report.warnings {
        text.push_str(&problem(entry, color, "warning"));
        text.push('\n');
    }
    text.truncate(text.trim_end_matches('\n').len());
    text.push('\n');
    text
}

/// Whether a character had better be spelt out: it steers a terminal, may end a line, or may not stand in YAML.
pub(crate) fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// The text with all but its line ends spelt out that steers a terminal, so that no key and no value can.
pub(crate) fn plain(text: String) -> String {
    let spelt = |c: char| steers(c) && c != '\n';
    if !text.contains(spelt) {
        return text;
    }
    text.chars().map(|c| if spelt(c) { c.escape_default().to_string() } else { c.to_string() }).collect()
}

pub(crate) fn problem(problem: &Problem, color: Color, severity: &str) -> String {
    let style = if severity == "warning" { YELLOW } else { RED };
    let kind = if severity == "warning" { format!("warning: {}", problem.kind) } else { problem.kind.to_string() };
    let mut text = color.paint(style, &kind);
    text.push_str(": ");
    if !problem.path.is_empty() {
        let _ = write!(text, "{}: ", color.paint(BOLD, &problem.path));
    }
    text.push_str(&problem.message);
    text.push('\n');
    let number = problem.snippet.as_ref().map(|snippet| snippet.line_number.to_string()).unwrap_or_default();
    let margin = " ".repeat(number.len());
    if let Some(origin) = &problem.origin {
        // The names of files and variables are as others made them.
        let origin = plain(origin.to_string());
        let _ = writeln!(text, "{margin} {} {origin}", color.paint(BLUE, "-->"));
    }
    let bar = color.paint(BLUE, "|");
    if let Some(snippet) = &problem.snippet {
        let carets = "^".repeat(snippet.underline.len().max(1));
        let indent = " ".repeat(snippet.underline.start);
        let _ = writeln!(text, "{margin}  {bar}");
        let _ = writeln!(text, "{} {bar} {}", color.paint(BLUE, &number), snippet.line);
        let _ = writeln!(text, "{margin}  {bar} {indent}{}", color.paint(style, &carets));
    }
    if let Some(help) = &problem.help {
        let _ = writeln!(text, "{margin}  {} help: {help}", color.paint(BLUE, "="));
    }
    text
}

/// A line to stand below a problem.
#[cfg(feature = "inspect")]
pub(crate) fn beneath(problem: &Problem, color: Color, text: &str) -> String {
    let number = problem.snippet.as_ref().map_or(0, |snippet| snippet.line_number.to_string().len());
    format!("{}  {} {text}\n", " ".repeat(number), color.paint(BLUE, "="))
}
