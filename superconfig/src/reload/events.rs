//! Who says that something in a directory changed: the system, or a test.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::{
        Weak,
        mpsc::{Receiver, channel},
    },
};

use notify::{
    Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind, event::AccessKind,
};

use super::hub::Hub;

/// Watches directories, not what is below them, and gives [`Hints`] of what changes there.
pub trait EventSource: Send {
    /// Begins to watch a directory; links in its path are resolved. Asked again, it watches what stands there now.
    ///
    /// # Errors
    /// The system's reason. The directory is looked at in intervals then.
    fn watch(&mut self, directory: &Path) -> io::Result<()>;

    /// Ends it.
    fn unwatch(&mut self, directory: &Path);

    /// Whether it also says when a file is written to that stays the same one. If not, files are looked at
    /// [more often](super::WatchOptions::poll_interval_without_events).
    fn tells_of_writes(&self) -> bool {
        true
    }
}

/// Where an [`EventSource`] says what changed. A hint too many costs reading some files; one too few is made up for at the next
/// [poll](super::WatchOptions::poll_interval).
#[derive(Clone)]
pub struct Hints(pub(super) Weak<Hub>);

impl Hints {
    /// Something changed at this path, in one of the directories.
    pub fn changed(&self, path: impl Into<PathBuf>) {
        if let Some(hub) = self.0.upgrade() {
            hub.hint(Some(path.into()));
        }
    }

    /// Something changed, and it is not known what.
    pub fn lost(&self) {
        if let Some(hub) = self.0.upgrade() {
            hub.hint(None);
        }
    }
}

impl fmt::Debug for Hints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hints")
    }
}

/// What the system says.
pub(super) struct SystemEvents {
    /// Taken first when it ends.
    watcher: Option<RecommendedWatcher>,
    /// Ends when the system's thread lets go of its handler, right before it ends.
    ended: Receiver<()>,
}

impl SystemEvents {
    pub(super) fn new(hints: Hints) -> io::Result<Self> {
        let (alive, ended) = channel::<()>();
        let handler = move |event: notify::Result<Event>| {
            let _ = &alive;
            match event {
                Ok(event) if event.need_rescan() => hints.lost(),
                // That a file was looked at is the one thing that is no change: the reloader itself looks.
                Ok(event) if is_look(event.kind) => {}
                Ok(event) if event.paths.is_empty() => hints.lost(),
                Ok(event) => event.paths.into_iter().for_each(|path| hints.changed(path)),
                Err(_) => hints.lost(),
            }
        };
        let watcher = RecommendedWatcher::new(handler, Config::default()).map_err(system)?;
        Ok(Self { watcher: Some(watcher), ended })
    }
}

fn is_look(kind: EventKind) -> bool {
    use notify::event::AccessMode::{Any, Read};
    matches!(kind, EventKind::Access(AccessKind::Open(_) | AccessKind::Read | AccessKind::Close(Read | Any)))
}

impl EventSource for SystemEvents {
    fn watch(&mut self, directory: &Path) -> io::Result<()> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        // Something else may stand there by now, which is not what is watched under this name.
        drop(watcher.unwatch(directory));
        watcher.watch(directory, RecursiveMode::NonRecursive).map_err(system)
    }

    fn unwatch(&mut self, directory: &Path) {
        if let Some(watcher) = &mut self.watcher {
            drop(watcher.unwatch(directory));
        }
    }

    /// The BSDs tell of the names in a directory, and systems that are not known of nothing.
    fn tells_of_writes(&self) -> bool {
        !matches!(RecommendedWatcher::kind(), WatcherKind::Kqueue | WatcherKind::PollWatcher)
    }
}

impl Drop for SystemEvents {
    fn drop(&mut self) {
        drop(self.watcher.take());
        // It says nothing, and is let go of.
        let _ = self.ended.recv();
    }
}

fn system(error: notify::Error) -> io::Error {
    match error.kind {
        notify::ErrorKind::Io(error) => error,
        notify::ErrorKind::PathNotFound => io::ErrorKind::NotFound.into(),
        notify::ErrorKind::MaxFilesWatch => {
            io::Error::other("the limit of watches is reached; on Linux it is fs.inotify.max_user_watches")
        }
        _ => io::Error::other(error.to_string()),
    }
}
