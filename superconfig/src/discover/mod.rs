//! Where files are looked for, and what is found there: nothing here reads a file's content.
//!
//! `search.rs` knows the places that people expect, `directory.rs`, `glob.rs` and `walk.rs` what somebody named, `path.rs` what `~` and
//! `${VAR}` in a path mean. All of them give [`Candidate`]s, in the order in which they are read: lowest precedence first.

mod directory;
mod file;
mod glob;
mod path;
mod search;
mod walk;

pub(crate) use directory::files_in;
pub use file::DiscoveredFile;
pub use file::FileOutcome;
pub use glob::GlobOrder;
pub(crate) use glob::{Glob, expand_pattern};
pub(crate) use path::expand;
pub(crate) use search::Search;

use std::path::PathBuf;

use crate::problem::Fault;

/// How many files a directory or a pattern may give.
pub(crate) const MAX_FILES: usize = 1_000;
/// How many entries of directories are looked at for one directory or one pattern.
pub(crate) const MAX_ENTRIES: usize = 20_000;

/// A file that is to be read, or a place that is not and why.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) path: PathBuf,
    pub(crate) profile: Option<String>,
    /// Why it is not read, or what is to be said of it although it is.
    pub(crate) outcome: Option<FileOutcome>,
}

impl Candidate {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, profile: None, outcome: None }
    }

    pub(crate) fn left_out(path: PathBuf, outcome: FileOutcome) -> Self {
        Self { path, profile: None, outcome: Some(outcome) }
    }

    pub(crate) fn of(mut self, profile: Option<&str>) -> Self {
        self.profile = profile.map(str::to_owned);
        self
    }

    pub(crate) fn is_read(&self) -> bool {
        matches!(self.outcome, None | Some(FileOutcome::Ambiguous))
    }
}

/// What a search found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) faults: Vec<Fault>,
}
