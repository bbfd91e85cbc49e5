//! YAML, streamed from `serde-saphyr` with its budgets on: depth, nodes and alias expansion are bounded, duplicate keys are
//! errors, `no` is a string. Its own snippets stay off, since they print neighbouring lines.

use std::{fmt, marker::PhantomData, ops::Range};

use serde_core::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::{Location, Options, Spanned};

use super::{
    Format, Located, Shape, head,
    stream::{Children, Descend, Finder, Gather, Key, Named, Places, Scalars, Section, Text, Within},
};
use crate::{
    draft::{Draft, Found, Input, Mismatch, Place, ReadResult, Step, Writer},
    schema::Schema,
};

/// The deepest nesting; far above what a configuration needs. A level takes some 25 KB of the stack in a build that is not optimised, and a
/// thread may have no more than 2 MiB.
const DEPTH: usize = 64;

/// The most that aliases may add up to, in scalars and brackets.
const REPLAYED: usize = 100_000;

fn options() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_depth: DEPTH },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: REPLAYED },
        strict_booleans: true,
        with_snippet: false,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::PassThrough,
    }
}

struct Yaml;

impl Scalars for Yaml {
    /// A plain scalar that is wanted as text is what is written: `1.10` is not 1.1.
    fn text<'de, D: Deserializer<'de>>(
        document: &str,
        deserializer: D,
        read: &mut dyn FnMut(Input<'_>) -> ReadResult,
    ) -> Result<ReadResult, D::Error> {
        let scalar = Spanned::<Scalar>::deserialize(deserializer)?;
        Ok(match &scalar.value {
            Scalar::Null => read(Input::Null),
            Scalar::Text(text) => read(Input::Str(text)),
            Scalar::Plain => match bytes(document, &scalar.defined).map(|range| &document[range]) {
                Some(text) => read(Input::Str(text.trim())),
                None => Err(Mismatch::because("a string", "found an unquoted value; put it in quotes".to_owned())),
            },
            Scalar::Other(found) => {
                let mut mismatch = Mismatch::because("a string", String::new());
                (mismatch.found, mismatch.reason) = (Some(found.clone()), None);
                Err(mismatch)
            }
        })
    }
}

/// A value of which only the kind matters, unless it is text.
enum Scalar {
    Null,
    Text(String),
    /// A number or boolean: what is written stands in the document.
    Plain,
    Other(Found),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Scalar, E> {
        Ok(Scalar::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Scalar, E> {
        Ok(Scalar::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Scalar, E> {
        Ok(Scalar::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Scalar, E> {
        Ok(Scalar::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Scalar, E> {
        Ok(Scalar::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Scalar, E> {
        Ok(Scalar::Plain)
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Null)
    }

    fn visit_none<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Scalar, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other(Found::kind("a list")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Scalar, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other(Found::kind("a table")))
    }
}

pub(super) fn read(
    text: &str,
    within: &[String],
    schema: &'static Schema,
    draft: &mut dyn Draft,
    writer: &mut Writer<'_>,
) -> bool {
    let significant = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    if text.trim_start_matches('\u{feff}').lines().find(significant).is_none() {
        return true;
    }
    let result = serde_saphyr::with_deserializer_from_str_with_options(text, options(), |deserializer| {
        let place = Place::Section { schema, draft };
        let whole = Text::new(text, Format::Yaml, within);
        let section = Section::<Yaml> { document: &whole, place, writer: &mut *writer, scalars: PhantomData };
        Within { keys: within, section: Some(section) }.deserialize(deserializer)
    });
    let Err(error) = result else { return true };
    let error = error.without_snippet();
    let at = error.location().map(|location| bytes(text, &location).unwrap_or_else(|| place(text, &location)));
    writer.syntax(message(&error.to_string()), at);
    false
}

/// The first line of what the parser says, without the position, which we give ourselves.
fn message(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    // What the parser would have its own callers do is of no use to ours.
    let line = line.split(", set ").next().unwrap_or(line);
    let line = line.split("; use ").next().unwrap_or(line);
    line.strip_prefix("error: ").unwrap_or(line).trim_end_matches(':').to_owned()
}

fn bytes(text: &str, location: &Location) -> Option<Range<usize>> {
    let span = location.span();
    let start = usize::try_from(span.byte_offset()?).ok()?;
    let end = start + usize::try_from(span.byte_len().unwrap_or(1)).ok()?;
    text.get(start..end).map(|_| start..end)
}

/// From line and column, for locations that have nothing better.
fn place(text: &str, location: &Location) -> Range<usize> {
    let number = |value: u64| usize::try_from(value).unwrap_or(usize::MAX).saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(number(location.line())).map(str::len).sum();
    let line = &text[start.min(text.len())..];
    let column = line.char_indices().nth(number(location.column())).map_or(line.len(), |(at, _)| at);
    start + column..start + column + 1
}

pub(crate) struct Document<'t>(&'t str, Finder);

impl<'t> Document<'t> {
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let whole = serde_saphyr::from_str_with_options::<Skip>(text, options());
        whole.ok().map(|_| Document(text, Finder::default()))
    }

    pub(super) fn entries(&self, path: &[&str], entries: &mut head::Entries<'_>) -> Option<()> {
        let found = serde_saphyr::with_deserializer_from_str_with_options(self.0, options(), |deserializer| {
            Listing { path, text: self.0, entries }.deserialize(deserializer)
        });
        found.ok()?
    }

    pub(super) fn locate(&self, path: &[Step]) -> Option<Located> {
        self.1.find(path, || self.seek(path), || self.places())
    }

    fn seek(&self, path: &[Step]) -> Option<Located> {
        let located = serde_saphyr::with_deserializer_from_str_with_options(self.0, options(), |deserializer| {
            Seek { path }.deserialize(deserializer)
        });
        let (key, value) = located.ok()??;
        Some(Located { key: key.map(|key| self.range(key)), value: Some(self.value(value)) })
    }

    fn range(&self, location: Location) -> Range<usize> {
        bytes(self.0, &location).unwrap_or_else(|| place(self.0, &location))
    }

    fn value(&self, location: Location) -> Range<usize> {
        let mut value = self.range(location);
        // The parser gives a flow collection as its bracket. Where it ends does not matter for an underline, which stays
        // on its line; for what is hidden, too much is better than too little.
        if self.0[value.start..].starts_with(['[', '{']) {
            value.end = self.0.len();
        }
        value
    }

    fn places(&self) -> Option<Places> {
        let whole = serde_saphyr::from_str_with_options::<Spanned<Tree>>(self.0, options()).ok()?;
        let mut places = Places::new(Located { key: None, value: Some(self.value(whole.referenced)) });
        self.gather(0, None, &whole.value, &mut places)?;
        Some(places)
    }

    fn gather(&self, number: usize, key: Option<&Range<usize>>, tree: &Tree, places: &mut Places) -> Option<()> {
        for (step, own, value) in &tree.0 {
            let key = own.map(|own| self.range(own)).or_else(|| key.cloned());
            let located = Located { key: key.clone(), value: Some(self.value(value.referenced)) };
            let number = places.put(number, step.clone(), located)?;
            self.gather(number, key.as_ref(), &value.value, places)?;
        }
        Some(())
    }
}

impl Document<'_> {
    /// What stands under a key, wherever that is.
    pub(super) fn named(&self, key: &str) -> Option<Named> {
        let gathered = serde_saphyr::with_deserializer_from_str_with_options(self.0, options(), |deserializer| {
            Gather { key }.deserialize(deserializer)
        });
        gathered.ok()?.1
    }

    /// The steps from the collection at a path to its elements.
    pub(super) fn children(&self, path: &[Step]) -> Vec<Step> {
        self.descend(path, Children).ok().flatten().unwrap_or_default()
    }

    fn descend<T, V: for<'de> DeserializeSeed<'de, Value = T>>(
        &self,
        path: &[Step],
        then: V,
    ) -> Result<Option<T>, serde_saphyr::Error> {
        serde_saphyr::with_deserializer_from_str_with_options(self.0, options(), |deserializer| {
            Descend { path, then }.deserialize(deserializer)
        })
    }
}

/// Any value; it is only skipped.
struct Skip;

impl<'de> Deserialize<'de> for Skip {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Skip)
    }
}

macro_rules! leaves {
    ($($visit:ident: $ty:ty;)*) => {$(
        fn $visit<E>(self, _: $ty) -> Result<Tree, E> {
            Ok(Tree::default())
        }
    )*};
}

/// What is in a value, each with the place of its key, if it has one, and its own.
#[derive(Default)]
struct Tree(Vec<(Step, Option<Location>, Spanned<Tree>)>);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    leaves! {
        visit_bool: bool; visit_i64: i64; visit_i128: i128; visit_u64: u64; visit_u128: u128; visit_f64: f64;
        visit_str: &str; visit_bytes: &[u8];
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::default())
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::default())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        Tree::deserialize(deserializer)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut inside = Vec::new();
        while let Some(key) = entries.next_key_seed(SpannedKey)? {
            inside.push((Step::Key(key.value), Some(key.referenced), entries.next_value()?));
        }
        Ok(Tree(inside))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Tree, A::Error> {
        let mut inside = Vec::new();
        while let Some(element) = elements.next_element()? {
            inside.push((Step::Index(inside.len()), None, element));
        }
        Ok(Tree(inside))
    }
}

/// Where the key and the value at the end of a path stand.
struct Seek<'s> {
    path: &'s [Step],
}

type Ends = Option<(Option<Location>, Location)>;

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = Ends;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Ends, D::Error> {
        if self.path.is_empty() {
            return Ok(Some((None, Spanned::<Skip>::deserialize(deserializer)?.referenced)));
        }
        deserializer.deserialize_any(self)
    }
}

macro_rules! dead_ends {
    ($($visit:ident: $ty:ty;)*) => {$(
        fn $visit<E>(self, _: $ty) -> Result<Self::Value, E> {
            Ok(None)
        }
    )*};
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = Ends;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    dead_ends! { visit_bool: bool; visit_i64: i64; visit_u64: u64; visit_f64: f64; visit_str: &str; }

    fn visit_unit<E>(self) -> Result<Ends, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Ends, A::Error> {
        let mut found = None;
        while let Some(key) = entries.next_key_seed(SpannedKey)? {
            match self.path.split_first() {
                Some((Step::Key(name), rest)) if *name == key.value => {
                    let inner = entries.next_value_seed(Seek { path: rest })?;
                    found = inner
                        .map(|(inner, value)| (inner.filter(|_| !rest.is_empty()).or(Some(key.referenced)), value));
                }
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Ends, A::Error> {
        let Some((Step::Index(wanted), rest)) = self.path.split_first() else {
            while elements.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(None);
        };
        for _ in 0..*wanted {
            if elements.next_element::<IgnoredAny>()?.is_none() {
                return Ok(None);
            }
        }
        let found = elements.next_element_seed(Seek { path: rest })?.flatten();
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }
}

/// Lists the children of the value at the end of a path.
struct Listing<'p, 't, 'e, 'w> {
    path: &'p [&'p str],
    text: &'t str,
    entries: &'e mut head::Entries<'w>,
}

impl Listing<'_, '_, '_, '_> {
    fn push(&mut self, key: &str, at: &Location, value: Scalar) {
        let what = match value {
            Scalar::Null => Shape::Null,
            Scalar::Text(text) => Shape::Text(text),
            Scalar::Plain => Shape::Other,
            Scalar::Other(found) if found == Found::kind("a list") => Shape::List,
            Scalar::Other(_) => Shape::Table,
        };
        let at = bytes(self.text, at).unwrap_or_else(|| place(self.text, at));
        self.entries.push(key, at, what);
    }
}

impl<'de> DeserializeSeed<'de> for Listing<'_, '_, '_, '_> {
    type Value = Option<()>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Listing<'_, '_, '_, '_> {
    type Value = Option<()>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping or a list")
    }

    dead_ends! { visit_bool: bool; visit_i64: i64; visit_u64: u64; visit_f64: f64; visit_str: &str; }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = entries.next_key_seed(SpannedKey)? {
            match self.path.split_first() {
                None if self.entries.wants(&key.value) => {
                    let value = entries.next_value::<Scalar>()?;
                    self.push(&key.value, &key.referenced, value);
                }
                Some((name, rest)) if *name == key.value => {
                    let inner = Listing { path: rest, text: self.text, entries: &mut *self.entries };
                    found = entries.next_value_seed(inner)?;
                }
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found.or_else(|| self.path.is_empty().then_some(())))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Self::Value, A::Error> {
        while let Some(element) = elements.next_element::<Spanned<Scalar>>()? {
            if self.path.is_empty() && self.entries.wants("") {
                self.push("", &element.referenced, element.value);
            }
        }
        Ok(self.path.is_empty().then_some(()))
    }
}

struct SpannedKey;

impl<'de> DeserializeSeed<'de> for SpannedKey {
    type Value = Spanned<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Spanned::<KeyText>::deserialize(deserializer).map(|key| Spanned::new(key.value.0, key.referenced, key.defined))
    }
}

struct KeyText(String);

impl<'de> Deserialize<'de> for KeyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Key.deserialize(deserializer).map(|key| KeyText(key.into_owned()))
    }
}
