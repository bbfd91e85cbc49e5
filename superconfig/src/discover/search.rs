//! Where files are looked for when nobody names them: system, user, then the project from its root down to the working
//! directory. Lowest precedence first.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
};

use super::{Candidate, FileOutcome, Found, directory::special};
use crate::{
    disk,
    format::{EXTENSIONS, Format},
    gather::Gather as _,
    problem::{Fault, ProblemKind},
    source::Environment,
};

/// What a search starts from.
pub(crate) struct Search<'a> {
    pub(crate) name: &'a str,
    pub(crate) profiles: &'a [String],
    pub(crate) environment: &'a Environment,
    pub(crate) base_dir: &'a Path,
    /// The working directory, if it stays: files below it are called by the shorter name, which means the same.
    pub(crate) shown_from: Option<&'a Path>,
    pub(crate) home_dir: Option<&'a Path>,
    pub(crate) system_dir: &'a Path,
    /// Whether to give the places where nothing is, too.
    pub(crate) tell: bool,
}

impl Search<'_> {
    pub(crate) fn run(&self) -> Found {
        let mut found = Found::default();
        for directory in self.system().into_iter().chain(self.user()) {
            for stem in [self.name, "config"] {
                self.place(&directory.join(self.name), stem, &mut found);
            }
        }
        for directory in self.project() {
            self.place(&directory, self.name, &mut found);
            self.place(&directory, &format!(".{}", self.name), &mut found);
            self.place(&directory.join("config"), self.name, &mut found);
        }
        once_each(&mut found.candidates);
        found
    }

    /// `name` in each directory from the repository's root down to the working directory; with an extension only in that format.
    pub(crate) fn hierarchy(&self, name: &str) -> Found {
        let mut found = Found::default();
        let (stem, extension) = match Format::from_path(Path::new(name)).and(name.rsplit_once('.')) {
            Some((stem, extension)) => (stem, Some(extension)),
            None => (name, None),
        };
        for directory in self.project() {
            self.place_of(&directory, stem, extension, &mut found);
        }
        found
    }

    fn system(&self) -> Vec<PathBuf> {
        let mut directories = vec![self.system_dir.to_owned()];
        // The first of the list is the most important one.
        let listed = self.environment.var("XDG_CONFIG_DIRS").filter(|value| !value.is_empty());
        let mut listed: Vec<PathBuf> = match &listed {
            Some(value) => std::env::split_paths(value).filter(|path| path.is_absolute()).gather(),
            None if cfg!(windows) => Vec::new(),
            None => vec![self.system_dir.join("xdg")],
        };
        listed.reverse();
        directories.extend(listed);
        directories
    }

    fn user(&self) -> Option<PathBuf> {
        let given = self.environment.var("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        given.or_else(|| match (self.home_dir, self.environment) {
            (Some(home), _) => Some(home.join(".config")),
            (None, Environment::Given(_)) => {
                self.environment.var("HOME").map(|home| PathBuf::from(home).join(".config"))
            }
            (None, Environment::Process | Environment::Frozen(_)) => {
                use etcetera::BaseStrategy as _;
                let frozen = matches!(self.environment, Environment::Frozen(_)) && cfg!(unix);
                let home = self.environment.var("HOME").filter(|home| frozen && !home.is_empty());
                let standard = || etcetera::choose_base_strategy().ok().map(|strategy| strategy.config_dir());
                home.map(|home| PathBuf::from(home).join(".config")).or_else(standard)
            }
        })
    }

    /// From the repository's root, if there is one, down to the working directory.
    fn project(&self) -> Vec<PathBuf> {
        let ancestors: Vec<&Path> = self.base_dir.ancestors().gather();
        let root = ancestors.iter().position(|directory| disk::exists(&directory.join(".git"))).unwrap_or(0);
        ancestors[..=root].iter().rev().map(|directory| directory.to_path_buf()).gather()
    }

    /// One file in one directory, whatever its format: itself, then that of each profile, then the local one.
    fn place(&self, directory: &Path, stem: &str, found: &mut Found) {
        self.place_of(directory, stem, None, found);
    }

    fn place_of(&self, directory: &Path, stem: &str, extension: Option<&str>, found: &mut Found) {
        self.file(directory, stem, extension, None, found);
        for profile in self.profiles {
            self.file(directory, &format!("{stem}.{profile}"), extension, Some(profile), found);
        }
        // A profile of that name has had its turn.
        if !self.profiles.iter().any(|profile| profile == "local") {
            self.file(directory, &format!("{stem}.local"), extension, None, found);
        }
    }

    /// The one file of that name; two are one too many.
    fn file(&self, directory: &Path, stem: &str, only: Option<&str>, profile: Option<&str>, found: &mut Found) {
        let known = EXTENSIONS.map(|entry| entry.0);
        let extensions = only.as_ref().map_or(&known[..], std::slice::from_ref);
        let first = found.candidates.len();
        for extension in extensions {
            let path = directory.join(format!("{stem}.{extension}"));
            let candidate = match disk::symlink_metadata(&path) {
                Ok(metadata) if metadata.is_file() => Candidate::new(self.short(path)),
                // Whoever opens a pipe waits for somebody to write into it.
                Ok(_) => match special(&path) {
                    Some(reason) => {
                        found.faults.push(super::directory::about(&path, &format!("cannot be read: {reason}"), None));
                        Candidate::left_out(self.short(path), FileOutcome::Unreadable(reason))
                    }
                    None => Candidate::new(self.short(path)),
                },
                // What cannot be seen, such as in a directory that may not be looked into or on a server that does not answer, may be
                // there. It is noted, once, by whoever tries to read the file.
                Err(error) if !is_absent(&error) => {
                    found.candidates.push(Candidate::new(self.short(path)).of(profile));
                    return;
                }
                Err(_) if self.tell => Candidate::left_out(self.short(path), FileOutcome::Absent),
                Err(_) => continue,
            };
            found.candidates.push(candidate.of(profile));
        }
        let mut here = found.candidates[first..].iter_mut().filter(|it| it.outcome != Some(FileOutcome::Absent));
        if let (Some(first), Some(second)) = (here.next(), here.next()) {
            let message = format!("both {} and {} are there", first.path.display(), second.path.display());
            let help = "keep one of them".to_owned();
            found.faults.push(Fault::plain(ProblemKind::Ambiguous, 0, message, Some(help)));
            for candidate in [first, second].into_iter().chain(here).filter(|it| it.outcome.is_none()) {
                candidate.outcome = Some(FileOutcome::Ambiguous);
            }
        }
    }

    fn short(&self, path: PathBuf) -> PathBuf {
        match self.shown_from.and_then(|from| path.strip_prefix(from).ok()) {
            Some(short) => short.to_owned(),
            None => path,
        }
    }
}

/// Whether there is certainly nothing.
fn is_absent(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | InvalidInput | InvalidFilename)
}

/// A place that is found twice, because somebody works in his own configuration's directory, counts where it is nearest.
fn once_each(candidates: &mut Vec<Candidate>) {
    if candidates.len() < 2 {
        return;
    }
    let mut seen = HashSet::new();
    let last: Vec<bool> = candidates.iter().rev().map(|it| seen.insert(it.path.clone())).gather();
    let mut last = last.into_iter().rev();
    candidates.retain(|_| last.next().unwrap_or(true));
}
