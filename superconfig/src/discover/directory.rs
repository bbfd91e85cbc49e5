//! All files of known formats that stand directly in a directory.

use std::{ffi::OsStr, fs::DirEntry, io, path::Path};

use super::{Candidate, FileOutcome, Found, MAX_ENTRIES, MAX_FILES};
use crate::{
    disk,
    format::Format,
    order,
    problem::{Fault, ProblemKind},
    source::reason,
};

/// The files directly in `directory`, in the alphabetical order of their names; `tell` also gives those that are left out.
pub(crate) fn files_in(directory: &Path, optional: bool, tell: bool) -> Found {
    let mut found = Found::default();
    let entries = match entries(directory, &mut 0) {
        Ok(entries) => entries,
        Err(Refusal::Absent) => {
            if !optional {
                found.faults.push(about(directory, "is not there", Some("create it, or make it optional")));
            }
            found.candidates.push(Candidate::left_out(directory.to_owned(), FileOutcome::Absent));
            return found;
        }
        Err(refusal) => {
            let outcome = refusal.outcome();
            found.faults.push(about(directory, &refusal.sentence(), None));
            found.candidates.push(Candidate::left_out(directory.to_owned(), outcome));
            return found;
        }
    };
    let mut taken = 0;
    for entry in entries {
        let path = directory.join(entry.file_name());
        let outcome = unwanted(&entry.file_name()).or_else(|| {
            let named = Format::from_path(&path).is_some();
            let thing = Thing::of(&entry, &path);
            // A directory called like a file is not a file that somebody lost.
            if thing == Thing::Directory {
                Some(FileOutcome::Directory)
            } else if !named {
                Some(FileOutcome::UnknownFormat)
            } else if taken == MAX_FILES {
                Some(FileOutcome::TooMany)
            } else {
                (thing == Thing::Special).then(|| FileOutcome::Unreadable(SPECIAL.to_owned()))
            }
        });
        match outcome {
            None => {
                taken += 1;
                found.candidates.push(Candidate::new(path));
            }
            Some(outcome) => {
                if let FileOutcome::Unreadable(reason) = &outcome {
                    found.faults.push(about(&path, &format!("cannot be read: {reason}"), None));
                }
                if outcome == FileOutcome::TooMany && !found.candidates.iter().any(is_beyond) {
                    found.faults.push(too_many_files(directory));
                    found.candidates.push(Candidate::left_out(path, outcome));
                } else if tell {
                    found.candidates.push(Candidate::left_out(path, outcome));
                }
            }
        }
    }
    found
}

fn is_beyond(candidate: &Candidate) -> bool {
    candidate.outcome == Some(FileOutcome::TooMany)
}

/// Why a directory cannot be looked into.
pub(super) enum Refusal {
    Absent,
    Dangling,
    NoDirectory,
    Reason(String),
    TooMany,
}

impl Refusal {
    fn of(error: &io::Error, directory: &Path) -> Self {
        let there = || disk::symlink_metadata(directory).is_ok();
        match error.kind() {
            io::ErrorKind::NotFound if there() => Refusal::Dangling,
            io::ErrorKind::NotADirectory if there() => Refusal::NoDirectory,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Refusal::Absent,
            _ => Refusal::Reason(reason(error)),
        }
    }

    pub(super) fn sentence(&self) -> String {
        match self {
            Refusal::Absent => "is not there".to_owned(),
            Refusal::Dangling => "is a link to nothing".to_owned(),
            Refusal::NoDirectory => "is not a directory".to_owned(),
            Refusal::Reason(reason) => format!("cannot be looked into: {reason}"),
            Refusal::TooMany => format!("has too many entries: at most {MAX_ENTRIES} are looked at"),
        }
    }

    pub(super) fn outcome(&self) -> FileOutcome {
        match self {
            Refusal::Absent => FileOutcome::Absent,
            Refusal::Dangling => FileOutcome::DanglingLink,
            Refusal::NoDirectory => FileOutcome::Unreadable("it is not a directory".to_owned()),
            Refusal::Reason(reason) => FileOutcome::Unreadable(reason.clone()),
            Refusal::TooMany => FileOutcome::TooMany,
        }
    }
}

/// What stands in a directory, by name; `visited` counts up to [`MAX_ENTRIES`].
pub(super) fn entries(directory: &Path, visited: &mut usize) -> Result<Vec<DirEntry>, Refusal> {
    // The empty path is the working directory, but the system does not know that.
    let opened = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    let listing = disk::read_dir(opened).map_err(|error| Refusal::of(&error, opened))?;
    let mut entries = Vec::new();
    for entry in listing {
        *visited += 1;
        if *visited > MAX_ENTRIES {
            return Err(Refusal::TooMany);
        }
        entries.push(entry.map_err(|error| Refusal::Reason(reason(&error)))?);
    }
    order::sort_by_key(&mut entries, DirEntry::file_name);
    Ok(entries)
}

/// Names that nobody means: hidden ones, and what editors leave behind.
pub(super) fn unwanted(name: &OsStr) -> Option<FileOutcome> {
    leftover(name).or_else(|| name.as_encoded_bytes().starts_with(b".").then_some(FileOutcome::Hidden))
}

/// What editors leave behind.
pub(super) fn leftover(name: &OsStr) -> Option<FileOutcome> {
    let name = name.as_encoded_bytes();
    let swap = || name.rsplit(|byte| *byte == b'.').next().is_some_and(|end| matches!(end, b"swp" | b"swo" | b"swx"));
    let left = name.ends_with(b"~")
        || name.starts_with(b".#")
        || name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#")
        || name.contains(&b'.') && swap();
    left.then_some(FileOutcome::EditorsLeftover)
}

/// What stands under a name, links followed.
#[derive(Clone, Copy, PartialEq)]
enum Thing {
    /// Also what cannot be looked at: opening it will say why.
    File,
    Directory,
    /// What could wait for ever when it is opened.
    Special,
}

const SPECIAL: &str = "it is not a regular file";

impl Thing {
    /// Most systems say in the listing what an entry is, unless it is a link.
    fn of(entry: &DirEntry, path: &Path) -> Self {
        match entry.file_type() {
            Ok(kind) if kind.is_file() => Thing::File,
            Ok(kind) if kind.is_dir() => Thing::Directory,
            _ => Self::at(path),
        }
    }

    fn at(path: &Path) -> Self {
        match disk::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Thing::Directory,
            Ok(metadata) if !metadata.is_file() => Thing::Special,
            _ => Thing::File,
        }
    }
}

/// What a thing is that would have to be opened to be found out, if opening it could wait for ever.
pub(super) fn special(path: &Path) -> Option<String> {
    (Thing::at(path) == Thing::Special).then(|| SPECIAL.to_owned())
}

pub(super) fn about(path: &Path, sentence: &str, help: Option<&str>) -> Fault {
    let message = format!("{} {sentence}", path.display());
    Fault::plain(ProblemKind::Unreadable, 0, message, help.map(str::to_owned))
}

pub(super) fn too_many_files(what: &Path) -> Fault {
    about(what, &format!("gives more than {MAX_FILES} files"), Some("put them into fewer files"))
}
