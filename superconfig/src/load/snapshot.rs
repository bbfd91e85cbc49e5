//! One finished, immutable config with its origins.

use std::sync::Arc;

use super::pipeline::{Outcome, overlay};
use crate::{
    draft::Step,
    format::{Document, Format},
    origin::Origin,
    problem::Problem,
    schema::{self, Kind},
    source::Source,
};

/// One finished config, with where each value came from and what was noticed on the way.
pub struct Snapshot<T> {
    value: Arc<T>,
    outcome: Outcome,
}

impl<T> std::fmt::Debug for Snapshot<T> {
    /// Without the value, which may not be printable.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapshot of {}", self.outcome.schema.type_name)
    }
}

impl<T> Snapshot<T> {
    pub(crate) fn new(value: T, outcome: Outcome) -> Self {
        Self { value: Arc::new(value), outcome }
    }

    /// The config.
    #[must_use]
    pub fn value(&self) -> &Arc<T> {
        &self.value
    }

    /// The profiles that were active, the most important one last.
    #[must_use]
    pub fn profiles(&self) -> &[String] {
        &self.outcome.profiles
    }

    /// What was noticed: former names, unknown variables, and unknown keys where they are allowed.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.outcome.warnings
    }

    /// Where each setting's value came from, in the order of the struct; settings of absent optional sections are left
    /// out.
    ///
    /// Lines and columns are looked up now. For a file that was changed after the load they are left out.
    pub fn origins(&self) -> impl Iterator<Item = (String, Origin)> + use<T> {
        let outcome = &self.outcome;
        let texts: Vec<Option<String>> = outcome.sources.iter().map(Source::text_again).collect();
        let documents: Vec<Option<Document<'_>>> = (outcome.sources.iter().zip(&texts))
            .map(|(source, text)| {
                let unplaced = source.format.filter(|format| *format != Format::Toml)?;
                Document::parse(unplaced, text.as_deref()?)
            })
            .collect();
        let mut marks = outcome.marks.iter();
        let mut origins = Vec::with_capacity(outcome.marks.len());
        outcome.schema.walk(&mut |chain, setting| {
            let Some(Some(mark)) = marks.next().copied() else { return };
            let index = (mark.source as usize).wrapping_sub(1);
            let origin = match outcome.sources.get(index) {
                Some(source) => {
                    let named = chain.iter().filter(|field| !matches!(field.kind, Kind::Flatten(_)));
                    let keys: Vec<Step> = named.map(|field| Step::Key(field.key.to_owned())).collect();
                    source.origin_later(mark.at, &keys, texts[index].as_deref(), documents[index].as_ref())
                }
                None => match overlay(&outcome.profiles, setting.profiles) {
                    Some(index) => Origin::ProfileDefault(setting.profiles[index].to_owned()),
                    None if setting.default.is_some() => Origin::Default,
                    None => Origin::Unset,
                },
            };
            origins.push((schema::path(chain), origin));
        });
        origins.into_iter()
    }
}
