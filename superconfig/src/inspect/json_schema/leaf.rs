//! Settings: what their values look like in a file, and what rules allow.
//!
//! Longer than most files for the patterns of the well-known types, which belong beside what uses them.

use std::{
    any::Any,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6},
    ops::Bound,
    ptr,
    time::Duration,
};

use bytesize::ByteSize;

use super::{
    Render, SchemaDraft,
    object::{Object, any_of, not, of_type, text, texts},
    words::Words,
};
use crate::{
    draft::{Leaf, Merge, Noun, Probe, Shape},
    inspect::{
        Ends, Limits, Setting,
        words::{deprecation, reload},
    },
    schema::Field,
    validate::Rule,
    value::Value,
};

impl Render {
    /// What a setting takes, and what is said of it.
    pub(super) fn value(&mut self, setting: &Setting) -> (Object, Object) {
        let facts = setting.facts;
        let mut words = Words::of(setting.field.doc);
        let mut core = self.of_setting(setting);
        if let Some(kind) = kind_in_words(setting, &core) {
            words.note(kind);
        }
        let mut notes = Object::default();
        for rule in setting.field.rules {
            // What a secret may be is a secret as well.
            let said = self.limit(setting, rule, &mut core) || facts.is_secret() && rule.name == "one_of";
            if !said {
                words.note(format!("Expected: {}", rule.text));
            }
        }
        if facts.expand.unwrap_or(self.options.files.expansion) {
            core = expandable(core);
            words.note("What `${NAME}` in it stands for is put in");
        }
        for (profile, value) in &setting.profiles {
            if !facts.is_secret() && !matches!(value, Value::Opaque(_)) {
                words.note(format!("Default with profile `{profile}`: {value}"));
            }
        }
        match &setting.default {
            Some(value) if is_json(value) => notes.set("default", value.clone()),
            Some(_) if !facts.is_secret() => {
                let source = facts.default.filter(|source| *source != "Default::default()");
                if let Some(source) = source {
                    words.note(format!("Default: `{source}`"));
                }
            }
            _ => {}
        }
        if let Some(example) = setting.example.as_ref().filter(|example| is_json(example)) {
            notes.set("examples", Value::List(vec![example.clone()]));
        }
        if let Some(advice) = reload(setting.reload) {
            words.note(advice);
        }
        if let Some(name) = setting.env.as_ref().filter(|_| self.placed && !self.plain) {
            words.note(format!("Variable: `{name}`"));
        }
        if facts.is_secret() {
            notes.set("writeOnly", Value::Bool(true));
        }
        if let Some(deprecated) = setting.field.deprecated {
            words.note(deprecation(deprecated));
            notes.set("deprecated", Value::Bool(true));
        }
        let mut first = Object::default();
        words.annotate(setting.field.key, &mut first);
        first.extend(notes);
        let needed = self.options.complete && setting.is_required();
        (if needed { core } else { self.nullable(core) }, first)
    }

    /// What may be added to a list or taken from it: its rules are for the whole.
    pub(super) fn elements(&mut self, setting: &Setting) -> Object {
        let mut core = self.of_setting(setting);
        if setting.facts.expand.unwrap_or(self.options.files.expansion) {
            core = expandable(core);
        }
        self.nullable(core)
    }

    fn of_setting(&mut self, setting: &Setting) -> Object {
        let leaf = setting.facts.leaf;
        let expand = setting.facts.expand.unwrap_or(self.options.files.expansion);
        #[cfg(feature = "schemars")]
        if let (Noun::Any, Shape::Any, Some(schema)) = (leaf.noun, leaf.shape, setting.facts.about.schema) {
            return self.definitions.of_type(schema);
        }
        match (leaf.noun, leaf.shape) {
            (Noun::Any, Shape::Any) if setting.facts.list.is_some() => of_type("array"),
            _ => self.of_leaf(leaf, expand),
        }
    }

    fn of_leaf(&self, leaf: &Leaf, expand: bool) -> Object {
        let element = |leaf: &Leaf| {
            let core = self.of_leaf(leaf, expand);
            if expand { expandable(core) } else { core }
        };
        match (leaf.noun, leaf.shape) {
            (Noun::Bool, _) => of_type("boolean"),
            (Noun::Integer { min, max, zero }, _) => integer(min, max, zero),
            (Noun::Float, _) => of_type("number"),
            (Noun::Text(_), _) | (Noun::Any, Shape::String | Shape::Text) => string(leaf),
            (Noun::Size(_), _) => Object::default()
                .with("type", texts(["string", "integer"]))
                .with("pattern", text(SIZE))
                .with("minimum", Value::Integer(0)),
            (Noun::Tuple(members), _) => {
                let members: Vec<Value> = members.iter().map(|member| element(member).into()).collect();
                let count = size(members.len());
                let list = of_type("array");
                let list = match self.options.draft {
                    SchemaDraft::Draft202012 => {
                        list.with("prefixItems", Value::List(members)).with("items", Value::Bool(false))
                    }
                    SchemaDraft::Draft07 => {
                        list.with("items", Value::List(members)).with("additionalItems", Value::Bool(false))
                    }
                };
                list.with("minItems", count)
            }
            (noun, Shape::List(leaf)) => {
                let list = of_type("array").with("items", element(leaf));
                match noun {
                    Noun::Array(count) => list.with("minItems", size(count)).with("maxItems", size(count)),
                    _ => list,
                }
            }
            (_, Shape::Map(leaf)) => of_type("object").with("additionalProperties", self.nullable(element(leaf))),
            _ => Object::default(),
        }
    }

    /// Says what a rule allows; `false` if there is no keyword for it.
    fn limit(&self, setting: &Setting, rule: &Rule, core: &mut Object) -> bool {
        let facts = setting.facts;
        // What a file says is not what is judged then.
        let as_it_is = match facts.merge {
            Merge::OfType => !matches!(facts.leaf.shape, Shape::Map(_)),
            merge => merge == Merge::Replace,
        };
        let judged = as_it_is && !facts.relative_path;
        match rule.limits {
            Limits::Range(ends) if judged => range(facts.leaf, &ends(), core),
            Limits::Length(ends) => !facts.relative_path && self.length(setting, &ends(), core),
            Limits::NonEmpty if facts.relative_path => true,
            Limits::NonEmpty => self.length(setting, &(Bound::Included(Box::new(1_usize)), Bound::Unbounded), core),
            Limits::Pattern(pattern) if judged && is_common(pattern) && !core.has("pattern") => {
                core.set("pattern", text(pattern));
                true
            }
            _ if facts.is_secret() || !judged => false,
            Limits::OneOf(values) => {
                let show = facts.leaf.show.or(facts.about.show);
                let values: Option<Vec<_>> = values().iter().map(|value| show?(&**value).filter(is_json)).collect();
                let exact = matches!(facts.leaf.noun, Noun::Bool | Noun::Integer { .. } | Noun::Float)
                    || matches!(facts.leaf.shape, Shape::String);
                let Some(values) = values else { return false };
                if exact {
                    one_of(values, core);
                } else {
                    core.set("examples", Value::List(values));
                }
                exact
            }
            _ if !rule.choices.is_empty() => {
                one_of(rule.choices.iter().map(|choice| text(*choice)).collect(), core);
                true
            }
            _ => false,
        }
    }

    fn length(&self, setting: &Setting, ends: &Ends, core: &mut Object) -> bool {
        let facts = setting.facts;
        if matches!(facts.merge, Merge::With(_)) || matches!(facts.leaf.noun, Noun::Array(_)) {
            return false;
        }
        let replaces = match facts.merge {
            Merge::OfType => !matches!(facts.leaf.shape, Shape::Map(_)),
            merge => merge == Merge::Replace,
        };
        // What is there already counts too.
        let least = replaces || self.options.complete && setting.default.is_none() && facts.default.is_none();
        let most = !(self.options.null && matches!(facts.leaf.shape, Shape::Map(_)));
        match core.get("type") {
            Some(Value::Text(name)) => {
                let of = match name.as_str() {
                    "string" => "Length",
                    "array" => "Items",
                    _ => "Properties",
                };
                bounds(of, ends, least, most, core)
            }
            None if core.is_empty() => {
                ["Length", "Items", "Properties"].iter().all(|of| bounds(of, ends, least, most, core))
            }
            _ => false,
        }
    }

    /// How many sections a collection has.
    pub(super) fn count(&self, field: &Field, of: &str, core: &mut Object, words: &mut Words) {
        use crate::schema::Kind;
        let replaces = matches!(field.kind, Kind::List(_, Merge::OfType | Merge::Replace));
        let (least, most) = (replaces || self.options.complete, replaces || !self.options.null);
        for rule in field.rules {
            let said = match rule.limits {
                Limits::Length(ends) => bounds(of, &ends(), least, most, core),
                Limits::NonEmpty => {
                    bounds(of, &(Bound::Included(Box::new(1_usize)), Bound::Unbounded), least, most, core)
                }
                _ => false,
            };
            if !said {
                words.note(format!("Expected: {}", rule.text));
            }
        }
    }
}

/// `false` if there is something that it must not say.
fn bounds(of: &str, ends: &Ends, least: bool, most: bool, core: &mut Object) -> bool {
    let number = |any: &Box<dyn Any>| any.downcast_ref::<usize>().copied();
    let (start, end) = match ends {
        (Bound::Included(start), _) => (number(start), &ends.1),
        (Bound::Excluded(start), _) => (number(start).map(|it| it.saturating_add(1)), &ends.1),
        (Bound::Unbounded, _) => (None, &ends.1),
    };
    let end = match end {
        Bound::Included(end) => number(end),
        Bound::Excluded(end) => number(end).map(|it| it.saturating_sub(1)),
        Bound::Unbounded => None,
    };
    let (lowest, highest) = (format!("min{of}"), format!("max{of}"));
    if let Some(start) = start.filter(|start| least && *start > 0) {
        let before = core.get(&lowest).cloned();
        let start = size(start);
        core.set(&lowest, greater(before, start, true));
    }
    if let Some(end) = end.filter(|_| most) {
        let before = core.get(&highest).cloned();
        core.set(&highest, greater(before, size(end), false));
    }
    (least || start.unwrap_or(0) == 0) && (most || end.is_none())
}

/// The stricter of two limits.
fn greater(one: Option<Value>, other: Value, want: bool) -> Value {
    match (one, other) {
        (Some(Value::Integer(one)), Value::Integer(other)) => {
            Value::Integer(if want { one.max(other) } else { one.min(other) })
        }
        (_, other) => other,
    }
}

fn size(count: usize) -> Value {
    Value::Integer(i128::try_from(count).unwrap_or(i128::MAX))
}

fn integer(min: i128, max: i128, zero: bool) -> Object {
    let mut integer = of_type("integer");
    let min = if min == 0 && !zero { 1 } else { min };
    // Most validators know numbers as floating-point ones, to which limits of 64 bits are approximations.
    let exact = |limit: i128| limit.unsigned_abs() <= 1 << 53;
    if exact(min) {
        integer.set("minimum", Value::Integer(min));
    }
    if exact(max) {
        integer.set("maximum", Value::Integer(max));
    }
    if min < 0 && !zero {
        integer.extend(not(Object::default().with("const", Value::Integer(0))));
    }
    integer
}

/// A number with as many digits as there are, and a unit.
const SIZE: &str = r"^\s*[0-9.]+\s*([kKmMgGtTpPeE][iI]?)?[bB]?\s*$";
/// `0` or what begins with a digit, or as ISO 8601 does, and ends with a unit.
const DURATION: &str = r"^\s*(0|[0-9P][\s\S]*[A-Za-zµ])\s*$";
const WITH_PORT: &str = r":[0-9]+\s*$";

/// A string, and what a parser wants of it where that is easily said. What it says is never more than what the parser wants.
fn string(leaf: &Leaf) -> Object {
    let is = |other: &'static Leaf| ptr::eq(leaf, other);
    let string = of_type("string");
    if is(Probe::<Duration>::LEAF) {
        string.with("pattern", text(DURATION))
    } else if is(Probe::<SocketAddr>::LEAF) || is(Probe::<SocketAddrV4>::LEAF) || is(Probe::<SocketAddrV6>::LEAF) {
        string.with("pattern", text(WITH_PORT))
    } else if is(Probe::<Ipv4Addr>::LEAF) {
        string.with("format", text("ipv4"))
    } else if is(Probe::<Ipv6Addr>::LEAF) {
        string.with("format", text("ipv6"))
    } else if is(Probe::<char>::LEAF) {
        string.with("minLength", Value::Integer(1)).with("maxLength", Value::Integer(1))
    } else {
        match words_of(leaf) {
            [] => string,
            words => {
                let in_any_case =
                    |word: &&str| word.chars().flat_map(|c| ['[', c, c.to_ascii_uppercase(), ']']).collect::<String>();
                let pattern = words.iter().map(in_any_case).collect::<Vec<_>>().join("|");
                let pattern = Object::default().with("pattern", text(format!(r"^\s*({pattern})\s*$")));
                let usual = Object::default().with("enum", texts(words.iter().copied()));
                let mut string = string;
                string.extend(any_of([usual, pattern]));
                string
            }
        }
    }
}

/// The words of a level.
fn words_of(leaf: &Leaf) -> &'static [&'static str] {
    const WORDS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let is = |other: &'static Leaf| ptr::eq(leaf, other);
    let (level, filter) = (is(Probe::<log::Level>::LEAF), is(Probe::<log::LevelFilter>::LEAF));
    #[cfg(feature = "tracing")]
    let (level, filter) =
        (level || is(Probe::<tracing_core::Level>::LEAF), filter || is(Probe::<tracing_core::LevelFilter>::LEAF));
    match (level, filter) {
        (_, true) => &WORDS,
        (true, _) => &WORDS[1..],
        _ => &[],
    }
}

/// The same, or text that becomes such when names in it are expanded.
fn expandable(core: Object) -> Object {
    if core.is_empty() || core == of_type("string") {
        return core;
    }
    any_of([core, of_type("string").with("pattern", text(r"\$\{"))])
}

fn range(leaf: &Leaf, ends: &Ends, core: &mut Object) -> bool {
    let number = |any: &Box<dyn Any>| match leaf.noun {
        Noun::Integer { .. } | Noun::Float => leaf.show.and_then(|show| show(&**any)).filter(is_json),
        // Of the integers; a text has a unit.
        Noun::Size(_) => any.downcast_ref::<ByteSize>().map(|size| Value::Integer(size.0.into())),
        _ => None,
    };
    let mut said = !matches!(leaf.noun, Noun::Size(_));
    let ends = [(&ends.0, "minimum", "exclusiveMinimum"), (&ends.1, "maximum", "exclusiveMaximum")];
    for (bound, inclusive, exclusive) in ends {
        let (any, keyword) = match bound {
            Bound::Unbounded => continue,
            Bound::Included(any) => (any, inclusive),
            Bound::Excluded(any) => (any, exclusive),
        };
        match number(any) {
            Some(value @ (Value::Integer(_) | Value::Float(_))) => {
                if keyword == exclusive {
                    core.remove(inclusive);
                }
                core.set(keyword, value);
            }
            _ => said = false,
        }
    }
    said
}

fn one_of(values: Vec<Value>, core: &mut Object) {
    core.remove("minimum");
    core.remove("maximum");
    core.set("enum", Value::List(values));
}

/// Whether JSON has such a value.
fn is_json(value: &Value) -> bool {
    match value {
        Value::Null | Value::Redacted | Value::Opaque(_) => false,
        Value::Float(value) => value.is_finite(),
        Value::List(values) => values.iter().all(is_json),
        Value::Table(entries) => entries.iter().all(|(_, value)| is_json(value)),
        Value::Bool(_) | Value::Integer(_) | Value::Text(_) => true,
    }
}

/// Whether a regular expression means the same in JavaScript, which is what schemas have, in its Unicode mode too.
fn is_common(pattern: &str) -> bool {
    let groups = pattern.match_indices("(?").all(|(at, _)| pattern[at + 2..].starts_with([':', '<']));
    let classes = ["[:", "[[", "[^[", "&&", "--", "~~"].iter().all(|it| !pattern.contains(it));
    let mut chars = pattern.chars();
    let mut escapes = !pattern.contains(r"\b{");
    while let Some(c) = chars.next() {
        if c == '\\' {
            escapes &= chars.next().is_some_and(|escaped| r"^$\.*+?()[]{}|/dDwWsSbBtnrfv".contains(escaped));
        }
    }
    groups && classes && escapes
}

/// What kind of value it is, where the schema alone does not tell.
fn kind_in_words(setting: &Setting, core: &Object) -> Option<String> {
    let leaf = setting.facts.leaf;
    let plain = ["a string", "a path", "a single character"];
    let name = |leaf: &Leaf| match leaf.noun {
        Noun::Text(noun) | Noun::Size(noun) if !plain.contains(&noun) => Some(noun),
        _ => None,
    };
    let type_name = setting.facts.about.type_name;
    match (leaf.noun, leaf.shape) {
        (Noun::Any, Shape::Any) if core.is_empty() || *core == of_type("array") => {
            Some(format!("Of type `{type_name}`"))
        }
        (Noun::Any, Shape::Text) => Some(format!("Text, read as `{type_name}`")),
        (_, Shape::List(element)) => name(element).map(|noun| format!("Each element: {noun}")),
        (_, Shape::Map(element)) => name(element).map(|noun| format!("Each value: {noun}")),
        _ => {
            let noun = name(leaf)?;
            let mut chars = noun.chars();
            let first = chars.next()?;
            Some(format!("{}{}", first.to_uppercase(), chars.as_str()))
        }
    }
}
