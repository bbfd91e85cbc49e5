//! Configs that are more visible than their sections, with which rustc itself has no quarrel.
#![allow(missing_docs, unreachable_pub)]
#![deny(warnings)]

use superconfig::{Format, SuperConfig};

mod inner {
    use std::collections::{BTreeMap, HashMap};

    use serde::Deserialize;
    use superconfig::{ProblemKind, SuperConfig, field};

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    pub struct App {
        #[config(default)]
        mode: Mode,
        #[config(nested)]
        database: Database,
        #[config(nested)]
        boxed: Box<Database>,
        #[config(nested)]
        tls: Option<Tls>,
        #[config(nested)]
        boxed_tls: Option<Box<Tls>>,
        #[config(nested)]
        replicas: Vec<Database>,
        #[config(nested)]
        mirrors: Option<Vec<Database>>,
        #[config(nested)]
        servers: HashMap<String, Database>,
        #[config(nested)]
        spares: Option<BTreeMap<String, Database>>,
        #[config(flatten)]
        common: Common,
        #[config(nested)]
        cache: Cache,
    }

    /// The type of a setting.
    #[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, serde::Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Mode {
        #[default]
        Slow,
        Fast,
    }

    #[derive(Debug, SuperConfig)]
    struct Database {
        #[config(default = 1, range = 1..=99)]
        size: u8,
        #[config(nested)]
        pool: deeper::Pool,
    }

    mod deeper {
        use superconfig::SuperConfig;

        #[derive(Debug, SuperConfig)]
        pub(super) struct Pool {
            #[config(nested)]
            limits: Limits,
        }

        #[derive(Debug, SuperConfig)]
        struct Limits {
            #[config(default = 10)]
            most: u32,
        }

        impl Pool {
            pub(super) fn most(&self) -> u32 {
                self.limits.most
            }
        }
    }

    #[derive(Debug, SuperConfig)]
    struct Tls {
        cert: String,
    }

    #[derive(Debug, SuperConfig)]
    struct Common {
        #[config(default = "eu")]
        region: String,
    }

    #[derive(Debug, SuperConfig)]
    #[config(tag = "type", rename_all = "kebab-case")]
    enum Cache {
        #[config(default)]
        Off,
        Local {
            #[config(nested)]
            database: Database,
        },
        Remote(Box<Database>),
    }

    impl App {
        /// Everything in it, for those who see none of it.
        pub fn sizes(&self) -> Vec<(&'static str, u32)> {
            let all = |name, databases: &mut dyn Iterator<Item = &Database>| {
                databases.map(|database| (name, u32::from(database.size))).collect::<Vec<_>>()
            };
            let mut sizes = all("database", &mut [&self.database, &*self.boxed].into_iter());
            sizes.push(("pool", self.database.pool.most()));
            sizes.extend(all("replicas", &mut self.replicas.iter()));
            sizes.extend(all("mirrors", &mut self.mirrors.iter().flatten()));
            sizes.extend(all("servers", &mut self.servers.values()));
            sizes.extend(all("spares", &mut self.spares.iter().flat_map(BTreeMap::values)));
            match &self.cache {
                Cache::Off => {}
                Cache::Local { database } => sizes.extend(all("local", &mut [database].into_iter())),
                Cache::Remote(database) => sizes.extend(all("remote", &mut [&**database].into_iter())),
            }
            sizes
        }

        pub fn texts(&self) -> [&str; 4] {
            let tls = self.tls.as_ref().map_or("none", |tls| &tls.cert);
            let boxed = self.boxed_tls.as_ref().map_or("none", |tls| &tls.cert);
            [if self.mode == Mode::Fast { "fast" } else { "slow" }, tls, boxed, &self.common.region]
        }
    }

    #[test]
    fn paths_lead_into_sections_that_are_private() {
        let error = App::builder().with_value(field!(App, database.size), 100).extract().expect_err("100 is too much");
        let problem = superconfig_tests::only(&error);
        assert_eq!((problem.kind(), problem.path()), (ProblemKind::Invalid, "database.size"));
    }

    /// A section that is a parameter, and private ones that have it.
    #[derive(SuperConfig)]
    pub struct Service<S, const N: usize> {
        #[config(nested)]
        pub section: S,
        #[config(nested)]
        several: Several<S>,
        #[config(nested)]
        optional: Option<Several<S>>,
        #[config(nested)]
        database: Database,
        #[config(default = N)]
        pub count: usize,
    }

    #[derive(SuperConfig)]
    struct Several<S> {
        #[config(nested)]
        all: Vec<S>,
    }

    impl<S, const N: usize> Service<S, N> {
        pub fn several(&self) -> (&[S], bool, u8) {
            (&self.several.all, self.optional.is_some(), self.database.size)
        }
    }

    /// Of a library.
    #[derive(SuperConfig)]
    #[config(mount = "telemetry")]
    pub struct Telemetry {
        #[config(nested)]
        database: Database,
    }

    impl Telemetry {
        pub fn size(&self) -> u8 {
            self.database.size
        }
    }

    pub(crate) mod seen_by_the_crate {
        use superconfig::SuperConfig;

        #[derive(SuperConfig)]
        pub(crate) struct Config {
            #[config(nested)]
            section: Option<Section>,
        }

        #[derive(SuperConfig)]
        struct Section {
            #[config(default = 4)]
            size: u8,
        }

        #[derive(SuperConfig)]
        pub(in crate::inner) struct Parent {
            #[config(flatten)]
            section: Section,
        }

        impl Config {
            pub(crate) fn size(&self) -> Option<u8> {
                self.section.as_ref().map(|section| section.size)
            }
        }

        impl Parent {
            pub(in crate::inner) fn size(&self) -> u8 {
                self.section.size
            }
        }
    }

    #[test]
    fn a_config_that_only_its_parent_sees_may_hold_a_private_section() {
        assert_eq!(seen_by_the_crate::Parent::builder().extract().expect("there are defaults").size(), 4);
    }

    /// Variants are as visible as their enum, of which rustc warns.
    #[allow(private_interfaces)]
    #[derive(SuperConfig)]
    #[config(rename_all = "kebab-case")]
    pub enum Storage {
        Disk(Database),
        Boxed(Box<Database>),
        Both {
            #[config(nested)]
            first: Database,
            #[config(nested)]
            second: Option<Tls>,
            #[config(default)]
            mode: Mode,
        },
    }

    impl Storage {
        pub fn size(&self) -> (u8, bool) {
            match self {
                Self::Disk(database) => (database.size, false),
                Self::Boxed(database) => (database.size, true),
                Self::Both { first, second, mode } => (first.size, second.is_none() && *mode == Mode::Slow),
            }
        }
    }

    /// So it does of fields.
    #[allow(private_interfaces)]
    #[derive(SuperConfig)]
    pub struct Open {
        #[config(nested)]
        pub database: Database,
        #[config(nested)]
        pub(crate) replicas: Vec<Database>,
    }

    impl Open {
        pub fn size(&self) -> usize {
            usize::from(self.database.size) + self.replicas.len()
        }
    }
}

/// A config whose section is a config of a module, with sections that this one cannot name.
#[derive(Debug, SuperConfig)]
#[config(name = "outer")]
struct Outer {
    #[config(nested)]
    app: inner::App,
    #[config(nested)]
    apps: Vec<inner::App>,
}

const TEXT: &str = "
mode = 'fast'
region = 'us'
database.size = 2
database.pool.limits.most = 3
boxed.size = 4
tls.cert = 'a'
boxed_tls.cert = 'b'
replicas = [{ size = 5 }]
mirrors = [{ size = 6 }]
servers.one.size = 7
spares.one.size = 8
cache = { type = 'local', database.size = 9 }
";

const SIZES: [(&str, u32); 8] = [
    ("database", 2),
    ("database", 4),
    ("pool", 3),
    ("replicas", 5),
    ("mirrors", 6),
    ("servers", 7),
    ("spares", 8),
    ("local", 9),
];

#[test]
fn private_sections_of_every_form_are_read() {
    let app = inner::App::builder().with_str(Format::Toml, TEXT).extract().expect("the values fit");
    assert_eq!(app.sizes(), SIZES);
    assert_eq!(app.texts(), ["fast", "a", "b", "us"]);

    let app = inner::App::builder()
        .with_env_vars([("SHOP_DATABASE_SIZE", "20"), ("SHOP_CACHE_TYPE", "remote"), ("SHOP_CACHE_SIZE", "21")])
        .extract()
        .expect("there are defaults");
    assert_eq!(app.sizes(), [("database", 20), ("database", 1), ("pool", 10), ("remote", 21)]);
    assert_eq!(app.texts(), ["slow", "none", "none", "eu"]);
}

#[test]
fn a_config_with_private_sections_is_a_section_elsewhere() {
    let table = TEXT.trim().replace('\n', "\napp.");
    let outer = Outer::builder()
        .with_str(Format::Toml, format!("app.{table}\napps = [{{ region = 'us' }}]"))
        .extract()
        .expect("the values fit");
    assert_eq!(outer.app.sizes(), SIZES);
    assert_eq!(outer.apps[0].texts(), ["slow", "none", "none", "us"]);
}

#[derive(SuperConfig)]
struct Size {
    #[config(default = 5)]
    size: u8,
}

#[test]
fn generic_configs_may_hold_private_sections_that_are_generic() {
    let service = inner::Service::<Size, 3>::builder()
        .with_str(Format::Toml, "section.size = 1\nseveral.all = [{}, { size = 2 }]\noptional = {}\ndatabase.size = 3")
        .extract()
        .expect("the values fit");
    let (several, optional, size) = service.several();
    assert_eq!((service.section.size, service.count, optional, size), (1, 3, true, 3));
    assert_eq!(several.iter().map(|section| section.size).collect::<Vec<_>>(), [5, 2]);
}

#[test]
fn visibility_that_ends_in_the_crate_is_like_any_other() {
    let config = inner::seen_by_the_crate::Config::builder().with_str(Format::Toml, "section = {}").extract();
    assert_eq!(config.expect("there are defaults").size(), Some(4));
}

#[test]
fn variants_of_a_public_enum_may_hold_private_sections() {
    let texts = [
        ("disk.size = 2", (2, false)),
        ("boxed.size = 3", (3, true)),
        ("both.first.size = 4", (4, true)),
        ("both = { first.size = 5, second.cert = 'a' }", (5, false)),
        ("both.mode = 'fast'", (1, false)),
    ];
    for (text, expected) in texts {
        let storage = inner::Storage::builder().with_str(Format::Toml, text).extract().expect(text);
        assert_eq!(storage.size(), expected, "{text}");
    }
}

#[test]
fn public_fields_may_hold_private_sections() {
    let open = inner::Open::builder().with_str(Format::Toml, "database.size = 2\nreplicas = [{}, {}]").extract();
    assert_eq!(open.expect("the values fit").size(), 4);
}

#[test]
fn a_mounted_config_may_hold_private_sections() {
    #[derive(SuperConfig)]
    #[config(name = "shop", mounts)]
    struct Shop {}

    Shop::builder().with_str(Format::Toml, "telemetry.database.size = 2").load().expect("the values fit");
    assert_eq!(inner::Telemetry::get().size(), 2);
}

#[test]
fn private_sections_are_shown_like_any_other() {
    let builder = || inner::App::builder().with_str(Format::Toml, TEXT);
    let dump = builder().dump().expect("the values fit").as_toml();
    assert!(dump.contains("most = 3"), "{dump}");
    let again = inner::App::builder().with_str(Format::Toml, dump).extract().expect("what was shown is valid");
    assert_eq!(again.sizes(), SIZES);
}
