//! The checks of a whole schema that run while the user's crate compiles: no two settings may be read from one
//! environment variable, no two fields may answer to one key through `flatten`.
//!
//! Everything here is `const fn`, so it is written with loops and indices. A check compares only what comes from
//! *different* fields of the struct it is called for (and absolute names): what collides inside one section was reported
//! where that section was derived. Names are compared with runs of `_` folded into one, since `__` is accepted
//! wherever `_` joins. Each is `#[inline]`, so that no machine code is made of what only the compiler runs.

#![allow(clippy::large_types_passed_by_value)] // buffers by value read better, and only the compiler runs this

mod keys;
mod message;
mod variables;

#[cfg(feature = "inspect")]
use self::message::{Message, Text};
use self::{
    keys::{check_keys, check_profile_key, check_removed, check_tag},
    variables::{apart, sized, unreserved},
};
#[cfg(feature = "inspect")]
use super::Kind;
use super::Schema;
#[cfg(feature = "watch")]
use super::{Field, Reload};

/// Panics, and so stops the compilation, if two settings share an environment name or two keys collide.
///
/// # Panics
/// That is how a `const` evaluation reports; the message names the variable and both settings.
#[track_caller]
#[inline]
pub const fn check(schema: &'static Schema) {
    check_keys(schema);
    check_tag(schema);
    check_removed(schema, schema);
    #[cfg(feature = "watch")]
    check_guards(schema);
    if !apart(schema) {
        sized(schema, false);
    }
}

/// What refuses a reload must be something that can be compared.
#[cfg(feature = "watch")]
#[track_caller]
#[inline]
const fn check_guards(schema: &'static Schema) {
    let mut i = 0;
    while i < schema.facts.guards.len() {
        let (index, reload) = schema.facts.guards[i];
        let field = &schema.fields[index];
        if let (Reload::Reject, Some(name)) = (reload, opaque(field)) {
            let message = Message::new()
                .push("`")
                .push(field.key)
                .push("` cannot be `reload = \"reject\"`, since nobody can tell whether a `")
                .push(name)
                .push("` differs from another: derive `serde::Serialize` for it, or write `reload = \"restart\"`");
            panic!("{}", message.as_str());
        }
        i += 1;
    }
}

/// The type of a setting in a field that cannot be shown, and so not be compared, if there is one.
#[cfg(feature = "watch")]
#[inline]
pub(crate) const fn opaque(field: &Field) -> Option<&'static str> {
    let Some(section) = field.kind.section() else {
        return match &field.kind {
            Kind::Setting(setting) if setting.leaf.show.is_none() && setting.about.show.is_none() => {
                Some(setting.about.type_name)
            }
            _ => None,
        };
    };
    let mut i = 0;
    while i < section.fields.len() {
        if let Some(name) = opaque(&section.fields[i]) {
            return Some(name);
        }
        i += 1;
    }
    None
}

/// The check that only a struct that is itself loaded must pass: no setting is called like one of the two reserved
/// variables, `<NAME>_CONFIG` and `<NAME>_PROFILE`, and no key at the top is that of the profiles in a file.
///
/// # Panics
/// Like [`check`].
#[track_caller]
#[inline]
pub const fn check_root(schema: &'static Schema) {
    if let Some(key) = schema.profile_key {
        check_profile_key(schema, schema, key);
    }
    if !unreserved(schema) {
        sized(schema, true);
    }
}

/// The check that only a config that is dumped must pass: every value can be shown, or is never shown.
///
/// # Panics
/// Like [`check`].
#[cfg(feature = "inspect")]
#[track_caller]
#[inline]
pub(crate) const fn check_dump(schema: &'static Schema) {
    check_shown(schema, Text::EMPTY);
}

#[cfg(feature = "inspect")]
#[track_caller]
#[inline]
const fn check_shown(schema: &'static Schema, path: Text) {
    let mut i = 0;
    while i < schema.fields.len() {
        let field = &schema.fields[i];
        match &field.kind {
            Kind::Setting(setting) => {
                let shown = setting.leaf.show.is_some() || setting.about.show.is_some() || setting.is_secret();
                if !shown {
                    let name = setting.about.type_name;
                    // One letter is a type parameter; what it stands for does not count.
                    let cure = if name.len() == 1 { "bound it by" } else { "derive" };
                    let message = Message::new()
                        .push("`")
                        .push_text(&path.join(".", field.key))
                        .push("` is a `")
                        .push(name)
                        .push("`, which cannot be dumped: ")
                        .push(cure)
                        .push(" `serde::Serialize`, or mark the field `#[config(secret)]`");
                    panic!("{}", message.as_str());
                }
            }
            Kind::Flatten(inner) | Kind::Variant(inner) => check_shown(inner, path),
            Kind::List(inner, _) => check_shown(inner, path.join(".", field.key).push("[]")),
            Kind::Map(inner) => check_shown(inner, path.join(".", field.key).push(".<key>")),
            Kind::Section(inner) | Kind::Optional(inner) => check_shown(inner, path.join(".", field.key)),
        }
        i += 1;
    }
}
