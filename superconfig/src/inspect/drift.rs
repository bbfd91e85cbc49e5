//! Documents in a repository, held against the config that they are made of: what [`assert_up_to_date!`](crate::assert_up_to_date)
//! calls.

use std::{
    env,
    fmt::{Display, Write as _},
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use super::{
    lines::{Changed, changed},
    write::one_line,
};
use crate::{Format, SuperConfig, profile};

/// A test of the application's own: that files in its repository are what the config would write today. Fails with the lines that
/// differ.
///
/// `SUPERCONFIG_UPDATE=1 cargo test` writes the files anew, and makes directories for them. Where `CI` is set the switch does nothing, so that a
/// gate cannot open itself. Paths begin at the `Cargo.toml` of the crate. What a file holds is told by its name:
///
/// | name | holds |
/// |---|---|
/// | `*.md` | [`reference_markdown`](crate::SuperConfig::reference_markdown) |
/// | `*.html`, `*.htm` | [`reference_html`](crate::SuperConfig::reference_html) |
/// | `*.1` to `*.9`: `shop.5` | [`reference_man`](crate::SuperConfig::reference_man) |
/// | `*.schema.json` | [`json_schema`](crate::SuperConfig::json_schema) |
/// | `.env.*` with `example`, `template`, `sample` or `dist` | [`env_example`](crate::SuperConfig::env_example) |
/// | `*.toml`, `*.yaml`, `*.yml`, `*.json` | [`template`](crate::SuperConfig::template) |
/// | the same with the name of a profile in it: `shop.prod.toml`, `shop.prod.template.toml` | that [profile's](crate::Template::profile) |
///
/// For anything else write what it holds behind `=>`, as a `String`, a `&str` or a `Result` with a `String`. Line ends do not count, so that
/// a checkout may have those of its system. Of `.env` itself no document is made, since it is where secrets are.
///
/// ```
/// use superconfig::{Format, SuperConfig, assert_up_to_date};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     /// The port of the HTTP server.
///     #[config(default = 8080)]
///     port: u16,
/// }
///
/// // In a test:
/// # fn test() {
/// assert_up_to_date!(
///     AppConfig,
///     "config/shop.template.toml",
///     ".env.example",
///     "docs/config.md",
///     "shop.schema.json",
///     "docs/shop.yaml" => AppConfig::template_builder().values().render(Format::Yaml),
/// );
/// # }
/// ```
///
/// # Panics
/// If a file is not what it should be, or nobody knows what it should be.
#[macro_export]
macro_rules! assert_up_to_date {
    ($config:ty, $($path:expr $(=> $text:expr)?),+ $(,)?) => {{
        let mut gate = $crate::__private::Gate::<$config>::new(::core::env!("CARGO_MANIFEST_DIR"));
        $($crate::__up_to_date!(gate, $path $(, $text)?);)+
        gate.finish();
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __up_to_date {
    ($gate:ident, $path:expr) => {
        $gate.by_name($path)
    };
    ($gate:ident, $path:expr, $text:expr) => {
        $gate.given($path, $text)
    };
}

/// The files of one [`assert_up_to_date!`](crate::assert_up_to_date).
#[derive(Debug)]
pub struct Gate<T> {
    directory: PathBuf,
    update: bool,
    /// What is to be said of each file that is not as it should be.
    reports: Vec<String>,
    /// Whether writing anew would mend all of them.
    mendable: bool,
    config: std::marker::PhantomData<fn() -> T>,
}

/// What a document may be given as.
pub trait Document {
    /// The text.
    ///
    /// # Errors
    /// Why there is none.
    fn text(self) -> Result<String, String>;
}

impl Document for String {
    fn text(self) -> Result<String, String> {
        Ok(self)
    }
}

impl Document for &str {
    fn text(self) -> Result<String, String> {
        Ok(self.to_owned())
    }
}

impl<D: Document, E: Display> Document for Result<D, E> {
    fn text(self) -> Result<String, String> {
        self.map_err(|error| error.to_string())?.text()
    }
}

/// The switch that writes files anew, and the variable that says that nobody would look at them.
const UPDATE: &str = "SUPERCONFIG_UPDATE";
const CI: &str = "CI";

/// Names that say of a file beginning with `.env` that it has no secrets.
const EXAMPLES: [&str; 4] = ["example", "template", "sample", "dist"];

impl<T: SuperConfig> Gate<T> {
    /// Paths begin at the directory.
    #[must_use]
    pub fn new(directory: &str) -> Self {
        let on = |name| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0" && value != "false");
        Self {
            directory: PathBuf::from(directory),
            update: on(UPDATE) && !on(CI),
            reports: Vec::new(),
            mendable: true,
            config: std::marker::PhantomData,
        }
    }

    /// A file whose name says what it holds.
    pub fn by_name(&mut self, path: impl AsRef<Path>) {
        let path = path.as_ref();
        let text = document::<T>(path);
        self.file(path, text);
    }

    /// A file that holds this.
    pub fn given(&mut self, path: impl AsRef<Path>, document: impl Document) {
        self.file(path.as_ref(), document.text());
    }

    fn file(&mut self, path: &Path, text: Result<String, String>) {
        let whole = self.directory.join(path);
        let report = match text {
            Err(reason) => {
                self.mendable = false;
                Some(reason)
            }
            Ok(text) => compare(&whole, &text).and_then(|difference| {
                if !self.update {
                    return Some(difference);
                }
                let reason = write(&whole, &text).err()?;
                self.mendable = false;
                Some(format!("cannot be written: {reason}"))
            }),
        };
        self.reports.extend(report.map(|report| format!("{}: {report}", path.display())));
    }

    /// Says what is wrong.
    ///
    /// # Panics
    /// If anything is.
    #[track_caller]
    pub fn finish(self) {
        if self.reports.is_empty() {
            return;
        }
        let mut report = match self.reports.len() {
            1 => "a document is not up to date\n".to_owned(),
            count => format!("{count} documents are not up to date\n"),
        };
        for it in &self.reports {
            let _ = write!(report, "\n{}\n", it.trim_end());
        }
        if self.mendable && !self.update {
            let _ = write!(report, "\n`{UPDATE}=1 cargo test` writes them anew, but not where `{CI}` is set\n");
        }
        panic!("{report}");
    }
}

/// What a file of this name holds.
fn document<T: SuperConfig>(path: &Path) -> Result<String, String> {
    let unknown = |reason: &str| {
        Err(format!("{reason}; write what it holds behind it: `{:?} => \"…\"`", path.display().to_string()))
    };
    let Some(name) = path.file_name().and_then(|name| name.to_str()).map(str::to_lowercase) else {
        return unknown("this is not the name of a file");
    };
    let words: Vec<&str> = name.split('.').collect();
    if words.get(1) == Some(&"env") && words[0].is_empty() || words.last() == Some(&"env") {
        return if words.iter().any(|word| EXAMPLES.contains(word)) {
            T::template_builder().env_example().text()
        } else {
            unknown("this is where variables and secrets are, and no document; call it `.env.example`")
        };
    }
    let extension = words.last().copied().unwrap_or_default();
    if words.len() < 2 {
        return unknown("its name does not say what it holds");
    }
    if name == "schema.json" || name.ends_with(".schema.json") {
        return T::builder().json_schema().map(|schema| schema.to_string()).text();
    }
    match extension {
        "md" => return Ok(T::reference_markdown()),
        "html" | "htm" => return Ok(T::reference_html()),
        "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" => return Ok(T::reference_man()),
        _ => {}
    }
    let Some(format) = Format::from_path(Path::new(&name)) else {
        return unknown("its name does not say what it holds");
    };
    let template = T::template_builder();
    let profiles = profile::known(T::SCHEMA);
    // The first word is the program's name.
    let profile = words[1..].iter().find_map(|word| profiles.iter().find(|profile| profile.to_lowercase() == *word));
    match profile {
        Some(profile) => template.profile(*profile).render(format).text(),
        None => template.render(format).text(),
    }
}

/// What is said of a file that does not hold a text.
fn compare(path: &Path, text: &str) -> Option<String> {
    let found = match fs::read(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some("is not there".to_owned()),
        Err(error) => return Some(format!("cannot be read: {error}")),
    };
    let Ok(found) = String::from_utf8(found) else { return Some("is not UTF-8".to_owned()) };
    let (found, text) = (found.replace("\r\n", "\n"), text.replace("\r\n", "\n"));
    (found != text).then(|| difference(&found, &text))
}

/// The most changed lines that are shown.
const SHOWN: usize = 24;

/// The lines that differ, each with its number: `-` is in the file, `+` should be.
fn difference(found: &str, wanted: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (found.split('\n').collect(), wanted.split('\n').collect());
    let sides = |Changed { old: removed, new: added }: Changed| {
        let (old, new) = (&old, &new);
        removed.map(move |at| ('-', at, old[at])).chain(added.map(move |at| ('+', at, new[at])))
    };
    let changes: Vec<_> = changed(&old, &new).into_iter().flat_map(sides).collect();
    let mut text = String::from("has other lines\n");
    let width = old.len().max(new.len()).to_string().len();
    for (sign, at, line) in changes.iter().take(SHOWN) {
        let _ = writeln!(text, "  {:>width$} {sign} {}", at + 1, one_line(line));
    }
    if let Some(more @ 1..) = changes.len().checked_sub(SHOWN) {
        let _ = writeln!(text, "  … and {more} more");
    }
    text
}

/// Puts a file in the place of another, whole or not at all.
fn write(path: &Path, text: &str) -> io::Result<()> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    // What a link leads to, and not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let beside = directory.join(format!(".superconfig-{}-{number}.tmp", process::id()));
    let result = fs::write(&beside, text).and_then(|()| {
        if let Ok(metadata) = fs::metadata(&path) {
            fs::set_permissions(&beside, metadata.permissions())?;
        }
        fs::rename(&beside, &path)
    });
    if result.is_err() {
        let _ = fs::remove_file(&beside);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_on_one_side_are_shown_with_their_numbers() {
        let shown = difference("a\nb\nc\nd\ne", "a\nc\nx\nd\ne");
        assert_eq!(shown, "has other lines\n  2 - b\n  3 + x\n");
        let many: String = (0..3000).fold(String::new(), |text, at| text + &format!("{at}\n"));
        assert!(difference(&many, "").ends_with("  … and 2976 more\n"));
    }
}
