//! Whatever changes files. What is written is a number that goes up, so that a reader can tell old from new.

use std::{
    fs, io,
    io::Write as _,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    thread::{self, Scope},
    time::Duration,
};

use crate::Soak;

/// How many changes are good before one is bad.
const GOOD: u64 = 40;

/// A directory as the kubelet mounts it: the files are links into `..data`, which is a link to the directory of one version.
pub(crate) struct Mount {
    directory: PathBuf,
    latest: AtomicU64,
}

const NAMES: [&str; 2] = ["first.toml", "second.toml"];

impl Mount {
    pub(crate) fn new(directory: PathBuf) -> io::Result<Self> {
        fs::create_dir(&directory)?;
        let mount = Self { directory, latest: AtomicU64::new(0) };
        mount.swap(1, "second = 1")?;
        for name in NAMES {
            symlink(Path::new("..data").join(name), mount.directory.join(name))?;
        }
        Ok(mount)
    }

    pub(crate) fn files(&self) -> [PathBuf; 2] {
        NAMES.map(|name| self.directory.join(name))
    }

    /// What was written last.
    pub(crate) fn latest(&self) -> u64 {
        self.latest.load(Ordering::Relaxed)
    }

    /// The next version, now and then a bad one before it.
    fn next(&self) -> io::Result<()> {
        let number = self.latest() + 1;
        if number.is_multiple_of(GOOD) {
            self.swap(number, "second = 'many'")?;
            thread::sleep(Duration::from_millis(40));
            return self.swap(number + 1, &format!("second = {}", number + 1));
        }
        self.swap(number, &format!("second = {number}"))
    }

    fn swap(&self, number: u64, second: &str) -> io::Result<()> {
        let (link, new) = (self.directory.join("..data"), self.directory.join("..data_tmp"));
        let version = self.directory.join(format!("..version_{number}"));
        fs::create_dir(&version)?;
        fs::write(version.join(NAMES[0]), format!("first = {number}\n"))?;
        fs::write(version.join(NAMES[1]), second)?;
        let old = fs::read_link(&link).ok();
        symlink(version.file_name().unwrap_or_default(), &new)?;
        fs::rename(&new, &link)?;
        self.latest.store(number, Ordering::Relaxed);
        old.map_or(Ok(()), |old| fs::remove_dir_all(self.directory.join(old)))
    }
}

/// A directory with one file that is watched among others that are not.
pub(crate) struct Plain {
    directory: PathBuf,
    latest: AtomicU64,
}

impl Plain {
    pub(crate) fn new(directory: PathBuf) -> io::Result<Self> {
        fs::create_dir(&directory)?;
        let plain = Self { directory, latest: AtomicU64::new(1) };
        fs::write(plain.file(), text(1))?;
        Ok(plain)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.directory.join("alone.toml")
    }

    pub(crate) fn latest(&self) -> u64 {
        self.latest.load(Ordering::Relaxed)
    }

    /// The next number, written in one of the ways that programs have.
    fn next(&self) -> io::Result<()> {
        let (file, number) = (self.file(), self.latest() + 1);
        let beside = self.directory.join("alone.toml.tmp");
        match number % 6 {
            0 => fs::write(&file, text(number))?,
            1 => {
                let mut file = fs::File::create(&file)?;
                writeln!(file, "number = {number}")?;
                writeln!(file, "text = '{}'", "x".repeat(500))?;
            }
            2 | 3 => {
                fs::write(&beside, text(number))?;
                fs::rename(&beside, &file)?;
            }
            4 => {
                fs::rename(&file, self.directory.join("alone.toml~"))?;
                fs::write(&file, text(number))?;
                fs::remove_file(self.directory.join("alone.toml~"))?;
            }
            _ => {
                fs::remove_file(&file)?;
                thread::sleep(Duration::from_millis(3));
                fs::write(&file, text(number))?;
            }
        }
        if number.is_multiple_of(GOOD) {
            fs::write(&file, "number = ")?;
            thread::sleep(Duration::from_millis(40));
            fs::write(&file, text(number))?;
        }
        self.latest.store(number, Ordering::Relaxed);
        Ok(())
    }

    /// What has nothing to do with the config.
    fn noise(&self, turn: u64) -> io::Result<()> {
        let file = self.directory.join(format!("noise-{}", turn % 8));
        fs::write(&file, turn.to_string())?;
        if turn.is_multiple_of(3) { fs::remove_file(&file) } else { Ok(()) }
    }
}

fn text(number: u64) -> String {
    format!("number = {number}\ntext = 'number {number}'\n")
}

pub(crate) fn spawn<'s>(scope: &'s Scope<'s, '_>, soak: &'s Soak) {
    let forever = |every: u64, step: fn(&Soak, u64) -> io::Result<()>| {
        scope.spawn(move || {
            for turn in (0..).take_while(|_| soak.goes_on()) {
                if let Err(problem) = soak.step(|| step(soak, turn)) {
                    soak.faults.add(format!("the disk: {problem}"));
                }
                soak.counts.changes.fetch_add(1, Ordering::Relaxed);
                // Sometimes a burst, sometimes time enough for all to be seen.
                thread::sleep(Duration::from_millis(if turn / 50 % 2 == 0 { every } else { every * 4 }));
            }
        });
    };
    forever(3, |soak, _| soak.pair.next());
    forever(5, |soak, _| soak.routes.next());
    forever(4, |soak, _| soak.plain.next());
    forever(2, |soak, turn| soak.plain.noise(turn));
}
