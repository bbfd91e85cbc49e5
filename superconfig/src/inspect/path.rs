//! Paths of settings as somebody typed them: taken apart, and held against a schema.

use crate::{
    problem::closest,
    schema::{Kind, Schema},
};

/// The keys and numbers of a path.
pub(super) fn tokens(path: &str) -> Vec<String> {
    path.split(['.', '[', ']']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether two keys are the same to somebody who types them.
pub(super) fn alike(one: &str, other: &str) -> bool {
    one.replace('-', "_") == other.replace('-', "_")
}

/// So many keys and numbers of a path, from its beginning.
pub(super) fn prefix(path: &str, count: usize) -> &str {
    let (mut seen, mut inside) = (0, false);
    for (at, c) in path.char_indices() {
        if matches!(c, '.' | '[' | ']') {
            if inside && seen == count {
                return &path[..if c == ']' { at + 1 } else { at }];
            }
            inside = false;
        } else if !inside {
            inside = true;
            seen += 1;
        }
    }
    if count == 0 { "" } else { path }
}

/// The path of what the keys name, whether it is there or not, and also by former names.
pub(super) fn canonical(schema: &'static Schema, wanted: &[String]) -> Option<String> {
    let Some((first, rest)) = wanted.split_first() else { return Some(String::new()) };
    for field in schema.fields {
        if let (true, Some(inner)) = (field.kind.is_transparent(), field.kind.section()) {
            if let Some(path) = canonical(inner, wanted) {
                return Some(path);
            }
            continue;
        }
        if !alike(field.key, first) && !field.aliases.iter().any(|alias| alike(alias, first)) {
            continue;
        }
        let behind = match (&field.kind, rest) {
            (Kind::Setting(_), []) => Some(String::new()),
            (Kind::Setting(_), _) => None,
            (_, []) => Some(String::new()),
            (Kind::List(inner, _), [number, rest @ ..]) if number.parse::<usize>().is_ok() => {
                canonical(inner, rest).map(|path| format!("[{number}]{}", dotted(&path)))
            }
            (Kind::List(..), _) => None,
            (Kind::Map(inner), [key, rest @ ..]) => {
                canonical(inner, rest).map(|path| format!(".{key}{}", dotted(&path)))
            }
            (kind, rest) => canonical(kind.section()?, rest).map(|path| dotted(&path)),
        };
        if let Some(behind) = behind {
            return Some(format!("{}{behind}", field.key));
        }
    }
    None
}

/// The path of what the keys would name if one of them were the one that it is most like.
pub(super) fn meant(schema: &'static Schema, wanted: &[String]) -> Option<String> {
    (0..wanted.len()).find_map(|at| {
        let like = closest(&wanted[at], section(schema, &wanted[..at])?.keys())?;
        let mut wanted = wanted.to_vec();
        like.clone_into(&mut wanted[at]);
        canonical(schema, &wanted)
    })
}

/// The section that the keys lead to.
fn section(schema: &'static Schema, wanted: &[String]) -> Option<&'static Schema> {
    let Some((first, rest)) = wanted.split_first() else { return Some(schema) };
    schema.fields.iter().find_map(|field| match (&field.kind, rest) {
        (kind, _) if kind.is_transparent() => section(kind.section()?, wanted),
        _ if !alike(field.key, first) => None,
        (Kind::List(inner, _) | Kind::Map(inner), [_, rest @ ..]) => section(inner, rest),
        (Kind::List(..) | Kind::Map(_), []) => None,
        (kind, rest) => section(kind.section()?, rest),
    })
}

fn dotted(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(".{path}") }
}
