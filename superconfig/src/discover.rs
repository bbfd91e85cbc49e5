//! Where files are looked for when nobody names them: system, user, then the project from its root down to the working
//! directory. Lowest precedence first.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    format::EXTENSIONS,
    problem::{Fault, ProblemKind},
    source::Environment,
};

/// What a search starts from.
pub(crate) struct Search<'a> {
    pub(crate) name: &'a str,
    pub(crate) profiles: &'a [String],
    pub(crate) environment: &'a Environment,
    pub(crate) base_dir: &'a Path,
    /// The working directory: files below it are called by the shorter name, which means the same.
    pub(crate) shown_from: Option<&'a Path>,
    pub(crate) home_dir: Option<&'a Path>,
    pub(crate) system_dir: &'a Path,
}

/// What a search found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) files: Vec<PathBuf>,
    /// The profiles that have a file.
    pub(crate) profiles: Vec<String>,
    pub(crate) faults: Vec<Fault>,
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
        found
    }

    fn system(&self) -> Vec<PathBuf> {
        let mut directories = vec![self.system_dir.to_owned()];
        // The first of the list is the most important one.
        let listed = self.environment.var("XDG_CONFIG_DIRS").filter(|value| !value.is_empty());
        let mut listed: Vec<PathBuf> = match &listed {
            Some(value) => std::env::split_paths(value).filter(|path| path.is_absolute()).collect(),
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
            (None, Environment::Process) => {
                use etcetera::BaseStrategy as _;
                etcetera::choose_base_strategy().ok().map(|strategy| strategy.config_dir())
            }
        })
    }

    /// From the repository's root, if there is one, down to the working directory.
    fn project(&self) -> Vec<PathBuf> {
        let ancestors: Vec<&Path> = self.base_dir.ancestors().collect();
        let root = ancestors.iter().position(|directory| directory.join(".git").exists()).unwrap_or(0);
        ancestors[..=root].iter().rev().map(|directory| directory.to_path_buf()).collect()
    }

    /// One file in one directory: itself, then that of each profile, then the local one.
    fn place(&self, directory: &Path, stem: &str, found: &mut Found) {
        self.file(directory, stem, found);
        for profile in self.profiles {
            if self.file(directory, &format!("{stem}.{profile}"), found) {
                found.profiles.push(profile.clone());
            }
        }
        // A profile of that name has had its turn.
        if !self.profiles.iter().any(|profile| profile == "local") {
            self.file(directory, &format!("{stem}.local"), found);
        }
    }

    /// The one file of that name, whatever its format; two are one too many.
    fn file(&self, directory: &Path, stem: &str, found: &mut Found) -> bool {
        let mut here: Vec<PathBuf> = Vec::new();
        for (extension, _) in EXTENSIONS {
            let path = directory.join(format!("{stem}.{extension}"));
            match std::fs::symlink_metadata(&path) {
                Ok(_) => here.push(path),
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                // A directory that may not be looked into is noted by whoever tries to read the file.
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => here.push(path),
                Err(_) => {}
            }
        }
        if let [first, second, ..] = here.as_slice() {
            if here.iter().all(|path| std::fs::symlink_metadata(path).is_err()) {
                here.truncate(1);
            } else {
                let message = format!("both {} and {} are there", first.display(), second.display());
                let help = "keep one of them".to_owned();
                found.faults.push(Fault::plain(ProblemKind::Ambiguous, 0, message, Some(help)));
            }
        }
        let any = !here.is_empty();
        let short = |path: PathBuf| match self.shown_from.and_then(|from| path.strip_prefix(from).ok()) {
            Some(short) => short.to_owned(),
            None => path,
        };
        found.files.extend(here.into_iter().map(short));
        any
    }
}
