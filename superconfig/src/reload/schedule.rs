//! When something is to be looked at: after a change, once all is quiet, and now and then without one.

use std::{
    hash::{BuildHasher as _, RandomState},
    time::{Duration, Instant},
};

use super::WatchOptions;

/// The shortest interval at which files are looked at without an event.
const SHORTEST: Duration = Duration::from_millis(10);

#[derive(Debug)]
pub(super) struct Schedule {
    /// The first and the last change that nothing was done about yet.
    changed: Option<(Instant, Instant)>,
    poll: Option<Instant>,
}

impl Schedule {
    pub(super) fn new(now: Instant, interval: Duration) -> Self {
        let mut schedule = Self { changed: None, poll: None };
        schedule.done(now, interval);
        schedule
    }

    /// Something changed, or may have.
    pub(super) fn change(&mut self, now: Instant) {
        let first = self.changed.map_or(now, |(first, _)| first);
        self.changed = Some((first, now));
    }

    /// Whether anything changed, or may have.
    pub(super) fn has_change(&self) -> bool {
        self.changed.is_some()
    }

    /// The moment to look.
    pub(super) fn next(&self, options: &WatchOptions) -> Option<Instant> {
        let Some((first, last)) = self.changed else { return self.poll };
        let longest = first.checked_add(options.longest_wait.max(options.debounce));
        last.checked_add(options.debounce).into_iter().chain(longest).min()
    }

    /// It was looked at.
    pub(super) fn done(&mut self, now: Instant, interval: Duration) {
        self.changed = None;
        self.poll = now.checked_add(jittered(interval.max(SHORTEST)));
    }
}

/// Give or take a tenth, so that not all programs of a machine look at once.
fn jittered(interval: Duration) -> Duration {
    let random = RandomState::new().hash_one(0_u8) % 2001;
    let tenth = interval / 10;
    interval
        .saturating_sub(tenth)
        .saturating_add(tenth.checked_mul(u32::try_from(random).unwrap_or(0)).map_or(tenth, |it| it / 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn all_must_be_quiet_but_not_for_ever() {
        let options = WatchOptions::new();
        let start = Instant::now();
        let mut schedule = Schedule::new(start, Duration::from_secs(30));
        schedule.change(start);
        assert_eq!(schedule.next(&options), Some(start + millis(100)));
        schedule.change(start + millis(60));
        assert_eq!(schedule.next(&options), Some(start + millis(160)));
        for at in (60..=990).step_by(10) {
            schedule.change(start + millis(at));
        }
        assert_eq!(schedule.next(&options), Some(start + millis(1000)));
        schedule.done(start + millis(1000), Duration::from_secs(30));
        assert!(schedule.next(&options) > Some(start + Duration::from_secs(20)));
    }

    #[test]
    fn intervals_stay_within_a_tenth() {
        let interval = Duration::from_secs(30);
        let all: Vec<Duration> = (0..200).map(|_| jittered(interval)).collect();
        assert!(all.iter().all(|it| (Duration::from_secs(27)..=Duration::from_secs(33)).contains(it)));
        assert!(all.iter().any(|it| *it < millis(29_000)) && all.iter().any(|it| *it > millis(31_000)));
        // The longest there is.
        assert!(jittered(Duration::MAX) > Duration::from_secs(1 << 40));
    }

    #[test]
    fn what_never_comes_is_no_overflow() {
        let now = Instant::now();
        let mut schedule = Schedule::new(now, Duration::MAX);
        let options = WatchOptions::new().debounce(Duration::MAX);
        assert_eq!(schedule.next(&options), None);
        schedule.change(now);
        assert_eq!(schedule.next(&options), None);
    }
}
