//! Putting a file's new content in the place of the old, at once or not at all.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::source::{FileFault, read_text, reason};

/// Why a file was not written.
pub(super) enum Refused {
    /// Somebody else changed it, or it came to be or went away.
    Changed(&'static str),
    /// In the middle of a sentence.
    Because(String),
}

/// What a file is and says.
pub(super) fn content(path: &Path) -> Result<Option<String>, FileFault> {
    // Opening a pipe would wait for somebody who writes to it.
    if fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
        return Err(FileFault::Unreadable("it is not a regular file".to_owned()));
    }
    match read_text(path, false) {
        Ok((text, _)) => Ok(Some(text)),
        Err(FileFault::Absent) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Replaces the content of a file that said `old`, or was not there. What could not be kept of the old file is said.
pub(super) fn replace(path: &Path, old: Option<&str>, new: &str, private: bool) -> Result<Vec<String>, Refused> {
    let because = |what: &'static str| move |error: io::Error| Refused::Because(format!("{what}: {}", reason(&error)));
    // A link stays one: the file that it leads to is replaced.
    let target = match old {
        Some(_) => fs::canonicalize(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Refused::Changed("it is not there any more"),
            _ => because("it cannot be found")(error),
        })?,
        None => path.to_owned(),
    };
    unchanged(&target, old)?;
    let metadata = match old {
        Some(_) => Some(writable(&target)?),
        None => None,
    };
    let mut notes = Vec::new();
    let mut temporary =
        Temporary::new(&target, metadata.is_some() || private).map_err(because("no new file can be put beside it"))?;
    let file = &mut temporary.file;
    file.write_all(new.as_bytes()).map_err(because("writing failed"))?;
    if let Some(metadata) = &metadata {
        keep_owner(file, metadata, &mut notes);
        file.set_permissions(metadata.permissions()).map_err(because("its permissions cannot be kept"))?;
    }
    file.sync_all().map_err(because("writing failed"))?;
    unchanged(&target, old)?;
    match &metadata {
        Some(_) => fs::rename(&temporary.path, &target).map_err(because("it cannot be replaced"))?,
        // Unlike renaming, this fails if somebody else has just made one.
        None => match fs::hard_link(&temporary.path, &target) {
            Ok(()) => fs::remove_file(&temporary.path).map_err(because("the temporary file stays"))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(Refused::Changed("somebody else made it meanwhile"));
            }
            Err(_) => fs::rename(&temporary.path, &target).map_err(because("it cannot be made"))?,
        },
    }
    temporary.done = true;
    sync_directory(&target);
    Ok(notes)
}

fn unchanged(path: &Path, old: Option<&str>) -> Result<(), Refused> {
    match (content(path), old) {
        (Ok(None), None) => Ok(()),
        (Ok(Some(now)), Some(old)) if now == old => Ok(()),
        (Ok(None), Some(_)) => Err(Refused::Changed("it is not there any more")),
        (Ok(Some(_)), None) => Err(Refused::Changed("somebody else made it meanwhile")),
        (Ok(Some(_)), Some(_)) => Err(Refused::Changed("somebody else changed it meanwhile")),
        (Err(fault), _) => Err(Refused::Because(fault.into_reason())),
    }
}

/// Whether we may write to a file, without doing so. Replacing it would need no such right.
fn writable(path: &Path) -> Result<Metadata, Refused> {
    let refused = |error: io::Error| Refused::Because(reason(&error));
    let metadata = fs::metadata(path).map_err(refused)?;
    if metadata.permissions().readonly() {
        return Err(Refused::Because("it is read-only".to_owned()));
    }
    OpenOptions::new().append(true).open(path).map_err(refused)?;
    Ok(metadata)
}

/// A file beside another one, which goes away unless all went well.
struct Temporary {
    path: PathBuf,
    file: File,
    done: bool,
}

impl Temporary {
    /// Only we can read it, if it is `private`.
    fn new(target: &Path, private: bool) -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let mut tries = 0;
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = target.with_file_name(format!(".{name}.{}-{number}.tmp", std::process::id()));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            restrict(&mut options, private);
            match options.open(&path) {
                Ok(file) => return Ok(Self { path, file, done: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < 100 => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn restrict(options: &mut OpenOptions, private: bool) {
    use std::os::unix::fs::OpenOptionsExt as _;
    if private {
        options.mode(0o600);
    }
}

#[cfg(not(unix))]
fn restrict(_: &mut OpenOptions, _: bool) {}

#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata, notes: &mut Vec<String>) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let Ok(new) = file.metadata() else { return };
    if new.gid() != old.gid() && fchown(file, None, Some(old.gid())).is_err() {
        notes.push(format!(
            "it does not belong to the group {} any more: only its members can give files to it",
            old.gid()
        ));
    }
    if new.uid() != old.uid() && fchown(file, Some(old.uid()), None).is_err() {
        notes.push(format!("it belongs to you now and not to the user {}: only root can give files away", old.uid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata, _: &mut Vec<String>) {}

/// So that a crash of the machine does not bring the old name back.
#[cfg(unix)]
fn sync_directory(path: &Path) {
    let directory = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(directory) = File::open(directory) {
        let _ = directory.sync_all();
    }
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) {}
