//! Directories of secrets: the path of a file is the name of a setting, its content the value. As Docker, Kubernetes and
//! systemd mount them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    FileFault,
    by_path::{Style, at_keys, rank, superseded},
    file::{read_bytes, reason},
};
use crate::{
    disk,
    draft::{At, Draft, Input, Place, Shape, Tag, Writer},
    gather::Gather as _,
    order,
    problem::{Fault, FaultKind, ProblemKind, closest},
    schema::{self, Env, Schema, SettingSchema},
};

/// The largest secret, in bytes: 1 MiB.
const MAX_SECRET_BYTES: u64 = 1 << 20;

/// The most entries that are looked at, and how many directories deep.
const MAX_ENTRIES: usize = 4096;
const MAX_DEPTH: usize = 16;

/// The most strangers that are held against the settings' names.
const MOST_STRANGERS: usize = 256;

/// A file's name is that of a setting in any case, with `-` and `.` as good as `_`; directories are sections.
const STYLE: Style = Style { strip, join, around: &["/", "__", "."], operators: true };

fn strip<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let start = text.get(..key.len())?;
    let joint = |byte: u8| matches!(byte, b'_' | b'-' | b'.');
    let same = |(a, b): (u8, u8)| a.eq_ignore_ascii_case(&b) || joint(a) && joint(b);
    start.bytes().zip(key.bytes()).all(same).then(|| &text[key.len()..])
}

fn join(text: &str) -> Option<&str> {
    text.strip_prefix("__").or_else(|| text.strip_prefix(['/', '_', '.', '-']))
}

/// One directory that is read.
pub(crate) struct SecretsDir<'a, 'p> {
    schema: &'static Schema,
    prefix: &'a str,
    directory: &'a Path,
    writer: &'a mut Writer<'p>,
    source: u32,
    /// Somebody named it: what looks like a misspelt setting is worth a word.
    named: bool,
    /// Problems that are not about a setting.
    pub(crate) faults: Vec<Fault>,
    /// The files that were used.
    pub(crate) files: Vec<PathBuf>,
    /// The files of settings, until all are known: each with its keys, and, if it chooses the variant of an enum, the level of that.
    found: Vec<(Vec<String>, Option<usize>, PathBuf)>,
    /// How many entries were looked at, and how many are none of the config's.
    entries: usize,
    strangers: usize,
}

impl<'a, 'p> SecretsDir<'a, 'p> {
    pub(crate) fn new(
        schema: &'static Schema,
        directory: &'a Path,
        named: bool,
        source: u32,
        writer: &'a mut Writer<'p>,
    ) -> Self {
        let (faults, files) = (Vec::new(), Vec::new());
        Self {
            schema,
            prefix: schema.env_prefix,
            directory,
            writer,
            source,
            named,
            faults,
            files,
            found: Vec::new(),
            entries: 0,
            strangers: 0,
        }
    }

    /// Reads what the config knows of; the system's reason if the directory itself cannot be read.
    pub(crate) fn run(&mut self, draft: &mut dyn Draft) -> io::Result<()> {
        self.level("", disk::read_dir(self.directory)?);
        let mut found = std::mem::take(&mut self.found);
        // What an enum is goes before what is in it, and the elements of a list go in their order.
        order::sort_by_key(&mut found, |(keys, chooses, _)| rank(keys, *chooses));
        let paths: Vec<&[String]> = found.iter().map(|(keys, ..)| keys.as_slice()).gather();
        let mut ignored = vec![None; found.len()];
        for (index, winner) in superseded(self.schema, &paths) {
            ignored[index] = Some(winner);
        }
        for (index, (keys, _, path)) in found.iter().enumerate() {
            let Some(winner) = ignored[index] else {
                self.file(keys, path, draft);
                continue;
            };
            let (name, instead) = (keys.join("/"), paths[winner].join("/"));
            let mut fault = Fault::new(FaultKind::Former { name, instead, ignored: true }, self.source);
            fault.mark = self.mark(path);
            self.faults.push(fault);
        }
        Ok(())
    }

    fn level(&mut self, above: &str, entries: fs::ReadDir) {
        if above.matches('/').count() >= MAX_DEPTH {
            return;
        }
        let left = MAX_ENTRIES.saturating_sub(self.entries);
        let names = entries.take(left).filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        // Hidden ones are how Kubernetes changes all of them at once, and nobody's settings.
        let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).gather();
        order::sort_by(&mut names, Ord::cmp);
        self.entries += names.len();
        for name in names {
            let name = if above.is_empty() { name } else { format!("{above}/{name}") };
            let path = self.directory.join(&name);
            if !disk::is_dir(&path) {
                self.entry(&name, &path);
            } else if self.is_section(&name) {
                match disk::read_dir(&path) {
                    Ok(entries) => self.level(&name, entries),
                    Err(error) => self.unreadable(&path, &reason(&error)),
                }
            } else {
                // Docker makes a directory where a file is to be mounted that is not there.
                self.entry(&name, &path);
            }
        }
    }

    /// Whether a directory is one: it may also stand for the prefix.
    fn is_section(&self, name: &str) -> bool {
        STYLE.is_section(self.schema, name)
            || STYLE.is_section(self.schema, self.without_prefix(name))
            || !self.prefix.is_empty() && strip(name, self.prefix) == Some("")
    }

    fn without_prefix<'n>(&self, name: &'n str) -> &'n str {
        let rest = Some(self.prefix).filter(|prefix| !prefix.is_empty()).and_then(|prefix| strip(name, prefix));
        rest.and_then(join).unwrap_or(name)
    }

    fn entry(&mut self, name: &str, path: &Path) {
        let whole = |_: &_, rest: &str| rest.is_empty();
        let found = STYLE.find(self.schema, name, &whole);
        let found = found.or_else(|| STYLE.find(self.schema, self.without_prefix(name), &whole));
        let found = found.map(|found| (found.chooses(), found.keys)).or_else(|| Some((None, self.absolute(name)?)));
        match found {
            Some((chooses, keys)) => self.found.push((keys, chooses, path.to_owned())),
            None => self.near_miss(name, path),
        }
    }

    /// The setting whose variable has a name of its own.
    fn absolute(&self, name: &str) -> Option<Vec<String>> {
        let mut keys = None;
        self.schema.walk(&mut |chain, _| {
            let absolute = schema::is_fixed(chain) && chain.iter().any(|field| matches!(field.env, Env::Absolute(_)));
            let variable = schema::env_name(self.prefix, chain).filter(|_| absolute && keys.is_none());
            if variable.is_some_and(|variable| strip(name, &variable) == Some("")) {
                keys = Some(schema::keys(chain));
            }
        });
        keys
    }

    fn mark(&mut self, path: &Path) -> u32 {
        self.files.push(path.to_owned());
        u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX)
    }

    fn file(&mut self, keys: &[String], path: &Path, draft: &mut dyn Draft) {
        let at = At { mark: self.mark(path), span: None };
        // What the system mounts has the modes that the system wants.
        let (content, exposed) = (content(path), self.named && is_exposed(path));
        at_keys(self.schema, draft, keys, at, self.writer, &mut |writer, place| {
            let mut target = match place {
                Place::Setting(target) => target,
                place => return choose(place, content.as_deref().map_err(Clone::clone), writer, at),
            };
            let setting = target.setting;
            let read = content.as_ref().map_err(Clone::clone);
            match read.and_then(|bytes| input(bytes, Some(setting))) {
                Ok(Input::Text("")) if !matches!(setting.leaf.shape, Shape::String) => {}
                Ok(input) => writer.set(&mut target, at, input),
                Err(reason) => {
                    let message = format!("the file cannot be read: {reason}");
                    return writer.reject(target.mark, ProblemKind::Unreadable, message, at);
                }
            }
            if setting.is_secret() && exposed {
                writer.fault(exposure("every user of this machine can read the file", "chmod o-r it"), at);
            }
        });
    }

    fn unreadable(&mut self, path: &Path, reason: &str) {
        let message = format!("the directory cannot be read: {reason}");
        let mut fault = Fault::plain(ProblemKind::Unreadable, self.source, message, None);
        fault.mark = self.mark(path);
        self.faults.push(fault);
    }

    /// Other people's secrets are none of our business, but one that is almost ours is a mistake.
    fn near_miss(&mut self, name: &str, path: &Path) {
        self.strangers += 1;
        if !self.named || self.strangers > MOST_STRANGERS {
            return;
        }
        let is_removed = |name: &str| {
            let removed = STYLE.removed(self.schema, name).map(|removed| removed.key);
            removed.and_then(|key| name.get(name.len().checked_sub(key.len())?..).and_then(|end| strip(end, key)))
                == Some("")
        };
        if is_removed(name) || is_removed(self.without_prefix(name)) {
            return;
        }
        let mut names = Vec::new();
        self.schema.walk(&mut |chain, _| {
            let keys = if schema::is_fixed(chain) { schema::keys(chain) } else { Vec::new() };
            names.extend((1..keys.len()).map(|end| keys[..end].join("/")));
            names.extend([keys.join("/"), keys.join("_")].into_iter().filter(|name| !name.is_empty()));
        });
        let name = name.to_ascii_lowercase();
        let Some(like) = closest(&name, names.iter().map(String::as_str)) else { return };
        let message = "the file is almost called like a setting but sets nothing";
        let help = Some(format!("did you mean '{like}'?"));
        let mut fault = Fault::notice(ProblemKind::UnknownKey, self.source, message, help);
        fault.mark = self.mark(path);
        self.faults.push(fault);
    }
}

/// Makes an enum be the variant that a file names.
fn choose(place: Place<'_>, content: Result<&[u8], String>, writer: &mut Writer<'_>, at: At) {
    let (schema, draft, tagged) = match place {
        Place::Section { schema, draft } => (schema, draft, false),
        Place::Optional { schema, slot } => (schema, slot.enter(), false),
        Place::Tag { schema, draft, .. } => (schema, draft, true),
        _ => return,
    };
    match content.and_then(|bytes| input(bytes, None)) {
        Ok(Input::Text("")) => {}
        Ok(Input::Text(name)) if tagged => writer.settle_by(schema, draft, Tag::Name(name.to_owned(), at)),
        Ok(Input::Text(name)) => drop(writer.choose_by_name(schema, draft, name, at)),
        Ok(_) => {}
        Err(reason) => {
            let message = format!("the file cannot be read: {reason}");
            writer.fault(FaultKind::Plain { kind: ProblemKind::Unreadable, message, help: None }, at);
        }
    }
}

/// What is in a secret's file.
fn content(path: &Path) -> Result<Vec<u8>, String> {
    // Opening a pipe would wait for somebody who writes to it.
    if disk::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return Err("it is not a regular file".to_owned());
    }
    read_bytes(path, false, MAX_SECRET_BYTES).map(|(bytes, _)| bytes).map_err(FileFault::into_reason)
}

/// The content of a file as a setting takes it: all of it, or the text without the newline at its end.
pub(super) fn input<'c>(content: &'c [u8], setting: Option<&SettingSchema>) -> Result<Input<'c>, String> {
    if setting.is_some_and(|setting| setting.leaf.bytes) {
        return Ok(Input::Bytes(content));
    }
    let text = str::from_utf8(content).map_err(|error| format!("it is not UTF-8 at byte {}", error.valid_up_to()))?;
    Ok(Input::Text(without_newline(text)))
}

/// Less one newline.
fn without_newline(text: &str) -> &str {
    let line = text.strip_suffix('\n').unwrap_or(text);
    if line.len() < text.len() { line.strip_suffix('\r').unwrap_or(line) } else { line }
}

/// The warning about a secret that others can see.
pub(super) fn exposure(message: &str, help: &str) -> FaultKind {
    FaultKind::Notice { kind: ProblemKind::Exposed, message: message.to_owned(), help: Some(help.to_owned()) }
}

/// Whether every user of the machine can read a file. What an orchestrator mounts into a container has such modes, and nobody
/// there to read it.
#[cfg(unix)]
pub(super) fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode());
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mounted = ["/run/secrets", "/var/run/secrets", "/run/credentials"].iter().any(|it| path.starts_with(it))
        || path.ancestors().skip(1).take(4).any(|above| above.join("..data").exists());
    mode(path) & 0o004 != 0 && mode(directory) & 0o001 != 0 && !mounted
}

#[cfg(not(unix))]
pub(super) fn is_exposed(_: &Path) -> bool {
    false
}
