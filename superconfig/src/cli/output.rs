//! Where answers go.

use std::{
    io::{self, IsTerminal as _, Write as _},
    process::ExitCode,
};

use ::clap::ArgMatches;

use super::args::COLOR;
use crate::{
    inspect::one_line,
    problem::{Color, Error, Problem, rendered},
};

/// The streams of the process, each in colour or not.
pub(super) struct Output {
    pub(super) color: Color,
    error_color: Color,
}

impl Output {
    pub(super) fn of(matches: &ArgMatches) -> Self {
        match matches.get_one::<String>(COLOR).map(String::as_str) {
            Some("always") => Self { color: Color::Always, error_color: Color::Always },
            Some("never") => Self { color: Color::Never, error_color: Color::Never },
            _ => Self { color: Color::for_stdout(), error_color: Color::for_stderr() },
        }
    }

    /// Whether somebody sits there who could answer a question.
    pub(super) fn is_interactive() -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Writes an answer, ended by a newline. A reader that has gone, as `head` does, is no failure.
    pub(super) fn answer(&self, text: &str) -> ExitCode {
        let mut stdout = io::stdout().lock();
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.write_all(end.as_bytes()));
        match written.and_then(|()| stdout.flush()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => {
                self.say(&format!("standard output cannot be written: {error}"));
                ExitCode::FAILURE
            }
        }
    }

    /// Says something beside the answer; names of files in it may be as others made them.
    #[allow(clippy::unused_self)] // it goes beside the output
    pub(super) fn say(&self, text: &str) {
        // Nobody listening is no reason to fail.
        let _ = writeln!(io::stderr(), "{}", one_line(text));
    }

    /// Says what was noticed.
    pub(super) fn warn(&self, warning: &Problem) {
        let _ = writeln!(io::stderr(), "{}", rendered(warning, self.error_color, "warning").trim_end());
    }

    /// Prints what is wrong.
    pub(super) fn fail(&self, error: &Error) -> ExitCode {
        let _ = io::stderr().write_all(error.report(self.error_color).as_bytes());
        ExitCode::FAILURE
    }
}

/// Prints what is wrong, before anybody could say in which colour.
pub(super) fn fail(error: &Error) -> ExitCode {
    error.eprint();
    ExitCode::FAILURE
}
