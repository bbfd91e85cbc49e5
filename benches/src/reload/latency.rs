//! From a change of a file until a reader sees it.

use std::{
    error::Error,
    fmt::{Display, Formatter},
    fs,
    hint::spin_loop,
    io,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use superconfig::{
    SuperConfig,
    reload::{Clock, Reloader, SystemClock, WatchOptions},
};

use super::{Config, Place, builder, header, line, micros, quantile, text};
use crate::measure::interleaved;

const DEBOUNCE: Duration = Duration::from_millis(1);

/// Times of all changes, by the way in which the file was changed.
pub struct Latencies(Vec<(&'static str, Vec<Times>)>);

/// Changes the file: the new text is also in the file beside it.
type Way = fn(&Place, &str) -> io::Result<()>;

/// Seconds.
#[derive(Debug, Clone, Copy)]
struct Times {
    /// From the change until the reloader's thread has heard of it.
    event: f64,
    /// From then until it looks, less the debounce.
    late: f64,
    /// Reading, loading, verifying, comparing: until those who may refuse are asked.
    prepare: f64,
    /// From then until a reader sees the new value.
    publish: f64,
    /// From then until a subscriber was told.
    told: f64,
    /// From the change until a reader sees it, less the debounce.
    all: f64,
    /// A load of the same file by itself, in another thread.
    load: f64,
}

/// When the reloader looks at its clock: when it hears of a change, and when it begins to look.
#[derive(Clone, Default)]
struct Watch(Arc<Mutex<Marks>>);

#[derive(Default)]
struct Marks {
    heard: Option<Instant>,
    last: Option<Instant>,
    /// What the last one was when those who may refuse were asked, and when that was.
    prepared: Option<[Instant; 2]>,
}

impl Watch {
    fn marks<R>(&self, of: impl FnOnce(&mut Marks) -> R) -> R {
        of(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Clock for Watch {
    fn now(&self) -> Instant {
        let now = Instant::now();
        self.marks(|marks| {
            marks.heard.get_or_insert(now);
            marks.last = Some(now);
        });
        now
    }

    fn until(&self, moment: Instant) -> Option<Duration> {
        SystemClock.until(moment)
    }
}

impl Latencies {
    /// Changes a file so often in each way.
    ///
    /// # Errors
    /// If the disk says no.
    ///
    /// # Panics
    /// Likewise, later on.
    pub fn measure(rounds: usize) -> Result<Self, Box<dyn Error>> {
        let place = Place::new()?;
        let watch = Watch::default();
        let reloader = Reloader::builder().clock(watch.clone()).build();
        let options = WatchOptions::new().debounce(DEBOUNCE);
        let watcher = builder(&place.file).with_watch_options(options).watch_in(&reloader)?;
        let asked = watch.clone();
        watcher.try_apply(move |_, _, _| {
            asked.marks(|marks| marks.prepared = marks.last.map(|last| [last, Instant::now()]));
            Ok::<(), String>(())
        });
        let (sender, told) = mpsc::channel();
        watcher.on_change(move |_, _, _| _ = sender.send(Instant::now()));

        let ways: [(&str, Way); 2] =
            [("renamed over", |place, _| place.rename()), ("in place", |place, text| fs::write(&place.file, text))];
        let mut times: Vec<Vec<Times>> = vec![Vec::new(); ways.len()];
        let mut number = 1;
        interleaved(ways.len(), rounds, |way| {
            number += 1;
            let text = text(number);
            fs::write(&place.new, &text).expect("there is room");
            // All events of the last change have come.
            thread::sleep(DEBOUNCE * 5);
            watch.marks(|marks| *marks = Marks::default());
            let start = Instant::now();
            ways[way].1(&place, &text).expect("the file can be changed");
            while Config::get().workers != number {
                spin_loop();
            }
            let seen = Instant::now();
            let marks = watch.marks(|marks| marks.heard.zip(marks.prepared));
            let (heard, [looks, asks]) = marks.expect("it was heard of before it was seen");
            let told: Instant = told.recv().expect("the subscriber lives");
            let alone = Instant::now();
            drop(builder(&place.file).extract_snapshot().expect("it was loaded before"));
            let between = |from: Instant, to: Instant| to.saturating_duration_since(from).as_secs_f64();
            times[way].push(Times {
                event: between(start, heard),
                late: between(heard, looks) - DEBOUNCE.as_secs_f64(),
                prepare: between(looks, asks),
                publish: between(asks, seen),
                told: between(seen, told),
                all: between(start, seen) - DEBOUNCE.as_secs_f64(),
                load: alone.elapsed().as_secs_f64(),
            });
            0.0
        });
        Ok(Self(ways.into_iter().map(|(name, _)| name).zip(times).collect()))
    }
}

impl Display for Latencies {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let title = "From a change until it is seen, beyond the debounce, µs (median, 99 %)";
        let columns = [
            "all",
            "event",
            "timer is late",
            "read, load, verify",
            "of that a load",
            "publish, see",
            "then until told",
        ];
        header(f, title, &columns)?;
        let parts: [fn(&Times) -> f64; 7] =
            [|it| it.all, |it| it.event, |it| it.late, |it| it.prepare, |it| it.load, |it| it.publish, |it| it.told];
        for (name, times) in &self.0 {
            let cell = |of: fn(&Times) -> f64| {
                let values: Vec<f64> = times.iter().map(of).collect();
                format!("{}, {}", micros(quantile(&values, 0.5)), micros(quantile(&values, 0.99)))
            };
            line(f, name, &parts.map(cell))?;
        }
        writeln!(f)
    }
}
