//! `${NAME}` in the strings of files: a variable, or another setting by its path.
//!
//! What a setting is, is known only when all sources have been read. So a load that meets such a name notes the text and goes on;
//! at its end the names are looked up in what was read, and the load is run once more with them. No other load pays for that.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::HashMap,
    ffi::OsString,
};

use super::{Crumb, Draft, Hint, Input, List, Map, Mismatch, ReadResult, Shape, Spot, Visitor, walk};
use crate::{
    gather::Gather as _,
    order,
    origin::Mark,
    schema::{self, Schema, SettingSchema},
    source::{Environment, is_secret_variable},
    substitute::{Unclear, is_needed, names, substitute},
    value::Value,
};

/// What texts are expanded by.
pub(crate) struct Expansion<'a> {
    schema: &'static Schema,
    environment: &'a Environment,
    /// What variables begin with.
    prefix: &'a str,
    /// Not only where a setting asks for it.
    everywhere: bool,
    /// The settings that texts refer to, once they are known.
    known: Option<KnownSettings>,
    noted: RefCell<Noted>,
    /// Whether the text in question refers to what is not known yet.
    later: Cell<bool>,
    /// How many bytes came out in this load.
    grown: Cell<usize>,
}

/// The most that may come out in one load, in bytes: 64 MiB. One text, put into many, is a bomb.
const MOST: usize = 64 << 20;

/// What a load has met that it cannot look up.
#[derive(Default)]
struct Noted {
    names: Vec<String>,
    /// By path, the settings that are a text with names in it.
    templates: HashMap<String, Template>,
}

/// A text with names in it, and the source that has it.
struct Template {
    text: String,
    source: u32,
}

/// What other settings are.
pub(crate) struct KnownSettings(HashMap<String, Referred>);

/// What a reference leads to.
#[derive(Clone)]
struct Referred {
    /// Nothing if it is not set; or why it has no text.
    text: Result<Option<String>, String>,
    secret: bool,
    /// The source that set it, as in [`Mark`].
    source: u32,
}

impl<'a> Expansion<'a> {
    pub(crate) fn new(
        schema: &'static Schema,
        environment: &'a Environment,
        prefix: &'a str,
        everywhere: bool,
        known: Option<KnownSettings>,
    ) -> Self {
        Self {
            schema,
            environment,
            prefix,
            everywhere,
            known,
            noted: RefCell::default(),
            later: Cell::new(false),
            grown: Cell::new(0),
        }
    }

    /// Whether names in the strings of a setting are looked at.
    pub(crate) fn concerns(&self, setting: &SettingSchema) -> bool {
        setting.expand.unwrap_or(self.everywhere)
    }

    /// Hands an input to the reader of a setting, with what the names in it stand for. `false` if that will only be known at the end.
    pub(crate) fn read(
        &self,
        source: u32,
        trail: &[Crumb],
        setting: &'static SettingSchema,
        input: Input<'_>,
        read: &mut dyn FnMut(Input<'_>) -> ReadResult,
    ) -> Result<bool, Box<Mismatch>> {
        self.later.set(false);
        let path = schema::trail_path(trail);
        if let Input::Str(text) = &input
            && is_needed(text)
        {
            self.noted.borrow_mut().templates.insert(path, Template { text: (*text).to_owned(), source });
        }
        let read = self.feed(setting, setting.leaf.shape, input, read);
        if self.later.get() {
            return Ok(false);
        }
        read.map(|()| true)
    }

    /// Hands an input to a reader, with all strings in it expanded.
    fn feed(
        &self,
        setting: &'static SettingSchema,
        shape: Shape,
        input: Input<'_>,
        read: &mut dyn FnMut(Input<'_>) -> ReadResult,
    ) -> ReadResult {
        let element = match shape {
            Shape::List(leaf) | Shape::Map(leaf) => leaf.shape,
            _ => Shape::Any,
        };
        match input {
            Input::Str(text) if is_needed(text) => match (self.text(setting, text), shape) {
                (Err(unclear), _) => Err(Mismatch::unclear(unclear)),
                (Ok(text), Shape::String | Shape::Text) => read(Input::Str(&text)),
                // Otherwise it is read by its type, as a variable is: `port = "${PORT}"`.
                (Ok(text), _) => read(Input::Text(&text)),
            },
            Input::List(list) => read(Input::List(&mut Elements { expansion: self, setting, element, list })),
            Input::Map(map) => read(Input::Map(&mut Entries { expansion: self, setting, element, map })),
            other => read(other),
        }
    }

    fn text(&self, setting: &'static SettingSchema, text: &str) -> Result<String, Unclear> {
        let (mut out, mut noted) = (OsString::new(), false);
        let mut lookup = |name: &str| {
            if !names_setting(self.schema, name) {
                return variable(self.schema, self.environment, self.prefix, name, setting.is_secret());
            }
            let Some(known) = &self.known else {
                self.later.set(true);
                if !std::mem::replace(&mut noted, true) {
                    self.noted.borrow_mut().names.extend(names(text).map(str::to_owned));
                }
                return Ok(Some(OsString::from("later")));
            };
            known.look_up(name, setting.is_secret())
        };
        substitute(text, &mut lookup, &mut out)?;
        self.grown.set(self.grown.get() + out.len());
        if self.grown.get() > MOST {
            return Err(Unclear::new("all such texts together are larger than 64 MiB", "write the value as it is"));
        }
        into_text(out)
    }

    /// Whether texts refer to settings that are not known yet.
    pub(crate) fn is_preliminary(&self) -> bool {
        !self.noted.borrow().names.is_empty()
    }

    /// What the settings are that texts refer to, if any do and they are not known yet.
    pub(crate) fn into_known(self, draft: &mut dyn Draft) -> Option<KnownSettings> {
        let Noted { mut names, templates } = self.noted.into_inner();
        order::sort_by(&mut names, Ord::cmp);
        names.dedup();
        if names.is_empty() {
            return None;
        }
        let mut values = Values(HashMap::new());
        walk(self.schema, draft, &mut Vec::new(), &mut values);
        let mut resolver = Resolver {
            schema: self.schema,
            environment: self.environment,
            prefix: self.prefix,
            templates: &templates,
            values: values.0,
            known: HashMap::new(),
            under_way: Vec::new(),
        };
        for name in names.iter().filter(|name| names_setting(self.schema, name)) {
            resolver.resolve(name);
        }
        Some(KnownSettings(resolver.known))
    }
}

/// Whether a name is that of a setting: what has a `.` or a `[` in it can be nothing else.
fn names_setting(schema: &'static Schema, name: &str) -> bool {
    name.contains(['.', '[']) || schema.knows(name)
}

/// What a variable holds, for a setting that may be secret: a secret stays among secrets.
fn variable(
    schema: &'static Schema,
    environment: &Environment,
    prefix: &str,
    name: &str,
    by_secret: bool,
) -> Result<Option<OsString>, Unclear> {
    let value = environment.var(name);
    if value.is_some() && !by_secret && is_secret_variable(schema, prefix, name) {
        return Err(Unclear::new(
            format!("'{name}' is the variable of a secret, and what refers to it is not secret"),
            "add #[config(secret)] to the setting that refers to it",
        ));
    }
    Ok(value)
}

fn into_text(text: OsString) -> Result<String, Unclear> {
    text.into_string()
        .map_err(|_| Unclear::new("a variable in it is not Unicode", "give the variable a value that is text"))
}

impl KnownSettings {
    fn look_up(&self, name: &str, by_secret: bool) -> Result<Option<OsString>, Unclear> {
        self.0.get(name).map_or(Ok(None), |referred| referred.take(name, by_secret))
    }
}

impl Referred {
    /// The text for a setting that refers to it; a secret stays among secrets.
    fn take(&self, name: &str, by_secret: bool) -> Result<Option<OsString>, Unclear> {
        if self.secret && !by_secret {
            return Err(Unclear::new(
                format!("'{name}' is secret, and what refers to it is not"),
                "add #[config(secret)] to the setting that refers to it",
            ));
        }
        match &self.text {
            Ok(text) => Ok(text.clone().map(OsString::from)),
            Err(reason) => Err(Unclear::new(reason.clone(), "write the value as it is")),
        }
    }
}

/// Every setting as text.
struct Values(HashMap<String, Referred>);

impl Visitor for Values {
    fn setting(&mut self, spot: Spot<'_>, setting: &'static SettingSchema, value: &mut dyn Any, mark: &mut Mark) {
        let path = schema::trail_path(&spot.trail());
        let text = match setting.leaf.show.and_then(|show| show(value)) {
            _ if *mark == Mark::FAILED => Err(format!("there is a problem with '{path}'")),
            Some(Value::Null) => Ok(None),
            value => match value.and_then(|value| value.text()) {
                Some(text) => Ok(Some(text)),
                None => Err(format!("'{path}' has no text that could be put in")),
            },
        };
        self.0.insert(path, Referred { text, secret: setting.is_secret(), source: mark.source });
    }
}

/// Follows references from one setting to the next.
struct Resolver<'a> {
    schema: &'static Schema,
    environment: &'a Environment,
    prefix: &'a str,
    templates: &'a HashMap<String, Template>,
    values: HashMap<String, Referred>,
    known: HashMap<String, Referred>,
    under_way: Vec<String>,
}

/// The longest chain of references.
const LONGEST: usize = 64;

impl Resolver<'_> {
    fn resolve(&mut self, name: &str) -> Referred {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let value = self.values.get(name).cloned();
        let secret = value.as_ref().is_some_and(|value| value.secret);
        let refuse = |reason: String| Referred { text: Err(reason), secret, source: 0 };
        // A later source may have said something else.
        let current = |template: &&Template| value.as_ref().is_some_and(|value| value.source == template.source);
        let template = self.templates.get(name).filter(current);
        let referred = match (value, template) {
            (None, _) => refuse(format!("there is no setting '{name}'")),
            (Some(_), Some(_)) if self.under_way.iter().any(|other| other == name) => {
                let from = self.under_way.iter().position(|other| other == name).unwrap_or(0);
                let circle = self.under_way[from..].iter().map(String::as_str).chain([name]);
                return refuse(format!("it refers to itself: {}", circle.gather().join(" -> ")));
            }
            (Some(_), Some(_)) if self.under_way.len() >= LONGEST => {
                return refuse(format!("more than {LONGEST} settings refer to each other"));
            }
            (Some(_), Some(template)) => {
                self.under_way.push(name.to_owned());
                let text = self.text(&template.text, secret);
                self.under_way.pop();
                Referred { text: text.map(Some).map_err(|unclear| unclear.message), secret, source: 0 }
            }
            (Some(value), None) => value,
        };
        self.known.insert(name.to_owned(), referred.clone());
        referred
    }

    fn text(&mut self, template: &str, secret: bool) -> Result<String, Unclear> {
        let mut out = OsString::new();
        let mut lookup = |name: &str| {
            if names_setting(self.schema, name) {
                self.resolve(name).take(name, secret)
            } else {
                variable(self.schema, self.environment, self.prefix, name, secret)
            }
        };
        substitute(template, &mut lookup, &mut out)?;
        into_text(out)
    }
}

struct Elements<'a, 'e> {
    expansion: &'a Expansion<'e>,
    setting: &'static SettingSchema,
    element: Shape,
    list: &'a mut dyn List,
}

impl List for Elements<'_, '_> {
    fn next(&mut self, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        let (expansion, setting, shape) = (self.expansion, self.setting, self.element);
        self.list.next(hint, &mut |input| expansion.feed(setting, shape, input, read))
    }
}

struct Entries<'a, 'e> {
    expansion: &'a Expansion<'e>,
    setting: &'static SettingSchema,
    element: Shape,
    map: &'a mut dyn Map,
}

impl Map for Entries<'_, '_> {
    fn key(&mut self, read: &mut dyn FnMut(&str) -> ReadResult) -> Result<bool, Box<Mismatch>> {
        self.map.key(read)
    }

    fn value(&mut self, hint: Hint, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
        let (expansion, setting, shape) = (self.expansion, self.setting, self.element);
        self.map.value(hint, &mut |input| expansion.feed(setting, shape, input, read))
    }
}
