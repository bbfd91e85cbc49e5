//! The `const` description of a config that the derive emits: facts as data. It knows no source, no format and no
//! report; everything that walks a config is driven by it.

mod check;
mod sources;

#[cfg(feature = "inspect")]
pub(crate) use check::check_dump;
#[cfg(feature = "watch")]
pub(crate) use check::opaque;
pub use check::{check, check_root};
pub use sources::Sources;

use std::any::Any;

use crate::{
    build::Build,
    draft::{Crumb, Leaf, ListOps, Merge, Op},
    gather::Gather as _,
    validate::{Relation, Rule},
};

/// What the derive knows about one config struct.
///
/// Reached through [`SuperConfig::SCHEMA`](crate::SuperConfig::SCHEMA). Only the derive builds one.
#[derive(Debug)]
pub struct Schema {
    /// The name of the program, as in `shop.toml`; the package name unless `name = "…"` says otherwise.
    pub name: &'static str,
    /// What environment names begin with, `SHOP` for `SHOP_LISTEN`; empty for none.
    pub env_prefix: &'static str,
    /// The struct's Rust name.
    pub type_name: &'static str,
    /// The struct's doc comment.
    pub doc: &'static str,
    /// The profiles that `profiles = […]` declares; empty if it declares none.
    pub profiles: &'static [&'static str],
    /// The declared profiles that bring in others, each with those, lowest first.
    pub profile_groups: &'static [(&'static str, &'static [&'static str])],
    /// The key at the top of files under which profiles stand: `profile` for `[profile.prod]`, unless `profile_key` says
    /// otherwise.
    pub profile_key: Option<&'static str>,
    /// Whether unknown keys in files are warnings here.
    pub allow_unknown: bool,
    /// Whether a load of it takes in every linked-in config that has a `mount`.
    pub mounts: bool,
    /// The settings and sections, in the order of the struct; of an enum its variants.
    pub fields: &'static [Field],
    /// Of an enum how a source says which variant it means.
    pub choice: Option<Choice>,
    /// Keys that there are no more.
    pub removed: &'static [Removed],
    /// What its fields must be together.
    pub relations: &'static [Relation],
    /// What there is anywhere in it; see [`Self::with_facts`].
    pub facts: Facts,
    /// Puts the default of the setting at an index into its `Option<T>`; see [`SuperConfig::fill`](crate::SuperConfig).
    pub fill: Fill,
}

/// What is known of a schema as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Whether anywhere in it is a variable with a name of its own.
    pub absolute: bool,
    /// Whether anywhere in it is a variable with a former name.
    pub former: bool,
    /// Whether anywhere in it is an enum with a tag.
    pub tags: bool,
    /// How many variables its settings have, without those that elements of collections may have.
    pub names: usize,
    /// Those of its own fields that a reload may not simply change, by their index; see [`Schema::reload`].
    pub guards: &'static [(usize, Reload)],
}

/// What a reload does with a field that has another value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// It takes it.
    Live,
    /// It keeps the old one until the program is restarted.
    Restart,
    /// It fails.
    Reject,
}

impl Facts {
    const NONE: Facts = Facts { absolute: false, former: false, tags: false, names: 0, guards: &[] };

    /// What stands in a schema until [`Schema::with_facts`] looks.
    #[must_use]
    pub const fn unknown() -> Facts {
        Facts::NONE
    }

    /// With fields that a reload may not simply change.
    #[must_use]
    pub const fn guarding(self, guards: &'static [(usize, Reload)]) -> Facts {
        Facts { guards, ..self }
    }
}

/// What the derive says of something that is not as usual. It says nothing of what is, so that its code stays short.
macro_rules! setters {
    ($($name:ident: $ty:ty;)*) => {$(
        #[doc(hidden)]
        #[must_use]
        pub const fn $name(self, $name: $ty) -> Self {
            Self { $name, ..self }
        }
    )*};
}

/// Puts a default into a setting.
pub type Fill = fn(usize, &mut dyn Any, &Build<'_>);

/// How one of an enum's variants is chosen.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The key among its settings that has its name: `type` for `type = "s3"`. Without one its settings stand under its name,
    /// `[storage.s3]`, or its name stands alone, `storage = "none"`.
    pub tag: Option<&'static str>,
    /// The variant that it is if no source says otherwise.
    pub default: Option<usize>,
}

impl Schema {
    /// The schema of nothing; stands in where the derive reported an error.
    pub const EMPTY: &'static Schema = &Self::NOTHING;

    pub(crate) const NOTHING: Schema = Schema {
        name: "",
        env_prefix: "",
        type_name: "",
        doc: "",
        profiles: &[],
        profile_groups: &[],
        profile_key: None,
        allow_unknown: false,
        mounts: false,
        fields: &[],
        choice: None,
        removed: &[],
        relations: &[],
        facts: Facts::NONE,
        fill: |_, _, _| {},
    };

    /// A config of which there is nothing to say but its fields.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(
        name: &'static str,
        env_prefix: &'static str,
        type_name: &'static str,
        fields: &'static [Field],
        fill: Fill,
    ) -> Self {
        Self { name, env_prefix, type_name, profile_key: Some("profile"), fields, fill, ..Self::NOTHING }
    }

    setters! {
        doc: &'static str;
        profiles: &'static [&'static str];
        profile_groups: &'static [(&'static str, &'static [&'static str])];
        profile_key: Option<&'static str>;
        allow_unknown: bool;
        mounts: bool;
        choice: Option<Choice>;
        relations: &'static [Relation];
        facts: Facts;
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn removing(self, removed: &'static [Removed]) -> Self {
        Self { removed, ..self }
    }

    /// The same with its [`Facts`], which are known while compiling, so that no load walks the whole tree for them.
    #[must_use]
    pub const fn with_facts(mut self) -> Self {
        let tags = matches!(self.choice, Some(Choice { tag: Some(_), .. }));
        self.facts = Facts { tags, guards: self.facts.guards, ..Facts::NONE };
        let mut i = 0;
        while i < self.fields.len() {
            let field = &self.fields[i];
            self.facts.absolute |= matches!(field.env, Env::Absolute(_));
            self.facts.former |= !field.env_aliases.is_empty();
            let names = match &field.kind {
                Kind::Setting(_) | Kind::List(..) | Kind::Map(_) => 1,
                Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) | Kind::Variant(inner) => {
                    inner.facts.names
                }
            };
            self.facts.names += names * (1 + field.env_aliases.len());
            if let Some(inner) = field.kind.section() {
                self.facts.absolute |= inner.facts.absolute;
                self.facts.former |= inner.facts.former;
                self.facts.tags |= inner.facts.tags;
            }
            i += 1;
        }
        self
    }

    /// What a reload does with the field at an index, if it has another value.
    #[must_use]
    pub fn reload(&self, index: usize) -> Reload {
        let guard = self.facts.guards.iter().find(|(guarded, _)| *guarded == index);
        guard.map_or(Reload::Live, |(_, reload)| *reload)
    }

    /// The name of one of the two reserved variables, `<NAME>_CONFIG` and `<NAME>_PROFILE`.
    pub(crate) fn reserved_variable(&self, what: &str) -> String {
        let base = if self.env_prefix.is_empty() { self.name } else { self.env_prefix };
        let mut name = String::with_capacity(base.len() + 1 + what.len());
        if self.env_prefix.is_empty() {
            name.extend(base.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_uppercase() } else { '_' }));
        } else {
            name.push_str(base);
        }
        name.push('_');
        name.push_str(what);
        name
    }

    /// The field that `key` names here, not looking into flattened sections, and the key as the schema spells it.
    pub(crate) fn find(&self, key: &str) -> Option<(usize, &'static str)> {
        let (index, called) = self.named(key)?;
        (!self.fields[index].kind.is_transparent()).then_some((index, called))
    }

    /// The field that has this key and nothing to be said about that, looked for from an index on and then before it: the keys
    /// of a text mostly stand in the order of the fields.
    #[cfg(any(feature = "json", feature = "toml", feature = "toml_crate", feature = "yaml"))]
    pub(crate) fn plain_field(&self, key: &str, from: usize) -> Option<usize> {
        let is_named = |field: &Field| same(field.key, key);
        let index = match self.fields.get(from) {
            Some(field) if is_named(field) => from,
            _ => {
                let (before, after) = self.fields.split_at(from.min(self.fields.len()));
                match after.iter().position(is_named) {
                    Some(index) => before.len() + index,
                    None => before.iter().position(is_named)?,
                }
            }
        };
        let field = &self.fields[index];
        let plain = self.choice.is_none() && field.deprecated.is_none() && !field.kind.is_transparent();
        plain.then_some(index)
    }

    fn named(&self, key: &str) -> Option<(usize, &'static str)> {
        self.fields.iter().enumerate().find_map(|(index, field)| {
            let called =
                if same(field.key, key) { field.key } else { field.aliases.iter().find(|alias| same(alias, key))? };
            Some((index, called))
        })
    }

    /// The list that `key` adds to or takes from, and what it calls that list: `tags_add`, `tags_remove`.
    pub(crate) fn find_op(&self, key: &str) -> Option<(usize, &'static str, Op)> {
        let (base, op) = Op::split(key)?;
        let (index, called) = self.find(base)?;
        let field = &self.fields[index];
        let list = match &field.kind {
            Kind::Setting(setting) => setting.list.is_some(),
            Kind::List(..) => op == Op::Add,
            _ => false,
        };
        list.then_some((index, called, op))
    }

    /// Whether `key` names something here or in a section flattened into this one.
    pub(crate) fn knows(&self, key: &str) -> bool {
        self.find(key).is_some() || self.tag() == Some(key) || self.flattened().any(|(_, schema)| schema.knows(key))
    }

    /// Whether `key` is an operator on a list here or in a section flattened into this one.
    pub(crate) fn knows_op(&self, key: &str) -> bool {
        self.find_op(key).is_some() || self.flattened().any(|(_, schema)| schema.knows_op(key))
    }

    /// What is said of a key that there is no more, here or in a section flattened into this one; also if it did something to a
    /// list of that name.
    pub(crate) fn removed(&self, key: &str) -> Option<&'static Removed> {
        let list = Op::split(key).map(|(base, _)| base);
        let own = self.removed.iter().find(|removed| removed.key == key || Some(removed.key) == list);
        // What is removed from an enum are names of variants, which do not stand beside its tag.
        own.filter(|_| self.tag().is_none()).or_else(|| self.flattened().find_map(|(_, inner)| inner.removed(key)))
    }

    /// The sections whose keys stand among those of this one, with their index: flattened ones, and an enum's variants that a tag
    /// chooses between.
    pub(crate) fn flattened(&self) -> impl Iterator<Item = (usize, &'static Schema)> {
        self.fields.iter().enumerate().filter_map(|(index, field)| match field.kind {
            Kind::Flatten(schema) | Kind::Variant(schema) => Some((index, schema)),
            _ => None,
        })
    }

    /// Every key that may stand here, flattened ones included.
    pub(crate) fn keys(&self) -> Vec<&'static str> {
        let mut keys: Vec<&'static str> = self.tag().into_iter().gather();
        for field in self.fields {
            match field.kind {
                Kind::Flatten(schema) | Kind::Variant(schema) => {
                    let more = schema.keys().into_iter().filter(|key| !keys.contains(key));
                    let more: Vec<_> = more.gather();
                    keys.extend(more);
                }
                _ => keys.push(field.key),
            }
        }
        keys
    }

    /// Whether a field is one of these, or of a section flattened into this one.
    pub(crate) fn holds(&self, field: &'static Field) -> bool {
        self.fields.iter().any(|it| std::ptr::eq(it, field)) || self.flattened().any(|(_, inner)| inner.holds(field))
    }

    /// The tag of an enum that has one.
    pub(crate) fn tag(&self) -> Option<&'static str> {
        self.choice.and_then(|choice| choice.tag)
    }

    /// The variant of an enum that a source calls by this name.
    pub(crate) fn variant(&self, name: &str) -> Option<usize> {
        self.choice.and_then(|_| self.named(name)).map(|(index, _)| index)
    }

    /// The names of an enum's variants.
    pub(crate) fn variants(&self) -> Vec<&'static str> {
        self.fields.iter().map(|field| field.key).gather()
    }

    /// Calls `visit` with every setting of the tree, once for all elements of a collection: the chain of fields that leads to it.
    pub(crate) fn walk(&'static self, visit: &mut dyn FnMut(&[&'static Field], &SettingSchema)) {
        fn go(
            schema: &'static Schema,
            chain: &mut Vec<&'static Field>,
            visit: &mut dyn FnMut(&[&'static Field], &SettingSchema),
        ) {
            for field in schema.fields {
                chain.push(field);
                match &field.kind {
                    Kind::Setting(setting) => visit(chain, setting),
                    kind => kind.section().into_iter().for_each(|inner| go(inner, chain, visit)),
                }
                chain.pop();
            }
        }
        go(self, &mut Vec::new(), visit);
    }
}

/// One field of a config struct: a setting or a section.
#[derive(Debug, Clone)]
pub struct Field {
    /// The Rust name, without `r#`.
    pub ident: &'static str,
    /// The key in files.
    pub key: &'static str,
    /// Former keys, which still bind, with a warning.
    pub aliases: &'static [&'static str],
    /// How the environment names it.
    pub env: Env,
    /// What stands for [`Env::Key`] in the names of former variables, which still bind, with a warning.
    pub env_aliases: &'static [&'static str],
    /// The doc comment.
    pub doc: &'static str,
    /// What is said to whoever sets it, if it is on its way out.
    pub deprecated: Option<Deprecated>,
    /// What its value must be; of a collection of sections how many there may be.
    pub rules: &'static [Rule],
    /// Of a collection of sections whether there is none if nobody mentions it, rather than an empty one.
    pub optional: bool,
    /// Setting or section.
    pub kind: Kind,
}

impl Field {
    /// A field of which there is nothing to say but what it is.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(ident: &'static str, env: Env, kind: Kind) -> Self {
        Self {
            ident,
            key: ident,
            aliases: &[],
            env,
            env_aliases: &[],
            doc: "",
            deprecated: None,
            rules: &[],
            optional: false,
            kind,
        }
    }

    setters! {
        key: &'static str;
        aliases: &'static [&'static str];
        env_aliases: &'static [&'static str];
        doc: &'static str;
        deprecated: Option<Deprecated>;
        rules: &'static [Rule];
        optional: bool;
    }
}

/// That a field is on its way out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Deprecated {
    /// Since which version; may be empty.
    pub since: &'static str,
    /// What to do instead; may be empty.
    pub advice: &'static str,
}

/// A key that there is no more, and that is explained to whoever still uses it.
#[derive(Debug)]
pub struct Removed {
    /// The key in files.
    pub key: &'static str,
    /// Its part of an environment variable's name.
    pub env: &'static str,
    /// What to do instead.
    pub advice: &'static str,
}

/// What a field is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// One leaf value.
    Setting(SettingSchema),
    /// A nested config struct.
    Section(&'static Schema),
    /// A nested config struct that is present once any source mentions it.
    Optional(&'static Schema),
    /// A nested config struct whose keys stand among those of the struct that holds it.
    Flatten(&'static Schema),
    /// A variant of an enum with a tag: an optional section whose keys stand beside the tag.
    Variant(&'static Schema),
    /// Any number of nested config structs, one after another.
    List(&'static Schema, Merge),
    /// Any number of nested config structs, each under a key of its own.
    Map(&'static Schema),
}

impl Kind {
    /// The schema of the section, or of each section in the collection.
    #[must_use]
    pub const fn section(&self) -> Option<&'static Schema> {
        match self {
            Kind::Setting(_) => None,
            Kind::Section(inner)
            | Kind::Optional(inner)
            | Kind::Flatten(inner)
            | Kind::Variant(inner)
            | Kind::List(inner, _)
            | Kind::Map(inner) => Some(inner),
        }
    }

    /// Whether it has no key of its own in files.
    #[must_use]
    pub const fn is_transparent(&self) -> bool {
        matches!(self, Kind::Flatten(_) | Kind::Variant(_))
    }

    /// The setting.
    #[must_use]
    pub const fn setting(&self) -> Option<&SettingSchema> {
        match self {
            Kind::Setting(setting) => Some(setting),
            _ => None,
        }
    }
}

/// What a setting has beyond its field.
#[derive(Debug, Clone)]
pub struct SettingSchema {
    /// How its text and its values in files are read.
    pub leaf: &'static Leaf,
    /// Whether some source must give it: no default, not an `Option`.
    pub required: bool,
    /// Whether `#[config(secret)]` stands on it; see [`SettingSchema::is_secret`].
    pub secret: bool,
    /// Whether relative paths in a file begin at the directory of that file.
    pub relative_path: bool,
    /// Which kinds of source may set it.
    pub sources: Sources,
    /// The source text of its default.
    pub default: Option<&'static str>,
    /// The profiles that have a default of their own, in source order.
    pub profiles: &'static [&'static str],
    /// What `_add` and `_remove` do with it, if it is a list.
    pub list: Option<&'static ListOps>,
    /// What a source does to what is there.
    pub merge: Merge,
    /// Whether `${…}` in its strings is expanded, if it says so itself.
    pub expand: Option<bool>,
    /// What only documents tell of it.
    #[cfg(feature = "inspect")]
    pub about: &'static crate::inspect::About,
}

impl SettingSchema {
    /// A setting that some source must give, and of which there is nothing else to say.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(leaf: &'static Leaf, #[cfg(feature = "inspect")] about: &'static crate::inspect::About) -> Self {
        Self {
            leaf,
            required: true,
            secret: false,
            relative_path: false,
            sources: Sources::all(),
            default: None,
            profiles: &[],
            list: None,
            merge: Merge::OfType,
            expand: None,
            #[cfg(feature = "inspect")]
            about,
        }
    }

    setters! {
        required: bool;
        secret: bool;
        relative_path: bool;
        sources: Sources;
        default: Option<&'static str>;
        profiles: &'static [&'static str];
        list: Option<&'static ListOps>;
        merge: Merge;
        expand: Option<bool>;
    }

    /// Whether its value is never printed: marked so, or of a secret type.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.secret || self.leaf.secret
    }
}

/// How the environment names a field.
#[derive(Debug, Clone, Copy)]
pub enum Env {
    /// The field's part of a name that is joined by `_`: `POOL_SIZE` in `SHOP_DATABASE_POOL_SIZE`.
    Key(&'static str),
    /// A whole name (for a section: a whole prefix), whatever the struct around it is called.
    Absolute(&'static str),
    /// Not from the environment.
    Off,
}

/// Equality that looks at the length and the last letter before it compares the rest: keys often begin alike.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.as_bytes().last() == b.as_bytes().last() && a == b
}

/// The path of a chain of fields as it is printed: `database.pool_size`.
pub(crate) fn path(chain: &[&'static Field]) -> String {
    keys(chain).join(".")
}

/// The keys of a chain of fields.
pub(crate) fn keys(chain: &[&'static Field]) -> Vec<String> {
    let named = chain.iter().filter(|field| !field.kind.is_transparent());
    named.map(|field| field.key.to_owned()).gather()
}

/// Whether a chain of fields leads to one setting, and not to one in each element of a collection.
pub(crate) fn is_fixed(chain: &[&'static Field]) -> bool {
    !chain.iter().any(|field| matches!(field.kind, Kind::List(..) | Kind::Map(_)))
}

/// The path of a trail as it is printed: `servers.alpha.port`, `replicas[2].host`.
pub(crate) fn trail_path(trail: &[Crumb]) -> String {
    let mut path = String::with_capacity(16 * trail.len());
    for crumb in trail {
        let key = match crumb {
            Crumb::Field { field, .. } if field.kind.is_transparent() => continue,
            Crumb::Field { field, .. } => field.key,
            Crumb::Key(key) => key,
            Crumb::Index(index) => {
                path.extend(["[", &index.to_string(), "]"]);
                continue;
            }
        };
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
    }
    path
}

/// The variable that sets the setting at the end of `chain`, if the environment may and no key or index is missing.
pub(crate) fn env_name(prefix: &str, chain: &[&'static Field]) -> Option<String> {
    let (_, before) = chain.split_last()?;
    if before.iter().any(|field| matches!(field.kind, Kind::List(..) | Kind::Map(_))) {
        return None;
    }
    env_name_of(prefix, &chain.iter().map(|field| Crumb::of(field)).gather())
}

/// The former names of the same variable.
pub(crate) fn former_env_names(prefix: &str, chain: &[&'static Field]) -> Vec<String> {
    let Some(current) = env_name(prefix, chain) else { return Vec::new() };
    let mut names = vec![prefix.to_owned()];
    for field in chain.iter().filter(|field| !field.kind.is_transparent()) {
        names = match field.env {
            Env::Off => return Vec::new(),
            Env::Absolute(absolute) => vec![absolute.to_owned()],
            Env::Key(key) => {
                let join = |name: &String, part: &str| {
                    if name.is_empty() { part.to_owned() } else { format!("{name}_{part}") }
                };
                let parts = || std::iter::once(key).chain(field.env_aliases.iter().copied());
                names.iter().flat_map(|name| parts().map(move |part| join(name, part))).gather()
            }
        };
    }
    names.retain(|name| *name != current);
    names
}

/// The same along a trail, with its keys and indices.
pub(crate) fn env_name_of(prefix: &str, trail: &[Crumb]) -> Option<String> {
    let mut name = prefix.to_owned();
    // What comes after a key or index that is nobody's name needs two.
    let mut joint = "_";
    for crumb in trail {
        match crumb {
            Crumb::Field { field, .. } => match (&field.env, &field.kind) {
                (Env::Off, _) => return None,
                (_, Kind::Flatten(_) | Kind::Variant(_)) => {}
                (Env::Absolute(absolute), _) => name.replace_range(.., absolute),
                (Env::Key(key), _) => {
                    if !name.is_empty() {
                        name.push_str(joint);
                    }
                    name.push_str(key);
                    joint = "_";
                }
            },
            Crumb::Key(key) => {
                name.extend(["__", key]);
                joint = "__";
            }
            Crumb::Index(index) => {
                name.extend(["__", &index.to_string()]);
                joint = "__";
            }
        }
    }
    Some(name)
}
