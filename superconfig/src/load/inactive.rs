//! What profiles that are not active would give: advice about a setting that is missing. Runs only when a load fails.

use std::path::{Path, PathBuf};

use super::pipeline::Load;
use crate::{
    draft::{Crumb, Step},
    format::{Document, Format, tables},
    gather::Gather as _,
    order,
    problem::{Fault, FaultKind},
    source::{What, read_text},
};

/// How many files of other profiles beside a file are looked into.
const MAX_FILES: usize = 64;

/// Who would give a setting: a profile, and where it does.
type Giver = (String, String);

impl Load<'_> {
    /// Says of each missing setting which profiles would give it.
    pub(super) fn advise_of_profiles(&mut self) {
        let is_missing = |fault: &Fault| matches!(fault.kind, FaultKind::Missing) && !fault.trail.is_empty();
        let missing: Vec<usize> = (0..self.faults.len()).filter(|index| is_missing(&self.faults[*index])).gather();
        if missing.is_empty() {
            return;
        }
        let trails = || missing.iter().map(|index| self.faults[*index].trail.as_slice());
        let mut givers: Vec<Vec<Giver>> = trails().map(by_attribute).gather();
        let paths: Vec<Vec<Step>> = trails().map(|trail| trail.iter().filter_map(Crumb::step).gather()).gather();
        self.in_tables(&paths, &mut givers);
        self.in_files(&paths, &mut givers);
        for (index, givers) in missing.into_iter().zip(givers) {
            self.faults[index].advice = self.advice(&givers);
        }
    }

    fn in_tables(&self, paths: &[Vec<Step>], givers: &mut [Vec<Giver>]) {
        let nested = self.plan.nested_profiles;
        let key: &[&str] = match (&self.schema.profile_key, nested) {
            (Some(key), false) => &[key],
            (None, false) => return,
            (_, true) => &[],
        };
        for source in &self.sources {
            let (Some(format), Some(text)) = (source.format, source.text.as_deref()) else { continue };
            let is_overlay = if nested { source.within != ["default"] } else { !source.within.is_empty() };
            if is_overlay || !(nested || key.iter().all(|key| text.contains(key))) {
                continue;
            }
            let Some(document) = Document::parse(format, text) else { continue };
            let always = |profile: &String| nested && ["default", "global"].contains(&profile.as_str());
            for profile in tables(&document, key).into_iter().filter(|profile| !always(profile)) {
                let within: Vec<Step> =
                    key.iter().copied().chain([&*profile]).map(|key| Step::Key(key.to_owned())).gather();
                let place = source.origin(0, None).to_string();
                self.note(&document, &within, &profile, &place, paths, givers);
            }
        }
    }

    /// In files such as `shop.prod.toml` beside those that were read.
    fn in_files(&self, paths: &[Vec<Step>], givers: &mut [Vec<Giver>]) {
        let mut looked = 0;
        for source in &self.sources {
            let What::File { path, .. } = &source.what else { continue };
            if !source.is_base() || self.plan.nested_profiles {
                continue;
            }
            for (profile, path) in beside(path) {
                looked += 1;
                if looked > MAX_FILES {
                    return;
                }
                let Ok((text, _)) = read_text(&path, false) else { continue };
                let document = Format::from_path(&path).and_then(|format| Document::parse(format, &text));
                if let Some(document) = document {
                    self.note(&document, &[], &profile, &path.display().to_string(), paths, givers);
                }
            }
        }
    }

    fn note(
        &self,
        document: &Document<'_>,
        within: &[Step],
        profile: &str,
        place: &str,
        paths: &[Vec<Step>],
        givers: &mut [Vec<Giver>],
    ) {
        if self.profiles.iter().any(|active| active == profile) {
            return;
        }
        for (path, givers) in paths.iter().zip(givers) {
            let path: Vec<Step> = within.iter().chain(path).cloned().gather();
            if document.locate(&path).is_some() && givers.iter().all(|(other, _)| other != profile) {
                givers.push((profile.to_owned(), place.to_owned()));
            }
        }
    }

    /// The sentence about it, and what to do.
    fn advice(&self, givers: &[Giver]) -> Option<(String, String)> {
        let first = &givers.first()?.0;
        let message = match givers {
            [(profile, place)] => format!("only profile '{profile}' gives it, which is not active ({place})"),
            several => {
                let several: Vec<_> = several.iter().map(|(profile, place)| format!("'{profile}' ({place})")).gather();
                format!("only profiles give it that are not active: {}", several.join(", "))
            }
        };
        let it = if givers.len() == 1 { "it" } else { "one" };
        let help = match self.profile_variable() {
            Some(variable) => format!("activate {it} with {variable}={first}"),
            None => format!("activate {it} with `with_profile(\"{first}\")`"),
        };
        Some((message, help))
    }
}

fn by_attribute(trail: &[Crumb]) -> Vec<Giver> {
    let setting = trail.last().and_then(Crumb::field).and_then(|field| field.kind.setting());
    let profiles = setting.map_or(&[][..], |setting| setting.profiles);
    profiles.iter().map(|profile| ((*profile).to_owned(), "its default".to_owned())).gather()
}

/// The files of profiles beside a file, with their profiles.
fn beside(path: &Path) -> Vec<(String, PathBuf)> {
    let (Some(directory), Some(stem)) = (path.parent(), path.file_stem().and_then(|stem| stem.to_str())) else {
        return Vec::new();
    };
    let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let mut found: Vec<(String, PathBuf)> = entries
        .take(10_000)
        .filter_map(|entry| {
            let path = path.with_file_name(entry.file_name());
            Format::from_path(&path)?;
            let profile = path.file_stem()?.to_str()?.strip_prefix(stem)?.strip_prefix('.')?.to_owned();
            (profile != "local" && !profile.contains('.')).then_some((profile, path))
        })
        .gather();
    order::sort_by(&mut found, Ord::cmp);
    found
}
