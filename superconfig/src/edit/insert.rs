//! The smallest changes of a TOML text that put a value where nothing is.

use std::ops::Range;

use super::{
    document::{Form, List, Node, Part, Table},
    splice::{Site, Splice},
};
use crate::{inspect::toml_key, value::Value};

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
                        let (own, way) = way.split_last().unwrap_or((&"", &[]));
                        let header: Vec<&str> = keys(before).into_iter().chain(way.iter().copied()).collect();
                        self.new_header(tail, &header, false, &[Part::Key((*own).to_owned())], value)
                    }
                    [_, inner @ ..] => {
                        let header: Vec<&str> = keys(before).into_iter().chain(way).collect();
                        // A list of single values stands on one line.
                        if inner.is_empty() {
                            let (own, way) = header.split_last().unwrap_or((&"", &[]));
                            let list = Value::List(vec![value.clone()]);
                            return self.new_header(tail, way, false, &[Part::Key((*own).to_owned())], &list);
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
        let is_braced = |node: &Node| matches!(node, Node::Table(table) if table.is_inline());
        let at = nodes.iter().rposition(|node| is_braced(node)).unwrap_or(0);
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
        let (Some(own), comma) = (list.elements.last().and_then(Node::span), list.commas.last().copied().flatten())
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
        let end = self.line_content_end(comma.map_or(own.end, |comma| comma + 1).max(own.end));
        let start = self.line_start(own.start);
        if end >= close || start <= span.start {
            return match comma {
                Some(comma) => vec![Splice::insert(comma + 1, format!(" {value}"))],
                None => vec![Splice::insert(own.end, format!(", {value}"))],
            };
        }
        let line = format!("{}{}{value}", self.newline(), self.indent(own.start));
        match comma {
            Some(_) => vec![Splice::insert(end, format!("{line},"))],
            None => vec![Splice::insert(own.end, ","), Splice::insert(end, line)],
        }
    }
}

/// Whether it stands within a value.
fn is_value(node: &Node) -> bool {
    matches!(node, Node::Table(table) if table.is_inline()) || matches!(node, Node::List(List { span: Some(_), .. }))
}

/// A value under further keys, which stand in braces then.
fn nested(path: &[Part], value: &Value) -> Value {
    path.iter().rev().fold(value.clone(), |value, part| match part {
        Part::Key(key) => Value::Table(vec![(key.clone(), value)]),
        Part::Index(_) => Value::List(vec![value]),
    })
}

fn keys<'p>(path: &'p [Part]) -> Vec<&'p str> {
    let key = |part: &'p Part| match part {
        Part::Key(key) => Some(key.as_str()),
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
