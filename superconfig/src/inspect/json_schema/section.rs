//! Sections: which keys there are, and what stands under them.
//!
//! Longer than most files, since sections, collections, enums and what is flattened are made of each other.

use super::{
    Render, SchemaDraft,
    object::{Object, any_of, of_type, text, texts},
    words::{Words, former, is_note, sentence},
};
use crate::{
    inspect::{
        Chosen, Item, Outline, Section, Setting,
        words::{deprecation, reload_of_section},
    },
    schema::{Field, Kind, Schema, Sources},
    validate::{Count, RelationKind},
    value::Value,
};

/// What may stand in a section, with that of flattened ones.
#[derive(Default, Clone)]
pub(super) struct Members {
    pub(super) properties: Object,
    /// Lists with what adds to them and takes from them: the other names and the schema.
    operators: Vec<Operator>,
    required: Vec<&'static str>,
    pub(super) conditions: Vec<Value>,
    choices: Vec<Choice>,
    /// There is one of an enum's variants and nothing else, and whether it must be there.
    pub(super) sole: Option<bool>,
}

#[derive(Clone)]
struct Operator {
    field: &'static Field,
    removes: bool,
    core: Object,
}

/// An enum with a tag.
#[derive(Clone)]
struct Choice {
    tag: &'static str,
    default: Option<usize>,
    env: Option<String>,
    variants: Vec<(&'static Field, Members)>,
}

impl Members {
    fn absorb(&mut self, other: Members) {
        self.properties.extend(other.properties);
        self.operators.extend(other.operators);
        self.required.extend(other.required);
        self.conditions.extend(other.conditions);
    }
}

impl Render {
    /// What is used several times gets a definition; so it is counted first. The types that define themselves have the first choice of
    /// names.
    pub(super) fn survey_all(&mut self, outline: &Outline) {
        self.text_of(outline, false);
        self.survey(outline, 1);
    }

    /// Counts the sections in a section, of which its own schema has so many copies.
    pub(super) fn survey(&mut self, outline: &Outline, copies: usize) {
        for item in &outline.items {
            let Item::Section(section) = item else { continue };
            if matches!(section.field.kind, Kind::Variant(_)) {
                // For itself, and for files that do not name it.
                self.survey(&section.outline, copies + 1);
                continue;
            }
            // What adds to a list takes the same, by either spelling.
            let operators = if is_fresh(section) { 2 } else { 0 };
            let times = copies * (1 + section.field.aliases.len() + operators);
            let what = self.text_of(&section.outline, is_fresh(section));
            if !section.outline.items.is_empty() && self.definitions.count(what, times) {
                self.survey(&section.outline, 1);
            }
        }
    }

    /// The schema of a section as text, without references and without what depends on its place.
    fn text_of(&mut self, outline: &Outline, fresh: bool) -> String {
        let plain = std::mem::replace(&mut self.plain, true);
        let object = Value::from(self.object(outline, fresh));
        self.plain = plain;
        serde_json::to_string(&object).unwrap_or_default()
    }

    /// A section, or what leads to its definition.
    fn object_or_reference(&mut self, outline: &Outline, fresh: bool) -> Object {
        if self.plain {
            return self.object(outline, fresh);
        }
        let what = self.text_of(outline, fresh);
        if !self.definitions.is_shared(&what) {
            return self.object(outline, fresh);
        }
        let name = if let Some(name) = self.definitions.name(&what) {
            name
        } else {
            let only = self.definitions.has_one_place(&what);
            let placed = self.placed;
            self.placed &= only;
            let mut definition = Object::default();
            Words::of(outline.schema.doc).annotate(outline.schema.type_name.trim_start_matches('_'), &mut definition);
            let table = self.object(outline, fresh);
            definition.extend(if self.is_nullable(outline) { self.nullable(table) } else { table });
            self.placed = placed;
            self.definitions.define_shared(what, outline.schema.type_name, definition)
        };
        self.definitions.reference(&name)
    }

    /// Whether the definition of a section allows `null` itself, which is simpler than to say so wherever it is used.
    fn is_nullable(&self, outline: &Outline) -> bool {
        self.options.null && !(self.options.complete && needs(outline))
    }

    /// A section, in `fresh` mode one that no other file has said anything of. An enum may be the name of its variant alone.
    pub(super) fn object(&mut self, outline: &Outline, fresh: bool) -> Object {
        let table = self.table(outline, fresh);
        let schema = outline.schema;
        if schema.choice.is_none_or(|choice| choice.tag.is_some()) {
            return table;
        }
        let complete = self.options.complete;
        let names = sections(outline)
            .filter(|section| !complete || !needs(&section.outline))
            .flat_map(|section| std::iter::once(section.field.key).chain(section.field.aliases.iter().copied()));
        let names: Vec<&str> = names.collect();
        if names.is_empty() { table } else { any_of([Object::default().with("enum", texts(names)), table]) }
    }

    /// A section as a table.
    pub(super) fn table(&mut self, outline: &Outline, fresh: bool) -> Object {
        let members = self.members(outline);
        self.closed(members, outline.schema, fresh)
    }

    pub(super) fn members(&mut self, outline: &Outline) -> Members {
        let mut members = Members::default();
        self.gather(outline.schema, &mut outline.items.iter(), &mut members);
        for (choice, chosen) in
            members.choices.iter_mut().zip(outline.choices.iter().filter(|chosen| chosen.schema.tag().is_some()))
        {
            choice.env = chosen.env.clone().filter(|_| self.placed && !self.plain);
        }
        let schema = outline.schema;
        let plain = !schema.allow_unknown && !self.options.files.allow_unknown && schema.removed.is_empty();
        if let Some(choice) = schema.choice.filter(|choice| choice.tag.is_none()) {
            let must = self.options.complete && choice.default.is_none();
            if plain && schema.fields.iter().all(|field| field.aliases.is_empty()) {
                members.sole = Some(must);
            } else {
                self.one_variant(schema, must, &mut members);
            }
        }
        members
    }

    fn gather(&mut self, schema: &'static Schema, items: &mut std::slice::Iter<'_, Item>, out: &mut Members) {
        let mut own = Vec::new();
        let mut variants = Vec::new();
        for field in schema.fields {
            if let Kind::Flatten(inner) = field.kind {
                self.gather(inner, items, out);
                if let Some(choice) = inner.choice.filter(|choice| choice.tag.is_none()) {
                    self.one_variant(inner, self.options.complete && choice.default.is_none(), out);
                }
                own.push(None);
                continue;
            }
            let item = items.next();
            own.push(item);
            match item {
                Some(Item::Setting(setting)) => self.setting(setting, out),
                Some(Item::Section(section)) if matches!(field.kind, Kind::Variant(_)) => {
                    variants.push((field, self.members(&section.outline)));
                }
                Some(Item::Section(section)) => self.section(section, out),
                None => {}
            }
        }
        if let Some((choice, tag)) = schema.choice.and_then(|choice| Some((choice, choice.tag?))) {
            out.choices.push(Choice { tag, default: choice.default, env: None, variants });
        }
        if schema.tag().is_none() && !schema.allow_unknown && !self.options.files.allow_unknown {
            for removed in schema.removed {
                let never = Object::default()
                    .with("description", text(sentence(format!("Removed: {}", removed.advice))))
                    .with("deprecated", Value::Bool(true))
                    .with("not", Object::default());
                out.properties.extend(Object::default().with(removed.key, never));
            }
        }
        self.relations(schema, &own, out);
    }

    fn setting(&mut self, setting: &Setting, out: &mut Members) {
        let field = setting.field;
        if !setting.facts.sources.contains(Sources::FILES) {
            // As if it were unknown, also where that is allowed.
            for name in names(field) {
                out.properties.set(name, Value::Bool(false));
            }
            return;
        }
        let (core, notes) = self.value(setting);
        out.properties.set(field.key, join(self.options.draft, notes, core.clone()));
        for alias in field.aliases {
            out.properties.extend(Object::default().with(alias, former(field, &core)));
        }
        if let Some(list) = setting.facts.list {
            let core = self.elements(setting);
            out.operators.push(Operator { field, removes: false, core: core.clone() });
            if list.compare.is_some() {
                out.operators.push(Operator { field, removes: true, core });
            }
        }
        if setting.is_required() {
            self.require(field, out);
        }
    }

    fn section(&mut self, section: &Section, out: &mut Members) {
        let field = section.field;
        let inner = self.object_or_reference(&section.outline, is_fresh(section));
        let said = field.doc.is_empty() && inner.has("$ref");
        let doc = if field.doc.is_empty() && !said { section.outline.schema.doc } else { field.doc };
        let mut words = Words::of(doc);
        let core = match field.kind {
            Kind::List(..) => {
                let mut list = of_type("array").with("items", inner);
                out.operators.push(Operator { field, removes: false, core: self.nullable(list.clone()) });
                self.count(field, "Items", &mut list, &mut words);
                list
            }
            Kind::Map(_) => {
                let defined = inner.has("$ref") && self.is_nullable(&section.outline);
                let entry = if defined { inner } else { self.nullable(inner) };
                let mut map = of_type("object").with("additionalProperties", entry);
                self.count(field, "Properties", &mut map, &mut words);
                map
            }
            _ => inner,
        };
        let needed = section_needs(section);
        let defined = core.has("$ref") && self.is_nullable(&section.outline);
        let core = if defined || needed && self.options.complete { core } else { self.nullable(core) };
        let mut notes = Object::default();
        if let Some(deprecated) = field.deprecated {
            words.note(deprecation(deprecated));
            notes.set("deprecated", Value::Bool(true));
        }
        if let Some(advice) = reload_of_section(section.reload) {
            words.note(advice);
        }
        if let [Chosen { schema, env: Some(env), .. }, ..] = section.outline.choices.as_slice()
            && schema.tag().is_none()
            && self.placed
            && !self.plain
        {
            words.note(format!("Variable: `{env}`"));
        }
        if !(said && core.has("$ref") && words.is_empty()) {
            words.annotate(field.key, &mut notes);
        }
        let draft = self.options.draft;
        out.properties.set(field.key, join(draft, notes, core.clone()));
        for alias in field.aliases {
            let former = join(draft, former(field, &Object::default()), core.clone());
            out.properties.extend(Object::default().with(alias, former));
        }
        if needed {
            self.require(field, out);
        }
    }

    fn require(&self, field: &'static Field, out: &mut Members) {
        match (self.options.complete, field.aliases.is_empty()) {
            (false, _) => {}
            (true, true) => out.required.push(field.key),
            (true, _) => out.conditions.push(self.has(field).into()),
        }
    }

    /// A table with these keys and no others.
    pub(super) fn closed(&self, members: Members, schema: &Schema, fresh: bool) -> Object {
        let mut base = members;
        let choices = std::mem::take(&mut base.choices);
        let mut object = of_type("object");
        let Some((choice, others)) = choices.split_first() else {
            object.extend(self.body(base, schema));
            return object;
        };
        // Of two such enums in one table only the first is told apart.
        for other in others {
            loosely(&mut base, other);
        }
        let alone = fresh || self.options.complete;
        let mut cases: Vec<Value> = Vec::new();
        for (index, (field, members)) in choice.variants.iter().enumerate() {
            let mut case = Object::default();
            let mut words = Words::of(field.doc);
            if let Some(deprecated) = field.deprecated {
                words.note(deprecation(deprecated));
                case.set("deprecated", Value::Bool(true));
            }
            words.annotate(field.key, &mut case);
            let tag = match field.aliases {
                [] => Object::default().with("const", text(field.key)),
                _ => Object::default().with("enum", texts(names(field))),
            };
            let tag = match &choice.env {
                Some(env) => Object::default().with("description", text(format!("Variable: `{env}`."))).and(tag),
                None => tag,
            };
            let mut all = Members { properties: Object::default().with(choice.tag, tag), ..Members::default() };
            if !(alone && choice.default == Some(index)) {
                all.required.push(choice.tag);
            }
            all.absorb(base.clone());
            all.absorb(members.clone());
            for inner in &members.choices {
                loosely(&mut all, inner);
            }
            case.extend(self.body(all, schema));
            cases.push(case.into());
        }
        if !alone {
            // What was chosen elsewhere is spoken of without its name.
            let mut all = base;
            all.properties.set(choice.tag, Value::Bool(false));
            union(&mut all, choice);
            cases.push(self.body(all, schema).into());
        }
        object.set_list("oneOf", cases);
        object
    }

    fn body(&self, mut members: Members, schema: &Schema) -> Object {
        let patterns = self.operators(&mut members);
        let mut body = Object::default();
        body.set_some("properties", members.properties);
        body.set_some("patternProperties", patterns);
        if let Some(must) = members.sole {
            if must {
                body.set("minProperties", Value::Integer(1));
            }
            body.set("maxProperties", Value::Integer(1));
        }
        if !members.required.is_empty() {
            body.set("required", texts(members.required));
        }
        body.set_list("allOf", members.conditions);
        if !schema.allow_unknown && !self.options.files.allow_unknown {
            body.set("additionalProperties", Value::Bool(false));
        }
        body
    }

    /// `tags_add` and `tags_remove` behind `tags`, and patterns for what else they may be called, one for all that take the same.
    fn operators(&self, members: &mut Members) -> Object {
        let mut operators = std::mem::take(&mut members.operators);
        let known = members.properties.clone();
        let mut others: Vec<(Object, Vec<String>)> = Vec::new();
        let mut properties = Object::default();
        for (key, schema) in known.clone().entries() {
            properties.set(&key, schema);
            let (here, later) = operators.into_iter().partition(|operator: &Operator| operator.field.key == key);
            operators = later;
            for Operator { field, removes, core } in here {
                let (word, deed) = if removes { ("remove", "take from") } else { ("add", "add to") };
                let joint = if field.key.contains('-') { '-' } else { '_' };
                let usual = format!("{}{joint}{word}", field.key);
                let all = names(field).flat_map(|name| ['_', '-'].map(|joint| format!("{name}{joint}{word}")));
                let unusual: Vec<_> =
                    all.filter(|name| *name != usual && !known.has(name)).map(|name| escape(&name)).collect();
                match others.iter_mut().find(|(other, _)| *other == core) {
                    Some((_, names)) => names.extend(unusual),
                    None => others.push((core.clone(), unusual)),
                }
                if !known.has(&usual) {
                    let notes = Object::default().with("description", text(format!("What to {deed} `{}`.", field.key)));
                    properties.set(&usual, join(self.options.draft, notes, core));
                }
            }
        }
        members.properties = properties;
        let mut patterns = Object::default();
        for (core, names) in others.into_iter().filter(|(_, names)| !names.is_empty()) {
            patterns.set(&format!("^({})$", names.join("|")), core);
        }
        patterns
    }
}

/// A tag, and all keys of all variants.
fn loosely(all: &mut Members, choice: &Choice) {
    let tag = Object::default().with("enum", texts(choice.variants.iter().flat_map(|(field, _)| names(field))));
    all.properties.extend(Object::default().with(choice.tag, tag));
    union(all, choice);
}

/// All keys of all variants, each with what it is in one of them.
fn union(all: &mut Members, choice: &Choice) {
    let mut merged: Vec<(String, Vec<Value>)> = Vec::new();
    for (_, members) in &choice.variants {
        for inner in &members.choices {
            loosely(all, inner);
        }
        for (key, schema) in members.properties.clone().entries() {
            match merged.iter_mut().find(|(other, _)| *other == key) {
                Some((_, schemas)) if schemas.iter().any(|other| bare(other) == bare(&schema)) => {}
                Some((_, schemas)) => schemas.push(schema),
                None => merged.push((key, vec![schema])),
            }
        }
        let new = members.operators.iter().filter(|one| {
            !all.operators
                .iter()
                .any(|it| it.core == one.core && it.field.key == one.field.key && it.removes == one.removes)
        });
        let new: Vec<_> = new.cloned().collect();
        all.operators.extend(new);
    }
    for (key, mut schemas) in merged {
        let schema = match schemas.len() {
            1 => schemas.remove(0),
            _ => Object::default().with("anyOf", Value::List(schemas)).into(),
        };
        all.properties.extend(Object::default().with(&key, schema));
    }
}

/// A schema without what it says to people.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Table(entries) => Value::Table(entries.iter().filter(|(key, _)| !is_note(key)).cloned().collect()),
        other => other.clone(),
    }
}

/// Annotations and what they are about.
pub(super) fn join(draft: SchemaDraft, mut notes: Object, core: Object) -> Object {
    // In draft-07 nothing counts beside a reference.
    if draft == SchemaDraft::Draft07 && core.has("$ref") && !notes.is_empty() {
        return notes.with("allOf", Value::List(vec![core.into()]));
    }
    notes.extend(core);
    notes
}

/// Every name of a field.
fn names(field: &'static Field) -> impl Iterator<Item = &'static str> {
    std::iter::once(field.key).chain(field.aliases.iter().copied())
}

fn sections(outline: &Outline) -> impl Iterator<Item = &Section> {
    outline.items.iter().filter_map(|item| match item {
        Item::Section(section) => Some(section),
        Item::Setting(_) => None,
    })
}

/// Whether no other file can have spoken of the section.
fn is_fresh(section: &Section) -> bool {
    matches!(section.field.kind, Kind::List(..))
}

/// Whether something must be said of a section.
fn needs(outline: &Outline) -> bool {
    needs_any(outline.schema, &mut outline.items.iter())
}

fn needs_any(schema: &'static Schema, items: &mut std::slice::Iter<'_, Item>) -> bool {
    let mut needed = Vec::new();
    for field in schema.fields {
        needed.push(match (&field.kind, &schema.choice) {
            (Kind::Flatten(inner), _) => needs_any(inner, items),
            (_, Some(_)) => matches!(items.next(), Some(Item::Section(section)) if needs(&section.outline)),
            _ => match items.next() {
                Some(Item::Setting(setting)) => setting.is_required() && setting.facts.sources.contains(Sources::FILES),
                Some(Item::Section(section)) => section_needs(section),
                None => false,
            },
        });
    }
    match schema.choice {
        Some(choice) => choice.default.is_none_or(|index| needed.get(index) == Some(&true)),
        None => {
            needed.contains(&true)
                || schema
                    .relations
                    .iter()
                    .any(|relation| matches!(relation.kind, RelationKind::ExactlyOneOf | RelationKind::AtLeastOneOf))
        }
    }
}

fn section_needs(section: &Section) -> bool {
    match section.field.kind {
        Kind::Optional(_) => false,
        Kind::List(..) | Kind::Map(_) => section.field.rules.iter().any(|rule| (rule.check)(&None::<Count>).is_err()),
        _ => needs(&section.outline),
    }
}

/// A text as a regular expression for itself.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
