//! What is counted: loads of the benchmarks' configurations, and reads of a published one.

use std::hint::black_box;
use std::path::Path;

use superconfig::{Error, SuperConfig, registry};

use crate::model::{large::Large, medium::Medium, small::Small};

/// One line of the table.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// How often it is done to be counted.
    pub(crate) times: u64,
    /// The variables that override the file, one `NAME=value` to a line.
    pub(crate) overrides: &'static str,
    pub(crate) run: fn(u64) -> Result<(), Error>,
}

const LOADS: u64 = 20;
const READS: u64 = 1000;

const SMALL: &str = include_str!("../../data/small.env");
const MEDIUM: &str = include_str!("../../data/medium.env");
const LARGE: &str = include_str!("../../data/large.env");

impl Operation {
    pub(crate) const ALL: &[Self] = &[
        Self::load("load-small-toml", SMALL, |times| load::<Small>("small.toml", times)),
        Self::load("load-medium-toml", MEDIUM, |times| load::<Medium>("medium.toml", times)),
        Self::load("load-medium-toml-exact-env", MEDIUM, load_exact),
        Self::load("load-large-toml", LARGE, |times| load::<Large>("large.toml", times)),
        Self::load("load-medium-json", MEDIUM, |times| load::<Medium>("medium.json", times)),
        Self::load("load-medium-yaml", MEDIUM, |times| load::<Medium>("medium.yaml", times)),
        Self::load("load-medium-three-files", MEDIUM, load_layers),
        Self::read("read-get", |times| {
            read(times, || {
                black_box(&*Medium::get());
            })
        }),
        Self::read("read-current", |times| {
            read(times, || {
                black_box(&*Medium::current());
            })
        }),
        Self::read("read-registry", |times| {
            let handle = Medium::handle();
            read(times, || {
                black_box(registry().read(black_box(&handle)).is_ok());
            })
        }),
    ];

    const fn load(name: &'static str, overrides: &'static str, run: fn(u64) -> Result<(), Error>) -> Self {
        Self { name, times: LOADS, overrides, run }
    }

    const fn read(name: &'static str, run: fn(u64) -> Result<(), Error>) -> Self {
        Self { name, times: READS, overrides: MEDIUM, run }
    }

    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|operation| operation.name == name)
    }
}

fn load<T: SuperConfig>(file: &str, times: u64) -> Result<(), Error> {
    let path = data().join(file);
    for _ in 0..times {
        black_box(T::builder().with_file(black_box(&path)).with_env().extract()?);
    }
    Ok(())
}

fn load_exact(times: u64) -> Result<(), Error> {
    let path = data().join("medium.toml");
    for _ in 0..times {
        black_box(Medium::builder().with_file(black_box(&path)).with_env().exact_env().extract()?);
    }
    Ok(())
}

/// Base, profile and local file.
fn load_layers(times: u64) -> Result<(), Error> {
    let [base, profile, local] = ["medium.toml", "layers/prod.toml", "layers/local.toml"].map(|file| data().join(file));
    for _ in 0..times {
        let builder = Medium::builder().with_file(black_box(&base)).with_file(&profile).with_file(&local);
        black_box(builder.with_env().extract()?);
    }
    Ok(())
}

fn read(times: u64, one: impl Fn()) -> Result<(), Error> {
    Medium::builder().with_file(data().join("medium.toml")).with_env().load()?;
    for _ in 0..times {
        one();
    }
    Ok(())
}

fn data() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../data"))
}
