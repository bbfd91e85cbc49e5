//! Reading a file: all of it, as UTF-8, within bounds.

use std::{
    fs::{File, Metadata},
    io::{self, Read as _},
    path::Path,
    time::SystemTime,
};

use crate::{disk, gather::Gather as _};

/// The largest file that is read, in bytes: 16 MiB.
pub(crate) const MAX_FILE_BYTES: u64 = 16 << 20;

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    pub(crate) fn new(metadata: &Metadata) -> Self {
        Self { len: metadata.len(), modified: metadata.modified().ok() }
    }

    /// Of a file; what a pipe held cannot be read again.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        metadata.is_file().then(|| Self::new(&metadata))
    }
}

/// Why a file could not be read.
#[derive(Debug)]
pub(crate) enum FileFault {
    /// There is nothing of that name.
    Absent,
    /// A link that leads nowhere.
    Dangling,
    /// The system's reason.
    Unreadable(String),
    /// Its first byte that is no UTF-8.
    NotUtf8 { valid: String, at: usize, byte: u8 },
}

impl FileFault {
    /// The end of a sentence about it.
    pub(crate) fn into_reason(self) -> String {
        match self {
            FileFault::Absent => "there is no such file".to_owned(),
            FileFault::Dangling => "it is a link to nothing".to_owned(),
            FileFault::Unreadable(reason) => reason,
            FileFault::NotUtf8 { at, .. } => format!("it is not UTF-8 at byte {at}"),
        }
    }
}

/// The text of a file. Pipes and devices are read only if they were `named` by somebody.
pub(crate) fn read_text(path: &Path, named: bool) -> Result<(String, Stamp), FileFault> {
    let (bytes, stamp) = read_bytes(path, named, MAX_FILE_BYTES)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[at];
        FileFault::NotUtf8 { valid: String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned(), at, byte }
    })?;
    Ok((text, stamp))
}

/// How many files are read by one thread; it takes some ten times as long to begin one as to read a file.
const FILES_PER_THREAD: usize = 64;

/// How many threads read files at most. What they share is a disk or a network.
const MOST_THREADS: usize = 8;

/// So many files are worth several threads.
pub(crate) const MANY_FILES: usize = 2 * FILES_PER_THREAD;

/// The texts of many files, each by itself as [`read_text`] has it, read by several threads side by side.
pub(crate) fn read_texts(files: &[(&Path, bool)]) -> Vec<Result<(String, Stamp), FileFault>> {
    let read = |part: &[(&Path, bool)]| part.iter().map(|(path, named)| read_text(path, *named)).gather();
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    // Somebody notes on this thread what is read.
    if files.len() < MANY_FILES || disk::is_recording() || cores() == 1 {
        return read(files);
    }
    let threads = cores().min(MOST_THREADS).min(files.len() / FILES_PER_THREAD);
    let mut parts = files.chunks(files.len().div_ceil(threads));
    let own = parts.next().unwrap_or_default();
    std::thread::scope(|scope| {
        let others: Vec<_> =
            parts.map(|part| (part, std::thread::Builder::new().spawn_scoped(scope, move || read(part)).ok())).gather();
        let mut texts: Vec<_> = read(own);
        for (part, thread) in others {
            // What could not be done there is done here.
            texts.extend(thread.and_then(|thread| thread.join().ok()).unwrap_or_else(|| read(part)));
        }
        texts
    })
}

/// The content of a file that is no larger than it may be.
pub(super) fn read_bytes(path: &Path, named: bool, largest: u64) -> Result<(Vec<u8>, Stamp), FileFault> {
    if let Some(bytes) = disk::drained(path) {
        return Ok((bytes, Stamp::default()));
    }
    let shared = disk::shared(path, || read_opened(File::open(path).ok()?, true, MAX_FILE_BYTES).ok());
    if let Some(shared) = shared.filter(|(bytes, _)| bytes.len() as u64 <= largest) {
        return Ok(shared);
    }
    let file = disk::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => match disk::symlink_metadata(path) {
            Ok(_) => FileFault::Dangling,
            Err(_) => FileFault::Absent,
        },
        _ => FileFault::Unreadable(reason(&error)),
    })?;
    let (bytes, metadata) = read_opened(file, named, largest)?;
    if !metadata.is_file() {
        disk::drain(path, &bytes);
    }
    Ok((bytes, Stamp::new(&metadata)))
}

fn read_opened(mut file: File, named: bool, largest: u64) -> Result<(Vec<u8>, Metadata), FileFault> {
    let unreadable = |error: &io::Error| FileFault::Unreadable(reason(error));
    let metadata = file.metadata().map_err(|error| unreadable(&error))?;
    if metadata.is_dir() {
        return Err(FileFault::Unreadable("it is a directory".to_owned()));
    }
    if !metadata.is_file() && !named {
        return Err(FileFault::Unreadable("it is not a regular file".to_owned()));
    }
    let too_large = || FileFault::Unreadable(format!("it is larger than {} MiB", largest >> 20));
    if metadata.len() > largest {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let complete = read_at_once(&mut file, &metadata, &mut bytes).map_err(|error| unreadable(&error))?;
    if !complete {
        (&mut file).take(largest + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    }
    if bytes.len() as u64 > largest {
        return Err(too_large());
    }
    Ok((bytes, metadata))
}

/// Reads a regular file of known size in one call: one byte more is asked for, so a full file shows as a short read.
/// Says whether that was all of it.
fn read_at_once(file: &mut File, metadata: &Metadata, bytes: &mut Vec<u8>) -> io::Result<bool> {
    let size = usize::try_from(metadata.len()).unwrap_or(0);
    if size == 0 || !metadata.is_file() {
        return Ok(false);
    }
    bytes.resize(size + 1, 0);
    let read = match file.read(bytes) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
        other => other?,
    };
    bytes.truncate(read);
    Ok(read == size)
}

/// The system's reason without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
