//! Looking at a finished struct, or at a complete draft, field by field.

use std::any::Any;

use crate::{
    config::SuperConfig,
    draft::{Draft, Slot},
    schema::Schema,
};

/// Visits one section.
pub type Visit<'v> = &'v mut dyn FnMut(&mut dyn Eye);

/// Who is shown the fields of a section, in the order of the schema. What is absent is not shown.
pub trait Eye {
    /// The setting at an index: a `T` or an `Option<T>`.
    fn setting(&mut self, index: usize, value: &dyn Any);

    /// The field at an index, a setting or a section, is one that a reload may not simply change.
    #[cfg(feature = "watch")]
    fn guarded(&mut self, index: usize, guard: crate::reload::Guard<'_>) {
        let _ = (index, guard);
    }

    /// The section at an index, or the variant that an enum is.
    fn section(&mut self, index: usize, visit: Visit<'_>);

    /// A list of sections, so many.
    fn list(&mut self, index: usize, count: usize, visit: &mut dyn FnMut(usize, &mut dyn Eye));

    /// A map of sections, with these keys.
    fn map(&mut self, index: usize, keys: Vec<String>, visit: &mut dyn FnMut(usize, &mut dyn Eye));
}

/// Shows the sections of a list.
pub fn visit_list<'a, T: SuperConfig>(eye: &mut dyn Eye, index: usize, sections: impl IntoIterator<Item = &'a T>) {
    let sections: Vec<&T> = sections.into_iter().collect();
    eye.list(index, sections.len(), &mut |at, eye| sections[at].visit(eye));
}

/// Shows the sections of a map, in the order of their keys.
pub fn visit_map<'a, T: SuperConfig>(
    eye: &mut dyn Eye,
    index: usize,
    sections: impl IntoIterator<Item = (&'a String, &'a T)>,
) {
    let mut sections: Vec<(&String, &T)> = sections.into_iter().collect();
    sections.sort_by_key(|(key, _)| *key);
    let keys = sections.iter().map(|(key, _)| (*key).clone()).collect();
    eye.map(index, keys, &mut |at, eye| sections[at].1.visit(eye));
}

/// Shows what is in a draft, in the same way.
pub(crate) fn visit_draft(schema: &'static Schema, draft: &mut dyn Draft, eye: &mut dyn Eye) {
    for (index, field) in schema.fields.iter().enumerate() {
        let inner = field.kind.section().unwrap_or(Schema::EMPTY);
        match draft.slot(index) {
            Slot::Setting { value, .. } => eye.setting(index, value),
            Slot::Section(draft) => eye.section(index, &mut |eye| visit_draft(inner, draft, eye)),
            Slot::Optional(slot) => {
                if let Some(draft) = slot.get() {
                    eye.section(index, &mut |eye| visit_draft(inner, draft, eye));
                }
            }
            Slot::List(slot) => {
                if !(field.optional && slot.mark().is_unset()) {
                    eye.list(index, slot.count(), &mut |at, eye| {
                        if let Some(draft) = slot.get(at) {
                            visit_draft(inner, draft, eye);
                        }
                    });
                }
            }
            Slot::Map(slot) => {
                if field.optional && slot.mark().is_unset() {
                    continue;
                }
                let mut keys = slot.keys();
                keys.sort();
                eye.map(index, keys.clone(), &mut |at, eye| {
                    if let Some(draft) = slot.get(&keys[at]) {
                        visit_draft(inner, draft, eye);
                    }
                });
            }
        }
    }
}
