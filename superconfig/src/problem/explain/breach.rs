//! Sentences about rules that are broken.

use super::{Context, list};
use crate::{
    draft::{Crumb, Step},
    gather::Gather as _,
    origin::{Mark, Origin},
    problem::{Breach, Broken, Fault, Party, ProblemKind, closest},
    schema::{self, Kind},
    validate::{Refusal, Rule},
};

impl Context<'_> {
    /// `hidden`: the value may be a secret that stands elsewhere.
    pub(super) fn breach(&self, fault: &Fault, breach: &Breach, hidden: bool) -> (ProblemKind, String, Option<String>) {
        let secret = hidden
            || fault.field().and_then(|field| field.kind.setting()).is_some_and(schema::SettingSchema::is_secret);
        match &breach.broken {
            Broken::Rule(rule, refusal) => {
                let (message, help) = refused(rule, refusal, secret);
                let message =
                    if breach.default.is_some() { format!("its default is invalid: {message}") } else { message };
                let mend = || "set it, or change the default in the struct".to_owned();
                (ProblemKind::Invalid, message, help.or_else(|| breach.default.as_ref().map(|_| mend())))
            }
            Broken::Raised { .. } if secret => (ProblemKind::Invalid, "it is not valid".to_owned(), None),
            Broken::Raised { path, message } if path.is_empty() => (ProblemKind::Invalid, message.clone(), None),
            Broken::Raised { path, message } => (ProblemKind::Invalid, format!("{path}: {message}"), None),
            Broken::Requires(absent) => {
                let names = names(absent);
                let (itself, these) = (own_name(fault), if absent.len() == 1 { "it" } else { "them" });
                let message = format!("it needs {names}, and nothing sets {these}");
                let cures: Vec<_> = absent.iter().map(|party| self.cure_of(&party.trail)).gather();
                (ProblemKind::Invalid, message, Some(format!("{}, or delete {itself}", cures.join("; "))))
            }
            Broken::Several(others) => {
                let others: Vec<_> = others.iter().map(|party| self.described(party)).gather();
                let message = format!("it cannot be set together with {}", others.join(" and "));
                (ProblemKind::Invalid, message, Some("keep one of them".to_owned()))
            }
            Broken::RequiredIf { sibling, value } => {
                let name = name(&sibling.trail);
                let origin = self.origin_of(sibling).map(|origin| format!(" ({origin})")).unwrap_or_default();
                let message = match value {
                    Some(value) => format!("nothing sets it, and it is needed while {name} is {value}{origin}"),
                    None => format!("nothing sets it, and it is needed for the value of {name}{origin}"),
                };
                (ProblemKind::Missing, message, Some(self.cure_of(&fault.trail)))
            }
            Broken::NoneOf(parties) => {
                let message = format!("one of {} must be set", names(parties));
                let cures: Vec<_> = parties.iter().map(|party| self.cure_of(&party.trail)).gather();
                (ProblemKind::Missing, message, Some(cures.join("; or ")))
            }
        }
    }

    /// Where a setting can be put, or a section.
    fn cure_of(&self, trail: &[Crumb]) -> String {
        match trail.last().and_then(Crumb::field).map(|field| &field.kind) {
            Some(Kind::Setting(_)) => self.cure(trail),
            _ => format!("add the section {}", name(trail)),
        }
    }

    /// `'url' (shop.toml:1:7)`
    fn described(&self, party: &Party) -> String {
        let name = name(&party.trail);
        self.origin_of(party).map_or_else(|| name.clone(), |origin| format!("{name} ({origin})"))
    }

    fn origin_of(&self, party: &Party) -> Option<Origin> {
        let Mark { source: number, at } = party.mark;
        let index = (number as usize).checked_sub(1);
        let Some((index, source)) = index.and_then(|index| Some((index, self.sources.get(index)?))) else {
            let setting = party.trail.last().and_then(Crumb::field)?.kind.setting()?;
            return (party.mark.is_unset() && setting.default.is_some()).then_some(Origin::Default);
        };
        let in_list = party.trail.iter().any(|crumb| matches!(crumb, Crumb::Index(_)));
        let known = (at != Mark::NOWHERE && source.is_text()).then_some(at as usize);
        let located = || {
            let structure = self.structure_of(index).filter(|_| !in_list)?;
            ways(&party.trail).find_map(|way| structure.document.locate(&source.path_of(way))?.value)
        };
        Some(source.origin(at, known.or_else(|| Some(located()?.start))))
    }
}

/// The message, and advice if there is any.
fn refused(rule: &Rule, refusal: &Refusal, secret: bool) -> (String, Option<String>) {
    match &refusal.reason {
        Some(_) if secret && rule.name == "validate" => ("it is not valid".to_owned(), None),
        Some(reason) => (reason.clone(), None),
        // What it may be is a secret as well.
        None if secret && rule.name == "one_of" => ("it is none of the values that it may have".to_owned(), None),
        None => {
            let found = refusal.found.as_ref().filter(|_| !secret);
            let message = match found {
                Some(found) => format!("expected {}, found {found}", rule.text),
                None => format!("expected {}", rule.text),
            };
            let like = found.and_then(|found| closest(found.trim_matches('"'), rule.choices.iter().copied()));
            (message, like.map(|like| format!("did you mean '{like}'?")))
        }
    }
}

fn name(trail: &[Crumb]) -> String {
    format!("'{}'", schema::trail_path(trail))
}

fn own_name(fault: &Fault) -> String {
    name(&fault.trail)
}

fn names(parties: &[Party]) -> String {
    let names: Vec<_> = parties.iter().map(|party| schema::trail_path(&party.trail)).gather();
    list(&names.iter().map(String::as_str).gather())
}

/// The ways to a value that a source may have gone: by the keys, and by former keys.
pub(super) fn ways(trail: &[Crumb]) -> impl Iterator<Item = Vec<Step>> {
    const MOST: usize = 32;
    let mut ways: Vec<Vec<Step>> = vec![Vec::new()];
    for crumb in trail {
        let mut steps: Vec<Step> = crumb.step().into_iter().gather();
        if let Some(field) = crumb.field().filter(|field| !field.kind.is_transparent()) {
            steps.extend(field.aliases.iter().map(|alias| Step::Key((*alias).to_owned())));
        }
        if !steps.is_empty() {
            let longer = steps
                .iter()
                .flat_map(|step| ways.iter().map(move |way| [way.as_slice(), std::slice::from_ref(step)].concat()));
            ways = longer.take(MOST).gather();
        }
    }
    ways.into_iter()
}
