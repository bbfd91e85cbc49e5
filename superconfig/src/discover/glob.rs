//! Patterns for files, and the order in which these are read. The crate `fast-glob` has the grammar, `walk.rs` goes through the
//! directories.

use std::{
    cmp::Ordering,
    ffi::{OsStr, OsString},
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::path::expand_with;
use crate::order;
use crate::source::Environment;
use crate::substitute::Unclear;
use crate::{disk, gather::Gather as _};

/// The longest pattern, in bytes.
const MAX_PATTERN: usize = 1024;

/// The order in which the files of a pattern are read: the later one wins. Equals stand in alphabetical order.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum GlobOrder {
    /// By path, directory by directory: `10-a.toml`, `20-b.toml`, `a/x.toml`, `a-b/x.toml`.
    #[default]
    Alphabetical,
    /// By path, backwards.
    Reverse,
    /// By the time of the last change: the newest wins.
    Modified,
    /// By size: the largest wins.
    Size,
    /// By a function of one's own; see [`GlobOrder::by`].
    Custom(Arc<Compare>),
}

type Compare = dyn Fn(&Path, &Path) -> Ordering + Send + Sync;

impl GlobOrder {
    /// By a function that says which of two files is read first: `Less` means the first of them. It gets the paths as they are
    /// opened, and need not be free of contradictions.
    ///
    /// ```
    /// use superconfig::GlobOrder;
    ///
    /// // Files deeper down win.
    /// let order = GlobOrder::by(|a, b| a.components().count().cmp(&b.components().count()));
    /// ```
    pub fn by(compare: impl Fn(&Path, &Path) -> Ordering + Send + Sync + 'static) -> Self {
        GlobOrder::Custom(Arc::new(compare))
    }

    pub(super) fn sort(&self, files: &mut Vec<PathBuf>) {
        order::sort_by(files, Ord::cmp);
        let look = |path: &PathBuf| disk::dated(path).ok();
        match self {
            GlobOrder::Alphabetical => {}
            GlobOrder::Reverse => files.reverse(),
            GlobOrder::Modified => order::sort_by_key(files, |path| look(path).and_then(|it| it.modified().ok())),
            GlobOrder::Size => order::sort_by_key(files, |path| look(path).map(|metadata| metadata.len())),
            GlobOrder::Custom(compare) => {
                // Unlike `sort_by` this bears a function that contradicts itself.
                let mut sorted: Vec<PathBuf> = Vec::with_capacity(files.len());
                for path in files.drain(..) {
                    let at = sorted.partition_point(|other| compare(other, &path) != Ordering::Greater);
                    sorted.insert(at, path);
                }
                *files = sorted;
            }
        }
    }
}

impl fmt::Debug for GlobOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            GlobOrder::Alphabetical => "Alphabetical",
            GlobOrder::Reverse => "Reverse",
            GlobOrder::Modified => "Modified",
            GlobOrder::Size => "Size",
            GlobOrder::Custom(_) => "Custom(..)",
        })
    }
}

/// A pattern that has been understood.
#[derive(Debug)]
pub(crate) struct Glob {
    /// As it was given.
    pub(super) text: String,
    /// The part without wildcards: nothing outside of it is read.
    pub(super) root: PathBuf,
    /// The rest, for the matcher, and its parts between slashes.
    rest: String,
    pub(super) parts: Vec<String>,
}

/// A pattern with its `~` and its `${VAR}` as they stand for; what they hold has no wildcards, whatever its letters.
pub(crate) fn expand_pattern(
    pattern: &Path,
    environment: &Environment,
    home: Option<&Path>,
) -> Result<String, Unclear> {
    let text = expand_with(pattern, environment, home, &escaped)?.into_owned().into_os_string();
    text.into_string().map_err(|_| Unclear::new("it is not UTF-8", "use `?` for the letters that are not"))
}

/// A text that stands for itself in a pattern.
fn escaped(value: &OsStr) -> Result<OsString, Unclear> {
    let Some(text) = value.to_str() else {
        return Err(Unclear::new("what a variable in it holds is not UTF-8", "name a directory whose name is UTF-8"));
    };
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' if cfg!(windows) => escaped.push('/'),
            '*' | '?' | '[' | ']' | '{' | '}' | '!' | ',' | '\\' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    Ok(escaped.into())
}

impl Glob {
    /// Takes a pattern apart; `base` is where relative ones begin.
    pub(crate) fn new(text: &str, base: &Path) -> Result<Self, Unclear> {
        check(text)?;
        let mut parts = parts(text);
        let Some(last) = parts.pop().filter(|last| !last.is_empty()) else {
            return Err(Unclear::new(
                "it names no file",
                "end it like `/*.toml`, or add the directory with `with_dir`",
            ));
        };
        let fixed = parts.iter().position(|part| has_wildcards(part)).unwrap_or(parts.len());
        let mut rest: Vec<String> = parts.split_off(fixed);
        rest.push(last);
        rest.retain(|part| !part.is_empty() && part != ".");
        if rest.is_empty() || rest.iter().any(|part| part == "..") {
            let help = "`..` may stand only before the first wildcard";
            return Err(Unclear::new("`..` and `.` name no file", help));
        }
        let root = match parts.as_slice() {
            [] => String::new(),
            [first] if first.is_empty() => "/".to_owned(),
            parts => plain(&parts.join("/")),
        };
        let mut joined = rest.join("/");
        if joined.starts_with('!') {
            // The matcher would take it for "all but".
            joined.insert(0, '\\');
        }
        Ok(Self { text: text.to_owned(), root: base.join(root), rest: joined, parts: rest })
    }

    pub(super) fn matches(&self, relative: &[u8]) -> bool {
        is_match(&self.rest, relative)
    }

    /// Whether something in a directory may match.
    pub(super) fn enters(&self, name: &[u8], depth: usize) -> bool {
        if self.parts.iter().take(depth).any(|part| is_wide(part)) {
            return true;
        }
        depth < self.parts.len() && is_match(&unnegated(&self.parts[depth - 1]), name)
    }

    /// Whether a name at this depth may begin with a `.`: only where the pattern has one, and never for `**`.
    pub(super) fn allows_hidden(&self, depth: usize, directory: bool) -> bool {
        let dotted = |part: &String| {
            let before = ["{.", ",.", "/."];
            part.trim_start_matches('\\').starts_with('.') || before.iter().any(|with_dot| part.contains(with_dot))
        };
        let above = &self.parts[..depth.min(self.parts.len())];
        if !directory {
            self.parts.last().is_some_and(dotted)
        } else if above.iter().any(|part| part.contains("**")) {
            false
        } else if above.iter().any(|part| is_wide(part)) {
            above.iter().any(dotted)
        } else {
            above.last().is_some_and(dotted)
        }
    }

    /// Whether the pattern itself says the extension.
    pub(super) fn names_extension(&self, path: &Path) -> bool {
        let last = self.parts.last().map_or("", String::as_str);
        let extension = path.extension().and_then(OsStr::to_str);
        let mut words = last.split(['.', '{', ',', '}']).skip(1);
        !has_wildcards(last) || words.any(|word| Some(word) == extension)
    }

    /// Whether the pattern names one file.
    pub(super) fn is_plain(&self) -> bool {
        !self.parts.iter().any(|part| has_wildcards(part))
    }
}

/// Refuses what the matcher would take for something else than was meant.
fn check(text: &str) -> Result<(), Unclear> {
    if text.len() > MAX_PATTERN {
        return Err(Unclear::new(format!("it is longer than {MAX_PATTERN} bytes"), "use several patterns"));
    }
    let mut escape = false;
    for c in text.chars() {
        if escape && !"*?[]{}!,\\-^.~$".contains(c) {
            let help = "write `/` between directories; `\\` takes the meaning from a wildcard";
            return Err(Unclear::new(format!("`\\{c}` means nothing in it"), help));
        }
        escape = !escape && c == '\\';
    }
    fast_glob::validate(text).map_err(|error| {
        use fast_glob::ErrorKind;
        let what = match error.kind {
            ErrorKind::UnclosedBrace => "a `{` in it has no `}`",
            ErrorKind::UnclosedBracket => "a `[` in it has no `]`",
            ErrorKind::TrailingBackslash => "it ends in a `\\`",
            ErrorKind::BraceNestingTooDeep => "its braces nest too deep",
            ErrorKind::TooManyBraceGroups => "it has more than 10 groups of braces",
            _ => "it cannot be made out",
        };
        Unclear::new(
            format!("{what} (character {})", error.index + 1),
            "write `\\` before a wildcard that means itself",
        )
    })
}

/// The parts between slashes; those within braces and brackets divide nothing.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut braces, mut in_class, mut escape) = (0usize, false, false);
    for c in text.chars() {
        let part = parts.last_mut().expect("there is always one");
        match c {
            _ if escape => part.push(c),
            '/' if braces == 0 && !in_class => {
                parts.push(String::new());
                continue;
            }
            c => {
                match c {
                    '[' => in_class = true,
                    ']' => in_class = false,
                    '{' if !in_class => braces += 1,
                    '}' if !in_class => braces = braces.saturating_sub(1),
                    _ => {}
                }
                part.push(c);
            }
        }
        escape = !escape && c == '\\';
    }
    parts
}

fn has_wildcards(part: &str) -> bool {
    let mut escape = false;
    part.chars().any(|c| {
        let wild = !escape && matches!(c, '*' | '?' | '[' | '{');
        escape = !escape && c == '\\';
        wild
    })
}

/// Whether a part may stand for several directories in each other.
fn is_wide(part: &str) -> bool {
    part.contains("**") || part.contains('{') && part.contains('/')
}

/// The text without what takes the meaning from wildcards.
fn plain(part: &str) -> String {
    let mut escape = false;
    let mut plain = String::with_capacity(part.len());
    for c in part.chars() {
        escape = !escape && c == '\\';
        if !escape {
            plain.push(c);
        }
    }
    plain
}

fn unnegated(part: &str) -> String {
    if part.starts_with('!') { format!("\\{part}") } else { part.to_owned() }
}

/// The matcher knows bytes, people letters: where some are longer than a byte, each is given a byte of its own, in their order.
fn is_match(pattern: &str, path: &[u8]) -> bool {
    let text = match std::str::from_utf8(path) {
        Ok(text) if !path.is_ascii() => text,
        _ => return fast_glob::glob_match(pattern, path),
    };
    let mut letters: Vec<char> = pattern.chars().chain(text.chars()).filter(|c| !c.is_ascii()).gather();
    order::sort_by(&mut letters, Ord::cmp);
    letters.dedup();
    let byte = |c: char| match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => Some(byte),
        _ => u8::try_from(0x80 + letters.binary_search(&c).ok()?).ok(),
    };
    let translate = |text: &str| -> Option<Vec<u8>> { text.chars().map(byte).collect() };
    match (translate(pattern), translate(text)) {
        (Some(pattern), Some(text)) => fast_glob::glob_match(pattern, text),
        // More letters than there are bytes.
        _ => fast_glob::glob_match(pattern, path),
    }
}
