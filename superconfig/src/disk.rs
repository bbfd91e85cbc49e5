//! Looking at the file system. Whatever a load looks at, it looks at through this module, so that a watcher can have it noted: what
//! was looked at, and how it looked. Without a watcher these are plain calls of `std::fs`.

use std::{
    fs::{File, Metadata, ReadDir},
    io,
    path::{Path, PathBuf},
};

use crate::source::Stamp;

#[cfg(feature = "watch")]
mod seen;
#[cfg(feature = "watch")]
pub(crate) use seen::{Look, Now, Pipes, Seen, recorded, sharing, unnoticed};

/// What stands at a path, links followed.
pub(crate) fn metadata(path: &Path) -> io::Result<Metadata> {
    #[cfg(feature = "watch")]
    seen::note(path, Look::Target);
    std::fs::metadata(path)
}

/// What stands at a path itself.
pub(crate) fn symlink_metadata(path: &Path) -> io::Result<Metadata> {
    #[cfg(feature = "watch")]
    seen::note(path, Look::Entry);
    std::fs::symlink_metadata(path)
}

/// What stands at a path, when the order of files goes by when they were changed.
pub(crate) fn dated(path: &Path) -> io::Result<Metadata> {
    #[cfg(feature = "watch")]
    seen::note(path, Look::Date);
    std::fs::metadata(path)
}

pub(crate) fn exists(path: &Path) -> bool {
    metadata(path).is_ok()
}

pub(crate) fn is_dir(path: &Path) -> bool {
    metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// What stands in a directory.
pub(crate) fn read_dir(path: &Path) -> io::Result<ReadDir> {
    #[cfg(feature = "watch")]
    seen::note(path, Look::Listing);
    std::fs::read_dir(path)
}

/// The path without links.
pub(crate) fn canonicalize(path: &Path) -> io::Result<PathBuf> {
    #[cfg(feature = "watch")]
    seen::note(path, Look::Real);
    std::fs::canonicalize(path)
}

/// The content of a regular file, which `content` gives, or which somebody has read who is checked together with this one. `None` if it
/// is to be read in any case: there is no such file, or nobody notes what is read.
pub(crate) fn shared(path: &Path, content: impl FnOnce() -> Option<(Vec<u8>, Metadata)>) -> Option<(Vec<u8>, Stamp)> {
    #[cfg(feature = "watch")]
    return seen::read(path, content);
    #[cfg(not(feature = "watch"))]
    {
        let _ = (path, content);
        None
    }
}

/// Opens a file whose content counts.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    #[cfg(feature = "watch")]
    {
        seen::note(path, Look::Content);
        seen::check(path)?;
    }
    let opened = File::open(path);
    #[cfg(feature = "watch")]
    if opened.is_err() {
        seen::missed(path);
    }
    opened
}

/// Whether what this thread looks at is noted.
pub(crate) fn is_recording() -> bool {
    #[cfg(feature = "watch")]
    return seen::is_recording();
    #[cfg(not(feature = "watch"))]
    false
}

/// The content of a pipe that was read before; it has none the second time.
pub(crate) fn drained(path: &Path) -> Option<Vec<u8>> {
    #[cfg(feature = "watch")]
    return seen::drained(path);
    #[cfg(not(feature = "watch"))]
    {
        let _ = path;
        None
    }
}

/// Says what a pipe held, in case it is asked for again.
pub(crate) fn drain(path: &Path, content: &[u8]) {
    #[cfg(feature = "watch")]
    seen::drain(path, content);
    #[cfg(not(feature = "watch"))]
    let _ = (path, content);
}
