//! `${NAME}` and `${NAME:-default}` in texts: the grammar, for paths and for settings alike.

use std::ffi::OsString;

/// The most `${…}` that stand in each other's defaults.
const MAX_DEPTH: usize = 8;

/// The largest text that comes out, in bytes: 1 MiB.
const MAX_BYTES: usize = 1 << 20;

/// A text that cannot be made out: what is wrong with it, and how to mend it.
#[derive(Debug)]
pub(crate) struct Unclear {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Unclear {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

/// What a name stands for: nothing, if it is not set.
pub(crate) type Lookup<'l> = dyn FnMut(&str) -> Result<Option<OsString>, Unclear> + 'l;

/// Whether there is anything to be put into a text.
pub(crate) fn is_needed(text: &str) -> bool {
    text.contains("${")
}

/// Puts a text behind `out`, with what its names stand for: `${NAME}`, or `${NAME:-text}` where the text, which may have names in it
/// itself, stands for what is not set or empty. `$${` is a plain `${`.
pub(crate) fn substitute(text: &str, lookup: &mut Lookup<'_>, out: &mut OsString) -> Result<(), Unclear> {
    put(text, 0, lookup, out)
}

/// The names in a text, those in defaults too, and possibly some that are none.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).map(|rest| rest.split([':', '}']).next().unwrap_or(rest))
}

fn put(mut text: &str, depth: usize, lookup: &mut Lookup<'_>, out: &mut OsString) -> Result<(), Unclear> {
    if depth > MAX_DEPTH {
        return Err(Unclear::new(
            format!("more than {MAX_DEPTH} `${{…}}` stand in each other"),
            "write the default as it is",
        ));
    }
    while let Some(at) = text.find("${") {
        let (before, after) = (&text[..at], &text[at + 2..]);
        if let Some(plain) = before.strip_suffix('$') {
            out.push(plain);
            out.push("${");
            text = after;
            continue;
        }
        out.push(before);
        let end = closing(after).ok_or_else(|| {
            Unclear::new("a `${` in it has no `}`", "close it, or write `$${` if it stands for itself")
        })?;
        name(&after[..end], depth, lookup, out)?;
        text = &after[end + 1..];
    }
    out.push(text);
    if out.len() > MAX_BYTES {
        return Err(Unclear::new("what it stands for is larger than 1 MiB", "write it as it is"));
    }
    Ok(())
}

/// What stands between the braces.
fn name(inside: &str, depth: usize, lookup: &mut Lookup<'_>, out: &mut OsString) -> Result<(), Unclear> {
    let (name, default) = match inside.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inside, None),
    };
    let is_legal = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']');
    if name.is_empty() || !name.chars().all(is_legal) {
        return Err(Unclear::new(
            format!("`${{{inside}}}` names no variable"),
            "write `${NAME}` or `${NAME:-default}`, or `$${` if it stands for itself",
        ));
    }
    match (lookup(name)?, default) {
        (Some(value), _) if !value.is_empty() => {
            out.push(value);
            Ok(())
        }
        (_, Some(default)) => put(default, depth + 1, lookup, out),
        (value, None) => {
            let state = if value.is_some() { "empty" } else { "not set" };
            Err(Unclear::new(
                format!("the variable {name} in it is {state}"),
                format!("set {name}, or write `${{{name}:-default}}`"),
            ))
        }
    }
}

/// Where the `}` is that belongs to the `${` before the text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'$' if bytes.peek().is_some_and(|next| next.1 == b'{') => {
                bytes.next();
                depth += 1;
            }
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}
