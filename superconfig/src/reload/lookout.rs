//! Which directories the system tells of, and where it does not.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    directories::Directories,
    events::{EventSource, Hints},
    hub::Hub,
    mounts::Mounts,
};
use crate::{load::tell, registry::registry, source::reason};

pub(super) struct Lookout {
    hub: Arc<Hub>,
    /// What says that files change, from when somebody wants to know; unless the system had no such thing to give.
    events: Option<Box<dyn EventSource>>,
    /// The directories that it should watch, and which of those it does.
    directories: BTreeMap<PathBuf, Told>,
    mounts: Mounts,
    /// That the system tells nothing, or not all, was said.
    said: bool,
}

/// What is told of a directory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// What happens in this one.
    Of(Identity),
    /// Something happened to the directory itself: it may be another by now.
    Stale,
    /// Nothing.
    Nothing,
}

/// Tells a directory from another that took its place.
type Identity = Option<(u64, u64)>;

impl Lookout {
    pub(super) fn new(hub: Arc<Hub>) -> Self {
        let mounts = Mounts::new(hub.mount_table.clone());
        Self { hub, events: None, directories: BTreeMap::new(), mounts, said: false }
    }

    /// Something changed at these paths, or anywhere.
    pub(super) fn hints(&mut self, paths: &BTreeSet<PathBuf>, lost: bool) {
        for (directory, told) in &mut self.directories {
            // When something above moves away, some systems no longer say what happens below it, though it may be back by now.
            let moved = || directory.ancestors().any(|above| paths.contains(above));
            if *told != Told::Nothing && (lost || moved()) {
                *told = Told::Stale;
            }
        }
    }

    /// Watches these directories and no others, and tries again what failed before; gives those that are new. Of each it is said
    /// whether files that are read stand in it.
    pub(super) fn watch(&mut self, needed: &BTreeMap<&Path, bool>) -> BTreeSet<PathBuf> {
        if self.events.is_none()
            && !needed.is_empty()
            && let Some(make) = &self.hub.make_source
        {
            match make(Hints(Arc::downgrade(&self.hub))) {
                Ok(events) => {
                    self.events = Some(events);
                    self.said = false;
                }
                Err(error) => {
                    let why = no_events(&error);
                    self.say(&format!("changes of files are not told ({why}), so they are looked at in intervals"));
                }
            }
        }
        let Some(events) = &mut self.events else { return BTreeSet::new() };
        let count = self.directories.len();
        self.directories.retain(|directory, _| {
            let keep = needed.contains_key(&**directory);
            if !keep {
                events.unwatch(directory);
            }
            keep
        });
        let fewer = self.directories.len() < count;
        let (mut new, mut failed) = (BTreeSet::new(), Vec::new());
        let to_watch: Vec<_> = (needed.iter().map(|(directory, read)| (*directory, *read, identity(directory))))
            .filter(|(directory, _, identity)| self.directories.get(*directory) != Some(&Told::Of(*identity)))
            .collect();
        // There the system begins anew with all of them, and says nothing of what happened before.
        if cfg!(target_os = "macos") && (fewer || !to_watch.is_empty()) {
            new.extend(self.directories.keys().cloned());
        }
        // Before any is watched: one that is watched under its old name, and under its new one, would no longer be under either.
        for (directory, ..) in &to_watch {
            if self.directories.contains_key(*directory) {
                events.unwatch(directory);
            }
        }
        for (directory, read, identity) in to_watch {
            let told = match events.watch(directory) {
                Ok(()) => {
                    new.insert(directory.to_owned());
                    Told::Of(identity)
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    // It went away since it was looked at, which is a change like any other.
                    new.insert(directory.to_owned());
                    Told::Nothing
                }
                Err(error) => {
                    // Where nobody may look, nobody reads either.
                    if read {
                        failed.push((directory, error));
                    }
                    Told::Nothing
                }
            };
            self.directories.insert(directory.to_owned(), told);
        }
        match &failed[..] {
            [] => self.said = false,
            [(directory, error), more @ ..] => {
                let others = if more.is_empty() { String::new() } else { format!(" and {} others", more.len()) };
                let (directory, why) = (directory.display(), reason(error));
                let text =
                    format!("changes in {directory}{others} are not told ({why}), so they are looked at in intervals");
                self.say(&text);
            }
        }
        new
    }

    fn say(&mut self, text: &str) {
        if !std::mem::replace(&mut self.said, true) {
            tell::not_told(registry().verbosity(), text);
        }
    }

    /// Looks again what is mounted where.
    pub(super) fn look_at_mounts(&mut self) {
        self.mounts.refresh();
    }

    /// Whether all that happens there is told.
    pub(super) fn hears_all(&self, of: &Directories) -> bool {
        let tells_of_writes = self.events.as_ref().is_none_or(|events| events.tells_of_writes());
        of.paths().all(|path| matches!(self.directories.get(path), Some(Told::Of(_))))
            && (tells_of_writes || of.files().next().is_none())
            && !of.paths().chain(of.files()).any(|path| self.mounts.is_silent(path))
    }

    /// The files that are mounts by themselves.
    pub(super) fn mounted_files<'d>(&self, of: &'d Directories) -> impl Iterator<Item = &'d Path> {
        of.files().filter(|path| self.mounts.is_mounted(path))
    }
}

fn no_events(error: &io::Error) -> String {
    // EMFILE
    let help = if cfg!(target_os = "linux") && error.raw_os_error() == Some(24) {
        "; fs.inotify.max_user_instances is the limit"
    } else {
        ""
    };
    format!("{}{help}", reason(error))
}

#[cfg(unix)]
fn identity(directory: &Path) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(directory).ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

/// By when it was made, there being no number.
#[cfg(not(unix))]
fn identity(directory: &Path) -> Identity {
    let made = std::fs::metadata(directory).ok()?.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((made.as_secs(), u64::from(made.subsec_nanos())))
}
