//! The `const` description of a config that the derive emits: facts as data. It knows no source, no format and no
//! report; everything that walks a config is driven by it.

mod check;

pub use check::{check, check_root};

use crate::draft::Leaf;

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
    /// Whether unknown keys in files are warnings here.
    pub allow_unknown: bool,
    /// Whether a load of it takes in every linked-in config that has a `mount`.
    pub mounts: bool,
    /// The settings and sections, in the order of the struct.
    pub fields: &'static [Field],
}

impl Schema {
    /// The schema of nothing; stands in where the derive reported an error.
    pub const EMPTY: &'static Schema = &Schema {
        name: "",
        env_prefix: "",
        type_name: "",
        doc: "",
        profiles: &[],
        allow_unknown: false,
        mounts: false,
        fields: &[],
    };

    /// The prefix of the two reserved variables, `<NAME>_CONFIG` and `<NAME>_PROFILE`.
    pub(crate) fn reserved_prefix(&self) -> String {
        if self.env_prefix.is_empty() {
            self.name.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
        } else {
            self.env_prefix.to_owned()
        }
    }

    /// The field that `key` names here, not looking into flattened sections, and the key as the schema spells it.
    pub(crate) fn find(&self, key: &str) -> Option<(usize, &'static str)> {
        self.fields.iter().enumerate().find_map(|(index, field)| {
            let called =
                if same(field.key, key) { field.key } else { field.aliases.iter().find(|alias| same(alias, key))? };
            (!matches!(field.kind, Kind::Flatten(_))).then_some((index, called))
        })
    }

    /// Whether `key` names something here or in a section flattened into this one.
    pub(crate) fn knows(&self, key: &str) -> bool {
        self.find(key).is_some() || self.flattened().any(|(_, schema)| schema.knows(key))
    }

    /// The sections flattened into this one, with their index.
    pub(crate) fn flattened(&self) -> impl Iterator<Item = (usize, &'static Schema)> {
        self.fields.iter().enumerate().filter_map(|(index, field)| match field.kind {
            Kind::Flatten(schema) => Some((index, schema)),
            _ => None,
        })
    }

    /// Every key that may stand here, flattened ones included.
    pub(crate) fn keys(&self) -> Vec<&'static str> {
        let mut keys = Vec::new();
        for field in self.fields {
            match field.kind {
                Kind::Flatten(schema) => keys.extend(schema.keys()),
                _ => keys.push(field.key),
            }
        }
        keys
    }

    /// Calls `visit` with every setting of the tree: its path and the chain of fields that leads to it.
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
                    Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) => go(inner, chain, visit),
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
    /// The doc comment.
    pub doc: &'static str,
    /// What to use instead, if it is deprecated; may be empty.
    pub deprecated: Option<&'static str>,
    /// Setting or section.
    pub kind: Kind,
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
    /// The source text of its default.
    pub default: Option<&'static str>,
    /// The profiles that have a default of their own, in source order.
    pub profiles: &'static [&'static str],
}

impl SettingSchema {
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
    let keys: Vec<_> =
        chain.iter().filter(|field| !matches!(field.kind, Kind::Flatten(_))).map(|field| field.key).collect();
    keys.join(".")
}

/// The variable that sets the setting at the end of `chain`, if the environment may.
pub(crate) fn env_name(prefix: &str, chain: &[&'static Field]) -> Option<String> {
    let mut name = prefix.to_owned();
    for field in chain {
        match (&field.env, &field.kind) {
            (Env::Off, _) => return None,
            (_, Kind::Flatten(_)) => {}
            (Env::Absolute(absolute), _) => name.replace_range(.., absolute),
            (Env::Key(key), _) => {
                if !name.is_empty() {
                    name.push('_');
                }
                name.push_str(key);
            }
        }
    }
    Some(name)
}
