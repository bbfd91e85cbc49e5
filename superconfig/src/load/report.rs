//! What a load says of itself to whoever asks for it: the sources in their order, and what each of them gave.

use std::{
    cell::RefCell,
    fmt,
    path::Path,
    rc::Rc,
    time::{Duration, Instant},
};

use super::pipeline::Scratch;
use crate::{
    build::overlay,
    discover::{DiscoveredFile, FileOutcome},
    draft::{Draft, Marks},
    format::EXTENSIONS,
    gather::Gather as _,
    origin::{Mark, Origin},
    problem::{Problem, plain},
    schema::{self, Schema},
    source::{Source, What},
};

/// What a load did: which sources it met, lowest precedence first, and what each of them supplied in the end.
///
/// Its `Display` is for people:
///
/// ```text
/// shop: 2 sources in 412.7µs
/// settings  source
///        3  default
///        -  /etc/shop/{shop,config}.{toml,json,yaml,yml}: not there
///        2  shop.toml
///        1  environment
/// ```
///
/// ```
/// use superconfig::{Format, SuperConfig};
///
/// #[derive(SuperConfig)]
/// struct Limits {
///     #[config(default = 10)]
///     connections: u32,
///     #[config(default = 5)]
///     retries: u32,
/// }
///
/// let (_, report) = Limits::builder().with_str(Format::Toml, "retries = 1").extract_with_report()?;
/// assert_eq!(report.sources()[0].name(), "default");
/// assert_eq!(report.sources()[0].settings(), ["connections"]);
/// assert_eq!(report.sources()[1].settings(), ["retries"]);
/// # Ok::<(), superconfig::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct LoadReport {
    name: &'static str,
    sources: Vec<SourceReport>,
    warnings: Vec<Problem>,
    suppressed: usize,
    profiles: Vec<String>,
    elapsed: Duration,
}

impl LoadReport {
    /// The sources, the lowest precedence first: the defaults, those of the active profiles, then what was asked for. Of files
    /// also those that are not there or were left out.
    #[must_use]
    pub fn sources(&self) -> &[SourceReport] {
        &self.sources
    }

    /// What was noticed and did not fail the load.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// How many warnings [were left out](crate::Builder::suppress_warnings).
    #[must_use]
    pub fn suppressed_warnings(&self) -> usize {
        self.suppressed
    }

    /// The profiles that were active, the most important one last.
    #[must_use]
    pub fn profiles(&self) -> &[String] {
        &self.profiles
    }

    /// How long it took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// One source in a [`LoadReport`].
#[derive(Debug, Clone)]
pub struct SourceReport {
    name: String,
    file: Option<DiscoveredFile>,
    settings: Vec<String>,
}

impl SourceReport {
    /// What it is called: `default`, a file's path, `environment`, `<text>`, `code`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What was found, if it is a file or a place that was looked at for one.
    #[must_use]
    pub fn file(&self) -> Option<&DiscoveredFile> {
        self.file.as_ref()
    }

    /// Whether its settings count; not so for a file that is not there, say.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.file.as_ref().is_none_or(DiscoveredFile::is_taken)
    }

    /// The paths of the settings that it supplied in the end, in the order of the struct; those that a later source replaced
    /// are not among them. A setting that several sources fill together, such as a map, is the last one's.
    #[must_use]
    pub fn settings(&self) -> &[String] {
        &self.settings
    }
}

/// What a load notes when somebody wants to know.
pub(crate) struct Trace {
    started: Instant,
    files: Vec<Traced>,
    report: Option<LoadReport>,
    /// Who looks at the draft while it is being filled.
    pub(super) watch: Option<Rc<RefCell<dyn Watch>>>,
}

/// Looks at the draft of a load that is on its way.
pub(crate) trait Watch {
    /// After a source has written into it, by its index; or after code has taken something back, which is no source.
    fn wrote(&mut self, source: Option<usize>, schema: &'static Schema, draft: &mut dyn Draft);

    /// When it has its defaults.
    fn complete(&mut self, whole: &Whole<'_>, draft: &mut dyn Draft);

    /// When it was for nothing, and the load begins anew.
    fn restart(&mut self);
}

/// What a load knows when its draft is complete, whatever is wrong.
#[cfg_attr(not(feature = "inspect"), allow(dead_code))] // nobody watches then
pub(crate) struct Whole<'a> {
    pub(crate) schema: &'static Schema,
    /// With their texts.
    pub(crate) sources: &'a [Source],
    pub(crate) profiles: &'a [String],
    pub(crate) scratch: Scratch<'a>,
}

struct Traced {
    file: DiscoveredFile,
    /// How many sources there were before.
    before: usize,
    source: Option<usize>,
}

impl Trace {
    pub(super) fn new() -> Self {
        Self { started: Instant::now(), files: Vec::new(), report: None, watch: None }
    }

    /// Forgets what was noted, but not when it began.
    pub(super) fn restart(&mut self) {
        self.files.clear();
        if let Some(watch) = &self.watch {
            watch.borrow_mut().restart();
        }
    }

    /// Notes a file that gave the first of the sources of its name behind `before`, or none if there is none; what it includes
    /// stands before it, what it holds for profiles after it.
    pub(super) fn note(&mut self, file: DiscoveredFile, before: usize, sources: &[Source]) {
        let is_it = |source: &Source| matches!(&source.what, What::File { path, .. } if *path == file.path);
        let source = sources[before..].iter().position(is_it).map(|at| before + at);
        self.files.push(Traced { file, before, source });
    }

    /// Puts the report together.
    pub(super) fn compose(
        &mut self,
        schema: &'static Schema,
        profiles: &[String],
        sources: &[Source],
        marks: &Marks,
        warnings: &[Problem],
        suppressed: usize,
    ) -> LoadReport {
        let mut reports = Vec::new();
        let mut defaults = vec![Origin::Default];
        defaults.extend(profiles.iter().cloned().map(Origin::ProfileDefault));
        let mut supplied = supplied(schema, profiles, marks, defaults.len() + sources.len());
        for (index, origin) in defaults.iter().enumerate() {
            let settings = std::mem::take(&mut supplied[index]);
            if index == 0 || !settings.is_empty() {
                reports.push(SourceReport { name: origin.to_string(), file: None, settings });
            }
        }
        let mut traced = std::mem::take(&mut self.files).into_iter().peekable();
        for index in 0..=sources.len() {
            let mut own = None;
            while let Some(next) = traced.next_if(|it| it.source.unwrap_or(it.before) <= index) {
                if next.source.is_some() {
                    own = Some(next.file);
                    break;
                }
                reports.push(SourceReport::of(next.file));
            }
            let Some(source) = sources.get(index) else { break };
            let settings = std::mem::take(&mut supplied[defaults.len() + index]);
            reports.push(SourceReport { name: source.to_string(), file: own, settings });
        }
        LoadReport {
            name: schema.name,
            sources: reports,
            warnings: warnings.to_vec(),
            suppressed,
            profiles: profiles.to_vec(),
            elapsed: self.started.elapsed(),
        }
    }

    pub(super) fn keep(&mut self, report: LoadReport) {
        self.report = Some(report);
    }

    /// The report, once the load has run.
    pub(super) fn report(self) -> LoadReport {
        let report = self.report.expect("a load that ends well has composed it");
        LoadReport { elapsed: self.started.elapsed(), ..report }
    }
}

/// The paths of the settings by who supplied them: first the default, then the defaults of each active profile, then the sources.
fn supplied(schema: &'static Schema, profiles: &[String], marks: &Marks, count: usize) -> Vec<Vec<String>> {
    let mut supplied = vec![Vec::new(); count];
    marks.replay(schema, &mut |trail, setting, mark, _| {
        let from = if mark == Mark::FAILED {
            return;
        } else if !mark.is_unset() {
            profiles.len() + mark.source as usize
        } else if let Some(index) = overlay(profiles, setting.profiles) {
            1 + profiles.iter().position(|name| name == setting.profiles[index]).unwrap_or_default()
        } else if setting.default.is_some() {
            0
        } else {
            return;
        };
        supplied[from].push(schema::trail_path(trail));
    });
    supplied
}

impl SourceReport {
    fn of(file: DiscoveredFile) -> Self {
        Self { name: file.path().display().to_string(), file: Some(file), settings: Vec::new() }
    }

    fn is_absent(&self) -> bool {
        self.file.as_ref().is_some_and(|file| *file.outcome() == FileOutcome::Absent)
    }
}

impl fmt::Display for SourceReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) if *file.outcome() != FileOutcome::Taken => file.fmt(f),
            // The names of files are as others made them.
            _ => f.write_str(&plain(self.name.clone())),
        }
    }
}

impl fmt::Display for LoadReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let defaults = |source: &&SourceReport| source.name.starts_with("default") && source.file.is_none();
        let count = self.sources.iter().filter(|source| source.is_taken() && !defaults(source)).count();
        let plural = if count == 1 { "source" } else { "sources" };
        write!(f, "{}: {count} {plural} in {:.1?}", self.name, self.elapsed)?;
        if !self.profiles.is_empty() {
            write!(f, ", profiles {}", self.profiles.join(", "))?;
        }
        write!(f, "\nsettings  source")?;
        let mut at = 0;
        while let Some(source) = self.sources.get(at) {
            let absent = self.sources[at..].iter().take_while(|next| next.is_absent() && beside(next, source));
            let absent: Vec<&Path> = absent.map(|source| Path::new(&source.name)).gather();
            if absent.is_empty() {
                let count = if source.is_taken() { source.settings.len().to_string() } else { "-".to_owned() };
                write!(f, "\n{count:>8}  {source}")?;
            } else if let Some(names) = self.names(&absent) {
                write!(f, "\n{:>8}  {}: not there", "-", plain(names))?;
            }
            at += absent.len().max(1);
        }
        for warning in &self.warnings {
            write!(f, "\nwarning: {warning}")?;
        }
        match self.suppressed {
            0 => {}
            1 => write!(f, "\n1 warning is suppressed")?,
            count => write!(f, "\n{count} warnings are suppressed")?,
        }
        Ok(())
    }
}

fn beside(one: &SourceReport, other: &SourceReport) -> bool {
    Path::new(&one.name).parent() == Path::new(&other.name).parent()
}

impl LoadReport {
    /// `etc/{shop,config}.{toml,json}` for files of one directory. Nothing is said of other formats of a file that is there.
    fn names(&self, absent: &[&Path]) -> Option<String> {
        let there = |stem: &Path| {
            let mut read = self.sources.iter().filter(|source| source.file.is_some() && !source.is_absent());
            read.any(|source| Path::new(&source.name).with_extension("") == stem)
        };
        let (mut stems, mut extensions, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for path in absent {
            let known = path.extension().and_then(|end| EXTENSIONS.iter().find(|entry| end == entry.0));
            let (Some((extension, _)), Some(stem)) = (known, path.file_stem()) else {
                others.push(path.display().to_string());
                continue;
            };
            let stem = stem.to_string_lossy().into_owned();
            if there(&path.with_extension("")) {
                continue;
            }
            if !stems.contains(&stem) {
                stems.push(stem);
            }
            if !extensions.contains(extension) {
                extensions.push(*extension);
            }
        }
        if !stems.is_empty() {
            let name = format!("{}.{}", braced(&stems), braced(&extensions));
            let directory = absent[0].parent().unwrap_or(Path::new(""));
            others.insert(0, directory.join(name).display().to_string());
        }
        (!others.is_empty()).then(|| others.join(", "))
    }
}

fn braced(names: &[impl AsRef<str>]) -> String {
    match names {
        [one] => one.as_ref().to_owned(),
        names => format!("{{{}}}", names.iter().map(AsRef::as_ref).gather().join(",")),
    }
}
