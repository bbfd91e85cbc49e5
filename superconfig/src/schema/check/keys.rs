//! No two fields may answer to one key of a table.

use super::{
    super::{Choice, Field, Kind, Schema},
    message::Message,
};

/// No field that stands in one table with a key that was removed may be called so; within one struct the derive has looked.
#[track_caller]
#[inline]
pub(super) const fn check_removed(root: &'static Schema, schema: &'static Schema) {
    // What is removed from an enum are names of variants, which do not stand beside its tag.
    let tagged = matches!(schema.choice, Some(Choice { tag: Some(_), .. }));
    let mut i = 0;
    while i < schema.removed.len() && !tagged {
        if let Some(field) = answering(root, schema.removed[i].key) {
            let message = Message::new()
                .push("the key `")
                .push(schema.removed[i].key)
                .push("`, which `")
                .push(schema.type_name)
                .push("` calls removed, is one of the field `")
                .push(field.ident)
                .push("` that stands beside it through `flatten`; delete it from `removed`, or rename the field");
            panic!("{}", message.as_str());
        }
        i += 1;
    }
    i = 0;
    while i < schema.fields.len() {
        if let Kind::Flatten(inner) = &schema.fields[i].kind {
            check_removed(root, inner);
        }
        i += 1;
    }
}

/// The field that answers to a key, also through `flatten`.
#[inline]
const fn answering(schema: &'static Schema, key: &str) -> Option<&'static Field> {
    let mut i = 0;
    while i < schema.fields.len() {
        let field = &schema.fields[i];
        if let Kind::Flatten(inner) = &field.kind {
            if let Some(found) = answering(inner, key) {
                return Some(found);
            }
        } else if answers_to(field, key) {
            return Some(field);
        }
        i += 1;
    }
    None
}

/// No setting of a variant may be called as the key is that says which variant it is.
#[track_caller]
#[inline]
pub(super) const fn check_tag(schema: &'static Schema) {
    let Some(Choice { tag: Some(tag), .. }) = schema.choice else { return };
    let mut i = 0;
    while i < schema.fields.len() {
        if let Kind::Variant(inner) = &schema.fields[i].kind {
            check_tag_against(tag, &schema.fields[i], inner);
        }
        i += 1;
    }
}

#[track_caller]
#[inline]
const fn check_tag_against(tag: &'static str, variant: &'static Field, schema: &'static Schema) {
    let mut i = 0;
    while i < schema.fields.len() {
        let field = &schema.fields[i];
        if let Kind::Flatten(inner) = &field.kind {
            check_tag_against(tag, variant, inner);
        } else if answers_to(field, tag) {
            let message = Message::new()
                .push("the key `")
                .push(tag)
                .push("` says which variant it is, and would also set the field `")
                .push(field.ident)
                .push("` of the variant `")
                .push(variant.ident)
                .push("`; give the field `#[config(rename = \"another_key\")]`, or the enum another `tag`");
            panic!("{}", message.as_str());
        }
        i += 1;
    }
}

/// Keys that stand in one table of a file must differ, those of flattened sections included.
#[track_caller]
#[inline]
pub(super) const fn check_keys(schema: &'static Schema) {
    let mut i = 0;
    while i < schema.fields.len() {
        if let Kind::Flatten(inner) = &schema.fields[i].kind {
            let mut j = 0;
            while j < schema.fields.len() {
                if j != i {
                    check_field_against(&schema.fields[j], inner);
                }
                j += 1;
            }
        }
        i += 1;
    }
}

/// Panics if a key of `field` (or of what it flattens) is one of `other`'s. Of an enum with a tag, these are the tag and the keys of its
/// variants, which may have some in common.
#[track_caller]
#[inline]
const fn check_field_against(field: &'static Field, other: &'static Schema) {
    if let Kind::Flatten(inner) | Kind::Variant(inner) = &field.kind {
        let mut i = 0;
        while i < inner.fields.len() {
            check_field_against(&inner.fields[i], other);
            i += 1;
        }
        return;
    }
    if let Some(Choice { tag: Some(tag), .. }) = other.choice
        && answers_to(field, tag)
    {
        let message = Message::new()
            .push("the key `")
            .push(tag)
            .push("` says which variant of `")
            .push(other.type_name)
            .push("` is meant, and would also set the field `")
            .push(field.ident)
            .push("` beside it; give the field `#[config(rename = \"another_key\")]`, or the enum another `tag`");
        panic!("{}", message.as_str());
    }
    let mut i = 0;
    while i < other.fields.len() {
        let theirs = &other.fields[i];
        if let Kind::Flatten(inner) | Kind::Variant(inner) = &theirs.kind {
            check_field_against(field, inner);
        } else if answers_to(theirs, field.key) {
            key_collision(field.key, field, theirs, other);
        }
        let mut a = 0;
        while a < field.aliases.len() {
            if !theirs.kind.is_transparent() && answers_to(theirs, field.aliases[a]) {
                key_collision(field.aliases[a], field, theirs, other);
            }
            a += 1;
        }
        i += 1;
    }
}

/// Panics if a field answers to the key under which files hold profiles.
#[track_caller]
#[inline]
pub(super) const fn check_profile_key(root: &'static Schema, schema: &'static Schema, key: &str) {
    let mut i = 0;
    while i < schema.fields.len() {
        let field = &schema.fields[i];
        if field.kind.is_transparent() {
            if let Some(inner) = field.kind.section() {
                check_profile_key(root, inner, key);
            }
        } else if answers_to(field, key) {
            let message = Message::new()
                .push("the field `")
                .push(field.ident)
                .push("` of `")
                .push(schema.type_name)
                .push("` has the key `")
                .push(key)
                .push("`, under which files hold what a profile changes, as in `[")
                .push(key)
                .push(".prod]`; put `#[config(profile_key = \"another_key\")]` on `")
                .push(root.type_name)
                .push("`, or `#[config(profile_key = false)]` for no such tables, or rename the field");
            panic!("{}", message.as_str());
        }
        i += 1;
    }
}

#[inline]
const fn answers_to(field: &Field, key: &str) -> bool {
    if same(field.key, key) {
        return true;
    }
    let mut i = 0;
    while i < field.aliases.len() {
        if same(field.aliases[i], key) {
            return true;
        }
        i += 1;
    }
    false
}

#[track_caller]
#[inline]
const fn key_collision(key: &str, one: &Field, other: &Field, flattened: &Schema) {
    // The struct of a variant with fields of its own is called after that: `__Disk`.
    let name = match flattened.type_name.as_bytes() {
        [b'_', b'_', ..] => flattened.type_name.split_at(2).1,
        _ => flattened.type_name,
    };
    let message = Message::new()
        .push("the key `")
        .push(key)
        .push("` would set both the field `")
        .push(one.ident)
        .push("` and, through `flatten`, the field `")
        .push(other.ident)
        .push("` of `")
        .push(name)
        .push("`; give one of them `#[config(rename = \"another_key\")]`");
    panic!("{}", message.as_str());
}

#[inline]
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
