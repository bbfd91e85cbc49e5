//! One finished, immutable config with its origins.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use super::pipeline::Outcome;
use crate::{
    build::overlay,
    draft::{Crumb, Step},
    format::{Document, Format},
    gather::Gather as _,
    origin::{Origin, Ruler},
    problem::Problem,
    registry::Published,
    schema,
    source::Source,
};
#[cfg(feature = "watch")]
use crate::{reload::Part, schema::Field};

/// One finished config, with where each value came from and what was noticed on the way.
pub struct Snapshot<T> {
    value: Arc<T>,
    /// 0 until it is published.
    generation: AtomicU64,
    published: Instant,
    /// What the load left; nothing if the value was not loaded.
    load: Option<Load>,
    /// Of a config that is watched what is mounted in it.
    #[cfg(feature = "watch")]
    parts: Vec<Arc<dyn Part>>,
}

/// What a load left.
#[derive(Clone)]
struct Load {
    outcome: Arc<Outcome>,
    own: Own,
}

/// What of a load's schema is one config's own; the rest is another's that was loaded with it.
#[derive(Clone, Copy)]
pub(crate) enum Own {
    /// So many fields, the first ones.
    Root(usize),
    /// The section at this index.
    Mount(usize),
}

impl<T> std::fmt::Debug for Snapshot<T> {
    /// Without the value, which may not be printable.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapshot of {}", std::any::type_name::<T>())
    }
}

impl<T> Snapshot<T> {
    /// Of a value that was loaded.
    pub(crate) fn new(value: T, outcome: Arc<Outcome>, own: Own) -> Self {
        Self { load: Some(Load { outcome, own }), ..Self::of(Arc::new(value)) }
    }

    /// Of a value that was not loaded.
    pub(crate) fn of(value: Arc<T>) -> Self {
        Self {
            value,
            generation: AtomicU64::new(0),
            published: Instant::now(),
            load: None,
            #[cfg(feature = "watch")]
            parts: Vec::new(),
        }
    }

    /// The config.
    #[must_use]
    pub fn value(&self) -> &Arc<T> {
        &self.value
    }

    /// The profiles that were active, the most important one last.
    #[must_use]
    pub fn profiles(&self) -> &[String] {
        self.load.as_ref().map_or(&[], |load| &load.outcome.profiles)
    }

    /// The number of the commit that published it, in its [registry](crate::registry()); 0 if it was not published.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    /// What was noticed in the whole load: former names, unknown variables, and unknown keys where they are allowed.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        self.load.as_ref().map_or(&[], |load| &load.outcome.warnings)
    }

    /// How many warnings [were left out](crate::Builder::suppress_warnings).
    #[must_use]
    pub fn suppressed_warnings(&self) -> usize {
        self.load.as_ref().map_or(0, |load| load.outcome.suppressed)
    }

    /// Where each setting's value came from, in the order of the struct; settings of absent optional sections are left
    /// out. A config with `mounts` tells of its own settings, one with a `mount` of its own, with that in front of the path. Empty if
    /// the value was not loaded.
    ///
    /// Lines and columns are looked up now. For a file that was changed after the load they are left out.
    pub fn origins(&self) -> impl Iterator<Item = (String, Origin)> + use<T> {
        self.origins_of(&|_| true).into_iter()
    }

    /// The same of some paths only.
    pub(crate) fn origins_of(&self, wanted: &dyn Fn(&str) -> bool) -> Vec<(String, Origin)> {
        self.load.as_ref().map(|load| load.outcome.origins(load.own, wanted)).unwrap_or_default()
    }
}

#[cfg(feature = "watch")]
impl<T> Snapshot<T> {
    /// With what is mounted in it.
    pub(crate) fn with_parts(self, parts: Vec<Arc<dyn Part>>) -> Self {
        Self { parts, ..self }
    }

    /// What is mounted in it, if it was loaded to be watched.
    pub(crate) fn parts(&self) -> &[Arc<dyn Part>] {
        &self.parts
    }

    /// The field that stands for it in the load that it came with, if it is mounted.
    pub(crate) fn mounted_at(&self) -> Option<&'static Field> {
        let Load { outcome, own } = self.load.as_ref()?;
        match *own {
            Own::Root(_) => None,
            Own::Mount(at) => Some(&outcome.schema.fields[at]),
        }
    }
}

#[cfg(feature = "inspect")]
impl<T> Snapshot<T> {
    /// The key that its config is mounted at, if it was loaded with another one.
    pub(crate) fn mount(&self) -> Option<&'static str> {
        let Load { outcome, own } = self.load.as_ref()?;
        match *own {
            Own::Root(_) => None,
            Own::Mount(at) => Some(outcome.schema.fields[at].key),
        }
    }
}

impl Outcome {
    /// Where the values of one config's settings came from, as far as their paths are wanted.
    pub(crate) fn origins(&self, own: Own, wanted: &dyn Fn(&str) -> bool) -> Vec<(String, Origin)> {
        let outcome = self;
        let texts: Vec<Option<String>> = outcome.sources.iter().map(Source::text_again).gather();
        let documents: Vec<Option<Document<'_>>> = (outcome.sources.iter().zip(&texts))
            .map(|(source, text)| {
                let unplaced = source.format.filter(|format| *format != Format::Toml)?;
                Document::parse(unplaced, text.as_deref()?)
            })
            .gather();
        let rulers: Vec<_> = texts.iter().map(|text| text.as_deref().map(Ruler::new)).gather();
        let mut origins = Vec::new();
        let fields = match own {
            Own::Root(fields) => &outcome.schema.fields[..fields],
            Own::Mount(at) => &outcome.schema.fields[at..=at],
        };
        let range = fields.as_ptr_range();
        outcome.marks.replay(outcome.schema, &mut |trail, setting, mark, exact| {
            if !trail.first().and_then(Crumb::field).is_some_and(|field| range.contains(&std::ptr::from_ref(field))) {
                return;
            }
            let path = schema::trail_path(trail);
            if !wanted(&path) {
                return;
            }
            let index = (mark.source as usize).wrapping_sub(1);
            let origin = match outcome.sources.get(index) {
                Some(source) => {
                    let keys: Vec<Step> = trail.iter().filter_map(Crumb::step).gather();
                    // Where a list has elements of several sources, its numbers are none of theirs.
                    let document = documents[index].as_ref().filter(|_| exact);
                    source.origin_later(mark.at, &keys, rulers[index].as_ref(), document)
                }
                None => match overlay(&outcome.profiles, setting.profiles) {
                    Some(index) => Origin::ProfileDefault(setting.profiles[index].to_owned()),
                    None if setting.default.is_some() => Origin::Default,
                    None => Origin::Unset,
                },
            };
            origins.push((path, origin));
        });
        #[cfg(feature = "watch")]
        for carried in &outcome.carried {
            let is_it = |field: &Field| field.key == carried.top();
            let is_own = match own {
                // What is flattened into it has keys of its own.
                Own::Root(count) => !outcome.schema.fields[count..].iter().any(is_it),
                Own::Mount(at) => is_it(&outcome.schema.fields[at]),
            };
            if is_own {
                carried.replace(&mut origins);
            }
        }
        origins
    }
}

impl<T: Send + Sync + 'static> Published for Snapshot<T> {
    fn generation(&self) -> u64 {
        self.generation()
    }

    fn published(&self) -> Instant {
        self.published
    }

    fn stamp(&self, generation: u64) {
        // Whoever finds the snapshot finds it through something that is written after this.
        self.generation.store(generation, Ordering::Relaxed);
    }

    fn again(&self) -> Arc<dyn Published> {
        Arc::new(Self {
            load: self.load.clone(),
            #[cfg(feature = "watch")]
            parts: self.parts.clone(),
            ..Self::of(Arc::clone(&self.value))
        })
    }

    fn load(&self) -> Option<(String, Vec<String>)> {
        let Load { outcome, own } = self.load.as_ref()?;
        let name = outcome.schema.name;
        let name = match *own {
            Own::Root(_) => name.to_owned(),
            Own::Mount(at) => format!("{name}.{}", outcome.schema.fields[at].key),
        };
        Some((name, outcome.sources.iter().map(ToString::to_string).gather()))
    }
}
