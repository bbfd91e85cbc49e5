//! Whether the configuration loads, for each of several profiles: [`Check`].

use std::{
    collections::{HashMap, HashSet},
    fmt::{self, Write as _},
    path::Path,
};

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::{
    place::{Place, relative},
    write::{json, one_line},
};
use crate::{
    config::SuperConfig,
    load::Builder,
    problem::{Color, Error, Problem, beneath, rendered},
    profile,
};

/// What was found by loading a configuration for one profile after the other, without any effect on the process.
///
/// What is the same for several profiles is told once, with the profiles that it concerns.
///
/// ```
/// use superconfig::{Format, SuperConfig};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop", profiles = ["dev", "prod"])]
/// struct AppConfig {
///     #[config(profile(dev = "sqlite://shop.db"))]
///     database: String,
/// }
///
/// let check = AppConfig::builder().check(["dev", "prod"]);
/// assert_eq!(check.exit_code(), 1);
/// assert!(check.is_ok_for("dev") && !check.is_ok_for("prod"));
/// assert_eq!(check.problems().next().unwrap().problem().path(), "database");
/// ```
#[derive(Debug, Clone)]
#[must_use = "a check says what it found, and does nothing about it"]
pub struct Check {
    pub(super) name: &'static str,
    /// As they were asked for; none for the load's own choice.
    profiles: Vec<String>,
    findings: Vec<Finding>,
}

/// A problem or a warning that a [`Check`] found, and the profiles that it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub(super) severity: Severity,
    pub(super) problem: Problem,
    profiles: Vec<String>,
}

/// Whether a [`Finding`] would fail a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// It would.
    Problem,
    /// It is only noticed.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Problem => "problem",
            Severity::Warning => "warning",
        })
    }
}

impl Finding {
    /// Whether it would fail a load.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What it is.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The profiles that it concerns, as they were asked for; none if none were.
    #[must_use]
    pub fn profiles(&self) -> &[String] {
        &self.profiles
    }
}

impl Check {
    /// Whether every load would succeed; warnings are allowed.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.problems().next().is_none()
    }

    /// Whether the load for a profile would succeed.
    #[must_use]
    pub fn is_ok_for(&self, profile: &str) -> bool {
        self.problems().all(|finding| finding.profiles.iter().all(|it| it != profile))
    }

    /// For the process to end with: 0 if every load would succeed, otherwise 1.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        u8::from(!self.is_ok())
    }

    /// The profiles that were asked for; none for the load's own choice.
    #[must_use]
    pub fn profiles(&self) -> &[String] {
        &self.profiles
    }

    /// What would fail a load.
    pub fn problems(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Problem)
    }

    /// What would be noticed.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Warning)
    }

    /// With the paths of files relative to a directory that they lie in, as code hosts want them; others stay as they are.
    pub fn relative_to(mut self, directory: impl AsRef<Path>) -> Self {
        let directory = directory.as_ref();
        for Problem { origin, message, help, .. } in self.findings.iter_mut().map(|finding| &mut finding.problem) {
            if let Some(origin) = origin {
                relative(origin, directory);
            }
            *message = with_relative_paths(message, directory);
            *help = help.as_ref().map(|help| with_relative_paths(help, directory));
        }
        self
    }

    /// As text, without a newline at the end: a line that sums it up, then the problems and the warnings.
    #[must_use]
    pub fn to_text(&self, color: Color) -> String {
        let counted = |count: usize, what: &str| match count {
            0 => format!("no {what}s"),
            1 => format!("1 {what}"),
            count => format!("{count} {what}s"),
        };
        let mut text = self.name.to_owned();
        match self.profiles.as_slice() {
            [] => {}
            [one] => drop(write!(text, " with profile {}", one_line(one))),
            several => drop(write!(text, " with profiles {}", one_line(&several.join(", ")))),
        }
        let _ = write!(text, ": {}", counted(self.problems().count(), "problem"));
        let warnings = self.warnings().count();
        if warnings > 0 {
            let _ = write!(text, ", {}", counted(warnings, "warning"));
        }
        let mut text = color.paint("1", &text);
        for finding in self.problems().chain(self.warnings()) {
            text.push_str("\n\n");
            text.push_str(rendered(&finding.problem, color, &finding.severity.to_string()).trim_end());
            if let Some(concerned) = self.concerned(finding) {
                text.push('\n');
                text.push_str(beneath(&finding.problem, color, &concerned).trim_end());
            }
        }
        text
    }

    /// Whom it concerns, if that needs to be said.
    pub(super) fn concerned(&self, finding: &Finding) -> Option<String> {
        match finding.profiles.as_slice() {
            _ if self.profiles.len() < 2 => None,
            several if several.len() == self.profiles.len() => Some("with every profile".to_owned()),
            [one] => Some(format!("with profile {}", one_line(one))),
            several => Some(format!("with profiles {}", one_line(&several.join(", ")))),
        }
    }

    /// As JSON, which is written for programs and keeps its shape:
    ///
    /// ```json
    /// {
    ///   "name": "shop",
    ///   "ok": false,
    ///   "profiles": [{ "profile": "prod", "ok": false }],
    ///   "findings": [{
    ///     "severity": "problem", "kind": "wrong type", "path": "port", "message": "expected an integer, found \"http\"", "help": null,
    ///     "file": "shop.prod.toml", "line": 3, "column": 8,
    ///     "origin": { "kind": "file", "text": "shop.prod.toml:3:8", "file": "shop.prod.toml", "line": 3, "column": 8 },
    ///     "profiles": ["prod"]
    ///   }]
    /// }
    /// ```
    ///
    /// Whatever is not known is `null`. Origins are as in [`Explanation::to_json`](crate::Explanation::to_json).
    #[must_use]
    pub fn to_json(&self) -> String {
        json(self)
    }
}

/// A sentence with the paths of files in a directory relative to it; what it quotes is a value and stays.
fn with_relative_paths(sentence: &str, directory: &Path) -> String {
    let start = format!("{}{}", directory.display(), std::path::MAIN_SEPARATOR);
    let mut parts = sentence.split(&start);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if !text.is_empty() && !text.ends_with([' ', '(']) {
            text.push_str(&start);
        }
        text.push_str(part);
    }
    text
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text(Color::Never))
    }
}

impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let profiles: Vec<Verdict<'_>> = self.profiles.iter().map(|profile| Verdict { check: self, profile }).collect();
        let findings: Vec<&Finding> = self.problems().chain(self.warnings()).collect();
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("name", self.name)?;
        map.serialize_entry("ok", &self.is_ok())?;
        map.serialize_entry("profiles", &profiles)?;
        map.serialize_entry("findings", &findings)?;
        map.end()
    }
}

struct Verdict<'c> {
    check: &'c Check,
    profile: &'c str,
}

impl Serialize for Verdict<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("profile", self.profile)?;
        map.serialize_entry("ok", &self.check.is_ok_for(self.profile))?;
        map.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Problem { kind, path, message, help, origin, .. } = &self.problem;
        let place = origin.as_ref().map(Place);
        let mut map = serializer.serialize_map(Some(10))?;
        map.serialize_entry("severity", &self.severity.to_string())?;
        map.serialize_entry("kind", &kind.to_string())?;
        map.serialize_entry("path", path)?;
        map.serialize_entry("message", message)?;
        map.serialize_entry("help", help)?;
        map.serialize_entry("file", &place.as_ref().and_then(Place::file).map(Path::to_string_lossy))?;
        map.serialize_entry("line", &place.as_ref().and_then(Place::line))?;
        map.serialize_entry("column", &place.as_ref().and_then(Place::column))?;
        map.serialize_entry("origin", &place)?;
        map.serialize_entry("profiles", &self.profiles)?;
        map.end()
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    /// Where those are that may be the same.
    alike: HashMap<(Severity, String, String), Vec<usize>>,
}

impl Found {
    /// Takes in what a load found.
    fn take(&mut self, profile: Option<&str>, problems: Vec<Problem>, warnings: Vec<Problem>) {
        let problems = problems.into_iter().map(|problem| (Severity::Problem, problem));
        let warnings = warnings.into_iter().map(|problem| (Severity::Warning, problem));
        // One load may well say the same twice.
        let mut taken = HashSet::new();
        for (severity, problem) in problems.chain(warnings) {
            let alike = self.alike.entry((severity, problem.path.clone(), problem.message.clone())).or_default();
            let known = alike.iter().find(|at| self.findings[**at].problem == problem && !taken.contains(*at));
            let at = known.copied().unwrap_or_else(|| {
                alike.push(self.findings.len());
                self.findings.push(Finding { severity, problem, profiles: Vec::new() });
                self.findings.len() - 1
            });
            taken.insert(at);
            self.findings[at].profiles.extend(profile.map(str::to_owned));
        }
    }
}

impl<T: SuperConfig> Builder<T> {
    /// Loads once for each of these profiles and says everything that is wrong, or would be noticed, with any of them. Nothing is
    /// published, logged or printed. `dev,eu` stands for both together; what else would choose profiles, the variable, arguments and
    /// [`select_profile`](Self::select_profile), is not asked. Without any profile it is one load with those that it would have.
    pub fn check<P: Into<String>>(&self, profiles: impl IntoIterator<Item = P>) -> Check {
        let (mut found, mut checked) = (Found::default(), Vec::new());
        for profile in profiles {
            let profile = profile.into();
            if checked.contains(&profile) {
                continue;
            }
            let active = profile::split(&profile);
            let builder = self.clone().select_profile(move |_| active.clone());
            let (problems, warnings) = builder.problems_and_warnings();
            found.take(Some(&profile), problems, warnings);
            checked.push(profile);
        }
        if checked.is_empty() {
            let (problems, warnings) = self.problems_and_warnings();
            found.take(None, problems, warnings);
        }
        Check { name: T::SCHEMA.name, profiles: checked, findings: found.findings }
    }

    /// Like [`Self::check`], for all profiles that the struct declares; if it declares none, for those that its settings mention.
    pub fn check_all_profiles(&self) -> Check {
        let schema = Self::blank().map_or(T::SCHEMA, |(schema, _)| schema);
        self.check(profile::known(schema))
    }

    fn problems_and_warnings(&self) -> (Vec<Problem>, Vec<Problem>) {
        match self.extract_snapshot() {
            Ok(snapshot) => (Vec::new(), snapshot.warnings().to_vec()),
            Err(error) => Error::into_parts(error),
        }
    }
}
