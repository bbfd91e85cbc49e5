//! What is mounted against what the application has, and against each other: one key and one variable mean one thing. Within one
//! struct the compiler has checked that; which structs meet is only known when they are linked.

use std::collections::HashMap;

use super::linked::{Mount, Registered};
use crate::schema::{self, Field, Kind, Schema};

/// Two configs that want the same.
pub(super) struct Collision {
    /// The setting or section in question.
    pub(super) chain: Vec<&'static Field>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Why a config cannot be mounted at its key, and what to do.
pub(super) fn of_key(
    root: &'static Schema,
    standing: &[(&'static Registered, &'static Mount)],
    config: &Registered,
    mount: &Mount,
) -> Option<(String, String)> {
    let name = config.type_name();
    if let Some((holder, field)) = holder(root, mount.key) {
        let (key, ident, holder) = (mount.key, field.ident, holder.type_name);
        let (what, help) = if field.key == key {
            ("the key", "give the field another key: #[config(rename = \"another-key\")]")
        } else {
            ("an alias", "delete the alias")
        };
        let message = format!("{name} is mounted here, but '{key}' is {what} of the field `{ident}` of {holder}");
        return Some((message, help.to_owned()));
    }
    if root.profile_key == Some(mount.key) {
        let (key, holder) = (mount.key, root.type_name);
        let message = format!("{name} is mounted here, but files hold what profiles change under '{key}'");
        return Some((message, format!("give {holder} #[config(profile_key = \"another-key\")]")));
    }
    let (other, _) = standing.iter().find(|(_, other)| other.key == mount.key)?;
    let message = format!("{} and {name} are both mounted here", other.type_name());
    Some((message, "give one of them another key: #[config(mount = \"another-key\")]".to_owned()))
}

/// The field that a key means, and the struct that has it, flattened or not.
fn holder(schema: &'static Schema, key: &str) -> Option<(&'static Schema, &'static Field)> {
    schema.fields.iter().find_map(|field| match field.kind {
        Kind::Flatten(inner) => holder(inner, key),
        _ => (field.key == key || field.aliases.contains(&key)).then_some((schema, field)),
    })
}

/// Who is read from a variable.
enum Reader {
    /// What chooses the file or the profile.
    Reserved,
    /// A setting of the config itself (0) or of a mount, and its path within that.
    Setting { part: usize, path: String },
}

/// The variables that would set something mounted and something else as well. Within the parts the compiler has looked.
pub(super) fn of_variables(
    schema: &'static Schema,
    root: &'static Schema,
    standing: &[(&'static Registered, &'static Mount)],
) -> Vec<Collision> {
    let part_name = |part: usize| part.checked_sub(1).map_or(root.type_name, |index| standing[index].0.type_name());
    let mut readers = HashMap::new();
    for what in ["CONFIG", "PROFILE"] {
        readers.insert(folded(&schema.reserved_variable(what)), Reader::Reserved);
    }
    let mut collisions = Vec::new();
    schema.walk(&mut |chain, _| {
        let Some(name) = schema::env_name(schema.env_prefix, chain) else { return };
        let part = (schema.fields.iter().position(|field| std::ptr::eq(field, chain[0])))
            .map_or(0, |index| (index + 1).saturating_sub(root.fields.len()));
        let path = schema::path(if part == 0 { chain } else { &chain[1..] });
        let names = || std::iter::once(name.clone()).chain(schema::former_env_names(schema.env_prefix, chain));
        // A former name collides like another.
        let name = names().find(|name| readers.contains_key(&folded(name))).unwrap_or_else(|| name.clone());
        let message = match readers.get(&folded(&name)) {
            None => {
                for name in names() {
                    readers.insert(folded(&name), Reader::Setting { part, path: path.clone() });
                }
                return;
            }
            Some(Reader::Reserved) if part > 0 => format!(
                "the variable {name} is reserved: it chooses the file or the profile, so '{path}' of {} cannot be read from it",
                part_name(part)
            ),
            Some(Reader::Setting { part: other, path: theirs }) if *other != part => format!(
                "the variable {name} would set both '{theirs}' of {} and '{path}' of {}",
                part_name(*other),
                part_name(part)
            ),
            Some(_) => return,
        };
        let help = "rename one of the fields or give it #[config(env = \"ANOTHER_NAME\")]".to_owned();
        collisions.push(Collision { chain: chain.to_vec(), message, help });
    });
    collisions
}

/// As names are compared: `__` is accepted wherever `_` joins, and some systems ignore case.
fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for char in name.chars() {
        if !(char == '_' && folded.ends_with('_')) {
            folded.push(char.to_ascii_uppercase());
        }
    }
    folded
}
