//! The smallest changes of a TOML text that put a value somewhere, or take one away. Nothing else of the text is touched.

use std::ops::Range;

use toml_writer::{ToTomlValue as _, TomlStringBuilder};

use super::document::{Form, List, Node, Pair, Part, Table};
use crate::{
    inspect::{toml_key, toml_value},
    value::Value,
};

/// Bytes, and what takes their place.
#[derive(Debug)]
pub(super) struct Splice {
    at: Range<usize>,
    with: String,
}

impl Splice {
    pub(super) fn new(at: Range<usize>, with: impl Into<String>) -> Self {
        Self { at, with: with.into() }
    }

    fn insert(at: usize, with: impl Into<String>) -> Self {
        Self::new(at..at, with)
    }
}

/// The text with changes made that do not overlap.
pub(super) fn apply(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| splice.at.start);
    let (mut result, mut done) = (String::with_capacity(text.len() + 64), 0);
    for Splice { at, with } in &splices {
        result.push_str(&text[done.min(at.start)..at.start]);
        result.push_str(with);
        done = at.end;
    }
    result.push_str(&text[done..]);
    result
}

/// A text and its tree.
#[derive(Clone, Copy)]
pub(super) struct Site<'t> {
    pub(super) text: &'t str,
    pub(super) root: &'t Node,
}

/// What stands where something else is needed.
#[derive(Debug)]
pub(super) enum Blocked {
    /// A single value, so many steps along the path.
    BySingle(usize),
    /// A list of so many elements.
    Gap(usize),
    /// Tables under headers of their own.
    ByTables,
}

impl Site<'_> {
    /// Puts a value where nothing is.
    pub(super) fn insert(self, path: &[Part], value: &Value) -> Result<Vec<Splice>, Blocked> {
        let (mut nodes, mut node) = (Vec::new(), self.root);
        while let Some(child) = path.get(nodes.len()).and_then(|part| node.child(part)) {
            nodes.push(node);
            node = child;
        }
        let depth = nodes.len();
        nodes.push(node);
        let (before, rest) = path.split_at(depth);
        match (node, rest) {
            (Node::Table(table), [Part::Key(key), further @ ..]) => {
                if nodes.iter().any(|node| is_value(node)) {
                    return Ok(vec![self.in_braces(&nodes, before, table, key, &nested(further, value))]);
                }
                Ok(vec![self.in_lines(&nodes, before, table, rest, value)])
            }
            (Node::List(list), [Part::Index(index), further @ ..]) if *index == list.elements.len() => {
                match &list.span {
                    Some(span) => Ok(self.append(list, span, &self.styled(&nested(further, value), list))),
                    None => Ok(vec![self.new_header(node.tail(), &keys(before), true, further, value)]),
                }
            }
            (Node::List(list), [Part::Index(_), ..]) => Err(Blocked::Gap(list.elements.len())),
            _ => Err(Blocked::BySingle(depth)),
        }
    }

    /// A new pair among lines, or a new header for it.
    fn in_lines(self, nodes: &[&Node], before: &[Part], table: &Table, rest: &[Part], value: &Value) -> Splice {
        let pair = |key: &str, value: &Value| self.pair_line(table, key, value);
        if table.form == Form::Dotted {
            // Its keys continue those that the lines of the table around it begin with.
            let holder = nodes.iter().rposition(|node| !matches!(node, Node::Table(Table { form: Form::Dotted, .. })));
            let own: Vec<&str> = keys(&before[holder.unwrap_or(0)..]);
            let (way, further) = up_to_index(rest);
            return pair(&dotted(own.into_iter().chain(way)), &nested(further, value));
        }
        match rest {
            [Part::Key(key)] if table.form != Form::Implied => pair(&toml_key(key), value),
            [Part::Key(_)] => self.header_above(nodes[nodes.len() - 1], &keys(before), rest, value),
            _ => {
                let (way, further) = up_to_index(rest);
                let tail = nodes[nodes.len() - 1].tail();
                match further {
                    [] => {
                        let (last, way) = way.split_last().unwrap_or((&"", &[]));
                        let header: Vec<&str> = keys(before).into_iter().chain(way.iter().copied()).collect();
                        self.new_header(tail, &header, false, &[Part::Key((*last).to_owned())], value)
                    }
                    [_, inner @ ..] => {
                        let header: Vec<&str> = keys(before).into_iter().chain(way).collect();
                        // A list of single values stands on one line.
                        if inner.is_empty() {
                            let (last, way) = header.split_last().unwrap_or((&"", &[]));
                            let list = Value::List(vec![value.clone()]);
                            return self.new_header(tail, way, false, &[Part::Key((*last).to_owned())], &list);
                        }
                        self.new_header(tail, &header, true, inner, value)
                    }
                }
            }
        }
    }

    /// A line behind the last of a table's own.
    fn pair_line(self, table: &Table, key: &str, value: &Value) -> Splice {
        let equals = table.last.as_ref().map_or(" = ", |pair| self.equals(pair));
        let line = format!("{key}{equals}{}", self.styled(value, table));
        let start = table.last.as_ref().map(|pair| pair.start).or(match &table.form {
            Form::Header(span) => Some(span.start),
            _ => None,
        });
        match (start, table.own_end()) {
            (Some(start), Some(end)) => {
                let indent = self.indent(start);
                self.line_after(end, &format!("{indent}{line}"))
            }
            _ => self.first_line(&line),
        }
    }

    /// A first line of the text that is under no header.
    fn first_line(self, line: &str) -> Splice {
        let newline = self.newline();
        match self.root.first_header() {
            Some(header) => Splice::insert(self.above(header), format!("{line}{newline}{newline}")),
            None if self.text.trim_start_matches('\u{feff}').is_empty() => {
                Splice::insert(self.text.len(), format!("{line}{newline}"))
            }
            None if self.text.ends_with('\n') => Splice::insert(self.text.len(), format!("{line}{newline}")),
            None => Splice::insert(self.text.len(), format!("{newline}{line}{newline}")),
        }
    }

    /// A header with a pair under it, behind the last line that ends at `tail` and what belongs to it.
    fn new_header(self, tail: usize, header: &[&str], list: bool, rest: &[Part], value: &Value) -> Splice {
        let newline = self.newline();
        let (way, further) = up_to_index(rest);
        let pair = format!("{} = {}", dotted(way), self.styled(&nested(further, value), self.root));
        if header.is_empty() {
            return self.first_line(&pair);
        }
        let header = dotted(header.iter().copied());
        let header = if list { format!("[[{header}]]") } else { format!("[{header}]") };
        let at = self.behind(tail);
        let before = &self.text[..at];
        let bare = before.trim_start_matches('\u{feff}').is_empty();
        let gap = match (bare, before.ends_with('\n')) {
            (true, _) => String::new(),
            (false, true) if before.ends_with("\n\n") || before.ends_with("\n\r\n") => String::new(),
            (false, true) => newline.to_owned(),
            (false, false) => format!("{newline}{newline}"),
        };
        let open = before.ends_with('\n') || bare;
        let end = if open || at < self.text.len() { newline } else { "" };
        let after = if at < self.text.len() && !self.text[at..].trim_start_matches('\r').starts_with('\n') {
            newline
        } else {
            ""
        };
        Splice::insert(at, format!("{gap}{header}{newline}{pair}{end}{after}"))
    }

    /// A header for a table that has none, above those of the tables in it.
    fn header_above(self, node: &Node, header: &[&str], rest: &[Part], value: &Value) -> Splice {
        let Some(first) = node.first_header() else {
            return self.new_header(node.tail(), header, false, rest, value);
        };
        let newline = self.newline();
        let (way, further) = up_to_index(rest);
        let pair = format!("{} = {}", dotted(way), self.styled(&nested(further, value), self.root));
        let header = dotted(header.iter().copied());
        Splice::insert(self.above(first), format!("[{header}]{newline}{pair}{newline}{newline}"))
    }

    /// A pair in the braces around a table.
    fn in_braces(self, nodes: &[&Node], before: &[Part], table: &Table, key: &str, value: &Value) -> Splice {
        let is_braced = |node: &&Node| matches!(node, Node::Table(table) if table.is_inline());
        let at = nodes.iter().rposition(|node| is_braced(&node)).unwrap_or(0);
        let Node::Table(holder) = nodes[at] else { unreachable!("a list holds no keys") };
        let key = dotted(keys(&before[at..]).into_iter().chain([key]));
        let value = self.styled(value, holder);
        let Form::Inline(span) = &holder.form else { unreachable!("only tables in braces are looked for") };
        let Some(last) = table.last.as_ref().filter(|_| !table.is_inline()).or(holder.pairs.last()) else {
            let inside = span.start + 1..span.end - 1;
            return if self.text[inside.clone()].trim().is_empty() {
                Splice::new(inside, format!(" {key} = {value} "))
            } else {
                Splice::insert(inside.start, format!(" {key} = {value}"))
            };
        };
        let between = holder.pairs.windows(2).map(|pair| &self.text[pair[0].value.end..pair[1].start]).next_back();
        let comma = between.filter(|text| text.chars().all(|c| c == ',' || c.is_whitespace())).unwrap_or(", ");
        Splice::insert(last.value.end, format!("{comma}{key}{}{value}", self.equals(last)))
    }

    /// One more element of a list in brackets.
    fn append(self, list: &List, span: &Range<usize>, value: &str) -> Vec<Splice> {
        let close = span.end - 1;
        let (Some(last), comma) = (list.elements.last().and_then(Node::span), list.commas.last().copied().flatten())
        else {
            let line = self.line_start(close);
            let own_line = line > span.start && self.text[line..close].trim().is_empty();
            return vec![if own_line {
                Splice::insert(line, format!("{}    {value},{}", self.indent(close), self.newline()))
            } else if self.text[span.start + 1..close].trim().is_empty() {
                Splice::new(span.start + 1..close, value)
            } else {
                Splice::insert(close, value)
            }];
        };
        let end = self.line_content_end(comma.map_or(last.end, |comma| comma + 1).max(last.end));
        let start = self.line_start(last.start);
        if end >= close || start <= span.start {
            return match comma {
                Some(comma) => vec![Splice::insert(comma + 1, format!(" {value}"))],
                None => vec![Splice::insert(last.end, format!(", {value}"))],
            };
        }
        let line = format!("{}{}{value}", self.newline(), self.indent(last.start));
        match comma {
            Some(_) => vec![Splice::insert(end, format!("{line},"))],
            None => vec![Splice::insert(last.end, ","), Splice::insert(end, line)],
        }
    }

    /// Takes away what stands at a path, or a first part of it: until nothing is left there.
    pub(super) fn remove(self, path: &[Part]) -> Vec<Splice> {
        let Some((last, way)) = path.split_last() else { return Vec::new() };
        let (Some(holder), Some(node)) = (self.root.at(way), self.root.at(path)) else { return Vec::new() };
        let lines = match (node, node.span()) {
            (_, Some(span)) => return self.remove_value(path, holder, last, &span),
            (Node::Table(table), None) => {
                if let Some(entry) = table.entries.last() {
                    let within: Vec<Part> = path.iter().cloned().chain([Part::Key(entry.key.clone())]).collect();
                    return self.remove(&within);
                }
                match &table.form {
                    Form::Header(span) => span.clone(),
                    _ => return Vec::new(),
                }
            }
            (Node::List(list), None) => {
                let Some(at) = list.elements.len().checked_sub(1) else { return Vec::new() };
                let within: Vec<Part> = path.iter().cloned().chain([Part::Index(at)]).collect();
                return self.remove(&within);
            }
            (Node::Single(_), None) => return Vec::new(),
        };
        let (mut start, end) = (self.line_start(lines.start), self.line_end(lines.end));
        // The blank line above went with it.
        let above = self.text[..start].trim_end_matches(['\n', '\r']).len();
        if self.text[above..start].matches('\n').count() > 1 {
            start -= if self.text[..start].ends_with("\r\n") { 2 } else { 1 };
        }
        vec![Splice::new(start..end, "")]
    }

    fn remove_value(self, path: &[Part], holder: &Node, last: &Part, span: &Range<usize>) -> Vec<Splice> {
        if let (Node::List(list), Part::Index(index)) = (holder, last) {
            return self.remove_element(list, *index, span);
        }
        let braces =
            (0..path.len()).rev().filter_map(|length| self.root.at(&path[..length])).find_map(|node| match node {
                Node::Table(table) if table.is_inline() => Some(table),
                _ => None,
            });
        if let Some(table) = braces {
            let at = table.pairs.iter().position(|pair| pair.value == *span);
            let (Some(at), Form::Inline(whole)) = (at, &table.form) else { return Vec::new() };
            let (own, next) = (&table.pairs[at], table.pairs.get(at + 1));
            return vec![Splice::new(
                match (at.checked_sub(1).map(|before| &table.pairs[before]), next) {
                    (_, Some(next)) => own.start..next.start,
                    (Some(before), None) => before.value.end..own.value.end,
                    (None, None) if self.text[own.value.end..whole.end - 1].trim().is_empty() => {
                        whole.start + 1..whole.end - 1
                    }
                    (None, None) => own.start..own.value.end,
                },
                "",
            )];
        }
        let Node::Table(table) = holder else { return Vec::new() };
        let Some(key) = (match last {
            Part::Key(key) => table.get(key).and_then(|entry| entry.keys.first()),
            Part::Index(_) => None,
        }) else {
            return Vec::new();
        };
        let (start, end) = (self.line_start(key.start), self.line_end(span.end));
        // The last line may have no end of its own.
        let start = if self.text[..end].ends_with('\n') { start } else { self.before_newline(start) };
        vec![Splice::new(start..end, "")]
    }

    fn remove_element(self, list: &List, index: usize, span: &Range<usize>) -> Vec<Splice> {
        let comma = list.commas.get(index).copied().flatten();
        let end = comma.map_or(span.end, |comma| comma + 1);
        let apart = self.text[span.end..end].trim_matches([' ', '\t', ',']);
        if !apart.is_empty() {
            let comma = comma.map(|comma| Splice::new(comma..comma + 1, ""));
            return std::iter::once(Splice::new(span.clone(), "")).chain(comma).collect();
        }
        let before = index.checked_sub(1).and_then(|before| list.elements[before].span());
        let (start, line) = (self.line_start(span.start), self.line_end(end));
        let is_line = self.text[start..span.start].trim().is_empty() && self.text[end..line].trim().is_empty();
        if is_line {
            return vec![Splice::new(start..line, "")];
        }
        if let (Some(before), None) = (&before, comma)
            && self.text[before.end..span.start].trim_matches([' ', '\t', ',']).is_empty()
        {
            return vec![Splice::new(before.end..end, "")];
        }
        let spaces = self.text[end..].len() - self.text[end..].trim_start_matches([' ', '\t']).len();
        vec![Splice::new(span.start..end + spaces, "")]
    }

    /// A value as text, with its strings in the quotes that its neighbours have, or others in the file.
    fn styled(self, value: &Value, beside: &impl Quotes) -> String {
        let quotes = beside.quotes(self.text).or_else(|| self.root.quotes(self.text));
        let literal = quotes == Some('\'');
        written(value, literal)
    }

    /// How a neighbour has its equals sign.
    fn equals(self, pair: &Pair) -> &'static str {
        if &self.text[pair.key_end..pair.value.start] == "=" { "=" } else { " = " }
    }

    fn newline(self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    fn line_start(self, at: usize) -> usize {
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8().min(at) } else { start }
    }

    /// The byte behind the end of a line.
    fn line_end(self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// The byte at which a line's own characters end.
    fn line_content_end(self, at: usize) -> usize {
        let line = &self.text[..self.line_end(at)];
        line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line).len()
    }

    fn before_newline(self, at: usize) -> usize {
        let before = &self.text[..at];
        before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n')).unwrap_or(before).len()
    }

    /// The white space that a line begins with.
    fn indent(self, at: usize) -> &'static str {
        // Tabs and spaces, as they come.
        const BLANKS: &str = "                                ";
        const TABS: &str = "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";
        let line = &self.text[self.line_start(at)..];
        let (tabs, blanks) =
            (line.len() - line.trim_start_matches('\t').len(), line.len() - line.trim_start_matches(' ').len());
        if tabs > 0 { &TABS[..tabs.min(TABS.len())] } else { &BLANKS[..blanks.min(BLANKS.len())] }
    }

    fn line_after(self, at: usize, line: &str) -> Splice {
        let (end, newline) = (self.line_end(at), self.newline());
        if self.text[..end].ends_with('\n') {
            Splice::insert(end, format!("{line}{newline}"))
        } else {
            Splice::insert(end, format!("{newline}{line}"))
        }
    }

    /// The start of the comment that stands right above a header, or of its line.
    fn above(self, header: usize) -> usize {
        let mut start = self.line_start(header);
        while start > 0 {
            let before = self.line_start(start - 1);
            let line = self.text[before..start].trim();
            // `#:schema` is about the whole file.
            if before == start || !line.starts_with('#') || line.starts_with("#:") {
                break;
            }
            start = before;
        }
        start
    }

    /// Behind the line that holds `at`, and the comments that follow and are not those of the next header.
    fn behind(self, at: usize) -> usize {
        let end = if at == 0 { self.line_start(0) } else { self.line_end(at) };
        let mut next = end;
        while next < self.text.len() {
            let line = self.text[next..self.line_end(next)].trim();
            if !line.is_empty() && !line.starts_with('#') {
                break;
            }
            next = self.line_end(next);
        }
        if next == self.text.len() {
            return next;
        }
        let start = self.above(next).max(end);
        let kept = self.text[..start].trim_end_matches(['\n', '\r', ' ', '\t']).len();
        self.line_end(kept).clamp(end, start)
    }
}

/// Whether it stands within a value.
fn is_value(node: &Node) -> bool {
    matches!(node, Node::Table(table) if table.is_inline()) || matches!(node, Node::List(List { span: Some(_), .. }))
}

/// Where a string may stand already.
trait Quotes {
    /// The quotes of a string that does.
    fn quotes(&self, text: &str) -> Option<char>;
}

impl Quotes for Node {
    fn quotes(&self, text: &str) -> Option<char> {
        match self {
            Node::Single(span) => text[span.clone()].chars().next().filter(|c| ['"', '\''].contains(c)),
            Node::Table(table) => table.quotes(text),
            Node::List(list) => list.quotes(text),
        }
    }
}

impl Quotes for Table {
    fn quotes(&self, text: &str) -> Option<char> {
        self.entries.iter().rev().find_map(|entry| entry.node.quotes(text))
    }
}

impl Quotes for List {
    fn quotes(&self, text: &str) -> Option<char> {
        self.elements.iter().rev().find_map(|node| node.quotes(text))
    }
}

/// A value as it takes the place of another.
pub(super) fn in_place_of(old: &str, value: &Value) -> String {
    match value {
        Value::Text(text) if old.starts_with(|c: char| c.is_ascii_digit()) && is_date(text) => text.clone(),
        _ => written(value, old.starts_with('\'')),
    }
}

fn is_date(text: &str) -> bool {
    use toml::de::DeValue;
    !text.contains(['\n', '#']) && DeValue::parse(text).is_ok_and(|it| matches!(it.get_ref(), DeValue::Datetime(_)))
}

/// A value of TOML; tables are in braces.
fn written(value: &Value, literal: bool) -> String {
    match value {
        Value::Text(text) if literal => {
            let builder = TomlStringBuilder::new(text);
            builder.as_literal().map_or_else(|| toml_value(value), |text| text.to_toml_value())
        }
        Value::Text(text) if !text.contains(['"', '\\']) => TomlStringBuilder::new(text).as_basic().to_toml_value(),
        Value::List(values) if literal => {
            format!("[{}]", values.iter().map(|value| written(value, true)).collect::<Vec<_>>().join(", "))
        }
        _ => toml_value(value),
    }
}

/// A value under further keys, which stand in braces then.
fn nested(path: &[Part], value: &Value) -> Value {
    path.iter().rev().fold(value.clone(), |value, part| match part {
        Part::Key(key) => Value::Table(vec![(key.clone(), value)]),
        Part::Index(_) => Value::List(vec![value]),
    })
}

fn keys(path: &[Part]) -> Vec<&str> {
    let key = |part| match part {
        &Part::Key(ref key) => Some(key.as_str()),
        Part::Index(_) => None,
    };
    path.iter().filter_map(key).collect()
}

/// The keys that a path begins with, and what comes after them.
fn up_to_index(path: &[Part]) -> (Vec<&str>, &[Part]) {
    let at = path.iter().position(|part| matches!(part, Part::Index(_))).unwrap_or(path.len());
    (keys(&path[..at]), &path[at..])
}

fn dotted<'k>(keys: impl IntoIterator<Item = &'k str>) -> String {
    keys.into_iter().map(toml_key).collect::<Vec<_>>().join(".")
}
