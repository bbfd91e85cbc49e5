//! What follows `cargo bench … --` on the command line.

use std::fmt::Display;
use std::process::ExitCode;

use crate::measure::Effort;

/// What was asked for.
#[derive(Debug)]
pub struct Options<'a> {
    /// Whether to measure, not only to check; cargo says so.
    pub bench: bool,
    /// How long to measure.
    pub effort: Effort,
    /// Whether to count instructions, too.
    pub instructions: bool,
    /// Only what has one of these in its name; all, if there is none.
    pub filters: Vec<&'a str>,
}

impl<'a> Options<'a> {
    /// Reads the words; `effort` is what is not said otherwise.
    ///
    /// # Errors
    /// If there is an unknown option, or a number is wanted.
    pub fn parse(words: &[&'a str], effort: Effort) -> Result<Self, String> {
        let mut options = Self { bench: false, effort, instructions: false, filters: vec![] };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--bench" => options.bench = true,
                "--instructions" => options.instructions = true,
                "--rounds" => {
                    let number = words.next().and_then(|word| word.parse().ok()).filter(|number| *number > 0);
                    options.effort.rounds = number.ok_or("--rounds takes a number above 0")?;
                }
                option if option.starts_with('-') => {
                    return Err(format!("no option {option}; see README.md"));
                }
                filter => options.filters.push(filter),
            }
        }
        Ok(options)
    }

    /// Whether something of this name was asked for.
    #[must_use]
    pub fn asks_for(&self, name: &str) -> bool {
        self.filters.is_empty() || self.filters.iter().any(|filter| name.contains(filter))
    }
}

/// Says what went wrong, if anything did.
pub fn exit_code<E: Display>(result: Result<(), E>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
