//! The life of watchers: which threads run, and what is left when they are gone. The threads of the whole process are counted, so one test
//! runs at a time.
#![cfg(target_os = "linux")]

use std::{
    cell::RefCell,
    env, fs,
    path::Path,
    process::Command,
    sync::{
        Arc, Barrier, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use superconfig::{
    SuperConfig,
    reload::{Reloader, WatchOptions, Watcher},
};

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    gone();
    alone
}

#[track_caller]
fn eventually(what: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(60);
    while !what() {
        assert!(Instant::now() < until, "it never happened: {:?}", threads());
        thread::sleep(Duration::from_millis(1));
    }
}

/// The threads that belong to watching, by the first 15 characters of their names, which is what Linux keeps.
fn threads() -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").unwrap().flatten();
    let names = tasks.filter_map(|task| fs::read_to_string(task.path().join("comm")).ok());
    let mut names: Vec<String> = names.map(|name| name.trim().to_owned()).collect();
    names.retain(|name| name.starts_with("superconfig-") || name.starts_with("notify-rs"));
    names.sort();
    names
}

/// The system lists a thread for a moment after it has ended.
#[track_caller]
fn gone() {
    eventually(|| threads().is_empty());
}

fn files() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

/// How much memory the process has, in KiB.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Says that the thread that it was left on has ended.
struct Ended(Arc<AtomicUsize>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Has the end of this thread counted, once.
fn count_end(ended: &Arc<AtomicUsize>) {
    thread_local!(static LAST: RefCell<Option<Ended>> = const { RefCell::new(None) });
    LAST.with_borrow_mut(|last| _ = last.get_or_insert_with(|| Ended(ended.clone())));
}

fn quick() -> WatchOptions {
    WatchOptions::new().debounce(Duration::from_millis(1)).poll_interval(Duration::from_secs(3600))
}

#[derive(SuperConfig)]
struct Config {
    #[config(default = 1)]
    port: u16,
}

#[derive(SuperConfig)]
struct Other {
    #[config(default = 1)]
    port: u16,
}

fn watch<T: SuperConfig>(file: &Path) -> Watcher<T> {
    T::builder().with_file(file).with_watch_options(quick()).watch().unwrap()
}

#[test]
fn with_the_last_watcher_all_threads_end_before_that_returns() {
    let _alone = alone();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("c.toml");
    fs::write(&file, "port = 1").unwrap();
    let ended = Arc::new(AtomicUsize::new(0));

    let (one, other) = (watch::<Config>(&file), watch::<Other>(&file));
    assert_eq!(threads(), ["notify-rs inoti", "superconfig-rel"]);
    let (subscriber, veto) = (ended.clone(), ended.clone());
    let told = Arc::new(AtomicBool::new(false));
    let tell = told.clone();
    one.on_change(move |_, _, _| {
        count_end(&subscriber);
        tell.store(true, Ordering::SeqCst);
    });
    other.try_apply(move |_, _, _| -> Result<(), String> {
        count_end(&veto);
        Ok(())
    });
    fs::write(&file, "port = 2").unwrap();
    eventually(|| told.load(Ordering::SeqCst) && Other::get().port == 2);
    assert_eq!(threads(), ["notify-rs inoti", "superconfig-not", "superconfig-rel"]);

    drop(one);
    assert_eq!(ended.load(Ordering::SeqCst), 1, "nobody subscribes");
    eventually(|| threads() == ["notify-rs inoti", "superconfig-rel"]);
    drop(other);
    assert_eq!(ended.load(Ordering::SeqCst), 2);
    gone();
    // What was published stays.
    assert_eq!((Config::get().port, Other::get().port), (2, 2));
}

#[test]
fn a_watching_that_fails_leaves_nothing() {
    let _alone = alone();
    let directory = tempfile::tempdir().unwrap();
    let before = files();
    for _ in 0..20 {
        assert!(Config::builder().with_file(directory.path().join("absent.toml")).watch().is_err());
    }
    gone();
    assert_eq!(files(), before);
}

#[test]
fn those_who_are_dropped_at_once_all_wait_for_the_end() {
    let _alone = alone();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("c.toml");
    for round in 0..100_u16 {
        fs::write(&file, "port = 60000").unwrap();
        let (ended, together) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(2)));
        let (one, other) = (watch::<Config>(&file), watch::<Other>(&file));
        let veto = ended.clone();
        one.try_apply(move |_, _, _| -> Result<(), String> {
            count_end(&veto);
            Ok(())
        });
        fs::write(&file, format!("port = {round}")).unwrap();
        one.reload_now().unwrap();
        let (its_barrier, its_end) = (together.clone(), ended.clone());
        let dropping = thread::spawn(move || {
            its_barrier.wait();
            drop(other);
            its_end.load(Ordering::SeqCst)
        });
        together.wait();
        drop(one);
        let here = ended.load(Ordering::SeqCst);
        // Whoever was the last one, and both if nobody knows.
        assert!(here + dropping.join().unwrap() >= 1);
        assert_eq!(ended.load(Ordering::SeqCst), 1);
    }
    gone();
}

#[test]
fn a_thousand_watchers_leave_nothing() {
    let _alone = alone();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("c.toml");
    fs::write(&file, "port = 1").unwrap();
    let life = || {
        let watcher = watch::<Config>(&file);
        watcher.on_change(|_, _, _| {});
        let (receiver, waiting) = (watcher.receiver(), watcher.async_receiver());
        drop(watcher);
        assert!(receiver.is_closed() && waiting.is_closed());
    };
    (0..100).for_each(|_| life());
    gone();
    let (files_before, memory_before) = (files(), memory());
    (0..1000).for_each(|_| life());
    gone();
    assert_eq!(files(), files_before);
    let grown = memory().saturating_sub(memory_before);
    assert!(grown < 3000, "{grown} KiB more, 3 KiB for each");
}

#[test]
fn many_threads_may_begin_and_end_watching() {
    let _alone = alone();
    let directory = tempfile::tempdir().unwrap();
    let before = files();
    thread::scope(|scope| {
        for number in 0..8_u16 {
            let file = directory.path().join(format!("{number}.toml"));
            scope.spawn(move || {
                for round in 1..=40 {
                    fs::write(&file, format!("port = {round}")).unwrap();
                    let watcher = Config::builder().with_file(&file).with_watch_options(quick()).register_watched();
                    let watcher = watcher.unwrap();
                    assert_eq!(watcher.config().port, round);
                    let told = Arc::new(AtomicUsize::new(0));
                    let tell = told.clone();
                    watcher.on_change(move |_, new, _| tell.store(new.port.into(), Ordering::SeqCst));
                    fs::write(&file, format!("port = {}", round + 100)).unwrap();
                    watcher.reload_now().unwrap();
                    assert_eq!(watcher.config().port, round + 100);
                    eventually(|| told.load(Ordering::SeqCst) == usize::from(round) + 100);
                    assert!(threads().iter().filter(|name| *name == "superconfig-rel").count() >= 1);
                    superconfig::registry().delete(&watcher.handle()).unwrap();
                }
            });
        }
    });
    gone();
    assert_eq!(files(), before);
}

macro_rules! types {
    ($($name:ident)*) => {
        $(
            #[derive(SuperConfig)]
            struct $name {
                #[config(default = 1)]
                port: u16,
            }
        )*

        /// Watches one of each, and gives what asks it for its port and generation.
        fn watch_all(file: &Path, told: &Arc<AtomicUsize>) -> Vec<Box<dyn Fn() -> (u16, u64)>> {
            vec![$({
                let watcher = watch::<$name>(file);
                let told = told.clone();
                watcher.on_change(move |_, _, _| _ = told.fetch_add(1, Ordering::SeqCst));
                Box::new(move || (watcher.config().port, watcher.status().generation()))
            }),*]
        }
    };
}

types! {
    A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 B0 B1 B2 B3 B4 B5 B6 B7 B8 B9 C0 C1 C2 C3 C4 C5 C6 C7 C8 C9
    D0 D1 D2 D3 D4 D5 D6 D7 D8 D9 E0 E1 E2 E3 E4 E5 E6 E7 E8 E9
}

#[test]
fn fifty_types_share_the_threads_and_change_in_one_commit() {
    let _alone = alone();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("c.toml");
    fs::write(&file, "port = 1").unwrap();
    let told = Arc::new(AtomicUsize::new(0));
    let all = watch_all(&file, &told);
    assert_eq!(all.len(), 50);
    assert_eq!(threads(), ["notify-rs inoti", "superconfig-not", "superconfig-rel"]);
    for port in 2..12 {
        // Not in place, so that nobody reads half of it.
        let new = directory.path().join("new");
        fs::write(&new, format!("port = {port}")).unwrap();
        fs::rename(&new, &file).unwrap();
        eventually(|| all[49]().0 == port);
        let first = all[0]();
        eventually(|| all.iter().all(|it| it() == first));
        assert_eq!(first.0, port);
        eventually(|| told.load(Ordering::SeqCst) == 50 * usize::from(port - 1));
    }
    drop(all);
    gone();
}

#[test]
fn reloaders_of_ones_own_end_too() {
    let _alone = alone();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("c.toml");
    fs::write(&file, "port = 1").unwrap();
    let before = files();
    let reloaders: Vec<Reloader> = (0..5).map(|_| Reloader::new()).collect();
    let watch = |it| Config::builder().with_file(&file).watch_in(it).unwrap();
    let watchers: Vec<Watcher<Config>> = reloaders.iter().map(watch).collect();
    assert_eq!(threads().len(), 10);
    drop(watchers);
    gone();
    assert_eq!(files(), before);
}

#[test]
fn without_a_thread_nothing_is_watched() {
    const CHILD: &str = "SUPERCONFIG_TESTS_NO_THREADS";
    if env::var_os(CHILD).is_none() {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "without_a_thread_nothing_is_watched", "--nocapture", "--test-threads=1"]);
        // No thread can have a stack of this size.
        let output = command.env(CHILD, "1").env("RUST_MIN_STACK", (1_u64 << 50).to_string()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && text.contains("1 passed"), "{}: {text}", output.status);
        return;
    }
    assert!(thread::Builder::new().spawn(|| {}).is_err());
    for _ in 0..2 {
        let error = Config::builder().watch().unwrap_err().to_string();
        assert!(error.contains("it cannot be watched: "), "{error}");
    }
    // Loading goes on as ever.
    assert_eq!(Config::builder().load().unwrap().port, 1);
}
