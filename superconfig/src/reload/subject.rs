//! One config that is watched, of a known type: what the reloader's thread does with it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use secrecy::SecretString;

use super::{
    desk::Desk,
    guard::{Guarded, Keeping},
    part::{Part, compare, joined},
    post::message,
    watch::Subject,
};
use crate::{
    config::SuperConfig,
    inspect::{Change as Difference, Diff},
    load::{Builder, Snapshot, conceal, tell},
    problem::{Error, Problem},
    registry::{Change, Place, When, registry},
    schema::Reload,
};

pub(super) struct Typed<T: SuperConfig> {
    pub(super) builder: Builder<T>,
    pub(super) desk: Arc<Desk<T>>,
    /// Where it is published.
    place: Arc<Place<T>>,
    state: State<T>,
    /// The settings that wait for a restart, as they were told of last.
    told: Vec<String>,
}

enum State<T> {
    Idle,
    Ready(Box<Ready<T>>),
    Failed(Error),
}

struct Ready<T> {
    snapshot: Arc<Snapshot<T>>,
    /// What was running, and what differs from that, if anything does or may.
    old: Option<Arc<Snapshot<T>>>,
    diff: Option<Diff>,
    pending_restart: Vec<Difference>,
    /// Whether it is to be published.
    published: bool,
}

impl<T: SuperConfig> Typed<T> {
    pub(super) fn new(builder: Builder<T>, desk: Arc<Desk<T>>, place: Arc<Place<T>>) -> Self {
        Self { builder, desk, place, state: State::Idle, told: Vec::new() }
    }

    /// Whether it stands where everybody finds it, with what is mounted in it, and not under a handle of its own.
    fn is_the_one(&self) -> bool {
        Arc::ptr_eq(&self.place, T::cell().place())
    }

    fn attempt(&self, keeping: Option<Arc<Keeping>>) -> Result<Arc<Snapshot<T>>, Error> {
        let snapshot = self.builder.attempt(keeping)?;
        Ok(Arc::new(if self.is_the_one() { snapshot } else { snapshot.with_parts(Vec::new()) }))
    }

    fn load(&self, first: bool) -> Result<Ready<T>, Error> {
        let snapshot = self.attempt(None)?;
        let Some(old) = self.place.load_full().filter(|_| !first) else {
            return Ok(Ready { snapshot, old: None, diff: None, pending_restart: Vec::new(), published: true });
        };
        let before = Before::of(&old, &snapshot);
        let diff = before.compare(&snapshot);
        let keeping = before.keeping(&snapshot, diff.as_ref())?;
        let Some(keeping) = keeping.map(Arc::new) else {
            return Ok(Ready { snapshot, old: Some(old), diff, pending_restart: Vec::new(), published: true });
        };
        // The new values are fine by themselves, for the next start. Now those that go on beside the old ones.
        let mixed = self.attempt(Some(Arc::clone(&keeping))).map_err(|error| beside_kept(error, &keeping))?;
        let pending_restart = compare(&mixed, &snapshot).map(|diff| diff.only(|change| keeping.covers(change.path())));
        let (pending_restart, diff) = (pending_restart.unwrap_or_default(), before.compare(&mixed));
        Ok(Ready { snapshot: mixed, old: Some(old), diff, pending_restart, published: true })
    }

    fn panicked(panic: &(dyn std::any::Any + Send)) -> Error {
        let message = format!("the program panicked while its configuration was made: {}", message(panic));
        Error::refused(T::SCHEMA.name, message)
    }
}

/// What is running of a config and of each that is mounted in it, in the order of the parts of a snapshot that may come after it.
struct Before<'r, T> {
    own: &'r Arc<Snapshot<T>>,
    parts: Vec<Option<Arc<dyn Part>>>,
}

impl<'r, T: SuperConfig> Before<'r, T> {
    fn of(own: &'r Arc<Snapshot<T>>, next: &Snapshot<T>) -> Self {
        Self { own, parts: next.parts().iter().map(|part| part.running()).collect() }
    }

    fn compare(&self, next: &Arc<Snapshot<T>>) -> Option<Diff> {
        let parts = self.parts.iter().zip(next.parts());
        let parts = parts.map(|(old, new)| old.as_ref().and_then(|old| old.compare(&**new)));
        parts.fold(self.own.compare(&**next), joined)
    }

    /// What has to stay as it is; fails if anything that may not change differs.
    fn keeping(&self, next: &Snapshot<T>, diff: Option<&Diff>) -> Result<Option<Keeping>, Error> {
        let (mut old, mut new) = (Guarded::default(), Guarded::default());
        self.own.guard(&[], &mut old);
        next.guard(&[], &mut new);
        for (before, part) in self.parts.iter().zip(next.parts()) {
            let trail = part.trail();
            part.guard(&trail, &mut new);
            if let Some(before) = before {
                before.guard(&trail, &mut old);
            }
        }
        let mut refusals = Vec::new();
        for change in diff.into_iter().flat_map(Diff::iter) {
            // Both are asked: a section that comes or goes has its fields in one of them only.
            if [old.differs(change.path()), new.differs(change.path())].contains(&Reload::Reject) {
                refusals.push(refusal(change));
            }
        }
        if !refusals.is_empty() {
            return Err(Error::new(T::SCHEMA.name, refusals, Vec::new()));
        }
        let places = || self.own.places().into_iter().chain(self.parts.iter().flatten().flat_map(|part| part.places()));
        Ok(old.keeps().then(|| old.into_keeping(&places().collect::<Vec<_>>())))
    }
}

/// Says of a config that is wrong only as long as old values go on in it that this is so.
fn beside_kept(error: Error, keeping: &Keeping) -> Error {
    let paths: Vec<String> = keeping.paths().iter().map(|path| format!("`{path}`")).collect();
    let (s, paths) = (if paths.len() == 1 { "s" } else { "" }, paths.join(", "));
    error.advised(&format!(
        "{paths} keep{s} what was running until the program is restarted; restart it to load all of this"
    ))
}

fn refusal(change: &Difference) -> Problem {
    let shown = |value: Option<&crate::Value>| value.map_or_else(|| "nothing".to_owned(), ToString::to_string);
    let (old, new) = (shown(change.old()), shown(change.new()));
    let message = if old == new {
        "it cannot change while the program runs".to_owned()
    } else {
        format!("it cannot change while the program runs, from {old} to {new}")
    };
    let help = "restart the program, or take the change back".to_owned();
    Problem::refused(change.path(), change.new_origin().cloned(), message, Some(help))
}

/// The texts that no message may quote.
fn secrets<T: SuperConfig>(snapshots: &[&Arc<Snapshot<T>>]) -> Vec<SecretString> {
    let mut guarded = Guarded::default();
    for snapshot in snapshots {
        snapshot.guard(&[], &mut guarded);
        snapshot.parts().iter().for_each(|part| part.guard(&part.trail(), &mut guarded));
    }
    guarded.into_secrets()
}

impl<T: SuperConfig> Subject for Typed<T> {
    fn prepare(&mut self, first: bool) -> bool {
        let loaded = catch_unwind(AssertUnwindSafe(|| self.load(first)));
        self.state = match loaded.unwrap_or_else(|panic| Err(Self::panicked(&*panic))) {
            Ok(ready) => State::Ready(Box::new(ready)),
            Err(error) => State::Failed(error),
        };
        matches!(self.state, State::Ready(_))
    }

    fn approve(&mut self) -> bool {
        let State::Ready(ready) = &self.state else { return false };
        let (Some(old), Some(diff)) = (&ready.old, &ready.diff) else { return true };
        let Err(mut refusals) = self.desk.approve(old.value(), ready.snapshot.value(), diff) else { return true };
        let secrets = secrets(&[old, &ready.snapshot]);
        for refusal in &mut refusals {
            conceal(refusal, &secrets);
        }
        let problem = |refusal| Problem::refused("", None, format!("the program refused the change: {refusal}"), None);
        let problems = refusals.into_iter().map(problem).collect();
        self.state = State::Failed(Error::new(T::SCHEMA.name, problems, Vec::new()));
        false
    }

    fn changes(&mut self, same_texts: bool) -> Vec<Change> {
        let is_the_one = self.is_the_one();
        let State::Ready(ready) = &mut self.state else { return Vec::new() };
        // Somebody else may have published what is running: then nobody who waits here has heard of it.
        let latest = self.desk.latest();
        let is_known = |old: &Arc<Snapshot<T>>| latest.as_ref().is_some_and(|latest| Arc::ptr_eq(old, latest));
        // Somebody deleted what has a handle of its own; nobody waits for more of it.
        let deleted = !is_the_one && ready.old.is_none() && latest.is_some();
        let nothing_new = ready.diff.is_none() && ready.old.as_ref().is_some_and(is_known);
        let same_warnings = |old: &Arc<Snapshot<T>>| old.warnings() == ready.snapshot.warnings();
        if deleted || same_texts && nothing_new && ready.old.as_ref().is_some_and(same_warnings) {
            ready.published = false;
            return Vec::new();
        }
        // It may be deleted at any time.
        let when = if is_the_one || ready.old.is_none() { When::Always } else { When::Present };
        let own = Change::publish(Arc::clone(&self.place), Arc::clone(&ready.snapshot), when);
        [own].into_iter().chain(ready.snapshot.parts().iter().map(|part| Arc::clone(part).publication())).collect()
    }

    fn succeeded(&mut self, asked_for: bool) -> Diff {
        let State::Ready(ready) = std::mem::replace(&mut self.state, State::Idle) else { return Diff::default() };
        let Ready { snapshot, diff, pending_restart, published, old, .. } = *ready;
        let published = published && snapshot.generation() > 0;
        let waiting: Vec<String> = pending_restart.iter().map(|change| change.path().to_owned()).collect();
        let news: Vec<String> = waiting.iter().filter(|path| !self.told.contains(path)).cloned().collect();
        self.told = waiting;
        if published && old.is_none() {
            self.builder.tell_loaded(&snapshot);
        } else if published {
            self.builder.tell_reloaded(&snapshot, diff.as_ref());
        } else if asked_for {
            tell::unchanged(registry().verbosity(), T::SCHEMA);
        }
        tell::pending_restart(registry().verbosity(), T::SCHEMA, &news);
        self.desk.succeeded(published.then_some(snapshot), pending_restart);
        diff.unwrap_or_default()
    }

    fn failed(&mut self) -> Option<Error> {
        let State::Failed(error) = &self.state else { return None };
        let error = error.clone();
        self.state = State::Idle;
        if self.desk.latest().is_some() {
            tell::not_reloaded(registry().verbosity(), T::SCHEMA, &error);
            self.desk.failed(&error);
        }
        Some(error)
    }

    fn held_up(&mut self, error: &Error) -> bool {
        let State::Ready(ready) = std::mem::replace(&mut self.state, State::Idle) else { return false };
        let is_news = ready.diff.is_some() || ready.old.is_none();
        if is_news {
            self.desk.failed(error);
        } else {
            self.desk.succeeded(None, ready.pending_restart);
        }
        is_news
    }

    fn refuse(&self, reason: &str) -> Error {
        Error::refused(T::SCHEMA.name, format!("it cannot be reloaded: {reason}"))
    }

    fn refuse_first(&self, reason: &str) -> Error {
        Error::refused(T::SCHEMA.name, format!("it cannot be loaded: {reason}"))
    }

    fn looked(&mut self) {
        self.desk.looked();
    }

    fn place(&self) -> u64 {
        self.place.handle().id()
    }

    fn warn_of_another(&self) {
        tell::watched_twice(registry().verbosity(), T::SCHEMA);
    }

    fn warn_of_unrest(&self) {
        let name = T::SCHEMA.name;
        let text =
            format!("{name} is not reloaded: its files never stay the same for as long as it takes to read them");
        tell::not_told(registry().verbosity(), &text);
    }

    fn warn_of_mount(&self, file: &Path) {
        self.builder.tell_unwatchable(file);
    }

    fn forget(&mut self) {
        self.state = State::Idle;
    }
}
