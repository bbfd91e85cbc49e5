//! What `~` and `${VAR}` mean in a path that somebody named.

use std::{
    borrow::Cow,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use crate::{
    source::Environment,
    substitute::{Unclear, substitute},
};

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
    let mut variable = |name: &str| match environment.var(name) {
        Some(value) if !value.is_empty() => embed(&value).map(Some),
        other => Ok(other),
    };
    substitute(text, &mut variable, &mut expanded)?;
    Ok(Cow::Owned(PathBuf::from(expanded)))
}

fn home_of(environment: &Environment, given: Option<&Path>) -> Option<PathBuf> {
    let named = || environment.var("HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
    match (given, environment) {
        (Some(home), _) => Some(home.to_owned()),
        (None, Environment::Given(_)) => named(),
        (None, Environment::Frozen(_)) if cfg!(unix) => named().or_else(|| etcetera::home_dir().ok()),
        (None, Environment::Process | Environment::Frozen(_)) => etcetera::home_dir().ok(),
    }
}
