//! The smallest changes of a TOML text that take away what stands somewhere.

use std::ops::Range;

use super::{
    document::{Form, List, Node, Part},
    splice::{Site, Splice},
};

impl Site<'_> {
    /// Takes away what stands at a path, or a first part of it: until nothing is left there.
    pub(super) fn remove(self, path: &[Part]) -> Vec<Splice> {
        let Some((step, way)) = path.split_last() else { return Vec::new() };
        let (Some(holder), Some(node)) = (self.root.at(way), self.root.at(path)) else { return Vec::new() };
        let lines = match (node, node.span()) {
            (_, Some(span)) => return self.remove_value(path, holder, step, &span),
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

    fn remove_value(self, path: &[Part], holder: &Node, step: &Part, span: &Range<usize>) -> Vec<Splice> {
        if let (Node::List(list), Part::Index(index)) = (holder, step) {
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
        let Some(key) = (match step {
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
}
