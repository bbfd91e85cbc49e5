//! Loads for whoever asks: what the values are, and who wrote what.

use std::{any::TypeId, cell::RefCell, rc::Rc, sync::Arc};

use super::{Builder, History, Outcome, builder::Step, pipeline, report::Trace};
use crate::{
    config::SuperConfig,
    draft::{Draft, Unset},
    inspect::{Node, tree, visit_draft},
    mount,
    problem::Error,
    registry::flags_of_process,
    schema::Schema,
};

impl<T: SuperConfig> Builder<T> {
    /// The schema that a load goes by, with what is mounted, and an empty draft for it.
    pub(crate) fn blank() -> Result<(&'static Schema, Box<dyn Draft>), Error> {
        let root = Box::new(T::Draft::UNSET);
        if !T::SCHEMA.mounts {
            return Ok((T::SCHEMA, root));
        }
        let composed = mount::composed(TypeId::of::<T>(), T::SCHEMA);
        let faults = composed.faults();
        if faults.is_empty() {
            Ok((composed.schema, Box::new(composed.draft(root))))
        } else {
            Err(pipeline::refused(composed.schema, faults))
        }
    }

    /// Loads without any effect on the process, and notes for each setting who wrote what; also of a load that fails.
    pub(crate) fn history(&self) -> (History, Result<(), Error>) {
        let history = Rc::new(RefCell::new(History::default()));
        let mut trace = Trace::watched(Rc::clone(&history));
        let result = self.run(flags_of_process(), Some(&mut trace), None).map(drop);
        drop(trace);
        (history.take(), result)
    }

    /// What the names of variables begin with in this load.
    pub(crate) fn env_prefix(&self) -> &str {
        let prefix = self.plan.steps.iter().rev().find_map(|step| match step {
            Step::Environment { prefix, .. } => prefix.as_deref(),
            _ => None,
        });
        prefix.unwrap_or(T::SCHEMA.env_prefix)
    }

    /// Whether unknown keys are allowed, names expanded, and profiles nested.
    pub(crate) fn reads_files(&self) -> (bool, bool, bool) {
        (self.plan.allow_unknown, self.plan.expansion, self.plan.nested_profiles)
    }

    /// Loads without any effect on the process, and gives the values as they would stand in one file.
    pub(crate) fn look(&self, trace: Option<&mut Trace>) -> Result<(Node, Arc<Outcome>), Error> {
        let schema = Self::blank()?.0;
        let mut node = None;
        let mut look = |draft: &mut dyn Draft| node = Some(tree(schema, &mut |eye| visit_draft(schema, draft, eye)));
        let loaded = self.run(flags_of_process(), trace, Some(&mut look))?;
        let node = node.ok_or_else(|| pipeline::incomplete(schema))?;
        Ok((node, loaded.outcome))
    }
}

#[cfg(feature = "cli")]
impl<T: SuperConfig> Builder<T> {
    /// Where files are looked for that are named without a directory.
    pub(crate) fn base_dir(&self) -> &std::path::Path {
        self.plan.base_dir.as_deref().unwrap_or(std::path::Path::new(""))
    }

    /// The names of all variables that are set, the config's and others.
    pub(crate) fn variable_names(&self) -> Vec<String> {
        self.plan.environment.names()
    }
}
