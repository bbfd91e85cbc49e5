//! What is loaded: a file, an environment, and everybody who loads them.

use std::path::{Path, PathBuf};

use crate::contender::{config_rs, confique, figment, hand, schematic, superconfig};
use crate::model;

pub use crate::contender::Contender;

/// One table.
#[derive(Debug)]
pub struct Workload {
    /// How it is called on the command line.
    pub id: &'static str,
    /// The heading of its table.
    pub title: &'static str,
    /// The variables that override the file, one `NAME=value` to a line.
    pub overrides: &'static str,
    /// The rows of its table.
    pub contenders: Vec<Contender>,
    file: &'static str,
}

impl Workload {
    /// In the order of the report.
    #[must_use]
    pub fn all() -> Vec<Self> {
        vec![small_toml(), medium_toml(), large_toml(), medium_json(), medium_yaml()]
    }

    /// By its id.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::all().into_iter().find(|workload| workload.id == id)
    }

    /// The file that every load reads anew.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(self.file)
    }
}

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
            Contender::new("confique", confique::load::<model::confique::$size::$Type>),
            $($extra,)*
            Contender::new("schematic", schematic::load::<model::schematic::$size::$Type>),
            Contender::new("config-rs", config_rs::load::<model::serde::$size::$Type>),
            Contender::new("figment", figment::$format::<model::serde::$size::$Type>),
        ]
    };
}

fn small_toml() -> Workload {
    Workload {
        id: "small-toml",
        title: "Small, TOML: 8 settings, 3 overrides",
        overrides: SMALL,
        contenders: contenders!(small::Small, toml),
        file: "small.toml",
    }
}

fn medium_toml() -> Workload {
    Workload {
        id: "medium-toml",
        title: "Medium, TOML: 45 settings in 7 sections, 10 overrides",
        overrides: MEDIUM,
        contenders: contenders!(medium::Medium, toml),
        file: "medium.toml",
    }
}

fn large_toml() -> Workload {
    Workload {
        id: "large-toml",
        title: "Large, TOML: 400 settings in 40 sections, 40 overrides",
        overrides: LARGE,
        contenders: contenders!(large::Large, toml),
        file: "large.toml",
    }
}

fn medium_json() -> Workload {
    let through_serde_json =
        Contender::new("confique over serde_json", confique::serde_json::<model::confique::medium::Medium>);
    Workload {
        id: "medium-json",
        title: "Medium, JSON",
        overrides: MEDIUM,
        contenders: contenders!(medium::Medium, json, through_serde_json),
        file: "medium.json",
    }
}

fn medium_yaml() -> Workload {
    Workload {
        id: "medium-yaml",
        title: "Medium, YAML",
        overrides: MEDIUM,
        contenders: contenders!(medium::Medium, yaml),
        file: "medium.yaml",
    }
}
