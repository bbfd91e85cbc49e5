//! Editing users' TOML files: one value at a time, and nothing else of the text.
//!
//! Longer than most files: a third is what the docs of [`Edit`] promise, and the rest turns what can go wrong into problems.

mod diff;
mod document;
mod hide;
mod insert;
mod migrate;
mod put;
mod read;
mod remove;
mod splice;
mod way;
mod write;

pub use migrate::Renamed;

use std::path::{Path, PathBuf};

use self::{
    document::{Node, Part, Unparsed},
    insert::Blocked,
    way::{Way, What},
    write::Refused,
};
use crate::{
    config::SuperConfig,
    discover::expand,
    draft::{Draft, Step},
    format::Format,
    load::{Builder, Plan, alone, refused},
    origin::Location,
    problem::{Color, Context, Error, Explained, Fault, FaultKind, Problem, ProblemKind, explain},
    profile,
    schema::{self, Schema},
    source::{FileFault, Source, Stamp, What as Kind},
};

impl<T: SuperConfig> Builder<T> {
    /// Opens a TOML file to [edit](Edit) it; see [`SuperConfig::edit`]. Relative paths begin at
    /// [`with_base_dir`](Self::with_base_dir), and `~` and `${VAR}` mean what they mean everywhere. Whether [unknown keys are
    /// allowed](Self::allow_unknown) and [profiles are nested](Self::with_nested_profiles) counts here too; sources do not.
    ///
    /// # Errors
    /// Like [`SuperConfig::edit`].
    pub fn edit(&self, path: impl AsRef<Path>) -> Result<Edit, Error> {
        Edit::open(self.plan.clone(), Self::blank, path.as_ref())
    }
}

/// A user's TOML file on its way to another content: [`set`](Self::set) values, look at the [`diff`](Self::diff), and
/// [`write`](Self::write).
///
/// Nothing is changed but what must be: comments, blank lines, the order and the spelling of everything else, unknown keys, the ends of
/// lines and a byte order mark stay as they are, byte for byte. Inline tables stay inline and dotted keys dotted. A new key comes
/// behind the others of its table, and a new table behind its siblings.
///
/// ```
/// use superconfig::{Color, SuperConfig};
///
/// #[derive(SuperConfig)]
/// struct AppConfig {
///     #[config(nested)]
///     database: Database,
/// }
///
/// #[derive(SuperConfig)]
/// struct Database {
///     #[config(default = 10, range = 1..=500)]
///     pool_size: u32,
/// }
///
/// let directory = std::env::temp_dir().join(format!("superconfig-edit-{}", std::process::id()));
/// std::fs::create_dir_all(&directory)?;
/// let path = directory.join("shop.toml");
/// std::fs::write(&path, "[database]\n# as many as the server has cores\npool_size = 10 # for now\n")?;
///
/// let mut edit = AppConfig::edit(&path)?;
/// edit.set("database.pool_size", "50")?;
/// println!("{}", edit.diff(Color::for_stderr()));
/// edit.write()?;
/// let text = std::fs::read_to_string(&path)?;
/// assert_eq!(text, "[database]\n# as many as the server has cores\npool_size = 50 # for now\n");
///
/// // A value is held against the setting before anything is changed.
/// let error = edit.set("database.pool_size", "900").unwrap_err();
/// assert_eq!(error.problems()[0].path(), "database.pool_size");
/// # std::fs::remove_dir_all(directory)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Edit {
    plan: Plan,
    schema: &'static Schema,
    blank: Blank,
    path: PathBuf,
    /// What the file says; nothing if it is not there.
    old: Option<String>,
    text: String,
    /// The keys of the table that is edited.
    within: Vec<String>,
    profile: Option<String>,
    warnings: Vec<Problem>,
    /// Whether a secret was put into it.
    private: bool,
}

/// Makes an empty draft.
type Blank = fn() -> Result<(&'static Schema, Box<dyn Draft>), Error>;

impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Edit({})", self.path.display())
    }
}

impl Edit {
    fn open(plan: Plan, blank: Blank, path: &Path) -> Result<Self, Error> {
        let (schema, _) = blank()?;
        let nowhere =
            |message: String, help| refused(schema, vec![Fault::plain(ProblemKind::Invalid, 0, message, help)]);
        let path = expand(path, &plan.environment, plan.home_dir.as_deref())
            .map_err(|unclear| nowhere(format!("the path {}: {}", path.display(), unclear.message), unclear.help))?;
        let path = plan.base_dir.as_ref().map_or_else(|| path.to_path_buf(), |directory| directory.join(&path));
        let within = if plan.nested_profiles { vec!["default".to_owned()] } else { Vec::new() };
        let mut edit = Self {
            plan,
            schema,
            blank,
            path,
            old: None,
            text: String::new(),
            within,
            profile: None,
            warnings: Vec::new(),
            private: false,
        };
        edit.read()?;
        Ok(edit)
    }

    fn read(&mut self) -> Result<(), Error> {
        let format = Format::from_path(&self.path).filter(|format| *format != Format::Toml);
        if let Some(format) = format {
            return Err(self.not_toml(format));
        }
        match write::content(&self.path) {
            Ok(old) => self.old = old,
            Err(FileFault::NotUtf8 { at, byte, valid }) => {
                self.text = valid;
                let message = format!("byte {at} (0x{byte:02x}) is not UTF-8");
                let help = Some("save it as UTF-8".to_owned());
                let fault = Fault::plain(ProblemKind::Syntax, 1, message, help).at(Some(at..at + 1));
                return Err(self.error(vec![fault]));
            }
            Err(FileFault::Dangling) => return Err(self.unreadable("the file is a link to nothing")),
            Err(fault) => {
                return Err(self.unreadable(&format!("the file cannot be read: {}", fault.into_reason())));
            }
        }
        self.text = self.old.clone().unwrap_or_default();
        match document::parse(&self.text) {
            Ok(_) => return Ok(()),
            Err(Unparsed::TooDeep(at)) => {
                // Looking for a place in such a text takes long.
                let line = Location::of(&std::mem::take(&mut self.text), at).line;
                let message = format!("lists, tables and keys are nested too deeply on line {line}");
                return Err(self.error(vec![Fault::plain(ProblemKind::Syntax, 1, message, None)]));
            }
            Err(Unparsed::Syntax) => {}
        }
        let looks = Format::detect(&self.text).filter(|format| *format != Format::Toml);
        if let (Some(format), None) = (looks, Format::from_path(&self.path)) {
            return Err(self.not_toml(format));
        }
        let Explained { mut problems, warnings, .. } = self.look(&self.text, &[])?;
        problems.retain(|problem| problem.kind() == ProblemKind::Syntax);
        if problems.is_empty() {
            let message = "it cannot be made out";
            return Err(self.error(vec![Fault::plain(ProblemKind::Syntax, 1, message, None)]));
        }
        Err(Error::new(self.schema.name, problems, warnings).after(vec![self.path.display().to_string()], None))
    }

    /// Edits what a profile changes from now on, [`[profile.prod]`](macro@crate::SuperConfig#profile), instead of what applies without one.
    ///
    /// # Errors
    /// If there is no such profile, or if files of this config have no tables of profiles.
    pub fn in_profile(mut self, name: &str) -> Result<Self, Error> {
        let known = profile::known(self.schema);
        let declared = !self.schema.profiles.is_empty();
        let of_nested = self.plan.nested_profiles && ["default", "global"].contains(&name);
        if declared && !known.contains(&name) && !of_nested || !profile::is_valid(name) {
            let message = format!("there is no profile {name:?}");
            let help = Some(profile::advice(name, &known));
            return Err(self.error(vec![Fault::plain(ProblemKind::UnknownProfile, 0, message, help)]));
        }
        self.within = match self.schema.profile_key {
            _ if self.plan.nested_profiles => vec![name.to_owned()],
            Some(key) => vec![key.to_owned(), name.to_owned()],
            None => {
                let message = "files of this configuration have no tables of profiles";
                let help = Some(format!("edit the file of the profile, such as {}.{name}.toml", self.schema.name));
                return Err(self.error(vec![Fault::plain(ProblemKind::UnknownProfile, 0, message, help)]));
            }
        };
        self.profile = (!of_nested).then(|| name.to_owned());
        Ok(self)
    }

    /// Sets a setting. The path is as in problems and arguments: `database.pool_size`, `servers.alpha.port`, `replicas[2].host`, with
    /// `-` for `_`; it may also be that of one entry of a map, of the tag of an enum, or of what adds to a list, `tags_add`. The
    /// value is read by the setting's type as that of an argument is, and written as TOML has such values.
    ///
    /// A secret is written too, with a [warning](Self::warnings) if others can read the file.
    ///
    /// # Errors
    /// If there is no such setting, if the value is not of its type or breaks a rule, if files may not set it, or if the edited file
    /// would have problems that it did not have before. Nothing is changed then.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), Error> {
        let way = self.way(path)?;
        let mut draft = (self.blank)()?.1;
        let (typed, expansion) = (value, self.plan.expansion);
        let value = read::value(&way, typed, expansion, &mut *draft).map_err(|faults| self.error(faults))?;
        let parts = self.parts(&way);
        let text = put::put(&self.text, &parts, &value).map_err(|blocked| self.blocked(&way, &parts, &blocked))?;
        // What `${…}` stands for is known where the file is used.
        let doubtful = typed.contains("${").then(|| schema::trail_path(&way.trail()));
        self.accept(text, &self.profiles(), doubtful.as_deref())?;
        if let What::Setting { setting, .. } | What::Element { setting, .. } = way.what
            && setting.is_secret()
        {
            self.warn_of_secret(&way);
        }
        Ok(())
    }

    /// Takes a setting out of the file, so that it gets its default or what other sources say; says whether it was there. The comment on its line
    /// goes with it, and those above it stay.
    ///
    /// # Errors
    /// If there is no such setting, or if the edited file would have problems that it did not have before.
    pub fn unset(&mut self, path: &str) -> Result<bool, Error> {
        let way = self.way(path)?;
        let parts = self.parts(&way);
        let text = put::take(&self.text, &parts).map_err(|blocked| self.blocked(&way, &parts, &blocked))?;
        let there = text != self.text;
        self.accept(text, &self.profiles(), None)?;
        Ok(there)
    }

    /// Gives keys that go by a former name the current one, everywhere in the file: in sections, their collections, and the tables of
    /// profiles. Says what was done, in the order of the file.
    ///
    /// Keys that there are [no more](macro@crate::SuperConfig#removed) stay, with a [warning](Self::warnings) that says what took their place.
    ///
    /// # Errors
    /// If a key stands beside its former name, since nobody but its author can say which counts. Nothing is changed then.
    pub fn migrate(&mut self) -> Result<Vec<Renamed>, Error> {
        let (text, renamed, removed) = migrate::migrate(self)?;
        self.accept(text, &self.all_profiles(), None)?;
        self.note(removed);
        Ok(renamed)
    }

    /// What [`write`](Self::write) would change, as a unified diff; empty if nothing. Values of secrets are not in it.
    #[must_use]
    pub fn diff(&self, color: Color) -> String {
        diff::diff(self, color)
    }

    /// Whether there is anything to be written.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.old.as_deref().unwrap_or_default() != self.text
    }

    /// What the file will say, secrets included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was noticed on the way and is no reason to stop.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Writes the file, if anything is [changed](Self::is_changed): at once or not at all, through a new file in the same directory. A link stays a link. The
    /// file keeps its permissions and, as far as the system lets us, its owner; a [warning](Self::warnings) says so if not. A new file with
    /// a secret in it can be read by its owner only.
    ///
    /// # Errors
    /// If the file is not what it was when it was read, is read-only, or cannot be written. It is what it was then.
    pub fn write(&mut self) -> Result<(), Error> {
        if !self.is_changed() {
            return Ok(());
        }
        match write::replace(&self.path, self.old.as_deref(), &self.text, self.private) {
            Ok(notes) => {
                let faults =
                    notes.into_iter().map(|note| Fault::notice(ProblemKind::Unreadable, 1, note, None)).collect();
                self.note(faults);
                self.old = Some(self.text.clone());
                Ok(())
            }
            Err(Refused::Changed(what)) => {
                let message = format!("the file was not written: {what}");
                let help = Some("start again from what it says now".to_owned());
                Err(self.error(vec![Fault::plain(ProblemKind::Unreadable, 1, message, help)]))
            }
            Err(Refused::Because(reason)) => Err(self.unreadable(&format!("the file cannot be written: {reason}"))),
        }
    }

    fn way(&self, path: &str) -> Result<Way, Error> {
        let root = self.root();
        let within: Vec<Part> = self.within.iter().cloned().map(Part::Key).collect();
        way::find(self.schema, path, &self.text, root.at(&within)).map_err(|mut fault| {
            if fault.trail.is_empty() {
                fault.steps.push(Step::Key(path.to_owned()));
            }
            self.error(vec![*fault])
        })
    }

    /// The tree of the text, which was one when it was read and after each change.
    fn root(&self) -> Node {
        document::parse(&self.text).unwrap_or_else(|_| Node::Table(document::Table::default()))
    }

    fn parts(&self, way: &Way) -> Vec<Part> {
        self.within.iter().cloned().map(Part::Key).chain(way.parts.iter().cloned()).collect()
    }

    /// Takes a text over, if it has no problems that the one before did not have; those of a doubtful setting are only warned of.
    fn accept(&mut self, text: String, profiles: &[Vec<String>], doubtful: Option<&str>) -> Result<(), Error> {
        if text == self.text {
            return Ok(());
        }
        let (mut problems, mut noticed) = (Vec::new(), Vec::new());
        for profiles in profiles {
            let (before, after) = (self.look(&self.text, profiles)?, self.look(&text, profiles)?);
            problems.extend(beyond(after.problems, before.problems, &problems));
            noticed.extend(beyond(after.warnings, before.warnings, &noticed));
        }
        let (doubts, problems): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|it| it.kind() == ProblemKind::WrongType && Some(it.path()) == doubtful);
        noticed.extend(doubts);
        if document::parse(&text).is_err() && problems.is_empty() {
            let message = "what was asked for cannot be put into this file as it is written";
            let help = Some("edit it by hand".to_owned());
            return Err(self.error(vec![Fault::plain(ProblemKind::Invalid, 1, message, help)]));
        }
        if !problems.is_empty() {
            let sources = vec![self.path.display().to_string()];
            return Err(Error::new(self.schema.name, problems, noticed).after(sources, None));
        }
        self.warnings.extend(noticed);
        self.text = text;
        Ok(())
    }

    /// With which profiles the file is looked at.
    fn profiles(&self) -> Vec<Vec<String>> {
        let own = self.profile.iter().map(|profile| vec![profile.clone()]);
        std::iter::once(Vec::new()).chain(own).collect()
    }

    /// Without any, and with each that the file has something for; a hostile one may have any number.
    fn all_profiles(&self) -> Vec<Vec<String>> {
        const MOST: usize = 16;
        let key = self.schema.profile_key.filter(|_| !self.plan.nested_profiles);
        let within: Vec<Part> = key.into_iter().map(|key| Part::Key(key.to_owned())).collect();
        let names = match self.root().at(&within) {
            Some(Node::Table(table)) => table.entries.iter().map(|entry| entry.key.clone()).collect(),
            _ => Vec::new(),
        };
        let names = names.into_iter().filter(|name| profile::is_valid(name)).take(MOST);
        std::iter::once(Vec::new()).chain(names.map(|name| vec![name])).collect()
    }

    fn look(&self, text: &str, profiles: &[String]) -> Result<Explained, Error> {
        let mut draft = (self.blank)()?.1;
        Ok(alone(&self.plan, self.schema, &mut *draft, &self.path, text, profiles))
    }

    fn warn_of_secret(&mut self, way: &Way) {
        self.private = true;
        if self.old.is_some() && is_exposed(&self.path) {
            let message = "others can read the file, and this is a secret".to_owned();
            let help = Some("take the file's permissions from others, or keep the secret elsewhere".to_owned());
            let kind = FaultKind::Notice { kind: ProblemKind::Exposed, message, help };
            self.note(vec![Fault { trail: way.trail(), ..Fault::new(kind, 1) }]);
        }
    }

    fn note(&mut self, faults: Vec<Fault>) {
        let noted = self.explain(faults, false).warnings;
        for warning in noted {
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    fn blocked(&self, way: &Way, parts: &[Part], blocked: &Blocked) -> Error {
        let named = |length: usize| {
            let keys = parts[..length].iter().map(|part| match part {
                Part::Key(key) => key.clone(),
                Part::Index(index) => index.to_string(),
            });
            keys.collect::<Vec<_>>().join(".")
        };
        let (message, help) = match blocked {
            Blocked::BySingle(length) => (
                format!("'{}' is a single value in this file, so nothing can be put into it", named(*length)),
                "take it out of the file first".to_owned(),
            ),
            Blocked::Gap(next) => {
                (format!("the elements of a list count from 0 without gaps; number {next} comes next"), String::new())
            }
            Blocked::ByTables => {
                ("it stands in this file in a form that is not changed".to_owned(), "edit it by hand".to_owned())
            }
        };
        let kind =
            FaultKind::Plain { kind: ProblemKind::Invalid, message, help: Some(help).filter(|it| !it.is_empty()) };
        self.error(vec![Fault { trail: way.trail(), ..Fault::new(kind, 0) }])
    }

    fn not_toml(&self, format: Format) -> Error {
        let message = format!("only TOML files are edited: the comments and the layout of {format} would be lost");
        let help = "edit it by hand, or put a TOML file in its place, which `dump` and `as_toml` give".to_owned();
        self.error(vec![Fault::plain(ProblemKind::Invalid, 1, message, Some(help))])
    }

    fn unreadable(&self, message: &str) -> Error {
        self.error(vec![Fault::plain(ProblemKind::Unreadable, 1, message, None)])
    }

    /// Faults about the file, source 1, or about what was asked for, source 0.
    fn error(&self, faults: Vec<Fault>) -> Error {
        let Explained { problems, warnings, .. } = self.explain(faults, true);
        Error::new(self.schema.name, problems, warnings).after(vec![self.path.display().to_string()], None)
    }

    fn explain(&self, faults: Vec<Fault>, strict: bool) -> Explained {
        let mut source = Source::new(Kind::File { path: self.path.clone(), stamp: Stamp::default() });
        source.format = Some(Format::Toml);
        source.text = Some(self.text.clone());
        source.within.clone_from(&self.within);
        let sources = [source];
        explain(&Context::new(self.schema, &sources), faults, strict, &|_| false)
    }
}

/// The problems that were not there before, wherever they stand now, and are not among others.
fn beyond(after: Vec<Problem>, mut before: Vec<Problem>, others: &[Problem]) -> Vec<Problem> {
    let alike = |one: &Problem, other: &Problem| {
        (one.kind, &one.path, &one.message) == (other.kind, &other.path, &other.message)
    };
    let mut fresh = Vec::new();
    for problem in after {
        match before.iter().position(|other| alike(other, &problem)) {
            Some(at) => drop(before.swap_remove(at)),
            None if others.iter().any(|other| alike(other, &problem)) => {}
            None => fresh.push(problem),
        }
    }
    fresh
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_: &Path) -> bool {
    false
}
