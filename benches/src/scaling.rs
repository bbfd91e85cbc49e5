//! The same settings in growing numbers, in one file and in many.

use std::fmt::{Debug, Write};
use std::fs;
use std::path::{Path, PathBuf};

use ::superconfig::SuperConfig;
use serde::de::DeserializeOwned;
use tempfile::TempDir;

use crate::contender::{Contender, hand, superconfig};
use crate::model::hand::variable::{PerField, Scan};
use crate::model::scaling::{Fleet, Settings8, Settings64, Settings400, Settings1600, Settings4000, document};
use crate::workload::{Offer, Origin, Workload};

/// Sizes of one file. Looking each variable up has lost long before 1,600 settings, and is left out from there.
pub const SETTINGS: &[Offer] = &[
    Offer { id: "settings-8", make: |id| settings(id, 8, &[""], Settings8::WORDS, both::<Settings8>()) },
    Offer { id: "settings-64", make: |id| settings(id, 64, &[""], Settings64::WORDS, both::<Settings64>()) },
    Offer { id: "settings-400", make: |id| settings(id, 400, &[""], Settings400::WORDS, both::<Settings400>()) },
    Offer {
        id: "settings-1600",
        make: |id| settings(id, 1600, Settings1600::WORDS, Settings400::WORDS, by_scan::<Settings1600>()),
    },
    Offer {
        id: "settings-4000",
        make: |id| settings(id, 4000, Settings4000::WORDS, Settings400::WORDS, by_scan::<Settings4000>()),
    },
];

/// Sizes of one directory.
pub const FILES: &[Offer] = &[
    Offer { id: "files-1", make: |id| files(id, 1) },
    Offer { id: "files-10", make: |id| files(id, 10) },
    Offer { id: "files-100", make: |id| files(id, 100) },
    Offer { id: "files-1000", make: |id| files(id, 1000) },
];

fn by_scan<T: DeserializeOwned + Scan + SuperConfig + Debug + 'static>() -> Vec<Contender> {
    vec![
        Contender::by_hand("hand-written, one `vars_os` scan", |path| hand::scan(path, hand::toml::<T>)),
        Contender::new("superconfig", superconfig::with_prefix::<T>),
    ]
}

fn both<T: DeserializeOwned + PerField + Scan + SuperConfig + Debug + 'static>() -> Vec<Contender> {
    let mut contenders = by_scan::<T>();
    let per_field =
        Contender::by_hand("hand-written, `env::var` per field", |path| hand::per_field(path, hand::toml::<T>));
    contenders.insert(0, per_field);
    contenders
}

/// A file of sections, which may lie in groups, and a variable for each section.
fn settings(id: &'static str, units: u32, groups: &[&str], sections: &[&str], contenders: Vec<Contender>) -> Workload {
    let (mut file, mut overrides) = (String::new(), String::new());
    for group in groups {
        for (index, section) in sections.iter().enumerate() {
            let [header, variable] = if group.is_empty() {
                [section.to_lowercase(), (*section).to_owned()]
            } else {
                [format!("{group}.{section}").to_lowercase(), format!("{group}_{section}")]
            };
            write!(file, "[{header}]\n{}\n", document(section)).expect("a string takes anything");
            writeln!(overrides, "BENCH_{variable}_PORT={}", 9000 + index).expect("a string takes anything");
        }
    }
    let title = format!("{units} settings");
    let (path, directory) = made(|directory| write_file(directory, "settings.toml", &file));
    Workload { id, title, units, overrides, contenders, origin: Origin::Made(path, directory), further: &[] }
}

/// A directory of files, each with one service of eight settings, and no variables.
fn files(id: &'static str, units: u32) -> Workload {
    let contenders = vec![
        Contender::by_hand("hand-written", hand::fleet),
        Contender::new("superconfig", superconfig::directory::<Fleet>),
    ];
    let (path, directory) = made(|directory| {
        for number in 0..units {
            let name = format!("service-{number:04}");
            write_file(directory, &format!("{name}.toml"), &format!("[services.{name}]\n{}", document(&name)));
        }
        directory.to_owned()
    });
    let origin = Origin::Made(path, directory);
    Workload { id, title: format!("{units} files"), units, overrides: String::new(), contenders, origin, further: &[] }
}

fn made(write: impl FnOnce(&Path) -> PathBuf) -> (PathBuf, TempDir) {
    let directory = TempDir::new().expect("there is a directory for temporary files");
    (write(directory.path()), directory)
}

fn write_file(directory: &Path, name: &str, text: &str) -> PathBuf {
    let path = directory.join(name);
    fs::write(&path, text).expect("a temporary file can be written");
    path
}
