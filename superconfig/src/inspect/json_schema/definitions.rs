//! What stands once under `$defs`: sections that are used several times, and what `schemars` defines.

use std::collections::HashMap;

use super::{
    SchemaDraft,
    object::{Object, text},
};
use crate::value::Value;

/// The definitions so far.
pub(super) struct Definitions {
    draft: SchemaDraft,
    all: Object,
    /// How often a section is used, and for how many fields, by its text without references.
    uses: HashMap<String, (usize, usize)>,
    /// The names of those that are defined.
    names: HashMap<String, String>,
    #[cfg(feature = "schemars")]
    generator: schemars::SchemaGenerator,
}

impl Definitions {
    pub(super) fn new(draft: SchemaDraft) -> Self {
        #[cfg(feature = "schemars")]
        let settings = match draft {
            SchemaDraft::Draft202012 => schemars::generate::SchemaSettings::draft2020_12(),
            SchemaDraft::Draft07 => schemars::generate::SchemaSettings::draft07(),
        };
        Self {
            draft,
            all: Object::default(),
            uses: HashMap::new(),
            names: HashMap::new(),
            #[cfg(feature = "schemars")]
            generator: settings.into_generator(),
        }
    }

    /// Notes that something is used for one more field, so many times; whether that is the first.
    pub(super) fn count(&mut self, what: String, times: usize) -> bool {
        let (uses, fields) = self.uses.entry(what).or_default();
        *uses += times;
        *fields += 1;
        *fields == 1
    }

    pub(super) fn is_shared(&self, what: &str) -> bool {
        self.uses.get(what).is_some_and(|(uses, _)| *uses > 1)
    }

    pub(super) fn has_one_place(&self, what: &str) -> bool {
        self.uses.get(what).is_some_and(|(_, fields)| *fields == 1)
    }

    /// The name under which something was defined.
    pub(super) fn name(&self, what: &str) -> Option<String> {
        self.names.get(what).cloned()
    }

    /// Defines something that is known by its text.
    pub(super) fn define_shared(&mut self, what: String, name: &str, schema: Object) -> String {
        let name = self.define(name, schema);
        self.names.insert(what, name.clone());
        name
    }

    /// Defines something under a name, or one like it if that is taken.
    pub(super) fn define(&mut self, name: &str, schema: Object) -> String {
        let name = name.trim_start_matches('_');
        let mut free = name.to_owned();
        for number in 2.. {
            if !self.is_taken(&free) {
                break;
            }
            free = format!("{name}{number}");
        }
        self.all.set(&free, schema);
        free
    }

    fn is_taken(&self, name: &str) -> bool {
        #[cfg(feature = "schemars")]
        if self.generator.definitions().contains_key(name) {
            return true;
        }
        self.all.has(name)
    }

    /// What leads to a definition.
    pub(super) fn reference(&self, name: &str) -> Object {
        Object::default().with("$ref", text(format!("#/{}/{}", self.draft.definitions(), super::pointer(name))))
    }

    /// What a type says of itself.
    #[cfg(feature = "schemars")]
    pub(super) fn of_type(&mut self, schema: crate::inspect::JsonSchemaOf) -> Object {
        let mut schema = schema(&mut self.generator);
        for transform in self.generator.transforms_mut() {
            transform.transform(&mut schema);
        }
        match super::object::foreign(schema.to_value()) {
            Value::Table(entries) => {
                let mut object = Object::default();
                for (key, value) in entries {
                    object.set(&key, value);
                }
                object
            }
            // `true` and `false`.
            Value::Bool(false) => super::object::not(Object::default()),
            _ => Object::default(),
        }
    }

    /// All of them, in alphabetical order.
    #[cfg_attr(not(feature = "schemars"), allow(unused_mut))]
    pub(super) fn finish(mut self) -> Object {
        let mut all: Vec<(String, Value)> = self.all.entries().collect();
        #[cfg(feature = "schemars")]
        all.extend(
            self.generator.take_definitions(true).into_iter().map(|(name, it)| (name, super::object::foreign(it))),
        );
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut sorted = Object::default();
        for (name, schema) in all {
            sorted.set(&name, schema);
        }
        sorted
    }
}
