//! A draft is little larger than the struct that it becomes: while a config is loaded it is there once more, not many times.
#![allow(missing_docs, dead_code, reason = "the structs only have a size")]

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, time::Duration};

use superconfig::{
    SecretString, SuperConfig,
    schema::{Kind, Schema},
};
use superconfig_tests as _;

/// What a setting may take besides its value: whether it is set, and by whom.
const A_SETTING: usize = 16;

#[path = "../../benches/src/model/superconfig/large.rs"]
mod large;
#[path = "../../benches/src/model/superconfig/medium.rs"]
mod medium;
#[path = "../../benches/src/model/superconfig/small.rs"]
mod small;

/// Settings of which the draft has one for each; a collection of sections counts as one.
fn settings(schema: &Schema) -> usize {
    let count = |kind: &Kind| match kind {
        Kind::Setting(_) | Kind::List(..) | Kind::Map(_) => 1,
        Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) | Kind::Variant(inner) => settings(inner),
    };
    schema.fields.iter().map(|field| count(&field.kind)).sum()
}

#[track_caller]
fn check<T: SuperConfig>(expected_settings: usize) {
    let (draft, config, settings) = (size_of::<T::Draft>(), size_of::<T>(), settings(T::SCHEMA));
    assert_eq!(settings, expected_settings);
    let most = config + A_SETTING * settings;
    println!("{}: draft {draft}, struct {config}, at most {most}", T::SCHEMA.type_name);
    assert!(
        draft <= most,
        "a draft of {draft} bytes for a struct of {config} with {settings} settings: {} bytes too many",
        draft - most
    );
}

#[test]
fn of_a_small_config() {
    check::<small::Small>(8);
}

#[test]
fn of_a_medium_config() {
    check::<medium::Medium>(45);
}

#[test]
fn of_a_large_config() {
    check::<large::Large>(400);
}

#[test]
fn whatever_the_types() {
    #[derive(SuperConfig)]
    struct Types {
        flag: bool,
        byte: u8,
        short: u16,
        letter: char,
        number: u32,
        float: f32,
        large: u64,
        text: String,
        optional: Option<u8>,
        optional_text: Option<String>,
        list: Vec<String>,
        map: BTreeMap<String, String>,
        path: PathBuf,
        address: SocketAddr,
        duration: Duration,
        secret: SecretString,
    }
    check::<Types>(16);
}

#[test]
fn whatever_the_sections() {
    #[derive(SuperConfig)]
    struct Sections {
        #[config(nested)]
        one: Section,
        #[config(flatten)]
        flat: Flat,
        #[config(nested)]
        optional: Option<Section>,
        #[config(nested)]
        list: Vec<Section>,
        #[config(nested)]
        map: BTreeMap<String, Section>,
    }
    #[derive(SuperConfig)]
    struct Section {
        port: u16,
        name: String,
    }
    #[derive(SuperConfig)]
    struct Flat {
        level: u8,
    }
    check::<Sections>(7);
}
