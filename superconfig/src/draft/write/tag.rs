//! Which variant an enum with a tag is, in a table whose keys may stand in any order. Several such enums may share a table with
//! other settings, if they are flattened into it.

use super::{At, Writer, choose, chosen};
use crate::{
    draft::{Draft, Found},
    origin::Mark,
    problem::FaultKind,
    schema::Schema,
};

/// What a table says under the tag of an enum.
pub(crate) enum Tag {
    Name(String, At),
    /// Something that is no name.
    Other(Found, At),
    Missing,
    /// Nobody can say, since the text has a syntax error, which is told anyway.
    #[cfg_attr(not(any(feature = "json", feature = "yaml")), allow(dead_code))]
    Unreadable,
}

/// Looks up what the table that the writer is at says under a tag.
pub(crate) type Tags<'t> = dyn Fn(&Writer<'_>, &str) -> Tag + 't;

/// What is known of an enum in a table.
pub(super) struct Settled {
    /// How many steps lead to the table.
    depth: usize,
    schema: &'static Schema,
    /// Whether its keys have a variant to go to. If not, that was noted.
    usable: bool,
}

impl Writer<'_> {
    /// Settles what an enum is by the tag that the writer is at.
    pub(crate) fn settle_by(&mut self, schema: &'static Schema, draft: &mut dyn Draft, tag: Tag) {
        let step = self.trail.pop();
        self.settle_as(schema, draft, tag);
        self.trail.extend(step);
    }

    /// At the end of a table: one that has no key of its enum says by that that it is the default.
    pub(crate) fn settle_rest(&mut self, schema: &'static Schema, draft: &mut dyn Draft) {
        if schema.tag().is_some() && self.is_settled(schema).is_none() {
            self.settle_as(schema, draft, Tag::Missing);
        }
    }

    /// Settles what an enum is, if it is not, before one of its keys is read; `false` if that has nowhere to go.
    pub(super) fn settle(
        &mut self,
        schema: &'static Schema,
        draft: &mut dyn Draft,
        tag: &str,
        tags: &Tags<'_>,
    ) -> bool {
        self.is_settled(schema).unwrap_or_else(|| {
            let tag = tags(self, tag);
            self.settle_as(schema, draft, tag)
        })
    }

    /// Whether it is settled what an enum of the table that the writer is at is, and if so, whether that is usable.
    pub(super) fn is_settled(&self, schema: &'static Schema) -> Option<bool> {
        let here = self.settled.iter().rev().take_while(|it| it.depth == self.trail.len());
        here.into_iter().find(|it| std::ptr::eq(it.schema, schema)).map(|it| it.usable)
    }

    /// Forgets the enums of tables that the writer has left.
    pub(super) fn forget_settled(&mut self) {
        while self.settled.pop_if(|it| it.depth > self.trail.len()).is_some() {}
    }

    fn settle_as(&mut self, schema: &'static Schema, draft: &mut dyn Draft, tag: Tag) -> bool {
        let usable = match tag {
            Tag::Name(name, at) => self.choose_by_name(schema, draft, &name, at),
            Tag::Other(found, at) => {
                self.trail.push(super::Crumb::Key(schema.tag().unwrap_or_default().to_owned()));
                self.fault(FaultKind::NotAVariant { found, known: schema }, at);
                self.trail.pop();
                false
            }
            Tag::Missing => chosen(schema, draft).is_some() || self.choose_default(schema, draft),
            Tag::Unreadable => false,
        };
        self.settled.push(Settled { depth: self.trail.len(), schema, usable });
        usable
    }

    fn choose_default(&mut self, schema: &'static Schema, draft: &mut dyn Draft) -> bool {
        let default = schema.choice.and_then(|choice| choice.default);
        match default {
            Some(index) => choose(schema, draft, index),
            None => self.fault(FaultKind::NoVariant { known: schema }, At { mark: Mark::NOWHERE, span: None }),
        }
        default.is_some()
    }
}
