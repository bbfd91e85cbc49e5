//! What is wrong with a configuration: [`Problem`], and [`Error`], which is a list of them.
//!
//! While a load runs, problems are noted as [`Fault`]s: facts, without positions or sentences. Only a load that fails
//! turns them into problems (`explain.rs`), and only a report that is printed turns those into text (`report.rs`).

mod breach;
mod explain;
mod fault;
mod report;
mod snippet;
mod suggest;
mod suppress;

pub(crate) use breach::{Breach, Broken, Party};
pub(crate) use explain::{Context, Explained, explain};
pub(crate) use fault::{Fault, FaultKind};
pub use report::Color;
pub(crate) use report::plain;
#[cfg(feature = "inspect")]
pub(crate) use report::steers;
#[cfg(feature = "inspect")]
pub(crate) use report::{beneath, problem as rendered};
pub(crate) use suggest::closest;
pub(crate) use suppress::Suppress;

use std::fmt;

use crate::{load::LoadReport, origin::Origin};

/// One thing that is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    pub(crate) kind: ProblemKind,
    pub(crate) path: String,
    pub(crate) origin: Option<Origin>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) snippet: Option<Snippet>,
}

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A text does not follow the grammar of its format, or is not UTF-8.
    Syntax,
    /// A value is not of the setting's type.
    WrongType,
    /// A key in a file, or a variable with the program's prefix, that names no setting.
    UnknownKey,
    /// A setting that nothing sets and that has no default.
    Missing,
    /// A value of the right type that is not allowed.
    Invalid,
    /// A value from a source that may not set the setting; see [`sources`](macro@crate::SuperConfig#sources).
    Forbidden,
    /// A secret where others can read it.
    Exposed,
    /// A file that is absent, cannot be read, or is no file.
    Unreadable,
    /// Two sources that say the same thing in one place, or a text whose format cannot be told.
    Ambiguous,
    /// A former name, or a setting that is on its way out.
    Deprecated,
    /// A setting that there is no more; the help says what took its place.
    Removed,
    /// A profile that is not declared or that nothing mentions.
    UnknownProfile,
    /// What a reload may not change, or a subscriber would not have; see [`watch`](trait@crate::SuperConfig#method.watch).
    Refused,
    /// A file that is watched and whose replacement never arrives, since it is mounted by itself; see
    /// [`watch`](trait@crate::SuperConfig#method.watch). Only ever a warning.
    Unwatchable,
    /// A source has more problems than are listed: 100 of each source are.
    More,
}

impl ProblemKind {
    pub(crate) const ALL: &[ProblemKind] = &[
        ProblemKind::Syntax,
        ProblemKind::WrongType,
        ProblemKind::UnknownKey,
        ProblemKind::Missing,
        ProblemKind::Invalid,
        ProblemKind::Forbidden,
        ProblemKind::Exposed,
        ProblemKind::Unreadable,
        ProblemKind::Ambiguous,
        ProblemKind::Deprecated,
        ProblemKind::Removed,
        ProblemKind::UnknownProfile,
        ProblemKind::Refused,
        ProblemKind::Unwatchable,
        ProblemKind::More,
    ];
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ProblemKind::Syntax => "syntax",
            ProblemKind::WrongType => "wrong type",
            ProblemKind::UnknownKey => "unknown key",
            ProblemKind::Missing => "missing",
            ProblemKind::Invalid => "invalid",
            ProblemKind::Forbidden => "forbidden",
            ProblemKind::Exposed => "exposed",
            ProblemKind::Unreadable => "unreadable",
            ProblemKind::Ambiguous => "ambiguous",
            ProblemKind::Deprecated => "deprecated",
            ProblemKind::Removed => "removed",
            ProblemKind::UnknownProfile => "unknown profile",
            ProblemKind::Refused => "refused",
            ProblemKind::Unwatchable => "unwatchable",
            ProblemKind::More => "more",
        })
    }
}

/// The line of a source with the offending part marked; secrets are already taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Snippet {
    pub(crate) line_number: usize,
    pub(crate) line: String,
    /// In characters of `line`.
    pub(crate) underline: std::ops::Range<usize>,
}

impl Problem {
    /// Of a reload that is not to be.
    #[cfg(feature = "watch")]
    pub(crate) fn refused(path: &str, origin: Option<Origin>, message: String, help: Option<String>) -> Self {
        let (path, message) = (plain(path.to_owned()), plain(message));
        Self { kind: ProblemKind::Refused, path, origin, message, help, snippet: None }
    }

    /// Of a file that is mounted by itself. The message names it, so that the warning can be suppressed for one file.
    #[cfg(feature = "watch")]
    pub(crate) fn unwatchable(file: &std::path::Path) -> Self {
        let name = plain(file.display().to_string());
        let message = format!("{name} is mounted by itself, so a new file that takes its place never arrives");
        let help = "mount the directory instead of the file, or restart the program after a change".to_owned();
        let origin = Some(Origin::File { path: file.to_owned(), location: None });
        Self { kind: ProblemKind::Unwatchable, path: String::new(), origin, message, help: Some(help), snippet: None }
    }

    /// What kind of problem it is.
    #[must_use]
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// The path of the setting or section, as in `database.pool_size`; empty if it concerns a source as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where the offending value or text stands; `None` if nothing was there.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// What is wrong, in one sentence, without the path. Values of secrets are never in it.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to mend it.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// Everything that is wrong with a configuration, found in one run.
///
/// `Display` and `Debug` both print the whole report, so that `fn main() -> Result<(), superconfig::Error>` shows it.
/// Both are plain text, fit for a log; [`Error::eprint`] adds colour when standard error is a terminal.
///
/// ```
/// use superconfig::{Format, ProblemKind, SuperConfig};
///
/// #[derive(Debug, SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     port: u16,
///     host: String,
/// }
///
/// let error = AppConfig::builder().with_str(Format::Toml, "port = 'http'").extract().unwrap_err();
/// assert_eq!(error.problems().len(), 2);
/// assert_eq!(error.problems()[0].kind(), ProblemKind::WrongType);
/// assert_eq!(error.problems()[1].path(), "host");
/// ```
#[derive(Clone)]
pub struct Error(Box<Report>);

#[derive(Clone)]
pub(crate) struct Report {
    pub(crate) name: &'static str,
    pub(crate) problems: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
    sources: Vec<String>,
    load: Option<LoadReport>,
}

impl Error {
    /// About something that was asked for, and no load.
    #[cfg(feature = "inspect")]
    pub(crate) fn about(
        name: &'static str,
        kind: ProblemKind,
        path: &str,
        message: String,
        help: Option<String>,
    ) -> Self {
        let (path, message) = (plain(path.to_owned()), plain(message));
        Self::new(name, vec![Problem { kind, path, origin: None, message, help, snippet: None }], Vec::new())
    }

    pub(crate) fn new(name: &'static str, problems: Vec<Problem>, warnings: Vec<Problem>) -> Self {
        Self(Box::new(Report { name, problems, warnings, sources: Vec::new(), load: None }))
    }

    /// Of a reload, or a watching, that is not to be.
    #[cfg(feature = "watch")]
    pub(crate) fn refused(name: &'static str, message: String) -> Self {
        Self::new(name, vec![Problem::refused("", None, message, None)], Vec::new())
    }

    /// With something more to do about each problem.
    #[cfg(feature = "watch")]
    pub(crate) fn advised(mut self, advice: &str) -> Self {
        for problem in &mut self.0.problems {
            problem.help = Some(match problem.help.take() {
                Some(help) => format!("{help}; {advice}"),
                None => advice.to_owned(),
            });
        }
        self
    }

    /// The problems and the warnings.
    #[cfg(feature = "inspect")]
    pub(crate) fn into_parts(self) -> (Vec<Problem>, Vec<Problem>) {
        (self.0.problems, self.0.warnings)
    }

    /// Says what the load had done by then.
    pub(crate) fn after(mut self, sources: Vec<String>, load: Option<LoadReport>) -> Self {
        self.0.sources = sources;
        self.0.load = load;
        self
    }

    /// The problems, by source from the lowest precedence to the highest and by place within each; missing settings
    /// come last. Never empty.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// What was noticed besides and would not have failed the load.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.0.warnings
    }

    /// What the sources of the load are called, from the lowest precedence to the highest: those that were read, and those that
    /// should have been and could not.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.0.sources
    }

    /// What the load did in spite of it, if it was one that [gives a report](crate::Builder::load_with_report).
    #[must_use]
    pub fn load_report(&self) -> Option<&LoadReport> {
        self.0.load.as_ref()
    }

    /// Prints the report to standard error, in colour if that is a terminal and `NO_COLOR` is not set.
    pub fn eprint(&self) {
        let text = self.report(Color::for_stderr());
        // Nobody listening is no reason to fail.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
    }

    /// The report as text.
    #[must_use]
    pub fn report(&self, color: Color) -> String {
        report::render(&self.0, color)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.report(Color::Never).trim_end())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(report::problem(self, Color::Never, "problem").trim_end())
    }
}
