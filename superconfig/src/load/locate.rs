//! Which files a step of a plan means. A load reads them then; whoever only asks is told of them.

use std::{
    borrow::Cow,
    ffi::OsStr,
    path::{Component, Path, PathBuf},
};

use super::builder::{Plan, Step};
use crate::{
    discover::{Candidate, DiscoveredFile, FileOutcome, Found, Glob, Search, expand, expand_pattern, files_in},
    disk,
    format::{EXTENSIONS, Format},
    gather::Gather as _,
    problem::{Fault, ProblemKind},
    schema::Schema,
    source::{FileFault, Stamp, read_text},
    substitute::Unclear,
};

/// Why a file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    Found,
    Optional,
    Required,
    /// By this variable.
    By(String),
}

impl Wanted {
    /// Somebody gave its name, so it is read whatever it is: a pipe, say.
    pub(super) fn is_named(&self) -> bool {
        *self != Wanted::Found
    }
}

/// The files of one step, lowest precedence first.
#[derive(Default)]
pub(super) struct Located {
    pub(super) files: Vec<(Candidate, Wanted)>,
    pub(super) faults: Vec<Fault>,
}

impl Located {
    fn of(found: Found) -> Self {
        let files = found.candidates.into_iter().map(|candidate| (candidate, Wanted::Found)).gather();
        Self { files, faults: found.faults }
    }

    fn one(path: PathBuf, wanted: Wanted) -> Self {
        Self { files: vec![(Candidate::new(path), wanted)], faults: Vec::new() }
    }

    /// Nothing, because the path makes no sense.
    fn unclear(what: &str, path: &Path, unclear: Unclear) -> Self {
        let message = format!("{what} {}: {}", path.display(), unclear.message);
        let candidate = Candidate::left_out(path.to_owned(), FileOutcome::Unreadable(unclear.message));
        Self {
            files: vec![(candidate, Wanted::Found)],
            faults: vec![Fault::plain(ProblemKind::Invalid, 0, message, unclear.help)],
        }
    }
}

pub(super) struct Locator<'a> {
    pub(super) plan: &'a Plan,
    pub(super) schema: &'static Schema,
    pub(super) profiles: &'a [String],
    /// The files that arguments name instead of those that would be found.
    pub(super) named: Vec<PathBuf>,
    /// The same in a `.env` file, under the variable that the real environment does not set.
    pub(super) in_dotenv: Option<PathBuf>,
    /// Whether to give the places where nothing is, too.
    pub(super) tell: bool,
}

impl Locator<'_> {
    /// The files of a step; `None` if it is about something else.
    pub(super) fn locate(&self, step: &Step) -> Option<Located> {
        Some(match step {
            Step::Discover => self.discover(),
            Step::File { path, optional } => match self.resolve(path) {
                Ok(resolved) => named(resolved, if *optional { Wanted::Optional } else { Wanted::Required }),
                Err(unclear) => Located::unclear("the path", path, unclear),
            },
            Step::Directory { path, optional } => match self.resolve(path) {
                Ok(resolved) => Located::of(files_in(&resolved, *optional, self.tell)),
                Err(unclear) => Located::unclear("the path", path, unclear),
            },
            Step::Glob { pattern, order } => {
                let environment = &self.plan.environment;
                let glob = expand_pattern(pattern, environment, self.plan.home_dir.as_deref())
                    .and_then(|text| Glob::new(&text, self.plan.base_dir.as_deref().unwrap_or(Path::new(""))));
                match glob {
                    Ok(glob) => Located::of(glob.find(order, self.tell)),
                    Err(unclear) => Located::unclear("the pattern", pattern, unclear),
                }
            }
            Step::Hierarchy { name } => match self.hierarchy_name(name) {
                Ok(name) => self.search(Some(&name)),
                Err(unclear) => Located::unclear("the name", name, unclear),
            },
            Step::Text { .. }
            | Step::Environment { .. }
            | Step::Dotenv { .. }
            | Step::Secrets(_)
            | Step::Arguments(_)
            | Step::Value { .. }
            | Step::Unset { .. } => return None,
        })
    }

    fn discover(&self) -> Located {
        if !self.named.is_empty() {
            let mut all = Located::default();
            for path in &self.named {
                let located = self.chosen(path, "--config");
                all.files.extend(located.files);
                all.faults.extend(located.faults);
            }
            return all;
        }
        let variable = self.schema.reserved_variable("CONFIG");
        let given = self.plan.environment.var(&variable).filter(|value| !value.is_empty());
        match given.map(PathBuf::from).or_else(|| self.in_dotenv.clone()) {
            Some(path) => self.chosen(&path, &variable),
            None => self.search(None),
        }
    }

    /// The one file that somebody wants, and those of the active profiles.
    fn chosen(&self, path: &Path, by: &str) -> Located {
        match self.resolve(path) {
            Ok(resolved) => {
                let mut located = self.overlays(&resolved);
                located.files.insert(0, (Candidate::new(resolved), Wanted::By(by.to_owned())));
                located
            }
            Err(unclear) => Located::unclear(&format!("{by} is the path"), path, unclear),
        }
    }

    /// The files of the active profiles beside a file.
    fn overlays(&self, path: &Path) -> Located {
        let mut located = Located::default();
        let (Some(stem), Some(extension)) = (path.file_stem(), path.extension()) else { return located };
        for profile in self.profiles {
            let mut name = stem.to_owned();
            name.extend([".", profile, "."].map(OsStr::new));
            name.push(extension);
            let overlay = path.with_file_name(name);
            let there = disk::exists(&overlay);
            if there || self.tell {
                let outcome = (!there).then_some(FileOutcome::Absent);
                let candidate = Candidate { path: overlay, profile: Some(profile.clone()), outcome };
                located.files.push((candidate, Wanted::Optional));
            }
        }
        located
    }

    /// Looks where people expect files, or for one of that name in each directory of the project.
    fn search(&self, name: Option<&str>) -> Located {
        let working_dir = std::env::current_dir().ok();
        let working = working_dir.as_deref().unwrap_or(Path::new("."));
        let base_dir: Cow<'_, Path> = match &self.plan.base_dir {
            Some(directory) if directory.is_absolute() => directory.into(),
            Some(directory) => working.join(directory).into(),
            None => working.into(),
        };
        // What lies above `a/../b` is not `a`.
        let winding = base_dir.components().any(|part| part == Component::ParentDir);
        let straight = if winding { disk::canonicalize(&base_dir).ok() } else { None };
        #[cfg(feature = "watch")]
        let is_fixed = !self.plan.is_frozen;
        #[cfg(not(feature = "watch"))]
        let is_fixed = true;
        // Below the root nothing becomes clearer by being called without it.
        let shown_from = working_dir.as_deref().filter(|directory| is_fixed && directory.parent().is_some());
        let machine = || self.plan.environment.var("ProgramData").map(PathBuf::from);
        let system_dir = if cfg!(windows) { machine() } else { None }.unwrap_or_else(|| PathBuf::from("/etc"));
        let search = Search {
            name: self.schema.name,
            profiles: self.profiles,
            environment: &self.plan.environment,
            base_dir: straight.as_deref().unwrap_or(&base_dir),
            shown_from,
            home_dir: self.plan.home_dir.as_deref(),
            system_dir: self.plan.system_dir.as_deref().unwrap_or(&system_dir),
            tell: self.tell,
        };
        Located::of(name.map_or_else(|| search.run(), |name| search.hierarchy(name)))
    }

    /// A path as it is opened; relative ones stay short where that means the same.
    pub(super) fn resolve(&self, path: &Path) -> Result<PathBuf, Unclear> {
        let path = expand(path, &self.plan.environment, self.plan.home_dir.as_deref())?;
        Ok(self.plan.base_dir.as_ref().map_or_else(|| path.to_path_buf(), |directory| directory.join(&path)))
    }

    fn hierarchy_name(&self, name: &Path) -> Result<String, Unclear> {
        let name = expand(name, &self.plan.environment, self.plan.home_dir.as_deref())?;
        if name.as_os_str().is_empty() || name.is_absolute() || name.file_name().is_none() {
            return Err(Unclear::new(
                "it is looked for in several directories",
                "name a file, as in `shop` or `shop.toml`",
            ));
        }
        let name = name.into_owned().into_os_string().into_string();
        name.map_err(|_| Unclear::new("it is not UTF-8", "give the file a name that is"))
    }
}

/// A file that somebody named, perhaps without its extension.
fn named(path: PathBuf, wanted: Wanted) -> Located {
    if Format::from_path(&path).is_some() || (disk::exists(&path) && !disk::is_dir(&path)) {
        return Located::one(path, wanted);
    }
    let mut candidates: Vec<PathBuf> =
        EXTENSIONS.iter().map(|entry| appended(&path, entry.0)).filter(|path| disk::exists(path)).gather();
    match candidates.as_slice() {
        [] => Located::one(path, wanted),
        [_] => Located::one(candidates.remove(0), wanted),
        [first, second, ..] => {
            let message = format!("{} may mean {} or {}", path.display(), first.display(), second.display());
            let help = "name the file with its extension".to_owned();
            let fault = Fault::plain(ProblemKind::Ambiguous, 0, message.clone(), Some(help));
            let candidate = Candidate::left_out(path, FileOutcome::Unreadable(message));
            Located { files: vec![(candidate, wanted)], faults: vec![fault] }
        }
    }
}

/// `shop.prod` with `toml` is `shop.prod.toml`.
fn appended(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

/// What is told of a candidate that nobody reads.
pub(super) fn probe(candidate: Candidate, wanted: &Wanted) -> DiscoveredFile {
    let Candidate { path, profile, outcome } = candidate;
    let outcome = match outcome {
        Some(outcome) if outcome != FileOutcome::Ambiguous => outcome,
        ambiguous => {
            let pipe = path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
            let read = if pipe && wanted.is_named() {
                FileOutcome::Taken
            } else {
                outcome_of(&path, &read_text(&path, false), wanted)
            };
            if read == FileOutcome::Taken { ambiguous.unwrap_or(read) } else { read }
        }
    };
    DiscoveredFile { path, profile, outcome }
}

/// What reading a file came to.
pub(super) fn outcome_of(path: &Path, read: &Result<(String, Stamp), FileFault>, wanted: &Wanted) -> FileOutcome {
    match read {
        Ok((text, _)) if text.trim_start_matches('\u{feff}').trim().is_empty() => FileOutcome::Empty,
        Ok(_) => FileOutcome::Taken,
        Err(FileFault::Absent) if *wanted == Wanted::Found => FileOutcome::Vanished,
        Err(FileFault::Absent) => FileOutcome::Absent,
        Err(FileFault::Dangling) => FileOutcome::DanglingLink,
        Err(FileFault::Unreadable(_)) if path.is_dir() => FileOutcome::Directory,
        Err(FileFault::Unreadable(reason)) => FileOutcome::Unreadable(reason.clone()),
        Err(FileFault::NotUtf8 { at, byte, .. }) => {
            FileOutcome::Unreadable(format!("byte {at} (0x{byte:02x}) is not UTF-8"))
        }
    }
}
