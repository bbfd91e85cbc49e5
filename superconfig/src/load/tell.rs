//! What a load says of itself, by the registry's verbosity: through the `log` facade, never a value.

use std::io::Write as _;

use super::Snapshot;
use crate::{
    problem::{Error, Problem},
    registry::{Published as _, Verbosity},
    schema::Schema,
};

const TARGET: &str = "superconfig";

/// Warnings go to standard error as long as no logger takes them.
pub(super) fn warnings(verbosity: Verbosity, warnings: &[Problem]) {
    if verbosity == Verbosity::Silent {
        return;
    }
    for warning in warnings {
        if log::log_enabled!(target: TARGET, log::Level::Warn) {
            log::warn!(target: TARGET, "{warning}");
        } else if log::max_level() == log::LevelFilter::Off {
            // Nobody listening is no reason to fail.
            drop(writeln!(std::io::stderr(), "warning: {warning}"));
        }
    }
}

pub(super) fn loaded<T: Send + Sync + 'static>(verbosity: Verbosity, schema: &Schema, snapshot: &Snapshot<T>) {
    if verbosity < Verbosity::Info || log::max_level() < log::LevelFilter::Info {
        return;
    }
    let sources = snapshot.load().map(|(_, sources)| sources).unwrap_or_default();
    let profiles = match snapshot.profiles() {
        [] => String::new(),
        profiles => format!(", profiles {}", profiles.join(", ")),
    };
    let (name, count) = (schema.name, sources.len());
    log::info!(target: TARGET, "loaded {name} from {count} {}{profiles}", if count == 1 { "source" } else { "sources" });
    if verbosity >= Verbosity::Debug {
        for source in sources {
            log::debug!(target: TARGET, "{name}: read {source}");
        }
    }
    if verbosity >= Verbosity::Trace && log::log_enabled!(target: TARGET, log::Level::Trace) {
        for (path, origin) in snapshot.origins() {
            log::trace!(target: TARGET, "{name}: {path} is from {origin}");
        }
    }
}

/// The caller has the report; the log only says that there is one.
pub(super) fn failed(verbosity: Verbosity, schema: &Schema, error: &Error) {
    if verbosity >= Verbosity::Info {
        let (name, count) = (schema.name, error.problems().len());
        log::warn!(target: TARGET, "the configuration of {name} has {count} {} and was not loaded", if count == 1 { "problem" } else { "problems" });
    }
}
