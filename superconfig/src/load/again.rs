//! Loads of a config that is watched: again and again, from the same places.

use std::{path::Path, sync::Arc};

use super::{Builder, Snapshot, builder::Loaded, tell};
use crate::{
    config::SuperConfig,
    inspect::Diff,
    problem::{Error, Problem, Suppress},
    registry::registry,
    reload::Keeping,
};

impl<T: SuperConfig> Builder<T> {
    /// Makes later loads read the same places, whatever becomes of the working directory and, unless it is to be read anew, the
    /// environment.
    pub(crate) fn frozen(mut self) -> Self {
        if !self.plan.watch.reads_environment() {
            self.plan.environment = self.plan.environment.frozen();
        }
        let base_dir = self.plan.base_dir.take().unwrap_or_default();
        let working_dir = std::env::current_dir().unwrap_or_default();
        self.plan.base_dir = Some(working_dir.join(base_dir));
        self.plan.is_frozen = true;
        self
    }

    /// Loads what is to be published next, with what is mounted in it, and tells nobody yet. It takes over values that are kept.
    pub(crate) fn attempt(&self, keeping: Option<Arc<Keeping>>) -> Result<Snapshot<T>, Error> {
        let mut builder = self.clone();
        builder.plan.keeping = keeping;
        builder.run(registry().runtime_flags(), None, None).map(Loaded::watched)
    }

    /// Tells whoever listens that a config was published for the first time.
    pub(crate) fn tell_loaded(&self, snapshot: &Snapshot<T>) {
        self.tell_warnings(registry().verbosity(), snapshot.warnings());
        tell::loaded(registry().verbosity(), T::SCHEMA, snapshot);
    }

    /// Tells whoever listens that a config was published again, with these differences, if there are or may be any.
    pub(crate) fn tell_reloaded(&self, snapshot: &Snapshot<T>, diff: Option<&Diff>) {
        self.tell_warnings(registry().verbosity(), snapshot.warnings());
        tell::reloaded(registry().verbosity(), T::SCHEMA, diff);
    }

    /// Warns of a file that is read and cannot be replaced, unless nobody wants to hear of that.
    pub(crate) fn tell_unwatchable(&self, file: &Path) {
        let warning = Problem::unwatchable(file);
        if !Suppress::parse(&self.plan.suppressed, &mut Vec::new()).matches(&warning) {
            self.tell_warnings(registry().verbosity(), &[warning]);
        }
    }
}
