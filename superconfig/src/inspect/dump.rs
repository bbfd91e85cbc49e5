//! The effective configuration as one file.

use std::{
    any::TypeId,
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{
    changed::Defaults,
    document::{Document, short},
    place::relative,
    tree::{Node, tree},
};
use crate::{
    config::SuperConfig,
    draft::{Draft, Unset},
    format::Format,
    load::{Builder, Own, Snapshot},
    origin::Origin,
    problem::Error,
    schema::{Schema, check_dump},
};

/// The effective configuration, to be written as a file of any format: what a load would give ([`Builder::dump`]), or what is running
/// ([`Snapshot::dump`]).
///
/// ```
/// use superconfig::{Format, SuperConfig};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     #[config(default = 8080)]
///     port: u16,
///     #[config(default = vec!["a".to_owned()])]
///     tags: Vec<String>,
///     #[config(secret)]
///     api_key: Option<String>,
/// }
///
/// let builder = AppConfig::builder().with_str(Format::Toml, "port = 443\napi_key = 'hunter2'");
/// let dump = builder.dump()?;
/// assert_eq!(dump.as_toml(), "port = 443\ntags = [\"a\"]\napi_key = \"[redacted]\"\n");
/// assert_eq!(dump.only_changed().as_yaml(), "port: 443\napi_key: \"[redacted]\"\n");
/// # Ok::<(), superconfig::Error>(())
/// ```
///
/// Values of secrets are `"[redacted]"`, in `Debug` too. Apart from them, a load of the text alone, by a builder with the same profiles,
/// gives the same config again, except that
///
/// - what [`merge`](macro@crate::SuperConfig#merge) joined to a default is joined to it again, and a map has those entries of its default again
///   that were taken out of it;
/// - [`with_expansion`](Builder::with_expansion) expands a `${` that stands in a value; where
///   [`expand`](macro@crate::SuperConfig#expand) does, it is written as `$${`;
/// - a setting with a reader of your own ([`parse`](macro@crate::SuperConfig#parse), [`deserialize_with`](macro@crate::SuperConfig#deserialize_with),
///   [`with`](macro@crate::SuperConfig#with)) is written as its type's `Serialize` says, which that reader may not read;
/// - TOML has no `null`: lists have no such elements there.
///
/// What TOML, YAML or JSON has no number for (integers beyond 64 bits, in JSON also what is not finite) is a string, which is read as a
/// number. A value that cannot be written, a path that is not Unicode for one, is a comment in TOML and `null` in the others.
#[derive(Clone)]
pub struct Dump {
    config: TypeId,
    schema: &'static Schema,
    node: Node,
    /// By the paths within the config, wherever it is mounted.
    origins: Arc<HashMap<String, Origin>>,
    defaults: Arc<Defaults>,
    scope: Scope,
    with_origins: bool,
    base: Option<PathBuf>,
}

/// What of a load a dump tells of.
#[derive(Debug, Clone, Copy)]
enum Scope {
    /// Everything.
    All,
    /// Only the settings of a config itself, in which others are mounted.
    Own,
    /// Only what is mounted at a key.
    Mount(&'static str),
}

impl Dump {
    /// As TOML, in which settings that have no value are left out.
    #[must_use]
    pub fn as_toml(&self) -> String {
        self.as_format(Format::Toml)
    }

    /// As YAML.
    #[must_use]
    pub fn as_yaml(&self) -> String {
        self.as_format(Format::Yaml)
    }

    /// As JSON. It has no comments, so [origins](Self::with_origins) are left out.
    #[must_use]
    pub fn as_json(&self) -> String {
        self.as_format(Format::Json)
    }

    /// In one of the formats.
    #[must_use]
    pub fn as_format(&self, format: Format) -> String {
        let note = |path: &str| self.origin(path).filter(|_| self.with_origins).map(|origin| short(&origin));
        let document = Document { entries: &self.entries(), note: &note };
        match format {
            Format::Toml => document.toml(),
            Format::Json => document.json(),
            Format::Yaml => document.yaml(),
        }
    }

    /// Adds a comment to each line of TOML and YAML that says where the value came from: `# shop.prod.toml:4`.
    ///
    /// ```
    /// use superconfig::SuperConfig;
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     #[config(default = 8080)]
    ///     port: u16,
    ///     #[config(default = "::1")]
    ///     host: String,
    /// }
    ///
    /// let dump = AppConfig::builder().with_env_vars([("SHOP_PORT", "443")]).dump()?.with_origins();
    /// assert_eq!(dump.as_toml(), "port = 443    # environment variable SHOP_PORT\nhost = \"::1\"  # default\n");
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    #[must_use]
    pub fn with_origins(mut self) -> Self {
        self.with_origins = true;
        self
    }

    /// Leaves out what is as the defaults for the active profiles have it, whoever said so.
    #[must_use]
    pub fn only_changed(mut self) -> Self {
        if let Node::Table(entries) = &mut self.node {
            self.defaults.retain_changed(self.schema, entries);
        }
        self
    }

    /// With the paths of files relative to a directory that they lie in; others stay as they are.
    #[must_use]
    pub fn relative_to(mut self, directory: impl AsRef<Path>) -> Self {
        self.base = Some(directory.as_ref().to_owned());
        self
    }

    /// Where the value of the setting at a path came from, if it was loaded.
    pub(super) fn origin(&self, path: &str) -> Option<Origin> {
        let path = match self.scope {
            Scope::Mount(mount) => path.strip_prefix(mount)?.strip_prefix('.')?,
            Scope::All | Scope::Own => path,
        };
        let mut origin = self.origins.get(path)?.clone();
        if let Some(base) = &self.base {
            relative(&mut origin, base);
        }
        Some(origin)
    }

    /// Whether it would tell of what stands under a key at the top.
    pub(super) fn covers(&self, key: &str) -> bool {
        match self.scope {
            Scope::All => true,
            Scope::Own => self.schema.knows(key),
            Scope::Mount(mount) => mount == key,
        }
    }

    /// The same where the other one of the same config stands, if one of them is mounted and the other was not loaded so.
    pub(super) fn beside(&self, other: &Dump) -> Dump {
        let mut dump = self.clone();
        if let (true, mount @ Scope::Mount(_)) = (self.config == other.config, other.scope) {
            dump.scope = mount;
        }
        dump
    }

    /// What stands at the top of the file.
    pub(super) fn entries(&self) -> Vec<(String, Node)> {
        match self.scope {
            Scope::Mount(key) => vec![(key.to_owned(), self.node.clone())],
            Scope::All | Scope::Own => self.node.clone().into_entries(),
        }
    }
}

impl fmt::Display for Dump {
    /// As TOML.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_toml())
    }
}

impl fmt::Debug for Dump {
    /// As TOML, so without any secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dump of {}:\n{self}", self.schema.type_name)
    }
}

impl Serialize for Dump {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Node::Table(self.entries()).serialize(serializer)
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Single(single) => single.value.serialize(serializer),
            Node::Table(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, node) in entries {
                    map.serialize_entry(key, node)?;
                }
                map.end()
            }
            Node::List(elements) => {
                let mut list = serializer.serialize_seq(Some(elements.len()))?;
                for element in elements {
                    list.serialize_element(element)?;
                }
                list.end()
            }
        }
    }
}

impl<T: SuperConfig> Builder<T> {
    /// Loads the config, without any effect on the process, and gives the values as one [file](Dump), those of mounted configs
    /// included.
    ///
    /// It needs to show every value, so the types of all settings but secret ones must be of those that [the library
    /// reads](crate#types), or be `serde::Serialize`. If one is not, the program does not compile; nothing else asks for it.
    ///
    /// # Errors
    /// Like [`Self::extract`].
    pub fn dump(&self) -> Result<Dump, Error> {
        const { check_dump(T::SCHEMA) };
        let (node, outcome) = self.look(None)?;
        let (schema, mut draft) = Self::blank()?;
        let origins = outcome.origins(Own::Root(outcome.schema.fields.len()), &|_| true);
        Ok(Dump {
            config: TypeId::of::<T>(),
            schema,
            node,
            origins: Arc::new(origins.into_iter().collect()),
            defaults: Arc::new(Defaults::of(schema, &mut *draft, &outcome.profiles)),
            scope: Scope::All,
            with_origins: false,
            base: None,
        })
    }
}

impl<T: SuperConfig> Snapshot<T> {
    /// The values that are running as one [file](Dump); nothing is loaded again.
    ///
    /// Of a config with [`mounts`](macro@crate::SuperConfig#mounts) these are its own settings. Those of a config with a
    /// [`mount`](macro@crate::SuperConfig#mount) stand under its key, as in the application's files. A value that was not loaded has no origins.
    ///
    /// ```
    /// use superconfig::{Format, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     #[config(default = 8080)]
    ///     port: u16,
    /// }
    ///
    /// AppConfig::builder().with_str(Format::Toml, "port = 443").load()?;
    /// let running = AppConfig::snapshot().expect("it was just loaded").dump();
    /// assert_eq!(running.as_json(), "{\n  \"port\": 443\n}\n");
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    ///
    /// The types of its settings are subject to what [`Builder::dump`] says.
    #[must_use]
    pub fn dump(&self) -> Dump {
        const { check_dump(T::SCHEMA) };
        let mut draft = T::Draft::UNSET;
        let draft: &mut dyn Draft = &mut draft;
        let scope = match self.mount() {
            Some(mount) => Scope::Mount(mount),
            None if T::SCHEMA.mounts => Scope::Own,
            None => Scope::All,
        };
        let origins = self.origins().map(|(path, origin)| match scope {
            Scope::Mount(mount) => (path[mount.len() + 1..].to_owned(), origin),
            Scope::All | Scope::Own => (path, origin),
        });
        Dump {
            config: TypeId::of::<T>(),
            schema: T::SCHEMA,
            node: tree(T::SCHEMA, &mut |eye| self.value().visit(eye)),
            origins: Arc::new(origins.collect()),
            defaults: Arc::new(Defaults::of(T::SCHEMA, draft, self.profiles())),
            scope,
            with_origins: false,
            base: None,
        }
    }
}
