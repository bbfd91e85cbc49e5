//! What is mounted where: on some file systems changes made elsewhere are not told, and a file that is a mount by itself cannot be
//! replaced. Linux's table of mounts is read; elsewhere nothing is known of them.

use std::{
    collections::{HashMap, HashSet},
    ffi::OsString,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

/// Of a longer table the rest is not looked at.
const MOST_BYTES: u64 = 4 << 20;

/// The file systems that other machines, hosts of virtual ones, or programs change without the kernel's knowledge. That its own
/// programs' changes are told does not help.
const SILENT: &[&str] = &[
    "9p",
    "acfs",
    "afs",
    "autofs",
    "beegfs",
    "beegfs_nodev",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "drvfs",
    "fakeowner",
    "fhgfs",
    "fuse",
    "gfs",
    "gfs2",
    "glusterfs",
    "gpfs",
    "grpcfuse",
    "hgfs",
    "kafs",
    "lustre",
    "mmfs",
    "ncp",
    "ncpfs",
    "nfs",
    "nfs3",
    "nfs4",
    "ocfs2",
    "orangefs",
    "osxfs",
    "panfs",
    "prl_fs",
    "prl_fs_freeze",
    "pvfs2",
    "smb2",
    "smb3",
    "smbfs",
    "sshfs",
    "v9fs",
    "vboxsf",
    "virtiofs",
    "vmblock",
    "vmhgfs",
    "wslfs",
];

/// The system's table of mounts.
pub(super) struct Mounts {
    table: Option<PathBuf>,
    /// What it said last.
    text: Vec<u8>,
    by_point: HashMap<PathBuf, Vec<Mount>>,
    numbers: HashSet<u64>,
}

#[derive(Debug, PartialEq, Eq)]
struct Mount {
    number: u64,
    /// The one in which its point stands.
    parent: u64,
    silent: bool,
}

impl Mounts {
    /// Where Linux has it.
    pub(super) fn system_table() -> Option<PathBuf> {
        cfg!(any(target_os = "linux", target_os = "android")).then(|| PathBuf::from("/proc/self/mountinfo"))
    }

    /// Those of a table, once it is read.
    pub(super) fn new(table: Option<PathBuf>) -> Self {
        Self { table, text: Vec::new(), by_point: HashMap::new(), numbers: HashSet::new() }
    }

    /// Reads the table; one that cannot be read has nothing in it.
    pub(super) fn refresh(&mut self) {
        let Some(table) = &self.table else { return };
        let mut text = Vec::with_capacity(self.text.len() + 1);
        let read = File::open(table).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut text));
        if read.is_err() {
            text.clear();
        }
        if text != self.text {
            self.by_point.clear();
            self.numbers.clear();
            for (point, mount) in text.split(|byte| *byte == b'\n').filter_map(parse) {
                self.numbers.insert(mount.number);
                self.by_point.entry(point).or_default().push(mount);
            }
            self.text = text;
        }
    }

    /// Whether changes of what stands at a path may not be told. The path has no links.
    pub(super) fn is_silent(&self, path: &Path) -> bool {
        self.at(path).is_some_and(|(_, mount)| mount.silent)
    }

    /// Whether something is mounted at the very path, which has no links. The secrets of a container do not count: each is mounted by
    /// itself there, and stays what it is as long as the container runs.
    pub(super) fn is_mounted(&self, path: &Path) -> bool {
        !path.starts_with("/run/secrets") && self.at(path).is_some_and(|(point, _)| point == path)
    }

    /// The mount that a path leads to, found as the kernel does: from the root on, each time into what is mounted on top. One that
    /// another hides is not come by.
    fn at<'p>(&self, path: &'p Path) -> Option<(&'p Path, &Mount)> {
        let mut at: Option<(&Path, &Mount)> = None;
        let points: Vec<&Path> = path.ancestors().collect();
        for point in points.into_iter().rev() {
            let here = self.by_point.get(point).map_or(&[][..], Vec::as_slice);
            for _ in here {
                let leads_here = |mount: &&Mount| match at {
                    Some((_, below)) => mount.parent == below.number && mount.number != below.number,
                    None => mount.parent == mount.number || !self.numbers.contains(&mount.parent),
                };
                let Some(mount) = here.iter().find(leads_here) else { break };
                at = Some((point, mount));
            }
        }
        at
    }
}

/// One line, as in `41 29 0:38 / /srv/config rw shared:7 - nfs4 host:/export rw`; the optional fields end with the `-`.
fn parse(line: &[u8]) -> Option<(PathBuf, Mount)> {
    let mut fields = line.split(|byte| *byte == b' ');
    let number = |field: Option<&[u8]>| str::from_utf8(field?).ok()?.parse().ok();
    let (this, parent) = (number(fields.next())?, number(fields.next())?);
    let point = path(unescaped(fields.nth(2)?))?;
    let kind = unescaped(fields.skip_while(|field| *field != b"-").nth(1)?);
    let kind = str::from_utf8(&kind).unwrap_or_default();
    let silent = SILENT.contains(&kind) || kind.starts_with("fuse.");
    Some((point, Mount { number: this, parent, silent }))
}

/// A field without its escapes: `\040` is a blank.
fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(field.len());
    let mut rest = field;
    while let [first, after @ ..] = rest {
        let (byte, left) = match (first, after) {
            (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', left @ ..]) => {
                ((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'), left)
            }
            _ => (*first, after),
        };
        plain.push(byte);
        rest = left;
    }
    plain
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // elsewhere names are Unicode
fn path(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(|text| OsString::from(text).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mounts(table: &str) -> Mounts {
        let mut mounts = Mounts::new(None);
        for (point, mount) in table.as_bytes().split(|byte| *byte == b'\n').filter_map(parse) {
            mounts.numbers.insert(mount.number);
            mounts.by_point.entry(point).or_default().push(mount);
        }
        mounts
    }

    #[test]
    fn the_last_one_on_top_counts() {
        let mounts = mounts(concat!(
            "20 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n",
            "21 20 0:40 / /srv rw master:3 propagate_from:2 - nfs4 host:/srv rw\n",
            "22 21 0:41 / /srv/local rw - tmpfs tmpfs rw\n",
            // Over one that is there already, at the same point.
            "23 20 0:42 / /mnt rw - cifs //host/a rw\n",
            "24 23 0:43 / /mnt rw - ext4 /dev/sdb rw\n",
            // Hidden by what was mounted over its directory later.
            "25 20 0:44 / /a/b rw - fuse.sshfs host:/ rw\n",
            "26 20 0:45 / /a rw - tmpfs tmpfs rw\n",
            "27 20 0:46 / /with\\040blank\\134 rw - virtiofs tag rw\n",
            "28 20 0:47 / /disk rw - fuseblk /dev/sdc rw\n",
            "29 20 8:1 /x/a.toml /etc/a.toml ro - ext4 /dev/sda1 rw\n",
            "30 20 8:1 /x/key /run/secrets/key ro - ext4 /dev/sda1 rw\n",
        ));
        let silent = |path: &str| mounts.is_silent(Path::new(path));
        assert!(!silent("/") && !silent("/etc") && !silent("/srvs") && !silent("relative"));
        assert!(silent("/srv") && silent("/srv/x/y") && !silent("/srv/local/x"));
        assert!(!silent("/mnt/x") && !silent("/a/b/c"));
        assert!(silent("/with blank\\/x") && !silent("/disk/x"));
        assert!(mounts.is_mounted(Path::new("/etc/a.toml")) && !mounts.is_mounted(Path::new("/etc/b.toml")));
        assert!(!mounts.is_mounted(Path::new("/run/secrets/key")));
        assert!(!mounts.is_mounted(Path::new("/a/b")) && mounts.is_mounted(Path::new("/a")));
    }

    #[test]
    fn what_is_no_table_says_nothing() {
        for line in ["", "1", "1 2 3 4", "x 0 0:1 / / rw - nfs a rw", "1 0 0:1 / / rw nfs a rw", "1 0 0:1 / / rw -"] {
            assert_eq!(parse(line.as_bytes()), None, "{line}");
        }
        // Mounts within each other.
        let mounts = mounts("1 2 0:1 / /a rw - nfs a rw\n2 1 0:1 / /a rw - nfs a rw\n3 3 0:1 / / rw - ext4 a rw");
        assert!(!mounts.is_silent(Path::new("/a/b")));
        assert_eq!(unescaped(b"\\04\\999\\040\\"), b"\\04\\999 \\");
        let mut none = Mounts::new(Some("/nowhere/at/all".into()));
        none.refresh();
        assert!(!none.is_mounted(Path::new("/")));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_systems_own_table_has_a_root() {
        let mut mounts = Mounts::new(Mounts::system_table());
        mounts.refresh();
        assert!(mounts.at(Path::new("/proc/self")).is_some());
    }
}
