//! What one load brings for one config: the application's, or one that is mounted in it and whose type only its own functions know.

use std::{any::Any, sync::Arc};

use super::guard::Guarded;
use crate::{
    config::SuperConfig,
    disk::unnoticed,
    draft::Crumb,
    inspect::Diff,
    load::Snapshot,
    origin::Origin,
    registry::{Change, When},
};

/// A snapshot of a config of some type.
pub(crate) trait Part: Any + Send + Sync {
    /// What is published of its type now.
    fn running(&self) -> Option<Arc<dyn Part>>;

    /// The way to it in its load.
    fn trail(&self) -> Vec<Crumb>;

    /// Adds its fields that a reload may not simply change.
    fn guard(&self, trail: &[Crumb], guarded: &mut Guarded);

    /// What is different in a newer one of the same type, if anything is or may be.
    fn compare(&self, newer: &dyn Part) -> Option<Diff>;

    /// Where its values came from.
    fn places(&self) -> Vec<(String, Origin)>;

    /// What publishes it where everybody finds it.
    fn publication(self: Arc<Self>) -> Change;
}

impl<T: SuperConfig> Part for Snapshot<T> {
    fn running(&self) -> Option<Arc<dyn Part>> {
        Some(T::cell().snapshot()?)
    }

    fn trail(&self) -> Vec<Crumb> {
        self.mounted_at().map(Crumb::of).into_iter().collect()
    }

    fn guard(&self, trail: &[Crumb], guarded: &mut Guarded) {
        guarded.add(trail, T::SCHEMA, &mut |eye| self.value().visit(eye));
    }

    fn compare(&self, newer: &dyn Part) -> Option<Diff> {
        let newer: &dyn Any = newer;
        let newer: &Self = newer.downcast_ref()?;
        // What the old one was loaded from is none of the new one's business.
        unnoticed(|| self.difference(newer))
    }

    fn places(&self) -> Vec<(String, Origin)> {
        unnoticed(|| self.origins().collect())
    }

    fn publication(self: Arc<Self>) -> Change {
        Change::publish(Arc::clone(T::cell().place()), self, When::Always)
    }
}

/// What differs between two snapshots, those of mounted configs included, if they are not the same one. Whether there is anything to
/// tell: settings that cannot be shown cannot be compared.
pub(super) fn compare<T: SuperConfig>(old: &Arc<Snapshot<T>>, new: &Arc<Snapshot<T>>) -> Option<Diff> {
    if Arc::ptr_eq(old, new) {
        return None;
    }
    let pairs = old.parts().iter().zip(new.parts());
    let own = old.compare(&**new);
    pairs.fold(own, |all, (old, new)| joined(all, old.compare(&**new)))
}

/// Both of two differences.
pub(super) fn joined(one: Option<Diff>, other: Option<Diff>) -> Option<Diff> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.and(other)),
        (one, other) => one.or(other),
    }
}
