//! The profiles that a struct declares, the groups among them, and the key under which files hold them.

use syn::LitStr;

use super::key;
use crate::errors::Errors;
use crate::suggest;
use crate::syntax::{ProfileDeclaration, ProfileKeyArg};

/// Keys that mean something else at the top of a file.
const TAKEN: &[&str] = &["include", "import", "$schema"];

pub(crate) fn names(declared: &[ProfileDeclaration], errors: &mut Errors) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for literal in declared.iter().map(|profile| &profile.name) {
        let name = literal.value();
        if name.is_empty() || name.contains([',', '/', '\\', '=', '\0']) || name.trim() != name {
            errors.at(
                literal.span(),
                "a profile is chosen in a list such as `dev,eu` and is part of file names; \
                 write a name without `,`, `/`, `\\`, `=` and spaces around it",
            );
        } else if known.contains(&name) {
            let message = format!("profile `{name}` is declared twice; delete one");
            errors.at(literal.span(), message);
        }
        known.push(name);
    }
    known
}

/// The groups, each with the profiles that it brings in. They must be declared, and no group may bring in itself.
pub(crate) fn groups(declared: &[ProfileDeclaration], errors: &mut Errors) -> Vec<(String, Vec<String>)> {
    let known: Vec<String> = declared.iter().map(|profile| profile.name.value()).collect();
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for profile in declared.iter().filter(|profile| !profile.members.is_empty()) {
        let mut members: Vec<String> = Vec::new();
        for literal in &profile.members {
            let member = literal.value();
            if !known.contains(&member) {
                errors.at(literal.span(), undeclared(&member, &known));
            } else if members.contains(&member) {
                let message = format!("the group `{}` brings in `{member}` already; delete one", profile.name.value());
                errors.at(literal.span(), message);
            }
            members.push(member);
        }
        groups.push((profile.name.value(), members));
    }
    // Of a circle only the first group is blamed.
    let circle = declared.iter().find_map(|profile| Some((&profile.name, circle(&profile.name.value(), &groups)?)));
    if let Some((name, circle)) = circle {
        let message =
            format!("the group `{}` brings in itself: {}; delete one of these", name.value(), circle.join(" -> "));
        errors.at(name.span(), message);
    }
    groups
}

fn undeclared(name: &str, known: &[String]) -> String {
    let names = known.iter().map(String::as_str);
    let advice = match suggest::closest(name, names) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("declare it: `profiles({name}, …)`"),
    };
    format!("a group can bring in only declared profiles, and `{name}` is none; {advice}")
}

/// The way from a group back to itself.
fn circle(start: &str, groups: &[(String, Vec<String>)]) -> Option<Vec<String>> {
    fn go(at: &str, start: &str, groups: &[(String, Vec<String>)], seen: &mut Vec<String>) -> Option<Vec<String>> {
        let (_, members) = groups.iter().find(|(name, _)| name == at)?;
        for member in members {
            if member == start {
                return Some(vec![at.to_owned(), start.to_owned()]);
            }
            if seen.contains(member) {
                continue;
            }
            seen.push(member.clone());
            if let Some(mut way) = go(member, start, groups, seen) {
                way.insert(0, at.to_owned());
                return Some(way);
            }
        }
        None
    }
    go(start, start, groups, &mut Vec::new())
}

/// `profile_key`, or `None` for none.
pub(crate) fn key(arg: &ProfileKeyArg, errors: &mut Errors) -> Option<String> {
    let ProfileKeyArg::Key(literal) = arg else { return None };
    key::usable(literal, errors);
    let key: String = LitStr::value(literal);
    if TAKEN.contains(&key.as_str()) {
        let message = format!("`{key}` has a meaning of its own at the top of a file; write another key");
        errors.at(literal.span(), message);
    }
    Some(key)
}
