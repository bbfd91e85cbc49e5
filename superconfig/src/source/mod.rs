//! The places that settings come from, and reading each of them.

mod arguments;
mod by_path;
mod dotenv;
mod environment;
mod file;
mod names;
mod removed;
mod secrets;

#[cfg(any(feature = "clap", feature = "inspect"))]
pub(crate) use arguments::kebab;
#[cfg(feature = "edit")]
pub(crate) use arguments::named;
pub(crate) use arguments::{Arguments, Parsed};
pub(crate) use dotenv::Dotenv;
#[cfg(feature = "inspect")]
pub(crate) use environment::tag_name;
pub(crate) use environment::{Environment, Scan, is_secret_variable};
#[cfg(feature = "watch")]
pub(crate) use file::MAX_FILE_BYTES;
pub(crate) use file::{FileFault, MANY_FILES, Stamp, read_text, read_texts, reason};
pub(crate) use names::Names;
pub(crate) use secrets::SecretsDir;

use std::{
    fmt,
    path::{Path, PathBuf},
};

#[cfg(feature = "inspect")]
use crate::{
    draft::Crumb,
    schema::{env_name_of, trail_path},
};
use crate::{
    draft::Step,
    format::{Document, Format},
    gather::Gather as _,
    origin::{Location, Mark, Origin, Ruler},
};

/// A source as a load met it.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) what: What,
    pub(crate) format: Option<Format>,
    /// Its text, while the load goes on.
    pub(crate) text: Option<String>,
    /// Not all of it could be read, so it may hold more settings than were seen.
    pub(crate) incomplete: bool,
    /// The keys that lead to its settings, if they do not begin at the top.
    pub(crate) within: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    File {
        path: PathBuf,
        stamp: Stamp,
    },
    Text(String),
    /// The variables that were used, in the order of their marks, and what the names begin with.
    Environment {
        names: Names,
        prefix: String,
    },
    /// A `.env` file: its variables that were used, and the lines that are wrong, in the order of their marks; and what
    /// names begin with.
    Dotenv {
        path: PathBuf,
        lines: Vec<(Option<String>, usize)>,
        prefix: String,
    },
    /// A directory of secrets, and its files that were used.
    Secrets {
        directory: PathBuf,
        files: Vec<PathBuf>,
    },
    /// The arguments' names.
    Arguments(Vec<String>),
    Code,
}

impl fmt::Display for Source {
    /// What it is, without anything that it holds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::File { path, .. } | What::Dotenv { path, .. } => path.display().fmt(f)?,
            What::Text(name) => f.write_str(name)?,
            What::Environment { .. } => f.write_str("environment")?,
            What::Secrets { directory, .. } => directory.display().fmt(f)?,
            What::Arguments(_) => f.write_str("arguments")?,
            What::Code => f.write_str("code")?,
        }
        match self.within.as_slice() {
            [] => Ok(()),
            within => write!(f, " [{}]", within.join(".")),
        }
    }
}

impl Source {
    pub(crate) fn new(what: What) -> Self {
        Self { what, format: None, text: None, incomplete: false, within: Vec::new() }
    }

    /// The path of a setting in its text.
    pub(crate) fn path_of(&self, keys: impl IntoIterator<Item = Step>) -> Vec<Step> {
        self.within.iter().cloned().map(Step::Key).chain(keys).gather()
    }

    /// A file or a text that was handed over.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.what, What::File { .. } | What::Text(_))
    }

    pub(crate) fn is_file(&self) -> bool {
        matches!(self.what, What::File { .. })
    }

    /// Where a file is.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.what {
            What::File { path, .. } => Some(path),
            _ => None,
        }
    }

    /// A file without a profile in its name.
    pub(crate) fn is_base(&self) -> bool {
        let What::File { path, .. } = &self.what else { return false };
        // Files with nested profiles begin with the default one.
        let plain = self.within.first().is_none_or(|key| key == "default");
        plain
            && path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .is_some_and(|stem| !stem.trim_start_matches('.').contains('.'))
    }

    /// What the names of variables begin with, if it is the environment.
    pub(crate) fn env_prefix(&self) -> Option<&str> {
        match &self.what {
            What::Environment { prefix, .. } | What::Dotenv { prefix, .. } => Some(prefix),
            _ => None,
        }
    }

    /// The mark of the variable or argument that spoke of what a trail leads to: of that itself, of what it is in, or of what is in it.
    #[cfg(feature = "inspect")]
    pub(crate) fn variable_of(&self, trail: &[Crumb]) -> Option<u32> {
        let names: Vec<String> = match &self.what {
            What::Environment { names, .. } => names.iter().map(str::to_owned).gather(),
            What::Dotenv { lines, .. } => lines.iter().map(|(name, _)| name.clone().unwrap_or_default()).gather(),
            What::Arguments(names) => names.clone(),
            _ => return None,
        };
        let parts = |name: &str| -> Vec<String> {
            let parts = name.split(['_', '.', '-', '[', ']', ' ']).filter(|part| !part.is_empty());
            parts.map(str::to_lowercase).gather()
        };
        let wanted = match self.env_prefix() {
            Some(prefix) => parts(&env_name_of(prefix, trail)?),
            None => parts(&trail_path(trail)),
        };
        let shared = |name: &String| {
            let name = name.strip_prefix("--set ").unwrap_or(name);
            let name = parts(name);
            let shared = name.iter().zip(&wanted).take_while(|(one, other)| one == other).count();
            (shared > 0 && (shared == name.len() || shared == wanted.len())).then_some(shared)
        };
        let rated = names.iter().enumerate().filter_map(|(index, name)| Some((shared(name)?, index)));
        let (_, index) = rated.rev().max_by_key(|(shared, _)| *shared)?;
        u32::try_from(index).ok()
    }

    /// The origin of a mark; `at` is the byte of the value, if it was looked up.
    pub(crate) fn origin(&self, mark: u32, at: Option<usize>) -> Origin {
        let location = at.zip(self.text.as_deref()).map(|(at, text)| Location::of(text, at));
        match &self.what {
            What::File { path, .. } => Origin::File { path: path.clone(), location },
            What::Text(name) => Origin::Text { name: name.clone(), location },
            What::Environment { names, .. } => Origin::Environment(names.get(mark).unwrap_or("(unknown)").to_owned()),
            What::Dotenv { path, lines, .. } => match lines.get(mark as usize) {
                Some((Some(name), line)) => Origin::Dotenv { path: path.clone(), line: *line, variable: name.clone() },
                other => {
                    let location = other.map(|(_, line)| Location { line: *line, column: 1 });
                    Origin::File { path: path.clone(), location }
                }
            },
            What::Secrets { directory, files } => {
                let path = files.get(mark as usize).unwrap_or(directory).clone();
                Origin::File { path, location: None }
            }
            What::Arguments(names) => Origin::Argument(names.get(mark as usize).cloned().unwrap_or_default()),
            What::Code => Origin::Code,
        }
    }

    /// The origin of a setting after the load; `ruler` has the source's text if it has not changed since, and `document` that
    /// text taken apart, for formats that give no positions while they are read.
    pub(crate) fn origin_later(
        &self,
        mark: u32,
        keys: &[Step],
        ruler: Option<&Ruler<'_>>,
        document: Option<&Document<'_>>,
    ) -> Origin {
        let located = || document?.locate(&self.path_of(keys.iter().cloned()))?.value.map(|value| value.start);
        let at = if mark == Mark::NOWHERE { located() } else { Some(mark as usize) };
        let location = at.zip(ruler).map(|(at, ruler)| ruler.place(at));
        match self.origin(mark, None) {
            Origin::File { path, .. } => Origin::File { path, location },
            Origin::Text { name, .. } => Origin::Text { name, location },
            other => other,
        }
    }

    /// The text as it was when it was loaded, if it can still be had.
    pub(crate) fn text_again(&self) -> Option<String> {
        match &self.what {
            What::File { path, stamp } if Stamp::of(path) == Some(*stamp) => {
                read_text(path, true).ok().map(|(text, _)| text)
            }
            _ => self.text.clone(),
        }
    }
}
