//! Reading one number of one config.

use std::any::Any;
use std::sync::{Arc, OnceLock, RwLock};

use arc_swap::{ArcSwap, Cache};
use dashmap::DashMap;
use superconfig::{ConfigHandle, ConfigRegistry, SuperConfig, registry};

use super::{AppConfig, PLAIN, Row, USUAL, USUAL_MANY};

/// How many configs are read in turn where it is not one.
const MANY: u64 = 1000;

pub(super) fn rows() -> Vec<Row> {
    let mut rows = by_hand();
    rows.extend(by_type());
    rows.extend(by_handle());
    rows
}

fn by_hand() -> Vec<Row> {
    vec![
        Row::new(
            PLAIN,
            || -> &'static AppConfig {
                static CONFIG: OnceLock<AppConfig> = OnceLock::new();
                CONFIG.get_or_init(AppConfig::first)
            },
            |config, work| {
                let config = *config;
                work.time(move || config.limit)
            },
        ),
        Row::new(
            "`OnceLock<Arc<T>>`",
            || OnceLock::from(Arc::new(AppConfig::first())),
            |lock, work| work.time(|| lock.get().expect("it was set").limit),
        ),
        Row::new("`Arc::clone`", || Arc::new(AppConfig::first()), |arc, work| work.time(|| Arc::clone(arc).limit)),
        Row::replaceable(
            "`arc_swap::Cache`",
            swap,
            |swap, work| {
                let mut cache = Cache::new(swap);
                work.time(move || cache.load().limit)
            },
            |swap, config| swap.store(Arc::new(config)),
        ),
        Row::replaceable(
            "`ArcSwap::load`",
            swap,
            |swap, work| work.time(|| swap.load().limit),
            |swap, config| swap.store(Arc::new(config)),
        ),
        Row::replaceable(
            "`ArcSwap::load_full`",
            swap,
            |swap, work| work.time(|| swap.load_full().limit),
            |swap, config| swap.store(Arc::new(config)),
        ),
        Row::replaceable(
            "`RwLock<Arc<T>>`",
            || RwLock::new(Arc::new(AppConfig::first())),
            |lock, work| work.time(|| Arc::clone(&lock.read().expect("nobody panics")).limit),
            |lock, config| *lock.write().expect("nobody panics") = Arc::new(config),
        ),
        Row::replaceable(
            USUAL,
            || Usual::with(1),
            |usual, work| work.time(|| usual.read(1).limit),
            |usual, config| usual.replace(1, config),
        ),
        Row::replaceable(
            USUAL_MANY,
            || Usual::with(MANY),
            |usual, work| {
                let mut key = 0;
                work.time(move || {
                    key = if key == MANY { 1 } else { key + 1 };
                    usual.read(key).limit
                })
            },
            |usual, config| usual.replace(1 + config.limit % MANY, config),
        )
        .beside(Some(USUAL_MANY)),
    ]
}

fn swap() -> ArcSwap<AppConfig> {
    ArcSwap::from_pointee(AppConfig::first())
}

/// `DashMap<id, Box<dyn Any>>` with an `Arc<T>` in each box: one map for configs of all types.
pub(super) struct Usual {
    pub(super) map: DashMap<u64, Box<dyn Any + Send + Sync>>,
}

impl Usual {
    pub(super) fn with(count: u64) -> Self {
        let usual = Self { map: DashMap::new() };
        (1..=count).for_each(|key| usual.insert(key, AppConfig::first()));
        usual
    }

    pub(super) fn insert(&self, key: u64, config: AppConfig) {
        self.map.insert(key, Box::new(Arc::new(config)));
    }

    fn read(&self, key: u64) -> Arc<AppConfig> {
        let found = self.map.get(&key).expect("the key was inserted");
        Arc::clone(found.downcast_ref::<Arc<AppConfig>>().expect("of this type"))
    }

    pub(super) fn replace(&self, key: u64, config: AppConfig) {
        *self.map.get_mut(&key).expect("the key was inserted") = Box::new(Arc::new(config));
    }
}

/// Through the door of the type. It leads to the registry of the process, where `make` publishes anew.
fn by_type() -> Vec<Row> {
    /// The state of these rows is in the process, not in a value.
    struct Loaded;

    fn load() -> Loaded {
        AppConfig::builder().load().expect("the defaults are valid");
        Loaded
    }
    fn update(_: &Loaded, config: AppConfig) {
        registry().update(&AppConfig::handle(), config).expect("it was loaded");
    }
    vec![
        Row::replaceable("`AppConfig::get`", load, |_, work| work.time(|| AppConfig::get().limit), update),
        Row::replaceable("`AppConfig::current`", load, |_, work| work.time(|| AppConfig::current().limit), update),
        Row::replaceable(
            "`ConfigReader::get`",
            load,
            |_, work| {
                let mut reader = AppConfig::reader();
                work.time(move || reader.get().limit)
            },
            update,
        ),
    ]
}

/// A registry and its entries.
pub(super) struct Registered {
    pub(super) registry: ConfigRegistry,
    pub(super) handles: Vec<ConfigHandle<AppConfig>>,
}

impl Registered {
    pub(super) fn with(count: u64) -> Self {
        let registry = ConfigRegistry::new();
        let handles = (0..count).map(|_| registry.create(AppConfig::first())).collect();
        Self { registry, handles }
    }

    fn replace(&self, at: u64, config: AppConfig) {
        let at = usize::try_from(at).expect("a small number");
        self.registry.update(&self.handles[at], config).expect("it was created");
    }
}

fn by_handle() -> Vec<Row> {
    vec![
        Row::replaceable(
            "`registry.read`",
            || Registered::with(1),
            |Registered { registry, handles }, work| {
                let handle = handles[0];
                work.time(move || registry.read(&handle).expect("it was created").limit)
            },
            |registered, config| registered.replace(0, config),
        ),
        Row::replaceable(
            "`registry.current`",
            || Registered::with(1),
            |Registered { registry, handles }, work| {
                let handle = handles[0];
                work.time(move || registry.current(&handle).expect("it was created").limit)
            },
            |registered, config| registered.replace(0, config),
        ),
        Row::replaceable(
            "`registry.read`, 1,000 in turn",
            || Registered::with(MANY),
            |Registered { registry, handles }, work| {
                let mut at = 0;
                work.time(move || {
                    at = if at + 1 == handles.len() { 0 } else { at + 1 };
                    registry.read(&handles[at]).expect("it was created").limit
                })
            },
            |registered, config| registered.replace(config.limit % MANY, config),
        )
        .beside(Some(USUAL_MANY)),
    ]
}
