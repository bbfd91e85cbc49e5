//! `.env` files as a source of variables. The grammar is the crate `dotenvy`'s; the process's environment is never changed.

use std::{
    collections::HashMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use super::{FileFault, read_text};
use crate::{
    disk,
    gather::Gather as _,
    problem::{Fault, ProblemKind},
};

/// A `.env` file as it was read; the last of several variables of one name.
#[derive(Debug, Default)]
pub(crate) struct Dotenv {
    pub(crate) path: PathBuf,
    variables: Vec<Variable>,
    /// Where in them a name is.
    index: HashMap<String, usize>,
    /// What is wrong with it, and on which line.
    faults: Vec<(Option<usize>, ProblemKind, String, Option<String>)>,
}

#[derive(Debug)]
struct Variable {
    name: String,
    value: String,
    line: usize,
}

impl Dotenv {
    /// The nearest `.env`: in a directory, or above it up to the repository's root.
    pub(crate) fn nearest(directory: &Path) -> Option<PathBuf> {
        let ancestors: Vec<_> = directory.ancestors().gather();
        let root = ancestors.iter().position(|directory| disk::exists(&directory.join(".git"))).unwrap_or(0);
        // A directory of that name is some virtual environment.
        let mut paths = ancestors[..=root].iter().map(|directory| directory.join(".env"));
        paths.find(|path| !disk::is_dir(path) && disk::symlink_metadata(path).is_ok())
    }

    /// Reads a file, or a pipe as password managers provide, shown by another name that means the same.
    pub(crate) fn read(path: &Path, shown: PathBuf) -> Self {
        let mut file = Self { path: shown, ..Self::default() };
        match read_text(path, true) {
            Ok((text, _)) => file.parse(&text),
            Err(FileFault::NotUtf8 { at, byte, .. }) => {
                let message = format!("byte {at} (0x{byte:02x}) is not UTF-8");
                file.faults.push((None, ProblemKind::Syntax, message, Some("save it as UTF-8".to_owned())));
            }
            Err(fault) => {
                let message = format!("the file cannot be read: {}", fault.into_reason());
                file.faults.push((None, ProblemKind::Unreadable, message, None));
            }
        }
        file
    }

    /// The value of a variable, if it is there and not empty.
    pub(crate) fn var(&self, name: &str) -> Option<&str> {
        self.find(name).map(|variable| variable.value.as_str()).filter(|value| !value.is_empty())
    }

    /// The variables but those that `hides` names.
    pub(crate) fn variables(&self, hides: impl Fn(&str) -> bool) -> Vec<(OsString, OsString)> {
        let shown = self.variables.iter().filter(|variable| !hides(&variable.name));
        shown.map(|variable| (OsString::from(&variable.name), OsString::from(&variable.value))).gather()
    }

    /// The line of a variable.
    pub(crate) fn line(&self, name: &str) -> Option<usize> {
        self.find(name).map(|variable| variable.line)
    }

    fn find(&self, name: &str) -> Option<&Variable> {
        self.variables.get(*self.index.get(name)?)
    }

    /// What is wrong with the file, each with its line.
    pub(crate) fn faults(&mut self, source: u32) -> Vec<(Option<usize>, Fault)> {
        let faults = std::mem::take(&mut self.faults).into_iter();
        faults.map(|(line, kind, message, help)| (line, Fault::plain(kind, source, message, help))).gather()
    }

    fn refuse(&mut self, line: Option<usize>, message: impl Into<String>, help: Option<&str>) {
        self.faults.push((line, ProblemKind::Syntax, message.into(), help.map(str::to_owned)));
    }

    /// A later variable replaces an earlier one of its name.
    #[cfg(feature = "dotenv")]
    fn add(&mut self, name: String, value: String, line: usize) {
        let variable = Variable { name, value, line };
        if let Some(at) = self.index.get(&variable.name) {
            self.variables[*at] = variable;
        } else {
            self.index.insert(variable.name.clone(), self.variables.len());
            self.variables.push(variable);
        }
    }

    #[cfg(not(feature = "dotenv"))]
    fn parse(&mut self, _: &str) {
        self.refuse(None, "it needs superconfig's feature `dotenv`, which is off", None);
    }

    #[cfg(feature = "dotenv")]
    fn parse(&mut self, text: &str) {
        grammar::parse(self, text);
    }
}

#[cfg(feature = "dotenv")]
mod grammar {
    use std::{cell::Cell, io};

    use super::Dotenv;

    /// The largest file, in bytes; the longest value; the most `$`. Values that are made of earlier ones would
    /// otherwise grow without limit.
    const MAX_BYTES: usize = 1 << 20;
    const LONGEST: usize = 64 << 10;
    const MOST_SUBSTITUTIONS: usize = 1000;
    const MOST_ERRORS: usize = 100;

    pub(super) fn parse(file: &mut Dotenv, text: &str) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.len() > MAX_BYTES {
            return file.refuse(None, "it is larger than 1 MiB", None);
        }
        if text.bytes().filter(|byte| *byte == b'$').count() > MOST_SUBSTITUTIONS {
            return file.refuse(None, format!("it has more than {MOST_SUBSTITUTIONS} `$`"), None);
        }
        let (read, mut errors) = (Cell::new(0), 0);
        let mut entries = dotenvy::from_read_iter(Lines { text, read: &read });
        let mut lines = 1;
        loop {
            let before = read.get();
            let Some(entry) = entries.next() else { break };
            let part = &text[before.min(text.len())..read.get().min(text.len())];
            let line = lines + passed_over(part);
            lines += part.matches('\n').count();
            match entry {
                Ok((name, value)) if value.len() > LONGEST => {
                    return file.refuse(Some(line), format!("the value of {name} is longer than 64 KiB"), None);
                }
                Ok((name, value)) => file.add(name, value, line),
                // What the crate says quotes the line, which may hold a secret.
                Err(_) => {
                    let help = "write NAME=value, with quotes around spaces; a quote that opens must close";
                    file.refuse(Some(line), "this is not how a variable is written", Some(help));
                    errors += 1;
                    if errors >= MOST_ERRORS {
                        return;
                    }
                }
            }
        }
    }

    /// How many blank lines and comments come first.
    fn passed_over(part: &str) -> usize {
        part.lines().map(str::trim_start).take_while(|line| line.is_empty() || line.starts_with('#')).count()
    }

    /// Gives a text line by line, so that it is known how far a reader with a buffer has come. A last line without a newline
    /// gets one: the crate takes a blank at its end for an open quote otherwise.
    struct Lines<'t> {
        text: &'t str,
        read: &'t Cell<usize>,
    }

    impl io::Read for Lines<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let rest = &self.text.as_bytes()[self.read.get().min(self.text.len())..];
            if rest.is_empty() {
                let open = self.read.get() == self.text.len() && !self.text.is_empty() && !self.text.ends_with('\n');
                if open && !buffer.is_empty() {
                    buffer[0] = b'\n';
                    self.read.set(self.text.len() + 1);
                    return Ok(1);
                }
                return Ok(0);
            }
            let line = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |newline| newline + 1);
            let count = line.min(buffer.len());
            buffer[..count].copy_from_slice(&rest[..count]);
            self.read.set(self.read.get() + count);
            Ok(count)
        }
    }
}
