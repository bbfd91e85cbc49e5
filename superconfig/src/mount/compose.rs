//! The application's config and those mounted in it as one: a schema and a draft that have the mounted ones as sections, so that
//! a load treats them as if they were nested.

use std::{
    any::TypeId,
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    collision::{self, Collision},
    linked::{Mount, Registered, Value, mounts},
};
#[cfg(feature = "watch")]
use crate::reload::Part;
use crate::{
    build::Build,
    draft::{Crumb, Draft, Slot, no_slot},
    gather::Gather as _,
    load::{Outcome, Own},
    problem::{Fault, ProblemKind},
    registry::Change,
    schema::{Env, Field, Kind, Schema},
};

/// A config with `mounts`, and what is mounted in it.
pub(crate) struct Composed {
    /// The fields of the config, and behind them one section for each mount.
    pub(crate) schema: &'static Schema,
    root: &'static Schema,
    mounts: Vec<(&'static Registered, &'static Mount)>,
    collisions: Vec<Collision>,
}

/// The composition for a config type: made once for each, since it lives as long as the program.
pub(crate) fn composed(config: TypeId, root: &'static Schema) -> &'static Composed {
    static ALL: Mutex<Vec<(TypeId, &'static Composed)>> = Mutex::new(Vec::new());
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, composed)) = all.iter().find(|(known, _)| *known == config) {
        return composed;
    }
    let composed = Box::leak(Box::new(compose(root)));
    all.push((config, composed));
    composed
}

fn compose(root: &'static Schema) -> Composed {
    let mut fields = root.fields.to_vec();
    let mut standing: Vec<(&'static Registered, &'static Mount)> = Vec::new();
    let mut collisions = Vec::new();
    for (config, mount) in mounts() {
        let field = section(config, mount);
        if let Some((message, help)) = collision::of_key(root, &standing, config, mount) {
            // It has no place in the schema, where one key means one thing.
            let field: &'static Field = Box::leak(Box::new(field));
            collisions.push(Collision { chain: vec![field], message, help });
        } else {
            fields.push(field);
            standing.push((config, mount));
        }
    }
    let schema: &'static Schema = Box::leak(Box::new(Schema { fields: Vec::leak(fields), ..*root }.with_facts()));
    collisions.extend(collision::of_variables(schema, root, &standing));
    Composed { schema, root, mounts: standing, collisions }
}

/// A schema by which a report knows secrets: also those of what is mounted elsewhere in the program. A config without `mounts` may
/// read the same files, and quote a line of them that is none of its own.
pub(crate) fn with_foreign_secrets(root: &'static Schema) -> &'static Schema {
    static ALL: Mutex<Vec<(&'static Schema, &'static Schema)>> = Mutex::new(Vec::new());
    let has_secrets = |schema: &'static Schema| {
        let mut found = false;
        schema.walk(&mut |_, setting| found |= setting.is_secret());
        found
    };
    let secretive: Vec<_> = mounts().into_iter().filter(|(config, _)| has_secrets(config.schema())).gather();
    if root.mounts || secretive.is_empty() {
        return root;
    }
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, composed)) = all.iter().find(|(known, _)| std::ptr::eq(*known, root)) {
        return composed;
    }
    let foreign = secretive.iter().map(|(config, mount)| section(config, mount));
    let fields = root.fields.iter().cloned().chain(foreign).gather();
    let composed = Box::leak(Box::new(Schema { fields: Vec::leak(fields), ..*root }.with_facts()));
    all.push((root, composed));
    composed
}

fn section(config: &'static Registered, mount: &'static Mount) -> Field {
    Field {
        ident: mount.key,
        key: mount.key,
        aliases: &[],
        env: Env::Key(mount.env),
        env_aliases: &[],
        doc: config.schema().doc,
        deprecated: None,
        rules: &[],
        optional: false,
        kind: Kind::Section(config.schema()),
    }
}

impl Composed {
    /// What is wrong with the composition itself. No file can mend it, and until it is mended nobody can say whose a key is, so
    /// a load reports it alone.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let fault = |it: &Collision| {
            let mut fault = Fault::plain(ProblemKind::Ambiguous, 0, &*it.message, Some(it.help.clone()));
            fault.trail = it.chain.iter().map(|field| Crumb::of(field)).gather();
            fault
        };
        self.collisions.iter().map(fault).gather()
    }

    /// An empty draft of all; `root` is that of the config.
    pub(crate) fn draft(&'static self, root: Box<dyn Draft>) -> Composite {
        let mounts = self.mounts.iter().map(|(_, mount)| (mount.draft)()).gather();
        Composite { composed: self, root, mounts }
    }
}

/// The drafts of a config and of what is mounted in it.
pub(crate) struct Composite {
    composed: &'static Composed,
    root: Box<dyn Draft>,
    mounts: Vec<Box<dyn Draft>>,
}

impl Draft for Composite {
    fn slot(&mut self, index: usize) -> Slot<'_> {
        let Some(mount) = index.checked_sub(self.composed.root.fields.len()) else { return self.root.slot(index) };
        match self.mounts.get_mut(mount) {
            Some(draft) => Slot::Section(&mut **draft),
            None => no_slot(index),
        }
    }
}

impl Composite {
    /// The draft of the config, and the finished mounted configs; `None` if one of those is not complete.
    pub(crate) fn build(self, build: &Build<'_>) -> (Box<dyn Draft>, Option<Vec<Mounted>>) {
        let composed = self.composed;
        let finish = |(index, draft): (usize, Box<dyn Draft>)| {
            let mount = composed.mounts[index].1;
            let at = composed.root.fields.len() + index;
            build.enter(composed.schema, at);
            let value = (mount.build)(draft, build);
            build.leave();
            Some(Mounted { value: value?, mount, own: Own::Mount(at) })
        };
        let mounted: Vec<_> = self.mounts.into_iter().enumerate().map(finish).gather();
        (self.root, mounted.into_iter().collect())
    }
}

/// A finished mounted config.
pub(crate) struct Mounted {
    value: Value,
    mount: &'static Mount,
    own: Own,
}

impl Mounted {
    /// What publishes it, together with the config that it is mounted in.
    pub(crate) fn publish(self, outcome: &Arc<Outcome>) -> Change {
        (self.mount.publish)(self.value, Arc::clone(outcome), self.own)
    }

    /// The same, to be published later.
    #[cfg(feature = "watch")]
    pub(crate) fn part(self, outcome: &Arc<Outcome>) -> Arc<dyn Part> {
        (self.mount.part)(self.value, Arc::clone(outcome), self.own)
    }
}
