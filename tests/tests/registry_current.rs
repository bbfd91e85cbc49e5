//! What a thread holds of a config that it reads through its type: how long, and where asking is allowed.

use std::{
    cell::RefCell,
    sync::{Arc, Weak, mpsc},
    thread,
};

use superconfig::{Current, SuperConfig, registry, release_current};

/// What a test watches for its end. Not a setting.
type Life = Option<Arc<()>>;

/// Publishes a config that is watched for its end.
macro_rules! publish {
    ($config:ident, $x:expr) => {{
        let life = Arc::new(());
        let ended = Arc::downgrade(&life);
        if registry().contains(&$config::handle()) {
            registry().update(&$config::handle(), $config { x: $x, life: Some(life) }).unwrap();
        } else {
            $config::builder().load().unwrap();
            registry().update(&$config::handle(), $config { x: $x, life: Some(life) }).unwrap();
        }
        ended
    }};
}

fn is_alive(ended: &Weak<()>) -> bool {
    ended.strong_count() > 0
}

#[test]
fn a_thread_holds_what_it_asked_for_until_it_asks_again() {
    #[derive(SuperConfig)]
    #[config(name = "shop")]
    struct Asked {
        #[config(default = 0)]
        x: u32,
        #[config(skip)]
        life: Life,
    }
    let first = publish!(Asked, 1);
    assert_eq!(Asked::current().x, 1);
    let second = publish!(Asked, 2);
    assert!(is_alive(&first), "the thread is a reader of it");
    assert!(Asked::current().life.is_some());
    assert!(!is_alive(&first), "asking again is letting go");

    // Also if there is nothing to be had any more.
    registry().delete(&Asked::handle()).unwrap();
    assert!(is_alive(&second));
    assert!(thread::spawn(|| Asked::current().x).join().is_err(), "there is none");
    assert!(std::panic::catch_unwind(|| Asked::current().x).is_err(), "there is none");
    assert!(!is_alive(&second));
    let third = publish!(Asked, 3);
    assert_eq!(Asked::current().x, 3);
    publish!(Asked, 4);
    assert_eq!(Asked::current().x, 4);
    assert!(!is_alive(&third));
}

#[test]
fn a_thread_lets_go_when_it_is_told_to() {
    #[derive(SuperConfig)]
    #[config(name = "shop")]
    struct Released {
        #[config(default = 0)]
        x: u32,
        #[config(skip)]
        life: Life,
    }
    for x in 0..3 {
        let life = publish!(Released, x);
        let kept = Released::current();
        assert_eq!(Released::current().x, x);
        publish!(Released, 100);
        release_current();
        assert!(is_alive(&life) && kept.life.is_some(), "not what is still in use");
        drop(kept);
        assert!(!is_alive(&life), "round {x}");
        assert_eq!(Released::current().x, 100);
    }
}

#[test]
fn whoever_asks_by_type_and_by_handle_holds_one_config() {
    #[derive(SuperConfig)]
    #[config(name = "shop")]
    struct Both {
        #[config(default = 0)]
        x: u32,
        #[config(skip)]
        life: Life,
    }
    for x in 0..3 {
        let old = publish!(Both, x);
        assert_eq!((Both::current().x, registry().current(&Both::handle()).unwrap().x), (x, x));
        let by_type = publish!(Both, x + 10);
        assert_eq!(Both::current().x, x + 10);
        assert!(!is_alive(&old), "by type, round {x}");
        let by_handle = publish!(Both, x + 20);
        assert_eq!(registry().read(&Both::handle()).unwrap().x, x + 20);
        assert!(!is_alive(&by_type), "by handle, round {x}");
        assert_eq!((Both::current().x, Both::current().life.is_some()), (x + 20, true));
        publish!(Both, x);
        assert_eq!(registry().current(&Both::handle()).unwrap().x, x);
        assert!(!is_alive(&by_handle), "by handle once more, round {x}");
    }
}

#[test]
fn uses_within_each_other_see_one_config_until_another_is_published() {
    #[derive(SuperConfig)]
    struct Nested {
        #[config(default = 0)]
        x: u32,
        #[config(skip)]
        life: Life,
    }
    let life = publish!(Nested, 1);
    let outer = Nested::current();
    let inner = Nested::current();
    assert!(Arc::ptr_eq(&Current::arc(&outer), &Current::arc(&inner)));
    publish!(Nested, 2);
    let newer = Nested::current();
    assert!(Current::generation(&newer) > Current::generation(&inner));
    assert_eq!((outer.x, inner.x, newer.x, Nested::current().x), (1, 1, 2, 2));
    drop(outer);
    assert!(is_alive(&life) && inner.life.is_some());
    drop(inner);
    assert!(!is_alive(&life));
}

#[test]
fn each_thread_sees_what_is_newest() {
    #[derive(SuperConfig)]
    struct Seen {
        #[config(default = 0)]
        x: u32,
    }
    Seen::builder().load().unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let generation = registry().update_with(&Seen::handle(), |it| Seen { x: it.x + 1 }).unwrap();
                    assert!(Current::generation(&Seen::current()) >= generation);
                }
            });
        }
    });
    assert_eq!(Seen::current().x, 800);
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct AtTheEnd {
    #[config(default = 0)]
    x: u32,
    #[config(skip)]
    life: Life,
}

#[test]
fn a_thread_may_ask_while_it_ends_and_holds_nothing_afterwards() {
    /// Asks when it is dropped.
    struct Last(mpsc::Sender<u32>);
    impl Drop for Last {
        fn drop(&mut self) {
            self.0.send(AtTheEnd::current().x + AtTheEnd::current().x).unwrap();
            let by_handle = registry().current(&AtTheEnd::handle()).unwrap();
            self.0.send(by_handle.x + u32::from(by_handle.life.is_some())).unwrap();
        }
    }
    thread_local!(static LAST: RefCell<Option<Last>> = const { RefCell::new(None) });

    let (tell, told) = mpsc::channel();
    let life = publish!(AtTheEnd, 7);
    for (before, after) in [(true, false), (false, true), (false, false)] {
        let tell = tell.clone();
        let thread = thread::spawn(move || {
            // Which of the two ends first depends on which of them was used first.
            if before {
                assert_eq!(AtTheEnd::current().x, 7);
            }
            LAST.set(Some(Last(tell)));
            if after {
                assert_eq!(AtTheEnd::current().x, 7);
            }
        });
        thread.join().unwrap();
        assert_eq!((told.recv(), told.recv()), (Ok(14), Ok(8)), "{before} {after}");
    }
    publish!(AtTheEnd, 8);
    assert!(!is_alive(&life), "no thread that ended holds it");
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Curious {
    #[config(default = 0)]
    x: u32,
    #[config(skip)]
    asks: Option<Asks>,
}

/// Asks when it is dropped, for the very config that it was in.
struct Asks(mpsc::Sender<u32>);

impl Drop for Asks {
    fn drop(&mut self) {
        self.0.send(Curious::current().x).unwrap();
        release_current();
    }
}

#[test]
fn a_config_may_ask_for_its_successor_while_it_is_dropped() {
    let (tell, told) = mpsc::channel();
    let next = |x| {
        let asks = Some(Asks(tell.clone()));
        registry().update(&Curious::handle(), Curious { x, asks }).unwrap();
    };
    Curious::builder().load().unwrap();
    next(1);
    assert!(Curious::current().asks.is_some());
    next(2);
    assert_eq!(Curious::current().x, 2);
    assert_eq!(told.try_recv(), Ok(2), "asking again dropped the first");
    assert_eq!(Curious::current().x, 2);
    next(3);
    release_current();
    assert_eq!(told.try_recv(), Ok(3), "letting go dropped the second");
    assert_eq!(Curious::current().x, 3);
}

#[test]
fn a_generic_config_is_held_as_well() {
    #[derive(SuperConfig)]
    struct Wrapped<T: SuperConfig> {
        #[config(nested)]
        inner: T,
        #[config(skip)]
        life: Life,
    }
    #[derive(SuperConfig)]
    struct Inner {
        #[config(default = 5)]
        x: u32,
    }
    Wrapped::<Inner>::builder().load().unwrap();
    let life = Arc::new(());
    let ended = Arc::downgrade(&life);
    let handle = Wrapped::<Inner>::handle();
    registry().update(&handle, Wrapped { inner: Inner { x: 6 }, life: Some(life) }).unwrap();
    let (one, two) = (Wrapped::<Inner>::current(), Wrapped::<Inner>::current());
    assert!(Arc::ptr_eq(&Current::arc(&one), &Current::arc(&two)) && one.life.is_some());
    drop((one, two));
    registry().update(&handle, Wrapped { inner: Inner { x: 7 }, life: None }).unwrap();
    assert!(is_alive(&ended));
    assert_eq!(Wrapped::<Inner>::current().inner.x, 7);
    assert!(!is_alive(&ended));
}

#[test]
#[should_panic(expected = "Never")]
fn a_config_that_was_not_loaded_is_not_there() {
    #[derive(SuperConfig)]
    struct Never {
        #[config(default = 1)]
        x: u32,
    }
    assert_eq!(Never::current().x, 1);
}
