//! Hot reload of a volume of Kubernetes, which changes all its files at once by swapping a link, as fast as it can, under readers who
//! never see files of different versions together.
#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use superconfig::{
    SuperConfig, registry,
    reload::{Reloader, WatchOptions, Watcher},
};
use superconfig_tests::{
    Scene,
    watching::{eventually, quick},
};

/// A mounted volume. The files that programs see are links to `..data/<file>`, and `..data` is one to the directory of the current
/// version.
struct Volume {
    root: PathBuf,
    /// The name of the current directory.
    current: Option<String>,
    versions: u64,
}

impl Volume {
    fn new(root: PathBuf, files: &[(&str, String)]) -> Self {
        fs::create_dir_all(&root).unwrap();
        let mut volume = Self { root, current: None, versions: 0 };
        volume.swap(files);
        volume
    }

    /// Publishes a version, in the steps of the kubelet's `AtomicWriter`.
    fn swap(&mut self, files: &[(&str, String)]) {
        self.versions += 1;
        let directory = format!("..2026_11_21_10_00_00.{:09}", self.versions);
        fs::create_dir(self.root.join(&directory)).unwrap();
        for (name, text) in files {
            let path = self.root.join(&directory).join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let new = self.root.join("..data_tmp");
        symlink(&directory, &new).unwrap();
        fs::rename(new, self.root.join("..data")).unwrap();
        for (name, _) in files {
            let top = name.split('/').next().unwrap();
            if fs::symlink_metadata(self.root.join(top)).is_err() {
                symlink(Path::new("..data").join(top), self.root.join(top)).unwrap();
            }
        }
        if let Some(old) = self.current.replace(directory) {
            fs::remove_dir_all(self.root.join(old)).unwrap();
        }
    }
}

/// Looks as soon as it is told of something.
fn eager() -> WatchOptions {
    quick().debounce(Duration::ZERO).longest_wait(Duration::from_millis(1))
}

/// Swaps a volume for a while, at least so many times, while readers look whether a view is torn; gives how many times.
fn swaps(least: u64, swap: impl FnMut(u64) + Send, read: impl Fn() + Sync) -> u64 {
    let (done, reads, mut swap) = (AtomicBool::new(false), AtomicU64::new(0), swap);
    let count = thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    (0..1000).for_each(|_| read());
                    reads.fetch_add(1000, Ordering::Relaxed);
                    thread::yield_now();
                }
            });
        }
        let swapping = scope.spawn(|| {
            let until = Instant::now() + Duration::from_millis(600);
            let mut count = 0;
            while count < least || Instant::now() < until {
                count += 1;
                swap(count);
                // Sometimes there is time to read, and sometimes there is not.
                if count % 64 == 0 {
                    thread::sleep(Duration::from_millis(2));
                }
            }
            done.store(true, Ordering::Relaxed);
            count
        });
        let count = swapping.join();
        done.store(true, Ordering::Relaxed);
        count.unwrap()
    });
    assert!(reads.into_inner() > 0);
    count
}

#[track_caller]
fn is_well<T: SuperConfig>(watcher: &Watcher<T>, swaps: u64) {
    let status = watcher.status();
    assert!(status.error().is_none() && status.failures() == 0, "{status}: {:?}", status.last_failure());
    assert!((1..=swaps).contains(&status.reloads()), "{status}");
    // Of all tests together: the directories of old versions are watched no more.
    let count = inotify_watches();
    assert!(count < 50, "{count} directories are watched");
    println!("{swaps} swaps, {count} watches: {status}");
}

/// How many directories this process has the system watch, if it says so.
fn inotify_watches() -> usize {
    let open = fs::read_dir("/proc/self/fdinfo").into_iter().flatten().flatten();
    let infos = open.filter_map(|entry| fs::read_to_string(entry.path()).ok());
    infos.map(|info| info.lines().filter(|line| line.starts_with("inotify")).count()).sum()
}

#[test]
fn two_files_of_one_config() {
    #[derive(SuperConfig)]
    struct Pair {
        first: u64,
        second: u64,
    }

    let scene = Scene::new();
    let files = |n: u64| [("a.toml", format!("first = {n}")), ("b.yaml", format!("second: {n}"))];
    let mut volume = Volume::new(scene.path("volume"), &files(0));
    let builder = scene.builder::<Pair>().with_file(scene.path("volume/a.toml")).with_file(scene.path("volume/b.yaml"));
    let watcher = builder.with_watch_options(eager()).watch_in(&Reloader::new()).unwrap();
    let count = swaps(
        1000,
        |n| volume.swap(&files(n)),
        || {
            let pair = Pair::get();
            assert_eq!(pair.first, pair.second);
        },
    );
    eventually(|| Pair::get().second == count);
    assert_eq!(Pair::get().first, count);
    is_well(&watcher, count);
}

#[test]
fn two_versions_in_turn() {
    #[derive(SuperConfig)]
    struct Pair {
        first: u64,
        second: u64,
    }

    let scene = Scene::new();
    let files = |n: u64| [("a.toml", format!("first = {}", n % 2)), ("b.toml", format!("second = {}", n % 2))];
    let mut volume = Volume::new(scene.path("volume"), &files(0));
    let builder = scene.builder::<Pair>().with_dir(scene.path("volume"));
    let watcher = builder.with_watch_options(eager()).watch_in(&Reloader::new()).unwrap();
    let mut count = 0;
    // Each time it is as if nothing had happened, or the last one was missed.
    for _ in 0..3 {
        count += swaps(
            300,
            |n| volume.swap(&files(n)),
            || {
                let pair = Pair::get();
                assert_eq!(pair.first, pair.second);
            },
        );
        volume.swap(&files(0));
        volume.swap(&files(1));
        eventually(|| Pair::get().first == 1);
        volume.swap(&files(0));
        eventually(|| Pair::get().first == 0);
        count += 3;
    }
    is_well(&watcher, count);
}

#[test]
fn two_configs() {
    #[derive(SuperConfig)]
    struct First {
        n: u64,
    }

    #[derive(SuperConfig)]
    struct Second {
        n: u64,
    }

    let scene = Scene::new();
    let files = |n: u64| [("a.toml", format!("n = {n}")), ("b.toml", format!("n = {n}"))];
    let mut volume = Volume::new(scene.path("volume"), &files(0));
    let reloader = Reloader::new();
    let first = scene.builder::<First>().with_file(scene.path("volume/a.toml")).with_watch_options(eager());
    let first = first.watch_in(&reloader).unwrap();
    let second = scene.builder::<Second>().with_file(scene.path("volume/b.toml")).with_watch_options(eager());
    let second = second.watch_with(&first).unwrap();
    let count = swaps(
        1000,
        |n| volume.swap(&files(n)),
        || {
            let both = registry().snapshot();
            assert_eq!(both.read(&First::handle()).unwrap().n, both.read(&Second::handle()).unwrap().n);
        },
    );
    eventually(|| Second::get().n == count);
    assert_eq!((First::get().n, first.status().generation()), (count, second.status().generation()));
    is_well(&first, count);
    is_well(&second, count);
}

#[test]
fn a_directory_of_secrets() {
    #[derive(SuperConfig)]
    struct Vault {
        #[config(secret)]
        user: u64,
        #[config(nested)]
        database: Database,
    }

    #[derive(SuperConfig)]
    struct Database {
        #[config(secret)]
        password: u64,
    }

    let scene = Scene::new();
    let files = |n: u64| [("user", n.to_string()), ("database/password", format!("{n}\n"))];
    let mut volume = Volume::new(scene.path("secrets"), &files(0));
    let builder = scene.builder::<Vault>().with_secrets_dir(scene.path("secrets")).with_watch_options(eager());
    let watcher = builder.watch_in(&Reloader::new()).unwrap();
    let count = swaps(
        1000,
        |n| volume.swap(&files(n)),
        || {
            let vault = Vault::get();
            assert_eq!(vault.user, vault.database.password);
        },
    );
    eventually(|| Vault::get().user == count);
    assert_eq!(Vault::get().database.password, count);
    is_well(&watcher, count);
}

#[test]
fn watched_first_in_the_middle_of_swaps() {
    #[derive(SuperConfig)]
    struct Pair {
        first: u64,
        second: u64,
    }

    let scene = Scene::new();
    let files = |n: u64| [("a.toml", format!("first = {n}")), ("b.toml", format!("second = {n}"))];
    let mut volume = Volume::new(scene.path("volume"), &files(0));
    let builder = || scene.builder::<Pair>().with_dir(scene.path("volume")).with_watch_options(eager());
    let reloader = Reloader::new();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut n = 0;
            while !done.load(Ordering::Relaxed) {
                n += 1;
                volume.swap(&files(n));
                // However slow the disk is, there is time to read now and then.
                if n % 8 == 0 {
                    thread::sleep(Duration::from_millis(n % 25));
                }
            }
        });
        let results: Vec<_> = (0..50)
            .map(|_| {
                let watcher = builder().watch_in(&reloader)?;
                let (pair, status) = (watcher.config(), watcher.status());
                Ok::<_, superconfig::Error>((pair.first, pair.second, status.failures()))
            })
            .collect();
        done.store(true, Ordering::Relaxed);
        for result in results {
            let (first, second, failures) = result.unwrap();
            assert_eq!((first, failures), (second, 0));
        }
    });
}
