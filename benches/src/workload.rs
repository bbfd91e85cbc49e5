//! What is loaded: a file, an environment, and everybody who loads them.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::contender::{config_rs, confique, figment, hand, schematic, superconfig};
use crate::{model, scaling};

pub use crate::contender::Contender;

/// One table.
#[derive(Debug)]
pub struct Workload {
    /// How it is called on the command line.
    pub id: &'static str,
    /// The heading of its table.
    pub title: String,
    /// How many settings or files there are.
    pub units: u32,
    /// The variables that override the file, one `NAME=value` to a line.
    pub overrides: String,
    /// The rows of its table.
    pub contenders: Vec<Contender>,
    pub(crate) origin: Origin,
    /// A value of each further file, to see that it had an effect.
    pub(crate) further: &'static [&'static str],
}

impl Workload {
    /// By its id.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        let mut offers = LOADING.iter().chain(scaling::SETTINGS).chain(scaling::FILES);
        offers.find(|offer| offer.id == id).map(Offer::make)
    }

    /// What must have come of all sources: the values of the variables, and one of each further file.
    pub fn expected(&self) -> impl Iterator<Item = &str> {
        let values = self.overrides.lines().filter_map(|line| Some(line.split_once('=')?.1));
        values.chain(self.further.iter().copied())
    }

    /// The file that every load reads anew, or the lowest of them.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        match &self.origin {
            Origin::Data(file) => Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file),
            Origin::Made(path, _) => path.clone(),
        }
    }
}

/// Where the file is.
#[derive(Debug)]
pub(crate) enum Origin {
    /// Checked in.
    Data(&'static str),
    /// Written for this process.
    Made(PathBuf, #[expect(dead_code, reason = "dropping it deletes the files")] TempDir),
}

/// A workload that is there when asked for.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// That of the workload.
    pub id: &'static str,
    pub(crate) make: fn(&'static str) -> Workload,
}

impl Offer {
    fn make(&self) -> Workload {
        (self.make)(self.id)
    }
}

/// One file or three, in the order of the report.
pub const LOADING: &[Offer] = &[
    Offer { id: "small-toml", make: small_toml },
    Offer { id: "medium-toml", make: medium_toml },
    Offer { id: "large-toml", make: large_toml },
    Offer { id: "medium-files", make: medium_files },
    Offer { id: "medium-json", make: medium_json },
    Offer { id: "medium-yaml", make: medium_yaml },
];

const SMALL: &str = include_str!("../data/small.env");
const MEDIUM: &str = include_str!("../data/medium.env");
const LARGE: &str = include_str!("../data/large.env");

/// The rows of one table. Names of rows and of the functions behind them differ only where the format demands it.
macro_rules! contenders {
    ($size:ident :: $Type:ident, $format:ident $(, $extra:expr)*) => {
        vec![
            Contender::by_hand("hand-written, `env::var` per field", |path| {
                hand::per_field(path, hand::$format::<model::serde::$size::$Type>)
            }),
            Contender::by_hand("hand-written, one `vars_os` scan", |path| {
                hand::scan(path, hand::$format::<model::serde::$size::$Type>)
            }),
            Contender::new(
                "superconfig",
                superconfig::load::<model::superconfig::$size::$Type>,
            ),
            Contender::new(
                "superconfig, `exact_env`",
                superconfig::exact::<model::superconfig::$size::$Type>,
            ),
            Contender::new(
                "superconfig, published",
                superconfig::publish::<model::superconfig::$size::$Type>,
            ),
            Contender::new("confique", confique::load::<model::confique::$size::$Type>),
            $($extra,)*
            Contender::new("schematic", schematic::load::<model::schematic::$size::$Type>),
            Contender::new("config-rs", config_rs::load::<model::serde::$size::$Type>),
            Contender::new("figment", figment::$format::<model::serde::$size::$Type>),
        ]
    };
}

fn small_toml(id: &'static str) -> Workload {
    Workload {
        id,
        title: "Small, TOML: 8 settings, 3 overrides".into(),
        units: 8,
        overrides: SMALL.into(),
        contenders: contenders!(small::Small, toml),
        origin: Origin::Data("small.toml"),
        further: &[],
    }
}

fn medium_toml(id: &'static str) -> Workload {
    Workload {
        id,
        title: "Medium, TOML: 45 settings in 7 sections, 10 overrides".into(),
        units: 45,
        overrides: MEDIUM.into(),
        contenders: contenders!(medium::Medium, toml),
        origin: Origin::Data("medium.toml"),
        further: &[],
    }
}

fn large_toml(id: &'static str) -> Workload {
    Workload {
        id,
        title: "Large, TOML: 400 settings in 40 sections, 40 overrides".into(),
        units: 400,
        overrides: LARGE.into(),
        contenders: contenders!(large::Large, toml),
        origin: Origin::Data("large.toml"),
        further: &[],
    }
}

/// Not with the rows of one file: each contender has its own way to lay files one above the other.
fn medium_files(id: &'static str) -> Workload {
    use model::hand::partial::medium::MediumPart;
    use model::serde::medium::Medium;
    let contenders = vec![
        Contender::by_hand("hand-written, structs of options, `env::var` per field", |path| {
            hand::per_field(path, hand::partials::<MediumPart>)
        }),
        Contender::by_hand("hand-written, structs of options, one `vars_os` scan", |path| {
            hand::scan(path, hand::partials::<MediumPart>)
        }),
        Contender::by_hand("hand-written, `toml::Table`s merged, `env::var` per field", |path| {
            hand::per_field(path, hand::tables::<Medium>)
        }),
        Contender::new("superconfig", superconfig::layered::<model::superconfig::medium::Medium>),
        Contender::new("superconfig, `exact_env`", superconfig::layered_exact::<model::superconfig::medium::Medium>),
        Contender::new("confique", confique::layered::<model::confique::medium::Medium>),
        Contender::new("schematic", schematic::layered::<model::schematic::medium::Medium>),
        Contender::new("config-rs", config_rs::layered::<Medium>),
        Contender::new("figment", figment::layered::<Medium>),
    ];
    Workload {
        id,
        title: "Medium, three TOML files: base, profile, local".into(),
        units: 45,
        overrides: MEDIUM.into(),
        contenders,
        origin: Origin::Data("medium.toml"),
        further: &["/var/log/shop/prod.log", "shop=trace"],
    }
}

fn medium_json(id: &'static str) -> Workload {
    let through_serde_json =
        Contender::new("confique over serde_json", confique::serde_json::<model::confique::medium::Medium>);
    Workload {
        id,
        title: "Medium, JSON".into(),
        units: 45,
        overrides: MEDIUM.into(),
        contenders: contenders!(medium::Medium, json, through_serde_json),
        origin: Origin::Data("medium.json"),
        further: &[],
    }
}

fn medium_yaml(id: &'static str) -> Workload {
    let mut contenders = contenders!(medium::Medium, yaml);
    let faster = [
        Contender::by_hand("hand-written, serde_yaml_ng, `env::var` per field", |path| {
            hand::per_field(path, hand::yaml_ng::<model::serde::medium::Medium>)
        }),
        Contender::by_hand("hand-written, serde_yaml_ng, one `vars_os` scan", |path| {
            hand::scan(path, hand::yaml_ng::<model::serde::medium::Medium>)
        }),
    ];
    contenders.splice(2..2, faster);
    Workload {
        id,
        title: "Medium, YAML".into(),
        units: 45,
        overrides: MEDIUM.into(),
        contenders,
        origin: Origin::Data("medium.yaml"),
        further: &[],
    }
}
