//! One way to load a configuration, with its type forgotten, and one file for each library on how it loads.

pub(crate) mod config_rs;
pub(crate) mod confique;
pub(crate) mod figment;
pub(crate) mod hand;
pub(crate) mod schematic;
pub(crate) mod superconfig;

use std::fmt::{self, Debug};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::model::hand::variable::Problem;

/// One row of a table.
pub struct Contender {
    name: &'static str,
    by_hand: bool,
    batch: Batch,
    show: Show,
}

/// The base file, the profile's and the local one, lowest first.
fn layers(base: &Path) -> [PathBuf; 3] {
    [base.to_owned(), base.with_file_name("layers/prod.toml"), base.with_file_name("layers/local.toml")]
}

type Batch = Box<dyn Fn(&Path, u32) -> Result<Duration, Problem>>;
type Show = Box<dyn Fn(&Path) -> Result<String, Problem>>;

impl Contender {
    pub(crate) fn new<T: Debug + 'static>(name: &'static str, load: fn(&Path) -> Result<T, Problem>) -> Self {
        Self::of(name, false, load)
    }

    pub(crate) fn by_hand<T: Debug + 'static>(name: &'static str, load: fn(&Path) -> Result<T, Problem>) -> Self {
        Self::of(name, true, load)
    }

    fn of<T: Debug + 'static>(name: &'static str, by_hand: bool, load: fn(&Path) -> Result<T, Problem>) -> Self {
        let batch = move |path: &Path, loads: u32| {
            let start = Instant::now();
            for _ in 0..loads {
                drop(black_box(load(black_box(path))?));
            }
            Ok(start.elapsed())
        };
        let show = move |path: &Path| Ok(format!("{:#?}", load(path)?));
        Self { name, by_hand, batch: Box::new(batch), show: Box::new(show) }
    }

    /// What the row is called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether this is a row that the ratios may be taken against.
    #[must_use]
    pub fn is_by_hand(&self) -> bool {
        self.by_hand
    }

    /// Loads so many times, dropping each result, and says how long that took.
    ///
    /// # Errors
    ///
    /// If a load fails.
    pub fn batch(&self, path: &Path, loads: u32) -> Result<Duration, Problem> {
        (self.batch)(path, loads)
    }

    /// What was loaded, in a form that is the same for all contenders: the types differ, but not their names, and so
    /// `Debug` prints the same for the same values.
    ///
    /// # Errors
    ///
    /// If the load fails.
    pub fn show(&self, path: &Path) -> Result<String, Problem> {
        (self.show)(path)
    }
}

impl Debug for Contender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contender").field("name", &self.name).finish_non_exhaustive()
    }
}
