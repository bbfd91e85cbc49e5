//! The schema with what takes a draft to find out, the defaults: what every document about a config is made from.

use std::any::Any;

use crate::{
    build::Build,
    draft::{Crumb, Draft, Input, Slot},
    schema::{self, Choice, Field, Kind, Reload, Schema, SettingSchema, Sources, env_name_of},
    source::{kebab, tag_name},
    value::Value,
};

use super::{
    placeholder::{placeholder, variants},
    readback,
    tree::{plain, shown},
};

/// A config struct, or a section of one.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) schema: &'static Schema,
    /// In the order of the struct. Those of a flattened struct stand among them; the variants of an enum are sections.
    pub(crate) items: Vec<Item>,
    /// If it is an enum, how one says which variant it is; and so for each enum flattened into it.
    pub(crate) choices: Vec<Chosen>,
}

/// What stands under one key.
#[derive(Debug)]
pub(crate) enum Item {
    Setting(Setting),
    Section(Section),
}

/// A setting and what stands in for it.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) field: &'static Field,
    pub(crate) facts: &'static SettingSchema,
    /// As in `database.pool_size`, with `<key>` for the key of a map and `[]` for the number of an element.
    pub(crate) path: String,
    /// The default without any profile. Nothing for a required setting, and for an `Option` without one.
    pub(crate) default: Option<Value>,
    /// The defaults of profiles, in the order of the struct.
    pub(crate) profiles: Vec<(&'static str, Value)>,
    /// What `example` says, in its type. Of a secret as well, since it is none.
    pub(crate) example: Option<Value>,
    /// The example, or where there is none some value that the setting would take.
    pub(crate) placeholder: Option<Value>,
    /// The variants of an enum that serde reads, as far as it says so.
    pub(crate) variants: Vec<String>,
    /// Whether the defaults, written into a file, would be read as what they are: a reader of the user's own may not know what
    /// `Serialize` makes of them.
    pub(crate) readable: bool,
    /// The variable, with `<key>` and `<n>` where a key and a number stand.
    pub(crate) env: Option<String>,
    /// The argument, `--database-pool-size`; nothing in collections.
    pub(crate) flag: Option<String>,
    /// What a reload does with a change of it.
    pub(crate) reload: Reload,
}

/// The name of an enum's variant, which sources give as they give a setting.
#[derive(Debug)]
pub(crate) struct Chosen {
    /// The enum's.
    pub(crate) schema: &'static Schema,
    /// As in `storage.type`, or without a tag `storage`.
    pub(crate) path: String,
    pub(crate) env: Option<String>,
    pub(crate) flag: Option<String>,
}

/// A section, or one that stands for all in a collection.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) field: &'static Field,
    /// As in `servers.<key>`.
    pub(crate) path: String,
    /// What a reload does with a change of anything in it.
    pub(crate) reload: Reload,
    pub(crate) outline: Outline,
}

impl Section {
    /// How an enum's variants are told apart, if it is an enum.
    pub(crate) fn choice(&self) -> Option<Choice> {
        self.outline.schema.choice
    }
}

impl Setting {
    /// Whether some source must give it, whatever the profile.
    pub(crate) fn is_required(&self) -> bool {
        self.facts.required
    }
}

/// The outline of a config; the draft is filled in on the way.
pub(crate) fn outline(schema: &'static Schema, draft: &mut dyn Draft) -> Outline {
    outline_under(schema.env_prefix, schema, draft)
}

/// The same where the names of variables begin otherwise.
pub(crate) fn outline_under(prefix: &str, schema: &'static Schema, draft: &mut dyn Draft) -> Outline {
    Walk { prefix, trail: Vec::new() }.outline(schema, draft)
}

/// What stands for the key of a map, and for the number of an element.
const KEY: &str = "<key>";
const NUMBER: &str = "<n>";

struct Walk<'p> {
    prefix: &'p str,
    trail: Vec<Crumb>,
}

impl Walk<'_> {
    fn outline(&mut self, schema: &'static Schema, draft: &mut dyn Draft) -> Outline {
        let mut items = Vec::new();
        let mut choices: Vec<Chosen> = schema.choice.map(|choice| self.chosen(schema, choice)).into_iter().collect();
        for (index, field) in schema.fields.iter().enumerate() {
            self.trail.push(Crumb::of(field));
            match (&field.kind, draft.slot(index)) {
                (Kind::Setting(setting), Slot::Setting { value, .. }) => {
                    items.push(Item::Setting(self.setting(schema, index, setting, value)));
                }
                (Kind::Flatten(inner), Slot::Section(draft)) => {
                    let flattened = self.outline(inner, draft);
                    items.extend(flattened.items);
                    choices.extend(flattened.choices);
                }
                (Kind::List(inner, _), Slot::List(slot)) => {
                    items.push(self.element(NUMBER, field, inner, schema.reload(index), slot.insert(0)));
                }
                (Kind::Map(inner), Slot::Map(slot)) => {
                    items.push(self.element(KEY, field, inner, schema.reload(index), slot.enter(KEY)));
                }
                (Kind::Section(inner), Slot::Section(draft)) => {
                    items.push(self.section(field, inner, schema.reload(index), draft));
                }
                (Kind::Optional(inner) | Kind::Variant(inner), Slot::Optional(slot)) => {
                    items.push(self.section(field, inner, schema.reload(index), slot.enter()));
                }
                _ => unreachable!("the derive emits schema and slots from one model"),
            }
            self.trail.pop();
        }
        Outline { schema, items, choices }
    }

    fn element(
        &mut self,
        key: &str,
        field: &'static Field,
        inner: &'static Schema,
        reload: Reload,
        draft: &mut dyn Draft,
    ) -> Item {
        self.trail.push(Crumb::Key(key.to_owned()));
        let section = self.section(field, inner, reload, draft);
        self.trail.pop();
        section
    }

    fn section(
        &mut self,
        field: &'static Field,
        inner: &'static Schema,
        reload: Reload,
        draft: &mut dyn Draft,
    ) -> Item {
        Item::Section(Section { field, path: self.path(), reload, outline: self.outline(inner, draft) })
    }

    fn path(&self) -> String {
        schema::trail_path(&self.trail).replace(&format!(".{NUMBER}"), "[]")
    }

    /// The flag of what is at the end of the trail, or of a tag in it.
    fn flag(&self, tag: Option<&str>) -> Option<String> {
        if self.is_in_collection() {
            return None;
        }
        let keys = self.trail.iter().filter_map(Crumb::field).filter(|field| !field.kind.is_transparent());
        let keys: Vec<String> = keys.map(|field| field.key).chain(tag).map(kebab).collect();
        Some(format!("--{}", keys.join("-"))).filter(|flag| flag != "--")
    }

    fn is_in_collection(&self) -> bool {
        self.trail.iter().any(|crumb| matches!(crumb, Crumb::Key(_)))
    }

    fn chosen(&self, schema: &'static Schema, choice: Choice) -> Chosen {
        let (mut path, mut env) = (self.path(), env_name_of(self.prefix, &self.trail));
        if let Some(tag) = choice.tag {
            path = [path.as_str(), tag].into_iter().filter(|key| !key.is_empty()).collect::<Vec<_>>().join(".");
            let joint = if matches!(self.trail.last(), Some(Crumb::Key(_))) { "__" } else { "_" };
            env = env.map(|name| match name.as_str() {
                "" => tag_name(tag),
                name => format!("{name}{joint}{}", tag_name(tag)),
            });
        }
        Chosen { schema, path, env: env.filter(|name| !name.is_empty()), flag: self.flag(choice.tag) }
    }

    fn setting(
        &self,
        schema: &'static Schema,
        index: usize,
        facts: &'static SettingSchema,
        slot: &mut dyn Any,
    ) -> Setting {
        let field = &schema.fields[index];
        let mut readable = true;
        let mut default = |profiles: &[String]| {
            (schema.fill)(index, slot, &Build::new(profiles));
            let value = Some(shown(facts, slot).0).filter(|value| *value != Value::Null)?;
            readable &=
                facts.is_secret() || readback::read(facts, &value, slot).is_ok() && shown(facts, slot).0 == value;
            Some(value)
        };
        let own = if facts.default.is_some() { default(&[]) } else { None };
        let profiles = facts.profiles.iter().map(|name| (*name, [(*name).to_owned()]));
        let profiles: Vec<_> = profiles.filter_map(|(name, active)| Some((name, default(&active)?))).collect();
        let example = example(facts, slot);
        let variants = variants(facts, slot);
        let by_name = facts.sources.intersects(Sources::ENV | Sources::DOTENV);
        Setting {
            field,
            facts,
            path: self.path(),
            default: own,
            profiles,
            placeholder: placeholder(field, facts, example.as_ref(), &variants, slot),
            example,
            variants,
            readable,
            env: by_name.then(|| env_name_of(self.prefix, &self.trail)).flatten(),
            flag: if facts.sources.contains(Sources::ARGS) { self.flag(None) } else { None },
            reload: schema.reload(index),
        }
    }
}

/// The example as a value of the setting's type, as a file would have it; where it is not one, as text.
fn example(setting: &'static SettingSchema, slot: &mut dyn Any) -> Option<Value> {
    let text = setting.about.example?;
    let shown = match (setting.leaf.read)(slot, Input::Text(text)) {
        Ok(()) => Some(plain(setting, slot)),
        Err(_) => None,
    };
    let written = Value::Text(text.to_owned());
    let integer = text.parse().ok().map(Value::Integer);
    let float = text.parse().ok().map(Value::Float);
    let truth = text.parse().ok().map(Value::Bool);
    let mut guesses = [shown, Some(written.clone()), integer, float, truth].into_iter().flatten();
    Some(guesses.find(|value| *value != Value::Null && readback::read(setting, value, slot).is_ok()).unwrap_or(written))
}
