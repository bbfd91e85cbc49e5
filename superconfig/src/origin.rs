//! Where a value came from: the compact mark that every setting of a draft carries, and the [`Origin`] that it is
//! turned into for people.

use std::{fmt, path::PathBuf};

/// Which source set a setting, and where in it: 8 bytes, so that recording it costs next to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// 0: nobody yet. Otherwise one more than the index of the source in the load's list of sources.
    pub(crate) source: u32,
    /// For text the byte where the value begins; for the environment the index of the variable.
    pub(crate) at: u32,
}

impl Mark {
    pub(crate) const UNSET: Mark = Mark { source: 0, at: 0 };
    /// Some source tried and failed: there is a problem about it already.
    pub(crate) const FAILED: Mark = Mark { source: u32::MAX, at: 0 };
    /// No place within the source is known.
    pub(crate) const NOWHERE: u32 = u32::MAX;

    pub(crate) fn is_unset(self) -> bool {
        self.source == 0
    }
}

/// Where a value came from.
///
/// ```
/// use superconfig::{Origin, SuperConfig};
///
/// #[derive(SuperConfig)]
/// struct Limits {
///     #[config(default = 10)]
///     connections: u32,
/// }
///
/// let snapshot = Limits::builder().extract_snapshot()?;
/// let (path, origin) = snapshot.origins().next().unwrap();
/// assert_eq!((path.as_str(), origin), ("connections", Origin::Default));
/// # Ok::<(), superconfig::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// Nobody set it and it is optional.
    Unset,
    /// The default in the struct.
    Default,
    /// The default in the struct for that profile.
    ProfileDefault(String),
    /// A file.
    File {
        /// The file, as it was named or found.
        path: PathBuf,
        /// Where in it, if that is known.
        location: Option<Location>,
    },
    /// Text handed over in code, with the name it was given.
    Text {
        /// What the text is called in reports.
        name: String,
        /// Where in it, if that is known.
        location: Option<Location>,
    },
    /// An environment variable.
    Environment(String),
    /// A variable in a `.env` file.
    Dotenv {
        /// The file, as it was named or found.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The variable.
        variable: String,
    },
    /// An argument of the command line, as in `--database.pool-size`.
    Argument(String),
    /// Set in code, by `with_value`.
    Code,
}

/// A place in a text. Both numbers count from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The character within the line.
    pub column: usize,
}

impl Location {
    /// The place of a byte offset in `text`.
    pub(crate) fn of(text: &str, offset: usize) -> Location {
        Location { line: 1, column: 1 }.behind(&text[..floor(text, offset)])
    }

    /// The place behind a piece of text that begins here.
    fn behind(self, piece: &str) -> Location {
        let line = self.line + piece.matches('\n').count();
        let (column, rest) = match piece.rfind('\n') {
            Some(newline) => (1, &piece[newline + 1..]),
            None => (self.column, piece),
        };
        let rest = if column == 1 { rest.trim_start_matches('\u{feff}') } else { rest };
        Location { line, column: column + rest.chars().count() }
    }
}

/// The largest character boundary that is not beyond `offset`.
fn floor(text: &str, mut offset: usize) -> usize {
    offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A text with some of its places known, so that others are found from there.
#[derive(Debug)]
pub(crate) struct Ruler<'t> {
    text: &'t str,
    /// The places a stride apart.
    marks: Vec<(usize, Location)>,
}

impl<'t> Ruler<'t> {
    const STRIDE: usize = 1024;

    pub(crate) fn new(text: &'t str) -> Self {
        let mut marks = vec![(0, Location { line: 1, column: 1 })];
        let (mut at, mut place) = marks[0];
        while at + Self::STRIDE < text.len() {
            let next = floor(text, at + Self::STRIDE);
            place = place.behind(&text[at..next]);
            at = next;
            marks.push((at, place));
        }
        Self { text, marks }
    }

    /// The place of a byte offset.
    pub(crate) fn place(&self, offset: usize) -> Location {
        let offset = floor(self.text, offset);
        let (at, place) = self.marks[self.marks.partition_point(|(at, _)| *at <= offset) - 1];
        place.behind(&self.text[at..offset])
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, location): (&dyn fmt::Display, _) = match self {
            Origin::Unset => return f.write_str("not set"),
            Origin::Default => return f.write_str("default"),
            Origin::ProfileDefault(profile) => return write!(f, "default for profile {profile}"),
            Origin::Environment(name) => return write!(f, "environment variable {name}"),
            Origin::Dotenv { path, line, .. } => return write!(f, "{}:{line}", path.display()),
            Origin::Argument(name) => return write!(f, "argument {name}"),
            Origin::Code => return f.write_str("set in code"),
            Origin::File { path, location } => (&path.display(), location),
            Origin::Text { name, location } => (name, location),
        };
        write!(f, "{name}")?;
        location.map_or(Ok(()), |location| write!(f, ":{location}"))
    }
}
