//! What of a file is secret, or may be: it is never shown.

use std::ops::Range;

use toml_parser::{Source, lexer::TokenKind};

use super::{
    Edit,
    document::{self, List, Node, Table},
};
use crate::{
    draft::Op,
    mount::with_foreign_secrets,
    schema::{Kind, Schema},
    value::Value,
};

/// The bytes of a text that must not be shown, in order: values of secrets, values of unknown keys beside such, and comments that mention
/// them.
pub(super) fn hidden(edit: &Edit, text: &str) -> Vec<Range<usize>> {
    let schema = with_foreign_secrets(edit.schema);
    let mut names = Vec::new();
    schema.walk(&mut |chain, setting| {
        if let (true, Some(field)) = (setting.is_secret(), chain.last()) {
            names.extend(std::iter::once(field.key).chain(field.aliases.iter().copied()));
        }
    });
    if names.is_empty() {
        return Vec::new();
    }
    let mut hidden = Vec::new();
    match document::parse(text) {
        Ok(Node::Table(root)) => {
            let mut hide = Hide { edit, text, schema, hidden: &mut hidden };
            if edit.plan.nested_profiles {
                root.entries.iter().for_each(|entry| hide.profile(&entry.node));
            } else {
                hide.section(&root, schema, true);
            }
        }
        _ => hidden.push(0..text.len()),
    }
    for token in Source::new(text).lex() {
        let span = token.span().start()..token.span().end();
        if token.kind() == TokenKind::Comment && names.iter().any(|name| text[span.clone()].contains(name)) {
            hidden.push(span.start + 1..span.end);
        }
    }
    hidden.sort_by_key(|range| range.start);
    hidden
}

struct Hide<'h> {
    edit: &'h Edit,
    text: &'h str,
    schema: &'static Schema,
    hidden: &'h mut Vec<Range<usize>>,
}

impl Hide<'_> {
    /// The table of a profile.
    fn profile(&mut self, node: &Node) {
        match node {
            Node::Table(table) => self.section(table, self.schema, false),
            other => self.all(other),
        }
    }

    fn section(&mut self, table: &Table, schema: &'static Schema, top: bool) {
        for entry in &table.entries {
            let key = entry.key.as_str();
            if schema.tag() == Some(key) || top && matches!(key, "$schema" | "include" | "import") {
                continue;
            }
            if top && self.edit.schema.profile_key == Some(key) {
                match &entry.node {
                    Node::Table(profiles) => profiles.entries.iter().for_each(|entry| self.profile(&entry.node)),
                    other => self.all(other),
                }
                continue;
            }
            let mut kinds = Vec::new();
            named(schema, key, &mut kinds);
            match kinds.as_slice() {
                [] => self.all(&entry.node),
                [kind] => self.kind(&entry.node, kind),
                // Variants that call different things by one name.
                kinds if kinds.iter().all(|kind| kind.setting().is_some_and(|setting| !setting.is_secret())) => {}
                _ => self.all(&entry.node),
            }
        }
    }

    fn kind(&mut self, node: &Node, kind: &'static Kind) {
        match (kind, kind.section(), node) {
            (Kind::Setting(setting), ..) if !setting.is_secret() => {}
            (Kind::List(inner, _), _, Node::List(List { elements, .. })) => {
                for element in elements {
                    self.within(element, inner);
                }
            }
            (Kind::Map(inner), _, Node::Table(table)) => {
                table.entries.iter().for_each(|entry| self.within(&entry.node, inner));
            }
            (Kind::List(..) | Kind::Map(_) | Kind::Setting(_), ..) => self.all(node),
            (_, Some(inner), _) => self.within(node, inner),
            _ => self.all(node),
        }
    }

    fn within(&mut self, node: &Node, schema: &'static Schema) {
        match node {
            Node::Table(table) => self.section(table, schema, false),
            other => match other.value(self.text) {
                // Which variant an enum is.
                Value::Text(name) if schema.variant(&name).is_some() => {}
                _ => self.all(other),
            },
        }
    }

    /// All values in it.
    fn all(&mut self, node: &Node) {
        match (node, node.span()) {
            (_, Some(span)) => self.hidden.push(span),
            (Node::Table(table), None) => table.entries.iter().for_each(|entry| self.all(&entry.node)),
            (Node::List(list), None) => list.elements.iter().for_each(|element| self.all(element)),
            (Node::Single(_), None) => {}
        }
    }
}

/// Everything that a key may name in a section.
fn named(schema: &'static Schema, key: &str, kinds: &mut Vec<&'static Kind>) {
    let base = Op::split(key).map(|(base, _)| base);
    let index = schema.find(key).or_else(|| schema.find(base?)).map(|(index, _)| index);
    kinds.extend(index.map(|index| &schema.fields[index].kind));
    schema.flattened().for_each(|(_, inner)| named(inner, key, kinds));
}
