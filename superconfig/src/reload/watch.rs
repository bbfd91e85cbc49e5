//! What is watched, and one reload of what has changed: read as one consistent set, approved, and published in one commit.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use super::{WatchOptions, directories::Directories, hub::Hub, lookout::Lookout, schedule::Schedule};
use crate::{
    disk::{Now, Pipes, Seen, recorded, sharing},
    inspect::Diff,
    problem::Error,
    registry::{Change, registry},
};

/// How often files are read again that changed while they were read, before they are left to calm down.
const MOST_ATTEMPTS: u32 = 20;

/// The same the first time, when there is nothing else to go on with meanwhile. This takes about a second.
const MOST_FIRST_ATTEMPTS: u32 = 100;

/// How often in a row that may happen before somebody is told: a change takes a moment, and this takes seconds.
const MOST_RESTLESS: u32 = 20;

const RESTLESS: &str = "its files change faster than they can be read";

/// One config that is watched, whatever its type.
pub(super) trait Subject: Send {
    /// Loads it and keeps the result; says whether it could be published. `first` has nothing to be compared with.
    fn prepare(&mut self, first: bool) -> bool;

    /// Asks those who may refuse what was loaded; a refusal is kept as the error.
    fn approve(&mut self) -> bool;

    /// What publishes it, unless nothing is new: neither the values nor, as the caller knows, the texts of its files.
    fn changes(&mut self, same_texts: bool) -> Vec<Change>;

    /// It was published, or there was nothing to publish; gives what is new. Somebody may have asked for it.
    fn succeeded(&mut self, asked_for: bool) -> Diff;

    /// It was not published because of its own error, which this gives; nothing if it is because of somebody else's.
    fn failed(&mut self) -> Option<Error>;

    /// It was not published because of somebody else's error; says whether there is anything new that waits for that one.
    fn held_up(&mut self, error: &Error) -> bool;

    /// The error of a reload that comes to nothing for this reason.
    fn refuse(&self, reason: &str) -> Error;

    /// The same of the first load.
    fn refuse_first(&self, reason: &str) -> Error;

    /// Its files were looked at, and all is done about them.
    fn looked(&mut self);

    /// Where it is published.
    fn place(&self) -> u64;

    /// Warns that another one is published in the same place.
    fn warn_of_another(&self);

    /// Warns that its files do not hold still.
    fn warn_of_unrest(&self);

    /// Warns of a file that is a mount by itself.
    fn warn_of_mount(&self, file: &Path);

    /// Forgets what was loaded.
    fn forget(&mut self);
}

pub(super) struct Watched {
    pub(super) id: u64,
    /// Those of one group change together or not at all.
    pub(super) group: u64,
    /// The one that this one takes the place of, once it is loaded.
    pub(super) instead_of: Option<u64>,
    pub(super) options: WatchOptions,
    pub(super) subject: Box<dyn Subject>,
    pub(super) files: Files,
}

/// What is known of the files of one.
pub(super) struct Files {
    schedule: Schedule,
    /// What the last attempt to load looked at.
    seen: Seen,
    directories: Directories,
    pipes: Arc<Pipes>,
    /// How they looked when a change was found that nobody had told of, until all is quiet.
    found: Option<Seen>,
    /// The files that a new one cannot take the place of, as far as that was said.
    warned: BTreeSet<PathBuf>,
    /// What they say waits for another of the group.
    held_up: Held,
    /// How often in a row they could not be read because they changed meanwhile.
    restless: u32,
}

/// Whether something that was read was not published only because of another of its group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    No,
    Yes,
    /// It was, and that one is gone.
    NoMore,
}

impl Files {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            schedule: Schedule::new(now, Duration::MAX),
            seen: Seen::default(),
            directories: Directories::default(),
            pipes: Arc::default(),
            found: None,
            warned: BTreeSet::new(),
            held_up: Held::No,
            restless: 0,
        }
    }
}

/// What somebody found who looked.
enum Found {
    /// There is a change, or was one; it is to be reloaded once all is quiet.
    Change,
    Nothing,
}

impl Files {
    /// Looks at them, as it is time to: because of a change that somebody told of, or of none. Where nobody tells of changes, whether
    /// all is quiet is seen by looking twice.
    fn look(&mut self, now: Instant) -> Found {
        let found = match &self.found {
            None if self.schedule.has_change() => return Found::Change,
            None => self.seen.if_outdated(),
            Some(found) => match found.if_outdated() {
                None => {
                    self.found = None;
                    return Found::Change;
                }
                again => again,
            },
        };
        if found.is_none() {
            return Found::Nothing;
        }
        self.schedule.change(now);
        self.found = found;
        Found::Change
    }
}

/// Everything that is watched by one reloader.
pub(super) struct Watch {
    hub: Arc<Hub>,
    all: Vec<Watched>,
    lookout: Lookout,
}

/// Who is reloaded together.
type Chosen = BTreeSet<usize>;

/// What came of reloading each: what differs, or what is wrong.
type Results = BTreeMap<usize, Result<Diff, Error>>;

impl Watch {
    pub(super) fn new(hub: Arc<Hub>) -> Self {
        Self { lookout: Lookout::new(Arc::clone(&hub)), hub, all: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// When something is to be looked at, if nothing happens.
    pub(super) fn next(&self) -> Option<Instant> {
        self.all.iter().filter_map(|it| it.files.schedule.next(&it.options)).min()
    }

    /// Something changed at these paths, or anywhere.
    pub(super) fn hints(&mut self, paths: &BTreeSet<PathBuf>, lost: bool) {
        let now = self.hub.clock.now();
        self.lookout.hints(paths, lost);
        for watched in self.all.iter_mut().filter(|it| it.options.events) {
            if lost || paths.iter().any(|path| watched.files.directories.concerns(path)) {
                watched.files.schedule.change(now);
            }
        }
    }

    /// Loads one for the first time and watches it, if it can be loaded.
    pub(super) fn add(&mut self, watched: Watched) -> Result<(), Error> {
        let id = watched.id;
        self.all.push(watched);
        let at = self.all.len() - 1;
        let mut tries = 0;
        loop {
            let watched = &mut self.all[at];
            let (ready, seen) = recorded(&watched.files.pipes, || watched.subject.prepare(true));
            tries += 1;
            let is_last = tries == MOST_FIRST_ATTEMPTS;
            // In a directory where something always comes and goes, the files themselves may well be quiet.
            let whole = seen.is_whole(&mut Now::default()) || is_last && seen.has_whole_files();
            watched.files.seen = seen;
            if is_last && !whole {
                let error = watched.subject.refuse_first(RESTLESS);
                self.remove(id);
                return Err(error);
            }
            if whole {
                if ready && watched.subject.approve() {
                    break;
                }
                let error = watched.subject.failed();
                self.remove(id);
                return error.map_or(Ok(()), Err);
            }
            watched.subject.forget();
            rest(tries);
        }
        if let Some(before) = self.all[at].instead_of {
            self.remove(before);
        }
        let at = self.all.len() - 1;
        let watched = &mut self.all[at];
        watched.files.pipes.close();
        let changes = watched.subject.changes(false);
        registry().publish(changes);
        watched.subject.succeeded(false);
        let subject = &self.all[at].subject;
        if self.all[..at].iter().any(|other| other.subject.place() == subject.place()) {
            subject.warn_of_another();
        }
        let added = Chosen::from([at]);
        self.settle(&added);
        // Those that look at the same files may not have heard yet of what this one has read.
        self.wave(&added, false);
        Ok(())
    }

    pub(super) fn remove(&mut self, id: u64) {
        let removed: Vec<Watched> = self.all.extract_if(.., |watched| watched.id == id).collect();
        let now = self.hub.clock.now();
        let is_left = |watched: &&mut Watched| removed.iter().any(|removed| removed.group == watched.group);
        for Watched { files, .. } in self.all.iter_mut().filter(is_left).filter(|it| it.files.held_up != Held::No) {
            files.held_up = Held::NoMore;
            files.schedule.change(now);
        }
        let new = self.watch_directories();
        self.catch_up(&new);
        drop(removed);
    }

    /// Reloads one, with those that go with it.
    pub(super) fn reload(&mut self, id: u64) -> Result<Diff, Error> {
        let Some(at) = self.all.iter().position(|watched| watched.id == id) else { return Ok(Diff::default()) };
        match self.wave(&Chosen::from([at]), true) {
            Some(mut results) => results.remove(&at).unwrap_or_else(|| Ok(Diff::default())),
            None => Err(self.all[at].subject.refuse(RESTLESS)),
        }
    }

    /// Reloads all; gives what is wrong.
    pub(super) fn reload_all(&mut self) -> Vec<Error> {
        let all: Chosen = (0..self.all.len()).collect();
        match self.wave(&all, true) {
            Some(results) => results.into_values().filter_map(Result::err).collect(),
            None => self.all.iter().map(|watched| watched.subject.refuse(RESTLESS)).collect(),
        }
    }

    /// Reloads what is due and has changed.
    pub(super) fn run(&mut self) {
        let now = self.hub.clock.now();
        let is_due = |watched: &Watched| watched.files.schedule.next(&watched.options).is_some_and(|next| next <= now);
        let due: Vec<usize> = (0..self.all.len()).filter(|at| is_due(&self.all[*at])).collect();
        let (mut changed, mut unchanged) = (Chosen::new(), Chosen::new());
        for at in due {
            let watched = &mut self.all[at];
            match watched.files.look(now) {
                Found::Change if is_due(watched) => _ = changed.insert(at),
                Found::Change => {}
                Found::Nothing => _ = unchanged.insert(at),
            }
        }
        if !unchanged.is_empty() {
            self.settle(&unchanged);
        }
        if !changed.is_empty() {
            self.wave(&changed, false);
        }
    }

    /// A panic came in between: who was due is looked at again at the next change, or the next time.
    pub(super) fn calm(&mut self) {
        let now = self.hub.clock.now();
        for at in 0..self.all.len() {
            let interval = self.interval(&self.all[at]);
            let watched = &mut self.all[at];
            watched.files.schedule.done(now, interval);
            watched.subject.forget();
        }
    }

    /// Those of the same groups, and those that look at the same files: what reads one of them as it is now reads all.
    fn company(&self, chosen: &Chosen) -> Chosen {
        let mut groups: HashMap<u64, Vec<usize>> = HashMap::new();
        let mut lookers: HashMap<&Path, Vec<usize>> = HashMap::new();
        for (at, watched) in self.all.iter().enumerate() {
            groups.entry(watched.group).or_default().push(at);
            for (path, _) in watched.files.seen.paths() {
                lookers.entry(path).or_default().push(at);
            }
        }
        let mut company = chosen.clone();
        let mut new: Vec<usize> = chosen.iter().copied().collect();
        while let Some(at) = new.pop() {
            let watched = &self.all[at];
            let beside = watched.files.seen.paths().filter_map(|(path, _)| lookers.remove(path));
            let more = groups.remove(&watched.group).into_iter().chain(beside).flatten();
            new.extend(more.filter(|at| company.insert(*at)));
        }
        company
    }

    /// Only those whose files have changed, with the rest of their groups.
    fn outdated(&self, chosen: &Chosen) -> Chosen {
        let mut now = Now::default();
        let outdated: BTreeSet<u64> = (chosen.iter().map(|at| &self.all[*at]))
            .filter(|watched| watched.files.held_up == Held::NoMore || watched.files.seen.is_outdated(&mut now))
            .map(|watched| watched.group)
            .collect();
        (0..self.all.len()).filter(|at| outdated.contains(&self.all[*at].group)).collect()
    }

    /// Reloads what has changed of the chosen ones and their company; with `force` also if nothing has. Gives what came of it, unless
    /// they would not hold still.
    fn wave(&mut self, due: &Chosen, force: bool) -> Option<Results> {
        let company = self.company(due);
        let mut chosen = self.outdated(&company);
        if force {
            let groups: BTreeSet<u64> = due.iter().map(|at| self.all[*at].group).collect();
            chosen.extend((0..self.all.len()).filter(|at| groups.contains(&self.all[*at].group)));
        }
        if chosen.is_empty() {
            self.settle(&company);
            return Some(Results::new());
        }
        let Some(ready) = self.read(&company, &mut chosen) else {
            // They change faster than they can be read. What was last must be read in the end, so they are looked at again.
            let now = self.hub.clock.now();
            for at in &company {
                let interval = self.interval(&self.all[*at]);
                let Watched { subject, files, .. } = &mut self.all[*at];
                files.schedule.done(now, interval);
                files.schedule.change(now);
                files.restless += u32::from(chosen.contains(at));
                if files.restless == MOST_RESTLESS {
                    subject.warn_of_unrest();
                }
            }
            return None;
        };
        let results = self.publish(&chosen, ready, force);
        self.settle(&company);
        Some(results)
    }

    /// Loads the chosen ones until all that they have looked at was there at one moment; gives who is ready, and what each saw.
    fn read(&mut self, company: &Chosen, chosen: &mut Chosen) -> Option<BTreeMap<usize, (bool, Seen)>> {
        for attempt in 1..=MOST_ATTEMPTS {
            let read: BTreeMap<usize, (bool, Seen)> = sharing(|| {
                let load = |at: &usize| {
                    let Watched { subject, files, .. } = &mut self.all[*at];
                    (*at, recorded(&files.pipes, || subject.prepare(false)))
                };
                chosen.iter().map(load).collect()
            });
            let mut now = Now::default();
            let whole = read.values().all(|(_, seen)| seen.is_whole(&mut now));
            let left: Chosen = company.difference(chosen).copied().collect();
            let more = self.outdated(&left);
            if whole && more.is_empty() {
                return Some(read);
            }
            for at in &*chosen {
                self.all[*at].subject.forget();
            }
            chosen.extend(more);
            rest(attempt);
        }
        None
    }

    /// Publishes what can be, all of it in one commit.
    fn publish(&mut self, chosen: &Chosen, mut read: BTreeMap<usize, (bool, Seen)>, asked_for: bool) -> Results {
        let mut refused: BTreeSet<u64> =
            read.iter().filter(|(_, (ready, _))| !ready).map(|(at, _)| self.all[*at].group).collect();
        for at in chosen {
            let watched = &mut self.all[*at];
            if !refused.contains(&watched.group) && !watched.subject.approve() {
                refused.insert(watched.group);
            }
        }
        let mut changes = Vec::new();
        for (at, (_, seen)) in &read {
            let Watched { group, subject, files, .. } = &mut self.all[*at];
            if !refused.contains(group) {
                changes.extend(subject.changes(seen.has_contents_of(&files.seen)));
            }
        }
        if !changes.is_empty() {
            registry().publish(changes);
        }
        let (mut results, mut errors) = (Results::new(), BTreeMap::new());
        for at in chosen {
            let Watched { group, subject, files, .. } = &mut self.all[*at];
            if let Some((_, seen)) = read.remove(at) {
                files.seen = seen;
            }
            files.held_up = Held::No;
            if !refused.contains(group) {
                results.insert(*at, Ok(subject.succeeded(asked_for)));
            } else if let Some(error) = subject.failed() {
                errors.entry(*group).or_insert_with(|| error.clone());
                results.insert(*at, Err(error));
            }
        }
        // Whoever was ready and had to wait for another hears of that one's error.
        for at in chosen {
            let Watched { group, subject, files, .. } = &mut self.all[*at];
            if let (false, Some(error)) = (results.contains_key(at), errors.get(group)) {
                if subject.held_up(error) {
                    files.held_up = Held::Yes;
                }
                results.insert(*at, Err(error.clone()));
            }
        }
        results
    }

    /// Notes that these were looked at, and watches the directories that matter from now on.
    fn settle(&mut self, looked_at: &Chosen) {
        let now = self.hub.clock.now();
        for at in looked_at {
            let files = &mut self.all[*at].files;
            files.directories = Directories::of(&files.seen);
        }
        let new = self.watch_directories();
        self.lookout.look_at_mounts();
        for at in looked_at {
            let interval = self.interval(&self.all[*at]);
            let Watched { subject, files, .. } = &mut self.all[*at];
            files.schedule.done(now, interval);
            files.found = None;
            files.restless = 0;
            subject.looked();
            for path in self.lookout.mounted_files(&files.directories) {
                if files.warned.insert(path.to_owned()) {
                    subject.warn_of_mount(path);
                }
            }
        }
        self.catch_up(&new);
    }

    /// What happened in directories before they were watched was not told.
    fn catch_up(&mut self, new: &BTreeSet<PathBuf>) {
        let now = self.hub.clock.now();
        for Watched { files, .. } in self.all.iter_mut().filter(|watched| watched.options.events) {
            if files.directories.paths().any(|path| new.contains(path)) && files.seen.is_outdated(&mut Now::default()) {
                files.schedule.change(now);
            }
        }
    }

    /// How long one may go without being looked at.
    fn interval(&self, watched: &Watched) -> Duration {
        let options = &watched.options;
        if options.events && self.lookout.hears_all(&watched.files.directories) {
            options.poll_interval
        } else {
            options.poll_interval_without_events.min(options.poll_interval)
        }
    }

    /// Watches the directories that somebody needs, and no others; gives those that are new.
    fn watch_directories(&mut self) -> BTreeSet<PathBuf> {
        let mut needed = BTreeMap::new();
        for watched in self.all.iter().filter(|watched| watched.options.events) {
            let directories = &watched.files.directories;
            for path in directories.paths() {
                *needed.entry(path).or_insert(false) |= directories.has_read(path);
            }
        }
        self.lookout.watch(&needed)
    }
}

/// Lets files calm down that change while they are read.
fn rest(attempt: u32) {
    std::thread::sleep(Duration::from_micros(200) * attempt);
}
