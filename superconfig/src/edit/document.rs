//! A TOML text taken apart without losing anything: which keys lead where, and the bytes of each. Edits are made in the text itself.
//!
//! Longer than most files, since the tree and the one pass over the parser's events that builds it know each other's every detail.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use toml::de::{DeTable, DeValue};
use toml_parser::{
    ErrorSink, ParseError, Raw, Source, Span,
    decoder::Encoding,
    parser::{EventReceiver, parse_document},
};

use crate::{format::toml::too_deep, value::Value};

/// What stands under a key.
#[derive(Debug)]
pub(super) enum Node {
    Table(Table),
    List(List),
    /// A single value.
    Single(Range<usize>),
}

#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) form: Form,
    /// In the order in which they are first mentioned.
    pub(super) entries: Vec<Entry>,
    index: HashMap<String, usize>,
    /// Where its last own line with a value ends, be it through dotted keys; not those below headers of their own.
    pub(super) last: Option<Pair>,
    /// Of an inline table its keys with their values, in order.
    pub(super) pairs: Vec<Pair>,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// The whole text, or the table that dotted keys or the headers of others imply.
    #[default]
    Implied,
    Root,
    /// Made of dotted keys such as `a.b = 1`.
    Dotted,
    /// With a header of its own, of which these are the bytes.
    Header(Range<usize>),
    /// In braces.
    Inline(Range<usize>),
}

#[derive(Debug)]
pub(super) struct List {
    /// The brackets; nothing for `[[…]]`.
    pub(super) span: Option<Range<usize>>,
    pub(super) elements: Vec<Node>,
    /// The comma behind each element that has one.
    pub(super) commas: Vec<Option<usize>>,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    /// Everywhere that the key stands.
    pub(super) keys: Vec<Range<usize>>,
    pub(super) node: Node,
}

/// A key, perhaps dotted, with its value.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) start: usize,
    /// Where its key ends.
    pub(super) key_end: usize,
    pub(super) value: Range<usize>,
}

/// A step on the way through a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Key(String),
    Index(usize),
}

impl Node {
    /// The bytes of a value; nothing for what stands on lines of its own.
    pub(super) fn span(&self) -> Option<Range<usize>> {
        match self {
            Node::Single(span) | Node::Table(Table { form: Form::Inline(span), .. }) => Some(span.clone()),
            Node::List(list) => list.span.clone(),
            Node::Table(_) => None,
        }
    }

    pub(super) fn child(&self, part: &Part) -> Option<&Node> {
        match (self, part) {
            (Node::Table(table), Part::Key(key)) => table.get(key).map(|entry| &entry.node),
            (Node::List(list), Part::Index(index)) => list.elements.get(*index),
            _ => None,
        }
    }

    pub(super) fn at(&self, path: &[Part]) -> Option<&Node> {
        path.iter().try_fold(self, |node, part| node.child(part))
    }

    /// Where the last line ends that has to do with it.
    pub(super) fn tail(&self) -> usize {
        match self {
            Node::Single(span)
            | Node::List(List { span: Some(span), .. })
            | Node::Table(Table { form: Form::Inline(span), .. }) => span.end,
            Node::List(list) => list.elements.iter().map(Node::tail).max().unwrap_or(0),
            Node::Table(table) => {
                let own = table.own_end().unwrap_or(0);
                table.entries.iter().map(|entry| entry.node.tail()).max().unwrap_or(0).max(own)
            }
        }
    }

    /// Where the first header begins that has to do with it.
    pub(super) fn first_header(&self) -> Option<usize> {
        match self {
            Node::Table(Table { form: Form::Header(span), .. }) => Some(span.start),
            Node::Table(table) => table.entries.iter().filter_map(|entry| entry.node.first_header()).min(),
            Node::List(list) => list.elements.iter().filter_map(Node::first_header).min(),
            Node::Single(_) => None,
        }
    }

    /// What it means, as far as it can be told.
    pub(super) fn value(&self, text: &str) -> Value {
        match self {
            Node::Single(span) => single(&text[span.clone()]),
            Node::List(list) => Value::List(list.elements.iter().map(|node| node.value(text)).collect()),
            Node::Table(table) => {
                Value::Table(table.entries.iter().map(|it| (it.key.clone(), it.node.value(text))).collect())
            }
        }
    }
}

/// What a single value means; a date is its text.
fn single(text: &str) -> Value {
    let Ok(value) = DeValue::parse(text) else { return Value::Opaque("") };
    match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Integer(it) => i128::from_str_radix(it.as_str(), it.radix()).map_or(Value::Opaque(""), Value::Integer),
        DeValue::Float(it) => it.as_str().parse().map_or(Value::Opaque(""), Value::Float),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => Value::Opaque(""),
    }
}

impl Table {
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.index.get(key).map(|index| &self.entries[*index])
    }

    /// Where its own lines end: the last with a value, or its header.
    pub(super) fn own_end(&self) -> Option<usize> {
        let header = match &self.form {
            Form::Header(span) => Some(span.end),
            _ => None,
        };
        self.last.as_ref().map(|pair| pair.value.end).or(header)
    }

    pub(super) fn is_inline(&self) -> bool {
        matches!(self.form, Form::Inline(_))
    }

    /// The entry of a key; `fresh` is put there if there is none.
    fn entry(&mut self, (key, span): &Key, fresh: impl FnOnce() -> Node) -> &mut Entry {
        let at = *self.index.entry(key.clone()).or_insert(self.entries.len());
        if at == self.entries.len() {
            self.entries.push(Entry { key: key.clone(), keys: Vec::new(), node: fresh() });
        }
        self.entries[at].keys.push(span.clone());
        &mut self.entries[at]
    }
}

/// Why a text has no tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unparsed {
    /// It has a syntax error.
    Syntax,
    /// Here it is nested deeper than anybody means.
    TooDeep(usize),
}

/// The tree of a text.
pub(super) fn parse(text: &str) -> Result<Node, Unparsed> {
    if let Some(at) = too_deep(text) {
        return Err(Unparsed::TooDeep(at.start));
    }
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let (statements, keys, open) = (Vec::new(), Vec::new(), Vec::new());
    let mut events = Events { source, statements, keys, open, sound: true };
    let mut error: Option<ParseError> = None;
    parse_document(&tokens, &mut events, &mut error);
    // Which keys may stand beside which others is for the `toml` crate to say.
    if !events.sound || error.is_some() || DeTable::parse(text).is_err() {
        return Err(Unparsed::Syntax);
    }
    tree(events.statements).ok_or(Unparsed::Syntax)
}

fn tree(statements: Vec<Statement>) -> Option<Node> {
    let mut root = Table { form: Form::Root, ..Table::default() };
    let mut under: Vec<Key> = Vec::new();
    for statement in statements {
        match statement {
            Statement::Header { span, path, list } => {
                header(&mut root, &path, span, list)?;
                under = path;
            }
            Statement::Pair { path, value } => {
                let mut table = &mut root;
                for (key, _) in &under {
                    let at = *table.index.get(key)?;
                    table = inner(&mut table.entries[at].node)?;
                }
                pair(table, &path, value)?;
            }
        }
    }
    Some(Node::Table(root))
}

/// A key, decoded, and its bytes.
type Key = (String, Range<usize>);

/// The table that a header leads to or through: of a list the last element.
fn inner(node: &mut Node) -> Option<&mut Table> {
    match node {
        Node::Table(table) => Some(table),
        Node::List(list) => list.elements.last_mut().and_then(inner),
        Node::Single(_) => None,
    }
}

fn header(root: &mut Table, path: &[Key], span: Range<usize>, list: bool) -> Option<()> {
    let (own, way) = path.split_last()?;
    let mut table = root;
    for key in way {
        table = inner(&mut table.entry(key, || Node::Table(Table::default())).node)?;
    }
    let form = Form::Header(span);
    if !list {
        let node = &mut table.entry(own, || Node::Table(Table::default())).node;
        inner(node)?.form = form;
        return Some(());
    }
    let empty = || Node::List(List { span: None, elements: Vec::new(), commas: Vec::new() });
    let Node::List(list) = &mut table.entry(own, empty).node else { return None };
    list.elements.push(Node::Table(Table { form, ..Table::default() }));
    Some(())
}

fn pair(mut table: &mut Table, path: &[Key], value: Raws) -> Option<()> {
    let ((last, way), first) = (path.split_last()?, path.first()?);
    let whole = Pair { start: first.1.start, key_end: last.1.end, value: value.span.clone() };
    if table.is_inline() {
        table.pairs.push(whole.clone());
    }
    table.last = Some(whole.clone());
    for key in way {
        let dotted = || Node::Table(Table { form: Form::Dotted, ..Table::default() });
        table = inner(&mut table.entry(key, dotted).node)?;
        table.last = Some(whole.clone());
    }
    let node = value.node()?;
    table.entry(last, || node);
    Some(())
}

enum Statement {
    Header { span: Range<usize>, path: Vec<Key>, list: bool },
    Pair { path: Vec<Key>, value: Raws },
}

/// A value as the events tell it.
struct Raws {
    span: Range<usize>,
    what: Inner,
}

enum Inner {
    Single,
    List(Vec<Raws>, Vec<Option<usize>>),
    Table(Vec<(Vec<Key>, Raws)>),
}

impl Raws {
    fn node(self) -> Option<Node> {
        Some(match self.what {
            Inner::Single => Node::Single(self.span),
            Inner::List(values, commas) => {
                let elements = values.into_iter().map(Raws::node).collect::<Option<_>>()?;
                Node::List(List { span: Some(self.span), elements, commas })
            }
            Inner::Table(pairs) => {
                let mut table = Table { form: Form::Inline(self.span), ..Table::default() };
                for (path, value) in pairs {
                    pair(&mut table, &path, value)?;
                }
                Node::Table(table)
            }
        })
    }
}

struct Events<'t> {
    source: Source<'t>,
    statements: Vec<Statement>,
    /// Of the header or pair that is being read.
    keys: Vec<Key>,
    open: Vec<Open>,
    sound: bool,
}

/// What was begun: its first byte, what of it was read, and the keys that wait for it.
struct Open {
    start: usize,
    what: Inner,
    keys: Vec<Key>,
}

impl<'t> Events<'t> {
    fn text(&self, span: Span) -> &'t str {
        self.source.input().get(span.start()..span.end()).unwrap_or_default()
    }

    fn begin(&mut self, span: Span, what: Inner) {
        let keys = std::mem::take(&mut self.keys);
        self.open.push(Open { start: span.start(), what, keys });
    }

    fn end(&mut self, span: Span) {
        let Some(Open { start, what, keys }) = self.open.pop() else {
            self.sound = false;
            return;
        };
        self.keys = keys;
        self.value(Raws { span: start..span.end(), what });
    }

    fn value(&mut self, value: Raws) {
        let keys = std::mem::take(&mut self.keys);
        match self.open.last_mut().map(|open| &mut open.what) {
            None => self.statements.push(Statement::Pair { path: keys, value }),
            Some(Inner::Table(pairs)) => pairs.push((keys, value)),
            Some(Inner::List(values, commas)) => {
                values.push(value);
                commas.push(None);
            }
            Some(Inner::Single) => self.sound = false,
        }
    }

    fn header_end(&mut self, span: Span) {
        let path = std::mem::take(&mut self.keys);
        match self.statements.last_mut() {
            Some(Statement::Header { span: header, path: empty, .. }) => {
                header.end = span.end();
                *empty = path;
            }
            _ => self.sound = false,
        }
    }

    fn header(&mut self, span: Span, list: bool) {
        self.statements.push(Statement::Header { span: span.start()..span.end(), path: Vec::new(), list });
    }
}

impl EventReceiver for Events<'_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header(span, false);
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header_end(span);
    }

    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header(span, true);
    }

    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header_end(span);
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.begin(span, Inner::Table(Vec::new()));
        true
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.end(span);
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.begin(span, Inner::List(Vec::new(), Vec::new()));
        true
    }

    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.end(span);
    }

    fn value_sep(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if let Some(Open { what: Inner::List(_, commas), .. }) = self.open.last_mut()
            && let Some(comma) = commas.last_mut()
        {
            *comma = Some(span.start());
        }
    }

    fn simple_key(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        let mut key = Cow::Borrowed("");
        Raw::new_unchecked(self.text(span), kind, span).decode_key(&mut key, error);
        self.keys.push((key.into_owned(), span.start()..span.end()));
    }

    fn scalar(&mut self, span: Span, _: Option<Encoding>, _: &mut dyn ErrorSink) {
        self.value(Raws { span: span.start()..span.end(), what: Inner::Single });
    }

    fn error(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.sound = false;
    }
}
