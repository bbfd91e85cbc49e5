//! No two settings may be read from one variable, and none from a reserved one.

use super::{
    super::{Env, Field, Kind, Schema},
    message::{Message, Text},
};

/// Whether one look at each pair of fields tells that no two of them share a variable. Most structs are so, and the compiler takes a
/// hundred times as long to make a table of all names that there are below them.
#[inline]
pub(super) const fn apart(schema: &'static Schema) -> bool {
    const MOST: usize = 64;
    let fields = schema.fields;
    if schema.facts.absolute || schema.facts.former || fields.len() > MOST {
        return false;
    }
    // Names that begin with another letter need no call.
    let mut initials = [0; MOST];
    let mut i = 0;
    while i < fields.len() {
        initials[i] = match fields[i].env {
            Env::Key(key) if !key.is_empty() && key.as_bytes()[0].is_ascii_uppercase() => key.as_bytes()[0],
            Env::Off => 0,
            _ => return false,
        };
        if matches!(fields[i].kind, Kind::Flatten(_)) {
            return false;
        }
        let mut j = 0;
        while j < i {
            if initials[i] == initials[j] && may_meet(&fields[i], &fields[j]) {
                return false;
            }
            j += 1;
        }
        i += 1;
    }
    true
}

/// The same of the two reserved variables, where they begin as all others do.
#[inline]
pub(super) const fn unreserved(schema: &'static Schema) -> bool {
    if schema.facts.absolute || schema.facts.former || schema.env_prefix.is_empty() {
        return false;
    }
    let mut i = 0;
    while i < schema.fields.len() {
        let field = &schema.fields[i];
        let meets = match field.env {
            Env::Key(key) => {
                names_meet(key, is_group(field), "CONFIG", false) || names_meet(key, is_group(field), "PROFILE", false)
            }
            _ => false,
        };
        if meets || matches!(field.kind, Kind::Flatten(_)) {
            return false;
        }
        i += 1;
    }
    true
}

#[inline]
const fn may_meet(one: &Field, other: &Field) -> bool {
    match (&one.env, &other.env) {
        (Env::Key(name), Env::Key(another)) => names_meet(name, is_group(one), another, is_group(other)),
        _ => false,
    }
}

/// Whether further names begin with its own.
#[inline]
const fn is_group(field: &Field) -> bool {
    matches!(field.kind, Kind::Section(_) | Kind::Optional(_))
}

/// Whether both are the same but for `_`, or the longer one may go on as names in the other's group do.
#[inline]
const fn names_meet(one: &str, one_is_group: bool, other: &str, other_is_group: bool) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (mut i, mut j) = (0, 0);
    loop {
        while i < one.len() && one[i] == b'_' {
            i += 1;
        }
        while j < other.len() && other[j] == b'_' {
            j += 1;
        }
        if i == one.len() || j == other.len() {
            break;
        }
        if one[i] != other[j] && !one[i].eq_ignore_ascii_case(&other[j]) {
            return false;
        }
        i += 1;
        j += 1;
    }
    if i < one.len() {
        other_is_group && (i == 0 || one[i - 1] == b'_')
    } else if j < other.len() {
        one_is_group && (j == 0 || other[j - 1] == b'_')
    } else {
        true
    }
}

/// The table is sized so that it stays at most half full.
#[track_caller]
#[inline]
pub(super) const fn sized(schema: &'static Schema, root: bool) {
    match count(schema) + 2 {
        0..=32 => check_env::<64>(schema, root),
        33..=512 => check_env::<1024>(schema, root),
        513..=8192 => check_env::<16384>(schema, root),
        _ => panic!("a config may have at most 8190 settings, with a variable for each of their former names"),
    }
}

#[inline]
const fn count(schema: &Schema) -> usize {
    let mut total = 0;
    let mut i = 0;
    while i < schema.fields.len() {
        let names = 1 + schema.fields[i].env_aliases.len();
        total += names
            * match &schema.fields[i].kind {
                Kind::Setting(_) => 1,
                Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) => count(inner),
                // Names with a key or an index in them are none of a fixed setting's; variants of one enum may share theirs.
                Kind::Variant(_) | Kind::List(..) | Kind::Map(_) => 0,
            };
        i += 1;
    }
    total
}

/// A running FNV-1a hash of a name, folding runs of `_`.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // each says another thing
struct Name {
    hash: u64,
    empty: bool,
    underscore: bool,
    absolute: bool,
    /// Whether some part of it is a former one. Absolute names have none.
    former: bool,
}

impl Name {
    const EMPTY: Name =
        Name { hash: 0xcbf2_9ce4_8422_2325, empty: true, underscore: false, absolute: false, former: false };

    #[inline]
    const fn push(mut self, part: &str) -> Name {
        let bytes = part.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            let byte = bytes[i].to_ascii_uppercase();
            if !(byte == b'_' && self.underscore) {
                self.hash = (self.hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3);
            }
            self.underscore = byte == b'_';
            self.empty = false;
            i += 1;
        }
        self
    }

    /// The name of a program, as [`Schema::reserved_variable`] writes it.
    #[inline]
    const fn push_name(mut self, name: &str) -> Name {
        let bytes = name.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            let kept = bytes[i].is_ascii_alphanumeric() || !bytes[i].is_ascii();
            let byte = [if kept { bytes[i] } else { b'_' }];
            // A byte of a longer character is hashed as it is; `push` only needs something that is a `str`.
            self = match core::str::from_utf8(&byte) {
                Ok(text) => self.push(text),
                Err(_) => Name { hash: (self.hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3), ..self },
            };
            i += 1;
        }
        self
    }

    #[inline]
    const fn join(self, part: &str) -> Name {
        if self.empty { self.push(part) } else { self.push("_").push(part) }
    }

    #[inline]
    const fn field(self, field: &Field) -> Option<Name> {
        match (&field.env, &field.kind) {
            (Env::Off, _) => None,
            (_, Kind::Flatten(_)) => Some(self),
            (Env::Absolute(name), _) => Some(Name { absolute: true, ..Name::EMPTY.push(name) }),
            (Env::Key(key), _) => Some(self.join(key)),
        }
    }

    /// The name of a field: the current one for 0, and the former ones for the numbers after it.
    #[inline]
    const fn numbered(self, field: &Field, number: usize) -> Option<Name> {
        match (number, &field.env) {
            (0, Env::Absolute(_)) if self.former => None,
            (0, _) => self.field(field),
            (_, Env::Key(_)) => Some(Name { former: true, ..self.join(field.env_aliases[number - 1]) }),
            _ => None,
        }
    }
}

/// An open-addressed set of names; beside each, the field of the checked struct that it came from.
struct Table<const N: usize> {
    hashes: [u64; N],
    owners: [u16; N],
}

/// The owner of the two reserved names.
const RESERVED: u16 = u16::MAX;

#[allow(clippy::cast_possible_truncation)] // a struct has fewer fields than that
#[track_caller]
#[inline]
const fn check_env<const N: usize>(schema: &'static Schema, root: bool) {
    let mut table = Table { hashes: [0; N], owners: [0; N] };
    if root {
        let prefix = if schema.env_prefix.is_empty() {
            Name::EMPTY.push_name(schema.name)
        } else {
            Name::EMPTY.push(schema.env_prefix)
        };
        insert(&mut table, prefix.join("CONFIG"), RESERVED, schema);
        insert(&mut table, prefix.join("PROFILE"), RESERVED, schema);
    }
    let prefix = Name::EMPTY.push(schema.env_prefix);
    let mut i = 0;
    while i < schema.fields.len() {
        // With the owner of all the same, only a clash with a reserved name counts.
        insert_field(&mut table, prefix, &schema.fields[i], if root { 0 } else { i as u16 }, schema);
        i += 1;
    }
}

#[track_caller]
#[inline]
const fn insert_field<const N: usize>(
    table: &mut Table<N>,
    prefix: Name,
    field: &'static Field,
    owner: u16,
    root: &'static Schema,
) {
    let mut number = 0;
    while number <= field.env_aliases.len() {
        if let Some(name) = prefix.numbered(field, number) {
            match &field.kind {
                Kind::Setting(_) => insert(table, name, owner, root),
                Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) => {
                    let mut i = 0;
                    while i < inner.fields.len() {
                        insert_field(table, name, &inner.fields[i], owner, root);
                        i += 1;
                    }
                }
                Kind::Variant(_) | Kind::List(..) | Kind::Map(_) => {}
            }
        }
        number += 1;
    }
}

#[allow(clippy::cast_possible_truncation)] // any bits of the hash will do
#[track_caller]
#[inline]
const fn insert<const N: usize>(table: &mut Table<N>, name: Name, owner: u16, root: &'static Schema) {
    let mut at = (name.hash as usize) % N;
    while table.hashes[at] != 0 {
        if table.hashes[at] == name.hash && (table.owners[at] != owner || name.absolute) {
            report_env(root, name.hash, table.owners[at] == RESERVED);
        }
        at = (at + 1) % N;
    }
    table.hashes[at] = name.hash;
    table.owners[at] = owner;
}

/// Composes the message about the settings whose names hash to `hash`, and panics with it.
#[track_caller]
#[inline]
const fn report_env(root: &'static Schema, hash: u64, reserved: bool) {
    let mut message = Message::new().push("the environment variable ");
    message = match find_name(root, Name::EMPTY.push(root.env_prefix), hash, Text::new(root.env_prefix)) {
        Some(name) => message.push_text(&name),
        None => message,
    };
    message = message.push(if reserved {
        " is reserved: it chooses the file or the profile, so the setting "
    } else {
        " would set both "
    });
    let (listed, _) = list_paths(root, Name::EMPTY.push(root.env_prefix), hash, Text::EMPTY, message, 0);
    message = listed;
    message = message.push(if reserved {
        " cannot be read from it; rename the field or give it `#[config(env = \"ANOTHER_NAME\")]`"
    } else {
        "; rename one of the fields or give it `#[config(env = \"ANOTHER_NAME\")]`"
    });
    panic!("{}", message.as_str());
}

#[inline]
const fn find_name(schema: &'static Schema, prefix: Name, hash: u64, text: Text) -> Option<Text> {
    let mut i = 0;
    while i < schema.fields.len() {
        let field = &schema.fields[i];
        let mut number = 0;
        while number <= field.env_aliases.len() {
            if let Some(name) = prefix.numbered(field, number) {
                let own = match (&field.env, &field.kind) {
                    (_, Kind::Flatten(_)) | (Env::Off, _) => text,
                    (Env::Absolute(absolute), _) => Text::new(absolute),
                    (Env::Key(key), _) => text.join("_", if number == 0 { key } else { field.env_aliases[number - 1] }),
                };
                match &field.kind {
                    Kind::Setting(_) => {
                        if name.hash == hash {
                            return Some(own);
                        }
                    }
                    Kind::Section(inner) | Kind::Optional(inner) | Kind::Flatten(inner) => {
                        if let Some(found) = find_name(inner, name, hash, own) {
                            return Some(found);
                        }
                    }
                    Kind::Variant(_) | Kind::List(..) | Kind::Map(_) => {}
                }
            }
            number += 1;
        }
        i += 1;
    }
    None
}

#[inline]
const fn list_paths(
    schema: &'static Schema,
    prefix: Name,
    hash: u64,
    path: Text,
    mut message: Message,
    mut found: usize,
) -> (Message, usize) {
    let mut i = 0;
    while i < schema.fields.len() {
        let field = &schema.fields[i];
        let mut number = 0;
        while number <= field.env_aliases.len() {
            if let Some(name) = prefix.numbered(field, number) {
                match &field.kind {
                    Kind::Setting(_) => {
                        if name.hash == hash {
                            if found > 0 {
                                message = message.push(" and ");
                            }
                            message = message.push("`").push_text(&path.join(".", field.key)).push("`");
                            if name.former {
                                message = message.push(" (by an `alias`)");
                            }
                            found += 1;
                        }
                    }
                    Kind::Section(inner) | Kind::Optional(inner) => {
                        (message, found) = list_paths(inner, name, hash, path.join(".", field.key), message, found);
                    }
                    Kind::Flatten(inner) => (message, found) = list_paths(inner, name, hash, path, message, found),
                    Kind::Variant(_) | Kind::List(..) | Kind::Map(_) => {}
                }
            }
            number += 1;
        }
        i += 1;
    }
    (message, found)
}

#[cfg(test)]
mod tests {
    use super::{Name, names_meet};

    /// All texts of up to so many of these letters.
    fn texts(most: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        for length in 1..=most {
            let longer = all.iter().filter(|text| text.len() == length - 1);
            let longer: Vec<_> =
                longer.flat_map(|text| ["A", "b", "_"].map(|letter| format!("{text}{letter}"))).collect();
            all.extend(longer);
        }
        all
    }

    /// The hashes of all variables of a field.
    fn hashes(name: &str, inner: Option<&[String]>) -> Vec<u64> {
        let name = Name::EMPTY.push("SHOP").join(name);
        match inner {
            None => vec![name.hash],
            Some(inner) => inner.iter().map(|inner| name.join(inner).hash).collect(),
        }
    }

    #[test]
    fn whoever_shares_a_variable_is_suspected() {
        let (inner, mut shared) = (texts(3), 0);
        for one in texts(4) {
            for other in texts(4) {
                for (one_is_group, other_is_group) in [(false, false), (true, false), (true, true)] {
                    let ones = hashes(&one, one_is_group.then_some(&inner));
                    let others = hashes(&other, other_is_group.then_some(&inner));
                    if ones.iter().any(|hash| others.contains(hash)) {
                        shared += 1;
                        assert!(names_meet(&one, one_is_group, &other, other_is_group), "{one:?} {other:?}");
                        assert!(names_meet(&other, other_is_group, &one, one_is_group), "{other:?} {one:?}");
                    }
                }
            }
        }
        assert!(shared > 1000, "{shared}");
    }

    #[test]
    fn names_that_only_begin_alike_are_not_suspected() {
        for (one, one_is_group, other) in
            [("LOG", true, "LOGIN"), ("LOG", false, "LOG_LEVEL"), ("LOG_LEVEL", true, "LOG"), ("A_B", true, "A_C")]
        {
            assert!(!names_meet(one, one_is_group, other, false), "{one} {other}");
            assert!(!names_meet(other, false, one, one_is_group), "{other} {one}");
        }
        assert!(names_meet("LOG", true, "LOG_LEVEL", false));
    }
}
