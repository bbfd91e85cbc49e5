//! A YAML text as a row of nodes, made from the parser's events: what comes after what, which alias means which node, and
//! everything that is wrong with the text whoever reads it. What nodes mean is not decided here.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    ops::Range,
};

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle};

use super::scalar;

/// The deepest nesting, aliases gone into; far above what a configuration needs. Readers go into each level, and a thread may have
/// no more than 2 MiB.
pub(super) const DEPTH: usize = 64;
/// The most values and keys of a text.
const NODES: usize = if cfg!(test) { 2_500 } else { 250_000 };
/// The most anchors, and the most aliases.
const ANCHORS: usize = if cfg!(test) { 500 } else { 50_000 };
/// The most that aliases may add up to, in values, keys and collections.
const REPLAYED: usize = 100_000;
/// The same for the texts in them, in bytes.
const REPLAYED_BYTES: usize = 64 << 20;
/// The most problems that are noted.
const PROBLEMS: usize = 1000;

/// A value or key of a text.
pub(super) struct Node<'t> {
    pub(super) what: What<'t>,
    /// Its bytes, without anchor and tag.
    start: usize,
    end: usize,
    /// The node after it and what is in it; 0 as long as it is open, and so for ever if the text breaks off in it.
    next: usize,
}

pub(super) enum What<'t> {
    Scalar(Cow<'t, str>, Kind),
    /// What it stands for, which is no alias.
    Alias(usize),
    List,
    /// Keys and values take turns.
    Map {
        /// Whether one of the keys is `<<`.
        merges: bool,
    },
}

/// What a scalar is, as far as that is said by how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What it looks like.
    Plain,
    /// Text: in quotes, a block, or tagged as such.
    Text,
    /// What its tag says.
    Null,
    Bool,
    Int,
    Float,
    /// Base64.
    Binary,
    /// `<<`
    Merge,
}

/// A text taken apart, as far as it can be.
#[derive(Default)]
pub(super) struct Tree<'t> {
    pub(super) nodes: Vec<Node<'t>>,
    /// What is wrong with it, and where.
    pub(super) problems: Vec<(String, Range<usize>)>,
    /// The keys whose entries are not read, since a problem tells of them.
    skipped: HashSet<usize>,
}

/// A node, and the alias that led to it, if one did: that is where it stands for those who read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ref {
    node: usize,
    alias: Option<usize>,
}

impl<'t> Tree<'t> {
    pub(super) fn parse(text: &'t str) -> Self {
        let mut tree = Tree::default();
        // An event for every seven bytes is usual.
        tree.nodes.reserve((text.len() / 7 + 4).min(NODES));
        let mut builder = Builder {
            text,
            tree: &mut tree,
            open: Vec::with_capacity(8),
            anchors: Vec::new(),
            total: Size::default(),
            replayed: Size::default(),
            aliases: 0,
            after_scalar: false,
        };
        if let Err((message, at)) = builder.events() {
            // What is wrong may have become part of the value right before it, which would be told as well.
            if builder.after_scalar && !builder.open.is_empty() {
                builder.tree.nodes.pop();
            }
            tree.problem(message, at);
        }
        tree
    }

    /// What the text holds; `None` if that is nothing.
    pub(super) fn root(&self) -> Option<Ref> {
        (!self.nodes.is_empty()).then_some(Ref { node: 0, alias: None })
    }

    /// Whether nothing is wrong.
    pub(super) fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// The node, or what it stands for if it is an alias.
    pub(super) fn follow(&self, at: Ref) -> Ref {
        match self.nodes[at.node].what {
            What::Alias(target) => Ref { node: target, alias: at.alias.or(Some(at.node)) },
            _ => at,
        }
    }

    pub(super) fn what(&self, at: Ref) -> &What<'t> {
        &self.nodes[self.follow(at).node].what
    }

    /// The bytes of a node, or of the alias that led to it.
    pub(super) fn place(&self, at: Ref) -> Range<usize> {
        let node = &self.nodes[at.alias.unwrap_or(at.node)];
        node.start..node.end
    }

    /// Whether the text breaks off in it.
    pub(super) fn is_cut(&self, at: Ref) -> bool {
        self.nodes[self.follow(at).node].next == 0
    }

    fn after(&self, node: usize) -> usize {
        match self.nodes[node].next {
            0 => self.nodes.len(),
            next => next,
        }
    }

    /// What is in a list.
    pub(super) fn elements(&self, list: Ref) -> Elements<'_, 't> {
        let Ref { node, alias } = self.follow(list);
        Elements { tree: self, at: node + 1, end: self.after(node), alias }
    }

    /// The keys of a table with their values, those that it merges last. A value is missing where the text breaks off.
    pub(super) fn entries(&self, map: Ref) -> Entries<'_, 't> {
        let at = self.follow(map);
        let own = Elements { tree: self, at: at.node + 1, end: self.after(at.node), alias: at.alias };
        let merged = match self.nodes[at.node].what {
            What::Map { merges: true } => self.merged(at).into_iter(),
            _ => Vec::new().into_iter(),
        };
        Entries { own, merged }
    }

    /// The text of a key; collections have been refused as keys.
    pub(super) fn key(&self, key: Ref) -> &str {
        match self.what(key) {
            What::Scalar(text, _) => text,
            _ => "",
        }
    }

    /// What stands under a key of a table.
    pub(super) fn get(&self, map: Ref, key: &str) -> Option<(Ref, Ref)> {
        let (key, value) = self.entries(map).find(|(other, _)| self.key(*other) == key)?;
        Some((key, value?))
    }

    pub(super) fn problem(&mut self, message: impl Into<String>, at: Range<usize>) {
        if self.problems.len() < PROBLEMS {
            self.problems.push((message.into(), at));
        }
    }

    fn is_merge(&self, key: usize) -> bool {
        matches!(self.nodes[key].what, What::Scalar(_, Kind::Merge))
    }

    /// The entries that a table gets from those that it merges: of several under one key the first, and none that it has itself.
    fn merged(&self, map: Ref) -> Vec<(Ref, Option<Ref>)> {
        let mut known: HashSet<&str> = self.own(map).map(|(key, _)| self.key(key)).collect();
        let mut found = Vec::new();
        self.merge_into(map, &mut known, &mut found);
        found
    }

    /// How deep this goes, and how much it comes to, is bounded as all that aliases lead to is.
    fn merge_into<'a>(&'a self, map: Ref, known: &mut HashSet<&'a str>, found: &mut Vec<(Ref, Option<Ref>)>) {
        let mut keys = Elements { tree: self, at: map.node + 1, end: self.after(map.node), alias: map.alias };
        while let Some(key) = keys.next() {
            let Some(value) = keys.next() else { return };
            if !self.is_merge(key.node) {
                continue;
            }
            let value = self.follow(value);
            let maps = match self.nodes[value.node].what {
                What::Map { .. } => vec![value],
                What::List => self.elements(value).map(|element| self.follow(element)).collect(),
                _ => Vec::new(),
            };
            for map in maps {
                for (key, value) in self.own(map) {
                    if known.insert(self.key(key)) {
                        found.push((key, value));
                    }
                }
                self.merge_into(map, known, found);
            }
        }
    }

    /// The entries of a table that is no alias, without what it merges.
    fn own(&self, map: Ref) -> Entries<'_, 't> {
        let own = Elements { tree: self, at: map.node + 1, end: self.after(map.node), alias: map.alias };
        Entries { own, merged: Vec::new().into_iter() }
    }
}

pub(super) struct Elements<'a, 't> {
    tree: &'a Tree<'t>,
    at: usize,
    end: usize,
    alias: Option<usize>,
}

impl Iterator for Elements<'_, '_> {
    type Item = Ref;

    fn next(&mut self) -> Option<Ref> {
        let node = (self.at < self.end).then_some(self.at)?;
        self.at = self.tree.after(node);
        Some(Ref { node, alias: self.alias })
    }
}

pub(super) struct Entries<'a, 't> {
    own: Elements<'a, 't>,
    merged: std::vec::IntoIter<(Ref, Option<Ref>)>,
}

impl Iterator for Entries<'_, '_> {
    type Item = (Ref, Option<Ref>);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(key) = self.own.next() {
            let value = self.own.next();
            let tree = self.own.tree;
            if !tree.is_merge(key.node) && (tree.skipped.is_empty() || !tree.skipped.contains(&key.node)) {
                return Some((key, value));
            }
        }
        self.merged.next()
    }
}

/// How much there is of something.
#[derive(Debug, Default, Clone, Copy)]
struct Size {
    nodes: usize,
    bytes: usize,
}

impl Size {
    fn add(&mut self, other: Size) {
        self.nodes += other.nodes;
        self.bytes += other.bytes;
    }
}

/// A collection that has not ended yet.
struct Open {
    node: usize,
    anchor: usize,
    is_map: bool,
    is_flow: bool,
    /// How many nodes it has of its own.
    children: usize,
    /// How deep it goes.
    deepest: usize,
    /// What there was before it.
    before: Size,
}

/// What an alias may mean.
#[derive(Debug, Default, Clone, Copy)]
struct Anchor {
    node: usize,
    /// With everything that aliases in it stand for; `None` as long as it is open.
    size: Option<Size>,
    /// How many levels it has.
    height: usize,
}

struct Builder<'b, 't> {
    text: &'t str,
    tree: &'b mut Tree<'t>,
    open: Vec<Open>,
    /// By the parser's numbers.
    anchors: Vec<Anchor>,
    /// What there is so far, aliases gone into, and what of it came by them.
    total: Size,
    replayed: Size,
    aliases: usize,
    /// Whether the last event was a scalar.
    after_scalar: bool,
}

type Trouble = (String, Range<usize>);

impl<'t> Builder<'_, 't> {
    fn events(&mut self) -> Result<(), Trouble> {
        let options = granit_parser::options! { emit_comments: false };
        let mut parser = Parser::new_from_str_with_options(self.text, options);
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| trouble(self.text, &error))?;
            self.after_scalar = matches!(event, Event::Scalar(..));
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents == 2 {
                        return Err((
                            "a second document begins here; a configuration is one".to_owned(),
                            self.range(&span),
                        ));
                    }
                }
                Event::Alias(anchor) => self.alias(anchor, &span)?,
                Event::Scalar(value, style, anchor, tag) => {
                    let kind = match (&tag, style) {
                        (None, ScalarStyle::Plain) if value == "<<" && self.is_key() => Kind::Merge,
                        (None, ScalarStyle::Plain) => Kind::Plain,
                        (None, _) => Kind::Text,
                        (Some(tag), _) => self.tagged_scalar(tag, &value, style, &span),
                    };
                    let mut at = self.range(&span);
                    if style == ScalarStyle::Plain {
                        at.end = at.start + self.text[at.clone()].trim_end().len();
                    }
                    if self.is_key() && scalar::is_null(&value, kind) {
                        self.refuse_key("a key is text; put it in quotes if it is meant to be this", at.clone());
                    }
                    let bytes = value.len();
                    let node = self.push(What::Scalar(value, kind), at)?;
                    self.total.bytes += bytes;
                    self.anchor(anchor, node, Some(Size { nodes: 1, bytes }), 0)?;
                }
                Event::SequenceStart(style, anchor, tag) => {
                    if let Some(tag) = &tag {
                        self.tagged_collection(tag, "seq", &span);
                    }
                    self.begin(What::List, style, anchor, &span)?;
                }
                Event::MappingStart(style, anchor, tag) => {
                    if let Some(tag) = &tag {
                        self.tagged_collection(tag, "map", &span);
                    }
                    self.begin(What::Map { merges: false }, style, anchor, &span)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(&span),
                _ => {}
            }
        }
        Ok(())
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let start = floor(self.text, span.start.byte_offset().unwrap_or(0));
        start..floor(self.text, span.end.byte_offset().unwrap_or(start)).max(start)
    }

    /// Whether the next node is a key.
    fn is_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_map && open.children.is_multiple_of(2))
    }

    /// Says of the next node that it is no key; its entry is not read.
    fn refuse_key(&mut self, message: &str, at: Range<usize>) {
        self.tree.skipped.insert(self.tree.nodes.len());
        self.tree.problem(message, at);
    }

    /// Enters a node that has nothing in it yet.
    fn push(&mut self, what: What<'t>, at: Range<usize>) -> Result<usize, Trouble> {
        let node = self.tree.nodes.len();
        if node == NODES {
            // It has nothing here that could be garbled.
            self.after_scalar = false;
            return Err((format!("it has more than {NODES} keys and values"), at));
        }
        let is_key = self.is_key();
        if let Some(open) = self.open.last_mut() {
            open.children += 1;
            if is_key && let What::Scalar(_, Kind::Merge) = what {
                self.tree.nodes[open.node].what = What::Map { merges: true };
            }
        }
        self.total.nodes += 1;
        self.tree.nodes.push(Node { what, start: at.start, end: at.end, next: node + 1 });
        Ok(node)
    }

    fn begin(&mut self, what: What<'t>, style: StructureStyle, anchor: usize, span: &Span) -> Result<(), Trouble> {
        let (is_map, is_flow) = (matches!(what, What::Map { .. }), style == StructureStyle::Flow);
        let at = self.range(span);
        if self.open.len() == DEPTH {
            return Err((TOO_DEEP.to_owned(), at));
        }
        if self.is_key() {
            self.refuse_key("a key is a single value, not a list or mapping", at.clone());
        }
        let before = self.total;
        let node = self.push(what, at)?;
        self.tree.nodes[node].next = 0;
        self.anchor(anchor, node, None, 0)?;
        let deepest = self.open.len() + 1;
        self.open.push(Open { node, anchor, is_map, is_flow, children: 0, deepest, before });
        Ok(())
    }

    fn end(&mut self, span: &Span) {
        let Some(open) = self.open.pop() else { return };
        let next = self.tree.nodes.len();
        // A collection of lines has no end of its own.
        let end = if open.is_flow { self.range(span).end } else { self.tree.nodes.last().map_or(0, |last| last.end) };
        let node = &mut self.tree.nodes[open.node];
        (node.next, node.end) = (next, end.max(node.start));
        let height = open.deepest - self.open.len();
        if let Some(outer) = self.open.last_mut() {
            outer.deepest = outer.deepest.max(open.deepest);
        }
        if let Some(anchor) = self.anchors.get_mut(open.anchor).filter(|_| open.anchor > 0) {
            let (nodes, bytes) = (self.total.nodes - open.before.nodes, self.total.bytes - open.before.bytes);
            (anchor.size, anchor.height) = (Some(Size { nodes, bytes }), height);
        }
        if open.is_map {
            self.check(open.node, open.children);
        }
    }

    fn anchor(&mut self, anchor: usize, node: usize, size: Option<Size>, height: usize) -> Result<(), Trouble> {
        if anchor == 0 {
            return Ok(());
        }
        if anchor > ANCHORS {
            let Node { start, end, .. } = self.tree.nodes[node];
            return Err((format!("it has more than {ANCHORS} anchors"), start..end));
        }
        if self.anchors.len() <= anchor {
            self.anchors.resize(anchor + 1, Anchor::default());
        }
        self.anchors[anchor] = Anchor { node, size, height };
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: &Span) -> Result<(), Trouble> {
        let at = self.range(span);
        let target = self.anchors.get(anchor).copied().unwrap_or_default();
        let Some(size) = target.size else {
            return Err(("this alias stands within what it stands for".to_owned(), at));
        };
        self.aliases += 1;
        self.replayed.add(size);
        if self.aliases > ANCHORS {
            return Err((format!("it has more than {ANCHORS} aliases"), at));
        }
        if self.replayed.nodes > REPLAYED || self.replayed.bytes > REPLAYED_BYTES {
            return Err((
                "its aliases repeat too much: what they stand for comes to more than a configuration may have"
                    .to_owned(),
                at,
            ));
        }
        let depth = self.open.len() + target.height;
        if depth > DEPTH {
            return Err((TOO_DEEP.to_owned(), at));
        }
        if self.is_key() {
            match &self.tree.nodes[target.node].what {
                What::Scalar(text, kind) if !scalar::is_null(text, *kind) => {}
                _ => self.refuse_key("a key is text, which is not what this alias stands for", at.clone()),
            }
        }
        if let Some(open) = self.open.last_mut() {
            open.deepest = open.deepest.max(depth);
        }
        self.push(What::Alias(target.node), at)?;
        self.total.add(size);
        Ok(())
    }

    /// Looks a table over that has ended: for keys that it has twice, and for what cannot be merged.
    fn check(&mut self, map: usize, children: usize) {
        // Comparing each with each needs no memory, but must not be done to thousands.
        const FEW: usize = 12;
        let map = Ref { node: map, alias: None };
        let (tree, mut twice) = (&*self.tree, Vec::new());
        let keys = tree.own(map).map(|(key, _)| (tree.key(key), key.node));
        if children.div_ceil(2) <= FEW {
            let (mut known, mut count) = ([("", 0); FEW], 0);
            for (key, node) in keys {
                if let Some((_, first)) = known[..count].iter().find(|(other, _)| *other == key) {
                    twice.push((*first, node));
                } else {
                    known[count] = (key, node);
                    count += 1;
                }
            }
        } else {
            let mut known = HashMap::with_capacity(children / 2);
            for (key, node) in keys {
                let first = *known.entry(key).or_insert(node);
                if first != node {
                    twice.push((first, node));
                }
            }
        }
        for (first, second) in twice {
            let [first, second] = [first, second].map(|node| Ref { node, alias: None });
            let (key, at) = (self.tree.key(second), self.tree.place(second));
            let line = |()| self.text[..self.tree.place(first).start].matches('\n').count() + 1;
            // A hostile text has thousands, of which few are shown.
            let line = (self.tree.problems.len() < 100).then_some(()).map(line);
            let line = line.map_or(String::new(), |line| format!(" (first on line {line})"));
            self.tree.problem(format!("duplicate mapping key: {key}{line}"), at);
            self.tree.skipped.insert(second.node);
        }
        if matches!(self.tree.nodes[map.node].what, What::Map { merges: true }) {
            self.check_merges(map);
        }
    }

    fn check_merges(&mut self, map: Ref) {
        let mut wrong = Vec::new();
        let mut nodes = self.tree.elements(map);
        while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
            if !self.tree.is_merge(key.node) {
                continue;
            }
            match self.tree.what(value) {
                What::List => {
                    let elements = self.tree.elements(value);
                    wrong.extend(elements.filter(|element| !matches!(self.tree.what(*element), What::Map { .. })));
                }
                What::Map { .. } => {}
                What::Scalar(text, kind) if scalar::is_null(text, *kind) => {}
                _ => wrong.push(value),
            }
        }
        for value in wrong {
            let at = self.tree.place(value);
            self.tree.problem("only mappings can be merged: give one, or a list of such", at);
        }
    }

    /// What the tag of a scalar makes of it.
    fn tagged_scalar(&mut self, tag: &granit_parser::Tag, value: &str, style: ScalarStyle, span: &Span) -> Kind {
        match tag.core_suffix() {
            Some("str") => return Kind::Text,
            Some("null") => return Kind::Null,
            Some("bool") => return Kind::Bool,
            Some("int") => return Kind::Int,
            Some("float") => return Kind::Float,
            Some(_) => self.refuse_tag("a single value", span),
            None => match tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() {
                Some("binary") => return Kind::Binary,
                Some("timestamp") => return Kind::Text,
                Some("merge") if value == "<<" && self.is_key() => return Kind::Merge,
                // The tag `!` alone says that it is what it is in quotes.
                _ if tag.original() == "!" => return Kind::Text,
                _ => self.refuse_tag("", span),
            },
        }
        if style == ScalarStyle::Plain { Kind::Plain } else { Kind::Text }
    }

    fn tagged_collection(&mut self, tag: &granit_parser::Tag, own: &str, span: &Span) {
        match tag.core_suffix() {
            Some(suffix) if suffix == own => {}
            Some(_) => self.refuse_tag(if own == "seq" { "a list" } else { "a mapping" }, span),
            None if tag.original() == "!" => {}
            None => self.refuse_tag("", span),
        }
    }

    /// Says of a tag that it is not for such a value or, if that is not given, that nobody knows it.
    fn refuse_tag(&mut self, value: &str, span: &Span) {
        let at = span.tag_span().map_or_else(|| self.range(span), |tag| self.range(&tag));
        // It is not named: a password that begins with `!` and has no quotes is one.
        let message = match value {
            "" => "this tag means nothing here; take it out, or put the value in quotes if it belongs to it".to_owned(),
            _ => format!("this tag is not for {value}; take it out"),
        };
        self.tree.problem(message, at);
    }
}

const TOO_DEEP: &str = "it is nested too deep here";

/// What the parser has to say, and where.
fn trouble(text: &str, error: &ScanError) -> Trouble {
    let start = floor(text, error.marker().byte_offset().unwrap_or(0));
    let end = start + text[start..].chars().next().map_or(1, char::len_utf8);
    let message = match error.kind() {
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation | ErrorKind::TabNotAllowed => {
            "a tab cannot indent a line; use spaces".to_owned()
        }
        ErrorKind::UnknownAnchor => {
            "no anchor before this alias has its name; put the value in quotes if it is none".to_owned()
        }
        ErrorKind::RecursionLimitExceeded => TOO_DEEP.to_owned(),
        ErrorKind::UndeclaredTagHandle => "nothing says what this tag stands for".to_owned(),
        ErrorKind::UnsupportedYamlMajorVersion => "only YAML 1 is read".to_owned(),
        _ => error.info(),
    };
    (message, start..end)
}

/// The largest character boundary that is not beyond `offset`.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
