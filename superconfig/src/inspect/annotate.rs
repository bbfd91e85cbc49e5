//! What a [`Check`] found, for code hosts that show it on the lines that were changed.

use std::collections::HashMap;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::{
    check::{Check, Finding, Severity},
    place::Place,
    write::{json, one_line},
};
use crate::problem::Problem;

impl Check {
    /// As the commands by which GitHub's workflows, and others that understand these, show problems on the lines that they are
    /// about: `::error file=shop.toml,line=3,col=8,title=…::…`, one a line. Paths should be [relative](Self::relative_to) to the
    /// repository. Empty if there is nothing to tell.
    #[must_use]
    pub fn to_annotations(&self) -> String {
        self.problems().chain(self.warnings()).map(|finding| self.annotation(finding)).collect()
    }

    fn annotation(&self, finding: &Finding) -> String {
        let Finding { severity, problem, .. } = finding;
        let place = problem.origin.as_ref().map(Place);
        let mut properties = Vec::new();
        if let Some(file) = place.as_ref().and_then(Place::file) {
            properties.push(("file", file.display().to_string()));
            properties.extend(place.as_ref().and_then(Place::line).map(|line| ("line", line.to_string())));
            properties.extend(place.as_ref().and_then(Place::column).map(|column| ("col", column.to_string())));
        }
        let about = if problem.path.is_empty() { self.name } else { &problem.path };
        properties.push(("title", format!("{}: {about}", problem.kind)));
        let properties: Vec<String> =
            properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
        let command = match severity {
            Severity::Problem => "error",
            Severity::Warning => "warning",
        };
        format!("::{command} {}::{}\n", properties.join(","), escaped(&self.sentences(finding)))
    }

    /// All of a finding but its place, on one or more lines.
    fn sentences(&self, finding: &Finding) -> String {
        let problem = &finding.problem;
        let in_file = problem.origin.as_ref().is_some_and(|origin| Place(origin).file().is_some());
        let origin = problem.origin.as_ref().filter(|_| !in_file).map(|origin| format!("in {origin}"));
        let help = problem.help.as_ref().map(|help| format!("help: {help}"));
        let lines = [Some(problem.message.clone()), origin, help, self.concerned(finding)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// As a report of GitLab's code quality, which it shows on the changed lines of a merge request. Paths should be
    /// [relative](Self::relative_to) to the repository. What stands in no file has the name of its source as its path.
    #[must_use]
    pub fn to_code_quality(&self) -> String {
        let mut seen = HashMap::new();
        let issues: Vec<Issue<'_>> = (self.problems().chain(self.warnings()))
            .map(|finding| {
                let problem = &finding.problem;
                let facts = format!("{}\0{}\0{}\0{}", problem.kind, problem.path, problem.message, path_of(problem));
                // The same may be wrong twice in a file.
                let count: &mut usize = seen.entry(facts.clone()).or_default();
                *count += 1;
                Issue { check: self, finding, fingerprint: format!("{:016x}", hash(&format!("{facts}\0{count}"))) }
            })
            .collect();
        json(&issues)
    }
}

/// Where code hosts look for a problem.
fn path_of(problem: &Problem) -> String {
    let Some(origin) = &problem.origin else { return "(nowhere)".to_owned() };
    Place(origin).file().map_or_else(|| one_line(&origin.to_string()), |path| path.display().to_string())
}

/// FNV-1a, which is the same tomorrow and everywhere.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A text in a workflow command.
fn escaped(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(one_line).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property in a workflow command.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

/// One of GitLab's.
struct Issue<'c> {
    check: &'c Check,
    finding: &'c Finding,
    fingerprint: String,
}

impl Serialize for Issue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let problem = &self.finding.problem;
        let line = problem.origin.as_ref().and_then(|origin| Place(origin).line()).unwrap_or(1);
        let subject = if problem.path.is_empty() { String::new() } else { format!("{}: ", problem.path) };
        let description = format!("{subject}{}", self.check.sentences(self.finding).replace('\n', "; "));
        let severity = match self.finding.severity {
            Severity::Problem => "major",
            Severity::Warning => "minor",
        };
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("description", &one_line(&description))?;
        map.serialize_entry("check_name", &problem.kind.to_string().replace(' ', "-"))?;
        map.serialize_entry("fingerprint", &self.fingerprint)?;
        map.serialize_entry("severity", severity)?;
        map.serialize_entry("location", &At { path: path_of(problem), line })?;
        map.end()
    }
}

struct At {
    path: String,
    line: usize,
}

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lines: HashMap<&str, usize> = HashMap::from([("begin", self.line)]);
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("lines", &lines)?;
        map.end()
    }
}
