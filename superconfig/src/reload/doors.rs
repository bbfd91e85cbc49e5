//! How to begin to watch.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use super::{
    Reloader, WatchOptions, Watcher,
    desk::Desk,
    hub::{Hub, Request},
    reloader,
    subject::Typed,
    watch::{Files, Watched},
};
use crate::{
    config::SuperConfig,
    load::Builder,
    problem::Error,
    registry::{Place, registry},
};

impl<T: SuperConfig> Builder<T> {
    /// When the files are looked at again by [`Self::watch`].
    pub fn with_watch_options(mut self, options: WatchOptions) -> Self {
        self.plan.watch = options;
        self
    }

    /// Makes [`Self::load`] and what calls it also watch the config until the process ends, or until the same type is loaded in this way again, which
    /// then takes the place of this.
    ///
    /// ```no_run
    /// # use superconfig::SuperConfig;
    /// # #[derive(SuperConfig)]
    /// # struct AppConfig { #[config(default = 80)] port: u16 }
    /// AppConfig::builder().with_discovery().with_env().with_hot_reload().load()?;
    /// loop {
    ///     let port = AppConfig::get().port; // as the files have it
    /// #   break;
    /// }
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn with_hot_reload(mut self) -> Self {
        self.hot = Some(|builder| builder.watch_for_good());
        self
    }

    /// Loads the config, publishes it, and keeps it up to date as long as the [`Watcher`] lives; see [`reload`](crate::reload). Keep
    /// it in a variable with a name: `let _ =` drops it at once. [`Watcher::keep`] is for programs that never stop.
    ///
    /// A type is published in one place. Two watchers of it take turns in what everybody reads, which is warned of; several configs of one type
    /// are for [`Self::register_watched`].
    ///
    /// # Errors
    /// Like [`Self::load`]; then nothing is watched.
    pub fn watch(&self) -> Result<Watcher<T>, Error> {
        self.watch_in(reloader())
    }

    /// Like [`Self::watch`], by another reloader than the process's.
    ///
    /// # Errors
    /// Like [`Self::watch`].
    pub fn watch_in(&self, reloader: &Reloader) -> Result<Watcher<T>, Error> {
        self.watch_as(&reloader.hub, None, Arc::clone(T::cell().place()), None)
    }

    /// Like [`Self::watch`], together with another config, and those that are watched with it: a reload changes all of them in one
    /// commit, or none. Whoever has something new and has to wait for another fails with that one's report. Without this a problem in
    /// one config keeps only that one from changing; what is fine and changed at the same time is always published in one commit.
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// struct Routes {
    ///     #[config(default = "/")]
    ///     root: String,
    /// }
    ///
    /// #[derive(SuperConfig)]
    /// struct Backends {
    ///     #[config(default = 1)]
    ///     count: u32,
    /// }
    ///
    /// let routes = Routes::builder().watch()?;
    /// let backends = Backends::builder().watch_with(&routes)?;
    /// let both = superconfig::registry().snapshot(); // of one time
    /// assert_eq!((&*both.read(&Routes::handle()).unwrap().root, both.read(&Backends::handle()).unwrap().count), ("/", 1));
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    ///
    /// # Errors
    /// Like [`Self::watch`].
    pub fn watch_with<U: SuperConfig>(&self, other: &Watcher<U>) -> Result<Watcher<T>, Error> {
        self.watch_as(&other.hub, Some(other.group), Arc::clone(T::cell().place()), None)
    }

    /// Like [`Self::watch`], under a handle of its own, as by [`Self::register`]: one config for each tenant, say. When the watcher is
    /// dropped, what was published last stays until it is deleted; if it is deleted, it is not published again.
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig, registry};
    ///
    /// #[derive(SuperConfig)]
    /// struct Tenant {
    ///     #[config(default = 5)]
    ///     seats: u32,
    /// }
    ///
    /// let small = Tenant::builder().register_watched()?;
    /// let large = Tenant::builder().with_str(Format::Toml, "seats = 500").register_watched()?;
    /// assert_eq!(registry().read(&small.handle())?.seats + registry().read(&large.handle())?.seats, 505);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Like [`Self::watch`].
    pub fn register_watched(&self) -> Result<Watcher<T>, Error> {
        self.watch_as(&reloader().hub, None, registry().empty_place(), None)
    }

    /// Watches instead of who was watched by this before.
    fn watch_for_good(&self) -> Result<Arc<T>, Error> {
        type Watchers = Mutex<HashMap<TypeId, Box<dyn Any + Send>>>;
        static WATCHERS: LazyLock<Watchers> = LazyLock::new(Mutex::default);

        let watchers = || WATCHERS.lock().unwrap_or_else(PoisonError::into_inner);
        let id = |watcher: &Box<dyn Any + Send>| watcher.downcast_ref::<Watcher<T>>().map(|watcher| watcher.id);
        let before = watchers().get(&TypeId::of::<T>()).and_then(id);
        let watcher = self.watch_as(&reloader().hub, None, Arc::clone(T::cell().place()), before)?;
        let config = watcher.config();
        let before = watchers().insert(TypeId::of::<T>(), Box::new(watcher));
        drop(before);
        Ok(config)
    }

    /// `instead_of` is watched no more from the moment on when this one is.
    fn watch_as(
        &self,
        hub: &Arc<Hub>,
        group: Option<u64>,
        place: Arc<Place<T>>,
        instead_of: Option<u64>,
    ) -> Result<Watcher<T>, Error> {
        let refused = |reason: String| Err(Error::refused(T::SCHEMA.name, format!("it cannot be watched: {reason}")));
        if let Some(reason) = hub.why_not_here() {
            return refused(reason.to_owned());
        }
        let (id, handle) = (Hub::number(), place.handle());
        let group = group.unwrap_or(id);
        let desk = Arc::new(Desk::new(Arc::clone(&hub.post)));
        let subject = Box::new(Typed::new(self.clone().frozen(), Arc::clone(&desk), place));
        let files = Files::new(hub.clock.now());
        let options = self.plan.watch.clone();
        let watched = Watched { id, group, instead_of, options, subject, files };
        match hub.ask(|answer| Request::Add(Box::new(watched), answer)) {
            Ok(Ok(())) => Ok(Watcher { id, group, hub: Arc::clone(hub), desk, handle }),
            Ok(Err(error)) => {
                hub.remove(id);
                Err(error)
            }
            Err(error) => refused(error.to_string()),
        }
    }
}
