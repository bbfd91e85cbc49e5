//! What a load has looked at, and whether it still looks the same.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    fs::{File, FileType, Metadata},
    hash::{BuildHasher, Hash, Hasher, RandomState},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    gather::Gather as _,
    source::{MAX_FILE_BYTES, Stamp},
};

/// What of a path was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Look {
    /// What kind of thing stands there.
    Entry,
    /// The same, links followed.
    Target,
    /// When it was changed.
    Date,
    /// Where links lead.
    Real,
    /// The names in a directory.
    Listing,
    /// The bytes of a file.
    Content,
}

/// How a thing looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Print {
    /// What a config can depend on.
    what: u64,
    /// Which thing it was, and when it was changed: tells a file that was replaced by its like.
    which: u64,
}

/// Everything that was looked at, and how it looked first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    prints: BTreeMap<(PathBuf, Look), Print>,
    /// Something looked different the second time.
    torn: bool,
}

/// What pipes held, by their paths. Whoever reads one a second time waits, perhaps for ever.
#[derive(Debug, Default)]
pub(crate) struct Pipes {
    held: Mutex<HashMap<PathBuf, Vec<u8>>>,
    /// No others are read any more.
    closed: AtomicBool,
}

impl Pipes {
    /// From now on pipes that were not read yet are not opened: whoever does that waits until somebody writes, and all others with
    /// him.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }
}

struct Recorder {
    seen: Seen,
    pipes: Arc<Pipes>,
}

/// What files held, for those who load one after the other and are checked together: each file is read once.
type Held = HashMap<PathBuf, (Arc<[u8]>, Stamp, Print)>;

thread_local! {
    static RECORDER: RefCell<Option<Recorder>> = const { RefCell::new(None) };
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

/// Runs something in which several are loaded that are checked together afterwards: what one has read of a file is what the next
/// gets.
pub(crate) fn sharing<R>(run: impl FnOnce() -> R) -> R {
    /// Forgets it, whatever happens.
    struct Forgetting;

    impl Drop for Forgetting {
        fn drop(&mut self) {
            HELD.set(None);
        }
    }

    HELD.set(Some(Held::new()));
    let forgetting = Forgetting;
    let result = run();
    drop(forgetting);
    result
}

/// Reads a regular file, or gives what was read before, and notes it; `None` if there is none, or nobody who notes. What could not be
/// read is to be noted and read anew.
pub(crate) fn read(path: &Path, content: impl FnOnce() -> Option<(Vec<u8>, Metadata)>) -> Option<(Vec<u8>, Stamp)> {
    if !is_recording() {
        return None;
    }
    let path = &*std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let held = HELD.with_borrow(|held| held.as_ref()?.get(path).cloned());
    if let Some((bytes, stamp, print)) = held {
        enter(path, Look::Content, print);
        return Some((bytes.to_vec(), stamp));
    }
    // Before it is read: whatever changes from here on looks different later.
    let real = std::fs::canonicalize(path).ok();
    // What is read of a pipe is gone.
    if !std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        return None;
    }
    let (bytes, metadata) = content().filter(|(_, metadata)| metadata.is_file())?;
    let mut hasher = STATE.build_hasher();
    hasher.write(&bytes);
    let print = Print { what: hasher.finish(), which: hash((real, state(&metadata))) };
    let stamp = Stamp::new(&metadata);
    enter(path, Look::Content, print);
    HELD.with_borrow_mut(|held| {
        held.as_mut().map(|held| held.insert(path.to_owned(), (bytes.as_slice().into(), stamp, print)))
    });
    Some((bytes, stamp))
}

/// Enters how a path looked.
fn enter(path: &Path, look: Look, print: Print) {
    RECORDER.with_borrow_mut(|recorder| {
        if let Some(recorder) = recorder {
            let before = *recorder.seen.prints.entry((path.to_owned(), look)).or_insert(print);
            recorder.seen.torn |= before != print;
        }
    });
}

/// Lets the recording go on that was going on before, whatever happens.
struct Ending(Option<Recorder>);

impl Drop for Ending {
    fn drop(&mut self) {
        RECORDER.set(self.0.take());
    }
}

/// Runs something and notes what it looks at, on this thread.
pub(crate) fn recorded<R>(pipes: &Arc<Pipes>, run: impl FnOnce() -> R) -> (R, Seen) {
    let recorder = Recorder { seen: Seen::default(), pipes: Arc::clone(pipes) };
    let ending = Ending(RECORDER.replace(Some(recorder)));
    let result = run();
    let seen = RECORDER.take().map(|recorder| recorder.seen).unwrap_or_default();
    drop(ending);
    (result, seen)
}

/// Runs something in the middle of a recording and does not note what it looks at.
pub(crate) fn unnoticed<R>(run: impl FnOnce() -> R) -> R {
    let ending = Ending(RECORDER.take());
    let result = run();
    drop(ending);
    result
}

pub(super) fn is_recording() -> bool {
    RECORDER.with_borrow(Option::is_some)
}

/// Notes how a path looks, right before somebody looks at it: if it changes in between, it looks different later.
pub(super) fn note(path: &Path, look: Look) {
    if is_recording() {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        enter(&path, look, Print::of(&path, look));
    }
}

/// Notes that a file could not be opened. If it can be by now, the reason was none of the file's: that another program held it, or that
/// this one had too many others open.
pub(super) fn missed(path: &Path) {
    RECORDER.with_borrow_mut(|recorder| {
        if let Some(recorder) = recorder {
            recorder.seen.torn |= std::fs::metadata(path).is_ok_and(|it| it.is_file()) && File::open(path).is_ok();
        }
    });
}

pub(super) fn drained(path: &Path) -> Option<Vec<u8>> {
    let pipes = pipes()?;
    let held = pipes.held.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()?;
    // A number of the process's own open files means another one later.
    let is_numbered = path.starts_with("/dev") || path.starts_with("/proc");
    if !is_numbered {
        note(path, Look::Content);
    }
    let is_file_now = !is_numbered && std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    (!is_file_now).then_some(held)
}

pub(super) fn drain(path: &Path, content: &[u8]) {
    if let Some(pipes) = pipes() {
        let mut held = pipes.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(path.to_owned(), content.to_owned());
    }
}

/// Refuses what cannot be opened without waiting, once that is over.
pub(super) fn check(path: &Path) -> io::Result<()> {
    let is_special = || std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
    if pipes().is_some_and(|pipes| pipes.closed.load(Ordering::Acquire)) && is_special() {
        return Err(io::Error::other("it is not a regular file, and such are read only when the program starts"));
    }
    Ok(())
}

fn pipes() -> Option<Arc<Pipes>> {
    RECORDER.with_borrow(|recorder| recorder.as_ref().map(|recorder| Arc::clone(&recorder.pipes)))
}

impl Seen {
    /// The paths that were looked at.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (&Path, Look)> {
        self.prints.keys().map(|(path, look)| (path.as_path(), *look))
    }

    /// Whether all of it was there at one moment, which is now: nothing was replaced since it was looked at, not even by its like.
    pub(crate) fn is_whole<'s>(&'s self, now: &mut Now<'s>) -> bool {
        self.has_whole(now, |_| true)
    }

    /// The same, but for names that came and went in directories: everything that was read belongs together.
    pub(crate) fn has_whole_files(&self) -> bool {
        self.has_whole(&mut Now::default(), |look| look != Look::Listing)
    }

    fn has_whole<'s>(&'s self, now: &mut Now<'s>, counts: impl Fn(Look) -> bool) -> bool {
        let mut counting = self.prints.iter().filter(|((_, look), _)| counts(*look));
        !self.torn && counting.all(|((path, look), print)| now.look(path, *look) == *print)
    }

    /// Whether anything that a config can depend on has changed.
    pub(crate) fn is_outdated<'s>(&'s self, now: &mut Now<'s>) -> bool {
        self.prints.iter().any(|((path, look), print)| now.look(path, *look).what != print.what)
    }

    /// The same places as they look now, if anything that a config can depend on has changed.
    pub(crate) fn if_outdated(&self) -> Option<Seen> {
        let again = self.prints.keys().map(|key| (key.clone(), Print::of(&key.0, key.1)));
        let again = Seen { prints: again.collect(), torn: false };
        let same = again.prints.values().zip(self.prints.values()).all(|(now, before)| now.what == before.what);
        (!same).then_some(again)
    }

    /// Whether the files that were read are the same, with the same content.
    pub(crate) fn has_contents_of(&self, other: &Seen) -> bool {
        let contents = |seen: &Seen| -> Vec<(PathBuf, u64)> {
            let contents = seen.prints.iter().filter(|((_, look), _)| *look == Look::Content);
            contents.map(|((path, _), print)| (path.clone(), print.what)).gather()
        };
        contents(self) == contents(other)
    }
}

/// How things look now, each looked at once.
#[derive(Default)]
pub(crate) struct Now<'s>(HashMap<(&'s Path, Look), Print>);

impl<'s> Now<'s> {
    fn look(&mut self, path: &'s Path, look: Look) -> Print {
        *self.0.entry((path, look)).or_insert_with(|| Print::of(path, look))
    }
}

impl Print {
    fn of(path: &Path, look: Look) -> Self {
        let print = match look {
            Look::Entry => std::fs::symlink_metadata(path).map(|it| Self::new(kind(it.file_type()), 0)),
            Look::Target => std::fs::metadata(path).map(|it| Self::new(kind(it.file_type()), 0)),
            Look::Date => std::fs::metadata(path).map(|it| Self::new(it.modified().ok(), 0)),
            Look::Real => std::fs::canonicalize(path).map(|it| Self::new(it, 0)),
            Look::Listing => listing(path),
            Look::Content => content(path),
        };
        // Why it cannot be seen is what is seen of it.
        print.unwrap_or_else(|error| Self::new((error.kind(), error.raw_os_error()), 0))
    }

    fn new(what: impl Hash, which: impl Hash) -> Self {
        Self { what: hash(what), which: hash(which) }
    }
}

fn hash(value: impl Hash) -> u64 {
    STATE.hash_one(value)
}

fn kind(kind: FileType) -> u8 {
    u8::from(kind.is_file()) | u8::from(kind.is_dir()) << 1 | u8::from(kind.is_symlink()) << 2
}

/// Tells one state of one thing from all others.
fn state(metadata: &Metadata) -> impl Hash + use<> {
    #[cfg(unix)]
    let system = {
        use std::os::unix::fs::MetadataExt as _;
        (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
    };
    #[cfg(not(unix))]
    let system = ();
    (metadata.len(), metadata.modified().ok(), system)
}

fn listing(path: &Path) -> io::Result<Print> {
    let metadata = std::fs::metadata(path)?;
    let entries = std::fs::read_dir(path)?.take(crate::discover::MAX_ENTRIES + 1);
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        names.push((entry.file_name(), entry.file_type().map_or(0, kind)));
    }
    names.sort();
    Ok(Print::new(names, state(&metadata)))
}

/// What is no regular file is not opened, since that could wait for ever or take something away; it never changes.
fn content(path: &Path) -> io::Result<Print> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Ok(Print::new(kind(metadata.file_type()), 0));
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    let mut hasher = STATE.build_hasher();
    let mut file = file.take(MAX_FILE_BYTES + 1);
    let mut buffer = [0; 16 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => hasher.write(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    // Dates are coarse and the numbers of files are used again, but links that were swapped lead to another path.
    let real = std::fs::canonicalize(path).ok();
    Ok(Print { what: hasher.finish(), which: hash((real, state(&metadata))) })
}

/// The same for all prints of the process.
static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::new);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_by_one_is_held_for_the_next() {
        let file = std::env::temp_dir().join(format!("superconfig-held-{}", std::process::id()));
        let large = vec![b'#'; 100_000];
        std::fs::write(&file, &large).unwrap();
        let opened = || {
            let content = || Some((std::fs::read(&file).ok()?, std::fs::metadata(&file).ok()?));
            recorded(&Arc::default(), || read(&file, content).map(|(bytes, _)| bytes.len()))
        };
        // Without somebody who shares, each reads for itself; what is noted is what a look notes.
        let (length, alone) = opened();
        assert_eq!(length, Some(large.len()));
        assert!(alone.is_whole(&mut Now::default()));
        let [(_, first), (length, second)] = sharing(|| {
            let first = opened();
            std::fs::write(&file, "").unwrap();
            [first, opened()]
        });
        assert_eq!(length, Some(large.len()));
        for seen in [alone, first, second] {
            assert!(!seen.is_whole(&mut Now::default()) && seen.is_outdated(&mut Now::default()));
        }
        assert_eq!(opened().0, Some(0));
        std::fs::remove_file(&file).unwrap();
        assert_eq!(opened().0, None);
    }

    #[test]
    fn what_could_not_be_opened_for_a_moment_is_read_again() {
        let file = std::env::temp_dir().join(format!("superconfig-seen-{}", std::process::id()));
        std::fs::write(&file, "").unwrap();
        let look = |path: &Path| {
            recorded(&Arc::default(), || {
                note(path, Look::Content);
                missed(path);
            })
        };
        assert!(!look(&file).1.is_whole(&mut Now::default()));
        std::fs::remove_file(&file).unwrap();
        assert!(look(&file).1.is_whole(&mut Now::default()));
        assert!(look(&std::env::temp_dir()).1.is_whole(&mut Now::default()));
    }
}
