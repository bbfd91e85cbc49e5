//! Publishing. Each row makes the values that it publishes; the first row makes them and does nothing else.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

use arc_swap::ArcSwap;

use super::reading::{Registered, Usual};
use super::{AppConfig, FIRST, Row};

const PRESENT: &str = "there is a value";

pub(super) fn rows() -> Vec<Row> {
    let mut rows = by_hand();
    rows.extend(by_handle());
    rows
}

fn next() -> AppConfig {
    AppConfig::with_limit(FIRST + 1)
}

fn by_hand() -> Vec<Row> {
    vec![
        Row::new("the value alone, in an `Arc`", || (), |(), work| work.time(|| Arc::new(next()).limit)).beside(None),
        Row::new(
            "`ArcSwap::store`",
            || ArcSwap::from_pointee(AppConfig::first()),
            |swap, work| {
                work.time(|| {
                    swap.store(Arc::new(next()));
                    0
                })
            },
        )
        .beside(None),
        Row::new(
            "`RwLock<Arc<T>>`, written",
            || RwLock::new(Arc::new(AppConfig::first())),
            |lock, work| {
                work.time(|| {
                    *lock.write().expect("nobody panics") = Arc::new(next());
                    0
                })
            },
        )
        .beside(None),
        Row::new(
            "usual design: `insert`",
            || (Usual::with(0), AtomicU64::new(1)),
            |(usual, keys), work| {
                work.time(|| {
                    let key = keys.fetch_add(1, Ordering::Relaxed);
                    usual.insert(key, next());
                    key
                })
            },
        )
        .beside(None),
        Row::new(
            "usual design: `insert`, `remove`",
            || (Usual::with(0), AtomicU64::new(1)),
            |(usual, keys), work| {
                work.time(|| {
                    let key = keys.fetch_add(1, Ordering::Relaxed);
                    usual.insert(key, next());
                    usual.map.remove(&key).expect(PRESENT).0
                })
            },
        )
        .beside(None),
        Row::new(
            "usual design: `get_mut`",
            || Usual::with(1),
            |usual, work| {
                work.time(|| {
                    usual.replace(1, next());
                    0
                })
            },
        )
        .beside(None),
    ]
}

fn by_handle() -> Vec<Row> {
    vec![
        Row::new(
            "`registry.create`",
            || Registered::with(0),
            |Registered { registry, .. }, work| work.time(|| registry.create(next()).id()),
        )
        .beside(Some("usual design: `insert`")),
        Row::new(
            "`registry.create`, `delete`",
            || Registered::with(0),
            |Registered { registry, .. }, work| {
                work.time(|| registry.delete(&registry.create(next())).expect(PRESENT).limit)
            },
        )
        .beside(Some("usual design: `insert`, `remove`")),
        Row::new(
            "`registry.update`",
            || Registered::with(1),
            |Registered { registry, handles }, work| work.time(|| registry.update(&handles[0], next()).expect(PRESENT)),
        )
        .beside(Some("usual design: `get_mut`")),
        Row::new(
            "`registry.update_with`",
            || Registered::with(1),
            |Registered { registry, handles }, work| {
                let change = |present: &AppConfig| AppConfig::with_limit(present.limit + 1);
                work.time(|| registry.update_with(&handles[0], change).expect(PRESENT))
            },
        )
        .beside(Some("usual design: `get_mut`")),
        Row::new(
            "`registry.transaction`, two updates",
            || Registered::with(2),
            |Registered { registry, handles }, work| {
                work.time(|| {
                    let both = registry.transaction(|tx| {
                        tx.update(&handles[0], next())?;
                        tx.update(&handles[1], next())
                    });
                    both.expect(PRESENT);
                    0
                })
            },
        )
        .beside(None),
    ]
}
