//! A schema as the files and the environment that are loaded.

use std::fmt::Write;

use crate::INFALLIBLE;
use crate::schema::{Kind, Schema, Setting};

pub(crate) fn toml(schema: &Schema) -> String {
    let mut text = String::new();
    let settings = |text: &mut String, settings: &[Setting]| {
        for (key, value, kind) in set(settings) {
            let value = if kind == Kind::Map { value.replace(": ", " = ") } else { value.to_owned() };
            writeln!(text, "{key} = {value}").expect(INFALLIBLE);
        }
    };
    settings(&mut text, &schema.settings);
    for section in &schema.sections {
        let gap = if text.is_empty() { "" } else { "\n" };
        writeln!(text, "{gap}[{}]", section.key).expect(INFALLIBLE);
        settings(&mut text, &section.settings);
    }
    text
}

pub(crate) fn json(schema: &Schema) -> String {
    let members = |settings: &[Setting], indent: &str| {
        set(settings).map(|(key, value, _)| format!("{indent}\"{key}\": {value}")).collect::<Vec<_>>()
    };
    let mut top = members(&schema.settings, "  ");
    for section in &schema.sections {
        let inner = members(&section.settings, "    ").join(",\n");
        top.push(format!("  \"{}\": {{\n{inner}\n  }}", section.key));
    }
    format!("{{\n{}\n}}\n", top.join(",\n"))
}

pub(crate) fn yaml(schema: &Schema) -> String {
    let mut text = String::new();
    let settings = |text: &mut String, settings: &[Setting], indent: &str| {
        for (key, value, _) in set(settings) {
            writeln!(text, "{indent}{key}: {value}").expect(INFALLIBLE);
        }
    };
    settings(&mut text, &schema.settings, "");
    for section in &schema.sections {
        writeln!(text, "{}:", section.key).expect(INFALLIBLE);
        settings(&mut text, &section.settings, "  ");
    }
    text
}

/// The variables that override the file, one `NAME=value` to a line.
pub(crate) fn env(schema: &Schema) -> String {
    let mut text = String::new();
    for (section, setting) in schema.walk() {
        if let Some(value) = &setting.env {
            writeln!(text, "BENCH_{}={value}", variable(section, setting.key)).expect(INFALLIBLE);
        }
    }
    text
}

/// The name of a setting's variable, without the prefix.
pub(crate) fn variable(section: Option<&str>, key: &str) -> String {
    section.map_or_else(|| key.to_uppercase(), |section| format!("{section}_{key}").to_uppercase())
}

/// The settings that the file sets.
fn set(settings: &[Setting]) -> impl Iterator<Item = (&str, &str, Kind)> {
    settings.iter().filter_map(|one| Some((one.key, one.file.as_deref()?, one.kind)))
}
