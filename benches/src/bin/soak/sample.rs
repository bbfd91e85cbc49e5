//! What the process holds, as the system says.

use std::{fs, thread, time::Duration};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    /// Resident memory in KiB.
    memory: u64,
    pub(crate) threads: usize,
    files: usize,
    pub(crate) watches: usize,
}

impl Sample {
    pub(crate) const HEADER: &str = "| seconds | RSS, KiB | threads | open files | inotify watches | reloads | failures |\n\
        | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    /// What is left when the last reload is over: a moment before, a file may be open and a directory not watched yet.
    pub(crate) fn settled() -> Self {
        let mut least = Self::take();
        for _ in 0..20 {
            thread::sleep(Duration::from_millis(5));
            let next = Self::take();
            least = Self { threads: least.threads.min(next.threads), files: least.files.min(next.files), ..next };
        }
        least
    }

    pub(crate) fn take() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        let count = |directory| fs::read_dir(directory).into_iter().flatten().count();
        let watches = |info: std::io::Result<fs::DirEntry>| {
            let text = fs::read_to_string(info.ok()?.path()).ok()?;
            Some(text.lines().filter(|line| line.starts_with("inotify wd:")).count())
        };
        Self {
            memory: memory.trim().trim_end_matches(" kB").parse().unwrap_or(0),
            threads: count("/proc/self/task"),
            files: count("/proc/self/fd"),
            watches: fs::read_dir("/proc/self/fdinfo").into_iter().flatten().filter_map(watches).sum(),
        }
    }

    pub(crate) fn line(&self, time: Duration, [reloads, failures]: [u64; 2]) -> String {
        let Self { memory, threads, files, watches } = self;
        format!("| {} | {memory} | {threads} | {files} | {watches} | {reloads} | {failures} |", time.as_secs())
    }
}

/// What grew after warming up.
pub(crate) fn judge(warm: &[Sample], rest: &[Sample]) -> Vec<String> {
    type Count = fn(&Sample) -> usize;
    let most = |samples: &[Sample], of: Count| samples.iter().map(of).max().unwrap_or(0);
    let mut grown = Vec::new();
    let counts: [(&str, Count); 3] =
        [("threads", |it| it.threads), ("open files", |it| it.files), ("inotify watches", |it| it.watches)];
    for (what, of) in counts {
        let (before, after) = (most(warm, of), most(rest, of));
        if after > before {
            grown.push(format!("{what} grew from {before} to {after}"));
        }
    }
    // An allocator's leftovers are no growth.
    let memory = |samples: &[Sample]| samples.iter().map(|it| it.memory).max().unwrap_or(0);
    let (before, after) = (memory(warm), memory(rest));
    if after > before + before / 20 + 512 {
        grown.push(format!("memory grew from {before} to {after} KiB"));
    }
    if before == 0 || rest.iter().any(|it| it.watches == 0) {
        grown.push("the system does not tell: /proc is needed".to_owned());
    }
    grown
}
