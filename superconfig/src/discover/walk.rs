//! Going through directories for a pattern: within bounds, and never out of the directory that the pattern begins with.

use std::{
    ffi::OsStr,
    fs::FileType,
    path::{Path, PathBuf},
};

use super::{
    Candidate, FileOutcome, Found, Glob, GlobOrder, MAX_FILES,
    directory::{Refusal, about, entries, leftover, special, too_many_files},
};
use crate::{
    disk,
    format::Format,
    problem::{Fault, ProblemKind},
};

/// How many levels of directories below the pattern's fixed part are looked into.
const MAX_DEPTH: usize = 16;

impl Glob {
    /// The files that match, lowest precedence first; `tell` also gives what is left out.
    pub(crate) fn find(&self, order: &GlobOrder, tell: bool) -> Found {
        let mut found = Found::default();
        let mut walk =
            Walk { glob: self, tell, real_root: None, visited: 0, files: Vec::new(), found: &mut found, stop: false };
        walk.directory(&self.root, &mut Vec::new(), 0);
        let mut files = walk.files;
        order.sort(&mut files);
        if found.candidates.is_empty() && files.is_empty() {
            found.candidates.push(Candidate::left_out(PathBuf::from(&self.text), FileOutcome::Absent));
        }
        found.candidates.extend(files.into_iter().map(Candidate::new));
        found
    }
}

struct Walk<'a> {
    glob: &'a Glob,
    tell: bool,
    /// The root as the system knows it; looked up when the first link is met.
    real_root: Option<PathBuf>,
    visited: usize,
    files: Vec<PathBuf>,
    found: &'a mut Found,
    stop: bool,
}

impl Walk<'_> {
    fn directory(&mut self, directory: &Path, relative: &mut Vec<u8>, depth: usize) {
        let entries = match entries(directory, &mut self.visited) {
            Ok(entries) => entries,
            // A pattern asks for what is there.
            Err(Refusal::Absent | Refusal::NoDirectory) => return,
            Err(refusal) => {
                self.stop = matches!(refusal, Refusal::TooMany);
                let outcome = refusal.outcome();
                let place = if self.stop { Path::new(&self.glob.text) } else { directory };
                self.found.faults.push(about(place, &refusal.sentence(), None));
                self.found.candidates.push(Candidate::left_out(place.to_owned(), outcome));
                return;
            }
        };
        for entry in entries {
            if self.stop {
                return;
            }
            let name = entry.file_name();
            let path = directory.join(&name);
            let before = relative.len();
            if before > 0 {
                relative.push(b'/');
            }
            relative.extend_from_slice(name.as_encoded_bytes());
            match entry.file_type() {
                Ok(kind) => self.entry(&path, kind, &name, relative, depth + 1),
                Err(_) => self.left_out(path, FileOutcome::Vanished),
            }
            relative.truncate(before);
        }
    }

    fn entry(&mut self, path: &Path, kind: FileType, name: &OsStr, relative: &mut Vec<u8>, depth: usize) {
        let target = if kind.is_symlink() { disk::metadata(path).ok() } else { None };
        let directory = kind.is_dir() || target.as_ref().is_some_and(std::fs::Metadata::is_dir);
        let hidden = name.as_encoded_bytes().starts_with(b".") && !self.glob.allows_hidden(depth, directory);
        if directory {
            if !hidden && self.glob.enters(name.as_encoded_bytes(), depth) {
                self.enter(path, kind, relative, depth);
            } else if self.glob.matches(relative) {
                self.no_file(path);
            }
            return;
        }
        if !self.glob.matches(relative) {
            return;
        }
        if hidden {
            return self.left_out(path.to_owned(), leftover(name).unwrap_or(FileOutcome::Hidden));
        }
        if let Some(outcome) = leftover(name).filter(|_| !self.glob.is_plain()) {
            return self.left_out(path.to_owned(), outcome);
        }
        if Format::from_path(path).is_none() && !self.glob.names_extension(path) {
            return self.left_out(path.to_owned(), FileOutcome::UnknownFormat);
        }
        if target.is_some() && !self.is_inside(path) {
            let message = format!("{} is a link that leads out of {}", path.display(), self.shown_root());
            let help = "it is not followed: put the file there, or name it by itself".to_owned();
            self.found.faults.push(Fault::notice(ProblemKind::Unreadable, 0, message, Some(help)));
            return self.told(path.to_owned(), FileOutcome::OutsideLink);
        }
        if !kind.is_file()
            && let Some(reason) = special(path)
        {
            self.found.faults.push(about(path, &format!("cannot be read: {reason}"), None));
            return self.told(path.to_owned(), FileOutcome::Unreadable(reason));
        }
        if self.files.len() == MAX_FILES {
            self.stop = true;
            self.found.faults.push(too_many_files(Path::new(&self.glob.text)));
            return self.told(path.to_owned(), FileOutcome::TooMany);
        }
        self.files.push(path.to_owned());
    }

    /// Goes into a directory below.
    fn enter(&mut self, path: &Path, kind: FileType, relative: &mut Vec<u8>, depth: usize) {
        if kind.is_symlink() {
            // What a link within the root leads to is found without it, so `**` need not go in circles.
            if self.glob.parts.iter().take(depth).any(|part| part.contains("**")) {
                return self.left_out(path.to_owned(), FileOutcome::LinkedDirectory);
            }
            if !self.is_inside(path) {
                return self.left_out(path.to_owned(), FileOutcome::OutsideLink);
            }
        }
        if depth >= MAX_DEPTH {
            self.stop = true;
            let sentence = format!("leads more than {MAX_DEPTH} directories deep, to {}", path.display());
            let text = PathBuf::from(&self.glob.text);
            self.found.faults.push(about(&text, &sentence, Some("say more of the path before the first wildcard")));
            return self.told(text, FileOutcome::TooMany);
        }
        self.directory(path, relative, depth);
    }

    /// A directory where a file was asked for.
    fn no_file(&mut self, path: &Path) {
        if self.glob.is_plain() {
            let help = "add all files in it with `with_dir`";
            self.found.faults.push(about(path, "is a directory", Some(help)));
            self.told(path.to_owned(), FileOutcome::Directory);
        } else {
            self.left_out(path.to_owned(), FileOutcome::Directory);
        }
    }

    fn is_inside(&mut self, path: &Path) -> bool {
        let root = self.real_root.get_or_insert_with(|| {
            let root = &self.glob.root;
            let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
            disk::canonicalize(root).unwrap_or_default()
        });
        // An empty root would hold everything.
        !root.as_os_str().is_empty() && disk::canonicalize(path).is_ok_and(|real| real.starts_with(root))
    }

    fn shown_root(&self) -> String {
        let root = self.glob.root.display().to_string();
        if root.is_empty() { "the working directory".to_owned() } else { root }
    }

    fn left_out(&mut self, path: PathBuf, outcome: FileOutcome) {
        if self.tell {
            self.told(path, outcome);
        }
    }

    fn told(&mut self, path: PathBuf, outcome: FileOutcome) {
        self.found.candidates.push(Candidate::left_out(path, outcome));
    }
}
