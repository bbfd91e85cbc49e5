//! Settings that cannot change while the program runs: their values are taken from the running config, or held against it.

use std::{
    any::Any,
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use secrecy::SecretString;

use crate::{
    draft::Crumb,
    inspect::{Eye, Visit},
    load::secret_texts,
    origin::Origin,
    schema::{Field, Reload, Schema, opaque, trail_path},
};

/// What a reload may do with a field that is not to be changed while the program runs.
pub enum Guard<'v> {
    /// It keeps the old value: `reload = "restart"`.
    Restart(&'v dyn Keep),
    /// It fails if the value is another: `reload = "reject"`.
    Reject,
}

impl<'v> Guard<'v> {
    /// With the bound here, where rustc blames the type that is named.
    #[must_use]
    pub fn restart<T: Clone + Send + 'static>(value: &'v T) -> Self {
        Guard::Restart(value)
    }
}

/// A value that can be taken along into the next config.
pub trait Keep {
    /// A copy of it.
    fn keep(&self) -> Kept;

    /// Puts a copy into an `Option` of its type, or over a value of its type.
    fn put(&self, slot: &mut dyn Any);
}

/// A value that was taken along.
pub type Kept = Box<dyn Keep + Send>;

impl<T: Clone + Send + 'static> Keep for T {
    fn keep(&self) -> Kept {
        Box::new(self.clone())
    }

    fn put(&self, slot: &mut dyn Any) {
        if let Some(slot) = slot.downcast_mut::<Option<T>>() {
            *slot = Some(self.clone());
        } else if let Some(slot) = slot.downcast_mut::<T>() {
            slot.clone_from(self);
        }
    }
}

/// The guarded fields of a config by their paths, those in absent sections left out.
#[derive(Default)]
pub(crate) struct Guarded {
    fields: HashMap<String, Entry>,
    /// The texts of its secrets, which may come to stand beside what is loaded.
    secrets: Vec<SecretString>,
}

struct Entry {
    /// Its [`name`].
    name: String,
    /// A copy of what must stay, or nothing where a change fails the reload.
    kept: Option<Kept>,
    /// Whether nobody can tell if it differs.
    opaque: bool,
    differs: bool,
}

impl Entry {
    fn is_taken_over(&self) -> bool {
        self.kept.is_some() && (self.differs || self.opaque)
    }
}

impl Guarded {
    /// Adds what a visit shows of the section at the end of a trail.
    pub(crate) fn add(&mut self, trail: &[Crumb], schema: &'static Schema, visit: Visit<'_>) {
        visit(&mut Collector { schema, trail: &mut trail.to_vec(), guarded: self });
    }

    /// What becomes of a change of the setting at a path, which is a guarded field or is in one; notes that this differs.
    pub(crate) fn differs(&mut self, path: &str) -> Reload {
        let mut found = Reload::Live;
        for end in path.match_indices(['.', '[']).map(|(at, _)| at).chain([path.len()]) {
            if let Some(entry) = self.fields.get_mut(&path[..end]) {
                entry.differs = true;
                found = if entry.kept.is_none() || found == Reload::Reject { Reload::Reject } else { Reload::Restart };
            }
        }
        found
    }

    /// Whether the next config takes anything over: what must stay and differs, or may.
    pub(crate) fn keeps(&self) -> bool {
        self.fields.values().any(Entry::is_taken_over)
    }

    pub(crate) fn into_secrets(self) -> Vec<SecretString> {
        self.secrets
    }

    /// What the next config takes over: values that came from these places.
    pub(crate) fn into_keeping(self, origins: &[(String, Origin)]) -> Keeping {
        let mut keeping = Keeping { secrets: self.secrets, ..Keeping::default() };
        let mut values = HashMap::new();
        for (path, entry) in self.fields.into_iter().filter(|(_, entry)| entry.is_taken_over()) {
            values.extend(entry.kept.map(|kept| (entry.name, kept)));
            let origins = origins.iter().filter(|(other, _)| is_within(other, &path)).cloned().collect();
            keeping.origins.push(Carried { path, origins });
        }
        keeping.values = Mutex::new(values);
        keeping
    }
}

/// The values that the next config takes over.
#[derive(Default)]
pub(crate) struct Keeping {
    /// By their [`name`].
    values: Mutex<HashMap<String, Kept>>,
    pub(crate) origins: Vec<Carried>,
    pub(crate) secrets: Vec<SecretString>,
}

impl fmt::Debug for Keeping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keeping")
    }
}

impl Keeping {
    /// Puts the value of a field that is taken over into an `Option` for it, if it is.
    pub(crate) fn put(&self, trail: &[Crumb], slot: &mut dyn Any) {
        if let Some(kept) = self.values.lock().unwrap_or_else(PoisonError::into_inner).get(&name(trail)) {
            kept.put(slot);
        }
    }

    /// Whether a setting is taken over, or is in a field that is.
    pub(crate) fn covers(&self, path: &str) -> bool {
        self.origins.iter().any(|carried| is_within(path, &carried.path))
    }

    /// The fields that are taken over.
    pub(crate) fn paths(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = self.origins.iter().map(|carried| &*carried.path).collect();
        paths.sort_unstable();
        paths
    }
}

/// Where a field that was taken over has its values from.
#[derive(Debug, Clone)]
pub(crate) struct Carried {
    path: String,
    origins: Vec<(String, Origin)>,
}

impl Carried {
    /// Has the origins tell of what was taken over instead of what stands in the sources.
    pub(crate) fn replace(&self, origins: &mut Vec<(String, Origin)>) {
        let is_own = |(path, _): &(String, Origin)| is_within(path, &self.path);
        let at = origins.iter().position(is_own).unwrap_or(origins.len());
        origins.retain(|origin| !is_own(origin));
        origins.splice(at..at, self.origins.iter().cloned());
    }

    /// The key at the top under which it stands.
    pub(crate) fn top(&self) -> &str {
        self.path.split(['.', '[']).next().unwrap_or_default()
    }
}

fn is_within(path: &str, field: &str) -> bool {
    path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What no two fields share: other than in a path, variants and flattened sections have a part in it.
fn name(trail: &[Crumb]) -> String {
    let part = |crumb: &Crumb| match crumb {
        Crumb::Field { field, .. } => format!(".{}", field.ident),
        Crumb::Key(key) => format!("[{key:?}]"),
        Crumb::Index(index) => format!("[{index}]"),
    };
    trail.iter().map(part).collect()
}

struct Collector<'c> {
    schema: &'static Schema,
    trail: &'c mut Vec<Crumb>,
    guarded: &'c mut Guarded,
}

impl Collector<'_> {
    fn under(&mut self, field: &'static Field, crumb: Option<Crumb>, visit: Visit<'_>) {
        let length = self.trail.len();
        self.trail.push(Crumb::of(field));
        self.trail.extend(crumb);
        let schema = field.kind.section().unwrap_or(Schema::EMPTY);
        visit(&mut Collector { schema, trail: self.trail, guarded: self.guarded });
        self.trail.truncate(length);
    }
}

impl Eye for Collector<'_> {
    fn setting(&mut self, index: usize, value: &dyn Any) {
        if let Some(setting) = self.schema.fields[index].kind.setting().filter(|setting| setting.is_secret()) {
            secret_texts(setting, value, &mut |text| self.guarded.secrets.push(text.into()));
        }
    }

    fn section(&mut self, index: usize, visit: Visit<'_>) {
        self.under(&self.schema.fields[index], None, visit);
    }

    fn list(&mut self, index: usize, count: usize, visit: &mut dyn FnMut(usize, &mut dyn Eye)) {
        for at in 0..count {
            self.under(&self.schema.fields[index], Some(Crumb::Index(at)), &mut |eye| visit(at, eye));
        }
    }

    fn map(&mut self, index: usize, keys: Vec<String>, visit: &mut dyn FnMut(usize, &mut dyn Eye)) {
        for (at, key) in keys.into_iter().enumerate() {
            self.under(&self.schema.fields[index], Some(Crumb::Key(key)), &mut |eye| visit(at, eye));
        }
    }

    fn guarded(&mut self, index: usize, guard: Guard<'_>) {
        let field = &self.schema.fields[index];
        self.trail.push(Crumb::of(field));
        let kept = match guard {
            Guard::Restart(value) => Some(value.keep()),
            Guard::Reject => None,
        };
        let entry = Entry { name: name(self.trail), kept, opaque: opaque(field).is_some(), differs: false };
        self.guarded.fields.insert(trail_path(self.trail), entry);
        self.trail.pop();
    }
}
