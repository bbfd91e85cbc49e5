//! Waiting for changes in async code: under tokio, and under no runtime at all.

use std::{
    fs,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

use futures_core::Stream;
use superconfig::{
    SuperConfig,
    reload::{AsyncReceiver, Reloader, Watcher},
};
use tempfile::TempDir;
use tokio::time::timeout;

/// One type for all tests: each has a reloader of its own, and receives what that one published.
#[derive(SuperConfig)]
struct Config {
    #[config(default = 0)]
    port: u16,
    #[config(default = "a")]
    name: String,
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
    watcher: Watcher<T>,
}

impl<T: SuperConfig> Scene<T> {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("c.toml"), "").unwrap();
        let reloader = Reloader::builder().without_events().build();
        let watcher = T::builder().with_file(directory.path().join("c.toml")).watch_in(&reloader).unwrap();
        Self { directory, watcher }
    }

    fn set(&self, text: &str) {
        fs::write(self.directory.path().join("c.toml"), text).unwrap();
        self.watcher.reload_now().unwrap();
    }

    fn port(&self, port: u16) {
        self.set(&format!("port = {port}"));
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
}

/// What arrives in time.
async fn soon<O>(future: impl Future<Output = O>) -> O {
    timeout(Duration::from_secs(20), future).await.expect("it never happened")
}

async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

/// Polls once.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn a_change_between_asking_and_waiting_is_received() {
    config!();
    let scene = Scene::<Config>::new();
    let mut receiver = scene.watcher.async_receiver();
    scene.port(1);
    runtime().block_on(async {
        let reloaded = soon(receiver.recv()).await.unwrap();
        assert_eq!((reloaded.old().value().port, reloaded.new().value().port), (0, 1));
        assert_eq!(reloaded.changes().len(), 1);
        // Between two polls, too, which is when a waker is there but nobody waits.
        let mut waiting = pin!(receiver.recv());
        assert!(poll(waiting.as_mut()).is_pending());
        scene.port(2);
        let Poll::Ready(Some(reloaded)) = poll(waiting.as_mut()) else { panic!("it is there") };
        assert_eq!((reloaded.old().value().port, reloaded.new().value().port), (1, 2));
    });
    assert!(receiver.try_recv().is_none());
}

#[test]
fn who_is_slow_gets_one_change_of_all() {
    config!();
    let scene = Scene::<Config>::new();
    let mut receiver = scene.watcher.async_receiver();
    for port in 1..=100 {
        scene.port(port);
    }
    assert_eq!(receiver.latest().value().port, 100);
    let reloaded = runtime().block_on(receiver.recv()).unwrap();
    assert_eq!((reloaded.old().value().port, reloaded.new().value().port), (0, 100));
    // There and back is no change.
    scene.port(1);
    scene.port(100);
    assert!(receiver.try_recv().is_none());
    assert!(poll(pin!(receiver.recv())).is_pending());
    assert!(!receiver.is_closed());
}

#[test]
fn all_receivers_are_woken_and_each_has_its_own_place() {
    config!();
    let scene = Scene::<Config>::new();
    let receivers: Vec<_> = (0..20).map(|_| scene.watcher.async_receiver()).collect();
    runtime().block_on(async {
        let local = tokio::task::LocalSet::new();
        let follow = |mut receiver: AsyncReceiver<Config>| async move {
            let mut seen = vec![0];
            while let Some(reloaded) = soon(next(&mut receiver)).await {
                assert_eq!(Some(&reloaded.old().value().port), seen.last());
                seen.push(reloaded.new().value().port);
            }
            seen
        };
        local
            .run_until(async {
                let tasks: Vec<_> = receivers.into_iter().map(|it| tokio::task::spawn_local(follow(it))).collect();
                let mut own = scene.watcher.async_receiver();
                for port in 1..=10 {
                    scene.port(port);
                    soon(own.recv()).await.unwrap();
                    tokio::task::yield_now().await;
                }
                let copy = own.clone();
                drop(scene);
                for task in tasks {
                    assert_eq!(*soon(task).await.unwrap().last().unwrap(), 10);
                }
                let mut copy = copy;
                assert!(copy.is_closed() && copy.recv().await.is_none() && copy.latest().value().port == 10);
            })
            .await;
    });
}

#[test]
fn the_last_change_comes_before_the_end() {
    config!();
    let scene = Scene::<Config>::new();
    let (mut receiver, mut blocking) = (scene.watcher.async_receiver(), scene.watcher.receiver());
    scene.port(7);
    drop(scene);
    runtime().block_on(async {
        assert_eq!(soon(receiver.recv()).await.unwrap().new().value().port, 7);
        assert!(soon(receiver.recv()).await.is_none());
        assert!(soon(next(&mut receiver)).await.is_none());
    });
    assert_eq!(blocking.recv().unwrap().new().value().port, 7);
    assert!(blocking.recv().is_none());
}

#[test]
fn who_waits_is_told_of_the_end() {
    config!();
    let scene = Scene::<Config>::new();
    let mut receiver = scene.watcher.async_receiver();
    runtime().block_on(async {
        let mut waiting = pin!(receiver.recv());
        assert!(timeout(Duration::from_millis(1), waiting.as_mut()).await.is_err());
        let ending = thread::spawn(move || drop(scene));
        assert!(soon(waiting).await.is_none());
        ending.join().unwrap();
    });
}

#[test]
fn cancelling_loses_nothing() {
    config!();
    let scene = Scene::<Config>::new();
    let mut receiver = scene.watcher.async_receiver();
    runtime().block_on(async {
        let (mut last, mut cancelled) = (0, 0);
        for port in 1..=50 {
            // Woken and then dropped without being polled again.
            let mut waiting = Box::pin(receiver.recv());
            assert!(poll(waiting.as_mut()).is_pending());
            scene.port(port);
            drop(waiting);
            while last < port {
                tokio::select! {
                    biased;
                    // Every other time this comes first, and waiting is cancelled.
                    () = tokio::task::yield_now(), if cancelled % 2 == 0 => {}
                    reloaded = soon(receiver.recv()) => {
                        let reloaded = reloaded.unwrap();
                        assert_eq!(reloaded.old().value().port, last);
                        last = reloaded.new().value().port;
                    }
                }
                cancelled += 1;
            }
        }
        assert_eq!(last, 50);
    });
}

#[test]
fn changes_on_another_thread_wake_who_waits() {
    config!();
    let scene = Scene::<Config>::new();
    let mut receiver = scene.watcher.async_receiver();
    let writing = thread::spawn(move || {
        for port in 1..=200 {
            scene.port(port);
        }
        scene
    });
    runtime().block_on(async {
        let mut last = 0;
        while last < 200 {
            let reloaded = soon(receiver.recv()).await.unwrap();
            assert_eq!(reloaded.old().value().port, last);
            last = reloaded.new().value().port;
        }
    });
    drop(writing.join().unwrap());
}

/// Runs a future on this thread, which sleeps meanwhile: no runtime at all.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

#[test]
fn no_runtime_is_needed() {
    config!();
    let scene = Scene::<Config>::new();
    let (mut one, mut other) = (scene.watcher.async_receiver(), scene.watcher.async_receiver());
    let ahead = thread::spawn(move || {
        let mut last = 0;
        while let Some(reloaded) = block_on(one.recv()) {
            last = reloaded.new().value().port;
        }
        last
    });
    for port in 1..=20 {
        scene.port(port);
        assert_eq!(block_on(next(&mut other)).unwrap().new().value().port, port);
    }
    drop(scene);
    assert!(block_on(next(&mut other)).is_none());
    assert_eq!(ahead.join().unwrap(), 20);
}

#[test]
fn only_what_changed_is_received() {
    let scene = Scene::<Config>::new();
    let mut receiver = scene.watcher.async_receiver();
    scene.set("# only a comment");
    assert!(receiver.try_recv().is_none());
    fs::write(scene.directory.path().join("c.toml"), "port = 'x'").unwrap();
    assert!(scene.watcher.reload_now().is_err());
    assert!(poll(pin!(receiver.recv())).is_pending());
    scene.set("name = 'b'");
    let reloaded = receiver.try_recv().unwrap();
    assert_eq!((&*reloaded.old().value().name, &*reloaded.new().value().name), ("a", "b"));
}

#[test]
fn it_goes_wherever_a_future_goes() {
    fn check<R: Stream + Send + Sync + Unpin>() {}
    fn future<F: Future + Send>(_: F) {}
    check::<AsyncReceiver<Config>>();
    let scene = Scene::<Config>::new();
    let mut receiver = scene.watcher.async_receiver();
    future(receiver.recv());
    assert!(format!("{receiver:?}").contains("Config"));
}
