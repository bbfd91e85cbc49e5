//! The line of a source that a report shows. Whatever belongs to a secret setting is taken out, whoever the report is
//! about.

use std::{cell::RefCell, collections::HashMap, ops::Range};

use super::{Snippet, report::steers};
use crate::{
    draft::Step,
    format::{self, Format},
    gather::Gather as _,
    schema::{Field, Kind, Schema},
};

/// The most characters of a line that are shown.
const WIDEST: usize = 120;

/// The most places of one setting that are looked for in a text; a collection may have any number.
const MOST_PLACES: usize = 1000;

/// The line that `span` begins on, with `span` underlined.
///
/// Where the config has secrets, a line shows only what is known to be none: the keys that there are, the values of
/// settings that are not secret, what the problem itself is about, and what it says anyway.
pub(super) fn snippet(
    format: Option<Format>,
    structure: Option<&Structure<'_>>,
    text: &str,
    span: &Range<usize>,
    root: &'static Schema,
    context: &Shown<'_>,
) -> Snippet {
    let start = floor(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let end = floor(text, span.end).clamp(start, line_end);
    let mut hidden = context.hidden.to_vec();
    if has_secrets(root) {
        let line = &text[line_start..line_end];
        // Without structure, whatever follows the first mention of a secret may belong to it.
        let safe = has_one_harmless_key(format, line, root, structure.is_some())
            && (structure.is_some() || !mentions_secret(&text[..line_end], root));
        if !safe {
            let harmless = structure.map(|it| harmless_spans(it, text, line, root)).unwrap_or_default();
            let words = unknown_words(line, root, &context.said).into_iter();
            let words = words.map(|word| line_start + word.start..line_start + word.end);
            hidden.extend(words.filter(|word| {
                let itself = word.end > start && word.start < end && !context.doubtful;
                !itself && !harmless.iter().any(|value| value.start <= word.start && word.end <= value.end)
            }));
        }
        if let Some(structure) = structure {
            hidden.extend_from_slice(&structure.secrets);
        }
    }
    compose(text, line_start..line_end, start..end, &hidden)
}

/// The values of settings, by the fields that lead to each.
type Values = HashMap<Vec<*const Field>, Vec<Range<usize>>>;

/// A text taken apart, for reports about it.
pub(super) struct Structure<'t> {
    pub(super) document: format::Document<'t>,
    /// The keys that lead to the settings in it.
    within: &'t [String],
    /// The values of secret settings.
    secrets: Vec<Range<usize>>,
    /// Those of others that were on a line that is shown.
    harmless: RefCell<Values>,
}

impl<'t> Structure<'t> {
    /// `None` if the text has a syntax error.
    pub(super) fn parse(format: Format, text: &'t str, within: &'t [String], root: &'static Schema) -> Option<Self> {
        let document = format::Document::parse(format, text)?;
        let mut secrets = secret_spans(&document, &[], root);
        if !within.is_empty() {
            secrets.extend(secret_spans(&document, within, root));
        }
        Some(Self { document, within, secrets, harmless: RefCell::default() })
    }
}

/// What a problem allows to be shown of its line.
pub(super) struct Shown<'a> {
    /// Bytes that must not be shown.
    pub(super) hidden: &'a [Range<usize>],
    /// Words that the problem names itself.
    pub(super) said: Vec<&'a str>,
    /// The place is somewhere in a text that has no structure to go by.
    pub(super) doubtful: bool,
}

/// Whether a line sets one known setting that is no secret, and nothing else.
fn has_one_harmless_key(format: Option<Format>, line: &str, root: &'static Schema, parsed: bool) -> bool {
    let separator = if format == Some(Format::Toml) { '=' } else { ':' };
    let line = line.trim_start_matches(['\u{feff}', ' ', '\t', '"', '\'']);
    let Some((key, rest)) = line.split_once(separator) else { return false };
    let key = key.trim_end_matches(['"', '\'', ' ', '\t']);
    let (mut harmless, mut secret) = (false, false);
    root.walk(&mut |chain, setting| {
        let field = chain[chain.len() - 1];
        if key.rsplit('.').next() == Some(field.key) || field.aliases.contains(&key) {
            (harmless, secret) = (harmless || !setting.is_secret(), secret || setting.is_secret());
        }
    });
    let rest = rest.trim_start_matches([separator, ' ', '\t']).trim_end().trim_end_matches(',');
    // An alias may stand for a secret, and a list that is not closed may hold anything.
    let list = if parsed { None } else { Some(['[', ',']) };
    let another =
        |c: char| matches!(c, '{' | '}' | '#' | '&' | '*') || c == separator || list.is_some_and(|it| it.contains(&c));
    harmless && !secret && !rest.contains(another)
}

/// The words and quoted texts of a line that are no keys of the config. Neighbours are one.
fn unknown_words(line: &str, root: &'static Schema, said: &[&str]) -> Vec<Range<usize>> {
    const STRUCTURE: [char; 12] = ['{', '}', '[', ']', '(', ')', ',', ':', '=', '#', '.', '\u{feff}'];
    let mut keys = vec!["-", "|", ">", "---"];
    all_keys(root, &mut keys);
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut rest = line.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if first.is_whitespace() || STRUCTURE.contains(&first) {
            continue;
        }
        let quote = matches!(first, '"' | '\'').then_some(first);
        let mut end = start + first.len_utf8();
        while let Some((at, c)) =
            rest.next_if(|(_, c)| quote.is_some() || !(c.is_whitespace() || STRUCTURE.contains(c)))
        {
            end = at + c.len_utf8();
            if Some(c) == quote {
                break;
            }
        }
        let word = line[start..end].trim_matches(['"', '\'']);
        if keys.contains(&word) || said.contains(&word) {
            continue;
        }
        match words.last_mut() {
            Some(last) if line[last.end..start].trim().is_empty() => last.end = end,
            _ => words.push(start..end),
        }
    }
    words
}

fn all_keys(schema: &'static Schema, keys: &mut Vec<&'static str>) {
    keys.extend(schema.tag());
    keys.extend(schema.removed.iter().map(|removed| removed.key));
    for field in schema.fields {
        keys.push(field.key);
        keys.extend(field.aliases);
        field.kind.section().into_iter().for_each(|inner| all_keys(inner, keys));
    }
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
            shown.push(if steers(c) { ' ' } else { c });
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

/// The values of secret settings in a text.
fn secret_spans(document: &format::Document<'_>, within: &[String], root: &'static Schema) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    root.walk(&mut |chain, setting| {
        if setting.is_secret() {
            let paths = spellings(document, within, chain);
            // Too many to look for each: nothing of the text is shown then.
            if paths.len() > MOST_PLACES {
                spans.push(0..usize::MAX);
                return;
            }
            let found = paths.into_iter().filter_map(|keys| document.locate(&keys));
            spans.extend(found.filter_map(|found| found.value));
        }
    });
    spans
}

/// The values of other settings whose keys are on a line.
fn harmless_spans(structure: &Structure<'_>, text: &str, line: &str, root: &'static Schema) -> Vec<Range<usize>> {
    let document = &structure.document;
    let mut spans = Vec::new();
    root.walk(&mut |chain, setting| {
        let field = chain[chain.len() - 1];
        let mut names = std::iter::once(&field.key).chain(field.aliases);
        if setting.is_secret() || !names.any(|name| line.contains(name)) {
            return;
        }
        let find = || {
            let values = spellings(document, structure.within, chain)
                .into_iter()
                .take(MOST_PLACES)
                .filter_map(|keys| document.locate(&keys)?.value);
            // YAML says where a collection begins, not where it ends; and an alias may stand for a secret.
            let plain =
                |value: &Range<usize>| !document.is_yaml() || !text[value.start..].starts_with(['[', '{', '*', '&']);
            values.filter(plain).gather()
        };
        let chain: Vec<_> = chain.iter().map(|field| std::ptr::from_ref(*field)).gather();
        spans.extend_from_slice(structure.harmless.borrow_mut().entry(chain).or_insert_with(find));
    });
    spans
}

/// Every way to write the path of a setting: with the former names of each part, and, through collections, for each element that
/// the document has.
fn spellings(document: &format::Document<'_>, within: &[String], chain: &[&'static Field]) -> Vec<Vec<Step>> {
    let longer = |path: &Vec<Step>, step: Step| path.iter().cloned().chain([step]).gather();
    let mut paths: Vec<Vec<Step>> = vec![within.iter().cloned().map(Step::Key).gather()];
    for field in chain.iter().filter(|field| !field.kind.is_transparent()) {
        let mut names: Vec<String> =
            std::iter::once(&field.key).chain(field.aliases).map(|name| (*name).to_owned()).gather();
        if matches!(field.kind, Kind::List(..)) || field.kind.setting().is_some_and(|setting| setting.list.is_some()) {
            for index in 0..names.len() {
                for operator in ["_add", "-add", "_remove", "-remove"] {
                    names.push(format!("{}{operator}", names[index]));
                }
            }
        }
        paths = (names.iter()).flat_map(|name| paths.iter().map(|path| longer(path, Step::Key(name.clone())))).gather();
        if matches!(field.kind, Kind::List(..) | Kind::Map(_)) {
            let children =
                |path: &Vec<Step>| document.children(path).into_iter().map(|step| longer(path, step)).gather();
            paths = paths.iter().flat_map(|path| -> Vec<_> { children(path) }).gather();
        }
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
