//! One text held against the schema by itself, whatever other sources there are: what is wrong in it, but not what is missing.

use std::{any::Any, path::Path};

use super::{
    builder::Plan,
    pipeline::Load,
    validation::{Validation, place},
};
use crate::{
    draft::{Crumb, Draft, Marks, Spot, Visitor, Writer, walk},
    format::{self, Format},
    origin::Mark,
    problem::{Context, Explained, Fault, explain},
    registry::{RuntimeFlags, flags_of_process},
    schema::{Field, Schema, SettingSchema},
    source::{Source, Stamp, What},
};

/// What is wrong with the TOML of a file while some profiles are active. What it includes is not read.
pub(crate) fn alone(
    plan: &Plan,
    schema: &'static Schema,
    draft: &mut dyn Draft,
    path: &Path,
    text: &str,
    profiles: &[String],
) -> Explained {
    let mut plan = plan.clone();
    (plan.steps, plan.select_profile) = (Vec::new(), Vec::new());
    plan.profiles = Some(profiles.to_vec());
    let mut load = Load::new(&plan, flags_of_process(), schema, None);
    load.activate_profiles();
    let mut layers = load.layers(Some(Format::Toml), text);
    let number = load.next_source();
    load.faults.extend(layers.faults(number));
    let mut source = Source::new(What::File { path: path.to_owned(), stamp: Stamp::default() });
    let mut writer = Writer::new(number, schema, plan.allow_unknown, &load.profiles, &mut load.faults);
    writer = writer.of_file(Some(path));
    writer.allow_list_operators(load.flags.contains(RuntimeFlags::ARRAY_MERGE));
    writer.expand(&load.expansion);
    layers.reserve(&mut writer);
    let complete = layers.empty || format::read(Format::Toml, text, &layers.within, schema, draft, &mut writer);
    writer.finish(draft);
    source.format = Some(Format::Toml);
    source.incomplete = !complete;
    source.text = Some(text.to_owned());
    source.within.clone_from(&layers.within);
    load.sources.push(source);
    load.overlay(layers, draft);
    let mut rules = Rules { validation: Validation::new(&load.sources), profiles: &load.profiles };
    walk(schema, draft, &mut Vec::new(), &mut rules);
    let mut faults = load.faults;
    let secrets = rules.validation.finish(&mut faults);
    let marks = Marks { marks: Vec::new(), entries: Vec::new() };
    place(&mut faults, schema, &marks, &load.sources, &secrets);
    explain(&Context::new(schema, &load.sources), faults, false, &|_| false)
}

/// Holds what the text says against the rules, and nothing else.
struct Rules<'a> {
    validation: Validation,
    profiles: &'a [String],
}

impl Visitor for Rules<'_> {
    fn setting(&mut self, spot: Spot<'_>, setting: &'static SettingSchema, value: &mut dyn Any, mark: &mut Mark) {
        if !mark.is_unset() {
            self.validation.setting(spot, setting, &*value, *mark, self.profiles);
        }
    }

    fn collection(&mut self, trail: &[Crumb], field: &'static Field, count: Option<usize>, mark: Mark) {
        if !mark.is_unset() {
            self.validation.collection(trail, field, count, mark);
        }
    }
}

/// What rule of a setting its value breaks, as a fault without a place.
pub(crate) fn breach(field: &'static Field, value: &dyn Any) -> Option<Fault> {
    let (rule, refusal) = super::validation::broken(field.rules, value)?;
    let breach =
        crate::problem::Breach { broken: crate::problem::Broken::Rule(rule, refusal), default: None, exact: true };
    Some(Fault::new(crate::problem::FaultKind::Breach(Box::new(breach)), 0))
}
