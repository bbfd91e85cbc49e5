//! Who is told of changes, in which order, and what all they may do meanwhile: block, panic, come back, and take away the watcher.

use std::{
    fs, iter,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicBool, AtomicU16, AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use serde::{Deserialize, Deserializer};
use superconfig::{
    ProblemKind, SuperConfig, field,
    reload::{EventSource, Hints, Reloader, Subscription, WatchOptions, Watcher},
};
use superconfig_tests::watching::eventually;
use tempfile::TempDir;

const LONG: Duration = Duration::from_secs(30);

/// Runs on another thread, and fails if that waits for ever.
#[track_caller]
fn in_time<R: Send + 'static>(act: impl FnOnce() -> R + Send + 'static) -> R {
    let (sender, done) = channel();
    thread::spawn(move || sender.send(catch_unwind(AssertUnwindSafe(act))));
    done.recv_timeout(LONG).expect("it waits for ever").unwrap()
}

macro_rules! config {
    () => {
        #[derive(SuperConfig)]
        struct Config {
            #[config(default = 0)]
            port: u16,
        }
    };
}

/// A watched file; it is reloaded when a test says so.
struct Scene<T: SuperConfig> {
    directory: TempDir,
    reloader: Reloader,
    watcher: Arc<Watcher<T>>,
}

impl<T: SuperConfig> Scene<T> {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("c.toml"), "").unwrap();
        let reloader = Reloader::builder().without_events().build();
        let watcher = watch(&directory.path().join("c.toml"), &reloader);
        Self { directory, reloader, watcher: Arc::new(watcher) }
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("c.toml")
    }

    fn write(&self, text: &str) {
        fs::write(self.file(), text).unwrap();
    }

    fn set(&self, text: &str) {
        self.write(text);
        self.watcher.reload_now().unwrap();
    }

    fn port(&self, port: u16) {
        self.set(&format!("port = {port}"));
    }

    fn weak(&self) -> Weak<Watcher<T>> {
        Arc::downgrade(&self.watcher)
    }
}

fn watch<T: SuperConfig>(file: &Path, reloader: &Reloader) -> Watcher<T> {
    let long = Duration::from_secs(3600);
    let options = WatchOptions::new().without_events().poll_interval(long).poll_interval_without_events(long);
    T::builder().with_file(file).with_watch_options(options).watch_in(reloader).unwrap()
}

type List<V> = Arc<Mutex<Vec<V>>>;

/// Something to notice with what happened on other threads.
fn list<V>() -> (List<V>, List<V>) {
    let list = Arc::new(Mutex::new(Vec::new()));
    (list.clone(), list)
}

/// A subscriber that stays in its call until it is let go; says that it is there.
fn held() -> (Sender<()>, Receiver<()>, impl FnMut() + Send + 'static) {
    let (go, let_go) = channel();
    let (here, is_here) = channel();
    let wait = move || {
        let _ = here.send(());
        let _ = let_go.recv();
    };
    (go, is_here, wait)
}

#[test]
fn a_subscriber_that_blocks_keeps_nothing_from_being_published() {
    config!();
    let scene = Scene::<Config>::new();
    let (calls, sink) = list();
    let (go, is_here, mut wait) = held();
    scene.watcher.on_change(move |old, new, changes| {
        sink.lock().unwrap().push((old.port, new.port, changes.len()));
        wait();
    });
    scene.port(1);
    is_here.recv_timeout(LONG).unwrap();
    for port in 2..=1000 {
        scene.port(port);
        assert_eq!(Config::get().port, port);
    }
    assert_eq!(scene.watcher.status().reloads(), 1000);
    assert_eq!(*calls.lock().unwrap(), [(0, 1, 1)]);
    drop(go);
    eventually(|| calls.lock().unwrap().len() == 2);
    scene.port(1001);
    eventually(|| calls.lock().unwrap().len() == 3);
    // One call with everything, and nothing in between later.
    assert_eq!(*calls.lock().unwrap(), [(0, 1, 1), (1, 1000, 1), (1000, 1001, 1)]);
}

#[test]
fn who_blocks_keeps_those_who_go_from_piling_up() {
    config!();
    let scene = Scene::<Config>::new();
    let (go, is_here, mut wait) = held();
    scene.watcher.on_change(move |_, _, _| wait());
    scene.port(1);
    is_here.recv_timeout(LONG).unwrap();
    // News of others lie there that are gone before anybody could be told; nobody keeps what they held.
    let kept = Arc::new(());
    let mut configs = Vec::new();
    for _ in 0..100 {
        let other: Watcher<Config> = watch(&scene.file(), &scene.reloader);
        let (held, veto) = (kept.clone(), kept.clone());
        other.on_error(move |_| drop(held.clone()));
        other.try_apply(move |_, _, _| -> Result<(), String> {
            let _ = &veto;
            Ok(())
        });
        scene.write("port = 'x'");
        other.reload_now().unwrap_err();
        scene.write("port = 1");
        let receiver = other.receiver();
        configs.push(Arc::downgrade(&other.snapshot()));
        drop(other);
        assert!(receiver.is_closed());
    }
    assert_eq!(Arc::strong_count(&kept), 1);
    assert!(configs.iter().filter(|config| config.strong_count() > 0).count() < 5, "the last one is published");
    drop(go);
}

#[test]
fn changes_come_in_order_and_never_at_the_same_time() {
    config!();
    let scene = Scene::<Config>::new();
    let (chains, inside) = (Arc::new(Mutex::new(vec![Vec::new(); 3])), Arc::new(AtomicBool::new(false)));
    for number in 0..3 {
        let (chains, inside) = (chains.clone(), inside.clone());
        scene.watcher.on_change(move |old, new, _| {
            assert!(!inside.swap(true, Ordering::SeqCst));
            thread::yield_now();
            chains.lock().unwrap()[number].push((old.port, new.port));
            assert!(inside.swap(false, Ordering::SeqCst));
        });
    }
    let next = AtomicU16::new(1);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..100 {
                    let port = next.fetch_add(1, Ordering::SeqCst);
                    let new = scene.directory.path().join(format!("new{port}"));
                    fs::write(&new, format!("port = {port}")).unwrap();
                    fs::rename(&new, scene.file()).unwrap();
                    scene.watcher.reload_now().unwrap();
                }
            });
        }
    });
    let last = scene.watcher.config().port;
    eventually(|| chains.lock().unwrap().iter().all(|chain| chain.last().is_some_and(|(_, new)| *new == last)));
    for chain in &*chains.lock().unwrap() {
        let before = iter::once(0).chain(chain.iter().map(|(_, new)| *new));
        assert!(chain.iter().map(|(old, _)| *old).eq(before.take(chain.len())), "{chain:?}");
        assert!(chain.iter().all(|(old, new)| old != new));
    }
}

#[test]
fn only_who_asked_about_a_value_hears_of_it() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 0)]
        port: u16,
        #[config(nested)]
        log: Log,
        #[config(nested)]
        tls: Option<Tls>,
    }

    #[derive(Debug, Clone, PartialEq, SuperConfig)]
    struct Log {
        #[config(default = "info")]
        level: String,
        #[config(default = 1)]
        files: u16,
    }

    #[derive(Debug, Clone, PartialEq, SuperConfig)]
    struct Tls {
        #[config(default = 443)]
        port: u16,
    }

    let scene = Scene::<Config>::new();
    let (told, sink) = list();
    let say = move |what: &'static str| {
        let sink = sink.clone();
        move |old: String, new: String| sink.lock().unwrap().push(format!("{what} {old} {new}"))
    };
    let (level, log, tls, there, maybe) = (say("level"), say("log"), say("tls"), say("there"), say("maybe"));
    let watcher = &scene.watcher;
    watcher.on_change_of(field!(Config, log.level), move |old, new| level(old.clone(), new.clone()));
    watcher.on_change_of(field!(Config, log), move |old, new| log(old.files.to_string(), new.files.to_string()));
    watcher
        .on_change_of(field!(Config, tls), move |old, new| tls(old.is_some().to_string(), new.is_some().to_string()));
    watcher.on_change_of(field!(Config, tls?.port), move |old, new| there(old.to_string(), new.to_string()));
    watcher.on_change_of_optional(field!(Config, tls?.port), move |old, new| {
        maybe(format!("{old:?}"), format!("{new:?}"));
    });
    // Told last, so that all others have been.
    let rounds = Arc::new(AtomicUsize::new(0));
    let count = rounds.clone();
    watcher.on_change(move |_, _, _| _ = count.fetch_add(1, Ordering::SeqCst));

    let changes: [(&str, &[&str]); 6] = [
        ("port = 1", &[]),
        ("port = 1\nlog.level = 'debug'", &["level info debug", "log 1 1"]),
        ("port = 1\nlog = { level = 'debug', files = 2 }", &["log 1 2"]),
        ("log = { level = 'debug', files = 2 }\ntls = {port = 1}", &["tls false true", "maybe None Some(1)"]),
        (
            "log = { level = 'debug', files = 2 }\ntls.port = 2",
            &["tls true true", "there 1 2", "maybe Some(1) Some(2)"],
        ),
        ("log = { level = 'debug', files = 2 }", &["tls true false", "maybe Some(2) None"]),
    ];
    for (round, (text, expected)) in changes.into_iter().enumerate() {
        scene.set(text);
        eventually(|| rounds.load(Ordering::SeqCst) == round + 1);
        assert_eq!(std::mem::take(&mut *told.lock().unwrap()), expected, "{text}");
    }
    // A change that changes no value is told nobody.
    scene.set("# comment\nlog = { level = 'debug', files = 2 }");
    scene.set("port = 7\nlog = { level = 'debug', files = 2 }");
    eventually(|| rounds.load(Ordering::SeqCst) >= 7);
    assert_eq!((rounds.load(Ordering::SeqCst), told.lock().unwrap().len()), (7, 0));
}

#[test]
fn a_subscriber_may_drop_its_own_watcher() {
    config!();
    in_time(|| {
        for again in [false, true] {
            let scene = Scene::<Config>::new();
            let (file, reloader) = (scene.file(), scene.reloader.clone());
            let slot = Arc::new(Mutex::new(Some(scene.watcher)));
            let (own, calls) = (slot.clone(), Arc::new(AtomicUsize::new(0)));
            let (count, done) = (calls.clone(), Arc::new(AtomicBool::new(false)));
            let is_done = done.clone();
            let watcher = slot.lock().unwrap().clone().unwrap();
            let after = calls.clone();
            let mut other: Option<Subscription> = None;
            let (subscriptions, theirs) = list();
            watcher.on_change(move |_, _, _| {
                count.fetch_add(1, Ordering::SeqCst);
                other = theirs.lock().unwrap().pop().or(other.take());
                drop(own.lock().unwrap().take());
                if again {
                    // What it watches then may be dropped just so, and what belonged to the old one be cancelled.
                    let new: Watcher<Config> = watch(&file, &reloader);
                    new.on_change(|_, _, _| {}).cancel();
                    new.on_change(|_, _, _| {});
                    if let Some(other) = other.take() {
                        other.cancel();
                    }
                    new.reload_now().unwrap();
                    drop(new);
                }
                is_done.store(true, Ordering::SeqCst);
            });
            // It comes behind, and the watcher is gone by then.
            subscriptions
                .lock()
                .unwrap()
                .push(watcher.on_change(move |_, _, _| _ = after.fetch_add(100, Ordering::SeqCst)));
            let mut receiver = watcher.receiver();
            fs::write(scene.directory.path().join("c.toml"), "port = 1").unwrap();
            let reloading = thread::spawn(move || {
                watcher.reload_now().unwrap();
                drop(watcher);
            });
            eventually(|| done.load(Ordering::SeqCst));
            reloading.join().unwrap();
            assert_eq!(receiver.recv().unwrap().new().value().port, 1);
            assert!(receiver.recv().is_none());
            eventually(|| Arc::strong_count(&calls) <= 2);
            // Which of the two has the last hold of the watcher is a matter of time.
            assert!([1, 101].contains(&calls.load(Ordering::SeqCst)));
            let new: Watcher<Config> = watch(&scene.directory.path().join("c.toml"), &scene.reloader);
            let told = Arc::new(AtomicBool::new(false));
            let told_of = told.clone();
            new.on_change(move |_, _, _| told_of.store(true, Ordering::SeqCst));
            fs::write(scene.directory.path().join("c.toml"), "port = 2").unwrap();
            new.reload_now().unwrap();
            eventually(|| told.load(Ordering::SeqCst));
        }
    });
}

#[test]
fn who_is_asked_may_drop_the_watcher() {
    config!();
    in_time(|| {
        let scene = Scene::<Config>::new();
        let (file, reloader) = (scene.file(), scene.reloader);
        let slot = Arc::new(Mutex::new(None));
        let own = slot.clone();
        let mut receiver = scene.watcher.receiver();
        scene.watcher.on_change(|_, _, _| {});
        scene.watcher.try_apply(move |_, _, _| -> Result<(), String> {
            drop(own.lock().unwrap().take());
            Ok(())
        });
        fs::write(&file, "port = 1").unwrap();
        *slot.lock().unwrap() = Some(Arc::into_inner(scene.watcher).unwrap());
        reloader.reload_all().unwrap();
        assert!(slot.lock().unwrap().is_none() && receiver.is_closed());
        // What was under way is finished.
        while receiver.recv().is_some() {}
        assert_eq!(Config::get().port, 1);
        let watcher: Watcher<Config> = watch(&file, &reloader);
        fs::write(&file, "port = 2").unwrap();
        watcher.reload_now().unwrap();
        assert_eq!(watcher.config().port, 2);
    });
}

#[test]
fn who_is_asked_cannot_ask_back() {
    config!();
    in_time(|| {
        let scene = Scene::<Config>::new();
        let (said, sink) = list();
        let (own, file, reloader) = (scene.weak(), scene.file(), scene.reloader.clone());
        scene.watcher.try_apply(move |_, _, _| -> Result<(), String> {
            let watcher = own.upgrade().unwrap();
            let reload = watcher.reload_now().unwrap_err();
            let watch = Config::builder().with_file(&file).watch_in(&reloader).unwrap_err();
            for error in [reload, watch] {
                assert_eq!(error.problems()[0].kind(), ProblemKind::Refused);
                sink.lock().unwrap().push(error.problems()[0].message().to_owned());
            }
            // All else it may.
            watcher.try_apply(|_, _, _| -> Result<(), String> { Ok(()) });
            watcher.on_change(|_, _, _| {}).cancel();
            assert!(watcher.receiver().try_recv().is_none() && watcher.status().failures() == 0);
            Ok(())
        });
        scene.port(1);
        let said = said.lock().unwrap();
        assert!(
            said[0].starts_with("it cannot be reloaded: ") && said[1].starts_with("it cannot be watched: "),
            "{said:?}"
        );
    });
}

#[test]
fn who_is_asked_waits_for_no_subscriber() {
    config!();
    in_time(|| {
        let scene = Scene::<Config>::new();
        let (go, is_here, mut wait) = held();
        let own = scene.weak();
        let (done, sink) = list();
        let subscription = scene.watcher.on_change(move |_, new, _| {
            if new.port == 1 {
                wait();
                // Waits for the reload in which it is cancelled.
                sink.lock().unwrap().push(own.upgrade().unwrap().reload_now().is_ok());
            }
        });
        let other: Watcher<Config> = watch(&scene.file(), &scene.reloader);
        other.on_change(|_, _, _| {});
        scene.port(1);
        is_here.recv_timeout(LONG).unwrap();
        let mut to_end = Some((subscription, other));
        let mut go = Some(go);
        scene.watcher.try_apply(move |_, _, _| -> Result<(), String> {
            if let Some((subscription, other)) = to_end.take() {
                drop(go.take());
                subscription.cancel();
                drop(other);
            }
            Ok(())
        });
        scene.port(2);
        eventually(|| *done.lock().unwrap() == [true]);
    });
}

#[test]
fn a_subscriber_may_watch() {
    #[derive(SuperConfig)]
    struct Other {
        #[config(default = 0)]
        port: u16,
    }

    config!();
    in_time(|| {
        let scene = Scene::<Config>::new();
        let (file, reloader) = (scene.file(), scene.reloader.clone());
        let (watchers, sink) = list();
        scene.watcher.on_change(move |_, new, _| {
            let watcher: Watcher<Other> = watch(&file, &reloader);
            assert_eq!(watcher.config().port, new.port);
            sink.lock().unwrap().push(watcher);
        });
        scene.port(1);
        eventually(|| watchers.lock().unwrap().len() == 1);
        scene.port(2);
        eventually(|| watchers.lock().unwrap().len() == 2);
        assert!(watchers.lock().unwrap().iter().all(|it| it.config().port == 2));
    });
}

static PANICS: AtomicBool = AtomicBool::new(false);

#[allow(clippy::unnecessary_wraps, clippy::trivially_copy_pass_by_ref, reason = "what a validator looks like")]
fn lucky(port: &u16) -> Result<(), String> {
    assert!(*port != 13, "thirteen");
    Ok(())
}

#[derive(Debug, PartialEq)]
struct Touchy(String);

impl<'de> Deserialize<'de> for Touchy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        assert!(text != "boom", "it went off");
        Ok(Self(text))
    }
}

impl Drop for Touchy {
    fn drop(&mut self) {
        assert!(!PANICS.swap(false, Ordering::SeqCst), "dropped");
    }
}

#[test]
fn what_panics_is_told_and_ends_nothing() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 0, validate = lucky)]
        port: u16,
        touchy: Option<Touchy>,
    }

    let scene = Scene::<Config>::new();
    let (errors, sink) = list();
    scene.watcher.on_change(|_, _, _| panic!("a subscriber"));
    scene.watcher.on_error(move |error| {
        sink.lock().unwrap().push(error.to_string());
        panic!("another one");
    });
    scene.watcher.try_apply(|_, new, _| -> Result<(), String> {
        assert!(new.port != 14, "fourteen");
        Ok(())
    });
    let (told, tell) = list();
    scene.watcher.on_change(move |_, new, _| tell.lock().unwrap().push(new.port));
    let wrong = [("port = 13", "thirteen"), ("port = 14", "fourteen"), ("touchy = 'boom'", "it went off")];
    for (round, (text, panic)) in wrong.into_iter().enumerate() {
        scene.write(text);
        let error = scene.watcher.reload_now().unwrap_err().to_string();
        assert!(error.contains(&format!("panicked: {panic}")) || error.contains(panic), "{error}");
        eventually(|| errors.lock().unwrap().len() == round + 1);
        assert!(errors.lock().unwrap()[round].contains(panic));
        assert!(scene.watcher.status().error().is_some());
        let good = u16::try_from(round).unwrap() + 1;
        scene.set(&format!("port = {good}\ntouchy = 'calm'"));
        eventually(|| told.lock().unwrap().last() == Some(&good));
    }
    // What is loaded may panic when it goes, wherever that is.
    PANICS.store(true, Ordering::SeqCst);
    for port in 20..23 {
        scene.write(&format!("port = {port}\ntouchy = 'other'"));
        let _ = scene.watcher.reload_now();
        eventually(|| scene.watcher.reload_now().is_ok() && told.lock().unwrap().last() == Some(&port));
    }
    assert!(!PANICS.load(Ordering::SeqCst));
}

#[test]
fn events_that_panic_end_nothing() {
    config!();

    struct Broken(Arc<AtomicBool>);

    impl EventSource for Broken {
        fn watch(&mut self, _: &Path) -> std::io::Result<()> {
            assert!(!self.0.load(Ordering::SeqCst), "broken");
            Ok(())
        }

        fn unwatch(&mut self, _: &Path) {
            assert!(!self.0.load(Ordering::SeqCst), "broken");
        }
    }

    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("c.toml");
    fs::write(&file, "port = 1").unwrap();
    let (broken, hints) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(None)));
    let (switch, slot) = (broken.clone(), hints.clone());
    let make = move |hints: Hints| {
        *slot.lock().unwrap() = Some(hints);
        Ok(Broken(switch.clone()))
    };
    let reloader = Reloader::builder().events(make).build();
    let options = WatchOptions::new().debounce(Duration::from_millis(1));
    let watcher = Config::builder().with_file(&file).with_watch_options(options).watch_in(&reloader).unwrap();
    broken.store(true, Ordering::SeqCst);
    let error = Config::builder().with_file(directory.path().join("d/../d.toml")).watch_in(&reloader).unwrap_err();
    assert!(!error.to_string().is_empty());
    // The directory is watched anew, which panics; the thread goes on.
    fs::remove_dir_all(directory.path()).unwrap();
    hints.lock().unwrap().as_ref().unwrap().lost();
    let _ = watcher.reload_now();
    broken.store(false, Ordering::SeqCst);
    fs::create_dir(directory.path()).unwrap();
    fs::write(&file, "port = 2").unwrap();
    hints.lock().unwrap().as_ref().unwrap().lost();
    eventually(|| watcher.config().port == 2);
    in_time(move || drop(watcher));
}

#[test]
fn a_cancelled_subscriber_has_ended() {
    config!();
    in_time(|| {
        let scene = Scene::<Config>::new();
        // From elsewhere, while it runs: waits for it, and what it held is free.
        let (go, is_here, mut wait) = held();
        let (kept, ended) = (Arc::new(()), Arc::new(AtomicBool::new(false)));
        let (held, ends) = (kept.clone(), ended.clone());
        let subscription = scene.watcher.on_change(move |_, _, _| {
            wait();
            ends.store(true, Ordering::SeqCst);
            let _ = &held;
        });
        scene.port(1);
        is_here.recv_timeout(LONG).unwrap();
        let cancelling = thread::spawn(move || {
            subscription.cancel();
            ended.load(Ordering::SeqCst)
        });
        go.send(()).unwrap();
        assert!(cancelling.join().unwrap());
        assert_eq!(Arc::strong_count(&kept), 1);

        // By itself.
        let calls = Arc::new(AtomicUsize::new(0));
        let (count, slot) = (calls.clone(), Arc::new(Mutex::new(None::<Subscription>)));
        let own = slot.clone();
        *slot.lock().unwrap() = Some(scene.watcher.on_change(move |_, _, _| {
            count.fetch_add(1, Ordering::SeqCst);
            if let Some(subscription) = own.lock().unwrap().take() {
                subscription.cancel();
            }
        }));
        // By another, before it comes to it.
        let (late, slot) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(None::<Subscription>)));
        let (of_other, late_count) = (slot.clone(), late.clone());
        scene.watcher.on_change(move |_, _, _| {
            if let Some(subscription) = of_other.lock().unwrap().take() {
                subscription.cancel();
            }
        });
        *slot.lock().unwrap() =
            Some(scene.watcher.on_change(move |_, _, _| _ = late_count.fetch_add(1, Ordering::SeqCst)));
        let rounds = Arc::new(AtomicUsize::new(0));
        let count = rounds.clone();
        let last = scene.watcher.on_change(move |_, _, _| _ = count.fetch_add(1, Ordering::SeqCst));
        for port in 2..5 {
            scene.port(port);
            eventually(|| rounds.load(Ordering::SeqCst) == usize::from(port) - 1);
        }
        assert_eq!((calls.load(Ordering::SeqCst), late.load(Ordering::SeqCst)), (1, 0));
        // After the watcher: nothing to do.
        drop(scene);
        last.cancel();
    });
}

#[test]
fn a_thread_may_wait_for_changes() {
    config!();
    let scene = Scene::<Config>::new();
    let mut receiver = scene.watcher.receiver();
    assert!(receiver.try_recv().is_none() && !receiver.is_closed());
    assert!(receiver.recv_timeout(Duration::from_millis(1)).is_none());
    assert!(receiver.recv_timeout(Duration::ZERO).is_none());
    for port in 1..=10 {
        scene.port(port);
    }
    let reloaded = receiver.recv_timeout(LONG).unwrap();
    assert_eq!((reloaded.old().value().port, reloaded.new().value().port), (0, 10));
    let mut threads = Vec::new();
    for _ in 0..4 {
        let mut receiver = scene.watcher.receiver();
        threads.push(thread::spawn(move || {
            let mut last = 10;
            while let Some(reloaded) = receiver.recv() {
                assert_eq!(reloaded.old().value().port, last);
                last = reloaded.new().value().port;
            }
            last
        }));
    }
    (11..50).for_each(|port| scene.port(port));
    drop(scene);
    assert!(threads.into_iter().all(|thread| thread.join().unwrap() == 49));
    // What there was before the end, and then nothing without waiting.
    assert_eq!(receiver.recv().unwrap().new().value().port, 49);
    assert!(receiver.is_closed() && receiver.recv().is_none() && receiver.try_recv().is_none());
    assert!(receiver.recv_timeout(LONG).is_none());
}

static LOADS: AtomicUsize = AtomicUsize::new(0);

#[allow(clippy::unnecessary_wraps, clippy::trivially_copy_pass_by_ref, reason = "what a validator looks like")]
fn count(_: &u16) -> Result<(), String> {
    LOADS.fetch_add(1, Ordering::SeqCst);
    Ok(())
}

#[test]
fn the_last_hot_load_is_the_one_that_counts() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 0, validate = count)]
        port: u16,
    }

    let directory = tempfile::tempdir().unwrap();
    let load = |name: &str| {
        let options = WatchOptions::new().debounce(Duration::from_millis(5)).poll_interval(Duration::from_secs(3600));
        let builder = Config::builder().with_file(directory.path().join(name)).with_watch_options(options);
        builder.with_hot_reload().load()
    };
    let write = |name: &str, port: u16| {
        let new = directory.path().join("new");
        fs::write(&new, format!("port = {port}")).unwrap();
        fs::rename(new, directory.path().join(name)).unwrap();
    };
    write("a.toml", 1);
    assert_eq!(load("a.toml").unwrap().port, 1);
    write("a.toml", 2);
    eventually(|| Config::get().port == 2);
    // Again and again.
    for _ in 0..50 {
        assert_eq!(load("a.toml").unwrap().port, 2);
    }
    let before = LOADS.load(Ordering::SeqCst);
    write("a.toml", 3);
    eventually(|| Config::get().port == 3);
    superconfig::reload::reloader().reload_all().unwrap();
    let loads = LOADS.load(Ordering::SeqCst) - before;
    assert!(loads < 10, "{loads} loads for one change");
    // One that fails changes nothing.
    assert!(load("absent.toml").is_err());
    write("a.toml", 4);
    eventually(|| Config::get().port == 4);
    // From elsewhere: the file from before is none any more.
    write("b.toml", 5);
    assert_eq!(load("b.toml").unwrap().port, 5);
    write("a.toml", 6);
    write("b.toml", 7);
    eventually(|| Config::get().port == 7);
    superconfig::reload::reloader().reload_all().unwrap();
    assert_eq!(Config::get().port, 7);
}

#[test]
fn waiting_for_ever_is_waiting() {
    config!();
    let scene: Scene<Config> = Scene::new();
    let mut receiver = scene.watcher.receiver();
    let waiting = thread::spawn(move || {
        (receiver.recv_timeout(Duration::MAX).is_some(), receiver.recv_timeout(Duration::MAX).is_some())
    });
    scene.port(1);
    eventually(|| Config::get().port == 1);
    drop(scene);
    assert!(matches!(in_time(|| waiting.join().unwrap()), (true, false)));
}

#[test]
fn what_somebody_else_published_is_told_with_the_next_reload() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 0, reload = "reject")]
        port: u16,
    }

    let scene: Scene<Config> = Scene::new();
    let (told, sink) = list();
    scene.watcher.on_change(move |old, new, _| sink.lock().unwrap().push((old.port, new.port)));
    scene.write("port = 1");
    assert!(scene.watcher.reload_now().is_err());
    // By hand everything is loaded anew.
    Config::builder().with_file(scene.file()).load().unwrap();
    assert_eq!((Config::get().port, scene.watcher.config().port), (1, 0));
    assert!(scene.watcher.reload_now().unwrap().is_empty());
    eventually(|| *told.lock().unwrap() == [(0, 1)]);
    assert_eq!(scene.watcher.config().port, 1);
    let generation = scene.watcher.status().generation();
    assert!(scene.watcher.reload_now().unwrap().is_empty());
    assert_eq!(scene.watcher.status().generation(), generation);
}
