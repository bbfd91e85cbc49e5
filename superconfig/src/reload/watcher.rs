//! The guard of one watched config.

use std::{fmt, sync::Arc};

use super::{
    desk::{Desk, Subscription},
    hub::{Hub, Request},
    receiver::Receiver,
    status::Status,
};
use crate::{
    config::SuperConfig,
    inspect::{Change, Diff},
    load::{FieldPath, Snapshot},
    problem::Error,
    registry::ConfigHandle,
};

/// Keeps a config up to date; from [`watch`](crate::SuperConfig::watch). As long as it lives, what is published follows the files.
/// When it is dropped, all that belongs to it has ended before that returns: no subscriber is called any more, and with the last watcher
/// the threads are gone. What was published last stays. Only if a function that is called by a reloader drops it, such as its own subscriber, that one goes on, and the
/// threads end after it.
#[must_use = "dropping it ends the watching; see `keep`"]
pub struct Watcher<T: SuperConfig> {
    pub(super) id: u64,
    pub(super) group: u64,
    pub(super) hub: Arc<Hub>,
    pub(super) desk: Arc<Desk<T>>,
    pub(super) handle: ConfigHandle<T>,
}

impl<T: SuperConfig> fmt::Debug for Watcher<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Watcher of {} ({})", T::SCHEMA.name, self.status())
    }
}

impl<T: SuperConfig> Drop for Watcher<T> {
    fn drop(&mut self) {
        self.hub.remove(self.id);
        self.desk.close();
    }
}

impl<T: SuperConfig> Watcher<T> {
    /// The config that it published last.
    ///
    /// # Panics
    /// Never: a watcher has loaded one.
    #[must_use]
    pub fn config(&self) -> Arc<T> {
        Arc::clone(self.snapshot().value())
    }

    /// The same with its origins and warnings.
    ///
    /// # Panics
    /// Never: a watcher has loaded one.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot<T>> {
        self.desk.latest().expect("a watcher has loaded its config")
    }

    /// The handle under which it is published: that of the type, or one of its own if it [was registered](crate::Builder::register_watched).
    #[must_use]
    pub fn handle(&self) -> ConfigHandle<T> {
        self.handle
    }

    /// How it fares.
    #[must_use]
    pub fn status(&self) -> Status {
        self.desk.status()
    }

    /// The settings whose new values wait for a restart of the program, since they are
    /// [`reload = "restart"`](macro@crate::SuperConfig#reload): what is running, and what the sources say.
    #[must_use]
    pub fn pending_restart(&self) -> Vec<Change> {
        self.status().pending_restart
    }

    /// Reloads at once, whether anything changed or not, together with [those that go with it](crate::Builder::watch_with); gives what
    /// differs.
    ///
    /// # Errors
    /// Everything that is wrong; what is running stays. Also if it is called while [a config is being made](Self::try_apply) or in a
    /// [transaction](crate::ConfigRegistry::transaction), which it would wait for.
    pub fn reload_now(&self) -> Result<Diff, Error> {
        let refused = |reason: String| Err(Error::refused(T::SCHEMA.name, format!("it cannot be reloaded: {reason}")));
        if let Some(reason) = self.hub.why_not_here() {
            return refused(reason.to_owned());
        }
        match self.hub.ask(|answer| Request::Reload(self.id, answer)) {
            Ok(result) => result,
            Err(error) => refused(error.to_string()),
        }
    }

    /// Calls a function after each reload that changed something, with what was running before, what is running now, and what
    /// differs. Changes of configs that are [mounted](macro@crate::SuperConfig#mounts) in it are among these, with the mount's key in front of the path.
    ///
    /// It is called after the commit, in the order of the commits, never twice at the same time, and all subscribers one after another. If several
    /// reloads happen while it runs, it gets what they changed together. If it panics, that is logged, and it will be called
    /// again.
    ///
    /// A setting of a type that cannot be shown (see [`Builder::dump`](crate::Builder::dump)) cannot be compared: a config that has one is always taken to have changed.
    pub fn on_change(&self, mut tell: impl FnMut(&T, &T, &Diff) + Send + 'static) -> Subscription {
        self.desk.on_change(move |old, new, changes| tell(old, new, changes))
    }

    /// Calls a function when one value has changed, with the old and the new one: a setting or a whole section, compared by its
    /// `PartialEq`. Otherwise like [`Self::on_change`].
    ///
    /// A path that leads through an optional section has no value while that is absent: then the function is not called. Subscribe to the section itself, or use
    /// [`Self::on_change_of_optional`].
    pub fn on_change_of<V: PartialEq + 'static>(
        &self,
        field: FieldPath<T, V>,
        mut tell: impl FnMut(&V, &V) + Send + 'static,
    ) -> Subscription {
        self.on_change_of_optional(field, move |old, new| {
            if let (Some(old), Some(new)) = (old, new) {
                tell(old, new);
            }
        })
    }

    /// Like [`Self::on_change_of`], also when the optional section that the path leads through appears or goes.
    pub fn on_change_of_optional<V: PartialEq + 'static>(
        &self,
        field: FieldPath<T, V>,
        mut tell: impl FnMut(Option<&V>, Option<&V>) + Send + 'static,
    ) -> Subscription {
        self.desk.on_change(move |old, new, _| {
            let (old, new) = (field.get(old), field.get(new));
            if old != new {
                tell(old, new);
            }
        })
    }

    /// Calls a function with the report of each reload that failed; of several that fail while it runs, with the last one. The log has
    /// the report as well, so this is for whoever wants to do something about it.
    pub fn on_error(&self, tell: impl FnMut(&Error) + Send + 'static) -> Subscription {
        self.desk.on_error(tell)
    }

    /// Asks a function before a new config is published: what is running, what would be, and what differs. If it returns an error, or
    /// panics, the reload fails with that as its problem, without the secrets that are in it, and nothing changes. All such functions are asked, on the reloader's thread, and all reloads wait for
    /// them. It lasts as long as the watcher.
    ///
    /// To say yes is not to be sure: another function, or another config of the [group](crate::Builder::watch_with), may still refuse. What
    /// takes effect belongs into [`Self::on_change`]. Waiting for a change in it, with a [receiver](Self::receiver), would take for ever.
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// struct Limits {
    ///     #[config(default = 10)]
    ///     connections: u32,
    /// }
    ///
    /// let watcher = Limits::builder().watch()?;
    /// watcher.try_apply(|_, new, _| if new.connections < 5 { Err("5 are open") } else { Ok(()) });
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    pub fn try_apply<E: fmt::Display>(&self, mut apply: impl FnMut(&T, &T, &Diff) -> Result<(), E> + Send + 'static) {
        self.desk
            .try_apply(Box::new(move |old, new, changes| apply(old, new, changes).map_err(|error| error.to_string())));
    }

    /// Something to wait for changes with, beginning with what is running now.
    #[must_use]
    pub fn receiver(&self) -> Receiver<T> {
        Receiver { desk: Arc::clone(&self.desk), last: self.snapshot() }
    }

    /// Something to wait for changes with in async code, beginning with what is running now. Needs the feature `tokio`, but no runtime of it.
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// struct Limits {
    ///     #[config(default = 10)]
    ///     connections: u32,
    /// }
    ///
    /// async fn follow(mut changes: superconfig::reload::AsyncReceiver<Limits>) {
    ///     while let Some(reloaded) = changes.recv().await {
    ///         println!("{} connections from now on", reloaded.new().value().connections);
    ///     } // until the watcher is dropped
    /// }
    ///
    /// let watcher = Limits::builder().watch()?;
    /// let following = follow(watcher.async_receiver()); // to be spawned
    /// # drop(following);
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    #[cfg(feature = "tokio")]
    #[must_use]
    pub fn async_receiver(&self) -> super::AsyncReceiver<T> {
        super::AsyncReceiver::new(Arc::clone(&self.desk), self.snapshot())
    }

    /// Watches until the process ends.
    pub fn keep(self) {
        std::mem::forget(self);
    }
}
