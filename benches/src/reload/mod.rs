//! Hot reload: how soon a change is seen, what publishing it takes, what readers notice of it, and what watching costs while
//! nothing changes.
//!
//! Each file has one of the tables.

mod latency;
mod look;
mod publish;
mod reading;

use std::{
    fmt::{Display, Formatter, Result},
    fs, io,
    path::{Path, PathBuf},
};

use superconfig::{Error, SuperConfig, reload::Watcher};
use tempfile::TempDir;

pub use self::{latency::Latencies, look::Looks, publish::Publishing, reading::Readings};

/// What is watched: 45 settings in 7 sections.
type Config = crate::model::superconfig::medium::Medium;

const TEXT: &str = include_str!("../../data/medium.toml");

/// The number that changes.
fn text(workers: u32) -> String {
    TEXT.replace("workers = 16", &format!("workers = {workers}"))
}

/// A directory with the file that is watched, and one beside it where a new one is written before it takes the place.
struct Place {
    _directory: TempDir,
    file: PathBuf,
    new: PathBuf,
}

impl Place {
    fn new() -> io::Result<Self> {
        let directory = tempfile::tempdir()?;
        let (watched, beside) = (directory.path().join("watched"), directory.path().join("beside"));
        fs::create_dir(&watched)?;
        fs::create_dir(&beside)?;
        let place = Self { file: watched.join("medium.toml"), new: beside.join("medium.toml"), _directory: directory };
        fs::write(&place.file, text(1))?;
        Ok(place)
    }

    fn rename(&self) -> io::Result<()> {
        fs::rename(&self.new, &self.file)
    }
}

/// Watches so many configs, for a program that counts what that takes.
///
/// # Errors
/// If it cannot be loaded, or the disk says no.
pub fn watched(count: usize) -> std::result::Result<Watched, Box<dyn std::error::Error>> {
    let place = Place::new()?;
    let watch = |_| builder(&place.file).watch();
    let watchers = (0..count).map(watch).collect::<std::result::Result<_, Error>>()?;
    Ok(Watched { watchers, place })
}

/// Watched configs.
pub struct Watched {
    watchers: Vec<Watcher<Config>>,
    place: Place,
}

impl Watched {
    /// Reloads the first one, with new content; each time another number, please.
    ///
    /// # Errors
    /// If it cannot be loaded, or the disk says no.
    pub fn reload(&self, workers: u32) -> std::result::Result<(), Box<dyn std::error::Error>> {
        fs::write(&self.place.file, text(workers))?;
        self.watchers[0].reload_now()?;
        Ok(())
    }

    /// Loads the same, without watching and publishing.
    ///
    /// # Errors
    /// If it cannot be loaded.
    pub fn snapshot(&self) -> std::result::Result<impl Sized + use<>, Error> {
        builder(&self.place.file).extract_snapshot()
    }
}

fn builder(file: &Path) -> superconfig::Builder<Config> {
    Config::builder().with_file(file).with_env()
}

/// Seconds as microseconds.
fn micros(seconds: f64) -> String {
    format!("{:.1}", seconds * 1e6)
}

/// The value that so great a share of them does not exceed.
fn quantile(values: &[f64], share: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let at = ((values.len() - 1) as f64 * share).round() as usize;
    values[at]
}

fn header(f: &mut Formatter<'_>, title: &str, cells: &[&str]) -> Result {
    writeln!(f, "### {title}\n\n| | {} |\n| ---{} |", cells.join(" | "), " | ---:".repeat(cells.len()))
}

fn line(f: &mut Formatter<'_>, name: impl Display, cells: &[String]) -> Result {
    writeln!(f, "| {name} | {} |", cells.join(" | "))
}
