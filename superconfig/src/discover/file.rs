//! What is told of a file that was looked for.

use std::{
    fmt,
    path::{Path, PathBuf},
};

/// A place where a file was looked for, and what came of it.
///
/// ```
/// use superconfig::{FileOutcome, SuperConfig};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     #[config(default = 8080)]
///     port: u16,
/// }
///
/// let files = AppConfig::builder().with_optional_file("nowhere/shop.toml").discovered_files();
/// assert_eq!(files[0].outcome(), &FileOutcome::Absent);
/// assert_eq!(files[0].to_string(), "nowhere/shop.toml: not there");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscoveredFile {
    pub(crate) path: PathBuf,
    pub(crate) profile: Option<String>,
    pub(crate) outcome: FileOutcome,
}

impl DiscoveredFile {
    /// Where it was looked for: a file, or the directory or pattern that gave none.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The profile that it is the file of; `local` is none.
    #[must_use]
    pub fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    /// What came of it.
    #[must_use]
    pub fn outcome(&self) -> &FileOutcome {
        &self.outcome
    }

    /// Whether its text is among the sources.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self.outcome, FileOutcome::Taken | FileOutcome::Empty | FileOutcome::Ambiguous)
    }
}

impl fmt::Display for DiscoveredFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The names of files are as others made them.
        write!(f, "{}: {}", crate::problem::plain(self.path.display().to_string()), self.outcome)?;
        match &self.profile {
            Some(profile) => write!(f, " (profile {profile})"),
            None => Ok(()),
        }
    }
}

/// What came of looking for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileOutcome {
    /// It is read.
    Taken,
    /// It is read, and has nothing in it.
    Empty,
    /// It is read, but a file of another format stands in the same place, which is a problem.
    Ambiguous,
    /// There is nothing of that name.
    Absent,
    /// It was there when it was looked for and gone when it was read.
    Vanished,
    /// It is a link to nothing.
    DanglingLink,
    /// It is a directory.
    Directory,
    /// It cannot be read, for this reason.
    Unreadable(String),
    /// Its name begins with a `.`, which nobody asked for.
    Hidden,
    /// An editor left it behind: `x~`, `#x#`, `.#x`, `.x.swp`.
    EditorsLeftover,
    /// Its extension is none of those that stand for a format.
    UnknownFormat,
    /// It is a link that leads out of the directory that a pattern is about.
    OutsideLink,
    /// It is a link to a directory, and `**` does not go through those.
    LinkedDirectory,
    /// It matched, but there were more files than are taken; that is a problem.
    TooMany,
}

impl fmt::Display for FileOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileOutcome::Taken => "taken",
            FileOutcome::Empty => "empty",
            FileOutcome::Ambiguous => "taken, but so is one of another format in the same place",
            FileOutcome::Absent => "not there",
            FileOutcome::Vanished => "gone before it was read",
            FileOutcome::DanglingLink => "a link to nothing",
            FileOutcome::Directory => "a directory",
            FileOutcome::Unreadable(reason) => return write!(f, "cannot be read: {reason}"),
            FileOutcome::Hidden => "left out: hidden",
            FileOutcome::EditorsLeftover => "left out: an editor left it behind",
            FileOutcome::UnknownFormat => "left out: its extension stands for no format",
            FileOutcome::OutsideLink => "left out: a link that leads out of the directory",
            FileOutcome::LinkedDirectory => "left out: a link to a directory, where `**` does not go",
            FileOutcome::TooMany => "left out: there are too many",
        })
    }
}
