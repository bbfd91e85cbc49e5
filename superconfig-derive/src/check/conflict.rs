//! Keywords that exclude each other or themselves.

use crate::errors::Errors;
use crate::syntax::keyword::{
    ALIAS, CONFLICTS_WITH, DEFAULT, DEPRECATED, DESERIALIZE_WITH, ENV, EXAMPLE, EXPAND, FLATTEN, LENGTH, MERGE, MOUNT,
    MOUNTS, NESTED, NON_EMPTY, ONE_OF, PARSE, PATTERN, PROFILE, RANGE, RELATIVE_PATH, RELOAD, RENAME, REPEATABLE,
    REQUIRED_IF, REQUIRES, SECRET, SKIP, SOURCES, VALIDATE, WITH,
};
use crate::syntax::{Entry, Origin};

/// Two keywords that cannot stand together, and why. The first decides what the field is, so the second is the one
/// to delete, unless the reason says otherwise.
struct Conflict(&'static str, &'static str, &'static str);

const CONFLICTS: &[Conflict] = &[
    Conflict(NESTED, FLATTEN, ONE_PLACE),
    Conflict(NESTED, DEFAULT, OWN_DEFAULTS),
    Conflict(NESTED, PROFILE, OWN_DEFAULTS),
    Conflict(NESTED, SECRET, OWN_SECRETS),
    Conflict(NESTED, EXAMPLE, OWN_EXAMPLES),
    Conflict(NESTED, RELATIVE_PATH, OWN_PATHS),
    Conflict(NESTED, SOURCES, OWN_SOURCES),
    Conflict(NESTED, PARSE, OWN_READERS),
    Conflict(NESTED, DESERIALIZE_WITH, OWN_READERS),
    Conflict(NESTED, WITH, OWN_READERS),
    Conflict(NESTED, RANGE, OWN_RULES),
    Conflict(NESTED, ONE_OF, OWN_RULES),
    Conflict(NESTED, PATTERN, OWN_RULES),
    Conflict(FLATTEN, DEFAULT, OWN_DEFAULTS),
    Conflict(FLATTEN, PROFILE, OWN_DEFAULTS),
    Conflict(FLATTEN, SECRET, OWN_SECRETS),
    Conflict(FLATTEN, EXAMPLE, OWN_EXAMPLES),
    Conflict(FLATTEN, RELATIVE_PATH, OWN_PATHS),
    Conflict(FLATTEN, SOURCES, OWN_SOURCES),
    Conflict(FLATTEN, PARSE, OWN_READERS),
    Conflict(FLATTEN, DESERIALIZE_WITH, OWN_READERS),
    Conflict(FLATTEN, WITH, OWN_READERS),
    Conflict(FLATTEN, RANGE, OWN_RULES),
    Conflict(FLATTEN, LENGTH, OWN_RULES),
    Conflict(FLATTEN, NON_EMPTY, OWN_RULES),
    Conflict(FLATTEN, ONE_OF, OWN_RULES),
    Conflict(FLATTEN, PATTERN, OWN_RULES),
    Conflict(FLATTEN, RENAME, NO_KEY),
    Conflict(FLATTEN, ALIAS, NO_KEY),
    Conflict(FLATTEN, ENV, NO_KEY),
    Conflict(FLATTEN, REQUIRES, NO_KEY),
    Conflict(FLATTEN, CONFLICTS_WITH, NO_KEY),
    Conflict(FLATTEN, REQUIRED_IF, NO_KEY),
    Conflict(FLATTEN, DEPRECATED, NO_KEY),
    Conflict(FLATTEN, MERGE, OWN_MERGE),
    Conflict(FLATTEN, RELOAD, OWN_RELOAD),
    Conflict(SKIP, RELOAD, NEVER_READ),
    Conflict(SKIP, MERGE, NEVER_READ),
    Conflict(SKIP, EXPAND, NEVER_READ),
    Conflict(NESTED, EXPAND, OWN_READERS),
    Conflict(FLATTEN, EXPAND, OWN_READERS),
    Conflict(SKIP, NESTED, NEVER_READ),
    Conflict(SKIP, FLATTEN, NEVER_READ),
    Conflict(SKIP, PROFILE, NEVER_READ),
    Conflict(SKIP, SECRET, NEVER_READ),
    Conflict(SKIP, RELATIVE_PATH, NEVER_READ),
    Conflict(SKIP, SOURCES, NEVER_READ),
    Conflict(SKIP, PARSE, NEVER_READ),
    Conflict(SKIP, DESERIALIZE_WITH, NEVER_READ),
    Conflict(SKIP, WITH, NEVER_READ),
    Conflict(SKIP, RENAME, NEVER_READ),
    Conflict(SKIP, ALIAS, NEVER_READ),
    Conflict(SKIP, ENV, NEVER_READ),
    Conflict(SKIP, EXAMPLE, NEVER_READ),
    Conflict(SKIP, DEPRECATED, NEVER_READ),
    Conflict(SKIP, RANGE, NEVER_READ),
    Conflict(SKIP, LENGTH, NEVER_READ),
    Conflict(SKIP, NON_EMPTY, NEVER_READ),
    Conflict(SKIP, ONE_OF, NEVER_READ),
    Conflict(SKIP, PATTERN, NEVER_READ),
    Conflict(SKIP, VALIDATE, NEVER_READ),
    Conflict(SKIP, REQUIRES, NEVER_READ),
    Conflict(SKIP, CONFLICTS_WITH, NEVER_READ),
    Conflict(SKIP, REQUIRED_IF, NEVER_READ),
    Conflict(PARSE, DESERIALIZE_WITH, ONE_READER),
    Conflict(PARSE, WITH, ONE_READER),
    Conflict(DESERIALIZE_WITH, WITH, ONE_READER),
    Conflict(MOUNT, MOUNTS, ONE_ROLE),
];

const ONE_PLACE: &str = "with `nested` the struct has a key of its own, with `flatten` it has none; delete one of them";
const OWN_DEFAULTS: &str = "each setting of a section has its own default";
const OWN_SECRETS: &str = "each setting of a section says for itself whether it is secret";
const OWN_EXAMPLES: &str = "each setting of a section has its own example";
const OWN_PATHS: &str = "each setting of a section says for itself where its paths begin";
const OWN_SOURCES: &str = "each setting of a section says for itself what may set it";
const OWN_RULES: &str = "each setting of a section has its own rules";
const OWN_READERS: &str = "a section is read setting by setting";
const OWN_MERGE: &str = "a section merges setting by setting";
const OWN_RELOAD: &str = "each field of a flattened struct says for itself whether a reload may change it";
const NO_KEY: &str = "a flattened struct has no key of its own";
const NEVER_READ: &str = "a skipped field is never read, and takes only `default`";
const ONE_READER: &str = "a setting has one reader; delete one of them";
const ONE_ROLE: &str = "a library's config asks to be taken in with `mount`, the application's takes in with `mounts`; delete \
                        one of them";

/// The entries that stand: each keyword once, and nothing of serde's that contradicts `#[config(…)]`.
pub(crate) fn resolve<'a, A>(args: &'a [Entry<A>], errors: &mut Errors) -> Vec<&'a Entry<A>> {
    let mut args = once(args, errors);
    for conflict in CONFLICTS {
        settle(conflict, &mut args, errors);
    }
    args
}

/// Without repetitions. What `#[config(…)]` says replaces what `#[serde(…)]` says; aliases add up.
fn once<'a, A>(args: &'a [Entry<A>], errors: &mut Errors) -> Vec<&'a Entry<A>> {
    let mut kept: Vec<&Entry<A>> = Vec::new();
    for entry in args {
        let same = kept.iter().position(|other| other.word == entry.word);
        let Some(same) = same.filter(|_| !REPEATABLE.contains(&entry.word)) else {
            kept.push(entry);
            continue;
        };
        match (kept[same].origin, entry.origin) {
            (Origin::Config, Origin::Config) => {
                let word = entry.word;
                let message = format!("`{word}` is given twice; delete one");
                errors.between(kept[same].span, entry.span, message);
            }
            (Origin::Serde, Origin::Config) => kept[same] = entry,
            (_, Origin::Serde) => {}
        }
    }
    kept
}

/// Reports the two keywords of a conflict, or drops serde's, which may well mean something to serde.
fn settle<A>(conflict: &Conflict, args: &mut Vec<&Entry<A>>, errors: &mut Errors) {
    let Conflict(decides, deleted, why) = *conflict;
    let find = |word| args.iter().find(|entry| entry.word == word).copied();
    let (Some(first), Some(second)) = (find(decides), find(deleted)) else {
        return;
    };
    if first.origin == Origin::Serde && second.origin == Origin::Config {
        args.retain(|entry| entry.word != decides || entry.origin == Origin::Config);
    } else if second.origin == Origin::Serde {
        args.retain(|entry| entry.word != deleted || entry.origin == Origin::Config);
    } else {
        let advice = if why.contains("delete") { String::new() } else { format!("; delete `{deleted}`") };
        let message = format!("`{deleted}` cannot stand beside `{decides}`: {why}{advice}");
        let (start, end) = in_source_order(first, second, args);
        errors.between(start.span, end.span, message);
    }
}

fn in_source_order<'a, A>(
    one: &'a Entry<A>,
    other: &'a Entry<A>,
    args: &[&'a Entry<A>],
) -> (&'a Entry<A>, &'a Entry<A>) {
    let position = |entry| args.iter().position(|arg| std::ptr::eq(*arg, entry));
    if position(one) <= position(other) { (one, other) } else { (other, one) }
}
