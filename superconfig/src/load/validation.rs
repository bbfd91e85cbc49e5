//! Holding what won against the rules of the schema, and finding the places of what validators say.

use std::{
    any::Any,
    collections::{BTreeMap, HashMap},
};

use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    build::overlay,
    draft::{Crumb, Draft, Marks, Slot, Spot, Step, Visitor, show_known, walk},
    gather::Gather as _,
    order,
    origin::{Mark, Origin},
    problem::{Breach, Broken, Fault, FaultKind, Party},
    schema::{self, Field, Schema, SettingSchema},
    source::Source,
    validate::{Count, Member, Refusal, Relation, RelationKind, Rule},
};

/// The most broken rules that are noted one by one; a list of sections may have millions.
const MOST: usize = 100;

/// Looks at each value once it is known that it stays.
pub(super) struct Validation {
    /// Some source could not be read whole, so what is absent may be there.
    incomplete: bool,
    faults: Vec<Fault>,
    count: usize,
    /// The texts that nothing may quote.
    secrets: Vec<SecretString>,
}

impl Validation {
    pub(super) fn new(sources: &[Source]) -> Self {
        let incomplete = sources.iter().any(|source| source.incomplete);
        Self { incomplete, faults: Vec::new(), count: 0, secrets: Vec::new() }
    }

    pub(super) fn setting(
        &mut self,
        spot: Spot<'_>,
        setting: &SettingSchema,
        value: &dyn Any,
        mark: Mark,
        profiles: &[String],
    ) {
        if setting.is_secret() {
            secret_texts(setting, value, &mut |text| self.secrets.push(text.into()));
        }
        if mark == Mark::FAILED {
            return;
        }
        if let Some((rule, refusal)) = broken(spot.field().rules, value) {
            let default = mark.is_unset().then(|| default_of(setting, profiles));
            self.note(&spot.trail(), mark, default, Broken::Rule(rule, refusal));
        }
    }

    pub(super) fn collection(&mut self, trail: &[Crumb], field: &'static Field, count: Option<usize>, mark: Mark) {
        if mark == Mark::FAILED || self.incomplete && count.is_none() {
            return;
        }
        if let Some((rule, refusal)) = broken(field.rules, &count.map(Count)) {
            self.note(trail, mark, None, Broken::Rule(rule, refusal));
        }
    }

    pub(super) fn relations(&mut self, trail: &[Crumb], schema: &'static Schema, draft: &mut dyn Draft) {
        if self.incomplete {
            return;
        }
        for relation in schema.relations {
            let parties: Vec<_> = relation.members.iter().map(|member| look(trail, schema, member, draft)).gather();
            if let Some((party, broken)) = judge(relation, parties, schema, draft) {
                let party = party.unwrap_or_else(|| Party { trail: trail.to_vec(), mark: Mark::UNSET });
                let default = party.trail.last().and_then(Crumb::field).filter(|_| party.mark.is_unset());
                let default = default.and_then(|field| field.kind.setting()?.default).map(|_| Origin::Default);
                let default = default.filter(|_| !matches!(broken, Broken::NoneOf(_) | Broken::RequiredIf { .. }));
                self.note(&party.trail, party.mark, default, broken);
            }
        }
    }

    fn note(&mut self, trail: &[Crumb], mark: Mark, default: Option<Origin>, broken: Broken) {
        self.count += 1;
        if self.count <= MOST {
            let known = !mark.is_unset() && mark != Mark::FAILED;
            let breach = Breach { broken, default, exact: true };
            let mut fault = Fault::new(FaultKind::Breach(Box::new(breach)), if known { mark.source } else { 0 });
            fault.mark = if known { mark.at } else { Mark::NOWHERE };
            fault.trail = trail.to_vec();
            self.faults.push(fault);
        }
    }

    /// Hands over what was found; gives the secrets.
    pub(super) fn finish(self, faults: &mut Vec<Fault>) -> Vec<SecretString> {
        faults.extend(self.faults);
        if let Some(count @ 1..) = self.count.checked_sub(MOST) {
            faults.push(Fault::new(FaultKind::More { count, warning: false }, 0));
        }
        self.secrets
    }
}

/// The texts of a secret, a `T` or an `Option<T>`: of what has a text, and of collections of texts.
pub(crate) fn secret_texts(setting: &SettingSchema, value: &dyn Any, found: &mut dyn FnMut(String)) {
    // What is marked as secret may be a collection that nobody else wants to see, or have a reader of its own.
    let usual = [
        show_known::<String>,
        show_known::<Vec<String>>,
        show_known::<HashMap<String, String>>,
        show_known::<BTreeMap<String, String>>,
        show_known::<u8>,
        show_known::<u16>,
        show_known::<u32>,
        show_known::<u64>,
        show_known::<u128>,
        show_known::<usize>,
        show_known::<i8>,
        show_known::<i16>,
        show_known::<i32>,
        show_known::<i64>,
        show_known::<i128>,
        show_known::<isize>,
        show_known::<f32>,
        show_known::<f64>,
    ];
    let mut shown = setting.leaf.show.into_iter().chain(usual).filter_map(|show| show(value));
    if let Some(value) = shown.next() {
        value.texts(found);
    }
}

/// The first rule that a value breaks; the next may only say the same in other words.
pub(super) fn broken(rules: &'static [Rule], value: &dyn Any) -> Option<(&'static Rule, Refusal)> {
    rules.iter().find_map(|rule| Some((rule, (rule.check)(value).err()?)))
}

fn default_of(setting: &SettingSchema, profiles: &[String]) -> Origin {
    match overlay(profiles, setting.profiles) {
        Some(index) => Origin::ProfileDefault(setting.profiles[index].to_owned()),
        None => Origin::Default,
    }
}

/// A field as a party in a relation, if it is set, else `Err`.
fn look(trail: &[Crumb], schema: &'static Schema, member: &Member, draft: &mut dyn Draft) -> Result<Party, Party> {
    let field = &schema.fields[member.index];
    let mut trail = trail.to_vec();
    trail.push(Crumb::of(field));
    let (set, mark) = match (&field.kind, draft.slot(member.index)) {
        (_, Slot::Setting { value, mark }) => {
            let some = member.is_some.map(|is_some| is_some(&*value));
            (*mark == Mark::FAILED || some.unwrap_or(!mark.is_unset()), *mark)
        }
        (_, Slot::List(slot)) => (!slot.mark().is_unset(), *slot.mark()),
        (_, Slot::Map(slot)) => (!slot.mark().is_unset(), *slot.mark()),
        (kind, Slot::Optional(slot)) => match (slot.get(), kind.section()) {
            (Some(draft), Some(inner)) => (true, latest(inner, draft)),
            (draft, _) => (draft.is_some(), Mark::UNSET),
        },
        (kind, Slot::Section(draft)) => {
            let mark = kind.section().map_or(Mark::UNSET, |inner| latest(inner, draft));
            (!mark.is_unset(), mark)
        }
    };
    let party = Party { trail, mark };
    if set { Ok(party) } else { Err(party) }
}

/// Who set something in a section, the most important one.
fn latest(schema: &'static Schema, draft: &mut dyn Draft) -> Mark {
    struct Latest(Mark);
    impl Visitor for Latest {
        fn setting(&mut self, _: Spot<'_>, _: &'static SettingSchema, _: &mut dyn Any, mark: &mut Mark) {
            let rank = |mark: Mark| if mark == Mark::FAILED { (0, 1) } else { (mark.source, mark.at) };
            if !mark.is_unset() && rank(*mark) > rank(self.0) {
                self.0 = *mark;
            }
        }
    }
    let mut latest = Latest(Mark::UNSET);
    walk(schema, draft, &mut Vec::new(), &mut latest);
    latest.0
}

/// What is wrong, and with which of the parties; with none of them if it is wrong with all.
fn judge(
    relation: &'static Relation,
    mut parties: Vec<Result<Party, Party>>,
    schema: &'static Schema,
    draft: &mut dyn Draft,
) -> Option<(Option<Party>, Broken)> {
    let all = |parties: Vec<Result<Party, Party>>| parties.into_iter().map(|it| it.unwrap_or_else(|it| it)).gather();
    let several = |parties: Vec<Result<Party, Party>>| {
        let mut set: Vec<Party> = parties.into_iter().flatten().gather();
        // The one with the last word is the one to delete.
        order::sort_by_key(&mut set, |party| (party.mark.source, party.mark.at));
        let last = set.pop()?;
        (!set.is_empty()).then_some((Some(last), Broken::Several(set)))
    };
    let none_set = parties.iter().all(Result::is_err);
    match &relation.kind {
        RelationKind::ExactlyOneOf | RelationKind::AtLeastOneOf if none_set => {
            Some((None, Broken::NoneOf(all(parties))))
        }
        RelationKind::ExactlyOneOf | RelationKind::AtMostOneOf => several(parties),
        RelationKind::AtLeastOneOf => None,
        RelationKind::Requires => {
            let first = parties.remove(0).ok()?;
            let absent: Vec<_> = parties.into_iter().filter_map(Result::err).gather();
            (!absent.is_empty()).then_some((Some(first), Broken::Requires(absent)))
        }
        RelationKind::ConflictsWith => {
            parties.first()?.as_ref().ok()?;
            several(parties)
        }
        RelationKind::RequiredIf { equals, value } => {
            let sibling = parties.pop()?.unwrap_or_else(|it| it);
            let absent = parties.pop()?.err()?;
            let Slot::Setting { value: actual, mark } = draft.slot(relation.members[1].index) else { return None };
            let secret = schema.fields[relation.members[1].index].kind.setting()?.is_secret();
            let applies = *mark != Mark::FAILED && equals(&*actual);
            applies.then_some((Some(absent), Broken::RequiredIf { sibling, value: (!secret).then_some(value) }))
        }
    }
}

/// Finds where what validators said belongs, and takes secrets out of it.
pub(super) fn place(
    faults: &mut [Fault],
    schema: &'static Schema,
    marks: &Marks,
    sources: &[Source],
    secrets: &[SecretString],
) {
    for fault in faults {
        let FaultKind::Breach(breach) = &mut fault.kind else { continue };
        let in_list = |trail: &[Crumb]| trail.iter().any(|crumb| matches!(crumb, Crumb::Index(_)));
        match &mut breach.broken {
            Broken::Raised { path, message } => {
                conceal(message, secrets);
                if path.is_empty() {
                    if let Some(source) = text_within(&fault.trail, schema, marks, sources) {
                        fault.source = source;
                    }
                } else if let Some(found) = find(path, &fault.trail, schema, marks, sources) {
                    path.clear();
                    (fault.trail, fault.steps) = (found.trail, found.steps);
                    breach.default = found.default;
                    breach.exact = found.exact;
                    if !found.mark.is_unset() && found.mark != Mark::FAILED {
                        (fault.source, fault.mark) = (found.mark.source, found.mark.at);
                    }
                }
            }
            _ if in_list(&fault.trail) => {
                let wanted = schema::trail_path(&fault.trail);
                marks.replay(schema, &mut |trail, _, _, exact| {
                    if !exact && schema::trail_path(trail) == wanted {
                        breach.exact = false;
                    }
                });
            }
            _ => {}
        }
        let mark = Mark { source: fault.source, at: fault.mark };
        if !breach.exact && fault.mark != Mark::NOWHERE && is_text(sources, mark) {
            let at = fault.mark as usize;
            fault.span = Some(at..at + 1);
        }
    }
}

/// Takes the texts of secrets out of a message, also as `{:?}` prints them.
pub(crate) fn conceal(message: &mut String, secrets: &[SecretString]) {
    /// Shorter ones are in every sentence.
    const SHORTEST: usize = 3;
    let mut secrets: Vec<&str> = secrets.iter().map(SecretString::expose_secret).gather();
    // One may begin like another.
    order::sort_by_key(&mut secrets, |secret| std::cmp::Reverse(secret.len()));
    for secret in secrets {
        for text in [secret.to_owned(), secret.escape_debug().to_string()] {
            if text.chars().count() >= SHORTEST && message.contains(&text) {
                *message = message.replace(&text, "[redacted]");
            }
        }
    }
}

/// The most important text that sets something in a section; the root is nowhere in particular.
fn text_within(section: &[Crumb], schema: &'static Schema, marks: &Marks, sources: &[Source]) -> Option<u32> {
    let (wanted, mut latest) = (schema::trail_path(section), None);
    marks.replay(schema, &mut |trail, _, mark, exact| {
        let within = trail.len() > section.len() && schema::trail_path(&trail[..section.len()]) == wanted;
        if within && exact && !wanted.is_empty() && is_text(sources, mark) {
            latest = latest.max(Some(mark.source));
        }
    });
    latest
}

fn is_text(sources: &[Source], mark: Mark) -> bool {
    sources.get((mark.source as usize).wrapping_sub(1)).is_some_and(Source::is_text)
}

/// What a path leads to.
struct Found {
    trail: Vec<Crumb>,
    steps: Vec<Step>,
    mark: Mark,
    exact: bool,
    default: Option<Origin>,
}

/// The setting or section that `path` names from `base` on, by keys or by names of fields.
fn find(path: &str, base: &[Crumb], schema: &'static Schema, marks: &Marks, sources: &[Source]) -> Option<Found> {
    let within = schema::trail_path(base);
    let mut best: Option<(usize, Found)> = None;
    marks.replay(schema, &mut |trail, setting, mark, exact| {
        if trail.len() < base.len() || schema::trail_path(&trail[..base.len()]) != within {
            return;
        }
        for end in base.len() + 1..=trail.len() {
            let whole = end == trail.len();
            let named = spellings(&trail[base.len()..end]).into_iter().find_map(|name| {
                let rest = path.strip_prefix(&name)?;
                let fits = rest.is_empty() || whole && rest.starts_with(['.', '[']);
                (fits && !name.is_empty()).then(|| (name.len(), steps(rest)))
            });
            let Some((length, steps)) = named else { continue };
            let place = if whole {
                mark
            } else if is_text(sources, mark) {
                // Of a section the place is found by its key.
                Mark { source: mark.source, at: Mark::NOWHERE }
            } else {
                Mark::UNSET
            };
            match &mut best {
                Some((longest, found)) if *longest == length && !whole => {
                    if place.source > found.mark.source {
                        found.mark = place;
                    }
                }
                Some((longest, _)) if *longest >= length => {}
                _ => {
                    let default = (whole && mark.is_unset() && setting.default.is_some()).then_some(Origin::Default);
                    let trail = trail[..end].to_vec();
                    best = Some((length, Found { trail, steps, mark: place, exact, default }));
                }
            }
        }
    });
    best.map(|(_, found)| found)
}

/// The ways to write a trail: by keys, by names, and by names with those of flattened fields.
fn spellings(trail: &[Crumb]) -> [String; 3] {
    let spell = |ident: bool, transparent: bool| {
        let mut path = String::new();
        for crumb in trail {
            let name = match crumb {
                Crumb::Field { field, .. } if field.kind.is_transparent() && !transparent => continue,
                Crumb::Field { field, .. } => {
                    if ident {
                        field.ident
                    } else {
                        field.key
                    }
                }
                Crumb::Key(key) => key,
                Crumb::Index(index) => {
                    path.extend(["[", &index.to_string(), "]"]);
                    continue;
                }
            };
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        path
    };
    [spell(false, false), spell(true, false), spell(true, true)]
}

/// `[2].name`, which leads into the value of a setting.
fn steps(path: &str) -> Vec<Step> {
    let parts = path.split(['.', '[']).filter(|part| !part.is_empty());
    let step = |part: &str| match part.strip_suffix(']').and_then(|index| index.parse().ok()) {
        Some(index) => Step::Index(index),
        None => Step::Key(part.to_owned()),
    };
    parts.map(step).gather()
}

/// Which sections no validator should look at: a value in them is missing, not of its type, or breaks a rule already.
pub(super) fn doubts(faults: &[Fault]) -> Vec<String> {
    let problems = faults.iter().filter(|fault| !fault.is_warning());
    problems.map(|fault| schema::trail_path(&fault.trail)).gather()
}
