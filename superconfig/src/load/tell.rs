//! What a load says of itself, by the registry's verbosity: through the `log` facade, never a value.

use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::Write as _,
    sync::{Mutex, PoisonError},
};

use super::Snapshot;
#[cfg(feature = "watch")]
use crate::problem::plain;
use crate::{
    origin::Origin,
    problem::{Error, Problem},
    registry::{Published as _, Verbosity},
    schema::Schema,
};

const TARGET: &str = "superconfig";

/// Warnings go to standard error as long as no logger takes them. What was told once is not told again: a config that is loaded
/// every minute would fill the log with it.
pub(super) fn warnings(verbosity: Verbosity, schema: &Schema, warnings: &[Problem]) {
    if verbosity == Verbosity::Silent {
        return;
    }
    for warning in warnings {
        let logged = log::log_enabled!(target: TARGET, log::Level::Warn);
        let printed = !logged && log::max_level() == log::LevelFilter::Off;
        if !(logged || printed) || !is_news(schema, warning) {
            continue;
        }
        if logged {
            log::warn!(target: TARGET, "{warning}");
        } else {
            // Nobody listening is no reason to fail.
            drop(writeln!(std::io::stderr(), "warning: {warning}"));
        }
    }
}

/// How many warnings are remembered; beyond that the oldest may be told again.
const MOST: usize = 1024;

/// Whether this process has not told of a warning yet; remembers it. The line in a file does not matter, which changes as the file
/// is edited.
fn is_news(schema: &Schema, warning: &Problem) -> bool {
    static TOLD: Mutex<VecDeque<u64>> = Mutex::new(VecDeque::new());
    let source = warning.origin().map(|origin| match origin {
        Origin::File { path, .. } => path.display().to_string(),
        Origin::Text { name, .. } => name.clone(),
        origin => origin.to_string(),
    });
    let mut hasher = DefaultHasher::new();
    (schema.type_name, schema.name, warning.kind(), warning.path(), source, warning.message()).hash(&mut hasher);
    let hash = hasher.finish();
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    if told.contains(&hash) {
        return false;
    }
    if told.len() == MOST {
        told.pop_front();
    }
    told.push_back(hash);
    true
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

/// The settings that changed, without their values. If there is no difference at all, not even in what cannot be shown, that is another thing than an
/// empty one.
#[cfg(feature = "watch")]
pub(super) fn reloaded(verbosity: Verbosity, schema: &Schema, diff: Option<&crate::inspect::Diff>) {
    if verbosity < Verbosity::Info {
        return;
    }
    let Some(diff) = diff else {
        log::info!(target: TARGET, "reloaded {}: no setting differs", schema.name);
        return;
    };
    let paths: Vec<&str> = diff.iter().take(MOST_PATHS).map(crate::inspect::Change::path).collect();
    let more = match diff.len() - paths.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let what = if paths.is_empty() {
        "no setting that can be shown differs".to_owned()
    } else {
        format!("{}{more}", paths.join(", "))
    };
    log::info!(target: TARGET, "reloaded {}: {what}", schema.name);
}

/// Whoever sent the signal has no other answer.
#[cfg(feature = "watch")]
pub(crate) fn unchanged(verbosity: Verbosity, schema: &Schema) {
    if verbosity >= Verbosity::Info {
        log::info!(target: TARGET, "reloaded {}: nothing has changed", schema.name);
    }
}

/// How many settings one line names.
#[cfg(feature = "watch")]
const MOST_PATHS: usize = 20;

/// Nobody else may have the report. It shows what is wrong, as that of a load that fails at the start of the program.
#[cfg(feature = "watch")]
pub(crate) fn not_reloaded(verbosity: Verbosity, schema: &Schema, error: &Error) {
    if verbosity == Verbosity::Silent {
        return;
    }
    let text = format!("{} was not reloaded, what was running goes on:\n{error}", schema.name);
    if log::log_enabled!(target: TARGET, log::Level::Error) {
        log::error!(target: TARGET, "{text}");
    } else if log::max_level() == log::LevelFilter::Off {
        drop(writeln!(std::io::stderr(), "error: {text}"));
    }
}

#[cfg(feature = "watch")]
pub(crate) fn pending_restart(verbosity: Verbosity, schema: &Schema, paths: &[String]) {
    if paths.is_empty() {
        return;
    }
    let (paths, s) = (paths.join(", "), if paths.len() == 1 { "s" } else { "" });
    warn(verbosity, &format!("{}: {paths} changed and wait{s} for a restart of the program", schema.name));
}

#[cfg(feature = "watch")]
pub(crate) fn watched_twice(verbosity: Verbosity, schema: &Schema) {
    let help = "drop one of them, or give each a handle of its own with `register_watched`";
    let text =
        format!("{} is watched by two watchers, and has what the last one that reloads publishes: {help}", schema.name);
    warn(verbosity, &text);
}

/// The system does not say what changes.
#[cfg(feature = "watch")]
pub(crate) fn not_told(verbosity: Verbosity, text: &str) {
    warn(verbosity, &plain(text.to_owned()));
}

#[cfg(feature = "watch")]
fn warn(verbosity: Verbosity, text: &str) {
    if verbosity == Verbosity::Silent {
        return;
    }
    if log::log_enabled!(target: TARGET, log::Level::Warn) {
        log::warn!(target: TARGET, "{text}");
    } else if log::max_level() == log::LevelFilter::Off {
        drop(writeln!(std::io::stderr(), "warning: {text}"));
    }
}
