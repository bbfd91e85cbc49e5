//! Which profiles are active, and whether they exist.

use crate::{
    problem::{Fault, ProblemKind, closest},
    schema::Schema,
};

/// The names in `prod,eu`.
pub(crate) fn split(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Names that cannot be part of a file name are refused before they become one.
pub(crate) fn is_valid(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0', ','])
}

/// A problem for each active profile that is not declared or, if none are declared, that nothing mentions.
pub(crate) fn check(schema: &'static Schema, active: &[String], in_files: &[String], faults: &mut Vec<Fault>) {
    let mut known: Vec<&str> = schema.profiles.to_vec();
    if known.is_empty() {
        schema.walk(&mut |_, setting| known.extend(setting.profiles));
        known.extend(in_files.iter().map(String::as_str));
        known.sort_unstable();
        known.dedup();
    }
    for name in active.iter().filter(|name| !known.contains(&name.as_str())) {
        let help = match (closest(name, known.iter().copied()), known.is_empty()) {
            (Some(like), _) => format!("did you mean '{like}'?"),
            (None, false) => format!("the profiles are {}", known.join(", ")),
            (None, true) => "no setting and no file mentions any profile".to_owned(),
        };
        let message = format!("there is no profile '{name}'");
        faults.push(Fault::plain(ProblemKind::UnknownProfile, 0, message, Some(help)));
    }
}
