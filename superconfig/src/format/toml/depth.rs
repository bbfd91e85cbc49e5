//! How deep a text is nested, seen by its brackets and dots, before a parser goes into it: parsers go deeper than anybody means, and
//! make a table of every dot.

use std::ops::Range;

/// How many keys and brackets deep a text may be.
pub(super) const DEEPEST: usize = 160;

/// What is said of a text that is nested deeper.
pub(super) const TOO_DEEP: &str = "it is nested too deep here";

/// Where a text is nested deeper than anybody means.
pub(crate) fn too_deep(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    // Hardly any text needs a closer look. Short sums of small numbers are made for many bytes at once.
    let count = |part: &[u8]| part.iter().map(|byte| u8::from(matches!(byte, b'[' | b'{' | b'.'))).sum::<u8>();
    if bytes.chunks(usize::from(u8::MAX)).map(|part| usize::from(count(part))).sum::<usize>() <= DEEPEST {
        return None;
    }
    // The dots of the key that is being read, and of those before each bracket.
    let (mut dots, mut open, mut depth, mut at) = (0, Vec::new(), 0, 0);
    while let Some(&byte) = bytes.get(at) {
        at = after(bytes, at);
        match byte {
            b'[' | b'{' => {
                depth += dots + 1;
                open.push(std::mem::take(&mut dots));
            }
            b']' | b'}' => {
                depth -= open.pop().map_or(0, |dots| dots + 1);
                dots = 0;
            }
            b'.' => dots += 1,
            b',' | b'\n' => dots = 0,
            _ => {}
        }
        if depth + dots > DEEPEST {
            return Some(at - 1..at);
        }
    }
    None
}

/// Where headers and entries begin, also such as are wrong: an entry goes on as long as a bracket or a long string is open, but not over
/// what can only be a header.
#[cfg(not(feature = "toml_crate"))]
pub(super) fn statements(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let (mut starts, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        starts.push(at);
        if is_header(&text[at..]) {
            at = line_end(bytes, at) + 1;
            continue;
        }
        let mut open = 0_usize;
        while let Some(&byte) = bytes.get(at) {
            at = after(bytes, at);
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                b'\n' if open == 0 || is_lone_header(&bytes[at..line_end(bytes, at)]) => break,
                _ => {}
            }
        }
    }
    starts
}

/// Whether a statement is a header.
#[cfg(not(feature = "toml_crate"))]
pub(super) fn is_header(statement: &str) -> bool {
    statement.trim_start_matches([' ', '\t', '\u{feff}']).starts_with('[')
}

/// Whether a line is nothing but a header.
#[cfg(not(feature = "toml_crate"))]
fn is_lone_header(line: &[u8]) -> bool {
    let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'"' | b'\'' | b' ');
    let name = line.strip_prefix(b"[").and_then(|line| line.trim_ascii_end().strip_suffix(b"]"));
    let name = name.map(|name| name.strip_prefix(b"[").and_then(|name| name.strip_suffix(b"]")).unwrap_or(name));
    name.is_some_and(|name| name.first().is_some_and(|first| !first.is_ascii_digit()) && name.iter().all(is_key))
}

/// Where a string or comment ends that begins here, and anything else after one byte.
fn after(bytes: &[u8], at: usize) -> usize {
    match bytes[at] {
        b'"' | b'\'' => after_string(bytes, at),
        b'#' => line_end(bytes, at),
        _ => at + 1,
    }
}

/// Where a line ends.
fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |end| from + end)
}

/// Where a string ends, if its first quote is here; without another one like it, where its line does, or the text.
fn after_string(bytes: &[u8], from: usize) -> usize {
    let quote = bytes[from];
    let long = [quote; 3];
    let (mut at, close, end) = match &bytes[from..] {
        [one, two, three, ..] if [*one, *two, *three] == long => (from + 3, &long[..], bytes.len()),
        _ => (from + 1, &long[..1], line_end(bytes, from)),
    };
    while at < end {
        if bytes[at..].starts_with(close) {
            // The last quotes of a long string may be its own.
            let own = if close.len() == 1 { 0 } else { 2 };
            let quotes = bytes[at + close.len()..].iter().take(own).take_while(|&&byte| byte == quote);
            return at + close.len() + quotes.count();
        }
        at += if quote == b'"' && bytes[at] == b'\\' { 2 } else { 1 };
    }
    end
}
