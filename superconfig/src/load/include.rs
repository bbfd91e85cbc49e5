//! Files that a file includes: read before it, so that they rank just below it, and each once in a load.

use std::{
    collections::HashSet,
    path::{Component, Path, PathBuf},
};

use super::{
    layers::Layers,
    locate::{Wanted, probe},
    pipeline::{Load, beside},
};
use crate::{
    discover::{Candidate, FileOutcome, Glob, GlobOrder, expand, expand_pattern},
    disk,
    draft::Draft,
    format::{Entry, Shape},
    gather::Gather as _,
    problem::{Fault, ProblemKind},
    source::{Source, What, read_text},
    substitute::Unclear,
};

/// How deep files may include each other.
const MAX_DEPTH: usize = 16;
/// How many files a load may include.
const MAX_FILES: usize = 256;

/// What was included so far.
#[derive(Default)]
pub(super) struct Included {
    /// The files that are being read, from the outermost: their real paths, and what they are called.
    open: Vec<(PathBuf, PathBuf)>,
    /// The real paths of files that were read, and of how many sources they are known.
    read: HashSet<PathBuf>,
    known: usize,
    count: usize,
}

impl Included {
    /// Looks up the real paths of the sources that were read since the last time.
    fn catch_up(&mut self, sources: &[Source]) {
        for source in &sources[self.known..] {
            if let What::File { path, .. } = &source.what {
                self.read.insert(real(path));
            }
        }
        self.known = sources.len();
    }
}

impl Load<'_> {
    /// Reads what a source includes. What is wrong with that is noted with its layers.
    pub(super) fn include(&mut self, layers: &mut Layers, source: &Source, draft: &mut dyn Draft) {
        let entries = std::mem::take(&mut layers.head.includes);
        let Some(first) = entries.first() else { return };
        let What::File { path, .. } = &source.what else {
            let message = "a text that was handed over in code has no directory to include files from";
            let help = "add the file with `with_file` before the text".to_owned();
            return layers.note(Fault::plain(ProblemKind::Invalid, 0, message, Some(help)).at(Some(first.at.clone())));
        };
        self.included.catch_up(&self.sources);
        if self.included.open.len() == MAX_DEPTH {
            let message = format!("files include each other more than {MAX_DEPTH} deep");
            let help = "include fewer files from one another".to_owned();
            return layers.note(Fault::plain(ProblemKind::Invalid, 0, message, Some(help)).at(Some(first.at.clone())));
        }
        self.included.open.push((real(path), path.clone()));
        for entry in entries {
            for fault in self.include_entry(&entry, path, draft) {
                layers.note(fault.at(Some(entry.at.clone())));
            }
        }
        self.included.open.pop();
    }

    /// Reads what one entry means; gives what is wrong with it.
    fn include_entry(&mut self, entry: &Entry, from: &Path, draft: &mut dyn Draft) -> Vec<Fault> {
        let Shape::Text(text) = &entry.what else {
            let message = format!("expected the path of a file, found {}", entry.what.describe());
            return vec![Fault::plain(ProblemKind::WrongType, 0, message, None)];
        };
        let (text, optional) = match text.strip_prefix("optional:") {
            Some(rest) => (rest.trim_start(), true),
            None => (text.as_str(), false),
        };
        if text.is_empty() || text.contains('\0') {
            let help = "write the path of a file, as in \"conf.d/database.toml\"".to_owned();
            return vec![Fault::plain(ProblemKind::Invalid, 0, "this is not the path of a file", Some(help))];
        }
        let unclear = |unclear: Unclear| {
            let message = format!("the path {text} is not clear: {}", unclear.message);
            vec![Fault::plain(ProblemKind::Invalid, 0, message, unclear.help)]
        };
        let (environment, home) = (&self.plan.environment, self.plan.home_dir.as_deref());
        let directory = from.parent().unwrap_or(Path::new(""));
        let path = match expand(Path::new(text), environment, home) {
            Ok(path) => tidy(&directory.join(path)),
            Err(error) => return unclear(error),
        };
        if !has_wildcards(text) || is_there(&path) {
            return self.include_file(path, from, optional, draft).into_iter().gather();
        }
        let pattern = expand_pattern(Path::new(text), environment, home);
        match pattern.and_then(|pattern| Glob::new(&pattern, directory)) {
            Ok(glob) => self.include_files(&glob, from, draft),
            Err(error) => unclear(error),
        }
    }

    /// Reads the files that match a pattern, in alphabetical order; the one with the pattern in it does not count.
    fn include_files(&mut self, glob: &Glob, from: &Path, draft: &mut dyn Draft) -> Vec<Fault> {
        let found = glob.find(&GlobOrder::Alphabetical, self.trace.is_some());
        let mut faults = found.faults;
        let own = self.included.open.last().map(|(real, _)| real.clone());
        for candidate in found.candidates {
            if candidate.is_read() {
                let path = tidy(&candidate.path);
                if own != Some(real(&path)) {
                    faults.extend(self.include_file(path, from, true, draft));
                }
            } else if let Some(trace) = &mut self.trace {
                trace.note(probe(candidate, &Wanted::Found), self.sources.len(), &self.sources);
            }
        }
        faults
    }

    /// Reads a file, unless it was read before; gives what is wrong with that.
    fn include_file(&mut self, path: PathBuf, from: &Path, optional: bool, draft: &mut dyn Draft) -> Option<Fault> {
        let refused =
            |message: String, help: &str| Some(Fault::plain(ProblemKind::Invalid, 0, message, Some(help.to_owned())));
        if optional && !is_there(&path) {
            if let Some(trace) = &mut self.trace {
                let candidate = Candidate::left_out(path, FileOutcome::Absent);
                trace.note(probe(candidate, &Wanted::Optional), self.sources.len(), &self.sources);
            }
            return None;
        }
        let target = real(&path);
        if let Some(at) = self.included.open.iter().position(|(open, _)| *open == target) {
            let chain = self.included.open[at..].iter().map(|(_, shown)| shown).chain([&path]);
            let chain: Vec<String> = chain.map(|path| path.display().to_string()).gather();
            let message = format!("files include each other in a circle: {}", chain.join(" -> "));
            return refused(message, "delete one of these includes");
        }
        self.included.catch_up(&self.sources);
        if self.included.read.contains(&target) {
            return None;
        }
        if disk::symlink_metadata(&path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
            let help = match beside(&path) {
                Some(other) => format!("did you mean {}?", other.display()),
                None => "write `optional:` before the path if the file may be absent".to_owned(),
            };
            let message = format!("{} is not there", path.display());
            return Some(Fault::plain(ProblemKind::Unreadable, 0, message, Some(help)));
        }
        if disk::is_dir(&path) {
            let help = format!("write {}/* for the files in it", path.display());
            let message = format!("{} is a directory", path.display());
            return Some(Fault::plain(ProblemKind::Unreadable, 0, message, Some(help)));
        }
        if self.included.count >= MAX_FILES {
            // Said once.
            if self.included.count > MAX_FILES {
                return None;
            }
            self.included.count += 1;
            return refused(format!("more than {MAX_FILES} files are included"), "put several into one");
        }
        self.included.count += 1;
        self.included.read.insert(target);
        let wanted = Wanted::By(from.display().to_string());
        let read = read_text(&path, wanted.is_named());
        self.file(Candidate::new(path), &wanted, read, draft);
        None
    }
}

fn is_there(path: &Path) -> bool {
    disk::symlink_metadata(path).is_ok()
}

/// Whether a path is a pattern: `{` in `${VAR}` makes it none.
fn has_wildcards(text: &str) -> bool {
    let braces = |(at, _): (usize, &str)| !text[..at].ends_with('$');
    text.contains(['*', '?', '[']) || text.match_indices('{').any(braces)
}

/// The path without links, or as it is if there is no such file.
fn real(path: &Path) -> PathBuf {
    disk::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Without `.` in it. What `..` means depends on links, so it stays.
fn tidy(path: &Path) -> PathBuf {
    path.components().filter(|part| !matches!(part, Component::CurDir)).collect()
}
