//! Variables of settings that there are no more.

use crate::{
    draft::Crumb,
    problem::closest,
    schema::{self, Env, Kind, Removed, Schema},
};

/// What was removed, and from where.
pub(super) type Found = (&'static Removed, Vec<Crumb>, &'static Schema);

/// The setting or section that is gone and that a variable is about; `rest` is its name behind the prefix, which names nothing
/// that is there. Former names of sections lead there, too. `exact` takes only names as the reference lists them.
pub(super) fn variable(schema: &'static Schema, prefix: &str, name: &str, rest: &str, exact: bool) -> Option<Found> {
    let found = search(schema, rest, exact, &mut Vec::new())?;
    // `LOG_LEVL` is rather a slip of the pen than a part of what was called `log`.
    let is_itself = rest.ends_with(found.0.env);
    (is_itself || !resembles(schema, prefix, name)).then_some(found)
}

fn resembles(schema: &'static Schema, prefix: &str, name: &str) -> bool {
    let mut names = Vec::new();
    schema.walk(&mut |chain, _| names.extend(schema::env_name(prefix, chain)));
    closest(name, names.iter().map(String::as_str)).is_some()
}

fn search(schema: &'static Schema, rest: &str, exact: bool, trail: &mut Vec<Crumb>) -> Option<Found> {
    // What is removed from an enum with a tag are values.
    let own = schema.removed.iter().filter(|_| schema.tag().is_none());
    let own = own.filter(|removed| if exact { removed.env == rest } else { is_named(removed, rest) });
    let longest = own.max_by_key(|removed| removed.env.len());
    if let Some(removed) = longest {
        return Some((removed, trail.clone(), schema));
    }
    for field in schema.fields {
        let Some(inner) = field.kind.section() else { continue };
        trail.push(Crumb::of(field));
        let found = match (field.env, &field.kind) {
            (Env::Key(_), Kind::Flatten(_) | Kind::Variant(_)) => search(inner, rest, exact, trail),
            (Env::Key(key), kind) => {
                let names = std::iter::once(key).chain(field.env_aliases.iter().copied());
                names.filter_map(|name| rest.strip_prefix(name)?.strip_prefix('_')).find_map(|rest| {
                    let single = rest.strip_prefix('_').filter(|_| !exact).unwrap_or(rest);
                    match kind {
                        Kind::List(..) | Kind::Map(_) if exact => None,
                        Kind::List(..) | Kind::Map(_) => element(kind, inner, single, trail),
                        _ => search(inner, single, exact, trail),
                    }
                })
            }
            (Env::Absolute(_) | Env::Off, _) => None,
        };
        if found.is_some() {
            return found;
        }
        trail.pop();
    }
    None
}

/// Behind the key or number of an element.
fn element(kind: &Kind, inner: &'static Schema, rest: &str, trail: &mut Vec<Crumb>) -> Option<Found> {
    let (key, rest) = rest.split_once("__")?;
    trail.push(match kind {
        Kind::List(..) => Crumb::Index(key.parse().ok()?),
        _ => Crumb::Key(key.to_owned()),
    });
    let found = search(inner, rest, false, trail);
    if found.is_none() {
        trail.pop();
    }
    found
}

/// Whether a name is that of something that is gone, of its file, or of something in it.
fn is_named(removed: &Removed, rest: &str) -> bool {
    rest.strip_prefix(removed.env).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}
