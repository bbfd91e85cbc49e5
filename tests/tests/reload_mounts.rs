//! Where the system does not tell of changes, and where files cannot be replaced.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    time::Duration,
};

use superconfig::{
    Origin, Problem, ProblemKind, SuperConfig,
    reload::{EventSource, ManualClock, Reloader, WatchOptions, Watcher},
};
use superconfig_tests::{
    child::in_child,
    watching::{Timed, eventually, quick},
};
use tempfile::TempDir;

/// A directory without links on the way to it.
fn directory() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().canonicalize().unwrap();
    (directory, path)
}

/// A table of mounts: the root, and these.
fn table(mounts: &[(&Path, &str)]) -> String {
    let mut table = "1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n".to_owned();
    for (number, (point, kind)) in (2..).zip(mounts) {
        let point = point.display().to_string().replace(' ', "\\040");
        let _ = writeln!(table, "{number} 1 0:{number} / {point} rw,nosuid master:7 - {kind} host:/dir rw,vers=4");
    }
    table
}

/// Events that never come.
#[derive(Default)]
struct Silence {
    /// No directory can be watched any more.
    full: Arc<AtomicBool>,
    /// Only new files are told of.
    names_only: bool,
}

impl EventSource for Silence {
    fn watch(&mut self, _: &Path) -> io::Result<()> {
        if self.full.load(Ordering::SeqCst) { Err(io::Error::other("No room in here")) } else { Ok(()) }
    }

    fn unwatch(&mut self, _: &Path) {}

    fn tells_of_writes(&self) -> bool {
        !self.names_only
    }
}

/// Reloads what it finds changed without looking twice.
fn at_once() -> WatchOptions {
    WatchOptions::new().debounce(Duration::ZERO)
}

/// A config of which a test asks how often its file is looked at.
struct Looked<'t, T: SuperConfig> {
    timed: &'t Timed,
    watcher: Watcher<T>,
    file: PathBuf,
    port: fn(&T) -> u16,
    written: u16,
}

impl<T: SuperConfig> Looked<'_, T> {
    /// Whether it is looked at every two seconds, or every thirty.
    fn is_looked_at_often(&mut self) -> bool {
        self.written += 1;
        fs::write(&self.file, format!("port = {}", self.written)).unwrap();
        self.timed.pass(Duration::from_millis(2_300));
        let often = (self.port)(&self.watcher.config()) == self.written;
        self.timed.pass(Duration::from_secs(24));
        assert_eq!((self.port)(&self.watcher.config()) == self.written, often);
        self.timed.pass(Duration::from_secs(7));
        assert_eq!((self.port)(&self.watcher.config()), self.written);
        often
    }
}

#[test]
fn network_mounts_are_looked_at_often() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let (_directory, path) = directory();
    let (mounts, file) = (path.join("mounts"), path.join("a directory/c.toml"));
    let point = file.parent().unwrap();
    fs::create_dir(point).unwrap();
    fs::write(&file, "port = 2").unwrap();
    fs::write(&mounts, table(&[])).unwrap();
    let clock = ManualClock::new();
    let builder = Reloader::builder().clock(clock.clone()).events(|_| Ok(Silence::default())).mount_table(&mounts);
    let timed = Timed::new(clock, builder.build());
    let watcher = Config::builder().with_file(&file).with_watch_options(at_once()).watch_in(&timed.reloader).unwrap();
    let mut looked = Looked { timed: &timed, watcher, file: file.clone(), port: |config| config.port, written: 2 };
    assert!(!looked.is_looked_at_often());
    for (kind, often) in [("nfs4", true), ("ext4", false), ("fuse.sshfs", true), ("fuseblk", false), ("9p", true)] {
        fs::write(&mounts, table(&[(point, kind)])).unwrap();
        timed.pass(Duration::from_secs(33));
        assert_eq!(looked.is_looked_at_often(), often, "{kind}");
    }
    // Only where the file stands.
    fs::write(&mounts, table(&[(&path.join("a"), "nfs4"), (&path.join("mounts"), "nfs4")])).unwrap();
    timed.pass(Duration::from_secs(33));
    assert!(!looked.is_looked_at_often());
    // The file alone.
    fs::write(&mounts, table(&[(&file, "virtiofs")])).unwrap();
    timed.pass(Duration::from_secs(33));
    assert!(looked.is_looked_at_often());
    fs::remove_file(&mounts).unwrap();
    timed.pass(Duration::from_secs(33));
    assert!(!looked.is_looked_at_often());
}

type Told = Arc<Mutex<Vec<Problem>>>;

fn collect() -> (Told, impl Fn(&Problem) + Send + Sync + 'static) {
    let told = Told::default();
    let sink = told.clone();
    (told, move |problem: &Problem| sink.lock().unwrap().push(problem.clone()))
}

#[test]
fn a_file_that_is_mounted_by_itself_is_warned_of_once() {
    #[derive(SuperConfig)]
    #[config(name = "pinned")]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let (_directory, path) = directory();
    let (mounts, file, link) = (path.join("mounts"), path.join("real.toml"), path.join("link.toml"));
    fs::write(&file, "port = 2").unwrap();
    fs::write(path.join("plain.toml"), "port = 3").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("real.toml", &link).unwrap();
    #[cfg(not(unix))]
    fs::copy(&file, &link).unwrap();
    let read = link.canonicalize().unwrap();
    // The directory, the table itself and a file that is not there are none that were read.
    let points = [(&*path, "ext4"), (&*mounts, "ext4"), (&path.join("absent.toml"), "ext4"), (&*read, "ext4")];
    let mut text = table(&points);
    text = text.replace("3 1 ", "3 2 ").replace("4 1 ", "4 2 ").replace("5 1 ", "5 2 ");
    fs::write(&mounts, text).unwrap();
    let reloader = Reloader::builder().mount_table(&mounts).build();
    let builder = Config::builder()
        .with_optional_file(path.join("absent.toml"))
        .with_file(path.join("plain.toml"))
        .with_file(&link)
        .with_watch_options(quick());

    let (told, sink) = collect();
    // Strictly, too: there is nothing wrong with the config.
    let watcher = builder.clone().strict().on_warning(sink).watch_in(&reloader).unwrap();
    let warning = told.lock().unwrap().first().cloned().expect("a warning");
    assert_eq!((warning.kind(), warning.path()), (ProblemKind::Unwatchable, ""));
    assert!(matches!(warning.origin(), Some(Origin::File { path, .. }) if *path == read));
    let expected = format!("{} is mounted by itself, so a new file that takes its place never arrives", read.display());
    assert_eq!(warning.message(), expected);
    assert!(warning.to_string().contains("mount the directory instead of the file, or restart"), "{warning}");
    assert!(watcher.snapshot().warnings().is_empty());
    fs::write(&file, "port = 4").unwrap();
    eventually(|| watcher.config().port == 4);
    watcher.reload_now().unwrap();
    assert_eq!(told.lock().unwrap().len(), 1);

    for (pattern, count) in [("unwatchable", 0), ("unwatchable:*/real.toml *", 0), ("unwatchable:*/plain.toml *", 1)] {
        let (told, sink) = collect();
        let builder = builder.clone().suppress_warnings(pattern).on_warning(sink);
        let count = if cfg!(unix) { count } else { usize::from(pattern.contains(':')) };
        let _watcher = builder.watch_in(&reloader).unwrap();
        assert_eq!(told.lock().unwrap().len(), count, "{pattern}");
    }
    // An ordinary load does not care.
    let (told, sink) = collect();
    builder.on_warning(sink).load().unwrap();
    assert!(told.lock().unwrap().is_empty());
}

/// What was logged.
fn log() -> &'static Mutex<Vec<String>> {
    struct Log(Mutex<Vec<String>>);
    impl log::Log for Log {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            true
        }
        fn log(&self, record: &log::Record<'_>) {
            self.0.lock().unwrap().push(format!("{} {}", record.level(), record.args()));
        }
        fn flush(&self) {}
    }
    static LOG: OnceLock<Log> = OnceLock::new();
    let log = LOG.get_or_init(|| Log(Mutex::default()));
    if log::set_logger(log).is_ok() {
        log::set_max_level(log::LevelFilter::Warn);
    }
    &log.0
}

fn logged(what: &str) -> Vec<String> {
    log().lock().unwrap().iter().filter(|line| line.contains(what)).cloned().collect()
}

#[test]
fn files_that_never_hold_still_are_told_of_once() {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    static WRITES: AtomicU32 = AtomicU32::new(0);

    #[derive(SuperConfig)]
    #[config(name = "restless", validate = write)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    /// As if somebody else wrote all the time.
    fn write(config: &Config) -> Result<(), String> {
        if config.port == 1 {
            return Ok(());
        }
        let text = format!("port = 2 # {}", WRITES.fetch_add(1, Ordering::Relaxed));
        fs::write(FILE.get().unwrap(), text).map_err(|error| error.to_string())
    }

    log();
    let (_kept, directory) = directory();
    let file = FILE.get_or_init(|| directory.join("restless.toml"));
    fs::write(file, "port = 1").unwrap();
    let options = WatchOptions::new().debounce(Duration::from_millis(1));
    let watcher = Config::builder().with_file(file).with_watch_options(options).watch().unwrap();
    fs::write(file, "port = 2").unwrap();
    eventually(|| !logged("restless is not reloaded").is_empty());
    assert_eq!((watcher.config().port, watcher.status().failures()), (1, 0));
    let writes = || WRITES.load(Ordering::Relaxed);
    let before = writes();
    eventually(|| writes() > before + 50);
    assert_eq!(logged("restless is not reloaded").len(), 1);
}

#[test]
fn without_events_files_are_looked_at_until_there_are_some() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    log();
    let (_directory, path) = directory();
    let file = path.join("c.toml");
    fs::write(&file, "port = 2").unwrap();
    let (broken, asked) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let (is_broken, count) = (broken.clone(), asked.clone());
    let clock = ManualClock::new();
    let reloader = Reloader::builder().clock(clock.clone()).mount_table("/nowhere").events(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        if is_broken.load(Ordering::SeqCst) {
            return Err(io::Error::other("Not one left"));
        }
        Ok(Silence::default())
    });
    let timed = Timed::new(clock, reloader.build());
    assert_eq!(asked.load(Ordering::SeqCst), 0, "nobody wants to know anything");
    let watcher = Config::builder().with_file(&file).with_watch_options(at_once()).watch_in(&timed.reloader).unwrap();
    let mut looked = Looked { timed: &timed, watcher, file, port: |config| config.port, written: 2 };
    assert!(looked.is_looked_at_often());
    assert!(asked.load(Ordering::SeqCst) > 1);
    assert_eq!(
        logged("not one left"),
        ["WARN changes of files are not told (not one left), so they are looked at in intervals"]
    );

    broken.store(false, Ordering::SeqCst);
    timed.pass(Duration::from_millis(2_300));
    let before = asked.load(Ordering::SeqCst);
    assert!(!looked.is_looked_at_often());
    assert_eq!(asked.load(Ordering::SeqCst), before);
}

#[test]
fn a_directory_that_cannot_be_watched_is_looked_at_until_it_can() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    log();
    let (_directory, path) = directory();
    let file = path.join("c.toml");
    fs::write(&file, "port = 2").unwrap();
    let full = Arc::new(AtomicBool::new(true));
    let clock = ManualClock::new();
    let is_full = full.clone();
    let reloader = Reloader::builder().clock(clock.clone()).mount_table("/nowhere");
    let reloader = reloader.events(move |_| Ok(Silence { full: is_full.clone(), names_only: false }));
    let timed = Timed::new(clock, reloader.build());
    let watcher = Config::builder().with_file(&file).with_watch_options(at_once()).watch_in(&timed.reloader).unwrap();
    let mut looked = Looked { timed: &timed, watcher, file, port: |config| config.port, written: 2 };
    let said = || logged(&format!("changes in {} ", path.display()));
    for times in 1..=2 {
        assert!(looked.is_looked_at_often());
        assert_eq!(said().len(), times, "{:?}", said());
        assert!(said()[0].ends_with("are not told (no room in here), so they are looked at in intervals"));
        full.store(false, Ordering::SeqCst);
        timed.pass(Duration::from_millis(2_300));
        assert!(!looked.is_looked_at_often());
        // Once it could not, it is said again; the system says what it told before only when it is asked again.
        full.store(true, Ordering::SeqCst);
        fs::rename(&path, path.with_extension("away")).unwrap();
        fs::create_dir(&path).unwrap();
        fs::copy(path.with_extension("away").join("c.toml"), path.join("c.toml")).unwrap();
        fs::remove_dir_all(path.with_extension("away")).unwrap();
        timed.pass(Duration::from_secs(33));
    }
}

#[test]
fn where_only_names_are_told_of_files_are_looked_at_often() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let (_directory, path) = directory();
    let file = path.join("c.toml");
    let clock = ManualClock::new();
    let reloader = Reloader::builder().clock(clock.clone()).mount_table("/nowhere");
    let reloader = reloader.events(|_| Ok(Silence { names_only: true, ..Silence::default() }));
    let timed = Timed::new(clock, reloader.build());
    let builder = Config::builder().with_optional_file(&file).with_watch_options(at_once());
    let watcher = builder.watch_in(&timed.reloader).unwrap();
    // That a file appears would have been told.
    fs::write(&file, "port = 2").unwrap();
    timed.pass(Duration::from_secs(3));
    assert_eq!(watcher.config().port, 1);
    timed.pass(Duration::from_secs(30));
    assert_eq!(watcher.config().port, 2);
    let mut looked = Looked { timed: &timed, watcher, file, port: |config| config.port, written: 2 };
    assert!(looked.is_looked_at_often());
}

fn run(command: &str, words: &[&str], path: &Path) {
    let status = Command::new(command).args(words).arg(path).status().unwrap();
    assert!(status.success(), "{command} {words:?}");
}

/// Commands that give a process mounts of its own.
const OWN_MOUNTS: &[&[&str]] =
    &[&["unshare", "--mount", "--propagation", "private"], &["unshare", "--map-root-user", "--mount"]];

#[test]
fn a_directory_is_mounted_over_and_back() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    in_child("a_directory_is_mounted_over_and_back", OWN_MOUNTS, || {
        let (_directory, path) = directory();
        let at = path.join("at");
        fs::create_dir(&at).unwrap();
        fs::write(at.join("c.toml"), "port = 2").unwrap();
        let options = WatchOptions::new().debounce(Duration::from_millis(5)).poll_interval(Duration::from_millis(20));
        let builder = Config::builder().with_file(at.join("c.toml")).with_watch_options(options);
        let watcher = builder.watch().unwrap();
        for port in 3..6 {
            let failures = watcher.status().failures();
            run("mount", &["-t", "tmpfs", "none"], &at);
            eventually(|| watcher.status().failures() > failures);
            assert!(watcher.status().error().is_some());
            assert_eq!(watcher.config().port, 2);
            fs::write(at.join("c.toml"), format!("port = {port}")).unwrap();
            eventually(|| watcher.config().port == port);
            run("umount", &[], &at);
            eventually(|| watcher.config().port == 2);
            eventually(|| watcher.status().error().is_none());
        }
    });
}

#[test]
fn a_new_file_behind_a_real_mount_never_arrives() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    in_child("a_new_file_behind_a_real_mount_never_arrives", OWN_MOUNTS, || {
        let (_directory, path) = directory();
        let (host, inside) = (path.join("host.toml"), path.join("in side.toml"));
        fs::write(&host, "port = 2").unwrap();
        fs::write(&inside, "").unwrap();
        run("mount", &["--bind", host.to_str().unwrap()], &inside);
        let (told, sink) = collect();
        let builder = Config::builder().with_file(&inside).with_watch_options(quick()).on_warning(sink);
        let watcher = builder.watch().unwrap();
        assert_eq!(watcher.config().port, 2);
        let kinds: Vec<ProblemKind> = told.lock().unwrap().iter().map(Problem::kind).collect();
        assert_eq!(kinds, [ProblemKind::Unwatchable]);
        fs::write(&host, "port = 3").unwrap();
        watcher.reload_now().unwrap();
        assert_eq!(watcher.config().port, 3);
        fs::write(path.join("new.toml"), "port = 4").unwrap();
        fs::rename(path.join("new.toml"), &host).unwrap();
        watcher.reload_now().unwrap();
        assert_eq!(watcher.config().port, 3);
        drop(watcher);
        run("umount", &[], &inside);
    });
}

#[test]
fn the_systems_own_limits_are_survived_until_there_is_room() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let limits =
        "cd /proc/sys/user && echo 0 > max_inotify_instances && echo 0 > max_inotify_watches && exec \"$0\" \"$@\"";
    let way: &[&str] = &["unshare", "--map-root-user", "sh", "-c", limits];
    in_child("the_systems_own_limits_are_survived_until_there_is_room", &[way], || {
        log();
        let (_directory, path) = directory();
        let file = path.join("c.toml");
        fs::write(&file, "port = 2").unwrap();
        let clock = ManualClock::new();
        let timed = Timed::new(clock.clone(), Reloader::builder().clock(clock).mount_table("/nowhere").build());
        let builder = Config::builder().with_file(&file).with_watch_options(at_once());
        let watcher = builder.watch_in(&timed.reloader).unwrap();
        let is_looked_at_often = || {
            timed.pass(Duration::from_millis(2_300));
            let before = watcher.status().looks();
            timed.pass(Duration::from_millis(2_300));
            watcher.status().looks() > before
        };
        assert!(is_looked_at_often());
        assert_eq!(logged("fs.inotify.max_user_instances is the limit").len(), 1);
        fs::write("/proc/sys/user/max_inotify_instances", "100").unwrap();
        assert!(is_looked_at_often());
        assert_eq!(logged(&format!("changes in {} are not told", path.display())).len(), 1);
        assert_eq!(logged("fs.inotify.max_user_watches").len(), 1);
        fs::write("/proc/sys/user/max_inotify_watches", "100").unwrap();
        assert!(!is_looked_at_often());
        fs::write(&file, "port = 3").unwrap();
        eventually(|| {
            timed.pass(Duration::ZERO);
            watcher.config().port == 3
        });
    });
}
