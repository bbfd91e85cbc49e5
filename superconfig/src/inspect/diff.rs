//! What differs between two dumps.

#[cfg(feature = "watch")]
use std::collections::HashSet;
use std::{collections::HashMap, fmt};

use serde_core::ser::{Serialize, SerializeMap, Serializer};

#[cfg(feature = "watch")]
use super::tree::tree;
use super::{
    document::{short, under},
    dump::Dump,
    place::Place,
    tree::{Node, Single},
    write::{json, one_line},
};
#[cfg(feature = "watch")]
use crate::{config::SuperConfig, load::Snapshot};
use crate::{origin::Origin, problem::Color, value::Value};

impl Dump {
    /// What differs in a newer dump, by path, in the order of the struct: settings, elements of lists of sections by their number, entries
    /// of maps by their key. Of secrets it says that they changed, and nothing more. Dumps of different parts of one load, an application's and that of a config
    /// that is mounted in it, are compared in what both tell of.
    ///
    /// What is running, and what a load would give now:
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     #[config(default = 8080)]
    ///     port: u16,
    /// }
    ///
    /// AppConfig::builder().load()?;
    /// let running = AppConfig::snapshot().expect("it was just loaded").dump();
    /// let on_disk = AppConfig::builder().with_str(Format::Toml, "port = 443").dump()?;
    /// let diff = running.diff(&on_disk);
    /// assert_eq!(diff.to_string(), "~ port: 8080 -> 443  (default -> <text>:1)\n");
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    ///
    /// Two profiles:
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop", profiles = ["dev", "prod"])]
    /// struct AppConfig {
    ///     #[config(default = 1, profile(prod = 8))]
    ///     workers: u16,
    /// }
    ///
    /// let builder = AppConfig::builder();
    /// let [dev, prod] = ["dev", "prod"].map(|profile| builder.clone().with_profile(profile).dump());
    /// let diff = dev?.diff(&prod?);
    /// let change = diff.iter().next().expect("they differ");
    /// assert_eq!((change.path(), change.new().unwrap().to_string()), ("workers", "8".to_owned()));
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    ///
    /// Two snapshots are two dumps as well: `before.dump().diff(&after.dump())`.
    #[must_use]
    pub fn diff(&self, newer: &Dump) -> Diff {
        let (older, newer) = (&self.beside(newer), &newer.beside(self));
        let both = |dump: &Dump| -> Vec<(String, Node)> {
            dump.entries().into_iter().filter(|(key, _)| older.covers(key) && newer.covers(key)).collect()
        };
        let mut compare = Compare::default();
        compare.tables("", &both(older), &both(newer));
        compare.finish(&|path| older.origin(path), &|path| newer.origin(path))
    }
}

#[cfg(feature = "watch")]
impl<T: SuperConfig> Snapshot<T> {
    /// What differs in a newer one, if anything does or may: settings that cannot be shown cannot be compared.
    pub(crate) fn difference(&self, newer: &Self) -> Option<Diff> {
        let [old, new] = [self, newer].map(|snapshot| tree(T::SCHEMA, &mut |eye| snapshot.value().visit(eye)));
        let has_opaque = new.has_opaque();
        let mount = newer.mount().or(self.mount());
        let mut compare = Compare::default();
        match mount {
            Some(mount) => compare.nodes(mount, Some(&old), Some(&new)),
            None => compare.tables("", &old.into_entries(), &new.into_entries()),
        }
        if compare.found.is_empty() {
            return has_opaque.then(Diff::default);
        }
        let settings: HashSet<&str> = compare.found.iter().map(|(setting, _)| setting.as_str()).collect();
        let origins = |snapshot: &Self| -> HashMap<String, Origin> {
            // One that was not loaded with the other one calls its settings by shorter paths.
            let mount = mount.filter(|_| snapshot.mount().is_none());
            let whole = |path: String| match mount {
                Some(mount) => under(mount, &path),
                None => path,
            };
            let wanted = |path: &str| match mount {
                Some(mount) => settings.contains(&*under(mount, path)),
                None => settings.contains(path),
            };
            snapshot.origins_of(&wanted).into_iter().map(|(path, origin)| (whole(path), origin)).collect()
        };
        let [old, new] = [self, newer].map(origins);
        Some(compare.finish(&|path| old.get(path).cloned(), &|path| new.get(path).cloned()))
    }
}

/// What differs between two [dumps](Dump::diff).
///
/// `Display` has a line for each change: `+` for what was added, `-` for what was removed, `~` for what has another value, and where
/// both came from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diff {
    changes: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    path: String,
    old: Option<Value>,
    new: Option<Value>,
    old_origin: Option<Origin>,
    new_origin: Option<Origin>,
}

impl Diff {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many changes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// These and others behind them.
    #[cfg(feature = "watch")]
    pub(crate) fn and(mut self, other: Diff) -> Diff {
        self.changes.extend(other.changes);
        self
    }

    /// Only some of them.
    #[cfg(feature = "watch")]
    pub(crate) fn only(mut self, which: impl Fn(&Change) -> bool) -> Vec<Change> {
        self.changes.retain(which);
        self.changes
    }

    /// The changes, in the order of the struct.
    pub fn iter(&self) -> std::slice::Iter<'_, Change> {
        self.changes.iter()
    }

    /// As text, a line for each change; empty if there is none.
    #[must_use]
    pub fn to_text(&self, color: Color) -> String {
        let lines = self.changes.iter().map(|change| {
            let (style, line) = change.line();
            color.paint(style, &line) + "\n"
        });
        lines.collect()
    }

    /// As a list in JSON, an object for each change: `path`, `change` (`added`, `removed` or `changed`), and the values and origins that
    /// there are, `old`, `new`, `old_origin`, `new_origin`. Origins are as in [`Explanation::to_json`](crate::Explanation::to_json).
    #[must_use]
    pub fn to_json(&self) -> String {
        json(self)
    }
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text(Color::Never))
    }
}

impl<'d> IntoIterator for &'d Diff {
    type Item = &'d Change;
    type IntoIter = std::slice::Iter<'d, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Change {
    /// Which setting, as in `database.pool_size`; an entry of a map setting by its key.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it was; nothing if it had no value.
    #[must_use]
    pub fn old(&self) -> Option<&Value> {
        self.old.as_ref()
    }

    /// What it is; nothing if it has no value any more.
    #[must_use]
    #[allow(clippy::new_ret_no_self)] // the other one of `old`
    pub fn new(&self) -> Option<&Value> {
        self.new.as_ref()
    }

    /// Where the old value came from, if it was loaded.
    #[must_use]
    pub fn old_origin(&self) -> Option<&Origin> {
        self.old_origin.as_ref()
    }

    /// Where the new value came from, if it was loaded.
    #[must_use]
    pub fn new_origin(&self) -> Option<&Origin> {
        self.new_origin.as_ref()
    }

    fn line(&self) -> (&'static str, String) {
        const GREEN: &str = "32";
        const RED: &str = "31";
        const YELLOW: &str = "33";
        let (style, sign, value) = match (&self.old, &self.new) {
            (None, Some(new)) => (GREEN, '+', new.to_string()),
            (Some(old), None) => (RED, '-', old.to_string()),
            (Some(Value::Redacted), Some(Value::Redacted)) => (YELLOW, '~', format!("{} changed", Value::REDACTED)),
            (old, new) => {
                let text = |value: &Option<Value>| value.as_ref().unwrap_or(&Value::Null).to_string();
                (YELLOW, '~', format!("{} -> {}", text(old), text(new)))
            }
        };
        let origins: Vec<String> = [&self.old_origin, &self.new_origin].into_iter().flatten().map(short).collect();
        let origins = if origins.is_empty() { String::new() } else { format!("  ({})", origins.join(" -> ")) };
        (style, one_line(&format!("{sign} {}: {value}{origins}", self.path)))
    }
}

impl fmt::Display for Change {
    /// The line that [`Diff`] has for it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line().1)
    }
}

impl Serialize for Diff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.changes)
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let change = match (&self.old, &self.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("change", change)?;
        for (key, value) in [("old", &self.old), ("new", &self.new)] {
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
            }
        }
        for (key, origin) in [("old_origin", &self.old_origin), ("new_origin", &self.new_origin)] {
            if let Some(origin) = origin {
                map.serialize_entry(key, &Place(origin))?;
            }
        }
        map.end()
    }
}

/// Where the value of the setting at a path came from.
type OriginOf<'o> = &'o dyn Fn(&str) -> Option<Origin>;

#[derive(Default)]
struct Compare {
    /// The changes, without origins, each with the path of its setting.
    found: Vec<(String, Change)>,
}

impl Compare {
    /// Adds the origins.
    fn finish(self, old: OriginOf<'_>, new: OriginOf<'_>) -> Diff {
        let with_origins = |(setting, mut change): (String, Change)| {
            change.old_origin = change.old.as_ref().and_then(|_| old(&setting));
            change.new_origin = change.new.as_ref().and_then(|_| new(&setting));
            change
        };
        Diff { changes: self.found.into_iter().map(with_origins).collect() }
    }

    fn tables(&mut self, path: &str, older: &[(String, Node)], newer: &[(String, Node)]) {
        for (key, old, new) in paired(older, newer) {
            self.nodes(&under(path, key), old, new);
        }
    }

    fn nodes(&mut self, path: &str, old: Option<&Node>, new: Option<&Node>) {
        match (old, new) {
            (None, None) => {}
            (Some(Node::Table(old)), Some(Node::Table(new))) => self.tables(path, old, new),
            (Some(Node::List(old)), Some(Node::List(new))) => {
                for index in 0..old.len().max(new.len()) {
                    self.nodes(&format!("{path}[{index}]"), old.get(index), new.get(index));
                }
            }
            (Some(Node::Single(old)), Some(Node::Single(new))) => self.singles(path, old, new),
            (Some(old), Some(new)) => {
                self.all(path, old, false);
                self.all(path, new, true);
            }
            (Some(old), None) => self.all(path, old, false),
            (None, Some(new)) => self.all(path, new, true),
        }
    }

    fn singles(&mut self, path: &str, old: &Single, new: &Single) {
        if old.value == Value::Redacted && new.value == Value::Redacted {
            if old.fingerprint != new.fingerprint {
                self.push(path, path, Some(Value::Redacted), Some(Value::Redacted));
            }
            return;
        }
        self.values(path, path, Some(&old.value), Some(&new.value));
    }

    /// Two values of the setting at `setting`, entries of tables by their keys.
    fn values(&mut self, setting: &str, path: &str, old: Option<&Value>, new: Option<&Value>) {
        if let (Some(Value::Table(old)), Some(Value::Table(new))) = (old, new) {
            for (key, old, new) in paired(old, new) {
                self.values(setting, &under(path, key), old, new);
            }
            return;
        }
        let [old, new] = [old, new].map(|value| value.filter(|value| **value != Value::Null).cloned());
        if !old.as_ref().zip(new.as_ref()).map_or(old == new, |(old, new)| old.is_same(new)) {
            self.push(setting, path, old, new);
        }
    }

    /// Everything in a node that is only on one side.
    fn all(&mut self, path: &str, node: &Node, is_new: bool) {
        match node {
            Node::Single(single) if single.value == Value::Null => {}
            Node::Single(single) => self.one(path, single.value.clone(), is_new),
            Node::Table(entries) => {
                let before = self.found.len();
                for (key, node) in entries {
                    self.all(&under(path, key), node, is_new);
                }
                if self.found.len() == before {
                    // That it is there is all there is to say.
                    self.one(path, Value::Table(Vec::new()), is_new);
                }
            }
            Node::List(elements) => {
                for (index, node) in elements.iter().enumerate() {
                    self.all(&format!("{path}[{index}]"), node, is_new);
                }
            }
        }
    }

    fn one(&mut self, path: &str, value: Value, is_new: bool) {
        let (old, new) = if is_new { (None, Some(value)) } else { (Some(value), None) };
        self.push(path, path, old, new);
    }

    fn push(&mut self, setting: &str, path: &str, old: Option<Value>, new: Option<Value>) {
        let change = Change { path: path.to_owned(), old, new, old_origin: None, new_origin: None };
        self.found.push((setting.to_owned(), change));
    }
}

/// The entries of both, those that only the newer one has before what stands behind them there.
fn paired<'e, V>(older: &'e [(String, V)], newer: &'e [(String, V)]) -> Vec<(&'e str, Option<&'e V>, Option<&'e V>)> {
    if older.len() == newer.len() && older.iter().zip(newer).all(|(old, new)| old.0 == new.0) {
        return older.iter().zip(newer).map(|(old, new)| (old.0.as_str(), Some(&old.1), Some(&new.1))).collect();
    }
    let find: HashMap<&str, &V> = newer.iter().map(|(key, value)| (key.as_str(), value)).collect();
    let positions: HashMap<&str, usize> = older.iter().enumerate().map(|(at, (key, _))| (key.as_str(), at)).collect();
    // What is to stand before each of the older one's entries, and behind the last one.
    let mut between: Vec<Vec<(&str, &V)>> = (0..=older.len()).map(|_| Vec::new()).collect();
    let mut at = older.len();
    for (key, value) in newer.iter().rev() {
        match positions.get(key.as_str()) {
            Some(position) => at = *position,
            None => between[at].push((key, value)),
        }
    }
    let mut pairs = Vec::with_capacity(older.len().max(newer.len()));
    let mut older = older.iter();
    for added in between {
        pairs.extend(added.into_iter().rev().map(|(key, value)| (key, None, Some(value))));
        pairs.extend(older.next().map(|(key, value)| (key.as_str(), Some(value), find.get(key.as_str()).copied())));
    }
    pairs
}
