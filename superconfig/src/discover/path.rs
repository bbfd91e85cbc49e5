//! What `~` and `${VAR}` mean in a path that somebody named.

use std::{
    borrow::Cow,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use crate::source::Environment;

/// A path that cannot be made out: what is wrong with it, and how to mend it.
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

/// The path with `~` in front as the home directory, `${VAR}` as the variable's value, and `${VAR:-text}` as the value or, if
/// the variable is not set or empty, as the text, which may have variables in it itself. `$${` stands for a plain `${`.
pub(crate) fn expand<'p>(
    path: &'p Path,
    environment: &Environment,
    home: Option<&Path>,
) -> Result<Cow<'p, Path>, Unclear> {
    expand_with(path, environment, home, &|value| Ok(value.to_owned()))
}

/// Like [`expand`]; what the variables hold goes through `embed` first.
pub(super) fn expand_with<'p>(
    path: &'p Path,
    environment: &Environment,
    home: Option<&Path>,
    embed: &dyn Fn(&OsStr) -> Result<OsString, Unclear>,
) -> Result<Cow<'p, Path>, Unclear> {
    let bytes = path.as_os_str().as_encoded_bytes();
    if !bytes.starts_with(b"~") && !bytes.windows(2).any(|pair| pair == b"${") {
        return Ok(Cow::Borrowed(path));
    }
    let Some(text) = path.to_str() else {
        return Err(Unclear::new(
            "it is not UTF-8, so `~` and `${…}` in it cannot be made out",
            "hand over the path as it is on the disk",
        ));
    };
    let mut expanded = OsString::new();
    let text = match text.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with(std::path::is_separator) => {
            let home = home_of(environment, home).ok_or_else(|| {
                Unclear::new("`~` is the home directory, and there is none", "set HOME, or write the directory")
            })?;
            expanded.push(embed(home.as_os_str())?);
            rest
        }
        Some(rest) => {
            let name = rest.split(std::path::is_separator).next().unwrap_or(rest);
            return Err(Unclear::new(
                format!("`~{name}` is not looked up; only `~` alone is the home directory"),
                format!("write the directory of {name}, or ./~{name} for a file of that name"),
            ));
        }
        None => text,
    };
    Variables { environment, embed }.put(text, 0, &mut expanded)?;
    Ok(Cow::Owned(PathBuf::from(expanded)))
}

fn home_of(environment: &Environment, given: Option<&Path>) -> Option<PathBuf> {
    match (given, environment) {
        (Some(home), _) => Some(home.to_owned()),
        (None, Environment::Given(_)) => environment.var("HOME").filter(|home| !home.is_empty()).map(PathBuf::from),
        (None, Environment::Process) => etcetera::home_dir().ok(),
    }
}

struct Variables<'a> {
    environment: &'a Environment,
    embed: &'a dyn Fn(&OsStr) -> Result<OsString, Unclear>,
}

impl Variables<'_> {
    fn put(&self, mut text: &str, depth: usize, out: &mut OsString) -> Result<(), Unclear> {
        /// How deep variables stand in each other's defaults.
        const MAX_DEPTH: usize = 8;
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
                Unclear::new("a `${` in it has no `}`", "close it, or write `$${` if it is part of the name")
            })?;
            self.variable(&after[..end], depth, out)?;
            text = &after[end + 1..];
        }
        out.push(text);
        Ok(())
    }

    /// What stands between the braces.
    fn variable(&self, inside: &str, depth: usize, out: &mut OsString) -> Result<(), Unclear> {
        let (name, default) = match inside.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (inside, None),
        };
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return Err(Unclear::new(
                format!("`${{{inside}}}` names no variable"),
                "write `${NAME}` or `${NAME:-default}`, or `$${` if it is part of the name",
            ));
        }
        match (self.environment.var(name), default) {
            (Some(value), _) if !value.is_empty() => {
                out.push((self.embed)(&value)?);
                Ok(())
            }
            (_, Some(default)) => self.put(default, depth + 1, out),
            (value, None) => {
                let state = if value.is_some() { "empty" } else { "not set" };
                Err(Unclear::new(
                    format!("the variable {name} in it is {state}"),
                    format!("set {name}, or write `${{{name}:-default}}`"),
                ))
            }
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
