//! The line of a source that a report shows. Whatever belongs to a secret setting is taken out, whoever the report is
//! about.

use std::ops::Range;

use super::Snippet;
use crate::{
    draft::Step,
    format::{self, Format},
    schema::{Field, Kind, Schema},
};

/// The most characters of a line that are shown.
const WIDEST: usize = 120;

/// The line that `span` begins on, with `span` underlined; `None` if the line cannot be shown without risk.
///
/// `hidden` are further bytes that must not be shown.
pub(super) fn snippet(
    format: Option<Format>,
    text: &str,
    span: &Range<usize>,
    root: Option<&'static Schema>,
    hidden: &[Range<usize>],
) -> Option<Snippet> {
    let start = floor(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let mut hidden = hidden.to_vec();
    if let Some(root) = root {
        match secret_spans(format, text, root) {
            Some(spans) => hidden.extend(spans),
            // The text has no structure to go by: show nothing from the first mention of a secret on.
            None if mentions_secret(&text[..line_end], root) => return None,
            None => {}
        }
    }
    let end = floor(text, span.end).clamp(start, line_end);
    Some(compose(text, line_start..line_end, start..end, &hidden))
}

/// The largest character boundary that is not beyond `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The line with what is hidden replaced, cut to a bearable width.
fn compose(text: &str, line: Range<usize>, span: Range<usize>, hidden: &[Range<usize>]) -> Snippet {
    let mut shown: Vec<char> = Vec::new();
    let (mut from, mut to) = (None, None);
    let mut masked = false;
    for (at, c) in text[line.clone()].char_indices() {
        let at = line.start + at;
        if at >= span.start && from.is_none() {
            from = Some(shown.len());
        }
        let mask = hidden.iter().any(|range| range.contains(&at));
        if mask && !masked {
            shown.extend("[redacted]".chars());
        } else if !mask && c != '\u{feff}' && c != '\r' {
            shown.push(if c.is_control() { ' ' } else { c });
        }
        masked = mask;
        if at < span.end {
            to = Some(shown.len());
        }
    }
    let from = from.unwrap_or(shown.len());
    let underline = from..to.unwrap_or(from).max(from + 1);
    let line_number = text[..line.start].matches('\n').count() + 1;
    if shown.len() <= WIDEST {
        return Snippet { line_number, line: shown.iter().collect(), underline };
    }
    let start = underline.start.saturating_sub(WIDEST / 2);
    let end = (start + WIDEST).min(shown.len());
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < shown.len() { "…" } else { "" });
    let kept: String = shown[start..end].iter().collect();
    let shift = start - before.chars().count();
    Snippet {
        line_number,
        line: format!("{before}{kept}{after}"),
        underline: underline.start - shift..underline.end.min(end) - shift,
    }
}

/// The values of secret settings in a text; `None` if the text cannot be taken apart.
fn secret_spans(format: Option<Format>, text: &str, root: &'static Schema) -> Option<Vec<Range<usize>>> {
    let mut spans = Vec::new();
    let document = format::Document::parse(format?, text)?;
    root.walk(&mut |chain, setting| {
        if setting.is_secret() {
            for keys in spellings(chain) {
                spans.extend(document.locate(&keys).and_then(|found| found.value));
            }
        }
    });
    // A section that is written as one value may be, say, a URL with a password in it.
    Some(spans)
}

/// Every way to write the path of a setting, with the former names of each part.
fn spellings(chain: &[&'static Field]) -> Vec<Vec<Step>> {
    let mut paths = vec![Vec::new()];
    for field in chain.iter().filter(|field| !matches!(field.kind, Kind::Flatten(_))) {
        let names = std::iter::once(&field.key).chain(field.aliases);
        paths = names
            .flat_map(|name| {
                paths.iter().map(|path: &Vec<Step>| {
                    let mut path = path.clone();
                    path.push(Step::Key((*name).to_owned()));
                    path
                })
            })
            .collect();
    }
    paths
}

fn mentions_secret(text: &str, root: &'static Schema) -> bool {
    let mut found = false;
    root.walk(&mut |chain, setting| {
        if let (true, Some(field)) = (setting.is_secret(), chain.last()) {
            found |= std::iter::once(&field.key).chain(field.aliases).any(|name| text.contains(name));
        }
    });
    found
}

/// Whether anything in the tree is secret.
pub(super) fn has_secrets(root: &'static Schema) -> bool {
    let mut found = false;
    root.walk(&mut |_, setting| found |= setting.is_secret());
    found
}
