//! The direct way from a TOML text into a draft. First a plan: which setting each value goes to, and that no key and no
//! table is there twice. Only a document for which that works out is written; for any other nothing has happened yet.

use super::events::{Item, What, parse};
use crate::{
    draft::{At, Draft, Hint, Input, List, Map, Mismatch, Place, ReadResult, Slot, Writer},
    schema::{Kind, Schema},
};

/// Reads a text that is plainly fine; `false`, and nothing done, if it is not.
pub(super) fn read(text: &str, schema: &'static Schema, draft: &mut dyn Draft, writer: &mut Writer<'_>) -> bool {
    let Some(items) = parse(text) else { return false };
    let Some(plan) = Plan::of(&items, schema) else { return false };
    let noted = writer.noted();
    for group in 0..plan.groups.len() {
        plan.write(group, &items, draft, writer);
    }
    // A table is sorted, so that is the order in which it finds faults.
    writer.sort_since(noted);
    true
}

/// What is under one header, or in an inline table that is a section.
struct Group {
    section: usize,
    first: usize,
}

/// One value for one setting.
struct Write {
    /// The section that holds the setting: the group's, or one flattened into it.
    section: usize,
    field: usize,
    key: usize,
    value: usize,
}

/// A section that the document mentions, or one that is flattened into such.
struct Section {
    schema: &'static Schema,
    parent: usize,
    /// Its field in the parent's schema.
    field: usize,
    /// Where its fields begin in [`Plan::uses`].
    uses: usize,
    /// Which field is likely to be named next: files mostly follow the order of the struct.
    likely: usize,
    /// Whether a header or inline table has defined it.
    defined: bool,
    /// Whether it is an inline table, to which nothing may be added.
    closed: bool,
}

/// What [`Plan::uses`] says of a setting that has a value; 0 stands for a field that was not mentioned, and any other
/// number is one more than the index of the section.
const TAKEN: usize = usize::MAX;

struct Plan {
    sections: Vec<Section>,
    uses: Vec<usize>,
    groups: Vec<Group>,
    writes: Vec<Write>,
    /// Inline tables that are sections, and the section, for groups of their own.
    inline: Vec<(usize, usize)>,
}

impl Plan {
    fn of(items: &[Item<'_>], schema: &'static Schema) -> Option<Plan> {
        let mut plan = Plan {
            sections: Vec::with_capacity(8),
            uses: Vec::with_capacity(64),
            groups: Vec::with_capacity(8),
            writes: Vec::with_capacity(items.len() / 2),
            inline: Vec::new(),
        };
        let root = plan.new_section(schema, 0, 0);
        plan.sections[root].defined = true;
        let headers = items.iter().position(|item| matches!(item.what, What::Header { .. })).unwrap_or(items.len());
        plan.group(items, root, 0, headers)?;
        let mut at = headers;
        while at < items.len() {
            at = plan.header(items, at)?;
        }
        while let Some((table, section)) = plan.inline.pop() {
            plan.group(items, section, table + 1, after(items, table))?;
        }
        Some(plan)
    }

    fn new_section(&mut self, schema: &'static Schema, parent: usize, field: usize) -> usize {
        let uses = self.uses.len();
        self.uses.resize(uses + schema.fields.len(), 0);
        self.sections.push(Section { schema, parent, field, uses, likely: 0, defined: false, closed: false });
        self.sections.len() - 1
    }

    /// Finds the section of the header at `at` and plans what is under it; gives the place of the next header.
    fn header(&mut self, items: &[Item<'_>], at: usize) -> Option<usize> {
        let What::Header { body, next } = items[at].what else { return None };
        let mut section = 0;
        // No schema is nested deeper than the parser goes; one that refers to itself could be.
        if body - at > 64 {
            return None;
        }
        for key in at + 1..body {
            let (holder, field) = self.find(section, items, key)?;
            section = match self.sections[holder].schema.fields[field].kind {
                Kind::Section(schema) | Kind::Optional(schema) => self.subsection(schema, holder, field)?,
                Kind::Setting(_) if key + 1 == body => {
                    // The value is the table under the header, for settings that are maps.
                    self.groups.push(Group { section, first: self.writes.len() });
                    self.set(items, Write { section: holder, field, key, value: at })?;
                    return Some(next);
                }
                _ => return None,
            };
        }
        if std::mem::replace(&mut self.sections[section].defined, true) {
            return None;
        }
        self.group(items, section, body, next)?;
        Some(next)
    }

    /// Plans keys and values of a section.
    fn group(&mut self, items: &[Item<'_>], section: usize, from: usize, to: usize) -> Option<()> {
        self.groups.push(Group { section, first: self.writes.len() });
        let mut key = from;
        while key < to {
            let value = key + 1;
            let (holder, field) = self.find(section, items, key)?;
            match self.sections[holder].schema.fields[field].kind {
                Kind::Setting(_) => self.set(items, Write { section: holder, field, key, value })?,
                Kind::Section(schema) | Kind::Optional(schema) => {
                    let What::Table { .. } = items.get(value)?.what else { return None };
                    if self.uses[self.sections[holder].uses + field] != 0 {
                        return None;
                    }
                    let inner = self.subsection(schema, holder, field)?;
                    (self.sections[inner].defined, self.sections[inner].closed) = (true, true);
                    self.inline.push((value, inner));
                }
                // The table knows those.
                _ => return None,
            }
            key = after(items, value);
        }
        Some(())
    }

    fn set(&mut self, items: &[Item<'_>], write: Write) -> Option<()> {
        let taken = &mut self.uses[self.sections[write.section].uses + write.field];
        if *taken != 0 || !distinct(items, write.value)? {
            return None;
        }
        *taken = TAKEN;
        self.writes.push(write);
        Some(())
    }

    /// The section that a field is, made if it was not mentioned yet.
    fn subsection(&mut self, schema: &'static Schema, parent: usize, field: usize) -> Option<usize> {
        let at = self.sections[parent].uses + field;
        match self.uses[at] {
            TAKEN => None,
            0 => {
                let section = self.new_section(schema, parent, field);
                self.uses[at] = section + 1;
                Some(section)
            }
            known => (!self.sections[known - 1].closed).then_some(known - 1),
        }
    }

    /// What a key names: a field, and the section that it is in. `None` also for keys that call for a warning.
    fn find(&mut self, section: usize, items: &[Item<'_>], key: usize) -> Option<(usize, usize)> {
        let What::Key(key) = &items[key].what else { return None };
        self.find_in(section, key)
    }

    fn find_in(&mut self, section: usize, key: &str) -> Option<(usize, usize)> {
        let Section { schema, likely, .. } = self.sections[section];
        let index = match schema.fields.get(likely) {
            Some(field) if field.key == key && !field.kind.is_transparent() && schema.choice.is_none() => likely,
            _ => {
                if schema.choice.is_some() {
                    return None;
                }
                let Some((index, called)) = schema.find(key) else {
                    let (index, inner) = schema.flattened().find(|(_, inner)| inner.knows(key))?;
                    let inner = self.subsection(inner, section, index)?;
                    return self.find_in(inner, key);
                };
                if called != schema.fields[index].key {
                    return None;
                }
                index
            }
        };
        self.sections[section].likely = index + 1;
        schema.fields[index].deprecated.is_none().then_some((section, index))
    }

    /// Enters the section of a group and writes what is planned for it.
    fn write(&self, group: usize, items: &[Item<'_>], root: &mut dyn Draft, writer: &mut Writer<'_>) {
        let Group { section, first } = self.groups[group];
        let end = self.groups.get(group + 1).map_or(self.writes.len(), |next| next.first);
        let mut chain = Vec::with_capacity(4);
        let mut at = section;
        while at != 0 {
            chain.push(at);
            at = self.sections[at].parent;
        }
        let (mut draft, mut opened) = (root, 0);
        for &at in chain.iter().rev() {
            let Section { parent, field: index, .. } = self.sections[at];
            let schema = self.sections[parent].schema;
            let field = &schema.fields[index];
            draft = if let Kind::Flatten(_) = field.kind {
                match draft.slot(index) {
                    Slot::Section(draft) => draft,
                    _ => unreachable!("the derive emits schema and slots from one model"),
                }
            } else {
                opened += 1;
                match writer.open(schema, draft, index, field.key) {
                    Place::Section { draft, .. } => draft,
                    Place::Optional { slot, .. } => slot.enter(),
                    _ => unreachable!("only sections are planned to be entered"),
                }
            };
        }
        for one in &self.writes[first..end] {
            self.set_one(section, one, items, draft, writer);
        }
        (0..opened).for_each(|_| writer.leave());
    }

    /// Writes a value into a setting of the section whose draft is given, or of one flattened into it.
    fn set_one(&self, section: usize, one: &Write, items: &[Item<'_>], draft: &mut dyn Draft, writer: &mut Writer<'_>) {
        let schema = self.sections[section].schema;
        let key = self.sections[one.section].schema.fields[one.field].key;
        let place = if one.section == section {
            Some(writer.open(schema, draft, one.field, key))
        } else {
            writer.enter(schema, draft, key, At::bytes(items[one.key].span()))
        };
        let Some(place) = place else { return };
        if let Place::Setting(mut target) = place {
            let at = At::bytes(items[one.value].span());
            let fed = feed(items, one.value, &mut |input| {
                writer.set(&mut target, at, input);
                Ok(())
            });
            debug_assert!(fed.is_ok(), "what is wrong with a value was noted where it was set");
        }
        writer.leave();
    }
}

/// The item after a value.
fn after(items: &[Item<'_>], value: usize) -> usize {
    match items[value].what {
        What::List { next } | What::Table { next } | What::Header { next, .. } => next,
        _ => value + 1,
    }
}

/// The first key of a table.
fn first_key(items: &[Item<'_>], table: usize) -> usize {
    if let What::Header { body, .. } = items[table].what { body } else { table + 1 }
}

/// Whether no table in a value has a key twice; `None` if there is no value.
fn distinct(items: &[Item<'_>], value: usize) -> Option<bool> {
    let found = items.get(value)?;
    if !matches!(found.what, What::List { .. } | What::Table { .. } | What::Header { .. }) {
        return Some(true);
    }
    let twice = (value..after(items, value))
        .any(|table| matches!(items[table].what, What::Table { .. } | What::Header { .. }) && twice(items, table));
    Some(!twice)
}

/// Whether a table has a key twice.
fn twice(items: &[Item<'_>], table: usize) -> bool {
    // Comparing each with each needs no memory, but must not be done to thousands.
    const FEW: usize = 8;
    if entries(items, table).nth(FEW).is_some() {
        let mut keys: Vec<_> = entries(items, table).map(|(key, _)| key).collect();
        keys.sort_unstable();
        return keys.windows(2).any(|pair| pair[0] == pair[1]);
    }
    entries(items, table)
        .enumerate()
        .any(|(index, (key, _))| entries(items, table).take(index).any(|(other, _)| other == key))
}

/// The keys of a table with their values, as the text has them.
fn entries<'a>(items: &'a [Item<'_>], table: usize) -> impl Iterator<Item = (&'a str, usize)> {
    let (mut at, end) = (first_key(items, table), after(items, table));
    std::iter::from_fn(move || {
        let What::Key(key) = &items[..end].get(at)?.what else { return None };
        let value = at + 1;
        at = after(items, value);
        Some((&**key, value))
    })
}

/// Hands a value to a reader.
fn feed(items: &[Item<'_>], value: usize, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    let item = &items[value];
    let result = match &item.what {
        What::String(text) => read(Input::Str(text)),
        What::Integer(integer) => read(Input::Int((*integer).into())),
        What::Float(float) => read(Input::Float(*float)),
        What::Boolean(boolean) => read(Input::Bool(*boolean)),
        What::Date(date) => read(Input::Date(date)),
        What::List { next } => read(Input::List(&mut Elements { items, at: value + 1, end: *next })),
        What::Table { .. } | What::Header { .. } => {
            let mut rest: Vec<_> = entries(items, value).collect();
            rest.reverse();
            read(Input::Map(&mut Entries { items, rest, value: None }))
        }
        What::Key(_) => unreachable!("keys and values take turns"),
    };
    result.map_err(|mut mismatch| {
        mismatch.span.get_or_insert(item.span());
        mismatch
    })
}

struct Elements<'a, 't> {
    items: &'a [Item<'t>],
    at: usize,
    end: usize,
}

impl List for Elements<'_, '_> {
    fn next(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        if self.at == self.end {
            return Ok(false);
        }
        let element = self.at;
        self.at = after(self.items, element);
        feed(self.items, element, read).map(|()| true)
    }
}

/// The entries of a table, by key as the table has them, so that of several faults the same one is found.
struct Entries<'a, 't> {
    items: &'a [Item<'t>],
    /// The last one comes next.
    rest: Vec<(&'a str, usize)>,
    value: Option<usize>,
}

impl Map for Entries<'_, '_> {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        let Some((key, value)) = self.rest.pop() else { return Ok(false) };
        self.value = Some(value);
        read(key).map(|()| true)
    }

    fn value(&mut self, _: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        self.value.take().map_or(Ok(()), |value| feed(self.items, value, read))
    }
}
