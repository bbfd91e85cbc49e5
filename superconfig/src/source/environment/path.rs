//! The way to a setting, with the keys and numbers of what is in collections, and following it through a draft.

use crate::{
    draft::{At, Crumb, Draft, Place, Slot, Writer},
    problem::FaultKind,
    problem::ProblemKind,
    schema::{Kind, Schema, SettingSchema},
};

/// A step on the way to a setting that the environment names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hop {
    /// A field, by its index in the schema.
    Field(usize),
    /// An element of a list of sections.
    Index(usize),
    /// A section of a map.
    Key(String),
}

/// The element of a list that is missing before the one that was named.
pub(super) struct Gap {
    pub(super) next: usize,
}

impl Gap {
    pub(super) fn message(&self) -> String {
        format!("the elements of a list count from 0 without gaps; number {} comes next", self.next)
    }
}

/// Leads the writer along a path, noting what is on its way out, and hands it what is there.
pub(super) fn at_path(
    schema: &'static Schema,
    draft: &mut dyn Draft,
    path: &[Hop],
    at: At,
    writer: &mut Writer<'_>,
    then: &mut dyn FnMut(&mut Writer<'_>, Place<'_>),
) -> Result<(), Gap> {
    let Some((Hop::Field(index), section)) = path.split_last() else {
        // The tag of the enum that the path leads to.
        return at_section(schema, draft, path, at, writer, &mut |writer, schema, draft| {
            then(writer, Place::Section { schema, draft });
        });
    };
    // A tag is called by the path of its enum.
    if schema.facts.tags && tag_at(schema, path).is_some() {
        return at_section(schema, draft, path, at, writer, &mut |writer, schema, draft| {
            then(writer, Place::Section { schema, draft });
        });
    }
    at_section(schema, draft, section, at, writer, &mut |writer, schema, draft| {
        let place = enter(schema, draft, *index, at, writer);
        then(writer, place);
        writer.leave();
    })
}

/// Leads the writer into the section at a path.
pub(super) fn at_section(
    schema: &'static Schema,
    draft: &mut dyn Draft,
    path: &[Hop],
    at: At,
    writer: &mut Writer<'_>,
    then: &mut dyn FnMut(&mut Writer<'_>, &'static Schema, &mut dyn Draft),
) -> Result<(), Gap> {
    let Some((Hop::Field(index), rest)) = path.split_first() else {
        then(writer, schema, draft);
        return Ok(());
    };
    let result = match (enter(schema, draft, *index, at, writer), rest) {
        (Place::Section { schema, draft }, _) => at_section(schema, draft, rest, at, writer, then),
        (Place::Optional { schema, slot }, _) => at_section(schema, slot.enter(), rest, at, writer, then),
        (Place::List { schema, slot, .. }, [Hop::Index(index), rest @ ..]) => {
            let next = slot.count();
            if *index > next {
                writer.leave();
                return Err(Gap { next });
            }
            writer.patch_list(slot);
            let draft = if *index == next { Some(slot.insert(next)) } else { slot.get(*index) };
            writer.element(Crumb::Index(*index));
            let result = draft.map_or(Ok(()), |draft| at_section(schema, draft, rest, at, writer, then));
            writer.leave();
            result
        }
        (Place::Map { schema, slot }, [Hop::Key(key), rest @ ..]) => {
            writer.begin_map(slot);
            writer.element(Crumb::Key(key.clone()));
            if slot.get(key).is_none()
                && let Some(like) = slot.keys().into_iter().find(|other| other.eq_ignore_ascii_case(key))
            {
                let message = format!("'{key}' is added beside '{like}', from which it differs in case only");
                let help = Some(format!("write '{like}' if that is meant"));
                writer.fault(FaultKind::Notice { kind: ProblemKind::UnknownKey, message, help }, at);
            }
            let result = at_section(schema, slot.enter(key), rest, at, writer, then);
            writer.leave();
            result
        }
        _ => unreachable!("the path was found in this schema"),
    };
    writer.leave();
    result
}

/// Enters a field, and chooses it if it is a variant.
pub(super) fn enter<'d>(
    schema: &'static Schema,
    draft: &'d mut dyn Draft,
    index: usize,
    at: At,
    writer: &mut Writer<'_>,
) -> Place<'d> {
    if schema.choice.is_some() && schema.tag().is_none() {
        writer.choose(schema, draft, index, at);
    }
    let place = writer.open(schema, draft, index, schema.fields[index].key);
    if schema.fields[index].deprecated.is_some() {
        writer.fault(FaultKind::Deprecated { alias: None }, at);
    }
    place
}

/// The fields, keys and indices along a path.
pub(super) fn trail(mut schema: &'static Schema, path: &[Hop]) -> Vec<Crumb> {
    let mut trail = Vec::with_capacity(path.len());
    for hop in path {
        trail.push(match hop {
            Hop::Field(index) => {
                let field = &schema.fields[*index];
                schema = field.kind.section().unwrap_or(schema);
                Crumb::of(field)
            }
            Hop::Index(index) => Crumb::Index(*index),
            Hop::Key(key) => Crumb::Key(key.clone()),
        });
    }
    trail
}

pub(super) fn section_at(mut schema: &'static Schema, path: &[Hop]) -> Option<&'static Schema> {
    for hop in path {
        if let Hop::Field(index) = hop {
            schema = schema.fields[*index].kind.section()?;
        }
    }
    Some(schema)
}

/// The tag of the enum that a path leads to; what leads to a collection of such enums leads to no enum.
pub(super) fn tag_at(schema: &'static Schema, path: &[Hop]) -> Option<&'static str> {
    let (last, holder) = path.split_last()?;
    if let Hop::Field(index) = last
        && matches!(section_at(schema, holder)?.fields[*index].kind, Kind::List(..) | Kind::Map(_))
    {
        return None;
    }
    section_at(schema, path)?.tag()
}

pub(super) fn setting_at(schema: &'static Schema, path: &[Hop]) -> Option<&'static SettingSchema> {
    let (Hop::Field(index), section) = path.split_last()? else { return None };
    section_at(schema, section)?.fields[*index].kind.setting()
}

/// Marks a setting as one that there is a problem about, so that it is not called missing too.
pub(super) fn fail(schema: &'static Schema, draft: &mut dyn Draft, path: &[Hop]) {
    let Some((Hop::Field(index), rest)) = path.split_first() else { return };
    let inner = schema.fields[*index].kind.section().unwrap_or(schema);
    match (draft.slot(*index), rest) {
        (Slot::Setting { mark, .. }, _) => *mark = crate::origin::Mark::FAILED,
        (Slot::Section(draft), _) => fail(inner, draft, rest),
        (Slot::Optional(slot), _) => fail(inner, slot.enter(), rest),
        (Slot::List(slot), [Hop::Index(at), rest @ ..]) => {
            slot.get(*at).into_iter().for_each(|draft| fail(inner, draft, rest));
        }
        (Slot::Map(slot), [Hop::Key(key), rest @ ..]) => fail(inner, slot.enter(key), rest),
        _ => {}
    }
}
