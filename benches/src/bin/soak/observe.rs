//! Whoever reads, subscribes or waits, and checks what it is given.

use std::{
    fmt::{Display, Formatter, Result},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread::{self, Scope},
    time::Duration,
};

use superconfig::{SuperConfig, field, registry, reload::Receiver};

use crate::{Alone, Backends, Guest, Pair, Routes, Soak, Watchers, options};

/// How much happened.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) changes: AtomicU64,
    reads: AtomicU64,
    told: Arc<AtomicU64>,
    errors: Arc<AtomicU64>,
    received: AtomicU64,
    guests: AtomicU64,
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        write!(
            f,
            "{} changes of files; {} million reads checked; subscribers were told of {} changes and {} failures, receivers of {} \
             changes; {} watchers came and went",
            of(&self.changes),
            of(&self.reads) / 1_000_000,
            of(&self.told),
            of(&self.errors),
            of(&self.received),
            of(&self.guests)
        )
    }
}

/// Numbers that only go up.
#[derive(Default)]
struct Rising([u64; 3]);

impl Rising {
    fn check(&mut self, soak: &Soak, at: usize, number: u64) {
        let last = std::mem::replace(&mut self.0[at], number);
        soak.faults.unless(last <= number, || format!("{number} was read after {last}"));
    }
}

pub(crate) fn spawn<'s>(scope: &'s Scope<'s, '_>, soak: &'s Soak, watchers: &Watchers) {
    for _ in 0..2 {
        scope.spawn(|| read(soak));
    }
    scope.spawn(|| guests(soak));
    let receiver = watchers.pair.receiver();
    scope.spawn(|| receive(soak, receiver, |pair| pair.first));
    let receiver = watchers.polled.receiver();
    scope.spawn(|| receive(soak, receiver, |pair| pair.first));
    let receiver = watchers.backends.receiver();
    scope.spawn(|| receive(soak, receiver, |backends| backends.second));
    subscribe(soak, watchers);
}

/// Reads in bursts, so that there is time left for those who are watched.
fn read(soak: &Soak) {
    let mut rising = Rising::default();
    let mut reader = Pair::reader();
    while soak.goes_on() {
        for _ in 0..500 {
            let pair = Pair::get();
            soak.faults.unless(pair.first == pair.second, || format!("torn: {pair:?}"));
            rising.check(soak, 0, pair.first);
            let pair = reader.get();
            soak.faults.unless(pair.first == pair.second, || format!("torn: {pair:?}"));
            rising.check(soak, 0, pair.first);
            rising.check(soak, 1, Alone::current().number);
            let both = registry().snapshot();
            if let (Ok(routes), Ok(backends)) = (both.read(&Routes::handle()), both.read(&Backends::handle())) {
                soak.faults.unless(routes.first == backends.second, || format!("torn: {routes:?} {backends:?}"));
                rising.check(soak, 2, routes.first);
            } else {
                soak.faults.add("not published");
            }
        }
        soak.counts.reads.fetch_add(2000, Ordering::Relaxed);
        thread::sleep(Duration::from_millis(1));
    }
}

/// What was said to have been there must be what was said to be there before.
fn subscribe(soak: &Soak, watchers: &Watchers) {
    let last = AtomicU64::new(watchers.pair.config().first);
    let (told, faults) = (Arc::clone(&soak.counts.told), soak.faults.clone());
    watchers.pair.on_change(move |old, new, changes| {
        let before = last.swap(new.first, Ordering::Relaxed);
        let follows = before == old.first && !changes.is_empty() && new.first == new.second;
        faults.unless(follows, || format!("{before} was not followed by {old:?}, {new:?}"));
        told.fetch_add(1, Ordering::Relaxed);
    });
    let last = AtomicU64::new(watchers.alone.config().number);
    let (told, faults) = (Arc::clone(&soak.counts.told), soak.faults.clone());
    watchers.alone.on_change_of(field!(Alone, number), move |old, new| {
        let before = last.swap(*new, Ordering::Relaxed);
        faults.unless(before == *old && old < new, || format!("{before} was not followed by {old}, {new}"));
        // One that takes its time; what changes meanwhile it gets as one change.
        thread::sleep(Duration::from_millis(1));
        told.fetch_add(1, Ordering::Relaxed);
    });
    let faults = soak.faults.clone();
    watchers.pair.on_change_of(field!(Pair, limits), move |old, new| {
        faults.add(format!("limits never change, but {old:?} became {new:?}"));
    });
    let errors = Arc::clone(&soak.counts.errors);
    watchers.routes.on_error(move |_| _ = errors.fetch_add(1, Ordering::Relaxed));
    let errors = Arc::clone(&soak.counts.errors);
    watchers.alone.on_error(move |_| _ = errors.fetch_add(1, Ordering::Relaxed));
}

fn receive<T: SuperConfig>(soak: &Soak, mut receiver: Receiver<T>, number: fn(&T) -> u64) {
    let mut last = None;
    while soak.goes_on() {
        let Some(reloaded) = receiver.recv_timeout(Duration::from_millis(50)) else { continue };
        let (old, new) = (number(reloaded.old().value()), number(reloaded.new().value()));
        soak.faults
            .unless(last.is_none_or(|last| last == old) && old < new, || format!("{last:?} was not followed by {old}"));
        last = Some(new);
        soak.counts.received.fetch_add(1, Ordering::Relaxed);
    }
}

/// Watches, waits for a change, and watches no more.
fn guests(soak: &Soak) {
    let [first, second] = soak.pair.files();
    let builder = Guest::builder().with_file(first).with_file(second).with_watch_options(options());
    while soak.goes_on() {
        soak.step(|| match builder.watch() {
            Ok(watcher) => {
                watcher.on_change(|_, _, _| {});
                let changed = watcher.receiver().recv_timeout(Duration::from_millis(5));
                let torn = |guest: &Guest| guest.first != guest.second;
                soak.faults.unless(!changed.is_some_and(|it| torn(it.new().value())), || "torn for a guest".to_owned());
                soak.counts.guests.fetch_add(1, Ordering::Relaxed);
            }
            // It came while the content was bad.
            Err(error) => soak.faults.unless(error.to_string().contains("second"), || error.to_string()),
        });
        thread::sleep(Duration::from_millis(20));
    }
}
