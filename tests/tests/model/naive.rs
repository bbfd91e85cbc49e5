//! The model: a map from path to value, and the rules in their plainest form.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use superconfig::ProblemKind;

use super::{
    said::{Parts, Said},
    schema::{Body, Choice, Field, Fields, Kind, Leaf, Of, Rule},
};

/// A field by its key, also where it stands among those of the struct itself.
pub(crate) fn find(fields: Fields, key: &str) -> Option<&'static Field> {
    fields.iter().find_map(|field| match field.kind {
        Kind::Flatten(inner) => find(inner, key),
        _ => (field.key == key).then_some(field),
    })
}

/// Where a value came from, as far as the model knows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Who {
    Unset,
    Default,
    Profile(String),
    /// A source by its number, and what the setting was called when that wrote it.
    Source(usize, String),
}

#[derive(Default)]
pub(crate) struct Naive {
    /// The active profiles, the most important one last.
    profiles: Vec<String>,
    /// The values that sources set; none where one tried and failed.
    pub(crate) values: BTreeMap<String, (Option<Value>, Who)>,
    /// The optional sections that are there.
    there: BTreeSet<String>,
    counts: BTreeMap<String, usize>,
    entries: BTreeMap<String, BTreeSet<String>>,
    variants: BTreeMap<String, &'static str>,
    pub(crate) problems: Vec<(ProblemKind, String)>,
    /// The elements that the source has, where it calls them by other numbers than the list does.
    numbers: Vec<(String, String)>,
}

/// What the struct should be.
#[derive(Default)]
pub(crate) struct Expected {
    pub(crate) values: BTreeMap<String, Value>,
    pub(crate) origins: BTreeMap<String, Who>,
    pub(crate) missing: Vec<(ProblemKind, String)>,
}

pub(crate) fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}

fn parse(json: &str) -> Value {
    serde_json::from_str(json).expect("defaults are JSON")
}

fn elements(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        Value::Null => Vec::new(),
        other => panic!("{other} is no list"),
    }
}

/// A list, or a set as a list without doubles.
fn collected(of: Of, mut list: Vec<Value>) -> Value {
    if of.is_set() {
        list.sort_by_key(|value| (value.as_u64(), value.as_str().map(str::to_owned)));
        list.dedup();
    }
    list.into()
}

impl Naive {
    pub(crate) fn new(profiles: &[String]) -> Self {
        Self { profiles: profiles.to_vec(), ..Self::default() }
    }

    /// Takes in what one source says, at a section.
    pub(crate) fn section(&mut self, fields: Fields, said: &[(&'static str, Said)], at: &str, source: usize) {
        for (key, said) in said {
            let path = join(at, key);
            match find(fields, key) {
                Some(field) => self.field(&field.kind, said, &path, source),
                None => {
                    for key in said.keys(key) {
                        self.wrong(ProblemKind::UnknownKey, &join(at, &key));
                    }
                }
            }
        }
    }

    fn field(&mut self, kind: &Kind, said: &Said, at: &str, source: usize) {
        match (kind, said) {
            (Kind::Leaf(leaf), said) => self.leaf(leaf, said, at, source),
            (_, Said::Null) => self.forget(at),
            (Kind::Section(body), said) => self.body(body, said, at, source),
            (_, Said::Wrong(_, inside)) => self.wrong(ProblemKind::WrongType, &format!("{at}{inside}")),
            (Kind::Optional(body), said) => {
                self.there.insert(at.to_owned());
                self.body(body, said, at, source);
            }
            (Kind::Sections(rule, body), Said::Elements(set, add)) => {
                if let Some(set) = set {
                    match rule {
                        Rule::Append => self.push(body, set, at, source),
                        Rule::Prepend => {
                            self.shift(at, set.len());
                            for (index, said) in set.iter().enumerate() {
                                self.body(body, said, &format!("{at}[{index}]"), source);
                            }
                        }
                        _ => {
                            self.forget(at);
                            self.push(body, set, at, source);
                        }
                    }
                }
                self.push(body, add.as_deref().unwrap_or_default(), at, source);
            }
            (Kind::Sections(_, body), Said::Patches(patches)) => {
                let count = self.counts.entry(at.to_owned()).or_default();
                *count = patches.len().max(*count);
                for (index, said) in patches.iter().enumerate() {
                    self.body(body, said, &format!("{at}[{index}]"), source);
                }
            }
            (Kind::Map(body), Said::Entries(entries)) => {
                for (key, said) in entries {
                    let path = join(at, key);
                    let there = self.entries.entry(at.to_owned()).or_default();
                    match said {
                        Said::Null => {
                            there.remove(*key);
                            self.forget(&path);
                        }
                        Said::Wrong(..) => self.body(body, said, &path, source),
                        said => {
                            there.insert((*key).to_owned());
                            self.body(body, said, &path, source);
                        }
                    }
                }
            }
            (_, said) => unreachable!("{at} cannot be {said:?}"),
        }
    }

    fn push(&mut self, body: &Body, elements: &[Said], at: &str, source: usize) {
        for (index, said) in elements.iter().enumerate() {
            let count = self.counts.entry(at.to_owned()).or_default();
            let path = format!("{at}[{count}]");
            *count += 1;
            self.numbers.push((path.clone(), format!("[{index}]")));
            self.body(body, said, &path, source);
            self.numbers.pop();
        }
    }

    /// Notes what is wrong with a source, which counts elements as it has them.
    fn wrong(&mut self, kind: ProblemKind, path: &str) {
        let mut path = path.to_owned();
        for (here, number) in self.numbers.iter().rev() {
            if let Some(rest) = path.strip_prefix(here.as_str()) {
                let list = here.rsplit_once('[').expect("an element").0;
                path = format!("{list}{number}{rest}");
            }
        }
        self.problems.push((kind, path));
    }

    fn body(&mut self, body: &Body, said: &Said, at: &str, source: usize) {
        match (body, said) {
            (_, Said::Wrong(_, inside)) => self.wrong(ProblemKind::WrongType, &format!("{at}{inside}")),
            (Body::Fields(fields), Said::Section(said)) => self.section(fields, said, at, source),
            (Body::Choice(_), Said::Bare(name)) => self.choose(at, name),
            (Body::Choice(choice), Said::Variant(name, said)) => {
                self.choose(at, name);
                self.section(choice.fields(name), said, &inside(choice, at, name), source);
            }
            (Body::Choice(choice), Said::Untagged(said)) => {
                let name = self.variants.get(at).copied().or(choice.default).expect("the test's have a default");
                self.choose(at, name);
                self.section(choice.fields(name), said, &inside(choice, at, name), source);
            }
            (_, said) => unreachable!("{at} cannot be {said:?}"),
        }
    }

    fn choose(&mut self, at: &str, name: &'static str) {
        if self.variants.get(at) != Some(&name) {
            self.forget_inside(at);
            self.variants.insert(at.to_owned(), name);
        }
    }

    fn leaf(&mut self, leaf: &Leaf, said: &Said, at: &str, source: usize) {
        let who = Who::Source(source, at.to_owned());
        let Parts { set, add, remove } = match said {
            Said::Null => return drop(self.values.remove(at)),
            Said::Wrong(_, inside) => {
                self.wrong(ProblemKind::WrongType, &format!("{at}{inside}"));
                self.values.insert(at.to_owned(), (None, who));
                return;
            }
            Said::Leaf(parts) => parts,
            said => unreachable!("{at} cannot be {said:?}"),
        };
        // What failed has its problem, and no value that could be changed.
        if matches!(self.values.get(at), Some((None, _))) {
            if set.is_some() {
                self.values.insert(at.to_owned(), (Some(Value::Null), who));
            }
            return;
        }
        let mut value = match self.values.get(at) {
            Some((value, _)) => value.clone().unwrap_or_default(),
            None => self.unset(leaf).1.unwrap_or_default(),
        };
        if let Some(new) = set {
            let new = new.clone();
            value = match (leaf.of, leaf.rule) {
                (Of::NumberMap, rule) => {
                    let mut map = value.as_object().cloned().filter(|_| rule != Rule::Replace).unwrap_or_default();
                    map.extend(new.as_object().cloned().unwrap_or_default());
                    map.retain(|_, value| !value.is_null());
                    map.into()
                }
                (_, Rule::Append) => [elements(value), elements(new)].concat().into(),
                (_, Rule::Prepend) => [elements(new), elements(value)].concat().into(),
                (_, Rule::Unique) => {
                    let mut list = elements(value);
                    elements(new).into_iter().for_each(|new| {
                        if !list.contains(&new) {
                            list.push(new);
                        }
                    });
                    list.into()
                }
                (_, Rule::OfType | Rule::Replace) => new,
            };
        }
        if let Some(add) = add {
            value = [elements(value), elements(add.clone())].concat().into();
        }
        if let Some(remove) = remove {
            if value.is_null() {
                return;
            }
            let remove = elements(remove.clone());
            value = elements(value).into_iter().filter(|element| !remove.contains(element)).collect();
        }
        if leaf.of.is_list() {
            value = collected(leaf.of, elements(value));
        }
        self.values.insert(at.to_owned(), (Some(value), who));
    }

    /// Takes in a value from code, which replaces what was there, or takes back what was said.
    pub(crate) fn assign(&mut self, fields: Fields, path: &str, value: Option<Value>, source: usize) {
        let Some(value) = value else {
            self.values.remove(path);
            return self.forget(path);
        };
        if let Some((section, _)) = path.split_once('.')
            && matches!(find(fields, section).map(|field| field.kind), Some(Kind::Optional(_)))
        {
            self.there.insert(section.to_owned());
        }
        self.values.insert(path.to_owned(), (Some(value), Who::Source(source, path.to_owned())));
    }

    /// What a setting is that nobody sets.
    fn unset(&self, leaf: &Leaf) -> (Who, Option<Value>) {
        let of_profile = |name: &String| leaf.profiles.iter().find(|(profile, _)| profile == name);
        match (self.profiles.iter().rev().find_map(of_profile), leaf.default) {
            (Some((profile, json)), _) => (Who::Profile((*profile).to_owned()), Some(parse(json))),
            (None, Some(json)) => (Who::Default, Some(parse(json))),
            (None, None) => (Who::Unset, leaf.optional.then_some(Value::Null)),
        }
    }

    fn forget(&mut self, at: &str) {
        self.forget_inside(at);
        self.there.remove(at);
        self.counts.remove(at);
        self.entries.remove(at);
        self.variants.remove(at);
    }

    fn forget_inside(&mut self, at: &str) {
        let stays = |path: &str| !path.strip_prefix(at).is_some_and(|rest| rest.starts_with(['.', '[']));
        self.values.retain(|path, _| stays(path));
        self.there.retain(|path| stays(path));
        self.counts.retain(|path, _| stays(path));
        self.entries.retain(|path, _| stays(path));
        self.variants.retain(|path, _| stays(path));
    }

    /// Makes room in front of the elements of a list.
    fn shift(&mut self, at: &str, by: usize) {
        let moved = |path: String| match path.strip_prefix(&format!("{at}[")).and_then(|rest| rest.split_once(']')) {
            Some((index, rest)) => format!("{at}[{}]{rest}", index.parse::<usize>().expect("a number") + by),
            None => path,
        };
        fn keys<V>(map: &mut BTreeMap<String, V>, moved: impl Fn(String) -> String) {
            *map = std::mem::take(map).into_iter().map(|(path, value)| (moved(path), value)).collect();
        }
        keys(&mut self.values, moved);
        keys(&mut self.counts, moved);
        keys(&mut self.entries, moved);
        keys(&mut self.variants, moved);
        self.there = std::mem::take(&mut self.there).into_iter().map(moved).collect();
        *self.counts.entry(at.to_owned()).or_default() += by;
    }

    /// What comes out of it all.
    pub(crate) fn finish(&self, fields: Fields) -> Expected {
        let mut expected = Expected::default();
        self.finish_section(fields, "", "", &mut expected);
        expected
    }

    /// `at` is how the library calls the place, `shown` the same with the variants of enums in it.
    fn finish_section(&self, fields: Fields, at: &str, shown: &str, out: &mut Expected) {
        for field in fields {
            let (path, shown_path) = (join(at, field.key), join(shown, field.key));
            match &field.kind {
                Kind::Flatten(inner) => self.finish_section(inner, at, shown, out),
                Kind::Leaf(leaf) => {
                    let (who, value) = match self.values.get(&path) {
                        Some((value, who)) => (who.clone(), Some(value.clone().unwrap_or_default())),
                        None => self.unset(leaf),
                    };
                    out.origins.insert(path.clone(), who);
                    match value {
                        Some(value) => drop(out.values.insert(shown_path, value)),
                        None => out.missing.push((ProblemKind::Missing, path)),
                    }
                }
                Kind::Section(body) => self.finish_body(body, &path, &shown_path, out),
                Kind::Optional(body) if self.there.contains(&path) => self.finish_body(body, &path, &shown_path, out),
                Kind::Optional(_) => drop(out.values.insert(shown_path, Value::Null)),
                Kind::Sections(_, body) => {
                    let count = self.counts.get(&path).copied().unwrap_or_default();
                    out.values.insert(shown_path.clone(), json!(count));
                    for index in 0..count {
                        self.finish_body(body, &format!("{path}[{index}]"), &format!("{shown_path}[{index}]"), out);
                    }
                }
                Kind::Map(body) => {
                    let keys: Vec<&String> = self.entries.get(&path).into_iter().flatten().collect();
                    out.values.insert(shown_path.clone(), json!(keys));
                    for key in keys {
                        self.finish_body(body, &join(&path, key), &join(&shown_path, key), out);
                    }
                }
            }
        }
    }

    fn finish_body(&self, body: &Body, at: &str, shown: &str, out: &mut Expected) {
        match body {
            Body::Fields(fields) => self.finish_section(fields, at, shown, out),
            Body::Choice(choice) => match self.variants.get(at).copied().or(choice.default) {
                Some(name) => {
                    out.values.insert(shown.to_owned(), json!(name));
                    self.finish_section(choice.fields(name), &inside(choice, at, name), &join(shown, name), out);
                }
                // Whoever tried to say has a problem of his own.
                None if self.problems.iter().any(|(_, path)| path == at) => {}
                None => out.missing.push((ProblemKind::Missing, at.to_owned())),
            },
        }
    }
}

/// Where the settings of a variant are.
fn inside(choice: &Choice, at: &str, name: &str) -> String {
    if choice.tag.is_some() { at.to_owned() } else { join(at, name) }
}

/// The struct as such a map; it comes with the names of variants above their settings.
pub(crate) fn values(fields: Fields, json: &Value, at: &str, out: &mut BTreeMap<String, Value>) {
    for field in fields {
        let (path, inner) = (join(at, field.key), &json[field.key]);
        match &field.kind {
            Kind::Flatten(inner) => values(inner, json, at, out),
            Kind::Leaf(leaf) if leaf.of.is_set() => {
                drop(out.insert(path, collected(leaf.of, elements(inner.clone()))));
            }
            Kind::Leaf(_) => drop(out.insert(path, inner.clone())),
            Kind::Optional(_) if inner.is_null() => drop(out.insert(path, Value::Null)),
            Kind::Section(body) | Kind::Optional(body) => body_values(body, inner, &path, out),
            Kind::Sections(_, body) => {
                let list = inner.as_array().expect("a list of sections");
                out.insert(path.clone(), json!(list.len()));
                list.iter().enumerate().for_each(|(at, it)| body_values(body, it, &format!("{path}[{at}]"), out));
            }
            Kind::Map(body) => {
                let map: BTreeMap<_, _> = inner.as_object().expect("a map of sections").iter().collect();
                out.insert(path.clone(), json!(map.keys().collect::<Vec<_>>()));
                map.iter().for_each(|(key, it)| body_values(body, it, &join(&path, key), out));
            }
        }
    }
}

fn body_values(body: &Body, json: &Value, at: &str, out: &mut BTreeMap<String, Value>) {
    match (body, json) {
        (Body::Fields(fields), json) => values(fields, json, at, out),
        (Body::Choice(_), Value::String(name)) => drop(out.insert(at.to_owned(), json!(name))),
        (Body::Choice(choice), json) => {
            let (name, inner) = json.as_object().and_then(|it| it.iter().next()).expect("one variant");
            out.insert(at.to_owned(), json!(name));
            values(choice.fields(name), inner, &join(at, name), out);
        }
    }
}
