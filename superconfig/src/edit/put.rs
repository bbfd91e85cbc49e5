//! Making what stands at a path say a value, step by step, with the fewest changes.

use super::{
    document::{List, Node, Part, parse},
    insert::Blocked,
    splice::{Site, Splice, apply, in_place_of},
};
use crate::value::Value;

/// The most steps that one value takes; longer lists with comments in them are not put together by hand.
const MOST: usize = 10_000;

/// The text with a value at a path.
pub(super) fn put(text: &str, path: &[Part], value: &Value) -> Result<String, Blocked> {
    repeat(text, &|site| match site.root.at(path) {
        None => site.insert(path, value).map(Some),
        Some(node) => differ(site, path, node, value),
    })
}

/// The text without what stands at a path.
pub(super) fn take(text: &str, path: &[Part]) -> Result<String, Blocked> {
    repeat(text, &|site| Ok(site.root.at(path).map(|_| site.remove(path)).filter(|splices| !splices.is_empty())))
}

type Step<'s> = &'s dyn Fn(Site<'_>) -> Result<Option<Vec<Splice>>, Blocked>;

fn repeat(text: &str, step: Step<'_>) -> Result<String, Blocked> {
    let mut text = text.to_owned();
    for _ in 0..MOST {
        let Ok(root) = parse(&text) else { return Err(Blocked::ByTables) };
        match step(Site { text: &text, root: &root })? {
            Some(splices) => text = apply(&text, splices),
            None => return Ok(text),
        }
    }
    Err(Blocked::ByTables)
}

/// The first change on the way from what is there to a value; nothing if they are the same.
fn differ(site: Site<'_>, path: &[Part], node: &Node, value: &Value) -> Result<Option<Vec<Splice>>, Blocked> {
    if same(&node.value(site.text), value) {
        return Ok(None);
    }
    let under = |part: Part| path.iter().cloned().chain([part]).collect::<Vec<_>>();
    match (node, value) {
        (Node::Table(table), Value::Table(entries)) => {
            let entries = || entries.iter().filter(|(_, value)| *value != Value::Null);
            for entry in &table.entries {
                if !entries().any(|(key, _)| *key == entry.key) {
                    return Ok(Some(site.remove(&under(Part::Key(entry.key.clone())))));
                }
            }
            for (key, value) in entries() {
                let path = under(Part::Key(key.clone()));
                match table.get(key) {
                    None => return site.insert(&path, value).map(Some),
                    Some(entry) => {
                        let change = differ(site, &path, &entry.node, value)?;
                        if change.is_some() {
                            return Ok(change);
                        }
                    }
                }
            }
            Ok(None)
        }
        (Node::List(list), Value::List(values)) => match &list.span {
            Some(span) if !site.text[span.clone()].contains(['\n', '#']) => {
                Ok(Some(vec![Splice::new(span.clone(), on_one_line(site.text, list, values))]))
            }
            _ => elements(site, path, list, values),
        },
        _ => match node.span() {
            Some(span) => {
                let new = in_place_of(&site.text[span.clone()], value);
                Ok(Some(vec![Splice::new(span, new)]))
            }
            None => Err(Blocked::ByTables),
        },
    }
}

/// A list on one line, anew: what stays keeps its spelling, and the brackets their distance.
fn on_one_line(text: &str, list: &List, values: &[Value]) -> String {
    let span = list.span.clone().unwrap_or_default();
    let spelled = |index: usize, value: &Value| {
        let old = list.elements.get(index).filter(|old| same(&old.value(text), value)).and_then(Node::span);
        let beside = list.elements.last().and_then(Node::span).map_or("", |span| &text[span]);
        old.map_or_else(|| in_place_of(beside, value), |old| text[old].to_owned())
    };
    let values: Vec<String> = values.iter().enumerate().map(|(index, value)| spelled(index, value)).collect();
    let padded = !list.elements.is_empty() && text[span].starts_with("[ ");
    match values.as_slice() {
        [] => "[]".to_owned(),
        values if padded => format!("[ {} ]", values.join(", ")),
        values => format!("[{}]", values.join(", ")),
    }
}

/// The first change of a list over several lines: what is the same at its beginning and at its end keeps its place.
fn elements(site: Site<'_>, path: &[Part], list: &List, values: &[Value]) -> Result<Option<Vec<Splice>>, Blocked> {
    let under = |index: usize| path.iter().cloned().chain([Part::Index(index)]).collect::<Vec<_>>();
    if list.span.is_none() && !values.iter().all(|value| matches!(value, Value::Table(_))) {
        return Err(Blocked::ByTables);
    }
    let is_same = |old: usize, new: usize| same(&list.elements[old].value(site.text), &values[new]);
    let (olds, news) = (list.elements.len(), values.len());
    let shorter = olds.min(news);
    let first = (0..shorter).find(|at| !is_same(*at, *at)).unwrap_or(shorter);
    if olds > news {
        let behind = (0..shorter - first).find(|at| !is_same(olds - 1 - at, news - 1 - at)).unwrap_or(shorter - first);
        return Ok(Some(site.remove(&under(olds - 1 - behind))));
    }
    if first < shorter {
        return differ(site, &under(first), &list.elements[first], &values[first]);
    }
    site.insert(&under(olds), &values[first]).map(Some)
}

/// Whether two values mean the same; tables have no order.
fn same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Table(old), Value::Table(new)) => {
            let new: Vec<_> = new.iter().filter(|(_, value)| *value != Value::Null).collect();
            let find = |key: &String| new.iter().find(|(other, _)| other == key);
            old.len() == new.len() && old.iter().all(|(key, old)| find(key).is_some_and(|(_, new)| same(old, new)))
        }
        (Value::List(old), Value::List(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new))
        }
        #[allow(clippy::cast_precision_loss, clippy::float_cmp)] // the same number or another one
        (Value::Integer(old), Value::Float(new)) => *old as f64 == *new,
        (Value::Text(old), Value::Integer(new)) => *old == new.to_string(),
        (Value::Opaque(_), _) => false,
        _ => old.is_same(new),
    }
}
